"""The password for a store: out of the environment, else asked for; never an argument, never printed."""

import os
import sys

from onrecord.errors import UsageError

VARIABLE = "ONRECORD_PASSWORD"


def read_password(user: str) -> str:
    """The password or token of the environment; else asked of whoever names a user at a terminal."""
    given = os.environ.get(VARIABLE, "")
    if given or not user:
        return given
    if not sys.stdin.isatty():
        raise UsageError("needs a password", where=f"--user {user}", remedy=f"put it into {VARIABLE}")
    import typer

    return str(typer.prompt(f"Password of {user}", hide_input=True, err=True))
