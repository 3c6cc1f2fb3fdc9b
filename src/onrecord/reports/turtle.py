"""A report as RDF: a SHACL validation report whose nodes have IRIs (SHACL §3.6)."""

import hashlib
from collections.abc import Iterator
from urllib.parse import quote

import pyoxigraph as ox

from onrecord.namespaces import DCTERMS, RDF, SH, XSD
from onrecord.report import Report, Result, Severity
from onrecord.reports.view import View
from onrecord.settings import DEFAULT_BASE
from onrecord.vocab import OA, ONRSH

_REPORTS = DEFAULT_BASE + "report/"
_TYPE = ox.NamedNode(RDF + "type")
_CHECK = ox.NamedNode(str(ONRSH) + "CheckConstraintComponent")  # a query, the reasoner or the text
_SEVERITIES = {Severity.ERROR: "Violation", Severity.WARNING: "Warning", Severity.INFO: "Info"}
_PREFIXES = {"sh": SH, "dcterms": DCTERMS, "oa": str(OA), "onrsh": str(ONRSH), "xsd": XSD}


def render(report: Report, view: View) -> str:
    """The report in Turtle.

    ``sh:conforms`` is true only for a report without results, as SHACL has it (§3.6.1.1): a warning makes
    it false, while the other formats say that a graph conforms if nothing of severity error was found.
    """
    nodes = [(ox.NamedNode(f"{_REPORTS}result/{_digest(result)}"), result) for result in report.results]
    name = hashlib.sha256("\n".join(sorted(node.value for node, _ in nodes)).encode()).hexdigest()[:16]
    written = ox.serialize(
        _triples(ox.NamedNode(_REPORTS + name), nodes), format=ox.RdfFormat.TURTLE, prefixes=_PREFIXES
    )
    return (written or b"").decode()


def _triples(node: ox.NamedNode, results: list[tuple[ox.NamedNode, Result]]) -> Iterator[ox.Triple]:
    """The triples of a report: its own, then those of each result in turn."""
    yield ox.Triple(node, _TYPE, _sh("ValidationReport"))
    conforms = ox.Literal("false" if results else "true", datatype=ox.NamedNode(XSD + "boolean"))
    yield ox.Triple(node, _sh("conforms"), conforms)
    for iri, _ in results:
        yield ox.Triple(node, _sh("result"), iri)
    for iri, result in results:
        yield from _description(iri, result)


def _description(iri: ox.NamedNode, result: Result) -> Iterator[ox.Triple]:
    """The triples of one result."""
    yield ox.Triple(iri, _TYPE, _sh("ValidationResult"))
    yield ox.Triple(iri, _sh("resultSeverity"), _sh(_SEVERITIES[result.severity]))
    yield ox.Triple(iri, _sh("sourceShape"), ox.NamedNode(ONRSH[quote(result.shape, safe="")]))
    component = ox.NamedNode(result.component) if result.component else _CHECK
    yield ox.Triple(iri, _sh("sourceConstraintComponent"), component)
    yield ox.Triple(iri, _sh("resultMessage"), ox.Literal(result.message))
    yield ox.Triple(iri, _sh("focusNode"), _term(result.focus))
    if result.path and isinstance(path := _term(result.path), ox.NamedNode):
        yield ox.Triple(iri, _sh("resultPath"), path)
    if result.value is not None:
        yield ox.Triple(iri, _sh("value"), _term(result.value))
    if result.document is not None:
        yield ox.Triple(iri, ox.NamedNode(DCTERMS + "source"), ox.Literal(result.document))
    if result.sentence is not None:
        yield ox.Triple(iri, ox.NamedNode(OA.exact), ox.Literal(result.sentence))
    if result.remedy is not None:
        yield ox.Triple(iri, ox.NamedNode(DCTERMS + "description"), ox.Literal(result.remedy))


def _sh(name: str) -> ox.NamedNode:
    """A term of SHACL."""
    return ox.NamedNode(SH + name)


def _term(value: str) -> ox.NamedNode | ox.Literal:
    """An IRI where the value is an absolute one, else its words."""
    try:
        return ox.NamedNode(value)
    except ValueError:
        return ox.Literal(value)


def _digest(result: Result) -> str:
    """A name from the content of a result, the same in every run."""
    return hashlib.sha256(repr(result.order).encode()).hexdigest()[:16]
