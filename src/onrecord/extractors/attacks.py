"""Attacks: their kind, target, alleged perpetrator, weapon, place, time and number."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.accusation import accused, denying
from onrecord.aims import targets
from onrecord.answering import answering
from onrecord.arms import weapons
from onrecord.claim import Attitude, Claim, Explicitness, Kind, Polarity, Stance
from onrecord.clause import subjects
from onrecord.entity import Entity
from onrecord.incident import Incident
from onrecord.incidents import Incidents
from onrecord.lexicon import words
from onrecord.mention import Selector
from onrecord.perpetration import perpetrators
from onrecord.quantity import Quantity
from onrecord.reading import Reading
from onrecord.referent import Referent
from onrecord.whereabouts import places_of

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = "attacks"


def extract(reading: Reading, incidents: Incidents) -> Iterator[Claim]:
    """Yield the claims about each attack that the document tells of."""
    for incident in incidents.all():
        told: set[tuple[str, object]] = set()
        for token in dict.fromkeys(incident.triggers):
            for claim in _at_trigger(reading, incidents, incident, token):
                what: object = claim.object
                if claim.predicate == "weapon" and isinstance(what, Entity):
                    what = what.name.casefold()  # "the bomb", told of again
                if (claim.predicate, what) not in told:
                    told.add((claim.predicate, what))
                    yield claim
        yield from _members(reading, incidents, incident)
    for incident, token, suspect, words_of in answering(reading, incidents):
        attack = incidents.referent(incident, incident.triggers[0])
        yield reading.claim(
            attack, "allegedPerpetrator", suspect, words_of, token, extractor=NAME, stance=Stance.ALLEGED
        )


def _at_trigger(
    reading: Reading, incidents: Incidents, incident: Incident, token: "Token"
) -> Iterator[Claim]:
    attack = incidents.referent(incident, token)
    make = reading.claim
    if token == incident.triggers[0]:
        yield make(
            attack,
            "kind",
            Kind(incident.kind),
            attack.selector,
            token,
            extractor=NAME,
            object_text=token.text,
        )
    aimed_at = list(targets(reading, token))
    for target, explicitness in aimed_at:
        evidence = reading.span(token, target.head) if target.head.doc is token.doc else target.selector
        yield make(
            attack,
            "target",
            target,
            evidence,
            token,
            extractor=NAME,
            explicitness=explicitness,
            object_text=_described(reading, target),
        )
    for suspect, words_of in accused(reading, token):
        yield make(
            attack, "allegedPerpetrator", suspect, words_of, token, extractor=NAME, stance=Stance.ALLEGED
        )
    for suspect, words_of in denying(reading, token):
        yield make(
            attack,
            "allegedPerpetrator",
            suspect,
            words_of,
            token,
            extractor=NAME,
            polarity=Polarity.DENIED,
            stance=Stance.ATTRIBUTED,
            holder=suspect.entity,
            attitude=Attitude.BELIEF,
        )
    for perpetrator, words_of, explicitness in perpetrators(reading, token):
        yield make(
            attack,
            "allegedPerpetrator",
            perpetrator,
            words_of,
            token,
            extractor=NAME,
            explicitness=explicitness,
        )
    heads = [token, *(t.head for t, _ in aimed_at)]
    if token.dep_ == "nsubj" and token.head.pos_ == "VERB":  # "an airstrike destroyed a school in X"
        heads += [token.head, *reading.clause(token.head).patients]
    for spot in _places(reading, heads):
        yield make(attack, "tookPlaceIn", spot, reading.span(token, spot.head), token, extractor=NAME)
    for weapon in weapons(reading, token):
        yield make(attack, "weapon", weapon, reading.span(token, weapon.head), token, extractor=NAME)
    when = reading.time(token)
    if when is not None:
        yield make(attack, "time", when[0], when[1], token, extractor=NAME, object_text=when[1].exact)
    yield from _number(reading, incident, attack, token)
    adverb = next((c for c in token.children if c.dep_ == "advmod" and c.lower_ in words("deliberate")), None)
    if adverb is not None:
        yield make(
            attack,
            "intentional",
            True,
            reading.span(adverb, token, *(t.head for t, _ in aimed_at)),
            token,
            extractor=NAME,
            explicitness=Explicitness.AMBIGUOUS,
            object_text=adverb.text,
        )


def _described(reading: Reading, target: Referent) -> str:
    """The words of a target with who runs it: "a medical center run by the White Helmets"."""
    for child in target.head.children:
        if child.dep_ == "acl" and target.head.doc is child.doc:
            agents = reading.clause(child).agents if reading.clause(child).passive else ()
            if agents:
                end = reading.span(agents[0]).end
                return reading.document.text[target.selector.start : end]
    return target.text


def _places(reading: Reading, heads: list["Token"]) -> Iterator[Referent]:
    seen: set[object] = set()
    for head in heads:
        for spot in places_of(reading, head):
            if spot.entity not in seen:
                seen.add(spot.entity)
                yield spot
                break  # "in Idlib, in Syria": the nearest place says where
        if seen:
            return


def _number(reading: Reading, incident: Incident, attack: Referent, token: "Token") -> Iterator[Claim]:
    if token.pos_ == "VERB":
        return
    counted = reading.quantity(token)
    if counted is not None:
        yield reading.claim(
            attack,
            "count",
            counted[0],
            reading.span(token) if counted[1].start > token.idx else _joined(reading, counted[1], token),
            token,
            extractor=NAME,
        )
    elif not incident.plural and not incident.series and token.tag_ == "NN":
        article = next((c for c in token.children if c.dep_ == "det" and c.lower_ in ("a", "an")), None)
        if article is not None and any(t.pos_ == "VERB" for t in incident.triggers):
            one = Quantity(article.text, None, 1, 1)
            yield reading.claim(
                attack,
                "count",
                one,
                reading.span(article, token),
                token,
                extractor=NAME,
                explicitness=Explicitness.AMBIGUOUS,
            )


def _joined(reading: Reading, words_of: Selector, token: "Token") -> Selector:
    end = reading.span(token)
    return reading.document.select(min(words_of.start, end.start), max(words_of.end, end.end))


def _members(reading: Reading, incidents: Incidents, series: Incident) -> Iterator[Claim]:
    """Parts of a series, their order, and the target and place they share with it."""
    if not series.members:
        return
    token, last = series.triggers[0], series.triggers[-1]
    whole = incidents.referent(series, last)
    parts = [incidents.referent(m, m.triggers[0] if m.triggers else token) for m in series.members]
    counted = series.count is not None  # of "two airstrikes" the one not told of is a part too
    known = [p for p, member in zip(parts, series.members, strict=True) if member.triggers or counted]
    if len({part.entity for part in known}) > 1:  # a series of one is none
        for part in known:
            yield reading.claim(whole, "hasPart", part, whole.selector, last, extractor=NAME)
    for index in range(1, len(parts)):
        if series.members[index].triggers and (counted or series.members[index - 1].triggers):
            later = parts[index]
            yield reading.claim(
                later, "follows", parts[index - 1], later.selector, later.head, extractor=NAME
            )
    untold = [
        incidents.referent(series, token),
        *(p for p, m in zip(parts, series.members, strict=True) if not m.triggers),
    ]
    told = next((m.triggers[0] for m in series.members if m.triggers), None)
    if told is None:
        return
    words_of = _with_preposition(reading, token)
    for target, _ in targets(reading, told):
        here = (reading.referent(head, "asset") for head in _subject_heads(token))
        shared = next((r for r in here if r is not None and r.entity == target.entity), None)
        if shared is None:
            continue  # what one of the blasts struck, the others need not have
        target = shared
        for node in untold:
            yield reading.claim(
                node, "target", target, words_of, token, extractor=NAME, explicitness=Explicitness.IMPLIED
            )
            for spot in _places(reading, [token, *_subject_heads(token), told, target.head]):
                yield reading.claim(
                    node,
                    "tookPlaceIn",
                    spot,
                    words_of,
                    token,
                    extractor=NAME,
                    explicitness=Explicitness.IMPLIED,
                )


def _with_preposition(reading: Reading, token: "Token") -> Selector:
    """The words of an event noun with the preposition before it: "after two Russian airstrikes"."""
    return reading.span(token.head if token.dep_ == "pobj" else token, token)


def _subject_heads(token: "Token") -> list["Token"]:
    verb = next((a for a in token.ancestors if a.pos_ == "VERB"), None)
    return list(subjects(verb)) if verb is not None else []
