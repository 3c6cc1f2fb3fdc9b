"""The RDF syntaxes, written as the statements come: sorted, the same bytes every time, in bounded memory.

A Turtle or TriG document names its prefixes first, so what is to be written is first put in its order on
disk, while the namespaces in it are collected.
"""

import io
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, cast

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from onrecord import nquads
from onrecord.errors import UsageError
from onrecord.exports.jsonld import write_jsonld
from onrecord.format import JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Format
from onrecord.longline import parse_lines
from onrecord.statements import Statements, sort_lines
from onrecord.vocab import PREFIXES
from onrecord.xmltext import FORBIDDEN

TYPE = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

_NAMESPACE = re.compile(r"^(?P<space>https?://[^?#]*/(?P<word>[a-z]+)/)[^/?#]+$")
_ESCAPED = re.compile(rb"\\[bfuU]")
_XSD, _RDF = b"http://www.w3.org/2001/XMLSchema#", b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def write_rdf(statements: Statements, syntax: Format, file: BinaryIO) -> None:
    """Write statements in a syntax; graph names are dropped where it has none.

    UsageError where RDF/XML cannot hold a character.
    """
    _WRITERS[syntax](statements, file)


def write_turtle(lines: Iterable[bytes], file: BinaryIO, folder: Path) -> None:
    """Write sorted lines as Turtle, node by node, a node's type first."""
    spaces, path = Namespaces(), folder / "nodes.nt"
    with path.open("wb") as made:
        made.writelines(_by_node(lines, spaces))
    serialize(_triples(path), file, format=RdfFormat.TURTLE, prefixes=spaces.prefixes())
    path.unlink()


class Namespaces:
    """The namespaces that occur in some statements, for the prefixes of a document."""

    def __init__(self) -> None:
        self._predicates: set[bytes] = set()
        self._spaces: set[bytes] = set()
        self._folders: dict[str, str] = {}

    def add_subject(self, subject: bytes) -> None:
        """Take note of a subject."""
        if found := _NAMESPACE.match(subject[1:-1].decode("utf-8", "replace")):
            self._folders.setdefault(found["word"], found["space"])
        self._add(subject)

    def add(self, predicate: bytes, value: bytes) -> None:
        """Take note of a predicate and an object."""
        self._predicates.add(predicate)
        if value.endswith(b">") and value.startswith(b"<"):
            self._spaces.add(value[1 : max(value.rfind(b"#"), value.rfind(b"/")) + 1])
        elif value.startswith(b'"'):
            end = value.rindex(b'"') + 1
            if value.startswith(b"^^", end):
                self._add(value[end + 2 :])
            else:
                self._spaces.add(_RDF if value.startswith(b"@", end) else _XSD)

    def _add(self, term: bytes) -> None:
        if term.startswith(b"<"):
            self._spaces.add(term[1 : max(term.rfind(b"#"), term.rfind(b"/")) + 1])

    def prefixes(self) -> dict[str, str]:
        """The usual prefixes that occur, and one for each folder of subjects (…/data/claim/ → claim)."""
        for predicate in self._predicates:
            self._add(predicate)
        spaces = {space.decode("utf-8", "replace") for space in self._spaces}
        used = {prefix: space for prefix, space in PREFIXES.items() if space in spaces}
        taken = set(used.values())
        return used | {
            word: space
            for word, space in sorted(self._folders.items())
            if word not in PREFIXES and space not in taken
        }


def _write_nquads(statements: Statements, file: BinaryIO) -> None:
    if statements.texts is None:
        with statements.dataset.open("rb") as lines:
            shutil.copyfileobj(lines, file, 1 << 20)
    else:
        file.writelines(statements)


def _write_ntriples(statements: Statements, file: BinaryIO) -> None:
    triples = (nquads.split(line).triple() for line in statements)
    file.writelines(line for line, _ in groupby(triples))


def _write_turtle(statements: Statements, file: BinaryIO) -> None:
    if statements.turtle is not None:
        with statements.turtle.open("rb") as written:
            shutil.copyfileobj(written, file, 1 << 20)
    else:
        write_turtle(statements, file, statements.folder)


def _write_rdfxml(statements: Statements, file: BinaryIO) -> None:
    spaces, path = Namespaces(), statements.folder / "nodes.nt"
    with path.open("wb") as made:
        for line in _by_node(statements, spaces):
            _check_xml(line)
            made.write(line)
    escaping = cast(BinaryIO, _CarriageReturns(file))
    serialize(_triples(path), escaping, format=RdfFormat.RDF_XML, prefixes=spaces.prefixes())


def _write_trig(statements: Statements, file: BinaryIO) -> None:
    spaces = Namespaces()
    path = _by_graph(statements, spaces)
    serialize(read_quads(path), file, format=RdfFormat.TRIG, prefixes=spaces.prefixes())


def _write_jsonld(statements: Statements, file: BinaryIO) -> None:
    write_jsonld(read_quads(_by_graph(statements)), file)


def _by_node(lines: Iterable[bytes], spaces: Namespaces) -> Iterator[bytes]:
    """The triples of sorted lines in N-Triples, each once, a node's type before what else is said of it."""
    subject = previous = b""
    length, others = 0, list[bytes]()
    for line in lines:
        triple, _, graph = line.rpartition(b" <")
        if b'"' in graph or triple.count(b" ") < 2:  # in the default graph
            triple = nquads.split(line).triple()[:-3]
        if triple == previous:
            continue
        previous = triple
        if not triple.startswith(subject) or not subject:
            yield from others
            others = []
            length = triple.index(b" ") + 1
            subject = triple[:length]
            spaces.add_subject(subject[:-1])
        predicate, _, value = triple[length:].partition(b" ")
        spaces.add(predicate, value)
        if predicate == TYPE:
            yield triple + b" .\n"
        else:
            others.append(triple + b" .\n")
    yield from others


def _by_graph(statements: Statements, spaces: Namespaces | None = None) -> Path:
    """A file of the statements graph by graph, and node by node in each, a node's type first."""
    moved = statements.folder / "graphs"
    sort_lines(map(_graph_first, statements), moved)
    path = statements.folder / "graphs.nq"
    with moved.open("rb") as lines, path.open("wb") as made:
        made.writelines(_types_first(lines, spaces))
    moved.unlink()
    return path


def _types_first(lines: Iterable[bytes], spaces: Namespaces | None) -> Iterator[bytes]:
    """The statements of sorted lines as `_graph_first` makes them, a node's type before its other ones."""
    node, others, end = b"", list[bytes](), b""
    for line in lines:
        graph, _, triple = line[:-1].partition(b"\t")
        subject, predicate, value = triple.split(b" ", 2)
        begin = b"%b\t%b" % (graph, subject)
        if begin != node:
            yield from others
            others = []
            node, end = begin, b" %b .\n" % graph if graph else b" .\n"
            if spaces is not None:
                spaces.add_subject(subject)
        if spaces is not None:
            spaces.add(predicate, value)
        if predicate == TYPE:
            yield triple + end
        else:
            others.append(triple + end)
    yield from others


def _graph_first(line: bytes) -> bytes:
    """A line with its graph before a tab in front, to be sorted by it."""
    triple, _, graph = line.rpartition(b" <")
    if b'"' in graph or triple.count(b" ") < 2:  # in the default graph, or in one without an IRI
        parts = nquads.split(line)
        return b"%b\t%b %b %b\n" % (parts.graph, *parts[:3])
    return b"<%b\t%b\n" % (graph[: graph.rindex(b" .")], triple)


def _triples(path: Path) -> Iterator[Triple]:
    with path.open("rb") as file:
        for quad in parse_lines(file, RdfFormat.N_TRIPLES):
            yield quad.triple


def read_quads(path: Path) -> Iterator[Quad]:
    """The quads of a file of N-Quads, one after the other."""
    with path.open("rb") as file:
        yield from parse_lines(file, RdfFormat.N_QUADS)


def _check_xml(line: bytes) -> None:
    """UsageError for a statement that XML has no way to write."""
    if b"\\" not in line and b"\xef\xbf" not in line or not (_ESCAPED.search(line) or b"\xef\xbf" in line):
        return
    subject, _, value, _ = nquads.split(line)
    if nquads.is_literal(value) and (found := FORBIDDEN.search(nquads.lexical(value))):
        raise UsageError(
            f"XML cannot hold the character U+{ord(found.group()):04X} that is in {subject.decode('utf-8')}",
            where=RDFXML.name,
            remedy=f"export as {NTRIPLES.name} or turtle",
        )


class _CarriageReturns(io.RawIOBase):
    """A file in which bare carriage returns are written as XML keeps them."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview", /) -> int:  # type: ignore[override]
        self._file.write(bytes(data).replace(b"\r", b"&#xD;"))
        return len(data)


_WRITERS: dict[Format, Callable[[Statements, BinaryIO], None]] = {
    TURTLE: _write_turtle,
    TRIG: _write_trig,
    NTRIPLES: _write_ntriples,
    NQUADS: _write_nquads,
    RDFXML: _write_rdfxml,
    JSONLD: _write_jsonld,
}
