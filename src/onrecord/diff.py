"""Two graphs compared: which documents, claims and reported triples were added, removed or changed.

Both are read side by side in the order of their lines, so their size does not matter; what is different is
held in memory. A claim is the same where it has the same IRI; it changed where another of its properties did
(its polarity, stance, object, evidence …; not the rule and the run that made it). A claim that went and one
that came with the same document, subject words, predicate and evidence are one claim with another object.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from os import PathLike
from pathlib import Path

from onrecord.difference import ADDED, CHANGED, REMOVED, Change, Difference, DocumentChanges
from onrecord.manifest import changed_remedy
from onrecord.namespaces import PROV, RDFS, SKOS
from onrecord.nquads import Line, iri, is_literal, lexical, onr, split
from onrecord.statements import Statements, read_statements
from onrecord.vocab import OA, ONR, PREFIXES

TYPE = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_REPORTED = b"/graph/reported/"
_NO_DOCUMENT = "(no document)"


_CLAIM, _DOCUMENT = onr("Claim"), onr("Document")
_LAYER = frozenset(onr(name) for name in ("Claim", "Document", "Evidence", "Quotation", "Run"))
_DERIVED = f"<{PROV}wasDerivedFrom>".encode()
_HOW = frozenset({f"<{PROV}wasGeneratedBy>".encode(), onr("extractor")})
_EVIDENCE = onr("evidence")
_AROUND = tuple(f"<{OA[name]}>".encode() for name in ("prefix", "exact", "suffix"))
_NAMES = tuple(
    f"<{name}>".encode()
    for name in (
        RDFS + "label",
        SKOS + "prefLabel",
        str(ONR.wording),
        str(OA.exact),
        str(ONR.source),
    )
)

Node = dict[bytes, tuple[bytes, ...]]  # property → its values, sorted


def diff(a: "str | PathLike[str]", b: "str | PathLike[str]") -> Difference:
    """What is different between two graph directories or RDF files, ``a`` the old one and ``b`` the new one.

    InputError for what cannot be read or is damaged. A dataset that was changed since it was written is
    compared as it is now; the difference's ``notes`` say so.
    """
    with read_statements(Path(a)) as old, read_statements(Path(b)) as new:
        changed = [*old.changed, *new.changed]
        comparison = _Comparison(plain=not (_has_graphs(old) and _has_graphs(new)))
        for left, right in _side_by_side(_nodes(old), _nodes(new)):
            comparison.compare(left, right)
        comparison.pair()
        names = _Names(comparison.mentioned())
        names.read(old)
        names.read(new)
    notes = (
        f"{path}: was changed since it was written, and is compared as it is; {changed_remedy(path.parent)}"
        for path in changed
    )
    return replace(comparison.difference(names), notes=tuple(notes))


@dataclass(slots=True)
class _Comparison:
    """What was found different so far."""

    plain: bool
    nodes: list[tuple[bytes, bytes, Node | None, Node | None]] = field(default_factory=list)
    triples: list[tuple[bytes, bool, Line]] = field(default_factory=list)
    replaced: dict[bytes, bytes] = field(default_factory=dict)
    claims: list[int] = field(default_factory=lambda: [0, 0])
    reported: list[int] = field(default_factory=lambda: [0, 0])

    def compare(self, left: list[Line], right: list[Line]) -> None:
        """Compare what the two graphs say of one subject."""
        if left == right:
            is_claim = any(line.predicate == TYPE and line.object == _CLAIM for line in left)
            reported = 0 if self.plain and _is_layer(left) else len(self._triples(left))
            self.claims = [count + is_claim for count in self.claims]
            self.reported = [count + reported for count in self.reported]
            return
        types = [{line.object for line in lines if line.predicate == TYPE} for lines in (left, right)]
        for kind in (_CLAIM, _DOCUMENT):
            old, new = (
                _node(lines) if kind in found else None
                for lines, found in zip((left, right), types, strict=True)
            )
            if kind == _CLAIM:
                self.claims[0] += old is not None
                self.claims[1] += new is not None
            if old != new:
                self.nodes.append(((left or right)[0].subject, kind, old, new))
        sides = [
            set() if self.plain and _is_layer(lines) else self._triples(lines) for lines in (left, right)
        ]
        for number, side in enumerate(sides):
            self.reported[number] += len(side)
        self.triples += ((line.graph, False, line) for line in sorted(sides[0] - sides[1]))
        self.triples += ((line.graph, True, line) for line in sorted(sides[1] - sides[0]))

    def _triples(self, lines: list[Line]) -> set[Line]:
        if self.plain:
            return {line._replace(graph=b"") for line in lines}
        return {line for line in lines if _REPORTED in line.graph}

    def pair(self) -> None:
        """Join each claim that went with the one that came in its place, where there is one of each."""
        gone: dict[tuple[object, ...], list[int]] = defaultdict(list)
        come: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for index, (_, kind, old, new) in enumerate(self.nodes):
            if kind == _CLAIM and (old is None) != (new is None):
                node = old if old is not None else new
                assert node is not None
                (come if old is None else gone)[_place(node)].append(index)
        dropped = set()
        for key, before in gone.items():
            after = come.get(key, [])
            if len(before) == 1 and len(after) == 1:
                former, kind, old, _ = self.nodes[before[0]]
                subject, _, _, new = self.nodes[after[0]]
                self.nodes[after[0]] = (subject, kind, old, new)
                self.replaced[subject] = former
                dropped.add(before[0])
        self.nodes = [found for index, found in enumerate(self.nodes) if index not in dropped]

    def mentioned(self) -> set[bytes]:
        """The nodes whose names are needed to tell what is different."""
        found = {_document(line.graph) for _, _, line in self.triples}
        for _, _, line in self.triples:
            found.update(line[:3])
        for subject, _, old, new in self.nodes:
            found.add(subject)
            for node in (old, new):
                for values in (node or {}).values():
                    found.update(value for value in values if not is_literal(value))
        return found

    def difference(self, names: "_Names") -> Difference:
        """What is different, in words, document by document."""
        documents: dict[bytes, list[Change]] = defaultdict(list)
        for subject, kind, old, new in self.nodes:
            node = new if new is not None else old
            assert node is not None
            document = subject if kind == _DOCUMENT else next(iter(node.get(_DERIVED, ())), b"")
            documents[document].append(self._change(names, subject, kind, old, new))
        for graph, is_new, line in self.triples:
            terms = (iri(line.subject), iri(line.predicate), _value(line.object))
            words = " · ".join(names.name(term) for term in line[:3])
            document = _document(graph)
            documents[document].append(Change("triple", ADDED if is_new else REMOVED, words, terms=terms))
        found = (
            DocumentChanges(
                names.name(document) if document else _NO_DOCUMENT,
                iri(document) if document else None,
                tuple(sorted(changes, key=lambda one: (one.what, one.change, one.statement, one.id or ""))),
            )
            for document, changes in documents.items()
        )
        ordered = tuple(sorted(found, key=lambda one: (one.source, one.id or "")))
        claims, reported = ((counts[0], counts[1]) for counts in (self.claims, self.reported))
        return Difference(ordered, claims, reported, "triples" if self.plain else "reported triples")

    def _change(
        self, names: "_Names", subject: bytes, kind: bytes, old: Node | None, new: Node | None
    ) -> Change:
        node = new if new is not None else old
        assert node is not None
        change = ADDED if old is None else REMOVED if new is None else CHANGED
        values = tuple(_values(names, old, new)) if old is not None and new is not None else ()
        if kind == _DOCUMENT:
            return Change("document", change, names.name(subject), iri(subject), values=values)
        quote = "; ".join(names.name(evidence) for evidence in node.get(_EVIDENCE, ()))
        former = self.replaced.get(subject)
        return Change(
            "claim",
            change,
            _statement(names, node),
            iri(subject),
            quote or None,
            values,
            iri(former) if former else None,
        )


class _Names:
    """What some nodes are called."""

    def __init__(self, wanted: set[bytes]) -> None:
        self._wanted = wanted
        self._names: dict[bytes, tuple[int, str]] = {}
        self._sentences: dict[bytes, dict[bytes, str]] = {}

    def read(self, statements: Iterable[bytes]) -> None:
        """Take the names that statements give."""
        for line in map(split, statements):
            if line.subject not in self._wanted or not is_literal(line.object):
                continue
            if line.predicate in _NAMES:
                found = (_NAMES.index(line.predicate), lexical(line.object))
                self._names[line.subject] = min(found, self._names.get(line.subject, found))
            if line.predicate in _AROUND:
                self._sentences.setdefault(line.subject, {})[line.predicate] = lexical(line.object)

    def sentence(self, evidence: bytes) -> str:
        """The sentence of an evidence, its words between brackets."""
        before, words, after = (self._sentences.get(evidence, {}).get(part, "") for part in _AROUND)
        return f"{before}[{words}]{after}"

    def name(self, term: bytes) -> str:
        """The name of a node or the value of a literal; an IRI in short where it has none."""
        if is_literal(term):
            return lexical(term)
        if term in self._names:
            return self._names[term][1]
        for prefix, space in PREFIXES.items():
            if (rest := iri(term).removeprefix(space)) != iri(term):
                return f"{prefix}:{rest}"
        return _value(term)


def _has_graphs(statements: Statements) -> bool:
    first = next(iter(statements), None)
    return first is None or bool(split(first).graph)


def _nodes(statements: Iterable[bytes]) -> Iterator[tuple[bytes, list[Line]]]:
    for subject, group in groupby(map(split, statements), key=lambda line: line.subject):
        if not subject.startswith(b"_:"):  # a blank node has no name that two files share
            yield subject, list(group)


def _side_by_side(
    old: Iterator[tuple[bytes, list[Line]]], new: Iterator[tuple[bytes, list[Line]]]
) -> Iterator[tuple[list[Line], list[Line]]]:
    """Yield what both say of each subject; nothing on one side for a subject of the other only."""
    left, right = next(old, None), next(new, None)
    while left is not None or right is not None:
        if right is None or (left is not None and left[0] < right[0]):
            assert left is not None
            yield left[1], []
            left = next(old, None)
        elif left is None or right[0] < left[0]:
            yield [], right[1]
            right = next(new, None)
        else:
            yield left[1], right[1]
            left, right = next(old, None), next(new, None)


def _document(graph: bytes) -> bytes:
    """The document that a graph of reported triples is of."""
    return graph.replace(_REPORTED, b"/document/")


def _node(lines: Iterable[Line]) -> Node:
    """A claim or a document by its properties, without how it was made."""
    found: dict[bytes, set[bytes]] = defaultdict(set)
    for line in lines:
        if line.predicate not in _HOW and _REPORTED not in line.graph:
            found[line.predicate].add(line.object)
    return {predicate: tuple(sorted(values)) for predicate, values in found.items()}


def _is_layer(lines: Iterable[Line]) -> bool:
    """Whether a node is one of the claim layer."""
    return any(line.predicate == TYPE and line.object in _LAYER for line in lines)


def _place(claim: Node) -> tuple[object, ...]:
    """Where a claim stands: what two claims share that differ in their object alone."""
    return tuple(claim.get(key) for key in (_DERIVED, onr("subjectText"), onr("predicate"), _EVIDENCE))


def _values(names: _Names, old: Node, new: Node) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Yield each property that is not the same, with its old and new values in words."""
    for predicate in sorted(old.keys() | new.keys()):
        before, after = old.get(predicate, ()), new.get(predicate, ())
        if before != after:
            name = iri(predicate).replace("/", "#").rpartition("#")[2]
            tell = names.sentence if predicate == _EVIDENCE else names.name
            yield name, tuple(map(tell, before)), tuple(map(tell, after))


def _statement(names: _Names, claim: Node) -> str:
    """A claim in words: subject, predicate, object, and how firmly it is put."""
    values = [*claim.get(onr("object"), ()), *claim.get(onr("value"), ())]
    words = [", ".join(map(names.name, claim.get(onr(name), ()))) for name in ("subject", "predicate")]
    firmly = [names.name(term) for name in ("polarity", "stance") for term in claim.get(onr(name), ())]
    return f"{' · '.join((*words, ', '.join(map(names.name, values))))} ({', '.join(firmly)})"


def _value(term: bytes) -> str:
    if is_literal(term):
        return lexical(term)
    return iri(term) if term.startswith(b"<") else term.decode("utf-8")
