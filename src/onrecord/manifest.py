"""The manifest of a graph directory: the version of its layout, and the size and digest of its files.

It tells a directory that a newer onrecord wrote, or that was cut short, from a whole one. What is as it was
written need not be parsed to be trusted; a directory without a manifest, or with a file that was changed, is
read with every line checked.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.errors import InputError
from onrecord.files import write_text

MANIFEST = "manifest.json"
VERSION = 1
"""The version of the layout of graph directories; raised when an older onrecord would misread it."""

LAYOUT = frozenset(
    {"dataset.nq", "graph.ttl", "reported.ttl", "documents", "store", MANIFEST}
    | {"report.txt", "report.json", "report.ttl"}
)
"""The names in a graph directory of its files and folders."""

_BLOCK = 1 << 20
BUILD = "build the graph again from the articles"
REBUILD = "make it again from documents/ with: python -m onrecord.rebuild {}"


class NewerLayout(InputError):
    """A directory that a newer onrecord wrote: nothing of it is read or replaced."""


class Unfinished(InputError):
    """A directory that was being written when that was stopped: a part of one graph, a part of another."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the files of a graph directory were when they were written: size in bytes and SHA-256, by name."""

    directory: Path
    files: dict[str, tuple[int, str]]

    def is_whole(self, name: str) -> bool:
        """Whether a file is exactly what was written."""
        path = self.directory / name
        if name not in self.files or not path.is_file():
            return False
        size, digest = self.files[name]
        return path.stat().st_size == size and digest_of(path) == digest

    def check(self, name: str) -> bool:
        """Whether a file is exactly what was written; False for one that was changed since.

        InputError for one that is missing or was cut short: what it lacks cannot be told from it.
        """
        path = self.directory / name
        size, _ = self.files.get(name, (0, ""))
        found = path.stat().st_size if path.is_file() else None
        if found is None or found < size:
            length = "it is missing" if found is None else f"it has {found} bytes of the {size} written"
            raise InputError(f"is damaged: {length}", where=path, remedy=remedy_of(path, name))
        return self.is_whole(name)

    def under(self, folder: str) -> list[str]:
        """The names of the files in a folder, sorted."""
        return sorted(name for name in self.files if name.startswith(f"{folder}/"))


def is_part_of(directory: Path, path: Path) -> bool:
    """Whether a path, by whatever way, names a part of a graph directory or something in one."""
    own, named = directory.resolve(), path.parent.resolve() / path.name
    return any(
        (named.is_relative_to(own / name) or os.path.lexists(named) and _is_same(own / name, named))
        for name in LAYOUT
    )


def _is_same(one: Path, other: Path) -> bool:
    """Whether two names are one file's, as where capitals do not count."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def remedy_of(path: Path, name: str) -> str:
    """What to do about a file of a graph directory, of this name in it, that is not as it was written."""
    return BUILD if "/" in name else REBUILD.format(path.parent)


def write_manifest(directory: Path, names: Iterable[str]) -> None:
    """Write the manifest of a directory that is whole, over the files of these names."""
    files = {}
    for name in sorted(names):
        path = directory / name
        files[name] = {"bytes": path.stat().st_size, "sha256": digest_of(path)}
    content = {"about": "a graph directory of onrecord", "version": VERSION, "files": files}
    (directory / MANIFEST).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")


def write_unfinished(directory: Path, remedy: str) -> None:
    """Put a mark in the place of a manifest: the directory's files are being replaced; see `Unfinished`."""
    content = {"about": "a graph directory of onrecord", "version": VERSION, "unfinished": remedy}
    write_text(directory / MANIFEST, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def changed_remedy(directory: Path) -> str:
    """What to do about a dataset that is not what was written."""
    made = REBUILD.format(directory)
    return made if any((directory / "documents").glob("*.nq")) else "build or pull the graph again"


def read_manifest(directory: Path) -> Manifest | None:
    """The manifest of a directory, None where it has none.

    InputError where it cannot be read, NewerLayout where a newer onrecord wrote it, Unfinished where its
    files were being replaced.
    """
    path = directory / MANIFEST
    try:
        content: Any = json.loads(path.read_bytes())
        version = content["version"]
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"cannot be read: {error}", where=path, remedy="build the graph again") from error
    if not isinstance(version, int) or version > VERSION:
        raise NewerLayout(
            f"was written by a newer onrecord (layout {version}; this one reads up to {VERSION})",
            where=directory,
            remedy="upgrade onrecord, or build the graph again with this one in another folder",
        )
    if "unfinished" in content:
        raise Unfinished(
            "holds parts of two graphs: writing it was stopped",
            where=directory,
            remedy=str(content["unfinished"])[:200],
        )
    try:
        files = {
            name: (int(known["bytes"]), str(known["sha256"])) for name, known in content["files"].items()
        }
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InputError("lists no files", where=path, remedy="build the graph again") from error
    return Manifest(directory, files)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal. InputError where it cannot be read."""
    made = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                made.update(block)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", where=path) from error
    return made.hexdigest()
