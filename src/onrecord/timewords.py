"""The words that times are written in, as one pattern over folded text."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from onrecord.numerals import GAP, any_of, fold, numeral, phrases
from onrecord.resources import resource

_YEAR = r"(?:1[5-9]|20)[0-9]{2}(?![\w/]|[.,:][0-9]|-[a-z0-9])"
_DAY = r"(?:[0-2]?[0-9]|3[01])"
_ORDINAL = rf"(?:st|nd|rd|th)?(?![\w:/%°]|[.,][0-9]|{GAP}?%)"


class MonthName(NamedTuple):
    """A name of a month: its number, whether it is short, and whether it is one standing alone."""

    number: int
    short: bool
    alone: bool


@cache
def months() -> Mapping[str, MonthName]:
    """The months by name, as data/lexicon/months.csv has them."""
    lines = resource("data", "lexicon", "months.csv").read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split(",") for line in lines)
    return {
        name: MonthName(int(number), form == "short", alone == "yes") for name, number, form, alone in rows
    }


@cache
def time_pattern() -> re.Pattern[str]:
    """The pattern of one time; the group that closes last names its kind, its parts are ``kind_part``."""
    kinds = {**_clock(), **_dates(), **_deictic(), **_relative(), **_months_and_years()}
    choices = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items())
    return re.compile(rf"(?<![\w/#$€£@])(?<![^\W0-9]-)(?<![0-9][.,:/–-])(?=[a-z0-9])(?:{choices})")


@cache
def opening(role: str) -> re.Pattern[str]:
    """The pattern of a preposition of a role that ends where it is searched up to; ``word`` is its group."""
    return re.compile(rf"(?<![\w-])(?P<word>{any_of(phrases('times')[role])}){GAP}$")


@cache
def link(*roles: str) -> re.Pattern[str]:
    """The pattern of the words of these roles between two times, from one to the other."""
    words = [word for role in roles for word in phrases("times")[role]]
    dashes = "".join(sorted(word for word in words if not word.isalpha()))
    return re.compile(
        rf"[^\S\n]?[{re.escape(dashes)}][^\S\n]?|{GAP}{any_of(word for word in words if word.isalpha())}{GAP}"
    )


@cache
def after_month() -> re.Pattern[str]:
    """The pattern of a month and the words that go on to another one, up to where it is searched."""
    role = phrases("times")
    link_words = any_of(word for word in (*role["to"], *role["and"]) if word.isalpha())
    return re.compile(rf"(?<![\w-]){any_of(months())}(?:{GAP}{link_words}{GAP}|[-–])$")


@cache
def head(*roles: str) -> re.Pattern[str]:
    """The pattern of a word of these roles right after a time."""
    found = [word for role in roles for name in ("times", "numbers") for word in phrases(name).get(role, ())]
    return re.compile(rf"(?:{GAP}|(?=[%$]))(?:{any_of(found, word=False)})(?!\w)")


def ends_before(pattern: re.Pattern[str], text: str, end: int) -> re.Match[str] | None:
    """The match of a pattern that ends at an offset."""
    return pattern.search(text, max(0, end - 32), end)


def word(phrase: str) -> str:
    """A phrase as the lexicons spell it."""
    return " ".join(fold(phrase).split())


def _clock() -> dict[str, str]:
    """Phrases that only look like times, and times of day."""
    role = phrases("times")
    half = any_of(role["half-day"])
    zone = rf"(?:{GAP}?\(?{any_of(role['zone'])}|{GAP}[a-z]{{3,12}}{GAP}time(?!\w))"
    hours = (
        rf"(?:[01]?[0-9]|2[0-4])(?::[0-5][0-9]){{1,2}}(?![\w/]|:[0-9])(?:{GAP}?{half})?{zone}?",
        rf"(?:1[0-2]|0?[1-9])(?:[.:][0-5][0-9])?{GAP}?{half}{zone}?",
        rf"(?:[01][0-9]|2[0-4])[0-5][0-9]{GAP}?{any_of(role['zone'])}",
        rf"(?:{numeral()}){GAP}{any_of(role['oclock'])}",
        rf"{any_of(role['clock'])}{zone}?",
    )
    return {"ignore": any_of(role["ignore"]), "clock": "|".join(hours)}


def _dates() -> dict[str, str]:
    """Dates with a day."""
    role = phrases("times")
    month = any_of(months())
    brief = any_of(name for name, row in months().items() if row.short)
    weekday = rf"{any_of([*role['weekday'], *role['weekday-short']])}\.?(?:,{GAP}?|{GAP})(?:the{GAP})?"
    to = rf"(?:[-–]|{GAP}(?:to|until|and){GAP})"

    def year(kind: str, short: str = "") -> str:
        which = rf"{GAP}(?:of{GAP})?(?P<{kind}_which>{any_of(role['which'])}){GAP}year(?!\w)"
        return rf"(?:(?:,?{GAP}|,|-)(?P<{kind}_year>{_YEAR})|{which}{short})?"

    goes_on = rf"(?(dmy_brief)|(?!{GAP}[a-z0-9]))"  # "27 December 20 people" has no year
    short = rf"|(?:{GAP}'?|-|{GAP}?')(?P<dmy_short>[0-9]{{2}})(?![\w:/%]|[.,-][0-9]){goes_on}"
    return {
        "iso": r"(?P<iso_year>[12][0-9]{3})-(?P<iso_month>[0-9]{2})-(?P<iso_day>[0-9]{2})(?![0-9]|-[0-9])",
        "numeric": r"(?P<numeric_a>[0-9]{1,2})(?P<sep>[./-])(?P<numeric_b>[0-9]{1,2})(?P=sep)"
        r"(?P<numeric_year>[12][0-9]{3}|[0-9]{2})(?![\w/]|[.,:-][0-9])",
        "dmy": rf"(?:(?P<dmy_weekday>{weekday}))?(?:(?P<dmy_first>{_DAY})(?:st|nd|rd|th)?(?P<dmy_to>{to}))?"
        rf"(?P<dmy_day>{_DAY})(?:st|nd|rd|th)?(?:{GAP}of)?(?:{GAP}|-)"
        rf"(?P<dmy_month>(?P<dmy_brief>{brief})|{month})\.?{year('dmy', short)}",
        "mdy": rf"(?:(?P<mdy_weekday>{weekday}))?(?P<mdy_month>{month})\.?{GAP}(?:the{GAP})?"
        rf"(?P<mdy_first>{_DAY}){_ORDINAL}"
        rf"(?:(?P<mdy_to>[-–]|{GAP}to{GAP})(?P<mdy_day>{_DAY}){_ORDINAL}(?!{GAP}{month}))?{year('mdy')}",
    }


def _deictic() -> dict[str, str]:
    """Times that a writer gives as seen from the day of writing."""
    role = phrases("times")
    part, day_part = any_of(role["part"]), any_of(role["day-part"])
    kinds = {}
    for kind in ("deictic-so-far", "deictic-rest", "deictic"):
        name = kind.replace("-", "_")
        kinds[name] = (
            rf"(?:(?P<{name}_part>{part})(?:{GAP}|-))?(?P<{name}_word>{any_of(role[kind])})(?:{GAP}{day_part})?"
        )
    kinds["weekday"] = (
        rf"(?:{part}{GAP})?(?:(?P<weekday_which>{any_of(role['which'])}){GAP})?"
        rf"(?P<weekday_word>{any_of(role['weekday'])})(?:{GAP}{day_part})?"
    )
    return kinds


def _relative() -> dict[str, str]:
    """Times counted from another one, and words that order events."""
    role = phrases("times")
    amount = rf"(?:(?P<counted_amount>{numeral()}|an?(?!\w))|{any_of(role['amount'])}){GAP}"
    return {
        "counted": rf"(?:{amount})?(?P<counted_unit>{any_of(role['unit'])}){GAP}"
        rf"(?P<counted_after>{any_of(role['unit-after'])})",
        "vague": any_of(role["vague-past"]),
        "sequence": any_of(role["sequence"]) + "(?!-)",
    }


def _months_and_years() -> dict[str, str]:
    """Months, seasons, years and decades."""
    role = phrases("times")
    month = any_of(months())
    which = any_of(role["which"])

    def part(kind: str) -> str:
        return rf"(?:(?:the{GAP})?(?P<{kind}_part>{any_of(role['part'])})(?:-|{GAP})(?:the{GAP})?)?"

    return {
        "my": rf"{part('my')}(?P<my_month>{month})\.?(?:,?{GAP}(?:of{GAP})?(?P<my_year>{_YEAR})"
        rf"|{GAP}(?:of{GAP})?(?P<my_which>{which}){GAP}year(?!\w))",
        "season": rf"(?:the{GAP})?{part('season')}(?P<season_word>{any_of(role['season'])})"
        rf"(?:{GAP}of)?{GAP}(?P<season_year>{_YEAR})",
        "decade": rf"(?:the{GAP})?{part('decade')}(?P<decade_year>(?:1[5-9]|20)[0-9]0)'?s(?!\w)",
        "month": rf"{part('month')}(?:(?P<month_which>{which}){GAP})?(?P<month_month>{month})(?!-)",
        "years": r"(?P<years_first>(?:1[5-9]|20)[0-9]{2})[-–](?P<years_last>(?:1[5-9]|20)[0-9]{2}"
        r"|[0-9]{2})(?![\w/–-]|[.,:][0-9])",
        "year": rf"{part('year')}(?P<year_year>{_YEAR})",
    }
