import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from onrecord import pipeline
from onrecord.claim import Claim, Extraction, Kind
from onrecord.dataset import describe
from onrecord.document import Block, BlockKind, Document
from onrecord.entity import Entity
from onrecord.errors import InputError, OnrecordError, UsageError
from onrecord.files import sole_use
from onrecord.lines import merge
from onrecord.manifest import Unfinished
from onrecord.sections import join, sections, set_apart
from onrecord.shard import part_name, shard_name
from onrecord.validation import validate
from onrecord.vocab import ONR

ARTICLE = (
    "Shells hit the school in Idlib on Monday. The mayor of the town said that nobody had been hurt there.\n"
)
LONG = ARTICLE * 3
FILES = {
    "manifest.json",
    "dataset.nq",
    "graph.ttl",
    "reported.ttl",
    "report.txt",
    "report.json",
    "report.ttl",
}
KEYS = "id subject predicate object value quote start end polarity stance explicitness speaker outlet"
TEXT = "https://w3id.org/onrecord/ns#text"


def read(document):
    """The extraction of one attack for each block: quick, and known."""
    if "fail here" in document.text:
        raise RuntimeError("something\nbroke")
    claims = []
    for nth, block in enumerate(document.blocks, 1):
        span = document.select(block.start, min(block.end, block.start + 15))
        attack, school = Entity("Attack", "shells", nth=nth), Entity("Facility", "school", nth=nth)
        claims += [
            Claim(attack, "type", "Attack", (span,), "Shells"),
            Claim(attack, "kind", Kind("shelling"), (span,), "Shells", "Shells"),
            Claim(attack, "target", school, (span,), "Shells", "the school"),
        ]
    return Extraction(tuple(claims))


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr("onrecord.extractors.extract", read)
    monkeypatch.setattr("onrecord.sections.LONGEST", 2000)


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.txt").write_text(LONG.replace("Monday", name), encoding="utf-8")
    return folder


def snapshot(directory):
    return {
        path.relative_to(directory).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in directory.rglob("*")
        if path.is_file() and "store" not in path.parts
    }


def quads(path):
    return list(parse(path=str(path), format=RdfFormat.N_QUADS))


def test_a_build_writes_its_files(articles, tmp_path):
    summary = pipeline.build([articles], tmp_path / "graph")
    graph = tmp_path / "graph"
    assert {path.name for path in graph.iterdir()} == FILES | {"documents", "store"}
    assert summary.exit_code == (0 if summary.conforms else 1)
    assert [shard.source for shard in summary.documents] == ["one.txt", "two.txt"]
    assert len(list((graph / "documents").iterdir())) == 2
    assert len(Store.read_only(str(graph / "store"))) == len(quads(graph / "dataset.nq"))


def test_the_dataset_is_the_sorted_union_of_the_shards_and_the_ontology(articles, tmp_path):
    pipeline.build([articles], tmp_path / "graph")
    lines = (tmp_path / "graph" / "dataset.nq").read_bytes().splitlines()
    assert lines == sorted(set(lines))
    shards = {
        line
        for path in (tmp_path / "graph" / "documents").glob("*.nq")
        for line in path.read_bytes().splitlines()
    }
    texts = {line for line in shards if TEXT.encode() in line.split()[1]}
    assert len(texts) == 2
    ontology = [line for line in lines if line.endswith(b"/graph/ontology> .")]
    assert len(ontology) > 1000
    assert set(lines) == (shards - texts) | set(ontology)
    assert not any("_:" in str(quad) for quad in quads(tmp_path / "graph" / "dataset.nq"))


def test_the_turtle_files_hold_triples(articles, tmp_path):
    pipeline.build([articles], tmp_path / "graph")
    dataset = quads(tmp_path / "graph" / "dataset.nq")
    graph = [
        quad.triple for quad in parse(path=str(tmp_path / "graph" / "graph.ttl"), format=RdfFormat.TURTLE)
    ]
    assert set(graph) == {quad.triple for quad in dataset}
    reported = {
        quad.triple for quad in parse(path=str(tmp_path / "graph" / "reported.ttl"), format=RdfFormat.TURTLE)
    }
    plain = {quad.triple for quad in dataset if "/graph/reported/" in str(quad.graph_name)}
    labels = {triple for triple in reported if triple.predicate.value.endswith("#label")}
    assert plain
    assert labels
    assert reported == plain | labels


def test_an_export_has_the_bytes_of_the_build(articles, tmp_path):
    from onrecord.export import export

    pipeline.build([articles], tmp_path / "graph")
    assert export(tmp_path / "graph", "turtle") == (tmp_path / "graph" / "graph.ttl").read_bytes()
    assert export(tmp_path / "graph", "nquads") == (tmp_path / "graph" / "dataset.nq").read_bytes()


def test_a_second_build_changes_nothing(articles, tmp_path):
    pipeline.build([articles], tmp_path / "graph")
    before = snapshot(tmp_path / "graph")
    pipeline.build([articles], tmp_path / "graph")
    assert snapshot(tmp_path / "graph") == before


def test_a_build_replaces_what_an_earlier_one_left(articles, tmp_path):
    graph = tmp_path / "graph"
    pipeline.build([articles], graph)
    (graph / "documents" / "notes.nq").write_text("")
    pipeline.build([articles / "two.txt"], graph)
    assert {path.name for path in (graph / "documents").iterdir()} == {"notes.nq", shard_name("two.txt")}
    assert b"one.txt" not in (graph / "dataset.nq").read_bytes()


def test_what_is_left_out_is_listed_and_the_others_build(articles, tmp_path):
    (articles / "empty.txt").write_text("")
    (articles / "fails.txt").write_text(LONG + "fail here")
    summary = pipeline.build([articles, tmp_path / "missing.txt"], tmp_path / "graph")
    assert [shard.source for shard in summary.documents] == ["one.txt", "two.txt"]
    assert summary.exit_code == 1
    reasons = [str(rejected) for rejected in summary.left_out]
    assert len(reasons) == 3
    assert any("fails.txt" in reason and "something broke" in reason for reason in reasons)
    assert all(reason in str(summary) for reason in reasons)
    assert not list((tmp_path / "graph" / "documents").glob("*fails*"))


@pytest.mark.parametrize("existed", [True, False])
def test_nothing_built_leaves_nothing(articles, tmp_path, existed):
    graph = tmp_path / "graph"
    if existed:
        graph.mkdir()
    (articles / "empty.txt").write_text("")
    with pytest.raises(InputError, match=r"empty\.txt") as raised:
        pipeline.build([articles / "empty.txt"], graph)
    assert raised.value.exit_code == 2
    assert graph.exists() == existed
    assert not existed or not list(graph.iterdir())


def test_of_documents_with_one_source_id_the_first_is_built(articles, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "one.txt").write_text(LONG)
    (other / "three.txt").write_text(LONG)
    summary = pipeline.build([articles, other], tmp_path / "graph")
    assert [shard.source for shard in summary.documents] == ["one.txt", "two.txt", "three.txt"]
    assert summary.exit_code == 1
    (left_out,) = summary.left_out
    assert left_out.where == (other / "one.txt").as_posix()
    assert f"has the same source id as {(articles / 'one.txt').as_posix()}: one.txt; " in left_out.reason
    assert str(left_out) in str(summary)


def test_one_bad_record_keeps_no_other_out(tmp_path):
    records = [
        {"id": "a", "text": LONG},
        {"id": "b", "text": LONG + "fail here"},
        {"id": "a", "text": LONG},
        {"id": "c", "text": LONG},
    ]
    path = tmp_path / "wire.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    summary = pipeline.build([path], tmp_path / "graph")
    assert [shard.source for shard in summary.documents] == ["a", "c"]
    lines = [line.strip() for line in str(summary).splitlines() if f"{path}:line" in line]
    assert len(lines) == 2
    assert lines[0].startswith(f"{path}:line 2: could not be worked on")
    assert lines[1].startswith(f"{path}:line 3: has the same source id as {path}:line 1: a; leave one out")


@pytest.mark.parametrize("settings", [{"policy": "x"}, {"base": "x"}, {"jobs": 0}, {"fail_on": "x"}])
def test_settings_are_checked_first(articles, tmp_path, settings):
    with pytest.raises(UsageError):
        pipeline.build([articles], tmp_path / "graph", **settings)
    assert not (tmp_path / "graph").exists()


def test_an_output_that_cannot_be_written_is_an_error(articles, tmp_path):
    (tmp_path / "file").write_text("x")
    for output in (tmp_path / "file", tmp_path / "file" / "graph"):
        with pytest.raises(UsageError, match="cannot be written"):
            pipeline.build([articles], output)
    assert (tmp_path / "file").read_text() == "x"


def test_an_output_below_a_closed_folder_is_an_error(articles, tmp_path, monkeypatch):
    there = Path.exists

    def exists(path):
        if "closed" in path.parts:
            raise PermissionError(13, "Permission denied", str(path))
        return there(path)

    monkeypatch.setattr(Path, "exists", exists)
    with pytest.raises(UsageError, match="closed/graph: cannot be written: permission denied"):
        pipeline.build([articles], tmp_path / "closed" / "graph")


def test_output_within_the_input_is_not_read(articles):
    pipeline.build([articles], articles / "graph")
    before = snapshot(articles / "graph")
    assert len(pipeline.build([articles], articles / "graph").documents) == 2
    assert snapshot(articles / "graph") == before
    with pytest.raises(UsageError, match="is not empty and holds no graph of onrecord; name another"):
        pipeline.build([articles], articles)


def test_a_free_folder_is_none_of_a_newer_layout(articles, tmp_path):
    output = tmp_path / "newer"
    pipeline.build([articles], output)
    for content in ("cut sh", '{"version": 1}'):
        (output / "manifest.json").write_text(content)
        pipeline.build([articles], output)
        assert json.loads((output / "manifest.json").read_text())["files"]
    (output / "manifest.json").write_text('{"version": 999, "files": {}}')
    before = snapshot(output)
    with pytest.raises(InputError, match="newer onrecord"):
        pipeline.build([articles], output)
    assert snapshot(output) == before


def test_a_folder_of_other_files_is_no_output(articles, tmp_path, monkeypatch):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "dataset.nq").write_text("<a:b> <a:c> <a:d> .\n")
    with pytest.raises(UsageError, match="is not empty"):
        pipeline.build([articles], tmp_path / "mine")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["dataset.nq"]
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="is no folder"):
        pipeline.build([articles], "-")
    assert not (tmp_path / "-").exists()


def test_a_store_that_cannot_be_written_leaves_the_graph_as_it_was(articles, tmp_path, monkeypatch):
    graph = tmp_path / "graph"
    pipeline.build([articles], graph)
    before, held = snapshot(graph), len(Store.read_only(str(graph / "store")))

    def fail(directory):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "write_store", fail)
        with pytest.raises(UsageError, match="no space left"):
            pipeline.build([articles / "two.txt"], graph)
    assert snapshot(graph) == before
    assert len(Store.read_only(str(graph / "store"))) == held
    pipeline.build([articles / "two.txt"], graph)
    assert len(Store.read_only(str(graph / "store"))) == len(quads(graph / "dataset.nq"))
    assert {path.name for path in graph.iterdir()} == FILES | {"documents", "store"}


def test_a_full_disk_is_no_fault_of_a_document(articles, tmp_path, monkeypatch):
    graph = tmp_path / "graph"
    pipeline.build([articles], graph)
    before = snapshot(graph)

    def fail(document, run, folder):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pipeline, "write_shard", fail)
    with pytest.raises(UsageError, match="no space left"):
        pipeline.build([articles], graph)
    assert snapshot(graph) == before
    with pytest.raises(UsageError, match="no space left"):
        pipeline.build([articles], tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_two_builds_do_not_write_to_one_folder(articles, tmp_path):
    graph = tmp_path / "graph"
    pipeline.build([articles], graph)
    before = snapshot(graph)
    with sole_use(graph), pytest.raises(UsageError, match="written to by another onrecord; wait"):
        pipeline.build([articles / "one.txt"], graph)
    assert snapshot(graph) == before
    pipeline.build([articles], graph)


def test_an_interruption_leaves_the_old_graph_or_the_new_one(articles, tmp_path, monkeypatch):
    graph = tmp_path / "graph"
    pipeline.build([articles], graph)
    before, held = snapshot(graph), len(Store.read_only(str(graph / "store")))

    def interrupt(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("filecmp.cmp", interrupt)
        with pytest.raises(KeyboardInterrupt):
            pipeline.build([articles / "two.txt"], graph)
    assert snapshot(graph) == before
    assert len(Store.read_only(str(graph / "store"))) == held

    def replace(path, target):
        os.kill(os.getpid(), signal.SIGINT)
        return moved(path, target)

    moved = Path.replace
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        with pytest.raises(KeyboardInterrupt):
            pipeline.build([articles / "two.txt"], graph)
    assert {path.name for path in (graph / "documents").iterdir()} == {shard_name("two.txt")}
    assert len(Store.read_only(str(graph / "store"))) == len(quads(graph / "dataset.nq")) < held
    assert {path.name for path in graph.iterdir()} == FILES | {"documents", "store"}
    assert "dataset-differs" not in {result.shape for result in validate(graph).results}


@pytest.mark.parametrize("before", ["a graph", "nothing"])
def test_stopped_while_files_are_moved_it_says_so_and_is_built_again(articles, tmp_path, monkeypatch, before):
    graph = tmp_path / "graph"
    if before == "a graph":
        pipeline.build([articles], graph)

    def fail(path, target):
        if Path(target).name in ("report.json", shard_name("two.txt")):
            raise OSError(5, "Input/output error")
        return moved(path, target)

    moved = Path.replace
    (articles / "two.txt").write_text(ARTICLE * 2, encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fail)
        with pytest.raises(UsageError, match="input/output error"):
            pipeline.build([articles / "two.txt"], graph)
    with pytest.raises(Unfinished, match="holds parts of two graphs.*build the graph again"):
        validate(graph)
    pipeline.build([articles / "two.txt"], graph)
    assert {path.name for path in graph.iterdir()} == FILES | {"documents", "store"}
    assert {path.name for path in (graph / "documents").iterdir()} == {shard_name("two.txt")}
    assert "dataset-differs" not in {result.shape for result in validate(graph).results}


def test_what_a_killed_build_left_goes_with_the_next(articles, tmp_path):
    left = tmp_path / "graph" / ".build.killed.part"
    (left / "documents").mkdir(parents=True)
    (left / "dataset.nq").write_text("half")
    pipeline.build([articles], tmp_path / "graph")
    assert {path.name for path in (tmp_path / "graph").iterdir()} == FILES | {"documents", "store"}


@pytest.mark.parametrize(
    ("number", "code", "jobs"),
    [
        (signal.SIGTERM, 143, "1"),
        (signal.SIGTERM, 143, "2"),
        (signal.SIGHUP, 129, "1"),
        (signal.SIGINT, 130, "2"),
    ],
)
def test_a_build_that_is_told_to_stop_leaves_nothing(tmp_path, number, code, jobs):
    articles, graph = tmp_path / "articles", tmp_path / "graph"
    articles.mkdir()
    for nth in range(400):
        (articles / f"{nth}.txt").write_text(
            LONG.replace("Monday", f"{nth % 27 + 1} May 2019"), encoding="utf-8"
        )
    process = subprocess.Popen(
        [sys.executable, "-m", "onrecord", "build", articles, "-o", graph, "--jobs", jobs],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while process.poll() is None and not list(graph.glob(".build.*.part/documents/*.nq")):
        time.sleep(0.05)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (code, b"onrecord: stopped\n")
    assert not graph.exists()


def test_a_dataset_that_is_not_of_its_shards_is_found(articles, tmp_path):
    from onrecord.export import export
    from onrecord.validation import validate

    graph = tmp_path / "graph"
    pipeline.build([articles], graph, base="https://example.org/data/")
    dataset = graph / "dataset.nq"
    whole = dataset.read_bytes()

    def found(shape):
        return [result for result in validate(graph).results if result.shape == shape]

    assert not found("dataset-differs")
    for data in (b"", whole[:-100], whole[: len(whole) // 2], whole + b"<z:a> <z:b> <z:c> .\n", None):
        dataset.unlink()
        if data is not None:
            dataset.write_bytes(data)
        (result,) = found("dataset-differs")
        assert result.severity == "error"
        assert (result.message, result.remedy) == (
            "dataset.nq is not what the documents' shards give",
            "build again",
        )
        dataset.write_bytes(whole)
    assert TEXT in export(graph, "nquads", with_text=True).decode()
    (graph / "documents").rename(tmp_path / "elsewhere")
    (result,) = found("texts-missing")
    assert result.severity == "info"
    with pytest.raises(InputError, match="is damaged: it is missing"):
        export(graph, "nquads", with_text=True)
    pipeline.build([articles], graph, base="https://example.org/data/")
    assert dataset.read_bytes() == whole


def test_one_path_will_do(articles, tmp_path):
    assert len(pipeline.build(str(articles), str(tmp_path / "graph")).documents) == 2


def test_the_base_is_everywhere(articles, tmp_path):
    base = "https://example.org/data/"
    pipeline.build([articles], tmp_path / "graph", base=base)
    for quad in quads(tmp_path / "graph" / "dataset.nq"):
        assert quad.graph_name.value.startswith(base)
        assert "onrecord/data" not in quad.subject.value


def test_the_summary_can_be_read(articles, tmp_path):
    words = str(pipeline.build([articles], tmp_path / "graph"))
    assert words.startswith("2 documents read into")
    assert "claims" in words
    assert "onrecord query" in words
    assert str(tmp_path) in words


def test_shards_have_readable_different_names():
    names = [
        shard_name(source) for source in ("a/b.txt", "a-b.txt", "https://example.org/a?b=1", "/", "أخبار")
    ]
    assert len(set(names)) == len(names)
    assert names[0].startswith("a-b-txt-")
    assert names[2].startswith("example-org-a-")
    assert all(name.isascii() and name.endswith(".nq") and len(name) < 100 for name in names)


def test_sections_are_the_document_in_parts():
    blocks = tuple(Block(i * 10, i * 10 + 9, BlockKind.PARAGRAPH) for i in range(10))
    document = Document("a", "x" * 100, blocks=blocks)
    parts = list(sections(document, 25))
    assert [len(part.blocks) for part in parts] == [2, 2, 2, 2, 2]
    assert sum((part.blocks for part in parts), ()) == blocks
    assert all(part.text == document.text for part in parts)
    assert len(list(sections(document))) == 1


def test_descriptions_of_two_sections_are_two_things():
    document = Document("a", "They hit the school. Ann spoke.")
    span = document.select(0, 8)
    named = Claim(Entity("Person", "Ann"), "memberOf", Entity("ArmedGroup", "army"), (span,), "Ann", "army")
    one = Extraction((named,))
    two = set_apart(one, 1)
    assert two.claims[0].subject == named.subject
    assert two.claims[0].object != named.object
    assert set_apart(one, 0) is one
    assert len(join([one, two]).claims) == 2


def test_a_long_document_has_each_claim_once(tmp_path):
    (tmp_path / "long.txt").write_text(f"{ARTICLE}\n" * 60)
    summary = pipeline.build([tmp_path / "long.txt"], tmp_path / "graph")
    (shard,) = summary.documents
    assert shard.counts.claims["target"] > 50
    parts = sorted((tmp_path / "graph" / "documents").iterdir())
    assert [path.name for path in parts] == [part_name("long.txt", number) for number in range(len(parts))]
    assert len(parts) > 2
    found = {quad for part in parts for quad in quads(part)}
    kinds = [quad for quad in found if quad.predicate.value.endswith("#predicate")]
    assert len({quad.subject for quad in kinds}) == len(kinds) == shard.counts.claims.total()
    starts = [quad for quad in found if quad.predicate.value.endswith("#start")]
    assert len({quad.subject for quad in starts}) == len(starts) == shard.counts.claims["target"]
    assert summary.report.counts == {**summary.report.counts, "error": 0}
    texts = [quad for part in parts for quad in quads(part) if quad.predicate.value.endswith("#text")]
    assert len(texts) == 1


def test_a_graph_of_long_documents_is_checked_and_built_again_as_a_short_one(tmp_path):
    (tmp_path / "long.txt").write_text(f"{ARTICLE}\n" * 60)
    summary = pipeline.build([tmp_path / "long.txt"], tmp_path / "graph")
    assert validate([tmp_path / "graph"]) == summary.report
    later = tmp_path / "graph" / "documents" / part_name("long.txt", 1)
    later.write_bytes(later.read_bytes().replace(b'oa#exact> "Shells', b'oa#exact> "Shelly'))
    assert "quote-not-at-offsets" in {result.shape for result in validate([tmp_path / "graph"]).results}
    (tmp_path / "long.txt").write_text(ARTICLE)
    pipeline.build([tmp_path / "long.txt"], tmp_path / "graph")
    assert [path.name for path in (tmp_path / "graph" / "documents").iterdir()] == [shard_name("long.txt")]


def test_who_is_a_person_in_one_section_is_accused_in_no_other(tmp_path, monkeypatch):
    between = f"{ARTICLE}\n" * 40
    (tmp_path / "long.txt").write_text(f"Rama Sand spoke.\n\n{between}Rama Sand shelled the school.\n")

    def extract(section):
        claims = []
        for block in section.blocks:
            words = section.text[block.start : block.end]
            span = section.select(block.start, block.start + len("Rama Sand"))
            if "shelled" in words:
                attack, army = Entity("Attack", "shelled"), Entity("ArmedGroup", "Rama Sand")
                claims += [
                    Claim(attack, "kind", Kind("shelling"), (span,), "shelled", "shelled"),
                    Claim(attack, "allegedPerpetrator", army, (span,), "shelled", "Rama Sand"),
                ]
            elif "spoke" in words:
                claims.append(Claim(Entity("Person", "Rama Sand"), "says", "spoke", (span,), "Rama Sand"))
        return Extraction(tuple(claims))

    monkeypatch.setattr("onrecord.extractors.extract", extract)
    summary = pipeline.build([tmp_path / "long.txt"], tmp_path / "graph")
    found = quads(tmp_path / "graph" / "dataset.nq")
    accused = str(ONR.allegedPerpetrator)
    assert accused in {quad.object.value for quad in found if quad.predicate.value.endswith("#predicate")}
    assert accused not in {quad.predicate.value for quad in found if "/graph/ontology" not in str(quad)}
    assert str(ONR.kind) in {q.predicate.value for q in found if "/graph/reported/" in str(q.graph_name)}
    assert summary.report.conforms
    assert len(list((tmp_path / "graph" / "documents").iterdir())) > 1


def told_again(section):
    """The extraction of one attack a block, in the one town that all sections name."""
    claims = []
    for nth, block in enumerate(section.blocks, 1):
        span = section.select(block.start, block.start + 6)
        attack, town = Entity("Attack", "shells", nth=nth), Entity("Settlement", "Idlib")
        claims.append(Claim(attack, "tookPlaceIn", town, (span,), "Shells", "Idlib"))
    return Extraction(tuple(claims))


def test_the_summary_counts_what_the_graph_holds_each_once(articles, tmp_path, monkeypatch):
    monkeypatch.setattr("onrecord.extractors.extract", told_again)
    (articles / "one.txt").write_text(f"{ARTICLE}\n" * 60)
    summary = pipeline.build([articles], tmp_path / "graph")
    assert len(list((tmp_path / "graph" / "documents").iterdir())) > 3
    found = quads(tmp_path / "graph" / "dataset.nq")
    things = {q.subject for q in found if q.graph_name.value.endswith("/graph/entities")}
    assert summary.census.classes["Settlement"] == 2  # one of each document, however many sections
    assert summary.census.classes["Attack"] == len(things) - 2 == summary.counts.attacks
    assert summary.census.entities == len(things)
    for role, number in (("reported", summary.census.reported), ("inferred", summary.census.inferred)):
        assert number == sum(f"/graph/{role}/" in q.graph_name.value for q in found) > 0
    assert f"{len(things)} entities: Attack {len(things) - 2}, Settlement 2" in str(summary)


def test_a_long_document_has_the_same_bytes_in_any_number_of_processes(tmp_path, monkeypatch):
    monkeypatch.undo()  # the processes read for themselves
    monkeypatch.setattr("onrecord.sections.LONGEST", 700)
    speakers = ("Rama Sand", "the mayor", "Omar Vale", "a doctor")
    (tmp_path / "long.txt").write_text(
        "".join(f"{ARTICLE}“Two drones struck it,” {who} said.\n\n" for who in speakers * 4)
    )
    summaries, found = [], []
    for jobs in (1, 2):
        graph = tmp_path / f"graph{jobs}"
        summaries.append(pipeline.build([tmp_path / "long.txt"], graph, jobs=jobs))
        found.append({name: data for name, (data, _) in snapshot(graph).items()})
    assert len(found[0]) == len(FILES) + 4
    assert found[0] == found[1]
    assert str(summaries[0]).replace("graph1", "graph2") == str(summaries[1])
    assert summaries[0].counts.quotations > 4


def test_many_files_of_lines_are_merged(tmp_path):
    parts = []
    for number in range(450):
        parts.append(tmp_path / f"{number}.nq")
        parts[-1].write_bytes(
            b"".join(sorted(f"line {number * 7 % 450:03} {i}\n".encode() for i in (1, 2))) + b"z\n"
        )
    merge(parts, tmp_path / "all", lambda line: b" 2" not in line[8:])
    lines = (tmp_path / "all").read_bytes().splitlines()
    assert lines == sorted(lines)
    assert len(lines) == 451
    assert len(list(tmp_path.iterdir())) == 451


def test_builds_are_equal_under_any_hash_seed_and_number_of_jobs(articles, tmp_path):
    found = []
    for seed, jobs in (("1", "1"), ("2", "2")):
        output = tmp_path / f"graph{seed}"
        command = [
            sys.executable,
            "-m",
            "onrecord",
            "build",
            str(articles),
            "-o",
            str(output),
            "--jobs",
            jobs,
        ]
        done = subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, timeout=300
        )
        assert done.returncode in (0, 1), done.stderr
        assert done.stdout.startswith("2 documents")
        found.append({name: data for name, (data, _) in snapshot(output).items()})
    assert found[0] == found[1]
    assert len(found[0]) == len(FILES) + 2


def test_extract_gives_lines_of_json(articles, monkeypatch):
    monkeypatch.undo()
    rows = [json.loads(line) for line in pipeline.claim_lines(pipeline.read_file(articles / "one.txt")[0])]
    assert rows
    text = (articles / "one.txt").read_text(encoding="utf-8")
    for row in rows:
        assert " ".join(row) == KEYS
        assert text[row["start"] : row["end"]] == row["quote"]
        assert row["subject"].startswith("https://")
        assert (row["object"] or row["value"]) is not None
    ((document,), _) = pipeline.read_file(articles / "one.txt")
    graph = {quad.subject.value for quad in describe(document, pipeline.extract(document))}
    assert {row["id"] for row in rows} <= graph


def test_a_file_that_cannot_be_read_is_an_error(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(OnrecordError, match=r"a\.txt"):
        pipeline.read_file(tmp_path / "a.txt")


def test_a_document_that_fails_half_way_leaves_no_parts(articles, tmp_path, monkeypatch):
    def fail(section):
        if section.source == "one.txt" and section.blocks[0].start:
            raise MemoryError
        return read(section)

    monkeypatch.setattr("onrecord.extractors.extract", fail)
    (articles / "one.txt").write_text(f"{ARTICLE}\n" * 60, encoding="utf-8")
    summary = pipeline.build([articles], tmp_path / "graph")
    assert [rejected.where for rejected in summary.left_out] == [(articles / "one.txt").as_posix()]
    assert [path.name for path in (tmp_path / "graph" / "documents").iterdir()] == [shard_name("two.txt")]
