"""A line of canonical N-Quads taken apart and put together, without parsing its terms.

Sorting, filtering and comparing a million statements needs no more than their four parts; what the lines
are read from has been checked before.
"""

import re
from typing import NamedTuple

from onrecord.vocab import ONR

_ESCAPE = re.compile(r'\\(?:([tbnrf"\'\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))')
_CHARACTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_ROLE = re.compile(rb"/graph/([^/>]*)[^>]*>$")
_SPECIAL = re.compile(r'[\\"\x00-\x1f\x7f]')


class Line(NamedTuple):
    """The terms of a statement as N-Quads writes them; ``graph`` is empty for the default graph."""

    subject: bytes
    predicate: bytes
    object: bytes
    graph: bytes

    @property
    def role(self) -> bytes:
        """What its graph is for: claims, reported, entities …; empty where the graph's name does not tell."""
        found = _ROLE.search(self.graph)
        return found[1] if found else b""

    def write(self) -> bytes:
        """The statement as a line, with its line end."""
        return b" ".join((*(part for part in self if part), b".\n"))

    def triple(self) -> bytes:
        """The statement as a line without its graph."""
        return b"%b %b %b .\n" % self[:3]


def split(line: bytes) -> Line:
    """The parts of a line as a serialiser writes it: one space between terms, " ." at its end."""
    subject, predicate, rest = line.split(b" ", 2)
    rest = rest[: rest.rindex(b" .")]
    head, _, last = rest.rpartition(b" ")
    if head and (last.startswith(b"<") or last.startswith(b"_:")) and b'"' not in last:
        return Line(subject, predicate, head, last)
    return Line(subject, predicate, rest, b"")


def is_literal(term: bytes) -> bool:
    """Whether a term is a literal."""
    return term.startswith(b'"')


def lexical(term: bytes) -> str:
    """The lexical form of a literal."""
    text = term[1 : term.rindex(b'"')].decode("utf-8")
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def with_lexical(term: bytes, text: str) -> bytes:
    """The literal with another lexical form, its datatype or language kept."""
    escaped = _SPECIAL.sub(_escaped, text)
    return b'"' + escaped.encode("utf-8") + term[term.rindex(b'"') :]


def onr(name: str) -> bytes:
    """A term of the ontology. AttributeError or KeyError for one that it does not have."""
    return f"<{ONR[name]}>".encode()


def iri(term: bytes) -> str:
    """The IRI of a term in angle brackets."""
    return term[1:-1].decode("utf-8")


def _character(found: re.Match[str]) -> str:
    if found[1]:
        return _CHARACTERS[found[1]]
    return chr(int(found[2] or found[3], 16))


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}"
