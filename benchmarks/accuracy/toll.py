"""The numbers of dead that a report gives, with what speaks for each as that of the civilians killed."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from accuracy.contest import Ways
from accuracy.graph import Row
from accuracy.incident import bucket
from accuracy.report import Report
from accuracy.spoken import near
from accuracy.words import classes, closed, tokens

#: The groups of the dead, the one that counts first where several are told.
_GROUPS = ("fighters", "part", "civilians", "people")
_SIZES = (0, 1, 3, 10, 50, 200, 1000)
#: More dead than in any single incident: a total of the war.
_WAR = 3000


@dataclass(frozen=True)
class Death:
    """Deaths told in one place: how many, of which group, in which sentence, and what else is said."""

    number: int | None
    group: str
    order: int
    sentence: int
    features: frozenset[str]


@dataclass(frozen=True)
class Toll:
    """The contest of numbers in one report, given what the tables of the scheme answer."""

    report: Report
    ruled: Mapping[str, object]
    title: str

    @cached_property
    def deaths(self) -> list[Death]:
        """Every telling of deaths, in text order."""
        facts = self.report.facts
        harms = [
            (int(rows[0]["start"] or 0), harm, rows)
            for harm, rows in facts.about.items()
            if facts.classes[harm] == "Harm" and facts.kinds.get(harm) == "killed"
        ]
        numbers = {str(row["quantity"]): row["number"] for row in facts.graph.ask("quantities")}
        return [self._death(*one, numbers) for one in sorted(harms, key=lambda one: one[:2])]

    def _death(self, start: int, harm: str, rows: list[Row], numbers: Mapping[str, object]) -> Death:
        facts = self.report.facts
        counted = [numbers.get(str(row["object"])) for row in rows if row["predicate"] == "count"]
        told = [one for one in counted if isinstance(one, int)]
        whom = [row for row in rows if row["predicate"] == "affected" and row["subject"] == harm]
        found = set[str]()
        if not told and len(whom) == 1 and self._alone(whom[0]):
            told = [1]
            found.add("alone")
        groups = {
            self.report.group_of(
                facts.classes.get(str(row["object"]), ""),
                f"{facts.labels.get(str(row['object']))} {row['objectWords']}",
            )
            for row in whom
        }
        group = next((one for one in _GROUPS if one in groups), "nobody")
        sentence = max((one for one in facts.sentences if one <= start), default=0)
        found |= set(self._claimed(harm, rows)) | {f"group {group}"}
        words = facts.sentences.get(sentence, "")
        for _, _, word in tokens(words):
            found |= {f"beside {one}" for one in classes(word)}
            if word.lower() in closed("summing"):
                found.add(f"beside {word.lower()}")
        for row in whom:
            for _, _, word in tokens(str(row["objectWords"])):
                found |= {f"of {one}" for one in classes(word)}
        for row in rows:
            if row["predicate"] == "count":
                first, last = int(row["start"] or 0) - sentence, int(row["end"] or 0) - sentence
                found |= {f"near {one}" for one in near(words, max(0, first), last)}
        if harm in facts.years:
            found.add(f"years {bucket(facts.years[harm], -1, 0, 1)}")
        number = told[0] if told else None
        return Death(number, group, self.report.order(start), sentence, frozenset(found))

    def _alone(self, row: Row) -> bool:
        """Whether a claim speaks of one person."""
        words = str(row["objectWords"]).lower().split()
        return self.report.facts.classes.get(str(row["object"])) == "Person" or words[:1] in (
            ["a"],
            ["an"],
            ["one"],
        )

    def _claimed(self, harm: str, rows: list[Row]) -> Iterator[str]:
        for row in rows:
            yield f"stance {row['stance']}"
            yield f"polarity {row['polarity']}"
            if row["quotation"]:
                yield "quoted"
            if row["predicate"] == "caused" and row["object"] == harm:
                yield f"caused by {self.report.facts.kinds.get(str(row['subject']))}"
                yield f"caused {self.report.part.get(str(row['subject']))}"

    def numbers(self) -> Ways:
        """Each number that is told, and none, with its features."""
        known = [(death.number, death) for death in self.deaths if death.number is not None]
        told: dict[int, list[Death]] = defaultdict(list)
        features: dict[int, set[str]] = defaultdict(set)
        seen = Counter[str]()
        for nth, (number, death) in enumerate(known):
            told[number].append(death)
            at = bucket(death.order, 0, 1, 2, 4, 8)
            features[number] |= death.features | {f"at {at}", f"{death.group} at {at}", f"nth {min(nth, 4)}"}
            features[number].add(f"{death.group} nth {min(seen[death.group], 3)}")
            seen[death.group] += 1
            for other, beside in known:
                if beside is not death and beside.sentence == death.sentence:
                    how = "more" if other > number else "less" if other < number else "same"
                    features[number] |= {
                        f"with {beside.group} {how}",
                        f"{death.group} with {beside.group} {how}",
                    }
        most = max((one for one in told if one < _WAR), default=0)
        for order, (number, deaths) in enumerate(told.items()):
            features[number] |= set(self._ranked(number, deaths, order, number == most, told))
            group = min(death.group for death in deaths)
            starts = ("first", "stance", "caused")
            features[number] |= {f"{group} {one}" for one in features[number] if one.startswith(starts)}
        features[0] |= set(self._nobody([death for _, death in known], len(told)))
        return [(number, sorted(found)) for number, found in features.items()]

    def _ranked(
        self, number: int, deaths: Sequence[Death], order: int, most: bool, told: Mapping[int, object]
    ) -> Iterator[str]:
        """What a number is like among those of the report."""
        groups = {death.group for death in deaths}
        headed = number in self._headed
        yield f"said {bucket(len(deaths), 1, 2, 3)}"
        yield f"first {bucket(min(death.order for death in deaths), 0, 1, 2, 4)}"
        yield f"order {min(order, 4)}"
        yield f"number {bucket(number, *_SIZES)}"
        yield f"distinct {min(len(told), 5)}"
        yield f"most {most} order {min(order, 2)}"
        yield f"most {most}"
        for group in groups:
            yield f"{group} said {bucket(len(deaths), 1, 2)}"
            yield f"{group} title {headed}"
            yield f"{group} order {min(order, 3)}"
            yield f"{group} most {most}"
        if "civilians" not in groups:
            yield f"elsewhere civilians {any(one.group == 'civilians' for one in self.deaths)}"
        yield f"title {headed}" if headed or not self._headed else "title others"
        yield f"ruled {number == self.ruled['civilians']}"

    @cached_property
    def _headed(self) -> frozenset[int]:
        """The numbers in figures that the title gives."""
        return frozenset(int(word) for _, _, word in tokens(self.title) if word.isdecimal())

    def _nobody(self, known: Sequence[Death], numbers: int) -> Iterator[str]:
        """What speaks for no civilians."""
        yield f"nobody of {min(3, numbers)}"
        yield f"nobody deaths {min(2, len(self.deaths))}"
        yield f"nobody ruled {self.ruled['civilians'] == 0}"
        yield from (f"nobody {field} {self.ruled[field]}" for field in ("actor", "cause_of_death"))
        groups = sorted({death.group for death in known})
        yield from (f"nobody group {group}" for group in groups)
        if known:
            yield f"nobody foremost {known[0].group}"
            yield f"nobody only {'+'.join(groups)}"
            yield from (
                f"nobody first {one}" for one in known[0].features if one.startswith(("of ", "caused"))
            )
        lead = next((words for _, words in sorted(self.report.facts.sentences.items())), "")
        for part, line in (("title", self.title), ("lead", lead)):
            yield from (f"nobody {part} {one}" for _, _, word in tokens(line) for one in classes(word))
