"""Support: who supports whom and how, and when support starts, halts and is reinstated."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.claim import Claim, Explicitness, Kind
from onrecord.clause import obliques
from onrecord.entity import Entity
from onrecord.extractors.grants import EVENTS, funded, given, phase, recipient_of, told_at
from onrecord.incidents import Incidents
from onrecord.institution import institution
from onrecord.lexicon import lexicon, look_up
from onrecord.mention import Selector
from onrecord.reading import Reading, Referent
from onrecord.register import AGENT_TYPES
from onrecord.syntax import passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = "funding"


class _Support:
    """A support relation as told at one noun, shared by the events that change it."""

    def __init__(self, noun: "Token", kind: str, entity: Entity, recipient: Entity | None) -> None:
        self.noun, self.kind, self.entity, self.recipient = noun, kind, entity, recipient
        self.halt: Referent | None = None


def extract(reading: Reading, incidents: Incidents) -> Iterator[Claim]:
    """Yield the claims about support relations and the events that change them."""
    told: list[_Support] = []
    for token in reading.tokens():
        if token.pos_ not in ("NOUN", "PROPN"):
            continue
        row = look_up("support", token)
        if row is None or row.pos != "noun" or row.means == "military" and token.dep_ != "dobj":
            continue
        yield from _at_noun(reading, token, row.means, told)
    for token in reading.tokens():
        row = look_up("support", token) if token.pos_ == "VERB" else None
        if row is not None and row.note == "funds":
            yield from funded(reading, token)
        elif row is not None and row.means == "give":
            yield from given(reading, token)


def _kind(noun: "Token", kind: str) -> str:
    for child in noun.children:
        if child.dep_ in ("amod", "compound"):
            row = lexicon("support").get((child.lower_, "adjective"))
            if row is not None:
                return row.means
    return kind


def _relation(reading: Reading, noun: "Token", index: int = 0) -> Referent:
    selector = reading.phrase(noun)
    entity = Entity("SupportRelation", noun.text, None, reading.nth(noun) * 10 + index)
    return Referent(entity, selector.exact, selector, noun)


def _at_noun(reading: Reading, noun: "Token", kind: str, told: list[_Support]) -> Iterator[Claim]:
    kind = _kind(noun, kind)
    verb = noun.head if noun.dep_ in ("dobj", "nsubj", "nsubjpass") else None
    row = look_up("support", verb) if verb is not None and verb.pos_ == "VERB" else None
    action = row.means if row is not None and row.pos == "verb" else None
    if (
        verb is not None
        and action == "receive"
        or verb is not None
        and action == "start"
        and noun.dep_ == "dobj"
    ):
        yield from _received(reading, noun, verb, kind)
        return
    recipient = recipient_of(reading, noun, verb)
    if verb is not None and action in ("halt", "reinstate"):
        yield from _changed(reading, noun, verb, kind, action, recipient, told)
    elif verb is not None and action == "give" and noun.dep_ == "dobj" and recipient is not None:
        for agent in reading.clause(verb).agents:
            supporter = reading.referent(agent, "agent")
            if (
                supporter is not None
                and supporter.entity.type in AGENT_TYPES
                and supporter.entity != recipient.entity
            ):
                evidence = reading.span(agent, noun, recipient.head)
                at = told_at(reading, verb)
                yield from _claims(
                    reading, noun, at, kind, supporter, recipient, evidence, Explicitness.STATED, 0
                )
                yield from _amount(reading, noun, verb)
                yield from phase(reading, verb, supporter, _relation(reading, noun), evidence)
    elif noun.dep_ == "pobj" and noun.head.lower_ == "for" and recipient is not None:
        yield from _thanked(reading, noun, kind, recipient)


def _claims(
    reading: Reading,
    noun: "Token",
    at: "Token",
    kind: str,
    supporter: Referent | None,
    recipient: Referent | None,
    evidence: Selector,
    explicitness: Explicitness,
    index: int,
) -> Iterator[Claim]:
    relation = _relation(reading, noun, index)
    make = reading.claim
    if supporter is not None:
        yield make(relation, "supporter", supporter, evidence, at, extractor=NAME, explicitness=explicitness)
    if recipient is not None:
        yield make(relation, "recipient", recipient, evidence, at, extractor=NAME, explicitness=explicitness)
    yield make(
        relation,
        "kind",
        Kind(kind),
        reading.phrase(noun),
        at,
        extractor=NAME,
        explicitness=explicitness,
        object_text=reading.phrase(noun).exact,
    )


def _received(reading: Reading, noun: "Token", verb: "Token", kind: str) -> Iterator[Claim]:
    """As in "started receiving support from NGOs and governments"."""
    starts = (
        verb.dep_ == "xcomp" and (row := look_up("support", verb.head)) is not None and row.means == "start"
    )
    main = verb.head if starts else verb
    recipients = [r for a in reading.clause(main).agents if (r := institution(reading, a)) is not None]
    givers = [h for p, h in (*obliques(verb), *obliques(noun)) if p == "from"]
    relations = []
    for index, head in enumerate(dict.fromkeys(givers), 1):
        supporter = reading.referent(head, "agent")
        if supporter is None or supporter.entity.type not in AGENT_TYPES:
            continue
        for recipient in recipients[:1]:
            evidence = reading.span(recipient.head, verb, noun, head)
            relations.append(_relation(reading, noun, index))
            yield from _claims(
                reading, noun, verb, kind, supporter, recipient, evidence, Explicitness.STATED, index
            )
    if starts and recipients and relations:
        event = Referent(
            Entity("SupportStart", main.text, None, reading.nth(main)),
            main.text,
            passage_of(main).select(main, main),
            main,
        )
        evidence = reading.span(recipients[0].head, noun, *givers)
        for relation in relations:
            yield reading.claim(event, "changes", relation, evidence, verb, extractor=NAME)
        when = reading.time(main)
        if when is not None:
            yield reading.claim(
                event, "time", when[0], when[1], verb, extractor=NAME, object_text=when[1].exact
            )


def _changed(
    reading: Reading,
    noun: "Token",
    verb: "Token",
    kind: str,
    action: str,
    recipient: Referent | None,
    told: list[_Support],
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
    known = told[-1] if action == "reinstate" and told and recipient is None else None
    heads = [a.head for a in actors] + ([recipient.head] if recipient is not None else [])
    evidence = reading.span(verb, noun, *heads)
    if known is not None:
        relation = Referent(known.entity, noun.text, reading.phrase(noun), noun)
        yield make(
            event, "changes", relation, evidence, verb, extractor=NAME, explicitness=Explicitness.AMBIGUOUS
        )
    else:
        relation = _relation(reading, noun)
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
        support = _Support(noun, kind, relation.entity, recipient.entity if recipient else None)
        told.append(support)
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


def _thanked(reading: Reading, noun: "Token", kind: str, recipient: Referent) -> Iterator[Claim]:
    """As in "thank X and Y for the support of our teams": the thanks presuppose the support."""
    verb = noun.head.head
    if verb.lemma_ not in ("thank", "praise", "commend"):
        return
    for index, patient in enumerate((h for p in reading.clause(verb).patients for h in (p,)), 1):
        supporter = reading.referent(patient, "agent")
        if supporter is None or supporter.entity.type not in AGENT_TYPES:
            continue
        evidence = reading.span(patient, noun, recipient.head)
        implied = Explicitness.IMPLIED
        yield from _claims(reading, noun, noun, kind, supporter, recipient, evidence, implied, index)


def _amount(reading: Reading, noun: "Token", verb: "Token") -> Iterator[Claim]:
    passage = passage_of(noun)
    for span in reading.quantities[passage.start]:
        money = span.quantity.unit not in (None, "%")
        if money and noun.sent.start_char <= span.start < noun.sent.end_char:
            selector = reading.document.select(passage.start + span.start, passage.start + span.end)
            yield reading.claim(
                _relation(reading, noun), "amount", span.quantity, selector, verb, extractor=NAME
            )
            return
