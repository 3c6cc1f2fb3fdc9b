"""Where a thing is on the map: the nearest place around it whose coordinates the gazetteer knows."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal

if TYPE_CHECKING:
    from onrecord.exports.graph import Graph, Term

_EVENT_PLACES = (
    "onr:tookPlaceIn",
    "onr:hasPart/onr:tookPlaceIn",
    "^onr:hasPart/onr:tookPlaceIn",
    "onr:target",
    "onr:hasPart/onr:target",
    "onr:affected",
)
_MOST_STEPS = 8  # of locatedIn, in case it goes in a circle


class Location(NamedTuple):
    """A place of the gazetteer with its coordinates (WGS 84), as they are written."""

    place: "Term"
    longitude: str
    latitude: str


def of_event(graph: "Graph", event: "Term") -> Location | None:
    """Where an event took place, else where its target is."""
    return nearest(graph, [place for path in _EVENT_PLACES for place in graph.follow((event,), path)])


def nearest(graph: "Graph", places: "list[Term]") -> Location | None:
    """The nearest place with coordinates that one of the places is or lies in."""
    from onrecord.exports.graph import term

    around = tuple(dict.fromkeys(places))
    for _ in range(_MOST_STEPS):
        for place in around:
            latitude = graph.objects(place, term("geo:lat"))
            longitude = graph.objects(place, term("geo:long"))
            if latitude and longitude:
                return Location(place, _words(longitude[0]), _words(latitude[0]))
        around = graph.follow(around, "onr:locatedIn")
    return None


def whereabouts(graph: "Graph", event: "Term") -> Iterator[str]:
    """Yield the name of the place whose coordinates an event has, its latitude and its longitude."""
    if (found := of_event(graph, event)) is not None:
        yield from (graph.name(found.place), found.latitude, found.longitude)


def _words(value: "Term") -> str:
    return value.value if isinstance(value, Literal) else ""
