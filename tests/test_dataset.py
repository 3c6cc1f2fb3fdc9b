from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pyoxigraph import Literal, NamedNode

from onrecord.axioms import axioms
from onrecord.background import background
from onrecord.claim import Claim, Explicitness, Extraction, Kind, Quotation, Stance
from onrecord.dataset import describe
from onrecord.dates import TimeDescription
from onrecord.document import Document
from onrecord.entity import Entity
from onrecord.numbering import Numbering
from onrecord.quantity import Quantity
from onrecord.run import Run
from onrecord.settings import DEFAULT_BASE

ONR, OA = "https://w3id.org/onrecord/ns#", "http://www.w3.org/ns/oa#"
TEXT = "An airstrike hit the clinic in Idlib last year. “It killed 20,” Ann Lee said. It killed nobody else."
DOCUMENT = Document("a.txt", TEXT, title="Report", published="2019", url="https://example.org/a")
ATTACK, CLINIC, TOWN = (
    Entity("Attack", "airstrike"),
    Entity("Facility", "clinic"),
    Entity("Settlement", "Idlib", "gn169389"),
)
HARM, ANN = Entity("Harm", "killed"), Entity("Person", "Ann Lee")


def selector(words, document=DOCUMENT):
    start = document.text.index(words)
    return document.select(start, start + len(words))


def extraction(document=DOCUMENT):
    hit, killed = (
        selector(words, document) for words in ("An airstrike hit the clinic in Idlib", "It killed 20")
    )
    quotation = Quotation((killed, selector("Ann Lee said", document)), ANN, "a nurse")
    year = TimeDescription("last year", "2018", date(2018, 1, 1), date(2018, 12, 31), date(2019, 6, 4))
    return Extraction(
        (
            Claim(ATTACK, "type", "Attack", (hit,), "An airstrike"),
            Claim(ATTACK, "kind", Kind("airstrike"), (hit,), "An airstrike", "airstrike"),
            Claim(ATTACK, "target", CLINIC, (hit,), "An airstrike", "the clinic"),
            Claim(CLINIC, "locatedIn", TOWN, (hit,), "the clinic", "Idlib"),
            Claim(ATTACK, "time", year, (hit,), "An airstrike", "last year"),
            Claim(ATTACK, "intentional", True, (hit,), "An airstrike", explicitness=Explicitness.IMPLIED),
            Claim(HARM, "count", Quantity("20", 20, 20, 20), (killed,), "killed", "20", quotation=quotation),
            Claim(
                ANN, "characterizedAs", "a nurse", (killed,), "Ann Lee", stance=Stance.ATTRIBUTED, holder=TOWN
            ),
        ),
        (quotation,),
    )


def values(quads, name, namespace=ONR):
    return [quad.object for quad in quads if quad.predicate.value == namespace + name]


def claims(document, found):
    quads = describe(document, found)
    return {quad.subject.value for quad in quads if quad.predicate.value == ONR + "predicate"}


def test_graphs_hold_what_they_should():
    quads = describe(DOCUMENT, extraction())
    graphs = {quad.graph_name.value.removeprefix(DEFAULT_BASE).rpartition("/")[0] for quad in quads}
    assert graphs == {"graph/claims", "graph"}
    entities = [quad for quad in quads if quad.graph_name.value.endswith("/graph/entities")]
    labels = Counter(quad.subject for quad in entities if quad.predicate.value.endswith("#label"))
    types = Counter(quad.subject for quad in entities if quad.predicate.value.endswith("#type"))
    assert set(labels.values()) == {1}
    assert labels.keys() == types.keys()
    assert len(labels) == 5
    assert len(entities) == 10
    assert quads == sorted(set(quads), key=str)
    assert not any("_:" in str(quad) for quad in quads)


def test_evidence_gives_the_whole_sentence():
    quads = describe(DOCUMENT, extraction())
    found = {}
    for name in ("prefix", "exact", "suffix", "start", "end"):
        for quad in quads:
            if quad.predicate.value == OA + name:
                found.setdefault(quad.subject, {})[name] = quad.object.value
    assert len(found) == 3
    for parts in found.values():
        assert TEXT[int(parts["start"]) : int(parts["end"])] == parts["exact"]
        assert parts["prefix"] + parts["exact"] + parts["suffix"] in TEXT
    hit = next(parts for parts in found.values() if parts["start"] == "0")
    assert (hit["prefix"], hit["suffix"]) == ("", " last year.")


def test_sentences_of_the_extraction_are_used():
    found = replace(extraction(), sentences=((0, 10), (10, len(TEXT))))
    assert Literal(TEXT[len("An airstrike hit the clinic in Idlib") :]) in values(
        describe(DOCUMENT, found), "suffix", OA
    )


def test_values_are_typed():
    quads = describe(DOCUMENT, extraction())
    assert values(quads, "number") == [Literal(20)]
    assert Literal(True) in values(quads, "value")
    assert values(quads, "earliest")[0].datatype.value.endswith("#date")
    assert values(quads, "url")[0].datatype.value.endswith("#anyURI")
    money = Claim(HARM, "count", Quantity("2.5", Decimal("2.50")), (selector("20"),), "killed", "2.5")
    assert str(values(describe(DOCUMENT, Extraction((money,))), "number")[0].datatype).endswith("#decimal>")


def test_a_quotation_without_claims_is_there():
    quads = describe(DOCUMENT, Extraction((), extraction().quotations))
    assert [term.value for term in values(quads, "speakerRole")] == ["a nurse"]
    assert len(values(quads, "evidence")) == 2


def test_claims_keep_their_iris_when_the_text_around_them_is_edited():
    edited = Document("a.txt", f"Correction: a name was wrong. {TEXT} More.", published="2020")
    assert claims(DOCUMENT, extraction()) == claims(edited, extraction(edited))


def test_claims_of_another_document_are_others():
    other = replace(DOCUMENT, source="b.txt")
    assert not claims(DOCUMENT, extraction()) & claims(other, extraction(other))


def test_claims_alike_in_words_are_numbered():
    text = "It killed 20. It killed 20."
    document = Document("a.txt", text)
    spans = (document.select(0, 12), document.select(14, 26))
    found = Extraction(tuple(Claim(HARM, "extent", "bad", (span,), "It", "20") for span in spans))
    quads = describe(document, found)
    assert len(claims(document, found)) == 2
    assert len(set(values(quads, "evidence"))) == 2
    backwards = Extraction(found.claims[::-1])
    assert describe(document, backwards) == quads
    assert describe(document, Extraction(found.claims * 2)) == quads


def test_sections_share_their_numbering():
    text = "It killed 20. It killed 20."
    document, numbering = Document("a.txt", text), Numbering()
    quads = []
    for start in (0, 14):
        span = document.select(start, start + 12)
        found = Extraction(
            (Claim(HARM, "extent", "bad", (span,), "It", "20"),), sentences=((start, start + 13),)
        )
        quads += describe(document, found, numbering=numbering)
    subjects = {quad.subject for quad in quads if quad.predicate.value == OA + "start"}
    assert len(subjects) == len(values(set(quads), "extractor") or values(set(quads), "predicate")) == 2


@pytest.mark.parametrize(
    "claim",
    [
        Claim(HARM, "undeclared", "x", (selector("20"),), "It"),
        Claim(HARM, "type", "Undeclared", (selector("20"),), "It"),
        Claim(HARM, "kind", Kind("undeclared"), (selector("20"),), "It"),
        Claim(Entity("Undeclared", "x"), "kind", Kind("killed"), (selector("20"),), "It"),
    ],
)
def test_a_misspelt_term_fails(claim):
    with pytest.raises((KeyError, ValueError), match=r"[Uu]ndeclared"):
        describe(DOCUMENT, Extraction((claim,)))


def test_the_document_can_be_a_subject():
    claim = Claim(
        Entity("Document", "a.txt"), "says", "It killed nobody else", (selector("It killed nobody"),), ""
    )
    quads = describe(DOCUMENT, Extraction((claim,)))
    assert not any(quad.graph_name.value.endswith("entities") for quad in quads)
    (subject,) = values(quads, "subject")
    assert "/document/" in subject.value
    assert values(quads, "subjectText") == []


def test_a_run_has_settings_and_no_clock():
    run = Run(policy="narrator")
    assert "policy narrator" in run.settings
    assert {setting.split(" ")[0] for setting in run.settings} == {
        *("model", "rules", "ontology", "shapes", "policy", "base")
    }
    assert all(not setting.endswith("unknown") for setting in run.settings)


def test_the_background_says_where_a_place_lies():
    quads = background(extraction())
    assert {quad.graph_name.value for quad in quads} == {f"{DEFAULT_BASE}graph/background"}
    names = {quad.object.value for quad in quads if quad.predicate.value.endswith("#prefLabel")}
    assert {"Idlib", "Syria"} <= names
    above = {
        quad.subject.value: quad.object.value for quad in quads if quad.predicate.value == ONR + "locatedIn"
    }
    town = f"{DEFAULT_BASE}place/gn169389"
    assert above[above[town]] == f"{DEFAULT_BASE}place/gn163843"
    assert NamedNode("https://sws.geonames.org/169389/") in [quad.object for quad in quads]
    assert not any(quad.predicate.value.endswith("#label") for quad in quads)


def test_axioms_have_no_blank_nodes():
    quads = axioms(DEFAULT_BASE)
    assert len(quads) > 1000
    assert not any("_:" in str(quad) for quad in quads)
    assert quads == axioms(DEFAULT_BASE)
