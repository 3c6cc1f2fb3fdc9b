"""Whether words tell of an attack that other words told of before: one told twice, or two."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.aims import named_beside
from onrecord.attackkind import may_be_one
from onrecord.clause import coordinated, obliques
from onrecord.entity import Entity
from onrecord.incident import Incident, same_level, stated
from onrecord.lexicon import lemma_of, look_up, word_class
from onrecord.phrasal import look_up_phrasal
from onrecord.reading import Reading
from onrecord.referent import Referent
from onrecord.syntax import offset
from onrecord.victims import phrase_of_harm
from onrecord.whereabouts import places_of

if TYPE_CHECKING:
    from spacy.tokens import Token

#: How many characters back a demonstrative and a definite article go, and one with what was struck.
_DEMONSTRATIVE, _DEFINITE, _ALIKE = 1200, 700, 2400
_THINGS = frozenset({"Facility", "Asset"})
_DEEDS = ("killed", "abducted")


def within_sentence(reading: Reading, told: Sequence[Incident], incident: Incident) -> Incident | None:
    """The incident that another word of the clause tells of: "was bombed in an airstrike"."""
    token = incident.triggers[0]
    for other in list(told)[-8:]:
        for trigger in other.triggers:
            if (
                trigger.doc is token.doc
                and trigger.sent.start == token.sent.start
                and _one_clause(reading, trigger, token)
            ):
                return other
    return None


def _one_clause(reading: Reading, one: "Token", other: "Token") -> bool:
    for verb, noun in ((one, other), (other, one)):
        if noun.pos_ in ("NOUN", "PROPN"):
            if verb.pos_ == "VERB":
                clause = reading.clause(verb)
                if noun in clause.with_preposition(*word_class("instrument")) or noun in clause.agents:
                    return True
                if verb.dep_ in ("acl", "relcl") and ("of", verb.head) in obliques(noun):
                    return True  # "the explosion of a bomb planted in the hotel"
            elif any(h == noun and p in word_class("instrument") for p, h in obliques(verb)):
                return True  # "the killing of X in an airstrike"
        elif verb.pos_ == "VERB" and noun.dep_ in ("conj", "advcl", "xcomp") and noun.head == verb:
            first, second = reading.clause(verb), reading.clause(noun)
            kinds = {look_up("attacks", t) for t in (verb, noun)}
            lethal = any(row is not None and row.note == "lethal" for row in kinds)
            together = noun.dep_ == "conj" and bool(set(first.patients) & set(second.patients))
            if (lethal or together) and set(first.agents) & set(second.agents):
                return True  # "bombed and strafed the town"
    return False


def earlier(reading: Reading, told: Sequence[Incident], incident: Incident, multiple: int) -> Incident | None:
    """The incident that a phrase goes back to, a victim that dies but once, or the same weapon."""
    token = incident.triggers[0]
    level = [other for other in reversed(told) if same_level(other, incident) and other.triggers]
    killed = _same_deed(reading, level, token)
    if killed is not None:
        return killed
    if token.pos_ in ("NOUN", "PROPN"):
        return _definite(reading, level[:12], incident, multiple)
    return _same_weapon(reading, level[:12], incident)


def _definite(
    reading: Reading, recent: Sequence[Incident], incident: Incident, multiple: int
) -> Incident | None:
    """The incident that a definite phrase goes back to: "the bombing", "this attack"."""
    token = incident.triggers[0]
    determiners = {c.lower_ for c in token.children if c.dep_ in ("det", "poss", "amod")}
    definite = determiners.intersection(word_class("definite"))
    if not definite or any(c.dep_ in ("relcl",) for c in token.children) and "the" in determiners:
        return None
    demonstrative = bool(determiners.intersection(word_class("demonstrative")))
    struck = {spot.name.casefold() for spot in _struck(reading, token)}
    alike = [
        o for o in recent if struck & {s.name.casefold() for t in o.triggers for s in _struck(reading, t)}
    ]
    for other in alike or recent:  # of what was struck alike, nothing else is gone back to
        if not may_be_one(other.kind, incident.kind) or not stated(other, reading):
            continue  # what is only planned or supposed is not gone back to
        if not incident.plural and all(_repeated(trigger) for trigger in other.triggers):
            continue
        if _is_killing(token) and not _same_victim(reading, token, other):
            continue
        if multiple and not (other.series and other.size() in (multiple, 0)):
            continue
        agrees = incident.plural == other.plural or multiple and other.series
        verbal = other.triggers[0].pos_ == "VERB" and not incident.plural
        if not (agrees or verbal or other.plural and demonstrative):
            continue
        if _distance(other, token) > (_ALIKE if alike else _DEMONSTRATIVE if demonstrative else _DEFINITE):
            continue
        if incident.kind == "assault" and other.kind != "assault":
            continue
        if _elsewhere(reading, token, other):
            continue
        return other
    return None


def _struck(reading: Reading, token: "Token") -> Iterator[Entity]:
    """The things that an attack is said to have struck or to have been in: "the blast in the market"."""
    if token.pos_ == "VERB":
        heads = reading.clause(token).patients
    else:
        heads = tuple(head for preposition, head in obliques(token) if preposition != "by")
    for head in heads:
        wholes = tuple(inner for preposition, inner in obliques(head) if preposition == "of")
        for one in (head, *wholes):
            found = reading.referent(one)
            if found is not None and found.entity.type in _THINGS:
                yield Entity(found.entity.type, one.lemma_)


def _repeated(verb: "Token") -> bool:
    """Whether a verb tells of attacks over years: "since 2021, four clinics have been attacked"."""
    perfect = any(c.dep_ == "aux" and c.lower_ in ("have", "has") for c in verb.children)
    return verb.pos_ == "VERB" and perfect and any(c.lower_ == "since" for c in verb.children)


def _same_deed(reading: Reading, level: Iterable[Incident], token: "Token") -> Incident | None:
    """The incident in which the same person, named, was killed or abducted, which happens but once."""
    deed = _deed(token)
    victims = _victims(reading, token) if deed else set()
    if not victims:
        return None
    for other in level:
        if any(
            _deed(trigger) == deed and _victims(reading, trigger) & victims for trigger in other.triggers
        ) and stated(other, reading):
            return other
    return None


def _deed(trigger: "Token") -> str:
    """Whether a word tells of a killing or of an abduction."""
    ended = phrase_of_harm(trigger) if trigger.pos_ == "VERB" else None
    if ended in _DEEDS:
        return ended or ""
    if any(child.lower_ in word_class("dead") for child in trigger.children):
        return _DEEDS[0]  # "shot dead"
    row = look_up_phrasal("harm", trigger)
    return row.means if row is not None and row.means in _DEEDS and row.note != "remains" else ""


def _victims(reading: Reading, trigger: "Token") -> set[Entity]:
    """The people that a word says were killed or abducted, by their names."""
    if trigger.pos_ == "VERB":
        heads = list(reading.clause(trigger).patients)
    else:
        heads = [head for preposition, head in obliques(trigger) if preposition == "of"]
        if not heads:
            heads = [c for c in trigger.children if c.dep_ == "poss"]
    found: set[Entity] = set()
    for head in heads:
        if reading.register.chain_at(head) is not None:
            person = reading.referent(head)
            found |= {person.entity} if person is not None else set()
        found |= {one.entity for one in named_beside(reading, head)}
    return {entity for entity in found if entity.type == "Person"}


def _same_weapon(reading: Reading, recent: Iterable[Incident], incident: Incident) -> Incident | None:
    """The incident of the weapon that a definite phrase goes back to: "the bomb killed four"."""
    token = incident.triggers[0]
    if not incident.arms or not stated(incident, reading):
        return None
    arm = incident.arms[0]
    definite = any(c.dep_ == "det" and c.lower_ in word_class("definite") for c in arm.children)
    if not definite or any(c.dep_ in ("relcl", "acl", "amod") for c in arm.children):
        return None
    generic = lemma_of(arm) in word_class("any-weapon")
    for other in recent:
        if not may_be_one(other.kind, incident.kind) or not stated(other, reading):
            continue
        known = [one for one in other.arms if generic or lemma_of(one) == lemma_of(arm)]
        if not known or not any(one.tag_ == arm.tag_ for one in known):
            continue
        if _distance(other, token) > _DEFINITE:
            return None
        return None if _elsewhere(reading, token, other) else other
    return None


def _elsewhere(reading: Reading, token: "Token", other: Incident) -> bool:
    """Whether both tell of places of one level (no town beside a region) and share none of them."""
    here = {spot.entity for spot in _spots(reading, token)}
    there = {spot.entity for trigger in other.triggers for spot in _spots(reading, trigger)}
    one_level = len({spot.type for spot in here | there}) == 1
    return bool(here and there) and one_level and not here & there


def _spots(reading: Reading, token: "Token") -> "list[Referent]":
    """The places that a word for an attack is said to have happened in, with those of what it struck."""
    heads = [token, *(head for _, head in obliques(token))]
    if token.pos_ == "VERB":
        heads += reading.clause(token).patients
    return [spot for head in heads for spot in places_of(reading, head)]


def _same_victim(reading: Reading, noun: "Token", other: Incident) -> bool:
    """Whether "the murder of X" goes back to an incident that killed X."""
    if not any(_is_killing(trigger) for trigger in other.triggers):
        return False
    named = {
        r.entity
        for p, h in obliques(noun)
        if p == "of"
        for member in coordinated(h)
        if (r := reading.referent(member)) is not None
    }
    if not named:
        return True
    victims = set()
    for trigger in other.triggers:
        heads = (
            reading.clause(trigger).patients
            if trigger.pos_ == "VERB"
            else tuple(h for p, h in obliques(trigger) if p == "of")
        )
        victims |= {r.entity for h in heads if (r := reading.referent(h)) is not None}
    return bool(named & victims)


def _is_killing(token: "Token") -> bool:
    row = look_up("attacks", token)
    return row is not None and row.note == "lethal"


def _distance(incident: Incident, token: "Token") -> int:
    return offset(token) - offset(incident.triggers[-1])
