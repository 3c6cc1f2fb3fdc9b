"""Text as it may stand in XML and HTML."""

import re
from html import escape

#: Characters that XML 1.0 allows in no form (XML 1.0 §2.2).
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escaped(words: str | None) -> str:
    """The words safe in content and in quoted attributes; forbidden characters become U+FFFD."""
    return escape(_FORBIDDEN.sub("\ufffd", words or ""), quote=True)
