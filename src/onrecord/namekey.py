"""Names in plain letters, as they are compared whatever their case, accents and spelling.

A name and a canonically equivalent one (Unicode's normal forms) have the same parts and the same key.
"""

import re
import unicodedata

from onrecord import gazetteer
from onrecord.folding import letter, spellings
from onrecord.lexicon import words

WORD = re.compile(r"[\w\x00]+")
"""A word of a plain text."""


class _Letters(dict[int, int]):
    """Each character's plain one: no case, no accents; marks that are not seen become NUL."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        if len(letter(character)) == 1:
            character = letter(character)
        if character == "_":
            plain = " "
        elif "\uac00" <= character <= "\ud7a3":  # a syllable of Hangul is no letter with accents
            plain = character
        elif unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf"):
            plain = "\x00"
        else:
            plain = (unicodedata.normalize("NFKD", character)[:1] or character).casefold()[:1] or character
        self[code] = ord(plain)
        return self[code]


_LETTERS = _Letters()


def plain(text: str) -> str:
    """A text of the same length without case, accents and invisible marks."""
    return text.translate(_LETTERS)


def parts_of(name: str) -> list[str]:
    """The words of a name that identify somebody: with a capital, no title, particle, people or country."""
    found = []
    name = unicodedata.normalize("NFC", name)
    for match in WORD.finditer(plain(name)):
        word = name[match.start() : match.end()]
        key = match[0].replace("\x00", "")
        if not key or word[0].islower() or word.isdigit() or key in _no_parts():
            continue
        if gazetteer.demonym(word) is not None or gazetteer.people(word) is not None:
            continue
        found.append(word)
    return found


def _no_parts() -> frozenset[str]:
    """Words that stand in names and identify nobody."""
    return words("titles") | words("particles") | words("kunyas") | words("function-words")


def key_of(name: str) -> str:
    """A name in plain letters only, as it is looked for."""
    return "".join(WORD.findall(plain(unicodedata.normalize("NFC", name)))).replace("\x00", "")


def keys_of(name: str) -> set[str]:
    """A name as it is looked for, in each of its spellings."""
    return set(map(key_of, spellings(name)))


def without_titles(name: str) -> str:
    """A name without the titles in front of it."""
    while found := WORD.search(name):
        rest = name[found.end() :].lstrip(" .")
        if plain(found[0]) not in words("titles") or not rest:
            break
        name = rest
    return name
