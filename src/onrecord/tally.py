"""Counts that stand bare before a word for harm, as notes and headlines list them: "7 dead, 15 wounded"."""

from typing import TYPE_CHECKING

from onrecord.lexicon import look_up, word_class

if TYPE_CHECKING:
    from spacy.tokens import Token

_MEASURES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL"})
#: How far apart two entries of such a list stand: "7 dead and another 15 wounded".
_NEXT = 5


def counted_before(word: "Token") -> "Token | None":
    """The bare number right before a word for harm, of which it is said: the 15 of "15 wounded"."""
    if word.i <= word.sent.start or word.tag_ not in ("VBD", "VBN", "JJ", "NN", "NNS"):
        return None
    before = word.nbor(-1)
    if before.lower_ in word_class("others") and before.i > word.sent.start:
        before = before.nbor(-1)
    row = look_up("harm", word)
    if before.pos_ != "NUM" or before.ent_type_ in _MEASURES or row is None or row.pos == "noun":
        return None
    if before.dep_ == "nummod" and before.head != word and before.head.i != word.i - 1:
        return None  # "30 wounded soldiers"
    if word.dep_ in ("amod", "compound") and word.head.i > word.i:
        return None
    if before.dep_ == "pobj" and before.head.lower_ not in word_class("come-to"):
        return None  # "of the 30 killed": told before
    takes = any(child.dep_ == "dobj" and child.pos_ != "NUM" for child in word.children)
    return None if takes else before


def listed_after(word: "Token") -> "Token | None":
    """The word for harm of the next entry in such a list: "wounded" after "dead" in "7 dead, 15 wounded"."""
    for later in word.doc[word.i + 1 : min(word.i + 1 + _NEXT, word.sent.end)]:
        if look_up("harm", later) is not None:
            return later if counted_before(later) is not None else None
        if later.pos_ not in ("NUM", "PUNCT", "CCONJ", "ADV", "ADJ", "NOUN", "DET", "ADP"):
            return None
    return None
