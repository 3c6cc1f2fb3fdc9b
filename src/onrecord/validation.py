"""Whether a graph is in order: shapes, reasoner, checks and texts, in one report.

The shapes run over the graph as asserted, where a missing triple is missing, and over the graph
closed under the ontology, where its consequences show. What the reasoner finds contradictory, the
rows of the check queries, and words that are not where their evidence says become results of the
same report.
"""

import filecmp
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
from rdflib.namespace import RDF

from onrecord.assembly import base_of, write_dataset
from onrecord.checks import Fault, checked_store, find_faults
from onrecord.confined import check_file
from onrecord.engines import Engines, closure_by
from onrecord.errors import InputError
from onrecord.format import format_of, rdf_format
from onrecord.inference import Closure
from onrecord.iri import graph_role
from onrecord.longline import parse_lines
from onrecord.manifest import REBUILD, Manifest, read_manifest, remedy_of
from onrecord.partial import is_partial, told_of
from onrecord.provenance import Provenance, check_words
from onrecord.report import Report, Result, Severity
from onrecord.settings import FILE_LIMITS, Limits
from onrecord.shapes import CLAIM_LAYER, check_shapes
from onrecord.stores.oxigraph import DATASET, STORE, fault_of_store
from onrecord.vocab import ONR

_TYPE = str(RDF.type)
_TEXT = str(ONR.text)
_CLAIM_LAYER = frozenset(str(term) for term in CLAIM_LAYER)
_LATER = re.compile(r"_[0-9]+(?=\.nq$)")  # in the names of a long document's later shards
_IRI = re.compile(r"<([^<>\s]+)>")


def validate(
    paths: Sequence[str | PathLike[str]] | str | PathLike[str],
    engines: Engines | None = None,
    limits: Limits = FILE_LIMITS,
) -> Report:
    """The report on a graph directory or RDF file, or on several together.

    A directory is checked document by document, from its shards, and its ``dataset.nq`` compared with
    them; from ``dataset.nq`` alone where it has none, and the report says so. A file is checked in a
    process of its own, within the limits. Raises `InputError` for what cannot be read or parsed.
    """
    given = [Path(path) for path in ([paths] if isinstance(paths, str | PathLike) else paths)]
    chosen = engines or Engines()
    return Report.of(
        result
        for path in given
        for result in (_results(path, chosen) if path.is_dir() else check_file(path, chosen, limits).results)
    )


def validate_quads(
    quads: Iterable[ox.Quad], closure: Closure | None = None, engines: Engines | None = None
) -> Report:
    """The report on one document's quads: claims, reported and inferred graphs, entities, and its text.

    What a gazetteer says (the background graph) is left aside by shapes and reasoner: it is no claim.
    ``closure`` is what `infer` gave for them, if it has run already. Quads of a default graph count as
    asserted. The text is needed only to compare quotes with it.
    """
    quads = list(quads)
    chosen = engines or Engines()
    provenance = Provenance.of(quads)
    asserted = [quad for quad in quads if _graph(quad) not in ("inferred", "background", "ontology")]
    inferred = [quad.triple for quad in quads if _graph(quad) == "inferred"]
    if closure is None:
        close = closure_by(chosen.closure)
        closure = close((*_content(asserted), *inferred), _types(asserted))
    store = checked_store(quad for quad in quads if quad.predicate.value != _TEXT)
    faults = list(find_faults(store))
    shapes = list(check_shapes(asserted, (*inferred, *closure.triples), store, chosen.shapes))
    known = {(result.shape, result.focus) for result in shapes}
    found = [*shapes, *_inconsistencies(closure), *_faults(faults, known)]
    if is_partial(quads):
        found = list(told_of(quads, found))
    return Report.of((*(_placed(result, provenance) for result in found), *check_words(provenance)))


def _results(path: Path, engines: Engines) -> Iterator[Result]:
    """What is found in a directory."""
    if (path / DATASET).is_file() and (fault := fault_of_store(path)):
        yield Result(Severity.ERROR, "store-differs", str(path / STORE), fault, remedy=REBUILD.format(path))
    parts = _parts(path)
    for _, shards in groupby(parts, key=lambda part: _LATER.sub("", part.name)):
        texts: list[ox.Quad] = []
        for shard in shards:
            quads = read_quads(shard)
            own = [quad for quad in quads if quad.predicate.value == _TEXT]
            yield from validate_quads(quads if own else [*quads, *texts], engines=engines).results
            texts = own or texts
    if parts == [path / DATASET]:
        yield Result(
            Severity.INFO,
            "texts-missing",
            str(path),
            "documents/ is missing or empty: the quotes could not be compared with the texts",
            remedy="build again where the articles are",
        )
        return
    manifest = read_manifest(path)
    changed = list(_changed(manifest)) if manifest is not None else []
    yield from changed
    if changed and manifest is not None and manifest.is_whole(DATASET):
        return  # it is the shards that differ
    if not _is_whole(path / DATASET, parts):
        yield Result(
            Severity.ERROR,
            "dataset-differs",
            str(path / DATASET),
            "dataset.nq is not what the documents' shards give",
            remedy="build again",
        )


def _changed(manifest: Manifest) -> Iterator[Result]:
    """A result for each file beside the dataset that is not as it was written."""
    for name in sorted(manifest.files.keys() - {DATASET}):
        if not manifest.is_whole(name):
            path = manifest.directory / name
            is_there = path.is_file()
            yield Result(
                Severity.ERROR,
                "file-changed",
                str(path),
                f"{name} was changed since it was written" if is_there else f"{name} is missing",
                remedy=remedy_of(path, name),
            )


def _is_whole(dataset: Path, shards: Sequence[Path]) -> bool:
    """Whether a dataset is what a build makes of the shards, byte for byte."""
    base = base_of(shards)
    if base is None or not dataset.is_file():
        return False
    with TemporaryDirectory(prefix="onrecord-") as folder:
        expected = Path(folder) / DATASET
        write_dataset(shards, expected, base)
        return filecmp.cmp(expected, dataset, shallow=False)


def _parts(path: Path) -> list[Path]:
    """The files of a directory to check one after the other. InputError for one of a newer layout."""
    read_manifest(path)
    shards = sorted((path / "documents").glob("*.nq"))
    if shards:
        return shards
    if (path / DATASET).is_file() and (path / DATASET).stat().st_size:
        return [path / DATASET]
    raise InputError(
        "holds no graph (no documents/*.nq, and dataset.nq is missing or empty)",
        where=path,
        remedy="make one with: onrecord build FILES -o DIR",
    )


def read_quads(path: Path, where: Path | None = None) -> list[ox.Quad]:
    """The quads of an RDF file, its syntax told by its extension; nothing it names is fetched or read.

    Errors name ``where``, if it is given.
    """
    syntax = rdf_format(format_of(path))
    where = where or path
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError("there is no such file", where=where, remedy="check the path") from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=where, remedy="check the file") from error
    if syntax == ox.RdfFormat.RDF_XML and re.search(rb"<!ENTITY[^>]*&(?!#)", data):
        raise InputError("declares entities by other entities", where=where, remedy="write them out")
    try:
        by_line = syntax in (ox.RdfFormat.N_QUADS, ox.RdfFormat.N_TRIPLES)
        quads = list(parse_lines(io.BytesIO(data), syntax) if by_line else ox.parse(data, format=syntax))
    except SyntaxError as error:
        raise InputError(
            f"is not well-formed {syntax.name}: {error.msg or error}",
            where=f"{where}:{error.lineno}" if error.lineno else where,
            remedy="correct the file, or name the syntax by its extension",
        ) from error
    except ValueError as error:
        raise InputError(f"cannot be read: {error}", where=where, remedy="check the file") from error
    if any(isinstance(quad.object, ox.Triple) for quad in quads):
        raise InputError(
            "has triple terms, which are RDF 1.2", where=where, remedy="write it as plain RDF 1.1"
        )
    return quads


def _graph(quad: ox.Quad) -> str:
    """What the graph of a quad holds: "claims", "reported", "inferred", "entities" …, else ""."""
    name = quad.graph_name
    if isinstance(name, ox.DefaultGraph):
        return ""
    return graph_role(name.value)


def _content(quads: Iterable[ox.Quad]) -> list[ox.Triple]:
    """The triples that reasoning may see: reported ones, and in a plain file all outside the claim layer."""
    plain = [quad.triple for quad in quads if _graph(quad) == ""]
    claims = {t.subject for t in plain if t.predicate.value == _TYPE and _value(t.object) in _CLAIM_LAYER}
    reported = [quad.triple for quad in quads if _graph(quad) == "reported"]
    return [*reported, *(triple for triple in plain if triple.subject not in claims)]


def _types(quads: Iterable[ox.Quad]) -> list[ox.Triple]:
    """The classes of entities: all types but those of the claim layer."""
    return [
        quad.triple
        for quad in quads
        if quad.predicate.value == _TYPE
        and _graph(quad) != "claims"
        and _value(quad.object) not in _CLAIM_LAYER
    ]


def _value(term: object) -> str:
    return str(getattr(term, "value", ""))


def _inconsistencies(closure: Closure) -> Iterator[Result]:
    """A result for each contradiction the reasoner found."""
    for message in closure.inconsistencies:
        iris = _IRI.findall(message)
        yield Result(
            Severity.ERROR,
            "inconsistency",
            iris[0] if iris else "",
            message,
            remedy="one of the classes or properties that meet here is wrong: correct the claims behind them",
        )


def _faults(faults: Iterable[Fault], known: set[tuple[str, str]]) -> Iterator[Result]:
    """A result for each row of a check, but for those that a shape has found."""
    for fault in faults:
        check = fault.check
        if any((shape, fault.focus) in known for shape in check.shapes):
            continue
        yield Result(
            check.severity,
            check.name,
            fault.focus,
            check.problem.strip(),
            value=fault.value,
            path=fault.path,
            remedy=check.solution.strip(),
        )


def _placed(result: Result, provenance: Provenance) -> Result:
    """The result with its document, sentence and offsets."""
    place = provenance.locate(result.focus, result.path, result.value)
    if place.sentence is None and result.value in provenance.evidence:
        place = provenance.locate(result.value)
    return replace(result, document=place.document, sentence=place.sentence, start=place.start, end=place.end)
