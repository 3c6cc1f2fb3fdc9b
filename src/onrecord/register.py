"""Which names of a document stand for the same thing: its entities, with their types and other names."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from onrecord import linker
from onrecord.chain import Chain
from onrecord.entity import AGENT_TYPES, PLACE_TYPES, Entity
from onrecord.label import country_of, label_of, name_span, normal, place_name, span_of
from onrecord.lexicon import lemma_of, look_up, word_class
from onrecord.mention import Selector
from onrecord.naming import Name
from onrecord.nesting import nested
from onrecord.syntax import passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name that the text gives a thing, stated or implied, with the words that give it."""

    subject: Entity
    name: str
    evidence: Selector
    stated: bool
    subject_text: str
    position: "Token"


class Register:
    """The named things of a document, found by the tokens that name them."""

    def __init__(self, names: Sequence[Name]) -> None:
        self._chains: dict[tuple[str, ...], Chain] = {}
        self._at: dict[tuple[int, int], Chain] = {}
        self._kind: dict[int, str] = {}
        self._entities: dict[int, Entity] = {}
        self._alias: list[tuple[Chain, Name, Selector, bool]] = []
        self.names = tuple(names)
        people = self._surnames(names)
        for name in names:
            chain = self._chain(self._key(name, people))
            chain.names.append(name)
            chain.vote(name.type, name.kind, name.weight)
            chain.entry = chain.entry or name.entry
            for token in name.first.doc[name.first.i : name.last.i + 1]:
                self._at[_address(token)] = chain
        self._merge_states()
        self._merge_acronyms()
        self._merge_short()

    # -- making -----------------------------------------------------------------------------

    @staticmethod
    def _surnames(names: Sequence[Name]) -> dict[str, str]:
        """Surname → full name, where one full name of the document ends in it."""
        full: dict[str, set[str]] = defaultdict(set)
        for name in names:
            parts = normal(name.text).split()
            if name.type == "Person" and len(parts) > 1:
                full[parts[-1]].add(" ".join(parts))
        return {surname: min(found, key=len) for surname, found in full.items() if len(found) == 1}

    @staticmethod
    def _key(name: Name, people: dict[str, str]) -> tuple[str, ...]:
        text = normal(name.text)
        if name.entry is not None:
            return ("entry", name.entry)
        if name.type in ("Settlement", "Region", "Place"):
            return ("name", normal(place_name(name)))
        if name.type in ("Person", "Organization") and text in people:
            return ("name", people[text])
        if name.type == "Person":
            return ("name", " ".join(text.split()))
        return ("name", text)

    def _chain(self, key: tuple[str, ...]) -> Chain:
        return self._chains.setdefault(key, Chain()).top()

    def merge(self, one: Chain, other: Chain) -> None:
        """Record that two chains name the same thing."""
        one, other = one.top(), other.top()
        if one is other:
            return
        if other.names and one.names and _before(other.names[0], one.names[0]):
            one, other = other, one
        one.names.extend(other.names)
        one.types.update(other.types)
        for type_, weight in other.strongest.items():
            one.strongest[type_] = max(weight, one.strongest.get(type_, 0))
        one.entry = one.entry or other.entry
        other.merged = one

    def _merge_states(self) -> None:
        """One agent for "the Assad regime" and "the Syrian government": the same country's state."""
        states: dict[str, Chain] = {}
        for chain in list(self._chains.values()):
            name = chain.names[0]
            if lemma_of(name.head) in word_class("state") and name.first != name.head:
                country = country_of(name.first.text) or country_of(" ".join(name.text.split()[:2]))
                if country and country in states:
                    self.merge(states[country], chain)
                elif country:
                    states[country] = chain

    def _merge_acronyms(self) -> None:
        """A name and the acronym in brackets behind it, or its initials used later."""
        initials: dict[str, Chain] = {}
        for key, chain in self._chains.items():
            words = key[-1].split()
            if key[0] == "name" and len(words) > 1:
                initials.setdefault("".join(w[0] for w in words), chain)
                initials.setdefault("".join(w[0] for w in words if w not in word_class("name-part")), chain)
        previous: Name | None = None
        for name in self.names:
            text = name.text
            acronym = len(text) <= 8 and text.replace("-", "").isupper()
            if acronym and previous is not None and _in_brackets_after(previous, name):
                self.merge(self.chain_of(previous), self.chain_of(name))
                self._alias.append((self.chain_of(previous), name, span_of(previous, name), True))
            elif acronym and text.lower() in initials:
                self.merge(initials[text.lower()], self.chain_of(name))
            previous = name

    def _merge_short(self) -> None:
        """A body and one word of its name: "the Coalition" of a "Global Coalition to Counter ISIL"."""
        for key, chain in list(self._chains.items()):
            short = chain.names[0] if chain.names else None
            if chain.merged or short is None or short.weight > 0 or short.first != short.last:
                continue
            if key[0] != "name" or look_up("heads", short.last) is None:
                continue
            longer = [
                other
                for other in self.chains()
                if other is not chain and any(key[1] in normal(name.text).split() for name in other.names)
            ]
            if len(longer) == 1 and longer[0].best() in AGENT_TYPES:
                self.merge(longer[0], chain)

    def add_alias(self, known: "Token", name: Name, evidence: Selector) -> None:
        """Record that the text says that ``name`` is another name of what ``known`` names."""
        chain = self._at.get(_address(known))
        if chain is not None:
            self.merge(chain, self.chain_of(name))
            self._alias.append((chain.top(), name, evidence, True))

    def add_type(self, token: "Token", type_: str, kind: str, weight: int) -> None:
        """Record evidence for the type of what a token names ("X is a volunteer organization")."""
        chain = self._at.get(_address(token))
        if chain is not None and not (type_ == "Facility" and chain.top().best() in PLACE_TYPES):
            chain.top().vote(type_, kind, weight)

    # -- asking -----------------------------------------------------------------------------

    def chain_of(self, name: Name) -> Chain:
        """The chain that a name belongs to."""
        return self._at[_address(name.head)].top()

    def chain_at(self, token: "Token") -> Chain | None:
        """The chain whose name a token is part of, else None."""
        chain = self._at.get(_address(token))
        return chain.top() if chain is not None else None

    def name_at(self, token: "Token") -> Name | None:
        """The name that a token is part of, else None."""
        chain = self._at.get(_address(token))
        if chain is None:
            return None
        return next(
            (n for n in chain.top().names if n.first.doc is token.doc and n.first.i <= token.i <= n.last.i),
            None,
        )

    def entity(self, chain: Chain) -> Entity:
        """The entity of a chain; fixed from the first call on."""
        chain = chain.top()
        found = self._entities.get(id(chain))
        if found is None:
            found = self._entities[id(chain)] = self._settle(chain)
        return found

    def _settle(self, chain: Chain) -> Entity:
        best = chain.best()
        label = label_of(chain.names[0] if best != "Person" else max(chain.names, key=_length))
        entry = chain.entry
        if best in ("Settlement", "Region", "Place"):
            label = place_name(chain.names[0])
            entry = self.linker.link(label, best, self.kind(chain), self._around(chain))
        return Entity(best, label, entry)

    def _around(self, chain: Chain) -> list[str]:
        """The names of the places that the text puts a chain's place in."""
        return [place_name(outer) for inner, outer in self._nested if self.chain_of(inner) is chain.top()]

    @cached_property
    def _nested(self) -> tuple[tuple[Name, Name], ...]:
        return tuple(nested(self.names))

    def kind(self, chain: Chain) -> str:
        """The kind that the words give a chain's thing ("medical", "city"), "" when they give none."""
        kinds: Counter[str] = Counter()
        for (_, kind), weight in chain.top().types.items():
            if kind:
                kinds[kind] += weight
        return min(kinds, key=lambda k: (-kinds[k], k)) if kinds else ""

    @property
    def linker(self) -> "linker.Linker":
        """The choice of gazetteer entries for this document's places, made once."""
        if not hasattr(self, "_linker"):
            entries = [c.entry for c in self._chains.values() if c.entry and c.merged is None]
            self._linker = linker.Linker.for_document(entries, self._adjectives(), self._place_names())
        return self._linker

    def _adjectives(self) -> list[str]:
        """The capitalised words of the passages that have names, an adjective of nationality each maybe."""
        docs = {id(name.first.doc): name.first.doc for name in self.names}
        return [token.text for doc in docs.values() for token in doc if token.text[0].isupper()]

    def _place_names(self) -> list[str]:
        return [
            place_name(name)
            for name in self.names
            if self.chain_of(name).best() in ("Settlement", "Region", "Place")
        ]

    def chains(self) -> tuple[Chain, ...]:
        """All chains, in the order of their first name."""
        return tuple(c for c in self._chains.values() if c.merged is None and c.names)

    def aliases(self) -> Iterator[Alias]:
        """Yield the other names of things: stated ones, then implied spelling and naming variants."""
        told: set[tuple[int, str]] = set()
        for chain, name, evidence, stated in self._alias:
            entity = self.entity(chain)
            label = label_of(name)
            if normal(label) != normal(entity.name) and (id(chain.top()), normal(label)) not in told:
                told.add((id(chain.top()), normal(label)))
                yield Alias(entity, label, evidence, stated, chain.top().names[0].text, name.head)
        for chain in self.chains():
            entity = self.entity(chain)
            for name in chain.names:
                label = label_of(name)
                key = (id(chain), normal(label))
                short = name.weight == 0 and name.first == name.last  # "the Regime": a description
                if entity.type in ("Person", "Country", *PLACE_TYPES) or key in told or short:
                    continue
                if normal(label) != normal(entity.name):
                    told.add(key)
                    yield Alias(entity, label, name_span(name), False, name.text, name.head)


def _address(token: "Token") -> tuple[int, int]:
    return passage_of(token).start, token.i


def _before(one: Name, other: Name) -> bool:
    return (passage_of(one.first).start, one.first.i) < (passage_of(other.first).start, other.first.i)


def _length(name: Name) -> int:
    return len(name.text)


def _in_brackets_after(one: Name, other: Name) -> bool:
    return (
        one.first.doc is other.first.doc
        and other.first.i == one.last.i + 2
        and one.last.nbor(1).text in ("(", "[")
    )
