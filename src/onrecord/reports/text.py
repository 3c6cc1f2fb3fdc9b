"""A report for people: one block a shape, with its count and the sentences."""

from itertools import groupby

from onrecord.report import Report, Result


def render(report: Report) -> str:
    """The report as plain text, grouped by severity and shape."""
    lines = [f"The graph {report.headline}"]
    for (severity, shape), group in groupby(report.results, key=lambda r: (r.severity, r.shape)):
        results = list(group)
        lines += ["", f"{shape} ({severity}, {len(results)})"]
        for remedy in sorted({result.remedy for result in results if result.remedy}):
            lines.append(f"  what to do: {remedy}")
        for result in results:
            lines += _lines(result)
    return "\n".join(lines) + "\n"


def _lines(result: Result) -> list[str]:
    """The lines of one result: message, document and sentence, focus node and value."""
    lines = [f"  - {_one_line(result.message)}"]
    where = result.document or "(no document)"
    if result.sentence:
        where += f": “{_one_line(result.sentence)}”"
    lines.append(f"    in {where}")
    focus = f"    at <{result.focus}>"
    if result.path:
        focus += f" {result.path}"
    if result.value:
        focus += f" = {_one_line(result.value)}"
    lines.append(focus)
    return lines


def _one_line(words: str) -> str:
    """The words with each run of white space made one space."""
    return " ".join(words.split())
