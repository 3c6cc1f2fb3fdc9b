"""Files written whole or not at all."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from signal import SIG_DFL, SIGINT, SIGTERM, raise_signal, signal
from threading import current_thread, main_thread
from typing import BinaryIO

from onrecord.errors import UsageError


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of the old one when it is whole; else the old one stays.

    Missing folders on the way are made. UsageError (exit code 2) where it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError
        is_device = path.exists() and not path.is_file()  # /dev/stdout, a named pipe: nothing to rename onto
        if is_device:
            file, name = path.open("wb"), str(path)
        else:
            handle, name = tempfile.mkstemp(prefix=f".{path.name[:80]}.", suffix=".part", dir=path.parent)
            file = os.fdopen(handle, "wb")
    except OSError as error:
        raise unwritable(path, error) from error
    try:
        with file:
            yield file
            file.flush()
            if not is_device:
                os.fsync(file.fileno())
        if not is_device:
            Path(name).chmod(_mode(path))
            Path(name).replace(path)
    except BaseException as error:
        if not is_device:
            with contextlib.suppress(OSError):
                Path(name).unlink()
        if isinstance(error, OSError) and error.filename in (None, name):  # else it is about another file
            raise unwritable(path, error) from error
        raise


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees its old content or the new one, never a part; see `writing`."""
    with writing(path) as file:
        file.write(data)


def write_text(path: Path, text: str) -> None:
    """Write a text in UTF-8 with its line ends as they are; see `write_bytes`."""
    write_bytes(path, text.encode("utf-8"))


def make_directory(path: Path) -> Path:
    """The folder, made where it is missing. UsageError where it cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error
    return path


@contextmanager
def sole_use(directory: Path) -> Iterator[None]:
    """A folder that no other process uses so meanwhile; the system lets go of it with the process.

    UsageError where another one does. A file system without locks is trusted.
    """
    handle = os.open(directory, os.O_RDONLY)
    try:
        try:
            flock(handle, LOCK_EX | LOCK_NB)
        except BlockingIOError as error:
            raise UsageError(
                "is being written to by another onrecord",
                where=directory,
                remedy="wait until that is done, or name another folder",
            ) from error
        except OSError:
            pass
        yield
    finally:
        os.close(handle)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """A short time in which an interruption has to wait; only the main thread knows of any."""
    if current_thread() is not main_thread():
        yield
        return
    caught: list[int] = []
    before = {number: signal(number, lambda caller, _: caught.append(caller)) for number in (SIGINT, SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal(number, SIG_DFL if handler is None else handler)
        for late in caught:
            raise_signal(late)


def unwritable(path: Path, error: OSError) -> UsageError:
    """The error to raise when something cannot be written."""
    why = (error.strerror or str(error)).lower()
    if isinstance(error, IsADirectoryError):
        why = "it is a folder"
    elif isinstance(error, FileExistsError):
        why = "it is a file, no folder"
    return UsageError(
        f"cannot be written: {why}",
        where=path,
        remedy="choose another place, or make room and permission for it",
    )


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, else those of a new file."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
