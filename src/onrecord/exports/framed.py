"""JSON-LD framed: one self-contained object a document or an event, in the form of a shipped frame.

Of JSON-LD 1.1 framing it does what the frames in ontology/frames use: nodes matched by type or by having a
property, ``@explicit`` objects, ``@embed`` always or never, reverse properties, defaults left out. What comes
out is what a JSON-LD processor makes of the same frame, only node by node and as many times as needed.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from pyoxigraph import Literal, NamedNode
from rdflib.namespace import RDF

from onrecord.errors import UsageError
from onrecord.exports.graph import Graph, Term
from onrecord.exports.jsonld import Members, shipped_context
from onrecord.jsonld import Context, identify, property_of
from onrecord.resources import resource
from onrecord.statements import Statements

_TYPE = NamedNode(str(RDF.type))


def frames() -> tuple[str, ...]:
    """The names of the shipped frames, sorted."""
    return tuple(sorted(path.stem for path in resource("ontology", "frames").glob("*.jsonld")))


def read_frame(name: str) -> dict[str, Any]:
    """A shipped frame, with the whole context in it. UsageError for an unknown one."""
    if name not in frames():
        known = ", ".join(frames())
        raise UsageError("is no frame", where=f"--frame {name}", remedy=f"choose one of {known}")
    frame: dict[str, Any] = json.loads(resource("ontology", "frames", f"{name}.jsonld").read_text("utf-8"))
    return frame | {"@context": shipped_context() | frame["@context"]}


def write_framed(statements: Statements, name: str, file: BinaryIO) -> tuple[str, ...]:
    """Write a document with a framed object for each node that a frame matches, by IRI."""
    frame = read_frame(name)
    framing = Framing(Graph(statements), frame["@context"])
    with Members(file, frame["@context"]) as members:
        for found in framing.matches(frame):
            members.add(found)
    return ()


class Framing:
    """A graph seen through frames that share a context."""

    def __init__(self, graph: Graph, context: Mapping[str, Any]) -> None:
        self._graph = graph
        self._context = Context(context)
        self._reverse = {
            key: NamedNode(self._context.expand(value["@reverse"]))
            for key, value in context.items()
            if isinstance(value, dict) and "@reverse" in value
        }
        self._properties: dict[str, NamedNode] = {}

    def matches(self, frame: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the framed object of each node of the frame's types."""
        types = frame["@type"] if isinstance(frame["@type"], list) else [frame["@type"]]
        nodes: set[Term] = set()
        for name in types:
            nodes.update(self._graph.subjects(_TYPE, NamedNode(self._context.expand(name))))
        for node in sorted(nodes, key=str):
            yield self.frame(node, frame)

    def frame(
        self, node: Term, frame: Mapping[str, Any], within: frozenset[Term] = frozenset()
    ) -> dict[str, Any]:
        """The object of a node with what the frame asks for; a node that it is ``within`` is only named."""
        within |= {node}
        made: dict[str, Any] = {"@id": identify(self._context, node)}
        types = [
            self._context.shorten_type(value.value)
            for value in self._graph.objects(node, _TYPE)
            if isinstance(value, NamedNode)
        ]
        if types:
            made["@type"] = types[0] if len(types) == 1 else types
        for name, inner in frame.items():
            if name.startswith("@"):
                continue
            if (reverse := self._reverse.get(name)) is not None:
                subjects = self._graph.subjects(reverse, node)
                if found := [self.frame(one, inner, within) for one in subjects if self._fits(one, inner)]:
                    made[name] = found
            else:
                self._add_values(made, node, self._property(name), inner, within)
        return made

    def _add_values(
        self,
        made: dict[str, Any],
        node: Term,
        predicate: NamedNode,
        inner: Mapping[str, Any],
        within: frozenset[Term],
    ) -> None:
        values: dict[str, list[Any]] = {}
        for value in self._graph.objects(node, predicate):
            key, written = property_of(self._context, predicate.value, value)
            if not isinstance(value, Literal) and inner.get("@embed") != "@never":
                if not self._fits(value, inner):
                    continue
                if value not in within:
                    written = self.frame(value, inner, within)
            values.setdefault(key, []).append(written)
        made.update((key, found[0] if len(found) == 1 else found) for key, found in values.items())

    def _fits(self, node: Term, frame: Mapping[str, Any]) -> bool:
        """Whether a node has one of the frame's types or, where it names none, one of its properties."""
        if types := frame.get("@type"):
            wanted = {self._context.expand(name) for name in ([types] if isinstance(types, str) else types)}
            return any(getattr(v, "value", "") in wanted for v in self._graph.objects(node, _TYPE))
        names = [name for name in frame if not name.startswith("@")]
        return not names or any(self._graph.objects(node, self._property(name)) for name in names)

    def _property(self, name: str) -> NamedNode:
        found = self._properties.get(name)
        if found is None:
            found = self._properties[name] = NamedNode(self._context.expand(name))
        return found
