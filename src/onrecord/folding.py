"""Spelling keys: one form for the many ways in which a name is written in Latin letters.

`fold` is exact (case, accents, apostrophes and hyphens do not matter); `skeleton` and `sound` are
loose, for names transliterated from Arabic script. Their rules are rows of
data/gazetteer/spelling.csv.
"""

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord.resources import resource


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rows of spelling.csv, by step and in file order."""

    letters: dict[int, str]
    digraphs: dict[int, str]
    articles: frozenset[str]
    units: dict[str, str]
    words: tuple[tuple[re.Pattern[str], str], ...]
    sounds: tuple[tuple[re.Pattern[str], str], ...]
    vowels: tuple[tuple[re.Pattern[str], str], ...]


@cache
def _rules() -> _Rules:
    """The spelling rules, read once."""
    steps: dict[str, list[tuple[str, str]]] = {}
    with resource("data", "gazetteer", "spelling.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            steps.setdefault(row["step"], []).append((row["pattern"], row["replacement"]))

    def patterns(step: str) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple((re.compile(pattern), replacement) for pattern, replacement in steps[step])

    return _Rules(
        letters={ord(letter): replacement for letter, replacement in steps["letter"]},
        digraphs={ord(letter): replacement for letter, replacement in steps["digraph"]},
        articles=frozenset(word for word, _ in steps["article"]),
        units=dict(steps["unit"]),
        words=patterns("word"),
        sounds=patterns("sound"),
        vowels=patterns("vowel"),
    )


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The exact key of a name: lower case, no accents or apostrophes, other marks as one space."""
    if not name.isascii():
        name = name.translate(_rules().letters)
        name = "".join(ch for ch in unicodedata.normalize("NFKD", name) if not unicodedata.combining(ch))
    kept = [ch if ch.isalnum() else "" if ch in _DROPPED else " " for ch in name.casefold()]
    return " ".join("".join(kept).split())


def letter(character: str) -> str:
    """A special letter as it is written without one ("ø": "o", "æ": "ae"); any other as it is."""
    return _rules().letters.get(ord(character), character)


def spellings(name: str) -> tuple[str, ...]:
    """A name as it is, and with its special letters as others write them (Müller: Mueller; Kılıç: Kiliç)."""
    if name.isascii():
        return (name,)
    composed = unicodedata.normalize("NFC", name)
    rules = _rules()
    plain = composed.translate(rules.letters)
    return tuple(dict.fromkeys((name, plain, composed.translate(rules.letters | rules.digraphs))))


_DROPPED = "'.`´’‘ʻʼʽʾʿˈ"


def is_article(key: str) -> bool:
    """Whether a folded word is an article, or nothing (a mark that folded away)."""
    return not key or key in _rules().articles


def without_article(key: str) -> str:
    """The key without its leading article ("al bab" → "bab"); unchanged where none leads."""
    first, space, rest = key.partition(" ")
    return rest if space and first in _rules().articles else key


def without_unit(key: str) -> tuple[str, str] | None:
    """The key without a word for an administrative unit, and the kind of place that word means.

    "idlib province" → ("idlib", "region"); None where no such word leads or ends the key.
    """
    units = _rules().units
    words = key.split(" ")
    for length in (2, 1):
        if len(words) > length:
            for unit, rest in (
                (" ".join(words[-length:]), words[:-length]),
                (" ".join(words[:length]), words[length:]),
            ):
                if unit in units:
                    return " ".join(rest), units[unit]
    return None


def _worn(key: str) -> str:
    """The key without articles and spaces, its consonants in broad classes."""
    rules = _rules()
    words = [word for word in key.split(" ") if word not in rules.articles] or key.split(" ")
    worn = []
    for word in words:
        for pattern, replacement in rules.words:
            word = pattern.sub(replacement, word)
        for pattern, replacement in rules.sounds:
            word = pattern.sub(replacement, word)
        worn.append(word)
    return "".join(worn)


def sound(key: str) -> str:
    """The key as it may sound: transliterations of one name differ here by little."""
    worn = _worn(key)
    for pattern, replacement in _rules().vowels:
        worn = pattern.sub(replacement, worn)
    return worn


def skeleton(key: str) -> str:
    """The consonants of the key in broad classes: equal for most transliterations of one name."""
    worn = _worn(key)
    return "".join(ch for ch in worn if ch not in _VOWELS)


_VOWELS = "aeiouyw"
