"""How firmly a clause is put, and which word hedges it."""

import pytest

from onrecord import extractors
from onrecord.claim import Attitude, Polarity, Stance
from onrecord.document import Document
from onrecord.readers.article import Metadata, make_document
from onrecord.readers.origin import Origin
from onrecord.reading import Reading
from onrecord.stance import Modality, modality


def document(sentence: str) -> Document:
    made = make_document(sentence, Origin("text", "text"), Metadata(published="2019-06-04"))
    assert isinstance(made, Document)
    return made


def put(sentence: str, word: str) -> Modality:
    token = next(t for t in Reading(document(sentence)).tokens() if t.text == word)
    return modality(token)


@pytest.mark.parametrize(
    ("sentence", "word", "stance", "hedge"),
    [
        ("The rebels attacked Sarta.", "attacked", Stance.ASSERTED, None),
        ("The rebels reportedly attacked Sarta.", "attacked", Stance.HEDGED, "reportedly"),
        ("It is possible that rebels attacked Sarta.", "attacked", Stance.HEDGED, "possible"),
        ("The rebels seem to have attacked Sarta.", "attacked", Stance.HEDGED, "seem"),
        ("A possible attack hit Sarta.", "attack", Stance.HEDGED, "possible"),
        ("An attack on Sarta was possible.", "attack", Stance.HEDGED, None),
        ("The agency said it would evacuate the families of Sarta.", "evacuate", Stance.PLANNED, None),
        ("The agency warned that rebels had attacked Sarta.", "attacked", Stance.ASSERTED, None),
        ("The agency warned that rebels attack Sarta.", "attack", Stance.HYPOTHETICAL, None),
    ],
)
def test_a_word_weakens_what_it_governs(sentence, word, stance, hedge):
    found = put(sentence, word)
    assert (found.polarity, found.stance, found.hedge) == (Polarity.AFFIRMED, stance, hedge)


@pytest.mark.parametrize(
    ("sentence", "word", "holder", "verb"),
    [
        ("They believe that rebels attacked Sarta.", "attacked", "They", "believe"),
        ("The envoy called the strike a massacre.", "massacre", "envoy", "called"),
        ("The envoy described the strike as a massacre.", "massacre", "envoy", "described"),
    ],
)
def test_a_belief_has_its_holder_and_its_verb(sentence, word, holder, verb):
    found = put(sentence, word)
    assert found.holder is not None
    assert (found.stance, found.attitude) == (Stance.ATTRIBUTED, Attitude.BELIEF)
    assert (found.holder.text, found.verb) == (holder, verb)


def test_the_verb_of_a_belief_hedges_where_nobody_is_known_to_hold_it():
    claims = extractors.extract(document("They believe that rebels attacked Sarta.")).claims
    attack = [claim for claim in claims if claim.predicate == "allegedPerpetrator"]
    assert [(claim.stance, claim.hedge, claim.holder) for claim in attack] == [
        (Stance.HEDGED, "believe", None)
    ]


def test_who_denies_a_part_in_an_attack_is_said_to_deny_it():
    claims = extractors.extract(
        document("The Red Front denied any involvement in the bombing of Sarta.")
    ).claims
    blamed = [claim for claim in claims if claim.predicate == "allegedPerpetrator"]
    assert [claim.polarity for claim in blamed] == [Polarity.DENIED]
