"""Columns that stand beside the rows of an answer: names of IRIs, and coordinates of places."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from pyoxigraph import Literal, NamedNode

from onrecord.lookup import AT_ONCE, Ask, look_up

LABEL = "Label"
"""What follows the name of a column in that of the column with the names of its IRIs."""

PLACE, LATITUDE, LONGITUDE = "@place", "@lat", "@long"
"""The columns that `with_places` adds; no variable has such a name."""

_FIRST = 10_000  # rows read to see which columns have IRIs
_NAMES_OF_PLACES = ("place", "location", "settlement", "town", "city", "region", "country", "destination")

Row = tuple[Any, ...]


def with_labels(
    columns: tuple[str, ...], rows: Iterable[Row], ask: Ask
) -> tuple[tuple[str, ...], Iterator[Row]]:
    """The rows with a column of names after each column that has IRIs in one of the first 10,000 rows.

    A name is the label in the same graph, else its preferred label, else a document's title or source,
    else the wording of a quantity or time; of several, an English one or one without language, and of
    these the first in the alphabet. An IRI without any keeps the cell empty.
    """
    rows = iter(rows)
    head = list(islice(rows, _FIRST))
    named = [
        name not in _taken(columns) and any(isinstance(row[place], NamedNode) for row in head)
        for place, name in enumerate(columns)
    ]
    wide = tuple(
        name
        for column, has in zip(columns, named, strict=True)
        for name in ((column, column + LABEL) if has else (column,))
    )

    def labelled() -> Iterator[Row]:
        for part in parts(chain(head, rows)):
            labels = _labels(ask, (term for row in part for term, has in zip(row, named, strict=True) if has))
            for row in part:
                yield tuple(
                    cell
                    for term, has in zip(row, named, strict=True)
                    for cell in ((term, labels.get(term)) if has else (term,))
                )

    return wide, labelled()


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


def parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows a few hundred at a time, as lookups take them."""
    rows = iter(rows)
    while part := list(islice(rows, AT_ONCE)):
        yield part


def _taken(columns: tuple[str, ...]) -> set[str]:
    """The columns whose names are in the answer already."""
    return {column for column in columns if column + LABEL in columns}


def _labels(ask: Ask, terms: Iterable[Any]) -> dict[Any, Literal]:
    """The best name of each IRI among the terms."""
    best: dict[Any, tuple[tuple[int, int, str], Literal]] = {}
    for row in look_up(ask, "labels", thing_iri=(term for term in terms if isinstance(term, NamedNode))):
        label = row["label"]
        language = label.language or ""
        rank = (int(row["rank"].value), 0 if language[:2] in ("", "en") else 1, label.value)
        if row["thing"] not in best or rank < best[row["thing"]][0]:
            best[row["thing"]] = (rank, label)
    return {thing: label for thing, (_, label) in best.items()}


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
