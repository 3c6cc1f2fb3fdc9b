"""An article for the terminal, each sentence followed by the claims that were read from it."""

import io
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.claim import Claim, Explicitness, Extraction, Kind, Polarity, Stance
from onrecord.dates import TimeDescription
from onrecord.document import Document
from onrecord.entity import Entity
from onrecord.errors import InputError
from onrecord.quantity import Quantity
from onrecord.sentences import Sentences
from onrecord.terminal import visible

if TYPE_CHECKING:
    from os import PathLike

Line = tuple[str, str]  # words, and the style they are written in on a terminal

_WIDTH = 110


def show(path: "str | PathLike[str]", colour: bool = False) -> str:
    """The articles of a file, or of standard input for "-", with their claims.

    Raises InputError where one of them cannot be read.
    """
    from onrecord.pipeline import extract, read_file

    documents, left_out = read_file(path)
    for rejected in left_out:
        raise InputError(rejected.reason, where=rejected.where)
    return "\n".join(mark(document, extract(document), colour) for document in documents)


def mark(document: Document, extraction: Extraction, colour: bool = False) -> str:
    """The text of a document with the claims of each sentence below it; plain unless ``colour``."""
    lines = list(_lines(document, extraction))
    if not colour:
        return "".join(f"{words}\n" for words, _ in lines)
    from rich.console import Console
    from rich.text import Text

    console = Console(file=io.StringIO(), force_terminal=True, width=_WIDTH, soft_wrap=True, highlight=False)
    for words, style in lines:
        console.print(Text(words, style=style), soft_wrap=True)
    written: str = console.file.getvalue()  # type: ignore[attr-defined]
    return written


def _lines(document: Document, extraction: Extraction) -> Iterator[Line]:
    """The lines: what the header says, then each stretch of text with its claims."""
    head = [visible(words) for words in (document.title, document.published, document.source) if words]
    yield " · ".join(head), "bold"
    sentences = Sentences(document, extraction.sentences)
    starts = [start for start, _ in sentences.bounds]
    below: dict[int, list[Claim]] = defaultdict(list)
    for claim in extraction.claims:
        below[max(0, bisect_right(starts, claim.evidence[0].start) - 1)].append(claim)
    for number, (start, end) in enumerate(sentences.bounds):
        yield "", ""
        yield visible(document.text[start:end]), ""
        yield from dict.fromkeys(_claim(claim) for claim in below[number])  # told in the same words once


def _claim(claim: Claim) -> Line:
    """One claim: subject — predicate — object, then who says it and how firmly where that is not plain."""
    statement = f"{claim.subject.name} — {claim.predicate} — {_object(claim)}"
    marks = [
        "denied" if claim.polarity is Polarity.DENIED else "",
        str(claim.stance) if claim.stance is not Stance.ASSERTED else "",
        f"to {claim.holder.name}" if claim.holder is not None else "",
        str(claim.explicitness) if claim.explicitness is not Explicitness.STATED else "",
        f"“{claim.hedge}”" if claim.hedge else "",
        _speaker(claim),
    ]
    notes = ", ".join(mark for mark in marks if mark)
    style = "red" if claim.polarity is Polarity.DENIED else "cyan" if claim.quotation else "green"
    firm = claim.stance is Stance.ASSERTED and claim.explicitness is Explicitness.STATED
    words = f"    • {visible(statement)}" + (f"  [{visible(notes)}]" if notes else "")
    return words, style if firm else f"{style} dim"


def _speaker(claim: Claim) -> str:
    """Who is quoted with a claim, and by which outlet."""
    quotation = claim.quotation
    if quotation is None:
        return ""
    speaker = quotation.speaker.name if quotation.speaker else "somebody"
    return f"says {speaker}" + (f" ({quotation.outlet.name})" if quotation.outlet else "")


def _object(claim: Claim) -> str:
    """The object of a claim in words."""
    value = claim.object
    match value:
        case Entity() | Kind():
            return value.name
        case Quantity():
            return f"“{value.wording}”" + (f" = {value.number}" if value.number is not None else "")
        case TimeDescription():
            return f"“{value.wording}”" + (f" = {value.edtf}" if value.edtf else "")
        case bool():
            return str(value).lower()
        case str():
            return value if claim.predicate == "type" else f"“{value}”"
    return str(value)
