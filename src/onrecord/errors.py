"""The errors a user can meet: each says where, what, and what to do, and has an exit code."""

from pathlib import Path

from onrecord.userinfo import without_userinfo


class OnrecordError(Exception):
    """A failure with a message for people: ``where: what; what to do``.

    ``where`` is the file, option or parameter it is about, ``remedy`` what can be done; both may be
    empty. Users and passwords in URLs are left out. ``exit_code`` is what the command returns
    (CONVENTIONS: 1 findings, 2 usage or unreadable input, 3 tool, network or store failure).
    """

    exit_code = 2

    def __init__(self, what: str, *, where: str | Path = "", remedy: str = "") -> None:
        self.where = without_userinfo(str(where))
        self.what = without_userinfo(what)
        self.remedy = without_userinfo(remedy)
        message = f"{self.where}: {self.what}" if self.where else self.what
        super().__init__(f"{message}; {self.remedy}" if self.remedy else message)


class UsageError(OnrecordError):
    """A command, option or parameter that cannot be carried out as given."""


class InputError(OnrecordError):
    """A file or stream that cannot be read or parsed."""


class ToolError(OnrecordError):
    """A library, a process, the network or a store that failed."""

    exit_code = 3
