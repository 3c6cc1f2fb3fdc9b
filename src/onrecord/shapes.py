"""The shapes: SHACL over a graph as it is asserted, and over the graph closed under the ontology.

The only module that meets pyshacl.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pyoxigraph as ox
from pyshacl import validate as run_shapes
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SH, SKOS
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result as QueryResult
from rdflib.term import Node

from onrecord.errors import ToolError
from onrecord.indexed import IndexedGraph
from onrecord.inference import ontology
from onrecord.report import Result, Severity
from onrecord.resources import resource
from onrecord.terms import add_all
from onrecord.vocab import ONR

CLAIM_LAYER = (ONR.Claim, ONR.Quotation, ONR.Evidence, ONR.Document, ONR.Run)
"""The classes of the nodes that say who says what, about which nothing is inferred."""

_SEVERITIES = {SH.Violation: Severity.ERROR, SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}
_TARGETS = frozenset((SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf))
_TEXT = str(ONR.text)


def check_shapes(asserted: Iterable[ox.Quad], inferred: Iterable[ox.Triple]) -> Iterator[Result]:
    """The results of the shapes, first on what is asserted, then those that only the closed graph shows."""
    graph = _CheckedGraph()
    for statement in _declarations():
        graph.add(statement)
    add_all(graph, (quad for quad in asserted if quad.predicate.value != _TEXT))
    first = list(_run(graph))
    yield from first
    size = len(graph)
    add_all(graph, inferred)
    if len(graph) > size:
        for layer in CLAIM_LAYER:  # nothing is inferred about these: none of their shapes finds more
            for node in list(graph.subjects(RDF.type, layer)):
                graph.remove((node, RDF.type, layer))
                graph.add((node, RDF.type, ONR.InformationResource))
        known = {replace(result, message="") for result in first}
        for result in _run(graph):
            if replace(result, message="") not in known:
                yield replace(result, message=f"{result.message} (after inference)")


@cache
def _declarations() -> tuple[tuple[Node, Node, Node], ...]:
    """What shapes need to know of ontology and kinds: classes, their hierarchy, concepts, their schemes."""
    kinds = Graph().parse(resource("ontology", "kinds.ttl"), format="turtle")
    wanted = {RDF.type, RDFS.subClassOf, RDFS.subPropertyOf, SKOS.inScheme, SKOS.broader}
    return tuple(statement for graph in (ontology(), kinds) for statement in graph if statement[1] in wanted)


@cache
def _shapes() -> Graph:
    """All shapes in one graph."""
    graph = Graph()
    for path in sorted(resource("ontology", "shapes").glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


@cache
def _flat_shapes() -> Graph:
    """The same shapes, each property shape with the targets of its node shape instead of a link from it.

    pyshacl looks a linked property shape up again for every focus node, and one with targets once for
    all of them. Node shapes that others refer to keep their links.
    """
    graph = IndexedGraph()
    for statement in _shapes():
        graph.add(statement)
    for shape, part in list(graph.subject_objects(SH.property)):
        targets = [(p, o) for p, o in graph.predicate_objects(shape) if p in _TARGETS]
        if targets and (None, None, shape) not in graph and (shape, SH.deactivated, None) not in graph:
            graph.remove((shape, SH.property, part))
            for predicate, target in targets:
                graph.add((part, predicate, target))
    return graph


class _CheckedGraph(IndexedGraph):
    """A graph that reads each query once: pyshacl asks a constraint's query anew for every focus node."""

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> QueryResult:
        """Ask a query, prepared the first time it is met."""
        if isinstance(query_object, str):
            query_object = _prepared(query_object)
        return super().query(query_object, *args, **kwargs)


@cache
def _prepared(query: str) -> Query:
    """A query of the shapes, read."""
    return prepareQuery(query)


def _run(graph: Graph) -> Iterator[Result]:
    """The results of the shapes over a graph, not placed in the text yet."""
    _spell_out(graph)
    try:
        _, found, words = run_shapes(graph, shacl_graph=_flat_shapes(), inplace=True)
    except Exception as error:  # pyshacl raises what it meets, of any class
        raise ToolError(f"the shapes could not be run: {error}", where="pyshacl") from error
    if not isinstance(found, Graph):  # a ValidationFailure takes the graph's place
        raise ToolError(f"the shapes could not be run: {words}", where="pyshacl")
    return (_result(found, node) for node in found.subjects(RDF.type, SH.ValidationResult))


def _spell_out(graph: Graph) -> None:
    """Make strings of the literals whose form does not fit their datatype: pyshacl breaks off on them.

    As strings they still fail every shape that asks for the datatype.
    """
    for subject, predicate, value in [s for s in graph if isinstance(s[2], Literal) and s[2].ill_typed]:
        graph.remove((subject, predicate, value))
        graph.add((subject, predicate, Literal(str(value))))


def _result(found: Graph, node: Node) -> Result:
    """The result that a node of a SHACL report describes."""

    def one(predicate: URIRef) -> Node | None:
        return found.value(node, predicate, any=True)

    value, path = one(SH.value), one(SH.resultPath)
    messages = sorted(str(message) for message in found.objects(node, SH.resultMessage))
    severity = one(SH.resultSeverity)
    return Result(
        _SEVERITIES[severity] if isinstance(severity, URIRef) else Severity.ERROR,
        _shape_name(one(SH.sourceShape)),
        _spelled(one(SH.focusNode)) or "",
        " ".join(messages),
        value=_spelled(value),
        path=str(path) if isinstance(path, URIRef) else None,
    )


def _spelled(node: Node | None) -> str | None:
    """A node as words; a blank node has no name that lasts."""
    if node is None:
        return None
    return "(blank node)" if isinstance(node, BNode) else str(node)


def _shape_name(shape: Node | None) -> str:
    """The local name of a shape; of an unnamed property shape, its node shape's and its path's."""
    if isinstance(shape, URIRef):
        return _local(shape)
    path = _shapes().value(shape, SH.path)
    owner = next((s for s in _shapes().subjects(None, shape) if isinstance(s, URIRef)), None)
    parts = [_local(part) for part in (owner, path) if isinstance(part, URIRef)]
    return "-".join(parts) or "shape"


def _local(iri: URIRef) -> str:
    """What follows the last # or / of an IRI."""
    return re.split("[#/]", str(iri))[-1]
