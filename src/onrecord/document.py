"""An article with its text, and the blocks it is laid out in."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from onrecord.mention import Selector


class BlockKind(StrEnum):
    """What a stretch of a document's text is there for."""

    TITLE = "title"
    DATELINE = "dateline"  # a header line such as "date 2019-06-04"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # a list item or a "Key: value" line
    BOILERPLATE = "boilerplate"  # "Follow us on …", menus, credits: no content


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the stored text, code points ``start`` to ``end`` (exclusive), of one kind."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Document:
    """An article as published: its source id, its stored text and what its header says.

    ``source`` is the URL, else an id from the metadata, else the path relative to the input root.
    ``published`` is the date exactly as printed, or None. ``text`` is the stored text: all offsets
    count its code points. ``blocks`` are in text order and do not overlap. ``where`` is the file, and the
    line of one with many documents, for messages; it is no part of what the document is.
    """

    source: str
    text: str
    title: str | None = None
    published: str | None = None
    url: str | None = None
    language: str = "en"
    blocks: tuple[Block, ...] = ()
    where: str = field(default="", compare=False)

    @property
    def sha256(self) -> str:
        """Hex SHA-256 digest of the stored text in UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    def select(self, start: int, end: int) -> Selector:
        """Return the selector of code points ``start`` to ``end`` (exclusive)."""
        return Selector(start, end, self.text[start:end])
