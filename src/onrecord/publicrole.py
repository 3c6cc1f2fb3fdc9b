"""Who has a public role in a graph: whose name is that of a holder of an office, not of a private person.

Doubt counts against it: a person is public where the gazetteer knows them as a leader or an agent, where the
reported graph has them in an office of data/lexicon/public-offices.csv (one "of a body" only with its body),
or as a founder of an organization. A profession, a rank and file, a victim or a witness is none. An
organization that the gazetteer does not know, that nobody is said to found, fund, lead or join, and whose
name has no word for a body may be a person misread, and counts as a private one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from onrecord import gazetteer
from onrecord.lexicon import lexicon
from onrecord.nquads import Line, is_literal, lexical, onr
from onrecord.pseudonyms import parts_of

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
_MOST_WORDS = 3  # of a name that may be a person's
_HOLDS, _TITLE, _IN, _ACTOR = (onr(name) for name in ("holdsRole", "roleTitle", "roleIn", "actor"))


@dataclass(slots=True)
class Persons:
    """The persons of a graph, and what tells the public ones."""

    labels: dict[bytes, set[str]] = field(default_factory=dict)
    known: set[bytes] = field(default_factory=set)
    _persons: set[bytes] = field(default_factory=set)
    _foundings: set[bytes] = field(default_factory=set)
    _organizations: set[bytes] = field(default_factory=set)
    _bodies: set[bytes] = field(default_factory=set)
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
        elif predicate == _LABEL and role == b"entities" and is_literal(value):
            self.labels.setdefault(subject, set()).add(lexical(value))
        if predicate in _OF_BODIES:
            self._bodies.add(value)
        if predicate in (_HOLDS, _TITLE, _IN, _ACTOR) and role == b"reported":
            self._values.setdefault(predicate, {}).setdefault(subject, set()).add(value)

    def private(self) -> list[bytes]:
        """The persons who have a name and no public role, sorted."""
        founders = {one for event in self._foundings for one in self._of(_ACTOR, event)}
        regimes = self._words_beside_regimes()
        return sorted(
            person
            for person in (self._persons | self._doubtful()) - self.known - founders
            if any(parts_of(label) for label in self.labels.get(person, ()))
            and not any(_is_leader(label, regimes) for label in self.labels.get(person, ()))
            and not any(self._is_public(role) for role in self._of(_HOLDS, person))
        )

    def _doubtful(self) -> set[bytes]:
        """The organizations that may be persons."""
        return {
            one
            for one in self._organizations - self._bodies - self.known
            if all(_may_be_a_person(label) for label in self.labels.get(one, ()))
        }

    def public(self) -> set[bytes]:
        """The other persons."""
        return self._persons - set(self.private())

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


def _may_be_a_person(name: str) -> bool:
    """Whether the name of an organization has nothing but words that a person's has."""
    found = _WORDS.findall(name)
    bodies, generic = lexicon("heads"), lexicon("generic-bodies")
    return (
        0 < len(found) <= _MOST_WORDS
        and len(parts_of(name)) >= len(found)
        and not any((word.casefold(), "noun") in known for word in found for known in (bodies, generic))
        and not (len(found) == 1 and name.isupper())
    )


def _is_leader(label: str, regimes: set[str]) -> bool:
    """Whether a name is a known leader's: in full, or a surname that the graph uses for a government."""
    if not gazetteer.leaders(label):
        return False
    return len(_WORDS.findall(label)) > 1 or bool(set(parts_of(label)) & regimes)
