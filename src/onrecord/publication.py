"""A graph directory put into the place of another: the old one, the new one, or one that says it is neither.

Stopped at any moment, by a kill or a power cut, a directory is as it was, or its manifest is a mark by which
whatever reads it refuses it and says how to repair it, or it is whole and new.
"""

import os
import shutil
from pathlib import Path

from onrecord.manifest import MANIFEST, write_unfinished
from onrecord.stores.oxigraph import STORE


def publish(part: Path, directory: Path, remedy: str) -> None:
    """Move the files and the store of ``part``, a folder in a directory, to their places in that directory.

    ``remedy`` is what helps if this is stopped before its end. The manifest comes last.
    """
    files = sorted(path for path in part.iterdir() if path.is_file() and path.name != MANIFEST)
    for path in (*files, part / MANIFEST, part):
        _to_disk(path)
    write_unfinished(directory, remedy)
    _to_disk(directory)
    if (directory / STORE).exists():
        (directory / STORE).rename(part / "old")
    for path in files:
        path.replace(directory / path.name)
    (part / STORE).rename(directory / STORE)
    _to_disk(directory)
    (part / MANIFEST).replace(directory / MANIFEST)
    _to_disk(directory)


def clear_parts(directory: Path, prefix: str) -> None:
    """Remove the folders that were left in a directory where what is published was made."""
    for path in sorted(directory.glob(f"{prefix}*.part")):
        shutil.rmtree(path, ignore_errors=True)


def _to_disk(path: Path) -> None:
    """Have a file or a folder written out before what follows."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
