"""Files of sorted lines merged into one, without holding them in memory."""

import heapq
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

_AT_ONCE = 200  # files open at a time


def merge(parts: Sequence[Path], target: Path, keep: Callable[[bytes], bool] = lambda line: True) -> None:
    """Write the lines of sorted files as one sorted file: each line once, and only those to keep."""
    made: list[Path] = []
    while len(parts) > _AT_ONCE:
        groups = [parts[i : i + _AT_ONCE] for i in range(0, len(parts), _AT_ONCE)]
        names = [target.with_name(f".{target.name}.{len(parts)}.{number}") for number in range(len(groups))]
        for group, path in zip(groups, names, strict=True):
            merge(group, path, keep)
        made += names
        parts = names
    files = [path.open("rb") for path in parts]
    try:
        with target.open("wb") as merged:
            merged.writelines(line for line, _ in groupby(heapq.merge(*files)) if keep(line))
    finally:
        for file in files:
            file.close()
        for path in made:
            path.unlink()
