"""Statements whose line is longer than the parser's buffer."""

import io
from itertools import pairwise

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.longline import parse_lines

SYNTAX = ox.RdfFormat.N_QUADS
THING, GRAPH = ox.NamedNode("http://example.org/thing"), ox.NamedNode("http://example.org/graph")
LITERALS = st.one_of(
    st.builds(ox.Literal, st.text(st.characters(codec="utf-8"), max_size=200)),
    st.builds(lambda text: ox.Literal(text, language="en"), st.text('a"\\\n\r\t\0 <>.é😀', max_size=200)),
    st.builds(lambda text: ox.Literal(text, datatype=THING), st.text('b" . <http://x>', max_size=200)),
)
QUADS = st.lists(st.builds(ox.Quad, st.just(THING), st.just(THING), LITERALS, st.just(GRAPH)), max_size=8)


@given(QUADS, st.integers(1, 400))
def test_lines_of_any_length_give_the_quads_that_were_written(quads: list[ox.Quad], longest: int) -> None:
    data = ox.serialize(quads, format=SYNTAX)
    assert list(parse_lines(io.BytesIO(data), SYNTAX, longest)) == quads


def test_a_line_longer_than_the_buffer_is_read() -> None:
    text = 'a "word" \n' * 1_700_000
    data = ox.serialize([ox.Quad(THING, THING, ox.Literal(text), GRAPH)], format=SYNTAX)
    with pytest.raises(MemoryError):
        list(ox.parse(data, format=SYNTAX))
    assert next(parse_lines(io.BytesIO(data), SYNTAX)).object.value == text


@pytest.mark.parametrize("bad", [b'<http://a> "b" "c" .', b"x" * 90, b"x y " * 30])
def test_a_bad_line_is_named_by_its_number(bad: bytes) -> None:
    good = b"<http://a> <http://b> <http://c> .\n"
    for before, (one, two) in enumerate(pairwise([good, good + good, good * 3])):
        with pytest.raises(SyntaxError) as found:
            list(parse_lines(io.BytesIO(one + bad + b"\n" + two), SYNTAX, 60))
        assert found.value.lineno == before + 2
