"""A report as one self-contained HTML page: no script, no link to anything else."""

from itertools import groupby

from onrecord.report import Report, Result
from onrecord.reports.markup import escaped

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Validation report</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border-bottom: 1px solid #ccc; padding: .4rem; text-align: left; vertical-align: top; }}
td {{ overflow-wrap: anywhere; }}
q {{ font-style: italic; }}
.error {{ color: #a00; }} .warning {{ color: #850; }} .info {{ color: #05a; }}
</style>
<h1>Validation report</h1>
<p>The graph {headline}</p>
{blocks}</html>
"""

_BLOCK = """<h2 class="{severity}">{shape} ({severity}, {count})</h2>
{remedy}<table>
<tr><th>Message</th><th>Document</th><th>Sentence</th><th>Node</th><th>Value</th></tr>
{rows}</table>
"""


def render(report: Report) -> str:
    """The report as an HTML page with a table for each shape."""
    blocks = "".join(
        _block(str(severity), shape, list(results))
        for (severity, shape), results in groupby(report.results, key=lambda r: (r.severity, r.shape))
    )
    return _PAGE.format(headline=escaped(report.headline), blocks=blocks)


def _block(severity: str, shape: str, results: list[Result]) -> str:
    """The heading, remedy and table of one shape."""
    remedies = sorted({result.remedy for result in results if result.remedy})
    return _BLOCK.format(
        severity=severity,
        shape=escaped(shape),
        count=len(results),
        remedy="".join(f"<p>What to do: {escaped(remedy)}</p>\n" for remedy in remedies),
        rows="".join(_row(result) for result in results),
    )


def _row(result: Result) -> str:
    """The table row of one result."""
    sentence = f"<q>{escaped(result.sentence)}</q>" if result.sentence else ""
    node = escaped(" ".join(part for part in (result.focus, result.path) if part))
    cells = (escaped(result.message), escaped(result.document), sentence, node, escaped(result.value))
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n"
