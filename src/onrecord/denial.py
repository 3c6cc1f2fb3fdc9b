"""What a text says is not so: negation, denial, and deeds left undone, read off the words around a verb."""

from typing import TYPE_CHECKING

from onrecord.infinitive import achieves, undoes
from onrecord.lexicon import lexicon, look_up, word_class

if TYPE_CHECKING:
    from spacy.tokens import Token


def negated(verb: "Token") -> bool:
    """Whether a verb is negated, by an adverb or by its subject ("no one came", "neither")."""
    for child in verb.children:
        if child.dep_ == "neg" or _negates(child, "adverb"):
            return True
        taking_part = child.dep_ == "dobj" or child.dep_ in ("nsubj", "nsubjpass") and child.i < verb.i
        if taking_part and (_negates(child, "pronoun") or has_no(child)):
            return True  # "nobody came", "attacked no one"
        if taking_part and any(c.dep_ == "preconj" and _negates(c, "conjunction") for c in child.children):
            return True  # "neither X nor Y attacked"
        if child.dep_ == "preconj" and _negates(child, "conjunction"):
            return True
    if verb.dep_ in ("pcomp", "advcl") and _negates(verb.head, "preposition"):
        return True
    near = [*verb.children, *(c for c in verb.head.children if c.dep_ == "cc" and c.i < verb.i)]
    return verb.dep_ == "conj" and any(_negates(c, "conjunction") for c in near)


def _negates(token: "Token", as_: str) -> bool:
    """Whether a word negates as this part of speech, by the lexicon's note."""
    row = lexicon("negation").get((token.lower_, ""))
    return row is not None and as_ in row.note.split()


def is_none(head: "Token") -> bool:
    """Whether a noun or pronoun stands for nobody: "no group", "none", "neither side"."""
    return _negates(head, "pronoun") or has_no(head)


def has_no(noun: "Token") -> bool:
    """Whether a noun is said of none: "no soldier"."""
    return any(c.dep_ == "det" and _negates(c, "determiner") for c in noun.children)


def undone_by(verb: "Token") -> bool:
    """Whether the word above a verb says that it was not done: "did not manage to", "unable to"."""
    above = verb.head.head if verb.dep_ == "pcomp" else verb.head
    refused = negated(above) or above.dep_ == "acomp" and negated(above.head)
    if undoes(above, verb) and look_up("hedges", above) is None:
        return not refused
    return achieves(above, verb) and refused


def is_undone(noun: "Token") -> bool:
    """Whether an event is one that nobody carried out: "had not carried out any strike"."""
    done = carries_out(noun.head) and noun.dep_ in ("dobj", "nsubjpass")
    return done and not has_no(noun) and (negated(noun.head) or undone_by(noun.head))


def carries_out(verb: "Token") -> bool:
    """Whether a verb says of an event that somebody does it: "carried out an attack"."""
    row = lexicon("perpetration").get((verb.lemma_.lower(), "verb"))
    return row is not None and row.means == "perpetrates"


def _is_untrue(verb: "Token") -> bool:
    """Whether it says of something that it is not so: "is untrue", "is false"."""
    said = [c.lower_ for c in verb.children if c.dep_ in ("acomp", "attr")]
    words = word_class("true") if negated(verb) else word_class("untrue")
    return any(one in words for one in said)


def _excludes(verb: "Token") -> bool:
    """Whether a verb with its particle says that something is not so: "ruled out that"."""
    words = (f"{verb.lemma_} {c.lower_}" for c in verb.children if c.dep_ == "prt")
    return any(one in word_class("excludes") for one in words) and not negated(verb)


def denies(verb: "Token", content: "Token") -> bool:
    """Whether a verb denies what it governs: "denied bombing", "did not say"."""
    if verb.pos_ in ("VERB", "AUX") and (_is_untrue(verb) or _excludes(verb)):
        return True
    doubt = look_up("hedges", verb)
    if doubt is not None and doubt.note == "content-noun" and verb.pos_ == "NOUN":
        said = look_up("speech", verb.head) if verb.dep_ == "dobj" else None
        if said is not None and said.means == "denied":
            return not negated(verb.head)  # "denied reports that"
        return has_no(verb) or verb.dep_ == "nsubj" and _is_untrue(verb.head)  # "no evidence that"
    row = look_up("speech", verb)
    if row is None or row.means != "denied":
        return False
    if verb.dep_ == "conj" and content.head != verb:
        return False
    if negated(verb):
        return False
    if content.dep_ == "pcomp" and content.head.head in (verb, *verb.children):
        return True  # "acquitted of killing"
    governed = (c for c in verb.children if c.dep_ in ("xcomp", "pcomp"))
    return row.pos == "verb" and any(content in c.subtree for c in governed)


def leaves_open(verb: "Token") -> bool:
    """Whether a verb is one of saying that is not done: "did not deny that", "could not confirm that"."""
    row = look_up("speech", verb)
    return row is not None and row.pos == "verb" and negated(verb)
