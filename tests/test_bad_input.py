"""Bad input: what builds all the same, and what is refused with a message and nothing half-written."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest

from onrecord import cli
from onrecord.document import Document
from onrecord.pipeline import extract
from onrecord.readers import layout, read_paths
from onrecord.syntax import parse

ROOT = Path(__file__).parent.parent
GOOD = "Rockets hit a school in Aleppo on Monday. Four teachers were killed and two children were injured.\n"
OA = "http://www.w3.org/ns/oa#"
ONR = "https://w3id.org/onrecord/ns#"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch, capfd, tmp_path) -> Run:
    """Run a command line in this process, in an empty folder: its exit code, output and messages."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["onrecord", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capfd.readouterr()
        return code, out, err

    return call


@pytest.fixture
def article(tmp_path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text(GOOD)
    return path


def quads(graph: Path) -> list[pyoxigraph.Quad]:
    return list(pyoxigraph.parse(path=str(graph / "dataset.nq"), format=pyoxigraph.RdfFormat.N_QUADS))


def values(graph: Path, predicate: str) -> dict[str, str]:
    return {q.subject.value: q.object.value for q in quads(graph) if q.predicate.value == predicate}


def contents(graph: Path) -> dict[Path, bytes]:
    """The files of a graph directory outside its store."""
    files = [path for path in graph.rglob("*") if path.is_file() and "store" not in path.parts]
    return {path: path.read_bytes() for path in files}


def check_offsets(graph: Path, text: str) -> None:
    """Every evidence of a built graph is the text at its offsets."""
    exact, start, end = (values(graph, OA + name) for name in ("exact", "start", "end"))
    assert exact
    for node, words in exact.items():
        assert text[int(start[node]) : int(end[node])] == words


def check_message(err: str, where: str, *words: str) -> None:
    """A message says where, what and what to do, in one line for people."""
    assert err.startswith("onrecord: "), err
    assert "Traceback" not in err
    assert "this is a fault of onrecord" not in err
    assert where in err, err
    said = err.removeprefix("onrecord: ")
    assert ": " in said and "; " in said, err
    for word in words:
        assert word in said, f"{word!r} not in {err!r}"


# What builds

BUILDS = {
    "no date": GOOD,
    "right to left": "وقال الدفاع المدني. "
    "Shells hit Kafr Nabl (كفرنبل‎) on Monday. \u202bثلاثة\u202c men were wounded.\n",
    "emoji": "🚨🚨 Breaking 👩‍🚒: shells hit a school 🏫 in Aleppo 🇸🇾. Four teachers were killed 😢.\n",
    "combining": "Shells hit the café\u0301 of Jose\u0301 in Me\u0301rida. Two men were hurt.\n",
    "CRLF": GOOD.replace(". ", ".\r\n\r\n").replace("\n", "\r\n").replace("\r\r", "\r"),
    "lone CR": GOOD.replace(". ", ".\r\r"),
    "unclosed quotes": "“We heard planes, said Omar Said. "
    "\"Shells hit a school in Aleppo. 'Two men were hurt.\n",
    "nested quotes": "\"He said 'they bombed “the school” in Aleppo',\" "
    "said Rana Aziz, a nurse. Two men were hurt.\n",
    "byte order mark": "\ufeff" + GOOD,
    "one long line": GOOD.replace("\n", " ") * 40,
    "upper case": GOOD.upper(),
    "no final line break": GOOD.strip(),
    "headline only": "Shells hit school in Aleppo\n",
    "odd spaces": GOOD.replace(" ", "\u00a0").replace("\u00a0a", " a") + "\x0b\x85\u2028Shells hit a market.",
}  # fmt: skip


@pytest.mark.parametrize("name", BUILDS)
def test_odd_text_builds_with_offsets_into_the_text_as_it_is(name, run, tmp_path):
    path = tmp_path / "odd.txt"
    path.write_bytes(BUILDS[name].encode())
    code, out, err = run("build", path, "-o", "graph")
    assert (code, err) == (0, ""), out
    check_offsets(tmp_path / "graph", BUILDS[name].removeprefix("\ufeff"))


def test_a_text_without_date_has_no_published(run, article, tmp_path):
    assert run("build", article, "-o", "graph")[0] == 0
    assert values(tmp_path / "graph", ONR + "published") == {}
    times = values(tmp_path / "graph", ONR + "earliest")
    assert times == {}, "Monday is no date without the date of publication"


def test_foreign_characters_do_not_move_the_claims(run, tmp_path):
    """The same claims with and without characters outside the Basic Multilingual Plane before them."""
    lines = {}
    for name, lead in {"plain.txt": "", "foreign.txt": "🚨👩‍🚒 \u202bثلاثة\u202c.\r\n\r\n"}.items():
        (tmp_path / name).write_bytes((lead + GOOD).encode())
        code, out, _ = run("extract", name)
        assert code == 0
        rows = [json.loads(line) for line in out.splitlines()]
        later = [row for row in rows if row["start"] >= len(lead)]
        lines[name] = {(row["predicate"], row["quote"], row["start"] - len(lead)) for row in later}
    assert lines["plain.txt"] <= lines["foreign.txt"]


# What does not

REFUSED = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \r\n\t\n", "is empty"),
    "mark.txt": (b"\xef\xbb\xbf", "is empty"),
    "binary.txt": (bytes(range(256)) * 20, "is a binary file"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(200), "is a binary file"),
    "latin.txt": (("Shells hit the café in Mérida on Monday. " * 3).encode("latin-1"), "is not UTF-8"),
    "utf16.txt": (GOOD.encode("utf-16"), "UTF-16"),
    "cut.txt": (GOOD.encode() + "é".encode()[:1], "is not UTF-8"),
    "nul.txt": (GOOD.encode() * 20 + b"\0" + GOOD.encode(), "has a NUL byte"),
    "spanish.txt": (
        "Al menos doce personas murieron el lunes cuando varios cohetes alcanzaron una escuela de la ciudad "
        "de Alepo, según dijo un portavoz de los bomberos.".encode(),
        "is not English",
    ),
    "arabic.txt": ("قتل اثنا عشر شخصا يوم الاثنين عندما سقطت صواريخ على مدرسة.".encode(), "is not English"),
    "numbers.txt": (b"1 2 3 4 5\n6 7 8\n", "holds no words"),
    "paper.pdf": (b"%PDF-1.7\n" + bytes(100), "is a PDF"),
    "paper.txt": (b"%PDF-1.7\n1 0 obj\n", "is a PDF"),
    "table.xlsx": (b"PK\x03\x04" + bytes(100), "format is unknown"),
    "noending": (GOOD.encode(), "has no ending"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_article_is_refused(name, run, tmp_path):
    data, what = REFUSED[name]
    (tmp_path / name).write_bytes(data)
    code, out, err = run("build", name, "-o", "graph")
    assert (code, out) == (2, "")
    check_message(err, name, what)
    assert not (tmp_path / "graph").exists()


@pytest.mark.parametrize("command", ["extract", "show"])
def test_the_other_readers_of_articles_refuse_it_too(command, run, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    code, out, err = run(command, "empty.txt")
    assert (code, out) == (2, "")
    check_message(err, "empty.txt", "is empty")


def test_a_missing_file_is_refused(run, tmp_path):
    code, _, err = run("build", "missing.txt", "-o", "graph")
    assert code == 2
    check_message(err, "missing.txt", "is missing", "check the path")
    assert not (tmp_path / "graph").exists()


def test_a_folder_without_articles_is_refused(run, tmp_path):
    (tmp_path / "folder" / "below").mkdir(parents=True)
    (tmp_path / "folder" / "below" / "picture.jpg").write_bytes(b"\xff\xd8")
    code, _, err = run("build", "folder", "-o", "graph")
    assert code == 2
    check_message(err, "folder", "holds nothing to read", ".jpg")
    assert not (tmp_path / "graph").exists()


def test_in_a_batch_the_others_build_and_the_summary_lists_what_is_left_out(run, tmp_path):
    folder = tmp_path / "batch"
    folder.mkdir()
    for name, (data, _) in REFUSED.items():
        (folder / name).write_bytes(data)
    (folder / "a.txt").write_text(GOOD)
    (folder / "z.txt").write_text(GOOD.replace("Aleppo", "Idlib"))
    code, out, err = run("build", "batch", "-o", "graph")
    assert (code, err) == (1, "")
    assert "2 documents read" in out
    known = [name for name in REFUSED if name.endswith(".txt")]
    assert f"{len(known)} documents left out" in out
    for name in known:
        assert re.search(rf"{re.escape(name)}: .*{re.escape(REFUSED[name][1])}", out), name
    sources = set(values(tmp_path / "graph", ONR + "source").values())
    assert sources == {"a.txt", "z.txt"}


def test_files_given_by_name_build_beside_refused_ones(run, article, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7\n")
    code, out, _ = run("build", article, "paper.pdf", "missing.txt", "-o", "graph")
    assert code == 1
    assert "1 document read" in out and "2 documents left out" in out
    assert "paper.pdf: is a PDF" in out and "missing.txt: is missing" in out


def test_two_documents_with_one_id_are_both_named(run, tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.txt").write_text(GOOD)
    code, out, err = run("build", "one/same.txt", "two/same.txt", "-o", "graph")
    assert (code, err) == (1, "")
    assert "1 document read" in out and "1 document left out" in out
    assert "two/same.txt: has the same source id as one/same.txt: same.txt; leave one out" in out


def test_a_failed_build_leaves_an_earlier_graph_as_it_was(run, article, tmp_path):
    assert run("build", article, "-o", "graph")[0] == 0
    before = contents(tmp_path / "graph")
    (tmp_path / "empty.txt").write_bytes(b"")
    assert run("build", "empty.txt", "-o", "graph")[0] == 2
    assert contents(tmp_path / "graph") == before


# Where it cannot be written

UNWRITABLE = {
    "build": ["build", "good.txt", "-o", "good.txt/graph"],
    "build over a file": ["build", "good.txt", "-o", "good.txt"],
    "extract": ["extract", "good.txt", "-o", "good.txt/claims.jsonl"],
    "query": ["query", "SELECT * { ?s ?p ?o }", "--in", "data.nq", "-o", "good.txt/rows.csv"],
    "query over a folder": ["query", "SELECT * { ?s ?p ?o }", "--in", "data.nq", "-o", "folder"],
    "validate": ["validate", "data.nq", "-o", "good.txt/report.txt"],
    "export": ["export", "graph", "-o", "good.txt/graph.ttl"],
    "diff": ["diff", "data.nq", "data.nq", "-o", "good.txt/changes.txt"],
}


@pytest.mark.parametrize("name", UNWRITABLE)
def test_output_that_cannot_be_written_is_refused(name, run, article, tmp_path):
    """A path below a file cannot be written by anyone, root included."""
    line = "<http://example.org/a> <http://example.org/b> <http://example.org/c> <http://example.org/g> .\n"
    (tmp_path / "data.nq").write_text(line)
    (tmp_path / "folder").mkdir()
    if name == "export":
        assert run("build", article, "-o", "graph")[0] == 0
    before = sorted(path for path in tmp_path.rglob("*") if "store" not in path.parts)
    code, _, err = run(*UNWRITABLE[name])
    assert code == 2
    check_message(err, UNWRITABLE[name][-1], "cannot be written")
    assert sorted(path for path in tmp_path.rglob("*") if "store" not in path.parts) == before
    assert article.read_text() == GOOD


# Questions that cannot be put

BAD_QUERIES = {
    "malformed.rq": ("SELECT ?s WHERE { ?s ?p ", "is not SPARQL"),
    "yaml.rq": ("#+ summary: [\nSELECT * { ?s ?p ?o }", ""),
    "service.rq": ("SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }", "refused"),
    "update.rq": ("INSERT DATA { <http://a> <http://b> <http://c> }", ""),
    "empty.rq": ("", ""),
    "binary.rq": ("\0\1\2", ""),
}


@pytest.mark.parametrize("name", BAD_QUERIES)
def test_a_query_that_is_none_is_refused(name, run, tmp_path):
    text, what = BAD_QUERIES[name]
    (tmp_path / name).write_text(text)
    (tmp_path / "data.nq").write_text("")
    code, out, err = run("query", name, "--in", "data.nq")
    assert (code, out) == (2, "")
    check_message(err, name.removesuffix(".rq"), what)


def test_a_query_file_in_another_encoding_is_refused(run, tmp_path):
    (tmp_path / "latin.rq").write_bytes("SELECT * { ?s ?p 'é' }".encode("latin-1"))
    (tmp_path / "data.nq").write_text("")
    code, _, err = run("query", "latin.rq", "--in", "data.nq")
    assert code == 2
    check_message(err, "latin")


PARAMETERS = {
    "missing": ["claims-about-agent"],
    "unknown": ["attacks-by-place", "-p", "colour=red"],
    "twice": ["claims-about-agent", "-p", "agent=a", "-p", "agent=b"],
    "no value": ["claims-about-agent", "-p", "agent"],
    "ill-typed": ["typed.rq", "-p", "number=many"],
    "unknown query": ["attacks-by-plaice"],
}


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_parameter_that_does_not_fit_is_refused(name, run, tmp_path):
    (tmp_path / "data.nq").write_text("")
    (tmp_path / "typed.rq").write_text("SELECT * { ?s ?p ?_number_integer }")
    code, out, err = run("query", *PARAMETERS[name], "--in", "data.nq")
    assert (code, out) == (2, ""), (code, out, err)
    check_message(err, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--policy", "everything"],
        ["--base", "not an iri"],
        ["--base", "http://example.org/#"],
        ["--base", "javascript:alert(1)"],
    ],
)
def test_an_option_that_does_not_fit_is_refused(arguments, run, article, tmp_path):
    code, _, err = run("build", article, "-o", "graph", *arguments)
    assert code == 2
    check_message(err, arguments[0])
    assert not (tmp_path / "graph").exists()


@pytest.mark.parametrize("name", ["bad.nq", "bad.ttl", "bad.jsonld", "bad.rdf", "good.txt", "missing.nq"])
def test_a_graph_that_cannot_be_read_is_refused(name, run, tmp_path):
    if name != "missing.nq":
        (tmp_path / name).write_text("<http://a <b c> {")
    for command in (["validate", name], ["query", "SELECT * { ?s ?p ?o }", "--in", name]):
        code, _, err = run(*command)
        assert code == 2, (command, err)
        check_message(err, name)


# As a program of its own


def program(*arguments: object, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **more}
    return subprocess.run(
        [sys.executable, "-m", "onrecord", *map(str, arguments)],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_program_ends_with_the_code_and_no_traceback(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    done = program("build", "empty.txt", "-o", "graph", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    check_message(done.stderr, "empty.txt", "is empty")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.txt"]


def test_an_encoding_of_the_terminal_breaks_nothing(tmp_path):
    (tmp_path / "odd.txt").write_text(BUILDS["right to left"] + BUILDS["emoji"], encoding="utf-8")
    for arguments in (["build", "odd.txt", "-o", "graph"], ["extract", "odd.txt"]):
        done = program(*arguments, cwd=tmp_path, PYTHONIOENCODING="ascii", LC_ALL="C")
        assert done.returncode == 0, done.stderr


# Long texts


def test_a_long_text_takes_time_in_proportion(tmp_path):
    """300,000 characters take about three times as long as 100,000: nothing is quadratic."""
    from onrecord.pipeline import extract

    def seconds(size: int) -> float:
        folder = tmp_path / str(size)
        folder.mkdir()
        sentences = [
            f"Rockets hit school number {n} in Aleppo on Monday. A spokesman of group {n % 50} said that "
            f"{n % 40 + 2} teachers were killed.\n\n"
            for n in range(size // 115)
        ]
        (folder / "long.txt").write_text("".join(sentences))
        (document,) = read_paths([folder / "long.txt"])
        assert isinstance(document, Document)
        began = time.process_time()
        extraction = extract(document)
        took = time.process_time() - began
        assert len(extraction.claims) > size / 100
        assert all(
            document.text[evidence.start : evidence.end] == evidence.exact
            for claim in extraction.claims
            for evidence in claim.evidence
        )
        return took

    seconds(5_000)  # the model is loaded
    short, long = seconds(100_000), seconds(300_000)
    assert long < 5 * short, f"{short:.1f} s for 100,000 characters, {long:.1f} s for 300,000"


def test_a_bad_line_does_not_keep_the_other_articles_from_being_shown(run, tmp_path):
    good = json.dumps({"text": "Rebels attacked a hospital in Idlib on Monday, and two nurses were killed."})
    path = tmp_path / "wire.jsonl"
    path.write_text(f"{good}\n{{broken\n", encoding="utf-8")
    for command in ("extract", "show"):
        code, out, err = run(command, path)
        assert code == 1 and "hospital" in out
        assert "line 2" in err and "left out" in err and "Traceback" not in err


def test_a_name_cannot_write_to_the_terminal(run, tmp_path):
    name = "a\x1b[2J\x9b1m\u202eb.txt"
    for command in ("build", "extract", "show"):
        _, out, err = run(command, name)
        assert "a\\u001b[2J\\u009b1m\\u202eb.txt: is missing" in err
        assert out == "" and not {"\x1b", "\x9b", "\u202e"} & set(err)
    (tmp_path / name).write_text(GOOD)
    (tmp_path / f"{name}.txt").write_text("")
    code, out, err = run("build", name, f"{name}.txt", "-o", "my graph")
    assert code == 1 and not {"\x1b", "\x9b", "\u202e"} & set(out + err)
    assert "query attacks-by-place --in 'my graph'" in out and "export 'my graph'" in out


# Hostile text: the work stays in proportion to it


@pytest.mark.parametrize("unit", ["(", "a", "1", "a-", "\u0301", "http://a.b/"])
def test_no_word_is_parsed_longer_than_a_thousand_characters(unit):
    text = f"{GOOD}Rockets hit {unit * (12_000 // len(unit))} a school.\n"
    passages = parse(Document("a.txt", text, blocks=layout(text)))
    assert max(len(word) for passage in passages for word in passage.text.split()) == 1000
    covered = "".join(text[p.start : p.start + len(p.text)] for p in passages)
    assert "".join(covered.split()) == "".join(text.split())


@pytest.mark.parametrize(
    "unit",
    [
        " and killed a man",  # verbs in a row
        ", Bob Smith said",
        " of a part",
        " who said that the man",
        ", Ann Lee",
        " (in Aleppo",
        " “We saw",
        " in Aleppo. They left",
    ],
)
def test_a_sentence_without_an_end_is_read(unit):
    """Its work, in tokens looked at, is at most in proportion to the square of a passage's length."""
    for times in (50, 100):
        text = f"{GOOD}Rockets hit a part of a school{unit * times} in Idlib.\n"
        document = Document("a.txt", text, blocks=layout(text))
        calls = 0

        def count(_frame, event, _argument):
            nonlocal calls
            calls += event == "call"

        sys.setprofile(count)
        try:
            extraction = extract(document)
        finally:
            sys.setprofile(None)
        assert extraction.claims
        if times == 50:
            short = calls
    assert calls < 6 * short, f"{short} calls for 50, {calls} for 100"
