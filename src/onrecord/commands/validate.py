"""The command `validate`: whether a graph is in order."""

from enum import StrEnum
from typing import Annotated

import typer

from onrecord.console import Output, files, write
from onrecord.settings import DEFAULT_DIRECTORY


class FailOn(StrEnum):
    """The severity from which a finding is a failure."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NONE = "none"


class ReportFormat(StrEnum):
    """The formats of a report."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"
    HTML = "html"
    SARIF = "sarif"
    JUNIT = "junit"
    TURTLE = "turtle"


def validate(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DIR|FILE]...", help="Graph folders or RDF files; - for standard input."),
    ] = None,
    format: Annotated[
        ReportFormat, typer.Option("--format", "-f", help="How to print it.")
    ] = ReportFormat.TEXT,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="From which severity on the exit code is 1.")
    ] = FailOn.ERROR,
    output: Output = None,
) -> None:
    """Check a graph: the shapes, the ontology and the check queries."""
    import onrecord
    from onrecord.reports import render

    with files(paths or [str(DEFAULT_DIRECTORY)]) as sources:
        report = onrecord.validate(sources)
    write(render(report, format.value).encode(), output)
    raise typer.Exit(1 if report.fails(fail_on.value) else 0)
