"""The header of a query file: the YAML that stands in its leading ``#+`` lines (grlc decorators).

It is read as it is written: ``007`` and ``true`` are words, as what ``-p`` gives a parameter is.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

import yaml

from onrecord.errors import InputError, UsageError

LONGEST = 50_000
"""Characters of a header, at most."""


class _AsWritten(yaml.SafeLoader):
    """A reader of YAML that takes plain scalars for strings, nothing for None, and no aliases."""

    yaml_constructors = {
        tag: yaml.SafeLoader.yaml_constructors[tag]
        for tag in (*(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map", "null")), None)
    }
    yaml_implicit_resolvers = {"": [("tag:yaml.org,2002:null", re.compile(r"\Z"))]}

    def compose_node(self, parent: Any, index: Any) -> Any:
        """The next node; an alias could stand for itself without end."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(None, None, "aliases (*) are not read", mark)
        return super().compose_node(parent, index)


def read_header(text: str, where: str) -> dict[str, Any]:
    """The keys of a query text's header, none where it has no header.

    InputError, said of ``where``, when the header is no YAML or no mapping.
    """
    head = "\n".join(_header_lines(text))
    if len(head) > LONGEST:
        raise InputError(
            f"the header is longer than {LONGEST:,} characters", where=where, remedy="shorten it"
        )
    try:
        header: Any = yaml.load(head, _AsWritten) or {}
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(
            f"the header is no YAML: {' '.join(str(error).split())}",
            where=where,
            remedy="quote values that hold a colon",
        ) from error
    if not isinstance(header, dict):
        raise InputError("the header is no list of keys", where=where, remedy="write '#+ key: value' lines")
    return header


def notes_of(header: Mapping[str, Any], key: str, known: Collection[str], where: str) -> dict[str, Any]:
    """What a key of a header says of each parameter: a list of ``parameter: value``, or one mapping.

    UsageError where it is written otherwise, or names a parameter that is not among the ``known``.
    """
    listed = header.get(key)
    found: dict[str, Any] = {}
    for entry in listed if isinstance(listed, list) else [] if listed is None else [listed]:
        if not isinstance(entry, dict):
            raise wrong(
                key, f"{entry!r} names no parameter", where, f"write '{key}:' and below it ' - name: …'"
            )
        found |= entry
    for name in found:
        if name not in known:
            takes = f"it has {', '.join(sorted(known))}" if known else "it has none"
            raise wrong(key, f"the query has no parameter {name!r}", where, takes)
    return found


def wrong(key: str, what: str, where: str, remedy: str) -> UsageError:
    """The error of what a key of a header says."""
    return UsageError(f"{key} in the header: {what}", where=where, remedy=remedy)


def _header_lines(text: str) -> list[str]:
    head = []
    for line in text.splitlines():
        if line.startswith("#+"):
            head.append(line[2:].removeprefix(" "))
        elif line.strip() and not line.startswith("#"):
            break
    return head
