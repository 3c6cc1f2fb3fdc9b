"""A query to run in a process of its own, which can be stopped and may use only so much memory.

pyoxigraph has no timeout and is deaf to signals while it works, and a query that is nested or large
enough takes its process with it: so one process asks, another answers. What is found comes back in
frames, a few rows at a time, so that neither process holds a large answer.
"""

import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from onrecord.errors import OnrecordError, ToolError
from onrecord.format import Format
from onrecord.password import VARIABLE
from onrecord.settings import Limits, debugging
from onrecord.sparql import Form
from onrecord.stores.connection import NOBODY, Access

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import Triple

OUT_OF_MEMORY = "it needs more memory than it may use"


@dataclass(frozen=True, slots=True)
class Beside:
    """What is to stand beside the rows of an answer: labels of IRIs, the evidence of claims, coordinates."""

    labels: bool = False
    evidence: bool = False
    places: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A query to run: as written (``text``), with its parameters bound (``bound``), and over what.

    Over a graph directory or RDF files (``paths``), else RDF in ``syntax`` (``data``), else the SPARQL
    endpoint of a URL, which ``access`` tells who asks. ``form`` is the query's, ``graphs`` are those that
    FROM names; ``star`` tells whether all variables are selected. Of the rows, the first ``skip`` are left
    out, and at most ``limit`` are given. ``scratch`` is a folder for a store too large for memory.
    """

    text: str
    bound: str
    paths: tuple[Path, ...] = ()
    data: bytes | None = None
    syntax: Format | None = None
    endpoint: str | None = None
    access: Access = NOBODY
    form: Form = Form.SELECT
    graphs: tuple[str, ...] = ()
    name: str = "query"
    star: bool = False
    skip: int = 0
    limit: int | None = None
    beside: Beside = Beside()
    scratch: Path | None = None


@dataclass(frozen=True, slots=True)
class Solutions:
    """What a SELECT finds: its columns, and chunks of rows (pyoxigraph's terms or None), read once."""

    columns: tuple[str, ...]
    chunks: "Iterator[list[tuple[Any, ...]]]"


if TYPE_CHECKING:
    Found = Solutions | bool | tuple[Triple, ...]


def run(task: Task, limits: Limits, note: "Callable[[str], None]" = lambda words: None) -> "Found":
    """What the query finds, asked in another process, which ends when all is read or on the way there.

    ToolError past a limit, the query's own errors as they are; of a SELECT, also while its rows are
    read. ``note`` is told what a person should know. Time spent on the rows by the reader does not count.
    """
    frames = _frames(task, limits, note)
    kind, first = next(frames)
    if kind == "columns":
        return Solutions(first, (rows for _, rows in frames))
    if kind == "boolean":
        frames.close()
        return bool(first)
    return tuple(triple for _, triples in [(kind, first), *frames] for triple in triples)


def _frames(
    task: Task, limits: Limits, note: "Callable[[str], None]"
) -> Generator[tuple[str, Any], None, None]:
    """Yield what the other process sends: frames of columns and rows, a boolean, or triples."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    if task.access.user:  # a password is written to no file
        environment[VARIABLE] = task.access.password
        task = replace(task, access=replace(task.access, password=""))
    with (
        tempfile.TemporaryDirectory(prefix="onrecord-", ignore_cleanup_errors=True) as scratch,
        tempfile.TemporaryFile() as question,
        tempfile.TemporaryFile() as errors,
    ):
        pickle.dump((replace(task, scratch=Path(scratch)), limits), question)
        question.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", "from onrecord.worker import main; main()"],
            stdin=question,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment,
        )
        assert process.stdout is not None
        left = limits.seconds
        try:
            while True:
                began = time.monotonic()
                frame = _read(process, process.stdout, left)
                left -= time.monotonic() - began
                if frame is None:
                    code = process.wait()
                    if code != 0 and left <= 0:
                        raise _too_long(task, limits)
                    raise _crash(task, code, errors)
                kind, content = frame
                if kind == "end":
                    return
                if kind == "note":
                    note(content)
                elif isinstance(content, OnrecordError):
                    raise content
                else:
                    yield frame
        finally:
            process.kill()
            process.stdout.close()
            process.wait()


def _read(process: "subprocess.Popen[bytes]", stream: IO[bytes], seconds: float) -> tuple[str, Any] | None:
    """The next frame, None where the process ended without one or had to be stopped."""
    timer = threading.Timer(max(seconds, 0), process.kill)
    timer.daemon = True
    timer.start()
    try:
        frame: tuple[str, Any] = pickle.load(stream)
    except (EOFError, pickle.UnpicklingError, OSError):
        return None
    finally:
        timer.cancel()
    return frame


def _too_long(task: Task, limits: Limits) -> ToolError:
    return ToolError(
        f"stopped after {limits.seconds:g} seconds",
        where=task.name,
        remedy="ask for less, or allow more with --timeout",
    )


def _crash(task: Task, code: int, errors: IO[bytes]) -> ToolError:
    """The error of a process that ended before it had answered."""
    errors.seek(0)
    said = errors.read()
    if debugging():
        sys.stderr.write(said.decode("utf-8", "replace"))
    if code == -signal.SIGSEGV:  # the stack of what reads and plans it
        return ToolError(
            f"failed: the query is too deep or too long, and took its process with it (signal {-code})",
            where=task.name,
            remedy="use fewer operators, alternatives and brackets within each other",
        )
    short = b"memory" in said.lower()
    what = OUT_OF_MEMORY if short else f"its process ended with code {code}"
    return ToolError(f"failed: {what}", where=task.name, remedy="ask for less, or of a smaller graph")
