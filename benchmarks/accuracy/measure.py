"""How right the answers are: measures, and the misses behind them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """A score in per cent, beside a simple baseline and the target."""

    name: str
    score: float
    detail: str = ""
    baseline: str = ""
    target: str = ""


@dataclass(frozen=True)
class Miss:
    """A wrong answer: what kind of error, in which text, what the gold says and what was answered."""

    measure: str
    sort: str
    id: str
    gold: str
    predicted: str
    sentences: tuple[str, ...] = ()


def percent(part: float, whole: float) -> float:
    """A share in per cent; 0 of nothing is 0."""
    return 100 * part / whole if whole else 0.0


@dataclass
class Counts:
    """Right, predicted and expected answers, counted up."""

    right: int = 0
    predicted: int = 0
    expected: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.right + other.right, self.predicted + other.predicted, self.expected + other.expected
        )

    @property
    def f1(self) -> float:
        """F1 in per cent."""
        return percent(2 * self.right, self.predicted + self.expected)

    def measure(self, name: str, baseline: str = "", target: str = "") -> Measure:
        """The F1 as a measure, with precision and recall as its detail."""
        p, r = percent(self.right, self.predicted), percent(self.right, self.expected)
        detail = f"P {p:.1f} R {r:.1f} ({self.right} of {self.predicted} predicted, {self.expected} gold)"
        return Measure(name, self.f1, detail, baseline, target)


def context(text: str, start: int, end: int, around: int = 160) -> str:
    """The words around a place in a text, on one line."""
    return " ".join(text[max(0, start - around) : end + around].split())


def table(measures: Sequence[Measure]) -> str:
    """Measures as lines: name, score, baseline, target, detail."""
    wide = max(len(m.name) for m in measures)
    head = f"{'measure':{wide}}  {'score':>6}  {'baseline':>8}  {'target':>6}  detail"
    lines = (f"{m.name:{wide}}  {m.score:6.1f}  {m.baseline:>8}  {m.target:>6}  {m.detail}" for m in measures)
    return "\n".join((head, *lines))
