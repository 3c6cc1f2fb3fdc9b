"""The names of a document that stand for one thing, and the evidence for what it is."""

from collections import Counter
from dataclasses import dataclass, field

from onrecord.naming import Name


@dataclass(slots=True, eq=False)
class Chain:
    """The names that stand for one thing, in text order, while the document is being read."""

    names: list[Name] = field(default_factory=list)
    types: Counter[tuple[str, str]] = field(default_factory=Counter)
    strongest: dict[str, int] = field(default_factory=dict)
    entry: str | None = None
    merged: "Chain | None" = None

    def vote(self, type_: str, kind: str, weight: int) -> None:
        """Count evidence for a type; one strong piece outweighs any number of weaker ones."""
        self.types[(type_, kind)] += weight
        self.strongest[type_] = max(weight, self.strongest.get(type_, 0))

    def best(self) -> str:
        """The type that the strongest evidence speaks for, by weight of all evidence where several do."""
        totals: Counter[str] = Counter()
        for (type_, _), weight in self.types.items():
            totals[type_] += weight
        return min(totals, key=lambda t: (-self.strongest.get(t, 0), -totals[t], t))

    def top(self) -> "Chain":
        """The chain that this one was merged into, or itself."""
        return self.merged.top() if self.merged is not None else self
