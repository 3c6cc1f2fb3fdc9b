"""What a store holds: its named graphs with their counts, and their triples, fetched whole or not at all."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from onrecord.errors import ToolError
from onrecord.stores.address import shown
from onrecord.stores.fingerprint import Fingerprint, digest, fingerprint_of
from onrecord.stores.wording import iri, text, worded

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, Triple

    from onrecord.stores.connection import Answer, Connection
    from onrecord.stores.profile import Profile

T = TypeVar("T")
Row = tuple["NamedNode", ...]
RESULTS = "application/sparql-results+json"
GRAPHS = "application/n-triples, text/turtle;q=0.8"
_TOGETHER = 100  # graphs that one query names


class Contents:
    """The named graphs of a store, read over SPARQL in pages that it can bear."""

    def __init__(self, connection: "Connection", profile: "Profile") -> None:
        self.connection = connection
        self.profile = profile

    def counts(self, prefix: str) -> dict[str, int]:
        """Name → number of triples of each graph whose name begins so and that has any."""
        found: dict[str, int] = {}
        ask = partial(ask_rows, self.connection, self.profile.query)
        query = partial(worded, "graphs.rq", prefix=text(prefix))
        for graph, number in all_rows(self.profile.query, ask, query, self.profile.page_rows):
            if graph is not None and number is not None:
                found[graph.value] = int(float(number.value))
        return {name: number for name, number in found.items() if number}

    def fingerprints(self, counts: dict[str, int]) -> Iterator[tuple[str, Fingerprint]]:
        """Yield each graph with its fingerprint; ``counts`` says how many triples it has."""
        for graph, triples in self.triples(counts):
            yield graph, fingerprint_of(triples)

    def triples(self, counts: dict[str, int]) -> Iterator[tuple[str, "dict[int, Triple]"]]:
        """Yield each graph with its triples by their digests; as many as ``counts`` says, or ToolError."""
        for names in self._batches(counts):
            found = self._fetch(names, counts)
            for name in names:
                yield name, found[name]

    def _batches(self, counts: dict[str, int]) -> Iterator[list[str]]:
        """The graphs in lots whose triples come in one answer; a large graph is a lot of its own."""
        lot: list[str] = []
        rows = 0
        for name, number in sorted(counts.items()):
            if lot and (rows + number > self.profile.page_rows or len(lot) >= _TOGETHER):
                yield lot
                lot, rows = [], 0
            lot.append(name)
            rows += number
        if lot:
            yield lot

    def _fetch(self, names: list[str], counts: dict[str, int]) -> "dict[str, dict[int, Triple]]":
        """The triples of some graphs. ToolError where there are not as many different ones as counted."""
        ways = (self._together, self._page_by_page, self._in_order)
        for way in ways if len(names) > 1 else ways[1:]:
            found = way(names, counts)
            if all(len(found[name]) == counts[name] for name in names):
                return found
        different = next(name for name in names if len(found[name]) != counts[name])
        raise ToolError(
            f"gave {len(found[different])} of the {counts[different]} triples that it counts in {different}",
            where=shown(self.profile.query),
            remedy="see that nothing else writes to it, then run the command again",
        )

    def _together(self, names: list[str], counts: dict[str, int]) -> "dict[str, dict[int, Triple]]":
        """The triples of some small graphs, in one answer."""
        from pyoxigraph import Triple

        found: dict[str, dict[int, Triple]] = {name: {} for name in names}
        query = worded("triples.rq", graphs=" ".join(iri(name) for name in names))
        for graph, s, p, o in self._rows(query):
            if graph.value in found:
                found[graph.value][digest(s, p, o)] = Triple(s, p, o)
        return found

    def _page_by_page(
        self, names: list[str], counts: dict[str, int], query: str = "graph.rq"
    ) -> "dict[str, dict[int, Triple]]":
        """The triples of some graphs, each in as many pages as it takes."""
        limit = self.profile.page_rows
        return {
            name: {
                digest(found.subject, found.predicate, found.object): found
                for offset in range(0, counts[name], limit)
                for found in ask_triples(
                    self.connection,
                    self.profile.query,
                    worded(query, graph=iri(name), limit=limit, offset=offset),
                )
            }
            for name in names
        }

    def _in_order(self, names: list[str], counts: dict[str, int]) -> "dict[str, dict[int, Triple]]":
        """The triples of some graphs in pages that follow an order."""
        return self._page_by_page(names, counts, "graph-in-order.rq")

    def graphs(self, graphs: Iterable[str]) -> dict[str, int]:
        """Name → number of triples of those of the graphs that the store has."""
        wanted = set(graphs)
        prefix = _common(wanted)
        return {name: number for name, number in self.counts(prefix).items() if name in wanted}

    def _rows(self, query: str) -> "list[Row]":
        """The rows that a query gives."""
        return ask_rows(self.connection, self.profile.query, query)


def all_rows(
    url: str, ask: "Callable[[str], list[Row]]", query: Callable[..., str], limit: int
) -> "Iterator[Row]":
    """Yield the rows of all pages of a query, until one is empty: a server may give fewer than asked for.

    ToolError where a page repeats the rows of those before. After a short page no more rows are asked for
    than it had: Virtuoso refuses to sort more than 10,000, those that it leaves out among them.
    """
    seen: set[Row] = set()
    offset = 0
    while rows := ask(query(limit=limit, offset=offset)):
        new = [row for row in rows if row not in seen]
        if not new:
            raise ToolError(
                "gives the same rows for every page of a query",
                where=shown(url),
                remedy="check that it follows OFFSET, or name another endpoint of this store",
            )
        yield from new
        seen.update(new)
        offset += len(rows)
        limit = min(limit, len(rows))


def ask_rows(
    connection: "Connection", url: str, query: str, fields: Iterable[tuple[str, str]] = ()
) -> "list[tuple[NamedNode, ...]]":
    """The rows of a SELECT. ToolError where the answer is none, or cut short twice."""
    from pyoxigraph import QueryBoolean

    def read() -> "list[tuple[NamedNode, ...]]":
        found = results(url, connection.form(url, [("query", query), *fields], RESULTS))
        if isinstance(found, QueryBoolean):
            raise ToolError("answered yes or no to a SELECT", where=shown(url), remedy="check the URL")
        return [tuple(row) for row in found]

    return _read_twice(url, read)


def ask_triples(connection: "Connection", url: str, query: str) -> "list[Triple]":
    """The triples of a CONSTRUCT. ToolError where the answer is none, or cut short twice."""
    from pyoxigraph import RdfFormat, parse

    def read() -> "list[Triple]":
        answer = connection.form(url, [("query", query)], GRAPHS)
        syntax = RdfFormat.from_media_type(answer.media_type)
        if syntax is None or "html" in answer.media_type:
            raise wrong_kind(url, answer)
        return [quad.triple for quad in parse(answer.body, format=syntax)]

    return _read_twice(url, read)


def _read_twice(url: str, read: "Callable[[], T]") -> "T":
    """What is read; once more where the first answer cannot be read."""
    try:
        return read()
    except (SyntaxError, ValueError, OSError):
        pass
    try:
        return read()
    except (SyntaxError, ValueError, OSError) as error:
        raise unreadable(url, error) from error


def results(url: str, answer: "Answer") -> "QuerySolutions | QueryBoolean":
    """The results in an answer. ToolError for one that is of another kind."""
    from pyoxigraph import QueryResultsFormat, parse_query_results

    syntax = QueryResultsFormat.from_media_type(answer.media_type)
    if syntax is None:
        raise wrong_kind(url, answer)
    return parse_query_results(answer.body, format=syntax)


def wrong_kind(url: str, answer: "Answer") -> ToolError:
    """The error of an answer in a syntax that is not the one asked for."""
    return ToolError(
        f"answered with {answer.media_type or 'no media type'}, which is no query result",
        where=shown(url),
        remedy="check the URL and --store: this may be a page for people",
    )


def unreadable(url: str, error: Exception) -> ToolError:
    """The error of an answer that is cut short or no such syntax."""
    return ToolError(
        f"answered what cannot be read, perhaps cut short: {error}",
        where=shown(url),
        remedy="check that the store is well, then run the command again",
    )


def _common(names: set[str]) -> str:
    """How all the names begin."""
    low, high = min(names, default=""), max(names, default="")
    same = next(
        (i for i, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), min(len(low), len(high))
    )
    return low[:same]
