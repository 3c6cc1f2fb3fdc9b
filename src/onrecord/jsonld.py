"""JSON-LD made from quads with a context of ours, inline: nothing is ever fetched."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from onrecord.namespaces import RDF, XSD

_RDF_TYPE = RDF + "type"
_NATIVE = {XSD + "integer": int, XSD + "boolean": {"true": True, "false": False}.__getitem__}


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of a context: a short name for an IRI, with how its values are written."""

    name: str
    iri: str
    coercion: str | None = None
    language: str | None = None


class Context:
    """The terms and prefixes of a JSON-LD context, for shortening.

    Of JSON-LD 1.1 it takes plain entries, ``@id``, ``@type``, ``@language`` and the container
    ``@set``; a term with any other container is left unused, which is always correct.
    """

    def __init__(self, source: Mapping[str, Any]) -> None:
        entries = {key: value for key, value in source.items() if not key.startswith("@")}
        self._iris = {key: self._identifier(value) for key, value in entries.items()}
        self._vocab: str | None = source.get("@vocab")
        self._language: str | None = source.get("@language")
        self._prefixes = sorted(
            (
                (self.expand(iri), key)
                for key, iri in self._iris.items()
                if iri
                and iri[-1] in ":/?#[]@"
                and (isinstance(entries[key], str) or entries[key].get("@prefix"))
            ),
            key=lambda pair: (-len(pair[0]), pair[1]),
        )
        self.terms: dict[str, list[Term]] = {}
        for key, value in sorted(entries.items()):
            given = value if isinstance(value, dict) else {}
            iri = self.expand(self._iris[key] or key)
            if given.get("@container", "@set") != "@set" or "@reverse" in given or iri.startswith("@"):
                continue
            kind = given.get("@type")
            coercion = self.expand(kind) if kind else None
            language = given.get("@language", self._language)
            self.terms.setdefault(iri, []).append(Term(key, iri, coercion, language))

    @staticmethod
    def _identifier(value: Any) -> str | None:
        found = value.get("@id") if isinstance(value, dict) else value
        return found if isinstance(found, str) else None

    def expand(self, short: str) -> str:
        """The IRI or keyword that a term, a compact IRI or an IRI of the context stands for."""
        if short.startswith("@"):
            return short
        prefix, colon, rest = short.partition(":")
        if colon:
            space = self._iris.get(prefix)
            if space is None or rest.startswith("//") or space.startswith(f"{prefix}:"):
                return short
            return self.expand(space) + rest
        known = self._iris.get(short)
        if known is not None and known != short:
            return self.expand(known)
        return (self._vocab or "") + short

    def shorten(self, iri: str) -> str:
        """The compact IRI of an IRI, else the IRI itself."""
        for space, prefix in self._prefixes:
            if iri.startswith(space) and len(iri) > len(space) and not iri.startswith("//", len(space)):
                return f"{prefix}:{iri[len(space) :]}"
        return iri

    def shorten_type(self, iri: str) -> str:
        """The term of a class, else its compact IRI."""
        for term in self.terms.get(iri, []):
            return term.name
        return self.shorten(iri)


def node(context: Context, subject: Any, quads: list[Quad]) -> dict[str, Any]:
    """The object of a subject with all that is said of it, in the terms of a context."""
    values: dict[str, list[Any]] = {}
    for quad in quads:
        if quad.predicate.value == _RDF_TYPE and isinstance(quad.object, NamedNode):
            values.setdefault("@type", []).append(context.shorten_type(quad.object.value))
        else:
            key, value = property_of(context, quad.predicate.value, quad.object)
            values.setdefault(key, []).append(value)
    made: dict[str, Any] = {"@id": identify(context, subject)}
    made.update((key, found[0] if len(found) == 1 else found) for key, found in sorted(values.items()))
    return made


def identify(context: Context, term: Any) -> str:
    """The identifier of a node in the terms of a context."""
    return str(term) if isinstance(term, BlankNode) else context.shorten(term.value)


def property_of(context: Context, predicate: str, value: Any) -> tuple[str, Any]:
    """The key and the value of a statement: the term whose coercion fits, else the value in full."""
    terms = context.terms.get(predicate, [])
    if not isinstance(value, Literal):
        identifier = identify(context, value)
        for term in terms:
            if term.coercion == "@id":
                return term.name, identifier
        return _plain_key(context, predicate, terms), {"@id": identifier}
    datatype = value.datatype.value
    for term in terms:
        if term.coercion == datatype:
            return term.name, _native(value.value, datatype)
        if term.coercion is None and value.language is not None and term.language == value.language:
            return term.name, value.value
        if term.coercion is None and term.language is None and datatype == XSD + "string":
            return term.name, value.value
    key = _plain_key(context, predicate, terms)
    if value.language is not None:
        return key, {"@value": value.value, "@language": value.language}
    if datatype == XSD + "string":
        return key, {"@value": value.value}
    return key, {"@value": value.value, "@type": context.shorten(datatype)}


def _plain_key(context: Context, predicate: str, terms: list[Term]) -> str:
    return terms[0].name if terms else context.shorten(predicate)


def _native(lexical: str, datatype: str) -> Any:
    """A JSON number or boolean where it says exactly the same, else the lexical form."""
    try:
        found: Any = _NATIVE[datatype](lexical)  # type: ignore[operator]
    except (KeyError, ValueError):
        return lexical
    return found if json_form(found) == lexical and abs(found) < 2**53 else lexical


def json_form(value: Any) -> str:
    """The lexical form that JSON-LD gives a native number or boolean."""
    return str(value).lower() if isinstance(value, bool) else str(value)
