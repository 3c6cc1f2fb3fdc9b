"""A file from outside, checked in a process of its own that can be stopped and may use only so much memory.

Entities of XML can grow without end, JSON nested deeply enough takes its reader's process with it, and
a gigabyte of triples does not fit into memory: none of that may reach the process that asked.
"""

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord import machine
from onrecord.engines import Engines
from onrecord.errors import InputError, OnrecordError, ToolError
from onrecord.settings import FILE_LIMITS, Limits

if TYPE_CHECKING:
    from onrecord.report import Report

_READ = b"read\n"  # sent when the file has been parsed: what fails later is not the file's syntax


def check_file(path: Path, engines: Engines, limits: Limits = FILE_LIMITS) -> "Report":
    """The report on an RDF file, made in another process.

    InputError for a file that cannot be read or parsed, ToolError past a limit.
    """
    memory = min(limits.memory, machine.memory() * 3 // 4)
    try:
        process = subprocess.run(
            [sys.executable, "-P", "-c", "from onrecord.confined import main; main()"],
            input=pickle.dumps((path.absolute(), path, engines, memory)),
            capture_output=True,
            timeout=limits.seconds,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ToolError(
            f"checking it was stopped after {limits.seconds:g} seconds",
            where=path,
            remedy="allow more with --timeout, or check a smaller file",
        ) from None
    read, sent, found = process.stdout.partition(_READ)
    if process.returncode == 0:
        result: Report | OnrecordError = pickle.loads(found if sent else read)
        if isinstance(result, OnrecordError):
            raise result
        return result
    if b"memory" in process.stderr.lower():
        raise _too_large(path, memory)
    if not sent:
        raise InputError(
            "cannot be read: its parser broke off, as it does where brackets are nested too deeply",
            where=path,
            remedy="check where the file comes from",
        )
    raise ToolError(f"checking it ended with code {process.returncode}", where=path, remedy="report this")


def main() -> None:
    """Read a path from standard input, write the report on it to standard output."""
    path, where, engines, memory = pickle.load(sys.stdin.buffer)
    machine.confine(memory)
    from onrecord.validation import read_quads, validate_quads

    found: Report | OnrecordError
    try:
        quads = read_quads(path, where)
        sys.stdout.buffer.write(_READ)
        sys.stdout.buffer.flush()
        found = validate_quads(quads, engines=engines)
    except OnrecordError as error:
        found = error
    except MemoryError:
        found = _too_large(where, memory)
    pickle.dump(found, sys.stdout.buffer)


def _too_large(path: Path, memory: int) -> ToolError:
    """The error of a file that needs more memory than it may use."""
    return ToolError(
        f"checking it needs more than {memory / 1024**3:.3g} GB of memory",
        where=path,
        remedy="check a graph folder, which is read document by document, or a smaller file",
    )
