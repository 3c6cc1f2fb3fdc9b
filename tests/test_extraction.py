"""Sentences with the claims they must make: one file in extraction/ for each extractor.

A row is a sentence, what is expected of it, and in ``known`` why it fails now, if it does (the test then
fails when the row holds after all, so that the mark is removed). What is expected is written as groups,
separated by " | ", each about one thing:

    Attack(airstrike): target a market; in Aleppo; by Russia | Harm(killed): count 12; affected civilians

- The head is a class (or a subclass of it), the thing's kind if it matters, and its name if it matters:
  ``Person Raed Saleh: holdsRole lead organizer``.
- A part is a property and the name, the words, the number or the EDTF of its object, leading article and
  case aside. ``in`` is tookPlaceIn and ``by`` is allegedPerpetrator. One thing must have all parts.
- Words before the property say how it is put (denied, hedged, alleged, planned, hypothetical, rhetorical,
  evaluated, attributed; implied, ambiguous): ``alleged by Israel``. Without them a claim must be affirmed
  and asserted. ``not`` before a part: no claim of the thing says so, however it is put.
- ``Quotation: speaker Raed Saleh; addressee NPR`` is about a quotation.
- ``2 Attack`` counts the things of a class that have a claim; ``no Attack`` is ``0 Attack``.
- ``nothing`` is no claim about an event or its outcome at all; ``nothing asserted`` is none that is both
  affirmed and asserted, so that nothing can reach the reported graph.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDFS, Graph

from onrecord import extractors
from onrecord.claim import Claim, Extraction, Kind, Quotation
from onrecord.dates import TimeDescription
from onrecord.document import Document
from onrecord.entity import Entity
from onrecord.quantity import Quantity
from onrecord.readers.article import Metadata, make_document
from onrecord.readers.origin import Origin

FOLDER = Path(__file__).parent / "extraction"
ONTOLOGY = Path(__file__).parent.parent / "ontology"
PUBLISHED = "2019-06-04"
SHORT = {"in": "tookPlaceIn", "by": "allegedPerpetrator"}
STANCES = {"hedged", "alleged", "attributed", "planned", "hypothetical", "evaluated", "rhetorical"}
EXPLICITNESS = {"implied", "ambiguous"}
EVENTS = ("Event", "Harm", "Damage", "SupportRelation", "Weapon")
HEAD = re.compile(r"(?P<type>[A-Z]\w+)(?:\((?P<kind>\w+)\))?(?: (?P<name>[^:]+))?")


@dataclass(frozen=True)
class Row:
    file: str
    line: int
    sentence: str
    expect: str
    known: str


def read_rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield Row(path.stem, reader.line_num, row["sentence"], row["expect"], row["known"] or "")


ROWS = [row for path in sorted(FOLDER.glob("*.csv")) for row in read_rows(path)]


@cache
def classes() -> dict[str, set[str]]:
    """Each class with its superclasses and itself, by local names."""
    graph = Graph()
    for path in sorted(ONTOLOGY.glob("*.ttl")):
        if path.stem not in ("alignments", "kinds"):
            graph.parse(path)
    found: dict[str, set[str]] = {}
    for term in set(graph.subjects(RDFS.subClassOf)) | set(graph.objects(None, RDFS.subClassOf)):
        above = graph.transitive_objects(term, RDFS.subClassOf)
        found[str(term).rpartition("#")[2]] = {str(one).rpartition("#")[2] for one in above}
    return found


def is_a(thing: Entity, name: str) -> bool:
    return name in classes().get(thing.type, {thing.type})


@cache
def read(sentence: str) -> Extraction:
    document = make_document(sentence, Origin("a sentence", "sentence"), Metadata(published=PUBLISHED))
    assert isinstance(document, Document), document
    return extractors.extract(document)


def fold(words: str) -> str:
    words = re.sub(r"[“”\"‘’']+", "'", " ".join(words.split())).casefold().strip(" '.")
    return re.sub(r"^(?:the|a|an|its|their|his|her|our)\s+", "", words)


def forms(claim: Claim) -> set[str]:
    """The words that a pattern may use for a claim's object."""
    value = claim.object
    found = [claim.object_text or ""]
    if isinstance(value, Entity | Kind):
        found.append(value.name)
    elif isinstance(value, Quantity):
        found += [value.wording, str(value.number)]
        found += [f"{value.minimum}..{value.maximum}"]
    elif isinstance(value, TimeDescription):
        found += [value.wording, value.edtf or ""]
    else:
        found.append(str(value))
    return {fold(words) for words in found if words}


def holds(part: str, claims: Iterable[Claim]) -> bool:
    """Whether one of the claims says what a part of a pattern says."""
    words = part.split()
    ways: list[str] = []
    while words and words[0] in {"not", "denied", *STANCES, *EXPLICITNESS}:
        ways.append(words.pop(0))
    predicate, value = SHORT.get(words[0], words[0]), fold(" ".join(words[1:]))
    found = [
        claim for claim in claims if claim.predicate == predicate and (not value or value in forms(claim))
    ]
    if "not" in ways:
        return not found
    stance = next((way for way in ways if way in STANCES), "asserted")
    explicitness = next((way for way in ways if way in EXPLICITNESS), None)
    return any(
        claim.polarity == ("denied" if "denied" in ways else "affirmed")
        and claim.stance == stance
        and (explicitness is None or claim.explicitness == explicitness)
        for claim in found
    )


def things(extraction: Extraction, name: str) -> dict[Entity, list[Claim]]:
    """The subjects of a class, each with its claims."""
    found: dict[Entity, list[Claim]] = {}
    for claim in extraction.claims:
        if is_a(claim.subject, name):
            found.setdefault(claim.subject, []).append(claim)
    return found


def quoted(part: str, quotation: Quotation) -> bool:
    name, _, words = part.partition(" ")
    given: Any = {
        "speaker": quotation.speaker,
        "addressee": quotation.addressee,
        "outlet": quotation.outlet,
        "actsFor": quotation.on_behalf_of,
        "role": quotation.speaker_role,
        "words": " ".join(evidence.exact for evidence in quotation.evidence),
    }[name]
    given = given.name if isinstance(given, Entity) else given or "nobody"
    return fold(words) in fold(given) if name == "words" else fold(words) == fold(given)


def why_not(expect: str, extraction: Extraction) -> str | None:
    """The first group of an expectation that the extraction does not meet, or None."""
    for group in expect.split(" | "):
        if not meets(group, extraction):
            return group
    return None


def meets(group: str, extraction: Extraction) -> bool:
    if group in ("nothing", "nothing asserted"):
        told = [claim for name in EVENTS for found in things(extraction, name).values() for claim in found]
        firm = [claim for claim in told if claim.polarity == "affirmed" and claim.stance == "asserted"]
        return not (told if group == "nothing" else firm)
    counted = re.fullmatch(r"(no|\d+) ([A-Z]\w+)", group)
    if counted is not None:
        return len(things(extraction, counted[2])) == (0 if counted[1] == "no" else int(counted[1]))
    first, _, rest = group.partition(": ")
    parts = [part.strip() for part in rest.split("; ") if part.strip()]
    head = HEAD.fullmatch(first)
    assert head is not None, f"not a pattern: {group}"
    if head["type"] == "Quotation":
        return any(all(quoted(part, one) for part in parts) for one in extraction.quotations)
    for thing, claims in things(extraction, head["type"]).items():
        if head["name"] and fold(head["name"]) not in {
            fold(thing.name),
            *(fold(claim.subject_text) for claim in claims),
        }:
            continue
        if head["kind"] and not any(
            claim.predicate == "kind" and claim.object == Kind(head["kind"]) for claim in claims
        ):
            continue
        if all(holds(part, claims) for part in parts):
            return True
    return False


def told(extraction: Extraction) -> str:
    """The claims of a sentence, a line each, to see what came out instead."""
    lines = []
    for claim in extraction.claims:
        ways = [
            str(way)
            for way in (claim.polarity, claim.stance, claim.explicitness)
            if way not in ("affirmed", "asserted", "stated")
        ]
        words = claim.object_text or getattr(claim.object, "name", claim.object)
        name = claim.object.name if isinstance(claim.object, Entity | Kind) else claim.object
        thing = f"{claim.subject.type} {claim.subject.name}"
        lines.append(f"  {thing}: {claim.predicate} {name} ({words}) {ways}")
    return "\n".join(lines) or "  no claims"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.file}-{row.line}")
def test_a_sentence_makes_the_claims_expected_of_it(row: Row):
    failed = why_not(row.expect, read(row.sentence))
    if row.known:
        assert failed is not None, f"{row.file}.csv:{row.line} holds now: remove its mark ({row.known})"
        pytest.xfail(f"{row.known}: {row.sentence}")
    assert failed is None, f"{row.sentence}\n  expected {failed}\n  came\n{told(read(row.sentence))}"


def test_there_is_a_file_for_each_extractor():
    modules = {extractor.__module__.rpartition(".")[2] for extractor in extractors.EXTRACTORS}
    assert {path.stem for path in FOLDER.glob("*.csv")} >= modules


def test_there_are_sentences_enough():
    assert len(ROWS) >= 150
    assert len({row.sentence for row in ROWS}) == len(ROWS)
    assert sum(row.expect.startswith("nothing") for row in ROWS) >= 40
    assert all(row.sentence and row.expect for row in ROWS)
