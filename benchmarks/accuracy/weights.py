"""Small statistical models of a corpus's labelling habits: trained by benchmarks/train.py, read from JSON."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp

from accuracy.graph import MAPPING


@dataclass(frozen=True)
class Weights:
    """A multinomial logistic regression over features that are there or not."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    features: Mapping[str, tuple[float, ...]]

    def chances(self, features: Iterable[str]) -> dict[str, float]:
        """How likely each label is, given the features of a thing; they add up to 1."""
        sums = list(self.bias)
        for feature in sorted(set(features)):
            for at, weight in enumerate(self.features.get(feature, ())):
                sums[at] += weight
        most = max(sums)
        parts = [exp(one - most) for one in sums]
        return {label: part / sum(parts) for label, part in zip(self.labels, parts, strict=True)}

    def chance(self, features: Iterable[str]) -> float:
        """How likely the label "yes" is."""
        return self.chances(features)["yes"]

    def lead(self, features: Iterable[str]) -> float:
        """How far the last label is ahead of the first: answers can be ranked by it, however likely."""
        rows = (self.features.get(feature, ()) for feature in sorted(set(features)))
        return self.bias[-1] - self.bias[0] + sum(row[-1] - row[0] for row in rows if row)

    def json(self) -> str:
        """The model as JSON, a feature a line."""
        rows = (
            f" {json.dumps(name)}: {json.dumps(row, separators=(',', ':'))}"
            for name, row in sorted(self.features.items())
        )
        head = f'"labels": {json.dumps(list(self.labels))},\n"bias": {list(self.bias)},\n"features": {{\n'
        return "{\n" + head + ",\n".join(rows) + "\n}\n}\n"


#: Makes a model of examples (features and label each); the number is how little weights are held down.
Fit = Callable[[Sequence[tuple[list[str], str]], float], Weights]
#: Models that count for the time being instead of the saved ones; None where none is to count.
instead: dict[tuple[str, str], Weights | None] = {}


@cache
def _saved(scheme: str, name: str) -> Weights | None:
    path = MAPPING / scheme / f"{name}.json"
    if not path.exists():
        return None
    read = json.loads(path.read_text("utf-8"))
    features = {feature: tuple(row) for feature, row in read["features"].items()}
    return Weights(tuple(read["labels"]), tuple(read["bias"]), features)


def weights(scheme: str, name: str) -> Weights | None:
    """The model of a scheme, None where there is none."""
    return instead[scheme, name] if (scheme, name) in instead else _saved(scheme, name)
