"""A report for people: one block a shape, with its count and the sentences."""

from itertools import groupby

from onrecord.report import Report, Result
from onrecord.reports.view import View


def render(report: Report, view: View) -> str:
    """The report as plain text, grouped by severity and shape."""
    lines = [f"The graph {report.headline}"]
    for (severity, shape), group in groupby(report.results, key=lambda r: (r.severity, r.shape)):
        results = list(group)
        lines += ["", f"{_one_line(shape)} ({severity}, {len(results)})"]
        for remedy in sorted({result.remedy for result in results if result.remedy}):
            lines.append(f"  what to do: {_one_line(remedy)}")
        for result in view.shown(results):
            lines += _lines(result)
        if more := view.more(results):
            lines.append(f"  {more}")
    return "\n".join(lines) + "\n"


def _lines(result: Result) -> list[str]:
    """The lines of one result: message, document and sentence, focus node and value."""
    lines = [f"  - {_one_line(result.message)}"]
    where = _one_line(result.document or "(no document)")
    if result.sentence:
        where += f": “{_one_line(result.sentence)}”"
    lines.append(f"    in {where}")
    if not result.focus:
        return lines
    focus = f"    at <{_one_line(result.focus)}>"
    if result.path:
        focus += f" {_one_line(result.path)}"
    if result.value:
        focus += f" = {_one_line(result.value)}"
    lines.append(focus)
    return lines


def _one_line(words: str) -> str:
    """The words in one line, without characters that a terminal obeys."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())
