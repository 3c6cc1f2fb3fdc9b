"""The command `show`: an article with its claims."""

import typer

from onrecord.console import Article, is_terminal, leave_out, printing


def show(path: Article) -> None:
    """Print an article with its claims marked in the text."""
    from onrecord.pipeline import extract, read_file
    from onrecord.show import mark

    documents, left_out = read_file(path)
    for number, document in enumerate(documents):
        marked = mark(document, extract(document), colour=is_terminal())
        with printing():
            typer.echo(f"\n{marked}" if number else marked, color=is_terminal() or None)
    leave_out(left_out)
