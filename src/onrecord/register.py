"""Which names of a document stand for the same thing: its entities, with their types and other names."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord import gazetteer, linker
from onrecord.entity import Entity
from onrecord.lexicon import lemma_of, look_up
from onrecord.mention import Selector
from onrecord.nametype import possessed, spelling
from onrecord.naming import Name
from onrecord.syntax import passage_of

if TYPE_CHECKING:
    from spacy.tokens import Token

AGENT_TYPES = frozenset(
    {
        "Agent",
        "Person",
        "CollectiveAgent",
        "Organization",
        "VolunteerOrganization",
        "NonGovernmentalOrganization",
        "GovernmentalBody",
        "MediaOutlet",
        "ArmedGroup",
        "GeopoliticalActor",
        "PopulationGroup",
    }
)
PLACE_TYPES = frozenset({"Place", "Country", "Region", "Settlement", "Facility"})
#: Heads that name the same body when they go with the same country: its government as such.
_STATE_HEADS = frozenset({"government", "regime", "authority", "state"})


@dataclass(slots=True, eq=False)
class Chain:
    """The names that stand for one thing, in text order, while the document is being read."""

    names: list[Name] = field(default_factory=list)
    types: Counter[tuple[str, str]] = field(default_factory=Counter)
    strongest: dict[str, int] = field(default_factory=dict)
    entry: str | None = None
    merged: "Chain | None" = None

    def vote(self, type_: str, kind: str, weight: int) -> None:
        """Count evidence for a type; one strong piece outweighs any number of weaker ones."""
        self.types[(type_, kind)] += weight
        self.strongest[type_] = max(weight, self.strongest.get(type_, 0))

    def best(self) -> str:
        """The type that the strongest evidence speaks for, by weight of all evidence where several do."""
        totals: Counter[str] = Counter()
        for (type_, _), weight in self.types.items():
            totals[type_] += weight
        return min(totals, key=lambda t: (-self.strongest.get(t, 0), -totals[t], t))

    def top(self) -> "Chain":
        """The chain that this one was merged into, or itself."""
        return self.merged.top() if self.merged is not None else self


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
            if lemma_of(name.head) in _STATE_HEADS and name.first != name.head:
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
                initials.setdefault(
                    "".join(w[0] for w in words if w not in ("of", "the", "and", "for")), chain
                )
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

    def add_alias(self, known: "Token", name: Name, evidence: Selector) -> None:
        """Record that the text says that ``name`` is another name of what ``known`` names."""
        chain = self._at.get(_address(known))
        if chain is not None:
            self.merge(chain, self.chain_of(name))
            self._alias.append((chain.top(), name, evidence, True))

    def add_type(self, token: "Token", type_: str, kind: str, weight: int) -> None:
        """Record evidence for the type of what a token names ("X is a volunteer organization")."""
        chain = self._at.get(_address(token))
        if chain is not None:
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
            entry = self.linker.link(label, best, self.kind(chain))
        return Entity(best, label, entry)

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
            demonyms = [n.first.text for n in self.names]
            self._linker = linker.Linker.for_document(entries, demonyms, self._place_names())
        return self._linker

    def _place_names(self) -> list[str]:
        return [
            place_name(c.names[0]) for c in self.chains() if c.best() in ("Settlement", "Region", "Place")
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
                if entity.type in ("Person", "Country", *PLACE_TYPES) or key in told:
                    continue
                if normal(label) != normal(entity.name):
                    told.add(key)
                    yield Alias(entity, label, name_span(name), False, name.text, name.head)


def normal(text: str) -> str:
    """A name in the form that is compared: lower case, no leading article, one spelling."""
    bare = re.sub(r"^(?:the|a|an)\s+", "", re.sub(r"\s+", " ", text.strip().lower()))
    bare = re.sub(r"['’]s?$", "", bare).replace("’", "'").replace("‘", "'")
    return " ".join(spelling(word) for word in bare.split())


def label_of(name: Name) -> str:
    """The words of a name without a leading article, unless the article is part of the name."""
    if name.first.text == "The" and name.first.i > 0 and name.first.nbor(-1).text in ("(", "["):
        return name.text
    agent = gazetteer.agent(name.text) if name.first.text == "The" else None
    if agent is not None and agent.name.startswith("The "):
        return name.text
    return possessed(name.text) or re.sub(r"^(?:the|a|an)\s+", "", name.text, flags=re.I)


def place_name(name: Name) -> str:
    """The proper part of a place name: "Kafranbel" of "Kafranbel city"."""
    text = label_of(name)
    if name.head == name.last and name.first != name.last:
        trigger = look_up("heads", name.last)
        if trigger is not None and trigger.means in PLACE_TYPES - {"Facility"}:
            return re.sub(r"\s+\S+$", "", text)
    return text


def name_span(name: Name) -> Selector:
    """The selector of a name."""
    return passage_of(name.first).select(name.first, name.last)


def span_of(one: Name, other: Name) -> Selector:
    """The selector from one name to the end of another behind it, with a closing bracket."""
    last = other.last
    if last.i + 1 < len(last.doc) and last.nbor(1).text == ")":
        last = last.nbor(1)
    return passage_of(one.first).select(one.first, last)


def country_of(word: str) -> str | None:
    """The country that a demonym, a country's name or a leader's name points to, as ISO code."""
    demonym = gazetteer.demonym(word)
    if demonym is not None:
        return demonym.country or None
    leader = gazetteer.leader(word)
    if leader is not None:
        return leader.country
    places = gazetteer.places(word)
    return places[0].country if places and places[0].kind == "country" else None


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
