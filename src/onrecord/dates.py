"""Times as worded, with the interval they name, in EDTF level 1.

No date is invented: what the words leave open stays open, and a time that is relative to the day
of publication ("last year", "on Monday", "30 December") has dates only under a given anchor, which
is recorded with it. A duration ("six years of war") is no time.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from onrecord.numerals import fold
from onrecord.timephrases import add_openings, join_ranges
from onrecord.timereading import read_time
from onrecord.timewords import time_pattern


@dataclass(frozen=True, slots=True)
class TimeDescription:
    """A time as the text words it, with the days it may stand for where it names any.

    ``anchor`` is the publication date the dates were reckoned from, if they were.
    """

    wording: str
    edtf: str | None = None
    earliest: date | None = None
    latest: date | None = None
    anchor: date | None = None


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time description with its place in the text, in code points, end-exclusive.

    ``lead`` is where a preposition directly before the words starts ("In October 2014"), else
    ``start``. A ``relative`` time only orders events of the text ("a few weeks later").
    """

    start: int
    end: int
    time: TimeDescription
    lead: int
    relative: bool = False


def find_times(text: str, anchor: date | None = None) -> tuple[TimeSpan, ...]:
    """The times worded in the text, in order, without overlaps.

    Rules for the words that leave something open, with an anchor (without one they have no dates):
    a weekday is the last one on or before it, a date without a year the latest one on or before it,
    "last Monday" and "last May" the latest ones before it, a week runs from Monday to Sunday,
    "two weeks ago" is the day two weeks before, give or take three days. "Early", "mid" and "late"
    are thirds of the year or month. A day and month that can be read in two ways ("06/04/2019")
    give the year only.
    """
    folded = fold(text)
    found = [
        time for match in time_pattern().finditer(folded) if (time := read_time(text, folded, match, anchor))
    ]
    spans = []
    for time in add_openings(folded, join_ranges(folded, found), anchor):
        description = TimeDescription(text[time.start : time.end])
        if time.period is not None:
            period = time.period
            used = anchor if time.anchored else None
            description = TimeDescription(
                description.wording, period.edtf, period.earliest, period.latest, used
            )
        spans.append(TimeSpan(time.start, time.end, description, time.lead, time.relative))
    return tuple(spans)


def is_deictic(wording: str) -> bool:
    """Whether a time is reckoned from the day its words are spoken: "today", "two days ago", no weekday."""
    match = time_pattern().search(fold(wording))
    kind = match.lastgroup if match is not None else None
    return kind is not None and kind.startswith(("deictic", "counted", "vague"))


def parse_published(printed: str) -> date | None:
    """The publication date that a printed date line states in full, else None.

    Takes ISO dates and datetimes (the day in the zone they are given in), RFC 2822, and one date in
    words with a year ("Wed 05 Apr 2017"). A date that can be read in two ways is none.
    """
    printed = printed.strip()
    if not 6 <= len(printed) <= 80:
        return None
    if printed.isascii() and re.match(r"[12][0-9]{3}-?[0-9]{2}-?[0-9]{2}(?![0-9])", printed):
        try:
            return datetime.fromisoformat(printed).date()
        except ValueError:
            return None
    if re.search(r"[0-9]{4}\s[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?\s", printed):
        try:
            return parsedate_to_datetime(printed).date()
        except (ValueError, IndexError, TypeError, OverflowError):
            pass
    times = find_times(printed)
    days = [span for span in times if span.time.earliest is not None]
    if len(days) != 1 or days[0].time.earliest != days[0].time.latest:
        return None
    rest = printed
    for span in reversed(times):
        if span is days[0] or span.time.edtf is None and not span.relative:
            rest = rest[: span.lead] + rest[span.end :]
    return None if re.search(r"\w", rest) else days[0].time.earliest
