"""Whose belief or aim a clause or a noun is: "X believes that", "X tried to", "X called it a massacre"."""

from typing import TYPE_CHECKING

from onrecord.claim import Attitude
from onrecord.clause import clause, is_passive
from onrecord.lexicon import look_up, word_class

if TYPE_CHECKING:
    from spacy.tokens import Token


def viewer(noun: "Token") -> "Token | None":
    """Who takes something for what a noun says: the UN of "the UN called it a massacre"."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "as":
        verb = noun.head.head.head if noun.head.head.dep_ == "dobj" else noun.head.head
    elif noun.dep_ in ("oprd", "dobj"):
        verb = noun.head
    else:
        return None
    row = look_up("attitudes", verb) if verb.pos_ == "VERB" else None
    taken = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass") and c.i < noun.i]
    if row is None or row.note != "as" or not taken or noun.dep_ == "dobj" and not _indefinite(noun):
        return None
    holders = clause(verb).agents
    return holders[0] if holders else None


def _indefinite(noun: "Token") -> bool:
    return any(c.lower_ in word_class("indefinite") for c in noun.children)


def attitude_of(token: "Token") -> tuple[Attitude | None, "Token | None"]:
    """The attitude verb that a clause is the content of, and the head of its holder."""
    current, steps = token, 0
    while (
        current.dep_ in ("xcomp", "ccomp", "csubj", "conj", "advcl") and current.head != current and steps < 6
    ):
        embedded = current.dep_ in ("xcomp", "ccomp")
        current = current.head
        steps += 1
        row = look_up("attitudes", current) if embedded and current.pos_ == "VERB" else None
        if row is not None and row.note in ("content", "aim"):
            holders = clause(current).agents
            if not holders and is_passive(current):
                return Attitude(row.means), None  # "are believed to have fled": nobody is said to
            if holders and holders[0].pos_ in ("NOUN", "PROPN", "PRON"):
                return Attitude(row.means), holders[0]
    return None, None


def is_doubted(token: "Token") -> bool:
    """Whether the holder of a belief takes it for untrue: "doubt that the army attacked"."""
    above = token.head if token.dep_ == "ccomp" else token
    return above.lemma_ in word_class("doubting") and above != token


def attitude_verb(token: "Token") -> str | None:
    """The verb of belief or aim above a token, as worded."""
    rows = (a for a in token.ancestors if look_up("attitudes", a) is not None)
    return next((a.text for a in rows), None)
