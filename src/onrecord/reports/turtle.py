"""A report as RDF: a SHACL validation report whose nodes have IRIs (SHACL §3.6)."""

import hashlib
import re
from urllib.parse import quote

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, SH, XSD

from onrecord.report import Report, Result, Severity
from onrecord.vocab import DATA_BASE, OA, ONRSH

_REPORTS = DATA_BASE + "report/"
_SEVERITIES = {Severity.ERROR: SH.Violation, Severity.WARNING: SH.Warning, Severity.INFO: SH.Info}
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*\Z")


def render(report: Report) -> str:
    """The report in Turtle: ``sh:conforms`` means that nothing of severity ``sh:Violation`` was found."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in (("sh", SH), ("dcterms", DCTERMS), ("oa", OA), ("xsd", XSD)):
        graph.bind(prefix, namespace)
    nodes = [(URIRef(_REPORTS + "result/" + _digest(result)), result) for result in report.results]
    node = URIRef(_REPORTS + hashlib.sha256("\n".join(sorted(n for n, _ in nodes)).encode()).hexdigest()[:16])
    graph.add((node, RDF.type, SH.ValidationReport))
    graph.add((node, SH.conforms, Literal(report.conforms)))
    for iri, result in nodes:
        graph.add((node, SH.result, iri))
        _describe(graph, iri, result)
    return graph.serialize(format="turtle")


def _describe(graph: Graph, iri: URIRef, result: Result) -> None:
    """Add the triples of one result."""
    graph.add((iri, RDF.type, SH.ValidationResult))
    graph.add((iri, SH.resultSeverity, _SEVERITIES[result.severity]))
    graph.add((iri, SH.sourceShape, ONRSH[quote(result.shape, safe="")]))
    graph.add((iri, SH.resultMessage, Literal(result.message)))
    graph.add((iri, SH.focusNode, _term(result.focus)))
    if result.path and _ABSOLUTE.match(result.path):
        graph.add((iri, SH.resultPath, URIRef(result.path)))
    if result.value is not None:
        graph.add((iri, SH.value, _term(result.value)))
    if result.document is not None:
        graph.add((iri, DCTERMS.source, Literal(result.document)))
    if result.sentence is not None:
        graph.add((iri, OA.exact, Literal(result.sentence)))


def _term(value: str) -> URIRef | Literal:
    """An IRI where the value is one, else its words."""
    return URIRef(value) if _ABSOLUTE.match(value) else Literal(value)


def _digest(result: Result) -> str:
    """A name from the content of a result, the same in every run."""
    return hashlib.sha256(repr(result.order).encode()).hexdigest()[:16]
