"""What the ontology adds to reported triples, found by Reasonable, an OWL 2 RL reasoner written in Rust.

The only module that meets reasonable. It gives what the authority gives, owlrl (`onrecord.inference`),
for data that use the ontology as it is meant to be used. Where data speak OWL themselves or have literals
in the place of things, and should the ontology come to use what Reasonable was not found equal for
(see ``data/engines.csv``), the authority closes them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD
from rdflib.term import Node

from onrecord.engines import constructs
from onrecord.errors import ToolError
from onrecord.inference import Closure, infer, malformed, ontology, readable
from onrecord.terms import to_oxigraph, to_rdflib
from onrecord.vocab import KIND, ONR

_ONR, _KIND = str(ONR), str(KIND)
_TYPE, _LABEL = str(RDF.type), str(RDFS.label)
_SCHEMA = (str(OWL), str(RDFS))
_W3C = "http://www.w3.org/"  # classes of RDF, RDFS, OWL and XML Schema
_THING = ""


def close(reported: Iterable[ox.Triple], types: Iterable[ox.Triple] = ()) -> Closure:
    """The closure of reported triples and entity types, equal to that of `onrecord.inference.infer`."""
    data = {*reported, *types}
    if not is_known(ontology()) or not all(_is_plain(triple) for triple in data):
        return infer(data)
    closed = _reason(data)
    things = {_iri(term) for triple in data for term in (triple.subject, triple.object) if _is_thing(term)}
    kept = (triple for triple in closed - data if _is_kept(triple, things))
    return Closure(
        tuple(sorted(kept, key=str)), tuple(sorted({*_contradictions(closed), *malformed(_literals(data))}))
    )


@cache
def is_known(axioms: Iterable[tuple[object, object, object]]) -> bool:
    """Whether Reasonable was found equal to the authority for each construct of an ontology."""
    used = {str(p if p != RDF.type else o) for _, p, o in axioms}
    return {term for term in used if term.startswith(_SCHEMA)} <= constructs("reasonable").keys()


@cache
def _axioms() -> list[tuple[Node, Node, Node]]:
    """The ontology without what annotates its terms."""
    return [
        (s, p, o)
        for s, p, o in ontology()
        if p in (RDF.type, RDFS.subClassOf, RDFS.domain, RDFS.range, OWL.disjointWith)
    ]


def _reason(data: Iterable[ox.Triple]) -> set[ox.Triple]:
    """The data and what follows from them and the ontology."""
    from reasonable import PyReasoner

    reasoner = PyReasoner()
    try:
        reasoner.from_graph(_axioms())
        reasoner.from_graph([tuple(map(to_rdflib, triple)) for triple in data])
        found = reasoner.reason()
    except (OSError, TypeError, ValueError, RuntimeError) as error:
        raise ToolError(f"the graph could not be closed: {error}", where="reasonable") from error
    return {
        ox.Triple(to_oxigraph(s), to_oxigraph(p), to_oxigraph(o))  # type: ignore[arg-type]
        for s, p, o in found
        if isinstance(s, URIRef) and not str(s).startswith((_ONR, _W3C))
    }


@cache
def _values() -> Mapping[str, str]:
    """What a property of the ontology has for values: `_THING`, or the datatype of its literals."""
    graph = ontology()
    things = {str(term): _THING for term in graph.subjects(RDF.type, OWL.ObjectProperty)}
    literals = {
        str(term): str(graph.value(term, RDFS.range) or RDFS.Literal)
        for term in graph.subjects(RDF.type, OWL.DatatypeProperty)
    }
    return things | literals


def _is_plain(triple: ox.Triple) -> bool:
    """Whether a triple uses the ontology as it is meant to be used, and no OWL or RDFS but labels."""
    predicate, value = triple.predicate.value, triple.object
    if not isinstance(triple.subject, ox.NamedNode) or triple.subject.value.startswith((_ONR, *_SCHEMA)):
        return False
    if predicate == _TYPE:
        return isinstance(value, ox.NamedNode) and not value.value.startswith(_W3C)
    if predicate.startswith(_SCHEMA):
        return predicate == _LABEL and isinstance(value, ox.Literal)
    asked = _values().get(predicate)
    if isinstance(value, ox.Literal):
        return asked in (None, str(RDFS.Literal), *_datatypes(value.datatype.value))
    return (
        isinstance(value, ox.NamedNode)
        and asked in (None, _THING)
        and not value.value.startswith((_ONR, *_SCHEMA))
    )


def _datatypes(datatype: str) -> tuple[str, ...]:
    """A datatype and the one of the ontology that has all its values."""
    return (datatype, str(XSD.decimal)) if datatype == str(XSD.integer) else (datatype,)


def _is_thing(term: object) -> bool:
    """Whether a term is an IRI for a thing, not a term of the ontology, a kind or a literal."""
    return isinstance(term, ox.NamedNode) and not term.value.startswith((_ONR, _KIND))


def _iri(term: object) -> str:
    """The IRI of a term, "" where it is none."""
    return term.value if isinstance(term, ox.NamedNode) else ""


def _is_kept(triple: ox.Triple, things: set[str]) -> bool:
    """Whether a triple that follows belongs in the inferred graph."""
    predicate, value = triple.predicate.value, triple.object
    if _iri(triple.subject) not in things:
        return False
    if predicate == _TYPE:
        return _iri(value).startswith(_ONR)
    if not predicate.startswith(_ONR):
        return False
    return isinstance(value, ox.Literal) or _iri(value) in things or _iri(value).startswith(_KIND)


def _contradictions(closed: Iterable[ox.Triple]) -> Iterator[str]:
    """The things of two disjoint classes, in the authority's words."""
    members: dict[str, set[str]] = defaultdict(set)
    for triple in closed:
        if triple.predicate.value == _TYPE:
            members[_iri(triple.object)].add(_iri(triple.subject))
    for one, other in ontology().subject_objects(OWL.disjointWith):
        for thing in members[str(one)] & members[str(other)]:
            yield readable(f"Disjoint classes {one} and {other} have a common individual {thing}")


def _literals(data: Iterable[ox.Triple]) -> list[ox.Triple]:
    """The triples whose value is a literal."""
    return [triple for triple in data if isinstance(triple.object, ox.Literal)]
