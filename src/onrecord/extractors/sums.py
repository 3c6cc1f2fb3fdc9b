"""Sums and kinds of support: which verb governs a noun for support, of what kind it is and how much money."""

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from onrecord.claim import Stance
from onrecord.entity import Entity
from onrecord.lexicon import Trigger, lexicon, look_up, word_class
from onrecord.mention import Selector
from onrecord.quantity import Quantity
from onrecord.reading import Reading
from onrecord.referent import Referent
from onrecord.syntax import passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_ROLES = ("dobj", "nsubj", "nsubjpass")
Money = tuple[Quantity, Selector]


@cache
def lexicon_lemmas(name: str, note: str) -> frozenset[str]:
    """The lemmas of a lexicon whose note has a word."""
    return frozenset(row.lemma for row in lexicon(name).values() if note in row.note.split())


def given_by(verb: "Token") -> Trigger | None:
    """The row of a verb of giving, with its particle where it has one: "turned over"; else None."""
    particle = next((c for c in verb.children if c.dep_ == "prt"), None)
    key = f"{verb.lemma_} {particle.lower_}" if particle is not None else verb.lemma_
    row = lexicon("support").get((key, "verb"))
    return row if row is not None and row.means == "give" and row.note != "funds" else None


def action_of(verb: "Token") -> str | None:
    """What a verb does with support: give, receive, start, halt or reinstate; None for other verbs."""
    if verb.pos_ != "VERB":
        return None
    if verb.lemma_ in word_class("put") and _on_hold(verb):
        return "halt"
    row = look_up("support", verb)
    if row is not None and row.means == "give" and given_by(verb) is None:
        return None  # "gave up support"
    if row is None and given_by(verb) is not None:
        return "give"
    return row.means if row is not None and row.pos == "verb" else None


def _on_hold(verb: "Token") -> bool:
    following = verb.doc[verb.i + 1 : verb.sent.end - 1]
    return any(t.lower_ == "on" and t.nbor(1).lower_ in word_class("hold") for t in following)


def stance_of(verb: "Token") -> Stance | None:
    """Planned for what is only promised: "pledged"; None where the clause itself says how it is put."""
    row = given_by(verb)
    return Stance.PLANNED if row is not None and "pledge" in row.note.split() else None


def governing(reading: Reading, noun: "Token") -> tuple["Token | None", str]:
    """The verb that a noun for support takes part in, and how; through a sum of money before it."""
    if noun.dep_ in _ROLES:
        return noun.head, noun.dep_
    if noun.pos_ == "VERB":
        return noun.head, "dobj"
    sum_ = _sum_before(noun)
    if sum_ is not None and sum_.dep_ in _ROLES and (money_of(reading, sum_) or sum_.pos_ == "NUM"):
        return sum_.head, sum_.dep_
    return None, ""


def _sum_before(noun: "Token") -> "Token | None":
    """The word before "in", "of" or "worth" that a noun for support is told behind."""
    preposition = noun.head
    if noun.dep_ != "pobj" or preposition.lower_ not in ("in", "of", "worth"):
        return None
    if preposition.head.pos_ == "VERB":  # the parse may hang "in aid" on the verb
        before = preposition.nbor(-1)
        return before if before.head == preposition.head and before.dep_ in _ROLES else None
    return preposition.head


def is_support_noun(token: "Token") -> bool:
    """Whether a token may be a noun for support: "resumed funding" is one though it is read as a verb."""
    if token.pos_ in ("NOUN", "PROPN"):
        return True
    bare = (
        token.tag_ == "VBG"
        and token.dep_ in ("xcomp", "dobj")
        and not any(c.dep_ == "dobj" for c in token.children)
    )
    return bare and (token.lower_, "noun") in lexicon("support")


def kind_of(noun: "Token", kind: str) -> str:
    """The kind of support that the adjectives of a noun say, else what the noun itself says."""
    for child in noun.children:
        if child.dep_ in ("amod", "compound"):
            row = lexicon("support").get((child.lower_, "adjective"))
            if row is not None:
                return row.means
    return kind


def money_of(reading: Reading, head: "Token") -> Money | None:
    """The sum of money that a token is a word of; "12 million pounds" is one of an unknown currency."""
    passage = passage_of(head)
    named = head.lemma_.lower() in word_class("currency")
    for span in reading.quantities[passage.start]:
        within = span.start <= head.idx < span.end
        if span.quantity.unit not in (None, "%") and within:
            return span.quantity, reading.document.select(
                passage.start + span.start, passage.start + span.end
            )
        if span.quantity.unit is None and named and span.end + 1 == head.idx:
            words = reading.document.select(passage.start + span.start, passage.start + head.idx + len(head))
            return replace(span.quantity, wording=words.exact), words
    return None


def money_at(reading: Reading, noun: "Token") -> Money | None:
    """The sum that a noun for support is told with: "a grant of 5 million euros", "5 million in aid"."""
    before = _sum_before(noun)
    heads = [before] if before is not None else []
    near = [t for t in noun.subtree if not any(a.dep_ == "relcl" and a != noun for a in t.ancestors)]
    return next((money for t in (*heads, *near) if (money := money_of(reading, t)) is not None), None)


def relation_at(reading: Reading, noun: "Token", index: int = 0) -> Referent:
    """The support relation that a noun tells of."""
    selector = reading.phrase(noun)
    entity = Entity("SupportRelation", noun.text, None, reading.nth(noun) * 10 + index)
    return Referent(entity, selector.exact, selector, noun)
