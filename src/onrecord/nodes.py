"""Terms of the closed vocabularies, and values, as nodes of pyoxigraph."""

from datetime import date
from decimal import Decimal
from functools import cache

from pyoxigraph import Literal, NamedNode
from rdflib.namespace import XSD

from onrecord.vocab import CLASSES, KIND, KINDS, OA, ONR, property_iri

_DATE, _DECIMAL = NamedNode(str(XSD.date)), NamedNode(str(XSD.decimal))


def literal(value: str | bool | int | Decimal | date) -> Literal:
    """The literal of a value: numbers and dates in their XSD datatypes, words plain."""
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=_DATE)
    if isinstance(value, Decimal):
        return Literal(f"{value:f}", datatype=_DECIMAL)
    return Literal(value)


@cache
def onr(name: str) -> NamedNode:
    """The IRI of a term of the ontology. AttributeError for one that it does not declare."""
    return NamedNode(str(ONR[name]))


@cache
def oa(name: str) -> NamedNode:
    """The IRI of a term of the Web Annotation vocabulary that evidence uses."""
    return NamedNode(str(OA[name]))


@cache
def property_of(name: str) -> NamedNode:
    """The IRI of a property, "type" among them. KeyError for one that the ontology does not declare."""
    return NamedNode(str(property_iri(name)))


@cache
def class_of(name: str) -> NamedNode:
    """The IRI of a class. ValueError for one that the ontology does not declare."""
    if name not in CLASSES:
        raise ValueError(f"{name}: no class of the ontology")
    return onr(name)


@cache
def kind_of(name: str) -> NamedNode:
    """The IRI of a kind. ValueError for one that no scheme declares."""
    if name not in KINDS:
        raise ValueError(f"{name}: no kind of the ontology")
    return NamedNode(str(KIND[name]))
