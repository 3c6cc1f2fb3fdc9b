"""The data that a query is asked of: a graph directory's store, or RDF files and streams put into one.

A store that is missing or broken is made again beside the graph, from its dataset or its documents, for
as long as the query takes: nothing of the directory is changed.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Store

from onrecord.errors import InputError, UsageError
from onrecord.format import format_of, rdf_format
from onrecord.manifest import read_manifest
from onrecord.namespaces import ONR
from onrecord.stores.oxigraph import DATASET, STORE, load_file
from onrecord.task import Task

SHARDS = "documents"
LARGE = 128 * 1024**2
"""Bytes of RDF from which a store is made on disk rather than in memory."""

Ask = Callable[[str], Any]


def open_data(task: Task, note: Callable[[str], None]) -> tuple[Ask, Callable[[OSError], Ask] | None]:
    """A function that asks what the task names, and one that opens it anew where the store turns out broken.

    InputError for data that cannot be read or that a newer onrecord wrote, UsageError where FROM names
    a graph that is not there. ``note`` is told what was found broken.
    """
    if task.data is not None:
        return _asking(_of_bytes(task), task), None
    if len(task.paths) != 1 or not task.paths[0].is_dir():
        return _asking(_of_files(task.paths, task.scratch), task), None
    directory = task.paths[0]
    read_manifest(directory)

    def rebuild(error: OSError | None) -> Ask:
        files = _files(directory)
        why = "is missing" if error is None else f"cannot be read ({error})"
        note(f"{directory / STORE}: {why}; made again from {_named(files)} for this query alone")
        return _asking(_of_files([directory], task.scratch), task)

    if not (directory / STORE).is_dir():
        return rebuild(None), None
    try:
        store = Store.read_only(str(directory / STORE))
    except (OSError, ValueError, RuntimeError) as error:
        return rebuild(OSError(str(error))), None
    return _asking(store, task), rebuild


def _asking(store: Store, task: Task) -> Ask:
    """A function that asks a store: the union of its graphs, unless FROM says which graphs."""
    for graph in task.graphs:
        _check_graph(store, graph)
    return lambda text: store.query(text, use_default_graph_as_union=not task.graphs)


def _files(directory: Path) -> list[Path]:
    """The files that hold the graph of a directory: the dataset if it is whole, else the shards.

    InputError where there are none, or one that the manifest lists is missing or was cut short. A dataset
    that was changed is read only where there are no shards.
    """
    dataset = directory / DATASET
    manifest = read_manifest(directory)
    if dataset.is_file() and (manifest is None or manifest.is_whole(DATASET)):
        return [dataset]
    shards = sorted((directory / SHARDS).glob("*.nq"))
    listed = manifest.under(SHARDS) if manifest is not None else []
    if not shards and not listed and dataset.is_file():
        return [dataset]
    if not shards:
        raise InputError(
            f"holds no graph ({DATASET} is missing or was changed, and there is no {SHARDS}/)",
            where=directory,
            remedy=f"make one with: onrecord build FILES -o {directory}",
        )
    for name in listed:
        if manifest is not None:
            manifest.check(name)
    return shards


def _named(files: list[Path]) -> str:
    return DATASET if files[0].name == DATASET else f"{SHARDS}/"


def _of_files(paths: Iterable[Path], scratch: Path | None) -> Store:
    """A store of what RDF files and graph directories hold: in memory, or on disk if they are large."""
    held = {path: _files(path) if path.is_dir() else [path] for path in paths}
    large = scratch is not None and sum(_size(file) for files in held.values() for file in files) > LARGE
    store = Store(str(scratch / STORE)) if large and scratch is not None else Store()
    for path, files in held.items():
        for file in files:
            load_file(store, file, rdf_format(format_of(file)))
        if path / DATASET not in files and path not in files:
            _complete(store, files)
    return store


def _complete(store: Store, shards: list[Path]) -> None:
    """Make what shards hold what a dataset made of them holds: with the ontology, without the texts."""
    from onrecord.assembly import base_of
    from onrecord.axioms import axioms

    base = base_of(shards)
    if base is None:
        return  # not a build's
    store.extend(axioms(base))
    for quad in list(store.quads_for_pattern(None, NamedNode(ONR + "text"), None)):
        store.remove(quad)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # loading it says why


def _of_bytes(task: Task) -> Store:
    assert task.data is not None and task.syntax is not None
    store = Store()
    try:
        store.bulk_load(input=task.data, format=rdf_format(task.syntax))
    except (SyntaxError, ValueError, OSError) as error:
        raise InputError(
            f"is not well-formed {task.syntax.name}: {error}",
            where="standard input",
            remedy="name its syntax with --from, or correct it",
        ) from error
    return store


def _check_graph(store: Store, graph: str) -> None:
    try:
        known = store.contains_named_graph(NamedNode(graph))
    except ValueError:
        known = False
    if not known:
        raise UsageError(
            f"refused: FROM <{graph}> is no graph of this data",
            where="query",
            remedy="nothing is fetched: give the file with --in",
        )
