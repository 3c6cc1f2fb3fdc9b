"""The files to read: what is named, what lies in folders, and which reader each format has."""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from onrecord.document import Document
from onrecord.readers.origin import Origin, Rejected
from onrecord.readers.text import read_text

Reader = Callable[[BinaryIO, Origin], Iterator[Document | Rejected]]

# module and function of the reader of each format, imported when first needed
_TEXT, _MARKDOWN, _HTML, _JSONL = (
    "text.read_text",
    "markdown.read_markdown",
    "html.read_html",
    "jsonl.read_jsonl",
)
FORMATS: Mapping[str, str] = MappingProxyType(
    {
        ".txt": _TEXT,
        ".md": _MARKDOWN,
        ".markdown": _MARKDOWN,
        ".html": _HTML,
        ".htm": _HTML,
        ".xhtml": _HTML,
        ".jsonl": _JSONL,
        ".ndjson": _JSONL,
    }
)
STDIN = "-"


def read_paths(paths: Sequence[Path | str]) -> Iterator[Document | Rejected]:
    """The documents of files, folders and ``-`` (standard input, plain text), in a fixed order.

    Folders are read with their subfolders, sorted by name: files of a known format, no hidden ones,
    no links that lead out of the folder. What cannot be read is yielded as Rejected where it stands, and so
    is every document but the first with the same source id.
    """
    where: dict[str, str] = {}
    done: set[tuple[str, str]] = set()
    for path in paths:
        for item in _read_path(path, done):
            if isinstance(item, Document):
                if item.source in where:
                    yield Rejected(item.where, _why_known(item.source, where[item.source]))
                    continue
                where[item.source] = item.where
            yield item


def _why_known(source: str, first: str) -> str:
    """What to do with a document whose source id an earlier one has."""
    return (
        f"has the same source id as {first}: {source}; "
        "leave one out, or give the folder that holds both, or give them other ids"
    )


def _read_path(path: Path | str, done: set[tuple[str, str]]) -> Iterator[Document | Rejected]:
    """What one path of the command line holds; files that were read already are passed over."""
    if str(path) == STDIN:
        yield from read_text(sys.stdin.buffer, Origin("standard input", "stdin"))
        return
    path = Path(path)
    origin = Origin(_printable(path.as_posix()), _printable(path.name))
    try:
        folder = path.is_dir()
        files, closed = _files(path) if folder else ([path], [])
    except OSError as error:
        yield Rejected(origin.where, _why_unreadable(error))
        return
    for fault in closed:
        yield Rejected(_printable(Path(fault.filename).as_posix()), _why_unreadable(fault))
    if folder and not files and not closed:
        yield Rejected(origin.where, _why_nothing(path))
    for file in files:
        source = _printable(file.relative_to(path).as_posix() if folder else file.name)
        here = Origin(_printable(file.as_posix()), source)
        key = (os.path.realpath(file), source)
        if key in done:
            continue
        done.add(key)
        try:
            yield from _read_file(file, here)
        except OSError as error:
            yield Rejected(here.where, _why_unreadable(error))


def _read_file(path: Path, origin: Origin) -> Iterator[Document | Rejected]:
    """The documents of one file, by the format its name ends in."""
    if path.exists() and not path.is_file():
        yield Rejected(origin.where, "is not a regular file; give a file, a folder, or - for standard input")
        return
    with path.open("rb") as stream:
        name = FORMATS.get(path.suffix.lower())
        if name is None:
            yield Rejected(origin.where, _why_unknown(path, stream.read(5)))
            return
        module, function = name.split(".")
        reader: Reader = getattr(import_module(f"onrecord.readers.{module}"), function)
        yield from reader(stream, origin)


def _files(folder: Path) -> tuple[list[Path], list[OSError]]:
    """The files of a known format in a folder and its subfolders, sorted, within the folder.

    Also why subfolders could not be read.
    """
    root = Path(os.path.realpath(folder))

    def fail(error: OSError) -> None:
        if Path(error.filename) == folder:
            raise error
        closed.append(error)

    found: list[Path] = []
    closed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=fail):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(parent, name)
            if name.startswith(".") or path.suffix.lower() not in FORMATS:
                continue
            if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(root):
                continue
            found.append(path)
    return sorted(found, key=lambda path: path.relative_to(folder).parts), closed


def _why_unknown(path: Path, beginning: bytes) -> str:
    """What to do with a file whose name ends in no known format."""
    if beginning.startswith(b"%PDF"):
        return "is a PDF; convert it to text first, for example with pdftotext"
    ending = f"the ending {_printable(path.suffix)}" if path.suffix else "no ending"
    return f"has {ending}, so its format is unknown; give one of {' '.join(FORMATS)}"


def _why_nothing(folder: Path) -> str:
    """What a folder without readable files holds instead."""
    endings = Counter(path.suffix.lower() or "no ending" for path in folder.rglob("*") if path.is_file())
    others = ", ".join(f"{count} × {_printable(ending)}" for ending, count in sorted(endings.items())[:5])
    held = f"only {others}" if others else "no files"
    return f"holds nothing to read ({held}); give a folder with files ending in {' '.join(FORMATS)}"


def _why_unreadable(error: OSError) -> str:
    """What an error of the operating system means for the file, and what to do."""
    if isinstance(error, FileNotFoundError):
        return "is missing; check the path"
    if isinstance(error, PermissionError):
        return "may not be read; give yourself the right to read it (chmod u+r)"
    return f"cannot be read ({error.strerror or type(error).__name__}); check the file and its disk"


def _printable(name: str) -> str:
    """A name with the bytes that are no characters written as escapes."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
