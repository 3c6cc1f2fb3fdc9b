"""Saved queries: a question with a name, a header (grlc decorators) and parameters (BASIL variables)."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.errors import InputError, UsageError
from onrecord.parameter import Parameter, is_unicode, parameters
from onrecord.queryheader import read_header
from onrecord.resources import resource
from onrecord.sparql import LONGEST, declared

FOLDERS = ("answers", "checks", "rules")


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query with its header: what it asks, in words, and the parameters it takes.

    ``folder`` is answers, checks or rules, or empty for a file or text of the user's own.
    ``problem`` and ``solution`` are what a check finds and how to mend it; ``pagination`` is the number
    of rows of a page, ``endpoint`` the URL that is asked where no other data are named.
    """

    name: str
    text: str
    folder: str = ""
    summary: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    problem: str = ""
    solution: str = ""
    parameters: tuple[Parameter, ...] = ()
    pagination: int | None = None
    endpoint: str | None = None

    def terms(self, given: Mapping[str, str]) -> dict[str, str]:
        """The parameters' variables with their terms in N-Triples, for those given or with a default.

        UsageError for a parameter that is unknown, missing or of another type.
        """
        where = f"query {self.name}"
        known = {parameter.name for parameter in self.parameters}
        for name in given:
            if name not in known:
                raise UsageError(
                    f"has no parameter {name!r}",
                    where=where,
                    remedy=f"it takes {', '.join(map(str, self.parameters)) or 'none'}",
                )
        prefixes = declared(self.text) if self.parameters else {}
        found: dict[str, str] = {}
        for parameter in self.parameters:
            value = given.get(parameter.name, parameter.default)
            left_out = value == "" and (parameter.names or not parameter.required)  # an empty form field
            if value is None or left_out:
                if parameter.required:
                    raise UsageError(
                        f"the parameter {parameter.name!r} is missing",
                        where=where,
                        remedy=f"give it with: -p {parameter.name}=VALUE",
                    )
                continue
            found[parameter.variable] = parameter.terms(value, prefixes, where)
        return found


def saved_queries() -> Iterator[SavedQuery]:
    """All saved queries of the package, by folder and name."""
    for folder in FOLDERS:
        for path in sorted(resource("queries").joinpath(folder).glob("*.rq")):
            yield read_query(path, folder)


def find_query(what: str) -> SavedQuery:
    """The query that a name, a path to an ``.rq`` file or SPARQL text stands for.

    UsageError for an unknown name, InputError for a file that is not there or has a malformed header.
    """
    if not what.strip("\ufeff") or re.search(r"[\s{]", what) and Path(what[:200]).suffix != ".rq":
        return parse_query(what, "text")
    if what.endswith(".rq"):
        return read_query(Path(what))
    names: dict[str, str] = {}
    for folder in FOLDERS:
        path = resource("queries") / folder / f"{what}.rq"
        if re.fullmatch(r"[\w-]+", what) and path.is_file():
            return read_query(path, folder)
        names |= {path.stem: folder for path in resource("queries").joinpath(folder).glob("*.rq")}
    near = difflib.get_close_matches(what, names, n=3)
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    raise UsageError("is no saved query", where=what, remedy=f"{hint}onrecord query --list names them all")


def read_query(path: Path, folder: str = "") -> SavedQuery:
    """The query in an ``.rq`` file."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(LONGEST + 1)
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InputError(
            f"cannot be read: {why}", where=path, remedy="check the path and the file"
        ) from error
    return parse_query(text, path.stem, folder, where=str(path))


def parse_query(text: str, name: str, folder: str = "", where: str = "") -> SavedQuery:
    """The query of a text, its header read.

    InputError where the header is no YAML mapping, UsageError for a text that can be no query.
    """
    where = where or f"query {name}"
    text = text.removeprefix("\ufeff")
    _check_text(text, where)
    header = read_header(text, where)
    return SavedQuery(
        name=name,
        text=text,
        folder=folder,
        summary=_words(header.get("summary")),
        description=_words(header.get("description")),
        tags=_tags(header.get("tags")),
        problem=_words(header.get("problem")),
        solution=_words(header.get("solution")),
        parameters=tuple(parameters(text, header, where)),
        pagination=_page_size(header.get("pagination"), where),
        endpoint=_words(header.get("endpoint")) or None,
    )


def _check_text(text: str, where: str) -> None:
    """UsageError for a text that is empty, too long or no Unicode."""
    if not text.strip():
        raise UsageError("the query is empty", where=where, remedy="give a name, a file or SPARQL")
    if len(text) > LONGEST:
        raise UsageError(
            f"the query is longer than {LONGEST:,} characters",
            where=where,
            remedy="ask for less at once, or put what it lists into the data",
        )
    if not is_unicode(text):
        raise UsageError("the query is not UTF-8", where=where, remedy="write it in UTF-8")


def _words(value: Any) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _tags(value: Any) -> tuple[str, ...]:
    return tuple(map(_words, value if isinstance(value, list) else [value] if value else []))


def _page_size(value: Any, where: str) -> int | None:
    """The rows of a page. InputError for what is no whole number above 0."""
    if value is None:
        return None
    if not isinstance(value, str) or not re.fullmatch("0*[1-9][0-9]{0,8}", value, re.ASCII):
        raise InputError("pagination is no whole number", where=where, remedy="write: pagination: 100")
    return int(value)
