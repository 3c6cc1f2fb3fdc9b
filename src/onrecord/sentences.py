"""The sentences of a document, and the place of words within theirs."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.document import Document
from onrecord.iri import digest
from onrecord.mention import Selector

_END = re.compile(r"[.!?…][\"”’')\]]*\s+|[\r\n]+\s*")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where words stand: what is before and after them in their sentence, and which sentence that is.

    Words that run over several sentences have the first one's beginning and the last one's end.
    ``nth`` counts the sentences of the document with the same text as ``sentence``, from 1.
    """

    prefix: str
    suffix: str
    sentence: str
    nth: int


class Sentences:
    """The sentences of one document, in text order, as parsed or, without that, as its marks show."""

    def __init__(
        self,
        document: Document,
        bounds: Iterable[tuple[int, int]] = (),
        seen: Counter[str] | None = None,
    ) -> None:
        """``seen`` counts the sentences before these by their digest, and goes on counting."""
        self.text = document.text
        self.bounds = tuple(sorted(set(bounds))) or tuple(_split(document))
        self._starts = [start for start, _ in self.bounds]
        self._ends = [end for _, end in self.bounds]
        self._nth: list[int] = []
        seen = Counter() if seen is None else seen
        for start, end in self.bounds:
            words = digest(self.text[start:end])
            seen[words] += 1
            self._nth.append(seen[words])

    def place(self, selector: Selector) -> Setting:
        """Where a selector's words stand. Words outside all sentences are a sentence of their own."""
        first = bisect_right(self._starts, selector.start) - 1
        last = bisect_left(self._ends, selector.end)
        if first < 0 or self._ends[first] <= selector.start:
            start, words, nth = selector.start, f"@{selector.start}", 1
        else:
            start, end = self.bounds[first]
            words, nth = self.text[start:end], self._nth[first]
        inside = last < len(self.bounds) and self._starts[last] < selector.end
        end = self._ends[last] if inside else selector.end
        return Setting(self.text[start : selector.start], self.text[selector.end : end], words, nth)


def _split(document: Document) -> Iterator[tuple[int, int]]:
    """Bounds of sentences by full stops and line ends, block by block."""
    blocks = [(block.start, block.end) for block in document.blocks] or [(0, len(document.text))]
    for start, end in blocks:
        for match in _END.finditer(document.text, start, end):
            if match.start() > start:
                yield start, start + len(document.text[start : match.end()].rstrip())
            start = match.end()
        if start < end:
            yield start, end
