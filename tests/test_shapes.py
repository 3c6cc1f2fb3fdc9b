"""Each shape has a file that conforms and one for every way it can fail, which violates that shape only."""

from functools import cache
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, URIRef
from rdflib.collection import Collection

from onrecord.resources import resource
from onrecord.vocab import CLASSES, KIND, MODULES, OA, ONR, ONRSH

CASES = Path(__file__).parent / "shapes"
VALID = sorted(path.name for path in CASES.glob("*.valid.ttl"))
INVALID = sorted(path.name for path in CASES.glob("*.invalid.ttl"))
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty)


@cache
def terms() -> Graph:
    graph = Graph()
    for name in (*MODULES, "kinds"):
        graph.parse(resource("ontology", f"{name}.ttl"), format="turtle")
    return graph


@cache
def shapes() -> Graph:
    graph = Graph()
    for name in MODULES:
        graph.parse(resource("ontology", "shapes", f"{name}.ttl"), format="turtle")
    return graph


def shapes_of(kind: URIRef) -> set[str]:
    return {str(shape).removeprefix(ONRSH) for shape in shapes().subjects(RDF.type, kind)}


def has_target(name: str) -> bool:
    targets = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
    return any((ONRSH[name], target, None) in shapes() for target in targets)


def checks_itself(name: str) -> bool:
    """Whether a node shape has constraints of its own, beside its property shapes."""
    return (ONRSH[name], SH.message, None) in shapes()


def violated(case: str) -> set[str]:
    data = Graph()
    for triple in terms():
        data.add(triple)
    data.parse(CASES / "document.ttl")
    data.parse(CASES / case)
    _, report, _ = validate(data, shacl_graph=shapes(), inplace=True)
    assert isinstance(report, Graph), report
    sources = {report.value(result, SH.sourceShape) for result in report.objects(None, SH.result)}
    return {str(source).removeprefix(ONRSH) for source in sources}


def test_there_are_cases():
    assert len(VALID) > 30
    assert len(INVALID) > 100


def test_no_file_is_left_out():
    assert {path.name for path in CASES.iterdir()} == {*VALID, *INVALID, "document.ttl"}


def test_each_shape_has_a_file_that_conforms():
    assert {name.split(".")[0] for name in VALID} == {
        name for name in shapes_of(SH.NodeShape) if has_target(name)
    }


def test_each_shape_has_a_file_that_violates_it():
    helpers = {name for name in shapes_of(SH.NodeShape) if not has_target(name)}
    expected = {name for name in shapes_of(SH.NodeShape) - helpers if checks_itself(name)}
    expected |= {name for name in shapes_of(SH.PropertyShape) if name.partition("-")[0] not in helpers}
    assert {name.split(".")[0] for name in INVALID} == expected


@pytest.mark.parametrize("case", VALID)
def test_valid_case_conforms(case):
    assert violated(case) == set()


@pytest.mark.parametrize("case", INVALID)
def test_invalid_case_violates_the_shape_named_and_no_other(case):
    assert violated(case) == {case.split(".")[0]}


ODD = [
    '"x"',
    '"x"@en',
    '"x"^^xsd:integer',
    '"2019-5-3"^^xsd:date',
    "2.5",
    "true",
    '"PT"^^xsd:duration',
    ":nothing",
    "[]",
]


@pytest.mark.parametrize("odd", ODD)
def test_odd_values_are_findings_and_break_nothing(odd):
    prefixes = f"""
        @prefix : <https://w3id.org/onrecord/data/> . @prefix onr: <{ONR}> . @prefix oa: <{OA}> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    """
    properties = sorted(term for kind in PROPERTIES for term in terms().subjects(RDF.type, kind))
    data = Graph()
    for triple in terms():
        data.add(triple)
    data.parse(data=prefixes + "".join(f":x a <{ONR[name]}> . " for name in sorted(CLASSES)), format="turtle")
    data.parse(data=prefixes + "".join(f":x <{term}> {odd} . " for term in properties), format="turtle")
    data.parse(
        data=f"{prefixes} :e oa:hasSource :x ; oa:start {odd} ; oa:end 5 ; oa:exact {odd} .", format="turtle"
    )
    data.parse(data=f"{prefixes} :q onr:minimum {odd} ; onr:maximum 5 .", format="turtle")
    data.parse(
        data=f"{prefixes} :t onr:earliest {odd} ; onr:latest '2019-01-01'^^xsd:date .", format="turtle"
    )
    conforms, report, text = validate(data, shacl_graph=shapes(), inplace=True)
    assert isinstance(report, Graph), text
    assert not conforms


def test_each_class_has_a_shape():
    targets = set(shapes().objects(None, SH.targetClass))
    for name in CLASSES - {"InformationResource"}:  # its parts are what data has
        assert targets & set(terms().transitive_objects(ONR[name], RDFS.subClassOf)), name


def test_shapes_use_declared_terms_only():
    for triple in shapes():
        for term in triple:
            if isinstance(term, URIRef) and str(term).startswith((str(ONR), str(KIND))):
                assert (term, None, None) in terms(), term


def test_each_shape_that_checks_says_what_and_how_bad():
    checking = shapes_of(SH.PropertyShape) | {name for name in shapes_of(SH.NodeShape) if checks_itself(name)}
    for name in checking:
        assert len(set(shapes().objects(ONRSH[name], SH.message))) == 1, name
        assert len(set(shapes().objects(ONRSH[name], SH.severity))) == 1, name


def test_named_shapes_belong_to_their_node_shape():
    for name in shapes_of(SH.PropertyShape):
        owner = ONRSH[name.partition("-")[0]]
        assert ONRSH[name] in shapes().transitive_objects(owner, SH.property), name


@pytest.mark.parametrize(
    ("shape", "scheme"),
    [
        ("polarity", "Polarities"),
        ("stance", "Stances"),
        ("explicitness", "Explicitness"),
        ("attitude", "Attitudes"),
    ],
)
def test_closed_lists_equal_their_schemes(shape, scheme):
    listed = shapes().value(ONRSH[f"ClaimShape-{shape}"], SH["in"])
    assert set(Collection(shapes(), listed)) == set(terms().subjects(SKOS.inScheme, KIND[scheme]))
