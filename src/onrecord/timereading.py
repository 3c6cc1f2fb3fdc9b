"""Reading the words of a time: from a match in the text to the period it names."""

import re
from dataclasses import replace
from datetime import date
from functools import cache

from onrecord import periods
from onrecord.numerals import GAP, any_of, is_labelled, phrases, read_number
from onrecord.periods import Period
from onrecord.reckoning import ago, latest_named, month_as_seen, unit_period, weekday_as_seen
from onrecord.timephrases import WordedTime
from onrecord.timewords import after_month, ends_before, head, months, opening, word


def read_time(text: str, folded: str, match: re.Match[str], anchor: date | None) -> WordedTime | None:
    """The time that a match of `time_pattern` words, or None if it is no time."""
    kind = match.lastgroup or ""
    end = match.end() - (kind in ("dmy", "mdy", "my") and match[0].endswith("."))  # the sentence's full stop
    time = WordedTime(match.start(), end, match.start(), kind)
    if kind == "ignore" or not _is_time(text, folded, match, kind):
        return None
    if kind == "sequence" or kind == "counted" and _role(match["counted_after"], "unit-after") == "sequence":
        return replace(time, relative=True)
    try:
        return _dated(time, match, anchor)
    except (ValueError, OverflowError):
        return time  # no such day in the calendar: the words stay, without dates


def _is_time(text: str, folded: str, match: re.Match[str], kind: str) -> bool:
    """Whether words that could be a time are one here."""
    start, end = match.span()
    if kind in ("dmy", "mdy", "my", "month"):
        at = match.start(f"{kind}_month")
        if not text[at].isupper():
            return False
        name = months()[match[f"{kind}_month"]]
        if kind == "month":
            led = any(ends_before(before, folded, start) for before in (opening("alone-lead"), after_month()))
            return not name.short and bool(name.alone or match["month_which"] or match["month_part"] or led)
        if kind != "my" and match[f"{kind}_year"] is None and head("name-head").match(folded, end):
            return False  # "the 26 July Movement"
        if kind == "dmy" and match["dmy_short"] and not name.short:
            return not re.match(r"[^\S\n]*\n?[^\S\n]*[^\W_]", folded[end : end + 20])
        return True
    if kind == "weekday":
        return text[match.start("weekday_word")].isupper()
    if kind in ("year", "years"):
        return _is_year(folded, match, kind)
    return True


def _is_year(folded: str, match: re.Match[str], kind: str) -> bool:
    """Whether four digits are a year rather than a count."""
    start, end = match.span()
    if kind == "years":
        return True
    year = int(match["year_year"])
    if match["year_part"]:
        return True
    counted = any(ends_before(_qualifier(role), folded, start) for role in ("more", "least", "most", "fewer"))
    if counted or is_labelled(folded, start):
        return False
    if head("scale", "percent", "currency-after", "currency-code", "plural", "unit").match(folded, end):
        return False
    led = ends_before(opening("alone-lead"), folded, start)
    if year < 1900 and not led:
        return False
    many = re.match(r"\s[a-z]+s(?!\w)", folded[end : end + 24])
    return not (year % 50 == 0 and many and not led)


@cache
def _qualifier(role: str) -> re.Pattern[str]:
    """The pattern of the words that bound a number, right before it."""
    return re.compile(rf"(?<!\w){any_of(phrases('numbers')[role])}{GAP}$")


def _dated(time: WordedTime, match: re.Match[str], anchor: date | None) -> WordedTime:
    """The time with its period."""
    kind = time.kind
    if kind in ("dmy", "mdy"):
        return _day(time, match, anchor)
    if kind in ("deictic", "deictic_so_far", "deictic_rest", "weekday", "counted", "vague"):
        if anchor is None:
            return time
        return replace(time, period=_from_anchor(kind, match, anchor), anchored=True)
    if kind == "clock":
        return time
    return _without_day(time, match, anchor)


def _day(time: WordedTime, match: re.Match[str], anchor: date | None) -> WordedTime:
    """A date with a day and a month, and perhaps a year, a weekday, or a second day."""
    kind = time.kind
    month = months()[match[f"{kind}_month"]].number
    days = [int(match[f"{kind}_{name}"]) for name in ("first", "day") if match[f"{kind}_{name}"]]
    year, anchored = _year(match, kind, anchor), match[f"{kind}_which"] is not None
    if year is None:
        yearless = (month, days[-1]) if len(days) == 1 else None
        time = replace(time, yearless=yearless)
        found = None if anchor is None or anchored else latest_named(month, days[-1], anchor)
        if found is None or found.latest is None:
            return time
        year, anchored = found.latest.year, True
    first, last = date(year, month, days[0]), date(year, month, days[-1])
    if first > last:
        return time
    stated = word(match[f"{kind}_weekday"] or "").rstrip(",. ").removesuffix(" the").rstrip(",. ")
    if anchored and stated and not _is_weekday(stated, first):
        return replace(time, yearless=None)  # the weekday says that it is another year
    period = periods.days_period(first, last)
    if match[f"{kind}_to"] and "and" in match[f"{kind}_to"]:
        period = Period(None, first, last)
    return replace(time, period=period, anchored=anchored)


def _without_day(time: WordedTime, match: re.Match[str], anchor: date | None) -> WordedTime:
    """A date in figures, a month, season, year or decade."""
    match time.kind:
        case "iso":
            return replace(
                time, period=periods.day_period(date(*_ints(match, "iso", "year", "month", "day")))
            )
        case "numeric":
            return replace(time, period=_numeric(match))
        case "season":
            season = int(_role(match["season_word"], "season"))
            return replace(time, period=periods.season_period(int(match["season_year"]), season))
        case "decade":
            return replace(time, period=periods.decade_period(int(match["decade_year"])))
        case "years":
            return replace(time, kind="range", period=_years(match["years_first"], match["years_last"]))
        case "year":
            period, anchored, yearless = periods.year_period(int(match["year_year"])), False, None
        case "my":
            year = _year(match, "my", anchor)
            if year is None:
                return time
            period = periods.month_period(year, months()[match["my_month"]].number)
            anchored, yearless = match["my_which"] is not None, None
        case _:
            month = months()[match["month_month"]].number
            yearless = None if match["month_which"] else (month, None)
            if anchor is None:
                return replace(time, yearless=yearless)
            found = month_as_seen(_offset(match["month_which"]), month, anchor)
            if found is None:
                return time
            period, anchored = found, True
    part = match[f"{time.kind}_part"]
    if part:
        period = periods.part_of(period, _role_key(part))
    return replace(time, period=period, anchored=anchored, yearless=yearless)


def _from_anchor(kind: str, match: re.Match[str], anchor: date) -> Period | None:
    """The period of words that count from the day of writing."""
    if kind == "vague":
        return Period(None, None, anchor)
    if kind == "counted":
        number = read_number(match["counted_amount"]) if match["counted_amount"] else None
        return ago(number if isinstance(number, int) else None, _role(match["counted_unit"], "unit"), anchor)
    if kind == "weekday":
        return weekday_as_seen(
            _offset(match["weekday_which"]), int(_role(match["weekday_word"], "weekday")), anchor
        )
    unit, offset = _role(match[f"{kind}_word"], kind.replace("_", "-")).split()
    whole = unit_period(unit, int(offset), anchor)
    if kind == "deictic_so_far" and whole.earliest:
        return periods.days_period(whole.earliest, anchor)
    if kind == "deictic_rest" and whole.latest:
        return periods.days_period(anchor, whole.latest)
    part = match[f"{kind}_part"]
    return periods.part_of(whole, _role_key(part)) if part else whole


def _numeric(match: re.Match[str]) -> Period | None:
    """The day of a date in figures, or its year if day and month cannot be told apart."""
    a, b, year = _ints(match, "numeric", "a", "b", "year")
    if year < 1000:
        return None
    readings = []
    for month, day in {(a, b), (b, a)}:
        try:
            readings.append(date(year, month, day))
        except ValueError:
            continue
    if not readings:
        return None
    return periods.day_period(readings[0]) if len(readings) == 1 else periods.year_period(year)


def _years(first: str, last: str) -> Period:
    """The period of "2012-2015", "2012-15" or the month "2014-10"; "2011-12" could be either."""
    to = int(first[: 4 - len(last)] + last)
    month = len(last) == 2 and 1 <= int(last) <= 12
    if month and to <= int(first):
        return periods.month_period(int(first), int(last))
    period = periods.between(periods.year_period(int(first)), periods.year_period(to))
    return replace(period, edtf=None) if month else period


def _year(match: re.Match[str], kind: str, anchor: date | None) -> int | None:
    """The year that a date states, in four figures, two, or as seen from the anchor."""
    if match[f"{kind}_year"]:
        return int(match[f"{kind}_year"])
    offset = _offset(match[f"{kind}_which"])
    if offset is not None:
        return anchor.year + offset if anchor else None
    short = match["dmy_short"] if kind == "dmy" else None
    if not short:
        return None
    recent = 2000 + int(short)
    if anchor is not None:
        return recent if recent <= anchor.year else recent - 100
    return recent - 100 if int(short) >= 70 else recent


def _offset(which: str | None) -> int | None:
    """-1 for "last", 0 for "this", 1 for "next", None for no word."""
    return int(_role(which, "which")) if which else None


def _role(phrase: str, role: str) -> str:
    """The value of a phrase in the lexicon of times."""
    return phrases("times")[role][word(phrase)].strip()


def _role_key(part: str) -> str:
    """Which third of a period words like "the end of" mean."""
    return _role(part, "part")


def _is_weekday(name: str, day: date) -> bool:
    """Whether a day falls on the weekday of that name."""
    lexicon = phrases("times")
    number = lexicon["weekday"].get(name) or lexicon["weekday-short"].get(name)
    return number is not None and int(number) == day.weekday()


def _ints(match: re.Match[str], kind: str, *names: str) -> tuple[int, ...]:
    """The figures of these parts of a match."""
    return tuple(int(match[f"{kind}_{name}"]) for name in names)
