"""Saved queries: a question with a name, a header (grlc decorators) and parameters (BASIL variables)."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from onrecord.errors import InputError, UsageError
from onrecord.resources import resource
from onrecord.sparql import screen, variables

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

FOLDERS = ("answers", "checks", "rules")
_PARAMETER = re.compile(r"^_(?P<optional>_?)(?P<name>[A-Za-z0-9]+)(?:_(?P<type>[A-Za-z]\w*))?$")
_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?[0-9]*\.[0-9]+")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\\x00-\x20]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a query asks for: BASIL's ``?_name_type``, optional as ``?__name_type``."""

    variable: str
    name: str
    type: str = "literal"
    required: bool = True
    default: str | None = None
    choices: tuple[str, ...] = ()
    description: str = ""

    def __str__(self) -> str:
        kind = f"{self.name} ({self.type.replace('_', ':', 1)})" if self.type != "literal" else self.name
        return kind if self.required and self.default is None else f"[{kind}]"

    def read(self, value: str, prefixes: Mapping[str, str]) -> "NamedNode | Literal":
        """The RDF term of a value. ValueError, with what was expected, where it is of another type."""
        from pyoxigraph import Literal, NamedNode

        if self.choices and value not in self.choices:
            raise ValueError(f"one of {', '.join(self.choices)}")
        if self.type == "literal":
            return Literal(value)
        if self.type == "iri":
            return NamedNode(_iri(value, prefixes))
        if self.type in ("number", "integer"):
            return Literal(value, datatype=NamedNode(_XSD + _number(value, whole=self.type == "integer")))
        if "_" in self.type:
            prefix, local = self.type.split("_", 1)
            space = prefixes.get(prefix) or (_XSD if prefix == "xsd" else None)
            if space is None:
                raise ValueError(f"a type whose prefix {prefix}: the query declares")
            _lexical(value, space + local)
            return Literal(value, datatype=NamedNode(space + local))
        return Literal(value, language=self.type)


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query with its header: what it asks, in words, and the parameters it takes.

    ``folder`` is answers, checks or rules, or empty for a file or text of the user's own.
    ``problem`` and ``solution`` are what a check finds and how to mend it.
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
        prefixes = screen(self.text).prefixes
        found: dict[str, str] = {}
        for parameter in self.parameters:
            value = given.get(parameter.name, parameter.default)
            if value is None:
                if parameter.required:
                    raise UsageError(
                        f"the parameter {parameter.name!r} is missing",
                        where=where,
                        remedy=f"give it with: -p {parameter.name}=VALUE",
                    )
                continue
            try:
                found[parameter.variable] = str(parameter.read(value, prefixes))
            except ValueError as error:
                raise UsageError(
                    f"the parameter {parameter.name!r} cannot be {value!r}",
                    where=where,
                    remedy=f"expected {error}",
                ) from error
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
    if re.search(r"[\s{]", what) and Path(what[:200]).suffix != ".rq":
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
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InputError(
            f"cannot be read: {why}", where=path, remedy="check the path and the file"
        ) from error
    return parse_query(text, path.stem, folder, where=str(path))


def parse_query(text: str, name: str, folder: str = "", where: str = "") -> SavedQuery:
    """The query of a text, its header read. InputError where the header is no YAML mapping."""
    where = where or f"query {name}"
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
    notes = {key: _pairs(header.get(key)) for key in ("defaults", "enumerate", "params")}
    return SavedQuery(
        name=name,
        text=text,
        folder=folder,
        summary=_words(header.get("summary")),
        description=_words(header.get("description")),
        tags=tuple(str(tag) for tag in header.get("tags") or ()),
        problem=_words(header.get("problem")),
        solution=_words(header.get("solution")),
        parameters=tuple(_parameters(text, notes, where)),
    )


def _parameters(text: str, notes: Mapping[str, Mapping[str, Any]], where: str) -> Iterator[Parameter]:
    for variable in variables(text):
        found = _PARAMETER.match(variable)
        if not found:
            continue
        kind = found["type"] or "literal"
        if (
            "_" not in kind
            and kind not in ("iri", "number", "literal", "integer")
            and not _LANGUAGE.fullmatch(kind)
        ):
            raise InputError(
                f"the parameter ?{variable} has the unknown type {kind!r}",
                where=where,
                remedy="use _iri, _number, _integer, _literal, _prefix_type or a language such as _en",
            )
        name = found["name"]
        default = notes["defaults"].get(name)
        listed = notes["enumerate"].get(name)
        yield Parameter(
            variable=variable,
            name=name,
            type=kind,
            required=not found["optional"],
            default=None if default is None else _lexical_form(default),
            choices=tuple(map(_lexical_form, listed)) if isinstance(listed, list) else (),
            description=_words(notes["params"].get(name)),
        )


def _pairs(listed: Any) -> dict[str, Any]:
    """A header's list of one-key mappings (or one mapping) as a mapping."""
    found: dict[str, Any] = {}
    for entry in listed if isinstance(listed, list) else [listed]:
        if isinstance(entry, dict):
            found |= {str(key): value for key, value in entry.items()}
    return found


def _words(value: Any) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _lexical_form(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _iri(value: str, prefixes: Mapping[str, str]) -> str:
    bare = value[1:-1] if value.startswith("<") and value.endswith(">") else value
    prefix, _, local = bare.partition(":")
    if prefix in prefixes and not local.startswith("//"):
        bare = prefixes[prefix] + local
    if not _IRI.fullmatch(bare):
        raise ValueError("an absolute IRI, or a name with a prefix of the query")
    return bare


def _number(value: str, *, whole: bool) -> str:
    """The XSD type of a number as written."""
    if _INTEGER.fullmatch(value):
        return "integer"
    if whole:
        raise ValueError("a whole number")
    if _DECIMAL.fullmatch(value):
        return "decimal"
    if _DOUBLE.fullmatch(value):
        return "double"
    raise ValueError("a number")


def _lexical(value: str, datatype: str) -> None:
    """Check a lexical form of the XSD types that parameters have; others pass."""
    kind = datatype.removeprefix(_XSD)
    try:
        if kind == "date":
            date.fromisoformat(value)
            if len(value) != 10:
                raise ValueError
        elif kind == "dateTime":
            if "T" not in value:
                raise ValueError
            datetime.fromisoformat(value)
    except ValueError:
        example = "2019-06-04" if kind == "date" else "2019-06-04T12:00:00"
        raise ValueError(f"an xsd:{kind} such as {example}") from None
    if kind in ("integer", "decimal", "double", "float"):
        _number(value, whole=kind == "integer")
    if kind == "boolean" and value not in ("true", "false", "0", "1"):
        raise ValueError("true or false")
    if kind == "gYear" and not re.fullmatch(r"-?[0-9]{4,}", value):
        raise ValueError("a year of four digits")
