"""What a document speaks of: agents, places, events, harm, each with the words that name it."""

from dataclasses import dataclass

AGENT_TYPES = frozenset(
    {
        "Agent",
        "Person",
        "CollectiveAgent",
        "Organization",
        "VolunteerOrganization",
        "NonGovernmentalOrganization",
        "GovernmentalBody",
        "MediaOutlet",
        "ArmedGroup",
        "GeopoliticalActor",
        "PopulationGroup",
    }
)
PLACE_TYPES = frozenset({"Place", "Country", "Region", "Settlement", "Facility"})


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing with an IRI: an agent, a place, a facility, an event, a harm, a support relation.

    ``type`` is the local name of an ontology class ("Person", "Attack"). ``name`` are the words of
    the text that name or describe it best. ``gazetteer`` is the id of a gazetteer entry where one
    fits. ``nth`` tells apart things that are only described in the same words (the second
    "medical center" of a document has 2); it stays 1 for proper names.
    """

    type: str
    name: str
    gazetteer: str | None = None
    nth: int = 1
