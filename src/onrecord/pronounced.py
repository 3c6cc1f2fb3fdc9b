"""Who speaks where a pronoun does: "she added" is the latest speaker whom the pronoun can stand for."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.entity import AGENT_TYPES
from onrecord.lexicon import look_up, word_class
from onrecord.quoting import Speech
from onrecord.referent import Referent
from onrecord.syntax import offset, passage_of
from onrecord.voice import speaker_named

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.reading import Reading

_SINGULAR = {"he": "masculine", "him": "masculine", "she": "feminine", "her": "feminine"}
_BODY = AGENT_TYPES - {"Person", "PopulationGroup", "Agent"}
_BACK = 6  # speakers looked back at
_PASSAGES = 3


class Speakers:
    """The speakers of a document's reported speech, each pronoun resolved, in text order."""

    def __init__(self, reading: "Reading") -> None:
        self._reading = reading
        self._found: dict[int, Referent | None] = {}
        self._asked: set[int] = set()
        self._read = False
        self._order = [p.start for p in reading.passages]

    def of(self, speech: Speech) -> Referent | None:
        """Who speaks, None where that is not safe to say."""
        if not self._read:
            self._read = True
            self._read_all()
        elif id(speech) not in self._found and not _is_pronoun(speech):
            self._named(speech)  # "'I said no,' Bob added": who is "I" is asked before Bob is come to
        return self._found.get(id(speech))

    def _read_all(self) -> None:
        latest: list[tuple[Speech, Referent]] = []
        reading = self._reading
        every = (s for p in reading.passages for s in reading.speeches[p.start])
        for speech in sorted(every, key=_position):
            if speech.speaker is not None and _is_pronoun(speech):
                self._found[id(speech)] = self._pronoun(speech, speech.speaker, latest)
            else:
                self._named(speech)
            found = self._found.get(id(speech))
            if found is not None:
                latest = [*latest[1 - _BACK :], (speech, found)]

    def _named(self, speech: Speech) -> None:
        """Find the speaker whom a noun names, once: a question that comes back to itself has no answer."""
        if id(speech) not in self._asked:
            self._asked.add(id(speech))
            self._found[id(speech)] = speaker_named(self._reading, speech)

    def _pronoun(
        self, speech: Speech, head: "Token", latest: list[tuple[Speech, Referent]]
    ) -> Referent | None:
        found = None
        for earlier, speaker in reversed(latest):
            if self._apart(earlier, head) > _PASSAGES:
                break
            if _fits(speaker, head):
                found = speaker
                others = [
                    one
                    for one in self._others(speech, head, _position(earlier))
                    if one.entity != speaker.entity
                ]
                verb = speech.verb
                if others and (verb is None or verb.lemma_ not in word_class("additive")):
                    found = others[-1] if _speaks(others[-1].head.head) else None
                    if found is None or len({one.entity for one in others}) > 1:
                        return None
                break
        if found is None:
            found = self._only(speech, head)
        if found is None:
            return None
        words = self._reading.phrase(head)
        return Referent(found.entity, head.text, words, head)

    def _apart(self, earlier: Speech, head: "Token") -> int:
        """How many passages lie between an earlier speech and a pronoun."""
        return self._order.index(passage_of(head).start) - self._order.index(earlier.passage.start)

    def _others(self, speech: Speech, head: "Token", since: int) -> Iterator[Referent]:
        """Those named as doing something between two speeches, whom the pronoun may stand for too."""
        for name in self._reading.names:
            place = offset(name.head)
            if place <= since or place >= offset(head) or name.head.dep_ != "nsubj" or speech.contains(place):
                continue
            found = self._reading.referent(name.head, "agent")
            if found is not None and _fits(found, head) and name.head.head.dep_ in ("ROOT", "conj"):
                yield found

    def _only(self, speech: Speech, head: "Token") -> Referent | None:
        """The one whom the sentence before and the words before the pronoun name, if it is only one."""
        if head.lower_ not in _SINGULAR:
            return self._reading.referent(head, "agent")
        sentence = head.sent
        first = head.doc[sentence.start - 1].sent if sentence.start > 0 else sentence
        found: dict[object, Referent] = {}
        for token in head.doc[first.start : head.i]:
            name = self._reading.register.name_at(token)
            if name is None or name.head != token or speech.contains(offset(token)):
                continue  # the head, as words that tell the gender stand beside it
            one = self._reading.referent(token, "agent")
            if one is not None and one.entity.type == "Person":
                found.setdefault(one.entity, one)
        people = [one for one in found.values() if _fits(one, head)]
        if not found and sentence.start == 0:
            return self._reading.referent(head, "agent")
        return people[0] if len(people) == 1 else None


def _speaks(verb: "Token") -> bool:
    """Whether a verb is one of saying or judging: "called the attack cruel", "urged them to leave"."""
    rows = (look_up(name, verb) for name in ("speech", "attitudes"))
    hedge = look_up("hedges", verb)
    return any(row is not None for row in rows) or hedge is not None and hedge.note == "governs"


def _is_pronoun(speech: Speech) -> bool:
    word = speech.speaker.lower_ if speech.speaker is not None else ""
    return word in _SINGULAR or word in word_class("speaking")


def _position(speech: Speech) -> int:
    return offset(speech.verb) if speech.verb is not None else speech.spans[0][0]


def _described(head: "Token") -> Iterator["Token"]:
    """The words that describe somebody: those before the name, and the noun beside it."""
    yield from head.doc[head.left_edge.i : head.i + 1]
    yield from (c for c in head.children if c.dep_ == "appos")
    if head.dep_ == "appos":
        yield head.head


def _fits(speaker: Referent, pronoun: "Token") -> bool:
    """Whether a pronoun can stand for somebody, by number and by what the words say of the gender."""
    word, type_ = pronoun.lower_, speaker.entity.type
    if word in _SINGULAR:
        if type_ != "Person" and not (type_ == "Agent" and speaker.head.tag_ in ("NN", "NNP")):
            return False
        other = word_class("feminine") if _SINGULAR[word] == "masculine" else word_class("masculine")
        return not any(t.lower_ in other for t in _described(speaker.head))
    if word == "it":
        return type_ in _BODY
    return type_ == "PopulationGroup" or type_ in _BODY or speaker.head.tag_ in ("NNS", "NNPS")
