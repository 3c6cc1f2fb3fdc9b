"""A graph of plain triples alone, as in reported.ttl, without its claims and the classes of its nodes.

What shapes say of it that only claims or classes could tell is no finding; that it was not checked is said.
"""

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox
from rdflib.namespace import RDF, RDFS, SH

from onrecord.report import Result, Severity
from onrecord.shapes import CLAIM_LAYER, shapes_requiring
from onrecord.vocab import OA, ONR

_TYPE, _LABEL = str(RDF.type), str(RDFS.label)
_CLAIM_LAYER = frozenset(map(str, CLAIM_LAYER))
_OF_CLAIMS = frozenset(str(ONR[name]) for name in ("subject", "predicate", "object", "evidence", "mention"))
_OF_CLASSES = frozenset(
    str(SH[name]) for name in ("ClassConstraintComponent", "OrConstraintComponent", "NodeConstraintComponent")
)


def is_partial(quads: Sequence[ox.Quad]) -> bool:
    """Whether quads are plain triples of named things without classes, and nothing of the claim layer."""
    if any(not isinstance(quad.graph_name, ox.DefaultGraph) for quad in quads):
        return False
    predicates = {quad.predicate.value for quad in quads}
    if predicates & _OF_CLAIMS or any(predicate.startswith(str(OA)) for predicate in predicates):
        return False
    typed = {quad.subject: _value(quad.object) for quad in quads if quad.predicate.value == _TYPE}
    if _CLAIM_LAYER.intersection(typed.values()):
        return False
    speaking = {quad.subject for quad in quads if quad.predicate.value.startswith(str(ONR))}
    named = {quad.subject for quad in quads if quad.predicate.value == _LABEL}
    return bool(speaking & named) and not speaking & named <= typed.keys()


def told_of(quads: Iterable[ox.Quad], results: Iterable[Result]) -> Iterator[Result]:
    """Yield the results that hold for a partial graph, and that the others were not looked for."""
    typed = {_value(quad.subject) for quad in quads if quad.predicate.value == _TYPE}
    untold = shapes_requiring(str(ONR.Claim))
    for result in results:
        of_class = result.component in _OF_CLASSES and result.value not in typed
        if result.shape not in untold and not of_class:
            yield result
    yield Result(
        Severity.INFO,
        "claims-missing",
        "",
        "The graph has neither claims nor classes of its nodes: what only they can tell was not checked",
        remedy="check the graph folder, or its dataset.nq or graph.ttl",
    )


def _value(term: object) -> str:
    return str(getattr(term, "value", ""))
