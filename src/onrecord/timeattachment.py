"""Which verb or noun the words of a time belong to: how far apart the two hang in the parse."""

from typing import TYPE_CHECKING

from onrecord.dates import TimeSpan
from onrecord.lexicon import look_up, word_class

if TYPE_CHECKING:
    from spacy.tokens import Token

_FARTHEST = 12  # steps up from the words of a time


def attachment(token: "Token", span: TimeSpan) -> int | None:
    """Steps from the time's words up to a verb that the token is the content or a part of."""
    inside = [t for t in token.sent if span.start <= t.idx < span.end]
    if not inside:
        return None
    root = min(inside, key=lambda t: sum(1 for _ in t.ancestors))
    above = {token.i: 0}
    below = token
    said = token.dep_ == "ccomp" and look_up("speech", token.head) is not None
    outside = (said or token.dep_ == "relcl") and token.pos_ in ("VERB", "AUX")  # not the frame's time
    told = token.head if token.dep_ == "dobj" and token.pos_ == "NOUN" else None
    if told is not None and (look_up("speech", told) or look_up("attitudes", told)):
        outside = True  # "today condemned the killing"
    for step, ancestor in enumerate(() if outside else token.ancestors, 1):
        own = ancestor.i < root.i < below.left_edge.i  # "halted it in May and has not resumed it"
        if below.dep_ == "conj" and below.pos_ == "VERB" and own and root.head != below:
            break
        above[ancestor.i] = step
        below = ancestor
        if ancestor.dep_ in ("relcl", "ccomp") and ancestor.pos_ in ("VERB", "AUX"):
            break
    current, steps = root, 0
    intended = False
    while steps < _FARTHEST:
        if current.i in above:
            return steps + 2 * above[current.i]
        if current.head == current or current.dep_ in ("relcl", "ccomp"):
            return None
        intended = intended or current.dep_ == "xcomp"
        if current.dep_ == "conj" and intended:
            return None  # "suspended it and hopes to resume it next week"
        if current.dep_ == "conj" and any(
            c.dep_ == "cc" and c.lower_ in word_class("contrast") for c in current.head.children
        ):
            return None  # "suspended it after the attack, but resumed it on Monday"
        current = current.head
        steps += 1
    return None
