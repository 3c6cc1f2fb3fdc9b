"""The steps joined: files are read, their claims extracted, mapped, checked and written as one graph."""

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.assembly import assemble, holds_graph, is_shard
from onrecord.census import census
from onrecord.claim import Extraction
from onrecord.crew import Crew, sensible_jobs
from onrecord.document import Document
from onrecord.engines import Engines
from onrecord.errors import InputError, ToolError, UsageError
from onrecord.files import make_directory, sole_use, unwritable
from onrecord.iri import Minter
from onrecord.manifest import BUILD, NewerLayout, Unfinished, read_manifest
from onrecord.policy import policies
from onrecord.publication import BUILDING, part_of, publish
from onrecord.readers import Rejected, read_paths
from onrecord.record import records
from onrecord.report import FAIL_ON, Report
from onrecord.reports import render
from onrecord.run import Run
from onrecord.sections import is_long, join, read_sections
from onrecord.settings import DEFAULT_BASE, DEFAULT_DIRECTORY, DEFAULT_POLICY, debugging
from onrecord.shard import Shard, write_shard
from onrecord.statements import SHARDS
from onrecord.stores.oxigraph import DATASET, write_store
from onrecord.summary import Summary
from onrecord.volume import write_volume

if TYPE_CHECKING:
    from os import PathLike

_PART = re.compile(re.escape(BUILDING) + r".*\.part")  # what a build that was killed leaves
_ENOUGH = 60_000  # code points: starting several processes takes as long as reading these
_REPORTS = {"report.txt": "text", "report.json": "json", "report.ttl": "turtle"}


def extract(document: Document) -> Extraction:
    """What a document puts forward: its claims, quotations and mentions."""
    return join([extraction for _, extraction in read_sections(document)])


def read_file(path: "str | PathLike[str]") -> tuple[list[Document], list[Rejected]]:
    """The documents of one file, or of standard input for "-", and what of it had to be left out.

    Raises InputError where nothing of it can be read.
    """
    found: list[Document] = []
    left_out: list[Rejected] = []
    for item in read_paths([str(path)]):
        if isinstance(item, Rejected):
            left_out.append(item)
        else:
            found.append(item)
    if not found and left_out:
        raise InputError(left_out[0].reason, where=left_out[0].where)
    return found, left_out


def claim_lines(documents: Iterable[Document], base: str = DEFAULT_BASE) -> Iterator[str]:
    """Yield the claims of documents as JSON, one a line, in text order."""
    Minter(base)
    for document in documents:
        yield from records(document, extract(document), base)


def build(
    paths: "Sequence[str | PathLike[str]] | str | PathLike[str]",
    output: "str | PathLike[str]" = DEFAULT_DIRECTORY,
    policy: str = DEFAULT_POLICY,
    base: str = DEFAULT_BASE,
    jobs: int | None = 1,
    fail_on: str = "error",
    engines: Engines | None = None,
) -> Summary:
    """Read files and folders into a graph directory; return a summary of what was built.

    The directory then holds this build and nothing of an earlier one; a file that would not change is
    left alone. Documents that cannot be read are left out and listed. With ``jobs`` above 1 documents, and
    the sections of long ones, are worked on in that many processes, with the same result; None takes as many
    as the machine has processors and memory for. A script that asks for them guards its start with
    ``if __name__ == "__main__"``, because they import it.

    Raises `InputError` when no document could be read, `UsageError` for an unknown policy, a bad base or a
    directory that cannot be written; the directory is as it was.
    """
    given = [paths] if isinstance(paths, str) or not isinstance(paths, Sequence) else list(paths)
    run, directory = _checked(policy, base, jobs, fail_on, engines or Engines()), Path(output)
    try:
        existed = directory.exists()
    except OSError as error:  # a folder above it is closed
        raise unwritable(directory, error) from error
    _check_free(directory)
    make_directory(directory)
    try:
        with sole_use(directory), part_of(directory, BUILDING) as part:
            return _build(given, directory, part, run, jobs, fail_on)
    except OSError as error:
        raise unwritable(directory, error) from error
    finally:
        if not existed and not any(directory.iterdir()):
            directory.rmdir()


def _check_free(directory: Path) -> None:
    """UsageError for a folder of somebody's other files, and for "-", which is none.

    NewerLayout for a graph that a newer onrecord wrote; one whose manifest cannot be read is replaced.
    """
    if str(directory) == "-":
        raise UsageError("is no folder", where="-o -", remedy="name a folder: a graph is several files")
    try:
        stopped = False
        try:
            read_manifest(directory)
        except NewerLayout:
            raise
        except InputError as error:
            stopped = isinstance(error, Unfinished)
        others = directory.is_dir() and any(not _PART.fullmatch(path.name) for path in directory.iterdir())
        if others and not stopped and not holds_graph(directory):
            raise UsageError(
                "is not empty and holds no graph of onrecord",
                where=directory,
                remedy="name another folder or empty it",
            )
    except OSError as error:
        raise unwritable(directory, error) from error


def _checked(policy: str, base: str, jobs: int | None, fail_on: str, engines: Engines) -> Run:
    """The settings as a run. UsageError for one that makes no sense."""
    for name, value, known in (("--policy", policy, policies()), ("--fail-on", fail_on, FAIL_ON)):
        if value not in known:
            raise UsageError(f"unknown: {value!r}", where=name, remedy=f"choose one of: {', '.join(known)}")
    if jobs is not None and jobs < 1:
        raise UsageError(f"{jobs} is not a number of processes", where="--jobs", remedy="give 1 or more")
    Minter(base)
    return Run(policy, base, engines)


def _build(
    paths: "list[str | PathLike[str]]",
    directory: Path,
    part: Path,
    run: Run,
    jobs: int | None,
    fail_on: str,
) -> Summary:
    """Build into ``part``, then put its files in the place of the directory's."""
    folder = part / SHARDS
    folder.mkdir()
    shards: list[Shard] = []
    left_out: list[Rejected] = []
    with closing(_written(_documents(paths), run, folder, jobs)) as written:
        for done in written:
            if isinstance(done, Shard):
                shards.append(done)
            else:
                left_out.append(done)
    if not shards:
        reasons = "; ".join(str(rejected) for rejected in left_out[:20]) or "no file was given"
        raise InputError(f"nothing was built: {reasons}")
    assemble(part, run.base)
    report = Report.of(result for shard in shards for result in shard.report.results)
    for name, syntax in _REPORTS.items():
        (part / name).write_text(render(report, syntax), encoding="utf-8", newline="")
    write_store(part)
    with (part / DATASET).open("rb") as lines:
        held = census(lines)
    gone = [
        path
        for path in (directory / SHARDS).glob("*.nq")
        if is_shard(path) and not (folder / path.name).exists()
    ]
    publish(part, directory, BUILD, gone)
    return Summary(directory, tuple(shards), tuple(left_out), report, held, fail_on)


def _documents(paths: "list[str | PathLike[str]]") -> Iterator[Document | Rejected]:
    """What the paths hold, without the reports that builds wrote below one of them."""
    ours = {
        report.as_posix()
        for folder in (Path(path) for path in paths)
        if folder.is_dir()
        for report in folder.rglob("report.txt")
        if (report.parent / DATASET).is_file()
    }
    for item in read_paths([str(path) for path in paths]):
        if item.where not in ours:
            yield item


def _written(
    items: Iterable[Document | Rejected], run: Run, folder: Path, jobs: int | None
) -> Generator[Shard | Rejected, None, None]:
    """The shard of each document, in order, or why it has none."""
    if jobs is None:
        items, enough = _ahead(items)
        jobs = sensible_jobs() if enough else 1
    with Crew(jobs) as crew:
        for long, group in groupby(items, key=_is_long):
            if long:
                for document in group:
                    yield _kept(document, lambda document: write_volume(document, run, folder, crew))
            else:
                yield from crew.each(partial(_write, run, folder), group)


def _ahead(items: Iterable[Document | Rejected]) -> tuple[Iterator[Document | Rejected], bool]:
    """All the items again, and whether there is text enough among them for several processes."""
    left, taken, size = iter(items), list[Document | Rejected](), 0
    for item in left:
        taken.append(item)
        size += len(item.text) if isinstance(item, Document) else 0
        if size > _ENOUGH:
            break
    return chain(taken, left), size > _ENOUGH


def _is_long(item: Document | Rejected) -> bool:
    return isinstance(item, Document) and is_long(item)


def _write(run: Run, folder: Path, item: Document | Rejected) -> Shard | Rejected:
    """The shard of one document, written, or why there is none."""
    return _kept(item, lambda document: write_shard(document, run, folder))


def _kept(item: Document | Rejected, write: Callable[[Document], Shard]) -> Shard | Rejected:
    """What is written of a document; or why it is left out, so that no document stops the others."""
    if isinstance(item, Rejected):
        return item
    try:
        return write(item)
    except (ToolError, UsageError, ImportError, OSError):  # not the document's fault
        raise
    except Exception as error:
        if debugging():
            raise
        what = " ".join(f"{type(error).__name__}: {error}".split())[:500]
        return Rejected(
            item.where or item.source,
            f"could not be worked on ({what}); run again with --debug and report it",
        )
