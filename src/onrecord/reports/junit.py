"""A report in JUnit's XML, which build servers read: what fails is a failure, the rest is output."""

from onrecord.report import Report, Result
from onrecord.reports.markup import escaped
from onrecord.reports.view import View


def render(report: Report, view: View) -> str:
    """The report as one test suite: a test case for each result, or a single one that passes."""
    cases = "".join(_case(result, view) for result in report.results)
    cases = cases or '    <testcase classname="onrecord" name="conforms" time="0"/>\n'
    counts = (
        f'tests="{max(len(report.results), 1)}"'
        f' failures="{sum(view.is_failure(result) for result in report.results)}"'
        ' errors="0" skipped="0" time="0"'
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="onrecord" {counts}>\n'
        f'  <testsuite name="onrecord validate" {counts}>\n'
        f"{cases}  </testsuite>\n</testsuites>\n"
    )


def _case(result: Result, view: View) -> str:
    """The test case of one result."""
    lines = (result.document, result.sentence, f"<{result.focus}>", result.value, result.remedy)
    details = escaped("\n".join(line for line in lines if line))
    message = escaped(result.message)
    if view.is_failure(result):
        body = f'<failure type="{result.severity}" message="{message}">{details}</failure>'
    else:
        body = f"<system-out>{result.severity}: {message}\n{details}</system-out>"
    name = escaped(f"{result.shape}: {result.focus}")
    return f'    <testcase classname="{escaped(result.shape)}" name="{name}" time="0">{body}</testcase>\n'
