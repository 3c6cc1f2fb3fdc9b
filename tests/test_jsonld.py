"""JSON-LD: what a context shortens; frames that give what a JSON-LD processor gives, nothing fetched."""

import json

import pytest
from pyld import jsonld
from pyoxigraph import RdfFormat, parse

from onrecord.errors import UsageError
from onrecord.export import export
from onrecord.exports.framed import frames, read_frame
from onrecord.iri import family
from onrecord.jsonld import Context
from onrecord.vocab import CLASSES
from village import village


def refuse(url, options=None):
    """A document loader that opens nothing."""
    raise AssertionError(f"{url} was asked for")


OPTIONS = {"documentLoader": refuse}


def unordered(value):
    """A JSON value in which the order of arrays does not count; without contexts."""
    if isinstance(value, dict):
        return {key: unordered(one) for key, one in value.items() if key != "@context"}
    if isinstance(value, list):
        return sorted((unordered(one) for one in value), key=lambda one: json.dumps(one, sort_keys=True))
    return value


def test_pyld_reads_an_export_as_pyoxigraph_does():
    quads = jsonld.to_rdf(
        json.loads(export(village(), "jsonld")), {**OPTIONS, "format": "application/n-quads"}
    )
    assert len(quads) > 100_000
    dataset = village() / "dataset.nq"
    assert set(parse(quads, format=RdfFormat.N_QUADS)) == set(parse(path=dataset, format=RdfFormat.N_QUADS))


@pytest.mark.parametrize("name", frames())
def test_a_frame_gives_what_pyld_gives(name):
    whole = json.loads(export(village(), "jsonld"))
    nodes = [node for graph in whole["@graph"] for node in graph["@graph"]]
    expected = jsonld.frame(
        {"@context": whole["@context"], "@graph": nodes},
        read_frame(name),
        {**OPTIONS, "omitDefault": True, "omitGraph": False},
    )
    found = json.loads(export(village(), "jsonld", frame=name))
    assert isinstance(found["@context"], dict)
    assert len(found["@graph"]) >= (1 if name == "document" else 3)
    assert unordered(found)["@graph"] == unordered(expected)["@graph"]


def test_a_framed_event_says_who_says_it():
    found = json.loads(export(village(), "jsonld", frame="event"))
    claims = [claim for event in found["@graph"] for claim in event["claims"]]
    accusing = [claim for claim in claims if claim["predicate"] == "onr:allegedPerpetrator"]
    assert accusing
    for claim in accusing:
        assert claim["stance"].startswith("kinds:") and claim["evidence"]["exact"]
        assert claim["wasDerivedFrom"]["source"]
    assert any(claim.get("quotation", {}).get("speaker", {}).get("label") for claim in claims)


def test_a_framed_event_names_each_place_that_it_speaks_of():
    found = json.loads(export(village(), "jsonld", frame="event"))
    places = [
        place
        for event in found["@graph"]
        for name in ("tookPlaceIn", "target", "origin", "destination")
        for place in _each(event.get(name))
    ]
    around = [one for place in places for one in _each(place.get("locatedIn"))]
    assert places and around
    for place in (*places, *around):
        assert place["@id"] and (place.get("label") or place.get("prefLabel"))


def _each(value):
    return value if isinstance(value, list) else [value] if value is not None else []


def test_a_framed_document_has_its_claims_once_and_its_text_if_asked():
    (document,) = json.loads(export(village(), "jsonld", frame="document"))["@graph"]
    ids = [claim["@id"] for claim in document["claims"]]
    assert len(ids) == len(set(ids)) > 10
    assert "text" not in document
    (document,) = json.loads(export(village(), "jsonld", frame="document", with_text=True))["@graph"]
    assert document["text"].startswith("Shells hit Idlib hospital")


def test_the_frame_of_events_names_every_class_of_events():
    events = {name for name in CLASSES if _family(name) == "Event"}
    assert set(read_frame("event")["@type"]) == events
    assert len(events) > 5


def _family(name):
    try:
        return family(name)
    except KeyError:
        return None


def test_an_unknown_frame_is_refused():
    with pytest.raises(UsageError, match="choose one of document, event"):
        export(village(), "jsonld", frame="agent")
    with pytest.raises(UsageError, match="has no frames"):
        export(village(), "turtle", frame="event")


def test_unused_kinds_of_containers_are_left_alone():
    context = Context({"a": {"@id": "urn:a", "@container": "@list"}, "b": "urn:b", "u": "urn:"})
    assert "urn:a" not in context.terms
    assert context.terms["urn:b"][0].name == "b"
    assert context.shorten("urn:c") == "u:c"
