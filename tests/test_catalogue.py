"""The catalogue names every saved query, in each of its formats."""

import json

import pytest
from rdflib import RDF, RDFS, Graph, Namespace

from onrecord.catalogue import list_queries
from onrecord.errors import UsageError
from onrecord.savedquery import saved_queries
from onrecord.sparql import declared

SH, SCHEMA = Namespace("http://www.w3.org/ns/shacl#"), Namespace("https://schema.org/")
SAVED = list(saved_queries())
KEYS = {
    SH.SPARQLSelectExecutable: SH.select,
    SH.SPARQLAskExecutable: SH.ask,
    SH.SPARQLConstructExecutable: SH.construct,
}


def test_as_sparql_examples():
    graph = Graph().parse(data=list_queries("turtle", "http://localhost:8890/sparql"), format="turtle")
    found = set(graph.subjects(RDF.type, SH.SPARQLExecutable))
    assert len(found) == len(SAVED)
    texts = set()
    for example in found:
        (kind,) = set(graph.objects(example, RDF.type)) & set(KEYS)
        (text,) = graph.objects(example, KEYS[kind])
        texts.add(str(text))
        (comment,) = graph.objects(example, RDFS.comment)
        assert comment.language == "en" and str(comment).endswith(".")
        assert list(graph.objects(example, SCHEMA.keywords))
        assert [str(one) for one in graph.objects(example, SCHEMA.target)] == ["http://localhost:8890/sparql"]
        (library,) = graph.objects(example, SH.prefixes)
        prefixes = {
            str(graph.value(one, SH.prefix)): str(graph.value(one, SH.namespace))
            for one in graph.objects(library, SH.declare)
        }
        assert declared(str(text)).items() <= prefixes.items()
    assert texts == {saved.text for saved in SAVED}


def test_as_json_and_markdown():
    records = json.loads(list_queries("json"))
    assert [record["name"] for record in records] == [saved.name for saved in SAVED]
    assert all(record["summary"] and record["query"] and record["form"] for record in records)
    taken = {record["name"]: [one["name"] for one in record.get("parameters", [])] for record in records}
    assert taken["attacks-by-place"] == ["place"]
    text = list_queries("markdown")
    assert all(f"### {saved.name}\n" in text for saved in SAVED)


def test_an_unknown_format_is_refused():
    with pytest.raises(UsageError, match="choose text, json, markdown, turtle"):
        list_queries("csv")
