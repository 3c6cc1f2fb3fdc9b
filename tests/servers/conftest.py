"""The servers and graphs that the tests of real stores share. ONRECORD_SERVERS names fewer."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from copies import multiply  # noqa: E402
from real import KINDS, WANTED  # noqa: E402

import small_graph  # noqa: E402
from onrecord import build  # noqa: E402

ROOT = HERE.parents[1]
MEASURED: list[str] = []


@pytest.fixture(scope="session", params=[name for name in WANTED if name in KINDS])
def server(request, tmp_path_factory):
    """A running store, one of each kind for all tests."""
    started = KINDS[request.param](tmp_path_factory.mktemp(request.param))
    try:
        started.start()
        yield started
    finally:
        started.kill()


@pytest.fixture(scope="session")
def article(tmp_path_factory):
    """The graph of the articles in data/articles."""
    folder = tmp_path_factory.mktemp("article") / "graph"
    build(ROOT / "data" / "articles", folder)
    return folder


@pytest.fixture(scope="session")
def large(article, tmp_path_factory):
    """200,000 triples, with literals among them that stores get wrong."""
    hard = small_graph.document("hard", 50)
    hard.append(small_graph.quad("document/hard", "title", f'"{"é😀 " * 300_000}"', "claims/hard"))
    return multiply(article, tmp_path_factory.mktemp("large"), 200_000, hard)


@pytest.fixture(scope="session")
def middle(article, tmp_path_factory):
    """20,000 triples, with hard literals."""
    return multiply(article, tmp_path_factory.mktemp("middle"), 20_000, small_graph.document("hard", 20))


@pytest.fixture(scope="session")
def measured():
    """Lines to be printed when all is done."""
    return MEASURED


def pytest_terminal_summary(terminalreporter):
    if MEASURED:
        terminalreporter.section("measured")
        for line in MEASURED:
            terminalreporter.write_line(line)
