"""Times of the saved answers over a graph directory, and beside rdflib over a smaller one.

    python benchmarks/queries.py DIR [--runs 20] [--limit 30] [--rdflib SMALL] [--only NAME ...]

Make the graphs with benchmarks/generate.py: DIR of 1e6 quads, SMALL of 1e5 or less. Each answer is asked with
each of its parameters alone (the values of queries.csv: names that are neither common nor rare), in a process
of its own, once to warm up and then --runs times; printed is the median of the processor's time, which other
processes on the machine disturb least. What must read all there is of its kind is a full scan: queries.csv
names each with the reason. With --rdflib the same is asked of rdflib, in memory, and of our store on disk and
in memory, over SMALL; the rows must be equal.
"""

import argparse
import csv
import math
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from onrecord.savedquery import SavedQuery, find_query, saved_queries  # noqa: E402
from onrecord.sparql import bind  # noqa: E402

MOST = 0.1  # seconds


def values() -> dict[str, str]:
    """The value that each parameter is asked with."""
    with (ROOT / "benchmarks" / "queries.csv").open(newline="", encoding="utf-8") as rows:
        return {row["parameter"]: row["value"] for row in csv.DictReader(rows) if row["value"]}


def scans() -> dict[tuple[str, str], str]:
    """Why a query, asked with a parameter or none (""), must read all there is of a kind."""
    with (ROOT / "benchmarks" / "queries.csv").open(newline="", encoding="utf-8") as rows:
        return {(row["query"], row["parameter"]): row["scan"] for row in csv.DictReader(rows) if row["scan"]}


def cases(only: list[str]) -> list[tuple[SavedQuery, str]]:
    """Each answer with the parameter that it is asked with, "" for a full scan."""
    return [
        (saved, parameter)
        for saved in saved_queries()
        if saved.folder == "answers" and (not only or saved.name in only)
        for parameter in ([one.name for one in saved.parameters] or [""])
    ]


def text_of(saved: SavedQuery, parameter: str) -> str:
    return bind(saved.text, saved.terms({parameter: values()[parameter]} if parameter else {}))


def measure(
    directory: str, engine: str, name: str, parameter: str, runs: int
) -> tuple[float, Counter[object]]:
    """The median seconds of a query by one engine, and its rows."""
    text = text_of(find_query(name), parameter)
    ask = _engine(directory, engine)
    times: list[float] = []
    rows: list[object] = []
    for _ in range(runs + 1):
        began = time.process_time()
        rows = ask(text)
        times.append(time.process_time() - began)
    return statistics.median(times[1:] or times), Counter(map(str, rows))


def _engine(directory: str, engine: str):  # type: ignore[no-untyped-def]
    """A function that asks an engine and gives the rows as tuples of lexical values."""
    if engine == "rdflib":
        from rdflib import Graph

        graph = Graph().parse(f"{directory}/graph.ttl")
        return lambda text: [tuple(None if t is None else str(t) for t in row) for row in graph.query(text)]
    from pyoxigraph import RdfFormat, Store

    if engine == "disk":
        store = Store.read_only(f"{directory}/store")
    else:
        store = Store()
        store.bulk_load(path=f"{directory}/dataset.nq", format=RdfFormat.N_QUADS)
    return lambda text: [
        tuple(None if t is None else t.value for t in row)
        for row in store.query(text, use_default_graph_as_union=True)
    ]


def asked(
    directory: Path, engine: str, name: str, parameter: str, runs: int, limit: float
) -> tuple[float, int, str] | None:
    """Seconds, number and digest of the rows, measured in a process of its own; None past the limit."""
    command = [
        sys.executable,
        __file__,
        "--one",
        engine,
        name,
        parameter,
        str(directory),
        "--runs",
        str(runs),
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        print(done.stderr[-500:], file=sys.stderr)
        return None
    seconds, count, digest = done.stdout.split()
    return float(seconds), int(count), digest


def one(engine: str, name: str, parameter: str, directory: str, runs: int) -> None:
    """Measure one query and print what `asked` reads."""
    import hashlib

    seconds, rows = measure(directory, engine, name, parameter, runs)
    digest = hashlib.sha256(repr(sorted(rows.items())).encode()).hexdigest()
    print(seconds, sum(rows.values()), digest)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("directory", type=Path, nargs="?")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--limit", type=float, default=30, help="seconds for all runs of one query")
    parser.add_argument("--rdflib", type=Path, metavar="SMALL")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        one(*given.one, given.runs)
        return
    if given.directory is not None:
        over(given.directory, given.runs, given.limit, given.only)
    if given.rdflib is not None:
        beside(given.rdflib, given.limit, given.only)


def over(directory: Path, runs: int, limit: float, only: list[str]) -> None:
    """Print the median of each query over a graph directory."""
    within = over_it = 0
    reasons = scans()
    for saved, parameter in cases(only):
        found = asked(directory, "disk", saved.name, parameter, runs, limit)
        why = reasons.get((saved.name, parameter))
        label = f"{saved.name} -p {parameter}" if parameter else saved.name
        if found is None:
            print(f"{label:55} more than {limit:g} s for {runs} runs", flush=True)
            over_it += why is None
            continue
        note = f"  full scan: {why}" if why else ""
        print(f"{label:45} {found[0] * 1000:9.1f} ms {found[1]:7} rows{note}", flush=True)
        if why is None:
            within += found[0] <= MOST
            over_it += found[0] > MOST
    print(f"{within} of {within + over_it} within {MOST * 1000:g} ms, full scans not counted")


def beside(directory: Path, limit: float, only: list[str]) -> None:
    """Print how our store compares with rdflib, on disk and in memory, and whether the rows are equal."""
    ratios: dict[str, list[float]] = {"disk": [], "memory": []}
    for saved, parameter in cases(only):
        theirs = asked(directory, "rdflib", saved.name, parameter, 1, limit * 4)
        line = f"{saved.name + (' -p ' + parameter if parameter else ''):55}"
        if theirs is None:
            print(f"{line} rdflib: more than {limit * 4:g} s", flush=True)
            continue
        for engine, ratio in ratios.items():
            ours = asked(directory, engine, saved.name, parameter, 5, limit)
            if ours is None:
                line += f" {engine}: more than {limit:g} s"
                continue
            ratio.append(ours[0] / max(theirs[0], 1e-6))
            line += f" {engine} {ours[0] * 1000:.1f} ms{'' if ours[1:] == theirs[1:] else ' OTHER ROWS'}"
        print(f"{line} rdflib {theirs[0] * 1000:.1f} ms", flush=True)
    for engine, ratio in ratios.items():
        if ratio:
            mean = math.exp(statistics.fmean(math.log(max(one, 1e-6)) for one in ratio))
            print(f"{engine}: 1/{1 / mean:.1f} of rdflib's time in geometric mean of {len(ratio)}")


if __name__ == "__main__":
    main()
