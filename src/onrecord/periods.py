"""Periods: stretches of whole days of the calendar, with their EDTF form."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_PARTS = {"early": (0, 1), "mid": (1, 2), "late": (2, 3)}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``earliest`` to ``latest``, both included; None is an open end.

    ``edtf`` is the Extended Date/Time Format, level 1 (ISO 8601-2:2019), where it has a form for the period.
    """

    edtf: str | None
    earliest: date | None
    latest: date | None

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"a period from {self.earliest} cannot end on {self.latest}")


def day_period(day: date) -> Period:
    """The period of one day."""
    return Period(day.isoformat(), day, day)


def month_period(year: int, month: int) -> Period:
    """The period of one month; ValueError if there is none such."""
    first = date(year, month, 1)
    return Period(f"{year:04}-{month:02}", first, first.replace(day=monthrange(year, month)[1]))


def year_period(year: int) -> Period:
    """The period of one year."""
    return Period(f"{year:04}", date(year, 1, 1), date(year, 12, 31))


def decade_period(year: int) -> Period:
    """The period of the ten years from a year that ends in 0."""
    return Period(f"{year // 10:03}X", date(year, 1, 1), date(year + 9, 12, 31))


def season_period(year: int, season: int) -> Period:
    """The period in which a season (EDTF 21 spring … 24 winter) of a year lies, on either hemisphere.

    Nothing says which months the writer means, so the interval is the year; a winter may run on
    into the next February.
    """
    latest = date(year + 1, 3, 1) - _DAY if season == 24 else date(year, 12, 31)
    return Period(f"{year:04}-{season}", date(year, 1, 1), latest)


def days_period(first: date, last: date) -> Period:
    """The period from one day to another."""
    return day_period(first) if first == last else Period(f"{first}/{last}", first, last)


def week_period(day: date) -> Period:
    """The period of the week, Monday to Sunday, in which a day lies."""
    monday = day - timedelta(days=day.weekday())
    return days_period(monday, monday + timedelta(days=6))


def part_of(period: Period, part: str) -> Period:
    """The early, mid or late part of a year or month, marked approximate ("~").

    Of a year four months, of a month ten days (the rest for the late part). A longer or shorter
    period stays as it is.
    """
    if period.edtf is None or period.earliest is None or period.latest is None or "X" in period.edtf:
        return period
    from_third, to_third = _PARTS[part]
    year, edtf = period.earliest.year, f"{period.edtf}~"
    if len(period.edtf) == 4:
        last = month_period(year, 4 * to_third).latest
        return Period(edtf, date(year, 4 * from_third + 1, 1), last)
    if len(period.edtf) == 7 and period.earliest.month == period.latest.month:
        latest = period.latest if part == "late" else period.earliest.replace(day=10 * to_third)
        return Period(edtf, period.earliest.replace(day=10 * from_third + 1), latest)
    return period


def between(first: Period, last: Period) -> Period:
    """The period from the start of one period to the end of another; ValueError if that is earlier."""
    edtf = f"{_ends(first)[0]}/{_ends(last)[1]}" if first.edtf and last.edtf else None
    if edtf and "X" in edtf:
        edtf = None  # level 1 has no interval of decades
    return Period(edtf, first.earliest, last.latest)


def since(period: Period, now: date | None) -> Period:
    """The period that starts with another one and lasts until ``now``, or is open."""
    start = _ends(period)[0]
    latest = now if now and period.earliest and now >= period.earliest else None
    return Period(f"{start}/.." if start and "X" not in start else None, period.earliest, latest)


def until(period: Period) -> Period:
    """The period, with no known start, that ends with another one."""
    end = _ends(period)[1]
    return Period(f"../{end}" if end and "X" not in end else None, None, period.latest)


def before(period: Period) -> Period:
    """The period, with no known start, that ends just before another one."""
    day = period.earliest and period.earliest - _DAY
    return Period(_open("../{}", period, day), None, day)


def after(period: Period) -> Period:
    """The period, with no known end, that starts just after another one."""
    day = period.latest and period.latest + _DAY
    return Period(_open("{}/..", period, day), day, None)


def _ends(period: Period) -> tuple[str | None, str | None]:
    """The EDTF forms of where a period starts and ends."""
    if period.edtf is None:
        return None, None
    first, _, last = period.edtf.partition("/")
    return first, last or first


def _open(form: str, period: Period, day: date | None) -> str | None:
    """The open interval up to or from a day, as precise as the period it adjoins."""
    if day is None or period.edtf is None or not period.edtf.replace("-", "").isdigit():
        return None
    if len(period.edtf) == 7 and period.edtf[5] == "2":
        return None  # a season
    return form.format(day.isoformat()[: len(period.edtf)])
