"""diff: what was added, removed and changed, by document, in text, JSON and CSV, and the exit code."""

import csv
import io
import json
import shutil
import subprocess
import sys

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from onrecord import build, diff, statements
from onrecord.errors import InputError, UsageError
from onrecord.export import export
from village import TEXT, made, village

ONR, KIND = "https://w3id.org/onrecord/ns#", "https://w3id.org/onrecord/kinds#"


def quads_of(directory) -> list[Quad]:
    return list(parse(path=directory / "dataset.nq", format=RdfFormat.N_QUADS))


@pytest.fixture
def write(tmp_path):
    """Write quads as a file, in any order."""

    def call(quads, name="changed.nq"):
        serialize(reversed(list(quads)), str(tmp_path / name), format=RdfFormat.N_QUADS)
        return tmp_path / name

    return call


def test_a_graph_does_not_differ_from_itself(write):
    for other in (village(), write(quads_of(village()))):
        found = diff(village(), other)
        assert found.equal and not found.documents
        assert found.claims[0] == found.claims[1] > 20 and found.reported[0] == found.reported[1] > 20
        assert found.render().startswith("No difference: the same documents, ")
    assert diff(village(), village() / "graph.ttl").equal


def test_another_stance_is_a_changed_claim(write):
    quads = quads_of(village())
    stance, told = NamedNode(ONR + "stance"), NamedNode(KIND + "asserted")
    index = next(i for i, q in enumerate(quads) if q.predicate == stance and q.object == told)
    old = quads[index]
    quads[index] = Quad(old.subject, stance, NamedNode(KIND + "hedged"), old.graph_name)
    found = diff(village(), write(quads))
    ((change,),) = (document.changes for document in found.documents)
    assert (change.what, change.change, change.id) == ("claim", "changed", old.subject.value)
    assert change.values == (("stance", ("asserted",), ("hedged",)),)
    assert found.documents[0].source == "maryam-darwish-and-others.txt"
    text = found.render()
    assert (
        "~ claim: " in text and "stance: asserted → hedged" in text and text.endswith("claims: 1 changed\n")
    )


def test_a_dataset_changed_by_hand_is_told(tmp_path):
    graph = shutil.copytree(village(), tmp_path / "graph")
    path, size = graph / "dataset.nq", (graph / "dataset.nq").stat().st_size
    old, new = (f"<{KIND}{name}> <" for name in ("asserted", "asserteX"))
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8", newline="")
    assert path.stat().st_size == size
    found = diff(village(), graph)
    assert found.count("claim", "changed") == 1
    (note,) = found.notes
    assert str(path) in note and "changed since it was written" in note and "onrecord.rebuild" in note
    done = run(village(), graph)
    assert done.returncode == 1 and note in done.stderr and note not in done.stdout
    assert not diff(village(), village()).notes
    (graph / "manifest.json").unlink()
    assert not diff(village(), graph).notes


def test_how_a_claim_was_made_does_not_count(write):
    changed = [
        Quad(q.subject, q.predicate, Literal("another rule"), q.graph_name)
        if q.predicate.value == ONR + "extractor"
        else q
        for q in quads_of(village())
    ]
    assert changed != quads_of(village())
    assert diff(village(), write(changed)).equal


def test_another_object_at_the_same_place_is_one_changed_claim(write):
    quads = quads_of(village())
    by_subject: dict[object, dict[str, list[Quad]]] = {}
    for quad in quads:
        by_subject.setdefault(quad.subject, {}).setdefault(quad.predicate.value, []).append(quad)
    places = [
        (
            tuple(
                str(q.object)
                for name in ("subjectText", "predicate", "evidence")
                for q in node.get(ONR + name, ())
            ),
            claim,
        )
        for claim, node in by_subject.items()
        if ONR + "polarity" in node and ONR + "objectText" in node
    ]
    claim = next(c for place, c in places if [p for p, _ in places].count(place) == 1)
    other = NamedNode(claim.value[:-4] + "0000")

    def moved(quad):
        if quad.subject != claim:
            return quad
        value = Literal("other words") if quad.predicate.value == ONR + "objectText" else quad.object
        return Quad(other, quad.predicate, value, quad.graph_name)

    found = diff(village(), write(map(moved, quads)))
    ((change,),) = (document.changes for document in found.documents)
    assert (change.change, change.id, change.replaced) == ("changed", other.value, claim.value)
    assert [name for name, _, _ in change.values] == ["objectText"]


def test_a_reported_triple_more_and_less(write):
    quads = quads_of(village())
    gone = next(
        q for q in quads if "/graph/reported/" in q.graph_name.value and isinstance(q.object, NamedNode)
    )
    new = Quad(gone.subject, NamedNode(ONR + "extent"), Literal("completely"), gone.graph_name)
    found = diff(village(), write([new, *(q for q in quads if q != gone)]))
    assert {(c.what, c.change) for d in found.documents for c in d.changes} == {
        ("triple", "added"),
        ("triple", "removed"),
    }
    (document,) = json.loads(found.render("json"))["documents"]
    assert [one["change"] for one in document["triple"]] == ["removed", "added"]
    assert document["triple"][1]["object"] == "completely"


def test_documents_that_came_and_went():
    other = made("Shells hit a school in Aleppo on Monday, killing two people.\n", "other.txt")
    found = diff(village(), other)
    assert [document.source for document in found.documents] == ["maryam-darwish-and-others.txt", "other.txt"]
    assert (found.count("document", "removed"), found.count("document", "added")) == (1, 1)
    assert found.count("claim", "removed") == found.claims[0]
    assert found.count("claim", "added") == found.claims[1] > 0
    assert found.count("triple", "removed") == found.reported[0]
    assert diff(other, other).equal


def test_an_edited_text_changes_what_it_says():
    found = diff(village(), made(TEXT.replace("Dabbagh, a resident", "Dabbagh, a witness")))
    assert found.count("document", "changed") == 1
    changed = {one.id for document in found.documents for one in document.of("claim", "changed")}
    assert changed and not found.equal
    assert found.count("claim", "removed") < found.claims[0] / 2


def test_the_table_is_harmless_and_whole(write):
    extra = Quad(
        NamedNode("https://w3id.org/onrecord/data/event/1"),
        NamedNode(ONR + "extent"),
        Literal("=1+1"),
        NamedNode("https://w3id.org/onrecord/data/graph/reported/1"),
    )
    table = diff(village(), write([*quads_of(village()), extra])).render("csv")
    assert table.endswith("\r\n")
    (row,) = csv.DictReader(io.StringIO(table, newline=""))
    assert (row["what"], row["change"]) == ("triple", "added")
    assert not any(value.startswith("=") for value in row.values())


def test_only_known_formats():
    with pytest.raises(UsageError, match="choose one of text, json, csv"):
        diff(village(), village()).render("html")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.nq", None, "there is no such file"),
        ("cut.nq", b"<http://example.org/a> <http://example.org/b> <http://exa", "cannot be read"),
        ("notes.txt", b"x", "names no RDF syntax"),
        (
            "bomb.rdf",
            b'<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>'
            b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&b;</rdf:RDF>',
            "entities",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    for pair in ((tmp_path / name, village()), (village(), tmp_path / name)):
        with pytest.raises(InputError if "notes" not in name else UsageError, match=message):
            diff(*pair)


def test_large_json_is_refused_and_other_large_files_are_not(tmp_path, monkeypatch):
    for name in ("jsonld", "trig"):
        export(village(), name, output=tmp_path / f"x.{name}")
    monkeypatch.setattr(statements, "_MOST_JSON", 100_000)
    with pytest.raises(InputError, match=r"x\.jsonld: is JSON-LD of more than .*N-Quads"):
        diff(tmp_path / "x.jsonld", village())
    assert diff(tmp_path / "x.trig", village()).equal


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "onrecord", "diff", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True)


def test_exit_codes(tmp_path):
    done = run(village(), village())
    assert (done.returncode, done.stderr) == (0, "") and done.stdout.startswith("No difference")
    done = run(village(), village() / "reported.ttl", "-f", "json", "-o", tmp_path / "x.json")
    assert (done.returncode, done.stdout) == (1, "")
    assert json.loads((tmp_path / "x.json").read_text())["equal"] is False
    done = run(village(), tmp_path / "nowhere")
    assert done.returncode == 2 and "there is no such file or folder" in done.stderr


def test_the_same_bytes_under_any_hash_seed():
    other = made(TEXT.replace("Sunday", "Monday"))
    found = {
        subprocess.run(
            [sys.executable, "-m", "onrecord", "diff", str(village()), str(other), "-f", "json"],
            env={"PYTHONHASHSEED": seed, "PATH": "", "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1 and len(found.pop()) > 1000


def test_an_export_holds_what_its_directory_holds(tmp_path):
    for name in ("trig", "nquads", "jsonld"):
        path = tmp_path / f"x.{ {'nquads': 'nq'}.get(name, name) }"
        export(village(), name, output=path)
        assert diff(village(), path).equal


def test_build_is_the_same_whenever_it_is_done(tmp_path):
    (tmp_path / "maryam-darwish-and-others.txt").write_text(TEXT, "utf-8")
    build([tmp_path / "maryam-darwish-and-others.txt"], tmp_path / "graph")
    assert diff(village(), tmp_path / "graph").equal
