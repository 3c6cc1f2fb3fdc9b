"""Support: who supports whom, how and with how much, and when that starts, halts and is reinstated."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from onrecord.claim import Claim, Explicitness, Kind, Stance
from onrecord.clause import obliques
from onrecord.entity import AGENT_TYPES, Entity
from onrecord.extractors.grants import (
    funded,
    given,
    got,
    phase,
    provided,
    recipient_of,
    told_at,
    upheld,
)
from onrecord.extractors.sums import (
    action_of,
    given_by,
    governing,
    is_support_noun,
    kind_of,
    lexicon_lemmas,
    money_at,
    relation_at,
    stance_of,
)
from onrecord.extractors.suspension import Support, changed, is_reduced, resumed
from onrecord.incidents import Incidents
from onrecord.institution import institution
from onrecord.lexicon import Trigger, lexicon, look_up, word_class
from onrecord.mention import Selector
from onrecord.reading import Reading
from onrecord.referent import Referent
from onrecord.syntax import passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = "funding"


def extract(reading: Reading, incidents: Incidents) -> Iterator[Claim]:
    """Yield the claims about support relations and the events that change them."""
    told: list[Support] = []
    for token in reading.tokens():
        if token.lower_ in word_class("resumed") and token.dep_ == "dobj":
            yield from resumed(reading, token, told)
        if not is_support_noun(token) or _in_name(reading, token):
            continue
        row = lexicon("support").get((token.lower_, "noun")) or look_up("support", token)
        if row is None or row.pos != "noun" or row.note == "goods":
            continue
        if row.means == "military" and token.dep_ != "dobj":
            continue
        yield from _at_noun(reading, token, row, told)
    for token in reading.tokens():
        row = look_up("support", token) if token.pos_ == "VERB" else None
        if row is not None and row.note == "funds":
            yield from funded(reading, token)
        if token.pos_ == "VERB" and given_by(token) is not None:
            yield from given(reading, token)
            yield from provided(reading, token)
        elif row is not None and row.means == "receive":
            yield from got(reading, token)
        if row is not None and row.note == "upholds":
            yield from upheld(reading, token)


def _in_name(reading: Reading, noun: "Token") -> bool:
    """Whether a noun for support is a part of a longer name: the "Fund" of a "Children's Fund"."""
    name = reading.register.name_at(noun)
    return name is not None and name.first != name.last


def _at_noun(reading: Reading, noun: "Token", row: Trigger, told: list[Support]) -> Iterator[Claim]:
    kind = kind_of(noun, row.means)
    verb, role = governing(reading, noun)
    action = action_of(verb) if verb is not None else None
    if verb is not None and (action == "receive" or action == "start" and role == "dobj"):
        yield from _received(reading, noun, verb, kind)
        return
    recipient = recipient_of(reading, noun, verb)
    if verb is not None and action in ("halt", "reinstate"):
        whole = role != "nsubj" or not any(c.dep_ == "dobj" for c in verb.children)
        if whole and not is_reduced(reading, verb):
            yield from changed(reading, noun, verb, kind, action, recipient, told, row.note == "service")
    elif verb is not None and action == "give" and role in ("dobj", "nsubjpass") and row.note != "service":
        yield from _granted(reading, noun, verb, kind, recipient)
    elif noun.dep_ == "pobj" and noun.head.lower_ in word_class("with-means"):
        yield from _helped(reading, noun, kind)
    elif noun.dep_ == "pobj" and noun.head.lower_ == "for" and recipient is not None:
        yield from _thanked(reading, noun, kind, recipient)


def _granted(
    reading: Reading, noun: "Token", verb: "Token", kind: str, recipient: Referent | None
) -> Iterator[Claim]:
    """As in "pledged 10 million euros in aid for X", "approved a 5-million-dollar grant"."""
    amount = money_at(reading, noun)
    if recipient is None and (amount is None or verb.lemma_ not in lexicon_lemmas("support", "gift")):
        return
    for agent in reading.clause(verb).agents:
        supporter = reading.referent(agent, "agent")
        if supporter is None or supporter.entity.type not in AGENT_TYPES:
            continue
        if recipient is not None and supporter.entity == recipient.entity:
            continue
        if recipient is None and supporter.entity.type in ("Person", "PopulationGroup", "Agent"):
            continue
        evidence = reading.span(agent, noun, *([recipient.head] if recipient is not None else []))
        at = told_at(reading, verb)
        stance = stance_of(verb)
        yield from _claims(
            reading, noun, at, kind, supporter, recipient, evidence, Explicitness.STATED, 0, stance
        )
        if amount is not None:
            yield reading.claim(
                relation_at(reading, noun), "amount", amount[0], amount[1], at, extractor=NAME, stance=stance
            )
        yield from phase(reading, verb, supporter, relation_at(reading, noun), evidence)


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
    stance: Stance | None = None,
) -> Iterator[Claim]:
    relation = relation_at(reading, noun, index)
    make = partial(reading.claim, extractor=NAME, explicitness=explicitness, stance=stance)
    if supporter is not None:
        yield make(relation, "supporter", supporter, evidence, at)
    if recipient is not None:
        yield make(relation, "recipient", recipient, evidence, at)
    yield make(
        relation,
        "kind",
        Kind(kind),
        reading.phrase(noun),
        at,
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
            relations.append(relation_at(reading, noun, index))
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


def _helped(reading: Reading, noun: "Token", kind: str) -> Iterator[Claim]:
    """As in "was built with funding from the government"."""
    verb = noun.head.head
    givers = [h for p, h in (*obliques(noun), *obliques(verb)) if p == "from"]
    if verb.pos_ != "VERB" or not givers:
        return
    clause = reading.clause(verb)
    heads = clause.patients if clause.passive else clause.agents
    recipient = next((r for h in heads if (r := institution(reading, h)) is not None), None)
    for index, giver in enumerate(givers, 1):
        supporter = reading.referent(giver, "agent")
        if recipient is None or supporter is None or supporter.entity.type not in AGENT_TYPES:
            continue
        if recipient.entity.type in ("Person", "PopulationGroup"):
            continue
        evidence = reading.span(recipient.head, noun, giver)
        yield from _claims(
            reading, noun, verb, kind, supporter, recipient, evidence, Explicitness.STATED, index
        )


def _thanked(reading: Reading, noun: "Token", kind: str, recipient: Referent) -> Iterator[Claim]:
    """As in "thank X and Y for the support of our teams": the thanks presuppose the support."""
    verb = noun.head.head
    if verb.lemma_ not in word_class("thank"):
        return
    for index, patient in enumerate((h for p in reading.clause(verb).patients for h in (p,)), 1):
        supporter = reading.referent(patient, "agent")
        if supporter is None or supporter.entity.type not in AGENT_TYPES:
            continue
        evidence = reading.span(patient, noun, recipient.head)
        implied = Explicitness.IMPLIED
        yield from _claims(reading, noun, noun, kind, supporter, recipient, evidence, implied, index)
