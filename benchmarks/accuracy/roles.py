"""Who and what plays which role in the incidents of a text: the trained reading of the muc4 scheme."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from accuracy.facts import Facts
from accuracy.incident import Incidents, bucket
from accuracy.naming import variants
from accuracy.weights import Fit, Weights

T = TypeVar("T")
#: A training example: its features and its label.
Example = tuple[list[str], str]
#: The names of each entity, role by role.
Gold = Mapping[str, Sequence[frozenset[str]]]
#: How words are compared.
Normal = Callable[[str], str]
NONE = "none"
#: Candidates less likely than this need no name.
_WORTH = 0.1
#: Roles of bodies, which go by a name: what the text describes without one plays none of them.
_BODIES = frozenset({"PerpOrg"})


@dataclass(frozen=True)
class Reading:
    """A text whose incidents are looked for: how likely it tells of some, and in which sentences."""

    incidents: Incidents
    relevance: Weights
    told: Weights

    @cached_property
    def relevant(self) -> str:
        """How likely the text tells of an incident of the scheme, as a feature."""
        return f"relevant {_tenth(self.relevance.chance(self.incidents.relevance()))}"

    @cached_property
    def passages(self) -> dict[int, float]:
        """How likely each sentence speaks of who and what was in an incident, by where it starts."""
        return {
            start: self.told.chance([*features, self.relevant])
            for start, features in self.incidents.passages.items()
        }

    def features(self, thing: str) -> list[str]:
        """Features of a candidate."""
        own = self.incidents.features(thing)
        told = [self.passages.get(start, 0.0) for start in self.incidents.sentences(thing)] or [0.0]
        most = f"passage {_tenth(max(told))}"
        return [*own, self.relevant, most, f"first passage {_tenth(told[0])}", f"{own[0]} {most}"]


def _tenth(chance: float) -> str:
    return bucket(int(10 * chance), *range(10))


def parts(
    facts: Facts, relevance: Weights, told: Weights, roles: Weights, names: Weights
) -> Iterator[tuple[str, str, float]]:
    """Yield role, name and likelihood of each candidate that may play a role, likely ones first."""
    incidents = Incidents(facts)
    reading = Reading(incidents, relevance, told)
    found = []
    for at, thing in enumerate(incidents.candidates):
        chances = roles.chances(reading.features(thing))
        barred = {NONE, *_BODIES} if thing in incidents.phrases else {NONE}
        likely = [role for role in chances if role not in barred and chances[role] >= _WORTH]
        ways = variants(incidents, thing) if likely else {}
        for role in likely:
            right = {way: names.chance(with_role(features, role)) for way, features in ways.items()}
            name = max(right, key=lambda way: right[way])
            found.append((-chances[role] * right[name] ** 0.5, at, role, name))
    for chance, _, role, name in sorted(found):
        yield role, name, -chance


def with_role(features: list[str], role: str) -> list[str]:
    """Features, and each of them together with the role."""
    return features + [f"{role} {one}" for one in features]


def whole(incidents: Incidents, gold: Gold) -> Example:
    """What a text with its gold teaches of whether it tells of an incident."""
    return incidents.relevance(), "yes" if any(gold.values()) else "no"


def sentences(reading: Reading, gold: Gold, normal: Normal) -> Iterator[Example]:
    """Yield what the sentences of a text with its gold teach of where incidents are told of."""
    names = {f" {name} " for entities in gold.values() for one in entities for name in one if name}
    for start, features in reading.incidents.passages.items():
        words = f" {normal(' '.join(reading.incidents.facts.passages[start].split()))} "
        yield [*features, reading.relevant], "yes" if any(name in words for name in names) else "no"


def examples(reading: Reading, gold: Gold, normal: Normal) -> Iterator[tuple[str, Example]]:
    """Yield what a text with its gold teaches the models "roles" and "names"."""
    incidents = reading.incidents
    rights = {role: frozenset[str]().union(*entities) for role, entities in gold.items()}
    for thing in incidents.candidates:
        ways = variants(incidents, thing)
        played = NONE
        for role, right in rights.items():
            fitting = {way for way in ways if normal(way) in right}
            if fitting:
                played = role
                if len(fitting) < len(ways):
                    for way, features in ways.items():
                        yield "names", (with_role(features, role), "yes" if way in fitting else "no")
                break
        yield "roles", (reading.features(thing), played)


def taught(texts: Sequence[tuple[Facts, Gold]], normal: Normal, fit: Fit, folds: int) -> dict[str, Weights]:
    """The models that texts teach; what a model learns of another is told by one of other texts."""
    known = [(Incidents(facts), gold) for facts, gold in texts]
    loose = {"relevance": 0.05, "told": 0.02, "roles": 0.04, "names": 3.0}

    def relevance(of: Sequence[tuple[Incidents, Gold]]) -> Weights:
        return fit([whole(incidents, gold) for incidents, gold in of], loose["relevance"])

    judged = [relevance(_without(known, fold, folds)) for fold in range(folds)]
    lines: list[list[Example]] = []
    for at, (incidents, gold) in enumerate(known):
        reading = Reading(incidents, judged[at % folds], judged[at % folds])
        lines.append(list(sentences(reading, gold, normal)))

    def told(of: Sequence[list[Example]]) -> Weights:
        return fit([one for examples in of for one in examples], loose["told"])

    placed = [told(_without(lines, fold, folds)) for fold in range(folds)]
    found: dict[str, list[Example]] = {"roles": [], "names": []}
    for at, (incidents, gold) in enumerate(known):
        reading = Reading(incidents, judged[at % folds], placed[at % folds])
        for name, example in examples(reading, gold, normal):
            found[name].append(example)
    models = {name: fit(found[name], loose[name]) for name in found}
    return {"relevance": relevance(known), "told": told(lines), **models}


def _without(every: Sequence[T], fold: int, folds: int) -> list[T]:
    return [one for at, one in enumerate(every) if at % folds != fold]
