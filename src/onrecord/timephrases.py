"""Times in their phrase: two joined to a range, and the prepositions before them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from onrecord import periods
from onrecord.periods import Period
from onrecord.reckoning import latest_named
from onrecord.timewords import ends_before, link, opening


@dataclass(frozen=True, slots=True)
class WordedTime:
    """A time found in the text: where, and what its words say."""

    start: int
    end: int
    lead: int
    kind: str
    period: Period | None = None
    anchored: bool = False
    relative: bool = False
    yearless: tuple[int, int | None] | None = None  # the month and day of a date without a year


_DATED = ("iso", "dmy", "mdy", "my", "month", "year", "season", "decade")


def join_ranges(folded: str, times: list[WordedTime]) -> Iterator[WordedTime]:
    """The times, two that make a range taken together: "from March to May 2014"."""
    at = 0
    while at < len(times):
        time = times[at]
        joined = _range(folded, time, times[at + 1]) if at + 1 < len(times) else None
        yield joined or time
        at += 2 if joined else 1


def add_openings(folded: str, times: Iterable[WordedTime], anchor: date | None) -> Iterator[WordedTime]:
    """The times with the prepositions before them: those that bound belong to the words, others lead."""
    floor = 0
    for time in times:
        yield _opened(folded, time, floor, anchor)
        floor = time.end


def _opened(folded: str, time: WordedTime, floor: int, anchor: date | None) -> WordedTime:
    for role in _bounds_of(folded, time):
        found = ends_before(opening(role), folded, time.start)
        if found is None or found.start("word") < floor:
            continue
        period, anchored = time.period, time.anchored
        if period is not None and role == "since":
            period = periods.since(period, anchor)
            anchored = anchored or period.latest is not None
        elif period is not None:
            try:
                period = {"before": periods.before, "after": periods.after}.get(role, periods.until)(period)
            except OverflowError:
                period = None
        return replace(
            time, start=found.start("word"), lead=found.start("word"), period=period, anchored=anchored
        )
    found = ends_before(opening("lead"), folded, time.start)
    if found is None or found.start("word") < floor:
        return time
    outer = ends_before(opening("lead"), folded, found.start("word"))  # "at around 5:30 pm"
    lead = outer if outer is not None and outer.start("word") >= floor else found
    return replace(time, lead=lead.start("word"))


def _bounds_of(folded: str, time: WordedTime) -> tuple[str, ...]:
    """The roles of the prepositions that can make a bound of a time.

    "Before 2015" and "after 2015" do so only at the end of a phrase: "after 2014 elections" does not.
    """
    if time.kind in ("deictic", "weekday"):
        return ("since",)
    if time.kind not in _DATED:
        return ()
    goes_on = re.match(r"[^\S\n]*[^\W_]", folded[time.end : time.end + 4])
    return ("since", "until", "by") if goes_on else ("since", "until", "by", "before", "after")


def _range(folded: str, first: WordedTime, last: WordedTime) -> WordedTime | None:
    """The range from one time to the next, if the words between them say so."""
    if first.kind not in _DATED or last.kind not in _DATED or last.start - first.end > 12:
        return None
    start = first.start
    if link("to").fullmatch(folded, first.end, last.start):
        found = ends_before(opening("from"), folded, start)
    elif link("and").fullmatch(folded, first.end, last.start):
        found = ends_before(opening("between"), folded, start)
        if found is None:
            return None
    else:
        return None
    start = found.start("word") if found else start
    time = replace(last, start=start, lead=start, kind="range", yearless=None)
    try:
        begun = first.period
        if first.yearless and last.period and last.period.earliest:
            begun = latest_named(*first.yearless, last.period.earliest)
        if begun is None or last.period is None:
            return replace(time, period=None, anchored=False)
        anchored = last.anchored or (first.anchored and not first.yearless)
        return replace(time, period=periods.between(begun, last.period), anchored=anchored)
    except (ValueError, OverflowError):
        return replace(time, period=None, anchored=False)
