"""The processes that share the work of a build, and give their results in order.

What they do is a function of its argument alone, so any number of them gives the same.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from onrecord.errors import ToolError

_MOST = 8
_NEEDED = 2 * 1024**3  # bytes of memory for each process, with room to spare
_AHEAD = 4  # tasks given out for each process
_LIMIT = Path("/sys/fs/cgroup/memory.max")

Task = TypeVar("Task")
Done = TypeVar("Done")


class Crew:
    """Some processes, started when there is work for them; a crew of one works in this process."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def each(self, work: Callable[[Task], Done], tasks: Iterable[Task]) -> Iterator[Done]:
        """Yield what the work makes of each task, in order; a few tasks are taken ahead.

        ToolError where a process is killed.
        """
        if self._jobs == 1:
            yield from map(work, tasks)
            return
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._jobs, mp_context=get_context("spawn"))
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
        finally:
            for future in pending:
                future.cancel()


def sensible_jobs() -> int:
    """The number of processes that this machine has processors and memory for."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not Linux
        cores = os.cpu_count() or 1
    return max(1, min(cores, _memory() // _NEEDED, _MOST))


def _memory() -> int:
    """The bytes of memory that this process and those it starts may use together."""
    limits = [_NEEDED]
    with suppress(AttributeError, OSError, ValueError):
        limits = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    with suppress(OSError, ValueError):
        limits.append(int(_LIMIT.read_text("ascii")))
    return min(limits)
