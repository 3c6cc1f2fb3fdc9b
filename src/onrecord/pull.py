"""A graph brought back from a triple store: into a folder that the other commands read."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import InputError, ToolError, UsageError
from onrecord.files import make_directory, sole_use, unwritable
from onrecord.manifest import NewerLayout, Unfinished, read_manifest
from onrecord.progress import silent
from onrecord.settings import DEFAULT_DIRECTORY
from onrecord.stores.address import checked, shown, without_query
from onrecord.stores.profile import Profile, custom, profile_named, profile_of

if TYPE_CHECKING:
    from pyoxigraph import Quad, Triple

    from onrecord.progress import Progress
    from onrecord.receipt import Arrival
    from onrecord.stores.connection import Access, Patience
    from onrecord.stores.contents import Contents
    from onrecord.stores.fingerprint import Fingerprint

_PART = ".pull."


@dataclass(frozen=True, slots=True)
class Pulled:
    """What was brought back, and whether it is what the store's receipt says was sent (None: no receipt)."""

    directory: Path
    triples: int
    graphs: int
    as_loaded: bool | None

    def __str__(self) -> str:
        lines = [f"{self.triples} triples in {self.graphs} graphs brought into {self.directory}"]
        if self.as_loaded is not None:
            said = "the same as was loaded" if self.as_loaded else "not what was loaded: it was changed since"
            lines.append(f"  by the store's receipt: {said}")
        lines.append("  the documents' texts are in no store: documents/ is left out")
        return "\n".join(lines)


def pull(
    url: str,
    output: Path | str = DEFAULT_DIRECTORY,
    *,
    store: str | None = None,
    base: str | None = None,
    user: str = "",
    password: str = "",
    progress: "Progress | None" = None,
    patience: "Patience | None" = None,
) -> Pulled:
    """Bring the graph that a store holds into a directory: dataset, triples, reported view, a store.

    ``url`` is that of a SPARQL endpoint, or with ``store``, or where the server says what it is, that of
    the server. ToolError where the store cannot be reached, holds no graph of onrecord or a part of one,
    or gives less than it counts or than its receipt says; UsageError for a folder with something else in it.
    """
    from onrecord.stores.connection import Access, Connection
    from onrecord.stores.contents import Contents

    checked(url, "URL")
    directory = Path(output)
    _check_free(directory)
    profile, access = _found(url, store, Access(user, password), patience)
    with Connection(access, patience) as connection:
        contents = Contents(connection, profile)
        return _pull(contents, directory, base, progress or silent)


def arrival(contents: "Contents", base: str) -> "Arrival | None":
    """What the receipt in a store says; None where there is none."""
    from onrecord.iri import Minter
    from onrecord.receipt import GRAPH, read_receipt

    graph = Minter(base).graph(GRAPH).value
    held = contents.graphs([graph])
    return read_receipt(triple for _, found in contents.pages(held) for triple in found.values())


def _found(
    url: str, store: str | None, access: "Access", patience: "Patience | None"
) -> "tuple[Profile, Access]":
    """Where queries are taken: at the URL itself, or below it where it is that of a server."""
    from dataclasses import replace

    from onrecord.stores.connection import Connection
    from onrecord.stores.endpoint import is_endpoint

    if store is not None:
        profile = profile_named(store).at(without_query(url, "URL"))
        return profile, replace(access, kind=profile.auth)
    with Connection(access, patience) as connection:
        server = connection.server(url)
        known = profile_of(server)
        if known is not None and not is_endpoint(connection, url):
            return known.at(without_query(url, "URL")), _as_known(known, access)
        made = custom(url, server=server)
        return made, (access if known is None else _as_known(known, access))


def _as_known(profile: Profile, access: "Access") -> "Access":
    """Who asks, shown as the store wants it; one that wants nothing may stand behind a server that asks."""
    from dataclasses import replace

    return access if profile.auth == "none" else replace(access, kind=profile.auth)


def _pull(contents: "Contents", directory: Path, base: str | None, tell: "Progress") -> Pulled:
    """Bring the graphs under a base into a directory."""
    from onrecord.stores.endpoint import claims_graphs
    from onrecord.stores.named import bases_of
    from onrecord.stores.shipment import whole

    where = shown(contents.profile.query)
    if base is None:
        bases = bases_of(claims_graphs(contents.connection, contents.profile.query))
        if not bases:
            raise ToolError(
                "holds no graph of onrecord", where=where, remedy="put one there with: onrecord load DIR"
            )
        if len(bases) > 1:
            raise UsageError(
                f"holds graphs under several bases: {', '.join(bases[:5])}",
                where=where,
                remedy="choose one with --base",
            )
        base = bases[0]
    seen = arrival(contents, base)
    if seen is not None and not seen.finished:
        raise ToolError(
            "holds a part of a graph: its receipt says that a load did not come to its end",
            where=where,
            remedy="run onrecord load again, then pull",
        )
    counts = _counts(contents, base)
    if seen is not None and seen.triples not in (None, total := sum(counts.values())):
        raise ToolError(
            f"gives {total} triples, but by its receipt {seen.triples} were loaded",
            where=where,
            remedy="it was changed since or hides a part: run onrecord load again, then pull",
        )
    if not counts:
        raise ToolError(
            f"holds no graph of onrecord under {base}",
            where=where,
            remedy="check --base, or put one there with: onrecord load DIR",
        )
    marks: dict[str, Fingerprint] = {}

    def confirm() -> None:
        if _counts(contents, base) != counts or arrival(contents, base) != seen:
            raise ToolError("was changed meanwhile", where=where, remedy="run the command again")

    _write(directory, _lines(contents, counts, marks, tell), confirm)
    same = None if seen is None or seen.fingerprint is None else seen.fingerprint == str(whole(marks))
    return Pulled(directory, sum(counts.values()), len(counts), same)


def _counts(contents: "Contents", base: str) -> dict[str, int]:
    """The graphs under a base that a build made, each with its number of triples."""
    from onrecord.iri import Minter
    from onrecord.stores.named import is_ours

    prefix = Minter(base).graph("").value
    return {name: number for name, number in contents.counts(prefix).items() if is_ours(name, base)}


def _lines(
    contents: "Contents", counts: dict[str, int], marks: "dict[str, Fingerprint]", tell: "Progress"
) -> Iterator[bytes]:
    """Yield the quads of graphs as lines of N-Quads, and put the fingerprint of each graph into ``marks``."""
    from onrecord.stores.fingerprint import Fingerprint, fingerprint_of

    long_decimals = contents.profile.long_decimals
    total, done = sum(counts.values()), 0
    for name, page in contents.pages(counts):
        marks[name] = marks.get(name, Fingerprint()) + fingerprint_of(page)
        for triple in page.values():
            yield f"{_usual(triple, name, long_decimals)} .\n".encode()
        done += len(page)
        tell("fetching", done, total)


def _usual(triple: "Triple", graph: str, long_decimals: bool) -> "Quad":
    """A triple in its graph, its literal as onrecord writes it."""
    from pyoxigraph import Literal, NamedNode, Quad

    from onrecord.lexical import usual

    value = triple.object
    if isinstance(value, Literal) and not value.language:
        form, datatype = usual(value.value, value.datatype.value, long_decimals)
        value = Literal(form, datatype=NamedNode(datatype))
    return Quad(triple.subject, triple.predicate, value, NamedNode(graph))


def _check_free(directory: Path) -> None:
    """UsageError for a folder with something else in it than an earlier pull, whole or stopped.

    NewerLayout for a graph that a newer onrecord wrote; one whose manifest cannot be read is replaced.
    """
    from onrecord.assembly import holds_graph
    from onrecord.statements import SHARDS

    try:
        if not directory.exists():
            return
        stopped = False
        try:
            read_manifest(directory)
        except NewerLayout:
            raise
        except InputError as error:
            stopped = isinstance(error, Unfinished)
        if (directory / SHARDS).exists():
            raise UsageError(
                "holds a graph with its documents, which no store can give back",
                where=directory,
                remedy="name another folder with -o",
            )
        others = [path for path in directory.iterdir() if not path.name.startswith(_PART)]
        if others and not stopped and not holds_graph(directory):
            raise UsageError(
                "is not empty and holds no graph of onrecord",
                where=directory,
                remedy="name another folder or empty it",
            )
    except OSError as error:
        raise unwritable(directory, error) from error


def _write(directory: Path, lines: Iterable[bytes], confirm: Callable[[], None]) -> None:
    """Write a graph directory of the lines of a dataset, whole or not at all.

    ``confirm`` raises an error where they turn out not to be those of one graph.
    """
    from onrecord.assembly import derive
    from onrecord.publication import clear_parts, publish
    from onrecord.statements import sort_lines
    from onrecord.stores.oxigraph import DATASET, write_store

    existed = directory.exists()
    make_directory(directory)
    try:
        with sole_use(directory):
            clear_parts(directory, _PART)
            part = Path(tempfile.mkdtemp(prefix=_PART, suffix=".part", dir=directory))
            try:
                sort_lines(lines, part / DATASET)
                confirm()
                derive(part)
                write_store(part)
                publish(part, directory, f"run onrecord pull again, with -o {directory}")
            finally:
                shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise unwritable(directory, error) from error
    finally:
        if not existed and not any(directory.iterdir()):
            directory.rmdir()
