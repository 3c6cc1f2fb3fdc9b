"""The shapes run by rudof, a SHACL engine written in Rust: the same results as those of the authority.

The only module that meets pyrudof. A shape with a construct that rudof does not treat equally (see
``data/engines.csv``) is left to the authority: always, or where the data have literals in the place
that matters.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import SH, XSD
from rdflib.term import Node

from onrecord.engines import constructs
from onrecord.errors import ToolError
from onrecord.report import Result, Severity
from onrecord.terms import to_oxigraph

if TYPE_CHECKING:
    from pyrudof import Rudof, ShaclValidationEntry

#: Runs the shapes of a graph over data: what pyshacl does in this project.
Authority = Callable[[Graph, Graph], Iterable[Result]]

_SEVERITIES = {"Violation": Severity.ERROR, "Warning": Severity.WARNING, "Info": Severity.INFO}
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


class RudofShapes:
    """A shapes graph loaded into rudof, and those of its shapes that the authority runs instead.

    Each shape with a target has an IRI.
    """

    def __init__(self, shapes: Graph) -> None:
        self._shapes = shapes
        self._messages = {shape: str(message) for shape, message in shapes.subject_objects(SH.message)}
        self._paths = {
            s: str(path) for s, path in shapes.subject_objects(SH.path) if isinstance(path, URIRef)
        }
        units = {
            shape
            for target in _TARGETS
            for shape in shapes.subjects(target, None)
            if any(str(p).startswith(str(SH)) and p not in _TARGETS for p in shapes.predicates(shape))
        }
        self._always = frozenset(unit for unit in units if self._is_foreign(unit))
        self._watched = {unit: found for unit in units - self._always if (found := self._watches(unit))}
        self._sessions: dict[frozenset[Node], Rudof] = {}
        self._rest = units

    def results(self, data: Graph, authority: Authority) -> Iterator[Result]:
        """The results of all shapes over the data, whose literals fit their datatypes."""
        met = {
            predicate
            for predicate in {p for predicates in self._watched.values() for p in predicates}
            if any(isinstance(value, Literal) for _, _, value in data.triples((None, predicate, None)))
        }
        if any(_is_respelt(value) for value in data.objects()):
            yield from authority(data, self._shapes)
            return
        left = self._always | {unit for unit, predicates in self._watched.items() if predicates & met}
        yield from self._run(data, left)
        if left:
            yield from authority(data, self._part(left))

    def _is_foreign(self, unit: Node) -> bool:
        """Whether a shape is always left to the authority."""
        return "no" in self._verdicts(unit)

    def _watches(self, unit: Node) -> frozenset[Node]:
        """The predicates whose literals make a shape one for the authority."""
        if "not for literals" not in self._verdicts(unit):
            return frozenset()
        nodes = self._nodes([unit])
        starts = {predicate for node in nodes for predicate in self._shapes.objects(node, SH.targetObjectsOf)}
        paths = [path for node in nodes for path in self._shapes.objects(node, SH.path)]
        steps = {term for node in self._nodes(paths) for term in self._shapes.objects(node, None)}
        return frozenset(term for term in {*starts, *paths, *steps} if isinstance(term, URIRef))

    def _verdicts(self, unit: Node) -> set[str]:
        """Whether rudof is equal to the authority on each construct of a shape."""
        known = constructs("pyrudof")
        used = {str(predicate) for node in self._nodes([unit]) for predicate in self._shapes.predicates(node)}
        return {known.get(construct, "no") for construct in used if construct.startswith(str(SH))}

    def _nodes(self, starts: Iterable[Node]) -> list[Node]:
        """These nodes of the shapes graph and those they lead to."""
        found: dict[Node, None] = {}
        ahead = list(starts)
        while ahead:
            node = ahead.pop()
            if node not in found and (node, None, None) in self._shapes:
                found[node] = None
                ahead += self._shapes.objects(node, None)
        return list(found)

    def _part(self, units: Iterable[Node]) -> Graph:
        """The graph of some of the shapes."""
        part = Graph(bind_namespaces="none")
        for node in self._nodes(units):
            for predicate, value in self._shapes.predicate_objects(node):
                part.add((node, predicate, value))
        return part

    def _run(self, data: Graph, left: frozenset[Node]) -> Iterator[Result]:
        """What rudof finds over the data with the shapes that are not left to the authority."""
        import pyrudof

        try:
            session = self._session(left)
            session.reset_data()  # reading alone would add to what the session holds
            session.read_data(
                _ntriples(data), format=pyrudof.RDFFormat.NTriples, reader_mode=pyrudof.ReaderMode.Strict
            )
            found = session.validate_shacl().violations
        except pyrudof.RudofError as error:
            raise ToolError(f"the shapes could not be run: {error}", where="pyrudof") from error
        return (self._result(entry) for entry in found)

    def _session(self, left: frozenset[Node]) -> "Rudof":
        """A session of rudof that has read the shapes but those left out."""
        import pyrudof

        if left not in self._sessions:
            session = pyrudof.Rudof(pyrudof.RudofConfig())
            session.read_shacl(_ntriples(self._part(self._rest - left)), format=pyrudof.ShaclFormat.NTriples)
            self._sessions[left] = session
        return self._sessions[left]

    def _result(self, entry: "ShaclValidationEntry") -> Result:
        """The result that an entry of rudof's report describes."""
        shape = URIRef(entry.source_shape or "")
        return Result(
            _SEVERITIES.get(entry.severity, Severity.ERROR),
            shape.rpartition("#")[2].rpartition("/")[2],
            _spelled(entry.focus_node) or "",
            self._messages.get(shape, entry.message),
            value=_spelled(entry.value),
            path=self._paths.get(shape),
            component=entry.constraint_component,
        )


def _is_respelt(term: Node) -> bool:
    """Whether rudof gives a term back in another form: "1" as "true"."""
    return isinstance(term, Literal) and term.datatype == XSD.boolean and str(term) in ("0", "1")


def _ntriples(graph: Graph) -> str:
    """A graph in N-Triples, after a comment: what begins otherwise may be taken for a file or an address."""
    known: dict[Node, ox.NamedNode | ox.BlankNode | ox.Literal] = {}

    def converted(term: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
        if term not in known:
            known[term] = to_oxigraph(term)
        return known[term]

    triples = (ox.Triple(*map(converted, statement)) for statement in graph)  # type: ignore[arg-type]
    written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    return "# triples\n" + written.decode()


def _spelled(term: str | None) -> str | None:
    """A term as words: rudof gives an IRI as it is, a literal in quotes and without escapes."""
    if term is None:
        return None
    if term.startswith("_:"):
        return "(blank node)"
    return term[1 : term.rindex('"')] if term.startswith('"') else term
