"""Bringing a graph back from a store: the same as was loaded, or an error."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from onrecord.errors import InputError, ToolError, UsageError
from onrecord.export import export
from onrecord.load import load
from onrecord.manifest import MANIFEST, VERSION, Unfinished
from onrecord.pull import pull
from onrecord.query import query
from onrecord.stores.connection import Connection, Patience
from onrecord.stores.contents import Contents
from onrecord.stores.profile import profile_named
from small_graph import BASE, XSD, document, graph
from stub_store import Reply, StubStore

QUICK = Patience(seconds=20, connect=2, tries=2, wait=0.01)
OTHER = NamedNode("http://example.org/other")


@pytest.fixture
def stub():
    server = StubStore()
    yield server
    server.close()


@pytest.fixture
def loaded(stub, tmp_path):
    made = graph(tmp_path / "made", "d1", "d2")
    load(made, stub.url, patience=QUICK)
    return made


def fetch(stub, folder, path="", **options):
    return pull(stub.url + path, folder, patience=QUICK, **options)


@pytest.mark.parametrize("path", ["", "/", "/query"])
def test_what_was_loaded_comes_back(stub, loaded, tmp_path, path):
    stub.store.add(Quad(OTHER, OTHER, OTHER, OTHER))
    done = fetch(stub, tmp_path / "back", path)
    assert (tmp_path / "back" / "dataset.nq").read_bytes() == (loaded / "dataset.nq").read_bytes()
    assert done.as_loaded is True and done.graphs == 8
    assert "the same as was loaded" in str(done)
    names = {path.name for path in (tmp_path / "back").iterdir()}
    assert names == {"dataset.nq", "graph.ttl", "reported.ttl", "manifest.json", "store"}


def test_other_spellings_come_back_as_they_were(stub, loaded, tmp_path):
    text = stub.lines(but=()).replace(f'"3000000000"^^<{XSD}integer>', f'"3000000000"^^<{XSD}decimal>')
    stub.store.clear()
    stub.store.load(input=text, format=RdfFormat.N_QUADS)
    assert fetch(stub, tmp_path / "other").as_loaded is False
    assert f'"3000000000"^^<{XSD}decimal>' in (tmp_path / "other" / "dataset.nq").read_text("utf-8")
    stub.server = "Virtuoso/07.20.3229"
    assert fetch(stub, tmp_path / "back", "/query").as_loaded is True
    assert (tmp_path / "back" / "dataset.nq").read_bytes() == (loaded / "dataset.nq").read_bytes()


def test_a_store_that_was_changed_is_told(stub, loaded, tmp_path):
    entities = NamedNode(f"{BASE}graph/entities")
    stub.store.remove(next(quad for quad in stub.store if quad.graph_name == entities))
    stub.store.add(Quad(OTHER, OTHER, Literal("another"), entities))
    assert fetch(stub, tmp_path / "back").as_loaded is False


@pytest.mark.parametrize("more", [True, False])
def test_another_number_of_triples_than_was_loaded_is_an_error(stub, loaded, tmp_path, more):
    entities = NamedNode(f"{BASE}graph/entities")
    if more:
        stub.store.add(Quad(OTHER, OTHER, Literal("more"), entities))
    else:
        stub.store.remove(next(quad for quad in stub.store if quad.graph_name == entities))
    with pytest.raises(ToolError, match="by its receipt") as caught:
        fetch(stub, tmp_path / "back")
    assert caught.value.exit_code == 3 and not (tmp_path / "back").exists()


@pytest.fixture
def many(stub, tmp_path):
    """A graph of more named graphs than a server gives rows of, loaded before it does so."""
    made = graph(tmp_path / "many", *(f"d{number}" for number in range(90)), claims=1)
    load(made, stub.url, patience=QUICK)
    stub.cut = 100
    return made


def test_a_server_that_gives_fewer_rows_than_asked_for(stub, many, tmp_path):
    assert len(stub.graphs()) > 200
    done = fetch(stub, tmp_path / "back")
    assert done.as_loaded is True and done.graphs == len(stub.graphs()) - 1
    assert (tmp_path / "back" / "dataset.nq").read_bytes() == (many / "dataset.nq").read_bytes()


def test_a_server_that_sorts_fewer_rows_than_there_are_graphs(stub, many, tmp_path, monkeypatch):
    """Virtuoso counts those that OFFSET leaves out among the rows to sort, and refuses more than 10,000."""
    small = {"virtuoso": replace(profile_named("virtuoso"), page_rows=100)}
    monkeypatch.setattr("onrecord.stores.profile.profiles", lambda: small)
    monkeypatch.setattr("onrecord.stores.endpoint._PAGE", 40)
    stub.server, stub.sorts = "Virtuoso/07.20.3229", 110
    assert load(many, stub.url, patience=QUICK, verify_only=True).exit_code == 0
    assert load(many, stub.url, patience=QUICK).sent == 0
    assert fetch(stub, tmp_path / "back").as_loaded is True


@pytest.mark.parametrize("name", ["B", "a", "a-b", "é", "عر", "😀"])
def test_graphs_of_any_name_are_counted_page_by_page(stub, name, monkeypatch):
    names = [f"{BASE}graph/{one}" for one in ("B", "_x", "a", "a-b", "a/b", "az", "aé", "z", "é", "عر", "😀")]
    for one in names:
        stub.store.add(Quad(OTHER, OTHER, OTHER, NamedNode(one)))
    profile = replace(profile_named("oxigraph"), page_rows=2).at(stub.url)
    with Connection(patience=QUICK) as connection:
        contents = Contents(connection, profile)
        assert contents.counts(f"{BASE}graph/") == dict.fromkeys(names, 1)
        assert contents.graphs([f"{BASE}graph/{name}", f"{BASE}graph/none"]) == {f"{BASE}graph/{name}": 1}
        assert contents.graphs([]) == {}


def test_a_server_that_does_not_page_is_found_out(stub, loaded, tmp_path):
    def first_page(asked):
        if "query" in asked.fields:
            asked.fields["query"] = [re.sub(r"FILTER \(\?key > .*\)", "", asked.fields["query"][0])]

    stub.fault = first_page
    with pytest.raises(ToolError, match="same rows for every page"):
        fetch(stub, tmp_path / "back")


def test_who_asks_is_shown_as_the_store_wants_it(stub, loaded, tmp_path):
    from onrecord.pull import _found
    from onrecord.stores.connection import Access

    who = Access("ann", "geheim-wort")
    stub.server = "Virtuoso/07.20"
    for path in ("", "/query"):
        assert _found(stub.url + path, None, who, QUICK)[1].kind == "digest"
    stub.server = "Oxigraph/0.5.13"
    assert _found(stub.url, None, who, QUICK)[1].kind == "challenge"


@pytest.mark.parametrize("store", [None, "oxigraph"])
@pytest.mark.parametrize("path", ["", "/query"])
def test_a_proxy_that_asks_for_a_password(stub, loaded, tmp_path, store, path):
    def guarded(asked):
        if asked.headers.get("Authorization", "").startswith("Basic "):
            return None
        return Reply(401, headers={"WWW-Authenticate": 'Basic realm="store"'})

    stub.fault = guarded
    assert fetch(stub, tmp_path / "back", path, store=store, user="ann", password="geheim").as_loaded is True
    with pytest.raises(ToolError, match="without a password"):
        fetch(stub, tmp_path / "other", path, store=store)
    with pytest.raises(UsageError, match="no query"):
        fetch(stub, tmp_path / "other", path + "?token=geheim", store="oxigraph")


def test_a_store_without_receipt(stub, tmp_path):
    stub.store.load(input="".join(document("d1")), format=RdfFormat.N_QUADS)
    assert fetch(stub, tmp_path / "back").as_loaded is None


def test_half_a_load_is_refused(stub, loaded, tmp_path):
    end = next(q for q in stub.store if q.predicate.value.endswith("#endedAtTime"))
    stub.store.remove(end)
    with pytest.raises(ToolError, match="did not come to its end"):
        fetch(stub, tmp_path / "back")
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("cut", [0, 1, 5])
def test_cut_results_are_found_out(stub, loaded, tmp_path, cut):
    stub.cut = cut
    with pytest.raises(ToolError):
        fetch(stub, tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_a_change_meanwhile_is_found_out(stub, loaded, tmp_path):
    def write(asked):
        if "VALUES" in asked.fields.get("query", [""])[0]:
            stub.store.add(Quad(OTHER, OTHER, Literal(asked.number), NamedNode(f"{BASE}graph/entities")))

    stub.fault = write
    with pytest.raises(ToolError):
        fetch(stub, tmp_path / "back")


def test_another_load_meanwhile_is_found_out_whatever_its_size(stub, loaded, tmp_path):
    done = []

    def write(asked):
        text = asked.fields.get("query", [""])[0]
        if "VALUES" in text and "/claims/" in text and not done:
            done.append(asked)
            change = "DELETE { GRAPH ?g { ?s ?p -7 } } INSERT { GRAPH ?g { ?s ?p -8 } }"
            stub.store.update(f"{change} WHERE {{ GRAPH ?g {{ ?s ?p -7 }} }}")
            renew = "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH ?g { <urn:other> ?p ?o } }"
            begun = "<http://www.w3.org/ns/prov#startedAtTime>"
            stub.store.update(f"{renew} WHERE {{ GRAPH ?g {{ ?s ?p ?o . ?s {begun} ?t }} }}")

    stub.fault = write
    with pytest.raises(ToolError, match="was changed meanwhile"):
        fetch(stub, tmp_path / "back")
    assert done and not (tmp_path / "back").exists()


def test_an_empty_store_is_refused(stub, tmp_path):
    with pytest.raises(ToolError, match="holds no graph of onrecord"):
        fetch(stub, tmp_path / "back")


@pytest.mark.parametrize("base", ["http://example.org/another/", BASE])
def test_nothing_under_a_base_leaves_a_folder_alone(stub, loaded, tmp_path, base):
    fetch(stub, tmp_path / "back")
    before = contents(tmp_path / "back")
    if base == BASE:
        stub.store.clear()
    with pytest.raises(ToolError, match=f"holds no graph of onrecord under {base}.*--base") as caught:
        fetch(stub, tmp_path / "back", base=base)
    assert caught.value.exit_code == 3 and contents(tmp_path / "back") == before


def test_a_page_for_people_is_refused(stub, tmp_path):
    stub.server, stub.fault = "Apache", lambda asked: Reply(200, b"<html></html>", "text/html")
    with pytest.raises(ToolError, match="text/html"):
        fetch(stub, tmp_path / "back")


def test_two_bases_need_a_choice(stub, loaded, tmp_path):
    lines = "".join(document("d5")).replace(BASE, "http://example.org/ours/")
    stub.store.load(input=lines, format=RdfFormat.N_QUADS)
    with pytest.raises(UsageError, match="--base"):
        fetch(stub, tmp_path / "back")
    assert fetch(stub, tmp_path / "back", base="http://example.org/ours/").as_loaded is None
    assert "w3id.org/onrecord/data" not in (tmp_path / "back" / "dataset.nq").read_text("utf-8")


def test_other_files_are_not_overwritten(stub, loaded, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        fetch(stub, tmp_path / "mine")
    (loaded / "documents").mkdir()
    with pytest.raises(UsageError, match="documents"):
        fetch(stub, loaded)


def test_pulling_again_replaces(stub, loaded, tmp_path):
    fetch(stub, tmp_path / "back")
    load(graph(tmp_path / "new", "d3"), stub.url, patience=QUICK)
    fetch(stub, tmp_path / "back")
    assert (tmp_path / "back" / "dataset.nq").read_bytes() == (tmp_path / "new" / "dataset.nq").read_bytes()
    found = query("SELECT DISTINCT ?s { ?s a <https://w3id.org/onrecord/ns#Document> }", tmp_path / "back")
    assert len(list(found.values())) == 1


def test_a_graph_of_a_newer_onrecord_is_not_replaced(stub, loaded, tmp_path):
    fetch(stub, tmp_path / "back")
    manifest = json.loads((tmp_path / "back" / MANIFEST).read_text())
    (tmp_path / "back" / MANIFEST).write_text(json.dumps(manifest | {"version": VERSION + 1}))
    before = contents(tmp_path / "back")
    asked = len(stub.asked)
    with pytest.raises(InputError, match="newer onrecord"):
        fetch(stub, tmp_path / "back")
    assert contents(tmp_path / "back") == before and len(stub.asked) == asked


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder; of its store, what it holds."""
    found = {str(p.relative_to(folder)): p.read_bytes() for p in folder.glob("*") if p.is_file()}
    if (folder / "store").exists():
        lines = sorted(f"{quad} ." for quad in Store.read_only(str(folder / "store")))
        found["store"] = "\n".join(lines).encode()
    return found


class Killed(BaseException):
    """The process ends here: nothing is cleaned up."""


def killed_at(monkeypatch, number, run):
    """Run something that ends at the nth time that it would rename a file; whether it came to that."""
    seen = [0]
    real = {"rename": Path.rename, "replace": Path.replace}
    remove = shutil.rmtree

    def counting(how):
        def move(self, target):
            seen[0] += 1
            if seen[0] >= number:
                raise Killed
            return real[how](self, target)

        return move

    def clear(path, *arguments, **options):
        if seen[0] < number:
            remove(path, *arguments, **options)

    with monkeypatch.context() as patch:
        for how in real:
            patch.setattr(Path, how, counting(how))
        patch.setattr(shutil, "rmtree", clear)
        try:
            run()
        except Killed:
            return True
    return False


@pytest.mark.parametrize("into", ["an-old-graph", "a-new-folder"])
def test_killed_at_any_moment_it_is_old_or_new_or_says_that_it_is_neither(
    stub, loaded, tmp_path, monkeypatch, into
):
    new = graph(tmp_path / "new", "d3", claims=5)
    load(loaded, stub.url, patience=QUICK)
    fetch(stub, tmp_path / "old")
    load(new, stub.url, patience=QUICK)
    fetch(stub, tmp_path / "whole")
    old, whole = contents(tmp_path / "old"), contents(tmp_path / "whole")
    seen, number, killed = set(), 0, True
    while killed:
        number += 1
        back = tmp_path / f"back{number}"
        if into == "an-old-graph":
            shutil.copytree(tmp_path / "old", back)
        killed = killed_at(monkeypatch, number, lambda back=back: fetch(stub, back))
        if (back / MANIFEST).exists() and "unfinished" in json.loads((back / MANIFEST).read_text()):
            for read in (lambda back=back: export(back, "nquads"), lambda back=back: query("ASK {}", back)):
                with pytest.raises(Unfinished, match=f"holds parts of two graphs.*onrecord pull.*{back}"):
                    read()
            seen.add("unfinished")
        else:
            found = contents(back)
            assert found in (old, whole) if into == "an-old-graph" else found in ({}, whole)
            seen.add("new" if found == whole else "old")
        fetch(stub, back)
        assert contents(back) == whole
        assert {path.name for path in back.iterdir()} == {*whole}
    assert seen == {"old", "unfinished", "new"} and number > 7


def test_memory_does_not_grow_with_the_graph(stub, tmp_path):
    """Twelve times the triples in graphs of the same size, with a page and a sorted run smaller than all.

    What is derived from the dataset when it is there is measured by the tests of exports.
    """
    code = (
        "import sys, tracemalloc; from onrecord import assembly, statements; "
        "from onrecord.stores import contents; from onrecord.pull import pull; "
        "contents._AT_ONCE = 500; statements._RUN = 1 << 18; "
        "assembly.derive = lambda part: (part / 'manifest.json').write_text('{}'); "
        "pull(sys.argv[1], sys.argv[3]); tracemalloc.start(); pull(sys.argv[1], sys.argv[2]); "
        "print(tracemalloc.get_traced_memory()[1])"
    )
    used = []
    for number, names in enumerate((5, 60)):
        stub.store.clear()
        lines = "".join(line for name in range(names) for line in document(f"d{name}", 150))
        stub.store.load(input=lines, format=RdfFormat.N_QUADS)
        target = tmp_path / str(number)
        command = [sys.executable, "-c", code, stub.url, str(target), str(tmp_path / f"before-{number}")]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ}, timeout=300)
        assert done.returncode == 0, done.stderr
        used.append(int(done.stdout))
        assert len((target / "dataset.nq").read_bytes().splitlines()) == len(stub.store)
    assert used[1] < 2 * used[0], used


def test_a_large_graph_comes_page_by_page(stub, tmp_path, monkeypatch):
    from onrecord.stores import contents as module

    monkeypatch.setattr(module, "_AT_ONCE", 10)
    made = graph(tmp_path / "made", "d1", claims=30)
    load(made, stub.url, patience=QUICK)
    asked = len(stub.asked)
    fetch(stub, tmp_path / "back")
    pages = [one for one in stub.asked[asked:] if "CONSTRUCT" in one.fields.get("query", [""])[0]]
    assert len(pages) > 10
    assert (tmp_path / "back" / "dataset.nq").read_bytes() == (made / "dataset.nq").read_bytes()


def test_pages_that_overlap_are_fetched_in_an_order(stub, tmp_path, monkeypatch):
    from onrecord.stores import contents as module

    monkeypatch.setattr(module, "_AT_ONCE", 10)
    made = graph(tmp_path / "made", "d1", claims=30)
    load(made, stub.url, patience=QUICK)

    def overlap(asked):
        text = asked.fields.get("query", [""])[0]
        if "CONSTRUCT" in text and "ORDER BY" not in text:
            asked.fields["query"] = [text.replace("OFFSET 10", "OFFSET 5")]

    stub.fault = overlap
    assert fetch(stub, tmp_path / "back").as_loaded is True
    assert (tmp_path / "back" / "dataset.nq").read_bytes() == (made / "dataset.nq").read_bytes()
    assert any("ORDER BY" in asked.fields.get("query", [""])[0] for asked in stub.asked)


def test_a_url_with_a_password_is_refused(tmp_path):
    with pytest.raises(UsageError) as caught:
        pull("http://ann:geheim@127.0.0.1:1/query", tmp_path / "back", patience=QUICK)
    assert "geheim" not in str(caught.value)
