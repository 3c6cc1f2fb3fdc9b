"""A shipment: the named graphs of a graph directory as they are sent to a store, checked beforehand."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from io import SEEK_END
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import IO, BinaryIO, cast

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from onrecord.errors import InputError
from onrecord.lexical import fits
from onrecord.namespaces import XSD
from onrecord.stores.fingerprint import Fingerprint, digest
from onrecord.stores.named import bases_of

_MOST = 5
_DECIMAL = XSD + "decimal"


@dataclass(slots=True)
class Part:
    """One named graph of a shipment: its fingerprint and where its lines start in the file.

    ``kept`` is its fingerprint where a store makes decimals of long integers, and may have had a decimal.
    """

    fingerprint: Fingerprint = Fingerprint()
    kept: Fingerprint = Fingerprint()
    lines: "array[int]" = field(default_factory=lambda: array("Q"))


@dataclass(slots=True)
class Shipment:
    """Sorted N-Quads without blank nodes in a file, by named graph; ``base`` is that of its graphs' names."""

    data: mmap
    base: str
    sha256: str
    graphs: dict[str, Part]

    @property
    def triples(self) -> int:
        """How many there are in all graphs together."""
        return sum(part.fingerprint.triples for part in self.graphs.values())

    @property
    def fingerprint(self) -> Fingerprint:
        """That of all triples with their graphs."""
        return whole({name: part.fingerprint for name, part in self.graphs.items()})

    def size(self, graphs: Iterable[str]) -> int:
        """How many triples some of the graphs have together."""
        return sum(self.graphs[graph].fingerprint.triples for graph in graphs)

    def expected(self, graph: str, long_decimals: bool) -> Fingerprint:
        """The fingerprint of a graph in a store that makes decimals of long integers, or does not."""
        part = self.graphs[graph]
        return part.kept if long_decimals else part.fingerprint

    def lines(self, graph: str) -> Iterator[str]:
        """Yield the triples of a graph in N-Triples, each with its line end."""
        end = len(f" <{graph}> .\n".encode())
        for start in self.graphs[graph].lines:
            self.data.seek(start)
            yield self.data.readline()[:-end].decode("utf-8") + " .\n"

    def digests(self, graph: str, long_decimals: bool) -> dict[int, str]:
        """The digest of each triple of a graph, with the triple in N-Triples; see `expected`."""
        lines = list(self.lines(graph))
        triples = parse("".join(lines), format=RdfFormat.N_TRIPLES)
        return {
            digest(t.subject, t.predicate, t.object, long_decimals): line
            for t, line in zip(triples, lines, strict=True)
        }


def whole(graphs: dict[str, Fingerprint]) -> Fingerprint:
    """The fingerprint of named graphs together: which graph a triple is in counts."""
    made = Fingerprint()
    for name, one in graphs.items():
        mark = int.from_bytes(sha256(f"{name} {one}".encode()).digest()[:16])
        made = Fingerprint(made.triples + one.triples, made.plus(mark).total)
    return made


def read_shipment(file: BinaryIO, where: Path) -> Shipment:
    """The shipment in a file of sorted N-Quads. InputError, naming ``where``, for what is no such data.

    The file may be closed, or have no name any more; nobody may change it.
    """
    graphs: dict[str, Part] = {}
    faults: list[str] = []
    read = sha256()
    start = 0
    empty = InputError("holds no quads", where=where, remedy="make a graph with: onrecord build FILES")
    if not file.seek(0, SEEK_END):
        raise empty
    data, parsed = (mmap(file.fileno(), 0, access=ACCESS_READ) for _ in range(2))
    try:
        quads = parse(cast("IO[bytes]", parsed), format=RdfFormat.N_QUADS)
        for quad, line in zip(quads, iter(data.readline, b""), strict=True):
            read.update(line)
            faults += _faults(quad)
            if len(faults) > _MOST:
                break
            name = getattr(quad.graph_name, "value", "")
            part = graphs.setdefault(name, Part())
            terms = quad.subject, quad.predicate, quad.object
            mark = kept = digest(*terms)
            if isinstance(quad.object, Literal) and quad.object.datatype.value == _DECIMAL:
                kept = digest(*terms, long_decimals=True)
            part.fingerprint, part.kept = part.fingerprint.plus(mark), part.kept.plus(kept)
            part.lines.append(start)
            start += len(line)
    except (SyntaxError, ValueError, OSError) as error:
        raise InputError(f"cannot be read: {error}", where=where, remedy="build the graph again") from error
    if faults:
        more = "; …" if len(faults) > _MOST else ""
        raise InputError(
            f"no store would keep this as it is: {'; '.join(faults[:_MOST])}{more}",
            where=where,
            remedy="correct the data, or build the graph again; onrecord validate says more",
        )
    if not graphs:
        raise empty
    return Shipment(data, _base(graphs, where), read.hexdigest(), graphs)


def _faults(quad: Quad) -> Iterator[str]:
    """What is wrong with a quad that is to be sent."""
    if isinstance(quad.graph_name, DefaultGraph):
        yield f"a triple of {quad.subject} is in no named graph"
    if not (isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal)):
        yield f"a blank node or a triple as a term, beside {quad.predicate}"
    elif isinstance(quad.object, Literal) and not fits(quad.object.value, quad.object.datatype.value):
        yield f"{str(quad.object)[:120]} of {quad.subject} does not fit its datatype"


def _base(graphs: Iterable[str], where: Path) -> str:
    """The IRI under which the graphs are named."""
    found = bases_of(graphs)
    if len(found) != 1:
        several = f"{', '.join(found[:3])}" if found else "none is named as onrecord names them"
        raise InputError(
            f"its graphs are not named under one base ({several})",
            where=where,
            remedy="build it with one --base",
        )
    return found[0]
