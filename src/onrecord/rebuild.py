"""A graph directory made whole again from its shards, the exact record: dataset, Turtle, store.

``python -m onrecord.rebuild DIR`` does it for a directory whose other files are missing or damaged.
"""

import sys
from pathlib import Path

from pyoxigraph import RdfFormat

from onrecord.assembly import assemble, base_of, is_shard
from onrecord.errors import InputError, OnrecordError
from onrecord.files import sole_use, unwritable
from onrecord.longline import parse_lines
from onrecord.manifest import REBUILD, Manifest, Unfinished, read_manifest
from onrecord.publication import BUILDING, part_of, publish
from onrecord.statements import SHARDS
from onrecord.stores.oxigraph import write_store


def rebuild(directory: Path) -> None:
    """Make dataset.nq, graph.ttl, reported.ttl, the manifest and the store again from ``documents/``.

    The reports stay as they are. InputError where shards are missing or damaged themselves, with the
    directory as it was: then only another build helps.
    """
    if not (directory / SHARDS).is_dir():
        raise _nothing(directory)
    try:
        with sole_use(directory):
            _rebuild(directory)
    except OSError as error:
        raise unwritable(directory, error) from error


def _rebuild(directory: Path) -> None:
    """Do it in a directory that nobody else writes to."""
    manifest = _manifest(directory)
    shards = sorted(path for path in (directory / SHARDS).glob("*.nq") if is_shard(path))
    listed = {directory / name for name in manifest.under(SHARDS)} if manifest is not None else set()
    for shard in sorted({*shards, *listed}):
        if manifest is None or not manifest.check(f"{SHARDS}/{shard.name}"):
            _check(shard)
    base = base_of(shards)
    if base is None:
        raise _nothing(directory)
    with part_of(directory, BUILDING) as part:
        (part / SHARDS).symlink_to((directory / SHARDS).resolve(), target_is_directory=True)
        assemble(part, base)
        write_store(part)
        publish(part, directory, REBUILD.format(directory))


def _manifest(directory: Path) -> Manifest | None:
    """The manifest, None where there is none or only making the other files again was stopped.

    Unfinished where it was a build: the shards may be of two.
    """
    try:
        return read_manifest(directory)
    except Unfinished as error:
        if error.remedy.startswith(REBUILD.format("")):
            return None
        raise


def _nothing(directory: Path) -> InputError:
    """The error of a directory without shards."""
    return InputError(
        f"holds no shards to make a graph from ({SHARDS}/ is missing or empty)",
        where=directory,
        remedy="build the graph again from the articles",
    )


def _check(shard: Path) -> None:
    """InputError for a shard that is no N-Quads, or is cut short."""
    try:
        with shard.open("rb") as file:
            for _ in parse_lines(file, RdfFormat.N_QUADS):
                pass
    except (SyntaxError, ValueError, OSError) as error:
        raise InputError(
            f"is damaged: {' '.join(str(error).split())}",
            where=shard,
            remedy="build the graph again from the articles",
        ) from error


if __name__ == "__main__":
    try:
        for name in sys.argv[1:] or ["graph"]:
            rebuild(Path(name))
    except OnrecordError as error:
        print(f"onrecord: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
