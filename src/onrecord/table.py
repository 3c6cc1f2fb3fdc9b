"""A table: the rows that answer a question, written for people and for programs.

csv, tsv, json and xml follow the SPARQL 1.1 Query Results formats; csv is RFC 4180 with plain values.
"""

import csv
import io
import json
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from onrecord.errors import UsageError

WIDTH = 120
"""Characters in a line where no terminal says otherwise."""

TABLE_FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown")
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_RESULTS = "http://www.w3.org/2005/sparql-results#"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of RDF terms (pyoxigraph's; None where a variable is unbound) under named columns.

    ``prefixes`` shorten IRIs where a person reads them.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def values(self) -> list[dict[str, str | None]]:
        """The rows as plain mappings of column to lexical value."""
        return [
            {
                column: None if term is None else _plain(term)
                for column, term in zip(self.columns, row, strict=True)
            }
            for row in self.rows
        ]

    def cells(self) -> list[list[str]]:
        """The rows as people read them: values on one line, IRIs shortened."""
        return [["" if term is None else self._read(term) for term in row] for row in self.rows]

    def _read(self, term: Any) -> str:
        value = _plain(term)
        if hasattr(term, "datatype") or value.startswith("_:"):
            return " ".join(value.split())
        for prefix, space in sorted(self.prefixes.items(), key=lambda pair: -len(pair[1])):
            if value.startswith(space) and len(value) > len(space):
                return f"{prefix}:{value[len(space) :]}"
        return value


def write_table(table: Table, format: str, width: int = WIDTH) -> str:
    """The table in one of the formats.

    "table" is plain text for people: aligned columns where ``width`` characters suffice, else a block
    for each row.
    """
    writers = {
        "table": lambda table: _aligned(table) if _width(table) <= width else _blocks(table, width),
        "csv": _csv,
        "tsv": _tsv,
        "json": _json,
        "xml": _xml,
        "markdown": _markdown,
    }
    return writers[format](table)


def print_table(table: Table) -> None:
    """Print the table on a terminal: in columns where it is wide enough, else a block for each row."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    console = Console(highlight=False)
    if _width(table) > console.width:
        console.print(Text(_blocks(table, console.width)), end="")
        return
    grid = Grid(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    for column in table.columns:
        grid.add_column(Text(column), no_wrap=True)
    for row in table.cells():
        grid.add_row(*map(Text, row))
    console.print(grid, _count(table))


def write_boolean(value: bool, format: str) -> str:
    """Yes or no in one of the formats: SPARQL's json and xml, else the word true or false."""
    word = "true" if value else "false"
    if format == "json":
        return json.dumps({"head": {}, "boolean": value}, indent=1) + "\n"
    if format == "xml":
        return (
            f'<?xml version="1.0"?>\n<sparql xmlns="{_RESULTS}"><head/><boolean>{word}</boolean></sparql>\n'
        )
    return word + "\n"


def _plain(term: Any) -> str:
    """The IRI, the lexical form, or the blank node's label."""
    return str(term.value) if hasattr(term, "datatype") or str(term).startswith("<") else str(term)


def _widths(table: Table) -> list[int]:
    return [max(map(len, column)) for column in zip(table.columns, *table.cells(), strict=True)]


def _width(table: Table) -> int:
    return sum(width + 2 for width in _widths(table))


def _blocks(table: Table, width: int) -> str:
    """The rows one below the other: a line for each column that has a value, long values wrapped."""
    name = max(map(len, table.columns))
    number = len(str(len(table.rows)))
    text = ""
    for count, row in enumerate(table.cells(), 1):
        lead = f"{count:>{number}}"
        for column, cell in zip(table.columns, row, strict=True):
            if cell:
                start = f"{lead:{number}}  {column:{name}}  "
                indent = " " * len(start)
                wrapped = textwrap.wrap(
                    cell,
                    max(width, len(start) + 20),
                    initial_indent=indent,
                    subsequent_indent=indent,
                    break_long_words=False,
                    break_on_hyphens=False,
                )
                text += start + "\n".join(wrapped).removeprefix(indent) + "\n"
                lead = ""
        text += "\n"
    return text + _count(table) + "\n"


def _aligned(table: Table) -> str:
    lines = [list(table.columns), *table.cells()]
    widths = _widths(table)
    lines.insert(1, ["-" * width for width in widths])
    text = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    return "\n".join([*text, _count(table)]) + "\n"


def _count(table: Table) -> str:
    return f"({len(table.rows)} row{'' if len(table.rows) == 1 else 's'})"


def _markdown(table: Table) -> str:
    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cell.replace("\\", "\\\\").replace("|", "\\|") for cell in cells) + " |\n"

    head = list(table.columns)
    return "".join(map(line, [head, ["---"] * len(head), *table.cells()]))


def _csv(table: Table) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows(["" if term is None else _plain(term) for term in row] for row in table.rows)
    return text.getvalue()


def _tsv(table: Table) -> str:
    lines = ["\t".join("?" + column for column in table.columns)]
    lines += [
        "\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row)
        for row in table.rows
    ]
    return "\n".join(lines) + "\n"


def _json(table: Table) -> str:
    bindings = [
        {column: _binding(term) for column, term in zip(table.columns, row, strict=True) if term is not None}
        for row in table.rows
    ]
    document = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _binding(term: Any) -> dict[str, str]:
    if not hasattr(term, "datatype"):
        return {"type": "uri" if str(term).startswith("<") else "bnode", "value": str(term.value)}
    found = {"type": "literal", "value": str(term.value)}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype.value != _XSD_STRING:
        found["datatype"] = term.datatype.value
    return found


def _xml(table: Table) -> str:
    lines = ['<?xml version="1.0"?>', f'<sparql xmlns="{_RESULTS}">', " <head>"]
    lines += [f"  <variable name={quoteattr(column)}/>" for column in table.columns]
    lines += [" </head>", " <results>"]
    for row in table.rows:
        lines.append("  <result>")
        for column, term in zip(table.columns, row, strict=True):
            if term is not None:
                lines.append(f"   <binding name={quoteattr(column)}>{_xml_term(_binding(term))}</binding>")
        lines.append("  </result>")
    text = "\n".join([*lines, " </results>", "</sparql>"]) + "\n"
    if found := _NOT_XML.search(text):
        raise UsageError(
            f"XML cannot hold the character U+{ord(found.group()):04X} of this answer",
            where="--format xml",
            remedy="ask for json",
        )
    return text


def _xml_term(binding: Mapping[str, str]) -> str:
    kind = binding["type"]
    attributes = "".join(
        f" {name}={quoteattr(binding[name])}" for name in ("xml:lang", "datatype") if name in binding
    )
    value = escape(binding["value"], {"\r": "&#xD;"})
    return f"<{kind}{attributes}>{value}</{kind}>"
