"""A small graph to ask: three attacks in two places, in two named graphs."""

from pyoxigraph import Literal, NamedNode, Quad

E = "http://example.org/"
PLACES = {"a0": "idlib", "a1": "aleppo", "a2": "idlib"}
ALL = ["a0", "a1", "a2"]


def node(name: str) -> NamedNode:
    return NamedNode(E + name)


def quads() -> list[Quad]:
    found = []
    for number, (name, place) in enumerate(PLACES.items()):
        found.append(Quad(node(name), node("place"), node(place), node("g1")))
        found.append(Quad(node(name), node("n"), Literal(number), node("g2")))
    return [*found, Quad(node("idlib"), node("label"), Literal('Idlib, "green"\nX'), node("g2"))]
