"""The command line: options and exit codes, messages for people, nothing slow before it is needed."""

import dataclasses
import io
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

import onrecord
from onrecord import cli
from onrecord.engines import Engines
from onrecord.errors import InputError, OnrecordError, ToolError, UsageError
from onrecord.userinfo import without_userinfo

E = "http://example.org/"
COMMANDS = ["build", "extract", "show", "validate", "query", "export", "diff"]


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    directory = tmp_path / "graph"
    directory.mkdir()
    lines = [f"<{E}a{i}> <{E}place> <{E}idlib> <{E}g> .\n" for i in range(3)]
    (directory / "dataset.nq").write_text("".join(lines))
    return directory


@pytest.fixture
def run(monkeypatch, capfd):
    """Run a command line in this process: its exit code, output and messages."""

    def call(*arguments: str, stdin: str | None = None) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["onrecord", *map(str, arguments)])
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = stop.code or 0
        out, err = capfd.readouterr()
        return code, out, err

    return call


@dataclasses.dataclass
class Summary:
    """What `build` returns, as the command line sees it."""

    exit_code: int = 0

    def __str__(self) -> str:
        return "1 article, 80 claims\n"


def test_help_names_every_command(run):
    code, out, _ = run("--help")
    assert code == 0
    assert all(command in out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(run, command):
    code, out, _ = run(command, "--help")
    assert code == 0 and "Usage" in out


def test_version(run):
    assert run("--version")[:2] == (0, f"onrecord {onrecord.__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [["frobnicate"], ["build"], ["build", "--nope"], ["export", "x", "--format", "n3"], ["extract"]],
)
def test_usage_errors_are_2(run, arguments):
    code, _, err = run(*arguments)
    assert code == 2 and "Traceback" not in err


@pytest.mark.parametrize("exit_code", [0, 1])
def test_build_prints_its_summary_and_ends_with_its_code(run, monkeypatch, exit_code):
    seen = {}

    def build(paths, output, **options):
        seen.update(options, paths=paths, output=output)
        return Summary(exit_code)

    monkeypatch.setitem(vars(onrecord), "build", build)
    code, out, _ = run(
        "build", "a.txt", "-", "-o", "g", "--policy", "narrator", "--base", "http://x/", "-j", "2"
    )
    assert (code, out) == (exit_code, "1 article, 80 claims\n")
    assert seen == {
        "paths": [Path("a.txt"), Path("-")],
        "output": Path("g"),
        "policy": "narrator",
        "base": "http://x/",
        "jobs": 2,
        "engines": Engines(),
    }


def test_defaults_are_those_of_the_conventions(run, monkeypatch):
    seen = {}
    monkeypatch.setitem(
        vars(onrecord), "build", lambda paths, output, **o: seen.update(o, output=output) or Summary()
    )
    run("build", "a.txt")
    assert (seen["output"], seen["policy"]) == (Path("graph"), "quoted")
    assert seen["base"] == "https://w3id.org/onrecord/data/"


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (UsageError("what", where="where", remedy="do this"), 2, "onrecord: where: what; do this"),
        (InputError("cannot be read", where=Path("a.txt")), 2, "onrecord: a.txt: cannot be read"),
        (ToolError("failed"), 3, "onrecord: failed"),
        (
            ZeroDivisionError("division\nby zero"),
            3,
            "onrecord: ZeroDivisionError: division by zero; this is a fault "
            "of onrecord: run it again as onrecord --debug",
        ),
        (RecursionError("deep"), 3, "onrecord: RecursionError: deep"),
    ],
)
def test_every_failure_is_one_line_with_its_code(run, monkeypatch, error, code, message):
    def build(*_, **__):
        raise error

    monkeypatch.delenv("ONRECORD_DEBUG", raising=False)
    monkeypatch.setitem(vars(onrecord), "build", build)
    found, out, err = run("build", "a.txt")
    assert (found, out) == (code, "")
    assert err.startswith(message) and err.count("\n") == 1


def test_an_interruption_is_130_without_a_traceback(run, monkeypatch):
    def build(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setitem(vars(onrecord), "build", build)
    code, _, err = run("build", "a.txt")
    assert code == 130 and "Traceback" not in err


def test_debug_shows_the_traceback(run, monkeypatch):
    def build(*_, **__):
        raise InputError("cannot be read")

    monkeypatch.setenv("ONRECORD_DEBUG", "0")
    monkeypatch.setitem(vars(onrecord), "build", build)
    code, _, err = run("--debug", "build", "a.txt")
    assert code == 2 and "Traceback" in err and err.endswith("onrecord: cannot be read\n")


def test_errors_survive_the_way_between_processes():
    import pickle

    for error in (OnrecordError("a", where="b", remedy="c"), ToolError("a")):
        again = pickle.loads(pickle.dumps(error))
        assert (str(again), again.what, again.where, again.exit_code) == (
            str(error),
            error.what,
            error.where,
            error.exit_code,
        )


def test_query_over_a_directory(run, graph):
    code, out, _ = run(
        "query", f"SELECT ?a {{ ?a <{E}place> ?p }} ORDER BY ?a", "--in", graph, "--format", "csv"
    )
    assert (code, out) == (0, f"a\r\n{E}a0\r\n{E}a1\r\n{E}a2\r\n")
    code, out, _ = run("query", "ASK { ?s ?p ?o }", "--in", graph)
    assert (code, out) == (0, "true\n")


def test_query_with_a_file_parameters_and_an_output(run, graph, tmp_path):
    (tmp_path / "q.rq").write_text(f"#+ summary: x\nASK {{ ?_a_iri <{E}place> ?p }}")
    target = tmp_path / "out" / "answer.json"
    code, out, err = run(
        "query", tmp_path / "q.rq", "-p", f"a={E}a1", "--in", graph, "--format", "json", "-o", target
    )
    assert (code, out) == (0, "")
    assert err.startswith("note:") and "made again from dataset.nq" in err  # this folder has no store
    assert json.loads(target.read_text()) == {"head": {}, "boolean": True}


def test_query_reads_standard_input(run):
    assert run("query", "ASK { ?s ?p 1 }", "--in", "-", stdin="<a:b> <a:c> 1 .")[:2] == (0, "true\n")
    code, _, err = run("query", "-", stdin=" \n")
    assert code == 2 and "query text: the query is empty" in err
    code, _, err = run("query", "-", "--in", "-", stdin="x")
    assert code == 2 and "both the query and the data" in err


def test_the_password_of_a_user_is_that_of_the_environment(run, monkeypatch):
    from stub_store import Reply, StubStore

    seen = []

    def fault(asked):
        seen.append(asked.headers.get("Authorization"))
        return None if seen[-1] else Reply(401, headers={"WWW-Authenticate": "Basic"})

    server = StubStore()
    server.fault = fault
    monkeypatch.setenv("ONRECORD_PASSWORD", "geheim")
    try:
        asked = ["query", "ASK { ?s ?p ?o }", "--in", f"{server.url}/query"]
        assert run(*asked, "--user", "ann")[:2] == (0, "false\n")
        assert seen[-1] == "Basic YW5uOmdlaGVpbQ=="
        del seen[:]
        assert run(*asked)[0] == 3 and not any(seen)
        monkeypatch.delenv("ONRECORD_PASSWORD")
        code, _, err = run(*asked, "--user", "ann")
        assert code == 2 and "--user ann: needs a password" in err
    finally:
        server.close()


def test_construct_gives_rdf(run, graph):
    text = f"CONSTRUCT {{ ?a a <{E}A> }} WHERE {{ ?a <{E}place> ?p }}"
    code, out, _ = run("query", text, "--in", graph, "--format", "ntriples")
    assert code == 0 and out.count("\n") == 3
    assert "@prefix" in run("query", text, "--in", graph)[1]


def test_the_list(run):
    code, out, _ = run("query", "--list")
    assert code == 0
    assert out.startswith("answers (") and "\nchecks (" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["query"], "which query?"),
        (["query", "no-such-query"], "no-such-query: is no saved query"),
        (["query", "ASK {", "--in", "GRAPH"], "is not SPARQL"),
        (["query", "ASK { SERVICE <http://x/> {} }", "--in", "GRAPH"], "refused: SERVICE"),
        (["query", "LOAD <http://x/>", "--in", "GRAPH"], "refused: LOAD"),
        (["query", "ASK {}", "-p", "x", "--in", "GRAPH"], "-p x: is no parameter"),
        (["query", "ASK {}", "-p", "x=1", "-p", "x=2"], "given twice"),
        (["query", "ASK {}", "-p", "x=1", "--in", "GRAPH"], "has no parameter 'x'"),
        (["query", "ASK { ?_a ?b ?c }", "--in", "GRAPH"], "the parameter 'a' is missing"),
        (["query", "ASK {}", "--format", "turtle", "--in", "GRAPH"], "does not fit an answer to ASK"),
        (["query", "ASK {}", "--in", "nowhere"], "nowhere: there is no such file or folder"),
        (["query", "ASK {}", "--in", "GRAPH", "-o", "/dev/null/x"], "cannot be written"),
        (["export", "nowhere"], "nowhere: holds no graph"),
        (["export", "GRAPH", "-o", "/dev/null/x"], "cannot be written"),
        (["validate", "nowhere"], "nowhere: there is no such file or folder"),
    ],
)
def test_what_a_user_gets_wrong_is_2_with_a_message(run, graph, arguments, message):
    code, out, err = run(*[graph if a == "GRAPH" else a for a in arguments])
    assert (code, out) == (2, "")
    assert message in err and "Traceback" not in err


SECRET = "http://wilma:geheim@127.0.0.1:1/query"


@pytest.mark.parametrize(
    "arguments",
    [
        ["validate", SECRET],
        ["export", SECRET],
        ["export", "GRAPH", "--format", SECRET],
        ["diff", SECRET, "GRAPH"],
        ["diff", "GRAPH", SECRET],
        ["show", SECRET],
        ["--debug", "show", SECRET],
        ["extract", SECRET],
        ["build", SECRET],
        ["build", "a.txt", SECRET],
        ["build", "a.txt", "--base", SECRET],
        ["load", SECRET, "--to", "http://127.0.0.1:1"],
        ["load", "GRAPH", "--to", SECRET],
        ["pull", "http://127.0.0.1:1", "--store", SECRET],
        ["pull", SECRET],
        ["query", SECRET],
        ["query", SECRET + ".rq"],
        ["query", SECRET.replace("geheim", "a geheim/no port"), "--in", "GRAPH"],
        ["query", f"ASK {{ ?s ?p ?o <{SECRET.replace('geheim', 'geheim' * 9)}> }}", "--in", "GRAPH"],
        ["query", "ASK {}", "-p", SECRET],
        ["query", "ASK { ?_x_iri ?p ?o }", "-p", f"x={SECRET}|"],
        ["query", f"ASK {{ SERVICE <{SECRET}> {{}} }}"],
        ["query", "ASK {}", "--in", SECRET],
        ["show", SECRET.replace("geheim", "12/geheim")],
        [SECRET],
    ],
    ids=lambda arguments: " ".join(arguments)[:60],
)
def test_a_password_in_a_url_is_never_echoed(run, graph, monkeypatch, arguments):
    monkeypatch.chdir(graph)
    monkeypatch.setenv("ONRECORD_DEBUG", "")
    code, out, err = run(*[a.replace("GRAPH", str(graph)) for a in arguments])
    assert code != 0 and any(word in out + err for word in ("127.0.0.1", "undeclared", "……"))
    assert "geheim" not in out + err and "wilma" not in out + err


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("http://ann:pw@h/x", "http://…@h/x"),
        ("'HTTPS://pw@h:80', a@b", "'HTTPS://…@h:80', a@b"),
        ("http:/ann:p@w@h", "http:/…@h"),
        ("http://ann:p/w?#@h", "http://…@h"),
        ("https://h/@ann", "https://h/@ann"),
        ("http://h:8080/@ann", "http://h:8080/@ann"),
        ("http://[::1]/@ann", "http://[::1]/@ann"),
        ("http://h:7878: answered 500: mail a@b", "http://h:7878: answered 500: mail a@b"),
        ("http://ann:12/pw@h/x", "http://…@h/x"),
        ('<urn:x:http://a:b> "x"@en', '<urn:x:http://a:b> "x"@en'),
        ("ann@h: write it as http://HOST:PORT", "ann@h: write it as http://HOST:PORT"),
    ],
)
def test_only_what_is_before_the_host_is_hidden(words, shown):
    assert str(OnrecordError(words)) == shown


@pytest.mark.parametrize("words", ["@" + "a-" * 40_000, "@" + "h://a:b " * 20_000, "a:" * 40_000 + "@"])
def test_a_long_message_is_read_in_a_time_that_grows_with_its_length_alone(words):
    began = time.process_time()
    without_userinfo(words)
    assert time.process_time() - began < 2  # the square of its length takes half a minute


@pytest.mark.parametrize("name", ["turtle", "trig", "ntriples", "nquads", "rdfxml", "jsonld"])
def test_export_writes_every_format_to_output_or_file(run, graph, tmp_path, name):
    code, out, _ = run("export", graph, "--format", name)
    assert code == 0 and "idlib" in out
    run("export", graph, "--format", name, "-o", tmp_path / "x")
    assert (tmp_path / "x").read_text() == out


def test_validate_follows_fail_on(run, graph, monkeypatch):
    from onrecord.report import Report

    monkeypatch.setitem(vars(onrecord), "validate", lambda paths, *_: Report())
    assert run("validate", graph)[0] == 0
    monkeypatch.setattr(Report, "fails", lambda self, fail_on: fail_on == "warning")
    assert run("validate", graph)[0] == 0
    assert run("validate", graph, "--fail-on", "warning")[0] == 1
    assert json.loads(run("validate", graph, "--format", "json")[1]) is not None


def test_validate_reads_standard_input(run, monkeypatch):
    from onrecord.report import Report

    seen = []
    monkeypatch.setitem(
        vars(onrecord), "validate", lambda paths, *_: seen.extend(p.read_text() for p in paths) or Report()
    )
    assert run("validate", "-", stdin="<a:b> <a:c> 1 .")[0] == 0
    assert seen == ["<a:b> <a:c> 1 ."]


def test_a_reader_that_stops_early_is_no_error(graph):
    lines = "".join(f"<{E}a{i}> <{E}place> <{E}idlib> <{E}g> .\n" for i in range(20_000))
    (graph / "dataset.nq").write_text(lines)
    command = f"{sys.executable} -m onrecord export {graph} --format ntriples | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.stdout.count("\n") == 1 and done.stderr == ""


@pytest.mark.parametrize(
    "command", ["export GRAPH", "query 'SELECT * { ?s ?p ?o }' --in GRAPH", "query --list", "--version"]
)
def test_a_full_standard_output_is_a_message(graph, command):
    line = f"{sys.executable} -m onrecord {command.replace('GRAPH', str(graph))} > /dev/full"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True)
    assert done.returncode == 2, done.stderr
    assert "onrecord: standard output: cannot be written: no space left on device; " in done.stderr
    assert done.stderr.count("onrecord:") == 1


BARE = """
import typer
app = typer.Typer(no_args_is_help=True)
def add(name):
    def command(paths: list[str], output: str = "x", format: str = "y", jobs: int = 1): "A command."
    app.command(name)(command)
for name in %r: add(name)
app()
"""


def test_help_is_about_as_quick_as_a_bare_application(tmp_path):
    (tmp_path / "bare.py").write_text(BARE % COMMANDS)

    def seconds(*command: str) -> float:
        started = time.perf_counter()
        subprocess.run([sys.executable, *command, "--help"], stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - started

    bare, ours = (
        min(seconds(*command) for _ in range(6))
        for command in ([str(tmp_path / "bare.py")], ["-m", "onrecord"])
    )
    assert ours <= 1.3 * bare + 0.02  # and what a busy machine adds
