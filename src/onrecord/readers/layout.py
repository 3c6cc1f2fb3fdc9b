"""The layout of a plain text: the blocks that its lines make up."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from onrecord.document import Block, BlockKind
from onrecord.readers.boilerplate import is_boilerplate, is_rule
from onrecord.readers.header import Header, is_dateline, read_header

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_MARKER = re.compile(
    r"(?:[-*+•·–—▪◦‣●○.][ \t\u00a0]+|\d{1,3}[.)][ \t\u00a0]+|\((?:\d{1,3}|[ivxIVX]{1,4}|[a-z])\)[ \t\u00a0]+"
    r"|\[(?:\d{1,2}|[a-z])\][ \t\u00a0]+|\|[ \t\u00a0]*)"
    r"(?=\S)"
)
_FIELD = re.compile(r"[*_]{0,2}[A-Z][^\W_][\w ./-]{0,40}:[*_]{0,2}[ \t\u00a0]+\S")
_FINAL = ".!?:;…"
_CLOSING = "\"'”’»)]*_"
_SENTENCE = re.compile(r"(?<=\s)[\"'”’)]*[.!?]")  # the end of a sentence, in reversed text
_LONGEST = 50_000  # code points; more than any paragraph of an article
_WRAP = range(40, 101)  # the widths at which people wrap lines
_GROUP = 5_000  # lines looked at together
_HEADER_LINES = 8  # lines of a group, and
_HEADER_GROUPS = 4  # groups, among which a dateline is looked for


class _Line(NamedTuple):
    """A line without the white space around it, and how far it is indented."""

    start: int
    end: int
    indent: int


def layout(text: str) -> tuple[Block, ...]:
    """The blocks of a text in order: title, dateline, headings, paragraphs, items, boilerplate.

    Every character but white space lies in exactly one block. Blank lines separate blocks; lines
    wrapped at a margin belong together, lines that are whole paragraphs do not.
    """
    return lay_out(text).blocks


def lay_out(text: str) -> Header:
    """The blocks of a text with its title and its date of publication as printed."""
    blocks = tuple(
        block for at, group in enumerate(_groups(text)) for block in _blocks(text, group, at < _HEADER_GROUPS)
    )
    return read_header(text, blocks)


def block_kind(words: str) -> BlockKind:
    """The kind of a block by its own words: boilerplate, heading or paragraph."""
    if is_boilerplate(words):
        return BlockKind.BOILERPLATE
    return BlockKind.HEADING if _is_heading(words) else BlockKind.PARAGRAPH


def _groups(text: str) -> Iterator[list[_Line]]:
    """The lines of the text, those without a blank line between them together."""
    group: list[_Line] = []
    last = 0
    for found in _LINE.finditer(text):
        words = found.group()
        inner = words.strip()
        if group and (not inner or len(group) >= _GROUP or _is_apart(text, last, found.start())):
            yield group
            group = []
        if inner:
            indent = len(words) - len(words.lstrip())
            start = found.start() + indent
            group.append(_Line(start, start + len(inner), indent))
        last = found.end()
    if group:
        yield group


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether more than one line break lies between two lines."""
    return end - start > 2 or len(_BREAK.findall(text, start, end)) > 1


def _blocks(text: str, group: list[_Line], head: bool) -> Iterator[Block]:
    """The blocks of lines that no blank line separates; ``head`` when they may be header lines."""
    width = max(line.end - line.start for line in group)
    fields = _field_lines(text, group)
    first = 0
    for at in range(1, len(group) + 1):
        if at < len(group) and _continues(text, group, first, at, width, fields, head):
            continue
        yield from _block(text, group[first], group[at - 1], first in fields)
        first = at


def _block(text: str, first: _Line, last: _Line, field: bool) -> Iterator[Block]:
    """The block from one line to another, in parts when it is very long."""
    start, end = first.start, last.end
    words = text[start:end] if end - start <= 1_000 else ""
    if words and is_boilerplate(words):
        kind = BlockKind.BOILERPLATE
    elif field or _MARKER.match(text, start, end):
        kind = BlockKind.ITEM
    elif words and first is last and _is_heading(words):
        kind = BlockKind.HEADING
    else:
        kind = BlockKind.PARAGRAPH
    yield from (Block(*part, kind) for part in _parts(text, start, end))


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A block in parts of at most `_LONGEST`, cut after a sentence, else at white space, if it must be."""
    while end - start > _LONGEST:
        window = text[start : start + _LONGEST]
        sentence = _SENTENCE.search(window[::-1])
        if sentence is not None:
            cut = start + _LONGEST - sentence.start()
        else:
            space = max(window.rfind(" "), window.rfind("\n"))
            cut = start + (space if space > 0 else _LONGEST)
        yield start, start + len(text[start:cut].rstrip())
        while text[cut].isspace():
            cut += 1
        start = cut
    yield start, end


def _field_lines(text: str, group: list[_Line]) -> set[int]:
    """Which lines of a group are "Key: value" lines: at least two of them, one after the other."""
    like = [line.end - line.start <= 300 and bool(_FIELD.match(text, line.start, line.end)) for line in group]
    return {
        at
        for at, field in enumerate(like)
        if field and ((at > 0 and like[at - 1]) or (at + 1 < len(like) and like[at + 1]))
    }


def _continues(
    text: str, group: list[_Line], first: int, at: int, width: int, fields: set[int], head: bool
) -> bool:
    """Whether a line goes on with the block that begins at line ``first``."""
    before, line = group[at - 1], group[at]
    if at in fields:
        return False
    if head and at < _HEADER_LINES and any(is_dateline(text, x.start, x.end) for x in (before, line)):
        return False
    if head and at < _HEADER_LINES and _is_open(text[before.start : min(before.end, before.start + 500)]):
        return True
    ended = text[before.start : before.end].rstrip(_CLOSING)[-1:] in _FINAL
    full = width in _WRAP and _is_full(text, before, line, width)
    item = _MARKER.match(text, group[first].start, group[first].end) is not None
    if _MARKER.match(text, line.start, line.end):
        # a dash or a number inside a wrapped sentence begins no item
        return full and not ended and not item
    if item and line.indent > group[first].indent:
        return True
    if _is_rule_line(text, before) or _is_rule_line(text, line):
        return False
    if line.indent >= before.indent + 2:
        return False
    if (ended or not full) and is_boilerplate(text[line.start : min(line.end, line.start + 500)]):
        return False
    if text[line.start].islower() and not ended:
        return True
    if ended and at == len(group) - 1 and _is_heading(text[line.start : line.end][:200]):
        return False
    return full and not (first in fields and ended)


def _is_rule_line(text: str, line: _Line) -> bool:
    """Whether a line is drawn only, such as "-----"."""
    return (
        not text[line.start].isalnum()
        and line.end - line.start <= 300
        and is_rule(text[line.start : line.end])
    )


def _is_open(words: str) -> bool:
    """Whether a line ends within square brackets, as wire services open their headers."""
    return words.rfind("[") > words.rfind("]")


def _is_full(text: str, line: _Line, following: _Line, width: int) -> bool:
    """Whether a line reaches so near the margin that its successor's first word did not fit."""
    word = text[following.start : following.end].split(None, 1)[0]
    return line.end - line.start + 1 + len(word) > 0.8 * width


def _is_heading(words: str) -> bool:
    """Whether the words of a one-line block are a heading: short, no full stop, or a short question."""
    count = len(words.split())
    if len(words) > 100 or count > 14 or "\n" in words or "\r" in words or words[0] in "*_\"'“‘>":
        return False
    lead = words.lstrip("([#0123456789 ")[:1]
    if not lead.isupper() and not (words[0].isdigit() and any(c.isalpha() for c in words)):
        return False
    if words.endswith("?"):
        return count <= 8 and "." not in words
    return words.rstrip("\"'”’»)]")[-1:].isalnum()
