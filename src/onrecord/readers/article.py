"""The step all formats share: a text that is fit to be read becomes a Document."""

from dataclasses import dataclass

from onrecord.document import Block, Document
from onrecord.readers.header import Header
from onrecord.readers.language import why_not_english
from onrecord.readers.layout import lay_out
from onrecord.readers.origin import Origin, Rejected, is_url

_LONGEST_ID = 4096  # code points, as many as a path has at most


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a format says about an article outside its text; each may be absent."""

    id: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None


def make_document(
    text: str, origin: Origin, metadata: Metadata | None = None, header: Header | None = None
) -> Document | Rejected:
    """The document of a stored text, or why there is none.

    Metadata win over what the text's own header says. ``header`` holds the blocks where the format
    knows them; otherwise the text is laid out by its lines.
    """
    metadata = metadata or Metadata()
    reason = _why_unfit(text)
    if reason is not None:
        return Rejected(origin.where, reason)
    header = header or lay_out(text)
    url = metadata.url if metadata.url and is_url(metadata.url) else None
    source = url or metadata.id or origin.source
    if len(source) > _LONGEST_ID:
        return Rejected(origin.where, f"has an id or url of {len(source):,} characters; shorten it")
    return Document(
        source=source,
        text=text,
        title=metadata.title or header.title,
        published=metadata.published or header.published,
        url=url,
        blocks=_checked(header.blocks, text),
        where=origin.where,
    )


def _why_unfit(text: str) -> str | None:
    """Why a text cannot be read, and what to do, or None."""
    if not text or text.isspace():
        return "is empty; give a text with at least one sentence"
    nul = text.find("\0")
    if nul >= 0:
        return f"has a NUL character at character {nul}; remove it or export the text again"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"has half of a surrogate pair at character {error.start}; export the text again as UTF-8"
    reason = why_not_english(text)
    return f"{reason}; onrecord reads English only, give an English text" if reason else None


def _checked(blocks: tuple[Block, ...], text: str) -> tuple[Block, ...]:
    """The blocks, after checking that they are in order and within the text."""
    end = 0
    for block in blocks:
        if not end <= block.start < block.end:
            raise ValueError(f"block {block} begins before {end} or is empty")
        end = block.end
    if end > len(text):
        raise ValueError(f"a block ends at {end}, after the text's end {len(text)}")
    return blocks
