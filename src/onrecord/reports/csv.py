"""A report as a table: one row a result (RFC 4180)."""

import csv
from io import StringIO

from onrecord.report import Report

COLUMNS = (
    "severity",
    "shape",
    "document",
    "sentence",
    "start",
    "end",
    "focus",
    "path",
    "value",
    "message",
    "remedy",
)


def render(report: Report) -> str:
    """The report as CSV with a header row; empty cells where a result has no such value."""
    table = StringIO()
    rows = csv.writer(table)
    rows.writerow(COLUMNS)
    for result in report.results:
        cells = (getattr(result, column) for column in COLUMNS)
        rows.writerow(["" if cell is None else str(cell) for cell in cells])
    return table.getvalue()
