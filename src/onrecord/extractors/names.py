"""What things are and what they are called: classes, kinds, other names, who runs them, where they stand."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord import gazetteer
from onrecord.claim import Claim, Explicitness, Kind, Stance
from onrecord.clause import coordinated, noun_phrase, obliques
from onrecord.entity import AGENT_TYPES, Entity
from onrecord.identity import body_type, copulas
from onrecord.incidents import Incidents
from onrecord.label import label_of, name_span, normal
from onrecord.lexicon import look_up, words
from onrecord.nesting import nested
from onrecord.reading import Reading, belongs_to
from onrecord.referent import Referent
from onrecord.syntax import passage_of
from onrecord.whereabouts import PLACES, place, places_of

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = "names"
_NAMED_AFTER_THEIR_PLACE = frozenset({"military", "infrastructure", "camp"})
_BODIES = AGENT_TYPES - {"Person", "PopulationGroup", "Agent", "MediaOutlet", "CollectiveAgent"}


def extract(reading: Reading, incidents: Incidents) -> Iterator[Claim]:
    """Yield what the document says its things are, are called, and where they stand."""
    yield from _types(reading)
    yield from _aliases(reading)
    yield from _variants(reading)
    yield from _place_kinds(reading)
    yield from _nested(reading)
    for token in reading.tokens():
        if token.pos_ in ("NOUN", "PROPN"):
            yield from _facility(reading, token)
            yield from _members(reading, token)


def _types(reading: Reading) -> Iterator[Claim]:
    for subject, noun in copulas(reading):
        type_ = body_type(noun)
        whose = reading.referent(subject, "agent")
        if type_ is None or whose is None or type_ not in AGENT_TYPES or whose.entity.type not in AGENT_TYPES:
            continue
        yield reading.claim(
            whose,
            "type",
            type_,
            reading.span(subject, noun),
            noun.head if noun.dep_ == "attr" else noun,
            extractor=NAME,
            object_text=reading.phrase(noun).exact,
        )


def _aliases(reading: Reading) -> Iterator[Claim]:
    for alias in reading.register.aliases():
        subject = Referent(alias.subject, alias.subject_text, alias.evidence, alias.position)
        yield reading.claim(
            subject,
            "alias",
            alias.name,
            alias.evidence,
            alias.position,
            extractor=NAME,
            explicitness=Explicitness.STATED if alias.stated else Explicitness.IMPLIED,
            object_text=alias.name,
        )


def _variants(reading: Reading) -> Iterator[Claim]:
    """A facility named after a body in other words: the "Civil Defence centre" of a Civil Defense."""
    told: set[tuple[Entity, str]] = set()
    for name in reading.names:
        if name.type != "Facility" or name.first == name.head:
            continue
        modifier = name.first.doc[name.first.i : name.head.i]
        text = label_of(name)[: -len(name.head.text)].strip()
        if len(modifier) < 2 or not text:
            continue
        for chain in reading.register.chains():
            entity = reading.register.entity(chain)
            forms = {normal(n.text) for n in chain.names}
            if entity.type not in AGENT_TYPES or entity.type == "Person" or normal(text) in forms:
                continue
            if (
                any(form.endswith(" " + normal(text)) for form in forms)
                and (entity, normal(text)) not in told
            ):
                told.add((entity, normal(text)))
                evidence = name_span(name)
                subject = Referent(entity, text, evidence, name.head)
                yield reading.claim(
                    subject,
                    "alias",
                    text,
                    evidence,
                    name.head,
                    extractor=NAME,
                    explicitness=Explicitness.IMPLIED,
                    object_text=text,
                )


def _place_kinds(reading: Reading) -> Iterator[Claim]:
    """As in "Kafranbel city", "the town of Idlib", "Idlib province"."""
    done: set[Entity] = set()
    for name in reading.names:
        chain = reading.register.chain_of(name)
        entity = reading.register.entity(chain)
        if entity.type not in ("Settlement", "Region", "Place") or entity in done:
            continue
        noun = name.head if name.head == name.last and name.first != name.last else None
        trigger = look_up("heads", noun) if noun is not None else None
        evidence = name_span(name)
        if trigger is None or trigger.means not in PLACES:
            before = name.first.nbor(-1) if name.first.i > 1 else None
            noun = before.nbor(-1) if before is not None and before.lower_ == "of" else None
            if noun is not None and any(t.pos_ == "PROPN" for t in (noun, *noun.lefts)):
                noun = None  # "the Zeitoun neighbourhood of Gaza" says of Gaza nothing
            trigger = look_up("heads", noun) if noun is not None else None
            if noun is not None:
                evidence = reading.span(next(iter(noun.lefts), noun), name.last)
        if trigger is None or trigger.means not in PLACES or not trigger.note or noun is None:
            continue
        done.add(entity)
        subject = Referent(entity, evidence.exact, evidence, name.head)
        yield reading.claim(
            subject, "kind", Kind(trigger.note), evidence, name.head, extractor=NAME, object_text=noun.text
        )


def _nested(reading: Reading) -> Iterator[Claim]:
    """As in "Kafranbel in Idlib province", "Palmyra, Syria", "Aleppo's Sukkari district"."""
    told: set[tuple[Entity, Entity]] = set()
    for inner, outer in nested(reading.names):
        one, other = (reading.register.entity(reading.register.chain_of(name)) for name in (inner, outer))
        if one.type not in PLACES | {"Facility"} or one.type == "Country" or other.type not in PLACES:
            continue
        if one == other or (one, other) in told or _lies_elsewhere(one, other):
            continue
        told.add((one, other))
        subject, object_ = (
            Referent(entity, name_span(name).exact, name_span(name), name.head)
            for entity, name in ((one, inner), (other, outer))
        )
        evidence = reading.span(inner.first, inner.last, outer.first, outer.last)
        yield reading.claim(subject, "locatedIn", object_, evidence, inner.head, extractor=NAME)


def _lies_elsewhere(one: Entity, other: Entity) -> bool:
    """Whether the gazetteer knows both places, and the one not in the other."""
    inner = gazetteer.place(one.gazetteer) if one.gazetteer else None
    outer = gazetteer.place(other.gazetteer) if other.gazetteer else None
    if inner is None or outer is None or outer.kind in ("settlement", "area"):
        return False
    return inner.country != outer.country or outer.kind == "region" and inner.admin1 != outer.id


def _facility(reading: Reading, head: "Token") -> Iterator[Claim]:
    trigger = look_up("heads", head)
    if trigger is None or trigger.means != "Facility":
        return
    facility = reading.referent(head)
    if facility is None or facility.entity.type != "Facility":
        return
    first, last = noun_phrase(head)
    kind = trigger.note
    if not kind:
        rows = [look_up("facility-modifiers", t) for t in head.doc[first.i : last.i]]
        kind = next((row.means for row in rows if row is not None), "")
    if kind:
        yield reading.claim(
            facility, "kind", Kind(kind), facility.selector, head, extractor=NAME, object_text=facility.text
        )
    for child in head.children:
        if child.dep_ in ("acl", "relcl") and look_up("operation", child) is not None:
            clause = reading.clause(child)
            if clause.passive:
                for agent in clause.agents:
                    operator = reading.referent(agent, "agent")
                    if operator is not None and operator.entity.type in AGENT_TYPES:
                        yield reading.claim(
                            facility,
                            "operatedBy",
                            operator,
                            reading.span(first, operator.head),
                            child,
                            extractor=NAME,
                        )
    named = reading.register.chain_at(head) is not None
    if named and kind in _NAMED_AFTER_THEIR_PLACE:
        yield from _namesake(reading, facility)
    plural = head.tag_ in ("NNS", "NNPS")
    spots = _own_places(reading, head)
    if not spots and not plural and not named:
        spots = list(places_of(reading, head))[:1]
    if not spots and not named:  # "schools, hospitals, and rescue centers in Idlib"
        spots = _own_places(reading, _last_of_list(head))
    if spots:
        spot = spots[0]
        yield reading.claim(
            facility,
            "locatedIn",
            spot,
            reading.span(first, spot.head),
            head,
            extractor=NAME,
            explicitness=Explicitness.AMBIGUOUS if plural else Explicitness.STATED,
        )


def _namesake(reading: Reading, facility: Referent) -> Iterator[Claim]:
    """As in "the Deir Ezzor air base", "Hodeidah port": a facility that bears the name of its place."""
    name = reading.register.name_at(facility.head)
    if name is None or facility.entity.gazetteer:
        return
    doc = name.first.doc
    for last in range(name.last.i - 1, name.first.i - 1, -1):
        words_ = doc[name.first.i : last + 1].text
        entry = reading.register.linker.link(words_, "Settlement") if gazetteer.places(words_) else None
        found = gazetteer.place(entry) if entry else None
        if found is not None and found.kind in ("settlement", "region"):
            selector = passage_of(name.first).select(name.first, doc[last])
            type_ = "Region" if found.kind == "region" else "Settlement"
            spot = Referent(Entity(type_, words_, entry), words_, selector, doc[last])
            yield reading.claim(
                facility,
                "locatedIn",
                spot,
                facility.selector,
                facility.head,
                extractor=NAME,
                explicitness=Explicitness.IMPLIED,
            )
            return


def _members(reading: Reading, head: "Token") -> Iterator[Claim]:
    """As in "terrorists of the FMLN", "FMLN guerrillas", "members of the army": people of a body."""
    if reading.register.chain_at(head) is not None:
        return
    trigger = look_up("heads", head)
    if trigger is None or trigger.note not in ("fighters", "people"):
        return
    people = reading.referent(head, "agent")
    if people is None or people.entity.type not in ("ArmedGroup", "PopulationGroup"):
        return
    for body_head in belongs_to(reading, head):
        body = reading.referent(body_head, "agent")
        plain = reading.referent(body_head)
        seat = plain is not None and plain.entity.type in PLACES - {
            "Country"
        }  # "residents of X" are of no body
        if body is not None and not seat and body.entity.type in _BODIES and body.entity != people.entity:
            yield reading.claim(
                people,
                "memberOf",
                body,
                reading.span(head, body_head),
                head,
                extractor=NAME,
                stance=Stance.ASSERTED,
            )


def _last_of_list(head: "Token") -> "Token":
    first = head
    while first.dep_ == "conj" and first.head.pos_ in ("NOUN", "PROPN"):
        first = first.head
    return coordinated(first)[-1]


def _own_places(reading: Reading, head: "Token") -> list[Referent]:
    found = []
    for preposition, inner in obliques(head):
        if preposition in words("locatives") or preposition == "of":
            spot = place(reading, inner)
            if spot is not None and spot.entity.type in PLACES:
                found.append(spot)
    return found
