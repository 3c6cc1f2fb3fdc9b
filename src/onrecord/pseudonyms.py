"""Names of persons found in words and replaced by pseudonyms, however they are written there.

A name counts as found in other casing, with or without accents, hyphens, apostrophes and particles, broken
over lines, written apart or together, as a possessive, and by one of its parts alone where that part has a
capital. A last word of two letters ("Li") is found alone only as it is printed in the name. Canonically
equivalent texts are the same (see `legible`). In addresses (URLs, file names, e-mail addresses, handles)
what is encoded is read, a part needs no capital, and a full name is found within a longer word: what cannot
be cut out is replaced whole. Other transliterations and nicknames are not found.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import permutations

from onrecord.addresses import find_addresses
from onrecord.legible import Legible, composed, decoded
from onrecord.lexicon import words
from onrecord.namekey import WORD, key_of, keys_of, parts_of, plain, without_titles
from onrecord.rewriting import Replacement, joined, rewrite

_BETWEEN = re.compile(r"(?:[^\w.;:!?()\[\]\"“”\n]|\.|\s){0,4}")
_BETWEEN_IN_ADDRESS = re.compile(r"\W{0,3}")
_BROKEN = re.compile(r"(?:[-‐]\s*\n\s*|['’`´ʼ])?")  # within a word
_ELIDED = re.compile(r"\b[^\W\d_]{1,2}['’`´ʼ]\w+")  # O'Brien
_SEGMENT = re.compile(r"[^\s/?#&=;:@.,\\]+")  # of an address
_CUT = "\x01"
_SHORTEST_PART = 3
_SHORT_PART = re.compile(r"[^\W\d_]{2}")  # a last word that is found only as it is printed
_SHORTEST_IN_ADDRESS = 4  # of a part without a capital
_SHORTEST_HELD = 4  # of a part within the name of an account
_SHORTEST_GLUED = 6  # of a full name within a longer word
_LONGEST = 8  # words of a name


@dataclass(slots=True)
class Pseudonyms:
    """Which names to look for, and what to write for them; protected ones are left as they are."""

    _whole: dict[str, str | None] = field(default_factory=dict)
    _parts: dict[str, str | None] = field(default_factory=dict)
    _short: dict[str, str | None] = field(default_factory=dict)  # parts as printed
    _glued: dict[str, str] = field(default_factory=dict)  # full names that are found within a word
    _starts: set[str] = field(default_factory=set)

    def add(self, names: Iterable[str], pseudonym: str, *, parts: bool = True) -> None:
        """Look for the names of somebody, and for their parts; the first to have a name keeps it."""
        for name in names:
            name = unicodedata.normalize("NFC", name)
            bare, single = without_titles(name), parts_of(name)
            if not single:
                continue  # a description
            if len(WORD.findall(plain(bare))) > 1:
                self._put(self._whole, bare, pseudonym)
                if len(single) > 1:
                    self._put(self._whole, " ".join(single), pseudonym)
                    self._put(self._whole, f"{single[-1]} {single[0]}", pseudonym)
            if len(single) > 1:
                for glued in (bare, *map(" ".join, permutations((single[0], *single[1:][-2:]), 2))):
                    self._glue(glued, pseudonym)
            if parts:
                for part in (*_ELIDED.findall(name), *single):
                    self._put(self._parts, part, pseudonym)
                if (
                    name.endswith(single[-1])
                    and single[-1][0].isupper()
                    and _SHORT_PART.fullmatch(single[-1])
                ):
                    self._short.setdefault(single[-1], pseudonym)
                    self._start(key_of(single[-1]))

    def protect(self, name: str, *, person: bool = False, famous: bool = False) -> None:
        """Leave a name as it is.

        One of a body or a place, unless it has a name to replace in it. A person's full name in any case, and
        their last word alone, unless somebody else is called so too and they are not famous.
        """
        single = parts_of(name)
        replaced = [known for known, pseudonym in self._whole.items() if pseudonym is not None]
        if not person:
            if (key := key_of(name)) and not any(known in key for known in replaced):
                self._keep(name)
        elif len(single) > 1 or famous:
            self._keep(name)
            self._keep(" ".join(single))
        if person and single:
            for key in keys_of(single[-1]):
                if famous or self._parts.get(key) is None:
                    self._parts[key] = None
                    self._start(key)
            if famous or self._short.get(single[-1]) is None:
                self._short[single[-1]] = None

    def __bool__(self) -> bool:
        return any(
            value is not None
            for value in (*self._whole.values(), *self._parts.values(), *self._short.values())
        )

    def _keep(self, name: str) -> None:
        for key in keys_of(name):
            if key:
                self._whole[key] = None
                self._glued.pop(key, None)
                self._start(key)

    def _put(self, names: dict[str, str | None], name: str, pseudonym: str) -> None:
        for key in keys_of(name):
            if len(key) >= _SHORTEST_PART:
                names.setdefault(key, pseudonym)
                self._start(key)

    def _glue(self, name: str, pseudonym: str) -> None:
        for key in keys_of(name):
            if len(key) >= _SHORTEST_GLUED:
                self._glued.setdefault(key, pseudonym)
                self._start(key)

    def _start(self, key: str) -> None:
        self._starts.update(key[:length] for length in range(1, len(key) + 1))

    def replace(self, text: str, *, in_iri: bool = False) -> str:
        """The text with pseudonyms for the names in it."""
        return rewrite(text, self.find(text, in_iri=in_iri))

    def find(self, text: str, *, in_iri: bool = False) -> tuple[Replacement, ...]:
        """The names in a text, or in an address, with their pseudonyms, in order."""
        if not self._starts:
            return ()
        if in_iri:
            return joined(self._in_address(text))
        read = composed(text)
        found = [*self._in_accounts(read), *self._in_words(read, in_address=False)]
        return joined(Replacement(*read.span(one.start, one.end), one.words) for one in found)

    def stretches(self, text: str, *, in_iri: bool = False) -> list[tuple[int, int]]:
        """Where a name stands as words of its own, from where to where."""
        read = decoded(text) if in_iri else composed(text)
        return [read.span(one.start, one.end) for one in self._in_words(read, in_address=in_iri)]

    def _in_accounts(self, read: Legible) -> Iterator[Replacement]:
        """The addresses in a text that hold a name: those of accounts whole, else what is to be cut out."""
        for start, end, is_account in find_addresses(read.text):
            address = read.text[start:end]
            if not is_account:
                for one in self._in_address(address):
                    yield Replacement(start + one.start, start + one.end, one.words)
            elif (pseudonym := self._of_account(decoded(address))) is not None:
                yield Replacement(start, end, pseudonym)

    def _of_account(self, read: Legible) -> str | None:
        """Who an account's name tells: by a name, or by a part of one within it."""
        for one in self._in_words(read, in_address=True, shortest=_SHORTEST_PART):
            return one.words
        name = key_of(read.text.lstrip("@#").partition("@")[0])
        for key, known in self._whole.items():
            if known is None and len(key) >= _SHORTEST_GLUED:
                name = name.replace(key, _CUT)
        held = [*self._glued.items(), *(one for one in self._parts.items() if len(one[0]) >= _SHORTEST_HELD)]
        return next((known for key, known in held if known is not None and key in name), None)

    def _in_address(self, address: str) -> Iterator[Replacement]:
        """The names in an address as they stand there; a segment that holds one glued to others, whole."""
        read = decoded(address)
        cut = list(read.text)
        for one in self._in_words(read, in_address=True):
            cut[one.start : one.end] = _CUT * (one.end - one.start)
            yield Replacement(*read.span(one.start, one.end), _set_off(one, read.text))
        rest = "".join(cut)
        for segment in _SEGMENT.finditer(rest):
            if (pseudonym := self._held(plain(segment[0]))) is not None:
                span = read.span(segment.start(), segment.end())
                yield Replacement(*span, _as_written_in_addresses(pseudonym))

    def _held(self, flat: str) -> str | None:
        """Whose full name stands in plain words, glued to others."""
        for piece in flat.split(_CUT):
            name = "".join(WORD.findall(piece)).replace("\x00", "")
            for start in range(len(name)):
                end = start + 1
                while end <= len(name) and name[start:end] in self._starts:
                    if (pseudonym := self._glued.get(name[start:end])) is not None:
                        return pseudonym
                    end += 1
        return None

    def _in_words(
        self, read: Legible, *, in_address: bool, shortest: int = _SHORTEST_IN_ADDRESS
    ) -> list[Replacement]:
        """The names in words that are read, where they are read."""
        flat = plain(read.text)
        found = _words_of_address(read.text, flat) if in_address else [m.span() for m in WORD.finditer(flat)]
        made: list[Replacement] = []
        index = 0
        while index < len(found):
            match = self._match(read.text, flat, found, index, shortest if in_address else None)
            if match is None:
                index += 1
                continue
            last, pseudonym = match
            if pseudonym is not None:
                made.append(Replacement(found[index][0], found[last][1], pseudonym))
            index = last + 1
        return made

    def _match(
        self, text: str, flat: str, found: list[tuple[int, int]], index: int, shortest: int | None
    ) -> tuple[int, str | None] | None:
        """The longest name that begins with a word: its last word and its pseudonym (None: protected).

        ``shortest`` is how long a part must be that has no capital, in an address.
        """
        best: tuple[int, str | None] | None = None
        keys, one_word = [""], True
        between_words = _BETWEEN if shortest is None else _BETWEEN_IN_ADDRESS
        for last in range(index, min(index + _LONGEST, len(found))):
            start, end = found[last]
            if last > index:
                between = flat[found[last - 1][1] : start]
                if not between_words.fullmatch(between):
                    break
                one_word = one_word and bool(_BROKEN.fullmatch(between))
            word = flat[start:end].replace("\x00", "")
            grown = [key + word for key in keys]
            plural = last == index and word not in self._starts and word.endswith("s")
            for key in grown:
                part = key[:-1] if plural else key  # "the Khalafs"
                if key in self._whole:
                    best = last, self._whole[key]
                elif part in self._parts and one_word and _stands_out(text[found[index][0]], part, shortest):
                    best = last, self._parts[part]
                elif last == index and text[start:end] in self._short:
                    best = last, self._short[text[start:end]]
            if plural:
                break
            skipped = keys if last > index and word in words("particles") else []
            keys = [*(key for key in grown if key in self._starts), *skipped]
            if not keys:
                break
        return best


def _words_of_address(text: str, flat: str) -> list[tuple[int, int]]:
    """Where the words of an address stand: cut also before a capital within one, and at digits."""
    found = []
    for match in WORD.finditer(flat):
        start = match.start()
        for i in range(start + 1, match.end()):
            before, after = text[i - 1], text[i]
            if (before.islower() and after.isupper()) or before.isdigit() != after.isdigit():
                found.append((start, i))
                start = i
        found.append((start, match.end()))
    return found


def _as_written_in_addresses(pseudonym: str) -> str:
    return pseudonym.replace(" ", "-").lower()


def _set_off(name: Replacement, address: str) -> str:
    """A pseudonym as it is written in an address, apart from the letters and digits around it."""
    before, after = address[: name.start][-1:], address[name.end : name.end + 1]
    return "-" * before.isalnum() + _as_written_in_addresses(name.words) + "-" * after.isalnum()


def _stands_out(first: str, key: str, shortest: int | None) -> bool:
    """Whether a part of a name is written as a name: with a capital, or long enough in an address."""
    return (shortest is not None and len(key) >= shortest) or not first.islower()
