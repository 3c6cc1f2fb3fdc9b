"""News reports become claims; claims become a graph; the graph is checked, shared and asked.

The verbs of the command line are the library: ``from onrecord import build, query``.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.diff import diff
    from onrecord.export import export
    from onrecord.load import load
    from onrecord.pipeline import build, extract
    from onrecord.pull import pull
    from onrecord.query import query
    from onrecord.show import show
    from onrecord.validation import validate

__version__ = "0.1.0"
__all__ = ["build", "diff", "export", "extract", "load", "pull", "query", "show", "validate"]

_HOME = {
    "build": "onrecord.pipeline",
    "extract": "onrecord.pipeline",
    "show": "onrecord.show",
    "validate": "onrecord.validation",
    "query": "onrecord.query",
    "export": "onrecord.export",
    "load": "onrecord.load",
    "pull": "onrecord.pull",
    "diff": "onrecord.diff",
}


def __getattr__(name: str) -> Any:
    """A verb, imported when it is first used: importing onrecord itself stays cheap."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    verb = globals()[name] = getattr(import_module(_HOME[name]), name)
    return verb


def __dir__() -> list[str]:
    return sorted(__all__)


class _Package(ModuleType):
    """The package, in which a verb stays what its name means when the module of that name is imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
