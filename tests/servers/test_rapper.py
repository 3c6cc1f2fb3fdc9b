"""Exports read by an independent tool, Raptor's rapper: the triples that were written."""

import shutil
import subprocess

import pytest
from real import WANTED

from onrecord import export

pytestmark = pytest.mark.skipif("rapper" not in WANTED, reason="ONRECORD_SERVERS does not name rapper")
SYNTAXES = {"rdfxml": "rdfxml", "ntriples": "ntriples", "turtle": "turtle"}


@pytest.mark.parametrize("format", SYNTAXES)
def test_rapper_reads_what_was_exported(article, tmp_path, format):
    assert shutil.which("rapper"), "rapper is missing: apt-get install raptor2-utils"
    path = tmp_path / format
    path.write_bytes(export(article, format))
    done = subprocess.run(
        ["rapper", "-q", "-i", SYNTAXES[format], "-o", "ntriples", str(path), "http://example.org/"],
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and not done.stderr, done.stderr[:2000]
    assert len(set(done.stdout.splitlines())) == len(set(export(article, "ntriples").splitlines()))
