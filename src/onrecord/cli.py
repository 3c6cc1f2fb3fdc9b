"""The command line: each command is a verb of the library, with its options and exit code.

Libraries that take time to load are imported inside the commands that need them.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from onrecord.errors import InputError, OnrecordError, UsageError
from onrecord.settings import DEFAULT_BASE, DEFAULT_DIRECTORY, DEFAULT_POLICY, Limits, debugging

app = typer.Typer(
    name="onrecord",
    help="News reports become claims; claims become a graph; the graph is checked, shared and asked.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class FailOn(StrEnum):
    """The severity from which a finding is a failure."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NONE = "none"


class ReportFormat(StrEnum):
    """The formats of a report."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"
    HTML = "html"
    SARIF = "sarif"
    JUNIT = "junit"
    TURTLE = "turtle"


class GraphFormat(StrEnum):
    """The RDF syntaxes."""

    TURTLE = "turtle"
    TRIG = "trig"
    NTRIPLES = "ntriples"
    NQUADS = "nquads"
    RDFXML = "rdfxml"
    JSONLD = "jsonld"


Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to this file instead of standard output.")
]
Articles = Annotated[
    list[str], typer.Argument(metavar="PATH...", help="Articles, or folders of them; - for standard input.")
]
Article = Annotated[str, typer.Argument(metavar="FILE", help="An article; - for standard input.")]
Base = Annotated[str, typer.Option("--base", help="The IRI under which documents and entities are named.")]


@app.callback(invoke_without_command=True)
def start(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks (also ONRECORD_DEBUG=1).")] = False,
) -> None:
    """News reports become claims; claims become a graph; the graph is checked, shared and asked."""
    if debug:
        os.environ["ONRECORD_DEBUG"] = "1"
    if version:
        from onrecord import __version__

        with _printing():
            typer.echo(f"onrecord {__version__}")
        raise typer.Exit


@app.command()
def build(
    paths: Articles,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The folder to write the graph to.")
    ] = DEFAULT_DIRECTORY,
    policy: Annotated[
        str, typer.Option("--policy", help="Which claims become plain triples.")
    ] = DEFAULT_POLICY,
    base: Base = DEFAULT_BASE,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Articles to read at the same time.")] = 1,
) -> None:
    """Read articles into a checked graph that can be asked; print a summary."""
    import onrecord

    summary = onrecord.build([Path(path) for path in paths], output, policy=policy, base=base, jobs=jobs)
    with _printing():
        typer.echo(str(summary).rstrip("\n"))
    raise typer.Exit(summary.exit_code)


@app.command()
def extract(path: Article, base: Base = DEFAULT_BASE, output: Output = None) -> None:
    """Print the claims of an article as JSON Lines, one claim a line."""
    from onrecord.pipeline import claim_lines

    _write("".join(f"{line}\n" for line in claim_lines(path, base=base)).encode(), output)


@app.command()
def show(path: Article) -> None:
    """Print an article with its claims marked in the text."""
    import onrecord

    marked = onrecord.show(path, colour=_is_terminal())
    with _printing():
        typer.echo(marked, color=_is_terminal() or None)


@app.command()
def validate(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DIR|FILE]...", help="Graph folders or RDF files; - for standard input."),
    ] = None,
    format: Annotated[
        ReportFormat, typer.Option("--format", "-f", help="How to print it.")
    ] = ReportFormat.TEXT,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="From which severity on the exit code is 1.")
    ] = FailOn.ERROR,
    output: Output = None,
) -> None:
    """Check a graph: the shapes, the ontology and the check queries."""
    import onrecord
    from onrecord.reports import render

    with _files(paths or [str(DEFAULT_DIRECTORY)]) as sources:
        report = onrecord.validate(sources)
    _write(render(report, format.value).encode(), output)
    raise typer.Exit(1 if report.fails(fail_on.value) else 0)


@app.command()
def query(
    what: Annotated[
        str | None,
        typer.Argument(metavar="NAME|FILE.rq|SPARQL", help="A saved query, a file, or the query itself."),
    ] = None,
    parameters: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="NAME=VALUE", help="A value the query asks for."),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--in",
            metavar="DIR|FILE|URL",
            help="A graph folder, RDF files, an endpoint; - for standard input.",
        ),
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", help="table, csv, tsv, json, xml, markdown; of a CONSTRUCT: turtle, ntriples, …"
        ),
    ] = None,
    output: Output = None,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, help="Seconds it may take.")
    ] = Limits().seconds,
    listing: Annotated[bool, typer.Option("--list", help="List the saved queries.")] = False,
) -> None:
    """Put a question to a graph: a saved query by name, a file, or SPARQL."""
    from onrecord.query import answer, check_format, list_queries, outline_of, render
    from onrecord.savedquery import find_query
    from onrecord.table import Table, print_table

    if listing:
        _write(list_queries().encode(), output)
        return
    if what is None:
        raise UsageError("which query?", where="query", remedy="onrecord query --list names the saved ones")
    sources = source or [str(DEFAULT_DIRECTORY)]
    if what == "-" and "-" in sources:
        raise UsageError("is both the query and the data", where="-", remedy="give one of them as a file")
    limits = Limits(seconds=timeout)
    question = find_query(sys.stdin.read() if what == "-" else what)
    check_format(format, outline_of(question, limits.nesting).form)
    data: bytes | list[str] = sys.stdin.buffer.read() if sources == ["-"] else sources
    found = answer(question, data, _pairs(parameters or []), limits)
    if (
        isinstance(found, Table)
        and format in (None, "table")
        and output in (None, Path("-"))
        and _is_terminal()
    ):
        with _printing():
            print_table(found)
    else:
        _write(render(found, format), output)


@app.command()
def export(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The graph folder.")] = DEFAULT_DIRECTORY,
    format: Annotated[GraphFormat, typer.Option("--format", "-f", help="The syntax.")] = GraphFormat.TURTLE,
    with_text: Annotated[bool, typer.Option("--with-text", help="Include the articles' texts.")] = False,
    output: Output = None,
) -> None:
    """Write a graph in another RDF syntax, the same bytes every time."""
    import onrecord

    _write(onrecord.export(directory, format.value, with_text=with_text), output)


def main() -> None:
    """Run the command line; end with its exit code."""
    try:
        app(prog_name="onrecord")
        sys.stdout.flush()
    except OnrecordError as error:
        _fail(str(error), error.exit_code, error)
    except BrokenPipeError:  # the reader has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt as error:
        _fail("stopped", 130, error)
    except Exception as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        _fail(
            f"{what}; this is a fault of onrecord: run it again as onrecord --debug … and report it", 3, error
        )


def _fail(message: str, code: int, error: BaseException) -> None:
    if debugging():
        import traceback

        traceback.print_exception(error)
    print(f"onrecord: {message}", file=sys.stderr)
    sys.exit(code)


def _write(data: bytes, output: Path | None) -> None:
    """Write to a file, whole or not at all, or to standard output where none is named, or "-"."""
    if output is None or output == Path("-"):
        with _printing():
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
    else:
        from onrecord.files import write_bytes

        write_bytes(output, data)


@contextmanager
def _printing() -> Iterator[None]:
    """Turn a failure to write to standard output into a message; a reader that stopped early is none."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        from onrecord.files import unwritable

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left is not tried again
        raise unwritable(Path("standard output"), error) from error


def _pairs(given: Iterable[str]) -> dict[str, str]:
    """The parameters of ``-p name=value``."""
    found: dict[str, str] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise UsageError("is no parameter", where=f"-p {pair}", remedy="write it as -p name=value")
        if name in found:
            raise UsageError("is given twice", where=f"-p {name}", remedy="give it once")
        found[name] = value
    return found


def _is_terminal() -> bool:
    """Whether colours and boxes are welcome on standard output."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


@contextmanager
def _files(given: Iterable[str]) -> Iterator[list[Path]]:
    """The paths to check, standard input among them as a file of its own for as long as it takes."""
    from tempfile import TemporaryDirectory

    from onrecord.format import guess_format

    with TemporaryDirectory(prefix="onrecord-") as folder:
        paths = []
        for name in given:
            path = Path(name)
            if name == "-":
                data = sys.stdin.buffer.read()
                path = Path(folder) / f"standard-input{guess_format(data).extensions[0]}"
                path.write_bytes(data)
            elif not path.exists():
                raise InputError("there is no such file or folder", where=name, remedy="check the path")
            paths.append(path)
        yield paths
