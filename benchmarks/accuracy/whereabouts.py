"""What speaks for a first-order unit as the one where the main event of a report was."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from accuracy.facts import Facts
from accuracy.graph import Row, TextGraph
from accuracy.incident import bucket
from accuracy.words import plain

#: A mention of a place within the first so many characters is in the lead.
_LEAD = 400


@dataclass(frozen=True)
class Whereabouts:
    """The units whose places a text names, with what speaks for each."""

    graph: TextGraph
    facts: Facts
    unit_of: Callable[[object], str | None]
    attacks: Sequence[object]

    @cached_property
    def mentions(self) -> dict[str, list[Row]]:
        """The mentions of places in each unit, in text order."""
        found: dict[str, list[Row]] = defaultdict(list)
        areas = [{**row, "unit": row["label"]} for row in self.graph.ask("areas")]
        rows = [*self.graph.mentions, *self.graph.ask("nested"), *areas]
        for row in sorted(rows, key=lambda one: (int(one["start"] or 0), str(one["words"]))):
            unit = self.unit_of(row["unit"])
            if unit and row["start"] not in [one["start"] for one in found[unit]]:
                found[unit].append(row)
        return {unit: rows for unit, rows in found.items() if rows}

    @cached_property
    def _deaths(self) -> list[int]:
        """Where the sentences that tell of people killed start."""
        found = []
        for start, claims in sorted(self.facts.said.items()):
            if any(
                claim["predicate"] == "kind" and self.facts.kinds.get(str(claim["subject"])) == "killed"
                for claim in claims
            ):
                found.append(start)
        return found

    @cached_property
    def _hits(self) -> dict[str, list[tuple[str, int]]]:
        """How attacks are placed in each unit: by which property, and at which rank of the attacks."""
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        rank = {attack: at for at, attack in enumerate(self.attacks)}
        for row in self.graph.ask("places"):
            unit = self.unit_of(row["unit"])
            if unit and row["attack"] in rank:
                found[unit].append((str(row["property"]), rank[row["attack"]]))
        return found

    def features(self, unit: str) -> list[str]:
        """Features of a unit."""
        return sorted({*self._features(unit), f"unit {unit}"})

    def _features(self, unit: str) -> Iterator[str]:
        every = self.mentions
        mine = every.get(unit, [])
        yield f"units {bucket(len(every), 0, 1, 2, 3, 5)}"
        if not mine:
            yield "nowhere"
            return
        total = sum(len(rows) for rows in every.values())
        yield f"share {bucket(10 * len(mine) // total, 1, 3, 5, 7, 9)}"
        yield f"often {bucket(len(mine), 1, 2, 4, 8)}"
        order = sorted(every, key=lambda one: int(every[one][0]["start"] or 0))
        yield f"rank {bucket(order.index(unit), 0, 1, 2, 4)}"
        lead = [row for row in mine if int(row["start"] or 0) < _LEAD]
        yield f"lead {bucket(len(lead), 0, 1, 2)}"
        names = {plain(str(row["label"])) for row in mine}
        yield f"places {bucket(len(names), 1, 2, 3)}"
        most = max(len(rows) for rows in every.values())
        yield f"most {len(mine) == most} {len(every) > 1}"
        for at, start in enumerate(self._deaths[:3]):
            near = [row for row in mine if self._sentence(row) == start]
            rival = self._in_sentence(start)
            yield f"killed {at} {bool(near)} {bucket(len(rival), 0, 1, 2)}"
            if near and rival:
                first = min(
                    rival,
                    key=lambda one: min(
                        int(r["start"] or 0) for r in every[one] if self._sentence(r) == start
                    ),
                )
                yield f"killed {at} first {first == unit}"
        if self._deaths:
            before = [
                row for rows in every.values() for row in rows if int(row["start"] or 0) <= self._deaths[0]
            ]
            latest = max(before, key=lambda row: int(row["start"] or 0), default=None)
            if latest is not None:
                yield f"latest before killed {latest in mine}"
        for kind, rank in self._hits.get(unit, ()):
            yield f"{kind} {bucket(rank, 0, 1, 3)}"
        if not self._hits.get(unit):
            yield f"no attack {bool(self._hits)}"

    def _in_sentence(self, start: int) -> list[str]:
        """The units with a place in a sentence, the first named first."""
        rows = [(int(row["start"] or 0), unit) for unit, rows in self.mentions.items() for row in rows]
        inside = [
            (at, unit)
            for at, unit in sorted(rows)
            if max((one for one in self.facts.sentences if one <= at), default=0) == start
        ]
        return list(dict.fromkeys(unit for _, unit in inside))

    def _sentence(self, row: Row) -> int:
        return max((one for one in self.facts.sentences if one <= int(row["start"] or 0)), default=0)
