"""Whether a present tense tells a habit, or an incident as headlines do."""

from typing import TYPE_CHECKING

from onrecord.claim import Stance
from onrecord.lexicon import word_class
from onrecord.reading import Reading

if TYPE_CHECKING:
    from spacy.tokens import Token


def habitual(reading: Reading, verb: "Token") -> bool:
    """Whether a verb tells a habit and no incident: "the army attacks rebels", simple present, untimed."""
    if verb.pos_ != "VERB" or verb.tag_ not in ("VBZ", "VBP") or reading.clause(verb).passive:
        return False
    if reading.modality(verb).stance is Stance.HYPOTHETICAL:
        return False  # "if the army attacks the city"
    return reading.time(verb) is None and not _in_headline(reading, verb)


def _in_headline(reading: Reading, verb: "Token") -> bool:
    """Whether a present tense tells of one incident, as headlines do: "car bomb kills 12 in the port"."""
    clause = reading.clause(verb)
    bare = not any(child.dep_ in ("det", "poss") for agent in clause.agents for child in agent.children)
    counted = any(
        one.pos_ == "NUM" or any(c.dep_ == "nummod" for c in one.children) for one in clause.patients
    )
    rate = any(t.lower_ in word_class("each") for t in verb.subtree)
    return verb.tag_ == "VBZ" and bare and counted and not rate
