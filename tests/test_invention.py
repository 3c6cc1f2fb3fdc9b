"""Nothing is invented: every claim's words, names and numbers stand in the text it was read from."""

import csv
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import extractors
from onrecord.claim import Claim, Extraction, Polarity, Quotation, Stance
from onrecord.dates import TimeDescription
from onrecord.document import BlockKind, Document
from onrecord.entity import Entity
from onrecord.extractors import extract
from onrecord.gazetteer import people
from onrecord.quantity import Quantity, find_quantities
from onrecord.readers import read_paths
from onrecord.readers.article import Metadata, make_document
from onrecord.readers.origin import Origin
from onrecord.resources import resource

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "data" / "articles" / "000_c38955b6e7eaa08a.txt"
REPORTS = ROOT.parent / "shared" / "corpora" / "articles"
INVENTION = Path(__file__).parent / "invention"
SENTENCES = (INVENTION / "sentences.txt").read_text(encoding="utf-8").splitlines()
OWN = sorted((INVENTION / "reports").glob("*.txt"))

corpus = [
    pytest.mark.corpus,
    pytest.mark.skipif(not REPORTS.is_dir(), reason="the reports are not beside the checkout"),
]
TEXTS = [
    pytest.param(ARTICLE, id="first article"),
    *(pytest.param(path, id=path.stem) for path in OWN),
    *(
        pytest.param(path, id=path.stem, marks=corpus)
        for path in (sorted(REPORTS.glob("*.txt")) or [REPORTS / "absent.txt"])
    ),
]


@cache
def read(path: Path) -> tuple[Document, Extraction]:
    (document,) = read_paths([path])
    assert isinstance(document, Document), document
    return document, extract(document)


def fold(words: str) -> str:
    return " ".join(words.split()).casefold()


def entities(extraction: Extraction) -> Iterator[Entity]:
    for claim in extraction.claims:
        yield claim.subject
        if isinstance(claim.object, Entity):
            yield claim.object
        if claim.holder is not None:
            yield claim.holder
    for quotation in extraction.quotations:
        for agent in (quotation.speaker, quotation.addressee, quotation.outlet, quotation.on_behalf_of):
            if agent is not None:
                yield agent
    yield from (mention.entity for mention in extraction.mentions)


def selectors(extraction: Extraction) -> Iterator[tuple[int, int, str]]:
    with_evidence: list[Claim | Quotation] = [*extraction.claims, *extraction.quotations]
    for one in with_evidence:
        yield from ((evidence.start, evidence.end, evidence.exact) for evidence in one.evidence)
    for mention in extraction.mentions:
        yield mention.selector.start, mention.selector.end, mention.selector.exact


def labels(document: Document, extraction: Extraction) -> Iterator[tuple[str, str]]:
    """Every string of the claim layer that is the text's own, with what it is there for."""
    for entity in entities(extraction):
        if entity.type != "Document":
            yield f"name of a {entity.type}", entity.name
    for claim in extraction.claims:
        yield "subject_text", claim.subject_text
        yield "object_text", claim.object_text or ""
        yield "hedge", claim.hedge or ""
        if isinstance(claim.object, str) and claim.predicate != "type":
            yield claim.predicate, claim.object
        if isinstance(claim.object, Quantity | TimeDescription):
            yield "wording", claim.object.wording
        if claim.time is not None:
            yield "wording", claim.time.wording
    for quotation in extraction.quotations:
        yield "role", quotation.speaker_role or ""
    yield "title", document.title or ""
    yield "published", document.published or ""


def test_reports_of_our_own_are_read_everywhere():
    assert len(OWN) == 5
    for path in OWN:
        document, extraction = read(path)
        assert document.published, path
        assert len(extraction.claims) >= 40, path
        assert len({claim.predicate for claim in extraction.claims}) >= 10, path
        assert len(extraction.quotations) >= 3, path
    told = [claim for path in OWN for claim in read(path)[1].claims]
    assert {claim.polarity for claim in told} == set(Polarity)
    assert {claim.stance for claim in told} >= set(Stance) - {Stance.EVALUATED}
    assert len({claim.extractor for claim in told}) >= 11
    assert [claim for claim in told if isinstance(claim.object, Quantity) and claim.object.unit]


@pytest.mark.corpus
@pytest.mark.skipif(not REPORTS.is_dir(), reason="the reports are not beside the checkout")
def test_the_reports_are_all_there():
    assert len(TEXTS) == 1 + len(OWN) + 38


@pytest.mark.parametrize("path", TEXTS)
def test_every_evidence_is_the_text_at_its_offsets(path):
    document, extraction = read(path)
    found = list(selectors(extraction))
    assert found
    wrong = [(start, end, exact) for start, end, exact in found if document.text[start:end] != exact]
    assert not wrong


@pytest.mark.parametrize("path", TEXTS)
def test_every_label_stands_in_the_text(path):
    document, extraction = read(path)
    text = fold(document.text)
    wrong = {(what, words) for what, words in labels(document, extraction) if fold(words) not in text}
    assert not wrong


@pytest.mark.parametrize("path", TEXTS)
def test_every_unit_stands_in_the_words_of_its_claim(path):
    """As its code or "%", or by a sign or word that the lexicon of numbers has for it: "€", "dollars"."""
    _, extraction = read(path)
    with resource("data", "lexicon", "numbers.csv").open(newline="", encoding="utf-8") as rows:
        worded = [(row["phrase"], row["value"]) for row in csv.DictReader(rows)]
    for claim in extraction.claims:
        if isinstance(claim.object, Quantity) and claim.object.unit is not None:
            words = [claim.object.unit, *(phrase for phrase, unit in worded if unit == claim.object.unit)]
            assert any(fold(word) in fold(claim.object.wording) for word in words), claim.object


@pytest.mark.parametrize("path", TEXTS)
def test_every_stated_number_stands_in_the_words_of_its_claim(path):
    """In digits or in words, read again from the wording alone: "no one" is 0, "a dozen" is 12."""
    document, extraction = read(path)
    wrong = set()
    for claim in extraction.claims:
        if not isinstance(claim.object, Quantity) or claim.object.number is None:
            continue
        quantity = claim.object
        digits = quantity.wording.replace(",", "").replace("\u202f", "").replace("\u00a0", "")
        again = {span.quantity.number for span in find_quantities(f"{quantity.wording} people were here")}
        if str(quantity.number) not in digits and quantity.number not in again:
            wrong.add((quantity.wording, quantity.number))
    assert not wrong


@pytest.mark.parametrize("path", TEXTS)
def test_the_number_of_a_claim_stands_beside_its_evidence(path):
    """A number belongs to the sentence of the claim, not to another one."""
    document, extraction = read(path)
    wrong = []
    for claim in extraction.claims:
        if isinstance(claim.object, Quantity):
            evidence = claim.evidence[0]
            bounds = next((a, b) for a, b in extraction.sentences if a <= evidence.start < b)
            around = document.text[slice(*bounds)]
            if fold(claim.object.wording) not in fold(around):
                wrong.append((claim.object.wording, evidence.exact))
    assert not wrong


@pytest.mark.parametrize("path", TEXTS)
def test_claims_are_put_as_their_fields_say(path):
    _, extraction = read(path)
    for claim in extraction.claims:
        assert (claim.stance is Stance.ATTRIBUTED) == (claim.holder is not None)
        assert claim.attitude is None or claim.holder is not None
        assert claim.subject_text or claim.subject.type == "Document"
        assert claim.extractor
        if claim.stance is Stance.HEDGED:
            assert claim.hedge, claim
        if isinstance(claim.object, Quantity) and claim.object.number == 0:
            assert claim.polarity is Polarity.AFFIRMED, claim


@pytest.mark.parametrize("path", TEXTS)
def test_a_thing_has_one_class(path):
    """Two entities may bear one name, but one thing is not at the same time an agent and a place."""
    _, extraction = read(path)
    by_claim: dict[tuple[str, str | None, int], set[str]] = {}
    for mention in extraction.mentions:
        by_claim.setdefault((mention.entity.name, mention.selector.exact, mention.selector.start), set()).add(
            mention.entity.type
        )
    assert not [where for where, types in by_claim.items() if len(types) > 1]


@pytest.mark.parametrize("path", TEXTS)
def test_a_claim_overlaps_the_quotation_it_is_made_in(path):
    _, extraction = read(path)
    for claim in extraction.claims:
        if claim.quotation is None:
            continue
        spans = [(evidence.start, evidence.end) for evidence in claim.quotation.evidence]
        start, end = claim.evidence[0].start, claim.evidence[0].end
        assert any(a < end and start < b for a, b in spans), (claim.predicate, claim.evidence, spans)


@pytest.mark.parametrize("path", TEXTS)
def test_nobody_is_given_a_religion_or_an_ethnicity(path):
    """No claim puts a person into a group of people, or says a person is one of a people."""
    _, extraction = read(path)
    for claim in extraction.claims:
        if claim.subject.type != "Person" or claim.predicate == "says":
            continue
        words = claim.object if isinstance(claim.object, str) else getattr(claim.object, "name", "")
        group = isinstance(claim.object, Entity) and claim.object.type == "PopulationGroup"
        assert not (group and claim.predicate in ("memberOf", "type", "alias")), claim
        assert people(str(words).removeprefix("a ").removeprefix("an ")) is None, claim


@pytest.mark.parametrize("path", TEXTS)
def test_boilerplate_makes_no_claim(path):
    document, extraction = read(path)
    idle = [block for block in document.blocks if block.kind is BlockKind.BOILERPLATE]
    if path == ARTICLE:
        assert [document.text[block.start : block.end][:14] for block in idle] == ["Follow us on T"]
    for start, end, exact in selectors(extraction):
        assert not any(block.start < end and start < block.end for block in idle), exact


def test_two_hash_seeds_read_the_same():
    code = (
        "import sys; from onrecord.readers import read_paths; from onrecord.extractors import extract;"
        "print([extract(document) for document in read_paths(sys.argv[1:])])"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code, str(ARTICLE)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src")},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "4242")
    ]
    assert said[0] == said[1]
    assert len(said[0]) > 10_000


# Texts that nobody would write

NOISE = [
    "🚑", "👩‍🚒", "🇸🇾", "مرحبا", "שלום", "\u202e", "\u202c", "\u200f", "\ufeff", "\u00a0", "\u200b",
    "e\u0301",
    "“", "”", '"', "'", "‘", "’", "«", "»", "„", "(", ")", "[", "]", "—", "–", "-", "…", "...", "!", "?",
    "?!",
    ".", ",", ";", ":", "*", "_", "#", "@", "&", "%", "$5", "\u0301", "𝔄", "½", "10,000,", "1,2,3", "No one",
    "http://example.org/a?b=c", "<b>", "&amp;", "\t", "\x0b", "\x85", "\u2028",
]  # fmt: skip
ENDS = [" ", "\n", "\r\n", "\n\n", "\r\n\r\n", "\r", "  ", "\n* ", "\n\n\n", ""]
CASES = [str, str, str, str.upper, str.lower, str.title]


@st.composite
def texts(draw) -> str:
    pieces = []
    for sentence in draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5)):
        words = sentence.split(" ")
        for _ in range(draw(st.integers(0, 3))):
            at = draw(st.integers(0, len(words)))
            words.insert(at, draw(st.sampled_from(NOISE)))
        if draw(st.booleans()) and draw(st.booleans()):
            words = words[draw(st.integers(0, len(words) - 1)) :]
        glue = draw(st.sampled_from([" ", " ", " ", "  ", "\n", "\r\n", ""]))
        pieces.append(draw(st.sampled_from(CASES))(glue.join(words)) + draw(st.sampled_from(ENDS)))
    return "".join(pieces)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(texts())
def test_any_text_is_read_with_offsets_that_hold(text):
    made = make_document(text, Origin("a text", "text"), Metadata(published="2019-06-04"))
    if not isinstance(made, Document):
        return
    assert made.text == text
    extraction = extractors.extract(made)
    assert all(text[start:end] == exact for start, end, exact in selectors(extraction))
    folded = fold(text)
    said = {(what, words) for what, words in labels(made, extraction) if what != "published"}
    wrong = {(what, words) for what, words in said if fold(words) not in folded}
    assert not wrong


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=120))
def test_no_characters_break_the_reading(text):
    made = make_document("Shells hit the town. " + text, Origin("a text", "text"))
    if isinstance(made, Document):
        extraction = extractors.extract(made)
        assert all(made.text[start:end] == exact for start, end, exact in selectors(extraction))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_white_space_and_what_stands_around_change_no_claim(sentence):
    """The claims of a sentence, whatever line breaks and foreign characters stand before it."""

    def claims(text: str) -> list[tuple[object, ...]]:
        made = make_document(text, Origin("a text", "text"), Metadata(published="2019-06-04"))
        assert isinstance(made, Document)
        return [
            (claim.subject, claim.predicate, claim.object, claim.polarity, claim.stance)
            for claim in extractors.extract(made).claims
            if claim.evidence[0].start >= len(text) - len(sentence)
        ]

    alone = claims(sentence)
    assert claims(f"🚑👩‍🚒 مرحبا بكم.\r\n\r\n{sentence}") == alone
    assert claims(f"\u00a0\r\n\r\n{sentence}") == alone


def test_sentences_are_many_and_differ():
    assert len(SENTENCES) >= 30
    assert len(set(SENTENCES)) == len(SENTENCES)
    assert all(re.match(r"\S.*\S$", sentence) for sentence in SENTENCES)
