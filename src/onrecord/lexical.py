"""Lexical forms of typed literals: whether one fits its datatype, and what all forms of a value share."""

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from onrecord.namespaces import XSD
from onrecord.resources import resource

_DAY = re.compile(r"(-?)\d*(\d{4})-(\d\d)-(\d\d)")
_WHOLE = "[+-]?[0-9]+"
_LONGEST = 4_000  # digits of a number that are still compared by value
_LONG = (-(2**31), 2**31 - 1)  # the integers of 32 bits


@dataclass(frozen=True, slots=True)
class Datatype:
    """A datatype of XML Schema: the pattern of its forms, between which integers they lie, and in words."""

    name: str
    pattern: re.Pattern[str]
    least: int | None
    most: int | None
    expected: str = ""

    @property
    def whole(self) -> bool:
        """Whether its values are integers."""
        return self.pattern.pattern == _WHOLE

    def fits(self, form: str) -> bool:
        """Whether a lexical form is one of this datatype."""
        if not self.pattern.fullmatch(form):
            return False
        if self.name in ("date", "dateTime", "dateTimeStamp"):
            return _is_day(form)
        if (self.least is None and self.most is None) or len(form) > _LONGEST:
            return True
        value = int(form)
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


@cache
def datatypes() -> dict[str, Datatype]:
    """IRI → datatype, as data/datatypes.csv has them."""
    with resource("data", "datatypes.csv").open(newline="", encoding="utf-8") as rows:
        return {
            XSD + row["datatype"]: Datatype(
                row["datatype"],
                re.compile(row["pattern"], re.ASCII),
                _bound(row["least"]),
                _bound(row["most"]),
                row["expected"],
            )
            for row in csv.DictReader(rows)
        }


def fits(form: str, datatype: str) -> bool:
    """Whether a form fits a datatype; every form fits one that is not known here."""
    known = datatypes().get(datatype)
    return known is None or known.fits(form)


@lru_cache(maxsize=65536)
def value_key(form: str, datatype: str, long_decimals: bool = False) -> tuple[str, str]:
    """A form and a datatype that all forms of the same value share, whatever a store makes of them.

    Booleans are true or false; integers of all derived types are one integer, and they and decimals have
    no needless digits; doubles and floats are the number they stand for. A decimal is never an integer,
    but with ``long_decimals``, where a store makes one of an integer of more than 32 bits: see `usual`.
    What does not fit its datatype, and all other types, is kept.
    """
    if not datatype.startswith(XSD) or not fits(form, datatype) or len(form) > _LONGEST:
        return form, datatype
    name, known = datatype[len(XSD) :], datatypes().get(datatype)
    if name == "boolean":
        return ("true" if form in ("true", "1") else "false"), datatype
    if name == "decimal":
        number = exact_number(form)
        return number, XSD + ("integer" if long_decimals and _is_long(number) else "decimal")
    if known is not None and known.whole:
        return exact_number(form), XSD + "integer"
    if name in ("double", "float"):
        return repr(float(form.replace("INF", "inf"))), datatype
    return form, datatype


def exact_number(form: str) -> str:
    """A decimal number without sign, zeros and point where they are not needed."""
    sign = "-" if form.startswith("-") else ""
    whole, _, part = form.lstrip("+-").partition(".")
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    number = f"{whole}.{part}" if part else whole
    return number if number == "0" else sign + number


def _is_day(form: str) -> bool:
    """Whether there is the day that a date begins with, in any year: the calendar is the same every 400."""
    found = _DAY.match(form)
    assert found is not None
    sign, year, month, day = found.groups()
    try:
        date(2000 + int(sign + year) % 400, int(month), int(day))
    except ValueError:
        return False
    return True


def _bound(text: str) -> int | None:
    return int(text) if text else None


def usual(form: str, datatype: str, long_decimals: bool = False) -> tuple[str, str]:
    """A form and datatype as onrecord writes them, of one that a store gives back.

    Booleans are true or false. Where a store is known to keep integers of more than 32 bits as decimals
    (``long_decimals``), such a decimal is the integer that was sent.
    """
    if datatype == XSD + "boolean" or (long_decimals and datatype == XSD + "decimal"):
        key = value_key(form, datatype, long_decimals)
        return key if key[1] != XSD + "decimal" else (form, datatype)
    return form, datatype


def _is_long(number: str) -> bool:
    """Whether a number without needless digits is an integer of more than 32 bits."""
    return "." not in number and not _LONG[0] <= int(number) <= _LONG[1]
