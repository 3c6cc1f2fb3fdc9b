"""The process that runs a query: it reads a task, opens what is asked, and sends what it finds in frames."""

import os
import pickle
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from onrecord import machine
from onrecord.errors import OnrecordError, ToolError, UsageError
from onrecord.password import VARIABLE
from onrecord.sparql import tokens, undeclared, variables
from onrecord.task import OUT_OF_MEMORY, Task
from onrecord.userinfo import covered, without_userinfo

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

    from onrecord.stores.endpoint import Rows

    Send = Callable[[str, Any], None]
    Ask = Callable[[str], Any]

_ROWS = 500  # of one frame
_PAUSE = 0.5  # seconds after which a frame is sent with the rows there are


def main() -> None:
    """Read a task from standard input, write the frames of its answer to standard output."""
    task, limits = pickle.load(sys.stdin.buffer)
    machine.confine(limits.memory)

    def send(kind: str, content: Any) -> None:
        pickle.dump((kind, content), sys.stdout.buffer)
        sys.stdout.buffer.flush()

    try:
        answer(task, send)
        send("end", None)
    except BrokenPipeError:
        return
    except OnrecordError as error:
        send("error", error)
    except MemoryError:
        send("error", ToolError(f"failed: {OUT_OF_MEMORY}", where=task.name, remedy="ask for less"))


def answer(task: Task, send: "Send") -> None:
    """Send what the query finds: columns and rows, yes or no, or triples; and notes for people."""
    from pyoxigraph import Store

    federated = any(token.says("SERVICE") for token in tokens(task.text))
    if not federated:  # it would be asked at once
        try:
            Store().query(task.text)  # so that an error's position is that in the text as written
        except SyntaxError as error:
            raise _malformed(task, error) from error
    if task.endpoint is not None:
        _send(task, _asking_endpoint(task, task.endpoint), send)
        return
    from onrecord.stores.opened import open_data

    ask_store, rebuild = open_data(task, lambda words: send("note", words))
    sent: list[str] = []

    def remember(kind: str, content: Any) -> None:
        sent.append(kind)
        send(kind, content)

    try:
        _send(task, ask_store, remember)
    except OSError as error:
        if federated:
            remedy = "check that the server that SERVICE names can be asked, or remove it"
            raise ToolError(f"SERVICE failed: {error}", where=task.name, remedy=remedy) from error
        if sent or rebuild is None:
            raise ToolError(
                f"failed: {error}", where=task.name, remedy="check the disk, then build the graph again"
            ) from error
        _send(task, rebuild(error), send)


def _asking_endpoint(task: Task, url: str) -> "Ask":
    """A function that asks the task's endpoint: the query itself, or what is to stand beside its rows."""
    from onrecord.stores.endpoint import ask

    if local := [graph for graph in task.graphs if graph.lower().startswith("file:")]:
        raise UsageError(f"FROM would read {local[0]}", where=task.name, remedy="name a graph of the store")
    access = task.access
    if access.user:
        access = replace(access, password=os.environ.get(VARIABLE, ""))

    def asking(text: str) -> Any:
        if text == task.bound:
            return ask(url, text, bool(task.graphs), task.form, access)
        return ask(url, text, access=access)

    return asking


def _send(task: Task, ask: "Ask", send: "Send") -> None:
    """Send what the query finds where ``ask`` asks it."""
    from pyoxigraph import QueryBoolean

    try:
        found = ask(task.bound)
        if hasattr(found, "variables"):
            columns, rows = _rows(task, found, ask)
            send("columns", columns)
            for chunk in _chunks(rows):
                send("rows", chunk)
        elif isinstance(found, QueryBoolean):
            send("boolean", bool(found))
        else:
            send("triples", ())
            for triples in _chunks(found):
                send("triples", triples)
    except (SyntaxError, RuntimeError, ValueError) as error:
        if isinstance(error, SyntaxError) and task.endpoint is None:  # a query with SERVICE is read only here
            raise _malformed(task, error) from error
        raise ToolError(f"failed: {error}", where=task.name, remedy="ask in another way") from error


def _rows(
    task: Task, found: "QuerySolutions | Rows", ask: "Ask"
) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """The columns and the rows asked for; of ``*``, without parameters and private variables (``_``…)."""
    names = [variable.value for variable in found.variables]
    order = list(enumerate(names))
    if task.star:  # a store may give them in any order
        places = {name: place for place, name in enumerate(variables(task.text))}
        order.sort(key=lambda pair: places.get(pair[1], len(places)))
        order = [(i, name) for i, name in order if not name.startswith("_")]
    shown = [i for i, _ in order]
    columns = tuple(names[i] for i in shown)
    every = (tuple(row[i] for i in shown) for row in found)
    rows: Iterator[tuple[Any, ...]] = islice(
        every, task.skip, None if task.limit is None else task.skip + task.limit
    )
    if task.beside.evidence:
        from onrecord.evidence import with_evidence

        columns, rows = with_evidence(task.text, columns, rows, ask)
    if task.beside.places:
        from onrecord.placecolumn import with_places

        columns, rows = with_places(columns, rows, ask)
    if task.beside.labels:
        from onrecord.labelcolumn import with_labels

        columns, rows = with_labels(columns, rows, ask)
    return columns, rows


def _chunks(things: "Iterable[Any]") -> Iterator[list[Any]]:
    """The things in lists: as many as make a frame, or as come in half a second."""
    chunk: list[Any] = []
    began = time.monotonic()
    for thing in things:
        chunk.append(thing)
        if len(chunk) >= _ROWS or time.monotonic() - began > _PAUSE:
            yield chunk
            chunk, began = [], time.monotonic()
    if chunk:
        yield chunk


def _malformed(task: Task, error: SyntaxError) -> UsageError:
    """The error of a query that is not SPARQL, with its line and column, and the words that stand there."""
    if missing := undeclared(without_userinfo(task.text)):
        names = ", ".join(f"{prefix}:" for prefix in missing)
        return UsageError(
            f"uses undeclared prefixes: {names}", where=task.name, remedy="add a PREFIX line for each"
        )
    found = re.search(r"error at (\d+):(\d+)", str(error))
    if found is None:
        return UsageError(f"is not SPARQL: {error.msg}", where=task.name, remedy="correct the query")
    line, column = int(found[1]), int(found[2])
    rest = covered([*task.text.splitlines(), ""][line - 1])[column - 1 :]
    near = rest[:30].strip() or "its end"
    return UsageError(
        f"is not SPARQL at {near!r}", where=f"{task.name}:{line}:{column}", remedy="correct the query"
    )
