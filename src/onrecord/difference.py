"""What is different between two graphs, document by document, as values and as text, JSON or CSV."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.errors import UsageError

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
_MARKS = {ADDED: "+", REMOVED: "-", CHANGED: "~"}
_ORDER = (REMOVED, CHANGED, ADDED)
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Change:
    """A document, claim or reported triple that is in one graph only, or not the same in both.

    ``id`` is the IRI of a document or claim. ``statement`` is a claim or triple in words, ``quote`` the
    words it rests on. ``values`` has the old and new values of what changed, by property; an object that
    was replaced has another IRI, so ``replaced`` is the claim that was there before.
    """

    what: str
    change: str
    statement: str
    id: str | None = None
    quote: str | None = None
    values: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()
    replaced: str | None = None
    terms: tuple[str, str, str] | None = None

    def as_dict(self) -> dict[str, Any]:
        """The change for JSON."""
        found: dict[str, Any] = {"change": self.change, "id": self.id, "statement": self.statement}
        found |= {"quote": self.quote, "replaced": self.replaced}
        if self.terms:
            found |= dict(zip(("subject", "predicate", "object"), self.terms, strict=True))
        if self.values:
            found["values"] = {name: {"old": list(old), "new": list(new)} for name, old, new in self.values}
        return {name: value for name, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True)
class DocumentChanges:
    """The changes of one document; ``source`` is its source id, ``id`` its IRI."""

    source: str
    id: str | None
    changes: tuple[Change, ...]

    def of(self, what: str, change: str) -> tuple[Change, ...]:
        """The changes of that kind."""
        return tuple(one for one in self.changes if one.what == what and one.change == change)


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different between two graphs; nothing where ``equal``.

    ``claims`` and ``reported`` are how many of them each of the two has. Where one of them has no named
    graphs, all ``triples`` outside the claim layer are compared in place of the reported ones. ``notes``
    are what a person should know of the two.
    """

    documents: tuple[DocumentChanges, ...]
    claims: tuple[int, int]
    reported: tuple[int, int]
    triples: str = "reported triples"
    notes: tuple[str, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether both have the same documents, claims and reported triples."""
        return not self.documents

    def count(self, what: str, change: str) -> int:
        """How many changes of a kind there are."""
        return sum(len(document.of(what, change)) for document in self.documents)

    def render(self, format: str = "text") -> str:
        """The difference as text, json or csv. UsageError for another format."""
        if format not in _RENDERERS:
            raise UsageError("unknown format", where=format, remedy=f"choose one of {', '.join(_RENDERERS)}")
        return _RENDERERS[format](self)


WHAT = ("document", "claim", "triple")
"""What is compared."""


def _text(difference: Difference) -> str:
    if difference.equal:
        claims, triples = difference.claims[0], difference.reported[0]
        return f"No difference: the same documents, {claims} claims and {triples} {difference.triples}.\n"
    lines: list[str] = []
    for document in difference.documents:
        lines.append(document.source)
        lines += (f"  {line}" for line in _lines(document))
        lines.append("")
    lines.append("; ".join(_totals(difference)))
    return "\n".join(lines) + "\n"


def _lines(document: DocumentChanges) -> Iterator[str]:
    for what in WHAT:
        for change in _ORDER:
            for one in document.of(what, change):
                yield f"{_MARKS[change]} {what}: {one.statement}"
                for name, old, new in one.values:
                    yield f"    {name}: {' | '.join(old) or '(none)'} → {' | '.join(new) or '(none)'}"
                if one.quote:
                    yield f"    “{_shortened(one.quote)}”"


def _totals(difference: Difference) -> Iterator[str]:
    for what, many in zip(WHAT, ("documents", "claims", difference.triples), strict=True):
        counts = [f"{count} {change}" for change in _ORDER if (count := difference.count(what, change))]
        if counts:
            yield f"{many}: {', '.join(counts)}"


def _json(difference: Difference) -> str:
    content = {
        "equal": difference.equal,
        "claims": {"old": difference.claims[0], "new": difference.claims[1]},
        "reported": {"old": difference.reported[0], "new": difference.reported[1]},
        "totals": {what: {change: difference.count(what, change) for change in _MARKS} for what in WHAT},
        "documents": [
            {
                "source": document.source,
                "id": document.id,
                **{
                    what: [one.as_dict() for change in _ORDER for one in document.of(what, change)]
                    for what in WHAT
                },
            }
            for document in difference.documents
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _csv(difference: Difference) -> str:
    from onrecord.exports.tables import safe

    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    header = ("document", "what", "change", "id", "replaced", "statement", "property", "old", "new", "quote")
    writer.writerow(header)
    for document in difference.documents:
        for one in document.changes:
            for name, old, new in one.values or (("", (), ()),):
                row: Iterable[str | None] = (
                    *(document.source, one.what, one.change, one.id, one.replaced, one.statement),
                    *(name, "|".join(old), "|".join(new), one.quote),
                )
                writer.writerow(safe(cell or "") for cell in row)
    return file.getvalue()


def _shortened(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


_RENDERERS: dict[str, Callable[[Difference], str]] = {"text": _text, "json": _json, "csv": _csv}
