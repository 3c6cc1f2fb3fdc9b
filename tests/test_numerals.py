"""Numerals: what number words and digits come to."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.numerals import fold, is_labelled, numeral, read_number

SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
SMALL += ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"]
SMALL += ["seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(number: int, joint: str, conjunction: str) -> str:
    """The number in words."""
    for value, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if number >= value:
            rest = number % value
            tail = f" {spelled(rest, joint, conjunction)}" if rest else ""
            return f"{spelled(number // value, joint, conjunction)} {name}{tail}"
    if number >= 100:
        rest = number % 100
        tail = f" {conjunction}{spelled(rest, joint, conjunction)}" if rest else ""
        return f"{SMALL[number // 100]} hundred{tail}"
    if number < 20:
        return SMALL[number]
    return TENS[number // 10 - 2] + (f"{joint}{SMALL[number % 10]}" if number % 10 else "")


@given(
    st.integers(0, 999_999_999_999_999), st.sampled_from("- "), st.sampled_from(["", "and "]), st.booleans()
)
@settings(deadline=None)
def test_words_come_back(number: int, joint: str, conjunction: str, capitals: bool) -> None:
    words = spelled(number, joint, conjunction)
    folded = fold(words.upper() if capitals else words)
    assert re.fullmatch(numeral(), folded)
    assert read_number(folded) == number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("2.5 million", 2_500_000),
        ("a half-dozen", 6),
        ("1.5", Decimal("1.5")),
        ("12 hundred", 1200),
        ("two dozen", 24),
    ],
)
def test_mixed_numerals(words: str, number: int | Decimal) -> None:
    assert re.fullmatch(numeral(), words)
    assert read_number(words) == number


@pytest.mark.parametrize("words", ["", "and", "people", "two thousand million", "5 5x five"])
def test_no_number(words: str) -> None:
    assert read_number(words) is None


@given(st.text())
def test_folding_keeps_offsets(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_labels() -> None:
    assert is_labelled("resolution 2254", 11)
    assert not is_labelled("killed 2254", 7)
