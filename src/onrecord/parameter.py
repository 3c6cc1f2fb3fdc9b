"""The parameters of a query: BASIL variables, each with a type that its values must have."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError, UsageError
from onrecord.lexical import datatypes
from onrecord.namespaces import XSD
from onrecord.queryheader import notes_of, wrong
from onrecord.sparql import variables

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

_PARAMETER = re.compile(r"^_(?P<optional>_?)(?P<name>[A-Za-z0-9]+)(?:_(?P<type>[A-Za-z]\w*))?$")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?[0-9]*\.[0-9]+")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\\x00-\x20]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a query asks for: BASIL's ``?_name_type``, optional as ``?__name_type``.

    ``names`` is "place" or "agent" where the value is a name: then every known form of it is asked for.
    ``choices`` are all the values there are, as the header enumerates them.
    """

    variable: str
    name: str
    type: str = "literal"
    required: bool = True
    default: str | None = None
    choices: tuple[str, ...] = ()
    description: str = ""
    names: str = ""

    def terms(self, value: str, prefixes: Mapping[str, str], where: str) -> str:
        """The terms of a value in N-Triples: one, or one for each form of a name.

        UsageError where it is of another type.
        """
        if not is_unicode(value):
            raise UsageError(
                f"the value of the parameter {self.name!r} is not UTF-8",
                where=where,
                remedy="write it in UTF-8",
            )
        try:
            first = self.read(value, prefixes)
        except ValueError as error:
            raise UsageError(
                f"the parameter {self.name!r} cannot be {value!r}", where=where, remedy=f"expected {error}"
            ) from error
        if not self.names:
            return str(first)
        from pyoxigraph import Literal

        from onrecord.nameform import forms

        return " ".join(str(Literal(form)) for form in forms(value, self.names))

    @property
    def options(self) -> tuple[str, ...]:
        """The choices as people give them: of an IRI, what follows its prefix."""
        return tuple(choice.partition(":")[2] if self.type == "iri" else choice for choice in self.choices)

    def __str__(self) -> str:
        typed = self.type != "literal" and not self.choices
        kind = f"{self.name} ({self.type.replace('_', ':', 1)})" if typed else self.name
        return kind if self.required and self.default is None else f"[{kind}]"

    def read(self, value: str, prefixes: Mapping[str, str]) -> "NamedNode | Literal":
        """The RDF term of a value. ValueError, with what was expected, where it is of another type."""
        from pyoxigraph import Literal, NamedNode

        if self.choices:
            value = self._choice(value, prefixes)
        if self.type == "literal":
            return Literal(value)
        if self.type == "iri":
            iri = _iri(value, prefixes)
            try:
                return NamedNode(iri)
            except ValueError as error:
                raise ValueError(f"a valid IRI ({str(error)[:1].lower()}{str(error)[1:]})") from error
        if self.type in ("number", "integer"):
            return Literal(value, datatype=NamedNode(XSD + _number(value, whole=self.type == "integer")))
        if "_" in self.type:
            prefix, local = self.type.split("_", 1)
            space = prefixes.get(prefix) or (XSD if prefix == "xsd" else None)
            if space is None:
                raise ValueError(f"a type whose prefix {prefix}: the query declares")
            _check_form(value, space + local)
            return Literal(value, datatype=NamedNode(space + local))
        return Literal(value, language=self.type)

    def _choice(self, value: str, prefixes: Mapping[str, str]) -> str:
        """The choice that a value stands for: itself, its option, or its whole IRI."""
        for choice, option in zip(self.choices, self.options, strict=True):
            bare = value[1:-1] if value.startswith("<") else value
            if value in (choice, option) or (self.type == "iri" and bare == _iri(choice, prefixes)):
                return choice
        folded = {option.lower(): option for option in self.options}
        near = [folded[name] for name in difflib.get_close_matches(value.lower(), folded, n=2)]
        hint = f" (did you mean {' or '.join(near)}?)" if near else ""
        raise ValueError(f"one of {', '.join(self.options)}{hint}")


def parameters(text: str, header: Mapping[str, Any], where: str) -> Iterator[Parameter]:
    """Yield the parameters of a query text, with what its header says of them.

    InputError for a type that is unknown, UsageError for a header that is not about them.
    """
    found = [(variable, match) for variable in variables(text) if (match := _PARAMETER.match(variable))]
    known = {match["name"] for _, match in found}
    notes = {key: notes_of(header, key, known, where) for key in ("defaults", "enumerate", "params", "names")}
    for variable, match in found:
        name = match["name"]
        yield Parameter(
            variable=variable,
            name=name,
            type=_type(variable, match["type"] or "literal", where),
            required=not match["optional"],
            default=_scalar("defaults", name, notes, where),
            choices=_choices(name, notes, where),
            description=" ".join((_scalar("params", name, notes, where) or "").split()),
            names=_scalar("names", name, notes, where) or "",
        )


def _type(variable: str, kind: str, where: str) -> str:
    """The type that a variable's suffix names. InputError for one that is unknown."""
    if "_" in kind or kind in ("iri", "number", "literal", "integer") or _LANGUAGE.fullmatch(kind):
        return kind
    raise InputError(
        f"the parameter ?{variable} has the unknown type {kind!r}",
        where=where,
        remedy="use _iri, _number, _integer, _literal, _prefix_type or a language such as _en",
    )


def _scalar(key: str, name: str, notes: Mapping[str, Mapping[str, Any]], where: str) -> str | None:
    """The one value that a header has for a parameter under a key."""
    value = notes[key].get(name)
    if value is not None and not isinstance(value, str):
        raise wrong(key, f"{name} has no single value", where, f"write: {name}: value")
    return value


def _choices(name: str, notes: Mapping[str, Mapping[str, Any]], where: str) -> tuple[str, ...]:
    """The values that a header enumerates for a parameter."""
    if name not in notes["enumerate"]:
        return ()
    listed = notes["enumerate"][name]
    if not isinstance(listed, list) or not listed or not all(isinstance(value, str) for value in listed):
        raise wrong("enumerate", f"{name} has no list of values", where, f"write: {name}: [one, another]")
    return tuple(listed)


def is_unicode(text: str) -> bool:
    """Whether it can be written in UTF-8: a byte that was none stands in it as half a character."""
    return _SURROGATE.search(text) is None


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


def _check_form(value: str, datatype: str) -> None:
    """ValueError, with what was expected, for what is no lexical form of a datatype of XML Schema."""
    known = datatypes().get(datatype)
    if known is not None and not known.fits(value):
        raise ValueError(f"{known.expected} (xsd:{known.name})")
