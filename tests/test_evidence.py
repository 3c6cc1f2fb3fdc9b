"""Evidence, names and places beside the rows of any answer."""

import json

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize
from tests.queries.record import INVENTED

from onrecord.pattern import patterns, stated
from onrecord.policy import report
from onrecord.query import Wish, answer, query, render, stream
from onrecord.savedquery import find_query
from onrecord.settings import Limits
from onrecord.task import Beside
from onrecord.terms import in_graph

ONR = "https://w3id.org/onrecord/ns#"
HEAD = f"PREFIX onr: <{ONR}> PREFIX kind: <https://w3id.org/onrecord/kinds#> "
ADDED = ("document", "sentence", "speaker", "polarity", "stance")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The invented documents with what the policy reports of them."""
    quads = [quad for file in INVENTED for quad in parse(path=str(file))]
    graph = NamedNode("https://w3id.org/onrecord/data/graph/reported/all")
    quads += [in_graph(triple, graph) for triple in report(quads, "quoted")]
    file = tmp_path_factory.mktemp("invented") / "data.nq"
    serialize(quads, str(file), format=RdfFormat.N_QUADS)
    return [file]


@pytest.fixture
def rows(data):
    def ask(text, **wish):
        return query(HEAD + text, data, **wish)

    return ask


def test_patterns_are_read_with_their_parts():
    found = patterns(
        HEAD + "SELECT * { ?a onr:target ?b ; onr:kind kind:airstrike , ?k . OPTIONAL { ?a onr:time ?t } "
        "MINUS { ?a onr:weapon ?w } FILTER NOT EXISTS { ?a onr:caused ?c } "
        "?a onr:locatedIn+/onr:alias ?p ; a onr:Attack }"
    )
    assert [(p.subject, p.predicate.rpartition("#")[2], p.object) for p in found] == [
        ("?a", "target", "?b"),
        ("?a", "kind", "<https://w3id.org/onrecord/kinds#airstrike>"),
        ("?a", "kind", "?k"),
        ("?a", "time", "?t"),
        ("?a", "locatedIn", None),
        ("?a", "type", f"<{ONR}Attack>"),
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("?a onr:x/onr:y+ ?b", [("?a", "x", None)]),
        ("?a ^onr:x/onr:y ?b", [(None, "x", "?a")]),
        ("?a ^onr:x ?b", [("?b", "x", "?a")]),
        ("?a onr:x|onr:y/onr:z ?b ; onr:k ?c", [("?a", "x", "?b"), ("?a", "y", None), ("?a", "k", "?c")]),
        ("?a (onr:x|onr:y) ?b . ?a onr:x (1 2)", []),
        ("?a ?p ?b", []),
    ],
)
def test_of_a_path_the_first_step_is_a_pattern(written, read):
    found = patterns(HEAD + f"SELECT * {{ {written} }}")
    assert [(p.subject, p.predicate.rpartition("#")[2], p.object) for p in found] == read


def test_evidence_of_a_path_is_that_of_its_first_step(rows):
    path = rows("SELECT ?event ?near { ?event onr:target/onr:locatedIn* ?near }", evidence=True)
    step = rows("SELECT ?event ?target { ?event onr:target ?target }", evidence=True)
    told = {(row["event"], row["sentence"]) for row in step.values()}
    assert path.rows and {(row["event"], row["sentence"]) for row in path.values()} <= told


def test_a_sentence_of_the_querys_own_hides_no_evidence(rows):
    found = rows("SELECT ?event ?sentence { ?event onr:target ?t BIND('mine' AS ?sentence) }", evidence=True)
    assert {row["sentence"] for row in found.values()} == {"mine"}
    assert found.rows and all(row["document"] and row["stance"] for row in found.values())


def test_a_claim_looked_for_is_the_statement_it_makes():
    found = stated(
        patterns(HEAD + "SELECT ?e ?t { ?c onr:subject ?e ; onr:predicate onr:target ; onr:object ?t }")
    )
    assert [(p.subject, p.predicate, p.object) for p in found] == [("?e", ONR + "target", "?t")]


def test_evidence_of_a_statement_is_that_of_its_claims(rows):
    found = rows("SELECT ?event ?target { ?event onr:target ?target }", evidence=True)
    assert found.columns == ("event", "target", *ADDED) and len(found.rows) > 2
    wanted = rows(
        "SELECT ?event ?target ?source ?exact {"
        " ?c onr:subject ?event ; onr:predicate onr:target ; onr:object ?target ;"
        " onr:evidence ?e . ?e <http://www.w3.org/ns/oa#hasSource>/onr:source ?source ;"
        " <http://www.w3.org/ns/oa#exact> ?exact . ?event onr:target ?target }"
    )
    assert {(row["event"], row["target"], row["document"]) for row in found.values()} == {
        (row["event"], row["target"], row["source"]) for row in wanted.values()
    }
    sentences = {(row["event"], row["target"]): set() for row in found.values()}
    for row in found.values():
        sentences[row["event"], row["target"]].add(row["sentence"])
    for row in wanted.values():
        assert any(row["exact"] in sentence for sentence in sentences[row["event"], row["target"]])


def test_a_claim_that_is_looked_for_is_itself_the_evidence(rows):
    found = rows(
        "SELECT ?e ?p { ?c onr:subject ?e ; onr:predicate onr:allegedPerpetrator ; onr:object ?p }",
        evidence=True,
    )
    shown = rows(
        "SELECT ?c { ?c onr:subject ?e ; onr:predicate onr:allegedPerpetrator ; onr:object ?p }",
        evidence=True,
    )
    key = ("document", "sentence", "speaker", "polarity", "stance")
    assert {tuple(row[k] for k in key) for row in found.values()} == {
        tuple(row[k] for k in key) for row in shown.values()
    }
    assert {row["polarity"] for row in found.values()} == {"affirmed", "denied"}


def test_evidence_is_added_only_where_it_is_missing():
    plain = query("attacks-by-place", INVENTED)
    found = query("attacks-by-place", INVENTED, evidence=True)
    assert found.columns == (*plain.columns, "polarity")
    assert [row[:-1] for row in found.rows] == list(plain.rows)
    assert {row["polarity"] for row in found.values()} == {"affirmed"}


def test_a_row_without_claims_stays_with_empty_cells(rows):
    found = rows("SELECT ?x { VALUES ?x { <urn:nothing> } }", evidence=True)
    assert found.rows == ((NamedNode("urn:nothing"), None, None, None, None, None),)


def test_labels_stand_beside_iris(rows):
    found = rows("SELECT ?event ?n { ?event onr:target ?t BIND(1 AS ?n) }", labels=True)
    assert found.columns == ("event", "eventLabel", "n") and found.rows
    assert all(isinstance(row[1], Literal) for row in found.rows)
    twice = rows("SELECT ?event ?eventLabel { ?event onr:target ?t BIND('x' AS ?eventLabel) }", labels=True)
    assert twice.columns == ("event", "eventLabel")


def geojson(what, data):
    found = answer(find_query(what), data, {}, Limits(), Wish(Beside(places=True)))
    return json.loads(b"".join(stream(found, "geojson")))


def test_rows_with_places_are_features(tmp_path):
    place, event = (NamedNode(f"https://w3id.org/onrecord/data/{name}") for name in ("place/gn1", "event/1"))
    geo = "http://www.w3.org/2003/01/geo/wgs84_pos#"
    quads = [
        Quad(place, NamedNode(geo + "lat"), Literal("35.93")),
        Quad(place, NamedNode(geo + "long"), Literal("36.63")),
        Quad(event, NamedNode(ONR + "tookPlaceIn"), place),
        Quad(place, NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), Literal("Torvik")),
    ]
    (tmp_path / "x.nq").write_text("".join(f"{quad} .\n" for quad in quads))
    found = geojson(HEAD + "SELECT ?e ?n { ?e onr:tookPlaceIn ?p BIND(2 AS ?n) }", [tmp_path / "x.nq"])
    (feature,) = found["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [36.63, 35.93]}
    assert feature["properties"]["n"] == 2 and feature["properties"]["e"] == event.value
    found = geojson("SELECT ('Torvik' AS ?place) {}", [tmp_path / "x.nq"])
    assert found["features"][0]["geometry"]["coordinates"] == [36.63, 35.93]
    found = geojson("SELECT ('Elsewhere' AS ?place) {}", [tmp_path / "x.nq"])
    assert found["features"][0]["geometry"] is None
    assert geojson("SELECT ?x { ?x <urn:no> ?y }", [tmp_path / "x.nq"])["features"] == []


@pytest.mark.parametrize("name", ["table", "csv", "tsv", "json", "xml", "markdown", "geojson"])
def test_no_rows_still_have_their_header(name, rows):
    found = rows("SELECT ?place ?other { ?place <urn:no> ?other }")
    text = render(found, name).decode()
    assert ("place" in text and "other" in text) or name == "geojson"
