"""What the gazetteer knows of the things a document names: where they lie, and what they are called there.

Its quads are in a graph of their own, because the document says none of it.
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad
from rdflib.namespace import DCTERMS, RDF, SKOS, XSD

from onrecord import gazetteer
from onrecord.claim import Extraction
from onrecord.entity import Entity
from onrecord.gazetteer import Place
from onrecord.iri import Minter, is_linked
from onrecord.settings import DEFAULT_BASE
from onrecord.vocab import ONR

_TYPE, _LOCATED_IN = NamedNode(str(RDF.type)), NamedNode(str(ONR.locatedIn))
_PREFERRED, _SAME = NamedNode(str(SKOS.prefLabel)), NamedNode(str(SKOS.exactMatch))
_ORIGIN, _DECIMAL = NamedNode(str(DCTERMS.source)), NamedNode(str(XSD.decimal))
_GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_GEONAMES = "https://sws.geonames.org/{}/"
_GAZETTEER = "GeoNames, CC BY 4.0"
_CLASSES = {"country": "Country", "region": "Region", "settlement": "Settlement", "area": "Place"}


def background(extraction: Extraction, base: str = DEFAULT_BASE) -> list[Quad]:
    """The background quads of what an extraction speaks of, sorted."""
    minter = Minter(base)
    graph = minter.graph("background")
    found: set[Quad] = set()
    for entity in dict.fromkeys((*entities(extraction), *(m.entity for m in extraction.mentions))):
        if entity.gazetteer is None or entity.type == "Document" or not is_linked(entity):
            continue
        node = minter.entity("", entity)
        place = gazetteer.place(entity.gazetteer)
        if place is None:
            known = gazetteer.agent(entity.name)
            if known is not None and known.id == entity.gazetteer:
                found.add(Quad(node, _PREFERRED, Literal(known.name), graph))
        elif minter.known("place", place.id) == node:
            found.update(_with_containers(place, minter, graph))
        else:  # a state as an actor
            found.add(Quad(node, _PREFERRED, Literal(place.name), graph))
            found.add(Quad(node, _ORIGIN, Literal(_GAZETTEER), graph))
    return sorted(found, key=str)


def entities(extraction: Extraction) -> Iterator[Entity]:
    """The entities that claims and quotations speak of, each once, in their order."""
    named = (
        entity
        for claim in extraction.claims
        for entity in (claim.subject, claim.object, claim.holder)
        if isinstance(entity, Entity)
    )
    quotations = (
        *extraction.quotations,
        *(c.quotation for c in extraction.claims if c.quotation is not None),
    )
    heard = (
        entity
        for quotation in quotations
        for entity in (quotation.speaker, quotation.addressee, quotation.outlet, quotation.on_behalf_of)
        if entity is not None
    )
    yield from dict.fromkeys((*named, *heard))


def _with_containers(place: Place, minter: Minter, graph: NamedNode) -> Iterator[Quad]:
    """What is known of a place and of what it lies in."""
    while True:
        node = minter.known("place", place.id)
        yield from _place(place, node, graph)
        above = gazetteer.place(place.parent) if place.parent else None
        if above is None or above.id == place.id:
            return
        yield Quad(node, _LOCATED_IN, minter.known("place", above.id), graph)
        place = above


def _place(place: Place, node: NamedNode, graph: NamedNode) -> Iterator[Quad]:
    """What is known of a place itself."""
    yield Quad(node, _TYPE, NamedNode(str(ONR[_CLASSES[place.kind]])), graph)
    yield Quad(node, _PREFERRED, Literal(place.name), graph)
    number = place.id.removeprefix("gn")
    if number.isdigit():
        yield Quad(node, _SAME, NamedNode(_GEONAMES.format(number)), graph)
        yield Quad(node, _ORIGIN, Literal(_GAZETTEER), graph)
    for name, degrees in (("lat", place.latitude), ("long", place.longitude)):
        if degrees is not None:
            value = Literal(f"{degrees:.5f}".rstrip("0").rstrip("."), datatype=_DECIMAL)
            yield Quad(node, NamedNode(_GEO + name), value, graph)
