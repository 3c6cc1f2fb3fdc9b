"""Who answers for an attack told before, without naming it: "ISIL later claimed responsibility"."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.accusation import behind, called_culprits
from onrecord.clause import obliques
from onrecord.denial import negated
from onrecord.incident import Incident, stated
from onrecord.incidents import Incidents
from onrecord.lexicon import look_up, word_class
from onrecord.mention import Selector
from onrecord.reading import Reading
from onrecord.referent import Referent
from onrecord.syntax import offset

if TYPE_CHECKING:
    from spacy.tokens import Token

#: How far back, in characters, the attack may have been told.
_REACH = 900


def answering(
    reading: Reading, incidents: Incidents
) -> "Iterator[tuple[Incident, Token, Referent, Selector]]":
    """Yield who answers for an attack told before, with the attack, the word that says so and the words."""
    for token in reading.content_tokens():
        heads = _claimants(reading, token) or _culprits(token)
        if not heads:
            continue
        incident = _last_told(reading, incidents, token)
        for head in heads if incident is not None else ():
            for referent, words_of in behind(reading, head, token):
                if incident is not None:
                    yield incident, token, referent, words_of


def _claimants(reading: Reading, noun: "Token") -> tuple["Token", ...]:
    """Who claims responsibility, where it is for nothing named, or for "it"."""
    verb = noun.head
    if noun.pos_ != "NOUN" or look_up("responsibility", noun) is None:
        return ()
    if noun.dep_ not in ("dobj", "nsubjpass") or verb.lemma_ not in word_class("owns-up") or negated(verb):
        return ()
    pairs = (*obliques(noun), *obliques(verb))
    named = (head for preposition, head in pairs if preposition in word_class("answer-for"))
    if any(head.pos_ != "PRON" for head in named):
        return ()
    return reading.clause(verb).agents


def _culprits(noun: "Token") -> tuple["Token", ...]:
    """Who is called the culprits, of nothing named."""
    found = called_culprits(noun) if noun.pos_ == "NOUN" else ()
    return () if any(preposition != "in" for preposition, _ in obliques(noun)) else found


def _last_told(reading: Reading, incidents: Incidents, token: "Token") -> Incident | None:
    """The attack told last before a word, unless it is only planned, supposed or denied."""
    here, found, nearest = offset(token), None, -1
    for incident in incidents.all():
        places = [offset(trigger) for trigger in incident.triggers if offset(trigger) < here]
        if places and max(places) > nearest:
            found, nearest = incident, max(places)
    if found is None or here - nearest > _REACH or not stated(found, reading):
        return None
    denied = (reading.modality(trigger).polarity.value == "denied" for trigger in found.triggers)
    return None if all(denied) else found
