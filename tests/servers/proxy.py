"""A proxy between client and store that spoils or cuts what passes, for a test to see what becomes of it."""

import contextlib
import socket
import threading
from collections.abc import Callable

Spoil = Callable[[int, bytes], bytes | None]
"""Given the number of bytes sent so far and the next ones: what to send, None to break the connection."""


class Proxy:
    """A listener on a free port of 127.0.0.1 that passes bytes on to a server's port, spoilt on the way."""

    def __init__(self, port: int, spoil: Spoil) -> None:
        self.port, self.spoil, self.sent = port, spoil, 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.port))
            for source, target, spoil in ((client, server, True), (server, client, False)):
                threading.Thread(target=self._pass, args=(source, target, spoil), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, spoil: bool) -> None:
        try:
            while data := source.recv(65536):
                if spoil:
                    made = self.spoil(self.sent, data)
                    self.sent += len(data)
                    if made is None:
                        break
                    data = made
                target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
