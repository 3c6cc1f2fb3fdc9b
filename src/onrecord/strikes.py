"""Who can strike and what can be struck: somebody armed, a weapon; a building, people."""

from typing import TYPE_CHECKING

from onrecord.arms import attack_by, weapon_row
from onrecord.clause import obliques
from onrecord.entity import AGENT_TYPES
from onrecord.lexicon import lexicon, look_up, word_class, words
from onrecord.reading import Reading, belongs_to
from onrecord.referent import Referent

if TYPE_CHECKING:
    from spacy.tokens import Token

_PHYSICAL = frozenset(
    {"Facility", "Settlement", "Region", "Place", "Asset", "Person", "PopulationGroup", "ArmedGroup"}
)

_ARMED = frozenset({"ArmedGroup", "GovernmentalBody", "GeopoliticalActor"})


def done(reading: Reading, agents: "tuple[Token, ...]") -> bool:
    """Whether any of those behind a killing is somebody, a weapon or an attack; a flood is none."""
    for agent in agents:
        if weapon_row(agent) is not None or look_up("attacks", agent) is not None:
            return True
        referent = reading.referent(agent, "agent")
        if referent is not None or agent.pos_ == "PRON" and agent.lower_ not in word_class("thing"):
            return True
        if agent.pos_ == "NUM":
            return True
    return False


def armed(reading: Reading, agent: "Token") -> bool:
    """Whether who did something is armed by kind or by description: "the rebels", "masked men"."""
    if look_up("attacks", agent) is not None:
        return False  # the attack is told by its own word
    masked = any(child.lower_ in words("masks") for child in agent.children)
    if reading.register.chain_at(agent) is None:
        bodies = (reading.referent(body, "agent") for body in belongs_to(reading, agent))
        if any(body is not None and body.entity.type == "ArmedGroup" for body in bodies):
            return True  # "members of the ELN"
    return violent(reading, agent) or masked and reading.referent(agent, "agent") is not None


def leader_in(reading: Reading, modifier: "Token") -> Referent | None:
    """The state that leads: the US of "US-led strikes", of a coalition that the words leave unnamed."""
    if modifier.lower_ not in word_class("led") or modifier.i < modifier.sent.start + 2:
        return None
    return reading.state(modifier.nbor(-2)) if modifier.nbor(-1).text in ("-", "‑", "–") else None


def stands_as_noun(token: "Token") -> bool:
    """Whether a tagger's verb is the noun before a verb of harm: "regime shelling kills two"."""
    if token.tag_ != "VBG" or token.pos_ != "VERB" or token.i + 1 >= token.sent.end:
        return False
    if (token.lower_, "noun") not in lexicon("attacks") or any(c.dep_ == "dobj" for c in token.children):
        return False
    deed = token.nbor(1)
    told = deed.tag_ in ("VBZ", "VBD", "VBN") and any(
        look_up(name, deed) for name in ("harm", "damage", "causation")
    )
    return told and not any(child.dep_.startswith("aux") for child in token.children)


def abstract(head: "Token") -> bool:
    """Whether a noun names nothing that the lexicon of heads knows."""
    return look_up("heads", head) is None


def physical(reading: Reading, heads: "tuple[Token, ...]") -> bool:
    """Whether any of some heads is somebody or something that can be struck."""
    for head in heads:
        referent = reading.referent(head)
        if referent is not None and referent.entity.type in _PHYSICAL | AGENT_TYPES:
            return True
        if head.pos_ in ("PRON", "NUM") and head.lower_ not in word_class("thing"):
            return True
        wholes = tuple(inner for preposition, inner in obliques(head) if preposition == "of")
        if head.lemma_.lower() in words("parts") and physical(reading, wholes):
            return True  # "a stretch of the pipeline"
    return False


def violent(reading: Reading, token: "Token") -> bool:
    """Whether a noun is a weapon, an attack, or somebody who may be armed."""
    row = look_up("attacks", token)
    if weapon_row(token) is not None or row is not None and row.note != "needs-air":
        return True  # a strike may be one of workers
    referent = reading.referent(token, "agent")
    return referent is not None and referent.entity.type in (
        "ArmedGroup",
        "GeopoliticalActor",
        "GovernmentalBody",
    )


def fire_of(reading: Reading, noun: "Token") -> str | None:
    """The kind of attack of "rebel fire", "sniper fire" that harmed somebody; a house fire is none."""
    verb = noun.head.head if noun.dep_ == "pobj" else noun.head
    if noun.dep_ not in ("nsubj", "pobj") or verb.pos_ != "VERB" or look_up("harm", verb) is None:
        return None
    before = [child for child in noun.lefts if child.dep_ in ("amod", "compound", "nmod")]
    rows = (lexicon("weapons").get((child.lower_, "noun")) for child in before)
    weapon = next((row for row in rows if row is not None), None)
    if weapon is not None:
        return attack_by(weapon)
    for child in before:
        body = lexicon("heads").get((child.lower_, "noun"))
        referent = reading.state(child) or reading.referent(child, "agent")
        armed_body = referent is not None and referent.entity.type in _ARMED
        if armed_body or body is not None and body.means in _ARMED:
            return "shooting"
    return None
