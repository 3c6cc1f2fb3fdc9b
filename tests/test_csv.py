"""CSV: tables that match their description, cells that no spreadsheet runs, the same bytes every time."""

import csv
import io
import warnings
import zipfile
from pathlib import Path

import pytest
from csvw import CSVW, TableGroup
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from onrecord.errors import UsageError
from onrecord.export import export, export_to
from onrecord.exports.tables import METADATA, safe, tables
from onrecord.vocab import PREFIXES, property_iri
from village import village

ONR = "https://w3id.org/onrecord/ns#"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("tables") / "csv"
    export_to(path, village(), "csv")
    return path


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_the_description_matches_the_tables(folder):
    assert CSVW(str(folder / METADATA), validate=True).is_valid
    group = TableGroup.from_file(folder / METADATA)
    assert {path.name for path in folder.iterdir()} == {METADATA, *(table.file for table in tables())}
    counts = {}
    for table in group.tables:
        counts[str(table.url)] = len(list(table.iterdicts(strict=True)))
        assert table.check_primary_key()
    group.check_referential_integrity()
    assert len(counts) == len(tables()) > 8
    assert counts["claims.csv"] > 20 and counts["documents.csv"] == 1
    assert sum(count > 0 for count in counts.values()) >= 8


def test_a_description_that_does_not_match_is_noticed(folder, tmp_path):
    """The validator is no rubber stamp."""
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    lines = (tmp_path / "claims.csv").read_text("utf-8").replace(",value,", ",worth,", 1)
    (tmp_path / "claims.csv").write_text(lines, "utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        assert not CSVW(str(tmp_path / METADATA), validate=True).is_valid


def test_every_thing_has_a_row(folder):
    dataset = list(parse(path=village() / "dataset.nq", format=RdfFormat.N_QUADS))
    for name, kind in (("claims", "Claim"), ("documents", "Document"), ("quotations", "Quotation")):
        nodes = {
            quad.subject.value
            for quad in dataset
            if quad.predicate.value.endswith("#type") and quad.object == NamedNode(ONR + kind)
        }
        assert {row["id"] for row in rows(folder, name)} == nodes


def test_lines_are_those_of_rfc_4180(folder):
    data = (folder / "claims.csv").read_bytes()
    assert data.startswith(b"id,subject,predicate,") and data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"").replace(b'"', b"") or b'"' in data


def test_a_claim_shows_its_sentence_its_speaker_and_how_firmly_it_is_put(folder):
    claims = rows(folder, "claims")
    assert all(row["sentence"] and row["stance"] and row["polarity"] and row["document"] for row in claims)
    speakers = {row["speaker"] for row in claims}
    assert "article narrator" in speakers and "" not in speakers and len(speakers) > 2
    perpetrators = [
        row["alleged_perpetrator"] for row in rows(folder, "events") if row["alleged_perpetrator"]
    ]
    assert perpetrators and all("(" in cell and "," in cell for cell in perpetrators)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", '=HYPERLINK("http://x")'])
def test_formulas_are_made_harmless(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=b", " =1", "'=1", "1-2"])
def test_other_words_stay(text):
    assert safe(text) == text


def test_formulas_from_articles_are_harmless_and_negative_numbers_stay_numbers(tmp_path):
    data, graph = (
        "https://w3id.org/onrecord/data/",
        NamedNode("https://w3id.org/onrecord/data/graph/entities"),
    )
    place = NamedNode(f"{data}place/1")
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    quads = [
        Quad(place, kind, NamedNode(ONR + "Settlement"), graph),
        Quad(place, NamedNode(PREFIXES["rdfs"] + "label"), Literal('=cmd|" /C calc"'), graph),
        Quad(place, NamedNode("http://www.w3.org/2003/01/geo/wgs84_pos#lat"), Literal(-3), graph),
    ]
    (tmp_path / "dataset.nq").write_text("".join(sorted(f"{quad} .\n" for quad in quads)))
    export_to(tmp_path / "csv", tmp_path, "csv")
    (row,) = rows(tmp_path / "csv", "places")
    assert (row["label"], row["latitude"]) == ('\'=cmd|" /C calc"', "-3")
    assert CSVW(str(tmp_path / "csv" / METADATA), validate=True).is_valid


def test_a_zip_has_the_same_files_and_the_same_bytes_every_time(folder, tmp_path):
    data = export(village(), "csv")
    assert data == export(village(), "csv", output=tmp_path / "x.zip")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            path.name: path.read_bytes() for path in folder.iterdir()
        }


def test_a_folder_is_written_over_but_not_somebody_else_s(folder, tmp_path):
    target = tmp_path / "csv"
    assert export(village(), "csv", output=target) == (folder / METADATA).read_bytes()
    (target / "claims.csv").write_text("old")
    export_to(target, village(), "csv")
    assert (target / "claims.csv").read_bytes() == (folder / "claims.csv").read_bytes()
    other = tmp_path / "other"
    other.mkdir()
    (other / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds no tables"):
        export_to(other, village(), "csv")
    assert [path.name for path in other.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    "description",
    ['{"@context": "http://www.w3.org/ns/csvw", "dc:title": "Mine", "url": "claims.csv"}', "[]", "no json"],
)
def test_a_folder_described_by_somebody_else_is_not_written_over(tmp_path, description):
    (tmp_path / METADATA).write_text(description)
    (tmp_path / "claims.csv").write_text("mine")
    with pytest.raises(UsageError, match="is not empty and holds no tables of onrecord"):
        export_to(tmp_path, village(), "csv")
    assert (tmp_path / METADATA).read_text() == description
    assert (tmp_path / "claims.csv").read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 2


def test_paths_name_properties_of_the_vocabularies():
    steps = {s for t in tables() for c in t.columns for s in c.path.split("/") if ":" in s}
    assert len(steps) > 40
    for step in steps:
        prefix, _, name = step.removeprefix("^").partition(":")
        assert prefix in PREFIXES or prefix == "geo"
        if prefix == "onr":
            assert property_iri(name)
