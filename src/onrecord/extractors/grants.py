"""Support told by verbs: who gives money to whom, who funds whom, and where that begins or ends."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.claim import Claim, Kind, Polarity
from onrecord.clause import obliques
from onrecord.entity import Entity
from onrecord.institution import institution
from onrecord.lexicon import look_up
from onrecord.mention import Selector
from onrecord.reading import Reading, Referent
from onrecord.register import AGENT_TYPES
from onrecord.syntax import passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = "funding"
EVENTS = {"halt": "SupportHalt", "reinstate": "SupportReinstatement", "start": "SupportStart"}


def recipient_of(reading: Reading, noun: "Token", verb: "Token | None") -> Referent | None:
    """Who receives: the head behind "to" or "for", or the one whose teams or work are supported."""
    heads = [h for p, h in obliques(noun) if p in ("to", "for", "of")]
    if verb is not None:
        heads += [h for p, h in obliques(verb) if p in ("to", "for")]
        heads += [c for c in verb.children if c.dep_ == "dative"]
    for head in heads:
        for child in head.children:  # "support of our teams"
            if child.dep_ == "poss":
                owner = reading.referent(child, "agent")
                if owner is not None and owner.entity.type in AGENT_TYPES:
                    return Referent(owner.entity, reading.phrase(head).exact, reading.phrase(head), head)
        found = institution(reading, head)
        if found is not None and found.entity.type in AGENT_TYPES:
            return found
    return None


def told_at(reading: Reading, verb: "Token") -> "Token":
    """The verb that says how a support is put: in "stopped funding X", which presupposes it, "stopped"."""
    above = verb.head if verb.dep_ == "xcomp" and verb.head.pos_ == "VERB" else None
    row = look_up("support", above) if above is not None else None
    if above is None or row is None or row.means not in EVENTS:
        return verb
    return above if reading.modality(above).polarity is Polarity.AFFIRMED else verb


def phase(
    reading: Reading, verb: "Token", actor: Referent, relation: Referent, evidence: Selector
) -> Iterator[Claim]:
    """As in "started giving aid", "stopped funding the school": the event that begins or ends the support."""
    above = verb.head if verb.dep_ == "xcomp" else None
    row = look_up("support", above) if above is not None and above.pos_ == "VERB" else None
    if above is None or row is None or row.means not in EVENTS:
        return
    words = passage_of(above).select(above, above)
    event = Referent(
        Entity(EVENTS[row.means], above.text, None, reading.nth(above)), above.text, words, above
    )
    yield reading.claim(event, "changes", relation, evidence, above, extractor=NAME)
    yield reading.claim(event, "actor", actor, evidence, above, extractor=NAME)
    when = reading.time(above)
    if when is not None:
        yield reading.claim(event, "time", when[0], when[1], above, extractor=NAME, object_text=when[1].exact)


def given(reading: Reading, verb: "Token") -> Iterator[Claim]:
    """As in "pledged 10 million euros to the hospital"."""
    clause = reading.clause(verb)
    passage = passage_of(verb)
    for thing in clause.patients:
        sums = [
            s
            for s in reading.quantities[passage.start]
            if s.quantity.unit not in (None, "%") and s.start <= thing.idx < s.end
        ]
        recipient = recipient_of(reading, thing, verb) if sums else None
        if recipient is None:
            continue
        selector = reading.document.select(passage.start + sums[0].start, passage.start + sums[0].end)
        relation = Referent(
            Entity("SupportRelation", thing.text, None, reading.nth(thing) * 10),
            selector.exact,
            selector,
            thing,
        )
        for agent in clause.agents:
            supporter = institution(reading, agent)
            if supporter is None or supporter.entity == recipient.entity:
                continue
            evidence = reading.span(agent, verb, thing, recipient.head)
            make = reading.claim
            yield make(relation, "supporter", supporter, evidence, verb, extractor=NAME)
            yield make(relation, "recipient", recipient, evidence, verb, extractor=NAME)
            yield make(
                relation,
                "kind",
                Kind("financial"),
                selector,
                verb,
                extractor=NAME,
                object_text=selector.exact,
            )
            yield make(relation, "amount", sums[0].quantity, selector, verb, extractor=NAME)


def funded(reading: Reading, verb: "Token") -> Iterator[Claim]:
    """As in "Qatar funded the school", "is funded by Canada": each pair is a support relation."""
    clause = reading.clause(verb)
    make = reading.claim
    selector = passage_of(verb).select(verb, verb)
    index = 0
    for patient in clause.patients:
        recipient = institution(reading, patient)
        for agent in clause.agents:
            supporter = institution(reading, agent)
            index += 1
            if recipient is None or supporter is None:
                continue
            evidence = reading.span(agent, verb, patient)
            at = told_at(reading, verb)
            entity = Entity("SupportRelation", verb.text, None, reading.nth(verb) * 10 + index)
            relation = Referent(entity, verb.text, selector, verb)
            yield make(relation, "supporter", supporter, evidence, at, extractor=NAME)
            yield make(relation, "recipient", recipient, evidence, at, extractor=NAME)
            yield make(
                relation, "kind", Kind("financial"), selector, at, extractor=NAME, object_text=verb.text
            )
            yield from phase(reading, verb, supporter, relation, evidence)
