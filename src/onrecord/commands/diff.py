"""The command `diff`: what is different between two graphs."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from onrecord.console import Output, write


class DiffFormat(StrEnum):
    """How a difference is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def diff(
    a: Annotated[Path, typer.Argument(metavar="A", help="The old graph: a folder or an RDF file.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="The new one.")],
    format: Annotated[DiffFormat, typer.Option("--format", "-f", help="The format.")] = DiffFormat.TEXT,
    output: Output = None,
) -> None:
    """Show which documents, claims and reported triples two graphs do not share; 1 if there are any."""
    import onrecord

    found = onrecord.diff(a, b)
    write(found.render(format.value).encode(), output)
    for note in found.notes:
        typer.echo(f"onrecord: {note}", err=True)
    raise typer.Exit(0 if found.equal else 1)
