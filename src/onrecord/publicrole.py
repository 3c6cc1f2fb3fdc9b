"""Who has a public role in a graph: whose name is that of a holder of an office, not of a private person.

Doubt counts against it: a person is public where the gazetteer knows them as a leader or an agent, where the
reported graph has them in an office of data/lexicon/public-offices.csv (one "of a body" only with its body),
or as a founder of an organization. A profession, a rank and file, a victim or a witness is none. An
organization that the gazetteer does not know, that nobody is said to found, fund, lead or join, and whose
name has no word for a body may be a person misread, and counts as a private one; so does a place where
nothing is said to be or to happen, of which no kind is told, and whose name has no word for a place. Who is
called by no more than the surname that in their document one public person has, and nobody else, is that one.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from onrecord import gazetteer
from onrecord.iri import FOLDERS, OF_WORDS, family
from onrecord.lexicon import lexicon
from onrecord.misread import may_be_a_person, place_may_be_a_person
from onrecord.namekey import key_of, parts_of
from onrecord.nquads import Line, iri, is_literal, lexical, onr
from onrecord.vocab import ONR

_TYPE, _LABEL = (
    b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
    b"<http://www.w3.org/2000/01/rdf-schema#label>",
)
_WORDS = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


_PERSON, _FOUNDING, _ORGANIZATION = onr("Person"), onr("Founding"), onr("Organization")
_OF_BODIES = frozenset(
    onr(name)
    for name in ("roleIn", "memberOf", "founded", "supporter", "recipient", "operatedBy", "outlet", "actsFor")
)
_OF_PLACES = frozenset(
    onr(name) for name in ("tookPlaceIn", "locatedIn", "target", "origin", "destination", "worksIn")
)
_ENTITY = re.compile(
    rf"/(?:{'|'.join(folder for folder in FOLDERS if folder not in OF_WORDS)})/[^/]+>$".encode()
)
_OF_DOCUMENT = re.compile(rb"/graph/[a-z]+/(?P<hash>[0-9a-f]{20})>$")
_KIND, _OBJECT, _PREDICATE = (onr(name) for name in ("kind", "object", "predicate"))
_HOLDS, _TITLE, _IN, _ACTOR = (onr(name) for name in ("holdsRole", "roleTitle", "roleIn", "actor"))


@dataclass(slots=True)
class Persons:
    """The persons of a graph, and what tells the public ones."""

    labels: dict[bytes, set[str]] = field(default_factory=dict)
    known: set[bytes] = field(default_factory=set)
    documents: dict[bytes, set[bytes]] = field(default_factory=dict)
    _persons: set[bytes] = field(default_factory=set)
    _foundings: set[bytes] = field(default_factory=set)
    _organizations: set[bytes] = field(default_factory=set)
    _bodies: set[bytes] = field(default_factory=set)
    _places: set[bytes] = field(default_factory=set)
    _sites: set[bytes] = field(default_factory=set)
    _claimed: tuple[bytes, bytes] = (b"", b"")  # the claim that is read, and its object
    _values: dict[bytes, dict[bytes, set[bytes]]] = field(default_factory=dict)

    def add(self, line: Line) -> None:
        """Take note of a statement."""
        subject, predicate, value, _ = line
        role = line.role
        if role == b"background":
            self.known.add(subject)
        elif predicate == _TYPE:
            if value == _PERSON and role != b"ontology":
                self._persons.add(subject)
            elif value == _FOUNDING:
                self._foundings.add(subject)
            elif value == _ORGANIZATION and role == b"entities":
                self._organizations.add(subject)
            elif role == b"entities" and _is_of_place(value):
                self._places.add(subject)
        elif predicate == _LABEL and role == b"entities" and is_literal(value):
            self.labels.setdefault(subject, set()).add(unicodedata.normalize("NFC", lexical(value)))
        elif role == b"claims":
            self._read_claim(line)
        if predicate in _OF_BODIES:
            self._bodies.add(value)
        if predicate in _OF_PLACES:
            self._sites.add(value)
        elif predicate == _KIND and b"/place/" in subject:
            self._sites.add(subject)
        if predicate in (_HOLDS, _TITLE, _IN, _ACTOR) and role == b"reported":
            self._values.setdefault(predicate, {}).setdefault(subject, set()).add(value)

    def _read_claim(self, line: Line) -> None:
        """Take note of the documents that speak of a thing, and of what claims say of a place."""
        subject, predicate, value, graph = line
        for term in (subject, value):
            if term.endswith(b">") and _ENTITY.search(term) and (found := _OF_DOCUMENT.search(graph)):
                self.documents.setdefault(term, set()).add(found["hash"])
        if predicate == _OBJECT:
            self._claimed = subject, value
        elif predicate == _PREDICATE and value in _OF_PLACES and self._claimed[0] == subject:
            self._sites.add(self._claimed[1])

    def private(self) -> list[bytes]:
        """The persons who have a name and no public role, sorted."""
        founders = {one for event in self._foundings for one in self._of(_ACTOR, event)}
        regimes = self._words_beside_regimes()
        found = {
            person
            for person in (self._persons | self._doubtful()) - self.known - founders
            if any(parts_of(label) for label in self.labels.get(person, ()))
            and not any(_is_leader(label, regimes) for label in self.labels.get(person, ()))
            and not any(self._is_public(role) for role in self._of(_HOLDS, person))
        }
        return sorted(found - self._called_by_surname(found))

    def _doubtful(self) -> set[bytes]:
        """The organizations and places that may be persons."""
        return {
            one
            for suspects, may_be in (
                (self._organizations - self._bodies, may_be_a_person),
                (self._places - self._sites, place_may_be_a_person),
            )
            for one in suspects - self.known
            if all(map(may_be, self.labels.get(one, ())))
        }

    def _called_by_surname(self, private: set[bytes]) -> set[bytes]:
        """Those who are a public person: called by a surname that nobody else has in their document."""
        parts = {person: self._parts(person) for person in self._persons | private}
        bearers: dict[tuple[bytes, str], set[bytes]] = {}
        for person, keys in parts.items():
            for document in self.documents.get(person, ()):
                for key in keys:
                    bearers.setdefault((document, key), set()).add(person)

        def is_of_one(person: bytes, document: bytes) -> bool:
            same = {one for key in parts[person] for one in bearers[document, key]}
            named = max(same - private, key=lambda one: (len(parts[one]), one), default=person)
            return (
                named not in private
                and bool(self._surnames(named) & parts[person])
                and all(parts[one] <= parts[named] for one in same)
            )

        return {
            person
            for person in private
            if (documents := self.documents.get(person)) and all(is_of_one(person, d) for d in documents)
        }

    def _parts(self, person: bytes) -> set[str]:
        return {key_of(part) for label in self.labels.get(person, ()) for part in parts_of(label)}

    def _surnames(self, person: bytes) -> set[str]:
        found = (parts_of(label) for label in self.labels.get(person, ()))
        return {key_of(parts[-1]) for parts in found if len(parts) > 1}

    def public(self) -> set[bytes]:
        """The other persons."""
        return self._persons - set(self.private())

    def famous(self) -> set[bytes]:
        """The persons whom the gazetteer knows, also by their surname."""
        regimes = self._words_beside_regimes()
        return {
            person
            for person in self._persons
            if person in self.known
            or any(_is_leader(label, regimes) for label in self.labels.get(person, ()))
        }

    def _is_public(self, role: bytes) -> bool:
        """Whether a role is an office."""
        bodies = self._of(_IN, role)
        offices = lexicon("public-offices")
        for title in self._of(_TITLE, role):
            for word in _WORDS.findall(lexical(title).casefold()):
                office = offices.get((word, "noun"))
                if office is not None and (office.means == "office" or bodies):
                    return True
        return False

    def _of(self, predicate: bytes, subject: bytes) -> Iterable[bytes]:
        return self._values.get(predicate, {}).get(subject, ())

    def _words_beside_regimes(self) -> set[str]:
        """Leaders' names in the labels of known agents, as Assad in "Assad regime"."""
        return {
            word
            for agent in self.known
            for label in self.labels.get(agent, ())
            if len(_WORDS.findall(label)) > 1
            for word in parts_of(label)
            if gazetteer.leaders(word)
        }


@cache
def _is_of_place(type_: bytes) -> bool:
    """Whether a class is one of places."""
    try:
        return family(iri(type_).removeprefix(str(ONR))) == "Place"
    except KeyError:
        return False


def _is_leader(label: str, regimes: set[str]) -> bool:
    """Whether a name is a known leader's: in full, or a surname that the graph uses for a government."""
    if not gazetteer.leaders(label):
        return False
    return len(_WORDS.findall(label)) > 1 or bool(set(parts_of(label)) & regimes)
