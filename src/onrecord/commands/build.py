"""The command `build`: articles into a checked graph."""

from pathlib import Path
from typing import Annotated

import typer

from onrecord.console import Articles, Base, Engine, printing
from onrecord.settings import DEFAULT_BASE, DEFAULT_DIRECTORY, DEFAULT_POLICY


def build(
    paths: Articles,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The folder to write the graph to.")
    ] = DEFAULT_DIRECTORY,
    policy: Annotated[
        str, typer.Option("--policy", help="Which claims become plain triples.")
    ] = DEFAULT_POLICY,
    base: Base = DEFAULT_BASE,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, help="Processes to work in.", show_default="as many as fit"),
    ] = None,
    engine: Engine = None,
) -> None:
    """Read articles into a checked graph that can be asked; print a summary."""
    import onrecord
    from onrecord.engines import Engines

    summary = onrecord.build(
        [Path(path) for path in paths],
        output,
        policy=policy,
        base=base,
        jobs=jobs,
        engines=Engines.named(engine or ()),
    )
    with printing():
        typer.echo(str(summary).rstrip("\n"))
    raise typer.Exit(summary.exit_code)
