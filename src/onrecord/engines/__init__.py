"""The engines that can take the place of the authorities, one module each, and how one is chosen.

pyshacl is the authority for shapes and owlrl for what follows from the ontology: what an engine does not
do equally is left to them. ``data/engines.csv`` says for each construct whether an engine was seen to
be equal; a construct that is not listed counts as one it does not know.
"""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from types import MappingProxyType
from typing import TYPE_CHECKING

from onrecord.errors import UsageError
from onrecord.resources import resource

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from onrecord.inference import Closure

#: The engines that run shapes, the authority first.
SHAPE_ENGINES = ("pyshacl", "pyrudof")
#: The engines that find what follows from the ontology, the authority first.
CLOSURE_ENGINES = ("owlrl", "reasonable")


@dataclass(frozen=True, slots=True)
class Engines:
    """The engine that runs the shapes, and the one that closes a graph under the ontology."""

    shapes: str = SHAPE_ENGINES[0]
    closure: str = CLOSURE_ENGINES[0]

    @classmethod
    def named(cls, names: Iterable[str]) -> "Engines":
        """The engines of these names, the authorities where none is named.

        UsageError for a name that is unknown or not installed, and for two engines of one job.
        """
        chosen: dict[str, str] = {}
        for name in names:
            job = next((job for job, known in _JOBS.items() if name in known), None)
            if job is None:
                every = ", ".join(name for known in _JOBS.values() for name in known)
                raise UsageError("is no engine known here", where=name, remedy=f"choose of {every}")
            if chosen.setdefault(job, name) != name:
                raise UsageError(
                    f"does the same job as {chosen[job]}", where=name, remedy="name one engine for each job"
                )
            if find_spec(name) is None:
                raise UsageError(
                    "is not installed",
                    where=name,
                    remedy="install it with: pip install 'onrecord[engines]'",
                )
        return cls(**chosen)


_JOBS = {"shapes": SHAPE_ENGINES, "closure": CLOSURE_ENGINES}


@cache
def constructs(engine: str) -> Mapping[str, str]:
    """The constructs an engine was held against the authority for: IRI → "yes", "no", "not for literals" …"""
    with resource("data", "engines.csv").open(newline="", encoding="utf-8") as rows:
        return MappingProxyType(
            {row["construct"]: row["equal"] for row in csv.DictReader(rows) if row["engine"] == engine}
        )


def closure_by(engine: str) -> "Callable[[Iterable[Triple], Iterable[Triple]], Closure]":
    """The function that closes reported triples and entity types with an engine."""
    if engine == "reasonable":
        from onrecord.engines.reasonable import close

        return close
    from onrecord.inference import infer

    return infer
