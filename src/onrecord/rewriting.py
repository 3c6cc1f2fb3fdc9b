"""Words put in the place of others in a text, and where what stands around them is afterwards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Replacement:
    """Words for the stretch of a text from ``start`` to ``end`` (exclusive), in code points."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a text with what stands before and after them in their sentence."""

    prefix: str
    exact: str
    suffix: str
    start: int

    @property
    def sentence(self) -> str:
        """All of it."""
        return self.prefix + self.exact + self.suffix


def joined(found: Iterable[Replacement]) -> tuple[Replacement, ...]:
    """The replacements in order; for those that overlap one of what they cover, in the words of the first."""
    made: list[Replacement] = []
    for one in sorted(found, key=lambda r: r.start):
        if made and one.start < made[-1].end:
            last = made.pop()
            one = Replacement(last.start, max(last.end, one.end), last.words)
        made.append(one)
    return tuple(made)


def rewrite(text: str, found: Sequence[Replacement]) -> str:
    """The text with the replacements made; they are in order and do not overlap."""
    made: list[str] = []
    done = 0
    for one in found:
        made += (text[done : max(one.start, done)], one.words)
        done = max(one.end, done)
    return "".join((*made, text[done:]))


def moved(passage: Passage, found: Sequence[Replacement]) -> Passage:
    """A passage of a text as it reads, and where it begins, once the replacements are made in the text.

    What is replaced only in part belongs to it whole: the words are never cut.
    """
    sentence = passage.sentence
    first = passage.start - len(passage.prefix)
    start, end = len(passage.prefix), len(passage.prefix) + len(passage.exact)
    inside = [
        Replacement(max(one.start - first, 0), min(one.end - first, len(sentence)), one.words)
        for one in found
        if one.start < first + len(sentence) and first < one.end
    ]
    for one in inside:
        if one.start < end and start < one.end:
            start, end = min(start, one.start), max(end, one.end)
    prefix, exact, suffix = (
        rewrite(
            sentence[since:until],
            [
                Replacement(r.start - since, r.end - since, r.words)
                for r in inside
                if since <= r.start < until
            ],
        )
        for since, until in ((0, start), (start, end), (end, len(sentence)))
    )
    begins = min((one.start for one in found if one.start <= first + start < one.end), default=first + start)
    grown = sum(len(one.words) - (one.end - one.start) for one in found if one.end <= begins)
    return Passage(prefix, exact, suffix, begins + grown)
