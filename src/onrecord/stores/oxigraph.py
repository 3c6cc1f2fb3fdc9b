"""Oxigraph, the embedded store: a folder made from a dataset file, or memory."""

import shutil
import tempfile
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from onrecord.errors import InputError
from onrecord.files import make_directory, unwritable

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
        load_file(store, directory / DATASET, RdfFormat.N_QUADS)
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


def fault_of_store(directory: Path) -> str | None:
    """What is wrong with ``directory/store``: it cannot be read, or holds more or less than dataset.nq.

    None where nothing is, and where there is no store: a query makes one of the dataset.
    """
    path = directory / STORE
    if not path.exists():
        return None
    try:
        held = len(Store.read_only(str(path)))
        with (directory / DATASET).open("rb") as lines:
            wanted = sum(1 for _ in lines)
    except (OSError, ValueError, RuntimeError) as error:
        return f"cannot be read: {' '.join(str(error).split())}"
    return None if held == wanted else f"holds {held} quads, {DATASET} {wanted}"


def load_file(store: Store, path: Path, syntax: RdfFormat) -> None:
    """Put what an RDF file holds into a store. InputError for a file that cannot be read."""
    try:
        store.bulk_load(path=str(path), format=syntax)
    except SyntaxError as error:
        raise InputError(
            f"is not well-formed {syntax.name}: {error.msg or error}",
            where=f"{path}:{error.lineno}" if error.lineno else path,
            remedy="correct the file, or name the syntax by its extension",
        ) from error
    except (OSError, ValueError) as error:
        what = f"cannot be read: {error}" if path.is_file() else "there is no such file"
        raise InputError(what, where=path, remedy="check the path and the file") from error
