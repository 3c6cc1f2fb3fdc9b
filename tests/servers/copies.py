"""A large graph directory made of a small one: its documents again and again, under other IRIs."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

OWN = re.compile(r"<(https://w3id\.org/onrecord/data/)(?!graph/(?:entities|background|ontology)>)([^>]*)>")
SHARED = "/graph/ontology>"


def copies(lines: Iterable[str], number: int) -> Iterator[str]:
    """Yield N-Quads lines: those of the ontology once, the others so many times under IRIs of their own."""
    for line in lines:
        if SHARED in line:
            yield line
            continue
        for copy in range(number):
            yield OWN.sub(rf"<\g<1>\g<2>x{copy:x}>", line) if copy else line


def multiply(source: Path, target: Path, quads: int, more: Iterable[str] = ()) -> Path:
    """A graph directory of at least so many quads; ``more`` lines are among them."""
    lines = (source / "dataset.nq").read_text("utf-8").splitlines(keepends=True)
    own = sum(SHARED not in line for line in lines)
    made = {*copies(lines, max(-(-(quads - len(lines) + own) // own), 1)), *more}
    target.mkdir(parents=True, exist_ok=True)
    (target / "dataset.nq").write_text("".join(sorted(made)), "utf-8", newline="")
    return target
