"""Saved queries: their headers are read, and their parameters take only values of their type."""

import pytest
from pyoxigraph import Store

from onrecord.catalogue import list_queries
from onrecord.errors import InputError, UsageError
from onrecord.savedquery import find_query, parse_query, saved_queries
from onrecord.sparql import Form, bind, screen

TYPES = "PREFIX e: <http://example.org/> SELECT * { BIND(?_v%s AS ?x) }"


@pytest.mark.parametrize(
    ("suffix", "value", "term"),
    [
        ("", "3", '"3"'),
        ("_literal", "a b", '"a b"'),
        ("_iri", "e:idlib", "<http://example.org/idlib>"),
        ("_iri", "<urn:a:b>", "<urn:a:b>"),
        ("_integer", "-3", '"-3"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("_number", "2.5", '"2.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("_number", "2e5", '"2e5"^^<http://www.w3.org/2001/XMLSchema#double>'),
        ("_xsd_date", "2019-06-04", '"2019-06-04"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("_e_unit", "kg", '"kg"^^<http://example.org/unit>'),
        ("_en", "cat", '"cat"@en'),
        ("_xsd_date", "2020-02-29Z", '"2020-02-29Z"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("_xsd_double", "INF", '"INF"^^<http://www.w3.org/2001/XMLSchema#double>'),
        ("_xsd_double", "NaN", '"NaN"^^<http://www.w3.org/2001/XMLSchema#double>'),
        ("_xsd_string", "a", '"a"'),
    ],
)
def test_suffixes_give_types(suffix, value, term):
    assert parse_query(TYPES % suffix, "test").terms({"v": value}) == {f"_v{suffix}": term}


@pytest.mark.parametrize(
    ("suffix", "value", "wanted"),
    [
        ("_iri", "not an IRI", "absolute IRI"),
        ("_iri", "idlib", "absolute IRI"),
        ("_integer", "2.5", "whole number"),
        ("_number", "many", "a number"),
        ("_xsd_date", "2019", "2019-06-04"),
        ("_xsd_date", "2019-02-30", "2019-06-04"),
        ("_xsd_dateTime", "2019-02-03", "T12:00:00"),
        ("_xsd_boolean", "yes", "true or false"),
        ("_xsd_date", "2020-W01-1", "a date such as"),
        ("_xsd_date", "20200101", "a date such as"),
        ("_xsd_dateTime", "20200101T1200", "T12:00:00"),
        ("_xsd_dateTime", "2020-W01-1T12", "T12:00:00"),
        ("_xsd_dateTime", "2020-01-01 12:00:00", "T12:00:00"),
        ("_xsd_decimal", "1e3", "a decimal number without exponent"),
        ("_xsd_int", "abc", "a whole number from"),
        ("_xsd_int", "2147483648", "a whole number from"),
        ("_xsd_nonNegativeInteger", "-5", "at least 0"),
        ("_xsd_integer", "1 ", "a whole number"),
        ("_xsd_duration", "P1H", "a duration"),
        ("_iri", "https://e/%zz", r"a valid IRI \(invalid IRI percent encoding"),
        ("_nope_date", "x", "prefix nope:"),
    ],
)
def test_an_ill_typed_value_names_parameter_and_query(suffix, value, wanted):
    with pytest.raises(UsageError, match=f"^query test: the parameter 'v' cannot be '{value}'; .*{wanted}"):
        parse_query(TYPES % suffix, "test").terms({"v": value})


@pytest.mark.parametrize("suffix", ["", "_iri", "_en", "_xsd_date"])
def test_a_value_that_is_not_utf_8_is_called_so(suffix):
    with pytest.raises(UsageError, match="^query test: the value of the parameter 'v' is not UTF-8"):
        parse_query(TYPES % suffix, "test").terms({"v": "https://e/\udcff"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "query text: the query is empty"),
        (" \n", "query text: the query is empty"),
        ("\ufeff", "query text: the query is empty"),
        ("ASK { ?s ?p '\udcff' }", "query text: the query is not UTF-8"),
        (
            "SELECT * { VALUES ?x { " + "1 " * 500_000 + "} }",
            "query text: the query is longer than 1,000,000",
        ),
    ],
    ids=["empty", "blank", "mark", "no UTF-8", "long"],
)
def test_a_text_that_can_be_no_query(text, message, tmp_path):
    with pytest.raises(UsageError, match=f"^{message}"):
        find_query(text)
    if "UTF-8" not in message:
        (tmp_path / "q.rq").write_text(text)
        with pytest.raises(UsageError, match="q.rq: the query is"):
            find_query(str(tmp_path / "q.rq"))


def test_missing_and_unknown_parameters_are_named():
    question = parse_query("SELECT * { ?_place_iri ?__from_xsd_date ?x }", "attacks")
    with pytest.raises(UsageError, match="query attacks: the parameter 'place' is missing; .*-p place=VALUE"):
        question.terms({})
    with pytest.raises(
        UsageError, match=r"has no parameter 'plaice'; it takes place \(iri\), \[from \(xsd:date\)\]"
    ):
        question.terms({"plaice": "x"})


HEADER = """#+ summary: Attacks by place
#+ description: >-
#+   In two
#+   lines.
#+ tags: [attacks, places]
#+ problem: None
#+ defaults:
#+   - count: 3
#+ enumerate:
#+   - lang: [en, ar]
#+ params:
#+   lang: the language

# an ordinary comment
SELECT ?x { ?x ?_count_integer ?__lang }
"""


def test_reads_a_header():
    question = parse_query(HEADER, "test")
    assert (question.summary, question.description) == ("Attacks by place", "In two lines.")
    assert question.tags == ("attacks", "places")
    count, lang = question.parameters
    assert (count.default, count.required, lang.choices, lang.description) == (
        "3",
        True,
        ("en", "ar"),
        "the language",
    )
    assert question.terms({}) == {"_count_integer": '"3"^^<http://www.w3.org/2001/XMLSchema#integer>'}
    with pytest.raises(UsageError, match="expected one of en, ar"):
        question.terms({"lang": "de"})


WRITTEN = """#+ summary: 007
#+ tags: 1.0
#+ pagination: 0100
#+ defaults:
#+   - d: 007
#+   - e:
#+ enumerate: {d: [007, 1, 2.50, true, null, 2020-01-01, "", 1_000, ~, 0x1F]}
#+ params: {d: yes}
SELECT ?x { ?x ?_d ?_e }
"""


def test_a_header_is_read_as_it_is_written():
    question = parse_query(WRITTEN, "test")
    d, e = question.parameters
    assert (question.summary, question.tags, question.pagination) == ("007", ("1.0",), 100)
    assert (d.default, d.description, e.default) == ("007", "yes", None)
    assert d.choices == ("007", "1", "2.50", "true", "null", "2020-01-01", "", "1_000", "~", "0x1F")
    assert question.terms({"d": "2.50", "e": ""})["_d"] == '"2.50"'
    with pytest.raises(UsageError, match="expected one of"):
        question.terms({"d": "2.5", "e": ""})


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("enumerate: 5", "enumerate in the header: '5' names no parameter"),
        ("enumerate: [d]", "enumerate in the header: 'd' names no parameter"),
        ("enumerate: {d: 5}", "enumerate in the header: d has no list of values"),
        ("enumerate: {d: }", "enumerate in the header: d has no list of values"),
        ("enumerate: {d: []}", "enumerate in the header: d has no list of values"),
        ("enumerate: {d: [[1]]}", "enumerate in the header: d has no list of values"),
        ("enumerate: {f: [1]}", "enumerate in the header: the query has no parameter 'f'; it has d"),
        ("defaults: {f: 1}", "defaults in the header: the query has no parameter 'f'; it has d"),
        ("defaults: {d: [1]}", "defaults in the header: d has no single value"),
        ("defaults: word", "defaults in the header: 'word' names no parameter"),
        ("params: {f: words}", "params in the header: the query has no parameter 'f'; it has d"),
        ("params: [d: {a: b}]", "params in the header: d has no single value"),
        ("names: {f: place}", "names in the header: the query has no parameter 'f'; it has d"),
    ],
)
def test_a_header_that_is_not_about_the_parameters_is_refused(header, message, tmp_path):
    (tmp_path / "mine.rq").write_text(f"#+ {header}\nASK {{ ?s ?p ?_d }}")
    with pytest.raises(UsageError) as caught:
        find_query(str(tmp_path / "mine.rq"))
    assert str(caught.value).startswith(f"{tmp_path / 'mine.rq'}: {message}")


CHOSEN = """#+ enumerate:
#+   - kind: [k:medical, k:school]
PREFIX k: <https://k.example/>
SELECT ?x { ?x ?p ?__kind_iri . ?x ?q ?__month_xsd_gYearMonth }
"""


@pytest.mark.parametrize(
    "value", ["medical", "k:medical", "https://k.example/medical", "<https://k.example/medical>"]
)
def test_a_choice_that_is_an_iri_has_a_short_name(value):
    question = parse_query(CHOSEN, "test")
    assert question.parameters[0].options == ("medical", "school") and str(question.parameters[0]) == "[kind]"
    assert question.terms({"kind": value}) == {"__kind_iri": "<https://k.example/medical>"}


def test_what_is_no_choice_is_refused_with_the_choices_and_the_nearest():
    question = parse_query(CHOSEN, "test")
    with pytest.raises(
        UsageError, match=r"expected one of medical, school \(did you mean medical\?\)"
    ) as caught:
        question.terms({"kind": "Medicall"})
    assert caught.value.exit_code == 2
    with pytest.raises(UsageError, match="expected one of medical, school$"):
        question.terms({"kind": "zzz"})


@pytest.mark.parametrize("value", ["foo", "2019", "2019-13", "2019-6", "06-2019", "2019-06-04", ""])
def test_a_month_is_a_year_and_a_month(value):
    question = parse_query(CHOSEN.replace("?__month", "?_month"), "test")
    assert "2019-06" in question.terms({"month": "2019-06"})["_month_xsd_gYearMonth"]
    with pytest.raises(UsageError, match="expected a year and a month such as 2019-06"):
        question.terms({"month": value})


@pytest.mark.parametrize(
    "header",
    [
        "#+ summary: a: b: c",
        "#+ - a\n#+ - b",
        "#+ [",
        "#+ x: !!python/name:os.system",
        "#+ x: &a [b]\n#+ summary: [*a, *a]",
        pytest.param("#+ x: " + "[" * 20_000, id="deep"),
        pytest.param("#+ x: " + "y" * 60_000, id="long"),
    ],
)
def test_a_malformed_header_is_an_input_error(header):
    with pytest.raises(InputError, match="the header is (no|longer)"):
        parse_query(f"{header}\nASK {{}}", "test")


def test_an_unknown_type_is_an_input_error():
    with pytest.raises(InputError, match="unknown type 'literally'"):
        parse_query("ASK { ?a ?b ?_x_literally }", "test")


SAVED = list(saved_queries())


def test_there_are_saved_queries():
    counts = {
        folder: sum(saved.folder == folder for saved in SAVED) for folder in ("answers", "checks", "rules")
    }
    assert counts["answers"] >= 20 and counts["checks"] >= 8 and counts["rules"] >= 1


@pytest.mark.parametrize("saved", SAVED, ids=lambda saved: saved.name)
def test_a_saved_query_may_run_and_is_found_by_name(saved):
    assert find_query(saved.name) == saved
    assert saved.summary
    form = screen(saved.text).form
    assert form == Form.CONSTRUCT if saved.folder == "rules" else form in (Form.SELECT, Form.ASK)
    Store().query(saved.text)
    every = {parameter.variable: '"x"' for parameter in saved.parameters}
    Store().query(bind(saved.text, every))


def test_names_of_saved_queries_differ():
    assert len({saved.name for saved in SAVED}) == len(SAVED)


def test_an_unknown_name_gets_a_hint():
    with pytest.raises(UsageError, match="did you mean claim-without-evidence"):
        find_query("claim-without-evidences")
    with pytest.raises(InputError, match="nothing.rq: cannot be read"):
        find_query("nothing.rq")


def test_the_list_names_every_query():
    listed = list_queries()
    assert all(saved.name in listed and saved.summary in listed for saved in SAVED)


@pytest.mark.parametrize("tag", ["!!int abc", "!!bool foo", "!!timestamp foo", "!!float x", "!!set x"])
def test_a_tag_in_a_header_is_refused(tag):
    with pytest.raises(InputError, match="the header is no YAML"):
        parse_query(f"#+ pagination: {tag}\nASK {{}}", "mine")
