"""A query run in a process of its own, which can be stopped and may use only so much memory.

pyoxigraph has no timeout and is deaf to signals while it works, and a query that is nested or large
enough takes its process with it: so one process asks, another answers.
"""

import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError, OnrecordError, ToolError, UsageError
from onrecord.format import Format, rdf_format
from onrecord.settings import Limits
from onrecord.sparql import undeclared

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, Store, Triple

_OUT_OF_MEMORY = "it needs more memory than it may use"


@dataclass(frozen=True, slots=True)
class Task:
    """A query to run: as written (``text``), with its parameters bound (``bound``), and over what.

    Over a graph directory or RDF files (``paths``), else RDF in ``syntax`` (``data``), else the SPARQL
    endpoint of a URL. ``graphs`` are those that FROM names.
    """

    text: str
    bound: str
    paths: tuple[Path, ...] = ()
    data: bytes | None = None
    syntax: Format | None = None
    endpoint: str | None = None
    graphs: tuple[str, ...] = ()
    name: str = "query"


@dataclass(frozen=True, slots=True)
class Solutions:
    """What a SELECT found: variables without question mark, and rows of pyoxigraph terms or None."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


if TYPE_CHECKING:
    Found = Solutions | bool | tuple[Triple, ...]


def run(task: Task, limits: Limits) -> "Found":
    """What the query finds, asked in another process.

    ToolError past a limit; the query's own errors as they are.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        process = subprocess.run(
            [sys.executable, "-P", "-c", "from onrecord.worker import main; main()"],
            input=pickle.dumps((task, limits)),
            capture_output=True,
            timeout=limits.seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ToolError(
            f"stopped after {limits.seconds:g} seconds",
            where=task.name,
            remedy="ask for less, or allow more with --timeout",
        ) from None
    if process.returncode != 0:
        short = b"memory" in process.stderr.lower()
        what = _OUT_OF_MEMORY if short else f"its process ended with code {process.returncode}"
        raise ToolError(f"failed: {what}", where=task.name, remedy="ask for less, or of a smaller graph")
    found: Found | OnrecordError = pickle.loads(process.stdout)
    if isinstance(found, OnrecordError):
        raise found
    return found


def answer(task: Task) -> "Found":
    """What the query finds, in this process: Solutions of a SELECT, yes or no, or triples."""
    from pyoxigraph import Store

    try:
        Store().query(task.text)  # so that an error's position is that in the text as written
    except SyntaxError as error:
        raise _malformed(task, error) from error
    if task.endpoint is not None:
        from onrecord.stores.endpoint import ask

        return _read(ask(task.endpoint, task.bound))
    store = _store(task)
    for graph in task.graphs:
        _check_graph(store, graph)
    try:
        # the union of all graphs is the default graph, unless FROM says which are
        return _read(store.query(task.bound, use_default_graph_as_union=not task.graphs))
    except (SyntaxError, RuntimeError, OSError, ValueError) as error:
        raise ToolError(f"failed: {error}", where=task.name, remedy="ask in another way") from error


def main() -> None:
    """Read a task from standard input, write what it finds to standard output."""
    task, limits = pickle.load(sys.stdin.buffer)
    _limit(limits.memory)
    found: Found | OnrecordError
    try:
        found = answer(task)
    except OnrecordError as error:
        found = error
    except MemoryError:
        found = ToolError(f"failed: {_OUT_OF_MEMORY}", where=task.name, remedy="ask for less")
    pickle.dump(found, sys.stdout.buffer)


def _limit(memory: int) -> None:
    """Allow this process so many bytes of address space, and no core files."""
    try:
        import resource
    except ImportError:  # not a POSIX system
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _malformed(task: Task, error: SyntaxError) -> UsageError:
    """The error of a query that is not SPARQL, with its line and column, and the words that stand there."""
    if missing := undeclared(task.text):
        names = ", ".join(f"{prefix}:" for prefix in missing)
        return UsageError(
            f"uses undeclared prefixes: {names}", where=task.name, remedy="add a PREFIX line for each"
        )
    found = re.search(r"error at (\d+):(\d+)", str(error))
    if found is None:
        return UsageError(f"is not SPARQL: {error.msg}", where=task.name, remedy="correct the query")
    line, column = int(found[1]), int(found[2])
    near = [*task.text.splitlines(), ""][line - 1][column - 1 :][:30].strip() or "its end"
    return UsageError(
        f"is not SPARQL at {near!r}", where=f"{task.name}:{line}:{column}", remedy="correct the query"
    )


def _store(task: Task) -> "Store":
    from pyoxigraph import Store

    from onrecord.stores.oxigraph import read_store

    if task.data is None:
        return read_store(task.paths)
    assert task.syntax is not None
    store = Store()
    try:
        store.bulk_load(input=task.data, format=rdf_format(task.syntax))
    except (SyntaxError, ValueError, OSError) as error:
        raise InputError(
            f"is not well-formed {task.syntax.name}: {error}",
            where="standard input",
            remedy="name its syntax with --from, or correct it",
        ) from error
    return store


def _check_graph(store: "Store", graph: str) -> None:
    from pyoxigraph import NamedNode

    try:
        known = store.contains_named_graph(NamedNode(graph))
    except ValueError:
        known = False
    if not known:
        raise UsageError(
            f"refused: FROM <{graph}> is no graph of this data",
            where="query",
            remedy="nothing is fetched: give the file with --in",
        )


def _read(found: "QuerySolutions | QueryBoolean | Iterable[Triple]") -> "Found":
    from pyoxigraph import QueryBoolean, QuerySolutions

    if isinstance(found, QueryBoolean):
        return bool(found)
    if isinstance(found, QuerySolutions):
        return Solutions(tuple(v.value for v in found.variables), tuple(tuple(row) for row in found))
    return tuple(found)
