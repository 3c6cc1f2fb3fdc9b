"""The command: texts of a corpus are read, answered, written, and scored where gold is there."""

import argparse
import json
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from accuracy import fakes, muc4, re3d
from accuracy.graph import TextGraph, Unreadable, document
from accuracy.measure import Miss, table

SCHEMES = {"fakes": fakes, "re3d": re3d, "muc4": muc4}

Record = dict[str, object]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    given = _parser().parse_args(arguments)
    scheme = SCHEMES[given.corpus]
    with given.file.open(encoding="utf-8") as file:
        records = [json.loads(line) for line in file if line.strip()]
    started = time.monotonic()
    predictions: list[Record] = []
    for prediction, problem in _answers(records, given.corpus, given.jobs):
        predictions.append(prediction)
        if problem:
            print(f"{prediction['id']}: {problem}", file=sys.stderr)
    seconds = time.monotonic() - started
    if given.predictions:
        lines = (json.dumps(prediction, ensure_ascii=False) + "\n" for prediction in predictions)
        given.predictions.write_text("".join(lines), encoding="utf-8")
    print(f"{given.corpus}: {len(records)} texts, {seconds:.0f} s with {given.jobs} process(es)")
    if scheme.has_gold(records):
        print(table(scheme.score(records, predictions)))
        if given.errors:
            print(_told(scheme.misses(records, predictions), given.errors))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="accuracy.py", description=__doc__)
    parser.add_argument("corpus", choices=sorted(SCHEMES))
    parser.add_argument("file", type=Path, metavar="FILE", help="texts as JSON Lines, with or without gold")
    parser.add_argument("--predictions", type=Path, metavar="OUT", help="write the answers as JSON Lines")
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="show N misses of each kind, with sentences"
    )
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes (default: 1)")
    return parser


def _answers(records: list[Record], corpus: str, jobs: int) -> Iterator[tuple[Record, str | None]]:
    if jobs <= 1:
        yield from (answer(record, corpus) for record in records)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(answer, records, [corpus] * len(records), chunksize=4)


def answer(record: Record, corpus: str) -> tuple[Record, str | None]:
    """The prediction for one text and, where it could not be read, why; then it is the empty one."""
    scheme = SCHEMES[corpus]
    problem = None
    try:
        found = scheme.answer(TextGraph.of(document(record), corpus))
    except Unreadable as error:
        found, problem = scheme.NOTHING, f"left out: {error}"
    except Exception:  # one text does not stop the others
        found, problem = scheme.NOTHING, traceback.format_exc(limit=-3)
    return {"id": str(record["id"]), **found}, problem


def _told(misses: list[Miss], most: int) -> str:
    """Counts of the kinds of misses, measure by measure, then examples of each."""
    sorts: dict[str, Counter[str]] = defaultdict(Counter)
    for miss in misses:
        sorts[miss.measure][miss.sort] += 1
    lines = []
    for measure, counts in sorts.items():
        lines.append(f"\n== {measure}: {counts.total()} misses")
        lines += [f"{count:6} {sort}" for sort, count in counts.most_common()]
        for sort, _ in counts.most_common():
            lines.append(f"\n-- {measure}: {sort}")
            examples = [miss for miss in misses if (miss.measure, miss.sort) == (measure, sort)]
            for miss in examples[:most]:
                lines.append(f"[{miss.id}] gold: {miss.gold} | answered: {miss.predicted}")
                lines += [f"    {sentence}" for sentence in miss.sentences]
    return "\n".join(lines)
