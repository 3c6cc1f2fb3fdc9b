"""A claim as one line of JSON, for scripts that want no RDF."""

import json
from collections.abc import Iterator

from pyoxigraph import NamedNode

from onrecord.claim import Claim, Extraction, Quotation
from onrecord.dataset import Description
from onrecord.dates import TimeDescription
from onrecord.document import Document
from onrecord.iri import Minter
from onrecord.nodes import property_of
from onrecord.quantity import Quantity
from onrecord.settings import DEFAULT_BASE
from onrecord.terminal import escaped

NOT_NAMED = "not named"


def records(document: Document, extraction: Extraction, base: str = DEFAULT_BASE) -> Iterator[str]:
    """Yield each claim as a JSON object without line breaks, in the order of the extraction.

    ``id``, ``subject``, ``predicate`` and ``object`` are full IRIs. ``value`` is the literal where the claim
    has one, and the words of a quantity or time; else null. ``quote``, ``start`` and ``end`` are the
    first evidence. ``speaker`` and ``outlet`` are names; ``speaker`` is null for the narrator only, and
    "not named" where words are quoted of nobody named. Control and format characters are escaped.
    """
    description = Description(document, extraction, Minter(base))
    for claim, iri in description.claims.items():
        yield escaped(json.dumps(_record(claim, iri, description), ensure_ascii=False))


def _record(claim: Claim, iri: NamedNode, description: Description) -> dict[str, object]:
    """The keys and values of one claim."""
    term = description.value(claim)
    is_node = isinstance(term, NamedNode)
    first, quotation = claim.evidence[0], claim.quotation
    return {
        "id": iri.value,
        "subject": description.entity(claim.subject).value,
        "predicate": property_of(claim.predicate).value,
        "object": term.value if is_node else None,
        "value": _value(claim, is_node),
        "quote": first.exact,
        "start": first.start,
        "end": first.end,
        "polarity": str(claim.polarity),
        "stance": str(claim.stance),
        "explicitness": str(claim.explicitness),
        "speaker": _speaker(quotation) if quotation else None,
        "outlet": quotation.outlet.name if quotation and quotation.outlet else None,
    }


def _speaker(quotation: Quotation) -> str:
    """The name of who is quoted, or that the text does not say who."""
    return quotation.speaker.name if quotation.speaker else NOT_NAMED


def _value(claim: Claim, is_node: bool) -> str | bool | int | None:
    """The literal of a claim, or the words of its quantity or time."""
    value = claim.object
    if isinstance(value, Quantity | TimeDescription):
        return value.wording
    return value if not is_node and isinstance(value, str | int) else None
