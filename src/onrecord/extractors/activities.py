"""What agents do: where they work, whom they help, what they offer, whom they rescue, what they run."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.claim import Claim
from onrecord.clause import Clause, obliques
from onrecord.entity import AGENT_TYPES, Entity
from onrecord.incidents import Incidents
from onrecord.lexicon import lexicon, look_up, word_class
from onrecord.phrasal import look_up_phrasal
from onrecord.reading import Reading
from onrecord.referent import Referent
from onrecord.syntax import passage_of
from onrecord.whereabouts import PLACES, place

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = "activities"
_DOERS = AGENT_TYPES - {"Agent"}
_BODIES = _DOERS - {"Person", "PopulationGroup", "GeopoliticalActor"}
_PEOPLE = frozenset({"PopulationGroup", "Person", "CollectiveAgent"})


def extract(reading: Reading, incidents: Incidents) -> Iterator[Claim]:
    """Yield the claims about what agents do, alone and with each other."""
    for token in reading.content_tokens():
        if token.pos_ == "VERB":
            yield from _verb(reading, token)
            yield from _runs(reading, token)
        elif token.lemma_ in word_class("seat"):
            yield from _seat(reading, token)
        elif token.dep_ in ("nsubj", "nsubjpass"):
            yield from _branch(reading, token)


def _verb(reading: Reading, verb: "Token") -> Iterator[Claim]:
    row = look_up_phrasal("activity", verb)
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
        for head in clause.with_preposition(*word_class("inside")):
            yield from _at_work(reading, verb, doer, head)
    elif row.means == "helps" and not clause.passive:
        yield from _helps(reading, verb, doer, clause.patients)
    elif row.means == "offers" and not clause.passive and verb.dep_ not in ("amod", "acl"):
        yield from _offers(reading, verb, doer, clause)


def _doer(reading: Reading, head: "Token") -> Referent | None:
    if head.lower_ in word_class("relative"):
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
        doers, spots = clause.patients, clause.with_preposition(*word_class("inside"), "at", "near")
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
            if preposition in word_class("inside"):
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
    if row is None or row.note == "participle" or verb.dep_ in ("acl", "amod"):
        return
    clause = reading.clause(verb)
    if verb.dep_ == "relcl" and clause.passive:
        return
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
        evidence = reading.span(verb, thing)
        yield reading.claim(
            doer, "offersService", words.exact, evidence, verb, extractor=NAME, object_text=words.exact
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
        out = any(c.dep_ == "prt" and c.lower_ in word_class("outward") for c in verb.children)
        return out or any(p.split()[0] in word_class("outward") for p, _ in clause.obliques)
    return not (note == "agent" and clause.passive and not clause.agents)


def _rescue(
    reading: Reading, verb: "Token", doer: Referent | None, patients: tuple["Token", ...]
) -> Iterator[Claim]:
    make = reading.claim
    for patient in patients:
        people = (
            reading.referent(patient) or reading.referent(patient, "agent") or _sufferers(reading, patient)
        )
        if people is None or people.entity.type not in _PEOPLE and not _are_fighters(reading, patient):
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
        when = reading.time(verb)
        if when is not None:
            yield make(node, "time", when[0], when[1], verb, extractor=NAME, object_text=when[1].exact)
        for preposition, head in (*obliques(verb), *obliques(patient)):
            yield from _way(reading, node, verb, preposition, head)


def _are_fighters(reading: Reading, head: "Token") -> bool:
    """Whether a description is of people in arms, one by one: "30 wounded soldiers"."""
    row = look_up("heads", head)
    return (
        row is not None
        and row.note == "fighters"
        and head.tag_ == "NNS"
        and reading.register.chain_at(head) is None
    )


def _sufferers(reading: Reading, head: "Token") -> Referent | None:
    """As in "evacuated the injured": people known by what befell them."""
    if look_up("harm", head) is None or not any(c.dep_ == "det" for c in head.children):
        return None
    words = reading.phrase(head)
    return Referent(Entity("PopulationGroup", head.text, None, reading.nth(head)), words.exact, words, head)


def _way(
    reading: Reading, rescue: Referent, verb: "Token", preposition: str, head: "Token"
) -> Iterator[Claim]:
    """Where a rescue leads from and to: "from under the rubble", "from Togoga to Mekelle"."""
    steps = preposition.split()
    leaves = steps[0] in word_class("outward") and steps[-1] not in word_class("destination")
    if not leaves and steps[-1] not in word_class("route-end"):
        return
    spot = reading.referent(head, "place") or place(reading, head)
    if spot is None or spot.entity.type not in PLACES | {"Asset", "Facility"} or head.i < verb.i:
        return
    first = next(
        (t for t in verb.doc[verb.i : head.i] if t.lower_ == (steps[0] if leaves else steps[-1])), verb
    )
    predicate = "origin" if leaves else "destination"
    yield reading.claim(rescue, predicate, spot, reading.span(first, head), verb, extractor=NAME)
