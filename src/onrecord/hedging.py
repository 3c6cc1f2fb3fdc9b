"""The words that weaken what is told: "reportedly", "may", "if", "alleged", "it is possible that"."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.claim import Stance
from onrecord.lexicon import lexicon, look_up, word_class

if TYPE_CHECKING:
    from spacy.tokens import Token


def signs(verb: "Token") -> Iterator[tuple["Token", Stance]]:
    """Yield the words beside a verb that weaken it, each with the stance it lends."""
    table = lexicon("hedges")
    inverted = _inverted(verb)
    if inverted is not None:
        yield inverted, Stance.HYPOTHETICAL
    for child in verb.children:
        if child.dep_ == "advmod":
            row = table.get((child.lower_, "adverb"))
            if row is not None:
                yield child, Stance.ALLEGED if row.note == "alleged" else Stance(row.means)
        elif child.dep_ == "aux":
            row = table.get((child.lower_, "verb"))
            if child.lower_ in word_class("polite") and verb.lemma_ == "like":
                continue  # "I would like to thank"
            if row is not None and row.note == "modal":
                yield child, Stance.PLANNED if _announced(child, verb) else Stance(row.means)
        elif child.dep_ == "mark" and opens_condition(child):
            yield child, Stance.HYPOTHETICAL
        elif child.dep_ in ("acomp", "attr") and look_up("evaluation", child) is not None:
            yield child, Stance.EVALUATED
        elif _is_fiction(child):
            yield child, Stance.HYPOTHETICAL


def predicated(verb: "Token | None") -> Iterator[tuple["Token", Stance]]:
    """What "an attack was possible" says of its subject."""
    for child in verb.children if verb is not None else ():
        row = lexicon("hedges").get((child.lower_, "adjective")) if child.dep_ == "acomp" else None
        if row is not None:
            yield child, Stance(row.means)


def beside_noun(noun: "Token") -> Iterator[tuple["Token", Stance]]:
    """Yield the words before a noun that weaken it: "alleged airstrikes", "possible attack"."""
    first = min((child.left_edge.i for child in noun.lefts), default=noun.i)
    before = noun.doc[first - 1] if first > noun.sent.start else None
    row = lexicon("hedges").get((before.lower_, "adjective")) if before is not None else None
    if row is not None and before is not None:  # "monitoring alleged airstrikes", read as a verb
        yield before, Stance(row.means)
    for child in noun.children:
        if child.dep_ in ("amod", "advmod", "compound"):
            row = lexicon("hedges").get((child.lower_, "adjective")) or lexicon("hedges").get(
                (child.lower_, "adverb")
            )
            if row is not None and child.dep_ != "advmod":
                yield child, Stance(row.means)


def embedding(verb: "Token") -> Stance | None:
    """The stance that a word lends to its content: "threatened to", "reports that", "it is possible that"."""
    row = look_up("hedges", verb)
    if verb.lemma_ == "be" or verb.pos_ == "ADJ":  # "it is possible that"
        adjectives = [verb] if verb.pos_ == "ADJ" else [c for c in verb.children if c.dep_ == "acomp"]
        rows = [lexicon("hedges").get((c.lower_, "adjective")) for c in adjectives]
        return next((Stance(found.means) for found in rows if found is not None), None)
    said = look_up("speech", verb)
    if said is not None and said.pos == "verb" and said.means == "alleged":
        return Stance.ALLEGED
    if row is not None and row.note == "governs":
        past = said is not None and said.means == "said" and any(_is_past(c) for c in verb.children)
        return None if past else Stance(row.means)  # "warned that thousands had fled"
    if row is not None and row.note == "content-noun":
        return Stance(row.means)
    if row is not None and row.note == "raising":
        return Stance.HEDGED
    if row is not None and row.note == "participle":
        return Stance.ALLEGED
    return None


def hedging_word(verb: "Token") -> "Token":
    """The word that hedges: the adjective of "is possible"."""
    said = (c for c in verb.children if c.dep_ == "acomp")
    return next(said, verb) if verb.lemma_ == "be" else verb


def opens_condition(token: "Token") -> bool:
    """Whether a word opens a condition: "if", "unless"."""
    row = lexicon("hedges").get((token.lower_, ""))
    return row is not None and row.means == "hypothetical" and row.note == "mark"


def _inverted(verb: "Token") -> "Token | None":
    """The word that opens a condition without "if": "Had the bomb gone off", "Were they to attack"."""
    if verb.dep_ != "advcl":
        return None
    opening = next((c for c in verb.children if c.dep_ == "aux"), verb)
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    first = opening.lower_ in word_class("inverted") and opening == verb.left_edge
    return opening if first and subject is not None and subject.i > opening.i else None


def _announced(modal: "Token", verb: "Token") -> bool:
    """Whether "would" tells of a plan in reported speech: "said it would evacuate", without a condition."""
    if modal.lower_ not in word_class("future-in-past") or verb.dep_ != "ccomp":
        return False
    row = look_up("speech", verb.head)
    if row is None or row.means != "said" or verb.head.tag_ not in ("VBD", "VBN"):
        return False
    return not any(opens_condition(t) for t in verb.subtree)


def _is_fiction(preposition: "Token") -> bool:
    """Whether a phrase sets a clause in a made-up world: "in the novel, soldiers massacre a village"."""
    if preposition.dep_ != "prep" or preposition.lower_ not in ("in", "during"):
        return False
    return any(c.dep_ == "pobj" and look_up("fiction", c) is not None for c in preposition.children)


def _is_past(content: "Token") -> bool:
    """Whether a clause tells what has happened: "that thousands had been driven out"."""
    if content.dep_ != "ccomp" or content.pos_ not in ("VERB", "AUX"):
        return False
    helpers = [c.lower_ for c in content.children if c.dep_ in ("aux", "auxpass")]
    return content.tag_ == "VBD" or content.tag_ == "VBN" and any(h in word_class("perfect") for h in helpers)
