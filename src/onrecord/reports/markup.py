"""Text as it may stand in XML and HTML."""

import re
from html import escape

from onrecord.xmltext import FORBIDDEN

#: Addresses that a page may lead to; javascript: and data: are addresses, too.
_ADDRESS = re.compile(r"https?://[^\s<>\"'\\^`{|}]+", re.IGNORECASE)


def escaped(words: str | None) -> str:
    """The words safe in content and in quoted attributes; forbidden characters become U+FFFD."""
    return escape(FORBIDDEN.sub("\ufffd", words or ""), quote=True)


def linked(words: str | None) -> str:
    """The words safe in HTML, as a link where they are an address of the web."""
    safe = escaped(words)
    if words and _ADDRESS.fullmatch(words):
        return f'<a href="{safe}" rel="noreferrer noopener">{safe}</a>'
    return safe
