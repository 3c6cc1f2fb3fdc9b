"""Boilerplate: blocks around an article that are no part of its content."""

import csv
import re
from functools import cache

from onrecord.resources import resource

_LONGEST = 400  # a longer block is content, whatever it begins with
_TRIM = " \t*_>|[]"


@cache
def _patterns() -> re.Pattern[str]:
    """The patterns of data/lexicon/boilerplate.csv as one."""
    with resource("data", "lexicon", "boilerplate.csv").open(newline="", encoding="utf-8") as rows:
        return re.compile("|".join(f"(?:{row['pattern']})" for row in csv.DictReader(rows)), re.IGNORECASE)


def is_boilerplate(words: str) -> bool:
    """Whether the words of a whole block are boilerplate: "Follow us on …", "Share this article", a rule."""
    if len(words) > _LONGEST:
        return False
    return is_rule(words) or _patterns().fullmatch(words.strip(_TRIM)) is not None


def is_rule(words: str) -> bool:
    """Whether a line is drawn only: no letter, digit or symbol such as an emoji, as in "-----"."""
    return not any(character.isalnum() or character > "\u2fff" for character in words)
