"""A small graph that conforms, broken in one place at a time: each fault is one finding that shows where."""

import csv
import json
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize
from pyshacl import validate as run_shapes
from rdflib import BNode, Graph, URIRef
from rdflib.namespace import RDF, SH

from onrecord import machine
from onrecord import shapes as shacl
from onrecord.errors import InputError, OnrecordError, ToolError
from onrecord.report import FAIL_ON, Report, Result, Severity
from onrecord.reports import FORMATS, render
from onrecord.settings import Limits
from onrecord.stores.oxigraph import write_store
from onrecord.terms import add_all
from onrecord.validation import validate, validate_quads
from village import village

GOOD = (Path(__file__).parent / "validation" / "good.trig").read_text("utf-8")
FIRST = "The Red Crescent runs a clinic in Taiz."
HIT = "On 3 May 2019 the clinic was hit by an airstrike of the army; five people were reportedly killed."


def check(trig: str) -> Report:
    return validate_quads(parse(trig, format=RdfFormat.TRIG))


def broken(old: str, new: str) -> Report:
    assert old in GOOD
    return check(GOOD.replace(old, new, 1))


def added(graph: str, triples: str) -> Report:
    return check(
        f"{GOOD}\n{graph}:d1 {{ {triples} }}"
        if graph != "entities"
        else f"{GOOD}\ngraph:entities {{ {triples} }}"
    )


def test_the_good_graph_conforms() -> None:
    report = check(GOOD)
    assert report.conforms
    assert report.results == ()


FAULTS: dict[str, tuple[Callable[[], Report], str, str | None]] = {
    # what is broken: the report, the shape or check, the sentence its line shows
    "quote not at its offsets": (
        lambda: broken(
            'oa:exact "the clinic was hit by an airstrike', 'oa:exact "the clinic was hit by an Airstrike'
        ),
        "quote-not-at-offsets",
        HIT.replace("airstrike", "Airstrike"),
    ),
    "sentence not around its quote": (
        lambda: broken('oa:prefix "On 3 May 2019 "', 'oa:prefix "In 3 May 2019 "'),
        "sentence-not-around-quote",
        HIT.replace("On 3", "In 3"),
    ),
    "text changed": (
        lambda: broken('onr:sha256 "', 'onr:sha256 "0'[:-1] + "f" * 64 + '" ; onr:hedge "'),
        "text-digest",
        None,
    ),
    "evidence outside the text": (
        lambda: check(GOOD.replace("oa:start 54 ; oa:end 100", "oa:start 5400 ; oa:end 5446")),
        "evidence-outside-text",
        HIT,
    ),
    "claim without evidence": (
        lambda: broken("    onr:evidence evidence:e3 ; prov:wasDerivedFrom", "    prov:wasDerivedFrom"),
        "ClaimShape-evidence",
        None,
    ),
    "perpetrator without a claim": (
        lambda: added("reported", "event:s1 onr:allegedPerpetrator agent:army ."),
        "AllegationShape",
        '"Two shells hit the school," said Ali Omar, a teacher.',
    ),
    "denied perpetrator": (
        lambda: check(
            GOOD.replace(
                "onr:object agent:army ;\n    onr:polarity kind:affirmed",
                "onr:object agent:army ;\n    onr:polarity kind:denied",
            )
        ),
        "perpetrator-without-claim",
        HIT,
    ),
    "attributed claim without holder": (
        lambda: broken(" ; onr:holder agent:army ; onr:attitude kind:belief", ""),
        "AttributionShape-holder",
        "The army sees the Red Crescent as a threat.",
    ),
    "reported triple without a claim": (
        lambda: added("reported", "event:a1 onr:target place:school ."),
        "reported-without-claim",
        HIT,
    ),
    "hedged claim reported": (
        lambda: added("reported", "event:a1 onr:caused harm:h1 ."),
        "reported-despite-stance",
        HIT,
    ),
    "attributed claim reported": (
        lambda: added("reported", 'agent:red-crescent onr:characterizedAs "a threat" .'),
        "reported-despite-stance",
        "The army sees the Red Crescent as a threat.",
    ),
    "date with a wrong lexical form": (
        lambda: check(GOOD.replace('onr:earliest "2019-05-03"', 'onr:earliest "2019-5-3"')),
        "TimeDescriptionShape-earliest",
        HIT,
    ),
    "claim layer in the reported graph": (
        lambda: added("reported", "claim:c1 onr:stance kind:asserted ."),
        "claim-layer-in-reported",
        "The Red Crescent runs a clinic in Taiz.",
    ),
    "blank node": (
        lambda: added("claims", "claim:c1 onr:evidence [ a onr:Evidence ] ."),
        "blank-node-in-data",
        "The Red Crescent runs a clinic in Taiz.",
    ),
    "events declared to be one": (
        lambda: added("entities", "event:a1 <http://www.w3.org/2002/07/owl#sameAs> event:s1 ."),
        "EventShape-sameAs",
        FIRST,
    ),
    "entity without label": (
        lambda: broken(
            'place:school a onr:Facility ; rdfs:label "the school" .', "place:school a onr:Facility ."
        ),
        "EntityShape-label",
        '"Two shells hit the school," said Ali Omar, a teacher.',
    ),
    "undeclared term": (
        lambda: added("reported", "event:a1 onr:hitBy agent:army ."),
        "undeclared-term",
        FIRST,
    ),
    "quotation without evidence": (
        lambda: broken(
            'onr:speakerRole "a teacher" ; onr:evidence evidence:e6', 'onr:speakerRole "a teacher"'
        ),
        "QuotationShape-evidence",
        None,
    ),
    "number not in its wording": (
        lambda: check(
            GOOD.replace('onr:wording "five" ; onr:number 5', 'onr:wording "over 4" ; onr:number 5')
        ),
        "number-not-in-wording",
        HIT,
    ),
    "accusation of a person": (
        lambda: check(GOOD.replace("agent:army a onr:ArmedGroup", "agent:army a onr:Person")),
        "accusation-of-person-reported",
        HIT,
    ),
    "evidence of another document": (
        lambda: check(GOOD.replace("oa:hasSource document:d1", "oa:hasSource document:d2", 1)),
        "evidence-of-other-document",
        "The Red Crescent runs a clinic in Taiz.",
    ),
    "contradiction of the ontology": (
        lambda: broken("agent:army a onr:ArmedGroup", "agent:army a onr:Facility"),
        "inconsistency",
        HIT,
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_and_shown(name: str) -> None:
    make, shape, sentence = FAULTS[name]
    found = [result for result in make().results if result.shape == shape]
    assert found, {result.shape for result in make().results}
    assert {result.document for result in found} <= {
        "reports/clinic.txt",
        "https://w3id.org/onrecord/data/document/d2",
    }
    assert all(result.message for result in found)
    if sentence is not None:
        assert sentence in {result.sentence for result in found}
    line = render(make(), "text")
    assert shape in line and found[0].message in " ".join(line.split())
    assert sentence is None or sentence in line


def test_a_fault_that_shape_and_check_see_is_one_finding() -> None:
    shapes = [r.shape for r in FAULTS["claim without evidence"][0]().results if "evidence" in r.shape.lower()]
    assert shapes == ["ClaimShape-evidence"]


def test_the_closed_graph_is_checked_too() -> None:
    report = added("inferred", "event:a1 onr:time time:t9 . time:t9 a onr:TimeDescription .")
    (result,) = [r for r in report.results if r.shape == "TimeDescriptionShape-wording"]
    assert result.message.endswith("(after inference)")


def test_no_text_no_comparison() -> None:
    without = GOOD[: GOOD.index(" ;\n    onr:text ")] + " .\n" + GOOD[GOOD.index("  run:r1 a onr:Run") :]
    assert check(without).results == ()


def test_flat_shapes_give_the_results_of_the_shapes() -> None:
    trig = GOOD.replace("reported:d1 {", "reported:d1 { event:a1 onr:target time:t1 .")
    graph = add_all(Graph(), parse(trig, format=RdfFormat.TRIG))
    for statement in shacl._declarations():
        graph.add(statement)
    graph.remove((None, URIRef(shacl.ONR.evidence), None))
    graph.remove((None, URIRef("http://www.w3.org/2000/01/rdf-schema#label"), None))

    def results(shapes: Graph) -> list[tuple[str, ...]]:
        _, found, _ = run_shapes(graph, shacl_graph=shapes)
        parts = (SH.focusNode, SH.sourceShape, SH.sourceConstraintComponent, SH.resultSeverity, SH.value)
        return sorted(
            tuple("" if isinstance(found.value(node, p), BNode) else str(found.value(node, p)) for p in parts)
            for node in found.subjects(RDF.type, SH.ValidationResult)
        )

    flat = results(shacl._flat_shapes())
    assert flat == results(shacl._shapes())
    assert len(flat) > 20


def test_queries_of_shapes_see_the_same_in_many_graphs() -> None:
    trig = GOOD.replace("reported:d1 {", "reported:d1 { event:s1 onr:allegedPerpetrator agent:army .")
    quads = list(parse(trig, format=RdfFormat.TRIG))
    spread = [
        Quad(q.subject, q.predicate, q.object, NamedNode(f"{q.graph_name.value}{number % 20}"))
        if "/graph/reported" in q.graph_name.value or "/graph/claims" in q.graph_name.value
        else q
        for number, q in enumerate(quads)
    ]
    assert len({quad.graph_name for quad in spread}) > 2 * shacl._FEW
    results = validate_quads(quads).results
    assert validate_quads(spread).results == results
    assert "AllegationShape" in {result.shape for result in results}


def test_a_failure_of_pyshacl_is_no_conformance(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = Graph().parse(
        data="""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix onr: <https://w3id.org/onrecord/ns#> .
        <urn:s> a sh:NodeShape ; sh:targetClass onr:Claim ; sh:sparql <urn:q> .
        <urn:q> sh:select "SELECT $this WHERE { VALUES ?x { 1 } $this ?p ?x }" .""",
        format="turtle",
    )
    monkeypatch.setattr(shacl, "_flat_shapes", lambda: shapes)
    with pytest.raises(ToolError, match="shapes could not be run"):
        check(GOOD)


# Files and directories


def test_a_directory_is_checked_shard_by_shard(tmp_path: Path) -> None:
    quads = list(parse(GOOD, format=RdfFormat.TRIG))
    (tmp_path / "documents").mkdir()
    bad = GOOD.replace(" ; onr:holder agent:army ; onr:attitude kind:belief", "").replace(
        "clinic.txt", "other.txt"
    )
    serialize(quads, str(tmp_path / "documents" / "a.nq"), format=RdfFormat.N_QUADS)
    serialize(
        parse(bad, format=RdfFormat.TRIG), str(tmp_path / "documents" / "b.nq"), format=RdfFormat.N_QUADS
    )
    (tmp_path / "dataset.nq").write_text("no RDF: shards go first")
    report = validate([tmp_path])
    assert [(r.shape, r.document) for r in report.results] == [
        ("AttributionShape-holder", "reports/other.txt"),
        ("dataset-differs", None),
    ]
    (tmp_path / "documents" / "b.nq").unlink()
    (tmp_path / "documents" / "a.nq").rename(tmp_path / "dataset.nq")
    assert validate([tmp_path]).conforms


@pytest.mark.parametrize("extension", ["trig", "nq", "ttl", "nt", "rdf", "jsonld"])
def test_any_rdf_file_is_checked(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"graph.{extension}"
    syntax = RdfFormat.from_extension(extension)
    quads = parse(
        GOOD.replace(" ; onr:holder agent:army ; onr:attitude kind:belief", ""), format=RdfFormat.TRIG
    )
    content = quads if syntax.supports_datasets else sorted({quad.triple for quad in quads}, key=str)
    serialize(content, str(path), format=syntax)
    assert [result.shape for result in validate([path]).results] == ["AttributionShape-holder"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.ttl", "<a> <b>\n<c> ;;", "a.ttl:"),
        ("a.nq", "<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b\n", "a.nq:2"),
        ("a.rdf", '<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><r/>', "entities"),
        (
            "a.rdf",
            '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]><r>&a;</r>',
            "not well-formed RDF",
        ),
        ("a.rdf", '<!DOCTYPE r [<!ENTITY % a SYSTEM "http://127.0.0.1:9/"> %a;]><r/>', "not well-formed RDF"),
        ("a.rdf", '<urn:a> <urn:b> "Turtle" .', "a.rdf.* is not well-formed RDF/XML.*name the syntax"),
        ("a.jsonld", '{"@context": "http://127.0.0.1:9/c", "@id": "urn:a"}', "a.jsonld.*not well-formed"),
        ("a.jsonld", '{"@context": "file:///etc/hostname", "@id": "urn:a"}', "a.jsonld.*not well-formed"),
        ("a.jsonld", '{"urn:p":' * 5000 + "1" + "}" * 5000, "a.jsonld: cannot be read: its parser broke"),
        ("a.ttl", "<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> .", "triple terms"),
        ("a.nt", '<urn:a> <urn:b> "\\uD800" .', "a.nt.*not well-formed"),
        ("a.docx", "x", "extension"),
        ("a.ttl", None, "no such file"),
        ("folder", None, "no such file|extension"),
    ],
)
def test_what_cannot_be_read_is_an_input_error(
    tmp_path: Path, name: str, content: str | None, words: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(OnrecordError, match=words) as caught:
        validate([path])
    assert caught.value.exit_code == 2


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "a.rdf"
    path.write_text(growing(50_000, 20_000))
    with pytest.raises(ToolError, match=r"a\.rdf: checking it was stopped after 0\.1 seconds; .*--timeout"):
        validate(path, limits=Limits(seconds=0.1, memory=4 * 1024**3))


def test_a_file_that_needs_too_much_memory_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "a.rdf"
    path.write_text(growing(50_000, 20_000))
    with pytest.raises(ToolError, match=r"a\.rdf: checking it needs more than 0\.5 GB of memory"):
        validate(path, limits=Limits(seconds=60, memory=1024**3 // 2))


def growing(size: int, times: int) -> str:
    """RDF/XML whose entity makes a literal so many times as long."""
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    return (
        f'<!DOCTYPE r [<!ENTITY a "{"x" * size}">]><rdf:RDF xmlns:rdf="{rdf}" xmlns:x="urn:x:">'
        f'<rdf:Description rdf:about="urn:a"><x:p>{"&a;" * times}</x:p></rdf:Description></rdf:RDF>'
    )


def test_an_empty_directory_is_no_graph(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no graph"):
        validate([tmp_path])


def test_the_order_of_quads_does_not_matter() -> None:
    quads = list(parse(GOOD.replace("onr:evidence evidence:e3 ;", ""), format=RdfFormat.TRIG))
    assert validate_quads(quads) == validate_quads(quads[::-1])


# Reports

NASTY = Result(
    Severity.WARNING,
    "Some<Shape>",
    "urn:x",
    'a "message" & <b>',
    "a&b.txt",
    "“Ω” \x1b <i> …\n]]>",
    "v,\n1",
    "urn:p",
    3,
    9,
)
REPORT = Report.of(
    [
        NASTY,
        Result(Severity.ERROR, "other", "(blank node)", "wrong"),
        Result(Severity.INFO, "z", "urn:z", "note"),
    ]
)


def test_results_are_sorted_and_kept_once() -> None:
    assert [r.severity for r in REPORT.results] == [Severity.ERROR, Severity.WARNING, Severity.INFO]
    assert REPORT + REPORT == REPORT
    assert REPORT.counts == {Severity.ERROR: 1, Severity.WARNING: 1, Severity.INFO: 1}


def test_fail_on() -> None:
    warned = Report.of([NASTY])
    assert warned.conforms
    assert {name: warned.fails(name) for name in FAIL_ON} == {
        "error": False,
        "warning": True,
        "info": True,
        "none": False,
    }
    assert REPORT.fails() and not REPORT.fails("none") and not REPORT.conforms


@pytest.mark.parametrize("format", FORMATS)
def test_a_format_is_the_same_for_the_same_results(format: str) -> None:
    assert render(REPORT, format) == render(Report.of(reversed(REPORT.results)), format)
    assert render(Report(), format)


def test_csv_and_json_hold_every_result() -> None:
    rows = list(csv.DictReader(StringIO(render(REPORT, "csv"), newline="")))
    content = json.loads(render(REPORT, "json"))
    assert (
        [row["message"] for row in rows]
        == [r["message"] for r in content["results"]]
        == ["wrong", NASTY.message, "note"]
    )
    assert rows[1]["sentence"] == NASTY.sentence and rows[1]["value"] == NASTY.value
    assert content["conforms"] is False and content["counts"] == {"error": 1, "warning": 1, "info": 1}


def test_html_is_escaped_and_self_contained() -> None:
    page = render(REPORT, "html")
    assert "<i>" not in page and "&lt;i&gt;" in page and "\x1b" not in page
    assert "http:" not in page and "https:" not in page and "<script" not in page


def test_junit_is_xml() -> None:
    root = ElementTree.fromstring(render(REPORT, "junit").encode("utf-8"))
    assert root.get("tests") == "3" and root.get("failures") == "1"
    assert len(root.findall(".//failure")) == 1
    assert len(ElementTree.fromstring(render(Report(), "junit").encode("utf-8")).findall(".//testcase")) == 1


def test_sarif_names_document_and_place() -> None:
    (run,) = json.loads(render(REPORT, "sarif"))["runs"]
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]
    place = run["results"][1]["locations"][0]["physicalLocation"]
    assert place["region"]["charOffset"] == 3 and place["region"]["charLength"] == 6
    assert run["tool"]["driver"]["rules"][run["results"][1]["ruleIndex"]]["id"] == "Some<Shape>"


def test_turtle_is_a_shacl_report_without_blank_nodes() -> None:
    graph = Graph().parse(data=render(REPORT, "turtle"), format="turtle")
    assert not any(isinstance(term, BNode) for statement in graph for term in statement)
    assert len(set(graph.subjects(RDF.type, SH.ValidationResult))) == 3
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(report, SH.conforms).toPython() is False
    assert len(set(graph.objects(report, SH.result))) == 3


def test_a_directory_of_a_newer_layout_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dataset.nq").write_text("<a:s> <a:p> <a:o> <a:g> .\n", "utf-8")
    validate(tmp_path)
    (tmp_path / "manifest.json").write_text('{"version": 999, "files": {}}', "utf-8")
    with pytest.raises(InputError, match="newer onrecord"):
        validate(tmp_path)


def test_a_file_gets_no_more_memory_than_the_machine_can_spare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.nq"
    path.write_text("".join(f"<x:s{i}> <x:p> <x:o{i}> .\n" for i in range(300_000)))
    monkeypatch.setattr(machine, "memory", lambda: 400 * 1024**2)
    with pytest.raises(ToolError, match=r"needs more than 0\.293 GB of memory"):
        validate([path])


@pytest.mark.parametrize("how", ["garbage", "a file", "another graph"])
def test_a_store_that_does_not_hold_the_graph_is_named(tmp_path: Path, how: str) -> None:
    directory = shutil.copytree(village(), tmp_path / "graph")
    assert not [r for r in validate([directory]).results if r.shape == "store-differs"]
    store = directory / "store"
    if how == "another graph":
        other = tmp_path / "other"
        other.mkdir()
        (other / "dataset.nq").write_text("<urn:a> <urn:b> <urn:c> <urn:d> .\n")
        shutil.rmtree(store)
        write_store(other).rename(store)
    elif how == "a file":
        shutil.rmtree(store)
        store.write_text("")
    else:
        for path in store.iterdir():
            path.write_bytes(b"\x00\xff")
    (found,) = [r for r in validate([directory]).results if r.shape == "store-differs"]
    assert found.severity is Severity.ERROR and "onrecord.rebuild" in str(found.remedy)
