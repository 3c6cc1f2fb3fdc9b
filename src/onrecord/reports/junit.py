"""A report in JUnit's XML, which build servers read: errors are failures, the rest is output."""

from onrecord.report import Report, Result, Severity
from onrecord.reports.markup import escaped


def render(report: Report) -> str:
    """The report as one test suite: a test case for each result, or a single one that passes."""
    cases = "".join(_case(result) for result in report.results)
    cases = cases or '    <testcase classname="onrecord" name="conforms"/>\n'
    tests = max(len(report.results), 1)
    failures = report.counts[Severity.ERROR]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites tests="{tests}" failures="{failures}">\n'
        f'  <testsuite name="onrecord validate" tests="{tests}" failures="{failures}" errors="0">\n'
        f"{cases}  </testsuite>\n</testsuites>\n"
    )


def _case(result: Result) -> str:
    """The test case of one result."""
    lines = (result.document, result.sentence, f"<{result.focus}>", result.value, result.remedy)
    details = escaped("\n".join(line for line in lines if line))
    message = escaped(result.message)
    if result.severity is Severity.ERROR:
        body = f'<failure type="{result.severity}" message="{message}">{details}</failure>'
    else:
        body = f"<system-out>{result.severity}: {message}\n{details}</system-out>"
    name = escaped(f"{result.shape}: {result.focus}")
    return f'    <testcase classname="{escaped(result.shape)}" name="{name}">{body}</testcase>\n'
