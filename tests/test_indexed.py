"""The graph in plain dictionaries against rdflib's own."""

from itertools import product

from rdflib import Graph, Literal, URIRef
from rdflib.paths import OneOrMore

from onrecord.indexed import IndexedGraph

A, B, C, P, Q = (URIRef(f"urn:{name}") for name in "abcpq")
TRIPLES = [(A, P, B), (A, P, C), (A, Q, Literal("b")), (B, P, C), (C, Q, A), (B, Q, Literal(1)), (C, P, C)]
PATTERNS = list(product((None, A, B, C), (None, P, Q), (None, B, C, Literal("b"), Literal(1))))


def both() -> tuple[Graph, Graph]:
    graphs = Graph(), IndexedGraph()
    for graph in graphs:
        for triple in (*TRIPLES, *TRIPLES):
            graph.add(triple)
    return graphs


def test_it_answers_as_a_graph_of_rdflib_does() -> None:
    plain, indexed = both()
    assert len(indexed) == len(plain) == len(TRIPLES)
    assert set(indexed) == set(plain)
    for pattern in PATTERNS:
        assert sorted(indexed.triples(pattern)) == sorted(plain.triples(pattern)), pattern
        assert (pattern in indexed) == (pattern in plain)
        s, p, o = pattern
        assert sorted(indexed.objects(s, p)) == sorted(plain.objects(s, p))
        assert sorted(indexed.subjects(p, o)) == sorted(plain.subjects(p, o))
    path = P * OneOrMore
    assert set(indexed.objects(A, path)) == set(plain.objects(A, path)) == {B, C}
    assert set(indexed.subjects(path, C)) == set(plain.subjects(path, C)) == {A, B, C}


def test_it_is_asked_queries() -> None:
    plain, indexed = both()
    query = "SELECT ?s ?o { ?s <urn:p>/<urn:p> ?o FILTER NOT EXISTS { ?s <urn:q> <urn:a> } }"
    assert {tuple(row) for row in indexed.query(query)} == {tuple(row) for row in plain.query(query)}


def test_what_is_removed_is_gone_from_every_index() -> None:
    for removed in PATTERNS:
        plain, indexed = both()
        plain.remove(removed)
        indexed.remove(removed)
        assert len(indexed) == len(plain)
        for pattern in PATTERNS:
            assert sorted(indexed.triples(pattern)) == sorted(plain.triples(pattern)), (removed, pattern)
