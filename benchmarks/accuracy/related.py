"""The relations between the mentions of a text: the trained reading of the re3d scheme."""

from collections.abc import Iterator, Mapping, Set

from accuracy.pairs import Pairs
from accuracy.weights import Weights

NONE = "none"
#: A relation as the scheme has it: its type, where its source and its target begin.
Relation = tuple[str, int, int]


def relations(pairs: Pairs, model: Weights, least: float) -> Iterator[Relation]:
    """Yield the likely relations of a text."""
    for first, second in pairs.pairs():
        chances = model.chances(pairs.features(first, second))
        label = max((one for one in chances if one != NONE), key=lambda one: chances[one])
        if chances[label] >= least:
            kind, _, back = label.partition(" ")
            source, target = (second, first) if back else (first, second)
            yield kind, source.begin, target.begin


def examples(
    pairs: Pairs, starts: Set[int], gold: Mapping[tuple[int, int], str]
) -> Iterator[tuple[list[str], str]]:
    """Yield what the pairs of named mentions teach; gold has a label by where the two begin."""
    for first, second in pairs.pairs():
        if first.begin in starts and second.begin in starts:
            yield pairs.features(first, second), gold.get((first.begin, second.begin), NONE)
