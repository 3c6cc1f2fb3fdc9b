"""A map of the graph as GeoJSON (RFC 7946): events, facilities and places, each a feature.

An event is drawn where it took place, else where its target is, else not at all (its geometry is null). The
coordinates are those of the nearest place around it that the gazetteer knows: ``located`` names that place,
so that a point in the middle of a country can be told from a town. ``polarity`` and ``stance`` are those of
the claims about a thing: what is only denied, planned or feared has not been said to have happened.
"""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from pyoxigraph import NamedNode

from onrecord.exports.graph import Graph
from onrecord.exports.location import Location, nearest, of_event
from onrecord.statements import Statements

_PROPERTIES = {
    "kind": "onr:kind/skos:prefLabel",
    "date": "onr:time/onr:edtf",
    "earliest": "onr:time/onr:earliest",
    "latest": "onr:time/onr:latest",
    "time": "onr:time/onr:wording",
    "target": "onr:target/name",
    "weapon": "onr:weapon/name",
    "outcome": "onr:caused/name",
    "alias": "onr:alias",
    "operatedBy": "onr:operatedBy/name",
    "locatedIn": "onr:locatedIn/name",
    "polarity": "^onr:subject/onr:polarity/skos:prefLabel",
    "stance": "^onr:subject/onr:stance/skos:prefLabel",
    "documents": "^onr:subject/prov:wasDerivedFrom/onr:source",
    "sentences": "^onr:subject/onr:evidence/sentence",
}


def write_geojson(statements: Statements, file: BinaryIO) -> tuple[str, ...]:
    """Write a feature collection; return how many of its features have no place on the map."""
    graph = Graph(statements)
    count = without = 0
    file.write(b'{"type": "FeatureCollection", "features": [')
    for feature in features(graph):
        file.write(b",\n " if count else b"\n ")
        file.write(json.dumps(feature, ensure_ascii=False).encode("utf-8"))
        count += 1
        without += feature["geometry"] is None
    file.write(b"\n]}\n")
    return (f"{count} features, {without} of them without coordinates (their geometry is null)",)


def features(graph: Graph) -> Iterator[dict[str, Any]]:
    """Yield the features: events, then facilities and places, in the order of their IRIs."""
    for node in graph.instances("Event"):
        yield _feature(graph, node, of_event(graph, node), {"allegations": list(graph.allegations(node))})
    for node in graph.instances("Place"):
        yield _feature(graph, node, nearest(graph, [node]), {})


def _feature(graph: Graph, node: NamedNode, located: Location | None, more: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {"label": graph.name(node), "type": graph.type(node)}
    for name, path in _PROPERTIES.items():
        if values := [value.value for value in graph.follow((node,), path) if value.value]:
            properties[name] = values if len(values) > 1 else values[0]
    properties |= {name: value for name, value in more.items() if value}
    geometry = None
    if located is not None:
        place = located.place
        properties["located"] = {
            "id": str(getattr(place, "value", place)),
            "label": graph.name(place),
            "type": graph.type(place),
        }
        coordinates = [float(located.longitude), float(located.latitude)]
        geometry = {"type": "Point", "coordinates": coordinates}
    return {"type": "Feature", "id": node.value, "geometry": geometry, "properties": properties}
