"""What a document puts forward: claims, with who says it, how firmly, and in which words."""

from dataclasses import dataclass
from enum import StrEnum

from onrecord.dates import TimeDescription
from onrecord.entity import Entity
from onrecord.mention import Selector
from onrecord.quantity import Quantity


class Polarity(StrEnum):
    """Whether a claim says that something is so or that it is not."""

    AFFIRMED = "affirmed"
    DENIED = "denied"


class Stance(StrEnum):
    """How firmly a claim is put forward."""

    ASSERTED = "asserted"
    HEDGED = "hedged"
    ALLEGED = "alleged"
    ATTRIBUTED = "attributed"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    EVALUATED = "evaluated"
    RHETORICAL = "rhetorical"


class Attitude(StrEnum):
    """What an attributed claim ascribes to its holder."""

    BELIEF = "belief"
    INTENT = "intent"


class Explicitness(StrEnum):
    """Whether the words say it, only imply it, or can be read in more than one way."""

    STATED = "stated"
    IMPLIED = "implied"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Kind:
    """A concept of the kind schemes, by its local name ("airstrike", "killed")."""

    name: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words reported as somebody's, direct or indirect.

    ``speaker`` None means that the text does not say who; ``on_behalf_of`` is the body the speaker
    speaks for where the words say so.
    """

    evidence: tuple[Selector, ...]
    speaker: Entity | None = None
    speaker_role: str | None = None
    addressee: Entity | None = None
    outlet: Entity | None = None
    on_behalf_of: Entity | None = None
    direct: bool = True


Value = Entity | Quantity | TimeDescription | Kind | str | bool | int


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement put forward in a document.

    ``predicate`` is the local name of an ontology property, or "type" for rdf:type, in which case
    the object is a class's local name given as a str. ``subject_text`` and ``object_text`` are the
    words by which the text mentions them here. A claim without evidence cannot be made, nor an
    attributed one without holder.
    """

    subject: Entity
    predicate: str
    object: Value
    evidence: tuple[Selector, ...]
    subject_text: str
    object_text: str | None = None
    polarity: Polarity = Polarity.AFFIRMED
    stance: Stance = Stance.ASSERTED
    explicitness: Explicitness = Explicitness.STATED
    quotation: Quotation | None = None
    holder: Entity | None = None
    attitude: Attitude | None = None
    hedge: str | None = None
    time: TimeDescription | None = None
    extractor: str = ""

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"a claim of {self.predicate} without evidence")
        if (self.stance is Stance.ATTRIBUTED) != (self.holder is not None):
            raise ValueError(f"{self.predicate}: a holder belongs to attributed claims, and only there")


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A mention: the span of a document that names or describes an entity."""

    selector: Selector
    entity: Entity


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one document, in text order."""

    claims: tuple[Claim, ...]
    quotations: tuple[Quotation, ...] = ()
    mentions: tuple[NameSpan, ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()  # code-point ranges of the stored text
