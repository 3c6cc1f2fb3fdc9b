"""What agents do: where they work, whom they help, what they offer, whom they rescue, what they run."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.claim import Claim
from onrecord.clause import Clause, obliques
from onrecord.entity import Entity
from onrecord.extractors import dealings
from onrecord.incidents import Incidents
from onrecord.lexicon import lexicon, look_up
from onrecord.reading import Reading, Referent
from onrecord.register import AGENT_TYPES
from onrecord.syntax import passage_of
from onrecord.whereabouts import PLACES, place

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = "activities"
_DOERS = AGENT_TYPES - {"Agent"}
_BODIES = _DOERS - {"Person", "PopulationGroup", "GeopoliticalActor"}
_PEOPLE = frozenset({"PopulationGroup", "Person", "CollectiveAgent"})
_INSIDE = ("in", "across", "throughout", "inside")


def extract(reading: Reading, incidents: Incidents) -> Iterator[Claim]:
    """Yield the claims about what agents do, alone and with each other."""
    for passage in reading.passages:
        if passage.kind in ("heading", "title"):
            continue
        for token in passage.parsed:
            if token.pos_ == "VERB":
                yield from _verb(reading, token)
                yield from _runs(reading, token)
            elif token.lemma_ in ("base", "headquarters", "stronghold"):
                yield from _seat(reading, token)
            elif token.dep_ in ("nsubj", "nsubjpass"):
                yield from _branch(reading, token)
    yield from dealings.extract(reading, incidents)


def _verb(reading: Reading, verb: "Token") -> Iterator[Claim]:
    row = look_up("activity", verb)
    if row is None or row.pos != "verb":
        return
    clause = reading.clause(verb)
    if row.means == "based":
        yield from _based(reading, verb, clause)
        return
    doer = next((r for a in clause.agents if (r := _doer(reading, a)) is not None), None)
    if row.means == "rescue":
        if _saves(reading, verb, clause, row.note) and (doer is not None or clause.passive):
            yield from _rescue(reading, verb, doer, clause.patients)
        return
    if doer is None:
        return
    if row.means == "works":
        for head in clause.with_preposition(*_INSIDE):
            yield from _at_work(reading, verb, doer, head)
    elif row.means == "helps" and not clause.passive:
        yield from _helps(reading, verb, doer, clause.patients)
    elif row.means == "offers" and not clause.passive and verb.tag_ != "VBN":
        yield from _offers(reading, verb, doer, clause)


def _doer(reading: Reading, head: "Token") -> Referent | None:
    if head.lower_ in ("who", "that", "which"):
        return None
    referent = reading.referent(head, "agent")
    if referent is None or referent.entity.type not in _DOERS:
        return None
    return _named_by_copula(reading, head) or referent


def _named_by_copula(reading: Reading, head: "Token") -> Referent | None:
    """As in "The X is a organization that works in Y": what the relative clause says is said of X."""
    if reading.register.chain_at(head) is None and head.dep_ == "attr" and head.head.lemma_ == "be":
        for child in head.head.children:
            if child.dep_ == "nsubj" and reading.register.chain_at(child) is not None:
                return reading.referent(child, "agent")
    return None


def _at_work(reading: Reading, at: "Token", doer: Referent, head: "Token") -> Iterator[Claim]:
    spot = place(reading, head)
    if spot is not None and spot.entity.type in PLACES and spot.entity.name != doer.entity.name:
        yield reading.claim(doer, "worksIn", spot, reading.span(at, spot.head), at, extractor=NAME)


def _based(reading: Reading, verb: "Token", clause: Clause) -> Iterator[Claim]:
    """As in "the group, headquartered in Geneva", "the London-based monitor"."""
    if verb.dep_ == "amod":
        doers: tuple[Token, ...] = (verb.head,)
        spots = tuple(c for c in verb.children if c.dep_ in ("npadvmod", "compound", "nmod"))
    else:
        doers, spots = clause.patients, clause.with_preposition(*_INSIDE, "at", "near")
    for head in doers:
        doer = _doer(reading, head)
        if doer is not None and doer.entity.type in _BODIES:
            for spot in spots:
                yield from _at_work(reading, verb, doer, spot)


def _seat(reading: Reading, noun: "Token") -> Iterator[Claim]:
    """As in "from its base in Somalia": where a body's seat is, it works."""
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    doer = _doer(reading, owner) if owner is not None else None
    if doer is not None and doer.entity.type in _BODIES:
        for preposition, head in obliques(noun):
            if preposition in _INSIDE:
                yield from _at_work(reading, noun, doer, head)


def _branch(reading: Reading, head: "Token") -> Iterator[Claim]:
    """As in "the Red Cross in Haiti said": a named body said to be in a place."""
    name = reading.register.name_at(head)
    if name is None or name.last.i + 1 >= len(head.doc) or name.last.nbor(1).lower_ != "in":
        return
    doer = reading.referent(head, "agent")
    certain = name.text.isupper() or doer is not None and doer.entity.type != "Organization"
    if doer is not None and doer.entity.type in _BODIES and (certain or look_up("heads", name.last)):
        for preposition, spot in obliques(head):
            if preposition == "in" and spot.i <= name.last.i + 4:
                yield from _at_work(reading, head, doer, spot)


def _runs(reading: Reading, verb: "Token") -> Iterator[Claim]:
    """As in "the clinic is run by X", "X runs three clinics"; participles beside a noun are read with it."""
    row = look_up("operation", verb)
    if row is None or row.note == "participle" or verb.dep_ in ("acl", "relcl", "amod"):
        return
    clause = reading.clause(verb)
    for head in clause.patients:
        facility = reading.referent(head)
        if facility is None or facility.entity.type != "Facility":
            continue
        for agent in clause.agents:
            operator = reading.referent(agent, "agent")
            if operator is not None:
                evidence = reading.span(head, verb, operator.head)
                yield reading.claim(facility, "operatedBy", operator, evidence, verb, extractor=NAME)


def _helps(reading: Reading, verb: "Token", doer: Referent, patients: tuple["Token", ...]) -> Iterator[Claim]:
    inner = next((c for c in verb.children if c.dep_ in ("ccomp", "xcomp", "dobj") and c.i > verb.i), None)
    rescue = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
    if rescue is not None and _is_rescue(rescue):
        last = rescue if inner is None else max(inner.subtree, key=lambda t: t.i)
        while last.i > rescue.i and (last.is_punct or last.is_space):
            last = last.nbor(-1)
        words = passage_of(verb).select(rescue, last)
        yield reading.claim(
            doer,
            "offersService",
            words.exact,
            passage_of(verb).select(verb, last),
            verb,
            extractor=NAME,
            object_text=words.exact,
        )
        return
    for patient in patients:
        people = reading.referent(patient)
        if people is not None and people.entity.type in _PEOPLE:
            end = max((t for t in patient.subtree if not t.is_punct), key=lambda t: t.i)
            yield reading.claim(
                doer, "helps", people, passage_of(verb).select(verb, end), verb, extractor=NAME
            )


def _is_rescue(token: "Token") -> bool:
    row = lexicon("activity").get((token.lemma_.lower(), "verb"))
    return row is not None and row.means == "rescue"


def _offers(reading: Reading, verb: "Token", doer: Referent, clause: Clause) -> Iterator[Claim]:
    behind = [h for people in clause.patients for p, h in obliques(people) if p == "with"]
    served = [h for h in (*clause.with_preposition("with"), *behind) if look_up("services", h) is not None]
    things = [h for h in clause.patients if look_up("services", h) is not None] or served
    for thing in things:
        words = reading.phrase(thing)
        yield reading.claim(
            doer, "offersService", words.exact, words, verb, extractor=NAME, object_text=words.exact
        )
    heads = [
        *clause.with_preposition("to"),
        *(h for x in things for p, h in obliques(x) if p in ("to", "for")),
    ]
    heads += [c for c in verb.children if c.dep_ == "dative"] + (list(clause.patients) if served else [])
    for head in dict.fromkeys(heads):
        people = reading.referent(head)
        if things and people is not None and people.entity.type == "PopulationGroup":
            first = verb if head.head == verb else head.head
            words = passage_of(verb).select(min(first, head, key=_position), max(first, head, key=_position))
            yield reading.claim(doer, "helps", people, words, verb, extractor=NAME)


def _position(token: "Token") -> int:
    return token.i


def _saves(reading: Reading, verb: "Token", clause: Clause, note: str) -> bool:
    """Whether a verb tells of a rescue: "pulled from the rubble" does, "pulled" does not."""
    if note == "from":
        return any(p.split()[0] in ("from", "out") for p, _ in clause.obliques)
    return not (note == "agent" and clause.passive and not clause.agents)


def _rescue(
    reading: Reading, verb: "Token", doer: Referent | None, patients: tuple["Token", ...]
) -> Iterator[Claim]:
    make = reading.claim
    for patient in patients:
        people = reading.referent(patient) or reading.referent(patient, "agent")
        if people is None or people.entity.type not in _PEOPLE:
            continue
        node = Referent(
            Entity("Rescue", verb.text, None, reading.nth(verb)),
            verb.text,
            passage_of(verb).select(verb, verb),
            verb,
        )
        heads = [doer.head] if doer is not None and doer.head.doc is verb.doc else []
        evidence = reading.span(verb, patient, *heads)
        if doer is not None:
            yield make(node, "actor", doer, evidence, verb, extractor=NAME)
        yield make(node, "affected", people, evidence, verb, extractor=NAME)
        counted = reading.quantity(patient)
        if counted is not None:
            yield make(node, "count", counted[0], evidence, verb, extractor=NAME)
        for preposition, head in (*obliques(verb), *obliques(patient)):
            if preposition.split()[0] == "from":
                origin = reading.referent(head, "place") or place(reading, head)
                if origin is not None and origin.entity.type in PLACES | {"Asset", "Facility"}:
                    first = next(t for t in verb.doc[verb.i : head.i] if t.lower_ == "from")
                    yield make(node, "origin", origin, reading.span(first, head), verb, extractor=NAME)
