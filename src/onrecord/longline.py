"""Statements of N-Quads and N-Triples whose line is longer than pyoxigraph's parser takes.

The text of a very long document is one literal. The parser's buffer ends at 16 MiB, so such a line is
taken apart here and its literal put into the parsed statement afterwards.
"""

from collections.abc import Iterator
from typing import BinaryIO

import pyoxigraph as ox

from onrecord import nquads

LONGEST = 15 * 1024**2
"""Bytes of a line that pyoxigraph surely parses."""


def parse_lines(file: BinaryIO, syntax: ox.RdfFormat, longest: int = LONGEST) -> Iterator[ox.Quad]:
    """The quads of a file with a statement a line, however long.

    SyntaxError has the number of a bad line.
    """
    before = 0
    while lines := file.readlines(longest):  # only the last of them can be longer
        last = lines.pop() if len(lines[-1]) > longest else b""
        try:
            yield from ox.parse(b"".join(lines), format=syntax)
            before += len(lines)
            if last:
                yield _parse(last, syntax)
                before += 1
        except SyntaxError as error:
            error.lineno = (error.lineno or 1) + before
            raise


def _parse(line: bytes, syntax: ox.RdfFormat) -> ox.Quad:
    """The quad of one long line."""
    try:
        parts = nquads.split(line)
        brief = parts._replace(object=nquads.with_lexical(parts.object, ""))
        quad = next(iter(ox.parse(brief.write(), format=syntax)))
        if not isinstance(quad.object, ox.Literal):
            raise ValueError(type(quad.object).__name__)
        text = nquads.lexical(parts.object)
    except (ValueError, StopIteration) as error:
        raise SyntaxError("is longer than 15 MiB and no statement with a literal") from error
    literal = quad.object
    whole = (
        ox.Literal(text, language=literal.language)
        if literal.language
        else ox.Literal(text, datatype=literal.datatype)
    )
    return ox.Quad(quad.subject, quad.predicate, whole, quad.graph_name)
