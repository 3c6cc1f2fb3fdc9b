"""Bringing a graph back from a store: the same as was loaded, or an error."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from onrecord.errors import ToolError, UsageError
from onrecord.load import load
from onrecord.pull import pull
from onrecord.query import query
from onrecord.stores.connection import Patience
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
    stub.store.load(input=text, format=__import__("pyoxigraph").RdfFormat.N_QUADS)
    assert fetch(stub, tmp_path / "back").as_loaded is True
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


def test_a_server_that_does_not_page_is_found_out(stub, loaded, tmp_path):
    def no_offset(asked):
        if "query" in asked.fields:
            asked.fields["query"] = [asked.fields["query"][0].partition("OFFSET")[0]]

    stub.fault = no_offset
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


def test_a_store_without_receipt(stub, tmp_path):
    stub.store.load(input="".join(document("d1")), format=__import__("pyoxigraph").RdfFormat.N_QUADS)
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


def test_an_empty_store_is_refused(stub, tmp_path):
    with pytest.raises(ToolError, match="holds no graph of onrecord"):
        fetch(stub, tmp_path / "back")


def test_a_page_for_people_is_refused(stub, tmp_path):
    stub.server, stub.fault = "Apache", lambda asked: Reply(200, b"<html></html>", "text/html")
    with pytest.raises(ToolError, match="text/html"):
        fetch(stub, tmp_path / "back")


def test_two_bases_need_a_choice(stub, loaded, tmp_path):
    lines = "".join(document("d5")).replace(BASE, "http://example.org/ours/")
    stub.store.load(input=lines, format=__import__("pyoxigraph").RdfFormat.N_QUADS)
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


def test_a_url_with_a_password_is_refused(tmp_path):
    with pytest.raises(UsageError) as caught:
        pull("http://ann:geheim@127.0.0.1:1/query", tmp_path / "back", patience=QUICK)
    assert "geheim" not in str(caught.value)
