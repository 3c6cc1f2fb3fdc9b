"""A stored text composed of parts, for formats whose markup says what each part is."""

from onrecord.document import Block, BlockKind
from onrecord.readers.header import Header, read_header
from onrecord.readers.layout import block_kind


class Composition:
    """Parts of an article put together as one text, with the block of each part.

    Parts are separated by a blank line, items of a list by a line break.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0

    def add(self, words: str, kind: BlockKind | None = None) -> None:
        """Add a part; without a kind its words tell. White space around it is left out."""
        words = words.strip()
        if not words:
            return
        by_words = block_kind(words)
        if kind is None or by_words is BlockKind.BOILERPLATE:
            kind = by_words
        if self._blocks:
            both = kind is BlockKind.ITEM and self._blocks[-1].kind is BlockKind.ITEM
            separator = "\n" if both else "\n\n"
            self._parts.append(separator)
            self._length += len(separator)
        self._blocks.append(Block(self._length, self._length + len(words), kind))
        self._parts.append(words)
        self._length += len(words)

    def text(self) -> str:
        """The text composed so far."""
        return "".join(self._parts)

    def header(self) -> Header:
        """The blocks of the text, its title and its printed date."""
        return read_header(self.text(), tuple(self._blocks))
