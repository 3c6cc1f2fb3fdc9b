"""An extraction as quads: which named graph holds what.

``graph/claims/{document}`` has the document, its evidence, quotations and claims, the values they speak of
(quantities, times) and the run; ``graph/entities`` the class and the label of each entity. Everything
is made of pyoxigraph's terms.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad
from rdflib.namespace import PROV, RDF, RDFS, XSD

from onrecord.claim import Claim, Extraction, Kind, Quotation
from onrecord.dates import TimeDescription
from onrecord.document import Document
from onrecord.entity import Entity
from onrecord.iri import Minter
from onrecord.mention import Selector
from onrecord.nodes import class_of, kind_of, literal, oa, onr, property_of
from onrecord.numbering import Numbering
from onrecord.quantity import Quantity
from onrecord.run import Run
from onrecord.sentences import Sentences
from onrecord.settings import DEFAULT_BASE

Term = NamedNode | Literal

_TYPE = NamedNode(str(RDF.type))
_LABEL = NamedNode(str(RDFS.label))
_URI = NamedNode(str(XSD.anyURI))
_DERIVED = NamedNode(str(PROV.wasDerivedFrom))
_GENERATED = NamedNode(str(PROV.wasGeneratedBy))


def describe(
    document: Document,
    extraction: Extraction,
    run: Run | None = None,
    base: str = DEFAULT_BASE,
    numbering: Numbering | None = None,
) -> list[Quad]:
    """The quads of one document, sorted: its claims graph, its text among them, and its entities."""
    description = Description(document, extraction, Minter(base), numbering or Numbering())
    description.describe(run or Run(base=base))
    return sorted(description.quads, key=str)


@dataclass(slots=True)
class Description:
    """The quads of one document while they are collected, with the IRIs given so far."""

    document: Document
    extraction: Extraction
    minter: Minter
    numbering: Numbering = field(default_factory=Numbering)
    quads: set[Quad] = field(default_factory=set)
    claims: dict[Claim, NamedNode] = field(init=False)
    _quotations: dict[Quotation, NamedNode] = field(init=False)
    _sentences: Sentences = field(init=False)
    _evidence: dict[Selector, NamedNode] = field(default_factory=dict)
    _entities: dict[Entity, NamedNode] = field(default_factory=dict)
    _iri: NamedNode = field(init=False)
    _graph: NamedNode = field(init=False)
    _shared: NamedNode = field(init=False)

    def __post_init__(self) -> None:
        source = self.document.source
        self._iri = self.minter.document(source)
        self._graph = self.minter.graph("claims", source)
        self._shared = self.minter.graph("entities")
        self._sentences = Sentences(self.document, self.extraction.sentences, self.numbering.sentences)
        self.claims = self._number_claims()
        self._quotations = self._number_quotations()

    def describe(self, run: Run) -> None:
        """Collect everything that the extraction says."""
        self.meet()
        made_by = self.minter.run(run.settings)
        self._describe_run(run, made_by)
        self._describe_document()
        for quotation, iri in self._quotations.items():
            self._describe_quotation(quotation, iri)
        for claim, iri in self.claims.items():
            self._describe_claim(claim, iri, made_by)
        for mention in self.extraction.mentions:
            self._add(self.entity(mention.entity), onr("mention"), self.evidence(mention.selector))

    def meet(self) -> None:
        """Give every entity that the extraction speaks of its IRI, class and label."""
        heard = (
            agent
            for one in self._quotations
            for agent in (one.speaker, one.addressee, one.outlet, one.on_behalf_of)
        )
        said = (part for claim in self.claims for part in (claim.subject, claim.object, claim.holder))
        for entity in (*heard, *said, *(mention.entity for mention in self.extraction.mentions)):
            if isinstance(entity, Entity):
                self.entity(entity)

    # -- identity -----------------------------------------------------------------------------

    def _number_claims(self) -> dict[Claim, NamedNode]:
        """The IRI of each different claim: of those alike in words, the nth in text order."""
        different = dict.fromkeys(self.extraction.claims)
        source, seen = self.document.source, self.numbering.claims
        found: dict[Claim, NamedNode] = {}
        for claim in sorted(different, key=lambda one: [(s.start, s.end) for s in one.evidence]):
            statement = (claim.subject_text, claim.predicate, mentioned(claim))
            exact, speaker = tuple(selector.exact for selector in claim.evidence), _speaker(claim.quotation)
            first = self.minter.claim(source, statement, exact, speaker, 1)
            seen[first] += 1
            found[claim] = self.minter.claim(source, statement, exact, speaker, seen[first])
        return {claim: found[claim] for claim in different}

    def _number_quotations(self) -> dict[Quotation, NamedNode]:
        """The IRI of each different quotation, those of claims included."""
        quoted = (claim.quotation for claim in self.extraction.claims if claim.quotation is not None)
        different = set(dict.fromkeys((*self.extraction.quotations, *quoted)))
        order = sorted(different, key=lambda one: ([(s.start, s.end) for s in one.evidence], repr(one)))
        source, seen = self.document.source, self.numbering.quotations
        found = {}
        for one in order:
            exact, speaker = tuple(selector.exact for selector in one.evidence), _speaker(one)
            first = self.minter.quotation(source, exact, speaker, 1)
            seen[first] += 1
            found[one] = self.minter.quotation(source, exact, speaker, seen[first])
        return found

    # -- nodes --------------------------------------------------------------------------------

    def _describe_run(self, run: Run, iri: NamedNode) -> None:
        self._add(iri, _TYPE, class_of("Run"))
        for setting in run.settings:
            self._add(iri, onr("setting"), Literal(setting))

    def _describe_document(self) -> None:
        document = self.document
        self._add(self._iri, _TYPE, class_of("Document"))
        for name in ("source", "title", "published", "language", "sha256", "text"):
            self._put(self._iri, name, getattr(document, name))
        if document.url:
            self._add(self._iri, onr("url"), Literal(document.url, datatype=_URI))

    def _describe_quotation(self, quotation: Quotation, iri: NamedNode) -> None:
        self._add(iri, _TYPE, class_of("Quotation"))
        for name, agent in (
            ("speaker", quotation.speaker),
            ("addressee", quotation.addressee),
            ("outlet", quotation.outlet),
            ("actsFor", quotation.on_behalf_of),
        ):
            if agent is not None:
                self._add(iri, onr(name), self.entity(agent))
        self._put(iri, "speakerRole", quotation.speaker_role)
        for selector in quotation.evidence:
            self._add(iri, onr("evidence"), self.evidence(selector))

    def _describe_claim(self, claim: Claim, iri: NamedNode, made_by: NamedNode) -> None:
        self._add(iri, _TYPE, class_of("Claim"))
        self._add(iri, onr("subject"), self.entity(claim.subject))
        self._add(iri, onr("predicate"), property_of(claim.predicate))
        value = self.value(claim)
        self._add(iri, onr("object" if isinstance(value, NamedNode) else "value"), value)
        for name in ("polarity", "stance", "explicitness", "attitude"):
            if (concept := getattr(claim, name)) is not None:
                self._add(iri, onr(name), kind_of(concept))
        for name, words in (
            ("subjectText", claim.subject_text),  # "" for the document itself
            ("objectText", claim.object_text),
            ("hedge", claim.hedge),
            ("extractor", claim.extractor),
        ):
            self._put(iri, name, words)
        for selector in claim.evidence:
            self._add(iri, onr("evidence"), self.evidence(selector))
        if claim.holder is not None:
            self._add(iri, onr("holder"), self.entity(claim.holder))
        if claim.quotation is not None:
            self._add(iri, onr("quotation"), self._quotations[claim.quotation])
        if claim.time is not None:
            self._add(iri, onr("time"), self._time(claim.time))
        self._add(iri, _DERIVED, self._iri)
        self._add(iri, _GENERATED, made_by)

    def value(self, claim: Claim) -> Term:
        """The object of a claim as a term; what it needs to be described is described with it."""
        value = claim.object
        if claim.predicate == "type":
            return class_of(str(value))
        if isinstance(value, Entity):
            return self.entity(value)
        if isinstance(value, Kind):
            return kind_of(value.name)
        if isinstance(value, Quantity):
            return self._quantity(value)
        if isinstance(value, TimeDescription):
            return self._time(value)
        return Literal(value)

    def entity(self, entity: Entity) -> NamedNode:
        """The node of an entity, with its classes and, if it has none yet, its label."""
        found = self._entities.get(entity)
        if found is None:
            if entity.type == "Document":
                return self._iri
            found = self._entities[entity] = self.minter.entity(self.document.source, entity)
            types = self.numbering.types[found] = self.numbering.types.get(found, frozenset()) | {entity.type}
            self.quads.update(Quad(found, _TYPE, class_of(type_), self._shared) for type_ in types)
            label = self.numbering.labels.setdefault(found, entity.name)
            self.quads.add(Quad(found, _LABEL, Literal(label), self._shared))
        return found

    def evidence(self, selector: Selector) -> NamedNode:
        """The node of exact words, with their place in the sentence and in the text."""
        found = self._evidence.get(selector)
        if found is None:
            place = self._sentences.place(selector)
            found = self._evidence[selector] = self.minter.evidence(
                self.document.source, place.sentence, place.prefix, selector.exact, place.nth
            )
            self._add(found, _TYPE, class_of("Evidence"))
            self._add(found, oa("hasSource"), self._iri)
            self._add(found, oa("exact"), Literal(selector.exact))
            self._add(found, oa("prefix"), Literal(place.prefix))
            self._add(found, oa("suffix"), Literal(place.suffix))
            self._add(found, oa("start"), Literal(selector.start))
            self._add(found, oa("end"), Literal(selector.end))
        return found

    def _quantity(self, quantity: Quantity) -> NamedNode:
        parts = (quantity.number, quantity.minimum, quantity.maximum, quantity.unit)
        iri = self.minter.value("quantity", self.document.source, quantity.wording, *_content(parts))
        self._add(iri, _TYPE, class_of("Quantity"))
        for name in ("wording", "number", "minimum", "maximum", "unit"):
            self._put(iri, name, getattr(quantity, name))
        return iri

    def _time(self, time: TimeDescription) -> NamedNode:
        parts = (time.edtf, time.earliest, time.latest, time.anchor)
        iri = self.minter.value("time", self.document.source, time.wording, *_content(parts))
        self._add(iri, _TYPE, class_of("TimeDescription"))
        for name in ("wording", "edtf", "earliest", "latest", "anchor"):
            self._put(iri, name, getattr(time, name))
        return iri

    # -- triples ------------------------------------------------------------------------------

    def _put(self, subject: NamedNode, name: str, value: str | int | Decimal | date | None) -> None:
        """Give a node a property of the ontology, unless there is no value."""
        if value is not None and value != "":
            self._add(subject, onr(name), literal(value))

    def _add(self, subject: NamedNode, predicate: NamedNode, value: Term) -> None:
        self.quads.add(Quad(subject, predicate, value, self._graph))


def mentioned(claim: Claim) -> str:
    """The object of a claim in the words of the text, or as the term that it is."""
    value = claim.object
    if isinstance(value, Kind):
        return value.name
    if claim.predicate == "type" or (claim.object_text is None and not isinstance(value, Entity)):
        return str(value.wording if isinstance(value, Quantity | TimeDescription) else value)
    if claim.object_text is not None:
        return claim.object_text
    assert isinstance(value, Entity)
    return value.name


def _speaker(quotation: Quotation | None) -> str:
    """The name of who speaks: "" for the narrator, "?" for somebody who is not named."""
    if quotation is None:
        return ""
    return quotation.speaker.name if quotation.speaker is not None else "?"


def _content(parts: Iterable[object]) -> Iterator[str]:
    return ("" if part is None else str(part) for part in parts)
