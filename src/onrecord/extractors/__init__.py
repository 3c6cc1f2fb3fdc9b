"""The extractors: each reads one kind of claim out of a reading."""

from collections.abc import Callable, Iterable, Iterator

from onrecord.claim import Claim, Extraction, NameSpan, Quotation
from onrecord.document import Document
from onrecord.entity import Entity
from onrecord.extractors import (
    activities,
    attacks,
    damage,
    dealings,
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
from onrecord.label import name_span
from onrecord.reading import Reading

Extractor = Callable[[Reading, Incidents], Iterable[Claim]]
"""Yields, in any order, the claims of its kind that a reading supports."""

EXTRACTORS: tuple[Extractor, ...] = (
    names.extract,
    roles.extract,
    founding.extract,
    activities.extract,
    dealings.extract,
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
    claims = dict.fromkeys(_relevant(claims, reading))
    covered = [selector for claim in claims for selector in claim.evidence]
    claims.update(dict.fromkeys(speech.remainder(reading, covered)))
    ordered = tuple(sorted(claims, key=_place))
    return Extraction(ordered, _quotations(reading), _mentions(reading), reading.sentences())


def _relevant(claims: Iterable[Claim], reading: Reading) -> Iterator[Claim]:
    """Leave out the kind of a facility that is only described and that nothing else is said of.

    "went to school", "their homes": a kind there would be a claim about nothing. The kind of the
    others is kept once, where the facility is first mentioned.
    """
    claims = tuple(claims)
    named = {reading.register.entity(chain) for chain in reading.register.chains()}
    spoken_of = {claim.subject for claim in claims if not _is_facility_kind(claim)}
    spoken_of |= {claim.object for claim in claims if isinstance(claim.object, Entity)}
    told: set[tuple[Entity, object]] = set()
    for claim in claims:
        if _is_facility_kind(claim):
            if claim.subject not in named and claim.subject not in spoken_of:
                continue
            if (claim.subject, claim.object) in told:
                continue
            told.add((claim.subject, claim.object))
        yield claim


def _is_facility_kind(claim: Claim) -> bool:
    return claim.predicate == "kind" and claim.subject.type == "Facility"


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
