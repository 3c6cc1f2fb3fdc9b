"""Whose voice a claim is in: its quotation, and how firmly the words where it stands put it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from onrecord.claim import Attitude, Claim, Explicitness, Polarity, Quotation, Stance, Value
from onrecord.clause import obliques
from onrecord.denial import negated
from onrecord.document import Document
from onrecord.entity import Entity
from onrecord.lexicon import look_up, words
from onrecord.mention import Selector
from onrecord.quoting import Speech
from onrecord.referent import Referent, bare
from onrecord.stance import is_question
from onrecord.syntax import passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.reading import Reading


def quotation(reading: "Reading", speech: Speech) -> Quotation:
    """The quotation value of a reported speech: its words, its speaker and whom they were spoken to."""
    select = reading.document.select
    spans = [select(a, b) for a, b in speech.spans]
    if speech.attribution is not None:
        spans.append(_trimmed(reading.document, *speech.attribution))
    speaker = speaker_of(reading, speech)
    addressee = reading.referent(speech.addressee, "agent") if speech.addressee is not None else None
    outlet = _outlet(reading, speech)
    if outlet is None and addressee is not None and addressee.entity.type == "MediaOutlet":
        outlet = addressee
    role = reading.resolver.role_of(speech.speaker) if speech.speaker is not None else None
    behalf = reading.resolver.on_behalf_of(speech)
    return Quotation(
        tuple(dict.fromkeys(spans)),
        speaker.entity if speaker else None,
        role,
        addressee.entity if addressee else None,
        outlet.entity if outlet else None,
        behalf,
        speech.direct,
    )


def _outlet(reading: "Reading", speech: Speech) -> Referent | None:
    """What published the words: a medium, and no acronym that stands in brackets behind its name."""
    head = speech.outlet
    if head is None:
        return None
    if head.text in words("platforms"):
        selector = passage_of(head).select(head, head)
        return Referent(Entity("MediaOutlet", head.text), head.text, selector, head)
    found = reading.referent(head, "agent")
    return found if found is not None and found.entity.type == "MediaOutlet" else None


def speaker_of(reading: "Reading", speech: Speech) -> Referent | None:
    """Who speaks, a pronoun resolved: see `onrecord.pronounced.Speakers`."""
    return reading.speakers.of(speech)


def speaker_named(reading: "Reading", speech: Speech) -> Referent | None:
    """Whom the noun names that speaks: an agent, or any noun the words are put in the mouth of."""
    head = speech.speaker
    if head is None:
        return None
    found = _named_beside(reading, head) or reading.referent(head, "agent")
    if found is not None or head.pos_ not in ("NOUN", "PROPN") or look_up("speech", head) is not None:
        return found
    if look_up("heads", head) is not None:  # a place or a thing says nothing by itself
        return None
    selector = reading.phrase(head)
    return Referent(
        Entity("Agent", bare(selector.exact), None, reading.nth(head)), selector.exact, selector, head
    )


def _named_beside(reading: "Reading", head: "Token") -> Referent | None:
    """The person whose name stands beside a description: "its director general, Naseer Ahmed Nasar"."""
    if head.pos_ not in ("NOUN", "PROPN", "ADJ") or reading.register.chain_at(head) is not None:
        return None
    behind = [h for _, h in obliques(head)] if look_up("titles", head) is not None else []
    for child in (c for noun in (head, *behind) for c in noun.children):
        if child.dep_ == "appos" and child.i > head.i and reading.register.chain_at(child) is not None:
            found = reading.referent(child, "agent")
            if found is not None and found.entity.type == "Person":
                return found
    return None


def _trimmed(document: Document, start: int, end: int) -> Selector:
    text = document.text[start:end]
    left = len(text) - len(text.lstrip(" \t\r\n,”\"'–—-:"))
    right = len(text) - len(text.rstrip(" \t\r\n,“\"'–—-:"))
    if left >= len(text) - right:
        return document.select(start, end)
    return document.select(start + left, end - right)


def put(
    reading: "Reading",
    subject: Referent,
    predicate: str,
    value: Referent | Value,
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
    how = reading.modality(at)
    spans = (evidence,) if isinstance(evidence, Selector) else tuple(dict.fromkeys(evidence))
    speech = reading.speech_at(at) if quoted else None
    if speech is not None and not any(s.start < b and a < s.end for s in spans for a, b in speech.spans):
        speech = None  # said about the quoted words, not in them
    found_holder = None
    if how.stance is Stance.ATTRIBUTED and stance is None:
        found = reading.referent(how.holder, "agent")
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
        read = any(c.dep_ == "xcomp" and at in c.subtree for c in speech.verb.children)  # by the modality
        denies = row is not None and row.means == "denied" and not negated(speech.verb)
        if denies and not speech.direct and not read:
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
        quotation=reading.quotation(speech) if speech is not None else None,
        holder=holder if final is Stance.ATTRIBUTED else None,
        attitude=attitude if final is Stance.ATTRIBUTED else None,
        hedge=hedge or how.hedge,
        extractor=extractor,
    )
