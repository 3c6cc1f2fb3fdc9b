"""What the graph of a text says, asked once and kept by thing, event and sentence."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from accuracy.graph import Row, TextGraph

EVERY = "every"
#: Properties by which things take part in events and outcomes.
TAKES_PART = frozenset(
    {
        "allegedPerpetrator",
        "target",
        "weapon",
        "affected",
        "actor",
        "tookPlaceIn",
        "supporter",
        "recipient",
        "founded",
    }
)

#: What a sentence is where the graph tells of none.
_PASSAGE = re.compile(r"\w(?:[^.!?\n]|[.!?](?!\s)|\n(?!\s*\n))*[.!?]?")


@dataclass(frozen=True)
class Facts:
    """The claims, things and mentions of one text; each list in text order."""

    graph: TextGraph

    @cached_property
    def claims(self) -> list[Row]:
        """Every claim."""
        return self.graph.ask("claims", EVERY)

    @cached_property
    def classes(self) -> dict[str, str]:
        """What each thing is."""
        found: dict[str, str] = {}
        for row in self._things:
            found.setdefault(str(row["thing"]), str(row["class"]))
        return found

    @cached_property
    def labels(self) -> dict[str, str]:
        """What each thing is called."""
        return {str(row["thing"]): str(row["label"]) for row in self._things}

    @cached_property
    def _things(self) -> list[Row]:
        return self.graph.ask("things", EVERY)

    @cached_property
    def mentions(self) -> dict[str, list[Row]]:
        """Where each thing is named."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.graph.ask("named", EVERY):
            found[str(row["thing"])].append(row)
        return found

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kind of each thing that has one, the first told."""
        found: dict[str, str] = {}
        for row in self.claims:
            if row["predicate"] == "kind" and row["object"]:
                found.setdefault(str(row["subject"]), str(row["object"]).rpartition("#")[2])
        return found

    @cached_property
    def about(self) -> dict[str, list[Row]]:
        """The claims that each thing is the subject or object of."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.claims:
            for end in dict.fromkeys((row["subject"], row["object"])):
                if end in self.classes:
                    found[str(end)].append(row)
        return found

    @cached_property
    def sentences(self) -> dict[int, str]:
        """The sentences by where they start."""
        found: dict[int, str] = {}
        for row in self.graph.ask("sentences", EVERY):
            found.setdefault(int(row["sentence"] or 0), str(row["words"]))
        return found

    @cached_property
    def passages(self) -> dict[int, str]:
        """The whole text by where its sentences start: those told of, and what lies between them."""
        found, at = {}, 0
        for start, words in [*sorted(self.sentences.items()), (len(self.text), "")]:
            for gap in _PASSAGE.finditer(self.text, at, max(at, start)):
                found[gap.start()] = gap.group()
            if start >= at:
                found[start] = words
                at = start + len(words)
        return {start: words for start, words in found.items() if words}

    @cached_property
    def order(self) -> dict[int, int]:
        """Which sentence, in order, starts where."""
        return {start: at for at, start in enumerate(sorted(self.sentences))}

    @cached_property
    def said(self) -> dict[int, list[Row]]:
        """The claims sentence by sentence."""
        found: dict[int, list[Row]] = defaultdict(list)
        for row in self.claims:
            found[int(row["sentence"] or 0)].append(row)
        return found

    @cached_property
    def text(self) -> str:
        """The text of the document."""
        return str(self.graph.ask("about", EVERY)[0]["text"])

    @cached_property
    def flat(self) -> str:
        """The text in small letters, on one line."""
        return " ".join(self.text.lower().split())

    @cached_property
    def years(self) -> dict[str, int]:
        """How many years before the text each dated event was, as far as can be told."""
        found: dict[str, int] = {}
        for row in self.graph.ask("times", EVERY):
            if row["anchor"]:
                gap = int(str(row["anchor"])[:4]) - int(str(row["earliest"])[:4])
                found.setdefault(str(row["event"]), gap)
        return found
