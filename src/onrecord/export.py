"""A graph as a file for others: RDF in any syntax, framed JSON-LD, GeoJSON, tables; the same bytes always."""

import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from pyoxigraph import Quad

from onrecord.errors import InputError, UsageError
from onrecord.exports import rdf
from onrecord.files import writing
from onrecord.format import FORMATS, JSONLD, NQUADS, Format, format_named
from onrecord.manifest import BUILD, changed_remedy, is_part_of
from onrecord.statements import SHARDS, Statements, no_graph, read_statements
from onrecord.stores.oxigraph import DATASET

GEOJSON, CSV = "geojson", "csv"
EXPORT_FORMATS = (*(syntax.name for syntax in FORMATS), GEOJSON, CSV)
KEY_VARIABLE = "ONRECORD_REDACT_KEY"


def export(
    directory: Path | str,
    format: str = "turtle",
    *,
    with_text: bool = False,
    redact_persons: bool = False,
    frame: str | None = None,
    output: Path | str | None = None,
) -> bytes:
    """A graph directory in one format, as bytes; also written to ``output`` where one is given.

    turtle, ntriples and rdfxml hold its triples, trig, nquads and jsonld its named graphs; jsonld with a
    ``frame`` has an object a document or an event, geojson a feature a thing with a place, csv a table a
    kind of thing: a zip, or the folder ``output`` if its name does not end in .zip (and the bytes of the
    description that lies in it).
    ``with_text`` adds the documents' texts, ``redact_persons`` puts pseudonyms for private persons' names.
    UsageError for an unknown format or an unwritable output, InputError where the directory holds no
    graph or a damaged one. `export_to` does the same without the bytes in memory.
    """
    options = {"with_text": with_text, "redact_persons": redact_persons, "frame": frame}
    if output is None:
        made = io.BytesIO()
        export_to(made, directory, format, **options)  # type: ignore[arg-type]
        return made.getvalue()
    from onrecord.exports.tables import METADATA

    path = Path(output)
    export_to(path, directory, format, **options)  # type: ignore[arg-type]
    return (path / METADATA if format == CSV and path.is_dir() else path).read_bytes()


def export_to(
    output: Path | BinaryIO,
    directory: Path | str,
    format: str = "turtle",
    *,
    with_text: bool = False,
    redact_persons: bool = False,
    frame: str | None = None,
) -> tuple[str, ...]:
    """Write a graph directory in one format to a file, whole or not at all, or to an open one.

    Returns what a person should know of it: what was left out or replaced. See `export`.
    """
    _check(format, frame)
    if isinstance(output, Path) and is_part_of(Path(directory), output):
        raise UsageError(
            "is a part of the graph that is exported, and would be overwritten",
            where=output,
            remedy="name another file",
        )
    with _statements(Path(directory), with_text, redact_persons) as (statements, notes):
        if isinstance(output, Path):
            if format == CSV and output.suffix.lower() != ".zip":
                from onrecord.exports.tables import write_folder

                return (*notes, *write_folder(statements, output))
            with writing(output) as file:
                return (*notes, *_write(statements, format, frame, file))
        return (*notes, *_write(statements, format, frame, output))


def serialize_quads(quads: Iterable[Quad], syntax: Format) -> bytes:
    """The quads in a syntax, sorted; graph names are dropped where the syntax has none.

    Equal sets of quads give equal bytes, whatever their order and the hash seed.
    UsageError where RDF/XML cannot hold a character.
    """
    lines = "".join(sorted(f"{quad} .\n" for quad in set(quads))).encode()
    if syntax == NQUADS:
        return lines
    made = io.BytesIO()
    with TemporaryDirectory(prefix="onrecord-") as folder:
        dataset = Path(folder) / "dataset.nq"
        dataset.write_bytes(lines)
        rdf.write_rdf(Statements(dataset, Path(folder)), syntax, made)
    return made.getvalue()


def read_quads(directory: Path, *, with_text: bool = False) -> list[Quad]:
    """The quads of a graph directory, with the documents' texts out of its shards or without."""
    with _statements(directory, with_text, False) as (statements, _):
        if statements.texts is None:
            return list(rdf.read_quads(statements.dataset))
        return [*rdf.read_quads(statements.dataset), *rdf.read_quads(statements.texts)]


@contextmanager
def _statements(
    directory: Path, with_text: bool, redact_persons: bool
) -> Iterator[tuple[Statements, tuple[str, ...]]]:
    """What is to be written, and what to say about it."""
    if not directory.is_dir():
        if not directory.exists():
            raise no_graph(directory)
        raise InputError(
            "is a file; an export is made from a graph folder",
            where=directory,
            remedy="give the folder that holds dataset.nq",
        )
    has_texts = with_text or redact_persons and any((directory / SHARDS).glob("*.nq"))
    with read_statements(directory, with_text=has_texts) as statements:
        notes = tuple(map(_changed, statements.changed))
        if not redact_persons:
            yield statements, notes
            return
        from onrecord.redaction import redact

        redacted, count = redact(
            statements, os.environ.get(KEY_VARIABLE), with_text=with_text, where=directory
        )
        yield redacted, (*notes, *count)


def _changed(file: Path) -> str:
    """What to say of a file that is not as it was written, but can be read."""
    remedy = changed_remedy(file.parent) if file.name == DATASET else BUILD
    return f"{file}: was changed since it was written, and is given as it is; {remedy}"


def _check(format: str, frame: str | None) -> None:
    """UsageError for a format that is unknown, or one that has no frames."""
    if format not in EXPORT_FORMATS:
        raise UsageError(
            "is no format known here", where=format, remedy=f"choose one of {', '.join(EXPORT_FORMATS)}"
        )
    if frame is not None and format != JSONLD.name:
        raise UsageError(
            "has no frames", where=f"--format {format}", remedy="leave --frame out, or take jsonld"
        )


def _write(statements: Statements, format: str, frame: str | None, file: BinaryIO) -> tuple[str, ...]:
    """Write statements in a format; return what to say about it."""
    if format == GEOJSON:
        from onrecord.exports.geojson import write_geojson

        return write_geojson(statements, file)
    if format == CSV:
        from onrecord.exports.tables import write_zip

        return write_zip(statements, file)
    if frame is not None:
        from onrecord.exports.framed import write_framed

        return write_framed(statements, frame, file)
    rdf.write_rdf(statements, format_named(format), file)
    return ()
