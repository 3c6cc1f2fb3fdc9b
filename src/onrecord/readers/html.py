"""HTML pages: the article in them, without menus, links and scripts (needs the extra ``html``)."""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from typing import BinaryIO

from onrecord.document import BlockKind, Document
from onrecord.readers.article import Metadata, make_document
from onrecord.readers.composition import Composition
from onrecord.readers.origin import Origin, Rejected
from onrecord.readers.page import Page, PageError, PageReader
from onrecord.readers.text import decode

LIMIT = 10_000_000  # bytes
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{1,40})|encoding=[\"']([\w.:-]{1,40})", re.I
)
_KINDS = {"head": BlockKind.HEADING, "item": BlockKind.ITEM, "row": BlockKind.ITEM}


def read_html(stream: BinaryIO, origin: Origin) -> Iterator[Document | Rejected]:
    """The one document of an HTML page, or why it is left out. Nothing is fetched.

    Title, address and date come from the page's metadata; a date is only taken as it is printed there.
    """
    yield _read(stream.read(LIMIT + 1), origin)


def _read(data: bytes, origin: Origin) -> Document | Rejected:
    """The document of a page's bytes."""
    if find_spec("trafilatura") is None:
        return Rejected(
            origin.where, "is HTML, which needs the extra html; install it: pip install 'onrecord[html]'"
        )
    decoded = decode(_to_utf8(data), origin, LIMIT)
    if isinstance(decoded, Rejected):
        return decoded
    try:
        page = PageReader.shared().read(decoded)
    except PageError as error:
        return Rejected(
            origin.where, f"is HTML that cannot be read ({error}); save its article as plain text"
        )
    return _compose(page, origin)


def _compose(page: Page, origin: Origin) -> Document | Rejected:
    """The document of a page's parts."""
    composition = Composition()
    for tag, words in page.parts:
        composition.add(words, _KINDS.get(tag))
    text = composition.text()
    if not text:
        return Rejected(origin.where, "is HTML without an article in it; save the article as plain text")
    metadata = Metadata(url=page.url, title=page.title, published=page.published)
    return make_document(text, origin, metadata, composition.header())


def _to_utf8(data: bytes) -> bytes:
    """The bytes in UTF-8, if the page declares another encoding that fits."""
    declared = _CHARSET.search(data[:4096])
    if declared is None:
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode((declared[1] or declared[2]).decode("ascii")).encode("utf-8")
        except (LookupError, UnicodeError):
            return data
    return data
