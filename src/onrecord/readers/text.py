"""Plain text files: the decoded bytes are the stored text, unchanged but for a byte order mark."""

from collections.abc import Iterator
from typing import BinaryIO

from onrecord.document import Document
from onrecord.readers.article import make_document
from onrecord.readers.origin import Origin, Rejected

LIMIT = 50_000_000  # bytes of a text; more is refused

_MAGIC = (
    (b"%PDF", "a PDF", "convert it to text first, for example with pdftotext"),
    (b"PK\x03\x04", "a zip archive or an office document", "unpack it or save it as plain text"),
    (b"\xd0\xcf\x11\xe0", "an office document", "save it as plain text in UTF-8"),
    (b"{\\rtf", "a rich text document", "save it as plain text in UTF-8"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"\xff\xfe", "UTF-16 text, not UTF-8", "save it as UTF-8, for example with iconv -f UTF-16 -t UTF-8"),
    (b"\xfe\xff", "UTF-16 text, not UTF-8", "save it as UTF-8, for example with iconv -f UTF-16 -t UTF-8"),
)
_CONTROL = bytes({*range(32), 127} - {9, 10, 11, 12, 13, 27})


def read_text(stream: BinaryIO, origin: Origin) -> Iterator[Document | Rejected]:
    """The one document of a plain text file, or why it is left out."""
    text = decode(stream.read(LIMIT + 1), origin, LIMIT)
    yield text if isinstance(text, Rejected) else make_document(text, origin)


def decode(data: bytes, origin: Origin, limit: int) -> str | Rejected:
    """The text of a file in UTF-8 without its byte order mark, or why it is none."""
    reason = _why_no_text(data, limit)
    if reason is not None:
        return Rejected(origin.where, reason)
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        if _looks_binary(data):
            return Rejected(origin.where, _BINARY)
        byte = f"0x{data[error.start]:02x}"
        return Rejected(
            origin.where,
            f"is not UTF-8: byte {error.start} ({byte}) is not part of a character; save it as UTF-8, "
            "for example with iconv -t UTF-8",
        )


_BINARY = "is a binary file, not text; give plain text in UTF-8"


def _why_no_text(data: bytes, limit: int) -> str | None:
    """What in the bytes shows that they are no text to read, or None."""
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        return "is empty; give a text with at least one sentence"
    for magic, name, remedy in _MAGIC:
        if data.startswith(magic):
            return f"is {name}; {remedy}"
    if len(data) > limit:
        return f"is larger than {limit // 1_000_000} MB; split it into one file an article"
    nul = data.find(b"\0")
    if nul >= 0 and not _looks_binary(data):
        return f"has a NUL byte at byte {nul}; remove it or export the text again"
    return _BINARY if _looks_binary(data) else None


def _looks_binary(data: bytes) -> bool:
    """Whether more than one byte in a hundred of the beginning is a control character."""
    head = data[:65_536]
    return (len(head) - len(head.translate(None, _CONTROL))) * 100 > max(len(head), 200)
