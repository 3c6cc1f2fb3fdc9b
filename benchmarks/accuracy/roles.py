"""Who and what plays which role in the incidents of a text: the trained reading of the muc4 scheme."""

from collections.abc import Iterator, Mapping, Sequence

from accuracy.facts import Facts
from accuracy.incident import Incidents, bucket
from accuracy.naming import variants
from accuracy.weights import Weights

#: A training example: the model it is for, its features, its label.
Example = tuple[str, list[str], str]
NONE = "none"


def parts(
    facts: Facts, relevance: Weights | None, roles: Weights, names: Weights, least: float
) -> Iterator[tuple[str, str, float]]:
    """Yield role, name and likelihood of each candidate that plays a role, likely ones first."""
    incidents = Incidents(facts)
    relevant = _relevant(incidents, relevance)
    found = []
    for at, thing in enumerate(incidents.candidates):
        chances = roles.chances(incidents.features(thing) + relevant)
        role = max((one for one in chances if one != NONE), key=lambda one: chances[one])
        if chances[role] >= least:
            found.append((-chances[role], at, role, _name(facts, thing, role, names)))
    for chance, _, role, name in sorted(found):
        yield role, name, -chance


def _relevant(incidents: Incidents, relevance: Weights | None) -> list[str]:
    """How likely the text tells of an incident of the scheme, as a feature."""
    if relevance is None:
        return []
    chance = relevance.chance(incidents.relevance())
    return [f"relevant {bucket(int(10 * chance), *range(10))}"]


def _name(facts: Facts, thing: str, role: str, names: Weights) -> str:
    ways = variants(facts, thing)
    return max(ways, key=lambda way: names.chance(with_role(ways[way], role)))


def with_role(features: list[str], role: str) -> list[str]:
    """Features, and each of them together with the role."""
    return features + [f"{role} {one}" for one in features]


def examples(
    facts: Facts, gold: Mapping[str, Sequence[frozenset[str]]], normal, relevance: Weights | None
) -> Iterator[Example]:
    """Yield what a text with its gold teaches, the names of each role being given."""
    incidents = Incidents(facts)
    yield "relevance", incidents.relevance(), "yes" if any(gold.values()) else "no"
    relevant = _relevant(incidents, relevance)
    for thing in incidents.candidates:
        ways = variants(facts, thing)
        played = NONE
        for role, entities in gold.items():
            right = frozenset().union(*entities)
            fitting = [way for way in ways if normal(way) in right]
            if fitting and played == NONE:
                played = role
                if len(fitting) < len(ways):
                    for way in ways:
                        yield "names", with_role(ways[way], role), "yes" if way in fitting else "no"
        yield "roles", incidents.features(thing) + relevant, played
