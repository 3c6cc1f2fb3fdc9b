"""Support told by verbs: who gives money to whom, who funds whom, and where that begins or ends."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from onrecord.claim import Claim, Kind, Polarity
from onrecord.clause import obliques
from onrecord.entity import AGENT_TYPES, Entity
from onrecord.extractors.sums import Money, given_by, kind_of, money_of, stance_of
from onrecord.institution import institution
from onrecord.lexicon import Trigger, look_up
from onrecord.mention import Selector
from onrecord.reading import Reading
from onrecord.referent import Referent
from onrecord.syntax import passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = "funding"
_OF = ("in", "of", "worth")
_STATES = frozenset({"GeopoliticalActor", "GovernmentalBody"})
_BODIES = AGENT_TYPES - {"Person", "PopulationGroup", "Agent"}
EVENTS = {"halt": "SupportHalt", "reinstate": "SupportReinstatement", "start": "SupportStart"}


def recipient_of(reading: Reading, noun: "Token", verb: "Token | None") -> Referent | None:
    """Who receives: the head behind "to" or "for", or the one whose teams or work are supported."""
    heads = [h for p, h in obliques(noun) if p in ("to", "for", "of")]
    heads += [h for s in heads for p, h in obliques(s) if money_of(reading, s) and p in ("to", "for")]
    if noun.dep_ == "pobj":  # "10 million euros in aid to X"
        heads += [h for p, h in obliques(noun.head.head) if p in ("to", "for")]
    if verb is not None:
        heads += [h for p, h in obliques(verb) if p in ("to", "for")]
        heads += [c for c in verb.children if c.dep_ == "dative"]
        if money_of(reading, noun):  # "lend Ukraine 5 million dollars"
            heads += [c for c in noun.children if c.dep_ in ("nmod", "compound") and c.pos_ == "PROPN"]
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
    row = given_by(verb)
    told: set[Selector] = set()
    for thing in clause.patients:
        money = money_of(reading, thing)
        if money is None or money[1] in told:
            continue  # "$3m", of which the parse makes two objects
        told.add(money[1])
        if row is None or any(_is_support(h) for p, h in obliques(thing) if p in _OF):
            continue
        recipient = recipient_of(reading, thing, verb)
        if recipient is None and "gift" not in row.note.split():
            continue
        words = money[1]
        entity = Entity("SupportRelation", thing.text, None, reading.nth(thing) * 10)
        relation = Referent(entity, words.exact, words, thing)
        yield from _gift(reading, verb, relation, "financial", recipient, money)


def _is_support(head: "Token") -> bool:
    row = look_up("support", head)
    return row is not None and row.pos == "noun"


def provided(reading: Reading, verb: "Token") -> Iterator[Claim]:
    """As in "Canada provided 20 generators", "donated surgical kits to the hospital"."""
    clause = reading.clause(verb)
    things = [h for h in clause.patients if _goods(h) is not None]
    carried = [h for v in clause.patients for p, h in obliques(v) if p in ("of", "with") and _goods(h)]
    carried += [h for h in clause.with_preposition("with") if _goods(h)]
    for thing in things or carried:
        row = _goods(thing)
        assert row is not None
        recipient = recipient_of(reading, thing, verb)
        spot = reading.referent(recipient.head) if recipient is not None else None
        if spot is not None and spot.entity.type in ("Settlement", "Region", "Place"):
            recipient = None  # where the things went
        if recipient is None and row.means == "military":
            continue  # "delivered missiles"
        words = reading.phrase(thing)
        entity = Entity("SupportRelation", thing.text, None, reading.nth(thing) * 10)
        relation = Referent(entity, words.exact, words, thing)
        counted = reading.quantity(thing)
        amount = None
        if counted is not None:
            whole = reading.document.select(min(words.start, counted[1].start), words.end)
            amount = replace(counted[0], wording=whole.exact), whole
        yield from _gift(reading, verb, relation, kind_of(thing, row.means), recipient, amount)


def _goods(head: "Token") -> Trigger | None:
    row = look_up("support", head) if head.pos_ in ("NOUN", "PROPN") else None
    return row if row is not None and row.pos == "noun" and row.note == "goods" else None


def _gift(
    reading: Reading,
    verb: "Token",
    relation: Referent,
    kind: str,
    recipient: Referent | None,
    amount: Money | None,
) -> Iterator[Claim]:
    """The claims of what is given; things given to people by charities are services and left out here."""
    at, stance = told_at(reading, verb), stance_of(verb)
    make = partial(reading.claim, extractor=NAME, stance=stance)
    for agent in reading.clause(verb).agents:
        supporter = institution(reading, agent)
        if supporter is None or recipient is not None and supporter.entity == recipient.entity:
            continue
        state = supporter.entity.type in _STATES
        body = recipient is not None and recipient.entity.type not in ("Person", "PopulationGroup")
        if kind != "financial" and not (state or body):
            continue
        if recipient is None and supporter.entity.type in ("Person", "PopulationGroup", "Agent"):
            continue
        end = [recipient.head] if recipient is not None else []
        evidence = reading.span(agent, verb, relation.head, *end)
        yield make(relation, "supporter", supporter, evidence, at)
        if recipient is not None:
            yield make(relation, "recipient", recipient, evidence, at)
        words = relation.selector
        yield make(relation, "kind", Kind(kind), words, at, object_text=words.exact)
        if amount is not None:
            yield make(relation, "amount", amount[0], amount[1], at)
        yield from phase(reading, verb, supporter, relation, evidence)


def got(reading: Reading, verb: "Token") -> Iterator[Claim]:
    """As in "received 300,000 euros from the European Union"."""
    clause = reading.clause(verb)
    for thing in clause.patients:
        money = money_of(reading, thing)
        if money is None or any(_is_support(h) for p, h in obliques(thing) if p in _OF):
            continue
        entity = Entity("SupportRelation", thing.text, None, reading.nth(thing) * 10)
        relation = Referent(entity, money[1].exact, money[1], thing)
        givers = [h for p, h in (*clause.obliques, *obliques(thing)) if p == "from"]
        recipient = next((r for a in clause.agents if (r := institution(reading, a)) is not None), None)
        supporter = next((r for h in givers if (r := reading.referent(h, "agent")) is not None), None)
        if recipient is None or supporter is None or recipient.entity.type == "Person":
            continue
        make = partial(reading.claim, extractor=NAME)
        evidence = reading.span(recipient.head, verb, thing, supporter.head)
        yield make(relation, "supporter", supporter, evidence, verb)
        yield make(relation, "recipient", recipient, evidence, verb)
        words = money[1]
        yield make(relation, "kind", Kind("financial"), words, verb, object_text=words.exact)
        yield make(relation, "amount", money[0], words, verb)


def upheld(reading: Reading, verb: "Token") -> Iterator[Claim]:
    """As in "the charity supports the hospital": bodies that support the body in a facility."""
    clause = reading.clause(verb)
    words = passage_of(verb).select(verb, verb)
    for patient in clause.patients:
        thing = reading.referent(patient)
        if thing is None or thing.entity.type != "Facility":
            continue
        recipient = institution(reading, patient)
        for index, agent in enumerate(clause.agents, 1):
            supporter = reading.referent(agent, "agent")
            if recipient is None or supporter is None or supporter.entity.type not in _BODIES:
                continue
            nth = reading.nth(verb) * 10 + index
            relation = Referent(Entity("SupportRelation", verb.text, None, nth), verb.text, words, verb)
            evidence = reading.span(agent, verb, patient)
            make = partial(reading.claim, extractor=NAME)
            yield make(relation, "supporter", supporter, evidence, verb)
            yield make(relation, "recipient", recipient, evidence, verb)
            yield make(relation, "kind", Kind("unspecifiedSupport"), words, verb, object_text=verb.text)


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
