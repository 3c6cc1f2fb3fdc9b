"""A graph directory is made whole again from its shards, or said to be lost."""

import shutil
from pathlib import Path

import pytest
from pyoxigraph import Store

from onrecord.errors import InputError, UsageError
from onrecord.files import sole_use
from onrecord.manifest import Unfinished, read_manifest, write_unfinished
from onrecord.rebuild import rebuild
from village import village


@pytest.fixture
def graph(tmp_path) -> Path:
    return shutil.copytree(village(), tmp_path / "graph")


def files(directory: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file() and "store" not in path.parts
    }


@pytest.mark.parametrize("name", ["dataset.nq", "graph.ttl", "reported.ttl", "manifest.json", "store"])
@pytest.mark.parametrize("how", ["missing", "cut"])
def test_what_is_missing_or_cut_short_is_made_again(graph, name, how):
    before = files(graph)
    path = graph / name
    if path.is_dir():
        shutil.rmtree(path)
    elif how == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-7])
    if name != "manifest.json" or how == "missing":
        rebuild(graph)
        assert files(graph) == before
        assert len(Store.read_only(str(graph / "store"))) == len(before["dataset.nq"].splitlines())
    else:
        with pytest.raises(InputError, match=r"manifest\.json: cannot be read"):
            rebuild(graph)


@pytest.mark.parametrize("with_manifest", [True, False])
def test_a_shard_cut_short_is_said_and_nothing_is_touched(graph, with_manifest):
    if not with_manifest:
        (graph / "manifest.json").unlink()
    (shard,) = (graph / "documents").glob("*.nq")
    shard.write_bytes(shard.read_bytes()[:-7])
    (graph / "dataset.nq").unlink()
    before = files(graph)
    with pytest.raises(InputError, match=r"\.nq: is damaged.*build the graph again from the articles"):
        rebuild(graph)
    assert files(graph) == before and (graph / "store").is_dir()


def test_without_shards_there_is_nothing_to_make_it_from(graph, tmp_path):
    shutil.rmtree(graph / "documents")
    with pytest.raises(InputError, match="missing"):
        rebuild(graph)
    with pytest.raises(InputError, match="holds no shards"):
        rebuild(tmp_path / "nowhere")


def test_a_folder_that_another_writes_to_is_left_alone(graph):
    (graph / "dataset.nq").unlink()
    working = graph / ".build.other.part"
    working.mkdir()
    before = files(graph)
    with sole_use(graph), pytest.raises(UsageError, match="written to by another onrecord; wait"):
        rebuild(graph)
    assert files(graph) == before and working.is_dir()
    rebuild(graph)
    assert (graph / "dataset.nq").is_file() and not working.exists()


def test_stopped_half_way_it_says_so_and_can_be_repeated(graph, monkeypatch):
    before = files(graph)
    (graph / "dataset.nq").write_bytes(before["dataset.nq"][:-7])
    (graph / "graph.ttl").unlink()

    def fail(path, target):
        if Path(target).name == "graph.ttl":
            raise OSError(5, "Input/output error")
        return moved(path, target)

    moved = Path.replace
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fail)
        with pytest.raises(UsageError, match="input/output error"):
            rebuild(graph)
    with pytest.raises(Unfinished, match=f"stopped; make it again.*rebuild {graph}"):
        read_manifest(graph)
    rebuild(graph)
    assert files(graph) == before


def test_shards_of_two_builds_are_none_to_make_it_from(graph):
    write_unfinished(graph, "build it again")
    with pytest.raises(Unfinished, match="build it again"):
        rebuild(graph)
