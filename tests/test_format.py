"""Formats are found by name and by extension, and guessed from what a stream begins with."""

from pathlib import Path

import pytest

from onrecord.errors import UsageError
from onrecord.format import (
    FORMATS,
    JSONLD,
    NQUADS,
    RDFXML,
    TRIG,
    format_named,
    format_of,
    guess_format,
    rdf_format,
)


@pytest.mark.parametrize("syntax", FORMATS, ids=lambda syntax: syntax.name)
def test_each_is_found_by_name_extension_and_media_type(syntax):
    assert format_named(syntax.name) is syntax
    assert all(format_of(Path(f"a/b{extension}")) is syntax for extension in syntax.extensions)
    assert rdf_format(syntax).supports_datasets == syntax.dataset


def test_unknown_ones_are_usage_errors():
    with pytest.raises(UsageError, match="choose one of turtle, trig"):
        format_named("n3")
    with pytest.raises(UsageError, match=r"notes\.txt: the extension names no RDF syntax"):
        format_of(Path("notes.txt"))


@pytest.mark.parametrize(
    ("data", "syntax"),
    [
        (b'<a:s> <a:p> "x" <a:g> .\n', NQUADS),
        (b'# note\n<a:s> <a:p> "a <b> c ."@en <a:g> .\n', NQUADS),
        (b"<a:s> <a:p> <a:o> .\n", TRIG),
        (b"@prefix a: <b:> .\na:b a a:c .", TRIG),
        (b"\xef\xbb\xbf<?xml version='1.0'?><rdf:RDF/>", RDFXML),
        (b'{"@context": {}}', JSONLD),
        (b'[{"@id": "a:b"}]', JSONLD),
        (b"{ <a:s> <a:p> <a:o> }", TRIG),
        (b"", TRIG),
    ],
)
def test_guesses(data, syntax):
    assert guess_format(data) is syntax
