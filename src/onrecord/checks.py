"""The checks: saved queries whose every row is a fault, from ``queries/checks``.

A check sees the graph it checks as named graphs (what stood in a default graph is in
``<urn:onrecord:data>``), the ontology and kinds in ``<urn:onrecord:ontology>``, and the union of all as its
default graph. Its rows have ``?focus`` and may have ``?path`` and ``?value``. Its header gives the
``severity``, the ``problem`` (the message of a row) and the ``solution``. Where a shape finds the same
fault, ``shapes`` names it: stores without SHACL have the query, and a report gives the fault once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from onrecord.queryheader import read_header
from onrecord.report import Severity
from onrecord.resources import resource
from onrecord.terms import in_graph, spelled

_MODULES = ("core.ttl", "agents.ttl", "events.ttl", "funding.ttl", "claims.ttl", "kinds.ttl")
_ONTOLOGY = NamedNode("urn:onrecord:ontology")
DATA = NamedNode("urn:onrecord:data")
"""The graph in which a store for checks has the quads of a default graph."""


@dataclass(frozen=True, slots=True)
class Check:
    """A query whose rows are faults."""

    name: str
    severity: Severity
    problem: str
    solution: str
    query: str
    shapes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fault:
    """A row of a check: the node it is about, and the property and value where the check gives them."""

    check: Check
    focus: str
    path: str | None = None
    value: str | None = None


@cache
def checks() -> tuple[Check, ...]:
    """All checks, by name."""
    paths = sorted(resource("queries", "checks").glob("*.rq"))
    return tuple(_check(path.stem, path.read_text("utf-8")) for path in paths)


def checked_store(quads: Iterable[Quad]) -> Store:
    """A store of these quads in which checks find faults."""
    store = Store()
    store.extend(_ontology())
    store.extend(_named(quad) for quad in quads)
    return store


def find_faults(store: Store) -> Iterator[Fault]:
    """The rows of every check over a store made for it, check by check."""
    for check in checks():
        found = store.query(check.query, use_default_graph_as_union=True)
        assert isinstance(found, QuerySolutions), check.name
        names = {variable.value for variable in found.variables}
        for row in found:
            path, value = (spelled(row[name]) if name in names else None for name in ("path", "value"))
            yield Fault(check, spelled(row["focus"]) or "", path, value)


def _check(name: str, text: str) -> Check:
    """The check of one file."""
    header = read_header(text, f"check {name}")
    return Check(
        name,
        Severity(header["severity"]),
        header["problem"],
        header["solution"],
        text,
        frozenset(header.get("shapes", ())),
    )


@cache
def _ontology() -> tuple[Quad, ...]:
    """What the ontology and the kinds declare, as quads of one graph."""
    paths = [resource("ontology", name) for name in _MODULES]
    return tuple(
        in_graph(quad.triple, _ONTOLOGY)
        for path in paths
        for quad in parse(path=str(path), format=RdfFormat.TURTLE)
    )


def _named(quad: Quad) -> Quad:
    """The quad in a named graph."""
    return in_graph(quad.triple, DATA) if isinstance(quad.graph_name, DefaultGraph) else quad
