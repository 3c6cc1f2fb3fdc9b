"""Reckoning: which days a word means as seen from an anchor, the day of writing."""

from dataclasses import replace
from datetime import date, timedelta

from onrecord import periods
from onrecord.periods import Period


def weekday_as_seen(offset: int | None, weekday: int, anchor: date) -> Period:
    """The weekday that "last" (-1), "this" (0), "next" (1) or no word says; 0 is Monday."""
    if offset == 1:
        return periods.day_period(anchor + timedelta((weekday - anchor.weekday() - 1) % 7 + 1))
    last = anchor - timedelta(1) if offset == -1 else anchor
    return periods.day_period(last - timedelta((last.weekday() - weekday) % 7))


def unit_period(unit: str, offset: int, anchor: date) -> Period:
    """The day, night, weekend, week, month or year so many before or after the anchor's."""
    match unit:
        case "night":
            return periods.days_period(anchor + timedelta(offset), anchor)
        case "weekend":
            saturday = anchor - timedelta((anchor.weekday() - 5) % 7 or 7)
            return periods.days_period(saturday, saturday + timedelta(1))
        case "week":
            return periods.week_period(anchor + timedelta(7 * offset))
        case "month":
            year, month = divmod(anchor.year * 12 + anchor.month - 1 + offset, 12)
            return periods.month_period(year, month + 1)
        case "year":
            return periods.year_period(anchor.year + offset)
    return periods.day_period(anchor + timedelta(offset))


def ago(number: int | None, unit: str, anchor: date) -> Period:
    """The period so many units before the anchor; only its end where the number is not said."""
    if number is None or unit not in ("day", "week", "month", "year"):
        return Period(None, None, anchor)
    if unit != "week":
        period = unit_period(unit, -number, anchor)
        return period if unit == "day" or period.edtf is None else replace(period, edtf=f"{period.edtf}~")
    middle, give = anchor - timedelta(7 * number), timedelta(3)
    return Period(f"{middle}~", middle - give, middle + give)


def latest_named(month: int, day: int | None, anchor: date) -> Period | None:
    """The latest month, or day of a month, of that name on or before a day."""
    if day is None:
        return periods.month_period(anchor.year - (month > anchor.month), month)
    for year in range(anchor.year, max(anchor.year - 9, 0), -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= anchor:
            return periods.day_period(found)
    return None


def month_as_seen(offset: int | None, month: int, anchor: date) -> Period | None:
    """The month of that name that "last" (-1), "this" (0), "next" (1) or no word says."""
    if offset is None:
        return latest_named(month, None, anchor)
    if offset == 0:
        return periods.month_period(anchor.year, month)
    passed = month < anchor.month if offset < 0 else month <= anchor.month
    return periods.month_period(anchor.year - (not passed) if offset < 0 else anchor.year + passed, month)
