"""The answers that a report could give on who did it and how, with what speaks for each."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from accuracy.graph import Row
from accuracy.incident import bucket
from accuracy.mapping import meaning, rules
from accuracy.report import UNREAL, Report
from accuracy.spoken import Span, Spoken
from accuracy.words import classes, tokens

SCHEME = "fakes"
UNKNOWN = "unknown"
#: How someone takes part in what happened, by property.
_PARTS = {"allegedPerpetrator": "by", "target": "on", "affected": "hurt"}
#: Signs of a cause that are no answers by themselves.
_SIGNS = ("combat", "bombing")
#: Beginnings of the features of a whole report that count for a cause.
_WHOLE = ("lead ", "first ", "deadly ", "beginning ")

Ways = list[tuple[object, list[str]]]


@dataclass(frozen=True)
class Contest:
    """The contest of answers about one report, given what the tables of the scheme answer."""

    report: Report
    ruled: Mapping[str, object]

    @cached_property
    def _lines(self) -> list[str]:
        facts = self.report.facts
        return [words for _, words in sorted(facts.sentences.items())]

    @property
    def title(self) -> str:
        """What the report is headed."""
        return next((str(row["title"]) for row in self.report.facts.graph.ask("headline")), "")

    def actors(self) -> Ways:
        """Who could have done it."""
        spoken = Spoken(self.title, self._lines, _of_actors)
        claimed = self._claimed(self._parts())
        found: Ways = []
        for answer in dict.fromkeys(rule.means for rule in rules(SCHEME, "actors")):
            told = self.report.speaks_of("actor", answer)
            placed = any(answer in places for places in spoken.places.values())
            if told or placed or answer == self.ruled["actor"]:
                own = spoken.features.get(answer, set()) | claimed.get(answer, set())
                found.append((answer, self._crossed("actor", answer, own | {f"named {told}"})))
        blamed = sum(any(one.startswith("by ") for one in features) for features in claimed.values())
        none = {*_crowd(spoken), f"blamed {min(3, blamed)}"}
        return [*found, (UNKNOWN, self._crossed("actor", UNKNOWN, none))]

    def causes(self) -> Ways:
        """How people could have been killed; nothing but unknown where the graph tells of no violence."""
        if not self.report.speaks_of("cause_of_death", ""):
            return [(UNKNOWN, [])]
        spoken = Spoken(self.title, self._lines, _of_causes)
        claimed = self._claimed(self._means())
        whole = {one for one in self.report.whole if one.startswith(_WHOLE)}
        whole |= {f"title {one}" for _, _, word in tokens(self.title) for one in classes(word)}
        whole |= {f"{field} {self.ruled[field]}" for field in ("actor", "cause_of_death")}
        whole |= {f"has {one}" for one in spoken.features}
        whole |= {f"has {one} {part}" for part in ("title", "s0") for one in spoken.places.get(part, ())}
        for sign in _SIGNS:
            features = spoken.features.get(sign, ())
            whole |= {f"{sign} {one}" for one in features if not one.startswith("rest")}
        found: Ways = []
        answers = dict.fromkeys(rule.means for rule in rules(SCHEME, "causes"))
        for answer in answers:
            own = spoken.features.get(answer, set()) | claimed.get(answer, set())
            found.append((answer, self._crossed("cause_of_death", answer, own, whole)))
        return [*found, (UNKNOWN, self._crossed("cause_of_death", UNKNOWN, set(_crowd(spoken)), whole))]

    def _crossed(self, field: str, answer: str, own: set[str], whole: Iterable[str] = ()) -> list[str]:
        """Features by themselves, with the answer, and those of the whole report with the answer."""
        own = own | {f"ruled {self.ruled[field] == answer}"}
        short = " ".join(dict.fromkeys((answer.split()[0], answer.split()[-1])))
        plain = {f"no {one}" for one in own} if answer == UNKNOWN else own
        crossed = {f"{short} & {one}" for one in own}
        return sorted({*plain, *crossed, f"is {short}", *(f"{short} | {one}" for one in whole)})

    def _parts(self) -> Iterator[tuple[Row, str, str]]:
        """Yield the claims on who took part, each with the answer and the part."""
        facts = self.report.facts
        for claim in facts.claims:
            thing = str(claim["object"])
            if claim["predicate"] in _PARTS and facts.labels.get(thing):
                said = self.report.actor_of(thing, f"{facts.labels[thing]} {claim['objectWords']}")
                if said:
                    yield claim, said, _PARTS[str(claim["predicate"])]

    def _means(self) -> Iterator[tuple[Row, str, str]]:
        """Yield the claims on kinds and weapons of attacks, each with the answer."""
        facts = self.report.facts
        for claim in facts.claims:
            event, said = str(claim["subject"]), None
            if facts.classes.get(event) not in ("Attack", "AttackSeries"):
                continue
            if claim["predicate"] == "kind":
                said = meaning(SCHEME, "causes", kind=facts.kinds.get(event), label=facts.labels.get(event))
            elif claim["predicate"] == "weapon":
                said = meaning(SCHEME, "causes", weapon=facts.labels.get(str(claim["object"]), ""))
            if said:
                yield claim, said, str(claim["predicate"])

    def _claimed(self, claims: Iterable[tuple[Row, str, str]]) -> dict[str, set[str]]:
        """What claims say for each answer: of which event, how firmly, how early and how often."""
        found: dict[str, set[str]] = defaultdict(set)
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for claim, answer, way in claims:
            event = self.report.part.get(str(claim["subject"]))
            how = "denied" if claim["polarity"] == "denied" else "told"
            how = "unreal" if how == "told" and claim["stance"] in UNREAL else how
            at = bucket(self.report.order(claim["start"]), 0, 1, 2, 4, 8)
            found[answer] |= {f"{way} {event} {how}", f"{way} {how}", f"{way} {claim['stance']}"}
            found[answer] |= {f"{way} quoted {bool(claim['quotation'])}", f"{way} at {at}"}
            if way not in counts:
                found[answer].add(f"{way} foremost")
            counts[way][answer] += 1
        for way, told in counts.items():
            for rank, (answer, count) in enumerate(sorted(told.items(), key=lambda one: (-one[1], one[0]))):
                found[answer].add(f"{way} rank {min(rank, 2)} of {min(3, len(told))}")
                found[answer].add(f"{way} times {bucket(count, 1, 2, 4)}")
        return found


def _crowd(spoken: Spoken) -> Iterator[str]:
    """How many answers the title and the first sentence speak of."""
    for part in ("title", "s0"):
        yield f"{part} names {min(2, len(spoken.places.get(part, ())))}"


def _of_actors(words: str) -> list[Span]:
    found: list[Span] = []
    for rule in rules(SCHEME, "actors"):
        if rule.key == "label":
            for said in rule.pattern.finditer(words):
                first, last = said.span()
                if all(last <= start or first >= end for start, end, _ in found):
                    found.append((first, last, rule.means))
    return sorted(found)


def _of_causes(words: str) -> list[Span]:
    return sorted(
        {
            (first, last, said)
            for first, last, word in tokens(words)
            for one in classes(word)
            if (said := meaning(SCHEME, "signs", **{"class": one}))
        }
    )
