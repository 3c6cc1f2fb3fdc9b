"""Questions put to a graph: a saved query by name, a file, or SPARQL text.

Nothing is changed or fetched, and each runs in a process that can be stopped. What it may not do is
refused before it starts: updates, SERVICE, FROM with graphs that are not in the data.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import InputError, UsageError
from onrecord.format import FORMATS, format_named, guess_format
from onrecord.savedquery import FOLDERS, SavedQuery, find_query, saved_queries
from onrecord.settings import DEFAULT_DIRECTORY, Limits
from onrecord.sparql import Form, Outline, bind, screen, variables
from onrecord.stores.endpoint import is_url
from onrecord.table import TABLE_FORMATS, Table, write_boolean, write_table
from onrecord.worker import Solutions, Task, run

if TYPE_CHECKING:
    from pyoxigraph import Triple

    # a table for SELECT, yes or no for ASK, triples for CONSTRUCT and DESCRIBE
    Answer = Table | bool | tuple[Triple, ...]


def outline_of(question: SavedQuery, nesting: int) -> Outline:
    """What a query asks for, read before it runs; what is refused names the query and the place in it."""
    try:
        return screen(question.text, nesting)
    except UsageError as error:
        place = error.where.removeprefix("query")
        raise UsageError(error.what, where=f"query {question.name}{place}", remedy=error.remedy) from None


def query(
    what: str,
    data: Path | str | bytes | Sequence[Path | str] = DEFAULT_DIRECTORY,
    parameters: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> "Answer":
    """The answer to a saved query, an ``.rq`` file or SPARQL text, over a graph.

    ``data`` is a graph directory, RDF files, RDF as bytes, or the URL of a SPARQL endpoint. UsageError
    for a query or a parameter that is not right or not allowed, InputError for data that cannot be
    read, ToolError past the limits.
    """
    return answer(find_query(what), data, parameters or {}, limits or Limits())


def answer(
    question: SavedQuery,
    data: Path | str | bytes | Sequence[Path | str],
    parameters: Mapping[str, str],
    limits: Limits,
) -> "Answer":
    """The answer to a query that was found; see `query`."""
    outline = outline_of(question, limits.nesting)
    terms = question.terms(parameters)
    task = Task(
        text=question.text,
        bound=bind(question.text, terms),
        graphs=outline.graphs,
        name=f"query {question.name}",
        **_source(data),  # type: ignore[arg-type]
    )
    found = run(task, limits)
    return _table(found, question.text, outline, terms) if isinstance(found, Solutions) else found


def render(found: "Answer", format: str | None = None) -> bytes:
    """An answer in a format: of tables, or of RDF for triples. UsageError where the two do not fit."""
    if isinstance(found, tuple):
        syntax = format_named("turtle" if format in (None, "table") else str(format))
        from pyoxigraph import Quad

        from onrecord.export import serialize_quads

        return serialize_quads([Quad(t.subject, t.predicate, t.object) for t in found], syntax)
    format = format or "table"
    if format not in TABLE_FORMATS:
        raise UsageError(
            "this answer is no graph", where=f"--format {format}", remedy=f"choose {', '.join(TABLE_FORMATS)}"
        )
    return (write_boolean(found, format) if isinstance(found, bool) else write_table(found, format)).encode()


def check_format(format: str | None, form: Form) -> None:
    """Refuse, before it runs, a format that the answer to such a query cannot have."""
    graph = form in (Form.CONSTRUCT, Form.DESCRIBE)
    known = [f.name for f in FORMATS] if graph else list(TABLE_FORMATS)
    if format is not None and format not in known and not (graph and format == "table"):
        raise UsageError(
            f"does not fit an answer to {form}",
            where=f"--format {format}",
            remedy=f"choose {', '.join(known)}",
        )


def list_queries() -> str:
    """The saved queries for people: by folder, each with its summary and parameters."""
    lines: list[str] = []
    found = list(saved_queries())
    width = max((len(saved.name) for saved in found), default=0)
    for folder in FOLDERS:
        members = [saved for saved in found if saved.folder == folder]
        lines += ["", f"{folder} ({len(members)})"] if members else []
        for saved in members:
            lines.append(f"  {saved.name:{width}}  {saved.summary}".rstrip())
            lines += [
                f"  {'':{width}}    -p {parameter}"
                + (f": {about}" if (about := parameter.description) else "")
                for parameter in saved.parameters
            ]
    return "\n".join(lines[1:]) + "\n" if lines else "no saved queries\n"


def _source(data: Path | str | bytes | Sequence[Path | str]) -> dict[str, object]:
    """The fields of a task that say where its data are."""
    if isinstance(data, bytes):
        return {"data": data, "syntax": guess_format(data)}
    sources = [data] if isinstance(data, str | Path) else list(data)
    urls = [str(source) for source in sources if is_url(str(source))]
    if urls and len(sources) > 1:
        raise UsageError("cannot be asked together with others", where=urls[0], remedy="ask one at a time")
    if urls:
        return {"endpoint": urls[0]}
    paths = tuple(Path(source).absolute() for source in sources)
    for path, source in zip(paths, sources, strict=True):
        if not path.exists():
            raise InputError(
                "there is no such file or folder",
                where=str(source),
                remedy="give a graph directory or RDF file, or make one with: onrecord build FILES",
            )
    return {"paths": paths}


def _table(found: Solutions, text: str, outline: Outline, terms: Mapping[str, str]) -> Table:
    """The table of a SELECT, without the variables that are parameters or private (``_``…)."""
    order = list(enumerate(found.variables))
    if outline.star:  # a store may give them in any order
        places = {name: place for place, name in enumerate(variables(text))}
        order.sort(key=lambda pair: places[pair[1]])
    shown = [i for i, name in order if name not in terms and not name.startswith("_")]
    return Table(
        tuple(found.variables[i] for i in shown),
        tuple(tuple(row[i] for i in shown) for row in found.rows),
        outline.prefixes,
    )
