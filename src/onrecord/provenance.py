"""Where a node of the graph stands in a text: its document, its sentence, its offsets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from pyoxigraph import BlankNode, Quad

from onrecord.namespaces import OA, ONR
from onrecord.report import Result, Severity
from onrecord.terms import spelled

_WORDS = {OA + name: name for name in ("exact", "prefix", "suffix", "start", "end", "hasSource")}
_ABOUT = {ONR + name: name for name in ("subject", "predicate", "object", "value", "evidence")}
_OF_DOCUMENT = {ONR + name: name for name in ("source", "text", "sha256")}


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a document: source id, sentence, offsets in code points (end-exclusive)."""

    document: str | None = None
    sentence: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(slots=True)
class Provenance:
    """The evidence, claims and documents of some quads, by IRI."""

    evidence: dict[str, dict[str, str]] = field(default_factory=dict)
    about: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    documents: dict[str, dict[str, str]] = field(default_factory=dict)
    _claims: dict[tuple[str, ...], list[str]] | None = None

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> "Provenance":
        """The provenance that the quads give."""
        made = cls()
        for quad in quads:
            predicate = quad.predicate.value
            if isinstance(quad.subject, BlankNode):
                continue
            subject, value = spelled(quad.subject) or "", spelled(quad.object) or ""
            if name := _WORDS.get(predicate):
                made.evidence.setdefault(subject, {})[name] = value
            elif name := _ABOUT.get(predicate):
                made.about.setdefault(subject, {}).setdefault(name, []).append(value)
            elif name := _OF_DOCUMENT.get(predicate):
                made.documents.setdefault(subject, {})[name] = value
        return made

    def locate(self, focus: str, path: str | None = None, value: str | None = None) -> Place:
        """Where the text speaks of a node: of this statement about it, of it as subject, or as object.

        The first such place of the text is given. A node that no evidence reaches still has its
        document where there is only one.
        """
        if focus in self.evidence:
            return self._place(focus)
        if focus in self.documents:
            return Place(document=self.documents[focus].get("source"))
        if "evidence" in self.about.get(focus, {}):
            return self._first([focus])
        keys = ((focus, path or "", value or ""), (focus, path or ""), (focus,), ("object", focus))
        for key in keys:
            if key in self.claims:
                return self._first(self.claims[key])
        return Place(document=self._only_document())

    @property
    def claims(self) -> dict[tuple[str, ...], list[str]]:
        """Claims by (subject, predicate, object), (subject, predicate), (subject) and ("object", object)."""
        if self._claims is None:
            self._claims = {}
            for claim, parts in self.about.items():
                for key in _keys(parts):
                    self._claims.setdefault(key, []).append(claim)
        return self._claims

    def _first(self, nodes: Iterable[str]) -> Place:
        """The first place of the text that these claims or quotations rest on."""
        places = [
            self._place(evidence) for node in nodes for evidence in self.about[node].get("evidence", ())
        ] or [Place(document=self._only_document())]
        return min(places, key=lambda p: (p.sentence is None, p.document or "", p.start or 0, p.end or 0))

    def _place(self, evidence: str) -> Place:
        """The place that an evidence node gives."""
        words = self.evidence.get(evidence, {})
        sentence = "".join(words.get(part, "") for part in ("prefix", "exact", "suffix"))
        document = self.documents.get(words.get("hasSource", ""), {}).get("source") or words.get("hasSource")
        return Place(
            document or self._only_document(),
            sentence or None,
            _integer(words.get("start")),
            _integer(words.get("end")),
        )

    def _only_document(self) -> str | None:
        """The source id of the only document, None where there are several or none."""
        sources = {document["source"] for document in self.documents.values() if "source" in document}
        return sources.pop() if len(sources) == 1 else None


def check_words(provenance: Provenance) -> Iterator[Result]:
    """A result for each text that is not the one read, and each evidence whose words are not where it says.

    Documents without their text (as in exports) are left aside.
    """
    for iri, document in provenance.documents.items():
        text = document.get("text")
        digest = document.get("sha256")
        if (
            text is not None
            and digest is not None
            and sha256(text.encode("utf-8")).hexdigest() != digest.lower()
        ):
            yield Result(
                Severity.ERROR,
                "text-digest",
                iri,
                "The stored text does not have the SHA-256 digest that onr:sha256 gives",
                document=document.get("source"),
                value=digest,
                remedy="build the document again from its file",
            )
    for iri, words in provenance.evidence.items():
        text = provenance.documents.get(words.get("hasSource", ""), {}).get("text")
        if text is not None and (problem := _misplaced(words, text)):
            shape, message = problem
            place = provenance.locate(iri)
            yield Result(
                Severity.ERROR,
                shape,
                iri,
                message,
                document=place.document,
                sentence=place.sentence,
                value=words.get("exact"),
                start=place.start,
                end=place.end,
                remedy="build the document again from its file",
            )


def _misplaced(words: dict[str, str], text: str) -> tuple[str, str] | None:
    """The shape and message of what is wrong with an evidence's offsets, None where nothing is."""
    start, end = _integer(words.get("start")), _integer(words.get("end"))
    if start is None or end is None:
        return None  # the shape of evidence asks for them
    if not 0 <= start < end <= len(text):
        return (
            "evidence-outside-text",
            f"Offsets {start} to {end} are no span of the text of {len(text)} characters",
        )
    if text[start:end] != words.get("exact"):
        return "quote-not-at-offsets", f"The text does not have the quoted words at offsets {start} to {end}"
    prefix, suffix = words.get("prefix", ""), words.get("suffix", "")
    if text[max(start - len(prefix), 0) : start] != prefix or text[end : end + len(suffix)] != suffix:
        return (
            "sentence-not-around-quote",
            "The text does not have oa:prefix and oa:suffix around the quoted words",
        )
    return None


def _keys(parts: dict[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """The keys under which a claim is found."""
    for subject in parts.get("subject", ()):
        yield (subject,)
        for predicate in parts.get("predicate", ()):
            yield (subject, predicate)
            for value in (*parts.get("object", ()), *parts.get("value", ())):
                yield (subject, predicate, value)
    for value in parts.get("object", ()):
        yield ("object", value)


def _integer(form: str | None) -> int | None:
    """The integer of a lexical form, None where it is none."""
    try:
        return None if form is None else int(form)
    except ValueError:
        return None
