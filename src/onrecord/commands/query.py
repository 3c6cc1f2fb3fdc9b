"""The command `query`: a question put to a graph."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from onrecord.console import Output, is_terminal, pairs, printing, write
from onrecord.errors import UsageError
from onrecord.settings import DEFAULT_DIRECTORY, Limits


def query(
    what: Annotated[
        str | None,
        typer.Argument(metavar="NAME|FILE.rq|SPARQL", help="A saved query, a file, or the query itself."),
    ] = None,
    parameters: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="NAME=VALUE", help="A value the query asks for."),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--in",
            metavar="DIR|FILE|URL",
            help="A graph folder, RDF files, an endpoint; - for standard input.",
        ),
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", help="table, csv, tsv, json, xml, markdown; of a CONSTRUCT: turtle, ntriples, …"
        ),
    ] = None,
    output: Output = None,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, help="Seconds it may take.")
    ] = Limits().seconds,
    listing: Annotated[bool, typer.Option("--list", help="List the saved queries.")] = False,
) -> None:
    """Put a question to a graph: a saved query by name, a file, or SPARQL."""
    from onrecord.query import answer, check_format, list_queries, outline_of, render
    from onrecord.savedquery import find_query
    from onrecord.table import Table, print_table

    if listing:
        write(list_queries().encode(), output)
        return
    if what is None:
        raise UsageError("which query?", where="query", remedy="onrecord query --list names the saved ones")
    sources = source or [str(DEFAULT_DIRECTORY)]
    if what == "-" and "-" in sources:
        raise UsageError("is both the query and the data", where="-", remedy="give one of them as a file")
    limits = Limits(seconds=timeout)
    question = find_query(sys.stdin.read() if what == "-" else what)
    check_format(format, outline_of(question, limits.nesting).form)
    data: bytes | list[str] = sys.stdin.buffer.read() if sources == ["-"] else sources
    found = answer(question, data, pairs(parameters or []), limits)
    if (
        isinstance(found, Table)
        and format in (None, "table")
        and output in (None, Path("-"))
        and is_terminal()
    ):
        with printing():
            print_table(found)
    else:
        write(render(found, format), output)
