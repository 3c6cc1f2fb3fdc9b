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


CONTROLS = "\x1b[2J\x07\x7f\x9b\u202e\u2066\u200b\x00"
HOSTILE = Table(
    ("n", "a"),
    (
        (Literal(1), Literal(f"a{CONTROLS}b\nc")),
        (Literal(2), NamedNode(f"{E}\u202ex")),
        (None, NamedNode("a:\u2028")),
    ),
    {"e": E},
)


@pytest.mark.parametrize(("format", "width"), [("table", 200), ("table", 10), ("markdown", 200)])
def test_what_people_read_cannot_rewrite_their_terminal(format, width, capsys):
    text = write_table(HOSTILE, format, width)
    assert text.replace("\n", "").isprintable()
    assert "\\u001b" in text and "\\u202e" in text
    print_table(HOSTILE)
    assert capsys.readouterr().out.replace("\n", "").isprintable()


@pytest.mark.parametrize("format", ["csv", "tsv", "json"])
def test_what_programs_read_is_exact(format):
    text = write_table(HOSTILE, format)
    assert "\u202e" in text and "\\u202e" not in text


MARKUP = (
    "<b>bold</b> & &lt; `code` *a* **b** _c_ __d__ ~~e~~ [f](http://g) ![h](i) | \\ \\| \\\\ # < >",
    "a\\",
    "see https://e.example/a_b_?c=*d* and www.e.example/_f_ or <https://g.example>",
    "https://e.example/_a_/*b*?c&copy=d",
    "javascript:alert(1)",
    "https://e.example/a|b\\c",
    "<script>alert(1)</script><!-- x -->",
    "&#60;i&#62; &amp;",
)


@pytest.mark.parametrize("words", MARKUP)
def test_a_value_in_markdown_is_read_as_it_is(words):
    from html.parser import HTMLParser

    from markdown_it import MarkdownIt

    class Page(HTMLParser):
        cells: list[str]
        tags: set[str]

        def handle_starttag(self, tag, attributes):
            self.tags.add(tag)
            if tag in ("td", "th"):
                self.cells.append("")

        def handle_data(self, data):
            if self.cells:
                self.cells[-1] += data.rstrip("\n")

    for term in (Literal(words), Literal(f"x {words} y")):
        page = Page()
        page.cells, page.tags = [], set()
        text = write_table(Table(("_a_", "b"), ((term, Literal("2")),)), "markdown")
        page.feed(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))
        assert page.cells == ["_a_", "b", term.value, "2"]
        assert page.tags <= {"table", "thead", "tbody", "tr", "th", "td", "a"}
        assert ("a" in page.tags) == (term.value == "https://e.example/_a_/*b*?c&copy=d")


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
