"""An attack as the words of a document tell of it, while the document is read."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.claim import Stance
from onrecord.lexicon import lexicon
from onrecord.mention import Selector
from onrecord.quantity import Quantity
from onrecord.quoting import Speech
from onrecord.reading import Reading

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(slots=True, eq=False)
class Incident:
    """An attack, or a series of attacks, with the words that tell of it, while the document is read."""

    triggers: list["Token"]
    kind: str
    speech: Speech | None
    plural: bool
    count: tuple[Quantity, Selector] | None = None
    series: bool = False
    members: list["Incident"] = field(default_factory=list)
    member_of: "Incident | None" = None
    merged: "Incident | None" = None
    arms: tuple["Token", ...] = ()  # the weapons that its words name
    ordinal: int = 0  # "the second bomb"

    def top(self) -> "Incident":
        """The incident that this one was found to be, or itself."""
        return self.merged.top() if self.merged is not None else self

    def several(self) -> bool:
        """Whether it may have parts: "twin bombings", "two bombs exploded"."""
        return self.series or self.plural or any(arm.tag_ in ("NNS", "NNPS") for arm in self.arms)

    def size(self) -> int:
        """Of how many attacks it consists, as far as told; 0 where it is not."""
        number = self.count[0].number if self.count is not None else None
        return number if isinstance(number, int) else len(self.members)


def number_word(noun: "Token", name: str) -> int:
    """The number that a modifier of a noun stands for in a lexicon of number words, else 0."""
    rows = (lexicon(name).get((child.lower_, "")) for child in noun.children)
    return next((int(row.means) for row in rows if row is not None), 0)


def stated(incident: Incident, reading: Reading) -> bool:
    """Whether the incident is told as something that happened."""
    return all(
        reading.modality(t).stance not in (Stance.HYPOTHETICAL, Stance.PLANNED, Stance.ATTRIBUTED)
        for t in incident.triggers
    )


def same_level(one: Incident, other: Incident) -> bool:
    """Whether two incidents are told by the same voice."""
    if one.speech is None or other.speech is None:
        return one.speech is other.speech or not (one.speech or other.speech)
    return one.speech is other.speech or one.speech.speaker is not None
