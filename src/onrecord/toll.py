"""Running totals of harm: "the death toll rose to 43", "the number of people killed climbed to 23"."""

from typing import TYPE_CHECKING

from onrecord.clause import obliques
from onrecord.lexicon import look_up, word_class

if TYPE_CHECKING:
    from spacy.tokens import Token


def toll(noun: "Token") -> "tuple[Token, Token] | None":
    """The number that a total of harm has come to, with the word that says so; None where none is told.

    ``noun`` is the word for the total: "toll", or "number" in "the number of dead".
    """
    verb = noun.head
    pairs = [*obliques(noun)]
    if noun.dep_ in ("nsubj", "nsubjpass", "dobj") and verb.pos_ == "VERB":
        pairs += obliques(verb)
        if verb.lemma_ in word_class("amounts") and noun.dep_ == "nsubj":  # "the toll reached 43"
            pairs += [("at", child) for child in verb.children if child.dep_ in ("dobj", "attr")]
    for preposition, head in pairs:
        if preposition in word_class("come-to") and head.pos_ == "NUM" and head.ent_type_ not in _TIMES:
            return head, verb
    for preposition, head in obliques(noun):
        if preposition == "of" and head.pos_ == "NUM":  # "a death toll of 51"
            return head, noun
    return None


_TIMES = ("DATE", "TIME", "MONEY", "PERCENT")


def is_total(noun: "Token") -> bool:
    """Whether a noun counts those harmed: "the death toll", "the number of people killed"."""
    if noun.lemma_ in word_class("toll"):
        return True
    if noun.lemma_ not in word_class("count-of"):
        return False
    counted = [head for preposition, head in obliques(noun) if preposition == "of"]
    return any(look_up("harm", one) or any(look_up("harm", c) for c in one.children) for one in counted)
