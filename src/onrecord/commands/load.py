"""The command `load`: a graph put into a triple store."""

from pathlib import Path
from typing import Annotated

import typer

from onrecord.console import printing
from onrecord.password import read_password
from onrecord.progress import progressing
from onrecord.settings import DEFAULT_DIRECTORY


def load(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The graph folder.")] = DEFAULT_DIRECTORY,
    to: Annotated[str, typer.Option("--to", metavar="URL", help="The store's server, without a path.")] = "",
    store: Annotated[
        str | None, typer.Option("--store", help="The kind of store: oxigraph, virtuoso, fuseki, …")
    ] = None,
    query_url: Annotated[
        str, typer.Option("--query-url", help="For any other store: where it takes queries,")
    ] = "",
    update_url: Annotated[str, typer.Option("--update-url", help="… updates,")] = "",
    gsp_url: Annotated[str, typer.Option("--gsp-url", help="… and graphs (optional).")] = "",
    user: Annotated[
        str, typer.Option("--user", help="The user; the password is in ONRECORD_PASSWORD, or is asked for.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; say what it would do.")] = False,
    verify_only: Annotated[
        bool, typer.Option("--verify-only", help="Write nothing; compare the store with the graph.")
    ] = False,
) -> None:
    """Put a graph into a triple store, so that it holds exactly this graph."""
    import onrecord

    password = read_password(user)
    with progressing() as progress:
        done = onrecord.load(
            directory,
            to,
            store=store,
            query_url=query_url,
            update_url=update_url,
            gsp_url=gsp_url,
            user=user,
            password=password,
            dry_run=dry_run,
            verify_only=verify_only,
            progress=progress,
        )
    with printing():
        typer.echo(str(done))
    raise typer.Exit(done.exit_code)
