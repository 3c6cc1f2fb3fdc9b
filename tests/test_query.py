"""Queries: over every kind of data; nothing is fetched, and what takes too long is stopped."""

import json
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pyoxigraph import Quad, QueryResultsFormat, Store, parse
from typer.testing import CliRunner

from onrecord.cli import app
from onrecord.errors import InputError, ToolError, UsageError
from onrecord.manifest import write_manifest
from onrecord.query import Rows, Wish, answer, check_format, query, render
from onrecord.savedquery import find_query, parse_query
from onrecord.settings import Limits
from onrecord.sparql import Form
from onrecord.stores.oxigraph import write_store
from three_attacks import E, quads
from village import village

SMALL = Limits(seconds=20)


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    directory = tmp_path_factory.mktemp("graph")
    (directory / "dataset.nq").write_text("".join(sorted(f"{quad} .\n" for quad in quads())), "utf-8")
    write_store(directory)
    return directory


def test_ask_and_construct(graph):
    ask = f"ASK {{ ?a <{E}place> ?p FILTER(?p = ?_p_iri) }}"
    assert query(ask, graph, {"p": E + "idlib"}) is True
    assert query(ask, graph, {"p": E + "homs"}) is False
    text = f"CONSTRUCT {{ ?_p_iri <{E}of> ?a }} WHERE {{ ?a <{E}place> ?_p_iri }}"
    found = query(text, graph, {"p": E + "aleppo"})
    assert [str(triple) for triple in found] == [f"<{E}aleppo> <{E}of> <{E}a1>"]
    assert render(found, "ntriples") == f"<{E}aleppo> <{E}of> <{E}a1> .\n".encode()


def test_a_short_construct_takes_no_parameters(graph):
    with pytest.raises(UsageError, match="no group to be bound in"):
        query(f"CONSTRUCT WHERE {{ ?a <{E}place> ?_p_iri }}", graph, {"p": E})


@pytest.mark.parametrize("graph_name", ["file:///etc/passwd", "http://127.0.0.1:9/x", "relative"])
def test_from_fetches_nothing(graph, graph_name):
    for keyword in ("FROM", "FROM NAMED"):
        with pytest.raises(UsageError, match=r"is no graph of this data|is not SPARQL"):
            query(f"SELECT * {keyword} <{graph_name}> {{ ?s ?p ?o }}", graph)


def test_from_names_a_graph_of_the_data(graph):
    found = query(f"PREFIX e: <{E}> SELECT ?a FROM e:g1 {{ ?a ?p ?o }}", graph)
    assert len(found.rows) == 3


def test_malformed_sparql_has_its_place(graph):
    with pytest.raises(UsageError, match=r"^query text:2:7: is not SPARQL at '\?s \?p \?o }'") as caught:
        query("SELECT *\nWHRE { ?s ?p ?o }", graph, {})
    assert caught.value.exit_code == 2


def test_an_undeclared_prefix_is_named(graph):
    with pytest.raises(UsageError, match="uses undeclared prefixes: b:; add a PREFIX line"):
        query("PREFIX a: <http://a/> ASK { a:x b:y _:node }", graph)


def test_a_query_that_takes_too_long_is_stopped(tmp_path):
    (tmp_path / "many.nt").write_text("".join(f"<{E}{i}> <{E}p> <{E}{i % 7}> .\n" for i in range(3000)))
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?i) }"
    with pytest.raises(ToolError, match="stopped after 0.5 seconds") as caught:
        query(text, tmp_path / "many.nt", limits=Limits(seconds=0.5))
    assert caught.value.exit_code == 3


def test_a_query_that_crashes_or_eats_memory_takes_only_its_process(graph):
    for deep in ("!" * 300_000 + "true", "1" + "+1" * 100_000):
        with pytest.raises(
            ToolError, match="failed: the query is too deep or too long.*; use fewer operators"
        ):
            query(f"ASK {{ FILTER({deep}) }}", graph, limits=SMALL)
    text = "SELECT (GROUP_CONCAT(?x) AS ?all) { VALUES ?x { " + "'" + "a" * 1000 + "' }"
    text += "".join(f" VALUES ?v{i} {{ {' '.join(map(str, range(200)))} }}" for i in range(3)) + " }"
    with pytest.raises(ToolError, match="memory|process ended"):
        query(text, graph, limits=Limits(seconds=20, memory=700 * 1024**2))


def test_data_can_be_files_a_dataset_without_store_or_bytes(graph, tmp_path):
    text = f"SELECT ?a {{ ?a <{E}place> ?p }}"
    (tmp_path / "dataset.nq").write_bytes((graph / "dataset.nq").read_bytes())
    (tmp_path / "one.ttl").write_text(f"<{E}x> <{E}place> <{E}y> .")
    (tmp_path / "two.jsonld").write_text(json.dumps({"@id": E + "z", E + "place": "w"}))
    assert len(query(text, tmp_path).rows) == 3
    assert len(query(text, [tmp_path / "one.ttl", tmp_path / "two.jsonld"]).rows) == 2
    assert len(query(text, (graph / "dataset.nq").read_bytes()).rows) == 3


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("bad.ttl", "<a", r"bad\.ttl:?1?: is not well-formed Turtle"),
        ("bad.xyz", "", "names no RDF syntax"),
        ("far.jsonld", '{"@context": "http://127.0.0.1:9/c", "@id": "a:b", "p": 1}', "far.jsonld"),
        ("near.jsonld", '{"@context": "file:///etc/passwd", "@id": "a:b", "p": 1}', "near.jsonld"),
    ],
)
def test_unreadable_data(tmp_path, name, content, message):
    (tmp_path / name).write_text(content)
    with pytest.raises((InputError, UsageError), match=message):
        query("ASK { ?s ?p ?o }", tmp_path / name, limits=SMALL)


def test_no_data(tmp_path):
    with pytest.raises(InputError, match="there is no such file or folder"):
        query("ASK {}", tmp_path / "graph")
    with pytest.raises(InputError, match="holds no graph"):
        query("ASK {}", tmp_path)


def test_formats_must_fit():
    for form, name in (
        (Form.SELECT, "turtle"),
        (Form.ASK, "jsonld"),
        (Form.CONSTRUCT, "csv"),
        (Form.SELECT, "pdf"),
    ):
        with pytest.raises(UsageError, match="does not fit"):
            check_format(name, form)
    check_format("jsonld", Form.DESCRIBE)
    check_format("csv", Form.SELECT)


def test_columns_of_a_star_come_in_the_order_of_the_text(graph):
    found = query(f"SELECT * {{ ?z <{E}place> ?b . ?z <{E}n> ?__private . ?z ?a ?b }}", graph)
    assert found.columns == ("z", "b", "a")


@pytest.mark.parametrize(
    ("text", "columns", "rows"),
    [
        ("SELECT ?_x ?y { BIND(?_x AS ?y) }", ("_x", "y"), [("1", "1")]),
        ("SELECT ?_x {}", ("_x",), [("1",)]),
        ("SELECT ?y ?__z ?_x { BIND(?_x AS ?y) }", ("y", "__z", "_x"), [("1", None, "1")]),
        ("SELECT DISTINCT ?_x { ?s ?p ?o }", ("_x",), [("1",)]),
        ("SELECT (?_x AS ?__own) { }", ("__own",), [("1",)]),
        ("SELECT * { BIND(?_x AS ?y) BIND(2 AS ?__own) }", ("y",), [("1",)]),
        ("SELECT DISTINCT * { BIND(?_x AS ?y) }", ("y",), [("1",)]),
    ],
)
def test_a_parameter_that_is_selected_is_a_column(graph, text, columns, rows):
    found = query(text, graph, {"x": "1"})
    assert found.columns == columns
    assert [tuple(row.values()) for row in found.values()] == rows


class Endpoint(BaseHTTPRequestHandler):
    """A SPARQL endpoint that knows three attacks."""

    def do_POST(self):
        from urllib.parse import parse_qs

        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        store = Store()
        store.extend(quads())
        if self.path != "/sparql":
            self.send_error(404)
            return
        found = store.query(parse_qs(body)["query"][0], use_default_graph_as_union=True)
        kind = "text/html" if "html" in body else "application/sparql-results+json"
        answer = found.serialize(format=QueryResultsFormat.JSON)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


@pytest.fixture
def endpoint():
    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_endpoint_is_asked_with_parameters_bound(endpoint):
    text = f"SELECT ?a {{ ?a <{E}place> ?p FILTER(!BOUND(?__p_iri) || ?p = ?__p_iri) }}"
    assert len(query(text, f"{endpoint}/sparql").rows) == 3
    assert len(query(text, f"{endpoint}/sparql", {"p": E + "aleppo"}).rows) == 1
    with pytest.raises(ToolError, match="answered 404"):
        query(text, f"{endpoint}/nothing")
    with pytest.raises(ToolError, match="text/html, which is no SPARQL results format"):
        query("SELECT ?html {}", f"{endpoint}/sparql")


def test_an_endpoint_that_is_not_there():
    with pytest.raises(ToolError, match="cannot be reached") as caught:
        query("ASK {}", "http://127.0.0.1:9/sparql")
    assert caught.value.exit_code == 3


def test_a_worker_imports_no_more_than_it_needs():
    code = "import sys, onrecord.worker, onrecord.stores.oxigraph; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"rdflib", "spacy", "typer", "yaml"} & set(done.stdout.split())


def test_rows_come_before_all_are_found(tmp_path):
    (tmp_path / "many.nt").write_text("".join(f"<{E}{i}> <{E}p> <{E}{i % 7}> .\n" for i in range(3000)))
    endless = find_query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    found = answer(endless, tmp_path / "many.nt", {}, Limits(seconds=60))
    assert isinstance(found, Rows)
    assert len(next(found.chunks)) > 0
    found.chunks.close()


def test_a_file_that_is_written_is_whole_or_absent(tmp_path):
    (tmp_path / "many.nt").write_text("".join(f"<{E}{i}> <{E}p> <{E}{i % 7}> .\n" for i in range(3000)))
    made = tmp_path / "rows.csv"
    text = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    where = ["--in", str(tmp_path / "many.nt"), "--format", "csv", "-o", str(made), "--timeout", "1.5"]
    done = CliRunner().invoke(app, ["query", text, *where])
    assert isinstance(done.exception, ToolError) and not made.exists()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
        "SELECT (COUNT(*) AS ?n) { ?a (!<urn:a>|^!<urn:b>)* ?b . ?c (!<urn:a>|^!<urn:b>)* ?d }",
        "SELECT (STRLEN(?v31) AS ?n) { BIND('aaaaaaaaaaaaaaaa' AS ?v0) "
        + " ".join(f"BIND(CONCAT(?v{i}, ?v{i}) AS ?v{i + 1})" for i in range(31))
        + " }",
    ],
    ids=["product", "paths", "concatenation"],
)
def test_a_query_of_death_leaves_the_store_usable(graph, tmp_path, text):
    triples = "".join(f"<{E}{i}> <{E}p> <{E}{i * 7 % 3000}> .\n" for i in range(3000))
    (tmp_path / "dataset.nq").write_text(triples)
    write_store(tmp_path)
    with pytest.raises(ToolError, match="stopped after|memory|process ended") as caught:
        query(text, tmp_path, limits=Limits(seconds=3, memory=1024**3))
    assert caught.value.exit_code == 3
    assert query("ASK { ?s ?p ?o }", tmp_path) is True


def test_nested_brackets_and_a_second_query_are_refused(graph):
    with pytest.raises(UsageError, match="more than 500 nested brackets") as caught:
        query("ASK { FILTER" + "(" * 100_000 + "1" + ")" * 100_000 + " }", graph)
    assert caught.value.exit_code == 2
    with pytest.raises(UsageError, match=r"^query text:2:1: refused: a second query begins here"):
        query("SELECT * { ?s ?p ?o }\nSELECT * { ?s ?p ?o }", graph)
    with pytest.raises(UsageError, match="INSERT would change the data"):
        query("INSERT DATA { <a:b> <a:b> <a:b> }", graph)


def test_a_query_file_may_begin_with_a_mark(graph, tmp_path):
    (tmp_path / "q.rq").write_bytes(b"\xef\xbb\xbf#+ summary: marked\nASK { ?s ?p ?o }")
    assert query(str(tmp_path / "q.rq"), graph) is True
    assert query("\ufeffASK { ?s ?p ?o }", graph) is True


def test_a_store_that_is_missing_or_broken_is_made_again(graph, tmp_path):
    notes = []
    (tmp_path / "dataset.nq").write_bytes((graph / "dataset.nq").read_bytes())
    question = find_query(f"SELECT ?a {{ ?a <{E}place> ?p }}")
    for damage in ("missing", "empty", "rubbish"):
        if damage != "missing":
            (tmp_path / "store").mkdir(exist_ok=True)
        if damage == "rubbish":
            (tmp_path / "store" / "CURRENT").write_text("rubbish")
        found = answer(question, tmp_path, {}, SMALL, note=notes.append)
        assert len(found.table().rows) == 3
    assert len(notes) == 3 and all("made again from dataset.nq" in note for note in notes)
    (tmp_path / "documents").mkdir()
    (tmp_path / "dataset.nq").rename(tmp_path / "documents" / "one-0123456789.nq")
    found = answer(question, tmp_path, {}, SMALL, note=notes.append)
    assert len(found.table().rows) == 3 and "documents/" in notes[-1]


def test_a_directory_of_a_newer_version_is_refused(graph, tmp_path):
    (tmp_path / "dataset.nq").write_bytes((graph / "dataset.nq").read_bytes())
    (tmp_path / "manifest.json").write_text('{"version": 999, "files": {}}')
    with pytest.raises(InputError, match="newer onrecord"):
        query("ASK {}", tmp_path)


def test_large_files_go_to_a_store_on_disk(tmp_path, monkeypatch):
    from onrecord.stores import opened
    from onrecord.task import Task

    (tmp_path / "x.nt").write_text(f"<{E}a> <{E}p> <{E}b> .\n")
    monkeypatch.setattr(opened, "LARGE", 10)
    ask, _ = opened.open_data(Task("", "", (tmp_path / "x.nt",), scratch=tmp_path), print)
    assert bool(ask("ASK { ?s ?p ?o }")) is True
    assert (tmp_path / "store").is_dir()


def test_pages_and_limits(graph):
    question = parse_query("#+ pagination: 2\nSELECT ?s { ?s ?p ?o } ORDER BY ?s ?p", "paged")
    every = answer(question, graph, {}, SMALL).table().rows
    for number in (1, 2, 3):
        page = answer(question, graph, {}, SMALL, Wish(page=number)).table().rows
        assert page == every[2 * number - 2 : 2 * number]
    assert answer(question, graph, {}, SMALL, Wish(limit=3)).table().rows == every[:3]
    assert answer(question, graph, {}, SMALL, Wish(limit=3, page=2)).table().rows == every[3:6]
    with pytest.raises(InputError, match="pagination is no whole number"):
        parse_query("#+ pagination: many\nASK {}", "paged")
    with pytest.raises(UsageError, match="has no rows"):
        answer(find_query("ASK {}"), graph, {}, SMALL, Wish(limit=1))


def test_the_endpoint_of_the_header_is_asked_where_no_data_are_named(endpoint):
    question = parse_query(f"#+ endpoint: {endpoint}/sparql\nSELECT ?a {{ ?a <{E}place> ?p }}", "remote")
    assert len(answer(question, None, {}, SMALL).table().rows) == 3


def test_labels_come_from_an_endpoint_too(endpoint):
    found = query(f"SELECT ?a {{ ?a <{E}place> ?p }}", f"{endpoint}/sparql", labels=True)
    assert found.columns == ("a", "aLabel") and len(found.rows) == 3


def test_a_parameter_that_is_empty_is_left_out(graph):
    text = f"SELECT ?a {{ ?a <{E}place> ?p FILTER(!BOUND(?__p_iri) || ?p = ?__p_iri) }}"
    assert len(query(text, graph, {"p": ""}).rows) == 3


def test_names_are_found_in_other_forms(tmp_path):
    lines = [f'<{E}x> <http://www.w3.org/2000/01/rdf-schema#label> "Hodeidah" .\n']
    (tmp_path / "x.nt").write_text("".join(lines))
    text = (
        "#+ names:\n#+   place: place\nSELECT ?x { ?x <http://www.w3.org/2000/01/rdf-schema#label> ?__place }"
    )
    for name in ("Hudaydah", "hodeidah", "Al Hudaydah", "al-Hudaydah"):
        found = answer(parse_query(text, "named"), [tmp_path / "x.nt"], {"place": name}, SMALL)
        assert len(found.table().rows) == 1, name
    found = answer(parse_query(text, "named"), [tmp_path / "x.nt"], {"place": "Aleppo"}, SMALL)
    assert found.table().rows == ()


TRIPLE = "SELECT (<<( <a:a> <a:b> <<( <a:c> <a:d> 'e'@en )>> )>> AS ?t) {}"


def test_triple_terms_in_json(graph):
    found = json.loads(render(query(TRIPLE, graph), "json"))["results"]["bindings"]
    inner = {
        "subject": {"type": "uri", "value": "a:c"},
        "predicate": {"type": "uri", "value": "a:d"},
        "object": {"type": "literal", "value": "e", "xml:lang": "en"},
    }
    outer = {
        "subject": {"type": "uri", "value": "a:a"},
        "predicate": {"type": "uri", "value": "a:b"},
        "object": {"type": "triple", "value": inner},
    }
    assert found == [{"t": {"type": "triple", "value": outer}}]


def test_triple_terms_are_none_of_xml(graph):
    with pytest.raises(UsageError, match="triple terms.*json or csv"):
        render(query(TRIPLE, graph), "xml")
    for format in ("csv", "tsv"):
        text = render(query(TRIPLE, graph), format).decode().replace('""', '"')
        assert """<<( <a:a> <a:b> <<( <a:c> <a:d> "e"@en )>> )>>""" in text


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ("ftp://user:secret@host/x", UsageError),
        (" http://user:secret@host", UsageError),
        ("file:///user:secret@host", UsageError),
        ("http:/user:secret@host/x", InputError),
        ("user:secret@host/x", InputError),
        (["http://user:secret@host/x", "b.ttl"], UsageError),
    ],
)
def test_what_may_be_a_password_is_not_shown(data, error):
    with pytest.raises(error) as caught:
        query("ASK {}", data)
    assert "secret" not in str(caught.value) and "host" in str(caught.value)


ALL = "SELECT ?s { ?s ?p ?o }"


@pytest.fixture
def sharded(tmp_path):
    """A graph directory without a store: two shards, a dataset of both, a manifest."""
    directory = tmp_path / "sharded"
    (directory / "documents").mkdir(parents=True)
    lines = [f"<{E}{name}> <{E}p> <{E}o> <{E}g> .\n" for name in "ab"]
    for name, line in zip("ab", lines, strict=True):
        (directory / "documents" / f"{name}.nq").write_text(line)
    (directory / "dataset.nq").write_text("".join(lines))
    write_manifest(directory, ["dataset.nq", "documents/a.nq", "documents/b.nq"])
    return directory


def test_a_dataset_that_was_changed_is_not_asked_where_the_shards_are_whole(sharded):
    dataset = sharded / "dataset.nq"
    dataset.write_text(dataset.read_text().replace(f"{E}a>", f"{E}z>"))  # of the same size
    notes = []
    found = answer(find_query(ALL), sharded, {}, SMALL, note=notes.append)
    assert sorted(row[0].value for row in found.table().rows) == [E + "a", E + "b"]
    assert "made again from documents/" in notes[0]


def test_a_dataset_that_is_missing_is_made_of_the_shards(sharded):
    (sharded / "dataset.nq").unlink()
    assert len(query(ALL, sharded).rows) == 2


def test_what_is_made_of_the_shards_is_what_the_dataset_holds(tmp_path):
    directory = shutil.copytree(village(), tmp_path / "graph")
    wanted = {str(quad) for quad in parse(path=str(directory / "dataset.nq"))}
    (directory / "dataset.nq").unlink()
    shutil.rmtree(directory / "store")
    found = query("SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }", directory).rows
    assert {str(Quad(*row)) for row in found} == wanted


@pytest.mark.parametrize("damage", ["cut", "missing"])
def test_a_shard_that_is_damaged_is_named_with_what_to_do(sharded, damage):
    (sharded / "dataset.nq").unlink()
    shard = sharded / "documents" / "b.nq"
    shard.write_text("") if damage == "cut" else shard.unlink()
    with pytest.raises(InputError, match=r"documents/b\.nq: is damaged: .*build the graph again"):
        query(ALL, sharded)


def test_an_empty_directory_is_named_in_the_advice(tmp_path):
    with pytest.raises(InputError, match=f"holds no graph .*onrecord build FILES -o {tmp_path}$"):
        query(ALL, tmp_path)


def test_a_federated_query_that_fails_says_nothing_of_the_graph(graph):
    text = "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"
    notes = []
    with pytest.raises(ToolError) as caught:
        answer(find_query(text), graph, {}, SMALL, Wish(hosts=("127.0.0.1",)), notes.append).table()
    assert "SERVICE" in str(caught.value) and "again" not in str(caught.value) and notes == []


@pytest.mark.parametrize(
    "command",
    [
        "query 'SELECT * { ?s ?p ?o }' --in GRAPH",
        "query 'SELECT * { ?s ?p ?o }' --in GRAPH -f csv",
        "query 'SELECT * { ?s ?p ?o }' --in GRAPH -f json",
        "query 'CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }' --in GRAPH -f jsonld",
        "export GRAPH --format nquads",
    ],
)
def test_a_reader_that_has_read_enough_ends_it_quietly(command, tmp_path):
    lines = "".join(f"<{E}a{i}> <{E}place> <{E}idlib> <{E}g> .\n" for i in range(9_000))
    (tmp_path / "dataset.nq").write_text(lines)
    line = f"{sys.executable} -m onrecord {command.replace('GRAPH', str(tmp_path))} | head -n 1"
    done = subprocess.run(
        ["bash", "-c", f"{line}; echo ${{PIPESTATUS[0]}}"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "0" and "Traceback" not in done.stderr
    assert [said for said in done.stderr.splitlines() if not said.startswith("note: ")] == []
