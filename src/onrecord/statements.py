"""The statements of a graph directory or of RDF files, of any size, as sorted lines of N-Quads on disk.

Files that a build wrote are taken as they are; others are parsed, written in canonical N-Quads and sorted
outside memory. Everything that reads a whole graph in order (exports, comparison) reads it from here.
"""

import heapq
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import RdfFormat, parse, serialize

from onrecord.errors import InputError, ToolError
from onrecord.format import JSONLD, RDFXML, Format, format_of, rdf_format
from onrecord.lines import merge
from onrecord.manifest import Manifest, read_manifest
from onrecord.stores.oxigraph import DATASET
from onrecord.vocab import ONR

SHARDS, GRAPH = "documents", "graph.ttl"

_TEXT = f"<{ONR.text}>".encode()
_MOST_JSON = 64 << 20
_RUN = 64 << 20  # bytes sorted in memory at a time
_ENTITY = re.compile(rb"<!ENTITY\s[^>]*>")
_REFERENCE = re.compile(rb"&(?!#)|%\w+;")
_LONGEST_ENTITY = 2000


@dataclass(frozen=True, slots=True)
class Statements:
    """Sorted lines of N-Quads, each once: those of a dataset and, if asked for, its documents' texts.

    ``turtle`` is a file that holds the same as Turtle, where one was written with them. ``changed`` are the
    files they came from that are not as a build wrote them. ``folder`` is for files that what reads them
    needs; it goes when they go.
    """

    dataset: Path
    folder: Path
    texts: Path | None = None
    turtle: Path | None = None
    changed: tuple[Path, ...] = ()

    def __iter__(self) -> Iterator[bytes]:
        with self.dataset.open("rb") as lines:
            if self.texts is None:
                yield from lines
                return
            with self.texts.open("rb") as texts:
                yield from (line for line, _ in groupby(heapq.merge(lines, texts)))


@contextmanager
def read_statements(path: Path, *, with_text: bool = False) -> Iterator[Statements]:
    """The statements of a graph directory or of an RDF file, for as long as they are read.

    Documents' texts are left out unless asked for. InputError for what cannot be read, is damaged, or was
    written by a newer onrecord.
    """
    with TemporaryDirectory(prefix="onrecord-") as name:
        folder = Path(name)
        try:
            if path.is_dir():
                yield _of_directory(path, folder, with_text)
            else:
                yield _of_file(path, folder, with_text)
        except OSError as error:
            if error.filename is None or not str(error.filename).startswith(name):
                raise
            raise ToolError(
                f"a temporary file cannot be written: {error.strerror}",
                where=folder.parent,
                remedy="make room there, or set TMPDIR to a folder that has some",
            ) from error


def sort_lines(lines: Iterable[bytes], target: Path) -> Path:
    """Write lines sorted, each once, holding a bounded part of them in memory."""
    runs: list[Path] = []
    batch: list[bytes] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += len(line) + 33
        if size > _RUN:
            runs.append(_write_run(batch, target, len(runs)))
            batch, size = [], 0
    runs.append(_write_run(batch, target, len(runs)))
    if len(runs) == 1:
        runs[0].replace(target)
        return target
    merge(runs, target)
    for run in runs:
        run.unlink()
    return target


def _write_run(batch: list[bytes], target: Path, number: int) -> Path:
    path = target.with_name(f".{target.name}.run{number}")
    batch.sort()
    with path.open("wb") as file:
        file.writelines(line for line, _ in groupby(batch))
    return path


def no_graph(directory: Path) -> InputError:
    """The error to raise for a folder without a dataset."""
    return InputError(
        f"holds no graph ({DATASET} is missing)",
        where=directory,
        remedy="make one with: onrecord build FILES -o DIR",
    )


def _of_directory(directory: Path, folder: Path, with_text: bool) -> Statements:
    manifest = read_manifest(directory)
    dataset = directory / DATASET
    if not dataset.is_file():
        raise no_graph(directory)
    whole = manifest is not None and manifest.check(DATASET)
    turtle = directory / GRAPH
    same = whole and manifest is not None and manifest.is_whole(GRAPH)
    changed = [dataset] if manifest is not None and not whole else []
    return Statements(
        dataset if whole else _checked(dataset, folder, lambda line: not is_text(line)),
        folder,
        _texts(directory, folder, manifest, changed) if with_text else None,
        turtle if same and not with_text else None,
        tuple(changed),
    )


def _of_file(path: Path, folder: Path, with_text: bool) -> Statements:
    if not path.is_file():
        raise InputError("there is no such file or folder", where=path, remedy="check the path")
    keep = (lambda line: True) if with_text else (lambda line: not is_text(line))
    return Statements(_checked(path, folder, keep), folder)


def _texts(directory: Path, folder: Path, manifest: Manifest | None, changed: list[Path]) -> Path:
    """The lines that give the documents their texts, out of the shards, sorted; add those that changed."""
    shards = sorted((directory / SHARDS).glob("*.nq"))
    if manifest is not None:
        shards = sorted({*shards, *(directory / name for name in manifest.under(SHARDS))})
    if not shards:
        raise InputError(
            "holds no texts (documents/ is missing or empty)",
            where=directory,
            remedy="export without --with-text, or build the graph again",
        )
    whole = [manifest is not None and manifest.check(f"{SHARDS}/{shard.name}") for shard in shards]
    if manifest is not None:
        changed += [shard for shard, is_whole in zip(shards, whole, strict=True) if not is_whole]
    files = [
        shard if is_whole else _checked(shard, folder, is_text, f"text-{number}")
        for number, (shard, is_whole) in enumerate(zip(shards, whole, strict=True))
    ]
    target = folder / "texts.nq"
    merge(files, target, is_text)
    return target


def is_text(line: bytes) -> bool:
    """Whether a line gives a document its text."""
    return _TEXT in line and line.split(b" ", 2)[1] == _TEXT


def _checked(path: Path, folder: Path, keep: Callable[[bytes], bool], name: str = "dataset") -> Path:
    """The statements to keep of a file, parsed, in canonical N-Quads, sorted. InputError where damaged."""
    syntax = format_of(path)
    if syntax == RDFXML:
        _refuse_bomb(path)
    if syntax == JSONLD and path.stat().st_size > _MOST_JSON:
        raise InputError(
            f"is JSON-LD of more than {_MOST_JSON >> 20} MB, which takes 15 times its size in memory",
            where=path,
            remedy="give the graph as N-Quads or TriG: their size does not matter",
        )
    raw, target = folder / f"{name}.raw", folder / f"{name}.nq"
    try:
        serialize(parse(path=str(path), format=rdf_format(syntax)), str(raw), format=RdfFormat.N_QUADS)
    except (SyntaxError, ValueError) as error:
        raise InputError(
            f"cannot be read: {' '.join(str(error).split())}", where=path, remedy=_remedy(path, syntax)
        ) from error
    except OSError as error:
        if error.filename is not None and str(error.filename).startswith(str(folder)):
            raise
        raise InputError(f"cannot be read: {error.strerror or error}", where=path) from error
    if _in_order(raw, keep):
        return raw
    with raw.open("rb") as lines:
        sort_lines((line for line in lines if keep(line)), target)
    raw.unlink()
    return target


def _in_order(path: Path, keep: Callable[[bytes], bool]) -> bool:
    """Whether the lines of a file are sorted, each is there once, and all are to be kept."""
    before = b""
    with path.open("rb") as lines:
        for line in lines:
            if line <= before or not keep(line):
                return False
            before = line
    return True


def _refuse_bomb(path: Path) -> None:
    """InputError for XML whose entities would grow without bound when they are put in."""
    with path.open("rb") as file:
        head = file.read(1 << 20)
    for found in _ENTITY.finditer(head):
        if _REFERENCE.search(found[0]) or len(found[0]) > _LONGEST_ENTITY:
            raise InputError(
                "declares entities made of entities, or very long ones",
                where=path,
                remedy="write the IRIs and texts out, or convert the file to N-Triples",
            )


def _remedy(path: Path, syntax: Format) -> str:
    if path.name == DATASET or path.parent.name == SHARDS:
        return "build the graph again"
    return f"correct the file, or name its syntax by the extension (this one stands for {syntax.name})"
