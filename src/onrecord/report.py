"""What checking a graph found: results with their severity, sentence and message."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How serious a result is, after ``sh:Violation``, ``sh:Warning`` and ``sh:Info``."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the most serious; results are sorted by it."""
        return list(Severity).index(self)


#: What ``--fail-on`` takes: a severity, or "none".
FAIL_ON = (*(str(severity) for severity in Severity), "none")


@dataclass(frozen=True, slots=True)
class Result:
    """One finding: which shape or check, about which node, in which sentence of which document.

    ``shape`` is the local name of a shape, the name of a check query, or a rule of the reasoner.
    ``focus`` is the IRI (or, in foreign data, the blank node) the finding is about. ``document`` is
    the source id and ``sentence`` the sentence of the evidence, None where the node has none.
    ``start`` and ``end`` are that evidence's offsets in the stored text, in code points, end-exclusive.
    ``remedy`` says what to do. ``component`` is the IRI of the SHACL constraint component, None for what
    is not found by a shape; results that differ in it alone are one.
    """

    severity: Severity
    shape: str
    focus: str
    message: str
    document: str | None = None
    sentence: str | None = None
    value: str | None = None
    path: str | None = None
    start: int | None = None
    end: int | None = None
    remedy: str | None = None
    component: str | None = field(default=None, compare=False)

    @property
    def order(self) -> tuple[int, str, str, int, str, str, str, str]:
        """The sort key: severity, shape, document, place in the text, focus, message, value, path."""
        place = -1 if self.start is None else self.start
        return (
            self.severity.rank,
            self.shape,
            self.document or "",
            place,
            self.focus,
            self.message,
            self.value or "",
            self.path or "",
        )


@dataclass(frozen=True, slots=True)
class Report:
    """The results of checking a graph, sorted, each once."""

    results: tuple[Result, ...] = ()

    @classmethod
    def of(cls, results: Iterable[Result]) -> "Report":
        """The report of these results, sorted and without repeats."""
        return cls(tuple(dict.fromkeys(sorted(results, key=_whole_order))))

    def __add__(self, other: "Report") -> "Report":
        return Report.of((*self.results, *other.results))

    @property
    def counts(self) -> dict[Severity, int]:
        """How many results each severity has, the most serious first, zeros included."""
        found = Counter(result.severity for result in self.results)
        return {severity: found[severity] for severity in Severity}

    @property
    def conforms(self) -> bool:
        """Whether nothing of severity error was found."""
        return self.counts[Severity.ERROR] == 0

    def fails(self, fail_on: str = "error") -> bool:
        """Whether a result is at least as serious as ``fail_on``; never for "none"."""
        if fail_on == "none":
            return False
        limit = Severity(fail_on).rank
        return any(result.severity.rank <= limit for result in self.results)

    @property
    def headline(self) -> str:
        """One line: whether the graph conforms, and the counts by severity."""
        counts = ", ".join(_plural(count, str(severity)) for severity, count in self.counts.items())
        return f"{'conforms' if self.conforms else 'does not conform'}: {counts}"


def _whole_order(result: Result) -> tuple[object, ...]:
    """The sort key that leaves nothing to chance."""
    end = -1 if result.end is None else result.end
    return (result.order, result.sentence or "", end, result.remedy or "", result.component or "")


def _plural(count: int, noun: str) -> str:
    """A count with its noun: "1 error", "2 errors", "2 info"."""
    return f"{count} {noun}" if count == 1 or noun == "info" else f"{count} {noun}s"
