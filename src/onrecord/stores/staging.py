"""Staging: a shipment sent to a store beside what is there, seen to be whole, then put into its place.

A load that is told to stop takes away what it sent. Whatever else ends it leaves at worst graphs whose names
begin with ``{base}graph/staging/``; the next load takes them away first.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from itertools import groupby
from time import monotonic
from typing import TYPE_CHECKING

from onrecord.errors import ToolError
from onrecord.iri import Minter
from onrecord.progress import Progress, silent
from onrecord.stores.address import shown
from onrecord.stores.contents import Contents
from onrecord.stores.shipment import Shipment
from onrecord.stores.wording import iri, worded

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from onrecord.stores.connection import Connection
    from onrecord.stores.profile import Profile

Emptied = Mapping[str, tuple[str, int]]
"""Update → the graph that it takes away, with its number of triples."""

WAITING = "staging"
_LARGEST = 8 * 1024**2  # characters of one request
_ATOMIC = 40_000  # triples that one transaction moves
_TOGETHER = 100  # operations of one update where it is no transaction
_HURRY = 4.0  # seconds
_BETWEEN = " ;\n"


class Staging:
    """The part of a store in which a shipment waits until it is whole.

    ``load`` names the load: what is sent by another one, even if it arrives only now, is never mixed with it.
    """

    def __init__(self, connection: "Connection", profile: "Profile", base: str, load: str) -> None:
        self.connection = connection
        self.profile = profile
        self.load = load
        self.prefix = Minter(base).graph("").value
        self.waiting = Minter(base).graph(WAITING).value + "/"
        self.contents = Contents(connection, profile)

    def name(self, graph: str) -> str:
        """The name of the graph in which the triples of another wait."""
        known = graph.startswith(self.prefix)
        own = graph.removeprefix(self.prefix) if known else sha256(graph.encode()).hexdigest()[:20]
        return f"{self.waiting}{self.load}/{own}"

    def leftovers(self, held: Iterable[str]) -> list[str]:
        """Those graphs of a store that an earlier load left waiting, sorted."""
        return sorted(name for name in held if name.startswith(self.waiting))

    def clear(self, held: Iterable[str] | None = None) -> int:
        """Take away what an earlier load left of the graphs that the store holds; return how many graphs."""
        left = self.leftovers(self.contents.counts(self.waiting) if held is None else held)
        self.update([worded("drop.ru", graph=iri(graph)) for graph in left])
        return len(left)

    @contextmanager
    def withdrawn_if_stopped(self, graphs: Sequence[str]) -> Iterator[None]:
        """A time in which graphs wait: they are taken away where an interruption ends it, if it is quick."""
        try:
            yield
        except Exception:
            raise
        except BaseException:
            with suppress(ToolError):
                self._withdraw(graphs)
            raise

    def _withdraw(self, graphs: Sequence[str]) -> None:
        """Take away graphs that wait, in a few seconds; what the store has begun with, it may end later."""
        until = monotonic() + _HURRY
        drops = [worded("drop.ru", graph=iri(self.name(graph))) for graph in graphs]
        lots = (
            [drops]
            if self.profile.atomic
            else [drops[i : i + _TOGETHER] for i in range(0, len(drops), _TOGETHER)]
        )
        for lot in lots:
            left = until - monotonic()
            if left <= 0:
                return
            with self.connection.hurried(left) as connection:
                connection.form(self.profile.update, [("update", _BETWEEN.join(lot))], "*/*")

    def changed(self, shipment: Shipment, held: Mapping[str, int], progress: Progress = silent) -> list[str]:
        """The graphs of a shipment that are not in their place as they are in it, sorted.

        ``held`` says how many triples each graph has whose name begins as ours do.
        """
        others = self.contents.graphs(name for name in shipment.graphs if not name.startswith(self.prefix))
        alike = {
            name: part.fingerprint.triples
            for name, part in shipment.graphs.items()
            if (held.get(name) or others.get(name)) == part.fingerprint.triples
        }
        done, same = 0, set()
        for name, found in self.contents.fingerprints(alike):
            if found == shipment.expected(name, self.profile.long_decimals):
                same.add(name)
            done += found.triples
            progress("comparing with what is there", done, sum(alike.values()))
        return sorted(name for name in shipment.graphs if name not in same)

    def send(self, shipment: Shipment, graphs: Sequence[str], progress: Progress = silent) -> None:
        """Send graphs to where they wait."""
        done, of = 0, shipment.size(graphs)
        progress("sending", done, of)
        for request, number in self._requests(shipment, graphs):
            request()
            done += number
            progress("sending", done, of)

    def replace(
        self,
        shipment: Shipment,
        graphs: Sequence[str],
        gone: Sequence[str],
        held: Mapping[str, int],
        begun: str,
        progress: Progress = silent,
    ) -> None:
        """Put graphs that wait into their places, and drop those that are gone.

        ``begun`` is an update that says in the receipt which load this is. Oxigraph carries out an update on
        what it held when that came, and keeps what it makes even if another load has cleared it away and
        come to its end meanwhile: so each transaction that moves has it in it, and such a receipt two loads.
        """
        moves = [
            (
                graph,
                worded("move.ru", source=iri(self.name(graph)), target=iri(graph)),
                shipment.graphs[graph].fingerprint.triples + held.get(graph, 0),
            )
            for graph in graphs
        ]
        drops = [(graph, worded("drop.ru", graph=iri(graph)), held.get(graph, 0)) for graph in gone]
        sources = {
            operation: (self.name(graph), shipment.graphs[graph].fingerprint.triples)
            for graph, operation, _ in moves
        }
        mark = [begun] if self.profile.atomic else []
        done, of = 0, sum(number for _, _, number in [*moves, *drops])
        progress("putting it into its place", done, of)
        lot: list[str] = []
        size = 0
        for graph, operation, number in [*moves, *drops]:
            if lot and size + number > self._together:
                self.update([*sorted(lot), *mark], sources)
                done += size
                progress("putting it into its place", done, of)
                lot, size = [], 0
            if not self.profile.atomic and operation.startswith("MOVE") and graph in held:
                lot.append(worded("drop.ru", graph=iri(graph)))
            lot.append(operation)
            size += number
        if lot:
            self.update([*sorted(lot), *mark], sources)
        progress("putting it into its place", of, of)

    @property
    def _together(self) -> int:
        """How many triples one update may move: many where it is a transaction."""
        return _ATOMIC if self.profile.atomic else self.profile.post_triples

    def check(
        self,
        shipment: Shipment,
        graphs: Sequence[str],
        waiting: bool,
        progress: Progress = silent,
        counted: Collection[str] = (),
    ) -> list[str]:
        """What differs between graphs of a shipment and of the store: those that wait, or those in place.

        Those ``counted`` need no more than their number of triples: they have been read and left alone.
        """
        places = {self.name(graph) if waiting else graph: graph for graph in graphs}
        held = self.contents.graphs(places)
        faults = []
        for place, graph in sorted(places.items()):
            number = shipment.graphs[graph].fingerprint.triples
            if held.get(place, 0) != number:
                faults.append(f"{graph} has {held.get(place, 0)} of {number} triples")
        if faults:
            return faults
        held = {place: number for place, number in held.items() if places[place] not in counted}
        done, of = 0, shipment.size(places[place] for place in held)
        for place, found in self.contents.fingerprints(held):
            graph = places[place]
            if found != shipment.expected(graph, self.profile.long_decimals):
                faults.append(self._difference(shipment, graph, place, found.triples))
            done += found.triples
            progress("checking what arrived" if waiting else "checking once more", done, of)
        return faults

    def _difference(self, shipment: Shipment, graph: str, place: str, number: int) -> str:
        """A triple of a graph that was sent, and what is held in its place."""
        lost = shipment.digests(graph, self.profile.long_decimals)
        others: list[Triple] = []
        for _, page in self.contents.pages({place: number}):
            others += (triple for mark, triple in page.items() if mark not in lost)
            for mark in page:
                lost.pop(mark, None)
        if not lost:
            return f"{graph} was changed meanwhile"
        line = next(iter(lost.values()))
        subject, predicate = line.split(" ", 2)[:2]
        found = (t.object for t in others if (str(t.subject), str(t.predicate)) == (subject, predicate))
        return f"sent {line.strip()[:200]}, but held there is {str(next(found, 'nothing'))[:100]}"

    def update(self, operations: Iterable[str], sources: Emptied | None = None) -> None:
        """Carry out updates: in one request where that is all or nothing, else some of one kind at a time.

        What is dropped is dropped by a request of its own: where one request takes a triple away and
        puts it in again, Virtuoso 7 may have lost it when it is started again after a kill.

        ``sources``: which graph an operation takes away, and how many triples it has. What failed in
        passing may have been done: such an operation is repeated only where its graph still waits.
        """
        waiting = list(operations)
        if self.profile.atomic:
            lots = [waiting] if waiting else []
        else:
            kinds = [list(kind) for _, kind in groupby(waiting, key=lambda text: text.split()[0])]
            lots = [kind[i : i + _TOGETHER] for kind in kinds for i in range(0, len(kind), _TOGETHER)]
        for lot in lots:
            self._update(lot, sources or {})

    def _still_to_do(self, operations: Sequence[str], sources: Emptied) -> list[str]:
        """The operations but those whose graph waits no more. ToolError where a part of one waits."""
        named = {sources[operation] for operation in operations if operation in sources}
        waiting = self.contents.graphs(name for name, _ in named) if named else {}
        for name, number in sorted(named):
            if waiting.get(name, number) != number:
                raise ToolError(
                    f"broke off an update: {waiting[name]} of {number} triples wait in {name}",
                    where=shown(self.profile.query),
                    remedy="run the command again",
                )
        return [text for text in operations if text not in sources or sources[text][0] in waiting]

    def _update(self, operations: Sequence[str], sources: Emptied) -> None:
        if not self.profile.update:
            raise ToolError(
                "takes no updates",
                where=shown(self.profile.query),
                remedy="give --update-url, or choose a store with --store",
            )

        def renewed() -> list[tuple[str, str]]:
            left = self._still_to_do(operations, sources)
            return [("update", _BETWEEN.join(left))] if left else []

        self.connection.form(self.profile.update, [("update", _BETWEEN.join(operations))], "*/*", renewed)

    def _requests(
        self, shipment: Shipment, graphs: Sequence[str]
    ) -> Iterator[tuple[Callable[[], object], int]]:
        """What sends graphs of a shipment, request by request, each with how many triples it sends."""
        if self.profile.quads:
            lines = (
                f"{line[:-3]} <{self.name(name)}> .\n" for name in graphs for line in shipment.lines(name)
            )
            for lot in _lots(lines, self.profile.post_triples):
                yield self._upload(self.profile.quads, lot, "application/n-quads"), len(lot)
            return
        for graph in graphs:
            url, name = self.profile.graph_url(self.name(graph)), self.name(graph)
            most = self.profile.post_triples if url else self.profile.update_triples
            for lot in _lots(shipment.lines(graph), most):
                made = self._upload(url, lot, "application/n-triples") if url else self._insert(name, lot)
                yield made, len(lot)

    def _upload(self, url: str, lines: list[str], media_type: str) -> Callable[[], object]:
        data = "".join(lines).encode("utf-8")
        return lambda: self.connection.upload(url, data, media_type, zipped=self.profile.gzip)

    def _insert(self, graph: str, lines: list[str]) -> Callable[[], object]:
        return lambda: self._update([worded("insert.ru", graph=iri(graph), triples="".join(lines))], {})


def _lots(lines: Iterable[str], most: int) -> Iterator[list[str]]:
    """The lines in lots, of so many at most and not too long."""
    rest = iter(lines)
    lot: list[str] = []
    size = 0
    for line in rest:
        if lot and (len(lot) >= most or size + len(line) > _LARGEST):
            yield lot
            lot, size = [], 0
        lot.append(line)
        size += len(line)
    if lot:
        yield lot
