"""The language check: whether a text is English."""

import csv
import re
import unicodedata
from collections import Counter
from functools import cache

from onrecord.resources import resource

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 60_000  # code points looked at, from the beginning, the middle and the end
_SHORT = 15  # words; a shorter text need only be in Latin script
_SHARE = 0.05  # English news has 0.05 to 0.45 of these words, other languages at most 0.03


@cache
def _function_words() -> frozenset[str]:
    """English function words that are not common words of another language too."""
    with resource("data", "lexicon", "english.csv").open(newline="", encoding="utf-8") as rows:
        return frozenset(row["word"] for row in csv.DictReader(rows) if not row["also"])


def english_share(words: list[str]) -> float:
    """The share of words, 0 to 1, that only English uses to hold sentences together."""
    known = _function_words()
    return sum(word in known for word in words) / len(words) if words else 0.0


def why_not_english(text: str) -> str | None:
    """What shows that a text is not English, or None if nothing does."""
    sample = _sample(text)
    scripts = Counter(_script(letter) for letter in sample if letter.isalpha())
    if not scripts:
        return "holds no words"
    script = max(scripts, key=lambda name: (scripts[name], name))
    if scripts["LATIN"] * 2 < scripts.total():
        return f"is not English: most of it is in {script.capitalize()} script"
    words = [word.lower() for word in _WORD.findall(sample)]
    latin = [word for word in words if _script(word[0]) == "LATIN"]
    share = english_share(latin)
    if len(latin) >= _SHORT and share < _SHARE:
        return f"is not English: {share:.0%} of its words are English function words, fewer than {_SHARE:.0%}"
    return None


def _sample(text: str) -> str:
    """The text itself, or its beginning, middle and end when it is long."""
    if len(text) <= _SAMPLE:
        return text
    part, middle = _SAMPLE // 3, len(text) // 2
    return f"{text[:part]} {text[middle : middle + part]} {text[-part:]}"


@cache
def _script(letter: str) -> str:
    """The script of a letter: the first word of its Unicode name."""
    return "LATIN" if letter < "\u0250" else unicodedata.name(letter, "UNKNOWN").split()[0]
