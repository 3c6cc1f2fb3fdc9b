"""Endpoints: saved queries read the graphs of a store as one, however it is set up; answers are checked."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import islice

import pytest

from onrecord.errors import ToolError, UsageError
from onrecord.stores import endpoint
from onrecord.stores.endpoint import ask
from small_graph import BASE, document
from stub_store import Reply, StubStore

QUERY = """PREFIX onr: <https://w3id.org/onrecord/ns#>
SELECT ?claim { ?claim a onr:Claim ; onr:formerRole true . ?event onr:kind ?kind . ?place onr:alias ?name }"""


@pytest.fixture
def stub():
    from pyoxigraph import RdfFormat

    server = StubStore()
    server.store.load(input="".join(document("d1") + document("d2")), format=RdfFormat.N_QUADS)
    endpoint._graphs.cache_clear()
    yield server
    server.close()


def without_union(asked):
    asked.fields.pop("union-default-graph", None)


def of_union(asked):
    if "default-graph-uri" not in asked.fields:
        asked.fields["union-default-graph"] = ["true"]


@pytest.mark.parametrize("kind", [lambda asked: None, without_union, of_union])
def test_graphs_are_read_as_one(stub, kind):
    stub.fault = kind
    assert len(list(ask(f"{stub.url}/query", QUERY))) > 0


def test_graphs_are_named_where_there_is_no_other_way(stub):
    stub.fault = without_union
    list(ask(f"{stub.url}/query", QUERY))
    sent = stub.asked[-1].fields
    assert f"{BASE}graph/claims/d1" in sent["default-graph-uri"] and "named-graph-uri" in sent
    assert not [name for name in sent["default-graph-uri"] if "receipt" in name or "staging" in name]


def test_all_graphs_are_found_where_a_server_gives_few_rows(stub):
    from pyoxigraph import RdfFormat

    from onrecord.stores.connection import Connection

    more = "".join(line for number in range(250) for line in document(f"m{number}"))
    stub.store.load(input=more, format=RdfFormat.N_QUADS)
    stub.cut = 100
    with Connection() as connection:
        assert len(endpoint.claims_graphs(connection, f"{stub.url}/query")) == 252


def test_a_query_that_names_its_graphs_is_left_alone(stub):
    text = f"SELECT ?s FROM <{BASE}graph/entities> {{ ?s ?p ?o }}"
    list(ask(f"{stub.url}/query", text, own_graphs=True))
    assert not {"default-graph-uri", "union-default-graph"} & set(stub.asked[-1].fields)


def test_a_store_of_others_is_asked_as_it_is(stub):
    stub.store.clear()
    assert list(ask(f"{stub.url}/query", "SELECT ?s { ?s ?p ?o }")) == []
    assert not {"default-graph-uri", "union-default-graph"} & set(stub.asked[-1].fields)


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (Reply(200, b"<html></html>", "text/html"), "text/html"),
        (Reply(200, b'{"head"', "application/sparql-results+json"), "cannot be read"),
        (Reply(200, b'{"he', "application/sparql-results+json", length=900), "broke off"),
        (Reply(400, b"<html><b>bad query at line 3</b></html>"), "bad query at line 3"),
        (Reply(500, b""), "500"),
        (Reply(301, headers={"Location": "https://elsewhere.example/"}), "elsewhere.example"),
    ],
)
def test_bad_answers_are_clear_errors(stub, reply, says):
    stub.fault = lambda asked: reply
    with pytest.raises(ToolError, match=says):
        list(ask(f"{stub.url}/query", QUERY))


def test_a_password_in_a_url_is_not_echoed(stub):
    with pytest.raises(UsageError) as caught:
        ask("http://ann:geheim@127.0.0.1:1/query", QUERY)
    assert "geheim" not in str(caught.value)


def test_triples_are_read(stub):
    text = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 3"
    assert len(list(ask(f"{stub.url}/query", text))) == 3


class Slow(BaseHTTPRequestHandler):
    """An endpoint that sends many rows, waits until it may go on, and then ends well or breaks off."""

    going_on = threading.Event()
    end = "]}}"
    ended = False

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        row = '{"n": {"type": "literal", "value": "%d"}}'
        rows = ", ".join(row % number for number in range(20_000))
        self.wfile.write(b'{"head": {"vars": ["n"]}, "results": {"bindings": [' + rows.encode())
        self.wfile.flush()
        Slow.going_on.wait(20)
        Slow.ended = True
        self.wfile.write(Slow.end.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def slow():
    Slow.going_on.clear()
    Slow.end, Slow.ended = "]}}", False
    server = HTTPServer(("127.0.0.1", 0), Slow)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    Slow.going_on.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_rows_are_given_while_the_answer_comes(slow):
    rows = iter(ask(slow, "SELECT ?n { ?s ?p ?n }", own_graphs=True))
    first = [row["n"].value for row in islice(rows, 1000)]
    assert first == [str(number) for number in range(1000)] and not Slow.ended
    Slow.going_on.set()
    assert len(list(rows)) == 19_000


def test_an_answer_that_breaks_off_after_some_rows_is_an_error(slow):
    Slow.end = ', {"n": {"ty'
    rows = iter(ask(slow, "SELECT ?n { ?s ?p ?n }", own_graphs=True))
    assert len(list(islice(rows, 1000))) == 1000
    Slow.going_on.set()
    with pytest.raises(ToolError, match="cut short"):
        list(rows)


def test_an_answer_has_its_limits_while_it_comes(slow, monkeypatch):
    monkeypatch.setattr("onrecord.stores.incoming.MOST", 100_000)
    rows = iter(ask(slow, "SELECT ?n { ?s ?p ?n }", own_graphs=True))
    with pytest.raises(ToolError, match="more than fits"):
        list(rows)
