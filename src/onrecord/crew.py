"""The processes that share the work of a build, and give their results in order.

What they do is a function of its argument alone, so any number of them gives the same.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import Any, TypeVar

from onrecord.errors import ToolError
from onrecord.machine import memory as _memory

_MOST = 8
_NEEDED = 2 * 1024**3  # bytes of memory for each process, with room to spare
_AHEAD = 4  # tasks given out for each process

Task = TypeVar("Task")
Done = TypeVar("Done")


class Crew:
    """Some processes, started when there is work for them; a crew of one works in this process."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        self._hold: Connection | None = None  # the members end when this end of a pipe is closed

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._pool is None or self._hold is None:
            return
        if kind is not None and not issubclass(kind, Exception):  # stopped: what they work on is for nobody
            self._hold.close()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._hold.close()

    def each(self, work: Callable[[Task], Done], tasks: Iterable[Task]) -> Iterator[Done]:
        """Yield what the work makes of each task, in order; a few tasks are taken ahead.

        ToolError where a process is killed.
        """
        if self._jobs == 1:
            yield from map(work, tasks)
            return
        if self._pool is None:
            context = get_context("spawn")
            held, self._hold = context.Pipe(duplex=False)
            self._pool = ProcessPoolExecutor(self._jobs, context, initializer=_begin, initargs=(held,))
        pending: deque[Future[Done]] = deque()
        try:
            for task in tasks:
                pending.append(self._pool.submit(work, task))
                if len(pending) > _AHEAD * self._jobs:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        except BrokenProcessPool as error:
            raise ToolError(
                "a process that read documents was killed", remedy="try fewer --jobs: each needs memory"
            ) from error


def _begin(held: Connection) -> None:
    """In a process of the crew: end without a word when it is interrupted, and when its crew is gone."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if (parent := parent_process()) is not None:
        Thread(target=_end_with, args=([parent.sentinel, held],), daemon=True).start()


def _end_with(crew: list[Any]) -> None:
    wait(crew)
    os._exit(1)


def sensible_jobs() -> int:
    """The number of processes that this machine has processors and memory for."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not Linux
        cores = os.cpu_count() or 1
    return max(1, min(cores, _memory() // _NEEDED, _MOST))
