"""Answers as streams of text: SPARQL's result formats, Markdown and GeoJSON, a few rows at a time.

csv, tsv, json and xml follow the SPARQL 1.1 Query Results formats; csv is RFC 4180 with plain values. Triple
terms stand in json as in SPARQL 1.2.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from onrecord.errors import UsageError
from onrecord.namespaces import XSD
from onrecord.xmltext import FORBIDDEN

RESULTS = "http://www.w3.org/2005/sparql-results#"
_STRING = XSD + "string"
_UNNAMED = ("BlankNode", "NoneType")
_BESIDE = ("@place", "@lat", "@long")  # the columns of `with_places`

Row = tuple[Any, ...]
Chunks = Iterable[Sequence[Row]]


def plain(term: Any) -> str:
    """The IRI, the lexical form, the blank node's label or the triple that is a term of pyoxigraph."""
    if _is_triple(term):
        return _turtle(term)
    return str(term) if type(term).__name__ in _UNNAMED else str(term.value)


def csv_text(columns: Sequence[str], chunks: Chunks) -> Iterator[str]:
    """Yield the rows as CSV with plain values."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for chunk in chunks:
        writer.writerows(["" if term is None else plain(term) for term in row] for row in chunk)
        yield text.getvalue()
        text.seek(0)
        text.truncate()
    yield text.getvalue()


def tsv_text(columns: Sequence[str], chunks: Chunks) -> Iterator[str]:
    """Yield the rows as tab-separated values in the syntax of Turtle."""
    yield "\t".join("?" + column for column in columns) + "\n"
    for chunk in chunks:
        yield "".join(
            "\t".join("" if term is None else _turtle(term).replace("\t", "\\t") for term in row) + "\n"
            for row in chunk
        )


def json_text(columns: Sequence[str], chunks: Chunks) -> Iterator[str]:
    """Yield the rows as SPARQL results in JSON."""
    yield f'{{"head": {{"vars": {json.dumps(list(columns), ensure_ascii=False)}}},\n'
    yield ' "results": {"bindings": ['
    start = "\n"
    for row in _each(chunks):
        found = {name: _binding(term) for name, term in zip(columns, row, strict=True) if term is not None}
        yield start + "  " + json.dumps(found, ensure_ascii=False)
        start = ",\n"
    yield "\n ]}}\n"


def xml_text(columns: Sequence[str], chunks: Chunks) -> Iterator[str]:
    """Yield the rows as SPARQL results in XML. UsageError for what XML cannot hold."""
    lines = ['<?xml version="1.0"?>', f'<sparql xmlns="{RESULTS}">', " <head>"]
    lines += [f"  <variable name={quoteattr(column)}/>" for column in columns]
    yield "\n".join([*lines, " </head>", " <results>"]) + "\n"
    for row in _each(chunks):
        text = "  <result>\n"
        for column, term in zip(columns, row, strict=True):
            if _is_triple(term):
                raise UsageError(
                    f"XML results of SPARQL 1.1 have no triple terms, and ?{column} is one",
                    where="--format xml",
                    remedy="ask for json or csv",
                )
            if term is not None:
                text += f"   <binding name={quoteattr(column)}>{_xml_term(_binding(term))}</binding>\n"
        if found := FORBIDDEN.search(text):
            raise UsageError(
                f"XML cannot hold the character U+{ord(found.group()):04X} of this answer",
                where="--format xml",
                remedy="ask for json",
            )
        yield text + "  </result>\n"
    yield " </results>\n</sparql>\n"


def geojson_text(columns: Sequence[str], chunks: Chunks) -> Iterator[str]:
    """Yield the rows as the features of a GeoJSON collection, each at its place; null where none is known.

    A feature's properties are the row's values: numbers and booleans as such, everything else as text.
    """
    yield '{"type": "FeatureCollection", "features": ['
    start = "\n"
    for row in _each(chunks):
        shown = dict(zip(columns, row, strict=True))
        place, *degrees = (shown.pop(name, None) for name in _BESIDE)
        feature: dict[str, Any] = {"type": "Feature", "geometry": _point(*degrees)}
        feature["properties"] = {name: _property(term) for name, term in shown.items() if term is not None}
        if place is not None and feature["geometry"] is not None:
            feature["properties"].setdefault("placeIRI", plain(place))
        yield start + json.dumps(feature, ensure_ascii=False)
        start = ",\n"
    yield "\n]}\n"


TEXTS: Mapping[str, Callable[[Sequence[str], Chunks], Iterator[str]]] = {
    "csv": csv_text,
    "tsv": tsv_text,
    "json": json_text,
    "xml": xml_text,
    "geojson": geojson_text,
}


def _each(chunks: Chunks) -> Iterator[Row]:
    for chunk in chunks:
        yield from chunk


def _turtle(term: Any) -> str:
    return f"<<( {term} )>>" if _is_triple(term) else str(term)


def _is_triple(term: Any) -> bool:
    return type(term).__name__ == "Triple"


def _binding(term: Any) -> dict[str, Any]:
    if _is_triple(term):
        parts = {part: _binding(getattr(term, part)) for part in ("subject", "predicate", "object")}
        return {"type": "triple", "value": parts}
    if not hasattr(term, "datatype"):
        return {"type": "uri" if str(term).startswith("<") else "bnode", "value": str(term.value)}
    found = {"type": "literal", "value": str(term.value)}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype.value != _STRING:
        found["datatype"] = term.datatype.value
    return found


def _xml_term(binding: Mapping[str, str]) -> str:
    kind = binding["type"]
    attributes = "".join(
        f" {name}={quoteattr(binding[name])}" for name in ("xml:lang", "datatype") if name in binding
    )
    value = escape(binding["value"], {"\r": "&#xD;"})
    return f"<{kind}{attributes}>{value}</{kind}>"


def _point(latitude: Any = None, longitude: Any = None) -> dict[str, Any] | None:
    """A GeoJSON point, None where there are no such degrees."""
    try:
        north, east = float(plain(latitude)), float(plain(longitude))
    except ValueError:
        return None
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        return None
    return {"type": "Point", "coordinates": [east, north]}


def _property(term: Any) -> Any:
    kind = term.datatype.value.removeprefix(XSD) if hasattr(term, "datatype") else ""
    try:
        if kind == "integer":
            return int(term.value)
        if kind in ("decimal", "double", "float"):
            number = float(term.value)
            return number if number == number and abs(number) != float("inf") else plain(term)
    except ValueError:
        return plain(term)
    if kind == "boolean":
        return term.value in ("true", "1")
    return plain(term)
