"""Where a report speaks of each answer of a question, and what stands there: in its title, lead and rest."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from accuracy.incident import bucket
from accuracy.surroundings import Token, sort
from accuracy.words import classes, closed, plain, tokens

#: A place in a line, and the answer that is spoken of there.
Span = tuple[int, int, str]

#: Lexicons and classes of words for what is done to people.
_LEXICONS = frozenset(["attacks", "harm", "delivery", "perpetration", "weapons", "attack-modifiers"])
_DEEDS = frozenset(
    ["air", "shells", "blast", "chemical", "gunfire", "execution", "combat", "murder", "bombing"]
)
_STOPS = frozenset(",;.")
_JOINED = re.compile(r"-(\w+)")
#: How far a deed is looked for, how much of the rest of a line counts, how many lines are a lead.
_FAR, _REST, _LEAD = 10, 160, 3


def deeds(word: str) -> list[str]:
    """The classes of a word that tell of something done to people."""
    return [one for one in classes(word) if one in _DEEDS or one.partition(":")[0] in _LEXICONS]


def near(words: str, first: int, last: int) -> Iterator[str]:
    """Yield what stands beside some words of a line, from one place to another, and the way to a deed."""
    joined = _JOINED.match(words, last)
    if joined:
        known = joined[1].lower() in closed("compound") or joined[1].lower() in closed("holding")
        yield f"joined {joined[1].lower() if known else 'x'}"
        if joined[1].lower() in closed("holding"):
            return
    before, after = tokens(words[:first])[::-1], tokens(words[last : last + _REST])
    yield f"left {sort(before[0][2]) if before else 'start'}"
    yield f"right {sort(after[0][2]) if after else 'end'}"
    yield from _way("left", before)
    yield from _way("right", after)


def _way(side: str, words: Sequence[Token]) -> Iterator[str]:
    """The nearest deed on a side, and the words of the closed classes on the way to it."""
    way: list[str] = []
    for far, (_, _, word) in enumerate(words[:_FAR]):
        found = deeds(word)
        if found:
            yield from (f"{side} deed {one}" for one in found[:2])
            yield f"{side} far {bucket(far, 0, 1, 3, 6)}"
            yield f"{side} way {' '.join(way[:2])} {found[0].partition(':')[0]}"
            return
        if plain(word) in closed("closed") or plain(word) in _STOPS:
            way.append(plain(word))
    yield f"{side} no deed"


class Spoken:
    """What speaks for each answer that the lines of a report speak of."""

    def __init__(self, title: str, lines: Sequence[str], spans: Callable[[str], list[Span]]):
        self.features: dict[str, set[str]] = defaultdict(set)
        self.places: dict[str, Counter[str]] = defaultdict(Counter)
        self._first: dict[str, int] = {}
        parts = [f"s{at}" if at < _LEAD else "rest" for at in range(len(lines))]
        for at, (part, words) in enumerate(zip(["title", *parts], [title, *lines], strict=True)):
            for first, last, answer in spans(words):
                self._place(part, at, answer, list(near(words, first, last)))
        self._rank()

    def _place(self, part: str, at: int, answer: str, beside: list[str]) -> None:
        found = self.features[answer]
        if answer not in self.places[part]:
            found.add(f"{part} order {len(self.places[part])}")
        self.places[part][answer] += 1
        self._first.setdefault(answer, at)
        found.update(f"{part} {one}" for one in beside)
        if part != "rest":
            found.update(f"top {one}" for one in beside)

    def _rank(self) -> None:
        """Add how often each answer is spoken of, and how early."""
        counts = Counter[str]()
        for part, told in self.places.items():
            for answer in told:
                self.features[answer] |= {f"in {part}", f"in {part} of {min(3, len(told))}"}
            if part != "title":
                counts.update(told)
        for rank, (answer, count) in enumerate(sorted(counts.items(), key=lambda one: (-one[1], one[0]))):
            share = bucket(10 * count // counts.total(), 1, 3, 5, 7)
            times = bucket(count, 1, 2, 4, 8)
            self.features[answer] |= {f"rank {min(rank, 3)}", f"share {share}", f"times {times}"}
        for order, (answer, at) in enumerate(sorted(self._first.items(), key=lambda one: (one[1], one[0]))):
            self.features[answer] |= {f"first {bucket(at, 0, 1, 2, 4)}", f"order {min(order, 3)}"}
