"""What the ontology adds to reported triples: their closure under OWL 2 RL, without the noise.

The only module that meets owlrl. It closes a plain graph of reported triples, the types of their
entities and the axioms of the ontology; never the claim layer, so a disputed claim entails nothing.
Kinds take no part: the ontology says nothing about single concepts.

owlrl tries its rules on every triple, the ontology's own included, in every round. Most of that work
is the same for every document or ends in triples that are thrown away (``x owl:sameAs x``). So the
ontology is closed under the schema rules once a process, and for a document only the rules about
individuals run, started by the ontology's axioms. A test holds the result against owlrl's own closure.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox
from owlrl import OWLRL_Semantics
from owlrl.Namespaces import ERRNS
from owlrl.XsdDatatypes import OWL_RL_Datatypes
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS
from rdflib.term import Node

from onrecord.context import read_ontology
from onrecord.indexed import IndexedGraph
from onrecord.terms import add_all, to_oxigraph
from onrecord.vocab import KIND, ONR

_ONR, _KIND = str(ONR), str(KIND)
_SCHEMA = (str(OWL), str(RDFS))
_NOT_SCHEMA = {RDFS.label, OWL.sameAs, OWL.differentFrom}

Statement = tuple[Node, Node, Node]


@dataclass(frozen=True, slots=True)
class Closure:
    """What follows: the triples that are new, sorted, and what contradicts the ontology, in words."""

    triples: tuple[ox.Triple, ...] = ()
    inconsistencies: tuple[str, ...] = ()


def infer(reported: Iterable[ox.Triple], types: Iterable[ox.Triple] = ()) -> Closure:
    """The closure of reported triples and entity types under OWL 2 RL and the ontology.

    Kept are triples about nodes of the input whose predicate is the ontology's, or that give a class
    of the ontology, and that the input lacks. Two of its nodes found to be one (``owl:sameAs``) are
    an inconsistency here: only a person's judgement makes two things one.
    """
    data = add_all(Graph(), (*reported, *types))
    graph = _close(data)
    return Closure(_kept(graph, data), _inconsistencies(graph, data))


@cache
def ontology() -> Graph:
    """The ontology's modules in one graph; not to be changed."""
    return read_ontology()


def _close(data: Graph) -> Graph:
    """A graph of the data, the axioms, and all that follows for individuals."""
    if any(_is_schema(statement) for statement in data):  # foreign data with axioms of its own
        graph = Graph()
        for statement in (*ontology(), *data):
            graph.add(statement)
        OWLRL_Semantics(graph, False, False).closure()
        return graph
    closed = IndexedGraph()
    for statement in (*_axioms(), *data):
        closed.add(statement)
    _IndividualRules(closed).closure()
    return closed


@cache
def _axioms() -> tuple[Statement, ...]:
    """The axioms of the ontology and what follows among them, without annotations."""
    graph = Graph()
    for statement in ontology():
        if _is_schema(statement) or _names_datatype(statement) or statement[1] in (RDF.first, RDF.rest):
            graph.add(statement)
    _SchemaRules(graph, False, False).closure()
    return tuple(graph)


def _is_schema(statement: Statement) -> bool:
    """Whether a triple is an axiom: it uses the vocabulary of RDFS or OWL."""
    _, predicate, value = statement
    if predicate == RDF.type:
        return str(value).startswith(_SCHEMA)
    return (
        predicate not in _NOT_SCHEMA and str(predicate).startswith(_SCHEMA) and not isinstance(value, Literal)
    )


def _names_datatype(statement: Statement) -> bool:
    """Whether the value is a literal of a datatype that the rules know, which makes it a used datatype."""
    value = statement[2]
    return isinstance(value, Literal) and value.datatype in OWL_RL_Datatypes


class _SchemaRules(OWLRL_Semantics):  # type: ignore[misc]
    """The rules about classes and properties (table 9 of the OWL 2 RL profile)."""

    def one_time_rules(self) -> None:
        """Nothing: annotation properties and datatypes are left to the individuals' run."""

    def rules(self, t: Statement, cycle_num: int) -> None:
        """Run the schema rules that this triple starts."""
        self._schema_vocabulary(t, cycle_num)


class _IndividualRules(OWLRL_Semantics):  # type: ignore[misc]
    """The rules about individuals (tables 4 to 8), started by the axioms and by ``owl:sameAs``."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(graph, False, False)

    def store_triple(self, t: Statement) -> None:
        """Keep a triple that is new; nothing depends on ``x owl:sameAs x``."""
        if t[1] != OWL.sameAs or t[0] != t[2]:
            super().store_triple(t)

    def closure(self) -> None:
        """Run the rules until nothing new follows."""
        self._one_time_rules_datatypes()
        self.flush_stored_triples()
        axioms = [statement for statement in self.graph if _is_axiom(statement)]
        cycle = 0
        while cycle == 0 or self.added_triples:
            self.flush_stored_triples()
            cycle += 1
            for axiom in axioms:
                self._properties(axiom, cycle)
                self._classes(axiom, cycle)
                self._class_axioms(axiom, cycle)
                self._differences(axiom, cycle)
            for same in list(self.graph.triples((None, OWL.sameAs, None))):
                self._equality(same, cycle)
            for one, other in list(self.graph.subject_objects(OWL.differentFrom)):
                if one == other:
                    self._equality((one, OWL.sameAs, one), cycle)
            for nothing in list(self.graph.triples((None, RDF.type, OWL.Nothing))):
                self._classes(nothing, cycle)
        for message in self.error_messages:
            self.graph.add((URIRef("urn:onrecord:inconsistent"), ERRNS.error, Literal(message)))

    def _differences(self, axiom: Statement, cycle: int) -> None:
        """Run the equality rules for an axiom that says what is different."""
        if axiom[2] == OWL.AllDifferent:
            self._equality(axiom, cycle)


def _is_axiom(statement: Statement) -> bool:
    """Whether a triple can start a rule about individuals; class and property declarations cannot."""
    subject, predicate, value = statement
    if predicate == RDF.type:
        return value not in (
            OWL.Class,
            OWL.ObjectProperty,
            OWL.DatatypeProperty,
            RDFS.Datatype,
        ) and _is_schema(statement)
    return _is_schema(statement) and subject != value and value != OWL.Thing and subject != OWL.Nothing


def _kept(graph: Graph, data: Graph) -> tuple[ox.Triple, ...]:
    """The new triples worth keeping, sorted."""
    nodes = {node for subject, _, value in data for node in (subject, value) if _is_ours(node)}
    found = (
        ox.Triple(to_oxigraph(s), to_oxigraph(p), to_oxigraph(o))  # type: ignore[arg-type]
        for s, p, o in graph
        if s in nodes and _says_something(p, o, nodes) and (s, p, o) not in data
    )
    return tuple(sorted(found, key=str))


def malformed(data: Iterable[ox.Triple]) -> Iterator[str]:
    """The literals whose form does not fit their datatype, in words."""
    rules = _IndividualRules(add_all(Graph(), data))
    rules._one_time_rules_datatypes()
    return map(readable, rules.error_messages)


def _is_ours(node: Node) -> bool:
    """Whether a node of the input is an IRI for a thing, not a term, a kind or a literal."""
    return isinstance(node, URIRef) and not str(node).startswith((_ONR, _KIND))


def _says_something(predicate: Node, value: Node, nodes: set[Node]) -> bool:
    """Whether a predicate and value belong in the inferred graph."""
    if predicate == RDF.type:
        return str(value).startswith(_ONR)
    if not str(predicate).startswith(_ONR):
        return False
    return isinstance(value, Literal) or value in nodes or str(value).startswith(_KIND)


def _inconsistencies(graph: Graph, data: Graph) -> tuple[str, ...]:
    """The reasoner's error messages, and nodes it takes to be one, in words, sorted."""
    messages = {str(message) for message in graph.objects(None, ERRNS.error)}
    return tuple(sorted({readable(message) for message in messages} | set(_merged(graph, data))))


def _merged(graph: Graph, data: Graph) -> Iterator[str]:
    """A message for each pair of nodes of the input that would be one thing."""
    nodes = set(data.subjects()) | set(data.objects())
    for one, other in graph.subject_objects(OWL.sameAs):
        if one != other and {one, other} <= nodes and str(one) < str(other) and _is_ours(one):
            yield f"The ontology makes <{one}> and <{other}> one thing (owl:sameAs)"


def readable(message: str) -> str:
    """An error message of owlrl with the ontology's IRIs shortened and others in angle brackets."""
    message = message.replace(_ONR, "onr:").replace(_KIND, "kind:")
    for prefix, namespace in (("rdf:", RDF), ("rdfs:", RDFS), ("owl:", OWL)):
        message = message.replace(str(namespace), prefix)
    return re.sub(r"(?<![<\w])((?:https?|urn):[^\s,()']+)", r"<\1>", message)
