"""Which named place lies in which, as the words between two names say: "Douma in Rif Dimashq"."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord import gazetteer
from onrecord.lexicon import look_up, words
from onrecord.nametype import PLACE_TYPES, possessed
from onrecord.naming import Name

if TYPE_CHECKING:
    from spacy.tokens import Token

#: How many words may stand between the two names.
_BETWEEN = 6
_INNER = PLACE_TYPES - {"Country"} | {"Facility"}


def nested(names: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    """Yield the names of a place and of what it lies in, pair by pair in text order."""
    held: Name | None = None  # what the last pair put in its outer place: "Quriyah in Syria's Deir Ezzor"
    for one, other in zip(names, names[1:], strict=False):
        inner, held = held, None
        if one.first.doc is not other.first.doc or other.first.i - one.last.i > _BETWEEN + 1:
            continue
        between = list(one.first.doc[one.last.i + 1 : other.first.i])
        if one.type in _INNER and other.type in PLACE_TYPES and _within(one, between, other):
            yield one, other
            held = one
        elif other.type in _INNER and one.type in PLACE_TYPES and _owns(one, between):
            yield other, one
            if inner is not None and other.type in PLACE_TYPES:
                yield inner, other


def _within(inner: Name, between: Sequence["Token"], outer: Name) -> bool:
    """Whether words lead from a place to what it is in: "in the province of", a comma before a country."""
    if not between:
        return False
    if len(between) == 1 and between[0].text == ",":
        after = outer.last.nbor(1) if outer.last.i + 1 < len(outer.last.doc) else None
        listed = after is not None and after.lower_ in ("and", "or")
        return outer.type == "Country" and inner.type != "Region" and not listed
    first = between[0].lower_
    if first not in ("in", "of") or first == "of" and look_up("heads", inner.last) is None:
        return False
    return all(_describes(token) for token in between[1:])


def _describes(token: "Token") -> bool:
    """Whether a word may stand before the name of the place that something is in."""
    if (
        token.lower_ in ("the", "of", "-", "'s", "’s")
        or token.pos_ in ("ADJ", "ADV", "VERB")
        and token.text.islower()
    ):
        return True
    if token.lower_ in words("place-nouns") or gazetteer.demonym(token.text) is not None:
        return True
    return possessed(token.text) is not None


def _owns(outer: Name, between: Sequence["Token"]) -> bool:
    """Whether a place has another: "Syria's Idlib province", also where the apostrophe is lost."""
    if possessed(outer.last.text) is None:
        if not between or between[0].tag_ != "POS":
            return False
        between = between[1:]
    return all(
        token.pos_ == "ADJ" or token.lower_ in words("place-nouns") | {"of", "-"} or token.nbor(1).text == "-"
        for token in between
    )
