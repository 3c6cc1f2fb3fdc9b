"""A document as read: names, reported speech, times, numbers, and what its noun phrases refer to."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord import gazetteer
from onrecord.claim import Attitude, Claim, Explicitness, Polarity, Quotation, Stance, Value
from onrecord.clause import Clause, clause, noun_phrase
from onrecord.dates import TimeDescription, TimeSpan, find_times, parse_published
from onrecord.document import Document
from onrecord.entity import Entity
from onrecord.identity import describe_names
from onrecord.lexicon import lemma_of, look_up, words
from onrecord.mention import Selector
from onrecord.naming import echoes, known_words, names
from onrecord.quantity import Quantity, QuantitySpan, find_quantities
from onrecord.quoting import Speech, speeches
from onrecord.reference import Resolver
from onrecord.register import AGENT_TYPES, Register, label_of, name_span
from onrecord.stance import Modality, is_question, modality
from onrecord.syntax import Passage, offset, parse, passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True, eq=False)
class Referent:
    """What a noun phrase refers to: the entity, the words that mention it here, and where they stand."""

    entity: Entity
    text: str
    selector: Selector
    head: "Token"


class Reading:
    """One document, parsed and annotated, ready for the extractors to ask.

    Deterministic in the document alone; extractors only ask, they change nothing that another
    extractor sees.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.anchor: date | None = parse_published(document.published) if document.published else None
        self.passages: tuple[Passage, ...] = parse(document)
        found = {p.start: names(p) for p in self.passages}
        known = known_words(name for p in self.passages for name in found[p.start])
        found = {p.start: echoes(p, found[p.start], known) for p in self.passages}
        self.names = tuple(name for p in self.passages for name in found[p.start])
        self.register = Register(self.names)
        self.speeches: dict[int, tuple[Speech, ...]] = {
            p.start: speeches(p, found[p.start]) for p in self.passages
        }
        self.times: dict[int, tuple[TimeSpan, ...]] = {
            p.start: find_times(p.text, self.anchor) for p in self.passages
        }
        self.quantities: dict[int, tuple[QuantitySpan, ...]] = {
            p.start: find_quantities(p.text) for p in self.passages
        }
        self._clauses: dict[tuple[int, int], Clause] = {}
        self._modalities: dict[tuple[int, int], Modality] = {}
        self._referents: dict[tuple[int, int, str], Referent | None] = {}
        self._quotations: dict[int, Quotation] = {}
        self._occurrences: dict[str, list[int]] = defaultdict(list)
        for token in self.tokens():
            self._occurrences[token.lower_].append(offset(token))
        self.resolver = Resolver(self)
        describe_names(self)

    # -- walking ----------------------------------------------------------------------------

    def tokens(self) -> Iterator["Token"]:
        """Yield every token, in text order."""
        for passage in self.passages:
            yield from passage.parsed

    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Where each sentence starts and ends in the stored text."""
        return tuple(
            (p.start + s.start_char, p.start + s.end_char) for p in self.passages for s in p.parsed.sents
        )

    def clause(self, verb: "Token") -> Clause:
        """The clause that a verb heads."""
        key = (passage_of(verb).start, verb.i)
        found = self._clauses.get(key)
        if found is None:
            found = self._clauses[key] = clause(verb)
        return found

    def modality(self, token: "Token") -> Modality:
        """How the clause or event noun at a token is put forward."""
        key = (passage_of(token).start, token.i)
        found = self._modalities.get(key)
        if found is None:
            found = self._modalities[key] = modality(token)
        return found

    def span(self, *tokens: "Token") -> Selector:
        """The selector from the leftmost to the rightmost of some tokens and the names they are in."""
        first, last = min(tokens, key=lambda t: t.i), max(tokens, key=lambda t: t.i)
        for token in tokens:
            name = self.register.name_at(token)
            if name is not None:
                first = name.first if name.first.i < first.i else first
                last = name.last if name.last.i > last.i else last
        return passage_of(first).select(first, last)

    def phrase(self, head: "Token") -> Selector:
        """The selector of a noun phrase without what follows its head."""
        first, last = noun_phrase(head)
        return self.span(first, last)

    def nth(self, head: "Token") -> int:
        """Which occurrence of its word in the document a head is, from 1."""
        return bisect_right(self._occurrences[head.lower_], offset(head))

    # -- speech -----------------------------------------------------------------------------

    def speech_at(self, token: "Token") -> Speech | None:
        """The reported speech that a token stands in, the innermost one that names a speaker."""
        position = offset(token)
        inside = [s for s in self.speeches[passage_of(token).start] if s.contains(position)]
        return min(inside, key=lambda s: s.spans[-1][1] - s.spans[0][0]) if inside else None

    def quotation(self, speech: Speech) -> Quotation:
        """The quotation value of a reported speech."""
        found = self._quotations.get(id(speech))
        if found is None:
            found = self._quotations[id(speech)] = self._quotation(speech)
        return found

    def _quotation(self, speech: Speech) -> Quotation:
        select = self.document.select
        spans = [select(a, b) for a, b in speech.spans]
        if speech.attribution is not None:
            spans.append(_trimmed(self.document, *speech.attribution))
        speaker = self._speaker(speech)
        addressee = self.referent(speech.addressee, "agent") if speech.addressee is not None else None
        outlet = self.referent(speech.outlet, "agent") if speech.outlet is not None else None
        if outlet is None and addressee is not None and addressee.entity.type == "MediaOutlet":
            outlet = addressee
        role = self.resolver.role_of(speech.speaker) if speech.speaker is not None else None
        behalf = self.resolver.on_behalf_of(speech)
        return Quotation(
            tuple(dict.fromkeys(spans)),
            speaker.entity if speaker else None,
            role,
            addressee.entity if addressee else None,
            outlet.entity if outlet else None,
            behalf,
            speech.direct,
        )

    def _speaker(self, speech: Speech) -> Referent | None:
        """Who speaks: an agent, or whatever noun the words are put in the mouth of ("state television")."""
        head = speech.speaker
        if head is None:
            return None
        found = self.referent(head, "agent")
        if found is not None or head.pos_ not in ("NOUN", "PROPN") or look_up("speech", head) is not None:
            return found
        if look_up("heads", head) is not None:  # a place or a thing says nothing by itself
            return None
        selector = self.phrase(head)
        return Referent(
            Entity("Agent", bare(selector.exact), None, self.nth(head)), selector.exact, selector, head
        )

    # -- reference --------------------------------------------------------------------------

    def referent(self, head: "Token | None", role: str = "") -> Referent | None:
        """What the noun phrase with this head refers to, None when that is not safe to say.

        ``role`` is "agent" where the phrase acts (a country is then its state), "place" where
        something happens, else "".
        """
        if head is None:
            return None
        key = (passage_of(head).start, head.i, role)
        if key not in self._referents:
            found = self._refer(head, role)
            if found is not None and role == "agent" and not is_agent(found.entity):
                found = None  # a thing or a place that nothing lets act
            self._referents[key] = found
        return self._referents[key]

    def _refer(self, head: "Token", role: str) -> Referent | None:
        chain = self.register.chain_at(head)
        if chain is not None:
            name = self.register.name_at(head)
            assert name is not None
            selector = name_span(name)
            return Referent(self._in_role(self.register.entity(chain), role), selector.exact, selector, head)
        if head.pos_ not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
            return None
        named = self._named(head)
        if named is not None:
            return self.referent(named, role)
        resolved = self.resolver.resolve(head, role)
        if resolved is not None:
            selector = self.phrase(head)
            return Referent(self._in_role(resolved, role), selector.exact, selector, head)
        if head.pos_ == "PRON":
            return None
        return self._described(head, role)

    def _named(self, head: "Token") -> "Token | None":
        """The name behind a description that gives it: "an officer named X"."""
        for child in head.children:
            if child.dep_ == "acl" and child.lower_ in ("named", "called", "nicknamed"):
                return next((c for c in child.children if self.register.chain_at(c) is not None), None)
        return None

    @staticmethod
    def _in_role(entity: Entity, role: str) -> Entity:
        if role == "agent" and entity.type == "Country":
            return Entity("GeopoliticalActor", entity.name, entity.gazetteer)
        if role == "agent" and entity.type in ("Settlement", "Region", "Place"):
            return Entity("GeopoliticalActor", entity.name)  # "Moscow said": a seat of power speaks
        return entity

    def _described(self, head: "Token", role: str) -> Referent | None:
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
            type_ in ("Organization", "NonGovernmentalOrganization", "GovernmentalBody", "MediaOutlet")
            and plural
        ):
            type_ = "CollectiveAgent"
        if not type_:
            type_ = {"agent": "CollectiveAgent" if plural else "Agent", "asset": "Asset"}.get(role, "")
            if not type_ or role == "agent" and not self.resolver.animate(head):
                return None
        selector = self.phrase(head)
        number = next((t.i for t in head.lefts if t.dep_ == "nummod"), -1)
        kept = [
            t
            for t in head.doc[noun_phrase(head)[0].i : head.i + 1]
            if t.i > number
            and not (
                t.lower_ in words("quantifiers")
                or t.pos_ in ("DET", "NUM")
                or t.dep_ in ("predet", "poss", "case", "quantmod", "advmod", "preconj", "punct", "neg")
                and t.i != head.i
            )
        ]
        while (
            kept and kept[0].i != head.i and (kept[0].like_num or kept[0].pos_ in ("ADP", "SCONJ", "CCONJ"))
        ):
            kept.pop(0)
        first = kept[0] if kept else head
        name = passage_of(head).select(first, head).exact
        return Referent(Entity(type_, name, None, self.nth(head)), selector.exact, selector, head)

    def state(self, adjective: "Token") -> Referent | None:
        """The state that an adjective of nationality stands for: "a Russian airstrike"."""
        demonym = gazetteer.demonym(adjective.text)
        if demonym is None or not demonym.country:
            return None
        country = gazetteer.country(demonym.country)
        label = adjective.text
        for chain in self.register.chains():
            if chain.entry == country.id:
                label = label_of(chain.names[0])
        selector = passage_of(adjective).select(adjective, adjective)
        return Referent(Entity("GeopoliticalActor", label, country.id), adjective.text, selector, adjective)

    # -- numbers and times --------------------------------------------------------------------

    def quantity(self, head: "Token") -> tuple[Quantity, Selector] | None:
        """How many the noun phrase with this head counts, with the words that say so."""
        passage = passage_of(head)
        first, last = noun_phrase(head)
        start, end = first.left_edge.idx if first.dep_ == "nummod" else first.idx, last.idx + len(last)
        for span in self.quantities[passage.start]:
            counts_head = span.start <= head.idx < span.end
            if span.quantity.unit is None and (counts_head or start <= span.end and span.end <= end):
                return span.quantity, self.document.select(
                    passage.start + span.start, passage.start + span.end
                )
        return None

    def time(self, token: "Token") -> tuple[TimeDescription, Selector] | None:
        """When what a verb or event noun tells happened, as its own sentence words it."""
        passage = passage_of(token)
        sentence = token.sent
        best: tuple[int, TimeSpan] | None = None
        for span in self.times[passage.start]:
            if not sentence.start_char <= span.start < sentence.end_char:
                continue
            distance = self._attachment(token, span)
            if distance is not None and (best is None or distance < best[0]):
                best = distance, span
        if best is None:
            return None
        span = best[1]
        worded = span.time
        if worded.anchor is not None and self.speech_at(token) is not None:
            worded = TimeDescription(worded.wording)  # a speaker's "today" is not the article's
        return worded, self.document.select(passage.start + span.lead, passage.start + span.end)

    @staticmethod
    def _attachment(token: "Token", span: TimeSpan) -> int | None:
        """Steps from the time's words up to a verb that the token is the content or a part of."""
        inside = [t for t in token.sent if span.start <= t.idx < span.end]
        if not inside:
            return None
        root = min(inside, key=lambda t: sum(1 for _ in t.ancestors))
        above = {token.i: 0}
        for step, ancestor in enumerate(token.ancestors, 1):
            above[ancestor.i] = step
            if ancestor.dep_ in ("relcl", "ccomp") and ancestor.pos_ in ("VERB", "AUX"):
                break
        current, steps = root, 0
        while steps < 12:
            if current.i in above:
                return steps + 2 * above[current.i]
            if current.head == current or current.dep_ in ("relcl", "ccomp"):
                return None
            current = current.head
            steps += 1
        return None

    # -- claims -------------------------------------------------------------------------------

    def claim(
        self,
        subject: Referent,
        predicate: str,
        value: "Referent | Value",
        evidence: Iterable[Selector] | Selector,
        at: "Token",
        *,
        extractor: str,
        polarity: Polarity | None = None,
        stance: Stance | None = None,
        explicitness: Explicitness = Explicitness.STATED,
        holder: Entity | None = None,
        attitude: Attitude | None = None,
        hedge: str | None = None,
        object_text: str | None = None,
        quoted: bool = True,
    ) -> Claim:
        """Make a claim as the words at a token put it: speaker, polarity, stance and hedge are read there."""
        how = self.modality(at)
        spans = (evidence,) if isinstance(evidence, Selector) else tuple(dict.fromkeys(evidence))
        speech = self.speech_at(at) if quoted else None
        if speech is not None and not any(s.start < b and a < s.end for s in spans for a, b in speech.spans):
            speech = None  # said about the quoted words, not in them
        found_holder = None
        if how.stance is Stance.ATTRIBUTED and stance is None:
            found = self.referent(how.holder, "agent")
            found_holder = found.entity if found is not None else None
            attitude = how.attitude
        final = stance if stance is not None else how.stance
        if final is Stance.ATTRIBUTED and holder is None:
            holder = found_holder
            if holder is None:
                final, attitude = Stance.HEDGED, None
                hedge = hedge or how.hedge or how.verb
        if stance is None and is_question(at):
            final, holder, attitude = Stance.RHETORICAL, None, None
        if stance is None and speech is not None and final is Stance.ASSERTED and speech.verb is not None:
            row = look_up("speech", speech.verb)
            if row is not None and row.means == "alleged":
                final = Stance.ALLEGED
        denied = polarity if polarity is not None else how.polarity
        if polarity is None and speech is not None and speech.verb is not None:
            row = look_up("speech", speech.verb)
            if row is not None and row.means == "denied" and not speech.direct:
                denied = Polarity.AFFIRMED if denied is Polarity.DENIED else Polarity.DENIED
        plain: Value = value.entity if isinstance(value, Referent) else value
        if object_text is None:
            object_text = value.text if isinstance(value, Referent) else getattr(value, "wording", None)
        return Claim(
            subject=subject.entity,
            predicate=predicate,
            object=plain,
            evidence=spans,
            subject_text=subject.text,
            object_text=object_text,
            polarity=denied,
            stance=final,
            explicitness=explicitness,
            quotation=self.quotation(speech) if speech is not None else None,
            holder=holder if final is Stance.ATTRIBUTED else None,
            attitude=attitude if final is Stance.ATTRIBUTED else None,
            hedge=hedge or how.hedge,
            extractor=extractor,
        )


def _trimmed(document: Document, start: int, end: int) -> Selector:
    text = document.text[start:end]
    left = len(text) - len(text.lstrip(" \t\r\n,”\"'–—-:"))
    right = len(text) - len(text.rstrip(" \t\r\n,“\"'–—-:"))
    if left >= len(text) - right:
        return document.select(start, end)
    return document.select(start + left, end - right)


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


def belongs_to(reading: Reading, head: "Token") -> Iterator["Token"]:
    """Yield the heads of the bodies that a noun for people says they are of."""
    for child in head.children:
        if child.dep_ in ("compound", "amod", "nmod") and reading.register.chain_at(child) is not None:
            yield child
        elif child.dep_ == "prep" and child.lower_ in ("of", "from"):
            yield from (c for c in child.children if c.dep_ == "pobj")
