"""Displacement: who had to leave, how many, from where to where, and what drove them out."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.claim import Claim
from onrecord.entity import Entity
from onrecord.incidents import Incidents
from onrecord.lexicon import look_up
from onrecord.reading import Reading, Referent
from onrecord.syntax import passage_of
from onrecord.whereabouts import PLACES, place

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = "displacement"
_PEOPLE = frozenset({"PopulationGroup", "Person", "CollectiveAgent"})


def extract(reading: Reading, incidents: Incidents) -> Iterator[Claim]:
    """Yield the claims about displacement that the document tells of."""
    for token in reading.tokens():
        if token.pos_ != "VERB":
            continue
        row = look_up("displacement", token)
        if row is None:
            continue
        clause = reading.clause(token)
        if row.means == "displace":
            for patient in clause.patients:
                yield from _displaced(reading, incidents, token, patient, clause.agents, [token])
        elif row.means == "force":
            flights = [
                c for c in token.children if c.dep_ in ("xcomp", "ccomp", "advcl") and _is_flight(reading, c)
            ]
            if flights:
                for patient in clause.patients or tuple(
                    c for f in flights for c in f.children if c.dep_ == "nsubj"
                ):
                    verbs = [*flights, *(c for f in flights for c in f.children if c.dep_ == "conj")]
                    yield from _displaced(reading, incidents, token, patient, clause.agents, verbs)
        elif row.means == "flee" and _is_flight(reading, token) and token.dep_ not in ("xcomp", "conj"):
            for agent in clause.agents:
                yield from _displaced(reading, incidents, token, agent, (), [token])


def _is_flight(reading: Reading, verb: "Token") -> bool:
    row = look_up("displacement", verb)
    if row is None or row.means != "flee":
        return False
    if verb.lemma_ == "flee":
        return True
    return any(
        (r := look_up("displacement", h)) is not None and r.means == "home"
        for h in reading.clause(verb).patients
    )


def _displaced(
    reading: Reading,
    incidents: Incidents,
    at: "Token",
    patient: "Token",
    causes: tuple["Token", ...],
    verbs: list["Token"],
) -> Iterator[Claim]:
    people = reading.referent(patient)
    if people is None or people.entity.type not in _PEOPLE:
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
    for verb in verbs:
        for preposition, head in reading.clause(verb).obliques:
            spot = place(reading, head)
            if spot is None or spot.entity.type not in PLACES:
                continue
            if preposition in ("to", "in", "into", "towards", "toward"):
                yield make(node, "destination", spot, reading.span(patient, spot.head), at, extractor=NAME)
            elif preposition == "from":
                yield make(node, "origin", spot, reading.span(patient, spot.head), at, extractor=NAME)
        for head in [p for v in (verb,) for p in reading.clause(v).patients]:
            spot = place(reading, head)
            if verb.lemma_ == "flee" and spot is not None and spot.entity.type in PLACES:
                yield make(node, "origin", spot, reading.span(verb, spot.head), at, extractor=NAME)
