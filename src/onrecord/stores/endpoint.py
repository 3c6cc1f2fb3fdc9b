"""A SPARQL endpoint: another server's store, asked over the SPARQL 1.1 Protocol, only ever for reading.

A saved query reads onrecord's graphs as one. Where a store's default graph is not their union, it is asked
to make it so, by a parameter that Oxigraph has, else by naming the graphs in the protocol's own way. The
parameter comes first: with 282 named graphs of 200,000 triples Oxigraph 0.5 took over a minute for what took
8 seconds so.
"""

from functools import cache, partial
from typing import TYPE_CHECKING

from onrecord.errors import ToolError, UsageError
from onrecord.stores.address import checked, is_url, shown
from onrecord.stores.named import companions
from onrecord.stores.wording import worded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import QueryBoolean, QuerySolutions, Triple

    from onrecord.stores.connection import Answer, Connection

__all__ = ["ask", "claims_graphs", "is_endpoint", "is_url"]

_ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.8"
_RESULTS = "application/sparql-results+json"
_PAGE = 5_000
_MOST = 2_000
"""Graphs that are named one by one, at most."""
_UNION = ("union-default-graph", "true")  # Oxigraph's parameter; others do not know it

Fields = tuple[tuple[str, str], ...]


def ask(url: str, query: str, own_graphs: bool = False) -> "QuerySolutions | QueryBoolean | Iterable[Triple]":
    """What an endpoint answers to a query. ToolError where it cannot be reached or refuses.

    ``own_graphs``: the query itself says with FROM which graphs it reads.
    """
    checked(url, "--in")
    with _connected() as connection:
        fields = () if own_graphs else _graphs(url)
        answer = connection.form(url, [("query", query), *fields], _ACCEPT)
    return _parse(url, answer)


def is_endpoint(connection: "Connection", url: str) -> bool:
    """Whether queries are answered at a URL."""
    try:
        _asked(connection, url, ())
    except (ToolError, SyntaxError, ValueError, OSError):
        return False
    return True


def claims_graphs(connection: "Connection", url: str) -> list[str]:
    """The graphs that hold claims, sorted."""
    from onrecord.stores.contents import all_rows, ask_rows

    ask = partial(ask_rows, connection, url)
    rows = all_rows(url, ask, partial(worded, "claims-graphs.rq"), _PAGE)
    return sorted({row[0].value for row in rows})


@cache
def _graphs(url: str) -> Fields:
    """What is sent with each query so that it reads onrecord's graphs as one.

    Nothing where the default graph holds them already; a parameter where the server has one for it; else
    their names. Of a store without such graphs nothing is known: its queries are sent as they are.
    """
    with _connected() as connection:
        try:
            if _asked(connection, url, ()):
                return ()
            if _asked(connection, url, (_UNION,)):
                return (_UNION,)
            names = companions(claims_graphs(connection, url))
        except (ToolError, SyntaxError, ValueError):
            return ()  # it may allow no other question than the user's
    if len(names) > _MOST:
        raise UsageError(
            f"has {len(names)} graphs of onrecord and does not read them as one",
            where=shown(url),
            remedy="have the server make its default graph the union of all graphs",
        )
    return (
        *(("default-graph-uri", name) for name in names),
        *(("named-graph-uri", name) for name in names),
    )


def _asked(connection: "Connection", url: str, fields: Fields) -> bool:
    """Whether an endpoint finds claims without graphs being named."""
    from onrecord.stores.contents import results

    query = worded("claims-are-in-the-default-graph.rq")
    return bool(results(url, connection.form(url, [("query", query), *fields], _RESULTS)))


def _connected() -> "Connection":
    from onrecord.stores.connection import Connection, Patience

    return Connection(patience=Patience(tries=2))


def _parse(url: str, answer: "Answer") -> "QuerySolutions | QueryBoolean | Iterable[Triple]":
    from pyoxigraph import RdfFormat, parse

    from onrecord.stores.contents import results, unreadable

    try:
        syntax = RdfFormat.from_media_type(answer.media_type) if "html" not in answer.media_type else None
        if syntax is not None and "sparql-results" not in answer.media_type:
            return [quad.triple for quad in parse(answer.body, format=syntax)]
        return results(url, answer)
    except (SyntaxError, ValueError) as error:
        raise unreadable(url, error) from error
