"""Profiles of triple stores: where a kind of store takes queries, updates and graphs, and what it bears."""

import csv
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import quote

from onrecord.errors import UsageError
from onrecord.resources import resource
from onrecord.stores.address import joined

CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of store. Its paths are relative to a server's URL; those of a custom one are whole URLs.

    ``graphs`` takes N-Triples for one graph, named where it says ``{graph}``; ``quads`` takes N-Quads.
    ``update_triples`` and ``post_triples`` are how many triples one request may have, ``page_rows`` how
    many rows one answer. ``atomic`` tells that the operations of one update are done all or none,
    ``long_decimals`` that integers of more than 32 bits come back as decimals.
    """

    name: str
    label: str
    query: str
    update: str = ""
    graphs: str = ""
    quads: str = ""
    server: str = ""
    auth: str = "challenge"
    update_triples: int = 900
    post_triples: int = 10_000
    page_rows: int = 9_000
    gzip: bool = False
    atomic: bool = False
    long_decimals: bool = False
    tested: bool = False
    notes: str = ""

    def at(self, url: str) -> "Profile":
        """The profile with the URLs of the server at this URL, or of the one that takes queries at it."""
        if self.query.startswith("/"):
            url = url.rstrip("/").removesuffix(self.query.rstrip("/"))
        query, update, graphs, quads = (
            joined(url, path) if path else "" for path in (self.query, self.update, self.graphs, self.quads)
        )
        return replace(self, query=query, update=update, graphs=graphs, quads=quads)

    def graph_url(self, graph: str) -> str:
        """Where the triples of a graph are sent."""
        return self.graphs.replace("{graph}", quote(graph, safe=""))


@cache
def profiles() -> dict[str, Profile]:
    """Name → profile, as data/stores.csv has them."""
    numbers, flags = (
        ("update_triples", "post_triples", "page_rows"),
        ("gzip", "atomic", "long_decimals", "tested"),
    )
    with resource("data", "stores.csv").open(newline="", encoding="utf-8") as rows:
        found = [_read(row, numbers, flags) for row in csv.DictReader(rows)]
    return {profile.name: profile for profile in found}


def _read(row: dict[str, str], numbers: tuple[str, ...], flags: tuple[str, ...]) -> Profile:
    cells: dict[str, Any] = dict(row)
    cells |= {key: int(row[key]) for key in numbers} | {key: row[key] == "yes" for key in flags}
    return Profile(**cells)


def profile_named(name: str) -> Profile:
    """The profile of that name. UsageError for any other."""
    if name not in profiles():
        raise UsageError(
            f"no such kind of store is known: {name!r}",
            where="--store",
            remedy=f"choose {', '.join(profiles())}, or give --query-url, --update-url and --gsp-url",
        )
    return profiles()[name]


def profile_of(server: str) -> Profile | None:
    """The profile of the store whose Server header begins like this one."""
    matching = (known for known in profiles().values() if known.server and server.startswith(known.server))
    return next(matching, None)


def custom(query_url: str, update_url: str = "", gsp_url: str = "", server: str = "") -> Profile:
    """The profile of a store that is known only by its URLs; the graph store's may say ``{graph}``.

    Where the ``server`` calls itself one of a known kind, what is known of that kind's answers counts.
    """
    if gsp_url and "{graph}" not in gsp_url:
        gsp_url += ("&" if "?" in gsp_url else "?") + "graph={graph}"
    made = Profile(CUSTOM, "a store given by its URLs", query_url, update_url, gsp_url)
    known = profile_of(server)
    if known is None:
        return made
    return replace(made, page_rows=known.page_rows, long_decimals=known.long_decimals)
