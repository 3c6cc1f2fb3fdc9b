"""JSON Lines: one article a line, with its text and what is known about it."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from onrecord.document import Document
from onrecord.readers.article import Metadata, make_document
from onrecord.readers.origin import Origin, Rejected, why_no_url
from onrecord.readers.text import LIMIT, decode

_PUBLISHED = ("published", "date")  # the first that is there counts


def read_jsonl(stream: BinaryIO, origin: Origin) -> Iterator[Document | Rejected]:
    """The documents of a JSON Lines file, line by line; a bad line does not keep the others out.

    Keys: ``text`` (required), ``id``, ``url``, ``title``, ``published`` or ``date``, ``language``;
    others are ignored. A document without url and id is ``file#line``. The title is no part of the text.
    """
    number = 0
    found = False
    while line := stream.readline(LIMIT + 1):
        number += 1
        long = len(line) > LIMIT
        while long and not line.endswith(b"\n") and (line := stream.readline(LIMIT)):
            pass
        here = Origin(f"{origin.where}:line {number}", f"{origin.source}#{number}")
        if long:
            found = True
            yield Rejected(here.where, f"is longer than {LIMIT // 1_000_000} MB; split the article")
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            found = True
            yield _read_line(line, here)
    if not found:
        yield Rejected(origin.where, "is empty; give one JSON object a line, each with a text")


def _read_line(line: bytes, origin: Origin) -> Document | Rejected:
    """The document of one line, or what is wrong with it."""
    decoded = decode(line, origin, LIMIT)
    if isinstance(decoded, Rejected):
        return decoded
    try:
        record = json.loads(decoded)
    except (ValueError, RecursionError) as error:
        what = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        if isinstance(error, json.JSONDecodeError):  # its own "line 1" is the record's
            what = f"{error.msg} at character {error.pos + 1}"
        return Rejected(origin.where, f"is not JSON ({what}); write one JSON object a line")
    if not isinstance(record, dict):
        return Rejected(origin.where, 'is not a JSON object; write {"text": "…"}')
    reason = _why_unfit(record)
    if reason is not None:
        return Rejected(origin.where, reason)
    published = next((record[key] for key in _PUBLISHED if record.get(key)), None)
    metadata = Metadata(
        id=_plain(record.get("id")),
        url=_plain(record.get("url")),
        title=_plain(record.get("title")),
        published=_plain(published),
    )
    return make_document(record["text"].removeprefix("\ufeff"), origin, metadata)


def _why_unfit(record: dict[str, object]) -> str | None:
    """What is wrong with the keys and values of a record, and what to do, or None."""
    if not isinstance(record.get("text"), str):
        missing = "has no text" if record.get("text") is None else "has a text that is not a string"
        return f'{missing}; put the article\'s words under the key "text"'
    for key in ("id", "url", "title", "language", *_PUBLISHED):
        value = record.get(key)
        if isinstance(value, (bool, float, list, dict)) or (isinstance(value, int) and key != "id"):
            return f"has a value for {key!r} that is not a string; write it in quotation marks"
        if isinstance(value, str) and any("\ud800" <= c <= "\udfff" or c == "\0" for c in value):
            return f"has half a character or a NUL in {key!r}; export it again as UTF-8"
    url = _plain(record.get("url"))
    if url and (wrong := why_no_url(url)) is not None:
        return f"has a url that {wrong}"
    language = _plain(record.get("language"))
    if language and not language.lower().startswith("en"):
        return f"is marked as language {language!r}, not English; onrecord reads English only, leave it out"
    return None


def _plain(value: object) -> str | None:
    """A value of a record as text on one line, or None if there is none."""
    return " ".join(str(value).split()) or None if value is not None else None
