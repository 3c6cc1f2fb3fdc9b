"""The command line: the verbs of the library as commands, and what every one of them does about faults.

Libraries that take time to load are imported inside the commands that need them.
"""

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from onrecord.commands.build import build
from onrecord.commands.diff import diff
from onrecord.commands.export import export
from onrecord.commands.extract import extract
from onrecord.commands.load import load
from onrecord.commands.pull import pull
from onrecord.commands.query import query
from onrecord.commands.show import show
from onrecord.commands.validate import validate
from onrecord.console import printing
from onrecord.errors import OnrecordError
from onrecord.settings import debugging
from onrecord.stopping import Stopped, stoppable
from onrecord.terminal import escaped
from onrecord.userinfo import without_userinfo


class Verbs(TyperGroup):
    """The commands; what is wrong with an option's value is told without the password that it may hold."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that is named."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            if isinstance(message := getattr(error, "message", None), str):
                error.message = without_userinfo(message)  # type: ignore[attr-defined]
            raise


app = typer.Typer(
    name="onrecord",
    cls=Verbs,
    help="News reports become claims; claims become a graph; the graph is checked, shared and asked.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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

        with printing():
            typer.echo(f"onrecord {__version__}")
        raise typer.Exit


for _verb in (build, extract, show, validate, query, export, load, pull, diff):
    app.command()(_verb)


def main() -> None:
    """Run the command line; end with its exit code."""
    try:
        with stoppable():
            app(prog_name="onrecord")
            sys.stdout.flush()
    except OnrecordError as error:
        _fail(str(error), error.exit_code, error)
    except BrokenPipeError:  # the reader has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Stopped as error:
        _fail("stopped", error.exit_code, error)
    except Exception as error:
        what = without_userinfo(" ".join(f"{type(error).__name__}: {error}".split()))
        _fail(
            f"{what}; this is a fault of onrecord: run it again as onrecord --debug … and report it", 3, error
        )


def _fail(message: str, code: int, error: BaseException) -> None:
    if debugging():
        import traceback

        print(without_userinfo("".join(traceback.format_exception(error))), end="", file=sys.stderr)
    lines = map(escaped, message.split("\n"))  # a file's name may rewrite the terminal
    print("onrecord: " + "\n".join(lines), file=sys.stderr)
    sys.exit(code)
