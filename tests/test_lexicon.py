"""The lexicons: rows that can be reviewed; each file is listed and read, each word class asked for."""

import csv
import re
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SKOS, Graph

from onrecord.attackkind import finer, may_be_one, narrower
from onrecord.entity import AGENT_TYPES, PLACE_TYPES
from onrecord.lexicon import word_class
from onrecord.resources import resource
from onrecord.vocab import KIND, MODULES, ONR

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "data" / "lexicon").glob("*.csv"))
CODE = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "src").rglob("*.py")))


def table(path: Path) -> tuple[list[str], list[list[str]]]:
    with path.open(newline="", encoding="utf-8") as rows:
        header, *others = csv.reader(rows)
    return header, others


def test_each_lexicon_is_listed_where_data_is_described():
    text = (ROOT / "data" / "README.md").read_text("utf-8")
    listed = re.findall(r"^\| `([\w-]+\.csv)` \|", text.partition("## The lexicon")[2], flags=re.M)
    assert len(listed) > 50
    assert listed == [path.name for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_lexicon_has_whole_rows_and_is_read(path):
    header, rows = table(path)
    assert rows
    assert [row for row in rows if len(row) != len(header)] == []
    assert header[-1] in ("source", "example", "pattern", "value", "offset", "alone", "also"), header
    assert f'"{path.stem}"' in CODE or f'"{path.name}"' in CODE


@pytest.mark.parametrize(
    "path", [p for p in FILES if table(p)[0][:3] == ["lemma", "pos", "means"]], ids=lambda path: path.stem
)
def test_a_word_stands_in_a_lexicon_once_and_with_its_source(path):
    _, rows = table(path)
    keys = [tuple(row[:2]) for row in rows]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []
    assert [row for row in rows if not (row[0] and row[2] and row[4])] == []
    assert {row[1] for row in rows} <= {"verb", "noun", "adjective", "adverb", "phrase", ""}


def test_word_classes_are_those_that_the_code_asks_for():
    _, rows = table(resource("data", "lexicon", "word-classes.csv"))
    asked = set(re.findall(r'word_class\(\s*["\']([\w-]+)["\']\s*\)', CODE))
    assert asked == {row[0] for row in rows}
    assert len(asked) > 30
    assert len({tuple(row[:2]) for row in rows}) == len(rows)
    with pytest.raises(KeyError):
        word_class("no such class")


def kinds_of_attack() -> Graph:
    return Graph().parse(resource("ontology", "kinds.ttl"))


def test_the_order_of_attack_kinds_is_the_ontology_s():
    graph = kinds_of_attack()
    broader = {
        str(kind).removeprefix(str(KIND)): str(graph.value(kind, SKOS.broader) or "").removeprefix(str(KIND))
        for kind in graph.subjects(SKOS.inScheme, KIND.AttackKinds)
    }
    header, rows = table(resource("data", "lexicon", "attack-kinds.csv"))
    assert header[:3] == ["kind", "broader", "may_be"]
    assert {row[0]: row[1] for row in rows} == broader
    assert {name for row in rows for name in row[2].split()} <= set(broader)


def test_words_for_two_kinds_may_tell_of_one_attack():
    assert narrower("attack") >= {"airstrike", "suicideBombing", "siege"}
    assert narrower("bombing") == {"airstrike", "shelling", "suicideBombing", "mineExplosion"}
    assert may_be_one("airstrike", "shelling")
    assert may_be_one("siege", "attack")
    assert not may_be_one("siege", "shooting")
    assert not may_be_one("bombing", "shooting")
    assert [finer("attack", "arson"), finer("bombing", "airstrike")] == ["arson", "airstrike"]
    assert [finer("airstrike", "bombing"), finer("arson", "siege")] == ["airstrike", "arson"]


@pytest.mark.parametrize(("types", "top"), [(AGENT_TYPES, "Agent"), (PLACE_TYPES, "Place")])
def test_the_types_that_extractors_name_are_the_ontology_s(types, top):
    graph = Graph()
    for module in MODULES:
        graph.parse(resource("ontology", f"{module}.ttl"))
    below = set(graph.transitive_subjects(RDFS.subClassOf, ONR[top]))
    assert {ONR[name] for name in types} == below
    assert (ONR[top], RDF.type, None) in graph
