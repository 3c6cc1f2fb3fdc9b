"""SPARQL text: parameters are bound as terms wherever they stand, and what must not run is refused."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, Store, Variable

from onrecord.errors import UsageError
from onrecord.savedquery import parse_query
from onrecord.sparql import Form, bind, screen, tokens
from three_attacks import ALL, E, node, quads


@pytest.fixture(scope="module")
def memory():
    store = Store()
    store.extend(quads())
    return store


def names(store, text, **given):
    """The first column of a query with parameters bound, as local names, in this process."""
    terms = parse_query(text, "test").terms(given)
    rows = store.query(bind(text, terms), use_default_graph_as_union=True)
    return sorted(row[0].value.removeprefix(E) for row in rows)


PATTERNS = {
    "pattern": "SELECT ?a { ?a <http://example.org/place> ?__p_iri }",
    "filter": "SELECT ?a { ?a <http://example.org/place> ?p FILTER(!BOUND(?__p_iri) || ?p = ?__p_iri) }",
    "sub-select": "SELECT ?a { { SELECT ?a (COUNT(*) AS ?c) { ?a <http://example.org/place> ?p "
    "FILTER(!BOUND(?__p_iri) || ?p = ?__p_iri) } GROUP BY ?a } }",
    "exists": "SELECT ?a { ?a <http://example.org/n> ?n FILTER(!BOUND(?__p_iri) || "
    "EXISTS { ?a <http://example.org/place> ?p FILTER(?p = ?__p_iri) }) }",
    "union": "SELECT DISTINCT ?a { { ?a <http://example.org/place> ?p "
    "FILTER(!BOUND(?__p_iri) || ?p = ?__p_iri) } UNION { ?a <http://example.org/none> ?__p_iri } }",
    "bind": "SELECT ?a { ?a <http://example.org/place> ?p BIND(COALESCE(?__p_iri, ?p) AS ?q) "
    "FILTER(?p = ?q) }",
    "having": "SELECT ?a { ?a <http://example.org/place> ?p } GROUP BY ?a "
    "HAVING(COALESCE(SAMPLE(?p) = SAMPLE(?__p_iri), true))",
    "where is a sub-select": "SELECT ?a WHERE { SELECT ?a { ?a <http://example.org/place> ?p } GROUP BY ?a "
    "HAVING(COALESCE(SAMPLE(?p) = SAMPLE(?__p_iri), true)) }",
}


@pytest.mark.parametrize("text", PATTERNS.values(), ids=PATTERNS)
def test_an_optional_parameter_restricts_only_where_it_is_given(memory, text):
    assert names(memory, text) == ALL
    assert names(memory, text, p=E + "idlib") == ["a0", "a2"]
    assert names(memory, text, p=E + "nowhere") == []


def test_optional_and_negation(memory):
    text = "SELECT ?a { ?a <urn:e/n> ?n MINUS { ?a <urn:e/place> ?p FILTER(?p = ?_p_iri) } }"
    assert names(memory, text.replace("urn:e/", E), p=E + "idlib") == ["a1"]
    text = "SELECT ?a { ?a <urn:e/n> ?n OPTIONAL { ?a <urn:e/place> ?p FILTER(?p = ?_p_iri) } "
    text += "FILTER(!BOUND(?p)) }"
    assert names(memory, text.replace("urn:e/", E), p=E + "idlib") == ["a1"]


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_value_stays_a_value(memory, value):
    text = "SELECT ?x { BIND(?_v AS ?x) }"
    bound = bind(text, parse_query(text, "test").terms({"v": value}))
    assert [row["x"] for row in memory.query(bound)] == [Literal(value)]


INJECTION = '" } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } VALUES ?z { "'


def test_an_injection_is_only_a_string(memory):
    assert names(memory, "SELECT ?a { ?a <http://example.org/label> ?_v }", v=INJECTION) == []
    with pytest.raises(UsageError, match="absolute IRI"):
        names(memory, "SELECT ?a { ?a ?b ?_v_iri }", v="http://x> } #")


HIDDEN = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> {} }",
    "SELECT * { service silent ?x {} }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX e: <http://127.0.0.1:9/> SELECT * { SERVICEe:x { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<http://127.0.0.1:9/>{} }",
    "SELECT * { ?s ?p trueSERVICE<http://127.0.0.1:9/>{} }",
    "PREFIX e: <http://127.0.0.1:9/> SELECT * { ?s ?p trueSERVICEe:x{} }",
    "SELECT * { ?s ?p ?o FILTER(?s<?o+'>'='')SERVICE <http://127.0.0.1:9/> {} #'\n}",
    "SELECT * { # comment's\n SERVICE <http://127.0.0.1:9/> {} }",
    "SELECT * { <http://x/#> ?p ?o . SERVICE <http://127.0.0.1:9/> {} }",
    "SELECT * { ?s ?p '''a''b\\''''. SERVICE <http://127.0.0.1:9/> {} }",
    "ASK { FILTER EXISTS { { SELECT * { SERVICE <http://127.0.0.1:9/> {} } } } }",
]


@pytest.mark.parametrize("text", HIDDEN)
def test_service_is_refused_wherever_it_hides(text):
    with pytest.raises(UsageError, match="refused: (SERVICE|an IRI with an apostrophe)"):
        screen(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 'SERVICE <http://x> {}' }",
        'SELECT * { ?s ?p """a" SERVICE "b""" } # SERVICE <x> {}',
        "SELECT * { ?service <http://x/SERVICE> ?o }",
        "PREFIX e: <http://x/> SELECT * { ?s e:service e:SERVICE. }",
        "PREFIX e: <http://x/> SELECT * { ?s e:it\\'s 'a' }",
        "SELECT * { ?s ?p ?o FILTER(?s < ?o && ?o > 'a') }",
    ],
)
def test_words_that_only_look_like_service_are_not(text):
    assert screen(text).form == Form.SELECT
    Store().query(text)


@pytest.mark.parametrize(
    "word", ["INSERT DATA {}", "DELETE WHERE {}", "LOAD <file:///etc/passwd>", "DROP ALL"]
)
def test_updates_are_refused(word):
    with pytest.raises(UsageError, match="refused: .* would change the data"):
        screen(f"PREFIX e: <http://x/>\n# note\n{word}")


def test_deep_nesting_is_refused_before_it_runs():
    deep = "(" * 501 + "1" + ")" * 501
    with pytest.raises(UsageError, match="query:1:.* more than 500 nested brackets"):
        screen(f"ASK {{ FILTER({deep} = 1) }}")
    screen(f"ASK {{ FILTER({'(' * 400}1{')' * 400} = 1) }}")


def test_the_store_still_ignores_substitutions_in_filters(memory):
    """The reason for data blocks; when this fails, `bind` may give way to the store's own means."""
    text = f"SELECT ?a ?__p {{ ?a <{E}place> ?p FILTER(!BOUND(?__p) || ?p = ?__p) }}"
    assert (
        len(
            list(
                memory.query(
                    text, substitutions={Variable("__p"): node("idlib")}, use_default_graph_as_union=True
                )
            )
        )
        == 3
    )


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { " + "a." * 200_000 + " }",
        "SELECT * { " + "a-b" * 150_000 + " }",
        "ASK { FILTER(1 <" + "'a'" * 150_000,
        "ASK { <" + "a'b'c" * 100_000,
    ],
    ids=["points", "hyphens", "strings", "odd IRI"],
)
def test_a_text_is_read_in_a_time_that_grows_with_its_length_alone(text):
    began = time.process_time()
    screen(text)
    assert time.process_time() - began < 15  # the square of its length takes hours


@pytest.mark.parametrize("piece", ["\\'", '\\"', '\\"""\n', "\\'''\n"])
def test_strings_without_an_end_are_refused_where_one_begins(piece):
    began = time.process_time()
    with pytest.raises(UsageError, match=r"query:\d+:\d+: refused: strings without an end"):
        screen("ASK { 'a'\n" + piece[1] + piece * 150_000)
    assert time.process_time() - began < 15
    screen("ASK { ?s ?p '' , ' ' , \"\" , 'a' }" + "# don't\n" * 50)


@pytest.mark.parametrize("text", ["a.b-c.1d e.:f.g", "a._:b é·ü.", "?a.b<c>.d", "true.false", "a.'b'c"])
def test_words_end_where_a_name_does_not_begin(text):
    found = list(tokens(text))
    assert "".join(token.text for token in found) == text.replace(" ", "")
    assert all(text[token.start : token.end] == token.text for token in found)
    assert [token.text for token in found if token.kind == "name"] == re.findall(r"\S*:\S*", text)
    words = [token.text for token in found if token.kind == "word"]
    assert all(word.isalnum() or word == "é·ü" for word in words)


def test_a_parameter_cannot_be_assigned():
    for text in (
        "ASK {\n BIND(1 AS ?_x) }",
        "SELECT\n (1 AS ?_x) {}",
        "ASK {\n {} { SELECT (1 as $_x) {} } }",
    ):
        bind(text, {"y": "1"})
        with pytest.raises(UsageError, match=r"query:2:\d+: .*parameter .*cannot be assigned in the query"):
            bind(text, {"_x": "1"})


def test_a_value_is_not_put_into_ever_so_many_groups():
    text = "ASK { " + "{ ?_x ?p ?o }" * 5_000 + " }"
    assert len(bind(text, {"_x": "1"})) < 200_000
    with pytest.raises(UsageError, match="too long with its parameters"):
        bind(text, {"_x": '"' + "x" * 100_000 + '"'})


FEDERATED = "SELECT * { SERVICE <http://data.example.org:3030/sparql> { ?s ?p ?o } }"


def test_service_is_allowed_for_a_host_that_is_named():
    assert screen(FEDERATED, hosts=["data.example.org"]).form is Form.SELECT
    assert screen(FEDERATED, hosts=["other", "data.example.org:3030"]).form is Form.SELECT
    for hosts in ([], ["example.org"], ["data.example.org:80"]):
        with pytest.raises(UsageError, match="SERVICE would ask http://data.example.org:3030/sparql"):
            screen(FEDERATED, hosts=hosts)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE ?x { ?s ?p ?o } VALUES ?x { <http://good/> } }",
        "SELECT * { SERVICE <http://good/> { ?s ?p ?o } SERVICE <http://bad/> { ?s ?p ?o } }",
        "SELECT * { SERVICE <http://good@bad/> { ?s ?p ?o } }",
        "PREFIX : <http://good/> SELECT * { SERVICE:x { ?s ?p ?o } }",
        "SELECT * { SERVICE <file:///good> { ?s ?p ?o } }",
    ],
)
def test_an_allowed_host_allows_no_other(text):
    with pytest.raises(UsageError, match="SERVICE would ask"):
        screen(text, hosts=["good"])


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX service: <http://x/> SELECT * { ?s service:offered ?o . ?o a service:Thing }",
        "PREFIX service: <http://x/> SELECT * { ?s a service:x . { ?s ?p ?o } UNION { ?o ?p ?s } }",
        "SELECT * { GRAPH ?service { ?s ?p ?o } }",
    ],
)
def test_a_prefix_may_be_named_service(text):
    assert screen(text).form is Form.SELECT
    Store().query(text)
