"""The head of an article: its title and its datelines, with the date of publication as printed."""

import csv
import re
from functools import cache
from typing import NamedTuple

from onrecord.atlas import places
from onrecord.document import Block, BlockKind
from onrecord.resources import resource

_REACH = 1500  # a dateline is looked for in so many code points of a block
_TITLE = 300  # a longer line before a dateline is no title


class Header(NamedTuple):
    """What the head of a text says: its blocks with their kinds, its title, its printed date."""

    blocks: tuple[Block, ...]
    title: str | None
    published: str | None


@cache
def _datelines() -> tuple[re.Pattern[str], ...]:
    """The patterns of data/lexicon/datelines.csv, in order, their parts filled in."""
    parts: dict[str, str] = {}
    patterns = []
    with resource("data", "lexicon", "datelines.csv").open(newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            pattern = row["pattern"]
            for name, part in parts.items():
                pattern = pattern.replace(f"{{{name}}}", f"(?:{part})")
            if row["name"].startswith("part:"):
                parts[row["name"].removeprefix("part:")] = pattern
            else:
                patterns.append(re.compile(pattern))
    return tuple(patterns)


def match_dateline(text: str, start: int, end: int) -> re.Match[str] | None:
    """The dateline that a stretch of the text begins with, or None.

    It ends where the stretch ends, or before white space and something that can begin a sentence:
    "5 May 2019 was a Sunday" has no dateline.
    """
    if not (text[start].isalnum() or text[start] == "("):
        return None
    reach = min(end, start + _REACH)
    for pattern in _datelines():
        found = pattern.match(text, start, reach)
        if found is None or found.end() == start or not _is_known(found.groupdict().get("town")):
            continue
        stop = found.end()
        if stop == end:
            return found
        if stop >= reach or not text[stop].isspace():
            continue
        rest = text[stop:reach].lstrip()
        if rest and (not rest[0].islower() or not text[stop - 1].isalnum()):
            return found
    return None


def _is_known(town: str | None) -> bool:
    """Whether the gazetteer knows the town of a dateline, or none is needed."""
    return town is None or bool(places(town))


def is_dateline(text: str, start: int, end: int) -> bool:
    """Whether a whole line is a dateline and no more."""
    found = match_dateline(text, start, end) if end - start <= _REACH else None
    return found is not None and found.end() == end


def read_header(text: str, blocks: tuple[Block, ...]) -> Header:
    """Find the title and the datelines among the blocks before the first paragraph, and in its beginning.

    A first block is the title when it is laid out as a heading or a dateline follows it. A dateline
    glued to the first paragraph is cut off, and the paragraph begins after it.
    """
    head: list[Block] = []
    published: str | None = None
    title: Block | None = None
    rest = len(blocks)
    for at, block in enumerate(blocks):
        if block.kind is BlockKind.BOILERPLATE:
            head.append(block)
            continue
        # in a list of fields "Date: …" is the article's own only at the very top
        field = block.kind is BlockKind.ITEM and (at > 1 or not is_dateline(text, block.start, block.end))
        found = None if field else match_dateline(text, block.start, block.end)
        if found is not None:
            published = published or found.groupdict().get("published")
            head.append(Block(block.start, found.end(), BlockKind.DATELINE))
            if found.end() < block.end:
                head.append(_after(text, found.end(), block))
                rest = at + 1
                break
            continue
        if title is None and _is_title(text, block, blocks[at + 1 : at + 2]):
            title = Block(block.start, block.end, BlockKind.TITLE)
            head.append(title)
            continue
        rest = at
        break
    every = (*head, *blocks[rest:])
    if not any(block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) for block in every):
        # a text of headlines only: they are what it has to say
        changed = {BlockKind.TITLE: BlockKind.PARAGRAPH, BlockKind.HEADING: BlockKind.PARAGRAPH}
        every = tuple(Block(b.start, b.end, changed.get(b.kind, b.kind)) for b in every)
    words = " ".join(text[title.start : title.end].split()) if title else None
    return Header(every, words, published)


def _after(text: str, start: int, block: Block) -> Block:
    """What is left of a block after a dateline."""
    while text[start].isspace():
        start += 1
    return Block(start, block.end, BlockKind.PARAGRAPH)


def _is_title(text: str, block: Block, following: tuple[Block, ...]) -> bool:
    """Whether a block at the head of the text is its title."""
    if block.kind is BlockKind.HEADING:
        return True
    return (
        block.kind is BlockKind.PARAGRAPH
        and block.end - block.start <= _TITLE
        and any(is_dateline(text, after.start, after.end) for after in following)
    )
