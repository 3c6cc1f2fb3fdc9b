"""Where words stand in a text: selectors."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Selector:
    """A span of a document's stored text with its words.

    ``start`` and ``end`` count Unicode code points, 0-based and end-exclusive; ``exact`` are the
    words between them (Web Annotation Data Model, text position and text quote selectors).
    Made by `Document.select`, which takes the words from the text itself.
    """

    start: int
    end: int
    exact: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.exact):
            raise ValueError(f"selector {self.start}-{self.end} does not fit {self.exact!r}")
