"""What a proper name is likely to name: by gazetteer, head word and neighbours, and last by the tagger."""

from typing import TYPE_CHECKING

from onrecord import gazetteer
from onrecord.lexicon import Trigger, lexicon, look_up, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_TAGGED = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "Settlement",
    "LOC": "Region",
    "FAC": "Facility",
}
NAME_LABELS = frozenset(_TAGGED) | {"NORP", "WORK_OF_ART", "PRODUCT", "EVENT", "LAW"}
PLACE_TYPES = frozenset({"Place", "Country", "Region", "Settlement"})
_PLACE_PREPOSITIONS = frozenset(
    {
        "in",
        "near",
        "at",
        "from",
        "around",
        "outside",
        "across",
        "inside",
        "into",
        "within",
        "throughout",
        "over",
    }
)
#: How far each kind of evidence for a type counts against the others.
WEIGHT = {"gazetteer": 6, "head": 5, "cue": 4, "place": 3, "tagger": 1}


def possessed(word: str) -> str | None:
    """The country in a possessive that lost its apostrophe ("Syrias"), else None."""
    if len(word) > 4 and word.endswith("s") and word[0].isupper() and not gazetteer.demonym(word):
        places = gazetteer.places(word[:-1])
        if places and places[0].kind == "country" and places[0].name == word[:-1]:
            return word[:-1]
    return None


def is_office(doc: "Doc", first: int, last: int) -> bool:
    """Whether words name an office and nobody in it: "Foreign Secretary", "Special Envoy"."""
    row = lexicon("titles").get((doc[last].lower_, "noun"))
    if row is None:
        return False
    modifiers = words("title-modifiers") | words("titles")
    return all(doc[i].lower_ in modifiers or gazetteer.demonym(doc[i].text) for i in range(first, last))


def type_of(span: "Span", text: str, head: "Token", titled: bool) -> tuple[str, str, str | None, int]:
    """Return type, kind, gazetteer id and weight of evidence for a name; "" when it names nothing."""
    last: Token = span[-1]
    label = next((t.ent_type_ for t in span if t.ent_type_ in NAME_LABELS), "")
    if titled:
        return "Person", "", None, WEIGHT["cue"]
    one_word = span[0].i == last.i
    if not one_word and last.lower_ in words("no-name-heads"):
        return "", "", None, 0  # "the Book of Revelation", "Operation Dawn": no agent and no place
    country = gazetteer.places(text)
    standing = (
        bool(country) and country[0].kind == "country" and head.dep_ not in ("amod", "compound", "nmod")
    )
    if not standing and (gazetteer.demonym(text) or one_word and gazetteer.people(text)):
        return "", "", None, 0  # an adjective of nationality or a people, no name by itself
    if not one_word:
        trigger = look_up("heads", last) or lexicon("heads").get((last.lower_, "noun"))
        if trigger is not None:
            if trigger.means in ("PopulationGroup", "Asset"):
                return (trigger.means, trigger.note, None, WEIGHT["head"])
            return trigger.means, trigger.note, None, WEIGHT["head"]
    if one_word and look_up("heads", last) is not None and label != "PERSON":
        return "", "", None, 0  # "the Regime", "NGOs": a description with a capital
    places = gazetteer.places(possessed(text) or text)
    if places and places[0].kind == "country":
        return "Country", "", places[0].id, WEIGHT["gazetteer"]
    before = span[0].nbor(-1) if span[0].i > 0 else None
    located = before is not None and (
        before.lower_ in _PLACE_PREPOSITIONS or _place_noun_of(before) is not None
    )
    follows = last.nbor(1) if last.i + 1 < len(last.doc) else None
    kind_after = (
        look_up("heads", follows) if follows is not None and follows.pos_ in ("NOUN", "PROPN") else None
    )
    if (
        kind_after is not None
        and kind_after.means in PLACE_TYPES
        and follows is not None
        and follows.i == last.i + 1
    ):
        return kind_after.means, kind_after.note, None, WEIGHT["cue"]
    noun = _place_noun_of(before) if before is not None else None
    if noun is not None:
        return noun.means, noun.note, None, WEIGHT["cue"]
    if places and label != "PERSON" and (located or one_word or label in ("GPE", "LOC", "FAC", "")):
        best = places[0]
        return ("Region" if best.kind in ("region", "area") else "Settlement"), "", None, WEIGHT["place"]
    if places and located:
        return (
            ("Region" if places[0].kind in ("region", "area") else "Settlement"),
            "",
            None,
            WEIGHT["place"],
        )
    if not one_word and not places and span[0].lower_ in words("kunyas"):
        return "Person", "", None, WEIGHT["cue"]
    if label in _TAGGED:
        if (
            label == "PERSON"
            and located
            and one_word
            and before is not None
            and before.lower_ in ("in", "near", "at")
        ):
            return "Settlement", "", None, WEIGHT["tagger"]
        return _TAGGED[label], "", None, WEIGHT["tagger"]
    if located:
        return "Place", "", None, WEIGHT["tagger"]
    if one_word and text.isupper() and len(text) >= 2:
        return "Organization", "", None, WEIGHT["tagger"]
    if label or not one_word or not span[0].is_sent_start:
        return "Organization", "", None, 0
    return "", "", None, 0


def _place_noun_of(before: "Token") -> Trigger | None:
    """The place noun of "the town of X" when ``before`` is that "of", else None."""
    if before.lower_ != "of" or before.i == 0:
        return None
    trigger = look_up("heads", before.nbor(-1))
    return trigger if trigger is not None and trigger.means in PLACE_TYPES else None


def spelling(word: str) -> str:
    """A word in the spelling that variants are compared in (British as American, lower case)."""
    lower = word.lower()
    row = lexicon("spelling").get((lower, ""))
    return row.means if row is not None else lower
