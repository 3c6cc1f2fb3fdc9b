"""What the ontology adds to reported triples, held against owlrl's own closure."""

from pathlib import Path

import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import Quad, RdfFormat, Triple, parse
from rdflib import OWL, RDF, RDFS, Graph

from onrecord import inference
from onrecord.inference import Closure, infer, ontology
from onrecord.terms import add_all

PREFIXES = """
@prefix onr: <https://w3id.org/onrecord/ns#> .
@prefix kind: <https://w3id.org/onrecord/kinds#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://w3id.org/onrecord/data/> .
"""
GOOD = Path(__file__).parent / "validation" / "good.trig"
EXAMPLES = {
    "places": ":a onr:locatedIn :b . :b onr:locatedIn :c . :c onr:locatedIn :d . :e onr:operatedBy :g .",
    "attack": """:a a onr:Attack ; onr:target :school ; onr:allegedPerpetrator :army ; onr:caused :harm .
        :harm onr:affected :people ; onr:count :five . :five onr:number 5 ; onr:wording "five" .""",
    "order": ":a onr:follows :b . :b onr:follows :c . :s onr:hasPart :a , :b ; onr:possiblySameEventAs :x .",
    "support": """:r a onr:SupportRelation ; onr:supporter :s ; onr:recipient :g .
        :halt a onr:SupportHalt ; onr:changes :r .""",
    "foreign types": ":a onr:target 5 ; onr:number :b . :c a onr:Person , onr:Organization .",
    "agent and place": ":a a onr:Agent . :e onr:tookPlaceIn :a .",
    "harm and person": ":a onr:caused :p . :p a onr:Person , onr:Harm ; onr:memberOf :q .",
    "wrong number": ':five onr:number "many"^^xsd:integer .',
    "wrong datatype": ':five onr:wording 5 ; onr:number "5" ; onr:edtf "2019"^^xsd:string .',
    "same": ":a owl:sameAs :b . :a onr:target :c . :b a onr:Attack .",
    "different": ":a owl:sameAs :b . :a owl:differentFrom :b .",
    "nothing": ":a a owl:Nothing .",
    "own axioms": """onr:target rdfs:subPropertyOf :hits . :Raid rdfs:subClassOf onr:Attack .
        :a a :Raid ; onr:target :b .""",
    "empty": "",
}


def triples(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(PREFIXES + text, format=RdfFormat.TURTLE)]


def plain_closure(reported: list[Triple]) -> Closure:
    """What is kept of owlrl's closure of the data and the whole ontology."""
    data = add_all(Graph(), reported)
    graph = Graph()
    for statement in (*ontology(), *data):
        graph.add(statement)
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    return Closure(inference._kept(graph, data), inference._inconsistencies(graph, data))


@pytest.mark.parametrize("name", EXAMPLES)
def test_closure_equals_that_of_owlrl(name: str) -> None:
    reported = triples(EXAMPLES[name])
    assert infer(reported) == plain_closure(reported)


def test_closure_of_a_document_equals_that_of_owlrl() -> None:
    quads: list[Quad] = list(parse(path=str(GOOD), format=RdfFormat.TRIG))
    reported = [q.triple for q in quads if "/reported/" in str(q.graph_name)]
    types = [
        q.triple for q in quads if "entities" in str(q.graph_name) and q.predicate.value == str(RDF.type)
    ]
    assert infer(reported, types) == plain_closure([*reported, *types])
    assert infer(reported, types).triples


def said(closure: Closure) -> set[str]:
    def local(term) -> str:
        return term.value.rpartition("/")[2].rpartition("#")[2]

    return {" ".join(local(term) for term in triple) for triple in closure.triples}


def test_location_is_transitive() -> None:
    assert {"a locatedIn c", "a locatedIn d", "b locatedIn d"} <= said(infer(triples(EXAMPLES["places"])))


def test_classes_follow_from_properties_and_classes() -> None:
    found = said(infer(triples(EXAMPLES["attack"])))
    assert {"a type Event", "army type Agent", "five type Quantity"} <= found


def test_possible_sameness_goes_both_ways() -> None:
    assert "x possiblySameEventAs s" in said(infer(triples(EXAMPLES["order"])))


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_noise_is_kept(name: str) -> None:
    reported = triples(EXAMPLES[name])
    for triple in infer(reported).triples:
        assert type(triple.subject).__name__ == "NamedNode"
        assert triple.predicate.value == str(RDF.type) or triple.predicate.value.startswith(inference._ONR)
        assert "w3.org/2002/07/owl" not in str(triple)
        assert triple not in reported


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("agent and place", "Disjoint classes"),
        ("wrong number", "does not match its datatype"),
        ("same", "one thing (owl:sameAs)"),
        ("different", "differentFrom"),
        ("nothing", "Nothing"),
    ],
)
def test_a_contradiction_is_told_in_words(name: str, words: str) -> None:
    messages = infer(triples(EXAMPLES[name])).inconsistencies
    assert any(words in message for message in messages)
    assert not any("https://w3id.org/onrecord/ns#" in message for message in messages)


def test_a_contradiction_names_the_node() -> None:
    (message,) = infer(triples(EXAMPLES["agent and place"])).inconsistencies
    assert "onr:Place" in message and "<https://w3id.org/onrecord/data/a>" in message


def test_the_ontology_alone_contradicts_nothing() -> None:
    graph = Graph()
    for statement in ontology():
        graph.add(statement)
    OWLRL_Semantics(graph, False, False).closure()
    assert inference._inconsistencies(graph, Graph()) == ()


def test_closing_leaves_the_ontology_as_it_is() -> None:
    before = set(ontology())
    infer(triples(EXAMPLES["attack"]))
    assert set(ontology()) == before
    assert (None, OWL.sameAs, None) not in ontology()
    assert (None, RDFS.subClassOf, None) in ontology()


def test_order_of_the_input_does_not_matter() -> None:
    reported = triples(EXAMPLES["attack"])
    assert infer(reported) == infer(reversed(reported))
