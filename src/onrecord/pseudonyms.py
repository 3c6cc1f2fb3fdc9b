"""Names of persons found in words and replaced by pseudonyms, however they are written there.

A name counts as found in other casing, with or without accents, hyphens and apostrophes, broken over lines,
written apart or together, as a possessive, and by one of its parts alone where that part has a capital. A
last word of two letters ("Li") is found alone only as it is printed in the name. Other transliterations
and nicknames are not found.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from onrecord import gazetteer
from onrecord.lexicon import words
from onrecord.rewriting import Replacement, rewrite

_WORD = re.compile(r"[\w\x00]+")
_BETWEEN = re.compile(r"(?:[^\w.;:!?()\[\]\"“”\n]|\.(?=[\s\-])|\s){0,4}")
_BROKEN = re.compile(r"[-‐]\s*\n\s*|['’`´ʼ]")  # within a word
_ELIDED = re.compile(r"\b[A-Z]\w?['’`´ʼ]\w+")  # O'Brien
_SHORTEST_PART = 3
_SHORT_PART = re.compile(r"[^\W\d_]{2}")  # a last word that is found only as it is printed
_SHORTEST_IN_IRI = 4
_LONGEST = 8  # words of a name


class _Letters(dict[int, int]):
    """Each character's plain one: no case, no accents; marks that are not seen become NUL."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        if character == "_":
            plain = " "
        elif unicodedata.category(character) in ("Mn", "Cf"):
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
    for match in _WORD.finditer(name):
        word = match[0]
        key = plain(word).replace("\x00", "")
        if word[0].islower() or word.isdigit() or key in _no_parts():
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
    return "".join(_WORD.findall(plain(name))).replace("\x00", "")


def _without_titles(name: str) -> str:
    """A name without the titles in front of it."""
    while found := _WORD.search(name):
        rest = name[found.end() :].lstrip(" .")
        if plain(found[0]) not in words("titles") or not rest:
            break
        name = rest
    return name


@dataclass(slots=True)
class Pseudonyms:
    """Which names to look for, and what to write for them; protected ones are left as they are."""

    _whole: dict[str, str | None] = field(default_factory=dict)
    _parts: dict[str, str | None] = field(default_factory=dict)
    _short: dict[str, str | None] = field(default_factory=dict)  # parts as printed
    _starts: set[str] = field(default_factory=set)

    def add(self, names: Iterable[str], pseudonym: str, *, parts: bool = True) -> None:
        """Look for the names of somebody, and for their parts; the first to have a name keeps it."""
        for name in names:
            bare = _without_titles(name)
            single = parts_of(name)
            if not single:
                continue  # a description
            if len(_WORD.findall(bare)) > 1:
                self._put(self._whole, key_of(bare), pseudonym)
                if len(single) > 1:
                    self._put(self._whole, key_of(" ".join(single)), pseudonym)
                    self._put(self._whole, key_of(f"{single[-1]} {single[0]}"), pseudonym)
            if parts:
                for key in map(key_of, (*_ELIDED.findall(name), *single)):
                    self._put(self._parts, key, pseudonym)
                if (
                    name.endswith(single[-1])
                    and single[-1][0].isupper()
                    and _SHORT_PART.fullmatch(single[-1])
                ):
                    self._short.setdefault(single[-1], pseudonym)
                    self._start(key_of(single[-1]))

    def protect(self, name: str, *, surname: bool = False) -> None:
        """Leave a name as it is, even where it has a name to replace in it; also its last word alone."""
        key = key_of(name)
        replaced = [known for known, pseudonym in self._whole.items() if pseudonym is not None]
        if key and not any(known in key for known in replaced):
            self._whole[key] = None
            self._start(key)
            if surname and (single := parts_of(name)):
                self._parts[key_of(single[-1])] = None
                if single[-1] in self._short:
                    self._short[single[-1]] = None

    def __bool__(self) -> bool:
        return any(
            value is not None
            for value in (*self._whole.values(), *self._parts.values(), *self._short.values())
        )

    def _put(self, names: dict[str, str | None], key: str, pseudonym: str) -> None:
        if len(key) >= _SHORTEST_PART:
            names.setdefault(key, pseudonym)
            self._start(key)

    def _start(self, key: str) -> None:
        self._starts.update(key[:length] for length in range(1, len(key) + 1))

    def replace(self, text: str, *, in_iri: bool = False) -> str:
        """The text with pseudonyms for the names in it."""
        return rewrite(text, self.find(text, in_iri=in_iri))

    def find(self, text: str, *, in_iri: bool = False) -> list[Replacement]:
        """The names in a text with their pseudonyms, in order."""
        flat = plain(text).replace("%20", "   ") if in_iri else plain(text)
        found = list(_WORD.finditer(flat))
        made: list[Replacement] = []
        index = 0
        while index < len(found):
            match = self._match(text, flat, found, index, in_iri)
            if match is None:
                index += 1
                continue
            last, pseudonym = match
            if pseudonym is not None:
                shown = pseudonym.replace(" ", "-").lower() if in_iri else pseudonym
                made.append(Replacement(found[index].start(), found[last].end(), shown))
            index = last + 1
        return made

    def _match(
        self, text: str, flat: str, found: list[re.Match[str]], index: int, in_iri: bool
    ) -> tuple[int, str | None] | None:
        """The longest name that begins with a word: its last word and its pseudonym (None: protected)."""
        best: tuple[int, str | None] | None = None
        key, one_word = "", True
        for last in range(index, min(index + _LONGEST, len(found))):
            if last > index:
                between = flat[found[last - 1].end() : found[last].start()]
                if not _BETWEEN.fullmatch(between):
                    break
                one_word = one_word and bool(_BROKEN.fullmatch(between))
            key += found[last][0].replace("\x00", "")
            plural = last == index and key not in self._starts and key.endswith("s")
            if key not in self._starts and not plural:
                break
            part = key[:-1] if plural else key  # "the Khalafs"
            if key in self._whole:
                best = last, self._whole[key]
            elif part in self._parts and one_word and _stands_out(text[found[index].start()], part, in_iri):
                best = last, self._parts[part]
            elif last == index and (word := text[found[index].start() : found[index].end()]) in self._short:
                best = last, self._short[word]
            if plural:
                break
        return best


def _stands_out(first: str, key: str, in_iri: bool) -> bool:
    """Whether a part of a name is written as a name: with a capital, or in an IRI."""
    return (in_iri and len(key) >= _SHORTEST_IN_IRI) or not first.islower()
