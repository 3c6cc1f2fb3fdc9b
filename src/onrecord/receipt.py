"""The receipt of a load: who sent which dataset to a store and when, and whether it was seen to arrive.

A few triples of PROV in a graph of their own, beside the graphs that they speak of. While a load changes
the graphs, its receipt has no end: such a store may hold half of one dataset and half of another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pyoxigraph import Literal, NamedNode, Triple
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, VOID, XSD

from onrecord.iri import Minter, digest

GRAPH = "receipt"
STARTED, ENDED = str(PROV.startedAtTime), str(PROV.endedAtTime)
_CHECKSUM = "urn:onrecord:fingerprint2:"
"""The number is raised when the same triples get another fingerprint: one of before then says nothing."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A load of a dataset: its SHA-256 as N-Quads, its fingerprint and sizes, and when it was sent."""

    base: str
    sha256: str
    fingerprint: str
    triples: int
    graphs: int
    software: str
    store: str
    started: datetime
    ended: datetime | None = None

    @property
    def graph(self) -> str:
        """The name of the graph that it is in."""
        return Minter(self.base).graph(GRAPH).value

    @property
    def load(self) -> str:
        """The name of the load, of its own however often the same is loaded."""
        return digest(self.sha256, self.store, self.started.isoformat())

    def triples_of(self) -> list[Triple]:
        """The receipt as triples, sorted."""
        minter = Minter(self.base)
        dataset = minter.node("dataset", self.sha256)
        load = minter.node("load", self.load)
        agent = minter.node("software", digest(self.software))
        label = f"load of {self.triples} triples in {self.graphs} graphs into {self.store}"
        made: list[tuple[NamedNode, object, NamedNode | Literal]] = [
            (load, RDF.type, _node(PROV.Activity)),
            (load, RDFS.label, Literal(label)),
            (load, PROV.startedAtTime, _time(self.started)),
            (load, PROV.used, dataset),
            (load, PROV.wasAssociatedWith, agent),
            (dataset, RDF.type, _node(PROV.Entity)),
            (dataset, RDF.type, _node(VOID.Dataset)),
            (dataset, VOID.triples, Literal(self.triples)),
            (dataset, DCTERMS.identifier, Literal(f"sha256:{self.sha256}")),
            (dataset, DCTERMS.identifier, Literal(f"{_CHECKSUM}{self.fingerprint}")),
            (agent, RDF.type, _node(PROV.SoftwareAgent)),
            (agent, RDFS.label, Literal(self.software)),
        ]
        if self.ended is not None:
            made.append((load, PROV.endedAtTime, _time(self.ended)))
        return sorted((Triple(s, NamedNode(str(p)), o) for s, p, o in made), key=str)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a receipt in a store says: which load sent what, and whether every load in it came to its end."""

    sha256: str | None
    fingerprint: str | None
    finished: bool
    triples: int | None = None
    load: str = ""


def read_receipt(triples: Iterable[Triple]) -> Arrival | None:
    """What the triples of a receipt say; None where there are none."""
    found = list(triples)
    values = [(t.predicate.value, getattr(t.object, "value", "")) for t in found]
    if not values:
        return None
    names = [value for predicate, value in values if predicate == str(DCTERMS.identifier)]
    checksum = next((n.removeprefix("sha256:") for n in names if n.startswith("sha256:")), None)
    mark = next((n.removeprefix(_CHECKSUM) for n in names if n.startswith(_CHECKSUM)), None)
    size = next((value for predicate, value in values if predicate == str(VOID.triples)), "")
    loads, ended = ({str(t.subject) for t in found if t.predicate.value == when} for when in (STARTED, ENDED))
    finished = bool(ended) and loads <= ended
    return Arrival(checksum, mark, finished, int(size) if size.isdecimal() else None, " ".join(sorted(loads)))


def _node(term: object) -> NamedNode:
    return NamedNode(str(term))


def _time(moment: datetime) -> Literal:
    return Literal(moment.isoformat(timespec="seconds"), datatype=_node(XSD.dateTime))
