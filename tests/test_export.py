"""Export: each format gives back the quads it was given, in the same bytes every time."""

import csv
import hashlib
import io
import json
import os
import random
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, parse

from onrecord import statements, validation
from onrecord.errors import InputError, UsageError
from onrecord.export import EXPORT_FORMATS, export, export_to, read_quads, serialize_quads
from onrecord.exports import graph as exports_graph
from onrecord.exports.tables import tables
from onrecord.format import FORMATS, JSONLD, RDFXML, rdf_format
from onrecord.manifest import LAYOUT, VERSION, write_manifest
from onrecord.validation import validate, validate_quads
from village import village

DATA = "https://w3id.org/onrecord/data/"
ONR = "https://w3id.org/onrecord/ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
OA = "http://www.w3.org/ns/oa#"
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
GRAPHS = [NamedNode(f"{DATA}graph/claims/1"), NamedNode(f"{DATA}graph/entities")]


def node(name: str) -> NamedNode:
    return NamedNode(DATA + name)


def term(name: str) -> NamedNode:
    return NamedNode(ONR + name)


def typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=NamedNode(XSD + datatype))


QUADS = [
    Quad(node("claim/1"), TYPE, term("Claim"), GRAPHS[0]),
    Quad(node("claim/1"), term("subject"), node("agent/white-helmets"), GRAPHS[0]),
    Quad(node("claim/1"), term("evidence"), node("evidence/1"), GRAPHS[0]),
    Quad(node("claim/1"), term("evidence"), node("evidence/2"), GRAPHS[0]),
    Quad(node("evidence/1"), NamedNode(OA + "start"), Literal(12), GRAPHS[0]),
    Quad(node("evidence/1"), NamedNode(OA + "start"), typed("012", "integer"), GRAPHS[0]),
    Quad(node("evidence/1"), NamedNode(OA + "exact"), Literal('a\r\n"b"\rc\t<&>\\ é😀 שלום'), GRAPHS[0]),
    Quad(node("quantity/1"), term("number"), typed("2.50", "decimal"), GRAPHS[0]),
    Quad(node("quantity/1"), term("number"), typed("116000", "integer"), GRAPHS[0]),
    Quad(node("quantity/1"), term("number"), typed("99999999999999999999", "integer"), GRAPHS[0]),
    Quad(node("role/1"), term("formerRole"), typed("true", "boolean"), GRAPHS[0]),
    Quad(node("role/1"), term("formerRole"), typed("1", "boolean"), GRAPHS[0]),
    Quad(node("time/1"), term("earliest"), typed("2018-01-01", "date"), GRAPHS[0]),
    Quad(node("time/1"), term("earliest"), Literal("2018"), GRAPHS[0]),
    Quad(node("document/1"), term("url"), typed("https://example.org/a?b=c#d", "anyURI"), GRAPHS[0]),
    Quad(node("agent/white-helmets"), TYPE, term("Organization"), GRAPHS[1]),
    Quad(node("agent/white-helmets"), TYPE, term("Organization"), GRAPHS[0]),
    Quad(node("agent/white-helmets"), LABEL, Literal("White Helmets"), GRAPHS[1]),
    Quad(term("Claim"), LABEL, Literal("claim", language="en"), GRAPHS[1]),
    Quad(node("x/1"), NamedNode("http://example.org/no/prefix"), NamedNode("urn:x:y"), GRAPHS[1]),
    Quad(node("x/1"), NamedNode("http://example.org/no/prefix"), Literal("in no graph"), ),
]  # fmt: skip
PADDED = (DATA + "evidence/1", OA + "start", "012")
TEXT = Quad(node("document/1"), term("text"), Literal("The whole text."), GRAPHS[0])


def expected(syntax, quads):
    return set(quads) if syntax.dataset else {Quad(q.subject, q.predicate, q.object) for q in quads}


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    lines = sorted(f"{quad} .\n" for quad in QUADS)
    (tmp_path / "dataset.nq").write_text("".join(lines), "utf-8")
    (tmp_path / "documents" / "1.nq").write_text("".join([*lines[:3], f"{TEXT} .\n"]), "utf-8")
    return tmp_path


@pytest.mark.parametrize("syntax", FORMATS, ids=lambda syntax: syntax.name)
def test_round_trip_in_pyoxigraph(syntax):
    assert set(parse(serialize_quads(QUADS, syntax), format=rdf_format(syntax))) == expected(syntax, QUADS)


@pytest.mark.parametrize(
    ("name", "parser"),
    [("turtle", "turtle"), ("ntriples", "nt"), ("rdfxml", "xml"), ("trig", "trig"), ("nquads", "nquads")]
    + [("jsonld", "json-ld")],
)
def test_round_trip_in_rdflib(graph, name, parser):
    normal = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        found = rdflib.Dataset()
        found.parse(data=export(graph, name), format=parser)
    finally:
        rdflib.NORMALIZE_LITERALS = normal
    triples = {(str(s), str(p), str(o)) for s, p, o, _ in found.quads()}
    wanted = {(q.subject.value, q.predicate.value, q.object.value) for q in QUADS}
    assert triples | {PADDED} == wanted  # rdflib's Turtle reader drops the zero of 012


@pytest.mark.parametrize("syntax", FORMATS, ids=lambda syntax: syntax.name)
def test_order_and_repeats_do_not_matter(syntax):
    shuffled = QUADS + QUADS[:5]
    random.Random(7).shuffle(shuffled)
    assert serialize_quads(shuffled, syntax) == serialize_quads(QUADS, syntax)


def test_the_hash_seed_does_not_matter(graph):
    code = (
        "import sys, hashlib\nfrom onrecord.export import export\nfrom onrecord.format import FORMATS\n"
        f"for f in FORMATS: print(hashlib.sha256(export({str(graph)!r}, f.name)).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    here = "".join(f"{hashlib.sha256(export(graph, f.name)).hexdigest()}\n" for f in FORMATS)
    assert seen == {here}


def test_the_hash_seed_does_not_matter_to_maps_tables_and_frames():
    code = (
        "import hashlib\nfrom onrecord.export import export\n"
        "for f, frame in (('geojson', None), ('csv', None), ('jsonld', 'document'), ('jsonld', 'event')):\n"
        "    for redacted in (False, True):\n"
        f"        data = export({str(village())!r}, f, frame=frame, redact_persons=redacted)\n"
        "        print(len(data), hashlib.sha256(data).hexdigest())"
    )
    seen = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert seen[0] == seen[1]
    assert len(set(seen[0].splitlines())) == 8


@pytest.mark.parametrize("syntax", FORMATS, ids=lambda syntax: syntax.name)
def test_texts_are_left_out_unless_asked_for(graph, syntax):
    assert b"The whole text." not in export(graph, syntax.name)
    assert b"The whole text." in export(graph, syntax.name, with_text=True)


def test_texts_come_once_and_add_nothing_else(graph):
    assert set(read_quads(graph, with_text=True)) - set(read_quads(graph)) == {TEXT}


def test_jsonld_has_its_context_inline_and_uses_its_terms(graph):
    document = json.loads(export(graph, "jsonld"))
    assert isinstance(document["@context"], dict)
    claims = next(member for member in document["@graph"] if member["@id"] == GRAPHS[0].value)
    claim = next(found for found in claims["@graph"] if found["@id"] == f"{DATA}claim/1")
    assert claim["@type"] == "Claim"
    assert claim["subject"] == f"{DATA}agent/white-helmets"
    assert len(claim["evidence"]) == 2


def test_turtle_reads_well(graph):
    text = export(graph, "turtle").decode()
    assert "claim:1 a onr:Claim" in text
    assert "@prefix onr: " in text


def test_rdfxml_refuses_what_xml_cannot_hold():
    bad = Quad(node("a/1"), term("says"), Literal("form\x0cfeed"))
    with pytest.raises(UsageError, match=r"U\+000C"):
        serialize_quads([bad], RDFXML)


def test_writes_a_file_and_returns_the_same(graph, tmp_path):
    target = tmp_path / "new" / "graph.ttl"
    assert export(graph, "turtle", output=target) == target.read_bytes()


def test_errors(graph, tmp_path):
    with pytest.raises(UsageError, match="n3: is no format"):
        export(graph, "n3")
    with pytest.raises(InputError, match="onrecord build"):
        export(tmp_path / "nothing")
    (graph / "dataset.nq").write_text("<a> <b> .\n")
    with pytest.raises(InputError, match="cannot be read"):
        export(graph)


@pytest.fixture
def whole(graph) -> Path:
    """The graph directory with a manifest, as a build leaves it."""
    (graph / "graph.ttl").write_bytes(export(graph, "turtle"))
    write_manifest(graph, ["dataset.nq", "graph.ttl", "documents/1.nq"])
    return graph


@pytest.mark.parametrize("with_text", [False, True])
@pytest.mark.parametrize("syntax", FORMATS, ids=lambda syntax: syntax.name)
def test_what_a_build_wrote_is_exported_as_what_is_parsed(whole, syntax, with_text):
    trusted = export(whole, syntax.name, with_text=with_text)
    (whole / "manifest.json").unlink()
    lines = (whole / "dataset.nq").read_text("utf-8").splitlines()
    (whole / "dataset.nq").write_text("\n".join([*reversed(lines), lines[0]]), "utf-8")
    assert export(whole, syntax.name, with_text=with_text) == trusted


@pytest.mark.parametrize("syntax", FORMATS, ids=lambda syntax: syntax.name)
def test_sorting_in_parts_changes_nothing(graph, syntax, monkeypatch):
    once = export(graph, syntax.name, with_text=True)
    monkeypatch.setattr(statements, "_RUN", 200)
    assert export(graph, syntax.name, with_text=True) == once
    (graph / "dataset.nq").write_bytes(
        b"".join(reversed((graph / "dataset.nq").read_bytes().splitlines(True)))
    )
    assert export(graph, syntax.name, with_text=True) == once


@pytest.mark.parametrize("output", [False, True])
@pytest.mark.parametrize("format", EXPORT_FORMATS)
def test_a_dataset_cut_short_is_refused_and_nothing_is_written(whole, tmp_path, format, output):
    data = (whole / "dataset.nq").read_bytes()
    for length in (len(data) - 3, data.rindex(b"\n", 0, -1) + 1, 0):
        (whole / "dataset.nq").write_bytes(data[:length])
        target = tmp_path / "made" / "x.zip"
        with pytest.raises(InputError, match=r"dataset\.nq: is damaged: it has \d+ bytes of the \d+ written"):
            export(whole, format, output=target if output else None)
        assert not target.parent.exists() or not list(target.parent.iterdir())
    (whole / "dataset.nq").unlink()
    with pytest.raises(InputError, match="holds no graph"):
        export(whole, format)


def test_a_damaged_shard_is_refused_only_where_its_text_is_asked_for(whole):
    shard = whole / "documents" / "1.nq"
    for content in (shard.read_bytes()[:-9], None):
        shard.write_bytes(content) if content else shard.unlink()
        with pytest.raises(InputError, match=r"1\.nq: is damaged"):
            export(whole, "nquads", with_text=True)
        assert export(whole, "nquads") == (whole / "dataset.nq").read_bytes()


def test_a_damaged_turtle_file_is_made_again(whole):
    turtle = (whole / "graph.ttl").read_bytes()
    (whole / "graph.ttl").write_bytes(turtle[:-5])
    assert export(whole, "turtle") == turtle


def test_a_dataset_changed_by_hand_is_read_with_every_line_checked(whole):
    with (whole / "dataset.nq").open("a") as file:
        file.write("<http://example.org/a>  <http://example.org/b> <http://example.org/c> . # mine\n")
    assert b"<http://example.org/a> <http://example.org/b> <http://example.org/c> .\n" in export(
        whole, "ntriples"
    )
    with (whole / "dataset.nq").open("a") as file:
        file.write("<http://example.org/a> <http://example.org/b> .\n")
    with pytest.raises(InputError, match="cannot be read"):
        export(whole, "nquads")


def test_a_directory_of_a_newer_version_is_refused(whole):
    manifest = json.loads((whole / "manifest.json").read_text())
    (whole / "manifest.json").write_text(json.dumps(manifest | {"version": VERSION + 1}))
    for format in EXPORT_FORMATS:
        with pytest.raises(InputError, match="newer onrecord .*upgrade"):
            export(whole, format)
    for content in (b"{", b"[]", b'{"version": 1}', b'{"version": "x"}'):
        (whole / "manifest.json").write_bytes(content)
        with pytest.raises(InputError, match=r"manifest\.json|newer"):
            export(whole, "turtle")


def test_a_file_is_no_graph_directory(graph):
    with pytest.raises(InputError, match="is a file"):
        export(graph / "dataset.nq")


@pytest.mark.parametrize(
    "name",
    ["dataset.nq", "graph.ttl", "reported.ttl", "manifest.json", "report.ttl", "documents/x.nq", "store/x"],
)
def test_a_graph_is_not_written_over_by_its_export(tmp_path, name):
    folder = tmp_path / "graph"
    shutil.copytree(village(), folder)
    (tmp_path / "link").symlink_to(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for target in (folder / name, tmp_path / "link" / "documents" / ".." / name):
        for format in EXPORT_FORMATS:
            with pytest.raises(UsageError, match="is a part of the graph that is exported") as refused:
                export_to(target, tmp_path / "link", format)
            assert refused.value.exit_code == 2
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    for target in (folder / "mine.ttl", tmp_path / name.replace("/", "-")):
        export_to(target, folder, "turtle")
        export_to(target, folder, "turtle")
        assert target.stat().st_size


def test_the_layout_has_every_name_of_a_graph_directory():
    assert {path.name for path in village().iterdir()} == LAYOUT


def test_a_failed_export_leaves_the_old_file(graph, tmp_path):
    target = tmp_path / "out" / "x.rdf"
    export(graph, "turtle", output=target)
    before = target.read_bytes()
    with (graph / "dataset.nq").open("a") as file:
        file.write(f'<{DATA}a/1> <{ONR}says> "form\\ffeed" .\n')
    with pytest.raises(UsageError, match=r"U\+000C"):
        export(graph, "rdfxml", output=target)
    assert target.read_bytes() == before
    assert [path.name for path in target.parent.iterdir()] == ["x.rdf"]


# -- what is exported is as much in order as what it comes from --------------------------------


def verdict(report) -> Counter:
    return Counter((result.severity, result.shape) for result in report.results)


@pytest.mark.parametrize(
    ("name", "options"),
    [(syntax.name, {}) for syntax in FORMATS]
    + [(name, {"redact_persons": True}) for name in ("turtle", "nquads")]
    + [(name, {"redact_persons": True, "with_text": True}) for name in ("ntriples", "trig")]
    + [("jsonld", {"frame": "document"}), ("jsonld", {"frame": "document", "redact_persons": True})],
)
def test_an_export_has_the_verdict_of_its_graph(tmp_path, name, options):
    suffix = next(syntax.extensions[0] for syntax in FORMATS if syntax.name == name)
    path = tmp_path / f"export{suffix}"
    export(village(), name, output=path, **options)
    found = validate_quads(validation.read_quads(path))
    assert verdict(found) == verdict(validate(village()))
    assert found.conforms


def test_the_files_of_a_graph_have_its_verdict():
    whole = verdict(validate(village()))
    for name in ("dataset.nq", "graph.ttl"):
        assert verdict(validate_quads(validation.read_quads(village() / name))) == whole
    partial = validate_quads(validation.read_quads(village() / "reported.ttl"))
    assert verdict(partial) == {("info", "claims-missing"): 1}


def test_faults_of_a_partial_graph_are_found(tmp_path):
    path = tmp_path / "reported.ttl"
    text = (village() / "reported.ttl").read_text("utf-8")
    path.write_text(text + f'<{DATA}event/1> <{ONR}intentional> "perhaps" ; <{ONR}nonesuch> "x" .\n')
    shapes = {result.shape for result in validate_quads(validation.read_quads(path)).results}
    assert {"claims-missing", "undeclared-term"} < shapes


def test_a_file_changed_by_hand_is_named(tmp_path):
    graph = tmp_path / "graph"
    shutil.copytree(village(), graph)
    dataset, (shard,) = graph / "dataset.nq", (graph / "documents").glob("*.nq")
    assert export_to(tmp_path / "x.nq", graph, "nquads") == ()
    for path in (dataset, shard):
        before = path.read_bytes()
        path.write_bytes(before.replace(b"Kafranbel", b"Kafranbal"))
        assert path.stat().st_size == len(before) and path.read_bytes() != before
        (note,) = export_to(tmp_path / "x.nq", graph, "nquads", with_text=True)
        assert note.startswith(f"{path}: was changed since it was written")
        found = [r for r in validate(graph).results if r.shape in ("file-changed", "dataset-differs")]
        assert [(r.focus, r.severity) for r in found] == [(str(path), "error")]
        assert found[0].remedy
        path.write_bytes(before)


@pytest.mark.parametrize("arguments", [*(f"-f {s.name}" for s in FORMATS), "-f jsonld --frame document"])
def test_a_reader_that_has_read_enough_is_no_failure(arguments):
    command = (
        f"{sys.executable} -m onrecord export {village()} {arguments} | head -c 10; echo ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert (done.stdout[10:].strip(), done.stderr) == ("0", "")


# -- tables and maps -------------------------------------------------------------------------


def test_rows_that_rest_on_claims_say_how_they_are_claimed():
    names = {table.name: {column.name for column in table.columns} for table in tables()}
    assert set(names) - {"documents", "quotations"} == {
        name for name, columns in names.items() if {"polarity", "stance"} <= columns
    }
    assert {"latitude", "longitude", "located", "published", "sentences"} <= names["events"]


def test_an_event_of_a_table_lies_where_it_lies_on_the_map():
    with zipfile.ZipFile(io.BytesIO(export(village(), "csv"))) as archive:
        rows = list(csv.DictReader(io.TextIOWrapper(archive.open("events.csv"), "utf-8")))
    drawn = {f["id"]: f for f in json.loads(export(village(), "geojson"))["features"]}
    assert any(row["latitude"] for row in rows)
    for row in rows:
        geometry = drawn[row["id"]]["geometry"]
        where = [float(row[name]) for name in ("longitude", "latitude") if row[name]]
        assert where == (geometry["coordinates"] if geometry else [])
        assert row["stance"] and row["polarity"]


@pytest.mark.parametrize("format", ["csv", "geojson"])
def test_loading_in_pieces_changes_nothing(format, tmp_path, monkeypatch):
    shutil.copytree(village(), tmp_path / "graph")
    dataset = tmp_path / "graph" / "dataset.nq"
    blank = f'_:b <{ONR}alias> "x" .\n_:b a <{ONR}Place> .\n'.replace(" a ", f" {TYPE} ")
    dataset.write_text(dataset.read_text("utf-8") + blank, "utf-8")
    whole = export(tmp_path / "graph", format)
    monkeypatch.setattr(exports_graph, "_PIECE", 4000)
    monkeypatch.setattr(exports_graph, "_REMEMBERED", 3)
    assert export(tmp_path / "graph", format) == whole


def test_memory_does_not_grow_with_the_graph(tmp_path):
    """Ten times the statements take about the same memory: they are never all there at once."""
    peaks = []
    for number, size in enumerate((20_000, 200_000)):
        folder = tmp_path / str(number)
        folder.mkdir()
        with (folder / "dataset.nq").open("w") as file:
            file.writelines(
                f'<{DATA}claim/{i:08}> <{ONR}says> "{"words " * 12}{i}" <{DATA}graph/claims/1> .\n'
                for i in range(size)
            )
        write_manifest(folder, ["dataset.nq"])
        code = (
            "import resource\nfrom pathlib import Path\nfrom onrecord.export import export_to\n"
            f"folder = Path({str(folder)!r})\n"
            "for name in ('nquads', 'turtle'): export_to(folder / name, folder, name)\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout))
        assert (folder / "turtle").stat().st_size > size * 80
    assert peaks[1] < peaks[0] + 24  # MB; the statements alone are 36 MB


CHARACTERS = st.characters(exclude_categories=["Cs"])
LITERALS = st.one_of(
    st.text(CHARACTERS).map(Literal),
    st.text(CHARACTERS).map(lambda text: Literal(text, language="en")),
    st.builds(
        typed, st.text(CHARACTERS), st.sampled_from(["integer", "boolean", "decimal", "date", "anyURI"])
    ),
)
PREDICATES = st.sampled_from(["number", "says", "formerRole", "earliest", "subject", "url", "nonesuch"]).map(
    term
)


@given(st.lists(st.builds(Quad, st.just(node("a/1")), PREDICATES, LITERALS, st.sampled_from(GRAPHS))))
def test_any_literal_survives_jsonld(quads):
    assert set(parse(serialize_quads(quads, JSONLD), format=rdf_format(JSONLD))) == set(quads)
