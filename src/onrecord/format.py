"""The RDF syntaxes: each with a name, a media type and its file extensions."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import UsageError

if TYPE_CHECKING:
    from pyoxigraph import RdfFormat


@dataclass(frozen=True, slots=True)
class Format:
    """An RDF syntax. ``dataset`` tells whether it can hold named graphs."""

    name: str
    media_type: str
    extensions: tuple[str, ...]
    dataset: bool = False


TURTLE = Format("turtle", "text/turtle", (".ttl",))
TRIG = Format("trig", "application/trig", (".trig",), dataset=True)
NTRIPLES = Format("ntriples", "application/n-triples", (".nt",))
NQUADS = Format("nquads", "application/n-quads", (".nq",), dataset=True)
RDFXML = Format("rdfxml", "application/rdf+xml", (".rdf", ".xml", ".owl"))
JSONLD = Format("jsonld", "application/ld+json", (".jsonld", ".json"), dataset=True)

_QUAD = re.compile(
    r"""\s*(<[^>]*>|_:\S+)\s+<[^>]*>\s+(<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"\S*)\s+(<[^>]*>|_:\S+)\s*\."""
)
_JSON = re.compile(r"""\[|\{\s*(?:"|\})""")

FORMATS = (TURTLE, TRIG, NTRIPLES, NQUADS, RDFXML, JSONLD)


def format_named(name: str) -> Format:
    """The format of that name. UsageError for any other."""
    for known in FORMATS:
        if known.name == name:
            return known
    raise UsageError("is no format known here", where=name, remedy=f"choose one of {', '.join(_names())}")


def format_of(path: Path) -> Format:
    """The format that a file's extension stands for. UsageError for an unknown one."""
    for known in FORMATS:
        if path.suffix.lower() in known.extensions:
            return known
    extensions = " ".join(extension for known in FORMATS for extension in known.extensions)
    raise UsageError(
        "the extension names no RDF syntax", where=path, remedy=f"rename the file to one of {extensions}"
    )


def guess_format(data: bytes) -> Format:
    """The format that data from a stream are most likely in, by how they begin."""
    head = data[:65536].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if head.startswith(("<?xml", "<rdf:", "<!--", "<!DOCTYPE")):
        return RDFXML
    if _JSON.match(head):
        return JSONLD
    statements = (line for line in head.splitlines() if line.strip() and not line.startswith("#"))
    return NQUADS if _QUAD.match(next(statements, "")) else TRIG  # TriG reads Turtle and N-Triples too


def rdf_format(known: Format) -> "RdfFormat":
    """The name pyoxigraph has for a format."""
    from pyoxigraph import RdfFormat

    found = RdfFormat.from_media_type(known.media_type)
    assert found is not None, known
    return found


def _names() -> list[str]:
    return [known.name for known in FORMATS]
