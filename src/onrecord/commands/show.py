"""The command `show`: an article with its claims."""

import typer

from onrecord.console import Article, is_terminal, printing


def show(path: Article) -> None:
    """Print an article with its claims marked in the text."""
    import onrecord

    marked = onrecord.show(path, colour=is_terminal())
    with printing():
        typer.echo(marked, color=is_terminal() or None)
