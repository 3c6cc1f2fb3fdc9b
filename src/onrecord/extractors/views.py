"""Views: who is said to see whom as what, to believe what, to aim at what."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.claim import Attitude, Claim, Stance
from onrecord.clause import coordinated, obliques
from onrecord.incidents import Incidents
from onrecord.lexicon import lexicon
from onrecord.reading import Reading, Referent
from onrecord.register import AGENT_TYPES
from onrecord.stance import modality
from onrecord.syntax import passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = "views"
_AIMING = AGENT_TYPES - {"PopulationGroup"}


def extract(reading: Reading, incidents: Incidents) -> Iterator[Claim]:
    """Yield the views that the document ascribes to somebody."""
    for token in reading.tokens():
        if token.pos_ != "VERB":
            continue
        rows = [lexicon("attitudes").get((token.lemma_.lower(), "verb"))]
        for row in rows:
            if row is None:
                continue
            yield from _seen_as(reading, token)
            if row.note == "content":
                yield from _believes(reading, token)
            elif row.note == "aim":
                yield from _seeks(reading, token)


def _holders(reading: Reading, verb: "Token") -> Iterator[Referent]:
    for head in reading.clause(verb).agents:
        holder = reading.referent(head, "agent")
        if holder is not None and holder.entity.type in AGENT_TYPES:
            yield holder
        for preposition, inner in obliques(head):  # "its supporters like Russia"
            if preposition in ("like", "such as", "including"):
                for member in coordinated(inner):
                    example = reading.referent(member, "agent")
                    if example is not None and example.entity.type in AGENT_TYPES:
                        yield example


def _seen_as(reading: Reading, verb: "Token") -> Iterator[Claim]:
    """As in "X is seen as a threat by Y"."""
    if verb.lemma_ not in {
        lemma for (lemma, _), row in lexicon("attitudes").items() if row.note in ("as", "content")
    }:
        return
    viewed = [h for p, h in obliques(verb) if p == "as"]
    if not viewed:
        return
    clause = reading.clause(verb)
    hedge = modality(verb).hedge
    as_ = viewed[0].head
    if hedge is not None:
        first = next((c for c in verb.children if c.text == hedge), verb)
        hedge = passage_of(verb).select(first, as_).exact
    for patient in clause.patients:
        subject = reading.referent(patient)
        if subject is None:
            continue
        view = reading.phrase(viewed[0]).exact
        for holder in _holders(reading, verb):
            yield reading.claim(
                subject,
                "characterizedAs",
                view,
                reading.span(patient, verb, viewed[0], holder.head),
                verb,
                extractor=NAME,
                stance=Stance.ATTRIBUTED,
                holder=holder.entity,
                attitude=Attitude.BELIEF,
                hedge=hedge,
                object_text=view,
            )


def _believes(reading: Reading, verb: "Token") -> Iterator[Claim]:
    content = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    if content is None:
        return
    words = _words(verb, content)
    for holder in _holders(reading, verb):
        if holder.entity.type == "PopulationGroup":
            continue
        end = content.right_edge
        while end.is_punct and end.i > verb.i:
            end = end.nbor(-1)
        yield reading.claim(
            holder,
            "believes",
            words,
            reading.span(holder.head, verb, end),
            verb,
            extractor=NAME,
            stance=Stance.ATTRIBUTED,
            holder=holder.entity,
            attitude=Attitude.BELIEF,
            object_text=words,
        )
        effect = next(
            (c for c in (content, *content.children) if c.lemma_ == "force" and c.pos_ == "VERB"), None
        )
        if effect is not None:
            last = effect.right_edge
            while last.is_punct and last.i > effect.i:
                last = last.nbor(-1)
            aim = passage_of(effect).select(effect, last)
            yield reading.claim(
                holder,
                "seeks",
                aim.exact,
                aim,
                verb,
                extractor=NAME,
                stance=Stance.ATTRIBUTED,
                holder=holder.entity,
                attitude=Attitude.BELIEF,
                object_text=aim.exact,
            )


def _words(verb: "Token", content: "Token") -> str:
    first, last = content.left_edge, content.right_edge
    if first.lower_ == "that":
        first = first.nbor(1)
    while last.is_punct and last.i > first.i:
        last = last.nbor(-1)
    return passage_of(verb).select(first, last).exact


def _seeks(reading: Reading, verb: "Token") -> Iterator[Claim]:
    """As in "seeks to destroy any services"."""
    aim = next(
        (c for c in verb.children if c.dep_ == "xcomp" and any(t.lower_ == "to" for t in c.children)), None
    )
    if aim is None:
        return
    last = aim.right_edge
    while last.is_punct and last.i > aim.i:
        last = last.nbor(-1)
    words = passage_of(verb).select(aim, last)
    for holder in _holders(reading, verb):
        if holder.entity.type not in _AIMING:
            continue
        yield reading.claim(
            holder,
            "seeks",
            words.exact,
            passage_of(verb).select(verb, last),
            verb,
            extractor=NAME,
            stance=Stance.ATTRIBUTED,
            holder=holder.entity,
            attitude=Attitude.INTENT,
            object_text=words.exact,
        )
