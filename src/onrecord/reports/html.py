"""A report as one self-contained HTML page: no script, nothing that is loaded."""

from itertools import groupby

from onrecord.report import Report, Result, Severity
from onrecord.reports.markup import escaped, linked
from onrecord.reports.view import View

_OPEN = 20  # blocks with more results begin folded

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Validation report</title>
<style>
:root {{ --line: #ccc; --error: #a00; --warning: #850; --info: #05a; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --line: #555; --error: #f88; --warning: #fc6; --info: #8cf; }}
}}
body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }}
table {{ border-collapse: collapse; table-layout: fixed; width: 100%; }}
th, td {{ border-bottom: 1px solid var(--line); padding: .4rem; text-align: left; vertical-align: top; }}
td {{ overflow-wrap: anywhere; }}
details {{ content-visibility: auto; contain-intrinsic-size: auto 3rem; margin: 1rem 0; }}
summary {{ cursor: pointer; font-size: 1.2rem; font-weight: bold; }}
label {{ margin-right: 1rem; }}
q {{ font-style: italic; }}
a, q {{ unicode-bidi: isolate; }}
.error > summary {{ color: var(--error); }}
.warning > summary {{ color: var(--warning); }}
.info > summary {{ color: var(--info); }}
{hiding}
</style>
<h1>Validation report</h1>
<p>The graph {headline}</p>
{boxes}
<main>
{blocks}</main>
</html>
"""

_BLOCK = """<details class="{severity}"{open}>
<summary>{shape} ({severity}, {count})</summary>
{remedy}<table>
<tr><th>Message<th>Document<th>Sentence<th>Node<th>Value</tr>
{rows}</table>
{more}</details>
"""


def render(report: Report, view: View) -> str:
    """The report as an HTML page with a table for each shape; severities can be hidden."""
    blocks = "".join(
        _block(str(severity), shape, list(results), view)
        for (severity, shape), results in groupby(report.results, key=lambda r: (r.severity, r.shape))
    )
    return _PAGE.format(
        headline=escaped(report.headline),
        hiding="\n".join(f"#{name}:not(:checked) ~ main .{name} {{ display: none; }}" for name in Severity),
        boxes="\n".join(
            f'<input type="checkbox" id="{name}" checked> <label for="{name}">{name} ({count})</label>'
            for name, count in report.counts.items()
        ),
        blocks=blocks,
    )


def _block(severity: str, shape: str, results: list[Result], view: View) -> str:
    """The heading, remedy and table of one shape."""
    remedies = sorted({result.remedy for result in results if result.remedy})
    shown = view.shown(results)
    more = view.more(results)
    return _BLOCK.format(
        severity=severity,
        shape=escaped(shape),
        count=len(results),
        open=" open" if len(shown) <= _OPEN else "",
        remedy="".join(f"<p>What to do: {escaped(remedy)}</p>\n" for remedy in remedies),
        rows="".join(_row(result) for result in shown),
        more=f"<p>{more}</p>\n" if more else "",
    )


def _row(result: Result) -> str:
    """The table row of one result."""
    sentence = f"<q>{escaped(result.sentence)}</q>" if result.sentence else ""
    node = " ".join(linked(part) for part in (result.focus, result.path) if part)
    cells = (escaped(result.message), linked(result.document), sentence, node, linked(result.value))
    return "<tr>" + "".join(f"<td>{cell}" for cell in cells) + "</tr>\n"
