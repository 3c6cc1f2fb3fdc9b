"""Loading into a store: exact, repeatable, whole or not at all, whatever the server answers."""

import gzip
import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from onrecord.errors import InputError, ToolError, UsageError
from onrecord.load import load
from onrecord.manifest import write_manifest
from onrecord.pull import pull
from onrecord.stores.connection import Patience
from small_graph import BASE, XSD, graph, quad
from stub_store import Asked, Reply, StubStore

QUICK = Patience(seconds=20, connect=2, tries=3, wait=0.01, longest=0.02)
OTHER = NamedNode("http://example.org/other")


@pytest.fixture
def stub():
    server = StubStore()
    yield server
    server.close()


@pytest.fixture
def one(tmp_path):
    return graph(tmp_path / "one", "d1", "d2")


def put(directory, stub, **options):
    return load(directory, stub.url, patience=QUICK, **options)


def dataset(directory):
    return (directory / "dataset.nq").read_text("utf-8")


def test_the_store_holds_exactly_the_graph(stub, one):
    done = put(one, stub)
    assert stub.lines() == dataset(one)
    assert done.triples == dataset(one).count("\n") and done.exit_code == 0 and done.sent == done.graphs
    assert "holds exactly the graph" in str(done)


def test_the_receipt_is_small_and_replaced(stub, one):
    for _ in range(3):
        put(one, stub)
        receipt = [q for q in stub.store if q.graph_name == NamedNode(f"{BASE}graph/receipt")]
        assert 5 < len(receipt) <= 60
        assert len([q for q in receipt if q.predicate.value.endswith("#endedAtTime")]) == 1


def test_loading_again_sends_nothing(stub, one):
    put(one, stub)
    before = len(stub.asked)
    assert put(one, stub).sent == 0
    assert not [asked for asked in stub.asked[before:] if asked.path == "/store"]
    assert stub.lines() == dataset(one)
    counts = [asked for asked in stub.asked[before:] if "STRSTARTS" in asked.fields.get("query", [""])[0]]
    assert len(counts) == 5, "each time that all graphs of a large store are counted takes a second"


@pytest.mark.parametrize("claims", [3, 300])
def test_a_changed_word_is_noticed_and_mended(stub, tmp_path, claims):
    """Small graphs are fetched together, others each by itself; the sizes are the same before and after."""
    made = graph(tmp_path / "made", "d1", claims=claims)
    put(made, stub)
    text = stub.lines(but=()).replace("“quoted”", "“quoied”")
    stub.store.clear()
    stub.store.load(input=text, format=RdfFormat.N_QUADS)
    assert "quoied" in str(put(made, stub, verify_only=True))
    assert put(made, stub).sent == 1
    assert stub.lines() == dataset(made)


def test_what_changed_is_replaced_and_what_is_gone_is_dropped(stub, one, tmp_path):
    stub.store.add(Quad(OTHER, OTHER, Literal("theirs"), OTHER))
    stub.store.add(Quad(OTHER, OTHER, Literal("of nobody")))
    put(one, stub)
    other = graph(tmp_path / "other", "d2", "d3", claims=4)
    done = put(other, stub)
    assert f"{BASE}graph/claims/d1" in done.dropped
    ours = "".join(line for line in stub.lines().splitlines(keepends=True) if BASE in line)
    assert ours == dataset(other)
    assert '"theirs"' in stub.lines() and '"of nobody"' in stub.lines()


def test_what_an_unfinished_load_left_is_cleared(stub, one):
    left = NamedNode(f"{BASE}graph/staging/claims/d9")
    stub.store.add(Quad(OTHER, OTHER, OTHER, left))
    assert put(one, stub, dry_run=True).left == 1
    assert put(one, stub).left == 1
    assert stub.lines() == dataset(one)


def test_a_dry_run_writes_nothing(stub, one):
    done = put(one, stub, dry_run=True)
    assert f"would send {done.triples} triples in {done.graphs} graphs" in str(done) and not stub.lines()
    assert not [asked for asked in stub.asked if is_change(asked)]


def test_a_dry_run_says_what_the_load_does(stub, one, tmp_path):
    put(one, stub)
    assert "would send 0 triples in 0 graphs" in str(put(one, stub, dry_run=True))
    new = graph(tmp_path / "new", "d2", "d3", claims=4)
    before = len(stub.asked)
    said = put(new, stub, dry_run=True)
    assert not [asked for asked in stub.asked[before:] if is_change(asked)]
    done = put(new, stub)
    assert 0 < said.sent < said.graphs
    for what in ("sent", "sent_triples", "dropped", "left", "graphs", "triples"):
        assert getattr(said, what) == getattr(done, what), what
    sent = [asked for asked in stub.asked if asked.path == "/store"]
    assert gzip.decompress(sent[-1].body).count(b"\n") == done.sent_triples


def test_a_killed_load_leaves_no_copy_of_the_data(one, tmp_path):
    """Each time that a load tells or asks anything, nothing is in the folder for temporary files."""
    code = (
        "import os, sys; from pathlib import Path; from onrecord.load import load\n"
        "from onrecord.stores import connection\n"
        "from onrecord.stores.connection import Connection\n"
        "def kill(self, url):\n  print(os.listdir(sys.argv[2]), flush=True); os.kill(os.getpid(), 9)\n"
        "Connection.server = kill; load(Path(sys.argv[1]), 'http://127.0.0.1:1')"
    )
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = {**os.environ, "TMPDIR": str(scratch)}
    done = subprocess.run(
        [sys.executable, "-c", code, one, scratch],
        capture_output=True, text=True, env=environment, timeout=120,
    )  # fmt: skip
    assert done.returncode == -9, done.stderr
    assert done.stdout.strip() == "[]" and not list(scratch.iterdir())


def test_no_room_for_the_copy(stub, one, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys.modules["onrecord.load"], "TemporaryFile", full)
    with pytest.raises(ToolError, match="temporary file cannot be written: No space left.*TMPDIR"):
        put(one, stub)


def test_verifying_finds_every_difference(stub, one):
    put(one, stub)
    assert put(one, stub, verify_only=True).exit_code == 0
    changed = next(q for q in stub.store if getattr(q.object, "value", "") == "true")
    stub.store.remove(changed)
    boolean = NamedNode(f"{XSD}boolean")
    stub.store.add(
        Quad(changed.subject, changed.predicate, Literal("false", datatype=boolean), changed.graph_name)
    )
    seen = put(one, stub, verify_only=True)
    assert seen.exit_code == 1 and '"true"' in str(seen) and '"false"' in str(seen)
    put(one, stub)
    stub.store.add(Quad(OTHER, OTHER, OTHER, NamedNode(f"{BASE}graph/claims/d9")))
    assert "d9" in str(put(one, stub, verify_only=True))


@pytest.mark.parametrize(
    ("sent", "held"),
    [
        (f'"true"^^<{XSD}boolean>', f'"1"^^<{XSD}boolean>'),
        (f'"2.5"^^<{XSD}decimal>', f'"2.50"^^<{XSD}decimal>'),
        (f'"-7"^^<{XSD}integer>', f'"-7"^^<{XSD}int>'),
    ],
)
def test_other_spellings_of_a_value_are_the_same(stub, one, sent, held):
    put(one, stub)
    respell(stub, sent, held)
    assert put(one, stub, verify_only=True).exit_code == 0


def respell(stub, sent, held):
    """Have the stub hold what it was sent in other words."""
    text = stub.lines(but=()).replace(sent, held)
    assert held in text
    stub.store.clear()
    stub.store.load(input=text, format=RdfFormat.N_QUADS)


@pytest.mark.parametrize(
    ("sent", "held"),
    [
        (f'"-7"^^<{XSD}integer>', f'"0"^^<{XSD}integer>'),
        (f'"-7"^^<{XSD}integer>', '"-7"'),
        (f'"-7"^^<{XSD}integer>', f'"-7.5"^^<{XSD}decimal>'),
        (f'"-7"^^<{XSD}integer>', f'"-7.0"^^<{XSD}decimal>'),
        (f'"3000000000"^^<{XSD}integer>', f'"3000000000"^^<{XSD}decimal>'),
    ],
)
def test_another_value_is_a_difference(stub, one, sent, held):
    put(one, stub)
    respell(stub, sent, held)
    assert put(one, stub, verify_only=True).exit_code == 1


def test_only_a_store_known_for_it_may_make_decimals_of_long_integers(stub, tmp_path):
    whole = quad("quantity/whole", "minimum", f'"5000000000"^^<{XSD}decimal>', "claims/d1")
    made = graph(tmp_path / "made", "d1", more=(whole,))
    put(made, stub)
    respell(stub, f'"3000000000"^^<{XSD}integer>', f'"3000000000"^^<{XSD}decimal>')
    assert put(made, stub, verify_only=True, store="virtuoso").exit_code == 0
    urls = {name: stub.url + path for name, path in OWN_URLS.items()}
    assert load(made, verify_only=True, patience=QUICK, **urls).exit_code == 1
    stub.server = "Virtuoso/07.20.3229"
    assert load(made, verify_only=True, patience=QUICK, **urls).exit_code == 0
    respell(stub, f'"-7"^^<{XSD}integer>', f'"-7"^^<{XSD}decimal>')
    seen = put(made, stub, verify_only=True, store="virtuoso")
    assert seen.exit_code == 1 and '"-7"' in str(seen)


# -- what no store would keep --------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        f'"abc"^^<{XSD}integer>', f'"2018-02-30"^^<{XSD}date>', f'"2018-13-01"^^<{XSD}date>',
        f'"yes"^^<{XSD}boolean>', f'"1,5"^^<{XSD}decimal>', f'"-1"^^<{XSD}nonNegativeInteger>', "_:blank",
    ],
)  # fmt: skip
def test_bad_data_are_refused_before_anything_is_sent(stub, tmp_path, value):
    bad = graph(tmp_path / "bad", "d1", more=(quad("quantity/bad", "number", value, "claims/d1"),))
    with pytest.raises(InputError, match="no store would keep"):
        put(bad, stub)
    assert not stub.asked


@pytest.mark.parametrize(
    "line",
    ["<a> <b> .\n", f"<{BASE}a> <{BASE}b> <{BASE}c> .\n", '<http://e/ x> <http://e/p> "a" <http://e/g> .\n'],
)
def test_a_damaged_dataset_is_refused(stub, tmp_path, line):
    bad = graph(tmp_path / "bad", "d1", more=(line,))
    with pytest.raises(InputError):
        put(bad, stub)
    assert not stub.asked


def test_no_graph_is_refused(stub, tmp_path):
    with pytest.raises(InputError):
        put(tmp_path, stub)


# -- what servers do -----------------------------------------------------------------------------


def once(reply: Reply, when=lambda asked: asked.path == "/store"):
    """A fault that comes once."""
    left = [reply]
    return lambda asked: left.pop() if left and when(asked) else None


def always(reply: Reply, when=lambda asked: True):
    return lambda asked: reply if when(asked) else None


def is_update(asked: Asked) -> bool:
    return bool(asked.update)


def is_query(asked: Asked) -> bool:
    return "query" in asked.fields


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_passing_failure_is_tried_again(stub, one, status):
    stub.fault = once(Reply(status, b"later", headers={"Retry-After": "0"}))
    put(one, stub)
    assert stub.lines() == dataset(one)


@pytest.mark.parametrize("when", [is_query, is_update, lambda asked: asked.path == "/store"])
def test_an_answer_that_breaks_off_is_asked_for_again(stub, one, when):
    stub.fault = once(Reply(200, b"{", "application/sparql-results+json", length=5000), when)
    put(one, stub)
    assert stub.lines() == dataset(one)


@pytest.fixture
def lost(stub):
    """A fault that carries out the first update with a move in it and loses the answer; what was sent."""
    moves = []

    def lose(asked):
        if "MOVE" not in asked.update:
            return None
        moves.append(asked.update)
        if len(moves) > 1:
            return None
        stub.store.update(asked.update)
        return Reply(504, b"too slow")

    stub.fault = lose
    return moves


OWN_URLS = {"query_url": "/q", "update_url": "/u", "gsp_url": "/store"}


def put_at(directory, stub, kind):
    urls = {} if kind == "oxigraph" else {name: stub.url + path for name, path in OWN_URLS.items()}
    return load(directory, stub.url if kind == "oxigraph" else "", patience=QUICK, **urls)


@pytest.mark.parametrize("kind", ["oxigraph", "custom"])
def test_a_move_whose_answer_is_lost_is_not_repeated(stub, one, tmp_path, lost, kind):
    put_at(one, stub, kind)
    assert stub.lines() == dataset(one) and len(lost) == 1
    lost.clear()
    new = graph(tmp_path / "new", "d2", "d3", claims=5)
    put_at(new, stub, kind)
    assert stub.lines() == dataset(new) and len(lost) == 1


def test_only_what_still_waits_is_moved_again(stub, one):
    moves = []

    def half(asked):
        if "MOVE" not in asked.update:
            return None
        moves.append(asked.update.split(" ;\n"))
        if len(moves) == 1:
            stub.store.update(moves[0][0])
            return Reply(504, b"too slow")
        return None

    stub.fault = half
    put_at(one, stub, "custom")
    assert stub.lines() == dataset(one)
    assert len(moves[0]) > 2 and moves[1] == moves[0][1:]


def test_a_move_that_was_half_done_is_an_error(stub, one):
    def torn(asked):
        if "MOVE" not in asked.update:
            return None
        waiting = next(q for q in stub.store if "/staging/" in q.graph_name.value)
        stub.store.remove(waiting)
        return Reply(504, b"too slow")

    stub.fault = torn
    with pytest.raises(ToolError, match="wait in"):
        put(one, stub)
    assert not [name for name in stub.graphs() if "/staging/" not in name and "receipt" not in name]
    stub.fault = lambda asked: None
    put(one, stub)
    assert stub.lines() == dataset(one)


def test_a_move_of_nothing_leaves_the_target_alone(stub):
    from onrecord.stores.wording import iri, worded

    stub.store.add(Quad(OTHER, OTHER, OTHER, OTHER))
    with pytest.raises(RuntimeError):
        stub.store.update(worded("move.ru", source=iri(f"{BASE}graph/staging/x"), target=iri(OTHER.value)))
    assert len(stub.store) == 1


def test_the_kind_of_store_is_asked_for_again(stub, one):
    real = stub.answer
    broken = [1]

    def broken_off(method, path, body, headers):
        if method == "GET" and broken:
            broken.pop()
            raise ConnectionResetError
        return real(method, path, body, headers)

    stub.answer = broken_off
    put(one, stub)
    assert not broken and stub.lines() == dataset(one)


def test_graphs_of_others_under_the_base_are_kept(stub, one, tmp_path):
    kept = [
        NamedNode(f"{BASE}graph/{name}") for name in ("decisions", "claims", "receipts/x", "mine/claims/a")
    ]
    for name in kept:
        stub.store.add(Quad(OTHER, OTHER, Literal("theirs"), name))
    put(one, stub)
    done = put(graph(tmp_path / "new", "d2"), stub)
    assert set(done.dropped) == {f"{BASE}graph/{role}/d1" for role in ("claims", "reported", "inferred")}
    assert {name.value for name in kept} <= stub.graphs()
    assert put(tmp_path / "new", stub, verify_only=True).exit_code == 0


@pytest.mark.parametrize("password", ["geheim-wort", "abc7", "x9", "a b+c/ü"])
def test_no_password_comes_back_in_a_message(stub, one, password):
    import base64
    from urllib.parse import quote

    basic = base64.b64encode(f"ann:{password}".encode()).decode()
    said = f"no: [{password}] [{basic}] [{quote(password, safe='')}]"
    stub.fault = always(Reply(400, said.encode()))
    with pytest.raises(ToolError) as caught:
        put(one, stub, store="fuseki", user="ann", password=password)
    assert "[…] […] […]" in str(caught.value)
    assert password not in str(caught.value).split("400", 1)[1] and basic not in str(caught.value)


HTML = Reply(200, b"<html><body>Welcome</body></html>", "text/html")


@pytest.mark.parametrize(
    ("reply", "when", "says"),
    [
        (Reply(401), is_update, "refuses to do this without a password.*--user"),
        (Reply(403, b"<b>no writes</b>"), is_update, r"refuses this \(403\): no writes; .*read-only"),
        (Reply(500, b"IO error: No space left on device"), is_update, "make room on its disk"),
        (HTML, is_query, "text/html"),
        (Reply(200, b'{"head"', "application/sparql-results+json"), is_query, "cannot be read"),
        (Reply(405, b"read-only"), is_update, "read-only"),
        (Reply(507, b"disk full"), lambda asked: asked.path == "/store", "make room"),
        (Reply(500, b"<html><b>no seg</b>"), lambda asked: asked.path == "/store", ": no seg;"),
        (Reply(503, b"busy"), lambda asked: asked.path == "/store", "busy"),
        (Reply(302, headers={"Location": "http://u:p@evil.example/?k=s"}), is_query, "evil.example"),
        (Reply(404, b"nothing here"), is_query, "404"),
        (Reply(200, b"", "application/sparql-results+json", length=99), is_query, "broke off"),
    ],
)  # fmt: skip
def test_a_lasting_failure_is_a_clear_error(stub, one, tmp_path, reply, when, says):
    put(one, stub)
    before = stub.lines()
    stub.fault = always(reply, when)
    with pytest.raises(ToolError, match=says) as caught:
        put(graph(tmp_path / "new", "d1", claims=9), stub)
    assert caught.value.exit_code == 3 and caught.value.remedy
    assert "u:p@" not in str(caught.value) and "k=s" not in str(caught.value)
    stub.fault = lambda asked: None
    assert stub.lines(but=("/graph/receipt", "/graph/staging/")) == before


def test_a_store_that_drops_triples_is_found_out(stub, one):
    def lose(asked):
        if asked.path == "/store":
            stub._add(asked)
            stub.store.remove(next(iter(stub.store)))
            return Reply(204)

    stub.fault = lose
    with pytest.raises(ToolError, match="is not what was sent"):
        put(one, stub)


def test_results_cut_without_a_word_are_found_out(stub, one):
    stub.cut = 4
    with pytest.raises(ToolError):
        put(one, stub)


def is_change(asked: Asked) -> bool:
    return bool(asked.update) or asked.path == "/store"


def assert_honest(stub, *datasets):
    """A store whose receipt has an end holds one of the datasets."""
    ended = [q for q in stub.store if q.predicate.value.endswith("#endedAtTime")]
    whole = stub.lines(but=("/graph/receipt", "/graph/staging/")) in datasets
    assert whole or not ended, "a receipt stands beside half a graph"


@pytest.mark.parametrize("done", [False, True], ids=["not-done", "done"])
@pytest.mark.parametrize("kind", ["oxigraph", "custom"])
def test_a_load_that_stops_anywhere_is_made_good_by_the_next(stub, one, tmp_path, kind, done):
    """The power goes at each request that changes something, before or after it is carried out."""
    new = graph(tmp_path / "new", "d2", "d3", claims=5)
    fatal = 0
    while True:
        put_at(one, stub, kind)
        fatal += 1
        changing = [0]

        def stop(asked, fatal=fatal, changing=changing):
            if not is_change(asked):
                return None
            changing[0] += 1
            if changing[0] > fatal or (changing[0] == fatal and not done):
                return Reply(500, b"the power went")
            if changing[0] == fatal:
                stub.fault = lambda asked: None
                stub.store.update(asked.update) if asked.update else stub._add(asked)
                stub.fault = stop
                return Reply(500, b"the power went")
            return None

        stub.fault = stop
        try:
            put_at(new, stub, kind)
        except ToolError:
            assert_honest(stub, dataset(one), dataset(new))
        else:
            assert changing[0] < fatal
            break
        finally:
            stub.fault = lambda asked: None
        put_at(new, stub, kind)
        assert stub.lines() == dataset(new)
    assert fatal > 4
    assert stub.lines() == dataset(new)


@pytest.mark.parametrize("kind", ["oxigraph", "custom"])
def test_whoever_reads_meanwhile_is_told_by_the_receipt(stub, one, tmp_path, kind):
    put_at(one, stub, kind)
    new = graph(tmp_path / "new", "d2", "d3", claims=5)
    looked = []

    def look(asked):
        assert_honest(stub, dataset(one), dataset(new))
        looked.append(asked)
        if asked.update:  # and between the operations of one that is no transaction
            for operation in asked.update.split(" ;\n") if kind == "custom" else [asked.update]:
                stub.store.update(operation)
                assert_honest(stub, dataset(one), dataset(new))
            return Reply(204)
        return None

    stub.fault = look
    put_at(new, stub, kind)
    assert len(looked) > 10 and stub.lines() == dataset(new)


@pytest.mark.parametrize("when", ["first", "last"])
def test_what_a_killed_load_sent_may_arrive_late(stub, one, tmp_path, when):
    """The server takes in what a killed client had sent while the next load is at work already."""
    sent = []
    stub.fault = lambda asked: sent.append(asked) if asked.path == "/store" else None
    put(one, stub)
    stub.store.clear()
    new = graph(tmp_path / "new", "d1", "d3", claims=5)
    late = list(sent)

    def arrive(asked):
        at = asked.path == "/store" if when == "first" else "MOVE" in asked.update
        if at and late:
            stub._add(late.pop())

    stub.fault = arrive
    put(new, stub)
    assert not late and stub.lines() == dataset(new)


def test_the_end_of_a_killed_load_may_arrive_late(stub, one, tmp_path):
    put(one, stub)
    late = [next(asked.update for asked in reversed(stub.asked) if "endedAtTime" in asked.update)]
    new = graph(tmp_path / "new", "d2", "d3", claims=5)

    def arrive(asked):
        if "MOVE" in asked.update and late:
            operations = asked.update.split(" ;\n")
            stub.store.update(operations[0])
            stub.store.update(late.pop())
            assert_honest(stub, dataset(one), dataset(new))
            stub.store.update(" ;\n".join(operations[1:]))
            return Reply(204)
        return None

    stub.fault = arrive
    put(new, stub)
    assert not late and stub.lines() == dataset(new)
    assert_honest(stub, dataset(new))


@pytest.fixture
def late(stub, one, tmp_path):
    """What carries out the move of a killed load, on what the store held when that was asked for.

    Oxigraph 0.5 does so: a transaction sees neither that its graphs were cleared away nor the next load.
    """
    new = graph(tmp_path / "new", "d2", "d3", claims=5)
    put(one, stub)
    waiting = []

    def kill(asked):
        if "MOVE" in asked.update:
            waiting.extend([asked.update, [q for q in stub.store if "/staging/" in q.graph_name.value]])
            return Reply(500, b"the client was killed")

    stub.fault = kill
    with pytest.raises(ToolError):
        put(new, stub)
    stub.fault = lambda asked: None

    def carry_out():
        if waiting:
            stub.store.extend(waiting.pop())
            stub.store.update(waiting.pop())

    return carry_out


@pytest.mark.parametrize("when", ["VALUES", "startedAtTime", "MOVE", "endedAtTime"])
def test_a_move_of_a_killed_load_may_come_in_late(stub, one, late, when):
    def arrive(asked):
        if when in asked.update or when in asked.fields.get("query", [""])[0]:
            late()

    stub.fault = arrive
    put(one, stub)
    assert stub.lines() == dataset(one)
    assert put(one, stub, verify_only=True).exit_code == 0


def test_a_move_that_comes_in_after_the_next_load_is_told_by_the_receipt(stub, one, late, tmp_path):
    put(one, stub)
    late()
    assert "did not come to its end" in put(one, stub, verify_only=True).differences[-1]
    with pytest.raises(ToolError, match="did not come to its end"):
        pull(stub.url, tmp_path / "back", patience=QUICK)
    put(one, stub)
    assert put(one, stub, verify_only=True).exit_code == 0 and stub.lines() == dataset(one)


def test_another_load_that_begins_meanwhile_is_found_out(stub, one):
    def begin(asked):
        if "startedAtTime" in asked.update and "INSERT {" in asked.update:
            stub.store.update(f"DROP GRAPH <{BASE}graph/receipt>")

    stub.fault = begin
    with pytest.raises(ToolError, match="another load began meanwhile"):
        put(one, stub)


def test_two_loads_never_wait_in_one_graph(stub, one):
    names = []
    for _ in range(2):
        stub.store.clear()
        put(one, stub)
        last = next(asked.update for asked in reversed(stub.asked) if "MOVE" in asked.update)
        names.append(set(last.split()) & {word for word in last.split() if "/staging/" in word})
    assert names[0] and not names[0] & names[1]


def test_a_password_asked_for_in_either_way(stub, one):
    import base64

    def guarded(asked):
        if not (asked.update or asked.path == "/store"):
            return None
        shown = asked.headers.get("Authorization", "")
        if shown == "Basic " + base64.b64encode(b"ann:secret-words").decode():
            return None
        return Reply(401, headers={"WWW-Authenticate": 'Basic realm="store"'})

    stub.fault, stub.server = guarded, "Somebody"
    urls = {"query_url": f"{stub.url}/q", "update_url": f"{stub.url}/u", "gsp_url": f"{stub.url}/store"}
    with pytest.raises(ToolError, match="without a password"):
        load(one, patience=QUICK, **urls)
    with pytest.raises(ToolError, match="refuses the user or the password") as caught:
        load(one, patience=QUICK, user="ann", password="wrong-words", **urls)
    assert "wrong-words" not in str(caught.value)
    load(one, patience=QUICK, user="ann", password="secret-words", **urls)
    assert stub.lines() == dataset(one)


def basic(user, password):
    import base64

    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def digest(user, password, asked):
    """Whether a request shows a user by Digest authentication, as RFC 2617 says."""
    from hashlib import md5
    from urllib.request import parse_http_list, parse_keqv_list

    scheme, _, given = asked.headers.get("Authorization", "").partition(" ")
    if scheme != "Digest":
        return False
    fields = parse_keqv_list(parse_http_list(given.encode("latin-1").decode()))
    one, two = f"{user}:store:{password}", f"{asked.method}:{fields['uri']}"
    middle = f"{fields['nonce']}:{fields['nc']}:{fields['cnonce']}:auth"
    made = [md5(text.encode()).hexdigest() for text in (one, two)]
    return fields["response"] == md5(f"{made[0]}:{middle}:{made[1]}".encode()).hexdigest()


@pytest.mark.parametrize("user", ["ann", "Jörg"])
@pytest.mark.parametrize("scheme", ["Basic", "Digest"])
@pytest.mark.parametrize("store", [None, "oxigraph", "fuseki", "virtuoso"])
def test_who_asks_is_shown_as_the_server_wants_it(stub, one, store, scheme, user):
    """A proxy before a store may ask for a password where the store does not, or in another way."""
    wanted = {"Basic": 'Basic realm="store"', "Digest": 'Digest realm="store", nonce="n1", qop="auth"'}[
        scheme
    ]

    def guarded(asked):
        shown = asked.headers.get("Authorization", "")
        if shown == basic(user, "geheim") if scheme == "Basic" else digest(user, "geheim", asked):
            if asked.path.startswith(("/sparql-graph", "/data")):
                return stub._add(asked)
            return None
        return Reply(401, b"who are you?", headers={"WWW-Authenticate": wanted})

    stub.fault = guarded
    put(one, stub, store=store, user=user, password="geheim")
    assert stub.lines() == dataset(one)
    with pytest.raises(ToolError, match=r"refuses the user or the password \(401\): who are you") as caught:
        put(one, stub, store=store, user=user, password="x-wrong-x")
    assert "x-wrong-x" not in str(caught.value)


def test_a_password_is_not_shown_to_who_does_not_ask_for_it(stub, one):
    put(one, stub, user="ann", password="geheim")
    assert not [asked for asked in stub.asked if "Authorization" in asked.headers]


@pytest.mark.parametrize("reply", [Reply(503, b"busy"), Reply(502), Reply(500, b"oh")])
def test_a_server_that_fails_at_once_is_no_unknown_store(stub, one, reply):
    stub.server = "nginx"
    stub.fault = always(reply)
    with pytest.raises(ToolError, match=f"answered {reply.status}"):
        put(one, stub)
    assert len(stub.asked) == (1 if reply.status == 500 else QUICK.tries)
    stub.fault, stub.server = once(reply, lambda asked: asked.method == "GET"), "Oxigraph/0.5.13"
    put(one, stub)
    assert stub.lines() == dataset(one)


@pytest.mark.parametrize("path", ["/query", "/query/", "/"])
def test_the_url_of_queries_names_the_server_too(stub, one, path):
    for store in (None, "oxigraph"):
        load(one, stub.url + path, store=store, patience=QUICK)
        assert stub.lines() == dataset(one)
        stub.store.clear()


def test_a_certificate_that_is_not_trusted(stub, one, tmp_path, monkeypatch):
    import shutil
    import ssl

    if shutil.which("openssl") is None:
        pytest.skip("makes a certificate with openssl, which is not here")
    made, key = tmp_path / "made.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", made,
         "-subj", "/CN=store", "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    stub.http.socket = context.wrap_socket(stub.http.socket, server_side=True)
    url = stub.url.replace("http:", "https:")
    with pytest.raises(ToolError, match=r"certificate that is not trusted.*SSL_CERT_FILE"):
        load(one, url, patience=QUICK)
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    load(one, url, patience=QUICK)
    assert stub.lines() == dataset(one)


def test_a_store_without_a_graph_store_is_sent_updates(stub, one):
    load(one, patience=QUICK, query_url=f"{stub.url}/q", update_url=f"{stub.url}/u")
    assert stub.lines() == dataset(one)
    inserts = [asked.update for asked in stub.asked if "INSERT DATA" in asked.update]
    assert inserts and all(text.count(" .\n") <= 900 for text in inserts)


@pytest.mark.parametrize("step", ["sending", "checking what arrived", "putting it into its place"])
@pytest.mark.parametrize("kind", ["oxigraph", "custom"])
def test_a_load_that_is_told_to_stop_clears_away_what_it_sent(stub, one, tmp_path, kind, step):
    put_at(one, stub, kind)
    new = graph(tmp_path / "new", "d2", "d3", claims=5)
    waited = []

    def stop(at, done, of):
        if at == step and (done or at != "sending"):
            waited.extend(name for name in stub.graphs() if "/staging/" in name)
            raise KeyboardInterrupt

    urls = {} if kind == "oxigraph" else {name: stub.url + path for name, path in OWN_URLS.items()}
    with pytest.raises(KeyboardInterrupt):
        load(new, stub.url if kind == "oxigraph" else "", patience=QUICK, progress=stop, **urls)
    assert waited and not [name for name in stub.graphs() if "/staging/" in name]
    assert stub.lines() == dataset(one)
    assert_honest(stub, dataset(one))


def test_a_stopped_load_does_not_wait_for_the_store(stub, one, monkeypatch):
    monkeypatch.setattr("onrecord.stores.staging._HURRY", 0.3)

    def stop(at, done, of):
        if at == "sending" and done:
            stub.close()
            raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        load(one, stub.url, patience=QUICK, progress=stop)
    assert time.monotonic() - began < 5


def test_the_command_is_told_to_stop(stub, one):
    held, go = threading.Event(), threading.Event()

    def hold(asked):
        if is_query(asked) and any("/staging/" in name for name in stub.graphs()):
            held.set()
            go.wait(30)

    stub.fault = hold
    client = subprocess.Popen(
        [sys.executable, "-m", "onrecord", "load", one, "--to", stub.url],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert held.wait(60)
    client.send_signal(signal.SIGTERM)
    go.set()
    _, said = client.communicate(timeout=60)
    assert client.returncode == 143 and "stopped" in said
    assert not stub.graphs()


# -- use -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://ann:geheim@127.0.0.1:1", "carries a user"), ("http://ann@127.0.0.1:1", "carries a user"),
        ("127.0.0.1:7878", "no http URL"), ("ftp://127.0.0.1", "no http URL"), ("http://", "no http URL"),
        ("http://[", "no URL"), ("", "--to: is missing"), ("http://a b", "no http URL"),
        ("http://127.0.0.1:1/?token=geheim", "no query"),
        ("http://127.0.0.1:1/#geheim", "no query or fragment"),
    ],
)  # fmt: skip
def test_a_bad_url_is_refused_and_its_password_not_shown(one, url, says):
    with pytest.raises(UsageError, match=says) as caught:
        load(one, url, patience=QUICK)
    assert "geheim" not in str(caught.value) and "ann" not in str(caught.value)


def test_an_unknown_store_is_refused(stub, one):
    with pytest.raises(UsageError, match="virtuoso"):
        put(one, stub, store="mysql")
    stub.server = "Apache"
    with pytest.raises(UsageError, match="--store"):
        put(one, stub)
    assert not stub.lines()


def test_an_untested_store_says_so(stub, one):
    assert "untested" in str(put(one, stub, store="stardog", dry_run=True))
    assert "untested" not in str(put(one, stub, store="oxigraph", dry_run=True))


def test_without_a_server_it_says_what_to_give(stub, one):
    for options, missing in (
        ({}, "--to"),
        ({"store": "oxigraph"}, "--to"),
        ({"update_url": "http://h:1/u"}, "--query-url"),
        ({"gsp_url": "http://h:1/g"}, "--query-url"),
    ):
        with pytest.raises(UsageError, match=f"{missing}: is missing") as caught:
            load(one, patience=QUICK, **options)
        assert caught.value.exit_code == 2 and caught.value.remedy
    done = run("load", one)
    assert done.returncode == 2 and not done.stdout
    assert "--to http://localhost:7878" in done.stderr and "--query-url" in done.stderr


@pytest.mark.parametrize("with_documents", [False, True])
def test_a_dataset_changed_by_hand_is_not_sent(stub, one, with_documents):
    path = one / "dataset.nq"
    if with_documents:
        (one / "documents").mkdir()
        (one / "documents" / "d1-0123456789.nq").write_bytes(path.read_bytes())
    write_manifest(one, ["dataset.nq"])
    put(one, stub)
    before, size = stub.lines(), path.stat().st_size
    path.write_text(dataset(one).replace('"-7"', '"-8"'), "utf-8", newline="")
    assert path.stat().st_size == size
    for options in ({}, {"dry_run": True}, {"verify_only": True}):
        with pytest.raises(InputError, match=r"dataset\.nq: was changed since it was written") as caught:
            put(one, stub, **options)
        assert ("onrecord.rebuild" in caught.value.remedy) is with_documents
        assert "remove manifest.json" in caught.value.remedy
    assert stub.lines() == before
    (one / "manifest.json").unlink()
    put(one, stub)
    assert stub.lines() == dataset(one) != before


def run(*arguments, password=""):
    environment = {**os.environ, "ONRECORD_PASSWORD": password}
    return subprocess.run(
        [sys.executable, "-m", "onrecord", *map(str, arguments)],
        capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL, timeout=120,
    )  # fmt: skip


def test_the_command(stub, one):
    done = run("load", one, "--to", stub.url)
    assert done.returncode == 0, done.stderr
    assert "holds exactly the graph" in done.stdout and not done.stderr
    assert run("load", one, "--to", stub.url, "--verify-only").returncode == 0
    stub.store.clear()
    assert run("load", one, "--to", stub.url, "--verify-only").returncode == 1
    assert run("load", one, "--to", "http://ann:geheim@127.0.0.1:1").returncode == 2
    assert run("load", one, "--to", stub.url, "--user", "ann").returncode == 2
    stub.fault = always(Reply(401, b"geheim-wort is wrong"))
    refused = run("load", one, "--to", stub.url, "--store", "fuseki", "--user", "ann", password="geheim-wort")
    assert refused.returncode == 3 and "geheim" not in refused.stderr + refused.stdout


def test_the_stub_itself_answers(stub):
    answer = stub.answer("GET", "/query?query=ASK%20%7B%7D", b"", {})
    assert json.loads(answer.body)["boolean"] is True
