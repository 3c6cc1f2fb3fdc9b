"""A graph directory put together from its shards: the dataset, its triples, the reported view."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize
from rdflib.namespace import RDF, RDFS

from onrecord.axioms import axioms
from onrecord.export import prefixes_of, serialize_quads
from onrecord.format import NQUADS
from onrecord.lines import merge
from onrecord.stores.oxigraph import DATASET
from onrecord.vocab import ONR

SHARDS = "documents"
GRAPH, REPORTED = "graph.ttl", "reported.ttl"

_TEXT = f"<{ONR.text}>".encode()
_TYPE, _LABEL = str(RDF.type), str(RDFS.label)
_OURS = str(ONR).encode()
_GRAPH_NAME = re.compile(rb"<([^<>]*/)graph/(?:claims|reported|inferred|entities|background)[^<>]*> \.$")
_SHARD = re.compile(r".*-[0-9a-f]{10}\.nq")


def assemble(directory: Path, base: str) -> None:
    """Write dataset.nq, graph.ttl and reported.ttl of the shards in ``directory/documents``."""
    dataset = directory / DATASET
    write_dataset(sorted((directory / SHARDS).glob("*.nq")), dataset, base)
    _write_turtle(directory / GRAPH, lambda: _read(dataset))
    reported: set[object] = set()
    for quad in _read(dataset):
        if _is_reported(quad):
            reported.update((quad.subject, quad.object))
    _write_turtle(
        directory / REPORTED,
        lambda: (quad for quad in _read(dataset) if _is_reported(quad) or _is_label(quad, reported)),
    )


def write_dataset(shards: Sequence[Path], dataset: Path, base: str) -> None:
    """Write what the shards hold, without the texts, and the ontology as one sorted file."""
    ontology = dataset.with_name(".ontology.nq")
    ontology.write_bytes(serialize_quads(axioms(base), NQUADS))
    merge([ontology, *shards], dataset, _is_no_text)
    ontology.unlink()


def base_of(shards: Iterable[Path]) -> str | None:
    """The IRI under which the graphs of the shards are named; None where they name none of ours."""
    for shard in shards:
        with shard.open("rb") as lines:
            if found := _GRAPH_NAME.search(lines.readline()):
                return found[1].decode("utf-8", "replace")
    return None


def holds_graph(directory: Path) -> bool:
    """Whether a folder holds what a build wrote: shards, or a dataset of this vocabulary."""
    if any(is_shard(path) for path in (directory / SHARDS).glob("*.nq")):
        return True
    if not (directory / DATASET).is_file():
        return False
    with (directory / DATASET).open("rb") as lines:
        return any(_OURS in line for line in lines)


def is_shard(path: Path) -> bool:
    """Whether a file has the name of a shard."""
    return _SHARD.fullmatch(path.name) is not None


def _is_no_text(line: bytes) -> bool:
    """Whether a line of N-Quads does anything but give a document its text."""
    return line.split(b" ", 2)[1] != _TEXT


def _is_reported(quad: Quad) -> bool:
    return "/graph/reported/" in str(quad.graph_name)


def _is_label(quad: Quad, of: set[object]) -> bool:
    """Whether a quad labels one of these entities."""
    graph = str(quad.graph_name)
    return quad.predicate.value == _LABEL and quad.subject in of and graph.endswith("/graph/entities>")


def _write_turtle(path: Path, quads: Callable[[], Iterable[Quad]]) -> None:
    """Write quads that come sorted by subject as the Turtle that an export writes, node by node."""
    with path.open("wb") as file:
        serialize(_triples(quads()), file, format=RdfFormat.TURTLE, prefixes=prefixes_of(quads()))


def _triples(quads: Iterable[Quad]) -> Iterator[Triple]:
    """The triples of quads that come sorted by subject, each once, a node's type first."""
    for _, group in groupby(quads, key=lambda quad: quad.subject):
        yield from sorted({quad.triple for quad in group}, key=_order)


def _order(triple: Triple) -> tuple[bool, str, str]:
    return triple.predicate.value != _TYPE, str(triple.predicate), str(triple.object)


def _read(path: Path) -> Iterable[Quad]:
    return parse(path=str(path), format=RdfFormat.N_QUADS)
