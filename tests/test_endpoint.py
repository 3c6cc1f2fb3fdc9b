"""Endpoints: saved queries read the graphs of a store as one, however it is set up; answers are checked."""

import base64
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import islice

import pytest

from onrecord.errors import ToolError, UsageError
from onrecord.query import query
from onrecord.sparql import Form
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
    assert len(list(ask(f"{stub.url}/query", text, form=Form.CONSTRUCT))) == 3


@pytest.mark.parametrize(
    ("media_type", "body", "form", "says"),
    [
        ("text/plain", b"ok", Form.SELECT, "answered text/plain, which is no SPARQL results format;"),
        ("text/csv", b"a\n1\n", Form.SELECT, "text/csv, which is no SPARQL results format that tells"),
        ("", b"", Form.ASK, "answered no media type, which is no SPARQL results format;"),
        ("text/html", b"", Form.CONSTRUCT, "answered text/html, which is no syntax of RDF;"),
        ("application/sparql-results+json", b"{}", Form.DESCRIBE, "which is no syntax of RDF;"),
        (
            "application/sparql-results+json",
            b'{"head":{},"boolean":true}',
            Form.SELECT,
            "yes or no to SELECT",
        ),
        (
            "application/sparql-results+json",
            b'{"head":{"vars":[]},"results":{"bindings":[]}}',
            Form.ASK,
            "answered rows to ASK",
        ),
    ],
)
def test_an_answer_of_another_kind_is_an_error(stub, media_type, body, form, says):
    stub.fault = lambda asked: Reply(200, body, media_type)
    with pytest.raises(ToolError, match=says) as caught:
        list(ask(f"{stub.url}/query", QUERY, form=form))
    assert "at which the server takes queries" in str(caught.value)


def test_triples_may_come_as_plain_text(stub):
    stub.fault = lambda asked: Reply(200, b"<a:b> <a:c> 'd' .\n".replace(b"'", b'"'), "text/plain")
    assert len(list(ask(f"{stub.url}/query", QUERY, form=Form.CONSTRUCT))) == 1


def guarded(scheme):
    """A fault of a server that lets in whoever answers its challenge, without looking at the password."""

    def fault(asked):
        if asked.headers.get("Authorization", "").startswith(scheme):
            return None
        return Reply(401, headers={"WWW-Authenticate": f'{scheme} realm="x", nonce="abc", qop="auth"'})

    return fault


@pytest.mark.parametrize("scheme", ["Basic", "Digest"])
def test_an_endpoint_that_asks_for_a_password_gets_it(stub, scheme, monkeypatch):
    monkeypatch.setenv("ONRECORD_PASSWORD", "of another")
    stub.fault = guarded(scheme)
    found = query(QUERY, f"{stub.url}/query", labels=True, user="ann", password="geheim")
    assert len(found.rows) > 0
    sent = [asked.headers["Authorization"] for asked in stub.asked if "Authorization" in asked.headers]
    assert sent and all(head.startswith(scheme) for head in sent)
    if scheme == "Basic":
        assert {base64.b64decode(head.partition(" ")[2]) for head in sent} == {b"ann:geheim"}
    else:
        assert all('username="ann"' in head and "geheim" not in head for head in sent)


def test_no_password_is_sent_unless_a_user_is_named(stub, monkeypatch):
    monkeypatch.setenv("ONRECORD_PASSWORD", "geheim")
    stub.fault = guarded("Basic")
    with pytest.raises(
        ToolError, match="without a password .401.; give --user, and the password in ONRECORD_"
    ):
        query(QUERY, f"{stub.url}/query")
    assert not any("Authorization" in asked.headers for asked in stub.asked)


def test_a_user_is_for_a_url_that_is_named(stub, tmp_path):
    (tmp_path / "q.rq").write_text(f"#+ endpoint: {stub.url}/query\n{QUERY}")
    (tmp_path / "x.nt").write_text("")
    for data in (None, tmp_path / "x.nt"):
        with pytest.raises(UsageError, match="^--user ann: is for an endpoint .*give the URL with --in"):
            query(str(tmp_path / "q.rq"), data, user="ann", password="geheim")
    assert stub.asked == []


def test_advice_on_an_endpoint_is_what_query_can_do(stub):
    for status in (404, 405, 413):
        stub.fault = lambda asked, status=status: Reply(status, b"no")
        with pytest.raises(ToolError, match=f"answered {status}") as caught:
            list(ask(f"{stub.url}/query", QUERY))
        assert "--store" not in str(caught.value)


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


def test_a_password_needs_a_user(stub):
    with pytest.raises(UsageError, match="a password is given without a user"):
        query(QUERY, f"{stub.url}/query", password="geheim")
