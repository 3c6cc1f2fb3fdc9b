"""What each step costs beside the bare language pipeline over the same texts, in one run.

    python benchmarks/speed.py [--rounds 3] [--words 100000] [ARTICLE|FOLDER ...]

Times are processor time of this process, warm. In each round every article goes through the bare pipeline
and through all steps, one right after the other; per article the median of the rounds counts. So other work
on the machine falls on both alike, and the ratios are what to compare. Then one long text, made of the
articles, is read beside short ones: time a word must not grow with the length.

Without arguments: the articles of the repository, and those of shared/corpora beside it where it is there.
"""

import argparse
import gc
import io
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from onrecord.assembly import assemble
from onrecord.background import background
from onrecord.dataset import describe
from onrecord.document import Document
from onrecord.export import serialize_quads
from onrecord.extractors import extract
from onrecord.format import NQUADS
from onrecord.inference import infer
from onrecord.pipeline import extract as extract_all
from onrecord.policy import infer_by_rules, report
from onrecord.readers import Rejected, read_paths
from onrecord.readers.origin import Origin
from onrecord.readers.text import read_text
from onrecord.reading import Reading
from onrecord.run import Run
from onrecord.sections import sections
from onrecord.settings import DEFAULT_BASE, DEFAULT_POLICY
from onrecord.shard import shard_name
from onrecord.statements import SHARDS
from onrecord.stores.oxigraph import write_store
from onrecord.syntax import parser
from onrecord.validation import validate_quads

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpora" / "articles"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
TEXT_LIMIT = 1.6
GROWTH_LIMIT = 1.3
SHORT = 1_000  # words of a short document

BARE = "bare pipeline"
READING = "reading"
TEXT = "reading to claims"
STEPS = {
    READING: "document → Reading (parse, names, quotations, coreference)",
    TEXT: "document → claims: the whole text side",
    "mapping": "claims → quads, with the gazetteer's background",
    "reporting": "policy: claims → reported triples",
    "inference": "rules, then the OWL 2 RL closure",
    "validation": "shapes, twice, and check queries",
    "writing": "shard, dataset.nq, graph.ttl, reported.ttl, store",
}
GRAPH = ("mapping", "reporting", "inference", "validation", "writing")

Result = TypeVar("Result")


@dataclass(slots=True)
class Clock:
    """Processor seconds by step and article, one for each round."""

    spent: dict[tuple[str, int], list[float]] = field(default_factory=lambda: defaultdict(list))

    def time(self, step: str, article: int, work: Callable[[], Result]) -> Result:
        """What the work gives; its time is noted."""
        gc.collect()
        began = time.process_time()
        result = work()
        self.spent[step, article].append(time.process_time() - began)
        return result

    def total(self, step: str) -> float:
        """The sum over the articles of the median of the rounds."""
        return sum(statistics.median(times) for (name, _), times in self.spent.items() if name == step)


def main() -> int:
    """Measure and print; 1 where a limit is passed."""
    given = _arguments()
    documents = list(_documents(given.articles))
    words = sum(_words(document.text) for document in documents)
    print(f"{len(documents)} articles, {words:,} words; median of {given.rounds} rounds\n")
    texts = [
        [passage.text for part in sections(document) for passage in Reading(part).passages]
        for document in documents
    ]
    clock, run = Clock(), Run(DEFAULT_POLICY, DEFAULT_BASE)
    for document, seen in list(zip(documents, texts, strict=True))[:3]:
        _measure(document, seen, 0, Clock(), run, None, bare_first=True)  # all is loaded afterwards
    for number in range(given.rounds):
        with tempfile.TemporaryDirectory(prefix="onrecord-speed-") as name:
            folder = Path(name)
            (folder / SHARDS).mkdir()
            for article, document in enumerate(documents):
                _measure(document, texts[article], article, clock, run, folder, number % 2 == 0)
            clock.time("directory", -1, lambda folder=folder: _assemble(folder))
    passed = _print_steps(clock, len(documents))
    print(f"\nMost memory so far: {_memory():.0f} MB")
    if given.words:
        passed &= _print_growth(documents, given.words)
    return 0 if passed else 1


def _arguments() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("articles", nargs="*", metavar="ARTICLE|FOLDER")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--words", type=int, default=100_000, help="length of the long text; 0 for none")
    return options.parse_args()


def _documents(paths: list[str]) -> Iterator[Document]:
    """The articles; one that cannot be read is named and left out."""
    given = [Path(path) for path in paths] or [ROOT / "data" / "articles"]
    if not paths and CORPUS.is_dir():
        given.append(CORPUS)
    for item in read_paths(given):
        if isinstance(item, Rejected):
            print(f"left out: {item}", file=sys.stderr)
        else:
            yield item


def _measure(
    document: Document,
    texts: list[str],
    article: int,
    clock: Clock,
    run: Run,
    folder: Path | None,
    bare_first: bool,
) -> None:
    """One article through every step, and its ``texts``, as the parser gets them, through spaCy alone."""
    whole = list(sections(document))

    def bare() -> None:
        clock.time(BARE, article, lambda: list(parser().pipe(texts, batch_size=64)))

    if bare_first:
        bare()
    clock.time(READING, article, lambda: [Reading(part) for part in whole])
    if not bare_first:
        bare()
    extraction = clock.time(TEXT, article, lambda: extract_all(document))
    base, policy = run.base, run.policy
    quads, known = clock.time(
        "mapping",
        article,
        lambda: (describe(document, extraction, run, base), background(extraction, base)),
    )
    reported = clock.time("reporting", article, lambda: report(quads, policy))
    types = [
        quad.triple
        for quad in quads
        if quad.predicate.value == TYPE and str(quad.graph_name).endswith("/graph/entities>")
    ]

    def conclude() -> object:
        by_rules = infer_by_rules(quads)
        return infer((*reported, *by_rules), types)

    closure = clock.time("inference", article, conclude)
    clock.time("validation", article, lambda: validate_quads(quads, closure))
    data = clock.time("writing", article, lambda: serialize_quads([*quads, *known], NQUADS))
    if folder is not None:
        (folder / SHARDS / shard_name(document.source)).write_bytes(data)


def _assemble(folder: Path) -> None:
    """The files of a graph directory, from its shards."""
    assemble(folder, DEFAULT_BASE)
    write_store(folder)


def _print_steps(clock: Clock, articles: int) -> bool:
    """The table of steps; whether the text side keeps to its limit."""
    bare = clock.total(BARE)
    print(f"{'step':18} {'ms an article':>13} {'× pipeline':>10}")
    print(f"{BARE:18} {1000 * bare / articles:13.1f} {1:10.2f}  the same texts through spaCy alone")
    for step, about in STEPS.items():
        spent = clock.total(step) + (clock.total("directory") if step == "writing" else 0)
        print(f"{step:18} {1000 * spent / articles:13.1f} {spent / bare:10.2f}  {about}")
    everything = clock.total(TEXT) + sum(clock.total(step) for step in (*GRAPH, "directory"))
    print(f"{'all':18} {1000 * everything / articles:13.1f} {everything / bare:10.2f}")
    ratio = clock.total(TEXT) / bare
    print(f"\nText side: {ratio:.2f} × the pipeline ({_verdict(ratio, TEXT_LIMIT)})")
    return ratio <= TEXT_LIMIT


def _print_growth(documents: list[Document], words: int) -> bool:
    """A long text against short ones of the same content; whether its time a word is much the same."""
    text = _long(documents, words)
    pieces = _pieces(text)
    sample = pieces[:: max(1, len(pieces) // 12)]
    short = statistics.median(_per_word(piece) for piece in sample)
    long = _per_word(text)
    print(f"\n{_words(text):,} words in one document: {1e6 * long:.0f} µs a word, {long / short:.2f} ×")
    print(f"  that of documents of {SHORT:,} words ({_verdict(long / short, GROWTH_LIMIT)})")
    print(f"Most memory: {_memory():.0f} MB")
    return long / short <= GROWTH_LIMIT


def _verdict(ratio: float, limit: float) -> str:
    return f"limit {limit}: {'kept' if ratio <= limit else 'PASSED'}"


def _long(documents: list[Document], words: int) -> str:
    """A text of so many words: the articles again and again, paragraphs apart."""
    parts: list[str] = []
    held = 0
    while held < words:
        for document in documents:
            parts.append(document.text.strip())
            held += _words(parts[-1])
            if held >= words:
                break
    return "\n\n".join(parts)


def _pieces(text: str) -> list[str]:
    """The text cut at paragraphs into documents of about a thousand words."""
    pieces: list[str] = []
    held: list[str] = []
    for paragraph in text.split("\n\n"):
        held.append(paragraph)
        if sum(map(_words, held)) >= SHORT:
            pieces.append("\n\n".join(held))
            held = []
    return pieces or [text]


def _per_word(text: str) -> float:
    """Processor seconds a word from text to claims."""
    (document,) = read_text(io.BytesIO(text.encode()), Origin("text", "text.txt"))
    if isinstance(document, Rejected):
        raise SystemExit(f"speed.py: the text cannot be read: {document.reason}")
    gc.collect()
    began = time.process_time()
    for part in sections(document):
        extract(part)
    return (time.process_time() - began) / _words(text)


def _words(text: str) -> int:
    return len(text.split())


def _memory() -> float:
    """The most memory that this process has had, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


if __name__ == "__main__":
    sys.exit(main())
