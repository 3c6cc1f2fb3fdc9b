"""Displacement: who had to leave, how many, from where to where, and what drove them out."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from onrecord import gazetteer
from onrecord.claim import Claim
from onrecord.clause import Clause, obliques
from onrecord.entity import Entity
from onrecord.incidents import Incidents
from onrecord.lexicon import Trigger, look_up, word_class
from onrecord.reading import Reading
from onrecord.referent import Referent, bare
from onrecord.syntax import passage_of
from onrecord.whereabouts import PLACES, place

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = "displacement"
_PEOPLE = frozenset({"PopulationGroup", "Person", "CollectiveAgent"})


def extract(reading: Reading, incidents: Incidents) -> Iterator[Claim]:
    """Yield the claims about displacement that the document tells of."""
    for token in reading.tokens():
        row = look_up("displacement", token) if token.pos_ in ("VERB", "NOUN", "ADJ") else None
        if row is None:
            continue
        as_state = row.means == "homeless" or row.means == "displace" and token.dep_ == "acomp"
        if as_state and token.dep_ in ("acomp", "oprd", "ccomp"):
            yield from _told_by_state(reading, incidents, token)
        elif row.means == "displacement":
            yield from _told_by_noun(reading, incidents, token, row)
        elif row.pos == "verb":
            yield from _told_by_verb(reading, incidents, token, row)


def _told_by_noun(reading: Reading, incidents: Incidents, noun: "Token", row: Trigger) -> Iterator[Claim]:
    """As in "the exodus of 12,000 refugees from the camp"."""
    pairs = tuple(obliques(noun))
    for people in (head for preposition, head in pairs if preposition == "of"):
        routes = (*pairs, *obliques(people))
        if row.note != "route" or _route(reading, routes):
            yield from _displaced(reading, incidents, noun, people, (), [], routes)


def _told_by_state(reading: Reading, incidents: Incidents, state: "Token") -> Iterator[Claim]:
    """As in "1.7 million people remain displaced", "were left homeless", "left 3,000 families homeless"."""
    verb = state.head
    if verb.pos_ not in ("VERB", "AUX"):
        return
    clause = reading.clause(verb)
    own = [c for c in state.children if c.dep_ in ("nsubj", "nsubjpass")]
    made = look_up("displacement", verb)
    if own or clause.passive or made is not None:
        people, causes = own or list(clause.patients), clause.agents
    elif verb.lemma_ in word_class("copula"):
        people, causes = list(clause.agents), ()
    else:
        return
    for patient in people:
        yield from _displaced(reading, incidents, state, patient, causes, [], crowd=True)


def _told_by_verb(reading: Reading, incidents: Incidents, verb: "Token", row: Trigger) -> Iterator[Claim]:
    clause = reading.clause(verb)
    if row.means == "displace":
        counted = [c for c in verb.children if c.dep_ == "npadvmod" and c.i > verb.i and reading.quantity(c)]
        for patient in clause.patients or tuple(counted):
            yield from _displaced(reading, incidents, verb, patient, clause.agents, [verb])
    elif row.means == "force":
        flights = [
            c for c in verb.children if c.dep_ in ("xcomp", "ccomp", "advcl") and _is_flight(reading, c)
        ]
        if flights:
            for patient in clause.patients or tuple(
                c for f in flights for c in f.children if c.dep_ == "nsubj"
            ):
                verbs = [*flights, *(c for f in flights for c in f.children if c.dep_ == "conj")]
                yield from _displaced(reading, incidents, verb, patient, clause.agents, verbs)
        elif row.note == "out" and _out_of_home(reading, clause):
            for patient in clause.patients:
                yield from _displaced(reading, incidents, verb, patient, clause.agents, [verb], crowd=True)
    elif row.means == "move" or row.note == "moved" and clause.passive:
        if clause.passive and _route(reading, clause.obliques):
            for patient in clause.patients:
                yield from _displaced(reading, incidents, verb, patient, clause.agents, [verb], crowd=True)
    elif row.means == "flee" and _is_flight(reading, verb) and _stands_alone(verb):
        for agent in clause.agents:
            yield from _displaced(reading, incidents, verb, agent, (), [verb])


def _out_of_home(reading: Reading, clause: Clause) -> bool:
    """Whether somebody is driven from a place where people live."""
    for head in clause.with_preposition(*word_class("origin"), "off"):
        row = look_up("displacement", head)
        spot = place(reading, head)
        if row is not None and row.means == "home" or spot is not None and spot.entity.type in PLACES:
            return True
    return False


def _route(reading: Reading, pairs: Iterable[tuple[str, "Token"]]) -> bool:
    """Whether some prepositional phrases tell from which place or where to."""
    spots = (
        place(reading, head) for preposition, head in pairs if preposition in (*word_class("origin"), "to")
    )
    return any(spot is not None and spot.entity.type in PLACES for spot in spots)


def _is_flight(reading: Reading, verb: "Token") -> bool:
    row = look_up("displacement", verb)
    if row is None or row.means != "flee":
        return False
    if verb.lemma_ in word_class("leave"):
        return True
    return any(
        (r := look_up("displacement", h)) is not None and r.means == "home"
        for h in reading.clause(verb).patients
    )


def _stands_alone(verb: "Token") -> bool:
    """Whether a verb of flight is told for itself, not as what somebody was forced to."""
    own = any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
    return verb.dep_ != "xcomp" and (verb.dep_ != "conj" or own)


def _is_home(head: "Token") -> bool:
    row = look_up("displacement", head)
    return row is not None and row.means == "home"


def _displaced(
    reading: Reading,
    incidents: Incidents,
    at: "Token",
    patient: "Token",
    causes: tuple["Token", ...],
    verbs: list["Token"],
    routes: tuple[tuple[str, "Token"], ...] = (),
    *,
    crowd: bool = False,
) -> Iterator[Claim]:
    people = _people(reading, patient)
    if people is None or people.entity.type not in _PEOPLE or crowd and people.entity.type == "Person":
        return
    make = reading.claim
    node = Referent(
        Entity("Displacement", at.text, None, reading.nth(at)), at.text, passage_of(at).select(at, at), at
    )
    objects = [p for v in verbs for p in reading.clause(v).patients if p != patient]
    evidence = reading.span(patient, at, *verbs[:1], *objects[:1])
    yield make(node, "affected", people, evidence, at, extractor=NAME)
    counted = reading.quantity(patient)
    if counted is not None:
        whole = reading.span(patient, at, *verbs[:1], *objects[:1], *causes)
        yield make(node, "count", counted[0], whole, at, extractor=NAME)
    for cause in causes:
        incident = incidents.at(cause)
        if incident is not None:
            yield make(
                incidents.referent(incident, cause),
                "caused",
                node,
                reading.span(cause, patient, *objects[:1]),
                at,
                extractor=NAME,
            )
        elif look_up("conflicts", cause) is not None:
            words = reading.phrase(cause)
            conflict = Referent(Entity("Conflict", bare(words.exact), None, 1), words.exact, words, cause)
            yield make(conflict, "caused", node, reading.span(cause, patient, at), at, extractor=NAME)
        elif at.pos_ == "VERB":
            actor = reading.referent(cause, "agent")
            if actor is not None:
                yield make(node, "actor", actor, reading.span(patient, at, cause), at, extractor=NAME)
    pairs = [(preposition, head, False) for preposition, head in routes]
    for verb in verbs:
        left_home = any(_is_home(h) for h in reading.clause(verb).patients if h != patient)
        pairs += [(preposition, head, left_home) for preposition, head in reading.clause(verb).obliques]
    row = look_up("displacement", at)
    stays = row is not None and row.means in ("displace", "homeless", "displacement")
    when = reading.time(at)
    if when is not None:
        yield make(node, "time", when[0], when[1], at, extractor=NAME, object_text=when[1].exact)
    for preposition, head, left_home in pairs:
        spot = place(reading, head)
        if spot is None or spot.entity.type not in PLACES:
            continue
        whole = reading.span(patient, spot.head)
        if preposition in word_class("origin") or preposition == "in" and left_home:
            yield make(node, "origin", spot, whole, at, extractor=NAME)
        elif preposition == "in" and stays:
            yield make(node, "tookPlaceIn", spot, whole, at, extractor=NAME)
        elif preposition in word_class("destination"):
            yield make(node, "destination", spot, whole, at, extractor=NAME)
    for verb in verbs:
        for head in [p for v in (verb,) for p in reading.clause(v).patients]:
            spot = place(reading, head)
            if verb.lemma_ in word_class("leave") and spot is not None and spot.entity.type in PLACES:
                yield make(node, "origin", spot, reading.span(verb, spot.head), at, extractor=NAME)


def _people(reading: Reading, head: "Token") -> Referent | None:
    """The people that a noun phrase stands for, or a bare number: "thousands were driven out"."""
    found = reading.referent(head)
    if head.ent_type_ == "CARDINAL":  # "thousands of civilians"
        counted = next((h for preposition, h in obliques(head) if preposition == "of"), None)
        found = reading.referent(counted) if counted is not None else found
    if found is None or found.entity.type not in _PEOPLE:
        nation = gazetteer.demonym(head.text) or gazetteer.demonym(head.text.removesuffix("s"))
        if head.tag_ in ("NNPS", "NNS") and nation is not None and nation.country:  # "218,000 Malians"
            words = reading.phrase(head)
            return Referent(
                Entity("PopulationGroup", head.text, None, reading.nth(head)), words.exact, words, head
            )
    if found is not None or head.ent_type_ != "CARDINAL" or reading.quantity(head) is None:
        return found
    selector = reading.phrase(head)
    return Referent(
        Entity("PopulationGroup", head.text, None, reading.nth(head)), selector.exact, selector, head
    )
