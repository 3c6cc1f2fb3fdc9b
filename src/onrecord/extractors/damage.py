"""Damage to places and things: what was destroyed, damaged or put out of service, and by which attack."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.claim import Claim, Kind
from onrecord.clause import number_in_list, obliques
from onrecord.entity import Entity
from onrecord.incidents import Incidents
from onrecord.lexicon import lexicon, look_up, word_class
from onrecord.mention import Selector
from onrecord.quantity import Quantity
from onrecord.reading import Reading
from onrecord.referent import Referent
from onrecord.syntax import passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = "damage"
_THINGS = frozenset({"Facility", "Asset", "Settlement", "Region", "Place"})


def extract(reading: Reading, incidents: Incidents) -> Iterator[Claim]:
    """Yield the claims about damage that the document tells of."""
    for token in reading.content_tokens():
        if token.pos_ == "VERB":
            yield from _from_verb(reading, incidents, token)
        elif token.pos_ == "NOUN":
            yield from _from_noun(reading, incidents, token)


def _from_verb(reading: Reading, incidents: Incidents, verb: "Token") -> Iterator[Claim]:
    if verb.lemma_ in word_class("bring-about"):
        yield from _created(reading, incidents, verb)
        return
    row = look_up("damage", verb)
    kind, end = (row.means, verb) if row is not None else _phrasal(verb)
    if kind is None or kind == "outOfService" and row is not None:
        return
    clause = reading.clause(verb)
    causes = [*clause.agents, *clause.with_preposition(*word_class("cause"))]
    cause = next((incidents.referent(i, h) for h in causes if (i := incidents.at(h)) is not None), None)
    own = incidents.at(verb)
    if cause is None and own is not None:
        cause = incidents.referent(own, verb)
    for patient in clause.patients:
        yield from _damage(reading, patient, verb, end, kind, cause)


def _phrasal(verb: "Token") -> tuple[str | None, "Token"]:
    """The effect of "put out of service" and the like, and its last word."""
    for preposition, head in obliques(verb):
        found = lexicon("damage").get((f"{preposition} {head.lower_}", "phrase"))
        if found is not None:
            return found.means, head
    return None, verb


def _damage(
    reading: Reading, patient: "Token", at: "Token", end: "Token", kind: str, cause: Referent | None
) -> Iterator[Claim]:
    thing = reading.referent(patient)
    if thing is None or thing.entity.type not in _THINGS:
        return
    make = reading.claim
    nth = number_in_list(reading.nth(at), patient)
    damage = Referent(Entity("Damage", at.text, None, nth), at.text, passage_of(at).select(at, at), at)
    evidence = reading.span(thing.head, at, end)
    if cause is not None:
        whole = reading.span(thing.head, at, cause.head) if cause.head.doc is at.doc else evidence
        yield make(cause, "caused", damage, whole, at, extractor=NAME)
    yield make(
        damage, "kind", Kind(kind), evidence, at, extractor=NAME, object_text=reading.span(at, end).exact
    )
    yield make(damage, "affected", thing, evidence, at, extractor=NAME)
    extent = _extent(at)
    if extent is not None:
        yield make(damage, "extent", extent.text, evidence, at, extractor=NAME, object_text=extent.text)
    counted = reading.quantity(patient) or _shared_quantity(reading, patient)
    if counted is not None:
        yield make(damage, "count", counted[0], evidence, at, extractor=NAME)


def _extent(at: "Token") -> "Token | None":
    return next(
        (c for c in at.children if c.dep_ in ("advmod", "amod") and look_up("extents", c) is not None), None
    )


def _shared_quantity(reading: Reading, patient: "Token") -> tuple[Quantity, Selector] | None:
    """The vague number before a list, which counts each of its members: "several schools and clinics"."""
    first = patient
    while first.dep_ == "conj" and first.head.pos_ in ("NOUN", "PROPN"):
        first = first.head
    counted = reading.quantity(first) if first != patient else None
    return counted if counted is not None and counted[0].number is None else None


def _from_noun(reading: Reading, incidents: Incidents, noun: "Token") -> Iterator[Claim]:
    """As in "causing serious damage to vehicles"."""
    row = look_up("damage", noun)
    if row is None or noun.dep_ not in ("dobj", "nsubj", "nsubjpass", "pobj"):
        return
    heads = [(p, h) for p, h in obliques(noun) if p in ("to", "of")]
    if not heads and noun.dep_ == "dobj":
        heads = [(p, h) for p, h in obliques(noun.head) if p == "to"]
    cause = None
    if noun.dep_ == "dobj" and noun.head.pos_ == "VERB":
        verb = noun.head
        clause = reading.clause(verb)
        candidates = list(clause.agents)
        if verb.dep_ == "advcl":  # "…after two strikes, causing damage": what the main clause names
            candidates += [h for _, h in reading.clause(verb.head).obliques]
        cause = next(
            (incidents.referent(i, h) for h in candidates if (i := incidents.at(h)) is not None), None
        )
    for _, head in heads:
        yield from _damage(reading, head, noun, noun, row.means, cause)


def _created(reading: Reading, incidents: Incidents, verb: "Token") -> Iterator[Claim]:
    clause = reading.clause(verb)
    for agent in clause.agents:
        incident = incidents.at(agent)
        for patient in clause.patients if incident is not None else ():
            thing = reading.referent(patient)
            if incident is not None and thing is not None and thing.entity.type == "Asset":
                yield reading.claim(
                    incidents.referent(incident, agent),
                    "caused",
                    thing,
                    reading.span(patient, verb, agent),
                    verb,
                    extractor=NAME,
                )
