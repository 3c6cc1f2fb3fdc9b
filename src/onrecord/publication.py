"""A graph directory put into the place of another: the old one, the new one, or one that says it is neither.

Stopped at any moment, by a kill or a power cut, a directory is as it was, or its manifest is a mark by which
whatever reads it refuses it and says how to repair it, or it is whole and new.
"""

import filecmp
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.files import uninterrupted
from onrecord.manifest import MANIFEST, write_unfinished
from onrecord.stores.oxigraph import STORE

BUILDING = ".build."
"""How the names begin of the folders that a build, or `onrecord.rebuild`, works in."""


@contextmanager
def part_of(directory: Path, prefix: str) -> Iterator[Path]:
    """A folder in a directory, to make in it what is then published; what stopped ones left goes first."""
    clear_parts(directory, prefix)
    part = Path(tempfile.mkdtemp(prefix=prefix, suffix=".part", dir=directory))
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def publish(part: Path, directory: Path, remedy: str, gone: Iterable[Path] = ()) -> None:
    """Move the files and the store of ``part``, a folder in a directory, to their places in that directory.

    A file that would not change is left alone; those that are ``gone`` are removed. ``remedy`` is what helps
    if this is stopped before its end. The manifest comes last. What takes time comes before, and an
    interruption waits until all is moved.
    """
    files = [path.relative_to(part) for path in _files(part)]
    changed = [name for name in files if _differs(part / name, directory / name)]
    removed = sorted(gone)
    for path in (*(part / name for name in changed), part / MANIFEST, part):
        _to_disk(path)
    with uninterrupted():
        if changed or removed:
            write_unfinished(directory, remedy)
        _to_disk(directory)
        if (directory / STORE).exists():
            (directory / STORE).rename(part / "old")
        folders = {directory}
        for name in changed:
            if name != Path(MANIFEST):
                folders.add((directory / name).parent)
                (directory / name).parent.mkdir(exist_ok=True)
                (part / name).replace(directory / name)
        for path in removed:
            path.unlink()
        (part / STORE).rename(directory / STORE)
        for folder in sorted(folders):
            _to_disk(folder)
        if changed or removed:
            (part / MANIFEST).replace(directory / MANIFEST)
            _to_disk(directory)


def clear_parts(directory: Path, prefix: str) -> None:
    """Remove the folders that were left in a directory where what is published was made."""
    for path in sorted(directory.glob(f"{prefix}*.part")):
        shutil.rmtree(path, ignore_errors=True)


def _files(part: Path) -> list[Path]:
    """The files of a folder and of the folders in it that are no store and no link, sorted."""
    folders = [path for path in part.iterdir() if path.is_dir() and not path.is_symlink()]
    found = [path for path in part.iterdir() if path.is_file()]
    for folder in folders:
        if folder.name not in (STORE, "old"):
            found += (path for path in folder.iterdir() if path.is_file())
    return sorted(found)


def _differs(new: Path, old: Path) -> bool:
    """Whether a file is missing or has other content than the one that shall take its place."""
    return not (old.is_file() and filecmp.cmp(new, old, shallow=False))


def _to_disk(path: Path) -> None:
    """Have a file or a folder written out before what follows."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
