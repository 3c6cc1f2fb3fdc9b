"""Counting: whether a numeral in a text counts something, by the words around it."""

import re
from functools import cache

from onrecord.numerals import GAP, any_of, is_labelled, phrases
from onrecord.timewords import ends_before, opening


def is_counted(text: str, folded: str, match: re.Match[str], start: int) -> bool:
    """Whether a numeral counts something, rather than name, date or measure an age."""
    first, last = match.span("numeral")
    words, money = match["numeral"], match["sign"] or match["code"]
    if match["suffix"] and not money and not match["coin"]:
        return False
    if words[0].isdigit():
        if words[0] == "0" and words[1:2].isdigit():
            return False  # "0510"
        if (
            len(words) == 4
            and words.isdigit()
            and words < "2400"
            and ends_before(opening("hour"), folded, first)
        ):
            return False  # "at 1830"
        apposed = folded[first - 2 : first] == ", " and folded[last : last + 1] in (",", ".")
        if apposed and len(words) <= 2 and not match["qualifier"]:
            return False  # "Ali, 35, said"
        decimals = words.partition(".")[2]
        if len(decimals) > 2 and decimals.isdigit() and not money and not match["percent"]:
            return False  # a coordinate
        if not money and not match["qualifier"] and is_labelled(folded, first):
            return False
        if text[first - 1 : first] in ("(", "[") and text[last : last + 1] in (")", "]"):
            return False  # "[12]", "(35)"
        if _list_item().match(folded, last) and not folded[:first].rpartition("\n")[2].strip():
            return False
    elif is_labelled(folded, first) and text[first].isupper() and text[first - 2 : first - 1].islower():
        return False  # "Phase Two"
    return not _age_before().search(folded, max(0, start - 24), start) and not _age_after().match(
        folded, last
    )


def is_one_of_a_noun(folded: str, start: int, end: int) -> bool:
    """Whether "one" counts a noun: "one soldier", but not "one of them" or "the one who"."""
    return bool(_one_after().match(folded, end)) and not _one_before().search(
        folded, max(0, start - 16), start
    )


def counts_none(plural: str) -> bool:
    """Whether the last word after "no" is a plural noun and the one before it, if any, can qualify it."""
    lexicon = phrases("numbers")
    words = plural.split()
    *adjectives, noun = words
    if adjectives and counts_none(words[0]):
        return True
    if noun in lexicon["not-plural"] or noun.endswith(("ss", "us", "is")):
        return False
    endings = tuple(lexicon["adjective-ending"])
    return (noun in lexicon["plural"] or noun.endswith("s")) and all(
        word.endswith(endings) for word in adjectives
    )


@cache
def _list_item() -> re.Pattern[str]:
    return re.compile(r"[.)]\s")


@cache
def _age_before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(phrases('numbers')['age-before'])}{GAP}$")


@cache
def _age_after() -> re.Pattern[str]:
    role = phrases("numbers")
    return re.compile(rf"[\s-]{{1,2}}(?:{any_of(role['age-after'])}|{any_of(role['fraction'])})")


@cache
def _one_after() -> re.Pattern[str]:
    return re.compile(rf"{GAP}(?!{any_of(phrases('numbers')['one-not-before'])})[a-z]")


@cache
def _one_before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(phrases('numbers')['one-not-after'])}{GAP}$")
