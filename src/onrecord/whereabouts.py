"""Where something happens or stands: the places that hang on a verb or noun."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.clause import coordinated
from onrecord.lexicon import words
from onrecord.reading import Reading
from onrecord.referent import Referent

if TYPE_CHECKING:
    from spacy.tokens import Token

PLACES = frozenset({"Settlement", "Region", "Country", "Place"})


def places_of(reading: Reading, head: "Token", *, facilities: bool = False) -> Iterator[Referent]:
    """Yield the places that a head is said to be in or near, nearest attachment first.

    A place counts when its preposition hangs on the head, or on a noun or participle that hangs on
    it, without another finite clause in between.
    """
    found: list[tuple[int, int, Referent]] = []
    sentence = head.sent
    locative = words("locatives")
    for token in sentence:
        if token.dep_ != "pobj" or token.head.lower_ not in locative:
            continue
        distance = _distance(token.head, head)
        if distance is None:
            continue
        for member in coordinated(token):
            referent = place(reading, member)
            if referent is None:
                continue
            if referent.entity.type in PLACES or facilities and referent.entity.type == "Facility":
                found.append((distance, member.i, referent))
    for _, _, referent in sorted(found, key=lambda item: item[:2]):
        yield referent


def place(reading: Reading, head: "Token") -> Referent | None:
    """The place that a noun names or describes: "the town of Idlib" is Idlib."""
    named = _named_within(reading, head)
    if named is not None:
        selector = reading.span(next(iter(head.lefts), head), named.head)
        return Referent(named.entity, selector.exact, selector, named.head)
    referent = reading.referent(head, "place")
    if referent is None or referent.entity.type not in PLACES | {"Facility"}:
        return None
    return referent


def _named_within(reading: Reading, head: "Token") -> Referent | None:
    """The named place that "the town of X" or "X's countryside" puts something in."""
    if reading.register.chain_at(head) is not None:
        return None
    if head.lemma_.lower() not in words("place-nouns") and head.lower_ not in words("place-nouns"):
        return None
    for child in head.children:
        if child.dep_ == "poss":  # "Idlib's southern countryside"
            owner = reading.referent(child, "place")
            if owner is not None and owner.entity.type in PLACES and reading.register.chain_at(child):
                return owner
        if child.dep_ == "prep" and child.lower_ == "of":
            inner = next((c for c in child.children if c.dep_ == "pobj"), None)
            named = reading.referent(inner, "place") if inner is not None else None
            if named is not None and named.entity.type in PLACES and reading.register.chain_at(named.head):
                return named
    return None


def _distance(preposition: "Token", head: "Token") -> int | None:
    current, steps = preposition, 0
    while steps < 10:
        current = current.head
        steps += 1
        if current == head:
            return steps
        if (
            current.head == current
            or current.dep_ in ("relcl", "ccomp", "advcl")
            and current.pos_ in ("VERB", "AUX")
        ):
            return None
    return None
