"""Words for a terminal: in one line, with nothing in them that could rewrite it."""

import unicodedata

_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_JOINERS = "\u200c\u200d"


def visible(words: str) -> str:
    """Words in one line, control and format characters escaped: they could rewrite the terminal.

    Zero-width joiners, which scripts and emoji need, stay.
    """
    return escaped(" ".join(words.split()))


def escaped(words: str) -> str:
    """Words with control and format characters written as JSON writes them."""
    return words if words.isprintable() else "".join(map(_escaped, words))


def _escaped(ch: str) -> str:
    if ch in _JOINERS or unicodedata.category(ch) not in _HIDDEN:
        return ch
    number = ord(ch)
    if number < 0x10000:
        return f"\\u{number:04x}"
    number -= 0x10000
    return f"\\u{0xD800 + (number >> 10):04x}\\u{0xDC00 + (number & 0x3FF):04x}"
