"""What stands between quotation marks, and the stretches beside it that may say whose words it is."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from onrecord.lexicon import word_class

_OPEN = "“„«"
_MARK = re.compile(r"[“”„«»\"]|(?<!\w)''|``")
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")


def quoted_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """The ranges of a text between quotation marks, the marks left out.

    An opening mark that is never closed runs to the end of the text; a straight mark alternates.
    """
    found: list[tuple[int, int]] = []
    start: int | None = None
    for match in _MARK.finditer(text):
        mark = match.group()
        opens = mark[0] in _OPEN or mark == "``" or (mark[0] in "\"'" and start is None)
        if opens and start is None:
            start = match.end()
        elif not opens and start is not None:
            found.append((start, match.start()))
            start = None
    if start is not None and len(text) - start > 1:
        found.append((start, len(text)))
    return tuple((a, b) for a, b in found if b > a)


def is_speech(text: str, span: tuple[int, int]) -> bool:
    """Whether a quoted range is speech and not a name or a scare quote: at least four words."""
    return len(text[span[0] : span[1]].split()) >= 4


def segment_after(text: str, end: int, ranges: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The stretch after a closing mark that may attribute it: to the sentence's end."""
    start = end + 1
    stop = min([a - 1 for a, _ in ranges if a > end] + [len(text)])
    stop = next((match.start() for match in _ends(text, start, stop)), stop)
    if text[end - 1 : end] in (".", "…") and not re.match(r"\s*[a-z(]?\w+", text[start:stop]):
        return None
    return (start, stop) if stop - start > 4 else None


def segment_before(text: str, start: int, ranges: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The stretch before an opening mark that may attribute it: from its sentence's start."""
    stop = start - 1
    begin = max([b + 1 for _, b in ranges if b < stop], default=0)
    for match in _ends(text, begin, stop):
        begin = match.end()
    return (begin, stop) if stop - begin > 4 else None


def _ends(text: str, start: int, stop: int) -> Iterator["re.Match[str]"]:
    for match in _SENTENCE_END.finditer(text, start, stop):
        if not _abbreviation().search(text, max(start, match.start() - 8), match.start()):
            yield match


@cache
def _abbreviation() -> "re.Pattern[str]":
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, word_class('abbreviation')))}|[A-Z])$")
