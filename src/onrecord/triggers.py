"""Which words tell of an attack: verbs, nouns and phrases, told apart from habits and metaphors."""

from typing import TYPE_CHECKING

from onrecord.clause import obliques
from onrecord.lexicon import lemma_of, lexicon, look_up, words
from onrecord.reading import Reading
from onrecord.register import AGENT_TYPES

if TYPE_CHECKING:
    from spacy.tokens import Token

_PHYSICAL = frozenset(
    {"Facility", "Settlement", "Region", "Place", "Asset", "Person", "PopulationGroup", "ArmedGroup"}
)


class Triggers:
    """Tells of which kind of attack, if any, the words of a reading tell."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._after_airstrike = False

    def kind(self, token: "Token", after_airstrike: bool = False) -> str | None:
        """The kind of attack that a word tells of, None where it tells of none.

        ``after_airstrike``: an airstrike was told of just before, so that "the strike" is one too.
        """
        self._after_airstrike = after_airstrike
        if token.pos_ not in ("NOUN", "PROPN", "VERB"):
            return None
        row = look_up("attacks", token)
        phrase = self._phrase(token)
        if phrase is not None:
            return phrase
        if row is None or row.pos == "verb" and row.note == "ambiguous":
            delivered = self._delivered(token)
            if delivered is not None:
                return delivered
        if row is None:
            return None
        if row.pos == "noun":
            return self._noun_kind(token, row.means, row.note)
        if token.pos_ != "VERB":
            return None
        return self._verb_kind(token, row.means, row.note)

    def _phrase(self, token: "Token") -> str | None:
        """The kind of attack of "opened fire", "set fire": a verb with its object."""
        if token.pos_ != "VERB":
            return None
        for child in token.children:
            if child.dep_ in ("dobj", "prep", "acomp", "oprd"):
                row = lexicon("attack-phrases").get((f"{token.lemma_.lower()} {child.lower_}", "verb"))
                if row is not None:
                    return row.means
        return None

    def _delivered(self, token: "Token") -> str | None:
        """The kind of attack of "dropped barrel bombs", "fired rockets", by what was delivered."""
        if token.pos_ != "VERB" or look_up("delivery", token) is None:
            return None
        clause = self._reading.clause(token)
        intransitive = token.lemma_ in ("explode", "detonate", "go")
        for head in (*clause.patients, *(clause.agents if intransitive else ())):
            weapon = look_up("weapons", head)
            if weapon is not None:
                kind = lexicon("weapon-attacks").get((weapon.means, ""))
                return kind.means if kind is not None else "attack"
        return None

    def _noun_kind(self, token: "Token", means: str, note: str) -> str | None:
        if (
            token.dep_ == "compound"
            and token.head.pos_ in ("NOUN", "PROPN")
            and look_up("attacks", token.head) is None
        ):
            return None  # "attack helicopter", "bomb squad"
        before = [
            c.lower_ for c in token.children if c.dep_ in ("compound", "amod", "nmod") and c.i < token.i
        ]
        lemma = lemma_of(token)
        if any((word, "adjective") in lexicon("metaphors") for word in before) or self._aims_at_nothing(
            token
        ):
            return None
        if any(f"{word} {lemma}" in words("metaphors") for word in before) or lemma in words("metaphors"):
            return None
        for word in before:
            row = lexicon("attacks").get((f"{word} {lemma}", "noun"))
            if row is not None:
                return row.means
            modifier = lexicon("attack-modifiers").get((word, ""))
            if modifier is not None and means != "airstrike":
                return means if modifier.means == "airstrike" and means == "bombing" else modifier.means
            if modifier is not None:
                return means
        if note == "needs-air":
            on_place = any(p in ("on", "against") for p, _ in obliques(token))
            national = any(
                self._reading.state(c) is not None for c in token.children if c.dep_ in ("amod", "compound")
            )
            if not (on_place or national or self._after_airstrike):
                return None
            return means if national or self._after_airstrike else "attack"
        return means

    def _aims_at_nothing(self, noun: "Token") -> bool:
        """Whether an attack noun is on something that nobody can strike: "an attack on the plan"."""
        aims = [head for preposition, head in obliques(noun) if preposition in ("on", "against")]
        unknown = [
            h for h in aims if h.pos_ == "NOUN" and h.ent_type_ not in ("DATE", "TIME") and self._abstract(h)
        ]
        return bool(aims) and len(unknown) == len(aims)

    def _verb_kind(self, token: "Token", means: str, note: str) -> str | None:
        clause = self._reading.clause(token)
        if token.dep_ in ("amod", "compound") or habitual(self._reading, token):
            return None
        if note == "explosion":
            return self._explosion(clause.agents)
        if note == "blow-up":
            if not any(c.dep_ == "prt" and c.lower_ == "up" for c in token.children):
                return None
            if any(h.lower_ in ("himself", "herself", "themselves") for h in clause.patients):
                return "suicideBombing"
            return means if self._physical(clause.patients) else None
        if not clause.patients:
            return None
        armed = any(self._violent(agent) for agent in clause.agents)
        physical = self._physical(clause.patients)
        if note == "lethal" and (not physical or means == "attack" and not clause.agents):
            return None
        unarmed = bool(clause.agents) and not armed  # "hit by injury", "struck by the idea"
        if note == "ambiguous" and (not physical or unarmed or not (clause.passive or armed)):
            return None
        if not physical and not (armed and note != "lethal"):
            return None
        instruments = clause.with_preposition("with")
        if note != "strike-any" and any(
            look_up("weapons", h) is None
            and look_up("attacks", h) is None
            and h.pos_ == "NOUN"
            and self._abstract(h)
            for h in instruments
        ):
            return None  # "was bombarded with criticism"
        aircraft = (
            look_up("weapons", head)
            for head in (*clause.agents, *instruments, *clause.with_preposition("from"))
        )
        if means in ("bombing", "attack", "shelling") and any(
            row is not None and row.means == "aircraftWeapon" for row in aircraft
        ):
            return "airstrike"
        return means

    def _abstract(self, head: "Token") -> bool:
        return look_up("heads", head) is None

    def _physical(self, heads: "tuple[Token, ...]") -> bool:
        """Whether any of some heads is somebody or something that can be struck."""
        for head in heads:
            referent = self._reading.referent(head)
            if referent is not None and referent.entity.type in _PHYSICAL | AGENT_TYPES:
                return True
            if head.pos_ in ("PRON", "NUM") and head.lower_ not in ("it", "that", "this", "which", "what"):
                return True
        return False

    def _explosion(self, subjects: "tuple[Token, ...]") -> str | None:
        """The kind of attack of something that exploded; None for a song or an argument."""
        for head in subjects:
            weapon = look_up("weapons", head)
            if weapon is not None:
                kind = lexicon("weapon-attacks").get((weapon.means, ""))
                return kind.means if kind is not None else "bombing"
            thing = look_up("heads", head)
            if (
                thing is not None
                and thing.means in ("Asset", "Facility")
                or look_up("attacks", head) is not None
            ):
                return "bombing"
        return None

    def _violent(self, token: "Token") -> bool:
        if look_up("weapons", token) is not None or look_up("attacks", token) is not None:
            return True
        referent = self._reading.referent(token, "agent")
        return referent is not None and referent.entity.type in (
            "ArmedGroup",
            "GeopoliticalActor",
            "GovernmentalBody",
        )


def habitual(reading: Reading, verb: "Token") -> bool:
    """Whether a verb tells a habit and no incident: "the army attacks rebels", simple present, untimed."""
    if verb.pos_ != "VERB" or verb.tag_ not in ("VBZ", "VBP") or reading.clause(verb).passive:
        return False
    return reading.time(verb) is None
