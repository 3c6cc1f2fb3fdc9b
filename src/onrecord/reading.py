"""A document as read: names, reported speech, times, numbers, and what its noun phrases refer to."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from onrecord import gazetteer
from onrecord.claim import Quotation
from onrecord.clause import Clause, clause, noun_phrase
from onrecord.dates import TimeDescription, TimeSpan, find_times, is_deictic, parse_published
from onrecord.document import Document
from onrecord.entity import Entity
from onrecord.identity import describe_names
from onrecord.label import label_of, name_span
from onrecord.lexicon import word_class
from onrecord.mention import Selector
from onrecord.naming import echoes, known_words, names
from onrecord.pronounced import Speakers
from onrecord.quantity import Quantity, QuantitySpan, find_quantities
from onrecord.quoting import Speech, speeches
from onrecord.reference import Resolver
from onrecord.referent import Referent, described, in_role, is_agent
from onrecord.register import Register
from onrecord.stance import Modality, modality
from onrecord.syntax import Passage, offset, parse, passage_of
from onrecord.timeattachment import attachment
from onrecord.voice import put, quotation

if TYPE_CHECKING:
    from spacy.tokens import Token


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

    def content_tokens(self) -> Iterator["Token"]:
        """Yield the tokens of what is told, in text order: not those of titles and headings."""
        for passage in self.passages:
            if passage.kind not in ("heading", "title"):
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

    @cached_property
    def speakers(self) -> Speakers:
        """Who speaks in each reported speech."""
        return Speakers(self)

    def quotation(self, speech: Speech) -> Quotation:
        """The quotation value of a reported speech."""
        found = self._quotations.get(id(speech))
        if found is None:
            found = self._quotations[id(speech)] = quotation(self, speech)
        return found

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
            return Referent(in_role(self.register.entity(chain), role), selector.exact, selector, head)
        if head.pos_ not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
            return None
        named = self._named(head)
        if named is not None:
            return self.referent(named, role)
        resolved = self.resolver.resolve(head, role)
        if resolved is not None:
            selector = self.phrase(head)
            return Referent(in_role(resolved, role), selector.exact, selector, head)
        if head.pos_ == "PRON":
            return self._speaking(head)
        return described(self, head, role)

    def _speaking(self, pronoun: "Token") -> Referent | None:
        """The body that speaks of itself: "The mission said it had evacuated 30 people"."""
        verb = pronoun.head
        if pronoun.lower_ != "it" or pronoun.dep_ != "nsubj" or verb.dep_ != "ccomp" or verb.pos_ != "VERB":
            return None
        speech = self.speech_at(pronoun)
        if speech is None or speech.direct or speech.speaker is None or speech.verb != verb.head:
            return None
        speaker = self.referent(speech.speaker, "agent")
        if speaker is None or speaker.entity.type in ("Person", "PopulationGroup", "Agent"):
            return None
        return Referent(speaker.entity, pronoun.text, self.phrase(pronoun), pronoun)

    def _named(self, head: "Token") -> "Token | None":
        """The name behind a description that gives it: "an officer named X"."""
        for child in head.children:
            if child.dep_ == "acl" and child.lower_ in word_class("named"):
                return next((c for c in child.children if self.register.chain_at(c) is not None), None)
            if child.dep_ == "appos" and head.tag_ == "NN":  # "the charity Emergency"
                name = self.register.name_at(child)
                if name is not None and name.first.i == head.i + 1 and name.head == child:
                    return child
        return None

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
            distance = attachment(token, span)
            if distance is not None and (best is None or distance < best[0]):
                best = distance, span
        if best is None:
            return None
        span = best[1]
        worded = span.time
        speech = self.speech_at(token) if worded.anchor is not None else None
        if speech is not None and speech.direct and is_deictic(worded.wording):
            worded = TimeDescription(worded.wording)  # a speaker's "today" is not the article's
        return worded, self.document.select(passage.start + span.lead, passage.start + span.end)

    # -- claims -------------------------------------------------------------------------------

    #: Makes a claim as the words at a token put it: `onrecord.voice.put`.
    claim = put


def belongs_to(reading: Reading, head: "Token") -> Iterator["Token"]:
    """Yield the heads of the bodies that a noun for people says they are of."""
    for child in head.children:
        if child.dep_ in ("compound", "amod", "nmod") and reading.register.chain_at(child) is not None:
            yield child
        elif child.dep_ == "prep" and child.lower_ in ("of", "from"):
            yield from (c for c in child.children if c.dep_ == "pobj")
