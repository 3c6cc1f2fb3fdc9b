"""Oxigraph, the embedded store: a folder made from a dataset file, or memory."""

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from onrecord.errors import InputError, ToolError
from onrecord.files import make_directory, unwritable
from onrecord.format import format_of, rdf_format

DATASET = "dataset.nq"
STORE = "store"


def write_store(directory: Path) -> Path:
    """Make ``directory/store`` from ``directory/dataset.nq``.

    The old store stays until the new one is whole.
    """
    target = directory / STORE
    make_directory(directory)
    try:
        part = Path(tempfile.mkdtemp(prefix=f".{STORE}.", suffix=".part", dir=directory))
    except OSError as error:
        raise unwritable(directory, error) from error
    try:
        fresh, old = part / "new", part / "old"
        store = Store(str(fresh))
        _load(store, directory / DATASET, RdfFormat.N_QUADS)
        store.flush()
        store.optimize()
        del store
        if target.exists():
            target.rename(old)
        fresh.rename(target)
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return target


def open_store(directory: Path) -> Store:
    """A graph directory's store, read-only; rebuilt in memory from its dataset where there is none."""
    if (directory / STORE).is_dir():
        try:
            return Store.read_only(str(directory / STORE))
        except OSError as error:
            raise ToolError(
                f"the store cannot be opened: {error}",
                where=directory / STORE,
                remedy="remove it (it is made again from dataset.nq) or build the graph again",
            ) from error
    if not (directory / DATASET).is_file():
        raise InputError(
            f"holds no graph ({DATASET} is missing)",
            where=directory,
            remedy="make one with: onrecord build FILES -o DIR",
        )
    store = Store()
    _load(store, directory / DATASET, RdfFormat.N_QUADS)
    return store


def read_store(paths: Iterable[Path]) -> Store:
    """A store in memory of what one graph directory or some RDF files hold together."""
    paths = list(paths)
    if len(paths) == 1 and paths[0].is_dir():
        return open_store(paths[0])
    store = Store()
    for path in paths:
        if path.is_dir():
            _load(store, path / DATASET, RdfFormat.N_QUADS)
        else:
            _load(store, path, rdf_format(format_of(path)))
    return store


def _load(store: Store, path: Path, syntax: RdfFormat) -> None:
    try:
        store.bulk_load(path=str(path), format=syntax)
    except SyntaxError as error:
        raise InputError(
            f"is not well-formed {syntax.name}: {error.msg or error}",
            where=f"{path}:{error.lineno}" if error.lineno else path,
            remedy="correct the file, or name the syntax by its extension",
        ) from error
    except OSError as error:
        if not path.is_file():
            raise InputError("there is no such file", where=path, remedy="check the path") from error
        raise InputError(f"cannot be read: {error}", where=path, remedy="check the file") from error
    except ValueError as error:
        raise InputError(f"cannot be read: {error}", where=path, remedy="check the file") from error
