"""The command `export`: a graph as a file for others."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from onrecord.console import printing
from onrecord.settings import DEFAULT_DIRECTORY


class ExportFormat(StrEnum):
    """What a graph is written as: the RDF syntaxes, a map, tables."""

    TURTLE = "turtle"
    TRIG = "trig"
    NTRIPLES = "ntriples"
    NQUADS = "nquads"
    RDFXML = "rdfxml"
    JSONLD = "jsonld"
    GEOJSON = "geojson"
    CSV = "csv"


class Frame(StrEnum):
    """What a framed JSON-LD document has an object for."""

    DOCUMENT = "document"
    EVENT = "event"


def export(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The graph folder.")] = DEFAULT_DIRECTORY,
    format: Annotated[
        ExportFormat, typer.Option("--format", "-f", help="The syntax, or geojson or csv.")
    ] = ExportFormat.TURTLE,
    with_text: Annotated[bool, typer.Option("--with-text", help="Include the articles' texts.")] = False,
    redact_persons: Annotated[
        bool,
        typer.Option(
            "--redact-persons",
            help="Put pseudonyms for the names of persons without a public role"
            " (lasting ones with a secret in ONRECORD_REDACT_KEY).",
        ),
    ] = False,
    frame: Annotated[
        Frame | None, typer.Option("--frame", help="jsonld: one object a document, or an event.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="Write to this file instead of standard output; csv: a folder or a .zip."
        ),
    ] = None,
) -> None:
    """Write a graph in another format, the same bytes every time."""
    from onrecord.errors import UsageError
    from onrecord.export import export_to

    to_file = output is not None and output != Path("-")
    if format is ExportFormat.CSV and not to_file:
        raise UsageError(
            "several tables do not go to standard output",
            where="--format csv",
            remedy="name a folder or a .zip with -o",
        )
    options = {"with_text": with_text, "redact_persons": redact_persons, "frame": frame and frame.value}
    if to_file and output is not None:
        notes = export_to(output, directory, format.value, **options)  # type: ignore[arg-type]
    else:
        with printing():
            notes = export_to(sys.stdout.buffer, directory, format.value, **options)  # type: ignore[arg-type]
            sys.stdout.buffer.flush()
    for note in notes:
        typer.echo(note, err=True)
