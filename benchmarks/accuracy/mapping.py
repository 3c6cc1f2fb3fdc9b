"""The values of a corpus's scheme for what the graph has: tables that a person can edit."""

import csv
import re
from dataclasses import dataclass
from functools import cache

from accuracy.graph import MAPPING


@dataclass(frozen=True)
class Rule:
    """A line of a table: what a pattern stands for in the scheme, when it is looked up under that key."""

    key: str
    pattern: re.Pattern[str]
    means: str


@cache
def rules(scheme: str, name: str) -> tuple[Rule, ...]:
    """The lines of a table, in their order: the first that fits counts."""
    with (MAPPING / scheme / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Rule(row["key"], re.compile(row["pattern"], re.IGNORECASE), row["means"])
            for row in csv.DictReader(file)
        )


def meaning(scheme: str, name: str, **given: object) -> str | None:
    """What a table says of some values, each given under its key; "" is a meaning, None says nothing."""
    for rule in rules(scheme, name):
        value = given.get(rule.key)
        if value is not None and rule.pattern.search(str(value)):
            return rule.means
    return None
