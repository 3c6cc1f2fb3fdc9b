"""Support that is halted and reinstated: who stopped or resumed which support, and when."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from onrecord.claim import Claim, Explicitness, Kind
from onrecord.entity import AGENT_TYPES, Entity
from onrecord.extractors.grants import EVENTS
from onrecord.extractors.sums import action_of, money_at, relation_at
from onrecord.lexicon import word_class
from onrecord.reading import Reading
from onrecord.referent import Referent
from onrecord.syntax import passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = "funding"


class Support:
    """A support relation as told at one noun, shared by the events that change it."""

    def __init__(self, noun: "Token", entity: Entity, supporters: tuple[Entity, ...]) -> None:
        self.noun, self.entity, self.supporters = noun, entity, supporters
        self.halt: Referent | None = None


def is_reduced(reading: Reading, verb: "Token") -> bool:
    """Whether support is only made less: "cut its aid by half", "slashed funding to 3 million"."""
    return any(
        head.pos_ in ("NUM", "SYM")
        or head.lower_ in word_class("share")
        or reading.quantity(head) is not None
        for head in reading.clause(verb).with_preposition("by")
    )


def changed(
    reading: Reading,
    noun: "Token",
    verb: "Token",
    kind: str,
    action: str,
    recipient: Referent | None,
    told: list[Support],
    service: bool,
) -> Iterator[Claim]:
    """As in "halted financial assistance to the group"; "funding was reinstated"."""
    make = reading.claim
    clause = reading.clause(verb)
    event = Referent(
        Entity(EVENTS[action], verb.text, None, reading.nth(verb)),
        verb.text,
        passage_of(verb).select(verb, verb),
        verb,
    )
    agents = [] if clause.passive and not clause.agents else list(clause.agents)
    actors = [
        r for a in agents if (r := reading.referent(a, "agent")) is not None and r.entity.type in AGENT_TYPES
    ]
    if service and not (_gives(actors) and (recipient is not None or told or kind != "unspecifiedSupport")):
        return  # deliveries and payments are support where an aid giver makes them
    known = told[-1] if action == "reinstate" and told and recipient is None else None
    if known is not None and actors and known.supporters and actors[0].entity not in known.supporters:
        known = None
    heads = [a.head for a in actors] + ([recipient.head] if recipient is not None else [])
    evidence = reading.span(verb, noun, *heads)
    if known is not None:
        relation = Referent(known.entity, noun.text, reading.phrase(noun), noun)
        yield make(
            event, "changes", relation, evidence, verb, extractor=NAME, explicitness=Explicitness.AMBIGUOUS
        )
    else:
        relation = relation_at(reading, noun)
        yield make(event, "changes", relation, evidence, verb, extractor=NAME)
        yield make(
            relation,
            "kind",
            Kind(kind),
            reading.phrase(noun),
            verb,
            extractor=NAME,
            object_text=reading.phrase(noun).exact,
        )
        if recipient is not None:
            yield make(
                relation, "recipient", recipient, reading.span(noun, recipient.head), verb, extractor=NAME
            )
        for actor in actors:
            end = recipient.head if recipient is not None else noun
            yield make(
                relation,
                "supporter",
                actor,
                reading.span(noun, end),
                verb,
                extractor=NAME,
                explicitness=Explicitness.IMPLIED,
            )
        amount = money_at(reading, noun)
        if amount is not None:
            yield make(relation, "amount", amount[0], amount[1], verb, extractor=NAME)
        told.append(Support(noun, relation.entity, tuple(actor.entity for actor in actors)))
    for actor in actors:
        yield make(event, "actor", actor, evidence, verb, extractor=NAME)
    when = reading.time(verb)
    if when is not None:
        yield make(event, "time", when[0], when[1], verb, extractor=NAME, object_text=when[1].exact)
    if action == "halt" and told:
        told[-1].halt = event
    if action == "reinstate" and known is not None and known.halt is not None:
        words_of = when[1] if when is not None else evidence
        yield make(event, "follows", known.halt, words_of, verb, extractor=NAME)


def _gives(actors: list[Referent]) -> bool:
    return any(a.entity.type in AGENT_TYPES - {"Person", "PopulationGroup", "Agent"} for a in actors)


def resumed(reading: Reading, pronoun: "Token", told: list[Support]) -> Iterator[Claim]:
    """As in "suspended deliveries to the camp, but resumed them on Monday"."""
    verb = pronoun.head
    if not told or action_of(verb) not in ("halt", "reinstate"):
        return
    known = told[-1]
    if known.noun.doc is not pronoun.doc or known.noun.i > pronoun.i or pronoun.i - known.noun.i > 40:
        return
    words = passage_of(verb).select(verb, verb)
    action = action_of(verb) or ""
    event = Referent(Entity(EVENTS[action], verb.text, None, reading.nth(verb)), verb.text, words, verb)
    relation = Referent(known.entity, pronoun.text, reading.phrase(pronoun), pronoun)
    make = partial(reading.claim, extractor=NAME)
    evidence = reading.span(verb, pronoun)
    yield make(event, "changes", relation, evidence, verb)
    for agent in reading.clause(verb).agents:
        actor = reading.referent(agent, "agent")
        if actor is not None and actor.entity.type in AGENT_TYPES:
            yield make(event, "actor", actor, reading.span(agent, pronoun), verb)
    when = reading.time(verb)
    if when is not None:
        yield make(event, "time", when[0], when[1], verb, object_text=when[1].exact)
    if known.halt is not None and action == "reinstate":
        yield make(event, "follows", known.halt, evidence, verb)
