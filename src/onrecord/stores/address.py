"""The URL of a store: checked, joined with paths, and shown without what is nobody's business."""

from urllib.parse import urlsplit, urlunsplit

from onrecord.errors import UsageError


def is_url(text: str) -> bool:
    """Whether it is the URL of a server and no path."""
    return text.lower().startswith(("http://", "https://"))


def shown(url: str) -> str:
    """A URL for a message: without user, password, query and fragment."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        return urlunsplit((parts.scheme, host, parts.path, "", ""))
    except ValueError:
        return "the URL"


def checked(url: str, option: str = "--to") -> str:
    """The URL, if it is one of a server. UsageError otherwise, or where it carries a user or a password."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise UsageError("is no URL", where=option, remedy="write it as http://HOST:PORT") from None
    if "@" in parts.netloc:
        raise UsageError(
            "carries a user name or a password",
            where=f"{option} {shown(url)}",
            remedy="leave it out of the URL: give --user, and the password in ONRECORD_PASSWORD",
        )
    if not is_url(url) or not host or any(sign.isspace() for sign in url):
        raise UsageError("is no http URL", where=option, remedy="write it as http://HOST:PORT")
    return url


def without_query(url: str, option: str) -> str:
    """The URL of a server behind which paths are put. UsageError where it has a query or a fragment."""
    parts = urlsplit(url)
    if parts.query or parts.fragment:
        raise UsageError(
            "takes no query or fragment",
            where=f"{option} {shown(url)}",
            remedy="leave out what begins with ? or #; a token is given in ONRECORD_PASSWORD",
        )
    return url


def joined(url: str, path: str) -> str:
    """A path, or a query beginning with ``?``, put behind the URL of a server; "." is the URL itself."""
    return url.rstrip("/") + path.removeprefix(".")
