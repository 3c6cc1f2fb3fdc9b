"""The names of onrecord's graphs in a store, told from everybody else's."""

import re
from collections.abc import Iterable

from onrecord.iri import Minter

_OURS = re.compile(
    r"(?P<base>.+/)graph/(?:(?P<role>claims|reported|inferred)/(?P<document>[^/]+)|entities|background|ontology)"
)
ONCE = ("entities", "background", "ontology")
PER_DOCUMENT = ("claims", "reported", "inferred")


def is_ours(name: str, base: str) -> bool:
    """Whether a graph is one that a build under a base makes: no receipt, and nothing that waits."""
    found = _OURS.fullmatch(name)
    return found is not None and found["base"] == base


def bases_of(names: Iterable[str]) -> list[str]:
    """The bases under which graphs are named, sorted."""
    return sorted({found["base"] for name in names if (found := _OURS.fullmatch(name))})


def companions(claims: Iterable[str]) -> list[str]:
    """The graphs that a build makes together with those of claims, sorted, these among them."""
    found = [match for name in claims if (match := _OURS.fullmatch(name)) and match["role"] == "claims"]
    names = {(m["base"], f"{role}/{m['document']}") for m in found for role in PER_DOCUMENT}
    names |= {(m["base"], name) for m in found for name in ONCE}
    return sorted(Minter(base).graph(name).value for base, name in names)
