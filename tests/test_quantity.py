"""Quantities: wording, numbers and bounds."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.quantity import Quantity, find_quantities

EXACT = {
    "20 people": ("20", 20),
    "two men": ("two", 2),
    "twenty-five men": ("twenty-five", 25),
    "twenty five men": ("twenty five", 25),
    "a hundred and five": ("a hundred and five", 105),
    "2.5 million": ("2.5 million", 2_500_000),
    "two and a half million": ("two and a half million", 2_500_000),
    "half a million": ("half a million", 500_000),
    "1,300": ("1,300", 1300),
    "5 000 homes": ("5 000", 5000),
    "killed 1500 people": ("1500", 1500),
    "2000 people": ("2000", 2000),
    "a dozen": ("a dozen", 12),
    "half a dozen": ("half a dozen", 6),
    "a family of five": ("five", 5),
    "one soldier": ("one", 1),
    "ONE DEAD TERRORIST": ("ONE", 1),
    "three trillion": ("three trillion", 3 * 10**12),
    "1.5 km": ("1.5", Decimal("1.5")),
    "took over 5 towns": ("5", 5),
    "No one was injured": ("No one", 0),
    "nobody": ("nobody", 0),
    "none of them": ("none", 0),
    "no civilians were hurt": ("no", 0),
    "no humanitarian centres": ("no", 0),
}

BOUNDED = {
    "more than 116,000 people": ("more than 116,000", 116_000, 116_001, None),
    "over 150,000 people": ("over 150,000", 150_000, 150_001, None),
    "more than one": ("more than one", 1, 2, None),
    "more than a dozen": ("more than a dozen", 12, 13, None),
    "at least 20": ("at least 20", 20, 20, None),
    "AT LEAST 20": ("AT LEAST 20", 20, 20, None),
    "AT\nLEAST 20": ("AT\nLEAST 20", 20, 20, None),
    "at least one": ("at least one", 1, 1, None),
    "20 or more": ("20 or more", 20, 20, None),
    "50+ dead": ("50+", 50, 50, None),
    "no fewer than 7": ("no fewer than 7", 7, 7, None),
    "no more than 5": ("no more than 5", 5, None, 5),
    "up to 50": ("up to 50", 50, None, 50),
    "at most nine": ("at most nine", 9, None, 9),
    "fewer than 10": ("fewer than 10", 10, None, 9),
    "less than 10": ("less than 10", 10, None, 9),
    "nearly 50": ("nearly 50", 50, None, None),
    "some 40 people": ("some 40", 40, None, None),
    "an estimated 50": ("an estimated 50", 50, None, None),
    "up to about 50": ("up to about 50", 50, None, None),
    "around 2000 people": ("around 2000", 2000, None, None),
    "between 5 and 10": ("between 5 and 10", None, 5, 10),
    "from 5 to 10": ("from 5 to 10", None, 5, 10),
    "5 to 10": ("5 to 10", None, 5, 10),
    "5-10 people": ("5-10", None, 5, 10),
    "20,000–30,000": ("20,000–30,000", None, 20_000, 30_000),
    "two or three men": ("two or three", None, 2, 3),
    "5 to 10 million": ("5 to 10 million", None, 5_000_000, 10_000_000),
    "about 5 to 10": ("about 5 to 10", None, None, None),
    "up to 20 or 30": ("up to 20 or 30", None, None, 30),
}

VAGUE = {
    "hundreds more joined": "hundreds",
    "dozens of people": "dozens",
    "several schools": "several",
    "scores of men": "scores",
    "thousands fled": "thousands",
    "a few men": "a few",
    "a couple": "a couple",
    "tens of thousands": "tens of thousands",
    "more than several": "more than several",
}

UNITS = {
    "$5 million": (5_000_000, "USD"),
    "US$300": (300, "USD"),
    "£50,000": (50_000, "GBP"),
    "5 million euros": (5_000_000, "EUR"),
    "USD 5m": (5_000_000, "USD"),
    "350 Syrian pounds": (350, "SYP"),
    "85%": (85, "%"),
    "ten percent": (10, "%"),
    "20 per cent": (20, "%"),
}

NONE = """2014|in October 2014|4 October|4th|at 5:30|at 1830 the same day|0510|555-1234
+963 11 123 4567|aged 7|a 35-year-old|7 years old|Ali, 35, said|35.61346
U.N. resolution 2254|M-16|Mi-8|BMP-1|9/11|1. First|No. 4|3-2|a 10-day siege
the school (12)|[5]|5m|two-thirds|a 500-pound bomb|World War Two|Phase Two|Division 13
two weeks ago|a few weeks later|one of the men|one another|the one who|no longer|no doubt
both|many|some|a double attack|a man|the 2014 attacks|more than one and a half tons
a quarter|he scores|hundredweight|100000000000000000000""".replace("\n", "|")


def only(text: str) -> Quantity:
    (span,) = find_quantities(text)
    return span.quantity


@pytest.mark.parametrize(("text", "expected"), EXACT.items())
def test_exact(text: str, expected: tuple[str, int | Decimal]) -> None:
    wording, number = expected
    assert only(text) == Quantity(wording, number, number, number)


@pytest.mark.parametrize(("text", "expected"), BOUNDED.items())
def test_bounded(text: str, expected: tuple[str, int | None, int | None, int | None]) -> None:
    assert only(text) == Quantity(*expected)


@pytest.mark.parametrize(("text", "wording"), VAGUE.items())
def test_vague_has_no_number(text: str, wording: str) -> None:
    assert only(text) == Quantity(wording)


@pytest.mark.parametrize(("text", "expected"), UNITS.items())
def test_units(text: str, expected: tuple[int, str]) -> None:
    quantity = only(text)
    assert (quantity.number, quantity.unit) == expected
    assert quantity.wording == text


@pytest.mark.parametrize("text", NONE.split("|"))
def test_is_no_quantity(text: str) -> None:
    assert find_quantities(text) == ()


def test_more_money_is_not_counted_in_wholes() -> None:
    assert only("more than $5 million").minimum == 5_000_000
    assert only("less than 5%").maximum == 5
    assert only("between US$300 and 400 billion") == Quantity(
        "between US$300 and 400 billion", None, 300 * 10**9, 400 * 10**9, "USD"
    )


def test_several_in_one_sentence() -> None:
    text = "THREE BAKERS HAD BURNS AND SEVEN NURSES LOST THEIR HOMES ON 12 MARCH."
    assert [span.quantity.wording for span in find_quantities(text)] == ["THREE", "SEVEN"]


PIECES = sorted(
    {*EXACT, *BOUNDED, *VAGUE, *UNITS, *NONE.split("|"), " ", ", ", "-", "–", "and", "to", "\n", "İ", "ſ"}
)


@given(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from(PIECES)).map(" ".join),
        st.lists(st.sampled_from(PIECES)).map("".join),
    )
)
@settings(deadline=None)
def test_spans_hold_for_any_text(text: str) -> None:
    end = 0
    for span in find_quantities(text):
        assert end <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.quantity.wording
        low, high = span.quantity.minimum, span.quantity.maximum
        assert low is None or high is None or low <= high
        end = span.end


@given(st.integers(0, 999_999_999))
@settings(deadline=None)
def test_digits_come_back(number: int) -> None:
    text = f"they counted {number:,} people"
    assert only(text) == Quantity(f"{number:,}", number, number, number)


def test_a_long_text_ends() -> None:
    for piece in ("1", "5-", "twenty ", "a hundred and ", "more than ", "\n"):
        find_quantities(piece * 40_000)
