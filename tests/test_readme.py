"""What the README shows is what happens: commands, outputs, the library's lines, links.

    python tests/test_readme.py --update    # or: make transcript

runs the commands again and puts their outputs into README.md. A line "…" stands for any lines. Of the new
output as many paragraphs (as many lines, where "…" is within one) are shown before and after it as there
were: to show more or less, move it.
"""

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import get_type_hints

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
ELISION = "…"
FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Shown:
    """A command of a console block with the output shown below it."""

    command: str
    output: tuple[str, ...]


class Checkout:
    """A folder like a fresh checkout after its installation, in which commands run in order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        binaries = folder / ".venv" / "bin"
        binaries.mkdir(parents=True)
        shim = binaries / "onrecord"
        shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m onrecord "$@"\n')
        shim.chmod(0o755)
        for name in ("Makefile", "pyproject.toml"):
            shutil.copy(ROOT / name, folder / name)
        shutil.copytree(ROOT / "data" / "articles", folder / "data" / "articles")
        for name in ("queries", "ontology"):
            (folder / name).symlink_to(ROOT / name)
        (folder / ".venv" / ".installed").touch()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
            "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "src"),
            "LC_ALL": "C.UTF-8",
        }

    def run(self, command: str) -> tuple[str, ...]:
        """The lines a command prints, messages included."""
        return self._lines(["sh", "-c", command])

    def run_python(self, code: str) -> tuple[str, ...]:
        """The lines a piece of Python prints, run as a script."""
        script = self.folder / "example.py"
        script.write_text(code, encoding="utf-8")
        return self._lines([sys.executable, str(script)])

    def _lines(self, arguments: list[str]) -> tuple[str, ...]:
        done = subprocess.run(
            arguments,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=300,
        )
        lines = [line.rstrip() for line in done.stdout.decode("utf-8").splitlines()]
        while lines and not lines[-1]:
            lines.pop()
        return tuple(lines)


def blocks(kind: str) -> Iterator[re.Match[str]]:
    """The fenced blocks of a kind."""
    return (block for block in FENCE.finditer(README.read_text("utf-8")) if block["kind"] == kind)


def commands(body: str) -> list[Shown]:
    """The commands of a console block, each with what stands below it; "> " continues a command."""
    found: list[tuple[list[str], list[str]]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append(([line[2:]], []))
        elif line.startswith("> ") and not found[-1][1]:
            found[-1][0].append(line[2:])
        else:
            found[-1][1].append(line)
    return [Shown("\n".join(command), tuple(output)) for command, output in found]


def fits(shown: tuple[str, ...], actual: tuple[str, ...]) -> bool:
    """Whether an output is the one shown, "…" standing for any lines."""
    if shown.count(ELISION) > 1:
        return False
    if ELISION not in shown:
        return shown == actual
    at = shown.index(ELISION)
    head, tail = shown[:at], shown[at + 1 :]
    return (
        len(head) + len(tail) <= len(actual)
        and actual[:at] == head
        and actual[len(actual) - len(tail) :] == tail
    )


def elided(shown: tuple[str, ...], actual: tuple[str, ...]) -> tuple[str, ...]:
    """The new output, cut where the old one was: between the same paragraphs, else the same lines."""
    if ELISION not in shown:
        return actual
    at = shown.index(ELISION)
    head, tail = shown[:at], shown[at + 1 :]
    before, after = len(head), len(actual) - len(tail)
    if "" in (*head[-1:], *tail[:1]):
        ends = [i + 1 for i, line in enumerate(actual) if not line]
        before = ends[head.count("") - 1] if 0 < head.count("") <= len(ends) else 0
        after = ends[-tail.count("")] - 1 if 0 < tail.count("") <= len(ends) else len(actual)
    return (*actual[:before], ELISION, *actual[after:]) if before < after else actual


def update() -> int:
    """Put the outputs of all commands into the README; return how many blocks changed."""
    with tempfile.TemporaryDirectory(prefix="onrecord-readme-") as name:
        checkout = Checkout(Path(name))
        printed: tuple[str, ...] = ()

        def renew(block: re.Match[str]) -> str:
            nonlocal printed
            if block["kind"] == "python":
                printed = checkout.run_python(block["body"])
            if block["kind"] == "text":
                return "\n".join(["```text", *printed, "```"])
            if block["kind"] != "console":
                return block[0]
            lines = ["```console"]
            for shown in commands(block["body"]):
                lines.append("$ " + shown.command.replace("\n", "\n> "))
                lines += elided(shown.output, checkout.run(shown.command))
            return "\n".join([*lines, "```"])

        old = README.read_text("utf-8")
        new = FENCE.sub(renew, old)
    README.write_text(new, encoding="utf-8")
    return sum(a[0] != b[0] for a, b in zip(FENCE.finditer(old), FENCE.finditer(new), strict=True))


# -- tests --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def transcript(tmp_path_factory) -> dict[str, tuple[str, ...]]:
    """What every command of the README prints, run in the order of the README."""
    checkout = Checkout(tmp_path_factory.mktemp("checkout"))
    printed = {}
    for block in FENCE.finditer(README.read_text("utf-8")):
        if block["kind"] == "console":
            printed.update({shown.command: checkout.run(shown.command) for shown in commands(block["body"])})
        elif block["kind"] == "python":
            printed[block["body"]] = checkout.run_python(block["body"])
    return printed


SHOWN = [shown for block in blocks("console") for shown in commands(block["body"])]


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.command.split(chr(10))[0][:60])
def test_a_command_prints_what_is_shown(shown, transcript):
    assert fits(shown.output, transcript[shown.command]), (
        f"$ {shown.command}\nprints now:\n" + "\n".join(transcript[shown.command]) + "\n"
        "If that is right, renew the README with: make transcript"
    )


def test_no_command_stands_twice():
    assert SHOWN and len({shown.command for shown in SHOWN}) == len(SHOWN)


def test_every_command_prints_something_and_nothing_that_looks_like_a_command(transcript):
    assert all(transcript.values())
    assert not [line for lines in transcript.values() for line in lines if line.startswith(("$ ", "> "))]


def test_a_command_may_take_several_lines():
    assert commands("$ a '1\n> 2'\nb\n> c\n") == [Shown("a '1\n2'", ("b", "> c"))]


def test_the_library_lines_print_what_is_shown(transcript):
    (snippet,), (output,) = blocks("python"), blocks("text")
    assert len([line for line in snippet["body"].splitlines() if line.strip()]) <= 5
    assert tuple(output["body"].splitlines()) == transcript[snippet["body"]] != ()


def test_each_command_has_a_heading_and_every_heading_of_a_command_is_one():
    from onrecord.cli import app

    known = [command.name or command.callback.__name__ for command in app.registered_commands]
    part = README.read_text("utf-8").split("\n## Commands\n")[1].split("\n## ")[0]
    headings = re.findall(r"^### (.+)$", part, re.MULTILINE)
    assert known and headings == [*known, "Exit codes"]


def test_commands_that_are_not_run_have_the_right_form():
    from onrecord.cli import app

    known = {command.name or command.callback.__name__ for command in app.registered_commands}
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    lines = [line for block in blocks("sh") for line in block["body"].splitlines() if line.strip()]
    assert lines
    for line in lines:
        words = shlex.split(line.partition(" #")[0])
        assert words[0] in ("make", "onrecord", "isql-vt", "oxigraph"), line
        if words[0] == "make":
            assert words[1] in targets, line
        if words[0] == "onrecord":
            assert words[1] in known, line
            _check_options(words[1], line)


def _check_options(command: str, line: str) -> None:
    """Every option that a line gives to onrecord exists, and its choices are those of the command."""
    import typer

    from onrecord import cli

    known = {o: p.name for p in typer.main.get_command(cli.app).commands[command].params for o in p.opts}
    types = get_type_hints(getattr(cli, command))
    for option, value in re.findall(r"(?<!\S)\[?(--?[a-z][\w-]*)(?: ([^\]\s]+))?", line.split(" | curl")[0]):
        assert option in known, f"{option} in: {line}"
        choices = types[known[option]]
        if isinstance(choices, type) and issubclass(choices, StrEnum) and not value.isupper():  # FORMAT
            assert set(value.split("|")) <= {str(choice) for choice in choices}, line
            if "|" in value:
                assert value.split("|") == [str(choice) for choice in choices], line


def test_saved_queries_files_and_policies_that_are_named_exist():
    from onrecord.policy import policies
    from onrecord.savedquery import saved_queries

    text = README.read_text("utf-8")
    names = {saved.name for saved in saved_queries()}
    asked = set(re.findall(r"onrecord query ([a-z]+(?:-[a-z]+)+)\b", text))
    assert asked and asked <= names
    assert set(re.findall(r"--policy ([a-z|]+)", text).pop().split("|")) == set(policies())


def test_links_and_anchors_exist():
    text = FENCE.sub("", README.read_text("utf-8"))
    anchors = {
        re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert links
    for link in links:
        if link.startswith("#"):
            assert link[1:] in anchors, link
        elif not link.startswith("https://"):
            assert (ROOT / link.partition("#")[0]).exists(), link


def test_the_picture_is_well_formed_and_fetches_nothing():
    from xml.etree import ElementTree

    picture = ROOT / "docs" / "claim-model.svg"
    assert ElementTree.parse(picture).getroot().tag.endswith("svg")
    text = picture.read_text("utf-8")
    assert not re.search(r"<script|<image|href=|@import", text)
    for word in ("Document", "Evidence", "Quotation", "Claim", "polarity", "stance", "holder", "Reported"):
        assert word in text


def test_elision_stands_for_any_lines():
    assert fits(("a", ELISION, "d"), ("a", "b", "c", "d"))
    assert not fits(("a", ELISION, "d"), ("a", "b", "c"))
    assert not fits(("a", ELISION, "a"), ("a",))
    assert elided(("x", ELISION, "y"), ("a", "b", "c", "d")) == ("a", ELISION, "d")
    assert elided(("x", ELISION, "y"), ("a", "b")) == ("a", "b")


def test_a_cut_between_paragraphs_stays_there():
    shown = ("1", "", "2", "", ELISION, "", "9")
    actual = ("1", "1b", "", "2", "2b", "", "3", "", "4", "", "9", "9b")
    assert elided(shown, actual) == ("1", "1b", "", "2", "2b", "", ELISION, "", "9", "9b")
    assert fits(elided(shown, actual), actual)
    assert elided(shown, ("1", "", "2", "", "9")) == ("1", "", "2", "", "9")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--update", action="store_true", required=True, help="renew the outputs in README.md")
    parser.parse_args()
    print(f"README.md: {update()} blocks renewed")
