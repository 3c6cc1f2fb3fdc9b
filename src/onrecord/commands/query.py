"""The command `query`: a question put to a graph."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from onrecord.console import Output, is_terminal, pairs, printing
from onrecord.errors import UsageError
from onrecord.password import read_password
from onrecord.settings import DEFAULT_DIRECTORY, Limits
from onrecord.terminal import escaped
from onrecord.userinfo import without_userinfo


def query(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME|FILE.rq|SPARQL",
            help="A saved query, a file, or the query itself; - for standard input.",
        ),
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
            help="A graph folder, RDF files, an endpoint; - for standard input. "
            f"Else the endpoint in the query's header, else ./{DEFAULT_DIRECTORY}.",
        ),
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="table, csv, tsv, json, xml, markdown, geojson; of a CONSTRUCT: turtle, trig, ntriples, "
            "nquads, rdfxml, jsonld; of --list: text, json, markdown, turtle.",
        ),
    ] = None,
    output: Output = None,
    labels: Annotated[bool, typer.Option("--labels", help="Show names beside IRIs.")] = False,
    evidence: Annotated[
        bool,
        typer.Option(
            "--evidence",
            help="Show document, sentence, speaker, polarity and stance of the claims behind each row.",
        ),
    ] = False,
    limit: Annotated[
        int | None,
        typer.Option("--limit", min=0, help="Give at most so many rows; with --page, rows a page."),
    ] = None,
    page: Annotated[
        int | None,
        typer.Option(
            "--page", min=1, help="Give this page of the rows, as large as the query's header says."
        ),
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, help="Seconds it may take.")
    ] = Limits().seconds,
    user: Annotated[
        str,
        typer.Option(
            "--user", help="The user of an endpoint; the password is in ONRECORD_PASSWORD, or is asked for."
        ),
    ] = "",
    hosts: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-federation",
            metavar="HOST",
            help="Let SERVICE ask this host, and no other; may be repeated.",
        ),
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the saved queries.")] = False,
) -> None:
    """Put a question to a graph: a saved query by name, a file, or SPARQL."""
    from onrecord.query import GEOJSON, Rows, Wish, answer, check_format, outline_of, stream
    from onrecord.savedquery import find_query
    from onrecord.stores.connection import NOBODY, Access
    from onrecord.table import print_table
    from onrecord.task import Beside

    if listing:
        from onrecord.catalogue import list_queries

        target = source[0] if source else None
        _write(iter([list_queries(format or "text", target).encode()]), output)
        return
    if what is None:
        raise UsageError("which query?", where="query", remedy="onrecord query --list names the saved ones")
    if what == "-" and "-" in (source or ()):
        raise UsageError("is both the query and the data", where="-", remedy="give one of them as a file")
    limits = Limits(seconds=timeout)
    question = find_query(_standard_input() if what == "-" else what)
    allowed = tuple(hosts or ())
    check_format(format, outline_of(question, limits.nesting, allowed).form)
    data: bytes | list[str] | None = sys.stdin.buffer.read() if source == ["-"] else source
    wish = Wish(Beside(labels, evidence, places=format == GEOJSON), limit, page, allowed)
    access = Access(user, read_password(user)) if user else NOBODY
    found = answer(question, data, pairs(parameters or []), limits, wish, _note, access)
    if (
        isinstance(found, Rows)
        and format in (None, "table")
        and output in (None, Path("-"))
        and is_terminal()
    ):
        with printing():
            print_table(found.table())
    else:
        _write(stream(found, format), output)


def _standard_input() -> str:
    """The query on standard input; of one that is too long only as much as shows that."""
    from onrecord.sparql import LONGEST

    return sys.stdin.buffer.read(4 * LONGEST + 1).decode("utf-8", "surrogateescape")


def _note(words: str) -> None:
    """Tell a person what should be known of an answer, apart from it."""
    print(f"note: {escaped(without_userinfo(words))}", file=sys.stderr)


def _write(pieces: Iterator[bytes], output: Path | None) -> None:
    """Write an answer as it comes: to a file, whole or not at all, or to standard output."""
    if output is None or output == Path("-"):
        for piece in pieces:
            with printing():
                sys.stdout.buffer.write(piece)
                sys.stdout.buffer.flush()
        return
    from onrecord.files import writing

    with writing(output) as file:
        for piece in pieces:
            file.write(piece)
