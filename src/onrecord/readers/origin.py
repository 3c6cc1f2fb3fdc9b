"""Where a document comes from, and the message for one that could not be read."""

import re
from dataclasses import dataclass

from onrecord.terminal import escaped
from onrecord.userinfo import without_userinfo

_URL = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file or line stands: ``where`` in messages, ``source`` as the id if it names no better one."""

    where: str
    source: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that was to be read and was left out: where it is, what is wrong and what to do."""

    where: str
    reason: str

    def __str__(self) -> str:
        return escaped(without_userinfo(f"{self.where}: {self.reason}"))


def is_url(words: str) -> bool:
    """Whether words are an http or https address, the only ones that count as a document's URL."""
    return _URL.fullmatch(words) is not None
