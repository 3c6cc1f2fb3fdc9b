"""The parameters of a query: BASIL variables, each with a type that its values must have."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError, UsageError
from onrecord.lexical import datatypes
from onrecord.namespaces import XSD
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


def parameters(text: str, notes: Mapping[str, Mapping[str, Any]], where: str) -> Iterator[Parameter]:
    """Yield the parameters of a query text, with what its header notes of them.

    InputError for a type that is unknown.
    """
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
            description=" ".join(str(notes["params"].get(name) or "").split()),
            names=str(notes["names"].get(name) or ""),
        )


def is_unicode(text: str) -> bool:
    """Whether it can be written in UTF-8: a byte that was none stands in it as half a character."""
    return _SURROGATE.search(text) is None


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


def _check_form(value: str, datatype: str) -> None:
    """ValueError, with what was expected, for what is no lexical form of a datatype of XML Schema."""
    known = datatypes().get(datatype)
    if known is not None and not known.fits(value):
        raise ValueError(f"{known.expected} (xsd:{known.name})")
