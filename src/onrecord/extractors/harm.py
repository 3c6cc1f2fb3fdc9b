"""Harm to people: who was killed, injured, trapped or abducted, how many, and by which attack."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.aims import named_beside
from onrecord.claim import Claim, Kind, Polarity
from onrecord.clause import coordinated, number_in_list, obliques
from onrecord.entity import Entity
from onrecord.harmed import BODIES, MORTAL, counted_people, counted_within, meant, people_harmed
from onrecord.incidents import Incidents
from onrecord.lexicon import look_up, word_class
from onrecord.phrasal import look_up_phrasal
from onrecord.reading import Reading
from onrecord.referent import Referent, bare
from onrecord.strikes import stands_as_noun
from onrecord.syntax import passage_of
from onrecord.tally import counted_before, listed_after
from onrecord.toll import harm_words, in_total, is_total, toll
from onrecord.victims import (
    lost_lives,
    of_wounds,
    phrase_of_harm,
    recovered,
    said_to_be,
    shot_dead,
    sufferers,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = "harm"
_PREDICATED = ("advmod", "acomp", "oprd", "ccomp", "xcomp", "amod", "advcl")
_WHENCE = frozenset({"Facility", "Settlement", "Region", "Country", "Place"})


def extract(reading: Reading, incidents: Incidents) -> Iterator[Claim]:
    """Yield the claims about harm that the document tells of."""
    for passage in reading.passages:
        if passage.kind in ("heading", "title"):
            continue
        for token in passage.parsed:
            if token.pos_ == "NOUN" and is_total(token):
                yield from _from_toll(reading, incidents, token)
                continue
            row = look_up_phrasal("harm", token)
            ended = phrase_of_harm(token) if token.pos_ == "VERB" else None
            if ended is not None:
                yield from _from_verb(reading, incidents, token, ended)
            if row is None or ended is not None or in_total(token):
                continue
            bare = counted_before(token) if row.note == "" else None
            if bare is not None:
                yield from _harm(
                    reading, incidents, bare, token, row.means, _listed(incidents, reading, token)
                )
                continue
            people = row.note in ("", "remains") and _stands_for_people(token, row.pos)
            known, verb = said_to_be(token) if people else ((), token)
            for one in known:
                yield from _harm(reading, incidents, one, token, row.means, None, verb)
            if row.note == "of wounds" and not of_wounds(token):
                continue
            if row.note == "undergone":
                yield from _from_missing(reading, incidents, token, row.means)
            elif row.pos == "verb" and token.tag_ == "VBN" and _counts_people(token):
                yield from _harm(reading, incidents, token, token, row.means, None)
            elif row.pos == "verb" and token.pos_ == "VERB":
                yield from _from_verb(reading, incidents, token, row.means)
            elif row.pos == "adjective" and token.pos_ in ("ADJ", "VERB", "NOUN"):
                yield from _from_adjective(reading, incidents, token, row.means)
            elif row.pos == "noun" and token.pos_ in ("NOUN", "PROPN"):
                yield from _from_noun(reading, incidents, token, row.means, row.note)


def _from_toll(reading: Reading, incidents: Incidents, noun: "Token") -> Iterator[Claim]:
    """As in "the death toll rose to 43"."""
    found = toll(noun)
    if found is None:
        return
    number, verb = found
    words_of = [noun, *noun.children, *(t for _, head in obliques(noun) for t in (head, *head.children))]
    kinds = [row.means for t in words_of if t != noun and (row := look_up("harm", t)) is not None]
    of = [
        head
        for word in (noun, *harm_words(noun))
        for preposition, head in obliques(word)
        if preposition in word_class("harm-cause")
    ]
    cause = next((f for head in of if (f := _cause_in(incidents, head)) is not None), None)
    yield from _harm(reading, incidents, number, noun, kinds[0] if kinds else "killed", cause, verb)


def _stands_for_people(word: "Token", pos: str) -> bool:
    """Whether a word for harm stands for those harmed: "the dead", "the wounded", "those killed"."""
    if pos == "noun":
        return word.pos_ in ("NOUN", "PROPN")
    if word.dep_ == "acl":
        return word.head.lower_ in word_class("those")
    return word.dep_ == "amod" or any(child.dep_ == "det" for child in word.children)


def _from_missing(reading: Reading, incidents: Incidents, verb: "Token", kind: str) -> Iterator[Claim]:
    """As in "have been missing", where the tagger takes the adjective for a verb."""
    whence = (reading.referent(h) for h in reading.clause(verb).with_preposition("from"))
    away = any(place is None or place.entity.type not in _WHENCE for place in whence)
    if not away and not any(child.dep_ in ("dobj", "prt") for child in verb.children):
        for patient in reading.clause(verb).agents or reading.clause(verb).patients:
            yield from _harm(reading, incidents, patient, verb, kind, None)


def _counts_people(participle: "Token") -> bool:
    """Whether a participle stands for people: "at least 41 wounded were taken away"."""
    return participle.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "attr") and any(
        child.dep_ == "nummod" for child in participle.children
    )


def _from_verb(reading: Reading, incidents: Incidents, verb: "Token", kind: str) -> Iterator[Claim]:
    clause = reading.clause(verb)
    intransitive = verb.lemma_ in word_class("perish")
    if habitual_metaphor(verb):
        return
    patients = clause.agents if intransitive else clause.patients
    if kind == "affected":
        yield from _affected(reading, clause.agents, patients, verb)
        return
    beside = clause.with_preposition(*word_class("beside-victim")) if patients else ()
    for patient in (*(one for p in patients for one in meant(p)), *beside):
        yield from _harm(reading, incidents, patient, verb, kind, _cause(incidents, reading, verb))


def habitual_metaphor(verb: "Token") -> bool:
    """Whether the verb of harm is used of things that no one suffers: "killed the bill"."""
    return verb.dep_ in ("amod", "compound")


def _listed(incidents: Incidents, reading: Reading, word: "Token") -> Referent | None:
    """What caused the harm that an entry of a list tells of, its last entry says: "in an airstrike on"."""
    last: Token | None = word
    while last is not None:
        found = _cause(incidents, reading, last)
        if found is not None:
            return found
        if last.head.pos_ in ("VERB", "AUX") and last.head.lemma_ in word_class("left-dead"):
            return next((f for a in reading.clause(last.head).agents if (f := _cause_in(incidents, a))), None)
        last = listed_after(last)
    return None


def _affected(
    reading: Reading, agents: tuple["Token", ...], patients: tuple["Token", ...], verb: "Token"
) -> Iterator[Claim]:
    for agent in agents:
        row = look_up("conflicts", agent)
        if row is None:
            continue
        selector = reading.phrase(agent)
        conflict = Referent(
            Entity("Conflict", _name(reading, agent), None, 1), selector.exact, selector, agent
        )
        for patient in patients:
            people = reading.referent(patient)
            if people is not None and people.entity.type in BODIES:
                yield reading.claim(
                    conflict, "affected", people, reading.span(patient, verb, agent), verb, extractor=NAME
                )


def _name(reading: Reading, head: "Token") -> str:
    return bare(reading.phrase(head).exact)


def _harm(
    reading: Reading,
    incidents: Incidents,
    patient: "Token",
    at: "Token",
    kind: str,
    cause: Referent | None,
    verb: "Token | None" = None,
    within: bool = False,
) -> Iterator[Claim]:
    """Claims about one group of people that one verb, or an adjective with its verb, says was harmed."""
    told = verb if verb is not None else at
    counted = counted_people(reading, patient)
    people = people_harmed(reading, patient, counted)
    if people is None:
        return
    number = counted[0].number if counted is not None else None
    polarity = Polarity.AFFIRMED if number == 0 else None
    evidence = reading.span(people.head, at)
    harm = Referent(
        Entity("Harm", at.text, None, number_in_list(reading.nth(at), patient, again=within)),
        at.text,
        passage_of(at).select(at, at),
        at,
    )
    make = reading.claim
    if cause is not None:
        whole = reading.span(cause.head, at, people.head) if cause.head.doc is at.doc else evidence
        yield make(cause, "caused", harm, whole, told, extractor=NAME, polarity=polarity)
    yield make(
        harm, "kind", Kind(kind), evidence, told, extractor=NAME, object_text=at.text, polarity=polarity
    )
    remains = look_up("harm", people.head)
    if remains is not None and remains.note == "remains":
        pass  # "nine bodies": whose they are is not said
    elif (
        number != 0
        or people.entity.type == "Person"
        or people.head.pos_ == "NOUN"
        and people.head.lower_ != "one"
    ):
        for one in (people, *named_beside(reading, people.head)):
            yield make(harm, "affected", one, evidence, told, extractor=NAME, polarity=polarity)
    if counted is not None:
        yield make(harm, "count", counted[0], evidence, told, extractor=NAME, polarity=polarity)
    for part in counted_within(patient) if number != 0 else ():
        member = reading.referent(part)
        if reading.quantity(part) is not None or member is not None and member.entity.type in MORTAL:
            yield from _harm(reading, incidents, part, at, kind, cause, verb, within=True)


def _cause(incidents: Incidents, reading: Reading, verb: "Token") -> Referent | None:
    """The attack that a verb of harm tells of or names as its cause."""
    own = incidents.at(verb)
    before = verb.nbor(-1) if verb.i > verb.sent.start else verb
    if stands_as_noun(before) and (found := _cause_in(incidents, before)) is not None:
        return found
    clause = reading.clause(verb)
    for head in (
        *clause.agents,
        *clause.with_preposition(*word_class("harm-cause")),
    ):
        found = _cause_in(incidents, head)
        if found is not None:
            return found
    if own is not None:
        return incidents.referent(own, verb)
    above = (verb.head,) if verb.dep_ == "conj" else ()
    for deed in (*coordinated(verb), *above):
        for child in deed.children:  # "were killed and others wounded when shells hit"
            incident = incidents.at(child) if child.dep_ == "advcl" else None
            if incident is not None:
                return incidents.referent(incident, child)
    return None


def _cause_in(incidents: Incidents, head: "Token") -> Referent | None:
    incident = incidents.at(head)
    if incident is not None:
        return incidents.referent(incident, head)
    for child in head.children:  # "the wreckage created by aerial bombings"
        if child.dep_ in ("acl", "relcl"):
            for token in child.subtree:
                inner = incidents.at(token)
                if inner is not None and token.pos_ in ("NOUN", "PROPN"):
                    return incidents.referent(inner, token)
    return None


def _from_adjective(reading: Reading, incidents: Incidents, word: "Token", kind: str) -> Iterator[Claim]:
    """As in "ended up dead", "left two people dead", "were found dead"."""
    verb = word.head
    deed = word.nbor(-1) if word.i > word.sent.start else word
    if word.dep_ == "amod" and verb.dep_ == "dobj" and deed == verb.head and shot_dead(deed, word):
        yield from _harm(reading, incidents, verb, word, kind, _cause_in(incidents, deed), deed)
        return  # "shot dead X", where the parse hangs the word on X
    if word.dep_ in _PREDICATED and verb.pos_ in ("VERB", "AUX"):
        clause = reading.clause(verb)
        patients = clause.patients if verb.lemma_ in word_class("left-dead") and clause.patients else ()
        if not patients:
            patients = clause.patients if clause.passive else clause.agents
        cause = None
        if verb.lemma_ == "leave":
            above = (verb.head,) if verb.dep_ == "advcl" else ()  # "exploded, leaving 8 people dead"
            cause = next((f for a in (*clause.agents, *above) if (f := _cause_in(incidents, a))), None)
        else:
            cause = _cause_in(incidents, verb)  # "shot dead"
        for patient in patients:
            if patient != word:
                yield from _harm(reading, incidents, patient, word, kind, cause, verb)
    elif (
        word.dep_ in ("dobj", "conj", "attr", "pobj", "nsubj")
        and word.pos_ in ("NOUN", "ADJ")
        and reading.quantity(word)
    ):
        yield from _harm(reading, incidents, word, word, kind, None)


def _from_noun(
    reading: Reading, incidents: Incidents, noun: "Token", kind: str, note: str
) -> Iterator[Claim]:
    """As in "the deaths of 20 people", "12 deaths", "casualties"."""
    cause = None
    verb = next((a for a in noun.ancestors if a.pos_ == "VERB"), None)
    if verb is not None and look_up("causation", verb) is not None:
        clause = reading.clause(verb)
        cause = next((f for a in clause.agents if (f := _cause_in(incidents, a)) is not None), None)
    of = [h for p, h in obliques(noun) if p in word_class("affected-among") for h in coordinated(h)]
    if note == "wounds":
        for head in sufferers(noun):
            yield from _harm(reading, incidents, head, noun, kind, _cause(incidents, reading, noun.head))
        return
    if note == "lives":
        found = ((h, reading.referent(h)) for head in lost_lives(noun) for h in coordinated(head))
        of = [h for h, one in found if h.pos_ == "NUM" or one is not None and one.entity.type in MORTAL]
        if not of:
            return
        cause = cause or _cause(incidents, reading, noun.head)
    if note == "deed":  # "the murder of X": an attack's own word
        incident = incidents.at(noun)
        if incident is None or any(child.lower_ in word_class("attempted") for child in noun.children):
            return
        cause = incidents.referent(incident, noun)
        whose = [child for child in noun.children if child.dep_ == "poss"] if not of else []
        found = ((head, reading.referent(head)) for head in (*of, *whose))
        of = [head for head, one in found if one is not None and one.entity.type in MORTAL]
        for head in of:
            yield from _harm(reading, incidents, head, noun, kind, cause)
        return
    if note == "martyrs" and (of or noun.pos_ != "NOUN"):
        return  # "the martyrs of the revolution"
    if note == "remains":  # "the bodies of two peasants", not "a body of experts"
        if any(child.dep_ == "det" and child.lower_ in ("a", "an") for child in noun.children):
            return
        found = ((head, reading.referent(head)) for head in of)
        of = [head for head, one in found if one is not None and one.entity.type in MORTAL]
        if not of and not recovered(noun):
            return
    if noun.dep_ == "pobj" and noun.head.head.lower_ == "none":
        return  # "none of the nine victims": what is denied of them says nothing of their harm
    for head in of:
        yield from _harm(reading, incidents, head, noun, kind, cause)
    if not of and reading.quantity(noun) is not None:
        where = (head for preposition, head in obliques(noun) if preposition in word_class("harm-cause"))
        cause = cause or next((f for head in where if (f := _cause_in(incidents, head))), None)
        yield from _harm(reading, incidents, noun, noun, kind, cause)
