"""A graph directory put together from its shards: the dataset, its triples, the reported view."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rdflib.namespace import RDFS

from onrecord.axioms import axioms
from onrecord.export import serialize_quads
from onrecord.exports.rdf import write_turtle
from onrecord.format import NQUADS
from onrecord.lines import merge
from onrecord.manifest import write_manifest
from onrecord.nquads import split
from onrecord.statements import GRAPH, SHARDS
from onrecord.stores.oxigraph import DATASET
from onrecord.vocab import ONR

REPORTED = "reported.ttl"

_TEXT = f"<{ONR.text}>".encode()
_LABEL = f"<{RDFS.label}>".encode()
_OURS = str(ONR).encode()
_GRAPH_NAME = re.compile(rb"<([^<>]*/)graph/(?:claims|reported|inferred|entities|background)[^<>]*> \.$")
_SHARD = re.compile(r".*-(?:[0-9a-f]{10}|[0-9a-f]{20}(?:_[0-9]+)?)\.nq")


def assemble(directory: Path, base: str) -> None:
    """Write dataset.nq, graph.ttl, reported.ttl and the manifest of the shards in ``directory/documents``."""
    dataset = directory / DATASET
    write_dataset(sorted((directory / SHARDS).glob("*.nq")), dataset, base)
    derive(directory)


def derive(directory: Path) -> None:
    """Write graph.ttl, reported.ttl and the manifest beside a dataset.nq and the shards, if there are any."""
    dataset = directory / DATASET
    _write_turtle(directory / GRAPH, _lines(dataset))
    reported: set[bytes] = set()
    for line in _lines(dataset):
        if _is_reported(line):
            parts = split(line)
            reported.update((parts.subject, parts.object))
    labels = (line for line in _lines(dataset) if _is_reported(line) or _is_label(line, reported))
    _write_turtle(directory / REPORTED, labels)
    shards = (f"{SHARDS}/{path.name}" for path in (directory / SHARDS).glob("*.nq"))
    write_manifest(directory, (DATASET, GRAPH, REPORTED, *shards))


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


def _is_reported(line: bytes) -> bool:
    return b"/graph/reported/" in line and split(line).role == b"reported"


def _is_label(line: bytes, of: set[bytes]) -> bool:
    """Whether a line labels one of these entities."""
    if _LABEL not in line:
        return False
    parts = split(line)
    return parts.predicate == _LABEL and parts.subject in of and parts.role == b"entities"


def _write_turtle(path: Path, lines: Iterable[bytes]) -> None:
    """Write sorted lines as the Turtle that an export writes, node by node."""
    with path.open("wb") as file:
        write_turtle(lines, file, path.parent)


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as lines:
        yield from lines
