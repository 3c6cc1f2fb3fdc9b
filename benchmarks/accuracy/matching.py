"""The largest one-to-one matching of predictions and gold."""

from collections.abc import Callable, Sequence
from typing import TypeVar

P = TypeVar("P")
G = TypeVar("G")


def match(predicted: Sequence[P], gold: Sequence[G], fits: Callable[[P, G], bool]) -> dict[int, int]:
    """Prediction → gold, by index, as many pairs as fit (augmenting paths, so the optimum).

    Earlier predictions and earlier gold are preferred.
    """
    fitting = [[g for g, one in enumerate(gold) if fits(p, one)] for p in predicted]
    taken: dict[int, int] = {}

    def place(p: int, seen: set[int]) -> bool:
        for g in fitting[p]:
            if g not in seen:
                seen.add(g)
                if g not in taken or place(taken[g], seen):
                    taken[g] = p
                    return True
        return False

    for p in range(len(predicted)):
        place(p, set())
    return {p: g for g, p in sorted(taken.items())}
