"""The accuracy benchmark: answers come out of the graph, and the scores are what they say."""

import json
import re
import sys
from pathlib import Path

import pytest
from rdflib import RDFS, SKOS

from onrecord.vocab import KIND, OA, ONR

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

from accuracy import fakes, muc4, re3d  # noqa: E402
from accuracy.command import SCHEMES, answer, main  # noqa: E402
from accuracy.contest import Contest  # noqa: E402
from accuracy.facts import Facts  # noqa: E402
from accuracy.graph import MAPPING, TextGraph, document, query  # noqa: E402
from accuracy.incident import Incidents  # noqa: E402
from accuracy.mapping import rules  # noqa: E402
from accuracy.matching import match  # noqa: E402
from accuracy.naming import variants  # noqa: E402
from accuracy.phrases import phrases  # noqa: E402
from accuracy.roles import taught  # noqa: E402
from accuracy.spoken import near  # noqa: E402
from accuracy.toll import Toll  # noqa: E402
from accuracy.weights import Weights, instead, weights  # noqa: E402
from accuracy.words import classes, plain  # noqa: E402

STRIKE = (
    "Six civilians were killed on Monday when Syrian government warplanes bombed a market in Idlib, "
    "a monitor said. The market in Idlib was destroyed."
)
BOMB = (
    "Armed men killed the mayor, Ana Torres, yesterday. "
    "Guerrillas attacked a police station, and two peasants were killed."
)
NAMED = "Maria Lopez visited Damascus on Friday. The Russian army is in Syria."
HAMLET = (
    "A car bomb exploded in the town of Qasr Barud in Idlib province, killing two people. "
    "The Emergency Rescue Union, also known as the Yellow Vests, pulled nine people from the rubble."
)


def record(text: str, **more: object) -> dict[str, object]:
    return {"id": 7, "title": "A report", "text": text, "source": "wire", "url": None, **more}


QUERIES = sorted(MAPPING.glob("*/*.rq"))
REPORTS = sorted((Path(__file__).parent / "invention" / "reports").glob("*.txt"))


@pytest.fixture(scope="module")
def graphs():
    """The graphs of some texts, which between them hold what the queries ask for."""
    texts = [STRIKE, BOMB, NAMED, HAMLET, *(path.read_text("utf-8") for path in REPORTS)]
    return [TextGraph.of(document(record(text, published="2016-05-03")), "re3d") for text in texts]


@pytest.mark.parametrize("path", QUERIES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_query_says_what_it_is_and_finds_rows_with_every_column(graphs, path):
    assert query(path.parent.name, path.stem).startswith("#+ summary: ")
    rows = [row for graph in graphs for row in graph.ask(path.stem, path.parent.name)]
    assert rows
    columns = rows[0]
    assert [name for name in columns if all(row[name] in (None, "") for row in rows)] == []


@pytest.mark.parametrize("path", QUERIES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_query_asks_for_terms_that_there_are(path):
    text = query(path.parent.name, path.stem)
    terms = re.findall(r"\b(onr|kind|oa|rdfs|skos):(\w+)", text)
    assert terms
    for prefix, name in terms:
        assert {"onr": ONR, "kind": KIND, "oa": OA, "rdfs": RDFS, "skos": SKOS}[prefix][name]


SCHEME_TABLES = sorted(path for name in SCHEMES for path in (MAPPING / name).glob("*.csv"))
CODE = "".join(path.read_text("utf-8") for path in sorted((BENCHMARKS / "accuracy").glob("*.py")))


@pytest.mark.parametrize("path", SCHEME_TABLES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_table_has_lines_that_are_used(path):
    assert rules(path.parent.name, path.stem)
    assert f'"{path.stem}"' in CODE


def test_every_query_is_asked():
    for path in MAPPING.glob("*/*.rq"):
        assert re.search(rf'"{path.stem}"|\.{path.stem}\b', CODE), path


@pytest.mark.parametrize("path", sorted(MAPPING.glob("*/*.json")), ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_model_is_one_of_its_scheme_and_of_features_not_words(path):
    model = weights(path.parent.name, path.stem)
    assert path.stem in SCHEMES[path.parent.name].MODELS
    assert len(model.labels) == len(model.bias)
    for feature, row in model.features.items():
        assert len(row) == len(model.labels)
        assert len(feature) < 120


def test_chances_of_a_model_add_up():
    model = Weights(("no", "yes"), (0.0, 0.0), {"here": (0.0, 2.0)})
    assert model.chance([]) == 0.5
    assert model.chance(["here", "here", "elsewhere"]) == pytest.approx(0.88, abs=0.01)
    assert sum(model.chances(["here"]).values()) == pytest.approx(1)


def test_a_model_ranks_answers_however_likely():
    model = Weights(("no", "yes"), (0.0, 0.5), {"here": (0.0, 60.0), "there": (0.0, 61.0)})
    assert model.lead(["here"]) == 60.5
    assert model.lead(["there"]) > model.lead(["here", "elsewhere"])


def test_without_models_the_tables_decide(monkeypatch):
    for name in muc4.MODELS:
        monkeypatch.setitem(instead, ("muc4", name), None)
    found, problem = answer(record(BOMB), "muc4")
    assert problem is None
    assert ["peasants"] in found["Victim"]


def test_classes_of_words_are_those_of_the_lexicons():
    assert "heads:Facility" in classes("hospitals")
    assert "titles:office" in classes("Minister")
    assert classes("Xyzzy") == ()
    assert [plain(word) for word in ("The", "12", "Town", ",")] == ["the", "0", "x", ","]


def test_phrases_of_sentences_end_at_their_heads():
    words = "Hooded gunmen burned the old buses near the police station."
    found = phrases({10: words}, taken=())
    assert {10 + words.index("old buses") + 9} == {end for _, end in found["old buses"]}
    assert "police station" in found
    assert not any(one.endswith(("burned", "near")) for one in found)
    assert "old buses" not in phrases({10: words}, taken={10 + words.index(" near")})


def test_passages_are_the_whole_text():
    text = "Good morning. Guerrillas attacked a police station. It rained.\n\nNothing else happened"
    facts = Facts(TextGraph.of(document(record(text)), "muc4"))
    assert [text[start : start + len(words)] for start, words in facts.passages.items()] == [
        *facts.passages.values()
    ]
    assert " ".join(" ".join(facts.passages.values()).split()) == " ".join(text.split())


def test_candidates_are_things_and_phrases_without_one():
    facts = Facts(
        TextGraph.of(document(record("A bomb exploded. The old warehouse smelled of paint.")), "muc4")
    )
    incidents = Incidents(facts)
    phrase = "old warehouse"
    assert phrase in [one for one in incidents.candidates if incidents.kind(one) == "Phrase"]
    ways = variants(incidents, phrase)
    assert {"old warehouse", "warehouse"} <= set(ways)
    assert "next x" in ways["old warehouse"] and "previous the" in ways["old warehouse"]
    assert incidents.sentences(phrase) == [facts.text.index("The old")]


def test_a_model_learns_of_another_only_what_it_told_of_other_texts():
    texts = [Facts(TextGraph.of(document(record(text)), "muc4")) for text in (BOMB, NAMED)]
    gold = [{"Victim": [frozenset({"peasants"})]}, {"Victim": []}]
    seen: list[set[str]] = []

    def fit(examples, looseness):
        seen.append({" ".join(features) for features, _ in examples})
        return Weights(("no", "yes"), (0.0, 0.0), {})

    models = taught(list(zip(texts, gold, strict=True)), muc4.normal, fit, 2)
    assert set(models) == set(muc4.MODELS)
    first, second = (" ".join(Incidents(facts).relevance()) for facts in texts)
    assert seen[:2] == [{second}, {first}]


def test_a_report_of_an_air_strike():
    found, problem = answer(record(STRIKE, published="2016-05-03"), "fakes")
    assert problem is None
    assert found == {
        "id": "7",
        "governorate": "idlib",
        "actor": "syrian government or russian troops",
        "cause_of_death": "shelling",
        "civilians": 6,
    }


def test_a_report_of_nothing_of_the_kind():
    found, problem = answer(record("The museum in the old town opens at nine. Tickets are free."), "fakes")
    assert problem is None
    assert {name: found[name] for name in fakes.NOTHING} == fakes.NOTHING


def contest(title: str, text: str) -> tuple[Contest, dict[str, object]]:
    graph = TextGraph.of(document(record(text, title=title, published="2016-05-03")), "fakes")
    ruled = fakes.answer(graph)
    return Contest(fakes._report(graph), ruled), ruled


def test_what_stands_beside_an_answer_is_told_from_where_it_holds():
    raided = list(near("Helicopters raided the town", 0, 11))
    assert "left start" in raided
    assert [one for one in raided if one.startswith("right deed")]
    assert list(near("The rebel-held town was raided", 4, 9)) == ["joined held"]


def test_answers_are_crossed_with_what_speaks_for_them():
    told, ruled = contest("Rebel mortar fire kills two in Aleppo", STRIKE)
    assert told.title == "Rebel mortar fire kills two in Aleppo"
    actors = dict(told.actors())
    assert "title order 0" in actors["armed opposition groups"]
    assert "by told" in actors[str(ruled["actor"])]
    assert "by told" not in actors["armed opposition groups"]
    causes = dict(told.causes())
    assert "in title" in causes["shelling"] and "in title" not in causes["execution"]
    assert all(len(one) < 120 for ways in (actors, causes) for found in ways.values() for one in found)


def test_no_cause_where_nobody_was_harmed():
    told, _ = contest("Opening hours", "The museum in the old town opens at nine. Tickets are free.")
    assert told.causes() == [("unknown", [])]


def test_numbers_of_dead_are_told_once_each():
    text = (
        "Rockets killed nine people in Homs on Monday, a monitor said. Seven civilians and two soldiers were "
        "killed in the attack. The nine people were killed at dawn."
    )
    told, ruled = contest("9 killed in Homs", text)
    numbers = dict(Toll(told.report, ruled, told.title).numbers())
    assert {0, 7, 9} <= set(numbers)
    assert "title True" in numbers[9] and "title others" in numbers[7]
    assert "group civilians" in numbers[7]
    assert "said <=1" in numbers[7]


def test_choices_learn_what_the_right_answers_have():
    pytest.importorskip("scipy")
    from choosing import choose

    choices = [((("good", "here"), ("here",)), 0), ((("here",), ("good", "here")), 1)] * 3
    model = choose(choices, 1.0, lambda feature: 1.0)
    assert model.lead(["good"]) > 0.5 > abs(model.lead(["here"]))
    weak = choose(choices, 1.0, lambda feature: 0.1)
    assert 0 < weak.lead(["good"]) < model.lead(["good"])
    assert model.json() == choose(choices, 1.0, lambda feature: 1.0).json()


def test_a_text_that_cannot_be_read_has_the_empty_answer():
    found, problem = answer(record("  "), "muc4")
    assert found == {"id": "7", **muc4.NOTHING}
    assert "left out" in problem


def test_roles_of_incidents():
    found, problem = answer(record(BOMB), "muc4")
    assert problem is None
    assert ["peasants"] in found["Victim"]
    assert ["police station"] in found["Target"]
    assert set(found) == {"id", *muc4.ROLES}


def test_mentions_have_the_words_they_say():
    text = record(NAMED)
    found, problem = answer(text, "re3d")
    assert problem is None
    named = {(NAMED[one["begin"] : one["end"]], one["type"]) for one in found["entities"]}
    assert {("Maria Lopez", "Person"), ("Damascus", "Location"), ("Russian army", "Organisation")} <= named
    starts = {one["begin"] for one in found["entities"]}
    for relation in found["relations"]:
        assert {relation["sourceBegin"], relation["targetBegin"]} <= starts


def test_the_graph_of_a_text_names_what_it_mentions():
    graph = TextGraph.of(document(record(NAMED)), "re3d")
    for row in graph.mentions:
        assert NAMED[row["start"] : row["end"]] == row["words"]


def test_matching_is_the_largest():
    fits = {("a", 1), ("a", 2), ("b", 1)}
    assert match(["a", "b"], [1, 2], lambda p, g: (p, g) in fits) == {0: 1, 1: 0}
    assert match([], [1], lambda p, g: True) == {}


def test_gold_of_roles_is_read_with_alternatives_and_options():
    templates = [
        {
            "HUM TGT: NAME": ['"ANA TORRES" / "TORRES"'],
            "HUM TGT: DESCRIPTION": ['"MAYOR": "ANA TORRES" / "TORRES"', '? "THE PEASANTS"'],
            "INCIDENT: INSTRUMENT ID": ["*"],
        },
        {"HUM TGT: NAME": ['"TORRES"'], "HUM TGT: DESCRIPTION": ["-"]},
    ]
    torres, peasants = muc4.gold_entities(templates, "Victim")
    assert torres.alternatives == {"ana torres", "torres"}
    assert not torres.optional
    assert peasants.alternatives == {"peasants"}
    assert peasants.optional
    assert muc4.gold_entities(templates, "Weapon") == []


def test_optional_gold_counts_only_when_predicted():
    gold = {**record(BOMB), "templates": [{"HUM TGT: DESCRIPTION": ['? "TWO PEASANTS"', '"WORKERS"']}]}
    nothing = {"id": "7", **muc4.NOTHING}
    assert "(0 of 0 predicted, 1 gold)" in muc4.score([gold], [nothing])[0].detail
    found = {**nothing, "Victim": [["two peasants"]]}
    assert "(1 of 1 predicted, 2 gold)" in muc4.score([gold], [found])[0].detail
    wrong = {**nothing, "Victim": [["workers", "two peasants"]]}
    assert muc4.score([gold], [wrong])[0].score == 0


def test_spans_are_compared_without_article_and_descriptions_are_free():
    text = "The Harbour Council met a council in Damascus."
    gold = {
        **record(text),
        "entities": [
            {"begin": 0, "end": 19, "type": "Organisation"},
            {"begin": 24, "end": 33, "type": "Organisation"},
            {"begin": 37, "end": 45, "type": "Location"},
        ],
        "relations": [{"type": "CoLocated", "sourceBegin": 0, "targetBegin": 37}],
    }
    spans = [(4, 19, "Organisation"), (26, 33, "Organisation"), (37, 45, "Location")]
    found = {
        "id": "7",
        "entities": [dict(zip(("begin", "end", "type"), span, strict=True)) for span in spans],
        "relations": [{"type": "CoLocated", "sourceBegin": 37, "targetBegin": 4}],
    }
    measures = {measure.name: measure.score for measure in re3d.score([gold], [found])}
    assert measures["named entities"] == 100
    assert measures["relations"] == 100
    assert re3d.misses([gold], [found]) == []


def test_accuracy_counts_what_is_right_and_what_was_answered():
    gold = {"governorate": "homs", "actor": "unknown", "cause_of_death": "shelling", "civilians": 3}
    found = {"governorate": "homs", "actor": "unknown", "cause_of_death": "unknown", "civilians": 4}
    measures = {one.name: one for one in fakes.score([{"id": 1, "gold": gold}], [{"id": "1", **found}])}
    assert measures["governorate"].score == 100
    assert measures["actor"].score == 100
    assert measures["cause_of_death"].score == 0
    assert "answered 0" in measures["cause_of_death"].detail
    assert measures["civilians"].score == 0


@pytest.mark.parametrize("corpus", sorted(SCHEMES))
def test_the_command_runs_without_gold(corpus, tmp_path, capsys):
    texts, out = tmp_path / "texts.jsonl", tmp_path / "out.jsonl"
    texts.write_text("".join(json.dumps(record(text)) + "\n" for text in (STRIKE, BOMB)), "utf-8")
    assert main([corpus, str(texts), "--predictions", str(out), "--errors", "2"]) == 0
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [set(row) for row in rows] == [{"id", *SCHEMES[corpus].NOTHING}] * 2
    assert "2 texts" in capsys.readouterr().out


def test_the_command_shows_misses(tmp_path, capsys):
    gold = {"governorate": "homs", "actor": "unknown", "cause_of_death": "shelling", "civilians": 3}
    texts = tmp_path / "texts.jsonl"
    texts.write_text(json.dumps(record(STRIKE, gold=gold)) + "\n", "utf-8")
    assert main(["fakes", str(texts), "--errors", "1"]) == 0
    told = capsys.readouterr().out
    assert "homs → idlib" in told
    assert "Six civilians" in told
