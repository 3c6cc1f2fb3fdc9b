"""Every saved query on real stores: the rows that it has over the folder."""

import csv
import re
import shlex
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryBoolean, RdfFormat, Store

from onrecord.errors import ToolError
from onrecord.lexical import usual
from onrecord.load import load
from onrecord.savedquery import saved_queries
from onrecord.sparql import bind, screen
from onrecord.stores.endpoint import ask

ROOT = Path(__file__).parents[2]
QUERIES = ROOT / "tests" / "queries"


def parameters(graph):
    """Query → the parameters with which it is asked on a graph."""
    with (QUERIES / "parameters.csv").open(newline="", encoding="utf-8") as rows:
        return {
            row["query"]: dict(pair.split("=", 1) for pair in shlex.split(row["parameters"]))
            for row in csv.DictReader(rows)
            if row["graph"] == graph
        }


def departures(store, graph):
    """Queries whose rows a store is known to get wrong on a graph; departures.csv says why."""
    with (Path(__file__).parent / "departures.csv").open(newline="", encoding="utf-8") as rows:
        return {
            row["query"] for row in csv.DictReader(rows) if (row["store"], row["graph"]) == (store, graph)
        }


def term(found):
    """A term as it is compared: its value, whatever its spelling."""
    if found is None:
        return None
    datatype = getattr(getattr(found, "datatype", None), "value", "")
    return usual(found.value, datatype) if datatype else str(found)


def rows(found, text):
    """The rows of an answer in a fixed order, without the columns for which a store may choose a value."""
    if isinstance(found, QueryBoolean):
        return bool(found)
    chosen = set(re.findall(r"SAMPLE\s*\([^()]*\)\s+AS\s+\?(\w+)", text))
    kept = [place for place, variable in enumerate(found.variables) if variable.value not in chosen]
    return sorted((tuple(term(row[place]) for place in kept) for row in found), key=repr)


@pytest.fixture(scope="module", params=["article", "invented"])
def asked(request, server, article, tmp_path_factory):
    """A graph both in a server and in an embedded store, and its name."""
    if request.param == "article":
        folder = article
    else:
        folder = tmp_path_factory.mktemp("invented")
        read = Store()
        for path in (QUERIES / "invented.trig", *sorted((ROOT / "ontology").glob("*.ttl"))):
            read.load(path=str(path))
        ontology = NamedNode("https://w3id.org/onrecord/data/graph/ontology")
        none = DefaultGraph()
        lines = {
            str(Quad(q.subject, q.predicate, q.object, ontology if q.graph_name == none else q.graph_name))
            for q in read
            if "_:" not in str(q)
        }  # fmt: skip
        (folder / "dataset.nq").write_text("".join(f"{line} .\n" for line in sorted(lines)), "utf-8")
    load(folder, server.url, user=server.user or "", password=server.password or "")
    store = Store()
    store.bulk_load(path=str(folder / "dataset.nq"), format=RdfFormat.N_QUADS)
    return server, store, request.param


def test_each_saved_query_has_the_same_rows(asked):
    server, store, graph = asked
    known, different, with_rows = parameters(graph), {}, 0
    for saved in saved_queries():
        if saved.folder == "rules":
            continue
        given = known.get(saved.name, {})
        if {parameter.name for parameter in saved.parameters if parameter.required} - set(given):
            continue
        text = bind(saved.text, saved.terms(given))
        wanted = rows(store.query(text, use_default_graph_as_union=True), text)
        with_rows += bool(wanted)
        try:
            got = rows(ask(server.query_url, text, form=screen(text).form), text)
        except ToolError as error:
            different[saved.name] = str(error)[:300]
            continue
        if got != wanted:
            lost = [row for row in wanted if row not in got][:1]
            more = [row for row in got if row not in wanted][:1]
            different[saved.name] = f"{len(wanted)} rows, got {len(got)}; lost {lost}, more {more}"
    assert with_rows > 20
    expected = departures(server.name, graph)
    news = [f"{name}: {what}" for name, what in different.items() if name not in expected]
    assert not news, "\n".join(news)
    assert expected == set(different), "departures.csv names what is right by now"
