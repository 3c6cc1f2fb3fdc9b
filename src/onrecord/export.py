"""A graph as a file: the same triples or quads in any syntax, the same bytes every time."""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse, serialize

from onrecord.errors import InputError, UsageError
from onrecord.files import write_bytes
from onrecord.format import JSONLD, NTRIPLES, RDFXML, Format, format_named, rdf_format
from onrecord.jsonld import compact
from onrecord.resources import resource
from onrecord.stores.oxigraph import DATASET
from onrecord.vocab import ONR, PREFIXES

_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_TEXT = NamedNode(str(ONR.text))
_NAMESPACE = re.compile(r"^(?P<space>https?://[^?#]*/(?P<word>[a-z]+)/)[^/?#]+$")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def export(
    directory: Path | str,
    format: str = "turtle",
    *,
    with_text: bool = False,
    output: Path | str | None = None,
) -> bytes:
    """A graph directory in one syntax, as bytes; also written to ``output`` where one is given.

    turtle, ntriples and rdfxml hold its triples, trig, nquads and jsonld its named graphs.
    ``with_text`` adds the documents' texts. UsageError for an unknown format or an unwritable
    output, InputError where the directory holds no graph.
    """
    syntax = format_named(format)
    data = serialize_quads(read_quads(Path(directory), with_text=with_text), syntax)
    if output is not None:
        write_bytes(Path(output), data)
    return data


def read_quads(directory: Path, *, with_text: bool = False) -> list[Quad]:
    """The quads of a graph directory, with the documents' texts out of its shards or without."""
    if not (directory / DATASET).is_file():
        raise InputError(
            f"holds no graph ({DATASET} is missing)",
            where=directory,
            remedy="make one with: onrecord build FILES -o DIR",
        )
    quads = [quad for quad in _parse(directory / DATASET) if quad.predicate != _TEXT]
    if with_text:
        shards = sorted((directory / "documents").glob("*.nq"))
        if not shards:
            raise InputError(
                "holds no texts (documents/ is missing or empty)",
                where=directory,
                remedy="export without --with-text, or build the graph again",
            )
        for shard in shards:
            quads += [quad for quad in _parse(shard) if quad.predicate == _TEXT]
    return quads


def serialize_quads(quads: Iterable[Quad], syntax: Format) -> bytes:
    """The quads in a syntax, sorted; graph names are dropped where the syntax has none.

    Equal sets of quads give equal bytes, whatever their order and the hash seed.
    UsageError where RDF/XML cannot hold a character.
    """
    distinct = set(quads) if syntax.dataset else {Quad(q.subject, q.predicate, q.object) for q in quads}
    if syntax == JSONLD:
        context = json.loads(resource("ontology", "context.jsonld").read_text("utf-8"))["@context"]
        document = compact(sorted(distinct, key=_order), context)
        return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
    if rdf_format(syntax) in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS):
        return "".join(sorted(f"{_line(quad)} .\n" for quad in distinct)).encode()
    ordered = sorted(distinct, key=_order)
    if syntax == RDFXML:
        return _rdfxml(ordered)
    statements = ordered if syntax.dataset else [quad.triple for quad in ordered]
    data = serialize(statements, format=rdf_format(syntax), prefixes=prefixes_of(ordered))
    assert data is not None
    return data


def _parse(path: Path) -> list[Quad]:
    try:
        return list(parse(path=str(path), format=RdfFormat.N_QUADS))
    except (SyntaxError, OSError, ValueError) as error:
        raise InputError(f"cannot be read: {error}", where=path, remedy="build the graph again") from error


def _line(quad: Quad) -> str:
    """The quad in N-Quads, without its full stop."""
    return str(quad)


def _order(quad: Quad) -> tuple[str, str, bool, str, str]:
    """Sorts by graph, subject, type first, predicate, object."""
    graph = "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)
    predicate = str(quad.predicate)
    return graph, str(quad.subject), predicate != _TYPE, predicate, str(quad.object)


def prefixes_of(quads: Iterable[Quad]) -> dict[str, str]:
    """The usual prefixes that occur, and one for each folder that subjects lie in (…/data/claim/ → claim)."""
    spaces: set[str] = set()
    folders: dict[str, str] = {}
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object, getattr(quad.object, "datatype", None)):
            if isinstance(term, NamedNode):
                spaces.add(term.value[: max(term.value.rfind("#"), term.value.rfind("/")) + 1])
        if isinstance(quad.subject, NamedNode) and (found := _NAMESPACE.match(quad.subject.value)):
            folders.setdefault(found["word"], found["space"])
    used = {prefix: space for prefix, space in PREFIXES.items() if space in spaces}
    taken = set(used.values())
    return used | {
        word: space for word, space in sorted(folders.items()) if word not in PREFIXES and space not in taken
    }


def _rdfxml(quads: Sequence[Quad]) -> bytes:
    for quad in quads:
        if found := _NOT_XML.search(getattr(quad.object, "value", "")):
            raise UsageError(
                f"XML cannot hold the character U+{ord(found.group()):04X} that is in {quad.subject}",
                where=RDFXML.name,
                remedy=f"export as {NTRIPLES.name} or turtle",
            )
    data = serialize([quad.triple for quad in quads], format=RdfFormat.RDF_XML, prefixes=prefixes_of(quads))
    assert data is not None
    return data.replace(b"\r", b"&#xD;")  # XML readers turn a bare carriage return into a line feed
