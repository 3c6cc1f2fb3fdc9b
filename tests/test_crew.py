"""Processes that share work give the same results in the same order as one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

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


def _crew_in_a_group(tmp_path: Path) -> tuple[subprocess.Popen[bytes], list[int]]:
    """A process with a crew of two that work for minutes, and the ids of the two."""
    script = tmp_path / "work.py"
    script.write_text(
        "import os, sys, time\n"
        "from onrecord.crew import Crew\n"
        "def work(number):\n"
        "    open(f'started.{os.getpid()}', 'w').close()\n"
        "    time.sleep(200)\n"
        "if __name__ == '__main__':\n"
        "    try:\n"
        "        with Crew(2) as crew:\n"
        "            list(crew.each(work, range(9)))\n"
        "    except KeyboardInterrupt:\n"
        "        sys.exit(130)\n"
    )
    process = subprocess.Popen(
        [sys.executable, script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(crew.__file__).parents[1])},
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    for _ in range(600):
        if len(found := list(tmp_path.glob("started.*"))) == 2:
            return process, [int(path.suffix[1:]) for path in found]
        time.sleep(0.1)
    process.kill()
    raise AssertionError(f"the crew did not start: {process.communicate()[1]!r}")


def _gone(process: int) -> bool:
    """Whether a process ends within some seconds."""
    for _ in range(300):
        try:
            os.kill(process, 0)
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except (ProcessLookupError, FileNotFoundError):
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


def test_an_interruption_ends_the_crew_without_a_word(tmp_path: Path) -> None:
    process, members = _crew_in_a_group(tmp_path)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, b"")
    assert all(map(_gone, members))


def test_a_crew_goes_with_the_process_that_called_it(tmp_path: Path) -> None:
    process, members = _crew_in_a_group(tmp_path)
    process.kill()
    process.communicate(timeout=60)
    assert all(map(_gone, members))


def test_who_stops_does_not_wait_for_the_work(tmp_path: Path) -> None:
    """Only the caller is told to stop, as a service manager or `timeout` may do it."""
    process, members = _crew_in_a_group(tmp_path)
    os.kill(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, b"")
    assert all(map(_gone, members))
