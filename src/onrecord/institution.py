"""Who acts or is dealt with in a clause, where a place may stand for the body that runs it."""

from typing import TYPE_CHECKING

from onrecord.entity import Entity
from onrecord.reading import Reading
from onrecord.referent import Referent

if TYPE_CHECKING:
    from spacy.tokens import Token


def institution(reading: Reading, head: "Token | None") -> Referent | None:
    """The agent that a noun phrase names or describes; of a facility, the body that it houses.

    Only for what is said of bodies alone: a hospital has a director, a school receives money.
    """
    if head is None:
        return None
    agent = reading.referent(head, "agent")
    if agent is not None:
        return agent
    thing = reading.referent(head)
    if thing is None or thing.entity.type != "Facility":
        return None
    body = Entity("Organization", thing.entity.name, None, thing.entity.nth)
    return Referent(body, thing.text, thing.selector, thing.head)
