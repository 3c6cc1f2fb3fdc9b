"""The ontology is small, documented, consistent, and the same in Turtle, Python and JSON-LD."""

from collections import Counter
from functools import cache
from itertools import combinations

import owlrl
import pytest
from owlrl.Namespaces import ERRNS
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, VANN, XSD

from onrecord import vocab
from onrecord.claim import Attitude, Explicitness, Polarity, Stance
from onrecord.context import derive_context, format_context, read_ontology
from onrecord.resources import resource
from onrecord.vocab import KIND, MODULES, OA, ONR, is_object_property, property_iri

NAMESPACE = "https://w3id.org/onrecord/ns"
PROPERTY_TYPES = (OWL.ObjectProperty, OWL.DatatypeProperty)


@cache
def module(name: str) -> Graph:
    return Graph().parse(resource("ontology", f"{name}.ttl"), format="turtle")


@cache
def ontology() -> Graph:
    return read_ontology()


def ours(kind: URIRef, graph: Graph | None = None) -> set[URIRef]:
    found = (graph or ontology()).subjects(RDF.type, kind)
    return {term for term in found if isinstance(term, URIRef) and term.startswith(str(ONR))}


def local(terms: set[URIRef]) -> set[str]:
    return {term.partition("#")[2] for term in terms}


def terms() -> list[URIRef]:
    return sorted(ours(OWL.Class) | ours(OWL.ObjectProperty) | ours(OWL.DatatypeProperty))


def test_ontology_stays_small():
    classes, properties = len(ours(OWL.Class)), len(ours(OWL.ObjectProperty) | ours(OWL.DatatypeProperty))
    assert 0 < classes <= 50
    assert 0 < properties <= 85


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.partition("#")[2])
def test_term_is_documented(term):
    for predicate in (RDFS.label, SKOS.definition, SKOS.example):
        (text,) = ontology().objects(term, predicate)
        assert isinstance(text, Literal)
        assert text.language == "en"
        assert text.strip() == str(text) != ""
    (home,) = ontology().objects(term, RDFS.isDefinedBy)
    (declared,) = (name for name in MODULES if (term, RDFS.label, None) in module(name))
    assert str(home) == f"{NAMESPACE}/{declared}"


@pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition, SKOS.example])
def test_no_two_terms_are_documented_alike(predicate):
    counts = Counter(str(text).lower() for term in terms() for text in ontology().objects(term, predicate))
    assert [text for text, count in counts.items() if count > 1] == []


def test_terms_have_one_type_and_at_most_one_domain_and_range():
    for term in ours(OWL.ObjectProperty) | ours(OWL.DatatypeProperty):
        assert sum((term, RDF.type, kind) in ontology() for kind in PROPERTY_TYPES) == 1, term
        assert len(set(ontology().objects(term, RDFS.domain))) <= 1, term
        assert len(set(ontology().objects(term, RDFS.range))) <= 1, term


def test_names_follow_their_form():
    assert all(name[0].isupper() for name in vocab.CLASSES | vocab.SCHEMES)
    assert all(
        name[0].islower() for name in vocab.OBJECT_PROPERTIES | vocab.DATATYPE_PROPERTIES | vocab.KINDS
    )


def test_all_terms_used_are_declared():
    for triple in ontology():
        for term in triple:
            if isinstance(term, URIRef) and term.startswith(str(ONR)) and term != URIRef(str(ONR)):
                assert (term, RDFS.label, None) in ontology(), term


def test_annotations_used_are_declared():
    standard = (str(RDF), str(RDFS), str(OWL))
    for predicate in {p for p in ontology().predicates() if not str(p).startswith(standard)}:
        assert (predicate, RDF.type, OWL.AnnotationProperty) in ontology(), predicate


def test_ranges_stay_within_owl_2_rl():
    # xsd:date is not in the OWL 2 datatype map: the shapes check it
    ranges = {ontology().value(term, RDFS.range) for term in ours(OWL.DatatypeProperty)} - {None}
    assert ranges == {XSD.string, XSD.decimal, XSD.boolean, XSD.anyURI}


def test_candidates_for_sameness_are_symmetric_and_not_transitive():
    for term in (ONR.possiblySameAs, ONR.possiblySameEventAs):
        assert (term, RDF.type, OWL.SymmetricProperty) in ontology()
        assert (term, RDF.type, OWL.TransitiveProperty) not in ontology()


def test_top_classes_are_pairwise_disjoint():
    tops = ["Agent", "Place", "Event", "Asset", "InformationResource", "Harm", "Damage"]
    tops += ["Quantity", "TimeDescription"]
    for one, other in combinations([ONR[name] for name in tops], 2):
        assert (one, OWL.disjointWith, other) in ontology() or (other, OWL.disjointWith, one) in ontology()


def test_modules_say_what_they_are_and_import_what_they_use():
    for position, name in enumerate(MODULES):
        graph, iri = module(name), URIRef(f"{NAMESPACE}/{name}")
        assert (iri, RDF.type, OWL.Ontology) in graph
        assert str(graph.value(iri, OWL.versionIRI)).startswith(f"{NAMESPACE}/")
        for predicate in (
            DCTERMS.title,
            DCTERMS.description,
            DCTERMS.license,
            DCTERMS.creator,
            OWL.versionInfo,
        ):
            assert graph.value(iri, predicate), predicate
        assert str(graph.value(iri, VANN.preferredNamespaceUri)) == str(ONR)
        imported = {str(found).rpartition("/")[2] for found in graph.objects(iri, OWL.imports)}
        assert imported <= set(MODULES[:position])
        axioms = [triple for triple in graph if "Includes" not in triple[1]]  # that annotation may look ahead
        used = {str(term) for triple in axioms for term in triple if str(term).startswith(f"{NAMESPACE}#")}
        homes = {str(ontology().value(URIRef(term), RDFS.isDefinedBy)) for term in used - {str(ONR)}}
        assert {home.rpartition("/")[2] for home in homes} <= imported | {name}, name


@pytest.mark.parametrize("name", [*MODULES, "kinds", "alignments"])
def test_no_blank_nodes(name):
    assert not [node for node in module(name).all_nodes() if isinstance(node, BNode)]


def test_ontology_alone_is_consistent():
    graph = Graph()
    for triple in (*ontology(), *module("kinds")):
        graph.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    assert list(graph.objects(None, ERRNS.error)) == []
    assert not list(graph.subjects(RDF.type, OWL.Nothing))


def test_an_agent_that_is_a_place_is_inconsistent():
    graph = Graph()
    for triple in ontology():
        graph.add(triple)
    graph.add((URIRef("https://example.org/x"), ONR.locatedIn, URIRef("https://example.org/y")))
    graph.add((URIRef("https://example.org/x"), ONR.worksIn, URIRef("https://example.org/y")))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    assert list(graph.objects(None, ERRNS.error))


def test_python_has_the_terms_of_the_turtle_files():
    assert local(ours(OWL.Class)) == vocab.CLASSES
    assert local(ours(OWL.ObjectProperty)) == vocab.OBJECT_PROPERTIES
    assert local(ours(OWL.DatatypeProperty)) == vocab.DATATYPE_PROPERTIES
    kinds = module("kinds")
    assert {KIND[name] for name in vocab.KINDS} == set(kinds.subjects(RDF.type, SKOS.Concept))
    assert {KIND[name] for name in vocab.SCHEMES} == set(kinds.subjects(RDF.type, SKOS.ConceptScheme))


@pytest.mark.parametrize("namespace", [ONR, KIND, OA])
def test_misspelt_term_fails(namespace):
    with pytest.raises(AttributeError, match="misspelt"):
        _ = namespace.misspelt
    with pytest.raises(AttributeError, match="misspelt"):
        _ = namespace["misspelt"]


def test_terms_are_the_iris_they_look_like():
    for name in vocab.CLASSES | vocab.OBJECT_PROPERTIES | vocab.DATATYPE_PROPERTIES:
        assert getattr(ONR, name) == ONR[name] == URIRef(f"{NAMESPACE}#{name}")
    for name in vocab.KINDS | vocab.SCHEMES:
        assert getattr(KIND, name) == KIND[name] == URIRef(f"https://w3id.org/onrecord/kinds#{name}")


def test_properties_by_name():
    assert is_object_property("target")
    assert is_object_property("type")
    assert not is_object_property("roleTitle")
    assert property_iri("type") == RDF.type
    assert property_iri("target") == ONR.target
    with pytest.raises(KeyError, match="Attack"):
        property_iri("Attack")


def test_each_kind_is_in_a_scheme_and_documented():
    kinds = module("kinds")
    schemes = set(kinds.subjects(RDF.type, SKOS.ConceptScheme))
    for concept in kinds.subjects(RDF.type, SKOS.Concept):
        homes = set(kinds.objects(concept, SKOS.inScheme))
        assert homes
        assert homes <= schemes
        for broader in kinds.objects(concept, SKOS.broader):
            assert homes & set(kinds.objects(broader, SKOS.inScheme)), concept
    for scheme in schemes:
        members = set(kinds.subjects(SKOS.inScheme, scheme))
        assert len(members) > 1, scheme
        labels = [kinds.value(member, SKOS.prefLabel) for member in members]
        assert len(set(labels)) == len(labels), scheme
    for node in schemes | set(kinds.subjects(RDF.type, SKOS.Concept)):
        assert len(set(kinds.objects(node, SKOS.prefLabel))) == 1, node
        assert len(set(kinds.objects(node, SKOS.definition))) == 1, node


@pytest.mark.parametrize(
    ("scheme", "values"),
    [("Polarities", Polarity), ("Stances", Stance), ("Explicitness", Explicitness), ("Attitudes", Attitude)],
)
def test_values_of_a_claim_are_the_kinds_of_their_scheme(scheme, values):
    members = set(module("kinds").subjects(SKOS.inScheme, KIND[scheme]))
    assert members == {KIND[value.value] for value in values}


def test_alignments_speak_of_declared_terms_and_are_annotations():
    alignments = module("alignments")
    matches = {predicate for predicate in alignments.predicates() if str(predicate).endswith("Match")}
    assert matches
    for predicate in matches:
        assert (predicate, RDF.type, OWL.AnnotationProperty) in alignments
        for term, other in alignments.subject_objects(predicate):
            assert (term, RDFS.label, None) in ontology(), term
            assert not str(other).startswith(str(ONR)), other
    assert not list(alignments.triples((None, RDFS.subClassOf, None)))
    assert not list(alignments.triples((None, OWL.equivalentClass, None)))


def test_alignments_use_https_schema_org():
    others = {str(other) for other in module("alignments").objects()}
    assert not [other for other in others if other.startswith("http://schema.org")]


def test_context_is_not_stale():
    text = resource("ontology", "context.jsonld").read_text("utf-8")
    assert text == format_context(ontology()), "run: python -m onrecord.context > ontology/context.jsonld"


def test_context_has_every_term():
    context = derive_context(ontology())["@context"]
    assert {
        *vocab.CLASSES,
        *vocab.OBJECT_PROPERTIES,
        *vocab.DATATYPE_PROPERTIES,
        *dir_of_oa(),
    } <= context.keys()
    assert context["target"] == {"@id": "onr:target", "@type": "@id"}
    assert context["earliest"] == {"@id": "onr:earliest", "@type": "xsd:date"}
    assert context["start"] == {"@id": "oa:start", "@type": "xsd:integer"}
    assert context["roleTitle"] == {"@id": "onr:roleTitle"}


def dir_of_oa() -> list[str]:
    return list(OA._extras)


# rdflib's reader of JSON-LD still uses the class that it deprecates
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_json_ld_with_the_context_is_the_turtle():
    turtle = """
        @prefix onr: <https://w3id.org/onrecord/ns#> . @prefix kind: <https://w3id.org/onrecord/kinds#> .
        @prefix oa: <http://www.w3.org/ns/oa#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix prov: <http://www.w3.org/ns/prov#> .
        @prefix : <https://w3id.org/onrecord/data/> .
        :a a onr:Attack ; rdfs:label "a strike" ; onr:kind kind:airstrike ; onr:target :b .
        :a onr:intentional true .
        :t a onr:TimeDescription ; onr:wording "1 May" ; onr:earliest "2020-05-01"^^xsd:date .
        :q a onr:Quantity ; onr:number 12 ; onr:maximum 12.5 .
        :c onr:value "heroes" ; onr:predicate onr:characterizedAs ; prov:wasDerivedFrom :d ; onr:evidence :e .
        :e oa:start 3 ; oa:end 5 ; oa:exact "ab" ; oa:hasSource :d .
        :d onr:url "https://news.example/"^^xsd:anyURI .
    """
    graph = Graph().parse(data=turtle, format="turtle")
    written = graph.serialize(format="json-ld", context=derive_context(ontology())["@context"])
    assert '"kind": "kinds:airstrike"' in written
    assert set(Graph().parse(data=written, format="json-ld")) == set(graph)
