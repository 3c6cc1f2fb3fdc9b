"""What a store holds: its named graphs with their counts, and their triples, fetched whole or not at all."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

from onrecord.errors import ToolError
from onrecord.stores.address import shown
from onrecord.stores.fingerprint import Fingerprint, digest, fingerprint_of
from onrecord.stores.wording import iri, text, worded

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, Triple

    from onrecord.stores.connection import Connection, Response
    from onrecord.stores.profile import Profile

T = TypeVar("T")
Row = tuple["NamedNode", ...]
Page = dict[int, "Triple"]
"""Some triples of a graph, by their digests."""
RESULTS = "application/sparql-results+json"
GRAPHS = "application/n-triples, text/turtle;q=0.8"
_TOGETHER = 100  # graphs that one query names
_FEW = 300  # graphs that are asked for by name
_ALONE = 200  # triples of a graph that is asked for by itself: Virtuoso takes far longer over rows
_AT_ONCE = 25_000  # triples that are held, however many rows an answer may have


class ChangingError(ToolError):
    """A graph that has other triples than were counted: it is written to, or not given whole."""


class Contents:
    """The named graphs of a store, read over SPARQL in pages that it can bear."""

    def __init__(self, connection: "Connection", profile: "Profile") -> None:
        self.connection = connection
        self.profile = profile

    def counts(self, prefix: str) -> dict[str, int]:
        """Name → number of triples of each graph whose name begins so and that has any."""
        ask = partial(ask_rows, self.connection, self.profile.query)
        query = partial(worded, "graphs.rq", prefix=text(prefix))
        return _numbers(all_rows(self.profile.query, ask, query, self.profile.page_rows))

    def fingerprints(self, counts: dict[str, int]) -> Iterator[tuple[str, Fingerprint]]:
        """Yield each graph with its fingerprint; ``counts`` says how many triples it has."""
        for graph, pages in groupby(self.pages(counts), key=itemgetter(0)):
            yield graph, sum((fingerprint_of(found) for _, found in pages), Fingerprint())

    def pages(self, counts: dict[str, int]) -> Iterator[tuple[str, Page]]:
        """Yield the triples of each graph, each once and by their digests, some at a time, graph by graph.

        As many as ``counts`` says; ToolError, when others have been yielded already, where that cannot be.
        """
        for names in self._batches(counts):
            found = self._together(names) if len(names) > 1 else {}
            for name in names:
                if len(found.get(name, ())) == counts[name]:
                    yield name, found[name]
                else:
                    yield from ((name, page) for page in self._pages_of(name, counts[name]))

    def _batches(self, counts: dict[str, int]) -> Iterator[list[str]]:
        """The graphs in lots whose triples come in one answer; one that is not small is a lot of its own."""
        lot: list[str] = []
        rows = 0
        for name, number in sorted(counts.items()):
            if number >= _ALONE:
                yield [name]
                continue
            if lot and (rows + number > self._rows_at_once or len(lot) >= _TOGETHER):
                yield lot
                lot, rows = [], 0
            lot.append(name)
            rows += number
        if lot:
            yield lot

    @property
    def _rows_at_once(self) -> int:
        return min(self.profile.page_rows, _AT_ONCE)

    def _together(self, names: list[str]) -> dict[str, Page]:
        """The triples of some small graphs, in one answer."""
        from pyoxigraph import Triple

        found: dict[str, Page] = {name: {} for name in names}
        query = worded("triples.rq", graphs=" ".join(iri(name) for name in names))
        for graph, s, p, o in ask_rows(self.connection, self.profile.query, query):
            if graph.value in found:
                found[graph.value][self._digest(s, p, o)] = Triple(s, p, o)
        return found

    def _pages_of(self, name: str, number: int) -> Iterator[Page]:
        """The triples of one graph page by page; in an order where pages overlap without."""
        seen: set[int] = set()
        limit = self._rows_at_once
        for way in ("graph.rq", "graph-in-order.rq"):
            for offset in range(0, number, limit):
                query = worded(way, graph=iri(name), limit=limit, offset=offset)
                triples = ask_triples(self.connection, self.profile.query, query)
                page = {self._digest(t.subject, t.predicate, t.object): t for t in triples}
                new = {mark: triple for mark, triple in page.items() if mark not in seen}
                seen.update(new)
                if new:
                    yield new
            if len(seen) == number:
                return
        raise ChangingError(
            f"gave {len(seen)} of the {number} triples that it counts in {name}",
            where=shown(self.profile.query),
            remedy="see that nothing else writes to it, then run the command again",
        )

    def _digest(self, subject: object, predicate: object, value: object) -> int:
        return digest(subject, predicate, value, self.profile.long_decimals)

    def graphs(self, graphs: Iterable[str]) -> dict[str, int]:
        """Name → number of triples of those of the graphs that the store has."""
        wanted = set(graphs)
        if len(wanted) > _FEW:
            return {name: number for name, number in self.counts(_common(wanted)).items() if name in wanted}
        left, found = sorted(wanted), dict[str, int]()
        while left:
            lot, left = left[:_TOGETHER], left[_TOGETHER:]
            query = worded("graphs-named.rq", graphs=" ".join(map(iri, lot)))
            held = _numbers(ask_rows(self.connection, self.profile.query, query))
            found |= held
            if held:  # the answer may be cut short
                left += [name for name in lot if name not in held]
        return found


def all_rows(
    url: str, ask: "Callable[[str], list[Row]]", query: Callable[..., str], limit: int
) -> "Iterator[Row]":
    """Yield the rows of all pages of a query, until one is empty: a server may give fewer than asked for.

    The last cell of a row is its key. A page begins behind the last key of the one before, and not after so
    many rows: Virtuoso refuses to sort more than 10,000, those that it leaves out among them. The server
    makes the keys, of ASCII alone, as Virtuoso compares no others rightly. ToolError where a key comes again.
    """
    seen: set[str] = set()
    last = ""
    while rows := ask(query(limit=limit, last=text(last))):
        keys = [getattr(row[-1], "value", "") for row in rows]
        if not seen.isdisjoint(keys):
            raise ToolError(
                "gives the same rows for every page of a query",
                where=shown(url),
                remedy="check that it follows FILTER and ORDER BY, or name another endpoint of this store",
            )
        yield from rows
        seen.update(keys)
        last = keys[-1]


def _numbers(rows: Iterable[Row]) -> dict[str, int]:
    """Name → number of triples of each graph in rows that has any."""
    found = {
        row[0].value: int(float(row[1].value)) for row in rows if row[0] is not None and row[1] is not None
    }
    return {name: number for name, number in found.items() if number}


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


def results(url: str, answer: "Response") -> "QuerySolutions | QueryBoolean":
    """The results in an answer. ToolError for one that is of another kind."""
    from pyoxigraph import QueryResultsFormat, parse_query_results

    syntax = QueryResultsFormat.from_media_type(answer.media_type)
    if syntax is None:
        raise wrong_kind(url, answer)
    return parse_query_results(answer.body, format=syntax)


def wrong_kind(url: str, answer: "Response") -> ToolError:
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
