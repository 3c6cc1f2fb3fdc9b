"""An answer while it comes: a file that a reader of rows or triples takes as much of as it needs."""

import io
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from onrecord.errors import ToolError
from onrecord.stores.address import shown

MOST = 512 * 1024**2
"""Bytes of one answer, at most."""


class Incoming(io.RawIOBase):
    """The body of an answer of a server, read as it comes: so much, and waited for so long.

    ``failures`` turns the errors of the HTTP library into ours, ``done`` ends the connection. ToolError
    from a read past a limit; the time that the reader takes for itself does not count.
    """

    def __init__(
        self,
        url: str,
        media_type: str,
        pieces: Iterator[bytes],
        failures: Callable[[], AbstractContextManager[None]],
        done: Callable[[], None],
        seconds: float,
    ) -> None:
        self.url = url
        self.media_type = media_type
        self._pieces = pieces
        self._failures = failures
        self._done = done
        self._left = seconds
        self._seconds = seconds
        self._count = 0
        self._rest = b""

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        """Put what has come into a buffer; 0 at the end."""
        if not self._rest:
            self._rest = self._next()
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size

    def close(self) -> None:
        """End the connection."""
        if not self.closed:
            self._done()
        super().close()

    def _next(self) -> bytes:
        """The next bytes, none at the end."""
        piece = b""
        began = time.monotonic()
        with self._failures():
            while not piece:
                try:
                    piece = next(self._pieces)
                except StopIteration:
                    return b""
        self._left -= time.monotonic() - began
        self._count += len(piece)
        if self._count > MOST:
            raise ToolError("answered more than fits", where=shown(self.url), remedy="ask for less")
        if self._left < 0:
            raise ToolError(
                f"did not finish its answer in {self._seconds:g} seconds",
                where=shown(self.url),
                remedy="ask for less, or try again when it is less busy",
            )
        return piece
