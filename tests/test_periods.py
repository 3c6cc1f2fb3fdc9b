"""Periods and reckoning: days, their EDTF form, and what words mean from an anchor."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import periods
from onrecord.periods import Period
from onrecord.reckoning import ago, latest_named, month_as_seen, weekday_as_seen

MODERN = st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31))


def test_a_period_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Period(None, date(2019, 6, 4), date(2019, 6, 3))


@pytest.mark.parametrize(("part", "first", "last"), [("early", 1, 4), ("mid", 5, 8), ("late", 9, 12)])
def test_thirds_of_a_year(part: str, first: int, last: int) -> None:
    found = periods.part_of(periods.year_period(2013), part)
    assert found.edtf == "2013~"
    assert found.earliest == date(2013, first, 1)
    assert found.latest == periods.month_period(2013, last).latest


@given(MODERN)
def test_a_week_is_seven_days_around_its_day(day: date) -> None:
    week = periods.week_period(day)
    assert week.earliest and week.latest
    assert week.earliest <= day <= week.latest
    assert (week.latest - week.earliest).days == 6


@given(MODERN, st.integers(1, 12), st.integers(1, 31))
def test_a_named_day_is_not_after_the_anchor(anchor: date, month: int, day: int) -> None:
    found = latest_named(month, day, anchor)
    assert found is None or (found.latest is not None and found.latest <= anchor)


@given(MODERN, st.integers(0, 6))
def test_last_and_next_weekday_are_not_the_anchor(anchor: date, weekday: int) -> None:
    last, following = weekday_as_seen(-1, weekday, anchor), weekday_as_seen(1, weekday, anchor)
    assert last.latest and following.earliest
    assert last.latest < anchor < following.earliest


def test_months_as_seen() -> None:
    anchor = date(2019, 6, 4)
    assert [(found := month_as_seen(offset, 6, anchor)) and found.edtf for offset in (None, -1, 0, 1)] == [
        "2019-06",
        "2018-06",
        "2019-06",
        "2020-06",
    ]


def test_ago_without_a_number_has_only_an_end() -> None:
    anchor = date(2019, 6, 4)
    assert ago(None, "year", anchor) == Period(None, None, anchor)
