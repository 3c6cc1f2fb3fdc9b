"""The command `validate`: whether a graph is in order."""

from enum import StrEnum
from typing import Annotated

import typer

from onrecord.console import Engine, Output, files, write
from onrecord.settings import DEFAULT_DIRECTORY, FILE_LIMITS, Limits


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
    limit: Annotated[
        int | None,
        typer.Option("--limit", min=0, help="Show at most so many results of each shape (text and html)."),
    ] = None,
    engine: Engine = None,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, help="Seconds that checking a file may take.")
    ] = FILE_LIMITS.seconds,
    output: Output = None,
) -> None:
    """Check a graph: the shapes, the ontology and the check queries."""
    import onrecord
    from onrecord.engines import Engines
    from onrecord.reports import render
    from onrecord.reports.view import View

    engines = Engines.named(engine or ())
    limits = Limits(seconds=timeout, memory=FILE_LIMITS.memory)
    with files(paths or [str(DEFAULT_DIRECTORY)]) as sources:
        report = onrecord.validate(sources, engines, limits)
    view = View(limit, fail_on.value)
    write(render(report, format.value, view).encode(), output)
    raise typer.Exit(1 if report.fails(fail_on.value) else 0)
