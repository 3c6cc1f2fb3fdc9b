"""The console: what the commands read from and write to, and the options they share."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.errors import InputError, UsageError

if TYPE_CHECKING:
    from onrecord.readers import Rejected

Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to this file instead of standard output.")
]
Articles = Annotated[
    list[str], typer.Argument(metavar="PATH...", help="Articles, or folders of them; - for standard input.")
]
Article = Annotated[str, typer.Argument(metavar="FILE", help="An article; - for standard input.")]
Engine = Annotated[
    list[str] | None,
    typer.Option(
        "--engine",
        metavar="NAME",
        help="What checks the shapes (pyshacl, pyrudof) or finds what follows from the ontology (owlrl,"
        " reasonable), with the same result; may be repeated.",
    ),
]
Base = Annotated[str, typer.Option("--base", help="The IRI under which documents and entities are named.")]


def write(data: bytes, output: Path | None) -> None:
    """Write to a file, whole or not at all, or to standard output where none is named, or "-"."""
    if output is None or output == Path("-"):
        with printing():
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
    else:
        from onrecord.files import write_bytes

        write_bytes(output, data)


def leave_out(rejected: "Iterable[Rejected]") -> None:
    """Say what was left out and why, and end with exit code 1; nothing where all could be read."""
    left_out = list(rejected)
    for one in left_out:
        print(f"onrecord: left out {one}", file=sys.stderr)
    if left_out:
        raise typer.Exit(1)


@contextmanager
def printing() -> Iterator[None]:
    """Turn a failure to write to standard output into a message; a reader that has read enough is none."""
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None  # typer would end with 1
    except OSError as error:
        from onrecord.files import unwritable

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left is not tried again
        raise unwritable(Path("standard output"), error) from error


def pairs(given: Iterable[str]) -> dict[str, str]:
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


def is_terminal() -> bool:
    """Whether colours and boxes are welcome on standard output."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


@contextmanager
def files(given: Iterable[str]) -> Iterator[list[Path]]:
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
