"""Tables with labels for spreadsheets, one a kind of thing, with a description of their columns (CSVW).

What the tables and columns are is rows of data/tables. A cell that a spreadsheet would take for a formula
(one that begins with = + - @, a tab or a carriage return, unless it is a number) gets an apostrophe in front.
Several values in a cell are separated by "|"; one in a value becomes "¦".
"""

import csv
import io
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from pyoxigraph import NamedNode

from onrecord.errors import UsageError
from onrecord.exports.graph import Graph
from onrecord.files import make_directory, unwritable
from onrecord.resources import resource
from onrecord.statements import Statements

METADATA = "csv-metadata.json"
SEPARATOR = "|"
_TITLE = "A graph of onrecord as tables"  # tells our descriptions from others of the same standard name

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBERS = frozenset({"integer", "decimal"})
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the only time that every zip can have
_NOTE = (
    "A cell that begins with =, +, -, @, a tab or a carriage return and is no number has an apostrophe"
    " in front. Several values are separated by |, and a | within a value is written as ¦."
    " Responsibility for attacks is alleged: the stance and the speaker are given with it."
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its title for people, the path from a node to its values, and their datatype."""

    name: str
    title: str
    path: str
    datatype: str
    many: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, the kind of things that are its rows, what it is, and its columns."""

    name: str
    kind: str
    description: str
    columns: tuple[Column, ...]

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.csv"


@cache
def tables() -> tuple[Table, ...]:
    """The tables that data/tables describes."""
    columns = {
        name: tuple(Column(r["column"], r["title"], r["path"], r["datatype"], bool(r["many"])) for r in rows)
        for name, rows in groupby(_rows("columns.csv"), key=lambda row: row["table"])
    }
    return tuple(
        Table(row["table"], row["kind"], row["description"], columns[row["table"]])
        for row in _rows("tables.csv")
    )


def write_folder(statements: Statements, folder: Path) -> tuple[str, ...]:
    """Write the tables and their description into a folder, each whole or not at all.

    UsageError for a folder of somebody's other files. Returns what a person should know.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())) and not _is_ours(folder):
            raise UsageError(
                "is not empty and holds no tables of onrecord",
                where=folder,
                remedy="name another folder, or a file that ends in .zip",
            )
        make_directory(folder)
        part = Path(tempfile.mkdtemp(prefix=".tables.", suffix=".part", dir=folder))
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        graph = Graph(statements)
        for table in tables():
            with (part / table.file).open("w", encoding="utf-8", newline="") as file:
                write_table(graph, table, file)
        (part / METADATA).write_bytes(metadata())
        for name in (*(table.file for table in tables()), METADATA):
            (part / name).replace(folder / name)
    except OSError as error:
        raise unwritable(folder, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return ()


def write_zip(statements: Statements, file: BinaryIO) -> tuple[str, ...]:
    """Write the tables and their description as a zip, the same bytes every time."""
    graph = Graph(statements)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in tables():
            with (
                archive.open(_entry(table.file), "w", force_zip64=True) as entry,
                io.TextIOWrapper(entry, encoding="utf-8", newline="") as text,
            ):
                write_table(graph, table, text)
        archive.writestr(_entry(METADATA), metadata())
    return ()


def write_table(graph: Graph, table: Table, file: TextIO) -> None:
    """Write a table: a row of column names, then a row a node."""
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    for node in graph.instances(table.kind):
        writer.writerow(cell(graph, node, column) for column in table.columns)


def cell(graph: Graph, node: NamedNode, column: Column) -> str:
    """What a column has for a node."""
    values = [value.value for value in graph.follow((node,), column.path)]
    if column.name.endswith("_id") or column.datatype == "anyURI":
        values = [value for value in values if ":" in value and " " not in value]
    if column.many:
        text = SEPARATOR.join(value.replace(SEPARATOR, "¦") for value in values if value)
    else:
        text = values[0] if values else ""
    return text if column.datatype in _NUMBERS else safe(text)


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def metadata() -> bytes:
    """The description of the tables, as the W3C's CSV on the Web has it."""
    described: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": _TITLE,
        "dc:description": _NOTE,
        "tables": [_described(table) for table in tables()],
    }
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def _described(table: Table) -> dict[str, Any]:
    names = {column.name for column in table.columns}
    schema: dict[str, Any] = {
        "columns": [_column(column) for column in table.columns],
        "primaryKey": "id",
        "aboutUrl": "{+id}",
    }
    if "document_id" in names:
        schema["foreignKeys"] = [
            {
                "columnReference": "document_id",
                "reference": {"resource": "documents.csv", "columnReference": "id"},
            }
        ]
    return {"url": table.file, "dc:description": table.description, "tableSchema": schema}


def _column(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.name,
        "titles": [column.name, column.title],
        "datatype": column.datatype,
    }
    if column.many:
        found["separator"] = SEPARATOR
    if column.name == "id":
        found["required"] = True
    return found


def _is_ours(folder: Path) -> bool:
    """Whether a folder holds tables described by `metadata`, of whatever version."""
    if not (folder / METADATA).is_file():
        return False
    try:
        described = json.loads((folder / METADATA).read_bytes())
    except (ValueError, RecursionError):
        return False
    return isinstance(described, dict) and described.get("dc:title") == _TITLE


def _entry(name: str) -> zipfile.ZipInfo:
    found = zipfile.ZipInfo(name, _EARLIEST)
    found.compress_type = zipfile.ZIP_DEFLATED
    found.external_attr = 0o644 << 16
    return found


def _rows(name: str) -> Iterator[dict[str, str]]:
    with resource("data", "tables", name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
