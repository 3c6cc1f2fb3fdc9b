"""The first article with other names, numbers and months makes the same claims, renamed.

Each table in metamorphic/ replaces every name, number and date of the article by another of its kind.
What is read from the changed article must be what is read from the article, with the same replacements.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from onrecord.claim import Claim, Extraction, Kind, Quotation
from onrecord.dates import TimeDescription, find_times, parse_published
from onrecord.document import Document
from onrecord.entity import Entity
from onrecord.extractors import extract
from onrecord.quantity import Quantity, find_quantities
from onrecord.readers import read_paths

HERE = Path(__file__).parent
ARTICLE = HERE.parent / "data" / "articles" / "000_c38955b6e7eaa08a.txt"
TABLES = sorted((HERE / "metamorphic").glob("*.csv"))
ORDINARY = {"I", "The", "NGOs", "Bombing", "Centre", "City", "Regime"}  # capitalized, and no names
FIRST = TABLES[0].read_text(encoding="utf-8").splitlines()
ORIGINALS = sorted(row["original"] for row in csv.DictReader(FIRST))


@dataclass(frozen=True)
class Renaming:
    """Replacements of whole words, the longest first, all at once."""

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, path: Path) -> "Renaming":
        with path.open(encoding="utf-8", newline="") as rows:
            return cls(tuple((row["original"], row["replacement"]) for row in csv.DictReader(rows)))

    def __call__(self, text: str) -> str:
        words = dict(self.pairs)
        longest = sorted(words, key=len, reverse=True)
        pattern = r"(?<![\w,])(?:" + "|".join(map(re.escape, longest)) + r")(?![\w,]*\w)"
        return re.sub(pattern, lambda found: words[found[0]], text)


@cache
def read(path: Path) -> tuple[Document, Extraction]:
    (document,) = read_paths([path])
    assert isinstance(document, Document)
    return document, extract(document)


@cache
def changed(table: Path, folder: Path) -> tuple[Document, Extraction]:
    path = folder / ARTICLE.name  # the same source id
    path.write_bytes(Renaming.read(table)(ARTICLE.read_bytes().decode()).encode())
    return read(path)


@pytest.fixture(scope="session", params=TABLES, ids=lambda path: path.stem)
def pair(request, tmp_path_factory) -> tuple[Renaming, tuple[Document, Extraction]]:
    folder = tmp_path_factory.mktemp(request.param.stem)
    return Renaming.read(request.param), changed(request.param, folder)


def anchored(wording: str, published: date | None) -> str | None:
    """The EDTF of words that are a time, as `find_times` reads them alone."""
    found = [span.time for span in find_times(wording, published)]
    return found[0].edtf if len(found) == 1 else None


def plain(value: Any, rename: Renaming, published: date | None) -> Any:
    """A subject or object as text, renamed; numbers and dates as the renamed words give them."""
    if isinstance(value, Entity):
        return value.type, rename(value.name), value.nth
    if isinstance(value, Kind):
        return "kind", value.name
    if isinstance(value, Quantity):
        wording = rename(value.wording)
        if wording != value.wording:
            (value,) = (span.quantity for span in find_quantities(wording))
        return "quantity", wording, value.number, value.minimum, value.maximum, value.unit
    if isinstance(value, TimeDescription):
        return "time", rename(value.wording), anchored(rename(value.wording), published)
    return rename(value) if isinstance(value, str) else value


def who(quotation: Quotation | None, rename: Renaming) -> Any:
    if quotation is None:
        return None
    parts = (quotation.speaker, quotation.addressee, quotation.outlet, quotation.on_behalf_of)
    role = quotation.speaker_role
    return *(part and (part.type, rename(part.name)) for part in parts), role and rename(role)


def told(quotation: Quotation, rename: Renaming) -> tuple[Any, ...]:
    return who(quotation, rename), quotation.direct, [rename(e.exact) for e in quotation.evidence]


def row(claim: Claim, rename: Renaming, published: date | None) -> tuple[Any, ...]:
    """Everything a claim says, renamed, without its offsets."""
    return (
        plain(claim.subject, rename, published),
        claim.predicate,
        plain(claim.object, rename, published),
        rename(claim.subject_text),
        claim.object_text and rename(claim.object_text),
        str(claim.polarity),
        str(claim.stance),
        str(claim.explicitness),
        claim.hedge and rename(claim.hedge),
        claim.attitude and str(claim.attitude),
        claim.holder and (claim.holder.type, rename(claim.holder.name)),
        who(claim.quotation, rename),
        tuple(rename(evidence.exact) for evidence in claim.evidence),
    )


def rows(extraction: Extraction, rename: Renaming, published: date | None) -> Counter[tuple[Any, ...]]:
    return Counter(row(claim, rename, published) for claim in extraction.claims)


AS_IT_IS = Renaming((("\0", "\0"),))


def differences(expected: Counter[Any], found: Counter[Any]) -> Iterator[str]:
    for sign, these in (("missing", expected - found), ("extra  ", found - expected)):
        yield from (f"{sign} {row}" for row in sorted(these.elements(), key=repr))


def test_every_table_replaces_the_same_words_by_others():
    assert len(TABLES) >= 4
    text = ARTICLE.read_text(encoding="utf-8")
    for table in TABLES:
        renaming = Renaming.read(table)
        assert sorted(original for original, _ in renaming.pairs) == ORIGINALS
        unused = [original for original, _ in renaming.pairs if original not in text]
        assert not unused, f"{table.name}: the article does not hold {unused}"


def test_the_tables_leave_no_name_number_or_month_of_the_article():
    gone = Renaming(tuple((original, "") for original in ORIGINALS))
    left = gone(ARTICLE.read_text(encoding="utf-8"))
    named = set(re.findall(r"(?<=[\w,(’—] )[A-Z]\w*|\d[\d,]*", left))
    assert named <= ORDINARY, named - ORDINARY


def test_the_renamed_article_makes_the_same_claims_renamed(pair):
    rename, (document, extraction) = pair
    published = parse_published(document.published or "")
    assert published is not None
    expected = rows(read(ARTICLE)[1], rename, published)
    found = rows(extraction, AS_IT_IS, published)
    wrong = list(differences(expected, found))
    assert not wrong, "\n".join([f"{len(wrong)} differences", *wrong])


def test_the_renamed_article_makes_the_same_quotations_renamed(pair):
    rename, (_, extraction) = pair
    original = read(ARTICLE)[1]
    expected = [told(quotation, rename) for quotation in original.quotations]
    assert [told(quotation, AS_IT_IS) for quotation in extraction.quotations] == expected
