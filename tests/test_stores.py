"""Profiles of stores, and the spelling of literals that they keep or change."""

import re
from pathlib import Path

import pytest

from onrecord.errors import UsageError
from onrecord.lexical import datatypes, exact_number, fits, usual, value_key
from onrecord.stores.named import bases_of, companions, is_ours
from onrecord.stores.profile import custom, profile_named, profile_of, profiles

SERVERS = Path(__file__).parent / "servers"
XSD = "http://www.w3.org/2001/XMLSchema#"


def test_every_profile_can_be_used():
    assert {"oxigraph", "virtuoso", "fuseki", "rdf4j", "graphdb", "stardog", "qlever", "blazegraph"} < set(
        profiles()
    )
    for name, profile in profiles().items():
        at = profile_named(name).at("http://h:1/x/")
        assert at.query.startswith("http://h:1/x") and at.update.startswith("http://h:1/x")
        assert not at.graphs or "{graph}" in at.graphs
        assert profile.auth in ("none", "basic", "digest", "bearer", "challenge")
        assert min(profile.update_triples, profile.post_triples, profile.page_rows) > 100
        assert profile.notes or not profile.tested


def test_only_what_real_servers_are_started_for_is_called_tested():
    real = (SERVERS / "real.py").read_text("utf-8")
    started = set(re.findall(r'^class \w+\(Server\):\n.*\n\n    name = "(\w+)"', real, re.MULTILINE))
    assert started and {name for name, profile in profiles().items() if profile.tested} == started


def test_what_virtuoso_is_asked_for_is_what_it_gives():
    most = re.search(r"^ResultSetMaxRows *= *(\d+)", (SERVERS / "virtuoso.ini").read_text(), re.MULTILINE)
    assert 100 < profiles()["virtuoso"].page_rows < int(most[1])


def test_profiles_are_told_by_the_server():
    assert profile_of("Oxigraph/0.5.13").name == "oxigraph"
    assert profile_of("Virtuoso/07.20.3229 (Linux) x86_64-pc-linux-gnu").name == "virtuoso"
    assert profile_of("nginx") is None and profile_of("") is None


def test_graphs_are_named_in_the_url():
    at = profile_named("virtuoso").at("http://h:1")
    assert (
        at.graph_url("http://e/g?a=b&c")
        == "http://h:1/sparql-graph-crud-auth?graph=http%3A%2F%2Fe%2Fg%3Fa%3Db%26c"
    )
    assert custom("http://q", "http://u", "http://g?x=1").graphs == "http://g?x=1&graph={graph}"
    with pytest.raises(UsageError):
        profile_named("")


@pytest.mark.parametrize(
    ("form", "datatype", "right"),
    [
        ("7", "integer", True), ("+007", "integer", True), ("", "integer", False), ("7.0", "integer", False),
        ("٣", "integer", False), ("9" * 9000, "integer", True), ("-1", "positiveInteger", False),
        ("0", "positiveInteger", False), ("128", "byte", False), (".5", "decimal", True),
        ("5.", "decimal", True), ("1e3", "decimal", False), ("1e3", "double", True), ("INF", "double", True),
        ("TRUE", "boolean", False), ("0", "boolean", True), ("2020-02-29", "date", True),
        ("2019-02-29", "date", False), ("2019-2-9", "date", False), ("0000-02-29", "date", True),
        ("-0044-03-15", "date", True), ("12019-01-01", "date", True), ("2019-01-01Z", "date", True),
        ("2019-01-01T24:00:00", "dateTime", True), ("2019-01-01T25:00:00", "dateTime", False),
        ("2019", "gYear", True), ("19", "gYear", False), ("x y", "anyURI", False),
        ("-0004-02-29", "date", True), ("-0001-02-29", "date", False), ("12019-02-29", "date", False),
        ("12020-02-29", "date", True), ("2019-01-01T00:00:00", "dateTimeStamp", False),
        ("2019-02-29T00:00:00Z", "dateTimeStamp", False),
        ("2020-02-29T00:00:00-14:00", "dateTimeStamp", True),
        ("--02-29", "gMonthDay", True), ("--02-30", "gMonthDay", False), ("--13", "gMonth", False),
        ("---31Z", "gDay", True), ("P1Y2M3DT4H5M6.7S", "duration", True), ("-P1D", "duration", True),
        ("P", "duration", False), ("P1DT", "duration", False), ("P1M", "dayTimeDuration", False),
        ("PT1M", "dayTimeDuration", True), ("P1D", "yearMonthDuration", False), ("0f", "hexBinary", True),
        ("f", "hexBinary", False), ("YQ==", "base64Binary", True), ("YQ=", "base64Binary", False),
        ("anything", "unknownType", True), ("5\n", "integer", False),
    ],
)  # fmt: skip
def test_lexical_forms(form, datatype, right):
    assert fits(form, XSD + datatype) is right


def test_the_table_of_datatypes_is_read():
    assert all(datatype.expected for datatype in datatypes().values())
    assert (
        len(datatypes()) > 20 and datatypes()[XSD + "integer"].whole and not datatypes()[XSD + "date"].whole
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("1", "boolean"), ("true", "boolean"), True), (("0", "boolean"), ("true", "boolean"), False),
        (("007", "integer"), ("7", "decimal"), False), (("7.0", "decimal"), ("7", "int"), False),
        (("7.0", "decimal"), ("7", "decimal"), True), (("007", "integer"), ("7", "int"), True),
        (("-0", "integer"), ("0", "integer"), True), (("7", "integer"), ("7", "string"), False),
        (("7", "integer"), ("7", "double"), False), (("1.5E0", "double"), ("1.5", "double"), True),
        (("abc", "integer"), ("0", "integer"), False), (("1.5", "double"), ("1.5", "decimal"), False),
        (("12345678901234567890123", "integer"), ("12345678901234567890123", "decimal"), False),
        (("12345678901234567890123", "integer"), ("12345678901234567890124", "integer"), False),
        (("2019-01-01", "date"), ("2019-01-01Z", "date"), False),
    ],
)  # fmt: skip
def test_values(one, other, same):
    assert (value_key(one[0], XSD + one[1]) == value_key(other[0], XSD + other[1])) is same


@pytest.mark.parametrize(("form", "plain"), [("+1.50", "1.5"), ("-00.0", "0"), ("-.5", "-0.5"), ("10", "10")])
def test_exact_numbers(form, plain):
    assert exact_number(form) == plain


@pytest.mark.parametrize("long_decimals", [False, True])
@pytest.mark.parametrize(
    ("given", "written", "where_long"),
    [
        ("3000000000 decimal", "3000000000 decimal", "3000000000 integer"),
        ("-2147483649.0 decimal", "-2147483649.0 decimal", "-2147483649 integer"),
        ("2147483647 decimal", "2147483647 decimal", "2147483647 decimal"),
        ("1.0 decimal", "1.0 decimal", "1.0 decimal"), ("2.50 decimal", "2.50 decimal", "2.50 decimal"),
        ("3000000000.5 decimal", "3000000000.5 decimal", "3000000000.5 decimal"),
        ("3000000000 integer", "3000000000 integer", "3000000000 integer"),
        ("1 boolean", "true boolean", "true boolean"), ("1 string", "1 string", "1 string"),
        ("x decimal", "x decimal", "x decimal"),
    ],
)  # fmt: skip
def test_usual_forms(given, written, where_long, long_decimals):
    form, name = given.split()
    found, datatype = usual(form, XSD + name, long_decimals)
    assert f"{found} {datatype.removeprefix(XSD)}" == (where_long if long_decimals else written)
    wide = value_key(form, XSD + name, long_decimals) == value_key(found, datatype, long_decimals)
    assert wide, "what is written has the key of what was given"


def test_names_of_graphs():
    base = "http://e/d/"
    ours = [
        f"{base}graph/{name}"
        for name in ("claims/a", "reported/a", "inferred/a", "entities", "background", "ontology")
    ]
    assert all(is_ours(name, base) for name in ours)
    others = ("graph/receipt", "graph/staging/claims/a", "graph/mine", "document/a")
    assert not any(is_ours(base + name, base) for name in others)
    assert not is_ours(ours[0], "http://e/")
    assert companions(ours[:1]) == sorted(ours)
    assert bases_of([*ours, "http://f/graph/claims/x", "http://g/graph/receipt"]) == [base, "http://f/"]
