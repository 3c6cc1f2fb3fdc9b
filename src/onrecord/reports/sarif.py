"""A report in SARIF 2.1.0, which code hosts and editors show beside the text."""

import json
from typing import Any
from urllib.parse import quote

from onrecord.report import Report, Result, Severity

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(report: Report) -> str:
    """The report as one SARIF run; a region counts code points of the stored text."""
    rules = sorted({result.shape for result in report.results})
    run = {
        "tool": {
            "driver": {
                "name": "onrecord",
                "rules": [_rule(rule, report) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(result, rules.index(result.shape)) for result in report.results],
    }
    content = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _rule(name: str, report: Report) -> dict[str, Any]:
    """The description of one shape or check."""
    first = next(result for result in report.results if result.shape == name)
    rule: dict[str, Any] = {"id": name, "shortDescription": {"text": first.message}}
    if first.remedy:
        rule["help"] = {"text": first.remedy}
    return rule


def _result(result: Result, index: int) -> dict[str, Any]:
    """One SARIF result, with its place in the document where it has one."""
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": result.focus}]}
    if result.document:
        place: dict[str, Any] = {
            "artifactLocation": {"uri": quote(result.document, safe=":/?#[]@!$&'()*+,;=%~")}
        }
        if result.start is not None and result.end is not None:
            place["region"] = {
                "charOffset": result.start,
                "charLength": max(result.end - result.start, 0),
            }
            if result.sentence:
                place["region"]["snippet"] = {"text": result.sentence}
        location["physicalLocation"] = place
    properties = {name: getattr(result, name) for name in ("sentence", "path", "value")}
    return {
        "ruleId": result.shape,
        "ruleIndex": index,
        "level": _LEVELS[result.severity],
        "message": {"text": result.message},
        "locations": [location],
        "properties": {name: value for name, value in properties.items() if value is not None},
    }
