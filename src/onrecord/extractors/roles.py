"""Roles: who holds or held which office in which body."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord import gazetteer
from onrecord.claim import Claim, Explicitness
from onrecord.clause import noun_phrase, obliques
from onrecord.entity import AGENT_TYPES, PLACE_TYPES, Entity
from onrecord.incidents import Incidents
from onrecord.institution import institution
from onrecord.lexicon import lexicon, look_up, word_class, words
from onrecord.mention import Selector
from onrecord.naming import Name
from onrecord.office import (
    BODIES,
    affiliation,
    body_beside,
    body_within,
    complement,
    is_people,
    named_body,
)
from onrecord.reading import Reading
from onrecord.reference import roles
from onrecord.referent import Referent, bare
from onrecord.syntax import passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = "roles"


@dataclass(frozen=True, slots=True, eq=False)
class _Office:
    """An office that the words beside a name give: its noun, the body it is in, the word that gives it."""

    noun: "Token"
    body: "Token | None"
    at: "Token"
    over: "Token | None" = None


def extract(reading: Reading, incidents: Incidents) -> Iterator[Claim]:
    """Yield the claims about roles: beside a name, before a name, and said of a name by a verb."""
    done: set[tuple[Entity, str]] = set()
    for name in reading.names:
        chain = reading.register.chain_of(name)
        person = reading.referent(name.head, "agent")
        if person is None or reading.register.entity(chain).type != "Person" or not _is_name(name):
            continue
        for office in _offices(reading, name):
            title = _title(reading, office.noun)
            if (person.entity, title.lower()) not in done:
                done.add((person.entity, title.lower()))
                yield from _role(reading, person, office, title)
        before = _title_before(name)
        if before is not None:
            yield from _before_name(reading, person, name, before, done)
        elif (body := affiliation(reading, name)) is not None:
            words_ = reading.span(name.head, body.head)
            yield reading.claim(person, "memberOf", body, words_, name.head, extractor=NAME)
        yield from _leads(reading, person, name)


def _leads(reading: Reading, person: Referent, name: Name) -> Iterator[Claim]:
    """As in "X, who heads the council", "X leads the union": the verb stands for the office."""
    head = name.head
    verbs = [head.head] if head.dep_ == "nsubj" else []
    verbs += [c for c in head.children if c.dep_ == "relcl" and _has_relative(c)]
    for verb in verbs:
        row = look_up("appointments", verb) if verb.pos_ == "VERB" else None
        if row is None or row.means != "leads" or any(c.dep_ in ("xcomp", "ccomp") for c in verb.children):
            continue
        for thing in (c for c in verb.children if c.dep_ == "dobj"):
            body = institution(reading, thing)
            if body is None or body.entity.type not in BODIES:
                continue
            words_ = passage_of(verb).select(verb, verb)
            entity = Entity("RoleHolding", verb.text, None, reading.nth(verb))
            office = Referent(entity, verb.text, words_, verb)
            evidence = reading.span(head, verb, thing)
            yield from _claims(reading, person, office, verb.text, body, None, evidence, verb)


def _is_name(name: Name) -> bool:
    """Whether a person's name is more than a piece of a title: not the "General" of "Major General"."""
    return name.first.text[0].isalnum() and (look_up("titles", name.last) is None or name.first != name.last)


def _honorific(title: str) -> bool:
    rows = [lexicon("titles").get((w.strip(".").lower(), "noun")) for w in title.split()]
    return all(row is not None and row.means == "honorific" for row in rows)


def _offices(reading: Reading, name: Name) -> Iterator[_Office]:
    head = name.head
    for noun, body in roles(head):
        kept = body is not None and not is_people(reading, body)
        yield _Office(noun, body if kept else body_beside(reading, noun), noun)
    if head.dep_ == "appos" and (far := _title_above(reading, head)) is not None:
        yield _Office(far, body_beside(reading, far), far)
    if (
        head.dep_ in ("oprd", "attr", "dobj")
        and look_up("naming", head.head)
        or head.head.lemma_ == "name"
        and head.head.dep_ == "acl"
    ):
        noun = head.head.head
        if look_up("titles", noun) is not None:
            yield _Office(noun, None, noun)
    verbs = [head.head] if head.dep_ in ("nsubj", "nsubjpass") else []
    verbs += [c for c in head.children if c.dep_ == "relcl" and _has_relative(c)]
    for verb in verbs:
        yield from _predicated(reading, verb)


def _has_relative(verb: "Token") -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass") and c.lower_ in ("who", "that") for c in verb.children)


def _predicated(reading: Reading, verb: "Token") -> Iterator[_Office]:
    """As in "X is not the head of Y", "X became chief of police", "X resigned as director"."""
    row = look_up("appointments", verb)
    if row is None:
        return
    nouns = [h for p, h in obliques(verb) if p == "as"]
    if row.note != "as":
        nouns += [c for c in verb.children if c.dep_ in ("attr", "oprd", "dobj") and c.i > verb.i]
    for noun in nouns:
        if look_up("titles", noun) is not None and reading.register.chain_at(noun) is None:
            yield _Office(noun, body_beside(reading, noun), verb, verb if row.means == "leaves" else None)


def _title_above(reading: Reading, head: "Token") -> "Token | None":
    """The title of "the head of the Red Crescent, Layla Haddad", which the parse hangs on its body."""
    current, steps = head.head, 0
    if look_up("titles", current) is not None:
        return None
    while current.dep_ in ("pobj", "prep", "conj") and steps < 4 and current.i < head.i:
        current = current.head
        steps += 1
        if current.pos_ == "NOUN" and look_up("titles", current) is not None:
            return current if reading.register.chain_at(current) is None else None
    return None


def _title(reading: Reading, noun: "Token") -> str:
    """The words of the office itself: "lead organizer", "army officer", "chief of police"."""
    first, _ = noun_phrase(noun)
    kept: list[Token] = []
    for token in reversed(noun.doc[first.i : noun.i + 1]):
        if token.dep_ in ("det", "poss", "case", "nummod", "punct") and not _inside_word(token):
            break
        if look_up("former", token) is not None or _of_people(token):
            break
        if token.i != noun.i and token.text[0].isupper() and _of_body(reading, token):
            break
        kept.append(token)
    while kept and kept[-1] != noun and "-" in (kept[-1].text, noun.doc[max(kept[-1].i - 1, 0)].text):
        kept.pop()  # "-year-old teacher"
    last = complement(reading, noun) or noun
    return passage_of(noun).select(kept[-1] if kept else noun, last).exact


def _of_people(token: "Token") -> bool:
    """Whether a word says of which nation, people or religion somebody is: "Alawite", "Syrian"."""
    return gazetteer.demonym(token.text) is not None or gazetteer.people(token.text) is not None


def _of_body(reading: Reading, token: "Token") -> bool:
    name = reading.register.name_at(token)
    if name is None or name.first == name.last and token.lower_ in words("title-modifiers"):
        return False
    return named_body(reading, token) is not None


def _inside_word(token: "Token") -> bool:
    return token.text == "-" and not token.whitespace_ and token.i > 0 and not token.nbor(-1).whitespace_


def _role(reading: Reading, person: Referent, office: _Office, title: str) -> Iterator[Claim]:
    noun = office.noun
    before = noun.nbor(-1) if noun.i > 0 else noun  # "then governor"
    former = next((c for c in (*noun.children, before) if look_up("former", c) is not None), office.over)
    whose = institution(reading, office.body)
    if office.body is not None and office.body.head.lower_ in ("for", "to"):  # "UN envoy for Syria"
        whose = body_within(reading, noun) or whose
    row = look_up("titles", noun)
    where = whose is not None and whose.entity.type == "GeopoliticalActor" and _in(office.body)
    if where and row is not None and row.note == "profession":
        whose = None  # "a teacher in Leeds" teaches there, and no city employs her
    implied = False
    if whose is None:
        whose, implied = body_within(reading, noun), True
    heads = [person.head, noun] + ([whose.head] if whose is not None else [])
    if former is not None:
        heads.append(former)
    evidence = reading.span(*heads)
    selector = reading.phrase(noun)
    holding = Referent(
        Entity("RoleHolding", bare(title), None, reading.nth(noun)), selector.exact, selector, noun
    )
    yield from _claims(reading, person, holding, title, whose, former, evidence, office.at)
    if implied and former is not None and whose is not None and whose.entity.type in AGENT_TYPES:
        yield reading.claim(
            person,
            "memberOf",
            whose,
            whose.selector,
            office.at,
            extractor=NAME,
            explicitness=Explicitness.IMPLIED,
        )


def _in(body: "Token | None") -> bool:
    return body is not None and body.dep_ == "pobj" and body.head.lower_ == "in"


def _claims(
    reading: Reading,
    person: Referent,
    holding: Referent,
    title: str,
    whose: Referent | None,
    former: "Token | None",
    evidence: Selector,
    at: "Token",
) -> Iterator[Claim]:
    make = reading.claim
    yield make(person, "holdsRole", holding, evidence, at, extractor=NAME)
    yield make(holding, "roleTitle", title, evidence, at, extractor=NAME, object_text=title)
    if whose is not None and whose.entity.type in AGENT_TYPES | PLACE_TYPES and whose.entity != person.entity:
        yield make(holding, "roleIn", whose, evidence, at, extractor=NAME)
    if former is not None:
        yield make(holding, "formerRole", True, evidence, at, extractor=NAME, object_text=former.text)


def _title_before(name: Name) -> "Token | None":
    """The first of the title words right before a person's name: "Foreign Minister X", "police chief X"."""
    first = name.first
    if name.title is not None:
        start = first
        while start.i > 0 and first.idx - start.idx < len(name.title):
            start = start.nbor(-1)
        return start
    if first.i == first.sent.start:
        return None
    noun = first.nbor(-1)
    if (
        noun.tag_ not in ("NN", "NNP")
        or noun.dep_ not in ("compound", "nmod", "amod")
        or look_up("titles", noun) is None
    ):
        return None
    return noun_phrase(noun)[0] if noun_phrase(noun)[0].i >= first.sent.start else noun


def _before_name(
    reading: Reading, person: Referent, name: Name, start: "Token", done: set[tuple[Entity, str]]
) -> Iterator[Claim]:
    """As in "Foreign Minister X", "former US President Y", "UN envoy Z": the words before the name."""
    doc, first = name.first.doc, name.first
    left = start.i
    while left > first.sent.start and _belongs(reading, doc[left - 1]):
        left -= 1
    begin, whose, former = left, None, None
    row = look_up("titles", first.nbor(-1))
    profession = row is not None and row.note == "profession"
    for token in doc[left : first.i]:
        named = named_body(reading, token)
        if named is not None:
            whose, begin = named, token.i + 1
        elif (state := reading.state(token)) is not None:
            begin = token.i + 1
            whose = whose if profession else state
        elif look_up("former", token) is not None:
            former, begin = token, token.i + 1
        elif token.dep_ == "poss":
            whose, begin = institution(reading, token) or whose, token.i + 1
        elif token.dep_ in ("det", "case") or token.lower_ in ("'s", "’s") or _of_people(token):
            begin = token.i + 1
    if begin >= first.i:
        return
    title = passage_of(first).select(doc[begin], doc[first.i - 1]).exact
    if _honorific(title) or (person.entity, title.lower()) in done:
        return
    done.add((person.entity, title.lower()))
    if whose is None:
        whose = body_within(reading, doc[first.i - 1]) or affiliation(reading, name)
    heads = [doc[begin], *([whose.head] if whose is not None and whose.head.doc is doc else [])]
    heads += [former] if former is not None else []
    selector = reading.span(*heads, name.last)
    holding = Referent(Entity("RoleHolding", title, None, reading.nth(first)), title, selector, first)
    yield from _claims(reading, person, holding, title, whose, former, selector, first)


def _belongs(reading: Reading, token: "Token") -> bool:
    """Whether a word before a title goes with it: "former", a nationality, a possessor, a body's name."""
    if look_up("former", token) is not None or _of_people(token):
        return True
    if token.lower_ in word_class("provisional"):
        return True
    if token.dep_ in ("poss", "case"):
        return True
    chain = reading.register.chain_at(token)
    return (
        chain is not None
        and token.dep_ in ("compound", "nmod", "amod", "poss")
        and reading.register.entity(chain).type != "Person"
    )
