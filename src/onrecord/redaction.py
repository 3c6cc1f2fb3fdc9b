"""A graph without the names of private persons: pseudonyms stand for them, in labels, words and IRIs alike.

Who is private is decided in `publicrole`, what is a name in `pseudonyms`. The names found in a document
are replaced in that document; full names in all. IRIs that are hashes of a text's words get others, because a
list of names would reveal a name behind its hash. Offsets and the digest are those of the text with the
pseudonyms in it; so a graph without its texts cannot be redacted: its offsets would tell how long a name is.

A pseudonym is made with a key (HMAC): the secret given, else the digest of the whole graph. With the secret
it lasts as long as the person's node; without, it changes with the graph, and who has the original graph can
make it too. What stays: names that were never recognized as a person's, and everything else that a text tells
about somebody.
"""

import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from onrecord.errors import InputError
from onrecord.iri import FOLDERS
from onrecord.manifest import digest_of
from onrecord.namekey import parts_of
from onrecord.nquads import Line, is_literal, lexical, onr, split, with_lexical
from onrecord.pseudonyms import Pseudonyms
from onrecord.publicrole import Persons
from onrecord.rewriting import Passage, Replacement, joined, moved, rewrite
from onrecord.statements import Statements, sort_lines
from onrecord.vocab import OA

_HASHED = re.compile(rf"/(?:{'|'.join(FOLDERS)})/(?P<hash>[0-9a-f]{{20}})>$".encode())
_OF_DOCUMENT = re.compile(rb"/(?:document|graph/[a-z]+)/(?P<hash>[0-9a-f]{20})>$")
_XSD = b"^^<http://www.w3.org/2001/XMLSchema#"
_SHORT = 12  # digits of a pseudonym: 48 bits, so that two are equal only among millions of persons


_LABEL = b"<http://www.w3.org/2000/01/rdf-schema#label>"
_ALIAS, _MENTION, _SUBJECT, _OBJECT, _PREDICATE, _VALUE = (
    onr(name) for name in ("alias", "mention", "subject", "object", "predicate", "value")
)
_TEXTS = {_SUBJECT: onr("subjectText"), _OBJECT: onr("objectText")}
_EXACT, _PREFIX, _SUFFIX, _START, _END = (
    f"<{OA[name]}>".encode() for name in ("exact", "prefix", "suffix", "start", "end")
)
_TEXT = onr("text")
_IN_IRI = (onr("url"), onr("source"))
_LEFT = (onr("extractor"), onr("setting"), onr("language"))
_DIGEST = onr("sha256")


def redact(
    statements: Statements, key: str | None = None, *, with_text: bool = True, where: Path | None = None
) -> tuple[Statements, tuple[str, ...]]:
    """The statements with pseudonyms for private persons, and how many there are.

    Equal statements and an equal key give equal bytes. The texts are left out if they are not asked for.
    InputError that names ``where`` they are from, if private persons are named and a document has no text.
    """
    without = replace(statements, texts=None)
    persons = Persons()
    for line in without:
        persons.add(split(line))
    private = persons.private()
    if not private:
        return statements if with_text else without, ("no private person is named",)
    secret = key.encode() if key else bytes.fromhex(digest_of(statements.dataset))
    redaction = Redaction(persons, private, secret)
    redaction.learn(without)
    redaction.read_texts(statements)
    if lacking := redaction.without_text():
        raise InputError(
            f"lacks the text of {lacking} document{'s' if lacking != 1 else ''}: --redact-persons needs"
            " documents/, because offsets and digests must be those of the text with the pseudonyms",
            where=where or statements.dataset,
            remedy="export from the folder that was built; what was pulled from a store has no texts",
        )
    target = statements.folder / "redacted.nq"
    sort_lines(redaction.apply(statements if with_text else without), target)
    count = f"{len(private)} private person{'s' if len(private) != 1 else ''} under pseudonyms"
    kept = "" if key else "; they last only as long as the graph: set ONRECORD_REDACT_KEY for lasting ones"
    return Statements(target, statements.folder), (count + kept,)


@dataclass(slots=True)
class Redaction:
    """What is to be replaced in a graph: the private persons' names, document by document."""

    persons: Persons
    private: list[bytes]
    secret: bytes
    _names: dict[bytes, dict[bytes, set[str]]] = field(default_factory=dict)
    _of_document: dict[bytes, Pseudonyms] = field(default_factory=dict)
    _everywhere: Pseudonyms = field(default_factory=Pseudonyms)
    _public: Pseudonyms = field(default_factory=Pseudonyms)  # full names, found to be left
    _telling: set[bytes] = field(default_factory=set)
    _in_text: dict[bytes, tuple[Replacement, ...]] = field(default_factory=dict)
    _digests: dict[bytes, str] = field(default_factory=dict)
    _without_text: set[bytes] = field(default_factory=set)

    def learn(self, statements: Statements) -> None:
        """Read how each private person is called in each document, and which documents' sources tell it."""
        private = set(self.private)
        evidence: dict[bytes, bytes] = {}
        for subject, group in groupby(map(split, statements), key=lambda line: line.subject):
            lines = list(group)
            for line in lines:
                if line.predicate in (_DIGEST, _START):
                    self._without_text.add(_document(line))
                if line.subject in private:
                    if line.predicate == _MENTION:
                        evidence[line.object] = line.subject
                    elif line.predicate == _ALIAS and is_literal(line.object):
                        self._name(line.subject, _document(line), lexical(line.object))
            self._read_claim(lines, private)
            if subject in evidence:
                for line in lines:
                    if line.predicate == _EXACT:
                        self._name(evidence[subject], _document(line), lexical(line.object))
        self._prepare()
        for line in map(split, statements):
            if line.predicate in _IN_IRI and self._replaced(line) != line.object:
                self._telling.add(_document(line))

    def read_texts(self, statements: Statements) -> None:
        """Find the names in the documents' texts, and what these have for digests without them."""
        if statements.texts is None:
            return
        with statements.texts.open("rb") as lines:
            for line in map(split, lines):
                if line.predicate == _TEXT:
                    document, text = _document(line), lexical(line.object)
                    self._without_text.discard(document)
                    if found := self._find(text, [document]):
                        self._in_text[document] = found
                        self._digests[document] = hashlib.sha256(rewrite(text, found).encode()).hexdigest()

    def without_text(self) -> int:
        """How many documents have a digest of a text and no text."""
        return len(self._without_text)

    def _read_claim(self, lines: list[Line], private: set[bytes]) -> None:
        """Take note of what a claim calls its subject and its object, and of an alias that it gives."""
        found = {line.predicate: line for line in lines}
        for role, text in _TEXTS.items():
            if role in found and found[role].object in private and text in found:
                self._name(found[role].object, _document(found[text]), lexical(found[text].object))
        about = found.get(_SUBJECT)
        is_alias = _VALUE in found and _PREDICATE in found and found[_PREDICATE].object == _ALIAS
        if about is not None and about.object in private and is_alias:
            self._name(about.object, _document(about), lexical(found[_VALUE].object))

    def _name(self, person: bytes, document: bytes, name: str) -> None:
        self._names.setdefault(document, {}).setdefault(person, set()).add(name)

    def _prepare(self) -> None:
        """Join what was read: for each document the names to replace in it, and those to leave."""
        public, famous = self.persons.public(), self.persons.famous()
        hidden = {name for person in self.private for name in self.persons.labels.get(person, ())}
        told = {name for person in public for name in self.persons.labels.get(person, ())}
        self._public.add(sorted(name for name in told - hidden if len(parts_of(name)) > 1), "", parts=False)
        left: dict[bytes, list[tuple[str, bytes]]] = {}
        for entity in sorted(public | self.persons.known):
            for document in self.persons.documents.get(entity, ()):
                for label in sorted(self.persons.labels.get(entity, ())):
                    left.setdefault(document, []).append((label, entity))
        for person in self.private:
            pseudonym = self.pseudonym(person)
            labels = self.persons.labels.get(person, set())
            known = {part for label in labels for part in parts_of(label)}
            self._everywhere.add(sorted(labels - told), pseudonym, parts=False)
            for document in sorted(self.persons.documents.get(person, ())):
                names = self._names.get(document, {}).get(person, set())
                others = {name for name in names if _is_name(name, known)}
                found = self._of_document.setdefault(document, Pseudonyms())
                found.add((*sorted(labels, key=lambda n: (-len(n), n)), *sorted(others)), pseudonym)
        for document, pseudonyms in self._of_document.items():
            for label, entity in left.get(document, ()):
                pseudonyms.protect(label, person=entity in public, famous=entity in famous)

    def pseudonym(self, person: bytes) -> str:
        """What a private person is called."""
        found = _HASHED.search(self._renamed(person))
        name = found["hash"].decode() if found else self._digest(person)
        return f"Person {name[:_SHORT]}"

    def apply(self, statements: Statements) -> Iterator[bytes]:
        """Yield the statements as they are to be given away, in no order."""
        private = set(self.private)
        for _, group in groupby(map(split, statements), key=lambda line: line.subject):
            lines = list(group)
            words = self._moved(lines)
            for line in lines:
                if line.role in (b"ontology", b"background"):
                    yield line.write()
                    continue
                if line.predicate in words:
                    value = with_lexical(line.object, words[line.predicate])
                elif line.predicate == _DIGEST and (document := _document(line)) in self._digests:
                    value = with_lexical(line.object, self._digests[document])
                elif line.predicate == _LABEL and line.subject in private:
                    value = with_lexical(line.object, self.pseudonym(line.subject))
                else:
                    value = self._replaced(line)
                terms = (line.subject, line.predicate, value, line.graph)
                yield Line(*(self._renamed(term) for term in terms)).write()

    def _moved(self, lines: list[Line]) -> dict[bytes, str]:
        """What a piece of evidence has for words and offsets, by property; empty for anything else."""
        found = {line.predicate: line for line in lines}
        if not found.keys() >= {_EXACT, _PREFIX, _SUFFIX, _START, _END} or len(found) != len(lines):
            return {}
        given = {name: lexical(found[name].object) for name in (_EXACT, _PREFIX, _SUFFIX, _START)}
        document = _document(found[_EXACT])
        if not given[_START].isdecimal():
            return {}
        passage = Passage(given[_PREFIX], given[_EXACT], given[_SUFFIX], int(given[_START]))
        made = moved(passage, self._in_text.get(document, ()))
        if self._find(made.sentence, [document]):  # there is no text, or these are not its words
            parts = (passage.prefix, passage.exact, passage.suffix)
            prefix, exact, suffix = (rewrite(part, self._find(part, [document])) for part in parts)
            made = Passage(prefix, exact, suffix, made.start)
        return {
            _PREFIX: made.prefix,
            _EXACT: made.exact,
            _SUFFIX: made.suffix,
            _START: str(made.start),
            _END: str(made.start + len(made.exact)),
        }

    def _replaced(self, line: Line) -> bytes:
        """The object of a statement with pseudonyms for the names in it."""
        value = line.object
        if not is_literal(value) or line.predicate in _LEFT:
            return value
        if _XSD in value and not value.endswith(b"#anyURI>"):
            return value
        text = lexical(value)
        shared = line.role == b"entities"
        documents = sorted(self.persons.documents.get(line.subject, ())) if shared else [_document(line)]
        found = self._find(text, documents, in_iri=line.predicate in _IN_IRI)
        return with_lexical(value, rewrite(text, found)) if found else value

    def _find(self, text: str, documents: list[bytes], *, in_iri: bool = False) -> tuple[Replacement, ...]:
        """What is to be replaced in words of some documents."""
        known = [self._of_document[document] for document in documents if document in self._of_document]
        found = joined(
            found for names in (*known, self._everywhere) for found in names.find(text, in_iri=in_iri)
        )
        kept = self._public.stretches(text, in_iri=in_iri) if found else []
        return tuple(
            one for one in found if not any(start <= one.start and one.end <= end for start, end in kept)
        )

    def _renamed(self, term: bytes) -> bytes:
        """The term, under another hash where it is named by the hash of a text's words."""
        if not term.startswith(b"<"):
            return term
        found = _HASHED.search(term)
        if found is None:
            found = _OF_DOCUMENT.search(term)
            if found is None or found["hash"] not in self._telling:
                return term
            return term[: found.start("hash")] + self._digest(found["hash"]).encode() + b">"
        if term in self.persons.known:
            return term
        return term[: found.start("hash")] + self._digest(term).encode() + b">"

    def _digest(self, content: bytes) -> str:
        return hmac.new(self.secret, content, hashlib.sha256).hexdigest()[:20]


def _document(line: Line) -> bytes:
    """The hash that names the document of a statement, empty for one of none."""
    found = _OF_DOCUMENT.search(line.graph)
    return found["hash"] if found else b""


def _is_name(words: str, known: set[str]) -> bool:
    """Whether words that speak of somebody name them, rather than describe them."""
    parts = parts_of(words)
    return bool(parts) and (bool(set(parts) & known) or len(parts) == len(words.split()))
