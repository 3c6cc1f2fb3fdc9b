"""A long document in sections, each short enough to be read in memory.

A section is the document itself with some of its blocks: the same text, the same offsets. A document
of ordinary length is one section. Between sections names mean the same thing, descriptions ("the
hospital") do not.
"""

from collections.abc import Iterator
from dataclasses import replace

from onrecord.claim import Claim, Extraction, NameSpan, Quotation
from onrecord.document import Block, Document
from onrecord.entity import Entity
from onrecord.iri import family
from onrecord.readers import layout

LONGEST = 120_000
"""The code points after which a section ends with its block."""

_APART = 1_000_000  # above the number of things described alike in one section
_NAMED = ("Agent", "Place")


def is_long(document: Document) -> bool:
    """Whether a document may have more than one section."""
    return len(document.text) > LONGEST


def sections(document: Document, longest: int | None = None) -> Iterator[Document]:
    """The sections of a document in text order; a text without blocks is laid out first."""
    longest = LONGEST if longest is None else longest
    blocks: list[Block] = []
    for block in document.blocks or layout(document.text):
        if blocks and block.end - blocks[0].start > longest:
            yield replace(document, blocks=tuple(blocks))
            blocks = []
        blocks.append(block)
    yield replace(document, blocks=tuple(blocks))


def read_section(section: Document, number: int = 0) -> Extraction:
    """What a section puts forward, as the section of that number, counted from 0."""
    from onrecord.extractors import extract  # loads the language model

    return set_apart(extract(section), number)


def read_sections(document: Document) -> Iterator[tuple[Document, Extraction]]:
    """Yield the sections of a document, each with what it puts forward; most documents are one."""
    for number, section in enumerate(sections(document)):
        yield section, read_section(section, number)


def set_apart(extraction: Extraction, section: int) -> Extraction:
    """The extraction of a section, counted from 0; what it only describes is no other section's."""
    if section == 0:
        return extraction
    moved = _Moved(section * _APART)
    return replace(
        extraction,
        claims=tuple(moved.claim(claim) for claim in extraction.claims),
        quotations=tuple(moved.quotation(quotation) for quotation in extraction.quotations),
        mentions=tuple(NameSpan(span.selector, moved.entity(span.entity)) for span in extraction.mentions),
    )


def join(parts: list[Extraction]) -> Extraction:
    """The extractions of all sections of a document as one."""
    if len(parts) == 1:
        return parts[0]
    return replace(
        parts[0],
        claims=tuple(claim for part in parts for claim in part.claims),
        quotations=tuple(quotation for part in parts for quotation in part.quotations),
        mentions=tuple(mention for part in parts for mention in part.mentions),
        sentences=tuple(bounds for part in parts for bounds in part.sentences),
    )


class _Moved:
    """Entities and what speaks of them, with higher numbers for things that are only described."""

    def __init__(self, by: int) -> None:
        self._by = by
        self._entities: dict[Entity, Entity] = {}
        self._quotations: dict[Quotation, Quotation] = {}

    def entity(self, entity: Entity) -> Entity:
        """The entity with its new number, or as it is if it has a name."""
        if entity not in self._entities:
            stays = entity.gazetteer is not None or entity.type == "Document" or _is_named(entity)
            self._entities[entity] = entity if stays else replace(entity, nth=entity.nth + self._by)
        return self._entities[entity]

    def quotation(self, quotation: Quotation) -> Quotation:
        """The quotation with its agents as they are now."""
        if quotation not in self._quotations:
            self._quotations[quotation] = replace(
                quotation,
                speaker=quotation.speaker and self.entity(quotation.speaker),
                addressee=quotation.addressee and self.entity(quotation.addressee),
                outlet=quotation.outlet and self.entity(quotation.outlet),
                on_behalf_of=quotation.on_behalf_of and self.entity(quotation.on_behalf_of),
            )
        return self._quotations[quotation]

    def claim(self, claim: Claim) -> Claim:
        """The claim with its entities as they are now."""
        value = claim.object
        return replace(
            claim,
            subject=self.entity(claim.subject),
            object=self.entity(value) if isinstance(value, Entity) else value,
            holder=claim.holder and self.entity(claim.holder),
            quotation=claim.quotation and self.quotation(claim.quotation),
        )


def _is_named(entity: Entity) -> bool:
    """Whether an entity has a proper name, as far as its spelling shows."""
    return entity.nth == 1 and family(entity.type) in _NAMED and any(map(str.isupper, entity.name))
