"""The kinds of attack in their order: which kind a word for another kind may mean."""

import csv
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from onrecord.resources import resource


def may_be_one(one: str, other: str) -> bool:
    """Whether words for two kinds may tell of one attack: "the bombing" and an airstrike, not a siege."""
    return one == other or any({one, other} <= family for family in _families())


def finer(one: str, other: str) -> str:
    """The kind of an attack that words for two kinds tell of: the narrower one, else the one told first."""
    return other if other in narrower(one) else one


@cache
def narrower(kind: str) -> frozenset[str]:
    """The kinds that a word for this kind may mean: those below it, and those that it is said of too."""
    rows = _kinds()
    direct = {name for name, (broader, _) in rows.items() if broader == kind} | rows[kind][1]
    return frozenset(direct).union(*(narrower(name) for name in direct))


@cache
def _families() -> tuple[frozenset[str], ...]:
    """Each kind with those it may be; the top kind, which may be any, in a pair with each one."""
    found = []
    for kind, (broader, _) in _kinds().items():
        if broader:
            found.append(narrower(kind) | {kind})
        else:
            found += [frozenset({kind, below}) for below in sorted(narrower(kind))]
    return tuple(found)


@cache
def _kinds() -> Mapping[str, tuple[str, frozenset[str]]]:
    """Kind → the broader kind, and other kinds that it is said of."""
    with resource("data", "lexicon", "attack-kinds.csv").open(newline="", encoding="utf-8") as rows:
        return MappingProxyType(
            {row["kind"]: (row["broader"], frozenset(row["may_be"].split())) for row in csv.DictReader(rows)}
        )
