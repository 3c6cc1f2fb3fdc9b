"""What stands around a mention in its sentence: the classes of the words there, and how they lead to it."""

from collections.abc import Iterator, Sequence

from accuracy.words import classes, closed, plain, tokens

#: How many words on either side count, how far the deed is looked for, how long the ways to it may be.
_WINDOW, _FAR, _WAY = 5, 14, 4
#: How many words make a pattern.
_PATTERNS = (2, 3)
#: How many deeds on a side count, and the marks that lead to them.
_DEEDS = 2
_STEPS = frozenset(',()[]"')

Token = tuple[int, int, str]


def surroundings(words: str, first: int, last: int) -> Iterator[str]:
    """Yield what stands around the words of a sentence from one place to another."""
    before = tokens(words[: max(0, first)])
    after = tokens(words[last : last + 160])
    yield from _near(before, after)
    left, right = [sort(word) for _, _, word in before], [sort(word) for _, _, word in after]
    own = _joined([sort(word) for _, _, word in tokens(words[max(0, first) : last])])
    for size in _PATTERNS:
        yield f"pattern {' '.join(_without_manner(left)[-size:])} _"
        yield f"pattern _ {' '.join(_without_manner(right)[:size])}"
    yield f"pattern {' '.join(_without_manner(left)[-1:])} _ {' '.join(_without_manner(right)[:1])}"
    yield f"pattern {' '.join(_without_manner(left)[-1:])} {' '.join(own[-2:])}"
    yield from _ways(left[::-1], "left")
    yield from _ways(right, "right")


def _near(before: Sequence[Token], after: Sequence[Token]) -> Iterator[str]:
    for side, near in (("left", before[::-1][:_WINDOW]), ("right", after[:_WINDOW])):
        for at, (_, _, word) in enumerate(near):
            if at < 2:
                yield f"{side} {at} {plain(word)}"
            for one in classes(word):
                yield f"{side} {one}"


def sort(word: str) -> str:
    """What a word counts as in a pattern: itself if of the closed classes, else its first class."""
    mark = plain(word)
    if mark != "x":
        return mark
    found = classes(word)
    deeds = [one for one in found if one in closed("deed")]
    return (deeds or [one for one in found if ":" not in one] or [*found, "x"])[0]


def _without_manner(sorts: Sequence[str]) -> list[str]:
    """The sorts of words without articles and with each run of the same sort once."""
    return _joined([one for one in sorts if one not in closed("article") and one not in closed("owner")])


def _joined(sorts: Sequence[str]) -> list[str]:
    return [one for at, one in enumerate(sorts) if not at or sorts[at - 1] != one]


def _ways(sorts: Sequence[str], side: str) -> Iterator[str]:
    """The nearest deeds on a side, with the words of the closed classes on the way to them."""
    way: list[str] = []
    found = 0
    for one in sorts[:_FAR]:
        if one in (".", ";"):
            return
        if one in closed("deed"):
            found += 1
            yield f"way {side} {found} {one} {' '.join(_joined(way)[-_WAY:])}"
            yield f"way {side} {one}"
            if found == _DEEDS:
                return
        if one in closed("deed") or one in _STEPS or one in closed("closed") and one not in closed("article"):
            way.append(one)
    if not found:
        yield f"way {side} none"
