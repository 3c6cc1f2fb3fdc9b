"""Addresses and names of accounts that stand in a text: URLs, e-mail addresses, handles, hashtags."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_NAME = r"[\w\-]++"
_REST = r"[^\s<>\"“”«»]*+"
_MAIL = rf"[\w+'%\-]++(?:\.[\w+'%\-]++)*+@{_NAME}(?:\.{_NAME})*+"
_HANDLE = r"[@#]\w++(?:[.\-]\w++)*+"
_ACCOUNT = rf"(?<![\w@#+'%\-])(?<![\w'+%\-]\.)(?:{_MAIL}|{_HANDLE})"  # no second look at what was passed over
_ENDING = r"\.(?:[a-z]{2,24}|[A-Z]{2,5})(?![\w\-])"  # of a host or a file
_URL = rf"(?<![\w.\-])(?:\w++://{_REST}|{_NAME}(?:\.{_NAME})*{_ENDING}(?:/{_REST})?)"
_ADDRESS = re.compile(rf"(?P<account>{_ACCOUNT})|{_URL}")


class Address(NamedTuple):
    """A stretch of a text that is an address; an account's is one word, a URL's can be cut apart."""

    start: int
    end: int
    is_account: bool


def find_addresses(text: str) -> Iterator[Address]:
    """Yield the addresses of a text, in order."""
    if not any(mark in text for mark in "@#./"):
        return
    for found in _ADDRESS.finditer(text):
        yield Address(found.start(), found.end(), found["account"] is not None)
