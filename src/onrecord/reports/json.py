"""A report as JSON: conforms, counts, results."""

import json

from onrecord.report import Report
from onrecord.reports.csv import COLUMNS
from onrecord.reports.view import View


def render(report: Report, view: View) -> str:
    """The report as a JSON object; absent values are null."""
    content = {
        "conforms": report.conforms,
        "counts": {str(severity): count for severity, count in report.counts.items()},
        "results": [{column: getattr(result, column) for column in COLUMNS} for result in report.results],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
