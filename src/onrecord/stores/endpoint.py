"""A SPARQL endpoint: another server's store, asked over the SPARQL 1.1 Protocol, only ever for reading.

A saved query reads onrecord's graphs as one. Where a store's default graph is not their union, it is asked
to make it so, by a parameter that Oxigraph has, else by naming the graphs in the protocol's own way. The
parameter comes first: with 282 named graphs of 200,000 triples Oxigraph 0.5 took over a minute for what took
8 seconds so.
"""

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from typing import IO, TYPE_CHECKING, TypeVar, cast

from onrecord.errors import ToolError, UsageError
from onrecord.sparql import Form
from onrecord.stores.address import checked, is_url, shown
from onrecord.stores.connection import NOBODY, Access, Connection, Patience
from onrecord.stores.named import companions
from onrecord.stores.wording import worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import QueryBoolean, QuerySolution, Triple, Variable

    from onrecord.stores.incoming import Incoming

__all__ = ["ask", "claims_graphs", "is_endpoint", "is_url"]

_ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.8"
_RESULTS = "application/sparql-results+json"
_ELSEWHERE = "check the URL: give the one at which the server takes queries, as http://HOST:PORT/query"
_REMEDIES = {404: _ELSEWHERE, 405: _ELSEWHERE, 413: "shorten the query"}
_PAGE = 5_000
_MOST = 2_000
"""Graphs that are named one by one, at most."""
_UNION = ("union-default-graph", "true")  # Oxigraph's parameter; others do not know it

T = TypeVar("T")
Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a SELECT while they come from an endpoint, read once."""

    variables: "tuple[Variable, ...]"
    rows: "Iterator[QuerySolution]"

    def __iter__(self) -> "Iterator[QuerySolution]":
        return self.rows


def ask(
    url: str, query: str, own_graphs: bool = False, form: Form = Form.SELECT, access: Access = NOBODY
) -> "Rows | QueryBoolean | Iterator[Triple]":
    """What an endpoint answers to a query of a form, rows and triples as they come.

    ``own_graphs``: the query itself says with FROM which graphs it reads. ToolError where it cannot be
    reached, refuses or answers something else, and while its answer is read, where that breaks off.
    """
    checked(url, "--in")
    fields = () if own_graphs else _graphs(url, access)
    connection = _connected(access)
    try:
        incoming = connection.opened(url, [("query", query), *fields], _ACCEPT)
    except BaseException:
        connection.close()
        raise
    return _parse(incoming, connection, form)


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
def _graphs(url: str, access: Access) -> Fields:
    """What is sent with each query so that it reads onrecord's graphs as one.

    Nothing where the default graph holds them already; a parameter where the server has one for it; else
    their names. Of a store without such graphs nothing is known: its queries are sent as they are.
    """
    with _connected(access) as connection:
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


def _connected(access: Access) -> Connection:
    return Connection(access, Patience(tries=2), _REMEDIES)


def _parse(
    incoming: "Incoming", connection: Connection, form: Form
) -> "Rows | QueryBoolean | Iterator[Triple]":
    """What stands in an answer; its connection is closed when all of it is read, or it cannot be."""
    from pyoxigraph import QueryBoolean, QueryResultsFormat, RdfFormat, parse, parse_query_results

    url, media_type = incoming.url, incoming.media_type
    until_read = ExitStack()
    until_read.callback(connection.close)
    until_read.callback(incoming.close)
    with until_read:
        if form in (Form.CONSTRUCT, Form.DESCRIBE):
            graph = RdfFormat.from_media_type(media_type)
            if graph is None or "html" in media_type:
                raise _wrong_kind(url, media_type, "no syntax of RDF")
            quads = parse(cast("IO[bytes]", incoming), format=graph)
            return _each((quad.triple for quad in quads), url, until_read.pop_all())
        syntax = QueryResultsFormat.from_media_type(media_type)
        if syntax is None or syntax == QueryResultsFormat.CSV:  # for which also text/plain is taken
            lossy = " that tells IRIs from text" if media_type == "text/csv" else ""
            raise _wrong_kind(url, media_type, f"no SPARQL results format{lossy}")
        with _readable(url):
            found = parse_query_results(cast("IO[bytes]", incoming), format=syntax)
        if isinstance(found, QueryBoolean) != (form is Form.ASK):
            del found  # with the traceback it could come to an end in another thread, which it does not bear
            what = "rows" if form is Form.ASK else "yes or no"
            raise ToolError(f"answered {what} to {form}", where=shown(url), remedy=_ELSEWHERE)
        if isinstance(found, QueryBoolean):
            return found
        return Rows(tuple(found.variables), _each(found, url, until_read.pop_all()))


def _wrong_kind(url: str, media_type: str, what: str) -> ToolError:
    """The error of an answer that is not what such a query is answered with."""
    return ToolError(
        f"answered {media_type or 'no media type'}, which is {what}", where=shown(url), remedy=_ELSEWHERE
    )


def _each(things: "Iterable[T]", url: str, until_read: ExitStack) -> "Iterator[T]":
    """Yield what is read; ToolError where the rest cannot be."""
    with until_read, _readable(url):
        yield from things


@contextmanager
def _readable(url: str) -> "Iterator[None]":
    """Turn what a reader of rows or triples stumbles over into a ToolError."""
    from onrecord.stores.contents import unreadable

    try:
        yield
    except (SyntaxError, ValueError, OSError) as error:
        raise unreadable(url, error) from error
