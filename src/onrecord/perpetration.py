"""Who is said to be behind an attack: the doer of a verb, "by X", "Russian", whose weapon, who is blamed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.arms import weapon_row
from onrecord.claim import Explicitness
from onrecord.clause import obliques, subjects
from onrecord.entity import Entity
from onrecord.lexicon import lexicon, look_up, word_class, words
from onrecord.mention import Selector
from onrecord.reading import Reading, belongs_to
from onrecord.referent import Referent
from onrecord.stance import is_none, negated
from onrecord.syntax import passage_of

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
        for part, how in _people_and_body(reading, head) if not isinstance(head, Referent) else ():
            if part.entity not in seen:
                seen.add(part.entity)
                yield part, reading.span(token, part.head), how
        if not isinstance(head, Referent) and reading.register.chain_at(head) is None:
            for body_head in belongs_to(reading, head):  # "by guerrillas of the X": the X, by implication
                body = reading.referent(body_head, "agent")
                if body is not None and body.entity.type in _BEHIND and body.entity not in seen:
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
    tail = [token for token in named if token.text.islower()]
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
    if body.type in _BEHIND:
        yield Referent(body, selector.exact, selector, tail[0].nbor(-1)), Explicitness.IMPLIED


def accused(reading: Reading, token: "Token") -> Iterator[tuple[Referent, Selector]]:
    """Who claims the attack, or is blamed for it: "claimed responsibility for", "blamed X for"."""
    heads: list[Token] = []
    governor = token.head
    row = look_up("perpetration", governor) if governor.pos_ == "VERB" else None
    if token.dep_ in ("dobj", "nsubjpass", "nsubj") and row is not None and not negated(governor):
        clause = reading.clause(governor)
        if row.means == "claims" and not clause.passive:
            heads += clause.agents
        elif row.means == "claims":
            heads += [h for h in clause.agents if h != token]
        elif row.means == "blames":  # "blamed the attack on X"
            heads += clause.with_preposition("on")
        elif row.means == "attributes":  # "the murder was attributed to X"
            heads += [h for p, h in (*clause.obliques, *obliques(token)) if p == "to"]
    for child in token.children:  # "the murder attributed to X", "a bombing claimed by X", "blamed on X"
        row = look_up("perpetration", child) if child.dep_ in ("acl", "relcl", "amod") else None
        if row is not None and row.means in ("attributes", "blames", "claims"):
            clause = reading.clause(child)
            wanted = {"attributes": ("to",), "blames": ("on",), "claims": ("by",)}[row.means]
            heads += [h for h in clause.with_preposition(*wanted) if h != token]
    verb = token
    while verb.dep_ in ("pobj", "pcomp", "prep", "dobj", "conj") and verb.head != verb:
        verb = verb.head
        if look_up("responsibility", verb) is not None and verb.pos_ == "ADJ":  # "X is responsible for"
            if not (negated(verb) or negated(verb.head)):
                heads += _answering(reading, verb)
            break
        row = look_up("perpetration", verb)
        if row is None or verb.pos_ not in ("VERB", "ADJ"):
            continue
        if negated(verb) or any(child.lower_ in word_class("wrongly") for child in verb.children):
            break  # "has not claimed responsibility for", "falsely accused X of"
        if row.means == "joins":  # "took part in the murder", "was involved in the murder"
            if _joined_in(token, verb):
                heads += _joining(reading, verb)
            break
        clause = reading.clause(verb)
        claimed = any(c.dep_ in ("dobj", "nsubjpass") and look_up("responsibility", c) for c in verb.children)
        if claimed:
            heads += clause.agents
            if row.means == "attributes":
                heads += clause.with_preposition("to")
        elif row.means == "blames":
            heads += clause.patients
        break
    heads += _blamed_for_it(reading, token)
    for head in heads:
        if is_none(head):  # "no group has claimed responsibility for"
            continue
        referent = reading.referent(head, "agent")
        if referent is not None and head != token and referent.entity.type in _PERPETRATORS:
            yield referent, reading.span(head, token)
            if reading.register.chain_at(head) is None:
                for body_head in belongs_to(reading, head):  # "members of X are responsible"
                    body = reading.referent(body_head, "agent")
                    if body is not None and body.entity.type in _BEHIND:
                        yield body, reading.span(body_head, token)


def _blamed_for_it(reading: Reading, token: "Token") -> "list[Token]":
    """Who is blamed for "it" in a later clause: "nobody claimed the murder; police attributed it to X"."""
    deeds = [t for t in token.sent if t.i > token.i and t.pos_ == "VERB"]
    for verb in deeds:
        row = look_up("perpetration", verb)
        if row is None or row.means not in ("attributes", "blames"):
            continue
        clause = reading.clause(verb)
        between = token.doc[token.i + 1 : verb.i]
        if any(
            head.lower_ in word_class("thing") for head in clause.patients if head.pos_ == "PRON"
        ) and not any(look_up("attacks", t) for t in between):
            pairs = [*clause.obliques, *(p for head in clause.patients for p in obliques(head))]
            return [head for p, head in pairs if p == ("to" if row.means == "attributes" else "on")]
    return []


def _joined_in(token: "Token", verb: "Token") -> bool:
    """Whether taking part is in, or an arrest for, the attack: "in connection with the murder"."""
    link = token.head
    if token.dep_ != "pobj" or link.lower_ not in word_class("taking-part"):
        return False
    between = link.head
    return between == verb or (
        between.dep_ == "pobj" and between.lower_ in word_class("connection") and between.head.head == verb
    )


def _joining(reading: Reading, word: "Token") -> tuple["Token", ...]:
    if word.pos_ == "ADJ":
        return _answering(reading, word)
    clause = reading.clause(word)
    seized = look_up("perpetration", word)
    undergone = clause.passive or seized is not None and seized.note == "undergone"
    return clause.patients if undergone else clause.agents


def _answering(reading: Reading, adjective: "Token") -> tuple["Token", ...]:
    """Who is said to be responsible: of whom the adjective is said, or who is held so."""
    verb = adjective.head
    if adjective.dep_ in ("acomp", "oprd", "xcomp", "ccomp") and verb.pos_ in ("VERB", "AUX"):
        clause = reading.clause(verb)
        if verb.lemma_ == "be" or clause.passive:
            return clause.patients if clause.passive else subjects(verb)
        return clause.patients
    if adjective.dep_ in ("amod", "acl", "relcl") and verb.pos_ in ("NOUN", "PROPN"):
        return (verb,)
    return ()


def _candidates(
    reading: Reading, token: "Token"
) -> Iterator[tuple["Token | Referent", Selector, Explicitness]]:
    stated = Explicitness.STATED
    row = look_up("attacks", token)
    killing = row is not None and row.note == "lethal"
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
    killing = killing or whose or row is None
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
        if preposition == "by" and weapon_row(head) is not None:
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
    if child.lower_ in words("violent"):
        return  # "a terrorist attack" says what it was like
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
