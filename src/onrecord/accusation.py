"""Who answers for an attack or is blamed for it: "claimed responsibility for", "blamed X", "is behind"."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.clause import obliques, subjects
from onrecord.denial import is_none, negated
from onrecord.lexicon import lemma_of, look_up, word_class
from onrecord.mention import Selector
from onrecord.perpetration import BEHIND, PERPETRATORS
from onrecord.reading import Reading, belongs_to
from onrecord.referent import Referent

if TYPE_CHECKING:
    from spacy.tokens import Token


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
    heads += _culprits(token)
    heads += _blamed_for_it(reading, token)
    for head in heads:
        if head != token:
            yield from behind(reading, head, token)


def behind(reading: Reading, head: "Token", at: "Token") -> Iterator[tuple[Referent, Selector]]:
    """Whom a head names as behind what a word tells of, with the body that they are of, and the words."""
    if is_none(head):  # "no group has claimed responsibility for"
        return
    referent = reading.referent(head, "agent")
    if referent is None or referent.entity.type not in PERPETRATORS:
        return
    yield referent, reading.span(head, at)
    if reading.register.chain_at(head) is None:
        for body_head in belongs_to(reading, head):  # "members of X are responsible"
            body = reading.referent(body_head, "agent")
            if body is not None and body.entity.type in BEHIND:
                yield body, reading.span(body_head, at)


def called_culprits(noun: "Token") -> tuple["Token", ...]:
    """Those of whom it is said that they are the culprits: "X are the suspected perpetrators"."""
    if lemma_of(noun) not in word_class("culprit") or noun.head.lemma_ not in word_class("copula"):
        return ()
    return () if noun.dep_ != "attr" or negated(noun.head) else subjects(noun.head)


def denying(reading: Reading, token: "Token") -> Iterator[tuple[Referent, Selector]]:
    """Who denies a part in the attack: "X denied any involvement in the bombing"."""
    noun, verb = token.head.head, token.head.head.head
    part = look_up("responsibility", noun) is not None or lemma_of(noun) in word_class("connection")
    if token.dep_ != "pobj" or not part or noun.dep_ != "dobj":
        return
    said = look_up("speech", verb)
    if said is None or said.means != "denied" or negated(verb):
        return
    for head in reading.clause(verb).agents:
        referent = reading.referent(head, "agent")
        if referent is not None and referent.entity.type in PERPETRATORS:
            yield referent, reading.span(head, token)


def _culprits(token: "Token") -> "tuple[Token, ...]":
    """Those who are "behind the attack", "the authors of the murder", or were in it: "the role of X in"."""
    link, above = token.head, token.head.head
    if token.dep_ != "pobj" or link.dep_ != "prep":
        return ()
    if link.lower_ in word_class("behind") and above.lemma_ in word_class("copula"):
        return () if negated(above) else subjects(above)
    if link.lower_ in ("of", *word_class("behind"), *word_class("taking-part")):
        found = called_culprits(above)
        if found:
            return found
    part = link.lower_ in word_class("taking-part") and lemma_of(above) in word_class("connection")
    if not part or above.dep_ not in ("dobj", "nsubj", "nsubjpass", "pobj", "attr") or negated(above.head):
        return ()
    return tuple(head for preposition, head in obliques(above) if preposition == "of")


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
