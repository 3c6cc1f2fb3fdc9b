"""Where reported words came out: the medium in brackets, the interviewer, the service they were posted on."""

from typing import TYPE_CHECKING

from onrecord.clause import obliques
from onrecord.lexicon import word_class, words
from onrecord.naming import Name

if TYPE_CHECKING:
    from spacy.tokens import Token


def platform(verb: "Token") -> "Token | None":
    """The service that somebody wrote on: "wrote on Telegram", "said in a Facebook post"."""
    for _, head in obliques(verb):
        for token in (head, *(c for c in head.children if c.dep_ in ("compound", "nmod"))):
            if token.text in words("platforms"):
                return token
    return None


def is_interviewer(name: Name) -> bool:
    """Whether a name stands behind "an interview with"."""
    before = name.first.nbor(-1) if name.first.i > 1 else name.first
    if before.lower_ in word_class("article") and before.i > 0:
        before = before.nbor(-1)
    return before.lower_ in ("with", "to", "by") and before.head.lemma_ in word_class("published")


def is_bracketed(name: Name) -> bool:
    """Whether a name stands in brackets by itself."""
    before = name.first.i > 0 and name.first.nbor(-1).text == "("
    return before and name.last.i + 1 < len(name.last.doc) and name.last.nbor(1).text == ")"
