"""What agents do: where they work, whom they help, what they offer, whom they rescue, fight or side with."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.claim import Claim, Stance
from onrecord.clause import coordinated, obliques
from onrecord.entity import Entity
from onrecord.incidents import Incidents, habitual
from onrecord.lexicon import lexicon, look_up
from onrecord.reading import Reading, Referent
from onrecord.register import AGENT_TYPES
from onrecord.syntax import passage_of
from onrecord.whereabouts import PLACES, place

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = "activities"
_BODIES = AGENT_TYPES - {"PopulationGroup", "Agent"}


def extract(reading: Reading, incidents: Incidents) -> Iterator[Claim]:
    """Yield the claims about what agents do."""
    for passage in reading.passages:
        if passage.kind in ("heading", "title"):
            continue
        for token in passage.parsed:
            if token.pos_ == "VERB":
                yield from _verb(reading, token)
            elif token.pos_ == "NOUN":
                yield from _sides(reading, token)
            if token.lower_ in ("side", "sides") and token.dep_ == "dobj" and token.head.lemma_ == "take":
                yield from _takes_side(reading, token)


def _verb(reading: Reading, verb: "Token") -> Iterator[Claim]:
    row = look_up("activity", verb)
    attack = look_up("attacks", verb)
    if attack is not None and habitual(reading, verb):
        yield from _attacks(reading, verb)
        return
    if row is None or row.pos != "verb":
        return
    clause = reading.clause(verb)
    doers = [r for a in clause.agents if (r := _doer(reading, a)) is not None]
    if not doers:
        return
    doer = doers[0]
    if row.means == "works":
        yield from _works(reading, verb, doer)
    elif row.means == "helps" and not clause.passive:
        yield from _helps(reading, verb, doer, clause.patients)
    elif row.means == "offers" and not clause.passive and verb.tag_ != "VBN":
        yield from _offers(reading, verb, doer, clause.patients)
    elif row.means == "rescue" and not clause.passive:
        yield from _rescue(reading, verb, doer, clause.patients)


def _doer(reading: Reading, head: "Token") -> Referent | None:
    if head.lower_ in ("who", "that", "which"):
        return None
    referent = reading.referent(head, "agent")
    if referent is None or referent.entity.type not in _BODIES:
        return None
    named = (
        reading.register.chain_at(head) is not None
        or head.pos_ == "PRON"
        or reading.resolver.resolve(head, "agent")
    )
    return referent if named else _named_by_copula(reading, head)


def _named_by_copula(reading: Reading, head: "Token") -> Referent | None:
    """As in "The X is a organization that works in Y": what the relative clause says is said of X."""
    if head.dep_ == "attr" and head.head.lemma_ == "be":
        for child in head.head.children:
            if child.dep_ == "nsubj" and reading.register.chain_at(child) is not None:
                return reading.referent(child, "agent")
    return None


def _works(reading: Reading, verb: "Token", doer: Referent) -> Iterator[Claim]:
    for preposition, head in obliques(verb):
        spot = place(reading, head) if preposition in ("in", "across", "throughout", "inside") else None
        if spot is not None and spot.entity.type in PLACES:
            yield reading.claim(doer, "worksIn", spot, reading.span(verb, spot.head), verb, extractor=NAME)


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
        if people is not None and people.entity.type in ("PopulationGroup", "Person", "CollectiveAgent"):
            end = max((t for t in patient.subtree if not t.is_punct), key=lambda t: t.i)
            yield reading.claim(
                doer, "helps", people, passage_of(verb).select(verb, end), verb, extractor=NAME
            )


def _is_rescue(token: "Token") -> bool:
    row = lexicon("activity").get((token.lemma_.lower(), "verb"))
    return row is not None and row.means == "rescue"


def _offers(
    reading: Reading, verb: "Token", doer: Referent, patients: tuple["Token", ...]
) -> Iterator[Claim]:
    for patient in patients:
        if look_up("services", patient) is None:
            continue
        words = reading.phrase(patient)
        yield reading.claim(
            doer, "offersService", words.exact, words, verb, extractor=NAME, object_text=words.exact
        )
    heads = [h for p, h in obliques(verb) if p == "to"]
    for head in [*heads, *(h for x in patients for p, h in obliques(x) if p in ("to", "for"))]:
        people = reading.referent(head)
        if (
            people is not None
            and people.entity.type == "PopulationGroup"
            and any(look_up("services", p) for p in patients)
        ):
            start = passage_of(verb).select(head.head, head)
            yield reading.claim(doer, "helps", people, start, verb, extractor=NAME)


def _rescue(
    reading: Reading, verb: "Token", doer: Referent, patients: tuple["Token", ...]
) -> Iterator[Claim]:
    make = reading.claim
    for patient in patients:
        people = reading.referent(patient)
        if people is None or people.entity.type not in ("PopulationGroup", "Person", "CollectiveAgent"):
            continue
        node = Referent(
            Entity("Rescue", verb.text, None, reading.nth(verb)),
            verb.text,
            passage_of(verb).select(verb, verb),
            verb,
        )
        evidence = (
            reading.span(doer.head, verb, patient)
            if doer.head.doc is verb.doc
            else reading.span(verb, patient)
        )
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


def _attacks(reading: Reading, verb: "Token") -> Iterator[Claim]:
    clause = reading.clause(verb)
    for agent in clause.agents:
        doer = reading.referent(agent, "agent")
        for patient in clause.patients:
            victim = reading.referent(patient)
            if doer is not None and victim is not None and doer.entity.type in AGENT_TYPES:
                yield reading.claim(
                    doer, "attacks", victim, reading.span(agent, patient), verb, extractor=NAME
                )


def _sides(reading: Reading, noun: "Token") -> Iterator[Claim]:
    """As in "its supporters like Russia", "a government supporter"."""
    row = look_up("activity", noun)
    if row is None or row.means != "supporter":
        return
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    backed = reading.referent(owner, "agent") if owner is not None else None
    if backed is None or backed.entity.type not in _BODIES:
        return
    for preposition, head in obliques(noun):
        if preposition in ("like", "such as", "including"):
            for member in coordinated(head):
                supporter = reading.referent(member, "agent")
                if supporter is not None and supporter.entity.type in _BODIES:
                    yield reading.claim(
                        supporter,
                        "sidesWith",
                        backed,
                        reading.span(owner or noun, member),
                        noun,
                        extractor=NAME,
                        stance=Stance.ASSERTED,
                    )


def _takes_side(reading: Reading, noun: "Token") -> Iterator[Claim]:
    clause = reading.clause(noun.head)
    for agent in clause.agents:
        doer = reading.referent(agent, "agent")
        for preposition, head in obliques(noun):
            backed = reading.referent(head, "agent") if preposition == "of" else None
            if doer is not None and backed is not None and backed.entity.type in AGENT_TYPES:
                yield reading.claim(
                    doer, "sidesWith", backed, reading.span(agent, head), noun.head, extractor=NAME
                )
