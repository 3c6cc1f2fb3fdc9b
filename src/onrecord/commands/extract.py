"""The command `extract`: the claims of an article, as JSON Lines."""

from onrecord.console import Article, Base, Output, leave_out, write
from onrecord.settings import DEFAULT_BASE


def extract(path: Article, base: Base = DEFAULT_BASE, output: Output = None) -> None:
    """Print the claims of an article as JSON Lines, one claim a line."""
    from onrecord.pipeline import claim_lines, read_file

    documents, left_out = read_file(path)
    write("".join(f"{line}\n" for line in claim_lines(documents, base)).encode(), output)
    leave_out(left_out)
