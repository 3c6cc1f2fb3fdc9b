"""The shapes: SHACL over a graph as it is asserted, and over the graph closed under the ontology.

The only module that meets pyshacl.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from pyshacl import validate as run_shapes
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, RDF, RDFS, SH, SKOS
from rdflib.query import Result as QueryResult
from rdflib.term import Node, Variable

from onrecord.checks import DATA
from onrecord.errors import ToolError
from onrecord.indexed import IndexedGraph
from onrecord.inference import ontology
from onrecord.lexical import fits
from onrecord.report import Result, Severity
from onrecord.resources import resource
from onrecord.terms import add_all, in_graph, to_oxigraph, to_rdflib
from onrecord.vocab import ONR

if TYPE_CHECKING:
    from onrecord.engines.pyrudof import RudofShapes

CLAIM_LAYER = (ONR.Claim, ONR.Quotation, ONR.Evidence, ONR.Document, ONR.Run)
"""The classes of the nodes that say who says what, about which nothing is inferred."""

_SEVERITIES = {SH.Violation: Severity.ERROR, SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}
_TARGETS = frozenset((SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf))
_TEXT = str(ONR.text)
_INFERRED = ox.NamedNode("urn:onrecord:inferred")
_MERGED = ox.NamedNode("urn:onrecord:merged")
_FEW = 8  # graphs; a document has four


def check_shapes(
    asserted: Iterable[ox.Quad], inferred: Iterable[ox.Triple], store: ox.Store, engine: str = "pyshacl"
) -> Iterator[Result]:
    """The results of the shapes, first on what is asserted, then those that only the closed graph shows.

    ``store`` holds the asserted quads, those of a default graph in a named one, and answers the queries of
    constraints; what is inferred is put into it. ``engine`` is one of `onrecord.engines.SHAPE_ENGINES`.
    """
    graph = _CheckedGraph(store)
    for statement in _declarations():
        graph.add(statement)
    graph.take(quad for quad in asserted if quad.predicate.value != _TEXT)
    first = list(_run(graph, engine))
    yield from first
    size = len(graph)
    closed = [in_graph(triple, _INFERRED) for triple in inferred]
    store.extend(closed)
    graph.take(closed)
    if len(graph) > size:
        for layer in CLAIM_LAYER:  # nothing is inferred about these: none of their shapes finds more
            for node in list(graph.subjects(RDF.type, layer)):
                graph.remove((node, RDF.type, layer))
                graph.add((node, RDF.type, ONR.InformationResource))
        known = {replace(result, message="") for result in first}
        for result in _run(graph, engine):
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
def shapes_requiring(kind: str) -> frozenset[str]:
    """The names of the shapes that can only tell something of a graph that holds a kind of node."""
    found = _shapes().subjects(DCTERMS.requires, URIRef(kind))
    return frozenset(_local(shape) for shape in found if isinstance(shape, URIRef))


@cache
def _flat_shapes() -> Graph:
    """The same shapes, each property shape with the targets of its node shape instead of a link from it.

    pyshacl looks a linked property shape up again for every focus node, and one with targets once for
    all of them. Node shapes that others refer to keep their links.
    """
    graph = IndexedGraph()
    for statement in _shapes():
        graph.add(statement)
    for shape, part in _shapes().subject_objects(SH.property):
        targets = [(p, o) for p, o in _shapes().predicate_objects(shape) if p in _TARGETS]
        if targets and (None, None, shape) not in graph and (shape, SH.deactivated, None) not in graph:
            graph.remove((shape, SH.property, part))
            for predicate, target in targets:
                graph.add((part, predicate, target))
    for members in _shapes().objects(None, SH["or"]):  # else pyshacl words what no report shows, and fails
        for inner in Collection(_shapes(), members):
            graph.add((inner, SH.message, Literal("")))
    return graph


class _CheckedGraph(IndexedGraph):
    """A graph that has the queries of constraints answered by Oxigraph.

    pyshacl asks a query anew for every focus node, and rdflib needs a tenth of a millisecond for every
    row that a filter sees. The queries see the data that is in the store, without what the ontology declares.
    """

    def __init__(self, store: ox.Store) -> None:
        super().__init__()
        self._store = store
        self._graphs: set[ox.NamedNode | ox.BlankNode] = set()

    def take(self, quads: Iterable[ox.Quad]) -> None:
        """Put quads in; their graphs are those that queries see."""
        quads = list(quads)
        add_all(self, quads)
        if self._graphs == {_MERGED}:
            self._store.extend(in_graph(quad.triple, _MERGED) for quad in quads)
            return
        names = {quad.graph_name for quad in quads}
        self._graphs |= {DATA if isinstance(name, ox.DefaultGraph) else name for name in names}
        if len(self._graphs) > _FEW:
            self._merge()

    def _merge(self) -> None:
        """Let queries see one graph with the triples of all: Oxigraph looks into each graph by itself."""
        merged = ox.Store()
        for name in self._graphs:
            found = self._store.quads_for_pattern(None, None, None, name)
            merged.extend(in_graph(quad.triple, _MERGED) for quad in found)
        self._store, self._graphs = merged, {_MERGED}

    def query(
        self, query_object: Any, *_: Any, initBindings: Mapping[str, Node] | None = None, **__: Any
    ) -> QueryResult:
        """What a SELECT query finds, its variables bound beforehand."""
        bound: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {
            ox.Variable(name): to_oxigraph(node) for name, node in (initBindings or {}).items()
        }
        found = self._store.query(query_object, substitutions=bound, default_graph=list(self._graphs))
        assert isinstance(found, ox.QuerySolutions)
        result = QueryResult("SELECT")
        names: list[Any] = [Variable(variable.value) for variable in found.variables]
        result.vars = names
        result.bindings = [
            {name: to_rdflib(term) for name, term in zip(names, row, strict=True) if term is not None}  # type: ignore[misc]
            for row in found
        ]
        return result


def _run(graph: Graph, engine: str) -> Iterator[Result]:
    """The results of the shapes over a graph, not placed in the text yet."""
    _spell_out(graph)
    if engine == "pyrudof":
        return _rudof().results(graph, _authority)
    return _authority(graph, _flat_shapes())


@cache
def _rudof() -> "RudofShapes":
    """The shapes as rudof runs them."""
    from onrecord.engines.pyrudof import RudofShapes

    return RudofShapes(_flat_shapes())


def _authority(graph: Graph, shapes: Graph) -> Iterator[Result]:
    """The results that pyshacl gives; those that only explain another (``sh:detail``) are left out."""
    try:
        _, found, words = run_shapes(graph, shacl_graph=shapes, inplace=True)
    except Exception as error:  # pyshacl raises what it meets, of any class
        raise ToolError(f"the shapes could not be run: {error}", where="pyshacl") from error
    if not isinstance(found, Graph):  # a ValidationFailure takes the graph's place
        raise ToolError(f"the shapes could not be run: {words}", where="pyshacl")
    return (_result(found, node) for node in found.objects(None, SH.result))


def _spell_out(graph: Graph) -> None:
    """Make strings of the literals whose form does not fit their datatype: pyshacl breaks off on them.

    As strings they still fail every shape that asks for the datatype.
    """
    for subject, predicate, value in [s for s in graph if isinstance(s[2], Literal) and not _fits(s[2])]:
        graph.remove((subject, predicate, value))
        graph.add((subject, predicate, Literal(str(value))))


def _fits(literal: Literal) -> bool:
    """Whether a literal has a form of its datatype; rdflib lets " 5 " and "1e3" pass for numbers."""
    return literal.datatype is None or (not literal.ill_typed and fits(str(literal), str(literal.datatype)))


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
        component=str(one(SH.sourceConstraintComponent)),
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
