"""Loading into and pulling from real stores: the same tests for each of them."""

import os
import subprocess
import sys
import time
import urllib.parse
import urllib.request

import pytest
from proxy import Proxy

from onrecord.diff import diff
from onrecord.errors import ToolError
from onrecord.load import load
from onrecord.pull import pull
from onrecord.stores.connection import Patience

BASE = "https://w3id.org/onrecord/data/"
QUICK = Patience(seconds=30, tries=2, wait=0.1)


def who(server):
    return {"user": server.user or "", "password": server.password or ""}


def put(directory, server, url=None, **options):
    return load(directory, url or server.url, store=server.name, **who(server), **options)


def dataset(directory):
    return (directory / "dataset.nq").read_text("utf-8")


def counted(server, prefix=BASE + "graph/"):
    """Graph → number of triples, asked without any code of onrecord."""
    query = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    address = f"{server.query_url}?query={urllib.parse.quote(query)}"
    request = urllib.request.Request(address, headers={"Accept": "text/csv"})
    with urllib.request.urlopen(request, timeout=120) as response:
        rows = response.read().decode().splitlines()[1:]
    pairs = (row.replace('"', "").rsplit(",", 1) for row in rows if row)
    return {name: int(n) for name, n in pairs if name.startswith(prefix) and int(n)}


def expected(directory):
    found = {}
    for line in dataset(directory).splitlines():
        name = line.rsplit(" ", 2)[1][1:-1]
        found[name] = found.get(name, 0) + 1
    return found


def assert_counts(server, directory):
    """The store has exactly these graphs with so many triples each, and a receipt."""
    held = counted(server)
    assert 0 < held.pop(BASE + "graph/receipt") <= 60
    assert held == expected(directory)


def assert_holds(server, directory):
    """The store has exactly these graphs with so many triples each, a receipt, and equal contents."""
    assert_counts(server, directory)
    seen = put(directory, server, verify_only=True)
    assert seen.exit_code == 0, str(seen)


def empty(server):
    """Take everything of ours out of a store, in a way that onrecord does not use."""
    for name in counted(server):
        if server.name == "virtuoso":
            server.isql(f"log_enable(3,1); SPARQL CLEAR GRAPH <{name}>;")
        else:
            data = urllib.parse.urlencode({"update": f"CLEAR SILENT GRAPH <{name}>"}).encode()
            urllib.request.urlopen(f"{server.url}/update", data, timeout=120).close()


def bulk(server, directory):
    """Seconds that the store's own way takes for the same file."""
    empty(server)
    began = time.perf_counter()
    if server.name == "virtuoso":
        copy = server.folder / "dataset.nq"
        copy.write_bytes((directory / "dataset.nq").read_bytes())
        server.isql(f"DB.DBA.TTLP(file_to_string_output('{copy}'), '', 'urn:x-none', 512); checkpoint;")
    else:
        data = (directory / "dataset.nq").read_bytes()
        request = urllib.request.Request(
            f"{server.url}/store", data, {"Content-Type": "application/n-quads"}, method="POST"
        )
        urllib.request.urlopen(request, timeout=600).close()
    took = time.perf_counter() - began
    assert counted(server) == expected(directory)
    empty(server)
    return took


def test_200000_triples(server, large, measured, tmp_path):
    took = bulk(server, large)
    began = time.perf_counter()
    done = put(large, server)
    loaded = time.perf_counter() - began
    assert done.triples == dataset(large).count("\n") >= 200_000
    assert_counts(server, large)
    began = time.perf_counter()
    assert put(large, server).sent == 0
    again = time.perf_counter() - began
    began = time.perf_counter()
    pulled = pull(server.url, tmp_path / "pulled")
    measured.append(
        f"{server.name}: {done.triples} triples: its own bulk path {took:.1f} s, load {loaded:.1f} s "
        f"(ratio {loaded / took:.1f}), the same again {again:.1f} s, pull {time.perf_counter() - began:.1f} s"
    )
    assert pulled.as_loaded is True
    assert dataset(tmp_path / "pulled") == dataset(large)


def test_load_pull_diff_is_empty(server, article, tmp_path):
    put(article, server)
    assert_holds(server, article)
    pull(server.query_url, tmp_path / "pulled")
    assert diff(article, tmp_path / "pulled").equal
    assert (tmp_path / "pulled" / "graph.ttl").read_bytes() == (article / "graph.ttl").read_bytes()
    assert (tmp_path / "pulled" / "reported.ttl").read_bytes() == (article / "reported.ttl").read_bytes()


def test_graphs_of_others_stay(server, article, middle):
    other = "http://example.org/other"
    text = f"INSERT DATA {{ GRAPH <{other}> {{ <http://e/s> <http://e/p> 'theirs' }} }}"
    if server.name == "virtuoso":
        server.isql(f"SPARQL {text};")
    else:
        data = urllib.parse.urlencode({"update": text}).encode()
        urllib.request.urlopen(f"{server.url}/update", data, timeout=60).close()
    put(article, server)
    put(middle, server)
    put(article, server)
    assert_holds(server, article)
    assert counted(server, other) == {other: 1}


def test_the_wrong_password_changes_nothing(server, article, middle):
    if not server.password:
        pytest.skip("this store asks for no password")
    put(article, server)
    with pytest.raises(ToolError, match="refuses the user or the password") as caught:
        load(middle, server.url, user=server.user, password="not-the-password", patience=QUICK)
    assert "not-the-password" not in str(caught.value)
    with pytest.raises(ToolError, match="without a password"):
        load(middle, server.url, patience=QUICK)
    assert_holds(server, article)


@pytest.mark.parametrize(("kind", "at"), [("spoilt", 15_000), ("cut", 100_000)])
def test_a_request_spoilt_half_way_changes_nothing(server, article, middle, kind, at):
    put(article, server)
    hit = []

    def spoil(sent, data):
        if sent + len(data) > at and len(data) > 1000 and (kind == "cut" or b"HTTP/1.1" not in data):
            hit.append(True)
            return None if kind == "cut" else b"x< " * (len(data) // 3) + data[len(data) // 3 * 3 :]
        return data

    proxy = Proxy(server.port, spoil)
    try:
        with pytest.raises(ToolError):
            put(middle, server, proxy.url, patience=QUICK)
    finally:
        proxy.close()
    assert hit
    held = counted(server)
    waiting = {name for name in held if "/staging/" in name}
    assert {n: held[n] for n in held if n not in waiting and "receipt" not in n} == expected(article)
    put(middle, server)
    assert_holds(server, middle)


def start_load(directory, server):
    environment = {**os.environ, "ONRECORD_PASSWORD": server.password or ""}
    named = ["--user", server.user] if server.user else []
    command = [sys.executable, "-m", "onrecord", "load", str(directory), "--to", server.url, *named]
    return subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture(scope="module")
def duration(server, article, middle):
    """How long the client takes to put one graph into the place of another."""
    put(article, server)
    began = time.perf_counter()
    assert start_load(middle, server).wait(600) == 0
    return time.perf_counter() - began


@pytest.mark.parametrize("part", [0.5, 0.9])
def test_the_client_is_killed(server, article, middle, duration, part):
    put(article, server)
    client = start_load(middle, server)
    time.sleep(duration * part)
    client.kill()
    client.wait(60)
    put(middle, server)
    assert_holds(server, middle)


@pytest.mark.parametrize("part", [0.7, 0.9])
def test_the_server_is_killed(server, article, middle, duration, part):
    put(article, server)
    client = start_load(middle, server)
    time.sleep(duration * part)
    server.kill()
    client.kill()
    client.wait(60)
    server.start()
    put(middle, server)
    assert_holds(server, middle)


def test_what_was_loaded_outlives_the_server(server, article):
    put(article, server)
    server.kill()
    server.start()
    assert_holds(server, article)


def test_a_server_that_comes_back_is_waited_for(server, article, middle, duration):
    put(article, server)
    client = start_load(middle, server)
    time.sleep(duration * 0.4)
    server.kill()
    time.sleep(1)
    server.start()
    code = client.wait(600)
    if code != 0:
        put(middle, server)
    assert code in (0, 3)
    assert_holds(server, middle)


def test_a_store_that_is_down(server, article):
    put(article, server)
    server.kill()
    with pytest.raises(ToolError, match="cannot be reached"):
        put(article, server, patience=QUICK)
    server.start()
    assert_holds(server, article)
