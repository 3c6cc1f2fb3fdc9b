"""Time and memory of one large text: built in a process of its own, its claims checked for their offsets.

    python benchmarks/large.py [--megabytes 20] [--jobs N] [--article FILE] [--limit SECONDS]

The text repeats an article, each time with other numbers, until it has the size asked for. Printed are the
time, the processor time and the largest memory of any process of the build, and what a build of a tenth of
the size takes, so that a growth faster than the text shows. Without --jobs the command's own number of
processes is used.
"""

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = ROOT / "data" / "articles" / "000_c38955b6e7eaa08a.txt"


def compose(article: Path, megabytes: float) -> str:
    """A text of so many megabytes: the article again and again, its large numbers counted up."""
    text = article.read_text(encoding="utf-8").strip()
    parts: list[str] = []
    size = 0
    while size < megabytes * 1_000_000:
        number = 10_000 + len(parts)
        parts.append(re.sub(r"\b1\d\d,000\b", f"{number:,}", text))
        size += len(parts[-1].encode()) + 2
    return "\n\n".join(parts)


def build(path: Path, output: Path, jobs: int | None, limit: float) -> tuple[float, float, float, int]:
    """Seconds, processor seconds, the most memory of a process in MB, and the exit code of a build."""
    command = [sys.executable, "-m", "onrecord", "build", str(path), "-o", str(output)]
    command += ["--jobs", str(jobs)] if jobs else []
    sources = os.pathsep.join([str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])])
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": sources}, capture_output=True, text=True, timeout=limit
    )
    took = time.perf_counter() - began
    if done.returncode > 1:
        print(done.stderr, file=sys.stderr)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return took, worked, used.ru_maxrss / 1024, done.returncode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--jobs", type=int, help="processes of the build")
    parser.add_argument("--article", type=Path, default=ARTICLE)
    parser.add_argument("--limit", type=float, default=7200, help="seconds a build may take")
    given = parser.parse_args()
    print("     MB   seconds   s per MB   processor s per MB   most memory (MB)   exit code", flush=True)
    for megabytes in (given.megabytes / 10, given.megabytes):
        with tempfile.TemporaryDirectory(prefix="onrecord-large-") as folder:
            path = Path(folder) / "large.txt"
            path.write_text(compose(given.article, megabytes), encoding="utf-8")
            took, worked, memory, code = build(path, Path(folder) / "graph", given.jobs, given.limit)
            rate, work = took / megabytes, worked / megabytes
            print(
                f"{megabytes:7.2f} {took:9.1f} {rate:10.1f} {work:20.1f} {memory:18.0f} {code:11}", flush=True
            )


if __name__ == "__main__":
    main()
