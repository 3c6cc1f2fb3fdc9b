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
    if noun.dep_ in ("nsubj", "nsubjpass", "dobj") and verb.pos_ in ("VERB", "AUX"):
        pairs += obliques(verb)
        if verb.lemma_ in word_class("amounts") and noun.dep_ == "nsubj":  # "the toll reached, was 43"
            pairs += [("at", child) for child in verb.children if child.dep_ in ("dobj", "attr")]
        if noun.dep_ == "dobj":  # "bringing the number of people killed to 43"
            pairs += [pair for deed in harm_words(noun) for pair in obliques(deed)]
    for preposition, head in pairs:
        if preposition in word_class("come-to") and head.pos_ == "NUM" and not _is_time(head):
            return head, verb
    for preposition, head in obliques(noun):
        if preposition == "of" and head.pos_ == "NUM":  # "a death toll of 51"
            return head, noun
    return None


def harm_words(noun: "Token") -> "list[Token]":
    """The words of a total that say what is counted: "killed" in "the number of people killed"."""
    counted = [head for preposition, head in obliques(noun) if preposition in ("of", "for")]
    near = (*noun.children, *counted, *(child for head in counted for child in head.children))
    return [one for one in near if one.dep_ != "compound" and look_up("harm", one) is not None]


_TIMES = ("DATE", "TIME", "MONEY", "PERCENT")


def _is_time(number: "Token") -> bool:
    """Whether a numeral is a year, an hour or a sum; a bare "14" that the tagger takes for a date is none."""
    bare = number.is_digit and len(number) < 4 and next(number.children, None) is None
    return number.ent_type_ in _TIMES and not (bare and number.ent_type_ == "DATE")


def is_total(noun: "Token") -> bool:
    """Whether a noun counts those harmed: "the death toll", "the number of people killed"."""
    if noun.lemma_ in word_class("toll"):
        return True
    if noun.lemma_ not in word_class("count-of"):
        return False
    return bool(harm_words(noun))


def in_total(word: "Token") -> bool:
    """Whether a word for harm only says what a total counts: "the number of people killed rose to 12"."""
    noun = word.head.head.head if word.head.dep_ == "pobj" else word.head
    return word.dep_ == "acl" and is_total(noun) and word in harm_words(noun) and toll(noun) is not None
