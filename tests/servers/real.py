"""The real servers, started for the tests on free ports of 127.0.0.1 and stopped by their process id."""

import abc
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
PATIENCE = 90.0


def _end_with_parent() -> None:
    """Have Linux kill this process when the tests' own process ends, however that comes."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server(abc.ABC):
    """A triple store of its own in a folder: started, stopped, killed and started again."""

    name: str
    query_path: str
    update_path: str
    user: str | None
    password: str | None

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def query_url(self) -> str:
        return self.url + self.query_path

    @abc.abstractmethod
    def command(self) -> list[str]:
        """What starts it in the foreground."""

    def start(self) -> None:
        """Start it and wait until it answers."""
        with (self.folder / "output.log").open("ab") as output:
            self.process = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self.folder,
                preexec_fn=_end_with_parent,
            )
        until = time.monotonic() + PATIENCE
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                said = (self.folder / "output.log").read_text("utf-8", "replace")[-2000:]
                self.kill()
                raise RuntimeError(f"{self.name} did not start: {said}")
            time.sleep(0.1)

    def answers(self) -> bool:
        query = f"{self.query_url}?query=ASK%7B%7D"
        try:
            with urllib.request.urlopen(query, timeout=5) as response:
                return response.status == 200
        except (OSError, urllib.error.URLError):
            return False

    def stop(self) -> None:
        """Stop it as an administrator would."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        self._end(signal.SIGKILL)

    def _end(self, signal_: signal.Signals) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal_)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(60)
        self.process = None


class Oxigraph(Server):
    """`oxigraph serve`, from the Python package of that name."""

    name = "oxigraph"
    query_path, update_path = "/query", "/update"
    user = password = None

    def command(self) -> list[str]:
        beside = Path(sys.executable).with_name("oxigraph")
        program = str(beside) if beside.exists() else shutil.which("oxigraph")
        if program is None:
            raise RuntimeError("oxigraph is missing: pip install 'onrecord[servers]'")
        location = str(self.folder / "data")
        return [program, "serve", "--location", location, "--bind", f"127.0.0.1:{self.port}"]


class Virtuoso(Server):
    """Virtuoso 7, from Debian's package virtuoso-opensource-7-bin."""

    name = "virtuoso"
    query_path, update_path = "/sparql", "/sparql-auth"
    user, password = "dba", "dba"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.sql_port = free_port()

    def command(self) -> list[str]:
        program = shutil.which("virtuoso-t")
        if program is None:
            raise RuntimeError("virtuoso-t is missing: apt-get install virtuoso-opensource-7-bin")
        text = (HERE / "virtuoso.ini").read_text("utf-8")
        settings = self.folder / "virtuoso.ini"
        settings.write_text(text.format(folder=self.folder, port=self.port, sql_port=self.sql_port))
        (self.folder / "virtuoso.lck").unlink(missing_ok=True)  # what a killed one left
        return [program, "+configfile", str(settings), "+foreground"]

    def isql(self, statement: str, seconds: float = 600) -> str:
        """What the server answers to an SQL statement of its administrator."""
        done = subprocess.run(
            ["isql-vt", str(self.sql_port), self.user, self.password, f"exec={statement}"],
            capture_output=True, timeout=seconds, check=True,
        )  # fmt: skip
        return done.stdout.decode("utf-8", "replace")


KINDS = {kind.name: kind for kind in (Oxigraph, Virtuoso)}
WANTED = os.environ.get("ONRECORD_SERVERS", " ".join([*KINDS, "rapper"])).split()


def _main() -> None:
    """Start one for work by hand, until it is interrupted: python real.py NAME FOLDER PORT."""
    name, folder, port = sys.argv[1:4]
    server = KINDS[name](Path(folder))
    server.port = int(port)
    server.start()
    print(
        os.getpid(),
        server.process.pid if server.process else "",
        server.url,
        getattr(server, "sql_port", ""),
        flush=True,
    )
    try:
        signal.pause()
    except KeyboardInterrupt:
        server.stop()


if __name__ == "__main__":
    _main()
