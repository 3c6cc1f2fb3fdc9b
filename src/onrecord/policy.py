"""What a policy lets through: claims become the reported triples, by the rules in ``queries/rules``.

A rule is a CONSTRUCT query whose header names its ``step``. ``report`` rules put a claim's triple into the
reported graph, each for the ``policies`` it lists; ``withhold`` rules take triples out again, whatever
the policy, until none has anything more to take; ``describe`` rules copy the descriptions of value
nodes; ``infer`` rules say what claims suggest beyond OWL, after ``gather`` rules, one after the other by
name, have summed claims up for them in ``<urn:onrecord:gathered>``, which is never written. Rules see the
claims and entities of one document as their default graph, and the triples reported so far as
``<urn:onrecord:reported>``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryTriples, Store, Triple

from onrecord.errors import UsageError
from onrecord.iri import graph_role
from onrecord.namespaces import ONR
from onrecord.queryheader import read_header
from onrecord.resources import resource
from onrecord.terms import in_graph

_REPORTED = NamedNode("urn:onrecord:reported")
_GATHERED = NamedNode("urn:onrecord:gathered")
_DERIVED = ("reported", "inferred")
_TEXT = ONR + "text"


@dataclass(frozen=True, slots=True)
class Rule:
    """A CONSTRUCT query with the step it belongs to, and its policies where it reports."""

    name: str
    step: str
    query: str
    policies: frozenset[str] = frozenset()


@cache
def rules() -> tuple[Rule, ...]:
    """All rules of ``queries/rules``, by name."""
    return tuple(
        _rule(path.stem, path.read_text("utf-8"))
        for path in sorted(resource("queries", "rules").glob("*.rq"))
    )


def policies() -> tuple[str, ...]:
    """The names of the policies that the rules know, sorted."""
    return tuple(sorted(set().union(*(rule.policies for rule in rules()))))


def report(quads: Iterable[Quad], policy: str) -> list[Triple]:
    """The reported triples of one document, sorted: what the policy lets through of its claims.

    ``quads`` are its claims graph and the types of its entities; reported and inferred graphs among
    them are left aside. An unknown policy is a `UsageError`.
    """
    if policy not in policies():
        raise UsageError(
            f"unknown policy {policy!r}", where="--policy", remedy=f"choose one of: {', '.join(policies())}"
        )
    store = _claims(quads)
    _add(store, _run(store, "report", policy))
    while withheld := _run(store, "withhold"):
        for triple in withheld:
            store.remove(in_graph(triple, _REPORTED))
    _add(store, _run(store, "describe"))
    found = store.quads_for_pattern(None, None, None, _REPORTED)
    return sorted((quad.triple for quad in found), key=str)


def infer_by_rules(quads: Iterable[Quad]) -> list[Triple]:
    """The triples that ``gather`` and ``infer`` rules add for a document's claims and entities, sorted."""
    store = _claims(quads)
    for rule in _rules_of("gather"):
        store.extend([in_graph(triple, _GATHERED) for triple in _construct(store, rule)])
    return sorted(_run(store, "infer"), key=str)


def _rule(name: str, text: str) -> Rule:
    """The rule of one file."""
    header = read_header(text, f"rule {name}")
    return Rule(name, header["step"], text, frozenset(header.get("policies", ())))


def _claims(quads: Iterable[Quad]) -> Store:
    """A store of the quads that rules read: neither derived graphs nor document texts."""
    store = Store()
    store.extend(quad for quad in quads if _is_read(quad))
    return store


def _is_read(quad: Quad) -> bool:
    """Whether a quad belongs to what rules read."""
    if quad.predicate.value == _TEXT:
        return False
    graph = quad.graph_name
    return isinstance(graph, DefaultGraph) or graph_role(graph.value) not in _DERIVED


def _run(store: Store, step: str, policy: str | None = None) -> set[Triple]:
    """The triples that the rules of a step construct."""
    return {triple for rule in _rules_of(step, policy) for triple in _construct(store, rule)}


def _rules_of(step: str, policy: str | None = None) -> Iterator[Rule]:
    """The rules of a step, only those of the policy where one is given."""
    return (rule for rule in rules() if rule.step == step and (policy is None or policy in rule.policies))


def _construct(store: Store, rule: Rule) -> Iterator[Triple]:
    """The triples one rule constructs over the union of the store's graphs."""
    found = store.query(rule.query, use_default_graph_as_union=True)
    assert isinstance(found, QueryTriples)
    return found


def _add(store: Store, triples: Iterable[Triple]) -> None:
    """Put triples into the reported graph."""
    store.extend(in_graph(triple, _REPORTED) for triple in triples)
