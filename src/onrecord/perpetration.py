"""Who is said to be behind an attack: the doer of a verb, "by X", "Russian", whose weapon, who is blamed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.claim import Explicitness
from onrecord.clause import obliques
from onrecord.entity import Entity
from onrecord.lexicon import lexicon, look_up
from onrecord.mention import Selector
from onrecord.reading import Reading, Referent, belongs_to

if TYPE_CHECKING:
    from spacy.tokens import Token

_PERPETRATORS = frozenset(
    {
        "ArmedGroup",
        "GeopoliticalActor",
        "GovernmentalBody",
        "Organization",
        "CollectiveAgent",
        "Person",
        "Agent",
        "PopulationGroup",
    }
)
_BEHIND = frozenset({"ArmedGroup", "GeopoliticalActor", "GovernmentalBody", "Organization"})


def perpetrators(reading: Reading, token: "Token") -> Iterator[tuple[Referent, Selector, Explicitness]]:
    """Yield whom the words name as behind an attack, with these words and how plainly they say it."""
    stated = Explicitness.STATED
    seen: set[object] = set()
    for head, evidence, explicitness in _candidates(reading, token):
        referent = head if isinstance(head, Referent) else reading.referent(head, "agent")
        if referent is None or referent.entity.type not in _PERPETRATORS or referent.entity in seen:
            continue
        if referent.entity.type == "PopulationGroup" and explicitness is not stated:
            continue
        seen.add(referent.entity)
        yield referent, evidence, explicitness
        if not isinstance(head, Referent) and reading.register.chain_at(head) is None:
            for body_head in belongs_to(reading, head):  # "by guerrillas of the X": the X, by implication
                body = reading.referent(body_head, "agent")
                if body is not None and body.entity.type in _BEHIND and body.entity not in seen:
                    seen.add(body.entity)
                    yield body, reading.span(token, body_head), Explicitness.IMPLIED


def accused(reading: Reading, token: "Token") -> Iterator[tuple[Referent, Selector]]:
    """Who claims the attack, or is blamed for it: "claimed responsibility for", "blamed X for"."""
    heads: list[Token] = []
    if token.dep_ in ("dobj", "nsubjpass") and (row := look_up("perpetration", token.head)) is not None:
        if row.means == "claims":
            heads += reading.clause(token.head).agents
        elif row.means == "blames":  # "blamed the attack on X"
            heads += reading.clause(token.head).with_preposition("on")
    verb = token
    while verb.dep_ in ("pobj", "pcomp", "prep", "dobj", "conj") and verb.head != verb:
        verb = verb.head
        row = look_up("perpetration", verb)
        if row is None or verb.pos_ != "VERB":
            continue
        clause = reading.clause(verb)
        claimed = any(c.dep_ == "dobj" and c.lower_ in ("responsibility", "credit") for c in verb.children)
        if claimed:
            heads += clause.agents
        elif row.means == "blames":
            heads += clause.patients
        break
    for head in heads:
        referent = reading.referent(head, "agent")
        if referent is not None and head != token and referent.entity.type in _PERPETRATORS:
            yield referent, reading.span(head, token)


def _candidates(
    reading: Reading, token: "Token"
) -> Iterator[tuple["Token | Referent", Selector, Explicitness]]:
    stated = Explicitness.STATED
    row = look_up("attacks", token)
    killing = row is not None and row.note == "lethal"
    if token.pos_ == "VERB":
        for head in reading.clause(token).agents:
            if look_up("weapons", head) is not None:
                yield from _wielders(reading, head, token)
            elif look_up("attacks", head) is None:
                yield head, reading.span(head, token), stated
        return
    for child in token.children:
        if child.dep_ in ("amod", "compound", "nmod"):
            state = reading.state(child)
            if state is not None:
                yield state, reading.span(child, token), stated
            elif not killing:  # "the X murder" names who was murdered
                yield from _modifier(reading, child, token)
        elif child.dep_ == "poss" and not killing:
            yield child, reading.span(child, token), Explicitness.IMPLIED
        elif child.dep_ in ("acl", "relcl") and look_up("perpetration", child) is not None:
            for head in reading.clause(child).agents:
                if head != token:
                    yield head, reading.span(token, head), stated
    for preposition, head in obliques(token):
        if preposition == "by" and look_up("weapons", head) is not None:
            yield from _wielders(reading, head, token)
        elif preposition == "by":
            yield head, reading.span(token, head), stated
    verb = token.head
    if token.dep_ in ("dobj", "nsubjpass") and look_up("perpetration", verb) is not None:
        row = look_up("perpetration", verb)
        if row is not None and row.means == "perpetrates":
            heads = reading.clause(verb).agents
            for head in heads:
                yield head, reading.span(head, token), stated


def _wielders(
    reading: Reading, weapon: "Token", token: "Token"
) -> Iterator[tuple["Token | Referent", Selector, Explicitness]]:
    """Whose weapon it is: "Russian warplanes", "regime helicopters", "jets of the coalition"."""
    stated = Explicitness.STATED
    for child in weapon.children:
        if child.dep_ in ("amod", "compound", "nmod"):
            state = reading.state(child)
            if state is not None:
                yield state, reading.span(child, token), stated
            else:
                yield from _modifier(reading, child, token)
        elif child.dep_ == "poss":
            yield child, reading.span(child, token), stated
        elif child.dep_ == "acl" and child.lemma_ in ("belong", "believe", "suspect", "think"):
            explicitness = stated if child.lemma_ == "belong" else Explicitness.AMBIGUOUS
            for grandchild in child.subtree:
                state = reading.state(grandchild)
                if state is not None:
                    yield state, reading.span(grandchild, token), explicitness
                elif grandchild.dep_ == "pobj":
                    yield grandchild, reading.span(grandchild, token), explicitness
    for preposition, head in obliques(weapon):
        if preposition in ("of", "from"):
            yield head, reading.span(head, token), stated


def _modifier(
    reading: Reading, child: "Token", token: "Token"
) -> Iterator[tuple["Token | Referent", Selector, Explicitness]]:
    """An armed or governing body, or a name, that modifies a noun of attack: "rebel shelling"."""
    if reading.register.chain_at(child) is not None:
        referent = reading.referent(child, "agent")
        if referent is not None and referent.entity.type not in (
            "Person",
            "MediaOutlet",
            "GeopoliticalActor",
        ):
            yield child, reading.span(child, token), Explicitness.STATED
        return
    trigger = look_up("heads", child) or lexicon("heads").get((child.lower_, "noun"))
    if trigger is not None and trigger.means in ("ArmedGroup", "GovernmentalBody"):
        resolved = reading.resolver.latest_like(child)
        selector = reading.span(child)
        entity = resolved or Entity(trigger.means, child.text, None, reading.nth(child))
        yield Referent(entity, child.text, selector, child), reading.span(child, token), Explicitness.STATED
