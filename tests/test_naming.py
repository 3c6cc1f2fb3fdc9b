"""The names of a sentence: each with the words that name and the class that they speak for.

A row of naming.csv is a sentence and all names found in it, in text order, as "words=class".
"""

import csv
from pathlib import Path

import pytest

from onrecord import gazetteer
from onrecord.linker import Linker
from onrecord.readers.article import Metadata, make_document
from onrecord.readers.origin import Origin, Rejected
from onrecord.reading import Reading

with (Path(__file__).parent / "naming.csv").open(encoding="utf-8", newline="") as file:
    ROWS = [(row["sentence"], row["names"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("sentence", "names"), ROWS, ids=range(2, len(ROWS) + 2))
def test_the_names_of_a_sentence(sentence: str, names: str) -> None:
    document = make_document(sentence, Origin("a", "a"), Metadata())
    assert not isinstance(document, Rejected), document.reason
    found = [f"{name.text}={name.type}" for name in Reading(document).names]
    assert "|".join(found) == names


def linked(name: str, type_: str, places: list[str], words: list[str], around: list[str]) -> str:
    """The region of the entry that a name is linked to, in a document with these other places and words."""
    entry = Linker.for_document([], words, [name, *places]).link(name, type_, "", around)
    place = gazetteer.place(entry) if entry else None
    region = gazetteer.place(place.admin1) if place is not None and place.admin1 else place
    return region.name if region is not None else ""


@pytest.mark.parametrize(
    ("name", "places", "words", "around", "region"),
    [
        ("Moscow", ["Idlib", "Aleppo"], ["Syrian", "American"], [], "Moscow"),
        ("London", ["Idlib", "Aleppo"], ["Syrian"], [], "England"),
        ("Damascus", ["Baltimore"], ["Syrian", "American"], [], "Damascus"),
        ("Zahraa", ["Rastan", "Talbiseh", "Homs"], ["Syrian"], [], "Homs"),
        ("Zahraa", ["Rastan", "Homs", "Manbij"], ["Syrian"], ["Aleppo"], "Aleppo"),
        ("Al-Qurayya", ["Homs"], ["Syrian"], ["Deir ez-Zor province"], ""),
        ("Salah al-Din", ["Aleppo", "Manbij"], ["Syrian"], ["Idlib"], ""),
    ],
)
def test_a_place_is_chosen_by_what_is_around_it(
    name: str, places: list[str], words: list[str], around: list[str], region: str
) -> None:
    assert linked(name, "Settlement", places, words, around) == region
