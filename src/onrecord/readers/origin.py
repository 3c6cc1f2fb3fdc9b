"""Where a document comes from, and the message for one that could not be read."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from onrecord.terminal import escaped
from onrecord.userinfo import without_userinfo

_URL = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+", re.IGNORECASE)
_SCHEME = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_FORBIDDEN = re.compile(r"[\s<>\"{}|\\^`\x00-\x20]")


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


def why_no_url(words: str) -> str | None:
    """Why words are no http or https address, and what to do; None if they are one."""
    if is_url(words):
        return None
    found = _FORBIDDEN.findall(words) if _SCHEME.match(words) else []
    if not found:
        return "is no http or https address; correct it or leave it out"
    signs = sorted(set(found))
    wrong = "".join(sign for sign in signs if not sign.isspace()) or "a space"
    right = " ".join(map(quote, signs))
    return f"has in it what no address can have: {wrong}; write {right} for it, or leave the address out"


def is_url(words: str) -> bool:
    """Whether words are an http or https address, the only ones that count as a document's URL."""
    return _URL.fullmatch(words) is not None
