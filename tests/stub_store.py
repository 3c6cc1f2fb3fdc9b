"""A triple store in this process that speaks SPARQL over HTTP, and fails on request."""

import gzip
import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    serialize,
)

_PAGE = re.compile(r"ORDER BY \S+ LIMIT (\d+)(?: OFFSET (\d+))?")


@dataclass
class Reply:
    """What is sent back: to break off, ``length`` says more than there is."""

    status: int = 200
    body: bytes = b""
    media_type: str = "text/plain"
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None


@dataclass
class Asked:
    """A request that came in."""

    number: int
    method: str
    path: str
    fields: dict[str, list[str]]
    body: bytes
    headers: dict[str, str]

    @property
    def update(self) -> str:
        return self.fields.get("update", [""])[0]


Fault = Callable[[Asked], "Reply | None"]


class StubStore:
    """The server, on a free port of 127.0.0.1. ``fault`` may answer a request in place of the store.

    ``cut`` is how many rows it gives at most without saying so, ``sorts`` how many it puts into an order,
    ``server`` how it calls itself.
    """

    def __init__(self) -> None:
        self.store = Store()
        self.fault: Fault = lambda asked: None
        self.server = "Oxigraph/0.5.13"
        self.cut: int | None = None
        self.sorts: int | None = None
        self.asked: list[Asked] = []
        self._lock = threading.Lock()
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def version_string(self) -> str:
                return stub.server

            def do_GET(self) -> None:
                self._answer(b"")

            def do_POST(self) -> None:
                self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

            def _answer(self, body: bytes) -> None:
                with stub._lock:
                    reply = stub.answer(self.command, self.path, body, dict(self.headers))
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.media_type)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                length = len(reply.body) if reply.length is None else reply.length
                self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(reply.body)

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_address[1]}"

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()

    def graphs(self) -> set[str]:
        return {graph.value for graph in self.store.named_graphs()}

    def lines(self, *, but: tuple[str, ...] = ("/graph/receipt",)) -> str:
        """What it holds as sorted N-Quads, without the graphs whose names contain one of these."""
        found = (quad for quad in self.store if not any(part in str(quad.graph_name) for part in but))
        return "".join(sorted(f"{quad} .\n" for quad in found))

    def answer(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Reply:
        url = urlsplit(path)
        fields = parse_qs(url.query)
        if "form" in headers.get("Content-Type", ""):
            fields |= parse_qs(body.decode())
        asked = Asked(len(self.asked), method, url.path, fields, body, headers)
        self.asked.append(asked)
        if (reply := self.fault(asked)) is not None:
            return reply
        try:
            if url.path == "/store":
                return self._add(asked)
            if asked.update:
                self.store.update(asked.update)
                return Reply(204)
            if "query" in fields:
                return self._query(fields)
        except (SyntaxError, ValueError, RuntimeError) as error:  # RuntimeError: there is no such graph
            return Reply(400, str(error).encode())
        return Reply(200, b"<html><body>a store</body></html>", "text/html")

    def _add(self, asked: Asked) -> Reply:
        zipped = asked.headers.get("Content-Encoding") == "gzip"
        data = gzip.decompress(asked.body) if zipped else asked.body
        syntax = RdfFormat.from_media_type(asked.headers["Content-Type"])
        graph = [NamedNode(name) for name in asked.fields.get("graph", [])]
        self.store.load(input=data, format=syntax, **({"to_graph": graph[0]} if graph else {}))
        return Reply(204)

    def _query(self, fields: dict[str, list[str]]) -> Reply:
        if self.sorts is not None and (page := _PAGE.search(fields["query"][0])):
            rows = sum(int(number or 0) for number in page.groups())
            if rows > self.sorts:
                said = f"more then {rows} rows to sort. Only {self.sorts} are allowed."
                return Reply(500, f"Virtuoso 22023 Error SR353: Sorted TOP clause specifies {said}".encode())
        named = [NamedNode(name) for name in fields.get("default-graph-uri", [])]
        options = {"default_graph": named} if named else {}
        if "named-graph-uri" in fields:
            options["named_graphs"] = [NamedNode(name) for name in fields["named-graph-uri"]]
        found = self.store.query(
            fields["query"][0], use_default_graph_as_union="union-default-graph" in fields, **options
        )
        if isinstance(found, QuerySolutions | QueryBoolean):
            body = found.serialize(format=QueryResultsFormat.JSON)
            if self.cut is not None and isinstance(found, QuerySolutions):
                answer = json.loads(body)
                del answer["results"]["bindings"][self.cut :]
                body = json.dumps(answer).encode()
            return Reply(200, body, "application/sparql-results+json")
        triples = list(found)[: self.cut]
        return Reply(200, serialize(triples, format=RdfFormat.N_TRIPLES), "application/n-triples")
