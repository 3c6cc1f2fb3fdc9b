"""The command `extract`: the claims of an article, as JSON Lines."""

from onrecord.console import Article, Base, Output, write
from onrecord.settings import DEFAULT_BASE


def extract(path: Article, base: Base = DEFAULT_BASE, output: Output = None) -> None:
    """Print the claims of an article as JSON Lines, one claim a line."""
    from onrecord.pipeline import claim_lines

    write("".join(f"{line}\n" for line in claim_lines(path, base=base)).encode(), output)
