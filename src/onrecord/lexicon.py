"""The trigger words of each kind of event and attitude, read from data/lexicon."""

import csv
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from onrecord.resources import resource

if TYPE_CHECKING:
    from spacy.tokens import Token


class Trigger(NamedTuple):
    """A row of a lexicon: a lemma, the part of speech it counts in, and what it stands for."""

    lemma: str
    pos: str  # "verb", "noun", "adjective", "adverb"; "" for any
    means: str  # the concept or class it stands for
    note: str  # what else the extractor must know, as the lexicon's header explains


_POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective", "ADV": "adverb"}


@cache
def lexicon(name: str) -> Mapping[tuple[str, str], Trigger]:
    """The lexicon of that name, by lemma and part of speech.

    Columns are lemma, pos, means, note, source. A lemma of several words is looked up by `phrase`.
    """
    with resource("data", "lexicon", f"{name}.csv").open(newline="", encoding="utf-8") as rows:
        triggers = [
            Trigger(row["lemma"], row["pos"], row["means"], row.get("note") or "")
            for row in csv.DictReader(rows)
        ]
    return MappingProxyType({(trigger.lemma, trigger.pos): trigger for trigger in triggers})


@cache
def words(name: str) -> frozenset[str]:
    """The lemmas of a lexicon, whatever they stand for."""
    return frozenset(lemma for lemma, _ in lexicon(name))


@cache
def word_class(name: str) -> tuple[str, ...]:
    """The words of a small class that a rule asks for by name, as word-classes.csv lists them.

    Raises KeyError for a class without words.
    """
    return _word_classes()[name]


@cache
def _word_classes() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    with resource("data", "lexicon", "word-classes.csv").open(newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            found[row["class"]] = (*found.get(row["class"], ()), row["word"])
    return MappingProxyType(found)


def lemma_of(token: "Token") -> str:
    """The lemma to look a token up by: lower case, plurals that the tagger took for names undone."""
    lemma = token.lemma_.lower()
    if token.pos_ == "PROPN" and token.tag_ == "NNPS" or (token.pos_ == "PROPN" and lemma.endswith("s")):
        singular = lemma[:-3] + "y" if lemma.endswith("ies") else lemma.rstrip("s")
        return singular if len(singular) > 2 else lemma
    return lemma


def look_up(name: str, token: "Token") -> Trigger | None:
    """The row of a lexicon that fits a token by lemma and part of speech, else None."""
    table = lexicon(name)
    lower, lemma = token.lower_, lemma_of(token)
    pos = _POS.get(token.pos_, "")
    for key in ((lower, pos), (lemma, pos), (lower, ""), (lemma, "")):
        found = table.get(key)
        if found is not None:
            return found
    return None
