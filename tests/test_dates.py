"""Times: wording, EDTF, intervals and anchors."""

from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.dates import TimeDescription, TimeSpan, find_times, parse_published

ANCHOR = date(2019, 6, 4)  # a Tuesday

# text: wording, EDTF, earliest, latest
STATED = {
    "In October 2014, they": ("October 2014", "2014-10", "2014-10-01", "2014-10-31"),
    "In early 2013, they": ("early 2013", "2013~", "2013-01-01", "2013-04-30"),
    "mid-2014": ("mid-2014", "2014~", "2014-05-01", "2014-08-31"),
    "at the end of 2014": ("the end of 2014", "2014~", "2014-09-01", "2014-12-31"),
    "early October 2014": ("early October 2014", "2014-10~", "2014-10-01", "2014-10-10"),
    "late February 2016": ("late February 2016", "2016-02~", "2016-02-21", "2016-02-29"),
    "5 May 2019": ("5 May 2019", "2019-05-05", "2019-05-05", "2019-05-05"),
    "on the 5th of May 2019": ("5th of May 2019", "2019-05-05", "2019-05-05", "2019-05-05"),
    "May 5th, 2019": ("May 5th, 2019", "2019-05-05", "2019-05-05", "2019-05-05"),
    "Wed 05 Apr 2017": ("Wed 05 Apr 2017", "2017-04-05", "2017-04-05", "2017-04-05"),
    "2019-06-04": ("2019-06-04", "2019-06-04", "2019-06-04", "2019-06-04"),
    "25/04/2019": ("25/04/2019", "2019-04-25", "2019-04-25", "2019-04-25"),
    "06/04/2019": ("06/04/2019", "2019", "2019-01-01", "2019-12-31"),
    "27 DEC 89": ("27 DEC 89", "1989-12-27", "1989-12-27", "1989-12-27"),
    "5 MAY 89 -- ": ("5 MAY 89", "1989-05-05", "1989-05-05", "1989-05-05"),
    "in 2016": ("2016", "2016", "2016-01-01", "2016-12-31"),
    "the 2014 attacks": ("2014", "2014", "2014-01-01", "2014-12-31"),
    "in the 1980s": ("the 1980s", "198X", "1980-01-01", "1989-12-31"),
    "summer of 2014": ("summer of 2014", "2014-22", "2014-01-01", "2014-12-31"),
    "winter 2014": ("winter 2014", "2014-24", "2014-01-01", "2015-02-28"),
    "since 2011": ("since 2011", "2011/..", "2011-01-01", None),
    "until 5 May 2019": ("until 5 May 2019", "../2019-05-05", None, "2019-05-05"),
    "by October 2014": ("by October 2014", "../2014-10", None, "2014-10-31"),
    "before 2015.": ("before 2015", "../2014", None, "2014-12-31"),
    "after October 2014, he": ("after October 2014", "2014-11/..", "2014-11-01", None),
    "between 2012 and 2015": ("between 2012 and 2015", "2012/2015", "2012-01-01", "2015-12-31"),
    "from March to May 2014": ("from March to May 2014", "2014-03/2014-05", "2014-03-01", "2014-05-31"),
    "December to March 2014": ("December to March 2014", "2013-12/2014-03", "2013-12-01", "2014-03-31"),
    "28 April to 3 May 2019": ("28 April to 3 May 2019", "2019-04-28/2019-05-03", "2019-04-28", "2019-05-03"),
    "5-7 May 2019": ("5-7 May 2019", "2019-05-05/2019-05-07", "2019-05-05", "2019-05-07"),
    "May 5-7, 2019": ("May 5-7, 2019", "2019-05-05/2019-05-07", "2019-05-05", "2019-05-07"),
    "2012–2015": ("2012–2015", "2012/2015", "2012-01-01", "2015-12-31"),
    "2012-15": ("2012-15", "2012/2015", "2012-01-01", "2015-12-31"),
    "2011-12": ("2011-12", None, "2011-01-01", "2012-12-31"),
    "2014-10": ("2014-10", "2014-10", "2014-10-01", "2014-10-31"),
}

ANCHORED = {
    "Last year, the": ("Last year", "2018", "2018-01-01", "2018-12-31"),
    "late last year": ("late last year", "2018~", "2018-09-01", "2018-12-31"),
    "last month": ("last month", "2019-05", "2019-05-01", "2019-05-31"),
    "last week": ("last week", "2019-05-27/2019-06-02", "2019-05-27", "2019-06-02"),
    "this week": ("this week", "2019-06-03/2019-06-09", "2019-06-03", "2019-06-09"),
    "earlier this year": ("earlier this year", "2019-01-01/2019-06-04", "2019-01-01", "2019-06-04"),
    "yesterday": ("yesterday", "2019-06-03", "2019-06-03", "2019-06-03"),
    "today": ("today", "2019-06-04", "2019-06-04", "2019-06-04"),
    "last night": ("last night", "2019-06-03/2019-06-04", "2019-06-03", "2019-06-04"),
    "on Monday": ("Monday", "2019-06-03", "2019-06-03", "2019-06-03"),
    "Tuesday": ("Tuesday", "2019-06-04", "2019-06-04", "2019-06-04"),
    "last Tuesday": ("last Tuesday", "2019-05-28", "2019-05-28", "2019-05-28"),
    "next Tuesday": ("next Tuesday", "2019-06-11", "2019-06-11", "2019-06-11"),
    "since Monday": ("since Monday", "2019-06-03/..", "2019-06-03", "2019-06-04"),
    "three days ago": ("three days ago", "2019-06-01", "2019-06-01", "2019-06-01"),
    "two weeks ago": ("two weeks ago", "2019-05-21~", "2019-05-18", "2019-05-24"),
    "a year ago": ("a year ago", "2018~", "2018-01-01", "2018-12-31"),
    "several years ago": ("several years ago", None, None, "2019-06-04"),
    "Recently, a": ("Recently", None, None, "2019-06-04"),
    "May 5": ("May 5", "2019-05-05", "2019-05-05", "2019-05-05"),
    "ON 30 DECEMBER.": ("30 DECEMBER", "2018-12-30", "2018-12-30", "2018-12-30"),
    "ON 27 DECEMBER 20 PEOPLE": ("27 DECEMBER", "2018-12-27", "2018-12-27", "2018-12-27"),
    "29 February": ("29 February", "2016-02-29", "2016-02-29", "2016-02-29"),
    "in October last year": ("October last year", "2018-10", "2018-10-01", "2018-10-31"),
    "last October": ("last October", "2018-10", "2018-10-01", "2018-10-31"),
    "In May they": ("May", "2019-05", "2019-05-01", "2019-05-31"),
    "July": ("July", "2018-07", "2018-07-01", "2018-07-31"),
    "from March to May": ("from March to May", "2019-03/2019-05", "2019-03-01", "2019-05-31"),
}

RELATIVE = """a few weeks later|Eventually|two weeks earlier|then|the following day|subsequently|MEANWHILE
two days later""".replace("\n", "|")

WORDS_ONLY = [
    "5:30 pm",
    "5:30 PM local time",
    "12:25",
    "12:25 pm Damascus time",
    "0100 UTC",
    "31 February 2019",
    "Wednesday 5 April",  # it was a Friday
    "noon",
]

NOT_TIMES = """After six years of war|six years|often|daily|he may 5|Theresa May said|April said
September 11 attacks|the 26 July Movement|resolution 2042|more than 2000 people
2000 villages|sooner or later|M-2000|$2000|march on|AK-47|the Sunday Times|2.8 million
1500 people""".replace("\n", "|")


def only(text: str, anchor: date | None = ANCHOR) -> TimeSpan:
    (span,) = find_times(text, anchor)
    return span


def described(wording: str, edtf: str | None, earliest: str | None, latest: str | None) -> tuple[object, ...]:
    days = (day and date.fromisoformat(day) for day in (earliest, latest))
    return (wording, edtf, *days)


def shown(time: TimeDescription) -> tuple[object, ...]:
    return (time.wording, time.edtf, time.earliest, time.latest)


@pytest.mark.parametrize(("text", "expected"), STATED.items())
def test_stated(text: str, expected: tuple[str, str | None, str | None, str | None]) -> None:
    time = only(text, None).time
    assert shown(time) == described(*expected)
    assert time.anchor is None


@pytest.mark.parametrize(("text", "expected"), ANCHORED.items())
def test_anchored(text: str, expected: tuple[str, str | None, str | None, str | None]) -> None:
    time = only(text).time
    assert shown(time) == described(*expected)
    assert time.anchor == ANCHOR
    assert only(text, None).time == TimeDescription(expected[0])  # nothing is known without an anchor


@pytest.mark.parametrize("text", RELATIVE.split("|"))
def test_relative_times_only_order(text: str) -> None:
    assert only(text) == TimeSpan(0, len(text), TimeDescription(text), 0, True)


@pytest.mark.parametrize("text", WORDS_ONLY)
def test_words_without_dates(text: str) -> None:
    assert only(text) == TimeSpan(0, len(text), TimeDescription(text), 0)


@pytest.mark.parametrize("text", NOT_TIMES.split("|"))
def test_is_no_time(text: str) -> None:
    assert find_times(text, ANCHOR) == ()


def test_lead_is_the_preposition() -> None:
    text = "It began at around 5:30 pm in October 2014."
    assert [text[span.lead : span.end] for span in find_times(text)] == [
        "at around 5:30 pm",
        "in October 2014",
    ]


def test_an_open_start_reaches_the_anchor() -> None:
    time = only("since 2011").time
    assert (time.latest, time.anchor) == (ANCHOR, ANCHOR)
    assert only("since 2011", date(2010, 1, 1)).time.latest is None


def test_short_years_do_not_pass_the_anchor() -> None:
    assert only("27 DEC 18").time.edtf == "2018-12-27"
    assert only("27 DEC 25").time.edtf == "1925-12-27"


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2019-06-04", date(2019, 6, 4)),
        ("4 June 2019", date(2019, 6, 4)),
        ("June 4, 2019", date(2019, 6, 4)),
        ("Wed 05 Apr 2017", date(2017, 4, 5)),
        ("20170405", date(2017, 4, 5)),
        ("Wed, 05 Apr 2017 10:00:00 +0000", date(2017, 4, 5)),
        ("2017-04-05T23:00:00+03:00", date(2017, 4, 5)),
        ("2017-04-05T23:00:00Z", date(2017, 4, 5)),
        ("27 DEC 89", date(1989, 12, 27)),
        ("4 June 2019, 10:30 GMT", date(2019, 6, 4)),
        ("2019-13-45", None),
        ("32 June 2019", None),
        ("06/04/2019", None),
        ("June 2019", None),
        ("yesterday", None),
        ("Updated 4 June 2019", None),
        ("", None),
    ],
)
def test_published(printed: str, day: date | None) -> None:
    assert parse_published(printed) == day


PIECES = sorted(
    {
        *STATED,
        *ANCHORED,
        *NOT_TIMES.split("|"),
        *RELATIVE.split("|"),
        *WORDS_ONLY,
        "to",
        "and",
        "between",
        "since",
    }
    | {
        "-",
        "–",
        "\n",
        "0001",
        "9999",
        "before 1500",
        "30 February",
        "0000-00-00",
        "99/99/9999",
        "İ",
        "since until",
    }
)
TEXTS = st.one_of(
    st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join), st.lists(st.sampled_from(PIECES)).map("".join)
)


@given(TEXTS, st.none() | st.dates())
@settings(deadline=None)
def test_spans_hold_for_any_text(text: str, anchor: date | None) -> None:
    end = 0
    for span in find_times(text, anchor):
        time = span.time
        assert end <= span.lead <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == time.wording
        assert not (time.earliest and time.latest) or time.earliest <= time.latest
        assert time.anchor in (None, anchor)
        if time.edtf:
            parse_edtf(time.edtf)
        end = span.end


@given(
    st.dates(min_value=date(1500, 1, 1)),
    st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%a %d %b %Y"]),
)
@settings(deadline=None)
def test_printed_dates_come_back(day: date, form: str) -> None:
    if day.year < 2100:
        assert parse_published(day.strftime(form)) == day


@given(st.dates(min_value=date(1900, 1, 1)), st.sampled_from(["Monday", "Tuesday", "Wednesday", "Thursday"]))
@settings(deadline=None)
def test_a_weekday_is_within_the_week_before(anchor: date, weekday: str) -> None:
    earliest = only(weekday, anchor).time.earliest
    assert earliest and timedelta(0) <= anchor - earliest < timedelta(7)


@given(st.text(max_size=90))
def test_any_printed_line_is_read(printed: str) -> None:
    assert parse_published(printed) is None or isinstance(parse_published(printed), date)
