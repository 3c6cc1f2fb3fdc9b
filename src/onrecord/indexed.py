"""A graph of rdflib in plain dictionaries, for those who ask it a million small questions.

rdflib's own graph notes for each triple which graphs it is in, and an answer passes through four layers
of generators. pyshacl asks almost nothing but "which objects" and "which subjects", and half of its time
went there.
"""

from collections.abc import Generator
from typing import Any

from rdflib import Graph
from rdflib.paths import Path
from rdflib.term import Node

Statement = tuple[Node, Node, Node]

_Index = dict[Node, dict[Node, dict[Node, None]]]


class IndexedGraph(Graph):
    """A graph that keeps its triples by subject and by object; it must not change while it is read."""

    def __init__(self) -> None:
        super().__init__(bind_namespaces="none")
        self._by_subject: _Index = {}
        self._by_object: _Index = {}
        self._by_predicate: dict[Node, dict[tuple[Node, Node], None]] = {}
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def __contains__(self, triple: Any) -> bool:
        return any(True for _ in self.triples(triple))

    def add(self, triple: Any) -> "IndexedGraph":
        """Put a triple in."""
        subject, predicate, value = triple
        values = self._by_subject.setdefault(subject, {}).setdefault(predicate, {})
        if value not in values:
            values[value] = None
            self._by_object.setdefault(value, {}).setdefault(predicate, {})[subject] = None
            self._by_predicate.setdefault(predicate, {})[subject, value] = None
            self._size += 1
        return self

    def remove(self, triple: Any) -> "IndexedGraph":
        """Take out the triples that fit."""
        for subject, predicate, value in list(self.triples(triple)):
            del self._by_subject[subject][predicate][value]
            del self._by_object[value][predicate][subject]
            del self._by_predicate[predicate][subject, value]
            self._size -= 1
        return self

    def objects(
        self, subject: Any = None, predicate: Any = None, unique: bool = False
    ) -> Generator[Any, None, None]:
        """Yield the objects of a subject and predicate."""
        if subject is None or predicate is None or isinstance(predicate, Path):
            return super().objects(subject, predicate, unique)
        return (value for value in self._by_subject.get(subject, {}).get(predicate, ()))

    def subjects(
        self, predicate: Any = None, object: Any = None, unique: bool = False
    ) -> Generator[Any, None, None]:
        """Yield the subjects of a predicate and object."""
        if object is None or predicate is None or isinstance(predicate, Path | list):
            return super().subjects(predicate, object, unique)
        return (subject for subject in self._by_object.get(object, {}).get(predicate, ()))

    def triples(self, triple: Any) -> Generator[Any, None, None]:
        """Yield the triples that fit; None fits every term."""
        subject, predicate, value = triple
        if isinstance(predicate, Path):
            return ((s, predicate, o) for s, o in predicate.eval(self, subject, value))
        if subject is not None:
            return self._of_subject(subject, predicate, value)
        if value is not None:
            return self._of_object(predicate, value)
        predicates = self._by_predicate if predicate is None else (predicate,)
        return ((s, p, o) for p in predicates for s, o in self._by_predicate.get(p, ()))

    def _of_subject(
        self, subject: Node, predicate: Node | None, value: Node | None
    ) -> Generator[Statement, None, None]:
        found = self._by_subject.get(subject, {})
        for one in found if predicate is None else (predicate,):
            values = found.get(one, {})
            if value is None:
                for each in values:
                    yield subject, one, each
            elif value in values:
                yield subject, one, value

    def _of_object(self, predicate: Node | None, value: Node) -> Generator[Statement, None, None]:
        found = self._by_object.get(value, {})
        for one in found if predicate is None else (predicate,):
            for subject in found.get(one, ()):
                yield subject, one, value
