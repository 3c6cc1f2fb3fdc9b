"""The process that finds the article of HTML pages: a page a line in, its parts a line out, as JSON."""

import json
import sys
from typing import Any

from onrecord import machine

_MEMORY = 3_000_000_000  # bytes of address space
_BLOCKS = ("head", "p", "quote", "item", "row", "code")
_ADDRESS = (
    ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"),
    (
        "//meta[@property='article:published_time']/@content",
        "//meta[@itemprop='datePublished']/@content",
        "//meta[@name='date' or @name='DC.date' or @name='DC.date.issued' or @name='dcterms.date']/@content",
        "//meta[@name='pubdate' or @name='publish-date' or @name='parsely-pub-date']/@content",
        "//time[@itemprop='datePublished' or @pubdate]/@datetime",
        "//article//time[1]/@datetime",
    ),
)


def find_article(html: str) -> dict[str, Any]:
    """The parts of a page's article as [tag, words], with title, url and published, each maybe None."""
    import trafilatura
    from lxml import html as lxml_html

    tree = lxml_html.document_fromstring(html.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8"))
    url, published = (
        next((" ".join(value.split()) for path in paths for value in tree.xpath(path) if value.strip()), None)
        for paths in _ADDRESS
    )
    found = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, include_images=False, with_metadata=True
    )
    if found is None or isinstance(found, dict):  # a dict only where it is asked for
        return {"parts": [], "title": None, "url": url, "published": published}
    parts: list[tuple[str, str]] = []
    if found.body is not None:
        _collect(found.body, parts)
    title = " ".join(found.title.split()) if found.title else None
    return {"parts": parts, "title": title, "url": url, "published": published}


def _collect(body: Any, parts: list[tuple[str, str]]) -> None:
    """The words of the blocks of an article, in order; a block within a block is part of the outer one."""
    stack = [body]
    while stack:
        element = stack.pop()
        if element.tag in _BLOCKS:
            cells = [_words(cell) for cell in element if cell.tag == "cell"]
            words = " | ".join(cells) if element.tag == "row" else _words(element)
            parts.append((element.tag, words))
            continue
        if element.text and element.text.strip():
            parts.append(("p", " ".join(element.text.split())))
        stack.extend(reversed(element))


def _words(element: Any) -> str:
    """The words of an element, on one line."""
    return " ".join("".join(element.itertext()).split())


def confine() -> None:
    """Limit this process's memory and forbid it every connection."""
    machine.confine(_MEMORY)

    def refuse(event: str, _: tuple[Any, ...]) -> None:
        if event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
            raise PermissionError(f"{event}: pages are read without the network")

    sys.addaudithook(refuse)


def main() -> None:
    """Answer pages until the input ends."""
    confine()
    for line in sys.stdin.buffer:
        try:
            answer = find_article(json.loads(line))
        except RecursionError:
            answer = {"error": "its elements are nested too deeply"}
        except MemoryError:
            answer = {"error": "it needs too much memory"}
        except Exception as error:  # a page may break the parser in any way; it is the page that is left out
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.buffer.write(json.dumps(answer).encode("ascii") + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
