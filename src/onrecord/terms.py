"""Terms and triples of pyoxigraph as those of rdflib, and back: the one place that converts."""

import logging
from collections.abc import Iterable

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

_STRING = str(XSD.string)

# rdflib logs a traceback for each literal whose lexical form does not fit its datatype; here such
# literals are findings of validation.
logging.getLogger("rdflib.term").addFilter(lambda record: record.levelno >= logging.ERROR)


def to_rdflib(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    """A term for rdflib: lexical forms are kept as they are, ``xsd:string`` becomes a plain literal."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Triple):
        raise ValueError("a triple term: the graph is to be plain RDF 1.1")
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    if datatype == _STRING:
        return Literal(term.value)
    return Literal(term.value, datatype=URIRef(datatype), normalize=False)


def to_oxigraph(term: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """A term for pyoxigraph."""
    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, BNode):
        return ox.BlankNode(str(term))
    assert isinstance(term, Literal)
    if term.language:
        return ox.Literal(str(term), language=term.language)
    if term.datatype is None:
        return ox.Literal(str(term))
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)))


def add_all(graph: Graph, triples: Iterable[ox.Triple | ox.Quad]) -> Graph:
    """The rdflib graph with these triples of pyoxigraph added."""
    known: dict[object, Node] = {}

    def converted(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
        if term not in known:
            known[term] = to_rdflib(term)
        return known[term]

    for triple in triples:
        graph.add((converted(triple.subject), converted(triple.predicate), converted(triple.object)))
    return graph


def spelled(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str | None:
    """A term as words for people: an IRI or a lexical form; a blank node has no name that lasts."""
    if term is None:
        return None
    return "(blank node)" if isinstance(term, ox.BlankNode) else str(getattr(term, "value", term))


def in_graph(triple: ox.Triple, graph: ox.NamedNode) -> ox.Quad:
    """The quad that puts a triple into a named graph."""
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)
