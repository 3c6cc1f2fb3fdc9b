"""Dealings between agents: who sides with, backs, fights or meets whom."""

from collections.abc import Iterable, Iterator
from itertools import permutations
from typing import TYPE_CHECKING

from onrecord.claim import Claim, Stance
from onrecord.clause import coordinated, obliques, subjects
from onrecord.entity import AGENT_TYPES
from onrecord.habit import habitual
from onrecord.incidents import Incidents
from onrecord.lexicon import look_up, word_class
from onrecord.office import officeholder
from onrecord.reading import Reading
from onrecord.referent import Referent

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = "dealings"
_BODIES = AGENT_TYPES - {"PopulationGroup", "Agent"}
_ARMED = frozenset({"ArmedGroup"})
_FORCES = frozenset({"ArmedGroup", "GovernmentalBody", "GeopoliticalActor", "CollectiveAgent"})
_OFFICIAL = frozenset({"Person", "GovernmentalBody", "GeopoliticalActor"})
Pair = tuple[Referent, Referent]


def extract(reading: Reading, incidents: Incidents) -> Iterator[Claim]:
    """Yield the claims about dealings between agents."""
    for token in reading.content_tokens():
        if token.pos_ == "VERB":
            yield from _verb(reading, token)
        elif token.pos_ == "NOUN" or token.pos_ == "PROPN" and token.is_sent_start:
            yield from _noun(reading, incidents, token)


def _verb(reading: Reading, verb: "Token") -> Iterator[Claim]:
    if look_up("attacks", verb) is not None:
        if habitual(reading, verb):
            pairs = _pairs(reading, reading.clause(verb).agents, reading.clause(verb).patients, any_="victim")
            yield from _claims(reading, verb, "attacks", pairs)
        return
    row = look_up("dealings", verb)
    if row is None:
        return
    clause = reading.clause(verb)
    if row.means == "sides":
        doers = clause.patients if clause.passive else _doers(reading, verb)
        pairs = _pairs(reading, doers, clause.with_preposition("with", "alongside"))
        yield from _claims(reading, verb, "sidesWith", pairs)
    elif row.means == "backs":
        pairs = _pairs(reading, *_backing(reading, verb))
        yield from _claims(reading, verb, "sidesWith", (p for p in pairs if _backed(*p)))
    elif row.means == "fights" and not clause.passive:
        allies = clause.with_preposition("alongside")
        yield from _claims(reading, verb, "sidesWith", _pairs(reading, _doers(reading, verb), allies))
        foes = (*clause.patients, *clause.with_preposition("against"))
        pairs = _pairs(reading, _doers(reading, verb), foes)
        yield from _claims(reading, verb, "attacks", (p for p in pairs if _either(p, _ARMED)))
    elif row.means == "clashes" and not clause.passive:
        sides = [*_doers(reading, verb), *clause.with_preposition("with")]
        yield from _clash(reading, verb, sides)
    elif row.means == "meets" and not clause.passive:
        others = clause.with_preposition("with") + (() if row.note == "with" else clause.patients)
        yield from _meeting(reading, verb, _doers(reading, verb), others)


def _backing(reading: Reading, verb: "Token") -> tuple[tuple["Token", ...], tuple["Token", ...]]:
    """Who backs whom, in a clause or in "Turkey-backed rebels"."""
    if verb.dep_ == "amod" and verb.tag_ == "VBN":
        by = tuple(c for c in verb.children if c.dep_ in ("npadvmod", "compound", "nmod") and c.i < verb.i)
        return by, (verb.head,)
    return _doers(reading, verb), reading.clause(verb).patients


def _doers(reading: Reading, verb: "Token") -> tuple["Token", ...]:
    """Who does it; of "accused the army of backing the militia", the army."""
    above = verb.head.head if verb.dep_ == "pcomp" and verb.head.dep_ == "prep" else None
    accused = tuple(c for c in above.children if c.dep_ == "dobj") if above is not None else ()
    return accused or reading.clause(verb).agents


def _backed(backer: Referent, backed: Referent) -> bool:
    """Whether it is a side that is backed, and no people in need of help."""
    return backer.entity.type in _BODIES and backed.entity.type in _BODIES


def _noun(reading: Reading, incidents: Incidents, noun: "Token") -> Iterator[Claim]:
    if noun.lower_ in word_class("side"):
        yield from _side(reading, noun)
        return
    activity = look_up("activity", noun)
    if activity is not None and activity.means == "supporter":
        yield from _supporters(reading, noun)
        return
    row = look_up("dealings", noun)
    if row is None or reading.register.chain_at(noun) is not None:
        return
    around = [*obliques(noun)]
    if noun.dep_ in ("nsubj", "nsubjpass", "dobj") and noun.head.pos_ == "VERB":
        around += [(p, h) for p, h in obliques(noun.head) if p == "between"]  # "clashes broke out between"
    between = [side for p, head in around if p == "between" for side in _sides(reading, head)]
    if row.means == "fights":
        if incidents.at(noun) is not None:
            return
        doers = [c for c in noun.children if c.dep_ in ("poss", "compound", "amod")]
        doers += [h for p, h in around if p in ("by", "of")]
        if noun.dep_ == "dobj":
            doers += reading.clause(noun.head).agents
        foes = [head for preposition, head in around if preposition == "against"]
        pairs = _pairs(reading, doers, foes)
        yield from _claims(reading, noun, "attacks", (p for p in pairs if _either(p, _ARMED)))
        if len(between) > 1:
            yield from _clash(reading, noun, between)
    elif row.means == "clashes":
        yield from _clash(reading, noun, between)
    elif row.means == "meeting":
        verb = noun.head if noun.dep_ == "dobj" else None
        holds = look_up("dealings", verb) if verb is not None else None
        if verb is not None and holds is not None and holds.means == "holds":
            agents = reading.clause(verb).agents
            others = [h for p, h in (*around, *obliques(verb)) if p == "with"]
            yield from _meeting(reading, verb, agents, others)
        elif len(between) > 1:
            yield from _meeting(reading, noun, between, ())


def _sides(reading: Reading, head: "Token") -> Iterator["Token"]:
    """The heads of "the SDF and Turkish forces", where the parse may hang the first on the second."""
    for child in head.children:
        named = child.dep_ in ("nmod", "compound") and reading.register.chain_at(child) is not None
        if named and any(c.dep_ == "cc" for c in child.children):
            yield child
    yield head


def _clash(reading: Reading, at: "Token", sides: Iterable["Token"]) -> Iterator[Claim]:
    """Those who clash attack each other."""
    heads = tuple(dict.fromkeys(sides))
    found = [r for h in heads if (r := reading.referent(h, "agent")) is not None]
    pairs = [(a, b) for a, b in permutations(found, 2) if a.entity != b.entity]
    yield from _claims(reading, at, "attacks", (p for p in pairs if _either(p, _FORCES)))


def _meeting(
    reading: Reading, at: "Token", agents: Iterable["Token"], others: Iterable["Token"]
) -> Iterator[Claim]:
    """Those who meet others; without others, the ones named first meet those named after them."""
    ones, rest = tuple(agents), tuple(dict.fromkeys(others))
    if not rest:
        ones, rest = ones[:1], ones[1:]
    pairs = [p for p in _pairs(reading, ones, rest) if _either(p, _OFFICIAL)]
    yield from _claims(reading, at, "metWith", pairs)


def _pairs(
    reading: Reading, doers: Iterable["Token"], others: Iterable["Token"], any_: str = ""
) -> Iterator[Pair]:
    """Every one of some agents with every one of others; ``any_``: the others need be no agents."""
    ends = [r for h in others if (r := _referent(reading, h, "" if any_ else "agent")) is not None]
    for head in doers:
        doer = _referent(reading, head, "agent") or reading.state(head)
        for other in ends:
            if doer is not None and doer.entity.type in AGENT_TYPES and doer.entity != other.entity:
                yield doer, other


def _referent(reading: Reading, head: "Token", role: str) -> Referent | None:
    return officeholder(reading, head) or reading.referent(head, role)


def _either(pair: Pair, types: frozenset[str]) -> bool:
    return any(referent.entity.type in types for referent in pair)


def _claims(reading: Reading, at: "Token", predicate: str, pairs: Iterable[Pair]) -> Iterator[Claim]:
    for one, other in pairs:
        evidence = reading.span(at, one.head, other.head)
        stance = Stance.ALLEGED if _blamed(at) else None
        yield reading.claim(one, predicate, other, evidence, at, extractor=NAME, stance=stance)


def _blamed(verb: "Token") -> bool:
    """Whether a verb tells what somebody is accused of."""
    row = look_up("perpetration", verb.head.head) if verb.dep_ == "pcomp" else None
    return row is not None and row.means == "blames"


def _supporters(reading: Reading, noun: "Token") -> Iterator[Claim]:
    """As in "its supporters like Russia", "Iran, an ally of the government", "the king's ally Prince X"."""
    owners = [c for c in noun.children if c.dep_ == "poss"] + [h for p, h in obliques(noun) if p == "of"]
    backed = next((r for o in owners if (r := reading.referent(o, "agent")) is not None), None)
    if backed is None or backed.entity.type not in _BODIES:
        return
    listed = [m for p, h in obliques(noun) if p in word_class("example") for m in coordinated(h)]
    for head in (*listed, *_said_of(reading, noun)):
        supporter = reading.referent(head, "agent")
        if supporter is None or supporter.entity.type not in _BODIES or supporter.entity == backed.entity:
            continue
        evidence = reading.span(backed.head, noun, head)
        stance = Stance.ASSERTED if head in listed else None
        at = noun.head if noun.dep_ == "attr" else noun
        yield reading.claim(supporter, "sidesWith", backed, evidence, at, extractor=NAME, stance=stance)


def _said_of(reading: Reading, noun: "Token") -> Iterator["Token"]:
    """The names that a description is put beside, or said of: "X, an ally of Y", "X is an ally of Y"."""
    yield from (c for c in noun.children if c.dep_ == "appos" and reading.register.chain_at(c) is not None)
    if noun.dep_ in ("appos", "compound") and reading.register.chain_at(noun.head) is not None:
        yield noun.head
    elif noun.dep_ == "attr" and noun.head.lemma_ in word_class("copula"):
        yield from subjects(noun.head)


def _side(reading: Reading, noun: "Token") -> Iterator[Claim]:
    """As in "took the side of the king"; "X sides with Y", which the tagger takes for a noun."""
    if noun.dep_ == "dobj" and noun.head.lemma_ == "take":
        heads = [h for p, h in obliques(noun) if p in ("of", "with")]
        pairs = _pairs(reading, reading.clause(noun.head).agents, heads)
        yield from _claims(reading, noun.head, "sidesWith", pairs)
    elif noun.dep_ == "ROOT":
        doers = [c for c in noun.children if c.dep_ == "compound" and c.i < noun.i]
        heads = [h for p, h in obliques(noun) if p == "with"]
        yield from _claims(reading, noun, "sidesWith", _pairs(reading, doers, heads))
