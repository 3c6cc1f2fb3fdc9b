"""The graph of one text, built in memory, and the saved queries that answers are read out of it with."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, Store

from onrecord.background import background
from onrecord.dataset import Numbering, describe
from onrecord.document import Document
from onrecord.pipeline import read_sections
from onrecord.readers.article import Metadata, make_document
from onrecord.readers.origin import Origin, Rejected
from onrecord.run import Run

MAPPING = Path(__file__).resolve().parent.parent / "mapping"

Value = str | int | bool | None
Row = dict[str, Value]


class Unreadable(Exception):
    """A text that the reader leaves out, with its reason."""


def document(record: dict[str, object]) -> Document:
    """The document of a corpus row: its text, with title, address and date as metadata.

    Raises Unreadable for a text that the reader leaves out.
    """
    plain = {key: str(record[key]) for key in ("id", "url", "title", "published") if record.get(key)}
    made = make_document(str(record["text"]), Origin(plain["id"], plain["id"]), Metadata(**plain))
    if isinstance(made, Rejected):
        raise Unreadable(made.reason)
    return made


@dataclass(frozen=True)
class TextGraph:
    """The claims, entities and background of one document; answers are asked with the queries of a scheme.

    The reported and inferred graphs are left out: no query here reads them, and they take most time.
    """

    store: Store
    scheme: str

    @classmethod
    def of(cls, text: Document, scheme: str) -> "TextGraph":
        """The graph of a document, as the pipeline describes it."""
        store, run, numbering = Store(), Run(), Numbering()
        for section, extraction in read_sections(text):
            store.extend(describe(section, extraction, run, run.base, numbering))
            store.extend(background(extraction, run.base))
        return cls(store, scheme)

    def ask(self, name: str, scheme: str | None = None) -> list[Row]:
        """The rows of a saved query of the scheme, or another, in the query's order."""
        found = self.store.query(query(scheme or self.scheme, name), use_default_graph_as_union=True)
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{name: _plain(solution[name]) for name in names} for solution in found]

    @cached_property
    def mentions(self) -> list[Row]:
        """The named mentions of the document, in text order."""
        return self.ask("mentions")


def _plain(term: object) -> Value:
    """A term as a plain value: an IRI's or literal's words, or a number."""
    if term is None or isinstance(term, QueryBoolean):
        return None
    if isinstance(term, NamedNode):
        return term.value
    assert isinstance(term, Literal)
    kind = term.datatype.value.partition("#")[2]
    if kind == "boolean":
        return term.value == "true"
    if kind in ("integer", "decimal"):
        return int(Decimal(term.value))
    return term.value


@cache
def query(scheme: str, name: str) -> str:
    """The text of a saved query of a scheme."""
    return (MAPPING / scheme / f"{name}.rq").read_text("utf-8")
