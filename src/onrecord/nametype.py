"""What a proper name is likely to name: by gazetteer, head word and neighbours, and last by the tagger."""

from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord import gazetteer
from onrecord.folding import fold, is_article, skeleton
from onrecord.lexicon import Trigger, lexicon, look_up, word_class, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_TAGGED = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "Settlement",
    "LOC": "Region",
    "FAC": "Facility",
}
SUBJECTS = ("nsubj", "nsubjpass")
NAME_LABELS = frozenset(_TAGGED) | {"NORP", "WORK_OF_ART", "PRODUCT", "EVENT", "LAW"}
PLACE_TYPES = frozenset({"Place", "Country", "Region", "Settlement"})
#: From this population on, a settlement is looked for in a possessive without apostrophe.
_LARGE = 200_000
#: How far each kind of evidence for a type counts against the others.
WEIGHT = {"gazetteer": 6, "head": 5, "cue": 4, "place": 3, "tagger": 1}


@lru_cache(maxsize=65536)
def possessed(word: str) -> str | None:
    """The place in a possessive that lost its apostrophe ("Syrias", "Aleppos"), else None."""
    bare = word[:-1]
    if len(word) < 5 or word[-1] != "s" or not word[0].isupper() or gazetteer.demonym(word):
        return None
    places = gazetteer.places(bare)
    if not places or fold(places[0].name) != fold(bare):
        return None
    if places[0].kind == "country":
        return bare
    large = places[0].kind == "region" or places[0].population >= _LARGE
    return bare if large and not gazetteer.places(word) and not gazetteer.agent(word) else None


def is_office(doc: "Doc", first: int, last: int) -> bool:
    """Whether words name an office and nobody in it: "Foreign Secretary", "Special Envoy"."""
    row = lexicon("titles").get((doc[last].lower_, "noun"))
    if row is None:
        return False
    modifiers = words("title-modifiers") | words("titles")
    return all(
        doc[i].lower_ in modifiers or doc[i].text == "-" or gazetteer.demonym(doc[i].text)
        for i in range(first, last)
    )


def titles_end(doc: "Doc", first: int, last: int) -> int:
    """Where the name begins behind its title: after "Defence Minister" of "Defence Minister Julie Bishop"."""
    start, body = first, look_up("heads", doc[last])
    if (
        doc[last].lower_ in words("no-name-heads")
        or body is not None
        and (body.note not in ("people", "fighters") or doc[last].lower_ in word_class("named-bodies"))
    ):
        return first  # "Executive Board", "General Assembly"
    while start < last:
        role = next(
            (k for k in range(last - 1, start - 1, -1) if look_up("titles", doc[k]) is not None), None
        )
        if role is None or _is_one_body(doc, start, role, last):
            break
        if doc[role + 1].text == "-" and not doc[role].whitespace_:
            if role + 2 >= last:
                return first  # "Secretary-General" alone
            role += 2
        start = role + 1
    return start


def _is_one_body(doc: "Doc", start: int, role: int, last: int) -> bool:
    """Whether the tagger takes all of a stretch for one body: the "Estado Mayor Central"."""
    inside = doc[start + 1 : last + 1]
    whole = doc[start].ent_type_ == "ORG" and all(t.ent_type_ == "ORG" and t.ent_iob_ == "I" for t in inside)
    return whole and start < role


def type_of(span: "Span", text: str, head: "Token", titled: bool) -> tuple[str, str, str | None, int]:
    """Return type, kind, gazetteer id and weight of evidence for a name; "" when it names nothing."""
    last: Token = span[-1]
    label = next((t.ent_type_ for t in span if t.ent_type_ in NAME_LABELS), "")
    if titled:
        return "Person", "", None, WEIGHT["cue"]
    one_word = span[0].i == last.i
    if not one_word and last.lower_ in words("no-name-heads"):
        return "", "", None, 0  # "the Book of Revelation", "Operation Dawn": no agent and no place
    if not one_word and span[0].lower_ in word_class("no-bodies"):
        return "", "", None, 0  # "Operation Dawn", "HMS Albion": an undertaking, a ship
    country = gazetteer.places(text)
    standing = (
        bool(country)
        and country[0].kind == "country"
        and (head.dep_ not in ("amod", "compound", "nmod") or last.tag_ == "NNP" and not _is_demonym(text))
    )
    if not standing and (gazetteer.demonym(text) or one_word and gazetteer.people(text)):
        return "", "", None, 0  # an adjective of nationality or a people, no name by itself
    if not one_word:
        trigger = look_up("heads", last) or lexicon("heads").get((last.lower_, "noun"))
        if trigger is not None:
            if all(t.lower_ in words("no-names") for t in span[:-1]) and not gazetteer.places(text):
                return "", "", None, 0  # "the Old City": a description with capitals
            if trigger.means == "Facility" and not trigger.note and label == "ORG" and last.tag_ == "NNP":
                kind = next((row.means for t in span if (row := look_up("facility-modifiers", t))), "")
                if kind:
                    return "Facility", kind, None, WEIGHT["head"]  # "King Fahd Medical Center"
                return "Organization", "", None, WEIGHT["tagger"]  # "The Daily Post"
            if last.lower_ in word_class("named-bodies") and last.tag_ == "NNP":
                return "GovernmentalBody", "", None, WEIGHT["head"]
            if trigger.means in ("PopulationGroup", "Person") and _of_body(span):
                return "Organization", "", None, WEIGHT["head"]  # "Society for Threatened Peoples"
            return trigger.means, trigger.note, None, WEIGHT["head"]
    if not one_word and (state := _state(span)):
        return "Country", "", state, WEIGHT["gazetteer"]
    opener = None if one_word else _opener(span)
    if opener is not None:
        return opener.means, opener.note, None, WEIGHT["head"]
    described = look_up("heads", last) if one_word and label != "PERSON" else None
    if described is not None:
        if last.i > 1 and last.nbor(-1).lower_ == "of" and look_up("titles", last.nbor(-2)) is not None:
            return "", "", None, 0  # "Secretary of State"
        if last.tag_ == "NNP" and not last.is_sent_start and described.note == "body":
            return described.means, "", None, 0  # "the Coalition": a body that has been named
        return "", "", None, 0  # "the Regime", "NGOs": a description with a capital
    places = gazetteer.places(possessed(text) or text)
    if not one_word and not places and _is_titled(span, head):
        return "Person", "", None, WEIGHT["cue"]
    if places and places[0].kind == "country":
        return "Country", "", places[0].id, WEIGHT["gazetteer"]
    before = span[0].nbor(-1) if span[0].i > 0 else None
    located = before is not None and (
        before.lower_ in word_class("before-places")
        or _place_noun_of(before) is not None
        or one_word
        and before.lower_ == "of"
        and before.i > 0
        and look_up("public-offices", before.nbor(-1)) is not None
        or one_word
        and places
        and before.dep_ == "prep"
        and before.lower_ in word_class("of-the-struck")
        and look_up("attacks", before.head) is not None  # "a strike on Rafah", "the shelling of Goma"
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
    if places and (located or one_word and _plainly_a_place(text, places[0]) or _is_arabic(span, label)):
        return (
            ("Region" if places[0].kind in ("region", "area") else "Settlement"),
            "",
            None,
            WEIGHT["place"],
        )
    if not one_word and not places and span[0].lower_ in words("kunyas"):
        return "Person", "", None, WEIGHT["cue"]
    if not one_word and not places and _is_somebody(span, head, label):
        return "Person", "", None, WEIGHT["cue"]
    if label in _TAGGED:
        if (
            label == "PERSON"
            and located
            and (one_word or is_article(fold(span[0].text)) or is_article(fold(span[1].text)))
            and before is not None
            and before.lower_ in word_class("at-places")
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


def _opener(span: "Span") -> Trigger | None:
    """What the first word of a name says that it names: "Jaysh al-Fath", "Ministry of Health"."""
    first = span[0]
    found = lexicon("name-openers").get((first.lower_, ""))
    small = next((k for k in range(1, len(span) - 1) if span[k].lower_ in word_class("joins-purposes")), None)
    if found is None and small is not None:
        before = span[small - 1]
        found = look_up("heads", before) or lexicon("heads").get((before.lower_, "noun"))
        if found is not None and found.means in (
            "PopulationGroup",
            "Asset",
            "Region",
            "Settlement",
            "Country",
        ):
            return None
    return found


def _is_titled(span: "Span", head: "Token") -> bool:
    """Whether a title stands right before a name of several words, in the same noun phrase."""
    before = span[0].nbor(-1) if span.start > span.sent.start else None
    if before is None or look_up("titles", before) is None or len(span) > 3:
        return False
    beside = before.dep_ in ("compound", *SUBJECTS) and before.head in (head, head.head)
    return beside and head.i == span.end - 1


def _is_somebody(span: "Span", head: "Token", label: str) -> bool:
    """Whether a name of two or three words is a person's: by its given name, or by what is done to it."""
    if len(span) > 3 or not all(t.text[0].isupper() and t.text.isalpha() and not t.is_upper for t in span):
        return False
    given = lexicon("person-names").get((span[0].lower_, "noun"))
    if given is not None and given.means == "given" and not given.note:
        return label in ("", "PERSON")
    comma = span[0].nbor(-1) if span.start > span.sent.start + 1 else None
    if comma is not None and comma.text == "," and comma.nbor(-1).tag_ == "NNS":
        row = look_up("heads", comma.nbor(-1))  # where the parse takes the nurses for something else
        if row is not None and row.note == "people" and label in ("", "PERSON", "ORG"):
            return (
                len(span) > 1 and span[-1].i + 1 < span.sent.end and span[-1].nbor(1).lower_ in ("and", ",")
            )
    whole = head.head.head if head.dep_ == "conj" else head.head
    listed = head.dep_ == "appos" or head.dep_ == "conj" and head.head.dep_ == "appos"
    people = look_up("heads", whole) if listed and whole.tag_ in ("NN", "NNS") else None
    if people is not None and people.means in ("Person", "PopulationGroup") and people.note != "body":
        return label in ("", "PERSON", "ORG")  # "two nurses, X Y and Z"
    if label not in ("", "PERSON") or head.i != span.end - 1:
        return False
    while head.dep_ in ("conj", "appos") and head.head.pos_ == "PROPN":
        head = head.head
    deed = head.head
    done = head.dep_ == "nsubjpass" or head.dep_ == "dobj"
    return done and deed.pos_ == "VERB" and deed.lemma_ in word_class("done-to-people")


def _state(span: "Span") -> str | None:
    """The entry of the country that a name gives with its form of state: "Republic of Ghana"."""
    form = next((k for k in range(len(span) - 2) if span[k].lower_ in word_class("state-forms")), None)
    if form is None or form > 1 or span[form + 1].lower_ != "of":
        return None
    start = form + 2 + (span[form + 2].lower_ == "the")
    places = gazetteer.places(span[start:].text)
    return places[0].id if places and places[0].kind == "country" else None


def _of_body(span: "Span") -> bool:
    """Whether a name goes on behind a word that is not for people: the "Office" of "Office of the Envoy"."""
    first = next((t.i for t in span if t.lower_ in word_class("joins-purposes")), None)
    if first is None or first == span.start:
        return False
    row = look_up("heads", span.doc[first - 1]) or lexicon("heads").get((span.doc[first - 1].lower_, "noun"))
    return row is None or row.means not in ("PopulationGroup", "Person")


def _is_arabic(span: "Span", label: str) -> bool:
    """Whether a place's name of two words begins with an article: "El Obeid", which may be read as a body."""
    return label == "ORG" and len(span) <= 3 and is_article(fold(span[0].text))


def _is_named(token: "Token") -> bool:
    """Whether a word before a place noun names the place: the "Sukkari" of "the Sukkari district"."""
    return token.text[0].isupper() and token.pos_ in ("PROPN", "ADJ") and not _is_demonym(token.text)


def _is_demonym(text: str) -> bool:
    """Whether a word is an adjective of nationality and no country's name: "Syrian", but not "UK"."""
    known = gazetteer.demonym(text)
    return known is not None and not gazetteer.named(text)


def _plainly_a_place(text: str, place: gazetteer.Place) -> bool:
    """Whether a word that the tagger took for a person is a large place of a transliterated country."""
    large = place.kind == "region" or place.population >= _LARGE
    spelled = skeleton(fold(place.name)) == skeleton(fold(possessed(text) or text))
    return large and spelled and gazetteer.is_transliterated(place)


def _place_noun_of(before: "Token") -> Trigger | None:
    """The place noun of "the town of X" when ``before`` is that "of", else None."""
    if before.lower_ != "of" or before.i == 0:
        return None
    if before.i > 1 and _is_named(before.nbor(-2)):
        return None  # "the Sukkari district of Aleppo": the district has a name of its own
    trigger = look_up("heads", before.nbor(-1))
    return trigger if trigger is not None and trigger.means in PLACE_TYPES else None


def spelling(word: str) -> str:
    """A word in the spelling that variants are compared in (British as American, lower case)."""
    lower = word.lower()
    row = lexicon("spelling").get((lower, ""))
    return row.means if row is not None else lower
