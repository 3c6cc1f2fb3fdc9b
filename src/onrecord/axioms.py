"""The ontology and the kinds as quads of the graph: what the terms of the data mean.

Their blank nodes (lists, unions, axioms over several classes) get IRIs from what they hold, so that
the dataset has none.
"""

from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, parse

from onrecord.iri import Minter
from onrecord.resources import resource
from onrecord.vocab import MODULES

_FILES = (*MODULES, "kinds")


def axioms(base: str) -> list[Quad]:
    """The quads of ``graph/ontology``, sorted; alignments are not among them."""
    minter = Minter(base)
    graph = minter.graph("ontology")
    triples = [
        Triple(*quad.triple)
        for name in _FILES
        for quad in parse(
            path=str(resource("ontology", f"{name}.ttl")), format=RdfFormat.TURTLE, rename_blank_nodes=True
        )
    ]
    return sorted((Quad(t.subject, t.predicate, t.object, graph) for t in _named(triples, minter)), key=str)


def _named(triples: list[Triple], minter: Minter) -> Iterator[Triple]:
    """The triples with an IRI, made from what it holds, for each blank node."""
    held: dict[BlankNode, list[Triple]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.subject, BlankNode):
            held[triple.subject].append(triple)
    names: dict[BlankNode, NamedNode] = {}

    def name(node: object) -> object:
        if not isinstance(node, BlankNode):
            return node
        if node not in names:
            content = sorted(f"{triple.predicate} {name(triple.object)}" for triple in held[node])
            names[node] = minter.hashed("axiom", *content)
        return names[node]

    for triple in triples:
        yield Triple(name(triple.subject), triple.predicate, name(triple.object))  # type: ignore[arg-type]
