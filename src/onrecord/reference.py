"""What pronouns, definite descriptions and roles refer to, where that is safe to say."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from onrecord.chain import Chain
from onrecord.clause import subjects
from onrecord.entity import AGENT_TYPES, Entity
from onrecord.label import normal
from onrecord.lexicon import lemma_of, look_up, words
from onrecord.quoting import Speech
from onrecord.syntax import passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.reading import Reading

_FIRST_SINGULAR = frozenset({"i", "me", "my", "myself"})
_FIRST_PLURAL = frozenset({"we", "us", "our", "ours", "ourselves"})
_PERSONAL = frozenset({"he", "him", "his", "she", "her", "himself", "herself"})
_COLLECTIVE = frozenset({"they", "them", "their", "it", "its", "themselves", "itself"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "her"})
_BODIES = AGENT_TYPES - {"Person", "PopulationGroup", "Agent"}


class Resolver:
    """Finds the antecedents of pronouns and definite descriptions of one document."""

    def __init__(self, reading: "Reading") -> None:
        self._reading = reading
        self._order: list[tuple[int, int, Chain]] = [
            (passage_of(name.first).start, name.first.i, reading.register.chain_of(name))
            for name in reading.names
        ]
        self._starts = [p.start for p in reading.passages]

    def resolve(self, head: "Token", role: str) -> Entity | None:
        """The entity that a pronoun or definite description refers back to, else None."""
        word = head.lower_
        if word in _FIRST_SINGULAR or word in _FIRST_PLURAL:
            return self._speaking(head, plural=word in _FIRST_PLURAL)
        if word in _PERSONAL:
            found = self._latest(head, lambda entity: entity.type == "Person", window=2)
            return None if found is None or self._rivals(head) else found
        if word in _COLLECTIVE:
            return self._collective(head)
        if head.pos_ in ("NOUN", "PROPN"):
            return self._definite(head)
        return None

    def _speaking(self, head: "Token", plural: bool) -> Entity | None:
        speech = self._reading.speech_at(head)
        if speech is None or speech.speaker is None or not speech.direct:
            return None
        speaker = self._reading.speakers.of(speech)
        if speaker is None:
            return None
        if plural and speaker.entity.type == "Person":
            body = self.body_of(speech.speaker)
            return body or None
        return speaker.entity

    def body_of(self, person: "Token") -> Entity | None:
        """The body that a person's role in the text is in: "X, a spokesman for Y"."""
        for noun, body in roles(person):
            if body is not None and noun is not None:
                found = self._reading.referent(body, "agent")
                if found is not None and found.entity.type in _BODIES:
                    return found.entity
        return None

    def role_of(self, person: "Token") -> str | None:
        """The role words that stand beside a person's name, with their body."""
        name = self._reading.register.name_at(person)
        for noun, body in roles(person):
            last = noun if body is None else body
            first = min(
                (
                    t
                    for t in noun.subtree
                    if t.i <= noun.i and t.dep_ in ("det", "amod", "compound", "poss") or t.i == noun.i
                ),
                key=lambda t: t.i,
            )
            text = self._reading.span(first, last).exact
            return _without_article(text)
        return name.title if name is not None else None

    def on_behalf_of(self, speech: Speech) -> Entity | None:
        """The body that a speech says it is made for: "On behalf of the White Helmets, I …"."""
        doc = speech.passage.parsed
        for start, end in (*speech.spans, *([speech.attribution] if speech.attribution else [])):
            for token in doc:
                position = speech.passage.start + token.idx
                if token.lower_ == "behalf" and start <= position < end:
                    head = next(
                        (t for t in doc[token.i + 1 : token.i + 8] if self._reading.register.chain_at(t)),
                        None,
                    )
                    if head is not None:
                        found = self._reading.referent(head, "agent")
                        return found.entity if found is not None else None
        return None

    def animate(self, head: "Token") -> bool:
        """Whether a noun can stand for somebody who acts."""
        trigger = look_up("heads", head)
        return trigger is not None and trigger.means in AGENT_TYPES or look_up("titles", head) is not None

    def latest_like(self, noun: "Token") -> Entity | None:
        """The body last named with this noun: the "regime" of "regime airstrikes"."""
        lemma = lemma_of(noun)
        return self._latest(noun, lambda e: normal(e.name).split()[-1:] == [lemma], window=8)

    def _latest(self, head: "Token", fits: Callable[[Entity], bool], window: int) -> Entity | None:
        position = (passage_of(head).start, head.i)
        for start, i, chain in reversed(self._order):
            if (start, i) >= position:
                continue
            entity = self._reading.register.entity(chain)
            if fits(entity):
                return entity
            if position[0] != start and window <= 0:
                return None
            if position[0] != start:
                window -= 1
        return None

    def _rivals(self, pronoun: "Token") -> bool:
        """Whether somebody unnamed is told of behind the last person named: "a teenager", "the priest"."""
        sentence = pronoun.sent
        first = pronoun.doc[sentence.start - 1].sent.start if sentence.start > 0 else sentence.start
        for token in reversed(pronoun.doc[first : pronoun.i]):
            chain = self._reading.register.chain_at(token)
            if chain is not None and self._reading.register.entity(chain).type == "Person":
                return False
            if (
                chain is None
                and token.tag_ == "NN"
                and token.dep_ not in ("compound", "appos", "attr", "amod")
            ):
                row = look_up("heads", token)
                if row is not None and row.note in ("people", "fighters"):
                    return True
        return False

    def _collective(self, head: "Token") -> Entity | None:
        """The subject of the clause above or of the sentence before, where it is a body or a people."""
        if head.dep_ == "poss" and head.head.dep_ == "conj":  # "the regime and its supporters"
            owner = self._reading.referent(head.head.head, "agent")
            return owner.entity if owner is not None and owner.entity.type in _BODIES else None
        for subject in self._subjects_before(head):
            chain = self._reading.register.chain_at(subject)
            if chain is not None:
                entity = self._reading.register.entity(chain)
                if entity.type in _BODIES or entity.type in ("Country",):
                    return entity
                return None
            resolved = self._definite(subject)
            if resolved is not None:
                return resolved if resolved.type in _BODIES else None
            if subject.pos_ in ("NOUN", "PROPN", "NUM"):
                return None
        return None

    def _subjects_before(self, head: "Token") -> Iterator["Token"]:
        for ancestor in head.ancestors:
            if ancestor.pos_ in ("VERB", "AUX"):
                for subject in subjects(ancestor):
                    if subject.i < head.i and subject != head and subject.pos_ != "PRON":
                        yield subject
                        return
        sentence = head.sent
        if sentence.start > 0:
            before = head.doc[sentence.start - 1].sent
            for subject in subjects(before.root):
                if subject.pos_ == "PRON" and subject.lower_ in _COLLECTIVE:
                    yield from self._subjects_before(subject)
                else:
                    yield subject
                return

    def _definite(self, head: "Token") -> Entity | None:
        """The body that "the group" or "the regime" was last said of."""
        if not any(c.lower_ in _DEFINITE for c in head.children if c.dep_ in ("det", "poss")):
            return None
        if any(c.dep_ in ("amod", "compound", "nummod", "relcl", "acl") for c in head.children):
            return None
        if any(c.dep_ == "prep" and c.lower_ == "of" for c in head.children):
            return None
        trigger = look_up("heads", head)
        if trigger is None or head.tag_ in ("NNS", "NNPS"):
            return None
        lemma = lemma_of(head)
        if trigger.note in ("body", "group") and trigger.means in AGENT_TYPES:
            same = self._latest(head, lambda e: normal(e.name).split()[-1:] == [lemma], window=6)
            if same is not None:
                return same
            if lemma in ("state", "country", "church", "court", "police", "army", "military"):
                return (
                    self._latest(head, lambda e: e.type == "GovernmentalBody", window=3)
                    if lemma == "state"
                    else None
                )
            if lemma not in words("generic-bodies"):
                return None  # "the coalition" is not just any armed group
            wanted = _BODIES if trigger.means == "Organization" else {trigger.means}
            return self._latest(
                head,
                lambda e: (
                    e.type in wanted
                    and e.type not in ("GovernmentalBody", "MediaOutlet", "GeopoliticalActor")
                    or e.type == trigger.means == "GovernmentalBody"
                ),
                window=4,
            )
        if trigger.means == "Facility":
            return self._latest(
                head,
                lambda e: e.type == "Facility" and normal(e.name).split()[-1:] == [normal(head.text)],
                window=6,
            )
        return None


def roles(person: "Token") -> list[tuple["Token", "Token | None"]]:
    """The role nouns beside a person's name, each with the head of the body it is held in."""
    found: list[tuple[Token, Token | None]] = []
    for noun in [c for c in person.children if c.dep_ == "appos"] + (
        [person.head] if person.dep_ == "appos" else []
    ):
        row = look_up("titles", noun)
        if row is None:
            continue
        body: Token | None = None
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "for", "in", "at", "with"):
                body = next((c for c in child.children if c.dep_ == "pobj"), None)
                break
        found.append((noun, body))
    return found


def _without_article(text: str) -> str:
    head, _, rest = text.partition(" ")
    return rest if head.lower() in ("the", "a", "an") and rest else text
