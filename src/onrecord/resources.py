"""The package's own files: ontology, queries and data, in a wheel and in a checkout alike."""

from functools import cache
from pathlib import Path

from onrecord.errors import ToolError


@cache
def _root() -> Path:
    """The folder that holds ontology/, queries/ and data/."""
    package = Path(__file__).resolve().parent
    for root in (package / "_data", package.parents[1]):
        if (root / "ontology").is_dir():
            return root
    raise ToolError(
        "the files of the package are missing",
        where=package / "_data",
        remedy="install onrecord again, or run it from its checkout",
    )


def resource(*parts: str) -> Path:
    """The path of a file or folder of the package: ``resource("ontology", "core.ttl")``."""
    path = _root().joinpath(*parts)
    if not path.exists():
        raise ToolError("is not among the files of the package", where="/".join(parts))
    return path
