"""What an HTML page holds, found in a process of its own with limits on time and memory."""

import atexit
import contextlib
import json
import os
import select
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_SECONDS = 30.0  # for one page


class PageError(Exception):
    """A page that could not be read within the limits."""


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a page: its parts as (tag, words), and what its metadata say."""

    parts: tuple[tuple[str, str], ...]
    title: str | None
    url: str | None
    published: str | None


class PageReader:
    """A process that reads pages one after the other; it is started anew after one that it died of."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    @staticmethod
    @cache
    def _of(process: int) -> "PageReader":
        reader = PageReader()
        atexit.register(reader.close)
        return reader

    @classmethod
    def shared(cls) -> "PageReader":
        """The reader of this process; after a fork the child gets its own."""
        return cls._of(os.getpid())

    def read(self, html: str) -> Page:
        """The article of a page. Raises PageError if there is no reading it."""
        process = self._process
        if process is None or process.poll() is not None:
            process = self._process = self._start()
        try:
            answer = self._ask(process, json.dumps(html).encode("ascii") + b"\n")
        except (OSError, PageError) as error:
            self.close()
            raise PageError(str(error) if isinstance(error, PageError) else "its reader failed") from error
        record = json.loads(answer)
        if "error" in record:
            raise PageError(record["error"])
        parts = tuple((tag, words) for tag, words in record["parts"])
        return Page(parts, record["title"], record["url"], record["published"])

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()

    @staticmethod
    def _start() -> "subprocess.Popen[bytes]":
        package = str(Path(__file__).resolve().parents[2])
        given = [Path(name).absolute() for name in os.environ.get("PYTHONPATH", "").split(os.pathsep) if name]
        path = os.pathsep.join([package, *(str(folder) for folder in given if folder != Path.cwd())])
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "onrecord.readers.page_process"],  # -P: no module beside the input
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )

    def _ask(self, process: "subprocess.Popen[bytes]", question: bytes) -> bytes:
        """Send a line and wait for the line that answers it, both within the time limit."""
        assert process.stdin is not None and process.stdout is not None
        sink, source = process.stdin.fileno(), process.stdout.fileno()
        os.set_blocking(sink, False)
        end = time.monotonic() + self._seconds
        answer = bytearray()
        while not answer.endswith(b"\n"):
            left = end - time.monotonic()
            readable, writable, _ = select.select([source], [sink] if question else [], [], max(left, 0))
            if not readable and not writable:
                raise PageError(f"it took longer than {self._seconds:g} seconds")
            if writable:
                question = question[os.write(sink, question[:65_536]) :]
            if readable:
                some = os.read(source, 1_048_576)
                if not some:
                    raise PageError("it needs too much memory or broke its reader")
                answer += some
        return bytes(answer)
