"""What an infinitive tells of: something done, not done, planned or only thought of, by the word above it."""

from typing import TYPE_CHECKING

from onrecord.claim import Stance
from onrecord.clause import is_passive
from onrecord.lexicon import Trigger, lexicon, look_up, word_class

if TYPE_CHECKING:
    from spacy.tokens import Token

_PERFECT = ("have", "be")
_COMPLEMENTS = ("xcomp", "ccomp", "advcl", "acl", "relcl", "ROOT")


def unrealised(verb: "Token") -> Stance | None:
    """How an infinitive or gerund is put that does not tell of something done; None where it may.

    "was due to attack" and "entered the bank to rob it" are planned, "ordered to attack" hypothetical,
    "is said to have attacked" hedged; "managed to escape" and "the first to attack" are done.
    """
    if verb.dep_ == "pcomp":
        return _of_gerund(verb)
    if verb.dep_ not in _COMPLEMENTS or not _is_infinitive(verb):
        return None
    above = verb.head
    if verb.dep_ == "ROOT":
        return Stance.PLANNED if verb.i > verb.sent.start + 1 else None  # "Army to shut camp", a headline
    if look_up("speech", above) is not None and is_passive(above) and _is_past(verb):
        return Stance.HEDGED
    if _is_past(verb):
        return None
    row = _row(above, verb)
    if undoes(above, verb):
        return None
    if row is not None:
        return None if row.means in ("done", "undone") else Stance(row.means)
    if verb.dep_ in ("acl", "relcl"):
        return None if _is_ranked(above) else Stance.PLANNED
    if verb.dep_ == "advcl" or above.lemma_ == "be":
        return Stance.PLANNED
    hedged, held = look_up("hedges", above), look_up("attitudes", above)
    if hedged is not None and hedged.note in ("governs", "raising"):
        return None  # the word itself says how
    if held is not None and held.note != "as":
        return None
    return Stance.HYPOTHETICAL


def undoes(above: "Token", verb: "Token") -> bool:
    """Whether a word says that what is below it was not done: "unable to", "stopped short of"."""
    row = _row(above, verb)
    yet = above.lemma_ in ("have", "be") and any(c.lower_ in word_class("yet") for c in above.children)
    return row is not None and row.means == "undone" or yet and _is_infinitive(verb)


def achieves(above: "Token", verb: "Token") -> bool:
    """Whether a word says of the infinitive below it that it was done, so that its negation denies it."""
    row = _row(above, verb)
    return row is not None and row.means == "done" and verb.dep_ in ("xcomp", "ccomp")


def _row(above: "Token", verb: "Token") -> Trigger | None:
    table = lexicon("infinitives")
    particle = next((c for c in above.children if c.dep_ == "prt"), None)
    if (
        particle is not None
        and (found := table.get((f"{above.lemma_} {particle.lower_}", "verb"))) is not None
    ):
        return found
    row = look_up("infinitives", above)
    if row is None or (row.note == "gerund") != (verb.dep_ == "pcomp"):
        return None
    if row.pos == "verb" and row.means == "done" and verb.dep_ == "advcl":
        return row if row.lemma in ("use", "employ") else None  # "came to attack", a purpose
    if above.lemma_ == "have":
        return row if above.tag_ == "VBD" else None  # "had to flee", but "has to flee"
    if row.pos == "adjective" and row.lemma == "able" and above.head.tag_ in ("VBZ", "VBP"):
        return None  # "is able to attack"
    return row


def _is_infinitive(verb: "Token") -> bool:
    return verb.tag_ in ("VB", "VBN") and any(child.tag_ == "TO" for child in verb.children)


def _is_past(verb: "Token") -> bool:
    """Whether an infinitive is perfect or continuous: "to have attacked", "to be holding"."""
    helped = any(c.dep_ == "aux" and c.lemma_ in _PERFECT for c in verb.children)
    return helped and verb.tag_ in ("VBN", "VBG", "VBD")


def _is_ranked(noun: "Token") -> bool:
    """Whether a noun is the first or last one to do something: "the first group to attack the town"."""
    words = (noun, *(c for c in noun.children if c.dep_ == "amod"))
    rows = (look_up("infinitives", word) for word in words)
    return any(row is not None and row.means == "done" for row in rows) or any(t.tag_ == "JJS" for t in words)


def _of_gerund(verb: "Token") -> Stance | None:
    governor = verb.head.head
    row = look_up("infinitives", governor) if verb.tag_ == "VBG" and verb.head.dep_ == "prep" else None
    if row is None or row.note != "gerund" or row.means == "undone":
        return None
    return Stance(row.means)
