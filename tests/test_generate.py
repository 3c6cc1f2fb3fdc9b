"""The generator of large graphs: what it writes is a graph directory in order, the same for the same seed."""

import subprocess
import sys
from pathlib import Path

from onrecord.validation import validate

SCRIPT = Path(__file__).parent.parent / "benchmarks" / "generate.py"


def test_a_generated_graph_is_in_order_and_the_same_every_time(tmp_path: Path) -> None:
    for name in ("one", "other"):
        line = [sys.executable, str(SCRIPT), "2000", str(tmp_path / name)]
        done = subprocess.run(line, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    files = [(tmp_path / name / "dataset.nq").read_bytes() for name in ("one", "other")]
    assert files[0] == files[1] and files[0].count(b"\n") >= 2000
    assert validate(tmp_path / "one").conforms
