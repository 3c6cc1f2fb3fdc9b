"""The package's own files are found, and a missing one is an error with its name."""

import pytest

from onrecord.errors import ToolError
from onrecord.resources import resource


@pytest.mark.parametrize("parts", [("ontology", "core.ttl"), ("queries", "answers"), ("data", "lexicon")])
def test_finds_files_and_folders(parts):
    assert resource(*parts).exists()


def test_a_missing_file_is_named():
    with pytest.raises(ToolError, match="queries/answers/no-such.rq") as caught:
        resource("queries", "answers", "no-such.rq")
    assert caught.value.exit_code == 3
