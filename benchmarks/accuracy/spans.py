"""Which words of a mention count as the name, and of which type: the candidate spans of the re3d scheme."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from accuracy.facts import Facts
from accuracy.graph import Row
from accuracy.incident import bucket
from accuracy.pairs import Mention
from accuracy.weights import Weights
from accuracy.words import classes, plain, shape, tokens

NONE = "none"
_LEFT, _RIGHT = 7, 4
Place = tuple[int, int]


@dataclass(frozen=True)
class Spans:
    """The spans at and around the mentions of a text, each with what speaks for it."""

    facts: Facts

    @cached_property
    def candidates(self) -> dict[tuple[int, int, str], list[str]]:
        """Start, end and thing of each candidate, with its features."""
        found: dict[tuple[int, int, str], list[str]] = {}
        rows = [row for rows in self.facts.mentions.values() for row in rows]
        taken = {self._place(row) for row in rows}
        for row in sorted(rows, key=self._place):
            thing, kind = str(row["thing"]), self.facts.classes.get(str(row["thing"]), "")
            context = self._context(row, kind)
            for start, end, features in self._ways(row, taken):
                way = features[0]
                features = [*features, *(f"{way} {one}" for one in self._elsewhere(start, end, thing))]
                every = [*features, f"class {kind}", *(f"{kind} {one}" for one in features), *context]
                every += [f"{way} {one}" for one in context]
                found.setdefault((start, end, thing), every)
        return found

    @cached_property
    def _called(self) -> dict[str, set[str]]:
        """The classes of the things that words are a whole mention of."""
        found: dict[str, set[str]] = defaultdict(set)
        for rows in self.facts.mentions.values():
            for row in rows:
                found[" ".join(str(row["words"]).split())].add(self.facts.classes.get(str(row["thing"]), ""))
        return found

    def _elsewhere(self, start: int, end: int, thing: str) -> Iterator[str]:
        """As what else the words of a span are named in the text."""
        known = self._called.get(" ".join(self.facts.text[start:end].split()), set())
        for kind in sorted(known):
            yield f"called {kind}"
        if not known:
            yield "called nowhere"

    @staticmethod
    def _place(row: Row) -> Place:
        return int(row["start"] or 0), int(row["end"] or 0)

    def _context(self, row: Row, kind: str) -> list[str]:
        """What is claimed of the thing here, and what stands beside it."""
        sentence = int(row["sentence"] or 0)
        words = self.facts.sentences[sentence]
        start, end = self._place(row)
        before, after = tokens(words[: start - sentence]), tokens(words[end - sentence :])
        found = [
            f"previous {shape(before[-1][2]) if before else '^'}",
            f"next {shape(after[0][2]) if after else '$'}",
        ]
        found += [f"previous {one}" for one in (classes(before[-1][2]) if before else ())]
        found += [f"next {one}" for one in (classes(after[0][2]) if after else ())]
        for claim in self.facts.said.get(sentence, ()):
            for end_ in ("subject", "object"):
                if claim[end_] == row["thing"]:
                    found.append(f"{end_} of {claim['predicate']}")
        found += [f"kind {self.facts.kinds.get(str(row['thing']))}", f"words {shape(str(row['words']))}"]
        return sorted({*found, *(f"{kind} {one}" for one in found)})

    def _ways(self, row: Row, taken: set[Place]) -> Iterator[tuple[int, int, list[str]]]:
        """Yield a mention as it is, cut on either side, and with words before or after it."""
        sentence = int(row["sentence"] or 0)
        words = self.facts.sentences[sentence]
        start, end = self._place(row)
        inside = tokens(words[start - sentence : end - sentence])
        whole = [f"size {bucket(len(inside), 1, 2, 3, 4)}"]
        if not inside:
            return
        last = inside[-1][2]
        yield start, end, ["whole", *whole, *(f"whole last {one}" for one in (shape(last), *classes(last)))]
        for at in range(1, len(inside)):
            cut = inside[at][2]
            gone = [f"cut {one}" for one in (shape(cut), *classes(cut))]
            kept = [f"kept {one}" for one in (shape(inside[at - 1][2]), *classes(inside[at - 1][2]))]
            tail = [f"tail {one}" for one in (shape(last), *classes(last))]
            left = f"left {bucket(len(inside) - at, 1, 2, 3)}"
            yield start, start + inside[at - 1][1], ["front", *whole, *gone, *kept, *tail, left]
            lost = inside[at - 1][2]
            gone = [f"after {one}" for one in (shape(lost), *classes(lost))]
            kept = [f"starts {one}" for one in (shape(cut), *classes(cut))]
            yield start + inside[at][0], end, ["rear", *whole, *gone, *kept, f"{left} {at == 1}"]
        yield from self._with_country(sentence, words, end, start)
        yield from self._before(sentence, words, start, end, taken)
        yield from self._after(sentence, words, start, end, taken)

    def _with_country(
        self, sentence: int, words: str, end: int, start: int
    ) -> Iterator[tuple[int, int, list[str]]]:
        """A mention with the one behind a comma or "of" that says where it is: "Palmyra, Syria"."""
        for rows in self.facts.mentions.values():
            for row in rows:
                begin, stop = self._place(row)
                if not end < begin <= end + 20 or begin - sentence > len(words):
                    continue
                between = " ".join(words[end - sentence : begin - sentence].split()).lower()
                if between in (",", "of", "of the", "in", "district of", "and"):
                    kind = self.facts.classes.get(str(row["thing"]), "")
                    yield start, stop, ["joined", f"joined by {between}", f"joined {between} {kind}"]

    @staticmethod
    def _before(
        sentence: int, words: str, start: int, end: int, taken: set[Place]
    ) -> Iterator[tuple[int, int, list[str]]]:
        gained: list[str] = []
        before = tokens(words[: start - sentence])
        for at, (first, _, word) in enumerate(reversed(before[-_LEFT:])):
            if word in (",", ";", ":", "(", ")", '"', "“", "”"):
                break
            gained += [f"gained {one}" for one in (plain(word), *classes(word))]
            if not word[0].isupper():
                continue
            place = sentence + first
            held = any(begin <= place < stop for begin, stop in taken)
            earlier = before[-at - 2][2] if at + 2 <= len(before) else "^"
            found = ["longer before", *sorted(set(gained)), f"starts {shape(word)}", f"held {held}"]
            found += [f"starts {one}" for one in classes(word)] + [
                f"adds {at + 1}",
                f"earlier {shape(earlier)}",
            ]
            yield place, end, found

    @staticmethod
    def _after(
        sentence: int, words: str, start: int, end: int, taken: set[Place]
    ) -> Iterator[tuple[int, int, list[str]]]:
        gained: list[str] = []
        after = tokens(words[end - sentence :])
        for at, (_, stop, word) in enumerate(after[:_RIGHT]):
            gained += [f"gains {one}" for one in (shape(word), *classes(word))]
            if not word[0].isalnum():
                continue
            place = end + stop
            held = any(begin < place <= last for begin, last in taken)
            later = after[at + 1][2] if at + 1 < len(after) else "$"
            pattern = " ".join(shape(one) for _, _, one in after[: at + 1])
            found = [
                "longer after",
                *sorted(set(gained)),
                f"pattern {pattern} held {held}",
                f"later {shape(later)}",
            ]
            yield start, place, found + [f"ends {one}" for one in (shape(word), *classes(word))]

    def named(self, model: Weights, least: float) -> tuple[Mention, ...]:
        """The spans that are likely names, with their likeliest types."""
        found: dict[Place, tuple[float, str, str]] = {}
        for (start, end, thing), features in self.candidates.items():
            chances = model.chances(features)
            kind = max((one for one in chances if one != NONE), key=lambda one: chances[one])
            if chances[kind] >= least and chances[kind] > found.get((start, end), (0.0,))[0]:
                found[start, end] = chances[kind], kind, thing
        return tuple(
            Mention(start, end, kind, thing, self._sentence(start))
            for (start, end), (_, kind, thing) in sorted(found.items())
        )

    def _sentence(self, start: int) -> int:
        return max((one for one in self.facts.sentences if one <= start), default=0)
