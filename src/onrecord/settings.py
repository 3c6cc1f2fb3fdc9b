"""What onrecord assumes unless told otherwise: names, places and limits. Nothing is read at import."""

import os
from dataclasses import dataclass
from pathlib import Path

DEFAULT_BASE = "https://w3id.org/onrecord/data/"
"""The IRI under which documents, claims and entities are minted."""

DEFAULT_POLICY = "quoted"
"""The policy by which claims become reported triples."""

DEFAULT_DIRECTORY = Path("graph")
"""Where `build` writes and the other commands read."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use: seconds, bytes of address space of its process, levels of nesting."""

    seconds: float = 60.0
    memory: int = 4 * 1024**3
    nesting: int = 500


FILE_LIMITS = Limits(seconds=600.0, memory=8 * 1024**3)
"""What checking a file from outside may use."""


def debugging() -> bool:
    """Whether ONRECORD_DEBUG asks for tracebacks."""
    return os.environ.get("ONRECORD_DEBUG", "") not in ("", "0")
