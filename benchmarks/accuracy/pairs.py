"""What speaks for a relation between two mentions of one sentence: features for the re3d scheme."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from accuracy.facts import TAKES_PART, Facts
from accuracy.incident import bucket
from accuracy.words import classes, plain, shape, tokens

#: How many characters may lie between two mentions that are read as related.
_APART = 300


@dataclass(frozen=True, order=True)
class Mention:
    """A mention as the scheme wants it: where it stands, its type, the thing, the start of its sentence."""

    begin: int
    end: int
    type: str
    thing: str
    sentence: int


@dataclass(frozen=True)
class Pairs:
    """The pairs of mentions of a text that may be related."""

    facts: Facts
    mentions: tuple[Mention, ...]

    @cached_property
    def _linked(self) -> dict[tuple[str, str], set[str]]:
        """How claims link two things: directly, or as participants of one event."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        parts: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for claim in self.facts.claims:
            subject, object, predicate = (str(claim[key]) for key in ("subject", "object", "predicate"))
            if predicate == "alias":
                found[subject, subject].add("alias")
            if claim["object"]:
                found[subject, object].add(predicate)
                if predicate in TAKES_PART or predicate in ("holdsRole", "roleIn", "caused"):
                    parts[subject].append((predicate, object))
                    parts[object].append((f"{predicate} of", subject))
        for ends in parts.values():
            for one, first in ends:
                for other, second in ends:
                    if first != second:
                        found[first, second].add(f"{one} / {other}")
        return found

    def pairs(self) -> Iterator[tuple[Mention, Mention]]:
        """Yield two mentions of a sentence each, in text order."""
        ordered = sorted(self.mentions)
        for at, first in enumerate(ordered):
            for second in ordered[at + 1 :]:
                if second.begin - first.end > _APART or second.sentence != first.sentence:
                    break
                if second.begin >= first.end:
                    yield first, second

    def features(self, first: Mention, second: Mention) -> list[str]:
        """Features of a pair."""
        types = f"{first.type} {second.type}"
        found = list(self._features(first, second))
        fine = [f"{self.facts.classes.get(one.thing)}" for one in (first, second)]
        return [
            types,
            f"classes {fine[0]} {fine[1]}",
            f"first {fine[0]}",
            f"second {fine[1]}",
            *found,
            *(f"{types} {one}" for one in found),
        ]

    def _features(self, first: Mention, second: Mention) -> Iterator[str]:
        facts = self.facts
        for name, ends in (("link", (first, second)), ("back", (second, first))):
            for link in self._linked.get((ends[0].thing, ends[1].thing), ()):
                yield f"{name} {link}"
        if first.thing == second.thing:
            yield "same thing"
        words = facts.sentences[first.sentence]
        start = first.sentence
        between = tokens(words[first.end - start : second.begin - start])
        before = tokens(words[: first.begin - start])
        after = tokens(words[second.end - start : second.end - start + 80])
        yield f"apart {bucket(len(between), 0, 1, 2, 3, 5, 8, 12, 20)}"
        if len(between) <= 3:
            yield "pattern " + " ".join(shape(word) for _, _, word in between)
        if between:
            yield f"ends {plain(between[-1][2])}"
            yield f"begins {plain(between[0][2])}"
        if len(between) > 1:
            yield f"ends {plain(between[-2][2])} {plain(between[-1][2])}"
        for _, _, word in between:
            yield from (f"between {one}" for one in classes(word))
            if plain(word) not in ("x", "0"):
                yield f"between {plain(word)}"
        for _, _, word in before[-6:]:
            yield from (f"before {one}" for one in classes(word))
        for _, _, word in after[:5]:
            yield from (f"after {one}" for one in classes(word))
        yield f"before is {plain(before[-1][2]) if before else '^'}"
        yield f"after is {plain(after[0][2]) if after else '$'}"
        inner = [one for one in self.mentions if first.end <= one.begin < second.begin]
        yield f"inner {bucket(len(inner), 0, 1, 2)}"
        for kind in sorted({one.type for one in inner}):
            yield f"inner {kind}"
        for claim in facts.said.get(start, ()):
            if claim["predicate"] in ("kind", "sidesWith", "attacks", "metWith", "memberOf", "supporter"):
                yield f"said {claim['predicate']} {facts.kinds.get(str(claim['subject']))}"
