"""Loading into and pulling from real stores: the same tests for each of them."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from proxy import Proxy

from onrecord.diff import diff
from onrecord.errors import ToolError
from onrecord.load import load
from onrecord.pull import pull
from onrecord.stores.connection import Patience
from onrecord.stores.profile import profile_named

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


def test_whoever_reads_meanwhile_is_told_by_the_receipt(server, article, middle):
    """At every step of a load, a receipt that has an end stands beside all of one graph."""
    put(article, server)
    wholes = [expected(article), expected(middle)]
    query = f"ASK {{ GRAPH <{BASE}graph/receipt> {{ ?l <http://www.w3.org/ns/prov#endedAtTime> ?t }} }}"
    steps = set()

    def look(step, done, of):
        steps.add(step)
        before, ended = counted(server), asked(server, query)
        held = {name: n for name, n in before.items() if "/staging/" not in name and "receipt" not in name}
        assert not ended or held in wholes, f"at {step}, {done} of {of}"

    put(middle, server, progress=look)
    assert steps >= {*STEPS}


def asked(server, query):
    address = f"{server.query_url}?query={urllib.parse.quote(query)}"
    request = urllib.request.Request(address, headers={"Accept": "application/sparql-results+json"})
    with urllib.request.urlopen(request, timeout=120) as response:
        return json.load(response)["boolean"]


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


def test_more_graphs_than_virtuoso_sorts(server, article, middle, tmp_path):
    """Its 10,000 rows count whether they are given or left out, and whoever the graphs belong to."""
    names = [f"{BASE}graph/aforeign/{number}" for number in range(12_000)]
    for at in range(0, len(names), 2_000):
        blocks = " ".join(f"GRAPH <{name}> {{ <urn:s> <urn:p> 1 }}" for name in names[at : at + 2_000])
        change(server, f"INSERT DATA {{ {blocks} }}")
    try:
        put(article, server)
        put(middle, server)
        assert put(middle, server, verify_only=True).exit_code == 0
        assert pull(server.url, tmp_path / "pulled").as_loaded is True
        assert dataset(tmp_path / "pulled") == dataset(middle)
    finally:
        for at in range(0, len(names), 100):
            change(server, " ; ".join(f"DROP SILENT GRAPH <{name}>" for name in names[at : at + 100]))


def change(server, update):
    """Have a server carry out an update, without any code of onrecord."""
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, server.url, server.user or "", server.password or "")
    opener = urllib.request.build_opener(urllib.request.HTTPDigestAuthHandler(passwords))
    data = urllib.parse.urlencode({"update": update}).encode()
    opener.open(server.url + server.update_path, data, timeout=300).close()


def update_of_nobody(server):
    """The status that a server answers to an update without a password."""
    data = urllib.parse.urlencode({"update": "INSERT DATA {}"}).encode()
    try:
        with urllib.request.urlopen(server.url + server.update_path, data, timeout=60) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


def test_the_wrong_password_changes_nothing(server, article, middle):
    asks = update_of_nobody(server) in (401, 403)
    assert asks is bool(server.password) is (profile_named(server.name).auth != "none")
    put(article, server)
    if not asks:  # so there is no wrong one: whoever comes is let in, a password that is given is not sent
        load(middle, server.url, user="ann", password="not-the-password", patience=QUICK)
        assert_holds(server, middle)
        return
    with pytest.raises(ToolError, match="refuses the user or the password") as caught:
        load(middle, server.url, user=server.user, password="not-the-password", patience=QUICK)
    assert "not-the-password" not in str(caught.value)
    with pytest.raises(ToolError, match="without a password"):
        load(middle, server.url, patience=QUICK)
    assert_holds(server, article)


def test_a_user_with_letters_beyond_ascii(server, article):
    if server.name != "virtuoso":
        pytest.skip(f"{server.name} has no users")
    server.isql("""DB.DBA.USER_CREATE ('Jörg', 'gehëim'); GRANT SPARQL_UPDATE TO "Jörg";""")
    try:
        load(article, server.url, user="Jörg", password="gehëim", patience=QUICK)
        with pytest.raises(ToolError, match="refuses the user or the password"):
            load(article, server.url, user="Jörg", password="geheim", patience=QUICK)
    finally:
        server.isql("DB.DBA.USER_DROP ('Jörg', 1);")
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


STEPS = ("sending", "checking what arrived", "putting it into its place", "checking once more")

CLIENT = """
import os, signal, sys
from pathlib import Path
from onrecord.load import load
def stop(step, done, of):
    if step == sys.argv[4]:
        os.kill(os.getpid(), signal.SIGKILL)
load(Path(sys.argv[1]), sys.argv[2], store=sys.argv[3], user=sys.argv[5], progress=stop,
     password=os.environ["ONRECORD_PASSWORD"])
"""


def start_load(directory, server, url, step=""):
    """A client in a process of its own, which is killed when it comes to a step."""
    environment = {**os.environ, "ONRECORD_PASSWORD": server.password or ""}
    arguments = [str(directory), url, server.name, step, server.user or ""]
    return subprocess.Popen([sys.executable, "-c", CLIENT, *arguments], env=environment)


@pytest.mark.parametrize("step", STEPS)
def test_the_client_is_killed(server, article, middle, step):
    put(article, server)
    assert start_load(middle, server, server.url, step).wait(600) == -signal.SIGKILL
    put(middle, server)
    assert_holds(server, middle)


def once_seen(words, deed):
    """A way to spoil nothing, but to do something soon after these words were sent on; and what did it."""
    done = []

    def pass_on(sent, data):
        if re.search(words, data) and not done:
            done.append(threading.Timer(0.2, deed))
            done[0].start()
        return data

    return pass_on, done


@pytest.mark.parametrize("words", [rb"POST /(store|sparql-graph)", rb"MOVE"], ids=["takes-it-in", "moves-it"])
def test_the_client_is_killed_while_the_server_works_for_it_and_another_begins(
    server, article, middle, words
):
    put(article, server)
    clients = []
    spoil, done = once_seen(words, lambda: clients[0].kill())
    proxy = Proxy(server.port, spoil)
    try:
        clients.append(start_load(middle, server, proxy.url))
        clients[0].wait(600)
        put(article, server)
    finally:
        proxy.close()
    assert done
    assert_holds(server, article)


@pytest.mark.parametrize("step", STEPS)
def test_the_server_is_killed(server, article, middle, step):
    put(article, server)
    killed = []

    def stop(at, done, of):
        if at == step and not killed:
            killed.append(at)
            server.kill()

    with pytest.raises(ToolError):
        put(middle, server, progress=stop, patience=Patience(seconds=30, tries=1))
    assert killed
    server.start()
    put(middle, server)
    assert_holds(server, middle)


@pytest.mark.parametrize("words", [rb"POST /(store|sparql-graph)", rb"MOVE"], ids=["takes-it-in", "moves-it"])
def test_the_server_is_killed_at_work(server, article, middle, words):
    put(article, server)
    spoil, done = once_seen(words, server.kill)
    proxy = Proxy(server.port, spoil)
    try:
        with contextlib.suppress(ToolError):  # it may have been quicker
            put(middle, server, proxy.url, patience=Patience(seconds=60, tries=1))
        done[0].join()
    finally:
        proxy.close()
    server.start()
    put(middle, server)
    assert_holds(server, middle)


def test_what_was_loaded_outlives_the_server(server, article):
    put(article, server)
    server.kill()
    server.start()
    assert_holds(server, article)


@pytest.mark.parametrize("step", STEPS)
def test_a_server_that_comes_back_is_waited_for(server, article, middle, step):
    put(article, server)
    gone = threading.Event()

    def stop(at, done, of):
        if at == step and not gone.is_set():
            server.kill()
            gone.set()

    with ThreadPoolExecutor(1) as pool:
        patience = Patience(tries=40, wait=0.5, longest=2)
        loading = pool.submit(put, middle, server, progress=stop, patience=patience)
        assert gone.wait(600)
        time.sleep(1.5)
        server.start()  # here: a server ends with the thread that started it
        loading.result(600)
    assert_holds(server, middle)


def test_a_store_that_is_down(server, article):
    put(article, server)
    server.kill()
    with pytest.raises(ToolError, match="cannot be reached"):
        put(article, server, patience=QUICK)
    server.start()
    assert_holds(server, article)
