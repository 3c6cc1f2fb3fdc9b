"""The machine this runs on: how much memory there is, and how much of it a process may have."""

import os
from contextlib import suppress
from pathlib import Path

_LIMIT = Path("/sys/fs/cgroup/memory.max")
_LEAST = 2 * 1024**3  # bytes, where nothing tells


def memory() -> int:
    """The bytes of memory that this process and those it starts may use together."""
    limits = [_LEAST]
    with suppress(AttributeError, OSError, ValueError):
        limits = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    with suppress(OSError, ValueError):
        limits.append(int(_LIMIT.read_text("ascii")))
    return min(limits)


def confine(memory: int) -> None:
    """Allow this process so many bytes of address space, and no core files."""
    try:
        import resource
    except ImportError:  # not a POSIX system
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
