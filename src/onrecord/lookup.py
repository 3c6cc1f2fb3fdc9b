"""Lookups: what the program asks a graph about the rows of an answer, from ``queries/lookups``.

Each is asked for a few hundred things at once, bound as terms, of a store and of an endpoint alike.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any

from onrecord.resources import resource
from onrecord.sparql import bind

Ask = Callable[[str], Any]
Row = tuple[Any, ...]

AT_ONCE = 200
"""How many things one lookup asks for."""


def look_up(ask: Ask, name: str, /, **terms: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a lookup as mappings, its parameters bound to terms; none where there are no terms.

    Where one parameter has many terms, it is asked for a part of them at a time.
    """
    given = {f"_{variable}": list(dict.fromkeys(many)) for variable, many in terms.items()}
    if not all(given.values()):
        return
    longest = max(given, key=lambda variable: len(given[variable]))
    many = given[longest]
    for first in range(0, len(many), AT_ONCE):
        part = {**given, longest: many[first : first + AT_ONCE]}
        found = ask(bind(_text(name), {key: " ".join(map(str, value)) for key, value in part.items()}))
        names = [variable.value for variable in found.variables]
        for row in found:
            yield dict(zip(names, row, strict=True))


def parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows a few hundred at a time, as lookups take them."""
    rows = iter(rows)
    while part := list(islice(rows, AT_ONCE)):
        yield part


@cache
def _text(name: str) -> str:
    return resource("queries", "lookups", f"{name}.rq").read_text("utf-8")
