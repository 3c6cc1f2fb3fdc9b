"""Those harmed: the people that a phrase speaks of, how many, and the part of them counted again."""

from typing import TYPE_CHECKING

from onrecord.clause import coordinated, obliques, subjects
from onrecord.entity import Entity
from onrecord.lexicon import word_class
from onrecord.mention import Selector
from onrecord.quantity import Quantity
from onrecord.reading import Reading
from onrecord.referent import Referent
from onrecord.syntax import passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token

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
    return [
        member
        for child in patient.children
        if child.dep_ == "prep" and child.lower_ in word_class("inclusion")
        for head in child.children
        if head.dep_ == "pobj"
        for member in coordinated(head)
    ]


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
    if counted is not None and (
        patient.pos_ in ("NUM", "PRON", "VERB")
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
