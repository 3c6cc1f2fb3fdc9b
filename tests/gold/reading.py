"""The gold reading of the first article as questions to its graph.

An ``ask`` of facts.csv is a list of statements separated by `` ; ``, each ``subject predicate object``:
``"name"`` is an entity with these words in its label, in another name or in a mention of it (the same
name is the same entity throughout); ``'words'`` a value that holds these words; ``?x`` anything;
``{number 20, minimum 21}`` a quantity, ``{wording 'Last year', edtf "2018"}`` a time; ``kind:…`` and
``onr:…`` terms; ``a`` is rdf:type; ``?x is Class`` the class of an entity; ``by "name"`` at the end
the holder of an attributed claim. Each statement is a claim; the first one is the fact itself: its
evidence overlaps the fact's and it has the fact's polarity, stance, explicitness and speaker. A
statement about ``?quotation`` is one of a quotation node.
"""

import atexit
import csv
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import RdfFormat, Store

GOLD = Path(__file__).parent
ROOT = GOLD.parents[1]
ARTICLE = sorted((ROOT / "data" / "articles").glob("*.txt"))[0]
PREFIXES = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX onr: <https://w3id.org/onrecord/ns#>
PREFIX kind: <https://w3id.org/onrecord/kinds#>
"""
TOKEN = re.compile(r"""\s*("[^"]*"|'[^']*'|\{[^}]*\}|[^\s"'{}]+)""")
FIELD = re.compile(r"""\s*(\w+)\s+("[^"]*"|'[^']*'|[^,]+)""")


@dataclass(frozen=True)
class Fact:
    """A row of facts.csv: a statement of the article as a careful reader found it."""

    n: int
    core: bool
    explicitness: str
    polarity: str
    stance: str
    speaker: str
    start: int
    end: int
    quote: str
    ask: str


def facts() -> list[Fact]:
    """The rows of facts.csv."""
    with (GOLD / "facts.csv").open(newline="", encoding="utf-8") as rows:
        return [
            Fact(
                **{
                    **row,
                    "n": int(row["n"]),
                    "core": row["core"] == "yes",
                    "start": int(row["start"]),
                    "end": int(row["end"]),
                }
            )
            for row in csv.DictReader(rows)
        ]


@cache
def first_article() -> Path:
    """The graph directory of the first article, built once for all tests."""
    from onrecord.pipeline import build

    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    build([ARTICLE], folder / "graph")
    return folder / "graph"


def load(graph: Path) -> Store:
    """A graph directory's dataset, or an RDF file, in memory."""
    path = graph / "dataset.nq" if graph.is_dir() else graph
    store = Store()
    store.bulk_load(path=str(path), format=RdfFormat.from_extension(path.suffix[1:]))
    return store


def holds(store: Store, query: str) -> bool:
    """Whether an ASK holds over the union of all graphs."""
    return bool(store.query(query, use_default_graph_as_union=True))


def own_predicates(fact: Fact) -> str:
    """The ASK of a fact with the predicates its row names."""
    writer = _Writer()
    patterns = [writer.statement(part, i) for i, part in enumerate(re.split(r"\s;\s", fact.ask))]
    anchor = "?quotation" if fact.ask.startswith("?quotation") else "?c0"
    patterns.append(_overlap(anchor, fact))
    if anchor == "?c0":
        patterns.append(_firmness(anchor, fact))
        patterns.append(f"{anchor} onr:explicitness kind:{fact.explicitness} .")
    return f"{PREFIXES}ASK {{\n" + "\n".join(patterns) + "\n}"


def any_predicate(fact: Fact) -> str:
    """The ASK for any claim with overlapping evidence and the fact's speaker, polarity and stance."""
    return f"{PREFIXES}ASK {{\n?c a onr:Claim .\n{_overlap('?c', fact)}\n{_firmness('?c', fact)}\n}}"


def _overlap(node: str, fact: Fact) -> str:
    return (
        f"{node} onr:evidence ?evidence . ?evidence oa:start ?from ; oa:end ?to .\n"
        f"FILTER (?from < {fact.end} && {fact.start} < ?to)"
    )


def _firmness(claim: str, fact: Fact) -> str:
    said = f"{claim} onr:polarity kind:{fact.polarity} ; onr:stance kind:{fact.stance} .\n"
    if not fact.speaker:
        return said + f"FILTER NOT EXISTS {{ {claim} onr:quotation ?anyQuotation }}"
    return (
        said + f"{claim} onr:quotation/onr:speaker ?saying . ?saying rdfs:label ?sayer .\n"
        f"FILTER (CONTAINS(LCASE(?sayer), {_quoted(fact.speaker.lower())}))"
    )


class _Writer:
    """Statements of one ask as patterns, the same name being the same variable."""

    def __init__(self) -> None:
        self.entities: dict[str, str] = {}

    def statement(self, text: str, i: int) -> str:
        words = TOKEN.findall(text.strip())
        holder = words[4] if words[3:4] == ["by"] else None
        if len(words) != (5 if holder else 3):
            raise ValueError(f"not a statement: {text!r}")
        subject, predicate, thing = words[:3]
        if predicate == "is":
            return f"{self.entity(subject)} a/rdfs:subClassOf* onr:{thing} ."
        if subject == "?quotation":
            return f"?quotation onr:{predicate} {self.entity(thing)} ."
        claim = f"?c{i}"
        verb = "rdf:type" if predicate == "a" else f"onr:{predicate}"
        lines = [f"{claim} onr:predicate {verb} ; onr:subject {self.entity(subject)} ."]
        lines += self.object(claim, thing, i)
        if holder:
            lines.append(f"{claim} onr:holder {self.entity(holder)} .")
        return "\n".join(lines)

    def entity(self, term: str) -> str:
        if not term.startswith('"'):
            return term
        name = term[1:-1].lower()
        if name in self.entities:
            return self.entities[name]
        variable = f"?e{len(self.entities)}"
        self.entities[name] = variable
        return (
            f"{variable} .\n{variable} "
            "rdfs:label|onr:alias|(^onr:subject/onr:subjectText)|(^onr:object/onr:objectText) "
            f"{variable}Name .\nFILTER (CONTAINS(LCASE({variable}Name), {_quoted(name)}))\n"
            f"{variable} a {variable}Type"
        )

    def object(self, claim: str, term: str, i: int) -> Iterator[str]:
        if term.startswith("'"):
            yield f"{claim} onr:value ?v{i} ."
            yield f"FILTER (CONTAINS(LCASE(STR(?v{i})), {_quoted(term[1:-1].lower())}))"
        elif term in ("true", "false"):
            yield f"{claim} onr:value {term} ."
        elif term.startswith("{"):
            yield f"{claim} onr:object ?o{i} ."
            for key, value in FIELD.findall(term[1:-1]):
                if value.startswith("'"):
                    yield f"?o{i} onr:{key} ?o{i}{key} ."
                    yield f"FILTER (CONTAINS(LCASE(?o{i}{key}), {_quoted(value[1:-1].lower())}))"
                else:
                    yield f"?o{i} onr:{key} {value} ."
        else:
            yield f"{claim} onr:object {self.entity(term)} ."


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
