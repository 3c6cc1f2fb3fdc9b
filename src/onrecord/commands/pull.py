"""The command `pull`: a graph brought back from a triple store."""

from pathlib import Path
from typing import Annotated

import typer

from onrecord.console import printing
from onrecord.password import read_password
from onrecord.progress import progressing
from onrecord.settings import DEFAULT_DIRECTORY


def pull(
    url: Annotated[str, typer.Argument(metavar="URL", help="The store's server, or its query URL.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write.")
    ] = DEFAULT_DIRECTORY,
    store: Annotated[str | None, typer.Option("--store", help="The kind of store, as for load.")] = None,
    base: Annotated[
        str | None, typer.Option("--base", help="The IRI under which the graph's things are named.")
    ] = None,
    user: Annotated[
        str, typer.Option("--user", help="The user; the password is in ONRECORD_PASSWORD, or is asked for.")
    ] = "",
) -> None:
    """Bring the graph that a store holds into a folder."""
    import onrecord

    password = read_password(user)
    with progressing() as progress:
        done = onrecord.pull(
            url, output, store=store, base=base, user=user, password=password, progress=progress
        )
    with printing():
        typer.echo(str(done))
