"""What speaks for a thing's part in an incident: the features of the candidates of the muc4 scheme."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from accuracy.facts import TAKES_PART, Facts
from accuracy.graph import Row
from accuracy.phrases import phrases
from accuracy.surroundings import surroundings
from accuracy.words import classes, closed, plain, tokens

_HASHED = re.compile(r"/[0-9a-f]{20}$")
_UNREAL = frozenset({"planned", "hypothetical", "rhetorical"})


def bucket(number: int, *limits: int) -> str:
    """Which of some ranges a number falls in."""
    return next((f"<={limit}" for limit in limits if number <= limit), f">{limits[-1]}")


def head(label: str) -> str:
    """The head word of a description or name: the last before what is joined on."""
    words = [word for _, _, word in tokens(label) if word[0].isalnum()]
    for at, word in enumerate(words):
        if at and word.lower() in closed("joining"):
            return words[at - 1]
    return words[-1] if words else ""


@dataclass(frozen=True)
class Incidents:
    """The candidates of a text: all agents, places, assets and weapons that it speaks of."""

    facts: Facts

    @cached_property
    def candidates(self) -> list[str]:
        """The things that could play a role, in the order in which the text first speaks of them."""
        wanted = {
            thing
            for thing, kind in self.facts.classes.items()
            if kind not in _NO_CANDIDATES and re.search(r"\w", self.facts.labels[thing])
        }
        placed = [thing for thing in (*sorted(wanted), *self.phrases) if self._starts(thing)]
        return sorted(placed, key=lambda one: self._starts(one)[0])

    @cached_property
    def phrases(self) -> dict[str, list[tuple[int, int]]]:
        """What the text describes in words of its own without that the graph has a thing for it."""
        taken = {end for thing in self.facts.classes for _, end in self.places(thing)}
        return phrases(self.facts.passages, taken)

    def kind(self, thing: str) -> str:
        """What a candidate is: its class, or a phrase."""
        return self.facts.classes.get(thing, "Phrase")

    def label(self, thing: str) -> str:
        """What a candidate is called."""
        return self.facts.labels.get(thing, thing)

    def _starts(self, thing: str) -> list[int]:
        return [start for start, _ in self.places(thing)]

    def places(self, thing: str) -> list[tuple[int, int]]:
        """Where the words for a thing stand."""
        if thing not in self._found and thing not in self.facts.classes:
            self._found[thing] = self.phrases[thing]
        if thing not in self._found:
            found = {(int(m["start"] or 0), int(m["end"] or 0)) for m in self.facts.mentions.get(thing, ())}
            for claim in self.facts.about.get(thing, ()):
                words = claim["objectWords"] if claim["object"] == thing else claim["subjectWords"]
                found.add(self._place(str(words or self.facts.labels[thing]), claim))
            self._found[thing] = sorted(found)
        return self._found[thing]

    @cached_property
    def _found(self) -> dict[str, list[tuple[int, int]]]:
        return {}

    def _place(self, words: str, claim: Row) -> tuple[int, int]:
        start = int(claim["start"] or 0)
        at = self.facts.text.find(words, start, int(claim["end"] or 0))
        return (at, at + len(words)) if at >= 0 else (start, int(claim["end"] or 0))

    @cached_property
    def _document(self) -> list[str]:
        """What the text as a whole is like."""
        facts = self.facts
        kinds = [(facts.kinds[one], one) for one in facts.kinds if facts.classes.get(one) == "Attack"]
        starts = sorted(facts.sentences)
        found = [
            f"doc attacks {bucket(len(kinds), 0, 1, 2, 4, 8)}",
            f"doc length {bucket(len(facts.text), 700, 1500, 3000)}",
        ]
        found += {f"doc kind {kind}" for kind, _ in kinds}
        harms = {facts.kinds[one] for one in facts.kinds if facts.classes.get(one) in ("Harm", "Damage")}
        found += [f"doc harm {kind}" for kind in sorted(harms)]
        for start in starts[:3]:
            for row in facts.said.get(start, ()):
                if row["predicate"] == "kind":
                    found.append(f"lead {facts.kinds.get(str(row['subject']))} {row['stance']}")
            for _, _, word in tokens(facts.sentences[start]):
                found += [f"leadword {one}" for one in classes(word)]
        for claim in facts.claims:
            if claim["predicate"] == "allegedPerpetrator":
                found.append(f"doc perpetrator {facts.classes.get(str(claim['object']))}")
            if claim["predicate"] in ("target", "affected"):
                found.append(f"doc {claim['predicate']} {facts.classes.get(str(claim['object']))}")
        quoted = sum(bool(claim["quotation"]) for claim in facts.claims)
        found.append(f"doc quoted {bucket(10 * quoted // max(1, len(facts.claims)), 0, 2, 5, 8)}")
        return sorted(set(found))

    def relevance(self) -> list[str]:
        """Features of the whole text."""
        return self._document

    @cached_property
    def passages(self) -> dict[int, list[str]]:
        """Features of each sentence, by where it starts: its classes of words, its claims, what is around."""
        facts, found = self.facts, {}
        starts = self._lines
        words = {one: sorted(set(self._told(one))) for one in starts}
        for at, start in enumerate(starts):
            features = [
                f"rank {bucket(at, 0, 1, 2, 4, 8)}",
                f"length {bucket(len(facts.passages[start]), 60, 120, 240)}",
            ]
            features += words[start]
            features += [f"before {one}" for one in (words[starts[at - 1]] if at else ["nothing"])]
            features += [
                f"behind {one}" for one in (words[starts[at + 1]] if at + 1 < len(starts) else ["nothing"])
            ]
            found[start] = features
        return found

    def _told(self, start: int) -> Iterator[str]:
        facts = self.facts
        for _, _, word in tokens(facts.passages[start]):
            yield from classes(word)
            if plain(word) in ("0", '"'):
                yield f"mark {plain(word)}"
        for row in facts.said.get(start, ()):
            event = str(row["subject"])
            if row["predicate"] == "kind":
                yield f"told {facts.kinds.get(event)} {row['stance']} {bool(row['quotation'])}"
            elif row["predicate"] in TAKES_PART:
                yield f"told {row['predicate']} {facts.classes.get(str(row['object']))}"
            if event in facts.years:
                yield f"told years {bucket(facts.years[event], -1, 0, 1, 3)}"

    def sentences(self, thing: str) -> list[int]:
        """Where the sentences that speak of a candidate start, in order."""
        found = {self.sentence(start) for start, _ in self.places(thing)}
        return sorted(one for one in found if one is not None)

    def sentence(self, place: int) -> int | None:
        """Where the sentence that a place is in starts."""
        at = bisect_right(self._lines, place) - 1
        return self._lines[at] if at >= 0 else None

    @cached_property
    def _lines(self) -> list[int]:
        return sorted(self.facts.passages)

    def features(self, thing: str) -> list[str]:
        """Features of a candidate."""
        facts = self.facts
        label, kind = self.label(thing), self.kind(thing)
        what = list(classes(head(label)))
        named = thing in facts.mentions
        known = named and not _HASHED.search(thing)
        sort = f"{kind} {'known' if known else 'named' if named else 'described'}"
        basic = [sort, f"kind {facts.kinds.get(thing)}", *(f"head {one}" for one in what)]
        basic += [f"{sort} {one}" for one in what]
        basic += self._looks(label)
        places = self.places(thing)
        basic.append(f"times {bucket(len(places), 1, 2, 4, 8)}")
        first = max((at for start, at in facts.order.items() if start <= places[0][0]), default=0)
        basic.append(f"first in {bucket(first, 0, 1, 3, 6, 12)}")
        roles = sorted(set(self._roles(thing)))
        around = sorted({one for place in places[:6] for one in self._around(*place)})
        found = basic + roles + around
        found += [f"{sort} & {one}" for one in (*roles, *around)]
        found += [f"{one} & {two}" for one in what for two in roles]
        return found

    @staticmethod
    def _looks(label: str) -> Iterator[str]:
        words = [word for _, _, word in tokens(label)]
        yield f"words {bucket(len(words), 1, 2, 3, 5)}"
        yield f"last plural {words[-1].lower().endswith('s')}" if words else ""
        for word in words[:-1]:
            yield from (f"modifier {one}" for one in classes(word))
            if word.lower() in closed("joining"):
                yield f"joined {word.lower()}"

    def _roles(self, thing: str) -> Iterator[str]:
        facts = self.facts
        for claim in facts.about.get(thing, ()):
            predicate = str(claim["predicate"])
            if claim["object"] != thing:
                yield f"has {predicate}"
                continue
            real = (
                "denied" if claim["polarity"] == "denied" else "unreal" if claim["stance"] in _UNREAL else ""
            )
            event = str(claim["subject"])
            kind = facts.kinds.get(event) or facts.classes.get(event)
            yield f"is {predicate}{real}"
            yield f"is {predicate}{real} of {kind}"
            yield f"is {predicate} {claim['stance']}"
            if claim["quotation"]:
                yield f"is {predicate} quoted"
            if predicate in TAKES_PART:
                for one in self._event(event):
                    yield f"{predicate} {one}"

    def _event(self, event: str) -> Iterator[str]:
        """What an event or outcome is like: its other participants, what caused it, when."""
        facts = self.facts
        for claim in facts.about.get(event, ()):
            predicate = str(claim["predicate"])
            if claim["subject"] == event and predicate in TAKES_PART:
                other = str(claim["object"])
                yield f"beside {predicate} {facts.classes.get(other)}"
                for one in classes(head(facts.labels.get(other, ""))):
                    yield f"beside {predicate} {one}"
            elif claim["object"] == event and predicate == "caused":
                yield f"by {facts.kinds.get(str(claim['subject']))}"
            elif claim["subject"] == event and predicate in ("caused", "count"):
                yield f"with {predicate}"
        if event in facts.years:
            yield f"years {bucket(facts.years[event], -1, 0, 1, 3)}"

    def _around(self, start: int, end: int) -> Iterator[str]:
        """The classes of the words around a mention, and what is claimed in its sentence."""
        facts = self.facts
        sentence = self.sentence(start)
        if sentence is None:
            return
        for row in facts.said.get(sentence, ()):
            if row["predicate"] == "kind":
                event = str(row["subject"])
                if facts.classes.get(event) in ("Attack", "Harm", "Damage"):
                    side = "before" if int(row["start"] or 0) < start else "after"
                    yield f"sentence {facts.kinds[event]} {side}"
        yield from surroundings(facts.passages[sentence], start - sentence, end - sentence)


_NO_CANDIDATES = frozenset(
    {
        "Attack",
        "AttackSeries",
        "Conflict",
        "Founding",
        "Displacement",
        "Rescue",
        "SupportEvent",
        "SupportStart",
        "SupportHalt",
        "SupportReinstatement",
        "SupportRelation",
        "Harm",
        "Damage",
        "RoleHolding",
        "Quantity",
        "TimeDescription",
        "Document",
        "Claim",
        "Quotation",
        "Evidence",
        "Run",
        "Event",
        "InformationResource",
        "Country",
        "Concept",
    }
)
