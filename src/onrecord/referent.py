"""What a noun phrase refers to: an entity, with the words that mention it here."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.clause import noun_phrase
from onrecord.entity import AGENT_TYPES, Entity
from onrecord.lexicon import lemma_of, look_up, words
from onrecord.mention import Selector
from onrecord.syntax import passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.reading import Reading


@dataclass(frozen=True, slots=True, eq=False)
class Referent:
    """What a noun phrase refers to: the entity, the words that mention it here, and where they stand."""

    entity: Entity
    text: str
    selector: Selector
    head: "Token"


def described(reading: "Reading", head: "Token", role: str) -> Referent | None:
    """A thing known only by its description: "a medical center", "many civilians"."""
    trigger = look_up("heads", head)
    type_ = trigger.means if trigger is not None else ""
    plural = head.tag_ in ("NNS", "NNPS")
    if (
        trigger is not None
        and trigger.note == "people"
        and not plural
        and lemma_of(head) not in words("crowds")
    ):
        type_ = "Person"
    elif (
        type_ in ("Organization", "NonGovernmentalOrganization", "GovernmentalBody", "MediaOutlet") and plural
    ):
        type_ = "CollectiveAgent"
    if not type_:
        type_ = {"agent": "CollectiveAgent" if plural else "Agent", "asset": "Asset"}.get(role, "")
        if not type_ or role == "agent" and not reading.resolver.animate(head):
            return None
    selector = reading.phrase(head)
    number = next((t.i for t in head.lefts if t.dep_ == "nummod"), -1)
    kept = [
        t
        for t in head.doc[noun_phrase(head)[0].i : head.i + 1]
        if t.i > number
        and not (
            t.lower_ in words("quantifiers")
            or t.pos_ in ("DET", "NUM")
            and t.nbor(1).text != "-"  # "a five-storey block"
            or t.dep_ in ("predet", "poss", "case", "quantmod", "advmod", "preconj", "punct", "neg")
            and t.i != head.i
        )
    ]
    while (
        kept
        and kept[0].i != head.i
        and (kept[0].like_num and kept[0].nbor(1).text != "-" or kept[0].pos_ in ("ADP", "SCONJ", "CCONJ"))
    ):
        kept.pop(0)
    first = kept[0] if kept else head
    name = passage_of(head).select(first, head).exact
    return Referent(Entity(type_, name, None, reading.nth(head)), selector.exact, selector, head)


def in_role(entity: Entity, role: str) -> Entity:
    """The entity as what it is where it acts: a country as its state, a seat of power as the power."""
    if role == "agent" and entity.type == "Country":
        return Entity("GeopoliticalActor", entity.name, entity.gazetteer)
    if role == "agent" and entity.type in ("Settlement", "Region", "Place"):
        return Entity("GeopoliticalActor", entity.name)  # "Moscow said": a seat of power speaks
    return entity


def bare(text: str) -> str:
    """A phrase without the articles and quantifiers at its head."""
    while True:
        first, _, rest = text.partition(" ")
        if not rest or first.lower() not in words("quantifiers"):
            return text
        text = rest


def is_agent(entity: Entity) -> bool:
    """Whether an entity can act: a person, a body, a state or a group of people."""
    return entity.type in AGENT_TYPES
