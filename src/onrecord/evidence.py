"""Evidence beside the rows of an answer: the document, sentence, speaker, polarity and stance of claims.

Which claims a row rests on, the first of these that there are:

1. the claims it shows: IRIs of claims in it, or of their evidence or quotations;
2. the claims at the words it shows, by its columns ``document``, ``start`` and ``end``;
3. the claims that state one of the query's triple patterns, with the row's values for its variables (a
   variable that the row does not show may be anything, but it shows the subject or object; MINUS and NOT
   EXISTS are left aside, of a path its first step is one);
4. the claims whose subject or object is one of its IRIs.

A row is given once for each different evidence, and once with empty cells where it rests on no claim.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode

from onrecord.lookup import Ask, look_up, parts
from onrecord.pattern import Pattern, patterns, stated

COLUMNS = ("document", "sentence", "speaker", "polarity", "stance")
"""The columns that are added where an answer does not have them yet."""

NARRATOR, UNNAMED = Literal("article narrator"), Literal("not named")
_PLACE = ("document", "start", "end")

Row = tuple[Any, ...]
Claims = dict[Any, tuple[Any, Any, Any]]  # claim → subject, predicate, object


def with_evidence(
    text: str, columns: tuple[str, ...], rows: Iterable[Row], ask: Ask
) -> tuple[tuple[str, ...], Iterator[Row]]:
    """The rows of a query's answer, each with the evidence of the claims that it rests on."""
    added = tuple(column for column in COLUMNS if column not in columns)
    asked = stated(patterns(text))

    def shown() -> Iterator[Row]:
        for part in parts(rows):
            values = [dict(zip(columns, row, strict=True)) for row in part]
            claims = _claims(values, asked, ask)
            told = _evidence(ask, (claim for found in claims for claim in found))
            for row, found in zip(part, claims, strict=True):
                entries = _fitting({entry for claim in found for entry in told.get(claim, ())}, row, columns)
                order = sorted(entries, key=_order)
                cells = dict.fromkeys(tuple(dict(entry)[column] for column in added) for entry in order)
                for more in cells or {(None,) * len(added): None}:
                    yield (*row, *more)

    return (*columns, *added), shown()


def _claims(values: Sequence[Mapping[str, Any]], asked: Sequence[Pattern], ask: Ask) -> list[list[Any]]:
    """The claims that each row rests on."""
    things = [[term for term in row.values() if isinstance(term, NamedNode)] for row in values]
    named = _grouped(look_up(ask, "claims-named", thing_iri=(one for row in things for one in row)), "thing")
    found = [[claim for thing in row for claim in named.get(thing, ())] for row in things]
    if values and all(column in values[0] for column in _PLACE):
        at = _at(values, ask)
        found = [
            some or at.get(tuple(map(_value, map(row.get, _PLACE))), [])
            for some, row in zip(found, values, strict=True)
        ]
    wanted = [
        [] if some else [one for pattern in asked if (one := _statement(pattern, row))]
        for some, row in zip(found, values, strict=True)
    ]
    if any(wanted):
        stating = _stating(wanted, ask)
        found = [some or stating(statements) for some, statements in zip(found, wanted, strict=True)]
    left = [thing for some, row in zip(found, things, strict=True) if not some for thing in row]
    about = _grouped(look_up(ask, "claims-of-subject", thing_iri=left), "subject")
    on = _grouped(look_up(ask, "claims-of-object", thing_iri=left), "object")
    return [
        some or [claim for thing in row for claim in (*about.get(thing, ()), *on.get(thing, ()))]
        for some, row in zip(found, things, strict=True)
    ]


def _statement(pattern: Pattern, row: Mapping[str, Any]) -> Row | None:
    """The statement of a pattern in a row, with None for what may be anything; None where it says nothing."""
    terms = []
    known = False
    for part in (pattern.subject, pattern.object):
        if part is not None and part.startswith("?"):
            term = row.get(part[1:])
            known = known or isinstance(term, NamedNode)
            terms.append(term)
        else:
            terms.append(None if part is None else NamedNode(part[1:-1]))
    return (terms[0], NamedNode(pattern.predicate), terms[1]) if known else None


def _stating(wanted: Sequence[Sequence[Row]], ask: Ask) -> Any:
    """A function that gives the claims that make one of some statements."""
    subjects = [s for row in wanted for s, _, _ in row if s is not None]
    objects = [o for row in wanted for s, _, o in row if s is None and isinstance(o, NamedNode)]
    known: dict[Any, Claims] = {}
    for name, key, things in (("subject", "subject", subjects), ("object", "object", objects)):
        for row in look_up(ask, f"claims-of-{name}", thing_iri=things):
            said = (row["subject"], row["predicate"], row["object"])
            known.setdefault((key, row[key]), {})[row["claim"]] = said

    def stating(statements: Sequence[Row]) -> list[Any]:
        return [
            claim
            for s, p, o in statements
            for claim, said in known.get(("subject", s) if s is not None else ("object", o), {}).items()
            if said[1] == p and (o is None or said[2] == o)
        ]

    return stating


def _at(values: Sequence[Mapping[str, Any]], ask: Ask) -> dict[Row, list[Any]]:
    """The claims whose evidence is at a document, start and end that a row shows."""
    places = [row for row in values if all(isinstance(row[column], Literal) for column in _PLACE)]
    found: dict[Row, list[Any]] = {}
    documents = [row["document"] for row in places]
    for row in look_up(ask, "claims-at", start_integer=(row["start"] for row in places), document=documents):
        found.setdefault(tuple(map(_value, map(row.get, _PLACE))), []).append(row["claim"])
    return found


def _evidence(ask: Ask, claims: Iterable[Any]) -> dict[Any, list[Row]]:
    """What each claim rests on: for each evidence the pairs of column and term."""
    best: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in look_up(ask, "evidence", claim_iri=claims):
        key = (row["claim"], row["document"], row["start"], row["end"])
        speaker = row["speaker"] or (UNNAMED if row["quotation"] is not None else NARRATOR)
        if key not in best or speaker.value < best[key]["speaker"].value:
            best[key] = {**row, "speaker": speaker}
    found: dict[Any, list[Row]] = {}
    for row in best.values():
        found.setdefault(row["claim"], []).append(
            tuple((name, row[name]) for name in (*COLUMNS, "start", "end"))
        )
    return found


def _fitting(entries: set[Row], row: Row, columns: tuple[str, ...]) -> set[Row]:
    """The evidence that fits what the row shows; its ``sentence`` may be words of the query's own."""
    names = [name for name in columns if name != "sentence"]
    shown = dict(zip(columns, row, strict=True))
    fitting = {entry for entry in entries if _fits(entry, tuple(map(shown.get, names)), tuple(names))}
    return {entry for entry in fitting if _fits(entry, row, columns)} or fitting


def _fits(entry: Row, row: Row, columns: tuple[str, ...]) -> bool:
    """Whether an evidence is of the place, the speaker and the stance that the row itself shows."""
    shown = dict(zip(columns, row, strict=True))
    return all(
        shown.get(name) is None or _value(shown[name]) == _value(term)
        for name, term in entry
        if name in shown and (name not in ("start", "end") or "document" in shown)
    )


def _grouped(rows: Iterable[Mapping[str, Any]], key: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row["claim"])
    return found


def _order(entry: Row) -> tuple[Any, ...]:
    cells = dict(entry)
    return (
        cells["document"].value, int(cells["start"].value), int(cells["end"].value),
        *(cells[name].value for name in ("speaker", "polarity", "stance")),
    )  # fmt: skip


def _value(term: Any) -> Any:
    return getattr(term, "value", term)
