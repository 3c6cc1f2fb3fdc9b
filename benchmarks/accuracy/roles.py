"""Who and what plays which role in the incidents of a text: the trained reading of the muc4 scheme."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from accuracy.facts import Facts
from accuracy.incident import Incidents, bucket
from accuracy.naming import variants
from accuracy.weights import Weights

#: A training example: its features and its label.
Example = tuple[list[str], str]
#: The names of each entity, role by role.
Gold = Mapping[str, Sequence[frozenset[str]]]
NONE = "none"
#: Candidates less likely than this need no name.
_WORTH = 0.1


def parts(
    facts: Facts, relevance: Weights | None, roles: Weights, names: Weights
) -> Iterator[tuple[str, str, float]]:
    """Yield role, name and likelihood of each candidate that may play a role, likely ones first."""
    incidents = Incidents(facts)
    relevant = likely(incidents, relevance)
    found = []
    for at, thing in enumerate(incidents.candidates):
        chances = roles.chances(incidents.features(thing) + relevant)
        role = max((one for one in chances if one != NONE), key=lambda one: chances[one])
        if chances[role] >= _WORTH:
            ways = variants(facts, thing)
            right = {way: names.chance(with_role(features, role)) for way, features in ways.items()}
            name = max(right, key=lambda way: right[way])
            found.append((-chances[role] * right[name] ** 0.5, at, role, name))
    for chance, _, role, name in sorted(found):
        yield role, name, -chance


def likely(incidents: Incidents, relevance: Weights | None) -> list[str]:
    """How likely the text tells of an incident of the scheme, as a feature."""
    if relevance is None:
        return []
    return [f"relevant {bucket(int(10 * relevance.chance(incidents.relevance())), *range(10))}"]


def with_role(features: list[str], role: str) -> list[str]:
    """Features, and each of them together with the role."""
    return features + [f"{role} {one}" for one in features]


def whole(facts: Facts, gold: Gold) -> Example:
    """What a text with its gold teaches of whether it tells of an incident."""
    return Incidents(facts).relevance(), "yes" if any(gold.values()) else "no"


def examples(
    facts: Facts, gold: Gold, normal: Callable[[str], str], relevance: Weights | None
) -> Iterator[tuple[str, Example]]:
    """Yield what a text with its gold teaches the models "roles" and "names"."""
    incidents = Incidents(facts)
    relevant = likely(incidents, relevance)
    rights = {role: frozenset[str]().union(*entities) for role, entities in gold.items()}
    for thing in incidents.candidates:
        ways = variants(facts, thing)
        played = NONE
        for role, right in rights.items():
            fitting = {way for way in ways if normal(way) in right}
            if fitting:
                played = role
                if len(fitting) < len(ways):
                    for way, features in ways.items():
                        yield "names", (with_role(features, role), "yes" if way in fitting else "no")
                break
        yield "roles", (incidents.features(thing) + relevant, played)
