"""A graph to be asked node by node: what is said of a node, along paths of properties, in a fixed order."""

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cached_property, lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple
from rdflib.namespace import RDF, RDFS, SKOS

from onrecord.exports.location import whereabouts
from onrecord.iri import family
from onrecord.longline import LONGEST, parse_lines
from onrecord.statements import Statements
from onrecord.vocab import CLASSES, ONR, PREFIXES

Term = NamedNode | BlankNode | Literal

_GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_PERPETRATOR = NamedNode(str(ONR.allegedPerpetrator))
_TOLD = (
    ("who", "onr:object/name"),
    ("polarity", "onr:polarity/skos:prefLabel"),
    ("stance", "onr:stance/skos:prefLabel"),
    ("hedge", "onr:hedge"),
    ("holder", "onr:holder/name"),
    ("speaker", "speaker"),
    ("speakerRole", "onr:quotation/onr:speakerRole"),
    ("outlet", "onr:quotation/onr:outlet/name"),
    ("document", "prov:wasDerivedFrom/onr:source"),
    ("sentence", "onr:evidence/sentence"),
)
_IN_MEMORY = 16 << 20  # bytes of N-Quads
_PIECE = 15 << 20  # bytes loaded at a time: all at once takes four times the file's size in memory
_REMEMBERED = 50_000  # answers
_TYPE = NamedNode(str(RDF.type))
_NAMES = tuple(
    NamedNode(str(term)) for term in (RDFS.label, SKOS.prefLabel, ONR.wording, ONR.title, ONR.source)
)
_SAME = frozenset({"Claim", "Quotation", "Document", "Evidence", "Facility"})


class Graph:
    """The statements of all named graphs together, in a store of their own for as long as they are read."""

    def __init__(self, statements: Statements) -> None:
        self._store = _load(statements)
        self._known: dict[tuple[Term, NamedNode], tuple[Term, ...]] = {}

    def objects(self, node: Term, predicate: NamedNode) -> tuple[Term, ...]:
        """The values of a property, each once, sorted."""
        if isinstance(node, Literal):
            return ()
        known = self._known.get((node, predicate))
        if known is None:
            found = (quad.object for quad in self._store.quads_for_pattern(node, predicate, None, None))
            known = _sorted({value for value in found if not isinstance(value, Triple)})
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[node, predicate] = known
        return known

    def subjects(self, predicate: NamedNode, value: Term) -> tuple[Term, ...]:
        """The nodes that have a value of a property, sorted."""
        found = (quad.subject for quad in self._store.quads_for_pattern(None, predicate, value, None))
        return _sorted({node for node in found if not isinstance(node, Triple)})

    def follow(self, nodes: tuple[Term, ...], path: str) -> tuple[Term, ...]:
        """What a path of properties leads to from some nodes: ``onr:evidence/oa:exact``, ``^onr:subject``.

        Steps that are no properties: ``name`` and ``type`` as the methods give them, ``sentence`` of an
        evidence, ``speaker`` of a claim, ``claims`` about a node (their number), ``allegation`` of an event,
        and ``located``, ``latitude``, ``longitude`` of an event: the place it is drawn at.
        """
        for step in path.split("/") if path else ():
            found: set[Term] = set()
            for node in nodes:
                if (special := _SPECIAL.get(step)) is not None:
                    found.update(map(Literal, special(self, node)))
                elif step.startswith("^"):
                    found.update(self.subjects(term(step[1:]), node))
                else:
                    found.update(self.objects(node, term(step)))
            nodes = _sorted(found)
        return nodes

    def name(self, node: Term) -> str:
        """What a node is called: its label, preferred label, wording, title or source; a literal itself."""
        if isinstance(node, Literal):
            return node.value
        for predicate in _NAMES:
            for value in self.objects(node, predicate):
                if isinstance(value, Literal) and value.language in (None, "en"):
                    return value.value
        return node.value

    def type(self, node: Term) -> str:
        """The local name of the most particular class of a node; empty where it has none of ours."""
        found = {value.value.removeprefix(str(ONR)) for value in self.objects(node, _TYPE)} & CLASSES
        depth = {name: len(_above(name)) for name in found}
        return max(sorted(found), key=depth.__getitem__, default="")

    def sentence(self, evidence: Term) -> str:
        """The sentence that the words of an evidence stand in."""
        parts = (self.objects(evidence, term(f"oa:{name}")) for name in ("prefix", "exact", "suffix"))
        return "".join(part[0].value for part in parts if part)

    def allegations(self, event: Term) -> Iterator[dict[str, str]]:
        """Yield who is claimed to be behind an event, each with who says so, how, and in which sentence."""
        for claim in self.subjects(term("onr:subject"), event):
            if _PERPETRATOR in self.objects(claim, term("onr:predicate")):
                yield self.told(claim)

    def told(self, claim: Term) -> dict[str, str]:
        """A claim in words: its object, polarity, stance, speaker, document and sentence."""
        found = {
            name: "; ".join(str(getattr(value, "value", value)) for value in self.follow((claim,), path))
            for name, path in _TOLD
        }
        return {name: words for name, words in found.items() if words}

    def speakers(self, claim: Term) -> Iterable[str]:
        """Who says a claim: those quoted, by name or as not named, else the article's narrator."""
        named = [str(self.name(one)) for one in self.follow((claim,), "onr:quotation/onr:speaker")]
        return named or ["not named" if self.objects(claim, term("onr:quotation")) else "article narrator"]

    def instances(self, kind: str) -> Iterator[NamedNode]:
        """Yield the nodes of a class, sorted: of the very class, or of a family of entities."""
        yield from sorted(self._by_kind.get(kind, set()), key=str)

    @cached_property
    def _by_kind(self) -> dict[str, set[NamedNode]]:
        found: dict[str, set[NamedNode]] = {}
        for name in sorted(CLASSES):
            kinds = {name} & _SAME
            with suppress(KeyError):
                kinds.add(family(name))
            for quad in self._store.quads_for_pattern(None, _TYPE, NamedNode(str(ONR) + name), None):
                for kind in kinds:
                    if isinstance(quad.subject, NamedNode):
                        found.setdefault(kind, set()).add(quad.subject)
        return found


@lru_cache(maxsize=1024)
def term(short: str) -> NamedNode:
    """The property of a prefixed name. KeyError for an unknown prefix."""
    prefix, _, name = short.partition(":")
    return NamedNode((_GEO if prefix == "geo" else PREFIXES[prefix]) + name)


def _alleged(graph: Graph, event: Term) -> Iterator[str]:
    """Who is claimed to be behind an event, with stance, polarity and speaker."""
    for told in graph.allegations(event):
        yield "{who} ({stance}, {polarity}, {speaker})".format_map(
            {"who": "", "stance": "", "polarity": ""} | told
        )


_SPECIAL: dict[str, Callable[[Graph, Term], Iterable[str]]] = {
    "name": lambda graph, node: (graph.name(node),),
    "type": lambda graph, node: (graph.type(node),),
    "sentence": lambda graph, node: (graph.sentence(node),),
    "claims": lambda graph, node: (str(len(graph.subjects(term("onr:subject"), node))),),
    "allegation": _alleged,
    "speaker": Graph.speakers,
    "located": lambda graph, node: tuple(whereabouts(graph, node))[:1],
    "latitude": lambda graph, node: tuple(whereabouts(graph, node))[1:2],
    "longitude": lambda graph, node: tuple(whereabouts(graph, node))[2:],
}


def _load(statements: Statements) -> Store:
    size = sum(path.stat().st_size for path in (statements.dataset, statements.texts) if path is not None)
    store = Store() if size < _IN_MEMORY else Store(str(statements.folder / "store"))
    for path in (statements.dataset, statements.texts):
        if path is not None:
            with path.open("rb") as lines:
                while several := lines.readlines(_PIECE):
                    piece = b"".join(several)
                    # loading would give one blank node other names in each piece, and takes no long line
                    if b"_:" in piece or len(several[-1]) > LONGEST:
                        store.bulk_extend(parse_lines(io.BytesIO(piece), RdfFormat.N_QUADS))
                    else:
                        store.bulk_load(piece, format=RdfFormat.N_QUADS)
    return store


def _above(name: str) -> tuple[str, ...]:
    from onrecord.iri import ancestors

    return ancestors(name)


def _sorted(terms: set[Term]) -> tuple[Term, ...]:
    return tuple(sorted(terms, key=str)) if len(terms) > 1 else tuple(terms)
