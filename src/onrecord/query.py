"""Questions put to a graph: a saved query by name, a file, or SPARQL text.

Nothing is changed or fetched, and each runs in a process that can be stopped. What it may not do is
refused before it starts: updates, SERVICE, FROM with graphs that are not in the data.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError, UsageError
from onrecord.format import FORMATS, format_named, guess_format
from onrecord.savedquery import SavedQuery, find_query
from onrecord.settings import DEFAULT_DIRECTORY, Limits
from onrecord.sparql import Form, Outline, bind, screen
from onrecord.stores.address import is_url, shown
from onrecord.stores.connection import NOBODY, Access
from onrecord.table import TABLE_FORMATS, Table, stream_table, write_boolean
from onrecord.task import Beside, Solutions, Task, run

if TYPE_CHECKING:
    from pyoxigraph import Triple

    Data = Path | str | bytes | Sequence[Path | str]
    # a table for SELECT, yes or no for ASK, triples for CONSTRUCT and DESCRIBE
    Answer = Table | bool | tuple[Triple, ...]

_SCHEME = re.compile(r"\s*\w+:/")
_URL = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*://")

GEOJSON = "geojson"
PAGE = 100
"""Rows of a page where a query does not say."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a SELECT while it comes: an empty table, and chunks of its rows, read once."""

    head: Table
    chunks: Iterator[list[tuple[Any, ...]]]

    def table(self) -> Table:
        """All of it."""
        return replace(self.head, rows=tuple(row for chunk in self.chunks for row in chunk))


@dataclass(frozen=True, slots=True)
class Wish:
    """How an answer is wanted: what stands beside its rows, which page of them, which hosts it may ask."""

    beside: Beside = Beside()
    limit: int | None = None
    page: int | None = None
    hosts: tuple[str, ...] = ()


@lru_cache(maxsize=1)  # the command asks before it reads data, and `answer` again
def outline_of(question: SavedQuery, nesting: int, hosts: tuple[str, ...] = ()) -> Outline:
    """What a query asks for, read before it runs; what is refused names the query and the place in it."""
    with _naming(question):
        return screen(question.text, nesting, hosts)


@contextmanager
def _naming(question: SavedQuery) -> Iterator[None]:
    """Name the query in an error that is said of a place in its text."""
    try:
        yield
    except UsageError as error:
        place = error.where.removeprefix("query")
        raise UsageError(error.what, where=f"query {question.name}{place}", remedy=error.remedy) from None


def query(
    what: str,
    data: "Data | None" = None,
    parameters: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    *,
    labels: bool = False,
    evidence: bool = False,
    user: str = "",
    password: str = "",
) -> "Answer":
    """The answer to a saved query, an ``.rq`` file or SPARQL text, over a graph.

    ``data`` is a graph directory, RDF files, RDF as bytes, or the URL of a SPARQL endpoint; where none is
    given, the endpoint that the query's header names, else ``./graph``. With ``labels`` a column of names
    stands after each column with IRIs; with ``evidence`` each row has the document, sentence, speaker,
    polarity and stance of the claims it rests on. ``user`` and ``password`` are for an endpoint in ``data``
    that asks for them. UsageError for a query or a parameter that is not right
    or not allowed, InputError for data that cannot be read, ToolError past the limits.
    """
    wish = Wish(Beside(labels, evidence))
    access = Access(user, password)
    found = answer(find_query(what), data, parameters or {}, limits or Limits(), wish, access=access)
    return found.table() if isinstance(found, Rows) else found


def answer(
    question: SavedQuery,
    data: "Data | None",
    parameters: Mapping[str, str],
    limits: Limits,
    wish: Wish = Wish(),
    note: Callable[[str], None] = lambda words: None,
    access: Access = NOBODY,
) -> "Rows | bool | tuple[Triple, ...]":
    """The answer to a query that was found; its rows come while they are read. See `query`."""
    outline = outline_of(question, limits.nesting, wish.hosts)
    if outline.form is not Form.SELECT and wish != Wish(hosts=wish.hosts):
        raise UsageError(
            f"an answer to {outline.form} has no rows",
            where=f"query {question.name}",
            remedy="leave out --labels, --evidence, --limit and --page",
        )
    terms = question.terms(parameters)
    with _naming(question):
        bound = bind(question.text, terms)
    skip, limit = _window(question, wish)
    source = _source(question.endpoint or DEFAULT_DIRECTORY if data is None else data)
    if access.password and not access.user:
        raise UsageError("a password is given without a user", where="query", remedy="name the user too")
    if access.user and (data is None or "endpoint" not in source):
        raise UsageError(
            "is for an endpoint that is named by its URL",
            where=f"--user {access.user}",
            remedy="give the URL with --in, or leave out --user",
        )
    task = Task(
        text=question.text,
        bound=bound,
        graphs=outline.graphs,
        name=f"query {question.name}",
        star=outline.star,
        skip=skip,
        limit=limit,
        beside=wish.beside,
        access=access,
        form=outline.form,
        **source,  # type: ignore[arg-type]
    )
    found = run(task, limits, note)
    if isinstance(found, Solutions):
        return Rows(Table(found.columns, (), outline.prefixes), found.chunks)
    return found


def render(found: "Answer", format: str | None = None) -> bytes:
    """An answer in a format: of tables, or of RDF for triples. UsageError where the two do not fit."""
    return b"".join(stream(Rows(found, iter(())) if isinstance(found, Table) else found, format))


def stream(found: "Rows | bool | tuple[Triple, ...]", format: str | None = None) -> Iterator[bytes]:
    """Yield an answer in a format, rows as they come. UsageError where the two do not fit."""
    if isinstance(found, tuple):
        syntax = format_named("turtle" if format in (None, "table") else str(format))
        from pyoxigraph import Quad

        from onrecord.export import serialize_quads

        yield serialize_quads([Quad(t.subject, t.predicate, t.object) for t in found], syntax)
        return
    format = format or "table"
    if format not in TABLE_FORMATS or (isinstance(found, bool) and format == GEOJSON):
        raise UsageError(
            "this answer is no graph", where=f"--format {format}", remedy=f"choose {', '.join(TABLE_FORMATS)}"
        )
    if isinstance(found, bool):
        yield write_boolean(found, format).encode()
        return
    for text in stream_table(found.head, found.chunks, format):
        yield text.encode()


def check_format(format: str | None, form: Form) -> None:
    """Refuse, before it runs, a format that the answer to such a query cannot have."""
    graph = form in (Form.CONSTRUCT, Form.DESCRIBE)
    known = [f.name for f in FORMATS] if graph else list(TABLE_FORMATS)
    if form is Form.ASK:
        known.remove(GEOJSON)
    if format is not None and format not in known and not (graph and format == "table"):
        raise UsageError(
            f"does not fit an answer to {form}",
            where=f"--format {format}",
            remedy=f"choose {', '.join(known)}",
        )


def _window(question: SavedQuery, wish: Wish) -> tuple[int, int | None]:
    """How many rows to leave out, and how many to give at most."""
    for name, value in (("--limit", wish.limit), ("--page", wish.page)):
        if value is not None and value < (1 if name == "--page" else 0):
            raise UsageError(f"{value} is no number of rows or pages", where=name, remedy="give 1 or more")
    if wish.page is None:
        return 0, wish.limit
    size = wish.limit or question.pagination or PAGE
    return (wish.page - 1) * size, size


def _source(data: "Data") -> dict[str, object]:
    """The fields of a task that say where its data are."""
    if isinstance(data, bytes):
        return {"data": data, "syntax": guess_format(data)}
    sources = [data] if isinstance(data, str | Path) else list(data)
    urls = [str(source) for source in sources if is_url(str(source))]
    if urls and len(sources) > 1:
        raise UsageError(
            "cannot be asked together with others", where=shown(urls[0]), remedy="ask one at a time"
        )
    if urls:
        return {"endpoint": urls[0]}
    for text in map(str, sources):
        if _URL.match(text):
            raise UsageError(
                "is no URL of an endpoint",
                where=_shown(text),
                remedy="begin it with http:// or https://, no space in front, or give a directory or file",
            )
    paths = tuple(Path(source).absolute() for source in sources)
    for path, source in zip(paths, sources, strict=True):
        if not path.exists():
            raise InputError(
                "there is no such file or folder",
                where=_shown(str(source)),
                remedy="give a graph directory or RDF file, or make one with: onrecord build FILES",
            )
    return {"paths": paths}


def _shown(source: str) -> str:
    """What was given for data, for a message: without what may be a user and a password."""
    text = shown(source.strip()) if _SCHEME.match(source) or "@" in source else source
    return re.sub(".*@", "…@", text, flags=re.DOTALL)
