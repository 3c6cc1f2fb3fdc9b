"""The user information of a URL (RFC 3986, 3.2.1): who asks and with which password, kept out of messages."""

import re

_SCHEME = r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*+:/+"  # a path makes "http:/" of it
_USERINFO = re.compile(
    rf"""
    (?P<scheme>{_SCHEME})
    (?: [^\s/?#]*@
      | (?!\[) [^\s/?#@:]*+ : (?![0-9]*(?:\W|$)) [^\n<>"]{{0,200}}@  # no port: a password with "/" or a space
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ONE_URL = re.compile(rf"({_SCHEME})(?!\[)[^\s/?#@:]*:\S*(?<!/)@", re.IGNORECASE)


def without_userinfo(words: str) -> str:
    """Words in which each URL has ``…@`` for its user and password.

    A password that begins like a port ("12/…") is told from one only where the URL is all there is.
    """
    if (found := _ONE_URL.match(words)) and not re.search(r"\s", words):
        return f"{found[1]}…@{words[found.end() :]}"
    return _USERINFO.sub(r"\g<scheme>…@", words) if "@" in words else words


def covered(words: str) -> str:
    """Words in which ``…`` stands for each character of a user and password: all else keeps its place."""
    return _USERINFO.sub(lambda found: found["scheme"] + "…" * (len(found[0]) - len(found["scheme"])), words)
