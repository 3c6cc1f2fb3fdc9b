"""Columns with the place of each row of an answer and its coordinates, for maps."""

from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode

from onrecord.lookup import Ask, look_up, parts

PLACE, LATITUDE, LONGITUDE = "@place", "@lat", "@long"
"""The columns that `with_places` adds; no variable has such a name."""

_NAMES_OF_PLACES = ("place", "location", "settlement", "town", "city", "region", "country", "destination")

Row = tuple[Any, ...]


def with_places(
    columns: tuple[str, ...], rows: Iterable[Row], ask: Ask
) -> tuple[tuple[str, ...], Iterator[Row]]:
    """The rows with the place of each and its coordinates.

    It is that of the first IRI of the row that is a place or happened, lies or led somewhere; else the
    one that a column named like "place" names.
    """
    naming = [place for place, name in enumerate(columns) if name.lower() in _NAMES_OF_PLACES]

    def placed() -> Iterator[Row]:
        for part in parts(rows):
            known = _coordinates(ask, (term for row in part for term in row if isinstance(term, NamedNode)))
            names = _named(ask, (row[place] for row in part for place in naming))
            for row in part:
                found = [known[term] for term in row if isinstance(term, NamedNode) and term in known]
                found.sort(key=lambda place: place[0] > 1)  # a place itself before what happened in one
                found += [names[row[place]] for place in naming if row[place] in names]
                yield (*row, *(found[0][1:] if found else (None, None, None)))

    return (*columns, PLACE, LATITUDE, LONGITUDE), placed()


def _coordinates(ask: Ask, things: Iterable[Any]) -> dict[Any, tuple[int, Any, Any, Any]]:
    """How a thing has its place (1 is one), the place, and its latitude and longitude, by thing."""
    best: dict[Any, tuple[int, Any, Any, Any]] = {}
    for row in look_up(ask, "coordinates", thing_iri=things):
        found = (int(row["rank"].value), row["place"], row["lat"], row["long"])
        known = best.get(row["thing"])
        if known is None or (found[0], str(found[1])) < (known[0], str(known[1])):
            best[row["thing"]] = found
    return best


def _named(ask: Ask, names: Iterable[Any]) -> dict[Any, tuple[int, Any, Any, Any]]:
    """The places of some names with their coordinates; of several places of one name, the first by IRI."""
    best: dict[Any, tuple[int, Any, Any, Any]] = {}
    for row in look_up(ask, "named-coordinates", name=(name for name in names if isinstance(name, Literal))):
        found = (1, row["place"], row["lat"], row["long"])
        if row["name"] not in best or str(found[1]) < str(best[row["name"]][1]):
            best[row["name"]] = found
    return best
