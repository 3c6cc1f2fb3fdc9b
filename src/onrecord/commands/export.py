"""The command `export`: a graph in another syntax."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from onrecord.console import Output, write
from onrecord.settings import DEFAULT_DIRECTORY


class GraphFormat(StrEnum):
    """The RDF syntaxes."""

    TURTLE = "turtle"
    TRIG = "trig"
    NTRIPLES = "ntriples"
    NQUADS = "nquads"
    RDFXML = "rdfxml"
    JSONLD = "jsonld"


def export(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The graph folder.")] = DEFAULT_DIRECTORY,
    format: Annotated[GraphFormat, typer.Option("--format", "-f", help="The syntax.")] = GraphFormat.TURTLE,
    with_text: Annotated[bool, typer.Option("--with-text", help="Include the articles' texts.")] = False,
    output: Output = None,
) -> None:
    """Write a graph in another RDF syntax, the same bytes every time."""
    import onrecord

    write(onrecord.export(directory, format.value, with_text=with_text), output)
