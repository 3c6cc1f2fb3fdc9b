"""The saved queries that answer a person's question: their form, and their rows on known graphs."""

import csv
import re
from pathlib import Path

import pytest
import yaml
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize
from rdflib import Graph
from tests.queries.record import ANSWERS, HERE, INVENTED, ROOT, answer, expected, names, parameters

from gold.reading import first_article, load
from onrecord.query import query
from onrecord.savedquery import find_query
from onrecord.sparql import bind, tokens

NAMES = names()
LAST = ["document", "start", "end", "sentence"]
REGENERATE = "write it with: python -m tests.queries.record {}, and read it before keeping it"


def text(name: str) -> str:
    return (ANSWERS / f"{name}.rq").read_text("utf-8")


def header(name: str) -> dict:
    lines = [line[3:] for line in text(name).splitlines() if line.startswith("#+ ")]
    return yaml.safe_load("\n".join(lines))


def selected(name: str) -> list[str]:
    head = re.search(r"^SELECT (?:DISTINCT )?(.*?)\sWHERE \{", text(name), re.DOTALL | re.MULTILINE)
    assert head, "not of the form SELECT ?… WHERE {"
    return re.findall(r"\?(\w+)", head[1])


def groups(name: str, keyword: str) -> list[str]:
    """The insides of a query's groups that a keyword opens."""
    found, read = [], list(tokens(text(name)))
    for i, token in enumerate(read):
        if token.says(keyword):
            depth, j = 0, i + 1
            while True:
                depth += {"{": 1, "}": -1}.get(read[j].text, 0)
                if depth == 0:
                    break
                j += 1
            found.append(" ".join(part.text for part in read[i + 2 : j]))
    return found


def several(inside: str) -> bool:
    """Whether a group holds more than one triple or property path, or a sequence that is read as several."""
    return bool(re.search(r"[;{]| , | \. .", inside)) or bool(re.search(r"^\S+ [^()|]* / ", inside))


def test_there_are_answers():
    assert len(NAMES) >= 45


@pytest.mark.parametrize("name", NAMES)
def test_header(name):
    head = header(name)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    assert head["summary"] and len(head["summary"]) < 100
    assert head["description"].endswith(".")
    assert head["tags"] and head["method"] == "GET" and head["pagination"] == 100
    assert not set(head) - {
        "summary", "description", "tags", "method", "pagination", "params", "defaults", "enumerate", "names",
    }  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_parameters_are_named_and_described(name):
    head, taken = header(name), find_query(name).parameters
    assert {parameter.name for parameter in taken} == set(head.get("params", {}))
    assert all(re.fullmatch(r"[a-z][A-Za-z]*", parameter.name) for parameter in taken)
    listed = {key for entry in head.get("enumerate", []) + head.get("defaults", []) for key in entry}
    assert listed <= {parameter.name for parameter in taken}


@pytest.mark.parametrize("name", NAMES)
def test_rows_show_their_sentence(name):
    assert selected(name)[-4:] == LAST
    assert not [variable for variable in selected(name) if variable.startswith("_")]
    assert "ORDER BY" in text(name)


@pytest.mark.parametrize("name", NAMES)
def test_runs_anywhere(name):
    words = [token.text.upper() for token in tokens(text(name)) if token.kind == "word"]
    assert not {"SERVICE", "FROM", "GRAPH"} & set(words)


@pytest.mark.parametrize("name", NAMES)
def test_an_optional_holds_one_pattern(name):
    assert [inside for inside in groups(name, "OPTIONAL") if several(inside)] == []
    assert [inside for inside in groups(name, "OPTIONAL") if re.search("FILTER|BIND", inside)] == []


@pytest.mark.parametrize("name", NAMES)
def test_exists_holds_one_pattern(name):
    # measured: for each row Oxigraph scans all that the second pattern of an EXISTS could match; a
    # sub-select, MINUS or an alternative path ("p|(q/r)") does the same once
    inner = [re.sub(r" \. FILTER .*$", "", inside) for inside in groups(name, "EXISTS")]
    assert [inside for inside in inner if several(inside)] == []


@pytest.mark.parametrize(
    ("inside", "more"),
    [
        ("?a onr:b ?c", False),
        ("?a onr:b ?c .", False),
        ("?a ( onr:b / onr:c ) | onr:d ?e", False),
        ("?a onr:b / onr:c ?d .", True),
        ("{ ?a onr:b ?c } UNION { ?a onr:d ?c }", True),
        ("?a onr:b ?c . FILTER ( ?c > 1 )", True),
        ("?a onr:b ?c . ?c onr:d ?e", True),
        ("?a onr:b ?c ; onr:d ?e", True),
        ("?a onr:b ?c , ?d", True),
    ],
)
def test_what_several_patterns_are(inside, more):
    assert several(inside) is more


@pytest.mark.parametrize("name", [n for n in NAMES if re.search("allegedPerpetrator|onr:attacks", text(n))])
def test_responsibility_comes_with_speaker_and_stance(name):
    if "firstSpeaker" not in selected(name):
        assert {"speaker", "stance"} <= set(selected(name))


@pytest.mark.parametrize("name", NAMES)
def test_rows_on_the_first_article(name):
    file = expected(name, "article")
    assert file.exists(), REGENERATE.format(name)
    assert answer(name, "article", first_article()) == file.read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_rows_on_invented_documents(name):
    file = expected(name, "invented")
    assert file.exists(), REGENERATE.format(name)
    assert answer(name, "invented", INVENTED) == file.read_text("utf-8")


def test_every_expected_file_has_its_query():
    stray = [file for file in [*HERE.glob("*.csv"), *HERE.glob("invented/*.csv")] if file.stem not in NAMES]
    assert [file.name for file in stray] == ["parameters.csv"]


@pytest.mark.parametrize("name", NAMES)
def test_finds_something_somewhere(name):
    rows = [expected(name, graph).read_text("utf-8").splitlines()[1:] for graph in ("article", "invented")]
    assert any(rows), "a query that no graph gives a row is not tested"


@pytest.mark.parametrize("name", NAMES)
def test_a_row_is_given_once(name):
    for graph, data in (("article", first_article()), ("invented", INVENTED)):
        rows = query(name, data, parameters(name, graph)).rows
        assert len(rows) == len(set(rows))


# these tell names, so that a second name is a second row
OF_NAMES = {"names-of-agent", "names-for-several-things"}


def quads(graph: str) -> list[Quad]:
    files = INVENTED if graph == "invented" else [first_article() / "dataset.nq"]
    return [quad for file in files for quad in parse(path=str(file))]


def as_file(folder: Path, data: list[Quad]) -> list[Path]:
    serialize(data, str(folder / "data.nq"), format=RdfFormat.N_QUADS)
    return [folder / "data.nq"]


@pytest.mark.parametrize("name", [name for name in NAMES if name not in OF_NAMES])
def test_a_second_label_adds_no_row(name, tmp_path):
    data = quads("invented")
    for quad in list(data):
        if quad.predicate.value.endswith("#label") and "/graph/entities" in str(quad.graph_name):
            other = Literal("~" + quad.object.value)
            data.append(Quad(quad.subject, quad.predicate, other, quad.graph_name))
    assert answer(name, "invented", as_file(tmp_path, data)) == expected(name, "invented").read_text("utf-8")


# this counts who speaks, so that it has other rows where nobody is named
OF_SPEAKERS = {"claims-resting-on-one-source"}


@pytest.mark.parametrize("name", [n for n in NAMES if '"not named"' in text(n) and n not in OF_SPEAKERS])
@pytest.mark.parametrize("graph", ["article", "invented"])
def test_quoted_of_nobody_named_is_not_the_narrator(name, graph, tmp_path):
    def rows(data: list[Quad]) -> list[dict]:
        found = query(name, as_file(tmp_path, data), parameters(name, graph)).values()
        return [{column: row[column] for column in row if column in shown} for row in found]

    speakers = [column for column in selected(name) if column.lower().endswith("speaker")]
    shown = {*speakers, "modality", "stance", "document", "start", "end"}
    data = quads(graph)
    wanted = [
        {c: "not named" if c in speakers and v != "article narrator" else v for c, v in row.items()}
        for row in rows(data)
    ]
    unnamed = rows([quad for quad in data if not quad.predicate.value.endswith("ns#speaker")])
    assert {tuple(row.items()) for row in unnamed} == {tuple(row.items()) for row in wanted}


def test_no_query_names_anything_of_the_article():
    labels = load(first_article()).query(
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        "SELECT DISTINCT ?label { GRAPH ?g { ?x rdfs:label ?label } "
        "FILTER (STRENDS(STR(?g), '/graph/entities')) }"
    )
    proper = {str(row["label"].value) for row in labels}
    proper = {label for label in proper if re.search(r"\b[A-Z]", label)}
    assert len(proper) > 10
    everything = "\n".join(text(name) for name in NAMES)
    assert [label for label in sorted(proper) if re.search(rf"\b{re.escape(label)}\b", everything)] == []


ONR, KIND = "https://w3id.org/onrecord/ns#", "https://w3id.org/onrecord/kinds#"

# their rows say that words or names occur in a document, not that something is so
OF_WORDS = {"media-outlets", "names-for-several-things", "quoted-statements", "statement-dates"}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in OF_WORDS])
@pytest.mark.parametrize(("aspect", "value"), [("polarity", "denied"), ("stance", "planned")])
def test_what_is_denied_or_planned_is_not_shown_as_so(name, aspect, value, tmp_path):
    for graph in ("article", "invented"):
        turned = [
            Quad(q.subject, q.predicate, NamedNode(KIND + value), q.graph_name)
            if q.predicate.value == ONR + aspect
            else q
            for q in quads(graph)
        ]
        for row in query(name, as_file(tmp_path, turned), parameters(name, graph)).values():
            said = {cell for column, cell in row.items() if column.lower().endswith(aspect)}
            marked = name == "denials" and row["claim"].startswith("not: ")
            assert said == {value} or (marked and aspect == "polarity"), row


@pytest.mark.parametrize("name", sorted(OF_WORDS))
def test_what_shows_only_words_names_no_part_of_a_claim(name):
    assert not {"predicate", "object", "polarity", "stance"} & set(selected(name))


@pytest.mark.parametrize("name", NAMES)
def test_no_limit_can_cut_an_answer(name):
    # a million rows a second would take eleven days to reach it
    limits = re.findall(r"\bLIMIT\s+(\d+)", text(name))
    assert [limit for limit in limits if int(limit) < 10**12] == []


SCHEMES = {"kind": "FacilityKinds", "facility": "FacilityKinds", "harm": "HarmKinds", "damage": "DamageKinds"}
TOPS = {"facility", "harm", "damage"}


def test_what_can_be_chosen_is_the_scheme():
    in_scheme = "http://www.w3.org/2004/02/skos/core#inScheme"
    kinds = [quad for file in INVENTED[1:] for quad in parse(path=str(file))]
    chosen = [(name, one) for name in NAMES for one in find_query(name).parameters if one.type == "iri"]
    assert len(chosen) >= 4
    for name, one in chosen:
        known = {
            quad.subject.value.removeprefix(KIND)
            for quad in kinds
            if quad.predicate.value == in_scheme and quad.object.value == KIND + SCHEMES[one.name]
        }
        assert set(one.options) == known - TOPS, name


def claims(*said: str) -> list[Quad]:
    """Quads of claims, each written as: subject predicate object, and what else is to be told of it."""
    lines = [
        "@prefix onr: <https://w3id.org/onrecord/ns#> . @prefix kind: <https://w3id.org/onrecord/kinds#> .",
        "@prefix d: <https://a.example/> . @prefix oa: <http://www.w3.org/ns/oa#> .",
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix s: <https://a.example/says/> .",
        'd:doc a onr:Document ; onr:source "one.txt" .',
        *(
            f'd:{name} rdfs:label "{name}" .'
            for name in ("strike", "raid", "Ostra", "Ostrans", "Torvik", "Fund")
        ),
        *(f"s:{name} onr:speaker d:{name} ." for name in ("Ostra", "Torvik")),
    ]
    for number, one in enumerate(said):
        subject, predicate, thing, *more = one.split(" ", 3)
        told = {
            "onr:polarity": "kind:affirmed",
            "onr:stance": "kind:asserted",
            "onr:explicitness": "kind:stated",
        }
        told |= dict(pair.split("=") for pair in (more[0].split() if more else []))
        lines.append(
            f"d:c{number} a onr:Claim ; onr:subject {subject} ; onr:predicate {predicate} ; "
            f"onr:object {thing} ; "
            + " ; ".join(f"{key} {value}" for key, value in told.items())
            + f" ; onr:evidence d:e{number} . d:e{number} oa:hasSource d:doc ; oa:start {number * 10} ; "
            f'oa:end {number * 10 + 5} ; oa:prefix "" ; oa:exact "w{number}" ; oa:suffix "" .'
        )
    return list(parse("\n".join(lines), format=RdfFormat.TURTLE))


BY_OSTRA = "d:strike onr:allegedPerpetrator d:Ostra"
DENIED = "onr:polarity=kind:denied"


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        ([BY_OSTRA], 0),
        ([BY_OSTRA, f"{BY_OSTRA} onr:quotation=s:Torvik"], 0),
        ([f"{BY_OSTRA} {DENIED}", f"d:strike onr:allegedPerpetrator d:Torvik {DENIED}"], 0),
        ([BY_OSTRA, "d:raid onr:allegedPerpetrator d:Torvik"], 0),
        ([BY_OSTRA, "d:strike onr:allegedPerpetrator d:Torvik onr:quotation=s:Ostra"], 2),
        ([BY_OSTRA, f"{BY_OSTRA} onr:quotation=s:Ostra {DENIED}"], 2),
        ([BY_OSTRA, f"d:strike onr:allegedPerpetrator d:Torvik {DENIED}"], 2),
    ],
)
def test_a_dispute_has_two_parties_or_a_denial(said, rows, tmp_path):
    assert len(query("disputed-responsibility", as_file(tmp_path, claims(*said))).rows) == rows


def test_responsibility_for_an_attack_without_place_or_target_is_told(tmp_path):
    (row,) = query("attack-responsibility", as_file(tmp_path, claims(BY_OSTRA))).values()
    assert (row["attack"], row["allegedPerpetrator"]) == ("strike", "Ostra")


HALT = "d:raid onr:changes d:Fund"
HALTED = ["d:Fund onr:recipient d:Ostra", "d:raid onr:actor d:Torvik"]


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        ([HALT], 1),
        ([f"{HALT} {DENIED}"], 0),
        ([HALT, "d:strike onr:changes d:Fund"], 0),
        ([HALT, f"d:strike onr:changes d:Fund {DENIED}"], 1),
        ([HALT, "d:strike onr:changes d:Fund onr:stance=kind:planned"], 1),
    ],
)
def test_a_denied_halt_is_none_and_a_planned_reinstatement_neither(said, rows, tmp_path):
    data = claims(*said, *HALTED)
    made = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for name, kind in (("raid", "SupportHalt"), ("strike", "SupportReinstatement")):
        data.append(Quad(NamedNode(f"https://a.example/{name}"), made, NamedNode(ONR + kind)))
    assert len(query("halts-without-reinstatement", as_file(tmp_path, data)).rows) == rows


@pytest.fixture(scope="module")
def both():
    """The invented graph for rdflib and for our store."""
    store = Store()
    for path in INVENTED:
        store.load(path=str(path))
    lines = sorted({f"{Triple(quad.subject, quad.predicate, quad.object)} .\n" for quad in store})
    return Graph().parse(data="".join(lines), format="nt"), store


def test_most_answers_have_rows_on_the_invented_graph():
    empty = [name for name in NAMES if len(expected(name, "invented").read_text("utf-8").splitlines()) < 2]
    assert len(empty) < len(NAMES) / 4


@pytest.mark.parametrize("name", NAMES)
def test_rdflib_has_the_same_rows(name, both):
    graph, store = both
    saved = find_query(name)
    text = bind(saved.text, saved.terms(parameters(name, "invented")))
    wanted = graph.query(text)
    rows = store.query(text, use_default_graph_as_union=True)
    ours = [[None if term is None else term.value for term in row] for row in rows]
    theirs = [[None if term is None else str(term) for term in row] for row in wanted]
    assert sorted(ours, key=str) == sorted(theirs, key=str)


def test_what_reads_all_is_named_with_the_reason():
    rows = list(csv.DictReader((ROOT / "benchmarks" / "queries.csv").read_text("utf-8").splitlines()))
    scans = {row["query"]: row for row in rows if row["scan"]}
    free = {name for name in NAMES if not find_query(name).parameters}
    assert free <= set(scans) <= set(NAMES)
    assert {name for name, row in scans.items() if not row["parameter"]} == free
    asked = {row["parameter"] for row in rows if row["value"]}
    assert {one.name for name in NAMES for one in find_query(name).parameters} == asked
