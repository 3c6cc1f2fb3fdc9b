"""Markdown: the stored text is what a reader sees, without the markup."""

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from onrecord.document import BlockKind, Document
from onrecord.readers.article import Metadata, make_document
from onrecord.readers.composition import Composition
from onrecord.readers.origin import Origin, Rejected
from onrecord.readers.text import decode

LIMIT = 20_000_000  # bytes
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_FRONT_LIMIT = 65_536  # code points
_OPENING = re.compile(r"<!--|<(?:script|style)\b", re.IGNORECASE)
_CLOSING = {
    "<!--": re.compile("-->"),
    "<script": re.compile(r"</script\s*>", re.IGNORECASE),
    "<style": re.compile(r"</style\s*>", re.IGNORECASE),
}
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def read_markdown(stream: BinaryIO, origin: Origin) -> Iterator[Document | Rejected]:
    """The one document of a Markdown file, or why it is left out.

    Front matter in YAML gives ``id``, ``url``, ``title``, ``published`` or ``date``. Images, code blocks
    and HTML tags are dropped; links keep their words; a row of a table becomes a line.
    """
    decoded = decode(stream.read(LIMIT + 1), origin, LIMIT)
    yield decoded if isinstance(decoded, Rejected) else _read(decoded, origin)


def _read(source: str, origin: Origin) -> Document | Rejected:
    """The document of a Markdown text."""
    metadata = Metadata()
    front = _FRONT_MATTER.match(source)
    if front is not None:
        try:
            metadata = _metadata(front.group(1))
        except (yaml.YAMLError, RecursionError, ValueError):
            return Rejected(
                origin.where, "has front matter that is not YAML; correct what stands between the --- lines"
            )
        source = source[front.end() :]
    try:
        tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
    except RecursionError:
        return Rejected(origin.where, "is nested too deeply; save it as plain text")
    composition = _compose(tokens)
    return make_document(composition.text(), origin, metadata, composition.header())


def _metadata(front: str) -> Metadata:
    """What front matter says, each value as it is printed there (no dates are made of it)."""
    if len(front) > _FRONT_LIMIT:
        raise ValueError("front matter is too long")
    # BaseLoader makes strings, lists and mappings only
    record = yaml.load(front, Loader=yaml.BaseLoader)
    if record is None or record == "":
        return Metadata()
    if not isinstance(record, dict):
        raise ValueError("front matter is no mapping")

    def plain(*keys: str) -> str | None:
        values = (" ".join(record[key].split()) for key in keys if isinstance(record.get(key), str))
        return next((value for value in values if value), None)

    return Metadata(
        id=plain("id"), url=plain("url"), title=plain("title"), published=plain("published", "date")
    )


def _compose(tokens: Sequence[Token]) -> Composition:
    """The readable text of a token stream, part by part."""
    composition = Composition()
    items = 0
    heading = False
    row: list[str] | None = None
    for token in tokens:
        match token.type:
            case "list_item_open":
                items += 1
            case "list_item_close":
                items -= 1
            case "heading_open" | "heading_close":
                heading = token.nesting == 1
            case "tr_open":
                row = []
            case "tr_close":
                composition.add(" | ".join(row or ()), BlockKind.ITEM)
                row = None
            case "inline" if row is not None:
                row.append(_words(token))
            case "inline":
                kind = BlockKind.HEADING if heading else BlockKind.ITEM if items else None
                composition.add(_words(token), kind)
            case "html_block":
                for part in re.split(r"\n\s*\n", _TAG.sub("", _shown(token.content))):
                    composition.add(part)
    return composition


def _shown(html: str) -> str:
    """A stretch of HTML without its comments, scripts and styles; one that is never closed stays."""
    shown, at = [], 0
    unclosed = set()
    for opening in _OPENING.finditer(html):
        kind = opening.group().lower()
        if opening.start() < at or kind in unclosed:
            continue
        closing = _CLOSING[kind].search(html, opening.end())
        if closing is None:
            unclosed.add(kind)
        else:
            shown.append(html[at : opening.start()])
            at = closing.end()
    return "".join(shown) + html[at:]


def _words(inline: Token) -> str:
    """The words of an inline token: text, link words and code, without images and tags."""
    words = []
    for child in inline.children or ():
        if child.type in ("text", "code_inline", "text_special"):
            words.append(child.content)
        elif child.type == "softbreak":
            words.append(" ")
        elif child.type == "hardbreak":
            words.append("\n")
    return "".join(words)
