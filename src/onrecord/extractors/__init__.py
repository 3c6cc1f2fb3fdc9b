"""The extractors: each reads one kind of claim out of a reading."""

from collections.abc import Callable, Iterable

from onrecord.claim import Claim, Extraction, NameSpan, Quotation
from onrecord.document import Document
from onrecord.extractors import (
    activities,
    attacks,
    damage,
    displacement,
    founding,
    funding,
    harm,
    names,
    roles,
    speech,
    views,
)
from onrecord.incidents import Incidents
from onrecord.reading import Reading
from onrecord.register import name_span

Extractor = Callable[[Reading, Incidents], Iterable[Claim]]
"""Yields, in any order, the claims of its kind that a reading supports."""

EXTRACTORS: tuple[Extractor, ...] = (
    names.extract,
    roles.extract,
    founding.extract,
    activities.extract,
    funding.extract,
    attacks.extract,
    harm.extract,
    damage.extract,
    displacement.extract,
    views.extract,
    speech.extract,
)


def extract(document: Document) -> Extraction:
    """Read a document and return every claim it makes, in text order.

    Pure: the same document gives the same extraction. Each claim's evidence is taken from the text.
    """
    reading = Reading(document)
    incidents = Incidents(reading)
    claims: dict[Claim, None] = {}
    for extractor in EXTRACTORS:
        claims.update(dict.fromkeys(extractor(reading, incidents)))
    covered = [selector for claim in claims for selector in claim.evidence]
    claims.update(dict.fromkeys(speech.remainder(reading, covered)))
    ordered = tuple(sorted(claims, key=_place))
    return Extraction(ordered, _quotations(reading), _mentions(reading), reading.sentences())


def _place(claim: Claim) -> tuple[int, int, str, str, str]:
    first = claim.evidence[0]
    return first.start, first.end, claim.predicate, claim.subject.name, repr(claim.object)


def _quotations(reading: Reading) -> tuple[Quotation, ...]:
    return tuple(
        reading.quotation(speech)
        for passage in reading.passages
        for speech in reading.speeches[passage.start]
    )


def _mentions(reading: Reading) -> tuple[NameSpan, ...]:
    return tuple(
        NameSpan(name_span(name), reading.register.entity(reading.register.chain_of(name)))
        for name in reading.names
    )
