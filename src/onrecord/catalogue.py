"""The catalogue of the saved queries: for people, JSON, Markdown, and SIB's sparql-examples in Turtle."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from onrecord.errors import UsageError
from onrecord.namespaces import RDF, RDFS, SH, XSD
from onrecord.savedquery import FOLDERS, SavedQuery, saved_queries
from onrecord.sparql import Form, declared, screen

if TYPE_CHECKING:
    from pyoxigraph import Triple

CATALOGUE_FORMATS = ("text", "json", "markdown", "turtle")
_BASE = "https://w3id.org/onrecord/queries/"
_TARGET = "http://localhost:7878/query"  # where Oxigraph serves unless told otherwise
_PREFIXES = {
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": "https://schema.org/",
    "sh": SH,
    "xsd": XSD,
    "spex": "https://purl.expasy.org/sparql-examples/ontology#",
}
_CLASSES = {
    Form.SELECT: ("SPARQLSelectExecutable", "select"),
    Form.ASK: ("SPARQLAskExecutable", "ask"),
    Form.CONSTRUCT: ("SPARQLConstructExecutable", "construct"),
    Form.DESCRIBE: ("SPARQLExecutable", "describe"),
}


def list_queries(format: str = "text", target: str | None = None) -> str:
    """The saved queries in a format; ``target`` is the endpoint of the examples in Turtle."""
    found = list(saved_queries())
    match format:
        case "text":
            return _text(found)
        case "json":
            return json.dumps([_record(saved) for saved in found], ensure_ascii=False, indent=1) + "\n"
        case "markdown":
            return _markdown(found)
        case "turtle":
            return _turtle(found, target)
    raise UsageError(
        "is no format of the list",
        where=f"--format {format}",
        remedy=f"choose {', '.join(CATALOGUE_FORMATS)}",
    )


def _text(found: list[SavedQuery]) -> str:
    """The saved queries for people: by folder, each with its summary and parameters."""
    lines: list[str] = []
    width = max((len(saved.name) for saved in found), default=0)
    for folder in FOLDERS:
        members = [saved for saved in found if saved.folder == folder]
        lines += ["", f"{folder} ({len(members)})"] if members else []
        for saved in members:
            lines.append(f"  {saved.name:{width}}  {saved.summary}".rstrip())
            for parameter in saved.parameters:
                notes = [parameter.description] if parameter.description else []
                notes += [f"one of {', '.join(parameter.options)}"] if parameter.choices else []
                notes += [f"{parameter.default} if not given"] if parameter.default is not None else []
                about = f": {'; '.join(notes)}" if notes else ""
                lines.append(f"  {'':{width}}    -p {parameter}{about}")
    return "\n".join(lines[1:]) + "\n" if lines else "no saved queries\n"


def _record(saved: SavedQuery) -> dict[str, Any]:
    """A saved query as JSON says it; what it does not have is left out."""
    record: dict[str, Any] = {
        "name": saved.name,
        "folder": saved.folder,
        "form": str(screen(saved.text).form),
        "summary": saved.summary,
        "description": saved.description,
        "tags": list(saved.tags),
        "problem": saved.problem,
        "solution": saved.solution,
        "pagination": saved.pagination,
        "endpoint": saved.endpoint,
        "parameters": [
            {
                key: value
                for key, value in {
                    "name": parameter.name,
                    "type": parameter.type,
                    "required": parameter.required,
                    "default": parameter.default,
                    "choices": list(parameter.options),
                    "description": parameter.description,
                }.items()
                if value not in (None, "", [])
            }
            for parameter in saved.parameters
        ],
        "query": saved.text,
    }
    return {key: value for key, value in record.items() if value not in (None, "", [])}


def _markdown(found: list[SavedQuery]) -> str:
    """The saved queries as sections of a page."""
    lines: list[str] = []
    for folder in FOLDERS:
        lines += [f"## {folder}", ""]
        for saved in (one for one in found if one.folder == folder):
            lines += [f"### {saved.name}", "", saved.summary, ""]
            lines += [saved.description, ""] if saved.description else []
            lines += [
                f"- `-p {parameter}` {parameter.description}".rstrip() for parameter in saved.parameters
            ]
            lines += [""] if saved.parameters else []
            lines += ["```sparql", saved.text.strip(), "```", ""]
    return "\n".join(lines)


def _turtle(found: list[SavedQuery], target: str | None) -> str:
    """The saved queries as SIB's sparql-examples."""
    from pyoxigraph import RdfFormat, serialize

    triples = sorted({triple for saved in found for triple in _example(saved, target)}, key=str)
    text = serialize(triples, format=RdfFormat.TURTLE, prefixes=_PREFIXES)
    assert text is not None
    return text.decode()


def _example(saved: SavedQuery, target: str | None) -> "Iterable[Triple]":
    """The triples of one query, its prefixes as declarations of their own."""
    from pyoxigraph import Literal, NamedNode, Triple

    def node(prefix: str, name: str) -> NamedNode:
        return NamedNode(_PREFIXES[prefix] + name)

    kind, key = _CLASSES[screen(saved.text).form]
    iri = NamedNode(f"{_BASE}{saved.folder}/{saved.name}")
    made = node("rdf", "type")
    yield Triple(iri, made, node("sh", "SPARQLExecutable"))
    yield Triple(iri, made, node("sh", kind))
    words = ". ".join(part.rstrip(".") for part in (saved.summary, saved.description) if part)
    yield Triple(iri, node("rdfs", "label"), Literal(saved.name))
    yield Triple(iri, node("rdfs", "comment"), Literal(words + ".", language="en"))
    yield Triple(iri, node("sh", key), Literal(saved.text))
    for tag in saved.tags:
        yield Triple(iri, node("schema", "keywords"), Literal(tag))
    yield Triple(iri, node("schema", "target"), NamedNode(target or saved.endpoint or _TARGET))
    library = NamedNode(_BASE + "prefixes")
    yield Triple(iri, node("sh", "prefixes"), library)
    for prefix, space in sorted(declared(saved.text).items()):
        declaration = NamedNode(f"{_BASE}prefixes/{prefix or 'default'}")
        yield Triple(library, node("sh", "declare"), declaration)
        yield Triple(declaration, node("sh", "prefix"), Literal(prefix))
        yield Triple(declaration, node("sh", "namespace"), Literal(space, datatype=node("xsd", "anyURI")))
