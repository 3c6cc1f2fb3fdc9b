"""Numerals: how English writes a number, in words or digits, and what it comes to."""

import csv
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from onrecord.resources import resource

GAP = r"(?:[^\S\n]{1,8}(?:\n[^\S\n]{0,8})?|\n[^\S\n]{0,8})"
"""White space between the words of one phrase: a line may end in it, a paragraph may not."""

_FOLDED = str.maketrans({"‐": "-", "‑": "-", "−": "-", "’": "'", "‘": "'", "ʼ": "'"})
_DIGITS = (
    r"(?>[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,3}(?:[\u00a0\u2009\u202f][0-9]{3}){1,4}(?![0-9])"
    r"|[0-9]{1,3}(?: 000){1,4}(?![0-9])|[0-9]{1,15})(?:\.[0-9]{1,15})?"
)
_TOKEN = re.compile(r"[0-9][0-9,.\s]*|[a-z]+")


def fold(text: str) -> str:
    """The text in lower case with plain hyphens and apostrophes, every character at its old offset."""
    if text.isascii():
        return text.lower()
    lower = text.lower()
    if len(lower) != len(text):  # one capital, the dotted I, has a longer small letter
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lower.translate(_FOLDED)


@cache
def phrases(lexicon: str) -> Mapping[str, Mapping[str, str]]:
    """The phrases of a lexicon by role, each with its value.

    The lexicon's first column is ``phrase``, its second ``role``; the others, joined by a space,
    are the value.
    """
    by_role: dict[str, dict[str, str]] = {}
    with resource("data", "lexicon", f"{lexicon}.csv").open(newline="", encoding="utf-8") as rows:
        for phrase, role, *values in list(csv.reader(rows))[1:]:
            by_role.setdefault(role, {})[phrase] = " ".join(values)
    return MappingProxyType({role: MappingProxyType(rows) for role, rows in by_role.items()})


def any_of(words: Iterable[str], *, word: bool = True) -> str:
    """A pattern for any of the phrases, the longest first, whatever the white space between their words."""
    ordered = sorted(words, key=lambda phrase: (-len(phrase), phrase))
    choices = (GAP.join(re.escape(part) for part in phrase.split()) for phrase in ordered)
    return f"(?:{'|'.join(choices)})" + (r"(?!\w)" if word else "")


@cache
def numeral() -> str:
    """The pattern of a number in folded text: digits, number words, or both ("2.5 million").

    It is atomic: it takes all of a number or none of it.
    """
    role = phrases("numbers")
    joint = f"(?:-|{GAP})"
    half, article = any_of(role["half"]), any_of(role["article"])
    hundred, scale, dozen = (any_of(role[name]) for name in ("hundred", "scale", "dozen"))
    unit = any_of(word for word, value in role["unit"].items() if value != "0")
    low = rf"(?:{any_of(role['tens'])}(?:{joint}{unit})?|{any_of(role['teen'])}|{any_of(role['unit'])})"
    tail = f"(?:{joint}(?:and{joint})?{low})?"
    middle = f"(?:(?:{low}|{article}){joint}{hundred}{tail}|{low})"
    group = f"(?:{middle}|{article}){joint}{scale}"
    more = f"(?:,?{joint}(?:and{joint})?{middle}{joint}{scale})*(?:{joint}(?:and{joint})?{middle})?"
    counted = f"{_DIGITS}(?:{joint}and{GAP}{article}{GAP}{half})?{joint}(?:{dozen}|{scale}|{hundred})"
    halves = f"(?:{article}{joint})?{half}{joint}(?:{article}{GAP})?(?:{dozen}|{scale})"
    mixed = f"{low}{GAP}and{GAP}{article}{GAP}{half}{GAP}{scale}|{halves}|(?:{low}|{article}){joint}{dozen}"
    return f"(?>{mixed}|{group}{more}|{counted}|{middle}|{_DIGITS})"


def read_number(words: str) -> int | Decimal | None:
    """The number that a numeral in folded text comes to, or None if it is no number.

    "two hundred and five" → 205, "2.5 million" → 2500000, "half a dozen" → 6, "1.5" → Decimal("1.5").
    """
    values = _values()
    total = Decimal(0)
    current: Decimal | None = None
    least_scale: Decimal | None = None
    bare_article = False
    for token in _TOKEN.findall(words):
        if token[0].isdigit():
            if current is not None:
                return None
            current = Decimal(re.sub(r"[,\s]|\.$", "", token))
        elif token == "and":
            continue
        elif token not in values:
            return None
        else:
            role, value = values[token]
            if role == "article":
                current, bare_article = (Decimal(1), True) if current is None else (current, False)
                continue
            if role == "half" and bare_article:
                current = value
            elif role == "scale":
                if least_scale is not None and value >= least_scale:
                    return None
                total, current, least_scale = total + (1 if current is None else current) * value, None, value
            elif role in ("hundred", "dozen"):
                current = (1 if current is None else current) * value
            else:
                current = value if current is None else current + value
            bare_article = False
    if current is None and least_scale is None:
        return None
    return simplest(total + (current or 0))


def simplest(number: Decimal) -> int | Decimal:
    """The number as an integer if it is one."""
    return int(number) if number == number.to_integral_value() else number


@cache
def _values() -> Mapping[str, tuple[str, Decimal]]:
    """The role and value of each number word."""
    roles = ("unit", "teen", "tens", "hundred", "scale", "dozen", "half", "article")
    lexicon = phrases("numbers")
    return {word: (role, Decimal(value)) for role in roles for word, value in lexicon[role].items()}


@cache
def _label() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-]){any_of(phrases('numbers')['label'], word=False)}(?:\.?[^\S\n]{{0,2}}|\.?\n)#?$"
    )


def is_labelled(folded: str, start: int) -> bool:
    """Whether the word before an offset makes a number there a name: "resolution 2254", "No. 4"."""
    return _label().search(folded, max(0, start - 24), start) is not None
