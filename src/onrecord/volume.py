"""A long document written section by section, in any processes, each section to a shard of its own.

Each section is worked on twice. First it is read; what was read waits in a file. When all are read it is
known how often the same words came before, and which classes a name has anywhere in the document: then
each section is mapped, reported, closed, checked and written by itself, knowing that. So a name that one
section takes for a person is a person wherever the document accuses it.
"""

import pickle
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from onrecord.claim import Extraction
from onrecord.crew import Crew
from onrecord.dataset import Description
from onrecord.document import Document
from onrecord.iri import Minter
from onrecord.numbering import Numbering
from onrecord.report import Report
from onrecord.run import Run
from onrecord.sections import read_section, sections
from onrecord.shard import Counts, Shard, shard_name, write_part

_DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class _Task:
    """A section to be mapped and written: its number, and what the document has besides it."""

    number: int
    before: Numbering


def write_volume(document: Document, run: Run, folder: Path, crew: Crew) -> Shard:
    """Write the shards of a long document into a folder, checked; return what it is.

    Reasoning and checks see one section at a time.
    """
    with TemporaryDirectory(prefix=".", suffix=".part", dir=folder) as name:
        place = Path(name)
        parts = tuple(sections(document))
        (place / _DOCUMENT).write_bytes(pickle.dumps(parts))
        met, tasks = Numbering(), list[_Task]()
        for number, own in enumerate(crew.each(partial(_read, place, run), range(len(parts)))):
            tasks.append(_Task(number, met.before(own)))
            met.add(own)
        met.types = {iri: types for iri, types in met.types.items() if len(types) > 1}
        for task in tasks:
            task.before.types = met.types
        written = list(crew.each(partial(_write, place, run), tasks))
        for shard in place.glob("*.nq"):
            shard.replace(folder / shard.name)
    counts = sum((counted for counted, _ in written), Counts())
    report = Report.of(result for _, found in written for result in found.results)
    return Shard(document.source, shard_name(document.source), counts, report, document.title)


def _read(place: Path, run: Run, number: int) -> Numbering:
    """Read a section, put what it says beside its document; return what it met by itself."""
    section, own = _sections(place)[number], Numbering()
    extraction = read_section(section, number)
    (place / str(number)).write_bytes(pickle.dumps(extraction))
    Description(section, extraction, Minter(run.base), own).meet()
    return own


def _write(place: Path, run: Run, task: _Task) -> tuple[Counts, Report]:
    """Map, check and write a section that was read; its shard waits beside it."""
    section = _sections(place)[task.number]
    extraction: Extraction = pickle.loads((place / str(task.number)).read_bytes())
    return write_part(section, extraction, run, place, task.number, task.before)


@lru_cache(maxsize=1)
def _sections(place: Path) -> tuple[Document, ...]:
    """The sections of the document that waits in a folder."""
    found: tuple[Document, ...] = pickle.loads((place / _DOCUMENT).read_bytes())
    return found
