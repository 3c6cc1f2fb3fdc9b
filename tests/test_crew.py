"""Processes that share work give the same results in the same order as one."""

import os
import signal
from collections.abc import Iterator

import pytest

from onrecord import crew
from onrecord.crew import Crew, sensible_jobs
from onrecord.errors import ToolError


def square(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def die(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order(jobs: int) -> None:
    with Crew(jobs) as workers:
        first = list(workers.each(square, iter(range(30))))
        again = list(workers.each(square, range(3)))
    assert [result for result, _ in first] == [number * number for number in range(30)]
    assert [result for result, _ in again] == [0, 1, 4]
    assert ({where for _, where in first} == {os.getpid()}) == (jobs == 1)


def test_only_a_few_tasks_are_taken_ahead() -> None:
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    with Crew(2) as workers:
        next(workers.each(square, tasks()))
        assert len(taken) < 20


def test_a_process_that_is_killed_is_an_error_that_says_so() -> None:
    with pytest.raises(ToolError, match="killed"), Crew(2) as workers:
        list(workers.each(die, range(10)))


def test_the_number_of_processes_fits_processors_and_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew.os, "sched_getaffinity", lambda _: set(range(64)), raising=False)
    monkeypatch.setattr(crew, "_memory", lambda: 7 * 1024**3)
    assert sensible_jobs() == 3
    monkeypatch.setattr(crew, "_memory", lambda: 1024**3)
    assert sensible_jobs() == 1
    monkeypatch.setattr(crew, "_memory", lambda: 1024**4)
    assert sensible_jobs() == 8
    monkeypatch.setattr(crew.os, "sched_getaffinity", lambda _: {0, 5}, raising=False)
    assert sensible_jobs() == 2
