"""The user information of a URL (RFC 3986, 3.2.1): who asks and with which password, kept out of messages."""

import re

_USERINFO = re.compile(
    r"""
    (?P<scheme>\b[a-z][a-z0-9+.-]*:/+)  # a path makes "http:/" of it
    (?: [^\s/?#]*@
      | (?!\[) [^\s/?#@]* : (?![0-9]*(?:[/?#\s]|$)) [^\n]*@  # no port follows: a password with "/" or a space
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def without_userinfo(words: str) -> str:
    """Words in which each URL has ``…@`` for its user and password."""
    return _USERINFO.sub(r"\g<scheme>…@", words) if "@" in words else words


def covered(words: str) -> str:
    """Words in which ``…`` stands for each character of a user and password: all else keeps its place."""
    return _USERINFO.sub(lambda found: found["scheme"] + "…" * (len(found[0]) - len(found["scheme"])), words)
