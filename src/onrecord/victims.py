"""Who those harmed are said to be: "the dead were three teachers", "a victim was identified as X"."""

from typing import TYPE_CHECKING

from onrecord.clause import coordinated, obliques, subjects
from onrecord.denial import negated
from onrecord.lexicon import lexicon, look_up, word_class, words

if TYPE_CHECKING:
    from spacy.tokens import Token


def said_to_be(word: "Token") -> "tuple[tuple[Token, ...], Token]":
    """The heads of those whom a word for people harmed is said to stand for, and the word that says so."""
    if word.dep_ == "amod":  # "identified the dead man as X"
        return _identified(word.head) or ((), word)
    noun = _whole(word)
    verb = noun.head
    found: tuple[Token, ...] = ()
    if noun.dep_ == "pobj" and verb.lower_ in word_class("among") and verb.head.lemma_ == "be":
        verb = verb.head  # "two officers were among the wounded", "among the dead were two children"
        found = tuple(h for h in (*_complements(verb), *subjects(verb)) if h != noun)
    elif noun.dep_ == "nsubj" and verb.lemma_ in word_class("comprise"):
        found = _complements(verb)
    elif noun.dep_ == "ROOT" or any(c.text == ":" for c in noun.rights):
        verb = noun
        listed = any(c.text == ":" for c in noun.rights)
        found = tuple(m for c in noun.children if c.dep_ == "appos" and listed for m in coordinated(c))
    named = _identified(noun)
    if named:
        return named
    return (() if not found or negated(verb) else found), verb


def _whole(word: "Token") -> "Token":
    """The word that stands for the people: "those" in "those killed", "one" in "one of the victims"."""
    if word.dep_ == "acl" and word.head.lower_ in word_class("those"):
        return word.head
    link = word.head
    if word.dep_ == "pobj" and link.lower_ == "of" and link.head.pos_ in ("NUM", "PRON", "NOUN"):
        counted = link.head.pos_ == "NUM" or link.head.lemma_ in word_class("some-of")
        return link.head if counted else word
    return word


def _complements(verb: "Token") -> tuple["Token", ...]:
    return tuple(m for c in verb.children if c.dep_ in ("attr", "dobj") for m in coordinated(c))


def _identified(noun: "Token") -> "tuple[tuple[Token, ...], Token] | None":
    """Whom a victim was identified as: "the body was identified as X", "police identified the dead as X"."""
    deeds = [noun.head] if noun.dep_ in ("nsubjpass", "dobj") else []
    deeds += [c for c in noun.children if c.dep_ in ("acl", "relcl", "appos")]
    for verb in deeds:
        if verb.lemma_.lower() in word_class("identify") and not negated(verb):
            pairs = (*obliques(verb), *obliques(noun))  # where "as" may hang on the victim
            named = tuple(head for preposition, head in pairs if preposition == "as")
            if named:
                return named, verb
    return None


def phrase_of_harm(verb: "Token") -> str | None:
    """The kind of harm of a verb with what it ends in: "hacked to death", "burned alive"."""
    for child in verb.children:
        if child.dep_ in ("prep", "oprd", "acomp", "advmod", "dobj"):
            ends = [child.lower_, *(f"{child.lower_} {h.lower_}" for h in child.children if h.dep_ == "pobj")]
            for end in ends:
                row = lexicon("attack-phrases").get((f"{verb.lemma_.lower()} {end}", "verb"))
                if row is not None and row.note:
                    return row.note
    return None


def of_wounds(verb: "Token") -> bool:
    """Whether a verb is said of wounds, as "succumbed to his injuries"; not "succumbed to pressure"."""
    return any(
        head.lemma_ in word_class("wound") or look_up("harm", head) is not None for _, head in obliques(verb)
    )


def sufferers(noun: "Token") -> "tuple[Token, ...]":
    """Who is said to have wounds: "four people suffered burns"."""
    verb = noun.head
    suffered = verb.lemma_ in word_class("suffer") and noun.lemma_ in word_class("wound")
    if noun.dep_ != "dobj" or not suffered:
        return ()
    if any(head.lemma_ in words("untouched") for _, head in obliques(noun)):
        return ()  # "a wound to his pride"
    return () if negated(verb) else subjects(verb)


def recovered(noun: "Token") -> bool:
    """Whether dead bodies are said to have been found, and how many: "nine bodies were pulled from"."""
    counted = any(child.dep_ == "nummod" for child in noun.children)
    verb = noun.head
    if any(f"{child.lower_} {noun.lemma_}" in words("metaphors") for child in noun.lefts):
        return False  # "heavenly bodies"
    while noun.dep_ == "conj" and verb.pos_ == "NOUN":
        noun, verb = verb, verb.head
    found = noun.dep_ in ("nsubjpass", "dobj") and verb.lemma_ in word_class("unearth")
    return counted and found and not negated(verb)


def lost_lives(noun: "Token") -> "tuple[Token, ...]":
    """Whose lives were lost or taken: "claimed the lives of ten people", "nine men lost their lives"."""
    verb = noun.head
    if noun.dep_ not in ("dobj", "nsubjpass") or verb.pos_ != "VERB":
        return ()
    if verb.lemma_ in word_class("take-life"):
        of = tuple(head for preposition, head in obliques(noun) if preposition == "of")
        counted = [child for child in noun.children if child.dep_ == "nummod" and child.pos_ == "NUM"]
        return of or tuple(counted)  # "claimed nine lives"
    own = any(child.dep_ == "poss" for child in noun.children)
    return subjects(verb) if own and verb.lemma_ == "lose" and noun.dep_ == "dobj" else ()


def shot_dead(verb: "Token", word: "Token") -> bool:
    """Whether a verb with its word says that somebody was shot dead."""
    return verb.lemma_ == "shoot" and word.lower_ in word_class("dead") and verb.pos_ == "VERB"
