"""Founding: who formed which body, when, under which name, and how many it began with."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.claim import Claim, Explicitness, Kind
from onrecord.clause import obliques, subjects
from onrecord.entity import AGENT_TYPES, Entity
from onrecord.identity import body_type
from onrecord.incidents import Incidents
from onrecord.institution import institution
from onrecord.lexicon import Trigger, lexicon, look_up, word_class
from onrecord.office import officeholder
from onrecord.reading import Reading
from onrecord.referent import Referent
from onrecord.syntax import passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = "founding"


def extract(reading: Reading, incidents: Incidents) -> Iterator[Claim]:
    """Yield the claims about foundings and the people bodies began with or were joined by."""
    for token in reading.tokens():
        if token.pos_ == "VERB" or token.lemma_ in word_class("join"):
            yield from _founding(reading, token)
            yield from _members(reading, token)
        elif token.pos_ in ("NOUN", "PROPN"):
            yield from _founder(reading, token)


def _founding(reading: Reading, verb: "Token") -> Iterator[Claim]:
    row = _founds(verb)
    if row is None or row.pos != "verb":
        return
    clause = reading.clause(verb)
    for patient in clause.patients:
        body = _body(reading, patient)
        if body is None:
            continue
        formally = [
            c for c in verb.children if (r := look_up("founding", c)) is not None and r.pos == "adverb"
        ]
        if row.note == "formally" and not (formally or clause.with_preposition("as")):
            continue
        kind = "formalisation" if formally or row.note == "formally" else row.means
        if verb.lemma_ in word_class("found-or-begin") and body.entity.type not in AGENT_TYPES:
            continue
        founding = Referent(
            Entity("Founding", verb.text, None, reading.nth(verb)),
            verb.text,
            passage_of(verb).select(verb, verb),
            verb,
        )
        make = reading.claim
        evidence = reading.span(verb, body.head)
        yield make(founding, "kind", Kind(kind), evidence, verb, extractor=NAME, object_text=verb.text)
        yield make(founding, "founded", body, evidence, verb, extractor=NAME)
        for agent in clause.agents:
            founder = reading.referent(agent, "agent")
            if founder is None or founder.entity == body.entity:
                continue
            if founder.entity.type in AGENT_TYPES and agent != patient:
                explicitness = (
                    Explicitness.STATED if reading.register.chain_at(patient) else Explicitness.AMBIGUOUS
                )
                yield make(
                    founding,
                    "actor",
                    founder,
                    evidence if clause.passive is False else reading.span(verb, agent),
                    verb,
                    extractor=NAME,
                    explicitness=explicitness,
                )
        for head in clause.with_preposition("as"):
            name = reading.register.name_at(head)
            if name is not None:
                yield make(
                    founding,
                    "foundedAs",
                    name.text,
                    reading.span(body.head, verb, head),
                    verb,
                    extractor=NAME,
                    object_text=name.text,
                )
        yield from _when(reading, founding, verb)
        yield from _same_body(reading, body, patient)


def _founds(verb: "Token") -> Trigger | None:
    """The row of a founding verb, with its particle where it has one: "set up"."""
    particle = next((c for c in verb.children if c.dep_ == "prt"), None)
    if particle is not None:
        return lexicon("founding").get((f"{verb.lemma_} {particle.lower_}", "verb"))
    return look_up("founding", verb)


def _founder(reading: Reading, noun: "Token") -> Iterator[Claim]:
    """As in "the founder of X, Y": whoever is called a founder founded."""
    row = look_up("founding", noun)
    if row is None or row.pos != "noun":
        return
    heads = [h for p, h in obliques(noun) if p == "of"] + [c for c in noun.children if c.dep_ == "poss"]
    body = next((b for h in heads if (b := _body(reading, h)) is not None), None)
    if body is None:
        return
    at = noun.head if noun.dep_ == "attr" else noun
    person = _called(reading, noun)
    if person is None or person.entity.type not in AGENT_TYPES or person.entity == body.entity:
        return
    selector = reading.phrase(noun)
    founding = Referent(
        Entity("Founding", noun.text, None, reading.nth(noun)), selector.exact, selector, noun
    )
    evidence = reading.span(noun, body.head, person.head)
    make = reading.claim
    yield make(founding, "kind", Kind(row.means), selector, at, extractor=NAME, object_text=noun.text)
    yield make(founding, "founded", body, evidence, at, extractor=NAME)
    yield make(founding, "actor", person, evidence, at, extractor=NAME)


def _called(reading: Reading, noun: "Token") -> Referent | None:
    """Who is called a founder: the name beside the word, or the subject that it is said of."""
    held = officeholder(reading, noun)
    if held is not None:
        return held
    if noun.dep_ == "appos" and reading.register.chain_at(noun.head) is not None:
        return reading.referent(noun.head, "agent")
    if noun.dep_ == "attr" and noun.head.lemma_ == "be":
        return next((r for s in subjects(noun.head) if (r := reading.referent(s, "agent"))), None)
    if noun.dep_ == "compound" and reading.register.chain_at(noun.head) is not None:
        return reading.referent(noun.head, "agent")
    return None


def _body(reading: Reading, patient: "Token") -> Referent | None:
    if patient.dep_ == "appos" and reading.register.chain_at(patient) is None:
        named = reading.referent(patient.head, "agent")  # "X, a charity set up in 1951"
        if reading.register.chain_at(patient.head) is not None and named is not None:
            return named if named.entity.type not in ("Person", "PopulationGroup") else None
    members = [h for p, h in obliques(patient) if p == "of"]
    for child in (c for head in (patient, *members) for c in head.children):
        if child.dep_ == "appos" and reading.register.chain_at(child) is not None:
            named = reading.referent(child, "agent")  # "a coalition of groups, the X Network, was founded"
            if named is not None and named.entity.type in AGENT_TYPES - {"Person", "PopulationGroup"}:
                return named
    referent = reading.referent(patient)
    if referent is None or referent.entity.type not in AGENT_TYPES - {"Person", "PopulationGroup"}:
        return None
    if reading.register.chain_at(patient) is None:
        type_ = body_type(patient)
        if type_ is not None and type_ in AGENT_TYPES:
            entity = Entity(type_, referent.entity.name, None, referent.entity.nth)
            return Referent(entity, referent.text, referent.selector, patient)
    return referent


def _when(reading: Reading, founding: Referent, verb: "Token") -> Iterator[Claim]:
    """The time given with the founding, else, as implied, the one that the sentence before opens with."""
    when = reading.time(verb)
    if when is not None:
        yield reading.claim(
            founding, "time", when[0], when[1], verb, extractor=NAME, object_text=when[1].exact
        )
        return
    sentence = verb.sent
    if sentence.start == 0:
        return
    before = verb.doc[sentence.start - 1].sent
    when = reading.time(before.root)
    if (
        when is not None
        and when[0].earliest is not None
        and when[1].start <= passage_of(verb).start + before.start_char + 3
    ):
        yield reading.claim(
            founding,
            "time",
            when[0],
            (when[1], founding.selector),
            verb,
            extractor=NAME,
            explicitness=Explicitness.IMPLIED,
            object_text=when[1].exact,
        )


def _same_body(reading: Reading, body: Referent, patient: "Token") -> Iterator[Claim]:
    """A body formed without a name may be the one whose formal founding the next sentence tells."""
    if reading.register.chain_at(patient) is not None or body.entity.nth == 0:
        return
    sentence = patient.sent
    if sentence.end >= len(patient.doc):
        return
    following = patient.doc[sentence.end].sent
    row = look_up("founding", following.root)
    if row is None:
        return
    for subject in subjects(following.root):
        named = reading.referent(subject, "agent")
        if named is not None and reading.register.chain_at(subject) is not None:
            yield reading.claim(
                body,
                "possiblySameAs",
                named,
                body.selector,
                patient,
                extractor=NAME,
                explicitness=Explicitness.IMPLIED,
            )


def _members(reading: Reading, verb: "Token") -> Iterator[Claim]:
    """As in "started with 20 people", "hundreds more joined"."""
    clause = reading.clause(verb)
    if verb.lemma_ in word_class("begin"):
        for head in clause.with_preposition("with"):
            counted = reading.quantity(head)
            for agent in clause.agents:
                body = institution(reading, agent)
                if counted is not None and body is not None and body.entity.type in AGENT_TYPES - {"Person"}:
                    yield reading.claim(
                        body, "startedWith", counted[0], reading.span(agent, head), verb, extractor=NAME
                    )
    elif verb.lower_ in word_class("join"):
        for agent in clause.agents or tuple(c for c in verb.children if c.dep_ == "nsubj"):
            counted = reading.quantity(agent)
            body = next((r for p in clause.patients if (r := reading.referent(p, "agent")) is not None), None)
            if body is None:
                body = _latest_body(reading, verb)
            if counted is not None and body is not None:
                yield reading.claim(
                    body, "joinedBy", counted[0], reading.span(agent, verb), verb, extractor=NAME
                )


def _latest_body(reading: Reading, verb: "Token") -> Referent | None:
    """The body that the sentence before, or the next clause, has as its subject."""
    sentence = verb.sent
    places = [verb.doc[sentence.start - 1].sent.root] if sentence.start > 0 else []
    places += [c for c in verb.children if c.dep_ == "conj"]
    for root in places:
        for subject in subjects(root):
            referent = reading.referent(subject, "agent")
            if referent is not None and referent.entity.type in AGENT_TYPES - {"Person", "PopulationGroup"}:
                return referent
    return None
