"""Columns of names beside the columns of an answer that have IRIs."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from pyoxigraph import Literal, NamedNode

from onrecord.lookup import Ask, look_up, parts

LABEL = "Label"
"""What follows the name of a column in that of the column with the names of its IRIs."""

_FIRST = 10_000  # rows read to see which columns have IRIs

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
