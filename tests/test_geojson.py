"""GeoJSON: valid by RFC 7946, events where the gazetteer puts their places, accusations with speakers."""

import json

from geojson_pydantic import FeatureCollection
from pyoxigraph import Literal, NamedNode, Quad

from onrecord.export import export, export_to
from village import made, village

DATA, ONR = "https://w3id.org/onrecord/data/", "https://w3id.org/onrecord/ns#"
GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"


def features(directory=None):
    return json.loads(export(directory or village(), "geojson"))["features"]


def test_it_is_valid():
    found = FeatureCollection.model_validate_json(export(village(), "geojson"))
    assert len(found.features) >= 5
    for feature in found.features:
        if feature.geometry is not None:
            longitude, latitude = feature.geometry.coordinates
            assert -180 <= longitude <= 180 and -90 <= latitude <= 90
    assert len({feature.id for feature in found.features}) == len(found.features)


def test_an_event_lies_where_its_place_lies():
    town = [f for f in features() if f["properties"].get("located", {}).get("label") == "Kafranbel"]
    assert {f["properties"]["type"] for f in town} >= {"Attack", "Settlement"}
    for feature in town:
        longitude, latitude = feature["geometry"]["coordinates"]
        assert 36 < longitude < 37 and 35 < latitude < 36  # longitude comes first


def test_what_has_no_coordinates_is_there_and_counted(tmp_path):
    missing = [f for f in features() if f["geometry"] is None]
    notes = export_to(tmp_path / "x.geojson", village(), "geojson")
    assert missing
    assert notes == (
        f"{len(features())} features, {len(missing)} of them without coordinates (their geometry is null)",
    )


def test_an_accusation_has_speaker_stance_and_sentence():
    accusations = [a for f in features() for a in f["properties"].get("allegations", ())]
    assert accusations
    for accusation in accusations:
        assert {"who", "stance", "polarity", "speaker", "sentence", "document"} <= accusation.keys()
    assert {accusation["speaker"] for accusation in accusations} - {"article narrator"}


def test_places_in_a_circle_do_not_go_on_for_ever(tmp_path):
    graph = NamedNode(f"{DATA}graph/reported/1")
    a, b = NamedNode(f"{DATA}place/a"), NamedNode(f"{DATA}place/b")
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    within = NamedNode(f"{ONR}locatedIn")
    quads = [Quad(a, within, b, graph), Quad(b, within, a, graph)]
    quads += [Quad(place, kind, NamedNode(f"{ONR}Settlement"), graph) for place in (a, b)]
    (tmp_path / "dataset.nq").write_text("".join(sorted(f"{quad} .\n" for quad in quads)))
    assert [f["geometry"] for f in features(tmp_path)] == [None, None]
    quads += [
        Quad(b, NamedNode(GEO + "lat"), Literal(-1.5), graph),
        Quad(b, NamedNode(GEO + "long"), Literal(2), graph),
    ]
    (tmp_path / "dataset.nq").write_text("".join(sorted(f"{quad} .\n" for quad in quads)))
    assert [f["geometry"]["coordinates"] for f in features(tmp_path)] == [[2.0, -1.5], [2.0, -1.5]]


HELD = """Army denies shelling a clinic near Idlib

Date: 5 May 2019

The army denied shelling a clinic in Idlib. The army plans to attack the town of Saraqib, a spokesman said. \
Shells hit a school in Kafranbel on 4 May 2019.
"""


def test_what_is_denied_or_planned_is_told_from_what_happened():
    told = {
        f["properties"]["sentences"]: (f["properties"]["polarity"], f["properties"]["stance"])
        for f in features(made(HELD, "held.txt"))
        if f["properties"]["type"] == "Attack" and isinstance(f["properties"].get("sentences"), str)
    }
    stances = {
        verb: held for verb in ("denied", "plans", "hit") for words, held in told.items() if verb in words
    }
    assert stances["denied"][0] == "denied"
    assert stances["plans"][1] != "asserted"
    assert stances["hit"] == ("affirmed", "asserted")
