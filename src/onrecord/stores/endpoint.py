"""A SPARQL endpoint: another server's store, asked over the SPARQL 1.1 Protocol, only ever for reading."""

import urllib.error
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING

from onrecord.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import QueryBoolean, QuerySolutions, Triple

_ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.8"
_MOST = 512 * 1024**2


def is_url(text: str) -> bool:
    """Whether it is the URL of an endpoint and no path."""
    return text.startswith(("http://", "https://"))


def ask(url: str, query: str) -> "QuerySolutions | QueryBoolean | Iterable[Triple]":
    """What an endpoint answers to a query. ToolError where it cannot be reached or refuses."""
    request = urllib.request.Request(
        url,
        data=urllib.parse.urlencode({"query": query}).encode(),
        headers={"Accept": _ACCEPT, "User-Agent": "onrecord"},
        method="POST",
    )
    try:
        with urllib.request.urlopen(request) as response:
            media_type = response.headers.get_content_type()
            body = response.read(_MOST + 1)
    except urllib.error.HTTPError as error:
        said = " ".join(error.read(300).decode("utf-8", "replace").split())
        error.close()
        raise ToolError(
            f"answered {error.code}: {said or error.reason}", where=url, remedy="check the query and the URL"
        ) from error
    except OSError as error:
        why = getattr(error, "reason", error)
        raise ToolError(
            f"cannot be reached: {why}", where=url, remedy="check the URL and the network"
        ) from error
    if len(body) > _MOST:
        raise ToolError("answered more than fits", where=url, remedy="ask for less")
    return _parse(url, media_type, body)


def _parse(url: str, media_type: str, body: bytes) -> "QuerySolutions | QueryBoolean | Iterable[Triple]":
    from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

    results, syntax = QueryResultsFormat.from_media_type(media_type), RdfFormat.from_media_type(media_type)
    try:
        if results is not None:
            return parse_query_results(body, format=results)
        if syntax is not None:
            return [quad.triple for quad in parse(body, format=syntax)]
    except (SyntaxError, ValueError) as error:
        raise ToolError(f"answered what cannot be read: {error}", where=url, remedy="ask again") from error
    raise ToolError(
        f"answered with {media_type}, which is no query result", where=url, remedy="give its query URL"
    )
