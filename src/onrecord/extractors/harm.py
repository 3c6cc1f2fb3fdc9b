"""Harm to people: who was killed, injured, trapped or abducted, how many, and by which attack."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.aims import named_beside
from onrecord.claim import Claim, Kind, Polarity
from onrecord.clause import coordinated, obliques, rank, subjects
from onrecord.entity import Entity
from onrecord.incidents import Incidents
from onrecord.lexicon import look_up, word_class
from onrecord.mention import Selector
from onrecord.quantity import Quantity
from onrecord.reading import Reading
from onrecord.referent import Referent, bare
from onrecord.syntax import passage_of
from onrecord.toll import is_total, toll

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = "harm"
_MORTAL = frozenset({"Person", "PopulationGroup", "ArmedGroup"})
_BODIES = frozenset(
    {
        "Person",
        "PopulationGroup",
        "ArmedGroup",
        "CollectiveAgent",
        "GovernmentalBody",
        "MediaOutlet",
        "Organization",
    }
)


def extract(reading: Reading, incidents: Incidents) -> Iterator[Claim]:
    """Yield the claims about harm that the document tells of."""
    for passage in reading.passages:
        if passage.kind in ("heading", "title"):
            continue
        for token in passage.parsed:
            if token.pos_ == "NOUN" and is_total(token):
                yield from _from_toll(reading, incidents, token)
                continue
            row = look_up("harm", token)
            if row is None:
                continue
            if row.pos == "verb" and token.tag_ == "VBN" and _counts_people(token):
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
    yield from _harm(reading, incidents, number, noun, kinds[0] if kinds else "killed", None, verb)


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
    for patient in (*(one for p in patients for one in _meant(p)), *beside):
        yield from _harm(reading, incidents, patient, verb, kind, _cause(incidents, reading, verb))


def _meant(patient: "Token") -> tuple["Token", ...]:
    """Who "those" are in "two officers were among those killed"; else the patient itself."""
    among = patient.head
    if (
        patient.pos_ == "PRON"
        and among.dep_ == "prep"
        and among.lower_ == "among"
        and among.head.lemma_ == "be"
    ):
        return subjects(among.head) or (patient,)
    return (patient,)


def habitual_metaphor(verb: "Token") -> bool:
    """Whether the verb of harm is used of things that no one suffers: "killed the bill"."""
    return verb.dep_ in ("amod", "compound")


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
            if people is not None and people.entity.type in _BODIES:
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
    counted = _counted(reading, patient)
    people = _people(reading, patient, counted)
    if people is None:
        return
    number = counted[0].number if counted is not None else None
    polarity = Polarity.AFFIRMED if number == 0 else None
    evidence = reading.span(people.head, at)
    harm = Referent(
        Entity("Harm", at.text, None, reading.nth(at) * 100 + rank(patient) + (50 if within else 0)),
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
    if (
        number != 0
        or people.entity.type == "Person"
        or people.head.pos_ == "NOUN"
        and people.head.lower_ != "one"
    ):
        for one in (people, *named_beside(reading, people.head)):
            yield make(harm, "affected", one, evidence, told, extractor=NAME, polarity=polarity)
    if counted is not None:
        yield make(harm, "count", counted[0], evidence, told, extractor=NAME, polarity=polarity)
    for part in _counted_within(patient) if number != 0 else ():
        if reading.quantity(part) is not None:
            yield from _harm(reading, incidents, part, at, kind, cause, verb, within=True)


def _counted_within(patient: "Token") -> list["Token"]:
    """The heads of those counted again within a group: "20 people, including nine children"."""
    return [
        member
        for child in patient.children
        if child.dep_ == "prep" and child.lower_ in word_class("inclusion")
        for head in child.children
        if head.dep_ == "pobj"
        for member in coordinated(head)
    ]


def _counted(reading: Reading, patient: "Token") -> tuple[Quantity, Selector] | None:
    counted = reading.quantity(patient)
    if counted is None and patient.lower_ in word_class("nobody"):
        selector = passage_of(patient).select(patient, patient)
        return Quantity(selector.exact, 0, 0, 0), selector
    if counted is None:
        for preposition, head in obliques(patient):
            if preposition == "of" and patient.lemma_ in word_class("group-of"):
                inner = reading.quantity(head)
                return inner
    return counted


def _people(reading: Reading, patient: "Token", counted: tuple[Quantity, Selector] | None) -> Referent | None:
    """The people that a noun phrase speaks of; a bare number stands for people unnamed."""
    head = patient
    for preposition, inner in obliques(patient):
        if preposition == "of" and (counted is not None or patient.lemma_ in word_class("some-of")):
            referent = reading.referent(inner)
            if referent is not None and referent.entity.type in _BODIES:
                return referent
    referent = reading.referent(head)
    if referent is not None and referent.entity.type in _BODIES:
        return referent
    if counted is not None and (
        patient.pos_ in ("NUM", "PRON", "VERB")
        or patient.lower_ == "one"
        or counted[1].exact == reading.phrase(patient).exact
    ):
        selector = reading.phrase(patient)
        return Referent(
            Entity("PopulationGroup", selector.exact, None, reading.nth(patient)),
            selector.exact,
            selector,
            patient,
        )
    return None


def _cause(incidents: Incidents, reading: Reading, verb: "Token") -> Referent | None:
    """The attack that a verb of harm tells of or names as its cause."""
    own = incidents.at(verb)
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
    for deed in dict.fromkeys((verb, *coordinated(verb), verb.head)):
        if deed is verb or deed in coordinated(verb) or verb.dep_ == "conj":
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
    if word.dep_ in ("advmod", "acomp", "oprd", "ccomp", "xcomp", "amod") and verb.pos_ in ("VERB", "AUX"):
        clause = reading.clause(verb)
        patients = clause.patients if verb.lemma_ in word_class("left-dead") and clause.patients else ()
        if not patients:
            patients = clause.patients if clause.passive else clause.agents
        cause = None
        if verb.lemma_ == "leave":
            cause = next((f for a in clause.agents if (f := _cause_in(incidents, a)) is not None), None)
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
    if note == "remains":  # "the bodies of two peasants", not "a body of experts"
        if any(child.dep_ == "det" and child.lower_ in ("a", "an") for child in noun.children):
            return
        found = ((head, reading.referent(head)) for head in of)
        of = [head for head, one in found if one is not None and one.entity.type in _MORTAL]
    if noun.dep_ == "pobj" and noun.head.head.lower_ == "none":
        return  # "none of the nine victims": what is denied of them says nothing of their harm
    for head in of:
        yield from _harm(reading, incidents, head, noun, kind, cause)
    if not of and reading.quantity(noun) is not None:
        yield from _harm(reading, incidents, noun, noun, kind, cause)
