"""What a report is like as a whole, as the models of the fakes scheme see it."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from accuracy.facts import Facts
from accuracy.incident import bucket
from accuracy.words import classes, tokens

#: Stances of things not told as having happened.
UNREAL = frozenset({"planned", "hypothetical", "rhetorical"})
_LEAD = 3
#: Classes of words for how people are killed.
_MEANS = frozenset(["chemical", "air", "shells", "blast", "gunfire", "execution", "combat"])


@dataclass(frozen=True)
class Report:
    """A report as the models see it; agents and groups of people are told by the scheme's tables."""

    facts: Facts
    actor_of: Callable[[str, str], str | None]
    group_of: Callable[[str, str], str]

    def order(self, start: object) -> int:
        """Which sentence, in order, a place in the text is in."""
        return max((at for one, at in self.facts.order.items() if one <= int(str(start or 0))), default=0)

    @cached_property
    def part(self) -> dict[str, str]:
        """Whether an event is the first told, the first deadly one, or a later one."""
        deadly = [c for c in self.facts.claims if c["predicate"] == "caused"]
        attacks = [
            str(c["subject"])
            for c in self.facts.claims
            if c["predicate"] == "kind"
            and self.facts.classes.get(str(c["subject"])) in ("Attack", "AttackSeries")
        ]
        found = dict.fromkeys(attacks, "later")
        for event in attacks[1:3]:
            found[event] = "early"
        for event in attacks[:1]:
            found[event] = "first"
        killing = [str(c["subject"]) for c in deadly if self.facts.kinds.get(str(c["object"])) == "killed"]
        for event in killing[:1]:
            found[event] = "deadly"
        return found

    @cached_property
    def whole(self) -> list[str]:
        """Features of the whole report."""
        facts, found = self.facts, Counter[str]()
        for claim in facts.claims:
            predicate, event = str(claim["predicate"]), str(claim["subject"])
            part = self.part.get(event)
            if part is None or claim["polarity"] == "denied":
                continue
            how = "unreal" if claim["stance"] in UNREAL else "told"
            thing = str(claim["object"])
            if predicate == "kind":
                what = [facts.kinds[event]]
                told_by = str(claim["subjectWords"]).split()
                what += [f"word {one}" for word in (told_by[-1], told_by[0]) for one in classes(word)]
            elif predicate == "weapon":
                what = [f"weapon {facts.kinds.get(thing)}"]
                what += [f"weapon {one}" for word in facts.labels[thing].split() for one in classes(word)]
            elif predicate == "allegedPerpetrator":
                named = self.actor_of(thing, f"{facts.labels[thing]} {claim['objectWords']}")
                what = [f"by {named}", f"by {facts.classes[thing]}", f"by {named} {claim['stance']}"]
            elif predicate == "target":
                named = self.actor_of(thing, f"{facts.labels[thing]} {claim['objectWords']}")
                what = [f"on {facts.classes.get(thing)}", f"on {named}"]
            else:
                continue
            for one in what:
                found[f"{part} {how} {one}"] += 1
                found[f"any {one}"] += 1
        for start in sorted(facts.sentences)[:_LEAD]:
            for _, _, word in tokens(facts.sentences[start]):
                for one in classes(word):
                    found[f"lead {one}"] += 1
        for sentence in facts.sentences.values():
            for _, _, word in tokens(sentence):
                for one in classes(word):
                    found[f"text {one}"] += 1
        found.update(self._most())
        for thing, rows in facts.mentions.items():
            named = self.actor_of(thing, facts.labels[thing])
            if named:
                found[f"mentioned {named}"] += len(rows)
                if self.order(rows[0]["start"]) < _LEAD:
                    found[f"lead {named}"] += 1
        features = [f"{name} {bucket(count, 1, 3)}" for name, count in found.items() if count > 1]
        return sorted(set(found) | set(features))

    def speaks_of(self, field: str, answer: str) -> bool:
        """Whether the graph names an actor anywhere, or tells of any attack or death that has a cause."""
        if field == "actor":
            return not {f"mentioned {answer}", f"any by {answer}"}.isdisjoint(self.whole)
        return bool(self.part) or "killed" in self.facts.kinds.values()

    def _most(self) -> Iterator[str]:
        """Which classes of means are spoken of most, in the beginning and in all."""
        told = sorted(self.facts.sentences)
        for where, starts in (("beginning", told[:_LEAD]), ("first", told[:1]), ("all", told)):
            counts = Counter(
                one
                for start in starts
                for _, _, word in tokens(self.facts.sentences[start])
                for one in classes(word)
                if one in _MEANS
            )
            total = counts.total()
            for rank, (one, count) in enumerate(
                sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3]
            ):
                yield f"{where} rank {rank} {one}"
                yield f"{where} {one} {bucket(10 * count // total, 1, 3, 5, 7)}"
            if not counts:
                yield f"{where} no means"
