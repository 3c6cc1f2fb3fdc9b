"""The classes of words by the project's lexicons: what features are made of, never the words themselves."""

import csv
import re
from functools import cache

from accuracy.graph import MAPPING
from onrecord.resources import resource

_TABLES = (
    "activity",
    "attack-modifiers",
    "attacks",
    "attitudes",
    "body-modifiers",
    "crowds",
    "damage",
    "delivery",
    "displacement",
    "facility-modifiers",
    "founding",
    "harm",
    "heads",
    "hedges",
    "naming",
    "negation",
    "numbers",
    "perpetration",
    "place-nouns",
    "quantifiers",
    "speech",
    "support",
    "title-modifiers",
    "titles",
    "weapons",
)
_TOKEN = re.compile(r"[A-Za-z](?:\.[A-Za-z])+\.?|\w+(?:[-'’]\w+)*|[^\w\s]")
_ENDINGS = (
    ("ies", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("es", ""),
    ("s", ""),
    ("men", "man"),
)


@cache
def closed(sort: str) -> frozenset[str]:
    """The words or classes of a sort: "closed" are features by themselves, "nominal" can head a phrase."""
    with (MAPPING / "every" / "closed.csv").open(newline="", encoding="utf-8") as rows:
        return frozenset(row["word"] for row in csv.DictReader(rows) if row["class"] == sort)


@cache
def _table(name: str) -> dict[str, str]:
    with resource("data", "lexicon", f"{name}.csv").open(newline="", encoding="utf-8") as rows:
        if name == "numbers":
            return {row["phrase"].lower(): row["role"] for row in csv.DictReader(rows)}
        return {row["lemma"].lower(): row["means"] for row in csv.DictReader(rows)}


@cache
def _demonyms() -> frozenset[str]:
    with resource("data", "gazetteer", "demonyms.csv").open(newline="", encoding="utf-8") as rows:
        return frozenset(
            word.lower() for row in csv.DictReader(rows) for word in (row["form"], row["plural"])
        )


@cache
def classes(word: str) -> tuple[str, ...]:
    """What the lexicons say of a word: "heads:Facility", "titles:rank", "demonym"."""
    lower = word.lower()
    forms = [lower] + [
        lower[: -len(end)] + instead for end, instead in _ENDINGS if lower.endswith(end) and len(lower) > 4
    ]
    found = []
    for table in _TABLES:
        for form in forms:
            if form in _table(table):
                found.append(f"{table}:{_table(table)[form]}")
                break
    if lower in _demonyms():
        found.append("demonym")
    for form in forms:
        if form in _scheme():
            found += _scheme()[form]
            break
    return tuple(found)


@cache
def _scheme() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with (MAPPING / "every" / "words.csv").open(newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            found.setdefault(row["lemma"], []).append(row["class"])
    return found


def plain(word: str) -> str:
    """A word of the closed classes or a mark as it is, others as digits or letters."""
    lower = word.lower()
    if lower in closed("closed") or not word[0].isalnum():
        return lower
    return "0" if word[0].isdigit() else "x"


def shape(word: str) -> str:
    """A word of the closed classes or a mark as it is, others by their looks, capitals included."""
    if plain(word) != "x":
        return plain(word)
    if word.isupper() and len(word) > 1:
        return "XX"
    return "Xx" if word[0].isupper() else "xx"


def tokens(text: str) -> list[tuple[int, int, str]]:
    """The words and marks of a text, each with where it starts and ends."""
    return [(found.start(), found.end(), found.group()) for found in _TOKEN.finditer(text)]
