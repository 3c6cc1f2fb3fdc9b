"""Where an office is held: the body behind, before or beside the words of a title."""

from typing import TYPE_CHECKING

from onrecord import gazetteer
from onrecord.clause import noun_phrase, obliques
from onrecord.entity import AGENT_TYPES, Entity
from onrecord.institution import institution
from onrecord.lexicon import look_up, word_class
from onrecord.naming import Name
from onrecord.reading import Reading
from onrecord.referent import Referent
from onrecord.syntax import passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_NO_BODIES = frozenset({"Person", "PopulationGroup"})
BODIES = AGENT_TYPES - {"Person", "PopulationGroup", "GeopoliticalActor", "Agent"}
_WITHIN = ("of", "for", "in", "at", "with", "to")


def body_beside(reading: Reading, noun: "Token") -> "Token | None":
    """The head of the body behind, before or beside a title."""
    for preposition, head in obliques(noun):
        if preposition in _WITHIN and institution(reading, head) is not None and not is_people(reading, head):
            return head
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is not None:
        return owner
    for child in noun.children:  # "commander, Combined Joint Task Force"
        if child.dep_ == "appos" and reading.register.chain_at(child) is not None:
            found = reading.referent(child, "agent")
            if found is not None and found.entity.type not in ("Person", "GeopoliticalActor"):
                return child
    return None


def is_people(reading: Reading, head: "Token") -> bool:
    """Whether a noun in a title is for people and no body: the "staff" of "chief of staff"."""
    if reading.register.chain_at(head) is not None:
        return False
    found = institution(reading, head)
    return found is not None and found.entity.type == "PopulationGroup"


def complement(reading: Reading, noun: "Token") -> "Token | None":
    """The noun that belongs to the title itself: the "police" of "chief of police"."""
    following = list(noun.doc[noun.i + 1 : noun.i + 3])
    if len(following) < 2 or following[0].lower_ != "of" or reading.register.chain_at(noun) is not None:
        return None
    inner = following[1]
    plain = inner.pos_ == "NOUN" and inner.dep_ == "pobj" and reading.register.chain_at(inner) is None
    return inner if plain and not any(c.dep_ in ("det", "poss", "nummod") for c in inner.children) else None


def body_within(reading: Reading, noun: "Token") -> Referent | None:
    """The body inside the role words: "British army officer" is of the British army."""
    title = look_up("titles", noun)
    profession = title is not None and title.note == "profession"
    first, _ = noun_phrase(noun)
    before = list(noun.doc[first.i : noun.i])
    for index in range(len(before) - 1, -1, -1):
        token = before[index]
        chain = reading.register.chain_at(token)
        if chain is not None and chain is not reading.register.chain_at(noun):
            found = named_body(reading, token)
            if found is not None:
                return found
        trigger = look_up("heads", token)
        if (
            not profession
            and trigger is not None
            and trigger.means in ("ArmedGroup", "GovernmentalBody", "Organization")
            and trigger.note == "body"
        ):
            start = token
            while index > 0 and (
                gazetteer.demonym(before[index - 1].text)
                or before[index - 1].pos_ == "PROPN"
                and before[index - 1].lower_ not in word_class("provisional")
            ):
                index -= 1
                start = before[index]
            selector = passage_of(noun).select(start, token)
            named = start != token
            entity = Entity(trigger.means, selector.exact, None, 1 if named else reading.nth(token))
            return Referent(entity, selector.exact, selector, token)
    if profession or any((row := look_up("heads", t)) is not None and row.note == "fighters" for t in before):
        return None  # "a Syrian journalist", "a Syrian rebel commander": whose they are is not said
    for token in before:
        state = reading.state(token)
        if state is not None:
            return state
    return None


def named_body(reading: Reading, token: "Token") -> Referent | None:
    """The body whose name a token before a person's name is in, where the name is none of the title."""
    name = reading.register.name_at(token)
    if name is None or look_up("titles", name.last) is not None:
        return None
    if name.first == name.last and look_up("heads", token) is not None:
        return None  # "Media activist": a common noun with a capital
    found = reading.referent(token, "agent")
    return found if found is not None and found.entity.type not in _NO_BODIES else None


def affiliation(reading: Reading, name: Name) -> Referent | None:
    """The body that a person is of: the command of "Lina Haddad of the navy's Eastern Command"."""
    for child in name.head.children:
        if child.dep_ == "prep" and child.i == name.last.i + 1 and child.lower_ in word_class("affiliation"):
            for head in (c for c in child.children if c.dep_ == "pobj"):
                found = reading.referent(head, "agent") if reading.register.chain_at(head) else None
                if found is not None and found.entity.type in BODIES:
                    return found
    return None


def officeholder(reading: Reading, head: "Token") -> Referent | None:
    """The person behind the words of an office: "the head of the Red Crescent, Layla Haddad, said"."""
    if look_up("titles", head) is None or reading.register.chain_at(head) is not None:
        return None
    inner = [h for _, h in obliques(head)]
    for owner in (head, *inner):
        for child in owner.children:
            if child.dep_ == "appos" and reading.register.chain_at(child) is not None:
                found = reading.referent(child, "agent")
                if found is not None and found.entity.type == "Person":
                    return found
    return None
