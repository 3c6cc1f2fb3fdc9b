"""Those harmed: the people that a phrase speaks of, how many, and the part of them counted again."""

from typing import TYPE_CHECKING

from onrecord.clause import coordinated, obliques, subjects
from onrecord.entity import Entity
from onrecord.lexicon import look_up, word_class
from onrecord.mention import Selector
from onrecord.quantity import Quantity
from onrecord.reading import Reading
from onrecord.referent import Referent
from onrecord.syntax import passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token

#: How far behind the people a part of them is counted again.
_REACH = 24
#: The classes of those who can die, and of those whom a report says were harmed.
MORTAL = frozenset({"Person", "PopulationGroup", "ArmedGroup"})
BODIES = frozenset(
    {
        "Person",
        "PopulationGroup",
        "ArmedGroup",
        "CollectiveAgent",
        "GovernmentalBody",
        "MediaOutlet",
        "Organization",
    }
)


def meant(patient: "Token") -> tuple["Token", ...]:
    """Who "those" are in "two officers were among those killed"; else the patient itself."""
    among = patient.head
    if (
        patient.pos_ == "PRON"
        and among.dep_ == "prep"
        and among.lower_ == "among"
        and among.head.lemma_ == "be"
    ):
        return subjects(among.head) or (patient,)
    return (patient,)


def counted_within(patient: "Token") -> list["Token"]:
    """The heads of those counted again within a group: "20 people, including nine children"."""
    told = [
        member
        for child in patient.children
        if child.dep_ == "prep" and child.lower_ in word_class("inclusion")
        for head in child.children
        if head.dep_ == "pobj"
        for member in coordinated(head)
    ]
    return told or _among_them(patient)


def _among_them(patient: "Token") -> list["Token"]:
    """Those counted again behind "among them": "20 people were killed, among them 12 civilians"."""
    doc, end = patient.doc, patient.sent.end
    for word in doc[patient.i + 1 : min(patient.i + _REACH, end)]:
        among = word.lower_ in word_class("among") and word.i + 2 < end
        if among and word.nbor(1).lower_ in word_class("them"):
            number = word.nbor(2)
        elif word.lower_ in word_class("inclusion") and word.head.pos_ == "VERB" and word.i + 1 < end:
            between = [t for t in doc[patient.i + 1 : word.i] if look_up("harm", t) is not None]
            if len(between) > 1 or any(t.pos_ == "NUM" for t in doc[patient.i + 1 : word.i]):
                return []  # "37 were killed and 112 injured, including 14 women": of whom is not said
            if any(look_up("harm", t) is not None for t in doc[patient.sent.start : patient.i]):
                return []
            number = word.nbor(1)  # "15 civilians were killed, including five children"
        else:
            continue
        noun = number.head if number.dep_ == "nummod" else number
        if number.pos_ == "NUM" and noun.i >= number.i:
            return [member for member in coordinated(noun) if member.pos_ in ("NOUN", "PROPN", "NUM")]
    return []


def counted_people(reading: Reading, patient: "Token") -> tuple[Quantity, Selector] | None:
    """How many people a phrase counts, with the words: "a family of five" are five, "nobody" none."""
    counted = reading.quantity(patient)
    if counted is None and patient.lower_ in word_class("nobody"):
        selector = passage_of(patient).select(patient, patient)
        return Quantity(selector.exact, 0, 0, 0), selector
    if counted is None:
        for preposition, head in obliques(patient):
            if preposition == "of" and patient.lemma_ in word_class("group-of"):
                inner = reading.quantity(head)
                return inner
    return counted


def people_harmed(
    reading: Reading, patient: "Token", counted: tuple[Quantity, Selector] | None
) -> Referent | None:
    """The people that a noun phrase speaks of; a bare number stands for people unnamed."""
    head = patient
    for preposition, inner in obliques(patient):
        if preposition == "of" and (counted is not None or patient.lemma_ in word_class("some-of")):
            referent = reading.referent(inner)
            if referent is not None and referent.entity.type in BODIES:
                return referent
    referent = reading.referent(head)
    if referent is not None and referent.entity.type in BODIES:
        return referent
    remains = look_up("harm", patient)
    if counted is not None and (
        remains is not None
        and remains.note in ("remains", "martyrs")
        or patient.pos_ in ("NUM", "PRON", "VERB")
        or patient.lower_ == "one"
        or counted[1].exact == reading.phrase(patient).exact
    ):
        selector = reading.phrase(patient)
        return Referent(
            Entity("PopulationGroup", selector.exact, None, reading.nth(patient)),
            selector.exact,
            selector,
            patient,
        )
    return None
