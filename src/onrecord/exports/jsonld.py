"""JSON-LD with the shipped context inline, written graph by graph and node by node."""

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any, BinaryIO

from pyoxigraph import DefaultGraph, Quad

from onrecord.jsonld import Context, node
from onrecord.resources import resource


def shipped_context() -> dict[str, Any]:
    """The context of the graph, as an object."""
    found: dict[str, Any] = json.loads(resource("ontology", "context.jsonld").read_text("utf-8"))["@context"]
    return found


def write_jsonld(quads: Iterable[Quad], file: BinaryIO) -> None:
    """Write quads that come sorted by graph and subject as one document, an object a graph and a node."""
    source = shipped_context()
    context = Context(source)
    with Members(file, source) as members:
        for graph, inside in groupby(quads, key=lambda quad: quad.graph_name):
            nodes = (node(context, subject, list(about)) for subject, about in groupby(inside, key=_subject))
            if isinstance(graph, DefaultGraph):
                for found in nodes:
                    members.add(found)
            else:
                members.open_graph(context.shorten(graph.value))
                for found in nodes:
                    members.add(found, depth=4)
                members.close_graph()


class Members:
    """A JSON-LD document that is being written: its context, then the members of its ``@graph``.

    The bytes are those of ``json.dumps(document, indent=1)``, without the document in memory.
    """

    def __init__(self, file: BinaryIO, context: dict[str, Any]) -> None:
        self._file = file
        self._first = True
        self._file.write(b'{\n "@context": ' + _indented(context, 1) + b',\n "@graph": [')

    def __enter__(self) -> "Members":
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if error is None:
            self._file.write(b"]\n}\n" if self._first else b"\n ]\n}\n")

    def add(self, member: dict[str, Any], depth: int = 2) -> None:
        """Write a member; one of a graph lies deeper."""
        self._separate(depth)
        self._file.write(_indented(member, depth))

    def open_graph(self, name: str) -> None:
        """Begin a named graph, which has one member or more."""
        self._separate(2)
        head = json.dumps(name, ensure_ascii=False)
        self._file.write(f'{{\n   "@id": {head},\n   "@graph": ['.encode())
        self._first = True

    def close_graph(self) -> None:
        """End the named graph."""
        self._file.write(b"\n   ]\n  }")
        self._first = False

    def _separate(self, depth: int) -> None:
        self._file.write(b"\n" if self._first else b",\n")
        self._file.write(b" " * depth)
        self._first = False


def _indented(value: Any, depth: int) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return text.replace("\n", "\n" + " " * depth).encode("utf-8")


def _subject(quad: Quad) -> Any:
    return quad.subject
