"""One document's part of the graph: a pure function of the document and the settings.

Documents are worked on one by one, in any process and in any order; the same document gives the same bytes.
"""

import gc
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pyoxigraph import Quad, Triple
from rdflib.namespace import RDF

from onrecord.background import background, entities
from onrecord.claim import Extraction
from onrecord.dataset import describe
from onrecord.document import Document
from onrecord.engines import closure_by
from onrecord.export import serialize_quads
from onrecord.folding import fold
from onrecord.format import NQUADS
from onrecord.iri import Minter, digest
from onrecord.numbering import Numbering
from onrecord.policy import infer_by_rules, report
from onrecord.report import Report
from onrecord.run import Run
from onrecord.sections import read_section
from onrecord.validation import validate_quads
from onrecord.vocab import ONR

_TYPE, _TEXT = str(RDF.type), str(ONR.text)
_ATTACKS = ("Attack", "AttackSeries")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Counts:
    """What was read from documents: claims by predicate, quotations, and attacks with their series."""

    claims: Counter[str] = field(default_factory=Counter)
    quotations: int = 0
    attacks: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.claims + other.claims, self.quotations + other.quotations, self.attacks + other.attacks
        )


@dataclass(frozen=True, slots=True)
class Shard:
    """A document that became a part of the graph: the name of its file, what it holds, what was found."""

    source: str
    name: str
    counts: Counts
    report: Report
    title: str | None = None


def shard_name(source: str) -> str:
    """The file name of a document's shard: readable, and as different for source ids as document IRIs are.

    A long document has a shard for each section: its later ones have this name with their number.
    """
    url = urlsplit(source)
    words = f"{url.netloc}{url.path}" if url.scheme in ("http", "https") else source
    slug = "-".join(re.findall("[a-z0-9]+", fold(words.replace(".", " "))))[:_LONGEST].strip("-")
    return f"{slug or 'document'}-{digest(source)}.nq"


def part_name(source: str, number: int) -> str:
    """The file name for the section of a document with that number, counted from 0."""
    name = shard_name(source)
    return name if number == 0 else f"{name.removesuffix('.nq')}_{number + 1:05}.nq"


def write_shard(document: Document, run: Run, folder: Path) -> Shard:
    """Write the shard of a document of one section into a folder, checked; return what it is."""
    counts, report = write_part(document, read_section(document), run, folder)
    return Shard(document.source, shard_name(document.source), counts, report, document.title)


def write_part(
    section: Document,
    extraction: Extraction,
    run: Run,
    folder: Path,
    number: int = 0,
    numbering: Numbering | None = None,
) -> tuple[Counts, Report]:
    """Write the shard of a section, counted from 0, into a folder; the first has the document's text.

    Returns what it holds and what checking it found.
    """
    with _no_collection():
        quads, report, counts = graph_of(section, extraction, run, numbering)
    kept = quads if number == 0 else [quad for quad in quads if quad.predicate.value != _TEXT]
    (folder / part_name(section.source, number)).write_bytes(serialize_quads(kept, NQUADS))
    return counts, report


@contextmanager
def _no_collection() -> Iterator[None]:
    """Leave cyclic garbage for later: looking for it among a million terms takes a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def graph_of(
    document: Document, extraction: Extraction, run: Run, numbering: Numbering | None = None
) -> tuple[list[Quad], Report, Counts]:
    """All quads of a section (claims, reported, inferred, entities, background), checked and counted."""
    minter = Minter(run.base)
    quads = describe(document, extraction, run, run.base, numbering)
    reported = report(quads, run.policy)
    by_rules = infer_by_rules(quads)
    shared = minter.graph("entities")
    types = [quad.triple for quad in quads if quad.graph_name == shared and quad.predicate.value == _TYPE]
    closure = closure_by(run.engines.closure)((*reported, *by_rules), types)
    inferred = sorted({*by_rules, *closure.triples}, key=str)
    quads += _in(reported, minter, "reported", document)
    quads += _in(inferred, minter, "inferred", document)
    found = validate_quads(quads, closure, run.engines)
    counts = Counts(
        Counter(claim.predicate for claim in extraction.claims),
        len(set(extraction.quotations)),
        sum(entity.type in _ATTACKS for entity in entities(extraction)),
    )
    return quads + background(extraction, run.base), found, counts


def _in(triples: list[Triple], minter: Minter, role: str, document: Document) -> list[Quad]:
    """The triples in the graph of that role."""
    graph = minter.graph(role, document.source)
    return [Quad(t.subject, t.predicate, t.object, graph) for t in triples]
