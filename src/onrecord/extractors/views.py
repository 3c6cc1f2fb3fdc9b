"""Views: who is said to see whom as what, to believe what, to aim at what."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.claim import Attitude, Claim, Stance
from onrecord.clause import coordinated, obliques
from onrecord.entity import AGENT_TYPES
from onrecord.incidents import Incidents
from onrecord.lexicon import lexicon, word_class
from onrecord.reading import Reading
from onrecord.referent import Referent
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
        row = lexicon("attitudes").get((token.lemma_.lower(), "verb"))
        if row is None:
            continue
        yield from _seen_as(reading, incidents, token)
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
            if preposition in word_class("example"):
                for member in coordinated(inner):
                    example = reading.referent(member, "agent")
                    if example is not None and example.entity.type in AGENT_TYPES:
                        yield example


def _seen_as(reading: Reading, incidents: Incidents, verb: "Token") -> Iterator[Claim]:
    """As in "X is seen as a threat by Y"."""
    if verb.lemma_ not in {
        lemma for (lemma, _), row in lexicon("attitudes").items() if row.note in ("as", "content")
    }:
        return
    clause = reading.clause(verb)
    viewed, patients = [h for p, h in obliques(verb) if p == "as"], clause.patients
    if not viewed:  # where the parse hangs it on the object: "characterized the raid as a massacre"
        viewed = [h for patient in patients for p, h in obliques(patient) if p == "as"]
    if not viewed:
        viewed, patients = _small_clause(verb, patients)
    if not viewed:
        return
    hedge = modality(verb).hedge
    as_ = viewed[0].head
    if hedge is not None and as_.dep_ == "prep":
        first = next((c for c in verb.children if c.text == hedge), verb)
        hedge = passage_of(verb).select(first, as_).exact
    for patient in patients:
        event = incidents.at(patient) if patient != viewed[0] else None
        subject = reading.referent(patient) if event is None else incidents.referent(event, patient)
        if subject is None:
            continue
        view = _view(reading, viewed[0])
        for holder in (*_holders(reading, verb), *_named_behind(reading, verb, viewed[0])):
            if holder.entity == subject.entity and patient.pos_ == "PRON":
                continue  # "called it a massacre": not itself
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


def _view(reading: Reading, head: "Token") -> str:
    """The words for what somebody is taken for, without those for who is."""
    taken = [c.right_edge.i for c in head.children if c.dep_ == "nsubj"]
    if not taken and head.pos_ == "ADJ":
        return passage_of(head).select(head.left_edge, head).exact
    if not taken:
        return reading.phrase(head).exact
    return passage_of(head).select(head.doc[max(taken) + 1], head).exact


def _named_behind(reading: Reading, verb: "Token", viewed: "Token") -> Iterator[Referent]:
    """Who sees it so, where the parse hangs them on the view: "considered a threat by the regime"."""
    if reading.clause(verb).passive and viewed.dep_ in ("oprd", "attr"):
        for preposition, head in obliques(viewed):
            holder = reading.referent(head, "agent") if preposition == "by" else None
            if holder is not None:
                yield holder


def _small_clause(verb: "Token", patients: tuple["Token", ...]) -> tuple[list["Token"], tuple["Token", ...]]:
    """What somebody is taken for, and who: "considers the group a threat", "is considered a threat"."""
    for child in verb.children:
        if child.dep_ == "dobj" and lexicon("attitudes")[verb.lemma_.lower(), "verb"].note == "as":
            named = [
                c
                for c in child.children
                if c.dep_ == "appos" and c.left_edge.lower_ in word_class("indefinite")
            ]
            if named and not any(t.is_punct for t in child.doc[child.i : named[0].i]):
                return named, (child,)  # "labels X a terrorist group"
            second = [
                c
                for c in verb.children
                if c.dep_ == "dobj" and c.i > child.i and c.left_edge.lower_ in word_class("indefinite")
            ]
            if second:
                return second, (child,)
        if child.dep_ == "ccomp" and child.pos_ in ("NOUN", "PROPN", "ADJ"):
            taken = tuple(c for c in child.children if c.dep_ == "nsubj")
            if taken and not any(c.dep_ in ("cop", "aux", "mark") for c in child.children):
                return [child], taken
        if child.dep_ in ("oprd", "attr") and child.i > verb.i and child.pos_ in ("NOUN", "ADJ"):
            return [child], tuple(p for p in patients if p.i != child.i)
    return [], ()


def _believes(reading: Reading, verb: "Token") -> Iterator[Claim]:
    content = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    if content is None or _small_clause(verb, ())[0]:
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
            (
                c
                for c in (content, *content.children)
                if c.lemma_ in word_class("compel") and c.pos_ == "VERB"
            ),
            None,
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
