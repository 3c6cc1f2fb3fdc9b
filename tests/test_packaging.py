"""The wheel runs outside the checkout with all its files; the project's own files agree with each other."""

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import onrecord

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
NEVER = ("data/articles", "data/gazetteer/build.py", "data/gazetteer/sources")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet"]
    done = subprocess.run(
        [*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    (found,) = folder.glob("onrecord-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """A folder with the wheel installed and nothing else."""
    target = tmp_path_factory.mktemp("target")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    done = subprocess.run(
        [*pip, "--no-deps", "--no-compile", "--target", str(target), str(wheel)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return target


def run(installed: Path, *arguments: str, cwd: Path, **options) -> subprocess.CompletedProcess:
    """A Python with the installed package first on its path, away from the checkout."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        **options,
    )


@pytest.mark.wheel
def test_the_wheel_has_every_file_the_package_reads(wheel):
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"onrecord/_data/{path.relative_to(ROOT).as_posix()}"
        for folder in ("ontology", "queries", "data")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not path.relative_to(ROOT).as_posix().startswith(NEVER)
        if path.suffix != ".pyc"
    }
    assert wanted and wanted <= held
    assert not [name for name in held if any(never in name for never in NEVER)]
    assert "onrecord/py.typed" in held
    assert any(name.endswith("licenses/LICENSE") for name in held)


@pytest.mark.wheel
def test_the_wheel_runs_outside_the_checkout(installed, tmp_path):
    code = (
        "import onrecord, onrecord.resources as r\n"
        "print(onrecord.__file__)\nprint(r.resource('ontology', 'core.ttl'))\n"
        "print(r.resource('queries', 'answers'), r.resource('data', 'lexicon'))"
    )
    done = run(installed, "-c", code, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert all(str(installed) in line for line in done.stdout.splitlines())
    assert str(ROOT) not in done.stdout
    done = run(installed, "-m", "onrecord", "query", "--list", cwd=tmp_path)
    assert done.returncode == 0 and "answers (" in done.stdout
    done = run(
        installed,
        "-m",
        "onrecord",
        "query",
        "ASK { ?s ?p ?o }",
        "--in",
        "-",
        cwd=tmp_path,
        input="<a:b> <a:c> 1 .",
    )
    assert (done.returncode, done.stdout) == (0, "true\n"), done.stderr
    (article,) = (ROOT / "data" / "articles").glob("*.txt")
    (tmp_path / "article.txt").write_bytes(article.read_bytes())
    done = run(installed, "-m", "onrecord", "build", "article.txt", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("1 document read into graph\n  article.txt: 1")
    done = run(installed, "-m", "onrecord", "query", "attacks-by-place", cwd=tmp_path)
    assert done.returncode == 0 and "Idlib" in done.stdout, done.stderr


@pytest.mark.wheel
def test_the_wheel_has_the_command(wheel):
    archive = zipfile.ZipFile(wheel)
    (entry,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
    assert "onrecord = onrecord.cli:main" in archive.read(entry).decode()


@pytest.mark.parametrize(
    "requirement", [*PROJECT["dependencies"], *(r for extra in EXTRAS.values() for r in extra)]
)
def test_every_dependency_is_bounded(requirement):
    if not requirement.startswith("onrecord["):
        assert re.search(r"==[\d.]+$|>=[\d.]+,<[\d.]+$", requirement)


def test_every_import_is_a_declared_dependency():
    names = {"markdown-it-py": "markdown_it", "pyyaml": "yaml"}
    declared = [*PROJECT["dependencies"], *EXTRAS["html"], *EXTRAS["engines"]]
    known = {re.match(r"[\w-]+", requirement)[0].lower() for requirement in declared}
    known = {names.get(name, name.replace("-", "_")) for name in known} | {"onrecord", "lxml"}
    used = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                used |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                used.add((node.module or "").partition(".")[0])
    assert {"typer", "rdflib", "yaml"} <= used
    assert used - set(sys.stdlib_module_names) - known == set()


def test_the_version_is_told_once():
    assert PROJECT["dynamic"] == ["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", onrecord.__version__)


def test_the_makefile_has_its_targets():
    text = (ROOT / "Makefile").read_text()
    for target in ("demo", "test", "lint", "bench"):
        assert re.search(rf"^{target}: \$\(STAMP\)", text, re.MULTILINE)
    ci = (ROOT / ".ci" / "run").read_text()
    assert "make lint" in ci and "make test" in ci
