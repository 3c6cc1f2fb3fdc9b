"""The machine: how much memory a process may have, and what holds it to that."""

import resource
import subprocess
import sys

import pytest

from onrecord import machine

PAGES = "import onrecord.readers.page_process as one; one.confine()"
ANY = "from onrecord import machine; machine.confine(3_000_000_000)"


def run(code: str, most: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run code in a process that is itself allowed no more than ``most`` bytes."""

    def limit() -> None:
        if most is not None:
            resource.setrlimit(resource.RLIMIT_AS, (most, most))

    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        preexec_fn=limit,
        env={"OPENBLAS_NUM_THREADS": "1"} | {"PYTHONPATH": ":".join(filter(None, sys.path))},
    )


@pytest.mark.parametrize("confine", [PAGES, ANY])
def test_a_confined_process_has_no_more_memory_and_leaves_no_core(confine):
    code = (
        f"{confine}\nimport resource\nprint(resource.getrlimit(resource.RLIMIT_CORE))\nbytearray(3 * 1024**3)"
    )
    done = run(code)
    assert done.stdout == "(0, 0)\n"
    assert "MemoryError" in done.stderr


@pytest.mark.parametrize("confine", [PAGES, ANY])
def test_a_lower_limit_of_the_system_stays(confine):
    """A container or a shell (``ulimit -v``) may allow less than we would."""
    done = run(f"{confine}\nimport resource\nprint(resource.getrlimit(resource.RLIMIT_AS))", 2 * 1024**3)
    assert done.stdout == f"({2 * 1024**3}, {2 * 1024**3})\n", done.stderr


def test_the_least_limit_counts(tmp_path, monkeypatch):
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(machine, "_LIMIT", limit)
    everything = machine.memory()
    limit.write_text("max\n", "ascii")
    assert machine.memory() == everything
    limit.write_text("1048576\n", "ascii")
    assert machine.memory() == 1048576
