"""Weapons: which noun phrases name one, and which were used in what a word tells of."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.clause import coordinated, noun_phrase, obliques
from onrecord.entity import Entity
from onrecord.lexicon import Trigger, lemma_of, lexicon, look_up, word_class
from onrecord.phrasal import look_up_phrasal
from onrecord.reading import Reading
from onrecord.referent import Referent, bare

if TYPE_CHECKING:
    from spacy.tokens import Token


def weapon_row(head: "Token") -> Trigger | None:
    """What weapon a noun names: "a rocket", "dynamite sticks", "5 kg of explosives"."""
    row = look_up("weapons", head)
    if row is not None:
        return row
    if cargo(head) is not None:
        return lexicon("weapons").get(("car bomb", "noun"))
    measure = look_up("weapon-measures", head)
    if measure is None:
        return None
    if measure.note == "chemical":  # "a nerve agent", not "an agent of the police"
        poisons = (lexicon("attack-modifiers").get((c.lower_, "")) for c in head.children)
        agent = any(row is not None and row.means == "chemicalAttack" for row in poisons)
        return lexicon("weapons").get(("chemical", "noun")) if agent else None
    for child in head.children:
        if child.dep_ in ("compound", "amod", "nmod") and (row := _material(child)) is not None:
            return row
    inner = (look_up("weapons", noun) for preposition, noun in obliques(head) if preposition == "of")
    return next((row for row in inner if row is not None), None)


def is_struck(head: "Token", verb: "Token") -> bool:
    """Whether what an attack is done to is its target and no weapon: a plane that is shot down is."""
    row = weapon_row(head)
    attacking = look_up_phrasal("attacks", verb) is not None  # "used planes to bomb" is not
    return row is None or attacking and row.means == "aircraftWeapon"


def cargo(vehicle: "Token") -> "Token | None":
    """The explosives that a vehicle is full of: "a car loaded with explosives"."""
    for child in vehicle.children:
        if child.dep_ in ("acl", "amod", "relcl") and child.lemma_.lower() in word_class("laden"):
            row = look_up("heads", vehicle)
            if row is None or row.means != "Asset":
                return None
            inner = (h for p, h in obliques(child) if p == "with" and weapon_row(h) is not None)
            return next(inner, None) or next((c for c in child.lefts if look_up("weapons", c)), None)
    return None


def _material(word: "Token") -> Trigger | None:
    """The weapon that a modifier names, whatever part of speech the tagger took it for."""
    return lexicon("weapons").get((word.lower_, "noun")) or lexicon("weapons").get((lemma_of(word), "noun"))


def attack_by(row: Trigger) -> str:
    """The kind of attack that a weapon makes."""
    kind = lexicon("weapon-attacks").get((row.means, ""))
    return kind.means if kind is not None else "attack"


def weapons(reading: Reading, token: "Token") -> Iterator[Referent]:
    """Yield the weapons used in the attack that a word tells of."""
    for head in dict.fromkeys(_candidates(reading, token)):
        if weapon_row(head) is None and not (head.dep_ in ("amod", "compound") and _material(head)):
            continue
        selector = reading.phrase(head) if head.dep_ != "amod" else reading.span(head)
        if (load := cargo(head)) is not None:
            selector = reading.span(*noun_phrase(head), load)
        measured = [noun for p, noun in obliques(head) if p == "of" and look_up("weapons", noun) is not None]
        if measured and look_up("weapons", head) is None:
            head = measured[0]  # "5 kg of dynamite": the dynamite
            selector = reading.phrase(head)
        named = bare(selector.exact)
        yield Referent(Entity("Weapon", named, None, reading.nth(head)), selector.exact, selector, head)


def named_arms(reading: Reading, token: "Token") -> Iterator["Token"]:
    """Yield the nouns for the weapons of the attack that a word tells of."""
    yield from (h for h in dict.fromkeys(_candidates(reading, token)) if weapon_row(h) is not None)


def _candidates(reading: Reading, token: "Token") -> Iterator["Token"]:
    using = word_class("wield")
    if token.pos_ == "VERB":
        clause = reading.clause(token)
        yield from clause.with_preposition(*word_class("using"))
        yield from clause.agents
        if look_up_phrasal("delivery", token) is not None:
            yield from (head for head in clause.patients if not is_struck(head, token))
        for child in token.children:
            if child.dep_ in ("advcl", "xcomp", "prep") and child.lemma_.lower() in using:
                yield from reading.clause(child).patients
    else:
        yield from (head for preposition, head in obliques(token) if preposition in word_class("weapon-of"))
        yield from (child for child in token.children if child.dep_ in ("compound", "nmod", "amod"))
        verb = token.head
        if token.dep_ in ("nsubj", "nsubjpass") and verb.pos_ == "VERB" and look_up("causation", verb):
            yield from (head for head in reading.clause(verb).agents if head != token)
        for child in token.children:
            if child.dep_ in ("acl", "relcl") and child.lemma_.lower() in using:
                yield from (h for h in reading.clause(child).patients if h != token)
            elif child.dep_ in ("acl", "relcl") and look_up("causation", child) is not None:
                yield from reading.clause(child).agents


def wielded(heads: "tuple[Token, ...]") -> Trigger | None:
    """The weapon among some heads, None where none is one."""
    rows = (weapon_row(one) for head in heads for one in coordinated(head))
    return next((row for row in rows if row is not None), None)
