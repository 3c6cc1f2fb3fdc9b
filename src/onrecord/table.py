"""A table: the rows that answer a question, as people read them; see `onrecord.results` for programs."""

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from onrecord.results import RESULTS, TEXTS, plain
from onrecord.terminal import escaped, visible

WIDTH = 120
"""Characters in a line where no terminal says otherwise."""

TABLE_FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown", "geojson")
_FIRST = 1000  # rows read before a table for people is laid out
_ADDRESS = re.compile(r"https?://[^\s<>|\\]+", re.IGNORECASE)
_MARKUP = re.compile(r"[\\`*_~\[\]<>&|@]|:(?=//)|(?<=www)\.", re.IGNORECASE)


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
                column: None if term is None else plain(term)
                for column, term in zip(self.columns, row, strict=True)
            }
            for row in self.rows
        ]

    def headings(self) -> list[str]:
        """The names of the columns as people read them."""
        return [visible(column) for column in self.columns]

    def cells(self) -> list[list[str]]:
        """The rows as people read them: on one line, IRIs shortened, nothing that rewrites a terminal."""
        return [["" if term is None else self._read(term) for term in row] for row in self.rows]

    def _read(self, term: Any) -> str:
        value = plain(term)
        if hasattr(term, "datatype") or value.startswith("_:"):
            return visible(value)
        for prefix, space in sorted(self.prefixes.items(), key=lambda pair: -len(pair[1])):
            if value.startswith(space) and len(value) > len(space):
                return escaped(f"{prefix}:{value[len(space) :]}")
        return escaped(value)


def write_table(table: Table, format: str, width: int = WIDTH) -> str:
    """The table in one of the formats; see `stream_table`."""
    return "".join(stream_table(table, iter(()), format, width))


def stream_table(
    head: Table, chunks: Iterable[Sequence[tuple[Any, ...]]], format: str, width: int = WIDTH
) -> Iterator[str]:
    """Yield a table and the rows that follow it, in one of the formats, as they come.

    "table" is plain text for people: aligned columns where ``width`` characters suffice for the first
    thousand rows, else a block for each row.
    """
    chunks = chain([head.rows], chunks)
    if format in TEXTS:
        yield from TEXTS[format](head.columns, chunks)
    elif format == "markdown":
        yield from _markdown(head, chunks)
    else:
        yield from _for_people(head, iter(chunks), width)


def _for_people(head: Table, chunks: Iterator[Sequence[tuple[Any, ...]]], width: int) -> Iterator[str]:
    rows: list[tuple[Any, ...]] = []
    for chunk in chunks:
        rows += chunk
        if len(rows) >= _FIRST:
            break
    first = replace(head, rows=tuple(rows))
    widths = _widths(first)
    aligned = sum(width + 2 for width in widths) <= width or not rows
    count, lead = 0, len(str(len(rows)))
    if aligned:
        yield _line(first.headings(), widths) + _line(["-" * width for width in widths], widths)
    for chunk in chain([first.rows], chunks):
        part = replace(head, rows=tuple(chunk))
        if aligned:
            yield "".join(_line(row, widths) for row in part.cells())
        else:
            yield _blocks(part, width, count, lead)
        count += len(chunk)
    yield _count(count) + "\n"


def print_table(table: Table) -> None:
    """Print the table on a terminal: in columns where it is wide enough, else a block for each row."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    console = Console(highlight=False)
    if table.rows and _width(table) > console.width:
        text = "".join(stream_table(table, (), "table", console.width))
        console.print(Text(text), end="")
        return
    grid = Grid(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    for column in table.headings():
        grid.add_column(Text(column), no_wrap=True)
    for row in table.cells():
        grid.add_row(*map(Text, row))
    console.print(grid, _count(len(table.rows)))


def write_boolean(value: bool, format: str) -> str:
    """Yes or no in one of the formats: SPARQL's json and xml, else the word true or false."""
    word = "true" if value else "false"
    if format == "json":
        return json.dumps({"head": {}, "boolean": value}, indent=1) + "\n"
    if format == "xml":
        return f'<?xml version="1.0"?>\n<sparql xmlns="{RESULTS}"><head/><boolean>{word}</boolean></sparql>\n'
    return word + "\n"


def _widths(table: Table) -> list[int]:
    return [max(map(len, column)) for column in zip(table.headings(), *table.cells(), strict=True)]


def _width(table: Table) -> int:
    return sum(width + 2 for width in _widths(table))


def _blocks(table: Table, width: int, before: int = 0, number: int = 1) -> str:
    """The rows one below the other: a line for each column that has a value, long values wrapped."""
    headings = table.headings()
    name = max(map(len, headings), default=0)
    text = ""
    for count, row in enumerate(table.cells(), before + 1):
        lead = f"{count:>{number}}"
        for column, cell in zip(headings, row, strict=True):
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
    return text


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip() + "\n"


def _count(rows: int) -> str:
    return f"({rows} row{'' if rows == 1 else 's'})"


def _markdown(head: Table, chunks: Iterable[Sequence[tuple[Any, ...]]]) -> Iterator[str]:
    yield _row(map(_in_markdown, head.headings())) + _row("---" for _ in head.columns)
    for chunk in chunks:
        yield "".join(_row(map(_in_markdown, cells)) for cells in replace(head, rows=tuple(chunk)).cells())


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _in_markdown(cell: str) -> str:
    """A cell so that it is read as it is: an address as a link, no other markup, HTML or link in it."""
    return f"<{cell}>" if _ADDRESS.fullmatch(cell) else _MARKUP.sub(r"\\\g<0>", cell)
