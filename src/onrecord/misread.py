"""Names of organizations and places that may be a person's, which a reader misread.

Only the name is looked at: whether it has nothing but words that a person's name has. What else tells that
something is a body or a place is known where the graph is read.
"""

import re
import unicodedata

from onrecord.lexicon import lexicon, words
from onrecord.namekey import key_of, parts_of

_WORDS = re.compile(r"[^\W_]+(?:[-‐'’`´ʼ][^\W_]+)*")
_WITHIN = re.compile(r"[-‐'’`´ʼ]")
_MOST_WORDS = 4  # of a name that may be a person's; links between them are not counted
_POSSESSIVE = re.compile(r"['’]s?$")


def may_be_a_person(name: str) -> bool:
    """Whether the name of an organization may be a person's."""
    return _is_like_a_persons(name, ("heads", "generic-bodies"))


def place_may_be_a_person(name: str) -> bool:
    """Whether the name of a place may be a person's."""
    return _is_like_a_persons(
        name, ("heads", "generic-bodies", "place-nouns", "thoroughfares", "name-openers")
    )


def _is_like_a_persons(name: str, telling: tuple[str, ...]) -> bool:
    """Whether a name has parts, few, and links between them, but no word of the telling lexicons."""
    found = _WORDS.findall(unicodedata.normalize("NFC", name))
    own = [word for word in found if not _is_link(word)]
    parts = set(map(key_of, parts_of(name)))
    return (
        0 < len(own) <= _MOST_WORDS
        and all(_has_only(word, parts) for word in found)
        and not any(
            (word.casefold(), pos) in lexicon(list_)
            for word in found
            for pos in ("noun", "")
            for list_ in telling
        )
        and not (len(found) == 1 and name.isupper())
    )


def _has_only(word: str, parts: set[str]) -> bool:
    """Whether a word is made of nothing but parts of a name and links."""
    pieces = _WITHIN.split(_POSSESSIVE.sub("", word))
    return all(_is_link(piece) or key_of(piece) in parts for piece in pieces)


def _is_link(word: str) -> bool:
    """Whether a word links parts of a name: a particle, a kunya, a title."""
    key = key_of(word)
    return any(key in words(name) for name in ("particles", "name-links", "kunyas", "titles"))
