"""Time and memory of exports and of a comparison, beside pyoxigraph's own serialiser.

    python benchmarks/exports.py [DIR] [--size 1e6] [--runs 3]

DIR is a graph directory; without one, `generate.py` makes one of --size quads. Each line is a whole command
in a process of its own: reading, writing a file, and the start of Python. The serialiser's lines read
dataset.nq with pyoxigraph and write it with pyoxigraph, nothing else. Best of the runs, taken in turn; the
most memory. The ratio is of processor time, which other work on the machine does not change.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 1.5

BARE = """
import resource, sys
from pyoxigraph import RdfFormat, parse, serialize
quads = parse(path=sys.argv[1], format=RdfFormat.N_QUADS)
if sys.argv[3] == "nquads":
    serialize(quads, sys.argv[2], format=RdfFormat.N_QUADS)
else:
    prefixes = {"onr": "https://w3id.org/onrecord/ns#"}
    serialize((q.triple for q in quads), sys.argv[2], format=RdfFormat.TURTLE, prefixes=prefixes)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
OURS = """
import resource, sys
from onrecord.cli import app
app(sys.argv[1:], standalone_mode=False)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def measure(code: str, arguments: list[str]) -> tuple[float, float, int]:
    """Seconds by the clock, seconds of the processor, and the most memory in MB of a program."""
    sources = os.pathsep.join([str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])])
    before, began = os.times(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": sources},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    took, after = time.perf_counter() - began, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return took, used, int(done.stdout.split()[-1])


def best(found: list[tuple[float, float, int]]) -> tuple[float, float, int]:
    """The least time of some runs, and the most memory."""
    return min(f[0] for f in found), min(f[1] for f in found), max(f[2] for f in found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("directory", type=Path, nargs="?", metavar="DIR")
    parser.add_argument("--size", type=lambda text: int(float(text)), default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="onrecord-exports-") as folder:
        directory = given.directory or generated(given.size, Path(folder) / "graph")
        with (directory / "dataset.nq").open("rb") as lines:
            print(f"{sum(1 for _ in lines)} quads")
        print(f"{'':34}seconds   processor    MB   ratio", flush=True)
        too_slow = [
            name for name in ("nquads", "turtle") if not compare(name, directory, Path(folder), given.runs)
        ]
        for arguments in OTHERS:
            target = str(Path(folder) / f"made.{arguments[0]}")
            show(
                " ".join(arguments), measure(OURS, ["export", str(directory), "-f", *arguments, "-o", target])
            )
        show(
            "diff with itself",
            measure(OURS, ["diff", str(directory), str(directory), "-o", f"{folder}/diff"]),
        )
    if too_slow:
        sys.exit(f"more than {LIMIT} of pyoxigraph's time: {', '.join(too_slow)}")


OTHERS = (
    ["ntriples"],
    ["trig"],
    ["rdfxml"],
    ["jsonld"],
    ["nquads", "--with-text"],
    ["turtle", "--redact-persons"],
    ["jsonld", "--frame", "document"],
    ["geojson"],
    ["csv"],
)


def compare(name: str, directory: Path, folder: Path, runs: int) -> bool:
    """Measure a format beside the serialiser, in turn; print both; tell whether it is quick enough."""
    bare, ours = [], []
    for _ in range(runs):
        bare.append(measure(BARE, [str(directory / "dataset.nq"), str(folder / "bare"), name]))
        ours.append(measure(OURS, ["export", str(directory), "-f", name, "-o", str(folder / "ours")]))
    show(f"pyoxigraph {name}", best(bare))
    ratio = best(ours)[1] / best(bare)[1]
    show(name, best(ours), ratio)
    return ratio <= LIMIT


def show(name: str, found: tuple[float, float, int], ratio: float | None = None) -> None:
    """Print a line."""
    beside = f"{ratio:8.2f}" if ratio is not None else ""
    print(f"{name:32}{found[0]:9.2f}{found[1]:12.2f}{found[2]:6}{beside}", flush=True)


def generated(size: int, directory: Path) -> Path:
    """A graph directory of so many quads."""
    command = [sys.executable, str(ROOT / "benchmarks" / "generate.py"), str(size), str(directory)]
    subprocess.run(command, check=True)
    return directory


if __name__ == "__main__":
    main()
