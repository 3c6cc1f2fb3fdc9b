"""The attacks that a document tells of: which of its words tell of which attack."""

from typing import TYPE_CHECKING

from onrecord.arms import named_arms
from onrecord.attackkind import finer, may_be_one
from onrecord.clause import noun_phrase
from onrecord.entity import Entity
from onrecord.incident import Incident, number_word, same_level
from onrecord.reading import Reading
from onrecord.referent import Referent
from onrecord.sameness import earlier, within_sentence
from onrecord.syntax import passage_of
from onrecord.triggers import Triggers

if TYPE_CHECKING:
    from spacy.tokens import Token


#: How far a verb's object or subject may stand from it to be part of an attack's name.
_CLOSE = 6


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
        plural = token.tag_ in ("NNS", "NNPS")
        incident = Incident([token], kind, reading.speech_at(token), plural)
        incident.arms = tuple(named_arms(reading, token))
        multiple = number_word(token, "multiples")
        if token.pos_ != "VERB":
            incident.count = reading.quantity(token)
        number = incident.count[0].number if incident.count is not None else None
        incident.series = multiple > 1 or plural and isinstance(number, int) and number > 1
        known = (
            within_sentence(reading, self._all, incident)
            or self._nth_part(incident)
            or earlier(reading, self._all, incident, multiple)
        )
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
        known.arms += incident.arms
        known.ordinal = known.ordinal or incident.ordinal

    def _nth_part(self, incident: Incident) -> Incident | None:
        """The part of a series that "the second blast" is, or that "the first bomb" made."""
        token = incident.triggers[0]
        ordinals = (number_word(word, "ordinals") for word in (token, *incident.arms))
        incident.ordinal = next((ordinal for ordinal in ordinals if ordinal), 0)
        if not incident.ordinal:
            return None
        for other in reversed(self._all[-12:]):
            if not same_level(other, incident) or not may_be_one(other.kind, incident.kind):
                continue
            if other.ordinal == incident.ordinal:
                return other
            if other.several() and other.member_of is None and not other.ordinal:
                other.series = True
                return self._member(other, incident.ordinal)
        return None

    def _member(self, series: Incident, ordinal: int) -> Incident:
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
