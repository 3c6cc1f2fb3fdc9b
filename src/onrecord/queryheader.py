"""The header of a query file: the YAML that stands in its leading ``#+`` lines (grlc decorators)."""

from typing import Any

import yaml

from onrecord.errors import InputError


def read_header(text: str, where: str) -> dict[str, Any]:
    """The keys of a query text's header, none where it has no header.

    InputError, said of ``where``, when the header is no YAML or no mapping.
    """
    head = []
    for line in text.splitlines():
        if line.startswith("#+"):
            head.append(line[2:].removeprefix(" "))
        elif line.strip() and not line.startswith("#"):
            break
    try:
        header: Any = yaml.safe_load("\n".join(head)) or {}
    except yaml.YAMLError as error:
        raise InputError(
            f"the header is no YAML: {' '.join(str(error).split())}",
            where=where,
            remedy="quote values that hold a colon",
        ) from error
    if not isinstance(header, dict):
        raise InputError("the header is no list of keys", where=where, remedy="write '#+ key: value' lines")
    return header
