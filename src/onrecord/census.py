"""How much a graph holds: its entities, each once, and the statements of its derived graphs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from rdflib.namespace import RDF

from onrecord.nquads import iri, split
from onrecord.vocab import ONR

_TYPE = f"<{RDF.type}>".encode()
_ENTITIES, _REPORTED, _INFERRED = b"/graph/entities> .", b"/graph/reported/", b"/graph/inferred/"


@dataclass(frozen=True, slots=True)
class Census:
    """The numbers of a graph. An entity of two classes is one entity, and counts for both ``classes``."""

    entities: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    reported: int = 0
    inferred: int = 0


def census(lines: Iterable[bytes]) -> Census:
    """Count the sorted lines of a dataset."""
    entities, last = 0, b""
    classes, derived = Counter[str](), Counter[bytes]()
    for line in lines:
        if line.rstrip().endswith(_ENTITIES):
            if _TYPE not in line:
                continue
            subject, predicate, value, _ = split(line)
            if predicate == _TYPE:
                classes[iri(value).removeprefix(str(ONR))] += 1
                entities += subject != last
                last = subject
        else:
            for graph in (_REPORTED, _INFERRED):
                if graph in line and graph in split(line).graph:
                    derived[graph] += 1
    return Census(entities, classes, derived[_REPORTED], derived[_INFERRED])
