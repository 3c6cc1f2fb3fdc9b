"""A map of the graph as GeoJSON (RFC 7946): events, facilities and places, each a feature.

An event is drawn where it took place, else where its target is, else not at all (its geometry is null). The
coordinates are those of the nearest place around it that the gazetteer knows: ``located`` names that place,
so that a point in the middle of a country can be told from a town.
"""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from pyoxigraph import NamedNode

from onrecord.exports.graph import Graph, Term, term
from onrecord.statements import Statements

_PROPERTIES = {
    "kind": "onr:kind/skos:prefLabel",
    "date": "onr:time/onr:edtf",
    "earliest": "onr:time/onr:earliest",
    "latest": "onr:time/onr:latest",
    "time": "onr:time/onr:wording",
    "target": "onr:target/name",
    "weapon": "onr:weapon/name",
    "outcome": "onr:caused/name",
    "alias": "onr:alias",
    "operatedBy": "onr:operatedBy/name",
    "locatedIn": "onr:locatedIn/name",
    "documents": "^onr:subject/prov:wasDerivedFrom/onr:source",
    "sentences": "^onr:subject/onr:evidence/sentence",
}
_EVENT_PLACES = (
    "onr:tookPlaceIn",
    "onr:hasPart/onr:tookPlaceIn",
    "^onr:hasPart/onr:tookPlaceIn",
    "onr:target",
    "onr:hasPart/onr:target",
    "onr:affected",
)
_MOST_STEPS = 8  # of locatedIn, in case it goes in a circle


def write_geojson(statements: Statements, file: BinaryIO) -> tuple[str, ...]:
    """Write a feature collection; return how many of its features have no place on the map."""
    graph = Graph(statements)
    count = without = 0
    file.write(b'{"type": "FeatureCollection", "features": [')
    for feature in features(graph):
        file.write(b",\n " if count else b"\n ")
        file.write(json.dumps(feature, ensure_ascii=False).encode("utf-8"))
        count += 1
        without += feature["geometry"] is None
    file.write(b"\n]}\n")
    return (f"{count} features, {without} of them without coordinates (their geometry is null)",)


def features(graph: Graph) -> Iterator[dict[str, Any]]:
    """Yield the features: events, then facilities and places, in the order of their IRIs."""
    for node in graph.instances("Event"):
        places = [place for path in _EVENT_PLACES for place in graph.follow((node,), path)]
        yield _feature(graph, node, places, {"allegations": list(graph.allegations(node))})
    for node in graph.instances("Place"):
        yield _feature(graph, node, [node], {})


def _feature(graph: Graph, node: NamedNode, places: list[Term], more: dict[str, Any]) -> dict[str, Any]:
    located = _located(graph, places)
    properties: dict[str, Any] = {"label": graph.name(node), "type": graph.type(node)}
    for name, path in _PROPERTIES.items():
        if values := [value.value for value in graph.follow((node,), path) if value.value]:
            properties[name] = values if len(values) > 1 else values[0]
    properties |= {name: value for name, value in more.items() if value}
    geometry = None
    if located is not None:
        place, longitude, latitude = located
        properties["located"] = {
            "id": str(getattr(place, "value", place)),
            "label": graph.name(place),
            "type": graph.type(place),
        }
        geometry = {"type": "Point", "coordinates": [longitude, latitude]}
    return {"type": "Feature", "id": node.value, "geometry": geometry, "properties": properties}


def _located(graph: Graph, places: list[Term]) -> tuple[Term, float, float] | None:
    """The nearest place with coordinates that one of the places is or lies in, with longitude, latitude."""
    around = tuple(dict.fromkeys(places))
    for _ in range(_MOST_STEPS):
        for place in around:
            latitude = graph.objects(place, term("geo:lat"))
            longitude = graph.objects(place, term("geo:long"))
            if latitude and longitude:
                return place, float(longitude[0].value), float(latitude[0].value)
        around = graph.follow(around, "onr:locatedIn")
    return None
