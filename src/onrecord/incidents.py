"""The attacks that a document tells of: which of its words tell of which attack."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.attackkind import finer, may_be_one
from onrecord.claim import Stance
from onrecord.clause import noun_phrase, obliques
from onrecord.entity import Entity
from onrecord.lexicon import lexicon, look_up, word_class
from onrecord.mention import Selector
from onrecord.quantity import Quantity
from onrecord.quoting import Speech
from onrecord.reading import Reading
from onrecord.referent import Referent
from onrecord.syntax import offset, passage_of
from onrecord.triggers import Triggers
from onrecord.whereabouts import places_of

if TYPE_CHECKING:
    from spacy.tokens import Token


#: How far a verb's object or subject may stand from it to be part of an attack's name.
_CLOSE = 6


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

    def top(self) -> "Incident":
        """The incident that this one was found to be, or itself."""
        return self.merged.top() if self.merged is not None else self


class Incidents:
    """The incidents of one reading, found by their trigger words."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._at: dict[tuple[int, int], Incident] = {}
        self._all: list[Incident] = []
        self._entities: dict[int, Entity] = {}
        triggers = Triggers(reading)
        for token in reading.content_tokens():
            airborne = any(incident.kind == "airstrike" for incident in self._all[-6:])
            kind = triggers.kind(token, airborne)
            if kind is not None:
                self._add(token, kind)

    def at(self, token: "Token") -> Incident | None:
        """The incident that a trigger word tells of, else None."""
        found = self._at.get((passage_of(token).start, token.i))
        return found.top() if found is not None else None

    def all(self) -> tuple[Incident, ...]:
        """All incidents, in the order of their first words."""
        return tuple(incident for incident in self._all if incident.merged is None)

    def entity(self, incident: Incident) -> Entity:
        """The entity of an incident, named by the words that tell of it first."""
        incident = incident.top()
        found = self._entities.get(id(incident))
        if found is None:
            series = incident.member_of
            triggers = incident.triggers or (series.triggers if series is not None else [])
            head = next((t for t in triggers if t.pos_ in ("NOUN", "PROPN")), triggers[0])
            label = self._label(head)
            nth = self._reading.nth(head) * 100
            if series is not None and not incident.triggers:
                nth += series.members.index(incident) + 1
            found = Entity("AttackSeries" if incident.series else "Attack", label, None, nth)
            self._entities[id(incident)] = found
        return found

    def referent(self, incident: Incident, token: "Token") -> Referent:
        """The incident as mentioned at one of its trigger words."""
        selector = (
            self._reading.phrase(token) if token.pos_ != "VERB" else passage_of(token).select(token, token)
        )
        return Referent(self.entity(incident), selector.exact, selector, token)

    def _label(self, head: "Token") -> str:
        if head.pos_ == "VERB":
            return self._told(head)
        first, last = noun_phrase(head)
        while first.i < last.i and (first.pos_ == "DET" or first.is_punct):
            first = first.nbor(1)
        return passage_of(head).select(first, last).exact

    @staticmethod
    def _told(verb: "Token") -> str:
        """A verb with its object or, passive, its subject, where they stand close: "struck a school"."""
        first = last = verb
        for child in verb.children:
            if child.dep_ in ("dobj", "prt") and 0 < child.i - last.i <= _CLOSE:
                last = noun_phrase(child)[1]
            elif child.dep_ == "nsubjpass" and child.pos_ != "PRON" and verb.i - child.i <= _CLOSE:
                first = noun_phrase(child)[0]
        return passage_of(verb).select(first, last).exact

    # -- telling apart ------------------------------------------------------------------------

    def _add(self, token: "Token", kind: str) -> None:
        reading = self._reading
        speech = reading.speech_at(token)
        plural = token.tag_ in ("NNS", "NNPS")
        incident = Incident([token], kind, speech, plural)
        multiple = _number(token, "multiples")
        if token.pos_ != "VERB":
            incident.count = reading.quantity(token)
        number = incident.count[0].number if incident.count is not None else None
        incident.series = multiple > 1 or plural and isinstance(number, int) and number > 1
        known = self._within_sentence(incident) or self._earlier(incident, multiple)
        self._at[(passage_of(token).start, token.i)] = incident
        if known is not None:
            self._merge(known, incident)
        else:
            self._all.append(incident)

    def _merge(self, known: Incident, incident: Incident) -> None:
        known = known.top()
        incident.merged = known
        known.triggers.extend(incident.triggers)
        known.kind = finer(known.kind, incident.kind)
        known.count = known.count or incident.count
        known.series = known.series or incident.series
        known.plural = known.plural or incident.plural

    def _within_sentence(self, incident: Incident) -> Incident | None:
        """The incident that another word of the clause tells of: "was bombed in an airstrike"."""
        token = incident.triggers[0]
        for other in list(self._all)[-8:]:
            for trigger in other.triggers:
                if (
                    trigger.doc is token.doc
                    and trigger.sent.start == token.sent.start
                    and self._one_clause(trigger, token)
                ):
                    return other
        return None

    def _one_clause(self, one: "Token", other: "Token") -> bool:
        for verb, noun in ((one, other), (other, one)):
            if verb.pos_ == "VERB" and noun.pos_ in ("NOUN", "PROPN"):
                clause = self._reading.clause(verb)
                linked = clause.with_preposition(*word_class("instrument"))
                if noun in linked or noun in clause.agents:
                    return True
            if (
                verb.pos_ == "VERB"
                and noun.pos_ == "VERB"
                and noun.dep_ in ("conj", "advcl", "xcomp")
                and noun.head == verb
            ):
                first, second = self._reading.clause(verb), self._reading.clause(noun)
                kinds = {look_up("attacks", t) for t in (verb, noun)}
                lethal = any(row is not None and row.note == "lethal" for row in kinds)
                if lethal and (set(first.agents) & set(second.agents)):
                    return True
        return False

    def _earlier(self, incident: Incident, multiple: int) -> Incident | None:
        """The incident that a definite or ordinal phrase goes back to."""
        token = incident.triggers[0]
        if token.pos_ not in ("NOUN", "PROPN"):
            return None
        determiners = {c.lower_ for c in token.children if c.dep_ in ("det", "poss", "amod")}
        recent = [other for other in reversed(self._all[-12:]) if _same_level(other, incident)]
        ordinal = _number(token, "ordinals")
        if ordinal:
            series = next((o for o in recent if o.series and may_be_one(o.kind, incident.kind)), None)
            return self._member(series, ordinal, incident) if series is not None else None
        definite = determiners.intersection(word_class("definite"))
        if not definite or any(c.dep_ in ("relcl",) for c in token.children) and "the" in determiners:
            return None
        demonstrative = determiners.intersection(word_class("demonstrative"))
        for other in recent:
            if not other.triggers or not may_be_one(other.kind, incident.kind):
                continue
            if not stated(other, self._reading):
                continue  # what is only planned or supposed is not gone back to
            if _is_killing(token) and not self._same_victim(token, other):
                continue
            if multiple and not (other.series and _size(other) in (multiple, 0)):
                continue
            agrees = incident.plural == other.plural or multiple and other.series
            verbal = other.triggers[0].pos_ == "VERB" and not incident.plural
            if not (agrees or verbal or other.plural and demonstrative):
                continue
            if self._distance(other, token) > (1200 if demonstrative else 700):
                continue
            if incident.kind == "assault" and other.kind != "assault":
                continue
            if self._elsewhere(token, other):
                continue
            return other
        return None

    def _elsewhere(self, token: "Token", other: Incident) -> bool:
        """Whether both tell of places of one level (no town beside a region) and share none of them."""
        here = {spot.entity for spot in self._spots(token)}
        there = {spot.entity for trigger in other.triggers for spot in self._spots(trigger)}
        one_level = len({spot.type for spot in here | there}) == 1
        return bool(here and there) and one_level and not here & there

    def _spots(self, token: "Token") -> "list[Referent]":
        """The places that a word for an attack is said to have happened in, with those of what it struck."""
        heads = [token, *(head for _, head in obliques(token))]
        if token.pos_ == "VERB":
            heads += self._reading.clause(token).patients
        return [spot for head in heads for spot in places_of(self._reading, head)]

    def _same_victim(self, noun: "Token", other: Incident) -> bool:
        """Whether "the murder of X" goes back to an incident that killed X."""
        if not any(_is_killing(trigger) for trigger in other.triggers):
            return False
        named = {
            r.entity for p, h in obliques(noun) if p == "of" and (r := self._reading.referent(h)) is not None
        }
        if not named:
            return True
        victims = set()
        for trigger in other.triggers:
            heads = (
                self._reading.clause(trigger).patients
                if trigger.pos_ == "VERB"
                else tuple(h for p, h in obliques(trigger) if p == "of")
            )
            victims |= {r.entity for h in heads if (r := self._reading.referent(h)) is not None}
        return bool(named & victims)

    def _member(self, series: Incident, ordinal: int, incident: Incident) -> Incident:
        if not series.members:
            number = series.count[0].number if series.count is not None else None
            total = max(number if isinstance(number, int) and number <= 12 else 0, ordinal)
            for _ in range(total):
                self._enlist(series)
        while len(series.members) < ordinal:
            self._enlist(series)
        return series.members[ordinal - 1]

    def _enlist(self, series: Incident) -> None:
        member = Incident([], series.kind, series.speech, False, member_of=series)
        series.members.append(member)
        self._all.append(member)

    @staticmethod
    def _distance(incident: Incident, token: "Token") -> int:
        return offset(token) - offset(incident.triggers[-1])


def _is_killing(token: "Token") -> bool:
    row = look_up("attacks", token)
    return row is not None and row.note == "lethal"


def _size(series: Incident) -> int:
    number = series.count[0].number if series.count is not None else None
    return number if isinstance(number, int) else len(series.members)


def _number(noun: "Token", name: str) -> int:
    """The number that a modifier of a noun stands for in a lexicon of number words, else 0."""
    rows = (lexicon(name).get((child.lower_, "")) for child in noun.children)
    return next((int(row.means) for row in rows if row is not None), 0)


def _same_level(one: Incident, other: Incident) -> bool:
    """Whether two incidents are told by the same voice."""
    if one.speech is None or other.speech is None:
        return one.speech is other.speech or not (one.speech or other.speech)
    return one.speech is other.speech or one.speech.speaker is not None


def stated(incident: Incident, reading: Reading) -> bool:
    """Whether the incident is told as something that happened."""
    return all(
        reading.modality(t).stance not in (Stance.HYPOTHETICAL, Stance.PLANNED, Stance.ATTRIBUTED)
        for t in incident.triggers
    )


def nouns(incident: Incident) -> Iterator["Token"]:
    """Yield the noun triggers of an incident."""
    yield from (t for t in incident.triggers if t.pos_ in ("NOUN", "PROPN"))
