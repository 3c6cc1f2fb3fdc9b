"""A text as it is read: characters composed, percent-encoding resolved, each with where it stands.

Canonically equivalent texts read the same (Unicode's normal form C), and so does an address however it is
encoded (RFC 3986, 2.1; RFC 3492 in the names of hosts). Words found in what is read lead back to the
stretch of the text that says them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_PUNYCODE = re.compile(r"(?<![\w-])xn--[a-z0-9-]+", re.IGNORECASE)
_DEEPEST = 4  # times that an address is encoded over again

_Stretch = tuple[str, int, int]  # what is read, and from where to where it stands


@dataclass(frozen=True, slots=True)
class Legible:
    """What is read, and for each of its characters where in the text it begins and ends (None: as read)."""

    text: str
    stretches: Sequence[tuple[int, int]] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """From where to where in the text stands what is read from ``start`` to ``end`` (exclusive)."""
        if self.stretches is None:
            return start, end
        inside = self.stretches[start:end]
        return min(first for first, _ in inside), max(last for _, last in inside)


def composed(text: str) -> Legible:
    """A text with its characters composed."""
    if unicodedata.is_normalized("NFC", text):
        return Legible(text)
    return _joined(_composed((character, i, i + 1) for i, character in enumerate(text)))


def decoded(address: str) -> Legible:
    """An address with nothing in it encoded, and its characters composed."""
    if "%" not in address and _PUNYCODE.search(address) is None:
        return composed(address)
    read: list[_Stretch] = [(character, i, i + 1) for i, character in enumerate(address)]
    for _ in range(_DEEPEST):
        text = "".join(character for character, _, _ in read)
        found = list(_ENCODED.finditer(text))
        if not found:
            break
        read = list(_resolved(read, found))
    return _joined(_composed(_without_punycode(read)))


def _resolved(read: list[_Stretch], found: list[re.Match[str]]) -> Iterator[_Stretch]:
    """What is read once the encoded bytes found in it are characters: of UTF-8, else of Latin-1."""
    done = 0
    for match in found:
        yield from read[done : match.start()]
        data = bytes.fromhex(match[0].replace("%", ""))
        at = 0
        while at < len(data):
            character, size = _first_of(data[at : at + 4])
            first = match.start() + 3 * at
            yield character, read[first][1], read[first + 3 * size - 1][2]
            at += size
        done = match.end()
    yield from read[done:]


def _first_of(data: bytes) -> tuple[str, int]:
    """The first character of some bytes, and how many bytes it takes."""
    for size in range(1, 5):
        try:
            return data[:size].decode("utf-8"), size
        except UnicodeDecodeError:
            continue
    return data[:1].decode("latin-1"), 1


def _without_punycode(read: list[_Stretch]) -> Iterator[_Stretch]:
    """What is read once the labels of hosts that are written in ASCII are written in their own letters."""
    text = "".join(character for character, _, _ in read)
    done = 0
    for match in _PUNYCODE.finditer(text):
        try:
            label = match[0].encode("ascii").decode("idna")
        except UnicodeError:
            continue
        yield from read[done : match.start()]
        first, last = read[match.start()][1], read[match.end() - 1][2]
        yield from ((character, first, last) for character in label)
        done = match.end()
    yield from read[done:]


def _composed(read: Iterable[_Stretch]) -> Iterator[_Stretch]:
    """What is read, in pieces that compose to what the whole does."""
    piece, first, last = "", 0, 0
    for character, start, end in read:
        if piece and not _joins(piece, character):
            yield unicodedata.normalize("NFC", piece), first, last
            piece = ""
        if not piece:
            first = start
        piece, last = piece + character, end
    if piece:
        yield unicodedata.normalize("NFC", piece), first, last


def _joins(piece: str, character: str) -> bool:
    """Whether a character is part of what the piece before it composes to."""
    if character.isascii():
        return False
    if unicodedata.combining(character):
        return True
    whole = unicodedata.normalize("NFC", piece + character)
    return whole != unicodedata.normalize("NFC", piece) + unicodedata.normalize("NFC", character)


def _joined(pieces: Iterable[_Stretch]) -> Legible:
    found = list(pieces)
    return Legible(
        "".join(piece for piece, _, _ in found),
        [(first, last) for piece, first, last in found for _ in piece],
    )
