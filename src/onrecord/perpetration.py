"""Who is said to be behind an attack: the doer of a verb, "by X", "Russian", whose weapon."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.arms import weapon_row
from onrecord.claim import Explicitness
from onrecord.clause import obliques
from onrecord.entity import Entity
from onrecord.lexicon import lexicon, look_up, word_class, words
from onrecord.mention import Selector
from onrecord.reading import Reading, belongs_to
from onrecord.referent import Referent
from onrecord.strikes import leader_in, stands_as_noun
from onrecord.syntax import passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token

#: The classes of those who may be behind an attack, and of the bodies that they may act for.
PERPETRATORS = frozenset(
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
BEHIND = frozenset({"ArmedGroup", "GeopoliticalActor", "GovernmentalBody", "Organization"})


def perpetrators(reading: Reading, token: "Token") -> Iterator[tuple[Referent, Selector, Explicitness]]:
    """Yield whom the words name as behind an attack, with these words and how plainly they say it."""
    stated = Explicitness.STATED
    seen: set[object] = set()
    for head, evidence, explicitness in _candidates(reading, token):
        referent = head if isinstance(head, Referent) else reading.referent(head, "agent")
        if referent is None or referent.entity.type not in PERPETRATORS or referent.entity in seen:
            continue
        if referent.entity.type == "PopulationGroup" and explicitness is not stated:
            continue
        seen.add(referent.entity)
        yield referent, evidence, explicitness
        for part, how in _people_and_body(reading, head) if not isinstance(head, Referent) else ():
            if part.entity not in seen:
                seen.add(part.entity)
                yield part, reading.span(token, part.head), how
        if not isinstance(head, Referent) and reading.register.chain_at(head) is None:
            for body_head in belongs_to(reading, head):  # "by guerrillas of the X": the X, by implication
                body = reading.referent(body_head, "agent")
                if body is not None and body.entity.type in BEHIND and body.entity not in seen:
                    seen.add(body.entity)
                    yield body, reading.span(token, body_head), Explicitness.IMPLIED


def _people_and_body(reading: Reading, head: "Token") -> Iterator[tuple[Referent, Explicitness]]:
    """Yield the people, and the body that they are of, of a name for both: "FMLN urban commandos"."""
    name = reading.register.name_at(head)
    if name is None:
        return
    after = name.last.head
    row = look_up("heads", after)
    if name.last.dep_ == "compound" and name.last.i < after.i <= name.last.i + 2 and row is not None:
        if (
            row.note == "people" or row.means == "ArmedGroup"
        ):  # "by Shining Path guerrillas", where the parse hangs on the name
            people = Entity(row.means, after.text, None, reading.nth(after))
            yield Referent(people, after.text, reading.span(after), after), Explicitness.STATED
        return
    if name.first == name.last:
        return
    named = list(name.first.doc[name.first.i : name.last.i + 1])
    if len(named) == 2 and reading.state(named[0]) is not None:
        return  # "Ukrainian forces" are one body
    tail = [token for token in named if token.text.islower()]
    if tail and tail[0].i > named[0].i and tail[0].nbor(-1).text == "-":
        return  # "US-led coalition"
    row = look_up("heads", named[-1])
    whole = bool(tail) and tail == named[-len(tail) :] and len(tail) < len(named)
    if not whole or row is None or row.note != "people" and row.means != "ArmedGroup":
        return
    selector = passage_of(head).select(tail[0], tail[-1])
    people = Entity(row.means, selector.exact, None, reading.nth(tail[-1]))
    yield Referent(people, selector.exact, selector, tail[-1]), Explicitness.STATED
    selector = passage_of(head).select(named[0], tail[0].nbor(-1))
    known = (one for one in reading.names if one.text == selector.exact)
    chain = next((reading.register.chain_of(one) for one in known), None)
    body = reading.register.entity(chain) if chain is not None else Entity("ArmedGroup", selector.exact, None)
    if body.type in BEHIND:
        yield Referent(body, selector.exact, selector, tail[0].nbor(-1)), Explicitness.IMPLIED


def _candidates(
    reading: Reading, token: "Token"
) -> Iterator[tuple["Token | Referent", Selector, Explicitness]]:
    stated = Explicitness.STATED
    row = look_up("attacks", token)
    killing = row is not None and row.note == "lethal"
    if stands_as_noun(token):
        before = token.nbor(-1) if token.i > token.sent.start else token
        if before.pos_ in ("NOUN", "PROPN", "ADJ"):  # "army shelling kills two"
            yield reading.state(before) or before, reading.span(before, token), stated
        return
    if token.pos_ == "VERB":
        for head in reading.clause(token).agents:
            if weapon_row(head) is not None:
                yield from _wielders(reading, head, token)
            elif look_up("attacks", head) is None:
                yield head, reading.span(head, token), stated
        return
    if look_up("doers", token) is not None:
        yield token, reading.span(token), stated  # "the assassins of X"
    whose = row is not None and row.means == "abduction" and all(p != "of" for p, _ in obliques(token))
    killing = killing or whose or row is None and token.lower_ not in word_class("fire")
    for child in token.children:
        if child.dep_ in ("amod", "compound", "nmod"):
            state = _nationality(reading, child)
            leader = leader_in(reading, child)
            if state is not None:
                yield state, reading.span(child, token), stated
            elif leader is not None:
                yield leader, reading.span(leader.head, token), Explicitness.IMPLIED
            elif weapon_row(child) is not None:  # "Turkish drone strike", where the weapon's is the attack's
                yield from _wielders(reading, child, token)
            elif not killing:  # "the X murder" names who was murdered
                yield from _modifier(reading, child, token)
        elif child.dep_ == "poss" and not killing:
            yield child, reading.span(child, token), Explicitness.IMPLIED
        elif child.dep_ == "poss" and any(preposition == "of" for preposition, _ in obliques(token)):
            yield child, reading.span(child, token), stated  # "the army's killing of X"
        elif child.dep_ in ("acl", "relcl") and look_up("perpetration", child) is not None:
            for head in reading.clause(child).agents:
                if head != token:
                    yield head, reading.span(token, head), stated
    for preposition, head in obliques(token):
        if preposition == "by" and weapon_row(head) is not None:
            yield from _wielders(reading, head, token)
        elif preposition == "by":
            yield head, reading.span(token, head), stated
    for head in _carried_out_behind(reading, token):
        yield head, reading.span(token, head), stated
    verb = token.head
    if token.dep_ in ("dobj", "nsubjpass") and look_up("perpetration", verb) is not None:
        row = look_up("perpetration", verb)
        if row is not None and row.means == "perpetrates":
            heads = reading.clause(verb).agents
            for head in heads:
                yield head, reading.span(head, token), stated


def _carried_out_behind(reading: Reading, noun: "Token") -> tuple["Token", ...]:
    """Who did it, told behind a comma: "the murder of X, carried out this morning by Y"."""
    for verb in noun.doc[noun.i + 1 : noun.sent.end]:
        if look_up("attacks", verb) is not None and verb.pos_ != "VERB":
            return ()  # another attack's
        row = look_up("perpetration", verb) if verb.tag_ in ("VBN", "VBD") else None
        if row is None or row.means != "perpetrates":
            continue
        own = {child.dep_ for child in verb.children}
        told = verb.nbor(-1).text == "," or verb.nbor(-1).pos_ == "ADV" and verb.nbor(-2).text == ","
        if told and "agent" in own and own.isdisjoint(("nsubj", "nsubjpass", "dobj", "aux", "auxpass")):
            by = [head for preposition, head in obliques(verb) if preposition == "by"]
            return () if verb.dep_ in ("acl", "relcl") and verb.head == noun else tuple(by)
        return ()
    return ()


def _wielders(
    reading: Reading, weapon: "Token", token: "Token"
) -> Iterator[tuple["Token | Referent", Selector, Explicitness]]:
    """Whose weapon it is: "Russian warplanes", "regime helicopters", "jets of the coalition"."""
    stated = Explicitness.STATED
    inner = (c for child in weapon.children if child.dep_ == "compound" for c in child.children)
    for child in (*weapon.children, *inner):  # of "ISIS car bomb" the name hangs on the car
        if child.dep_ in ("amod", "compound", "nmod"):
            state, leader = _nationality(reading, child), leader_in(reading, child)
            if state is not None:
                yield state, reading.span(child, token), stated
            elif leader is not None:
                yield leader, reading.span(leader.head, token), Explicitness.IMPLIED
            else:
                for found in _modifier(reading, child, token):
                    if _is_armed(reading, found[0]):  # not "Iskander missiles"
                        yield found
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


def _nationality(reading: Reading, adjective: "Token") -> Referent | None:
    """The state of an adjective that stands alone: of "Sudanese army jets" it is the army that counts."""
    name = reading.register.name_at(adjective)
    whole = name is not None and name.first != name.last and weapon_row(name.last) is None
    return None if whole else reading.state(adjective)


def _is_armed(reading: Reading, one: "Token | Referent") -> bool:
    """Whether a name before a weapon is that of a body which may have fired it, not the weapon's own."""
    referent = one if isinstance(one, Referent) else reading.referent(one, "agent")
    return referent is not None and referent.entity.type in (
        "ArmedGroup",
        "GovernmentalBody",
        "GeopoliticalActor",
    )


def _modifier(
    reading: Reading, child: "Token", token: "Token"
) -> Iterator[tuple["Token | Referent", Selector, Explicitness]]:
    """An armed or governing body, or a name, that modifies a noun of attack: "rebel shelling"."""
    row = look_up("attacks", token)
    general = row is not None and row.note in ("general", "act")
    if child.lower_ in words("violent") or general and child.lower_ in word_class("soldierly"):
        return  # "a terrorist attack", "a military offensive" says what it was like
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
