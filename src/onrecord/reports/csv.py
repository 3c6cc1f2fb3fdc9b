"""A report as a table: one row a result (RFC 4180)."""

import csv
import re
from io import StringIO

from onrecord.report import Report
from onrecord.reports.view import View

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

_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def render(report: Report, view: View) -> str:
    """The report as CSV with a header row; empty cells where a result has no such value.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it; JSON has the words as
    they are.
    """
    table = StringIO()
    rows = csv.writer(table)
    rows.writerow(COLUMNS)
    for result in report.results:
        rows.writerow([_cell(getattr(result, column)) for column in COLUMNS])
    return table.getvalue()


def _cell(value: object) -> str:
    """A value as a cell that no spreadsheet runs."""
    words = "" if value is None else str(value)
    return f"'{words}" if _FORMULA.match(words) and not _NUMBER.fullmatch(words) else words
