"""Targets: whom or what the attack that a word tells of was on."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.arms import is_struck, weapon_row
from onrecord.claim import Explicitness
from onrecord.clause import coordinated, obliques, subjects
from onrecord.denial import negated
from onrecord.lexicon import lemma_of, look_up, word_class, words
from onrecord.phrasal import look_up_phrasal
from onrecord.reading import Reading
from onrecord.referent import Referent
from onrecord.whereabouts import place

if TYPE_CHECKING:
    from spacy.tokens import Token

_STATED, _IMPLIED = Explicitness.STATED, Explicitness.IMPLIED
_STRUCK = frozenset(
    {"Facility", "Asset", "Organization", "GovernmentalBody", "MediaOutlet", "CollectiveAgent"}
)
_BODILY = frozenset({"Facility", "Asset", "Settlement"})
#: Kinds of attack that a body is struck by only as a building: "the blast damaged the bank".
_BLASTS = frozenset({"airstrike", "shelling", "bombing", "suicideBombing", "mineExplosion", "arson"})


def targets(reading: Reading, token: "Token") -> Iterator[tuple[Referent, Explicitness]]:
    """Yield the targets of the attack that a word tells of, with how plainly they are told."""
    seen: set[object] = set()
    found = _of_verb(reading, token) if token.pos_ == "VERB" else _of_noun(reading, token)
    for target, explicitness in found:
        for one in (target, *named_beside(reading, target.head)):
            if one.entity not in seen:
                seen.add(one.entity)
                yield one, explicitness


def named_beside(reading: Reading, head: "Token") -> Iterator[Referent]:
    """Yield the people named beside a description of them: "the priests Ignacio E. and Segundo M."."""
    if head.pos_ not in ("NOUN", "PROPN") or reading.register.chain_at(head) is not None:
        return
    for child in head.children:
        if child.dep_ == "appos":
            for member in coordinated(child):
                person = reading.referent(member)
                named = reading.register.chain_at(member) is not None
                if named and person is not None and person.entity.type == "Person":
                    yield person


def _of_verb(reading: Reading, verb: "Token") -> Iterator[tuple[Referent, Explicitness]]:
    row = look_up_phrasal("attacks", verb)
    clause = reading.clause(verb)
    lost = row is not None and row.note == "armed"  # "downed a helicopter": what is a weapon elsewhere
    heads = [head for head in clause.patients if lost or is_struck(head, verb)]
    if row is not None and row.note == "lethal":
        return
    held = [c for c in verb.children if c.dep_ in ("dobj", "oprd") and c.lower_ in word_class("captive")]
    for captive in held:  # "took the engineers hostage", where the parse may join the two
        heads = [h for h in heads if h != captive]
        heads += [c for c in captive.children if c.dep_ in ("compound", "nmod") and c.ent_type_ != "GPE"]
    phrase = [c for c in verb.children if c.dep_ == "dobj" and c.lower_ in word_class("fire")]
    goes_off = row is not None and (row.note == "explosion" or row.note == "blow-up" and not clause.patients)
    if goes_off:
        if not clause.patients:  # "the car exploded"
            heads += [h for h in clause.agents if weapon_row(h) is None and look_up("attacks", h) is None]
        pairs = [*clause.obliques, *(pair for weapon in clause.patients for pair in obliques(weapon))]
        yield from _where(reading, tuple(pairs))
    elif row is None and not phrase and any(p == "on" and h.lower_ == "fire" for p, h in clause.obliques):
        pass  # "set two trucks on fire"
    elif held:
        pass
    elif row is None or look_up_phrasal("delivery", verb) is not None:
        towards = word_class("aim-at")
        pairs = list(clause.obliques)
        for weapon in clause.patients:
            pairs += obliques(weapon)
        if look_up_phrasal("delivery", verb) is not None:
            heads = heads if all(is_struck(head, verb) for head in clause.patients) else []
            if clause.passive:  # "bombs planted by terrorists in the hotel", where "in" hangs on them
                pairs += [pair for agent in clause.agents if agent.i > verb.i for pair in obliques(agent)]
            yield from _where(reading, tuple((p, h) for p, h in pairs if p not in towards))
        heads = [h for h in heads if row is not None] + [h for p, h in pairs if p in towards]
    striking = row is not None and (row.note == "fires" or row.note == "strike" and not clause.patients)
    if striking or verb.lemma_.lower() in word_class("aimed"):
        heads += clause.with_preposition(*word_class("strike-at"))
    if phrase:
        heads = [
            h for p, h in (*clause.obliques, *obliques(phrase[0])) if p == "to" or p in word_class("aim-at")
        ]
    for head in heads:
        if head.pos_ not in ("PRON", "ADJ"):  # "shot him", "shot dead the mayor"
            yield from _struck(reading, head)


def _of_noun(reading: Reading, noun: "Token") -> Iterator[tuple[Referent, Explicitness]]:
    row = look_up("attacks", noun)
    for preposition, head in obliques(noun):
        at_it = preposition in word_class("strike-at")
        if at_it or preposition == "of" and weapon_row(head) is None:
            yield from _struck(reading, head)
    if row is not None and row.means == "bombing":
        yield from _where(reading, tuple(obliques(noun)))
    if row is None or row.note == "lethal" or row.means == "abduction":
        yield from _whose(reading, noun)
    for child in noun.children:
        if child.dep_ in ("acl", "relcl") and child.lemma_ in (*word_class("aimed"), *word_class("struck")):
            clause = reading.clause(child)
            for head in (*clause.patients, *clause.with_preposition(*word_class("aim-of"))):
                if head != noun:
                    yield from _struck(reading, head)
    yield from _survivors(reading, noun)
    above = noun.head.head
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and lemma_of(above) in word_class("object-of"):
        for head in subjects(above.head) if above.dep_ == "attr" and not negated(above.head) else ():
            yield from _struck(reading, head)  # "the banks were the targets of attacks"
    verb = noun.head
    doing = [child for child in noun.children if child.dep_ in ("acl", "relcl")] + [verb]
    for deed in doing:  # "attacks were carried out against the embassies"
        row = look_up("perpetration", deed) if deed.pos_ == "VERB" else None
        if row is not None and row.means == "perpetrates":
            for head in reading.clause(deed).with_preposition(*word_class("aim")):
                yield from _struck(reading, head)
    verb = verb.head if noun.dep_ == "pobj" and verb.dep_ == "agent" else verb
    if noun.dep_ not in ("nsubj", "nsubjpass", "pobj") or verb.pos_ != "VERB":
        return
    clause = reading.clause(verb)
    if noun.dep_ == "pobj" and not (clause.passive and noun in clause.agents):
        return
    if verb.lemma_ in word_class("aimed"):  # "the attack was aimed at the ministry"
        for head in clause.with_preposition(*word_class("aim-of")):
            yield from _struck(reading, head)
    elif look_up_phrasal("occurrence", verb) is not None:
        yield from _where(reading, clause.obliques)
    through = clause.with_preposition("through") if verb.lemma_ in word_class("tear") else ()
    for head in through:  # "the blast ripped through the market"
        yield from ((r, e) for r, e in _struck(reading, head) if r.entity.type in _STRUCK)
    row = look_up("attacks", noun)
    blast = row is not None and row.means in _BLASTS
    for deed in (one for one in coordinated(verb) if noun in reading.clause(one).agents):
        own = look_up("attacks", deed)
        if (
            own is not None
            and own.note not in ("armed", "ambiguous")
            or deed.lemma_ not in word_class("struck")
        ):
            continue
        for head in reading.clause(deed).patients:
            for referent, _ in _struck(reading, head):
                if referent.entity.type in (_BODILY | _STRUCK if blast else _BODILY):
                    plain = deed.lemma_ not in word_class("ruin")
                    yield referent, _STATED if plain else _IMPLIED


def _survivors(reading: Reading, noun: "Token") -> Iterator[tuple[Referent, Explicitness]]:
    """Yield who "escaped from an attempt" or "survived an attack"."""
    verb = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "from" else noun.head
    if noun.dep_ in ("dobj", "pobj") and verb.lemma_ in word_class("survive"):
        for head in reading.clause(verb).agents:
            survivor = reading.referent(head)
            if survivor is not None and survivor.entity.type in ("Person", "PopulationGroup"):
                yield survivor, _IMPLIED


def _whose(reading: Reading, noun: "Token") -> Iterator[tuple[Referent, Explicitness]]:
    """Yield the victim of "the senator's murder", "the Galan assassination"."""
    if any(preposition == "of" for preposition, _ in obliques(noun)):
        return
    for child in noun.children:
        victim = reading.referent(child) if child.dep_ in ("poss", "compound", "nmod") else None
        if victim is not None and victim.entity.type in ("Person", "PopulationGroup"):
            yield victim, _STATED


def _where(
    reading: Reading, pairs: "tuple[tuple[str, Token], ...]"
) -> Iterator[tuple[Referent, Explicitness]]:
    """Yield the buildings and vehicles in, at or by which something went off."""
    for preposition, head in pairs:
        if preposition not in (*word_class("aim-at"), *word_class("around")) or lemma_of(head) in words(
            "thoroughfares"
        ):
            continue
        part = look_up("parts", head)
        beside = part is not None and part.note == "beside"  # "in front of the embassy"
        within = not beside and preposition in word_class("within")
        for referent, _ in _struck(reading, head):
            unknown = referent.entity.type == "Asset" and look_up("heads", head) is None
            if referent.entity.type in _STRUCK and not (unknown and head.nbor(-1) == head.head):
                yield referent, _STATED if within else _IMPLIED  # not "in response"


def _struck(reading: Reading, head: "Token") -> Iterator[tuple[Referent, Explicitness]]:
    """Yield what a head names that can be struck: "the basement of the ministry" is the ministry's."""
    if head.pos_ == "NUM":  # "five of the ambulances"
        for preposition, inner in obliques(head):
            if preposition == "of":
                yield from _struck(reading, inner)
        return
    if look_up("attacks", head) is not None or head.ent_type_ in ("DATE", "TIME", "CARDINAL"):
        return
    if lemma_of(head) in words("parts"):
        owners = [inner for preposition, inner in obliques(head) if preposition == "of"]
        wholes = [found for owner in owners for found in _struck(reading, owner)]
        if wholes:
            yield from wholes
            return
    if (
        head.pos_ == "NOUN"
        and head.i > head.sent.start
        and head.nbor(-1).text == "-"
        and head.nbor(-1).head == head.head
    ):
        return  # "his brother-in-law", taken apart
    referent = place(reading, head) or reading.referent(head, "asset")
    if referent is not None:
        yield referent, _STATED
