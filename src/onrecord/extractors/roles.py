"""Roles: who holds or held which office in which body."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord import gazetteer
from onrecord.claim import Claim, Explicitness
from onrecord.clause import noun_phrase
from onrecord.entity import Entity
from onrecord.incidents import Incidents
from onrecord.lexicon import lexicon, look_up
from onrecord.reading import Reading, Referent, bare
from onrecord.reference import roles
from onrecord.register import AGENT_TYPES, PLACE_TYPES
from onrecord.syntax import passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = "roles"


def extract(reading: Reading, incidents: Incidents) -> Iterator[Claim]:
    """Yield the claims about roles: beside a name, before a name, and "an officer named X"."""
    done: set[tuple[Entity, str]] = set()
    for name in reading.names:
        chain = reading.register.chain_of(name)
        person = reading.referent(name.head, "agent")
        if person is None or reading.register.entity(chain).type != "Person":
            continue
        for noun, body in _role_nouns(reading, name.head):
            title = _title(noun)
            if (person.entity, title.lower()) not in done:
                done.add((person.entity, title.lower()))
                yield from _role(reading, person, noun, body, title)
        if name.title and (person.entity, name.title.lower()) not in done and not _honorific(name.title):
            done.add((person.entity, name.title.lower()))
            yield from _before_name(reading, person, name.title, name.first)


def _honorific(title: str) -> bool:
    words = [w.strip(".").lower() for w in title.split()]
    rows = [lexicon("titles").get((w, "noun")) for w in words]
    return all(row is not None and row.means == "honorific" for row in rows)


def _role_nouns(reading: Reading, head: "Token") -> Iterator[tuple["Token", "Token | None"]]:
    yield from roles(head)
    if (
        head.dep_ in ("oprd", "attr", "dobj")
        and look_up("naming", head.head)
        or head.head.lemma_ == "name"
        and head.head.dep_ == "acl"
    ):
        noun = head.head.head
        if look_up("titles", noun) is not None:
            yield noun, None
    if head.dep_ in ("nsubj",) and head.head.lemma_ == "be":
        for child in head.head.children:
            if child.dep_ == "attr" and look_up("titles", child) is not None:
                body = next(
                    (
                        o
                        for c in child.children
                        if c.dep_ == "prep" and c.lower_ in ("of", "for", "in")
                        for o in c.children
                        if o.dep_ == "pobj"
                    ),
                    None,
                )
                yield child, body


def _title(noun: "Token") -> str:
    """The words of the office itself: "lead organizer", "army officer"."""
    first, _ = noun_phrase(noun)
    kept = [
        t
        for t in noun.doc[first.i : noun.i + 1]
        if t.dep_ not in ("det", "poss", "case", "nummod", "punct")
        and look_up("former", t) is None
        and gazetteer.demonym(t.text) is None
    ]
    start = kept[0] if kept else noun
    return passage_of(noun).select(start, noun).exact


def _role(
    reading: Reading, person: Referent, noun: "Token", body: "Token | None", title: str
) -> Iterator[Claim]:
    former = next((c for c in noun.children if look_up("former", c) is not None), None)
    whose = reading.referent(body, "agent") if body is not None else None
    implied = False
    if whose is None:
        whose, implied = _body_within(reading, noun), True
    heads = [person.head, noun] + ([whose.head] if whose is not None else [])
    if former is not None:
        heads.append(former)
    evidence = reading.span(*heads)
    selector = reading.phrase(noun)
    holding = Referent(
        Entity("RoleHolding", bare(title), None, reading.nth(noun)), selector.exact, selector, noun
    )
    make = reading.claim
    yield make(person, "holdsRole", holding, evidence, noun, extractor=NAME)
    yield make(holding, "roleTitle", title, evidence, noun, extractor=NAME, object_text=title)
    if whose is not None and whose.entity.type in AGENT_TYPES | PLACE_TYPES:
        yield make(holding, "roleIn", whose, evidence, noun, extractor=NAME)
        if implied and former is not None and whose.entity.type in AGENT_TYPES:
            yield make(
                person,
                "memberOf",
                whose,
                whose.selector,
                noun,
                extractor=NAME,
                explicitness=Explicitness.IMPLIED,
            )
    if former is not None:
        yield make(holding, "formerRole", True, evidence, noun, extractor=NAME, object_text=former.text)


def _body_within(reading: Reading, noun: "Token") -> Referent | None:
    """The body inside the role words: "British army officer" is of the British army."""
    first, _ = noun_phrase(noun)
    before = list(noun.doc[first.i : noun.i])
    for index in range(len(before) - 1, -1, -1):
        token = before[index]
        chain = reading.register.chain_at(token)
        if chain is not None and chain is not reading.register.chain_at(noun):
            return reading.referent(token, "agent")
        trigger = look_up("heads", token)
        if (
            trigger is not None
            and trigger.means in ("ArmedGroup", "GovernmentalBody", "Organization")
            and trigger.note == "body"
        ):
            start = token
            while index > 0 and (
                gazetteer.demonym(before[index - 1].text) or before[index - 1].pos_ == "PROPN"
            ):
                index -= 1
                start = before[index]
            selector = passage_of(noun).select(start, token)
            named = start != token
            entity = Entity(trigger.means, selector.exact, None, 1 if named else reading.nth(token))
            return Referent(entity, selector.exact, selector, token)
    for token in before:
        state = reading.state(token)
        if state is not None:
            return state
    return None


def _before_name(reading: Reading, person: Referent, title: str, first: "Token") -> Iterator[Claim]:
    """As in "Foreign Minister X", "US President Y": the words before the name."""
    count = len(title.split())
    start = first.doc[max(0, first.i - len(title.split()))]
    body: Referent | None = None
    words = title
    state = reading.state(start)
    before = start.nbor(-1) if start.i > 0 else None
    if state is not None and count > 1:
        body, words = state, title.split(" ", 1)[1]
    elif before is not None and (outer := reading.state(before)) is not None:
        body = outer
    selector = reading.document.select(
        (body.selector if body is not None else passage_of(start).select(start, start)).start,
        person.selector.end,
    )
    holding = Referent(Entity("RoleHolding", words, None, reading.nth(first)), words, selector, first)
    make = reading.claim
    yield make(person, "holdsRole", holding, selector, first, extractor=NAME)
    yield make(holding, "roleTitle", words, selector, first, extractor=NAME, object_text=words)
    if body is not None:
        yield make(holding, "roleIn", body, selector, first, extractor=NAME)
