"""Engines give what their authorities give: on each case there is, on invented ones, on faulty graphs."""

import csv
import importlib.util
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, SH, XSD, Graph, URIRef

from onrecord import build, inference, shapes
from onrecord.checks import checked_store
from onrecord.engines import CLOSURE_ENGINES, SHAPE_ENGINES, Engines, constructs
from onrecord.errors import UsageError
from onrecord.inference import infer, ontology
from onrecord.report import Result
from onrecord.resources import resource
from onrecord.settings import DEFAULT_BASE
from onrecord.shapes import check_shapes
from onrecord.validation import validate, validate_quads
from onrecord.vocab import CLASSES, KIND, OA, ONR
from test_inference import EXAMPLES, triples

ROOT = Path(__file__).parent.parent
CASES = sorted(path.name for path in (ROOT / "tests" / "shapes").glob("*valid.ttl"))
ARTICLES = ROOT.parent / "shared" / "corpora" / "articles"
GOOD = ROOT / "tests" / "validation" / "good.trig"
VERDICTS = {"yes", "no", "not for literals"}

installed = pytest.mark.skipif(
    not all(map(importlib.util.find_spec, ("pyrudof", "reasonable"))),
    reason="the engines are not installed: pip install 'onrecord[engines]'",
)


def turtle(text: str) -> list[ox.Quad]:
    prefixes = f"""@prefix : <{DEFAULT_BASE}> . @prefix onr: <{ONR}> . @prefix kind: <{KIND}> .
        @prefix oa: <{OA}> . @prefix xsd: <{XSD}> . @prefix rdfs: <{RDFS}> . """
    return list(ox.parse((prefixes + text).encode(), format=ox.RdfFormat.TURTLE))


def found(quads: list[ox.Quad], engine: str, inferred: Iterable[ox.Triple] = ()) -> set[tuple[object, ...]]:
    """The results of the shapes, with all that a report tells apart."""
    return {result.order for result in check_shapes(quads, inferred, checked_store(quads), engine)}


# How an engine is chosen


def test_the_authorities_are_taken_unless_others_are_named() -> None:
    assert Engines.named([]) == Engines() == Engines("pyshacl", "owlrl")
    assert (SHAPE_ENGINES[0], CLOSURE_ENGINES[0]) == ("pyshacl", "owlrl")


@installed
def test_engines_are_named() -> None:
    assert Engines.named(["reasonable", "pyrudof"]) == Engines("pyrudof", "reasonable")
    assert Engines.named(["pyrudof"]) == Engines("pyrudof", "owlrl")


@pytest.mark.parametrize(
    ("names", "words"),
    [(["jena"], "no engine known here"), (["pyshacl", "pyrudof"], "same job as pyshacl")],
)
def test_what_cannot_be_chosen_is_said(names: list[str], words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        Engines.named(names)
    assert caught.value.exit_code == 2


def test_an_engine_that_is_not_installed_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.engines.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pyrudof: is not installed; .*onrecord\[engines\]"):
        Engines.named(["pyrudof"])


# The list of constructs


def test_each_construct_is_listed_once_with_a_known_verdict() -> None:
    with resource("data", "engines.csv").open(newline="", encoding="utf-8") as rows:
        listed = [(row["engine"], row["construct"], row["equal"]) for row in csv.DictReader(rows)]
    assert len({row[:2] for row in listed}) == len(listed) > 30
    assert {row[0] for row in listed} == {"pyrudof", "reasonable"}
    assert {row[2] for row in listed} == VERDICTS


def test_each_construct_of_the_shapes_is_listed_and_no_other() -> None:
    asked = {str(p) for p in shapes._shapes().predicates() if str(p).startswith(str(SH))}
    of_sparql = {str(SH[name]) for name in ("select", "prefixes", "declare", "prefix", "namespace")}
    assert asked - of_sparql == constructs("pyrudof").keys()


def test_each_construct_of_the_ontology_is_listed_and_no_other() -> None:
    schema = (str(OWL), str(RDFS))
    used = {str(o if p == RDF.type else p) for _, p, o in ontology()}
    assert {term for term in used if term.startswith(schema)} == constructs("reasonable").keys()


# Shapes: pyrudof


@installed
@pytest.mark.parametrize("case", CASES)
def test_pyrudof_gives_what_pyshacl_gives_for_each_case(case: str) -> None:
    quads = [
        quad
        for name in ("document.ttl", case)
        for quad in ox.parse(path=str(ROOT / "tests" / "shapes" / name), format=ox.RdfFormat.TURTLE)
    ]
    authority = found(quads, "pyshacl")
    assert found(quads, "pyrudof") == authority
    of_text = case.startswith(("DocumentShape-text.", "EvidenceWordsShape."))  # no shape sees the texts
    assert bool(authority) is (case.endswith(".invalid.ttl") and not of_text)


ODD = [
    '"x"',
    '"x"@en',
    '"x"^^xsd:integer',
    '" 5 "^^xsd:integer',
    '"+5"^^xsd:integer',
    '"5.0"^^xsd:integer',
    '"\u0663"^^xsd:integer',
    '"99999999999999999999999999"^^xsd:integer',
    '"1e3"^^xsd:decimal',
    '"1e3"^^xsd:double',
    '"INF"^^xsd:double',
    '"-5"^^xsd:nonNegativeInteger',
    '"2019-5-3"^^xsd:date',
    '"2019-02-30"^^xsd:date',
    '"2019-01-01Z"^^xsd:date',
    '"2019-01-01T00:00:00"^^xsd:dateTime',
    '"1"^^xsd:boolean',
    '"yes"^^xsd:boolean',
    '"PT"^^xsd:duration',
    '"not an address"^^xsd:anyURI',
    '"x"^^<urn:example:datatype>',
    '""',
    '"a \\"b\\"@en\\n\\\\c"',
    "2.5",
    "true",
    ":nothing",
    "<http://example.org/x>",
    "kind:airstrike",
    "onr:Place",
    "[]",
]


@cache
def properties() -> list[URIRef]:
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    return sorted(term for kind in kinds for term in ontology().subjects(RDF.type, kind))


def odd_graph(odd: str) -> list[ox.Quad]:
    """A node of every class with the odd value in every property, and nodes that hold it against others."""
    return turtle(
        "".join(f":x a onr:{name} . " for name in sorted(CLASSES))
        + "".join(f":x <{term}> {odd} . " for term in properties())
        + f""":x rdfs:label {odd} . :e oa:hasSource :x ; oa:start {odd} ; oa:end 5 ; oa:exact {odd} .
        :w a onr:Evidence ; oa:prefix {odd} ; oa:suffix {odd} ; oa:start {odd} ; oa:end {odd} .
        :q onr:minimum {odd} ; onr:maximum 5 . :r onr:maximum {odd} ; onr:minimum 5 .
        :t onr:earliest {odd} ; onr:latest "2019-01-01"^^xsd:date .
        :u onr:latest {odd} ; onr:earliest "2019-01-01"^^xsd:date ."""
    )


@installed
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.filterwarnings("ignore:Parsing weird boolean")
def test_pyrudof_gives_what_pyshacl_gives_for_odd_values(odd: str) -> None:
    authority = found(odd_graph(odd), "pyshacl")
    assert found(odd_graph(odd), "pyrudof") == authority
    assert len(authority) > 50


@installed
@pytest.mark.parametrize("construct", [c for c, equal in constructs("pyrudof").items() if equal != "yes"])
def test_what_is_left_to_pyshacl_is_not_equal(construct: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should rudof come to treat a construct equally, its row can say so."""
    from onrecord.engines import pyrudof

    trusting = dict(constructs("pyrudof")) | {construct: "yes"}
    if construct == str(SH.sparql):
        trusting |= dict.fromkeys((str(SH[n]) for n in ("select", "prefixes", "declare", "prefix")), "yes")
        trusting |= {str(SH.namespace): "yes"}
    monkeypatch.setattr(pyrudof, "constructs", lambda engine: trusting)
    shapes._rudof.cache_clear()
    telling = ['"x"', '"5.0"^^xsd:integer', '"-5"^^xsd:nonNegativeInteger']
    try:
        assert any(found(odd_graph(odd), "pyrudof") != found(odd_graph(odd), "pyshacl") for odd in telling)
    finally:
        shapes._rudof.cache_clear()


@installed
def test_most_shapes_are_run_by_pyrudof() -> None:
    engine = shapes._rudof()
    assert len(engine._always) < 10 < 100 < len(engine._rest)


# Closure: reasonable


def closed(reported: Iterable[ox.Triple], types: Iterable[ox.Triple] = ()) -> inference.Closure:
    from onrecord.engines.reasonable import close

    return close(reported, types)


@installed
@pytest.mark.parametrize("name", EXAMPLES)
def test_reasonable_gives_what_owlrl_gives_for_each_example(name: str) -> None:
    assert closed(triples(EXAMPLES[name])) == infer(triples(EXAMPLES[name]))


@installed
def test_reasonable_finds_nothing_wrong_with_the_ontology_alone() -> None:
    from onrecord.engines.reasonable import is_known

    assert is_known(ontology())
    assert closed(()) == infer(()) == inference.Closure()


@installed
def test_an_ontology_with_other_constructs_is_left_to_owlrl() -> None:
    from onrecord.engines.reasonable import is_known

    graph = Graph() + ontology()
    graph.add((ONR.target, RDF.type, OWL.FunctionalProperty))
    assert not is_known(graph)


INCONSISTENT = {
    "two disjoint classes": ":a a onr:Person , onr:Facility .",
    "disjoint by domain and range": ":a onr:target :b . :c onr:actor :a .",
    "disjoint over a subclass": ":a a onr:Settlement , onr:ArmedGroup .",
    "several at once": ":a a onr:Attack , onr:Person , onr:Quantity . :b a onr:Harm , onr:Claim .",
    "a number that is none": ':a onr:number "many"^^xsd:integer .',
    "a day that is none": ':a onr:earliest "2019-02-31"^^xsd:date .',
    "a literal of two classes": ':a onr:actor "x" . :b onr:joinedBy "x" .',
    "a literal of another datatype": ":a onr:intentional 5 , true .",
}


@installed
@pytest.mark.parametrize("name", INCONSISTENT)
def test_reasonable_finds_the_contradictions_that_owlrl_finds(name: str) -> None:
    reported = [quad.triple for quad in turtle(INCONSISTENT[name])]
    assert infer(reported).inconsistencies
    assert closed(reported) == infer(reported)


NODES = [ox.NamedNode(DEFAULT_BASE + name) for name in "abcd"]
LITERALS = [
    ox.Literal("x"),
    ox.Literal("x", language="en"),
    ox.Literal("q", datatype=ox.NamedNode("urn:example:datatype")),
    *(
        ox.Literal(form, datatype=ox.NamedNode(XSD[datatype]))
        for form, datatype in (
            ("5", "integer"),
            ("many", "integer"),
            ("2.5", "decimal"),
            ("2019-02-01", "date"),
            ("2019-02-31", "date"),
            ("true", "boolean"),
            ("5", "nonNegativeInteger"),
        )
    ),
]


def a_triple(things: list[object], values: list[object]) -> st.SearchStrategy[ox.Triple]:
    """Triples of the ontology's properties and classes over few nodes."""
    graph = ontology()
    objects = sorted(graph.subjects(RDF.type, OWL.ObjectProperty))
    datatypes = sorted(graph.subjects(RDF.type, OWL.DatatypeProperty))
    classes = [ONR[name] for name in sorted(CLASSES)]
    node = st.sampled_from(NODES)

    def of(predicates: list[URIRef], ends: list[object]) -> st.SearchStrategy[ox.Triple]:
        return st.builds(
            lambda s, p, o: ox.Triple(s, ox.NamedNode(p), o),
            node,
            st.sampled_from(predicates),
            st.sampled_from(ends),
        )

    return of(objects, things) | of(datatypes, values) | of([RDF.type], [ox.NamedNode(c) for c in classes])


PLAIN = a_triple([*NODES, ox.NamedNode(KIND.airstrike)], LITERALS)
MIXED = a_triple([*NODES, *LITERALS, ox.BlankNode("z")], [*LITERALS, *NODES])


@installed
@pytest.mark.parametrize("triple", [PLAIN, MIXED], ids=["plain", "mixed"])
def test_reasonable_gives_what_owlrl_gives_for_invented_graphs(triple: st.SearchStrategy[ox.Triple]) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(triple, max_size=12))
    def check(graph: list[ox.Triple]) -> None:
        assert closed(graph) == infer(graph)

    check()


@installed
def test_plain_data_are_closed_by_reasonable(monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.engines import reasonable

    monkeypatch.delattr(reasonable, "infer")
    assert closed(triples(EXAMPLES["attack"])).triples
    with pytest.raises(NameError):
        closed(triples(EXAMPLES["same"]))


# Whole reports


def at_work(engines: Engines, quads: list[ox.Quad]) -> tuple[Result, ...]:
    return validate_quads(quads, engines=engines).results


@installed
@pytest.mark.parametrize("fault", ["", "event:a1 onr:caused place:school . agent:army a onr:Facility ."])
def test_reports_are_equal(fault: str) -> None:
    text = GOOD.read_text("utf-8") + f"\ngraph:entities {{ {fault} }}"
    quads = list(ox.parse(text.encode(), format=ox.RdfFormat.TRIG))
    assert at_work(Engines("pyrudof", "reasonable"), quads) == at_work(Engines(), quads)
    assert bool(at_work(Engines(), quads)) is bool(fault)


@installed
def test_engines_are_equal_on_a_graph_full_of_faults(tmp_path: Path) -> None:
    graph = tmp_path / "good.nq"
    ox.serialize(ox.parse(path=str(GOOD), format=ox.RdfFormat.TRIG), str(graph), format=ox.RdfFormat.N_QUADS)
    command = [sys.executable, str(ROOT / "benchmarks" / "faults.py"), str(graph), "--copies", "1"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" 0 of them not the same") == 2


@installed
@pytest.mark.corpus
@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the articles are not beside the checkout")
def test_engines_are_equal_on_the_articles(tmp_path: Path) -> None:
    built = build(sorted(ARTICLES.glob("*.txt")), tmp_path / "graph")
    assert built.exit_code in (0, 1)
    quick = Engines("pyrudof", "reasonable")
    assert validate(tmp_path / "graph", engines=quick) == validate(tmp_path / "graph")


@installed
def test_a_build_with_other_engines_writes_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import reasonable

    asked = []
    reasoner = reasonable.PyReasoner
    monkeypatch.setattr(reasonable, "PyReasoner", lambda: asked.append(1) or reasoner())
    (tmp_path / "a.txt").write_text(
        "Strike on a school\n\nDate: 5 May 2019\n\nAn airstrike destroyed a school in Idlib on Sunday, "
        "killing five children, a doctor said. Russia denied bombing the school.\n"
    )
    build(tmp_path / "a.txt", tmp_path / "plain")
    assert not asked
    build(tmp_path / "a.txt", tmp_path / "fast", engines=Engines("pyrudof", "reasonable"))
    assert asked
    for name in ("dataset.nq", "graph.ttl", "reported.ttl", "report.json", "manifest.json"):
        assert (tmp_path / "fast" / name).read_bytes() == (tmp_path / "plain" / name).read_bytes()


@pytest.mark.parametrize("command", ["build", "validate"])
def test_a_command_takes_engines_by_name(command: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A shell hit a school in Idlib.")
    line = [sys.executable, "-m", "onrecord", command, str(tmp_path / "a.txt"), "--engine", "pellet"]
    done = subprocess.run(line, capture_output=True, text=True)
    assert done.returncode == 2
    assert "pellet: is no engine known here; choose of pyshacl, pyrudof, owlrl, reasonable" in done.stderr
