"""The JSON-LD 1.1 context of the graph, derived from the ontology.

``python -m onrecord.context > ontology/context.jsonld`` writes the file anew.
"""

import json
import sys

from rdflib import OWL, RDF, RDFS, XSD, Graph, Namespace, URIRef

from onrecord.resources import resource
from onrecord.vocab import MODULES, ONR, PREFIXES

SCHEMA = Namespace("https://schema.org/")

# a context has one table for terms and prefixes, and "kind" is a property there
_PREFIX_NAMES = {"kind": "kinds"}


def read_ontology() -> Graph:
    """The modules of the ontology in one graph, without kinds and alignments."""
    ontology = Graph()
    for module in MODULES:
        ontology.parse(resource("ontology", f"{module}.ttl"), format="turtle")
    return ontology


def derive_context(ontology: Graph) -> dict[str, object]:
    """The JSON-LD 1.1 context: prefixes, classes, and properties with the type of their values.

    Values of object properties are IRIs (``@id``). A datatype property is coerced to its datatype;
    strings are not coerced, which is how plain literals are written. Raises ValueError where two
    terms would share a name.
    """
    context: dict[str, object] = {"@version": 1.1}
    for prefix, namespace in PREFIXES.items():
        context[_PREFIX_NAMES.get(prefix, prefix)] = namespace
    terms: dict[str, object] = {"label": {"@id": "rdfs:label"}}
    for term in _declared(ontology, OWL.Class):
        if term in ONR:
            _add(terms, term, {"@id": _shorten(term)})
    for term in _declared(ontology, OWL.ObjectProperty):
        _add(terms, term, {"@id": _shorten(term), "@type": "@id"})
    for term in _declared(ontology, OWL.DatatypeProperty):
        datatype = _datatype(ontology, term)
        coercion = {"@type": _shorten(datatype)} if datatype not in (None, XSD.string) else {}
        _add(terms, term, {"@id": _shorten(term)} | coercion)
    if clash := terms.keys() & context.keys():
        raise ValueError(f"both a term and a prefix of the context: {', '.join(sorted(clash))}")
    return {"@context": context | dict(sorted(terms.items()))}


def format_context(ontology: Graph) -> str:
    """The text of ontology/context.jsonld."""
    return json.dumps(derive_context(ontology), indent=2, ensure_ascii=False) + "\n"


def _declared(ontology: Graph, kind: URIRef) -> list[URIRef]:
    return sorted(term for term in ontology.subjects(RDF.type, kind) if isinstance(term, URIRef))


def _datatype(ontology: Graph, term: URIRef) -> URIRef | None:
    """The datatype that values of a property usually have: what its range includes, else its range."""
    for predicate in (SCHEMA.rangeIncludes, RDFS.range):
        for found in ontology.objects(term, predicate):
            return URIRef(str(found))
    return None


def _shorten(term: URIRef | None) -> str:
    for prefix, namespace in PREFIXES.items():
        if term is not None and term.startswith(namespace):
            return f"{prefix}:{term.removeprefix(namespace)}"
    raise ValueError(f"no prefix for {term}")


def _add(terms: dict[str, object], term: URIRef, entry: dict[str, str]) -> None:
    name = _shorten(term).partition(":")[2]
    if name in terms:
        raise ValueError(f"two terms of the context are named {name}")
    terms[name] = entry


if __name__ == "__main__":
    sys.stdout.write(format_context(read_ontology()))
