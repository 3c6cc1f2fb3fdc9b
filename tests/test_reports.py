"""Every format of a report: its golden file, what its readers need of it, and words that try to get out."""

import csv
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from onrecord.commands.validate import ReportFormat
from onrecord.report import FAIL_ON, Report, Result, Severity
from onrecord.reports import FORMATS, render
from onrecord.reports.view import View

GOLDEN = Path(__file__).parent / "reports"
SH = "http://www.w3.org/ns/shacl#"
DATA = "https://w3id.org/onrecord/data/"

SENTENCE = "On 3 May 2019 the clinic was hit; “five” people were reportedly killed."
REPORT = Report.of(
    [
        *(
            Result(
                Severity.ERROR,
                "ClaimShape-evidence",
                f"{DATA}claim/{number}",
                "A claim rests on evidence.",
                document="reports/clinic.txt",
                sentence=SENTENCE,
                start=40 + number,
                end=60,
                path="https://w3id.org/onrecord/ns#evidence",
                component=f"{SH}MinCountConstraintComponent",
            )
            for number in range(4)
        ),
        Result(
            Severity.ERROR,
            "perpetrator-without-claim",
            f"{DATA}event/1",
            "No claim says who did it.",
            document="https://news.example/report?a=1&b=2",
            value=f"{DATA}agent/army",
            remedy="drop the triple, or add the claim",
        ),
        Result(
            Severity.WARNING,
            "Some<Shape>",
            "urn:x",
            '=HYPERLINK("http://evil.example","a") & <b>',
            "a&b.txt",
            "“Ω” \x1b[31m <script>alert(1)</script> …\n]]>",
            "javascript:alert(1)",
            "urn:p",
            3,
            9,
        ),
        Result(Severity.WARNING, "Some<Shape>", "(blank node)", "wrong", value="-5"),
        Result(
            Severity.INFO, "AttackShape-place-claimed", f"{DATA}event/1", "No claim says where.", value=""
        ),
    ]
)


# Golden files


@pytest.mark.parametrize("format", FORMATS)
def test_a_format_writes_what_its_golden_file_has(format: str) -> None:
    """To renew them after a change that is meant: python tests/test_reports.py."""
    assert render(REPORT, format).encode() == (GOLDEN / f"report.{format}").read_bytes()


def test_each_format_has_a_golden_file_and_no_other_is_there() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"report.{format}" for format in FORMATS}
    assert {format.value for format in ReportFormat} == set(FORMATS)


@pytest.mark.parametrize("format", FORMATS)
def test_bytes_do_not_depend_on_hashes(format: str) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from test_reports import REPORT, render;"
        "sys.stdout.buffer.write(render(REPORT, sys.argv[2]).encode())"
    )
    command = [sys.executable, "-c", code, str(Path(__file__).parent), format]
    seeds = [
        subprocess.run(command, env=_environment(seed), capture_output=True, check=True).stdout
        for seed in "01"
    ]
    assert seeds[0] == seeds[1] == render(REPORT, format).encode()


def _environment(seed: str) -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def test_results_that_differ_only_in_their_component_are_one() -> None:
    one = Result(Severity.ERROR, "S", "urn:x", "m", component=f"{SH}MinCountConstraintComponent")
    other = Result(Severity.ERROR, "S", "urn:x", "m", component=f"{SH}DatatypeConstraintComponent")
    both = [Report.of(results).results for results in ([one, other], [other, one])]
    assert both[0][0].component == both[1][0].component == other.component
    assert [len(results) for results in both] == [1, 1]


# How much is shown


def test_limit_shows_so_many_of_each_shape_and_counts_all() -> None:
    page = render(REPORT, "text", View(limit=1))
    assert "ClaimShape-evidence (error, 4)" in page
    assert "… and 3 more" in page and page.count("A claim rests on evidence.") == 1
    assert page.startswith("The graph does not conform: 5 errors, 2 warnings, 1 info")
    html = render(REPORT, "html", View(limit=1))
    assert "(error, 4)" in html and "… and 3 more" in html
    assert html.count("A claim rests on evidence.") == 1
    assert "more" not in render(REPORT, "text", View(limit=4))
    assert "… and 4 more" in render(REPORT, "text", View(limit=0))


@pytest.mark.parametrize("format", sorted(set(FORMATS) - {"text", "html"}))
def test_formats_for_machines_have_every_result(format: str) -> None:
    assert render(REPORT, format, View(limit=0)) == render(REPORT, format)


# Text


def test_text_has_the_sentence_and_no_terminal_codes() -> None:
    page = render(REPORT, "text")
    assert SENTENCE in page and "\x1b" not in page
    assert all(line.isprintable() for line in page.splitlines())


# CSV


def test_no_cell_is_a_formula() -> None:
    rows = list(csv.reader(StringIO(render(REPORT, "csv"), newline="")))
    cells = [cell for row in rows for cell in row]
    assert '\'=HYPERLINK("http://evil.example","a") & <b>' in cells and "-5" in cells
    for cell in cells:
        assert cell[:1] not in set("=+-@\t\r\n") or re.fullmatch(r"-?\d+", cell)
    assert len(rows) == len(REPORT.results) + 1


@pytest.mark.parametrize("words", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "-1+2"])
def test_words_of_a_text_are_no_formula(words: str) -> None:
    page = render(Report.of([Result(Severity.ERROR, "S", "urn:x", words, sentence=words)]), "csv")
    (row,) = csv.DictReader(StringIO(page, newline=""))
    assert row["message"] == row["sentence"] == f"'{words}"


# HTML


class Page(HTMLParser):
    """The elements of a page, its addresses, and whether every element that must be closed is."""

    VOID = {"meta", "input", "br", "!doctype"}
    CLOSED_BY_THE_NEXT = {"th", "td"}

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID | self.CLOSED_BY_THE_NEXT:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_html_loads_nothing_and_runs_nothing() -> None:
    page = Page(render(REPORT, "html"))
    assert page.open == []
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "img", "link", "iframe", "object", "embed", "base", "form", "svg", "b"}
    names = {name for _, attributes in page.elements for name in attributes}
    assert not names & {"src", "srcset", "style", "background"}
    assert not any(name.startswith("on") for name in names)
    style = re.search(r"<style>(.*?)</style>", render(REPORT, "html"), re.DOTALL)
    assert style and "url(" not in style[1] and "@import" not in style[1]
    assert "prefers-color-scheme: dark" in style[1]


def test_html_leads_only_to_the_web() -> None:
    links = [a["href"] for tag, a in Page(render(REPORT, "html")).elements if tag == "a"]
    assert "https://news.example/report?a=1&b=2" in links and f"{DATA}event/1" in links
    assert {urlsplit(link or "").scheme for link in links} <= {"http", "https"}


def test_html_hides_a_severity_without_script() -> None:
    page = Page(render(REPORT, "html"))
    boxes = [a["id"] for tag, a in page.elements if tag == "input"]
    blocks = {a["class"] for tag, a in page.elements if tag == "details"}
    assert boxes == ["error", "warning", "info"] and blocks == set(boxes)
    for name in boxes:
        assert f"#{name}:not(:checked) ~ main .{name} {{ display: none; }}" in render(REPORT, "html")


def test_html_of_ten_thousand_results_stays_small_and_folded() -> None:
    many = Report.of(
        Result(Severity.ERROR, f"Shape{n % 7}", f"{DATA}claim/{n}", "m", "a.txt", "A sentence.")
        for n in range(10_000)
    )
    page = render(many, "html")
    assert len(page) < 4_000_000
    assert page.count("<tr><td>") == 10_000
    assert '<details class="error" open>' not in page
    assert len(render(many, "html", View(limit=5))) < 20_000


# SARIF: what the schema of 2.1.0 asks for in the parts that are used


def test_sarif_has_what_its_schema_requires() -> None:
    log = json.loads(render(REPORT, "sarif"))
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-2.1.0.json")
    assert set(log) <= {"$schema", "version", "runs"}
    (run,) = log["runs"]
    assert set(run) <= {"tool", "results", "columnKind"} and run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"] == "onrecord"
    assert len({rule["id"] for rule in rules}) == len(rules) == 4
    for rule in rules:
        assert set(rule) <= {"id", "shortDescription", "help", "defaultConfiguration"}
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"none", "note", "warning", "error"}
    assert len(run["results"]) == len(REPORT.results)
    for result in run["results"]:
        assert result["message"]["text"] and rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert all(isinstance(print_, str) for print_ in result["partialFingerprints"].values())
        for location in result["locations"]:
            assert location, "an empty place"
            place = location.get("physicalLocation")
            if place:
                assert re.fullmatch(
                    r"[A-Za-z0-9:/?#\[\]@!$&'()*+,;=%~._-]+", place["artifactLocation"]["uri"]
                )
                region = place.get("region", {"charOffset": 0, "charLength": 0})
                assert region["charOffset"] >= 0 and region["charLength"] >= 0
    prints = [result["partialFingerprints"]["result/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)


def test_sarif_shows_the_sentence_and_no_region_that_it_is_not() -> None:
    found = json.loads(render(REPORT, "sarif"))["runs"][0]["results"]
    sentences = [result["properties"]["sentence"] for result in found if "sentence" in result["properties"]]
    assert sentences
    for result in found:
        if "sentence" in result["properties"]:
            assert result["message"]["text"].endswith(f"“{result['properties']['sentence']}”")
        for location in result["locations"]:
            assert "snippet" not in location.get("physicalLocation", {}).get("region", {})


def test_a_result_about_no_node_and_no_document_has_no_place() -> None:
    report = Report.of([Result(Severity.INFO, "claims-missing", "", "Nothing to see")])
    assert json.loads(render(report, "sarif"))["runs"][0]["results"][0]["locations"] == []
    assert "at <>" not in render(report, "text")


def test_html_keeps_an_override_of_direction_to_its_words() -> None:
    assert "a, q { unicode-bidi: isolate; }" in render(REPORT, "html")


# JUnit: the structure that build servers' schemas have in common

SUITE = {"name", "tests", "failures", "errors", "skipped", "time"}


@pytest.mark.parametrize("report", [REPORT, Report()])
@pytest.mark.parametrize("fail_on", FAIL_ON)
def test_junit_is_what_build_servers_read(report: Report, fail_on: str) -> None:
    root = ElementTree.fromstring(render(report, "junit", View(fail_on=fail_on)))
    assert root.tag == "testsuites" and set(root.attrib) == SUITE
    (suite,) = root
    assert suite.tag == "testsuite" and set(suite.attrib) == SUITE
    cases = list(suite)
    failures = suite.findall("testcase/failure")
    assert {case.tag for case in cases} == {"testcase"}
    for case in cases:
        assert case.get("name") and case.get("classname") and float(case.get("time") or "x") >= 0
        assert [part.tag for part in case] in (["failure"], ["system-out"], [])
    assert all(failure.get("message") and failure.get("type") in FAIL_ON for failure in failures)
    assert int(suite.get("tests") or 0) == len(cases) == max(len(report.results), 1)
    assert int(suite.get("failures") or 0) == len(failures)
    assert bool(failures) is report.fails(fail_on)


# Turtle: a report after SHACL §3.6


def quads(report: Report) -> list[ox.Quad]:
    return list(ox.parse(render(report, "turtle").encode(), format=ox.RdfFormat.TURTLE))


def test_turtle_describes_each_result_as_shacl_asks() -> None:
    found = quads(REPORT)
    assert not any(isinstance(t, ox.BlankNode) for quad in found for t in (quad.subject, quad.object))
    assert all(quad.subject.value.startswith(f"{DATA}report/") for quad in found)
    nodes = {quad.object for quad in found if quad.predicate.value == f"{SH}result"}
    assert len(nodes) == len(REPORT.results)
    for node in nodes:
        of_node = [quad.predicate.value for quad in found if quad.subject == node]
        for once in ("focusNode", "resultSeverity", "sourceConstraintComponent", "sourceShape"):
            assert of_node.count(SH + once) == 1, once
        for at_most_once in ("resultPath", "value"):
            assert of_node.count(SH + at_most_once) <= 1


def test_turtle_comes_back_from_another_reader() -> None:
    from rdflib import Graph

    graph = Graph().parse(data=render(REPORT, "turtle"), format="turtle")
    found = quads(REPORT)
    assert len(graph) == len(found) == len(set(found))
    again = ox.serialize(found, format=ox.RdfFormat.N_TRIPLES)
    assert set(ox.parse(again, format=ox.RdfFormat.N_TRIPLES)) == set(found)


@pytest.mark.parametrize("severity", Severity)
def test_any_result_makes_conforms_false_in_rdf(severity: Severity) -> None:
    for report, expected in ((Report.of([Result(severity, "S", "urn:x", "m")]), "false"), (Report(), "true")):
        (value,) = (quad.object.value for quad in quads(report) if quad.predicate.value == f"{SH}conforms")
        assert value == expected


@pytest.mark.parametrize("odd", ["http://[", "a b", "", 'x"y', "http://x/%zz", "urn:x", "\x00", "a\\"])
def test_odd_terms_break_no_format(odd: str) -> None:
    report = Report.of([Result(Severity.ERROR, odd or "S", odd, odd, odd, odd, odd, odd)])
    assert quads(report)
    for format in FORMATS:
        render(report, format).encode()
    ElementTree.fromstring(render(report, "junit"))
    json.loads(render(report, "sarif"))


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name in FORMATS:
        (GOLDEN / f"report.{name}").write_bytes(render(REPORT, name).encode())
