"""Quantities as worded, with the bounds their words set.

The bounds are derived by rule from the wording:

=====================================  ===========  =================  =================
wording                                number       minimum            maximum
=====================================  ===========  =================  =================
"20", "a dozen"                        the number   the number         the number
"more than 20", "over 20"              20           21                 none
"at least 20", "20 or more", "20+"     20           20                 none
"up to 20", "at most 20"               20           none               20
"fewer than 20", "less than 20"        20           none               19
"about 20", "nearly 20", "20 or so"    20           none               none
"between 5 and 10", "5-10"             none         5                  10
"about 5 to 10"                        none         none               none
"hundreds", "several", "a few"         none         none               none
"no one", "none", "no" + plural noun   0            0                  0
=====================================  ===========  =================  =================

"More than" and "fewer than" are strict by one only for what is counted in wholes; for money,
percentages and decimal fractions the bound is the number itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from onrecord.counting import counts_none, is_counted, is_one_of_a_noun
from onrecord.dates import find_times
from onrecord.numerals import GAP, any_of, fold, numeral, phrases, read_number, simplest


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as the text words it, with the least and the most it allows."""

    wording: str
    number: int | Decimal | None = None
    minimum: int | Decimal | None = None
    maximum: int | Decimal | None = None
    unit: str | None = None  # an ISO 4217 currency code, "%", or none for what is counted


@dataclass(frozen=True, slots=True)
class QuantitySpan:
    """A quantity with its place in the text, in code points, end-exclusive."""

    start: int
    end: int
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class _Atom:
    """One numeral, vague or zero expression with the words that bound it, before ranges are joined."""

    start: int
    end: int
    kind: str  # "numeral", "vague" or "none"
    bound: str = ""  # "more", "least", "most", "fewer", "about" or "" for exact
    value: Decimal = Decimal(0)
    face: Decimal = Decimal(0)  # the number before its "million"
    unit: str | None = None
    closed: bool = False  # a word after it bounds it, so that no range goes on from it
    complete: bool = True  # whether it stands for a quantity when it is not part of a range


def find_quantities(text: str) -> tuple[QuantitySpan, ...]:
    """The quantities worded in the text, in order, without overlaps.

    Left out: dates, clock times and years; ordinals; ages; numbers that name ("resolution 2254",
    "M-16", "No. 4"); telephone numbers, coordinates and fractions; compounds ("a 10-day siege");
    and "one" unless it counts a noun or is bounded ("at least one").
    """
    folded = fold(text)
    times = find_times(text)
    spans, next_time = [], 0
    for atom in _ranges(folded, _atoms(text, folded)):
        while next_time < len(times) and times[next_time].end <= atom[0]:
            next_time += 1
        if next_time < len(times) and times[next_time].start < atom[1]:
            continue
        start, end, quantity = atom
        spans.append(QuantitySpan(start, end, replace(quantity, wording=text[start:end])))
    return tuple(spans)


def _ranges(folded: str, atoms: list[_Atom]) -> Iterator[tuple[int, int, Quantity]]:
    """The atoms as quantities, two that make a range taken together."""
    at = 0
    while at < len(atoms):
        atom = atoms[at]
        following = atoms[at + 1] if at + 1 < len(atoms) else None
        joined = following and _join(folded, atom, following)
        if joined:
            yield joined
            at += 2
            continue
        if atom.complete:
            yield atom.start, atom.end, _quantity(atom)
        at += 1


def _join(folded: str, low: _Atom, high: _Atom) -> tuple[int, int, Quantity] | None:
    """The range that two neighbouring numerals make: "5 to 10", "between 5 and 10", "two or three"."""
    if low.kind != "numeral" or high.kind != "numeral" or low.closed or high.start - low.end > 12:
        return None
    link = _link().fullmatch(folded, low.end, high.start)
    if link is None or (link["dash"] and _is_telephone(low, high)):
        return None
    opening = _opening().search(folded, max(0, low.start - 12), low.start)
    if link["and"] and (opening is None or opening["from"]):
        return None
    first, last = low.value, high.value
    if low.value == low.face and high.value != high.face and low.face < high.face:
        first = low.value * (high.value / high.face)  # "5 to 10 million"
    if first >= last or (low.unit and high.unit and low.unit != high.unit):
        return None
    start = opening.start("word") if opening and not low.bound else low.start
    unit, bound = low.unit or high.unit, low.bound or high.bound
    minimum, maximum = _bounds(bound, first, last, unit)
    return start, high.end, Quantity("", None, minimum, maximum, unit)


def _is_telephone(low: _Atom, high: _Atom) -> bool:
    """Whether two numbers with a hyphen look like "555-1234" rather than "800-1000"."""
    return low.value < 1000 <= high.value == high.face < 10000 and bool(low.value % 50 or high.value % 50)


def _quantity(atom: _Atom) -> Quantity:
    """The quantity of one atom."""
    if atom.kind == "none":
        return Quantity("", 0, 0, 0)
    if atom.kind == "vague":
        return Quantity("")
    minimum, maximum = _bounds(atom.bound, atom.value, atom.value, atom.unit)
    return Quantity("", simplest(atom.value), minimum, maximum, atom.unit)


def _bounds(
    bound: str, low: Decimal, high: Decimal, unit: str | None
) -> tuple[int | Decimal | None, int | Decimal | None]:
    """The least and the most that a bounded number or range allows."""
    whole = unit is None and low == low.to_integral_value() and high == high.to_integral_value()
    step = 1 if whole else 0
    match bound:
        case "more":
            return simplest(low + step), None
        case "least":
            return simplest(low), None
        case "most":
            return None, simplest(high)
        case "fewer":
            return None, simplest(high - step)
        case "about":
            return None, None
    return simplest(low), simplest(high)


def _atoms(text: str, folded: str) -> list[_Atom]:
    """The numerals, vague and zero expressions of the text, in order."""
    found = (_atom(text, folded, match) for match in _pattern().finditer(folded))
    return [atom for atom in found if atom is not None]


def _atom(text: str, folded: str, match: re.Match[str]) -> _Atom | None:
    """The atom of one match, or None if it is no quantity."""
    start, end = match.span()
    if match["telephone"] is not None:
        return None
    if match["none"] is not None:
        return _Atom(start, end, "none") if match["no"] is None or counts_none(match["plural"]) else None
    qualifier = match["qualifier"] or ""
    if qualifier.startswith("over") and _phrasal().search(folded, max(0, start - 20), start):
        qualifier, start = "", match.end("qualifier")
    bounds = _bound_of(qualifier)
    if match["vague"] is not None:
        return _Atom(start, end, "vague")
    words = match["numeral"]
    value = read_number(words)
    if value is None or not is_counted(text, folded, match, start):
        return None
    after = match["after"]
    if after:
        bounds |= {"least"} if after == "+" else _bound_of(after, "-after")
    elif not bounds and words == "one" and not is_one_of_a_noun(folded, match.start("numeral"), end):
        return None
    face = read_number(words.split()[0]) if words[0].isdigit() else value
    value, face = Decimal(value), Decimal(face or value)
    if match["suffix"]:
        value *= Decimal(phrases("numbers")["suffix"][match["suffix"]])
    bound = "about" if "about" in bounds else next(iter(sorted(bounds)), "")
    complete = match["hyphen"] is None and not _is_hyphenated(folded, match.start("numeral"))
    return _Atom(start, end, "numeral", bound, value, face, _unit(match), bool(after), complete)


def _bound_of(words: str, suffix: str = "") -> set[str]:
    """The kinds of bound that qualifying words set; two of them at most ("up to about")."""
    text = " ".join(words.split())
    kinds = {}
    for kind in ("more", "least", "most", "fewer", "about"):
        for phrase in phrases("numbers").get(kind + suffix, ()):
            if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text):
                kinds[phrase] = kind
    return {
        kind
        for phrase, kind in kinds.items()
        if not any(phrase in other for other in kinds if other != phrase)  # "more than" in "no more than"
    }


def _unit(match: re.Match[str]) -> str | None:
    """The unit of a numeral: a currency code, "%" or none."""
    if match["percent"]:
        return "%"
    lexicon = phrases("numbers")
    for group, role in (("sign", "currency-before"), ("code", "currency-code"), ("coin", "currency-after")):
        if match[group]:
            words = " ".join(match[group].split())
            return lexicon[role].get(words) or lexicon["currency-code"].get(words)
    return None


def _is_hyphenated(folded: str, start: int) -> bool:
    """Whether a hyphen or range dash with a digit stands before: the second half of "3-2"."""
    return start > 1 and folded[start - 1] in "-–" and folded[start - 2].isdigit()


@cache
def _pattern() -> re.Pattern[str]:
    """The pattern of one quantity in folded text; every part of it is bounded or atomic."""
    role = phrases("numbers")
    qualifier = any_of(
        phrase for kind in ("more", "least", "most", "fewer", "about") for phrase in role[kind]
    )
    after = any_of(phrase for kind in ("least", "most", "about") for phrase in role[f"{kind}-after"])
    code = any_of(role["currency-code"])
    coin = any_of([*role["currency-after"], *role["currency-code"]])
    half = rf"{GAP}and{GAP}{any_of(role['article'])}{GAP}{any_of(role['half'])}"
    percent = "|".join((re.escape("%"), GAP + any_of(word for word in role["percent"] if word != "%")))
    return re.compile(
        rf"(?<![\w/#°′'@])(?<![^0-9]-)(?<![0-9][.,:])(?=[\w$€£₺₽₪₹₴+])"
        rf"(?:(?P<telephone>\+[0-9][0-9 ()-]{{6,20}})"
        rf"|(?P<qualifier>(?:{qualifier}{GAP}){{1,2}})?"
        rf"(?:(?P<vague>{any_of(role['vague'])}(?!-)"
        rf"|{any_of(role['vague-of'])}(?={GAP}(?:of|more)(?!\w)))"
        rf"|(?P<none>{any_of(role['none'])}(?!-)"
        rf"|(?P<no>{any_of(role['none-before-plural'])})(?=(?P<plural>(?:{GAP}[a-z-]{{2,24}})?{GAP}[a-z]{{3,24}})(?![\w-])))"
        rf"|(?:(?P<sign>{any_of(role['currency-before'], word=False)})[^\S\n]?|(?P<code>{code})[^\S\n])?"
        rf"(?P<numeral>{numeral()})(?P<suffix>{any_of(role['suffix'])})?"
        rf"(?:(?P<percent>{percent})|{GAP}(?P<coin>{coin}))?(?![\w/°′″]|[.,:][0-9]|-[a-z]|{half})"
        rf"(?P<after>\+(?!\w)|{GAP}{after})?(?P<hyphen>(?=[-–][0-9$€£]))?))"
    )


@cache
def _link() -> re.Pattern[str]:
    return re.compile(rf"(?P<dash>[-–])|{GAP}(?:to|or|(?P<and>and)){GAP}")


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<word>between|(?P<from>from)){GAP}$")


@cache
def _phrasal() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(phrases('numbers')['over-not-after'])}{GAP}$")
