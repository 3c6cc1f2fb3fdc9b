"""The words of a name: how they are compared, how they are shown, and where they stand."""

import re

from onrecord import gazetteer
from onrecord.entity import PLACE_TYPES
from onrecord.lexicon import look_up
from onrecord.mention import Selector
from onrecord.nametype import possessed, spelling
from onrecord.naming import Name
from onrecord.syntax import passage_of


def normal(text: str) -> str:
    """A name in the form that is compared: lower case, no leading article, one spelling."""
    bare = re.sub(r"^(?:the|a|an)\s+", "", re.sub(r"\s+", " ", text.strip().lower()))
    bare = re.sub(r"['’]s?$", "", bare).replace("’", "'").replace("‘", "'")
    return " ".join(spelling(word) for word in bare.split())


def label_of(name: Name) -> str:
    """The words of a name without a leading article, unless the article is part of the name."""
    if name.first.text == "The" and name.first.i > 0 and name.first.nbor(-1).text in ("(", "["):
        return name.text
    agent = gazetteer.agent(name.text) if name.first.text == "The" else None
    if agent is not None and agent.name.startswith("The "):
        return name.text
    return possessed(name.text) or re.sub(r"^(?:the|a|an)\s+", "", name.text, flags=re.I)


def place_name(name: Name) -> str:
    """The proper part of a place name: "Kafranbel" of "Kafranbel city", but all of "Mexico City"."""
    text = label_of(name)
    if name.head == name.last and name.first != name.last:
        trigger = look_up("heads", name.last)
        known = any(place.kind in ("settlement", "area") for place in gazetteer.named(text))
        bare = re.sub(r"\s+\S+$", "", text)
        if trigger is not None and trigger.means in PLACE_TYPES - {"Facility"} and not known:
            return text if _is_another(text, bare) else bare
    return text


def _is_another(text: str, bare: str) -> bool:
    """Whether a whole name is another place than the shorter one: "Damascus countryside"."""
    whole = {place.id for place in gazetteer.named(text) if place.kind == "region"}
    return bool(whole) and whole.isdisjoint(place.id for place in gazetteer.named(bare))


def name_span(name: Name) -> Selector:
    """The selector of a name."""
    return passage_of(name.first).select(name.first, name.last)


def span_of(one: Name, other: Name) -> Selector:
    """The selector from one name to the end of another behind it, with a closing bracket."""
    last = other.last
    if last.i + 1 < len(last.doc) and last.nbor(1).text == ")":
        last = last.nbor(1)
    return passage_of(one.first).select(one.first, last)


def country_of(word: str) -> str | None:
    """The country that a demonym, a country's name or a leader's name points to, as ISO code."""
    demonym = gazetteer.demonym(word)
    if demonym is not None:
        return demonym.country or None
    leader = gazetteer.leader(word)
    if leader is not None:
        return leader.country
    places = gazetteer.places(word)
    return places[0].country if places and places[0].kind == "country" else None
