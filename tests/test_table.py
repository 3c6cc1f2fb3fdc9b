"""Tables: each format says the same, for programs to the letter and for people at a glance."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import pytest
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, parse_query_results

from onrecord.table import TABLE_FORMATS, Table, print_table, write_boolean, write_table

E = "http://example.org/"

TABLE = Table(
    ("place", "n"),
    (
        (NamedNode(E + "idlib"), Literal(3)),
        (Literal('a,"b"\r\nc|\t\\', language="en"), None),
        (Literal("<é>&"), Literal("2019-01-01", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date"))),
    ),
    {"e": E},
)


@pytest.mark.parametrize(
    ("name", "syntax"),
    [("json", QueryResultsFormat.JSON), ("xml", QueryResultsFormat.XML), ("tsv", QueryResultsFormat.TSV)],
)
def test_results_round_trip(name, syntax):
    found = parse_query_results(write_table(TABLE, name).encode(), format=syntax)
    assert tuple(variable.value for variable in found.variables) == TABLE.columns
    assert tuple(tuple(row) for row in found) == TABLE.rows


def test_csv_is_rfc_4180():
    text = write_table(TABLE, "csv")
    assert text.startswith("place,n\r\nhttp://example.org/idlib,3\r\n")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[2] == ['a,"b"\r\nc|\t\\', ""]


def test_tables_for_people():
    lines = write_table(TABLE, "table").splitlines()
    assert lines[2] == "e:idlib     3"
    assert lines[-1] == "(3 rows)"
    assert write_table(TABLE, "markdown").splitlines()[3] == '| a,"b" c\\| \\\\ |  |'
    assert TABLE.values()[0] == {"place": E + "idlib", "n": "3"}


@pytest.mark.parametrize("name", TABLE_FORMATS)
def test_an_empty_table_can_be_written(name):
    assert write_table(Table(("a",), ()), name)


def test_booleans():
    assert write_boolean(True, "table") == "true\n"
    assert json.loads(write_boolean(False, "json")) == {"head": {}, "boolean": False}
    assert (
        ET.fromstring(write_boolean(True, "xml")).findtext("{http://www.w3.org/2005/sparql-results#}boolean")
        == "true"
    )


def test_a_table_on_a_terminal_keeps_its_values_as_they_are(capsys):
    print_table(Table(("a",), ((Literal("[red]x[/red] :smile:"),),)))
    assert "[red]x[/red] :smile:" in capsys.readouterr().out


def test_a_table_too_wide_for_its_lines_becomes_blocks(capsys, monkeypatch):
    wide = Table(
        ("n", "sentence", "note"), ((Literal(1), Literal("one two " * 30), None), (Literal(2), None, None))
    )
    lines = write_table(wide, "table", width=60).splitlines()
    assert lines[0] == "1  n         1"
    assert lines[1].startswith("   sentence  one two") and lines[2].startswith(" " * 13 + "one two")
    assert max(map(len, lines)) <= 60
    assert lines[-3:] == ["2  n         2", "", "(2 rows)"]
    assert write_table(wide, "table", width=1000).startswith("n  sentence")
    monkeypatch.setenv("COLUMNS", "60")
    print_table(wide)
    assert capsys.readouterr().out.splitlines() == lines
