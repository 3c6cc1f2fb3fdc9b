"""Verbs with their particle: "set off", "blew up", "went off", "gunned down"."""

from typing import TYPE_CHECKING

from onrecord.lexicon import Trigger, lexicon, look_up

if TYPE_CHECKING:
    from spacy.tokens import Token

_PARTICLES = ("prt", "advmod", "prep")


def look_up_phrasal(name: str, verb: "Token") -> Trigger | None:
    """The row of a lexicon for a verb with its particle, else for the verb alone."""
    if verb.pos_ == "VERB":
        for child in verb.children:
            if child.dep_ in _PARTICLES and child.i - verb.i in (1, 2, 3):
                row = lexicon(name).get((f"{verb.lemma_.lower()} {child.lower_}", "verb"))
                if row is not None:
                    return row
    return look_up(name, verb)
