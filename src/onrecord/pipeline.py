"""The steps joined: files are read, their claims extracted, mapped, checked and written as one graph."""

import filecmp
import re
import shutil
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.assembly import SHARDS, assemble, holds_graph, is_shard
from onrecord.claim import Extraction
from onrecord.document import Document
from onrecord.errors import InputError, ToolError, UsageError
from onrecord.files import make_directory, unwritable
from onrecord.iri import Minter
from onrecord.policy import policies
from onrecord.readers import Rejected, read_paths
from onrecord.record import records
from onrecord.report import FAIL_ON, Report
from onrecord.reports import render
from onrecord.run import Run
from onrecord.sections import join, sections, set_apart
from onrecord.settings import DEFAULT_BASE, DEFAULT_DIRECTORY, DEFAULT_POLICY, debugging
from onrecord.shard import Shard, write_shard
from onrecord.stores.oxigraph import DATASET, STORE, write_store
from onrecord.summary import Summary

if TYPE_CHECKING:
    from os import PathLike

Paths = "Sequence[str | PathLike[str]] | str | PathLike[str]"

_PART = re.compile(r"\.build\..*\.part")  # what a build that was killed leaves
_REPORTS = {"report.txt": "text", "report.json": "json", "report.ttl": "turtle"}


def extract(document: Document) -> Extraction:
    """What a document puts forward: its claims, quotations and mentions."""
    return join([extraction for _, extraction in read_sections(document)])


def read_sections(document: Document) -> Iterator[tuple[Document, Extraction]]:
    """Yield the sections of a document, each with what it puts forward; most documents are one."""
    from onrecord.extractors import extract as run_extractors  # loads the language model

    for number, section in enumerate(sections(document)):
        yield section, set_apart(run_extractors(section), number)


def read_document(path: "str | PathLike[str]") -> list[Document]:
    """The documents of one file, or of standard input for "-". InputError for one that cannot be read."""
    found = []
    for item in read_paths([str(path)]):
        if isinstance(item, Rejected):
            raise InputError(item.reason, where=item.where)
        found.append(item)
    return found


def claim_lines(path: "str | PathLike[str]", base: str = DEFAULT_BASE) -> Iterator[str]:
    """Yield the claims of a file as JSON, one a line, in text order."""
    Minter(base)
    for document in read_document(path):
        yield from records(document, extract(document), base)


def build(
    paths: "Sequence[str | PathLike[str]] | str | PathLike[str]",
    output: "str | PathLike[str]" = DEFAULT_DIRECTORY,
    policy: str = DEFAULT_POLICY,
    base: str = DEFAULT_BASE,
    jobs: int = 1,
    fail_on: str = "error",
) -> Summary:
    """Read files and folders into a graph directory; return a summary of what was built.

    The directory then holds this build and nothing of an earlier one; a file that would not change is
    left alone. Documents that cannot be read are left out and listed. With ``jobs`` above 1 documents are
    read in that many processes, with the same result.

    Raises `InputError` when no document could be read or two have the same source id, `UsageError`
    for an unknown policy, a bad base or a directory that cannot be written; the directory is as it was.
    """
    given = [paths] if isinstance(paths, str) or not isinstance(paths, Sequence) else list(paths)
    run, directory = _checked(policy, base, jobs, fail_on), Path(output)
    existed = directory.exists()
    _check_free(directory)
    make_directory(directory)
    try:
        part = Path(tempfile.mkdtemp(prefix=".build.", suffix=".part", dir=directory))
    except OSError as error:
        raise unwritable(directory, error) from error
    try:
        summary = _build(given, directory, part, run, jobs, fail_on)
    except OSError as error:
        raise unwritable(directory, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
        if not existed and not any(directory.iterdir()):
            directory.rmdir()
    return summary


def _check_free(directory: Path) -> None:
    """UsageError for a folder of somebody's other files, and for "-", which is none."""
    if str(directory) == "-":
        raise UsageError("is no folder", where="-o -", remedy="name a folder: a graph is several files")
    try:
        others = directory.is_dir() and any(not _PART.fullmatch(path.name) for path in directory.iterdir())
        if others and not holds_graph(directory):
            raise UsageError(
                "is not empty and holds no graph of onrecord",
                where=directory,
                remedy="name another folder or empty it",
            )
    except OSError as error:
        raise unwritable(directory, error) from error


def _checked(policy: str, base: str, jobs: int, fail_on: str) -> Run:
    """The settings as a run. UsageError for one that makes no sense."""
    for name, value, known in (("--policy", policy, policies()), ("--fail-on", fail_on, FAIL_ON)):
        if value not in known:
            raise UsageError(f"unknown: {value!r}", where=name, remedy=f"choose one of: {', '.join(known)}")
    if jobs < 1:
        raise UsageError(f"{jobs} is not a number of processes", where="--jobs", remedy="give 1 or more")
    Minter(base)
    return Run(policy, base)


def _build(
    paths: "list[str | PathLike[str]]", directory: Path, part: Path, run: Run, jobs: int, fail_on: str
) -> Summary:
    """Build into ``part``, then put its files in the place of the directory's."""
    folder = part / SHARDS
    folder.mkdir()
    shards: list[Shard] = []
    left_out: list[Rejected] = []
    for done in _written(_documents(paths), run, folder, jobs):
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
    _publish(part, directory)
    return Summary(directory, tuple(shards), tuple(left_out), report, fail_on)


def _documents(paths: "list[str | PathLike[str]]") -> Iterator[Document | Rejected]:
    """What the paths hold, without the reports that builds wrote below one of them."""
    reports = {
        (report, report.relative_to(folder))
        for folder in (Path(path) for path in paths)
        if folder.is_dir()
        for report in folder.rglob("report.txt")
        if (report.parent / DATASET).is_file()
    }
    ours = {name.as_posix() for pair in reports for name in pair}
    for item in read_paths([str(path) for path in paths]):
        if (item.source if isinstance(item, Document) else item.where) not in ours:
            yield item


def _written(
    items: Iterable[Document | Rejected], run: Run, folder: Path, jobs: int
) -> Iterator[Shard | Rejected]:
    """The shard of each document, in order, or why it has none."""
    if jobs == 1:
        for item in items:
            yield _write(item, run, folder) if isinstance(item, Document) else item
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        pending: deque[Future[Shard | Rejected] | Rejected] = deque()
        try:
            for item in items:
                pending.append(pool.submit(_write, item, run, folder) if isinstance(item, Document) else item)
                if len(pending) > 4 * jobs:
                    yield _result(pending.popleft())
            while pending:
                yield _result(pending.popleft())
        except BrokenProcessPool as error:
            raise ToolError(
                "a process that read documents was killed", remedy="try fewer --jobs: each needs memory"
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _result(done: "Future[Shard | Rejected] | Rejected") -> Shard | Rejected:
    return done if isinstance(done, Rejected) else done.result()


def _write(document: Document, run: Run, folder: Path) -> Shard | Rejected:
    """The shard of one document, written; or why it is left out, so that no document stops the others."""
    try:
        return write_shard(read_sections(document), run, folder)
    except (ToolError, UsageError, ImportError):
        raise
    except Exception as error:
        if debugging():
            raise
        what = " ".join(f"{type(error).__name__}: {error}".split())[:500]
        return Rejected(
            document.source, f"could not be worked on ({what}); run again with --debug and report it"
        )


def _publish(part: Path, directory: Path) -> None:
    """Move the files of a build to their places, and remove the shards of documents that it lacks.

    The old store goes first and the new one comes last: no store beside a dataset is of another build.
    """
    if (directory / STORE).exists():
        (directory / STORE).rename(part / "old")
    (directory / SHARDS).mkdir(exist_ok=True)
    new = {path.relative_to(part) for path in (*part.glob("*"), *part.glob(f"{SHARDS}/*")) if path.is_file()}
    for name in sorted(new):
        source, target = part / name, directory / name
        if not (target.is_file() and filecmp.cmp(source, target, shallow=False)):
            source.replace(target)
    for path in sorted((directory / SHARDS).glob("*.nq")):
        if path.relative_to(directory) not in new and is_shard(path):
            path.unlink()
    (part / STORE).rename(directory / STORE)
