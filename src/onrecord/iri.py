"""The IRIs of everything in the data: minted here and nowhere else, from content.

An IRI is a hash of what a node is: no offsets, no run, no clock. So it stays when the text around it is
edited and when a better extractor reads the same words again.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import quote

from pyoxigraph import NamedNode, RdfFormat, parse

from onrecord.entity import Entity
from onrecord.errors import UsageError
from onrecord.folding import fold, without_article
from onrecord.namespaces import RDFS
from onrecord.resources import resource
from onrecord.settings import DEFAULT_BASE
from onrecord.vocab import MODULES, ONR

_HEX = 20
_BASE = re.compile(r"[a-z][a-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`#\x7f]+", re.IGNORECASE)
_SUBCLASS = RDFS + "subClassOf"

_SEGMENTS = {
    "Agent": "agent",
    "Place": "place",
    "Event": "event",
    "Harm": "harm",
    "Damage": "damage",
    "SupportRelation": "support",
    "RoleHolding": "role",
    "Asset": "asset",
    "Weapon": "weapon",
}
OF_WORDS = ("claim", "evidence", "quantity", "quotation", "time")
"""The folders of nodes that are words or values, no entities."""
FOLDERS = tuple(sorted({*_SEGMENTS.values(), *OF_WORDS}))
"""The folders of nodes that are named by the hash of a text's words."""

_STATE = "GeopoliticalActor"
_UNLINKED = "Facility"
_GRAPHS = "/graph/"


def digest(*parts: str) -> str:
    """A hash of some strings in order; different lists of strings never share their encoding."""
    made = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8")
        made.update(b"%d:" % len(data))
        made.update(data)
    return made.hexdigest()[:_HEX]


def family(type_: str) -> str:
    """The family of a class: the class of its kind that decides its folder and what may be one thing.

    Persons and organizations are all of the family Agent, so a better guess of the type keeps the
    IRI. KeyError for a class whose things have no IRI of this kind.
    """
    for ancestor in ancestors(type_):
        if ancestor in _SEGMENTS:
            return ancestor
    raise KeyError(f"{type_}: no class of entities")


@cache
def ancestors(type_: str) -> tuple[str, ...]:
    """A class and its superclasses, nearest first."""
    found = [type_]
    for one in found:
        found.extend(parent for parent in _superclasses().get(one, ()) if parent not in found)
    return tuple(found)


@cache
def _superclasses() -> dict[str, tuple[str, ...]]:
    """Class → its direct superclasses, by local name, as the ontology declares them."""
    found: dict[str, list[str]] = {}
    namespace = str(ONR)
    for module in MODULES:
        for quad in parse(path=str(resource("ontology", f"{module}.ttl")), format=RdfFormat.TURTLE):
            if quad.predicate.value == _SUBCLASS and isinstance(quad.object, NamedNode):
                assert isinstance(quad.subject, NamedNode)
                child, parent = (term.value.removeprefix(namespace) for term in (quad.subject, quad.object))
                found.setdefault(child, []).append(parent)
    return {child: tuple(sorted(parents)) for child, parents in found.items()}


@lru_cache(maxsize=65536)
def normal(name: str) -> str:
    """A name without case, accents, leading article and needless white space."""
    return without_article(fold(name)) or " ".join(name.split())


def graph_role(name: str) -> str:
    """What a graph is for, by its name: "claims", "reported", "entities" …; "" where that does not tell."""
    return name.rpartition(_GRAPHS)[2].partition("/")[0] if _GRAPHS in name else ""


@dataclass(frozen=True, slots=True)
class Minter:
    """Mints IRIs under one base, which ends in "/" and has no folder "graph", as names of graphs do."""

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not _BASE.fullmatch(self.base) or not self.base.endswith("/"):
            raise UsageError(
                f"is no base for IRIs: {self.base!r}",
                where="--base",
                remedy="give an absolute IRI that ends in / and has no #, such as https://example.org/data/",
            )
        if _GRAPHS in self.base:
            raise UsageError(
                f"is no base for IRIs: {self.base!r} contains {_GRAPHS}, which marks the names of graphs",
                where="--base",
                remedy=f"give a base without {_GRAPHS}, such as {self.base.replace(_GRAPHS, '/data/')}",
            )

    def node(self, segment: str, name: str) -> NamedNode:
        """The IRI of that name in a folder."""
        return NamedNode(f"{self.base}{segment}/{name}")

    def hashed(self, segment: str, *parts: str) -> NamedNode:
        """The IRI of the hash of some content in a folder."""
        return self.node(segment, digest(*parts))

    def document(self, source: str) -> NamedNode:
        """The IRI of the document with that source id."""
        return self.hashed("document", source)

    def graph(self, role: str, source: str | None = None) -> NamedNode:
        """The name of a graph: "claims", "reported" and "inferred" of a document, or one for all."""
        return self.node("graph", role if source is None else f"{role}/{digest(source)}")

    def run(self, settings: Iterable[str]) -> NamedNode:
        """The IRI of runs with these settings."""
        return self.hashed("run", *settings)

    def evidence(self, source: str, sentence: str, before: str, exact: str, nth: int) -> NamedNode:
        """The IRI of exact words: where they stand in their sentence, the nth with the same text."""
        return self.hashed("evidence", source, sentence, before, exact, str(nth))

    def quotation(self, source: str, exact: Iterable[str], speaker: str, nth: int) -> NamedNode:
        """The IRI of the nth quotation of that speaker with these words."""
        return self.hashed("quotation", source, speaker, str(nth), *exact)

    def claim(
        self, source: str, statement: tuple[str, str, str], exact: Iterable[str], speaker: str, nth: int
    ) -> NamedNode:
        """The IRI of the nth claim with that subject, predicate and object, as mentioned, in these words."""
        return self.hashed("claim", source, *statement, speaker, str(nth), *exact)

    def value(self, segment: str, source: str, *content: str) -> NamedNode:
        """The IRI of a quantity or time of a document."""
        return self.hashed(segment, source, *content)

    def entity(self, source: str, entity: Entity) -> NamedNode:
        """The IRI of an entity: its gazetteer entry's where one fits, else its own in that document.

        A state as an actor and its territory are two: ``agent/gn163843`` and ``place/gn163843``.
        """
        group = family(entity.type)
        segment = _SEGMENTS[group]
        if entity.gazetteer and is_linked(entity):
            return self.known(segment, entity.gazetteer)
        kind = entity.type if group == "Event" else group
        return self.hashed(segment, source, kind, normal(entity.name), str(entity.nth))

    def known(self, segment: str, id: str) -> NamedNode:
        """The IRI of a gazetteer entry as a place or as an agent."""
        return self.node(segment, quote(id.removeprefix(f"{segment}-"), safe=""))


def is_linked(entity: Entity) -> bool:
    """Whether an entity is its gazetteer entry, rather than something in it or of it."""
    if entity.gazetteer is None:
        return False
    group = family(entity.type)
    if group == "Place":
        return entity.type != _UNLINKED
    return group == "Agent" and (entity.type == _STATE or entity.gazetteer.startswith("agent-"))
