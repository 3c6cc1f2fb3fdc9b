"""A report in SARIF 2.1.0, which code hosts and editors show beside the text."""

import json
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from onrecord.report import Report, Result, Severity
from onrecord.reports.view import View

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(report: Report, view: View) -> str:
    """The report as one SARIF run; a region counts code points of the stored text."""
    firsts: dict[str, Result] = {}
    for result in report.results:
        firsts.setdefault(result.shape, result)
    rules = {name: number for number, name in enumerate(sorted(firsts))}
    run = {
        "tool": {
            "driver": {
                "name": "onrecord",
                "rules": [_rule(name, firsts[name]) for name in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(result, rules[result.shape]) for result in report.results],
    }
    content = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _rule(name: str, first: Result) -> dict[str, Any]:
    """The description of one shape or check, by its first result."""
    rule: dict[str, Any] = {
        "id": name,
        "shortDescription": {"text": first.message},
        "defaultConfiguration": {"level": _LEVELS[first.severity]},
    }
    if first.remedy:
        rule["help"] = {"text": first.remedy}
    return rule


def _result(result: Result, index: int) -> dict[str, Any]:
    """One SARIF result, with its place in the document where it has one."""
    location: dict[str, Any] = {}
    if result.focus:
        location["logicalLocations"] = [{"fullyQualifiedName": result.focus}]
    if result.document:
        place: dict[str, Any] = {
            "artifactLocation": {"uri": quote(result.document, safe=":/?#[]@!$&'()*+,;=%~")}
        }
        if result.start is not None and result.end is not None:
            place["region"] = {
                "charOffset": result.start,
                "charLength": max(result.end - result.start, 0),
            }
        location["physicalLocation"] = place
    message = f"{result.message} In: “{result.sentence}”" if result.sentence else result.message
    properties = {name: getattr(result, name) for name in ("sentence", "path", "value")}
    return {
        "ruleId": result.shape,
        "ruleIndex": index,
        "level": _LEVELS[result.severity],
        "message": {"text": message},
        "locations": [location] if location else [],
        "partialFingerprints": {"result/v1": sha256(repr(result.order).encode()).hexdigest()[:16]},
        "properties": {name: value for name, value in properties.items() if value is not None},
    }
