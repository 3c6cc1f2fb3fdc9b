"""What a document's words say its names are: kinds, roles, outlets and other names."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.clause import coordinated, noun_phrase, subjects
from onrecord.label import normal
from onrecord.lexicon import look_up
from onrecord.mention import Selector
from onrecord.naming import Name
from onrecord.quoting import Speech
from onrecord.reference import roles
from onrecord.syntax import passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.reading import Reading

_COPULA, _CUE = 8, 4


def describe_names(reading: "Reading") -> None:
    """Give a reading's register the evidence for types and the aliases that its text states."""
    register = reading.register
    for name in reading.names:
        if any(True for _ in roles(name.head)) or name.title:
            register.add_type(name.head, "Person", "", _CUE)
    for passage in reading.passages:
        for speech in reading.speeches[passage.start]:
            for head in outlets(speech, reading):
                register.add_type(head, "MediaOutlet", "", _CUE)
    for subject, noun in copulas(reading):
        trigger = look_up("heads", noun)
        type_ = body_type(noun)
        if type_ is not None and trigger is not None:
            register.add_type(
                subject, type_, "" if trigger.note in ("body", "group") else trigger.note, _COPULA
            )
    for subject, other, evidence in stated_aliases(reading):
        register.add_alias(subject, other, evidence)


def outlets(speech: Speech, reading: "Reading") -> Iterator["Token"]:
    """Yield heads of names that a speech presents as media: "(X)" after a statement, "said to X"."""
    if speech.outlet is not None:
        yield speech.outlet
    if speech.addressee is not None and speech.direct and speech.verb is not None:
        name = reading.register.name_at(speech.addressee)
        if name is not None and name.type not in ("Person", "Country", "GovernmentalBody", "PopulationGroup"):
            yield speech.addressee


def copulas(reading: "Reading") -> Iterator[tuple["Token", "Token"]]:
    """Yield (named subject, noun) of "X is a Y" and of the apposition "X, a Y,"."""
    for token in reading.tokens():
        if token.dep_ == "attr" and token.head.lemma_ == "be" and token.pos_ in ("NOUN", "PROPN"):
            if any(c.dep_ == "neg" for c in token.head.children) or not _indefinite(token):
                continue
            for subject in subjects(token.head):
                if reading.register.chain_at(subject) is not None:
                    yield subject, token
        elif token.dep_ == "appos" and token.pos_ == "NOUN" and _indefinite(token):
            named = reading.register.chain_at(token.head) is not None
            if named and reading.register.chain_at(token) is None:
                yield token.head, token


def _indefinite(noun: "Token") -> bool:
    return any(c.dep_ == "det" and c.lower_ in ("a", "an", "the", "one") for c in noun.children)


def body_type(noun: "Token") -> str | None:
    """The class that a noun phrase says something belongs to: "a volunteer organization"."""
    trigger = look_up("heads", noun)
    if trigger is None or trigger.note == "people":
        return None
    if trigger.note == "fighters" and noun.tag_ not in ("NNS", "NNPS"):
        return "Person"  # "X, a fighter with the Y", is somebody and no group
    type_ = trigger.means
    if type_ == "Organization":
        first, last = noun_phrase(noun)
        for token in noun.doc[first.i : last.i]:
            row = look_up("body-modifiers", token)
            if row is not None:
                return row.means
    return type_


def stated_aliases(reading: "Reading") -> Iterator[tuple["Token", Name, Selector]]:
    """Yield (known name, other name, words) of "X, also known as Y" and its variants."""
    for token in reading.tokens():
        row = look_up("naming", token)
        if row is None or row.means != "alias":
            continue
        name = _name_after_as(reading, token)
        if name is None:
            continue
        subject = _named(reading, token)
        known = reading.register.name_at(subject) if subject is not None else None
        if subject is None or known is None or normal(known.text) == normal(name.text):
            continue
        first = token
        while first.i > 0 and first.nbor(-1).pos_ == "ADV":
            first = first.nbor(-1)
        yield subject, name, passage_of(token).select(first, name.last)


def _name_after_as(reading: "Reading", token: "Token") -> Name | None:
    """The name behind "known as", "called", "nicknamed"."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "as":
            for head in (h for c in child.children if c.dep_ == "pobj" for h in coordinated(c)):
                return reading.register.name_at(head)
        if child.dep_ in ("oprd", "dobj", "attr") and child.i > token.i and token.lower_ not in ("known",):
            return reading.register.name_at(child)
    following = token.doc[token.i + 1 : token.i + 4]
    return next(
        (n for t in following if (n := reading.register.name_at(t)) is not None and t.sent == token.sent),
        None,
    )


def _named(reading: "Reading", participle: "Token") -> "Token | None":
    """The name that "known as" is said of; a pronoun goes back to the subject of the sentence before."""
    heads = subjects(participle)
    if participle.dep_ in ("acl", "relcl") and not heads:
        heads = (participle.head,)
    for head in heads:
        if reading.register.chain_at(head) is not None:
            return head
        if head.pos_ == "PRON" and head.sent.start > 0:
            before = head.doc[head.sent.start - 1].sent
            for subject in subjects(before.root):
                if reading.register.chain_at(subject) is not None:
                    return subject
    for i in range(participle.i - 1, max(participle.i - 6, -1), -1):
        token = participle.doc[i]
        if reading.register.chain_at(token) is not None:
            return token
        if token.text not in (",", "(", "also", "–", "—", "or") and token.pos_ not in ("ADV", "PUNCT"):
            return None
    return None
