"""The machine this runs on: how much memory there is."""

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
