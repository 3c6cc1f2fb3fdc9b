"""The formats a report is written in: one module each, found here by name."""

from collections.abc import Callable

from onrecord.report import Report
from onrecord.reports import csv, html, json, junit, sarif, text, turtle
from onrecord.reports.view import View

#: Name of a format → function that writes a report in it, as a view asks.
FORMATS: dict[str, Callable[[Report, View], str]] = {
    "text": text.render,
    "csv": csv.render,
    "json": json.render,
    "html": html.render,
    "sarif": sarif.render,
    "junit": junit.render,
    "turtle": turtle.render,
}


def render(report: Report, format: str = "text", view: View | None = None) -> str:
    """The report as text in one of `FORMATS`; the same bytes for the same results."""
    return FORMATS[format](report, view or View())
