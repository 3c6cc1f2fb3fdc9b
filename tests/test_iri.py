import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.entity import Entity
from onrecord.errors import UsageError
from onrecord.iri import Minter, digest, family, is_linked, normal
from onrecord.vocab import CLASSES

MINTER = Minter()


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_digest_is_injective(one, other):
    assert (digest(*one) == digest(*other)) == (one == other)


def test_digest_is_stable():
    assert digest("a", "bc") == hashlib.sha256(b"1:a2:bc").hexdigest()[:20]


@pytest.mark.parametrize(
    "base",
    ["", "data/", "https://example.org/data", "https://example.org/#", "https://example.org/a b/", "x"],
)
def test_a_bad_base_is_refused(base):
    with pytest.raises(UsageError, match="--base"):
        Minter(base)


@pytest.mark.parametrize("base", ["https://example.org/graph/", "https://example.org/graph/reported/x/"])
def test_a_base_that_reads_as_the_name_of_a_graph_is_refused(base):
    with pytest.raises(UsageError) as caught:
        Minter(base)
    assert base in str(caught.value)
    assert "give a base without /graph/" in str(caught.value)
    assert Minter("https://example.org/graphs/").base


def test_every_class_of_things_has_a_family():
    families = {}
    for name in sorted(CLASSES):
        try:
            families[name] = family(name)
        except KeyError:
            continue
    assert families["MediaOutlet"] == families["Person"] == "Agent"
    assert families["Settlement"] == families["Facility"] == "Place"
    assert families["SupportHalt"] == "Event"
    assert families["Harm"] == "Harm"
    assert not {"Claim", "Evidence", "Document", "Quantity", "Run"} & families.keys()


def test_a_state_and_its_territory_are_two_nodes():
    state = MINTER.entity("a", Entity("GeopoliticalActor", "Syria", "gn163843"))
    land = MINTER.entity("a", Entity("Country", "Syria", "gn163843"))
    assert state.value.endswith("/agent/gn163843")
    assert land.value.endswith("/place/gn163843")


def test_gazetteer_entries_are_the_same_in_every_document():
    place = Entity("Settlement", "Idlib", "gn169389")
    assert MINTER.entity("a", place) == MINTER.entity("b", place)
    agent = Entity("Organization", "UN", "agent-united-nations")
    assert MINTER.entity("a", agent) == MINTER.entity("b", agent)
    assert MINTER.entity("a", agent).value.endswith("/agent/united-nations")


@pytest.mark.parametrize("type_", ["Facility", "PopulationGroup", "Attack"])
def test_something_in_a_place_is_not_the_place(type_):
    entity = Entity(type_, "Idlib", "gn169389")
    assert not is_linked(entity)
    assert MINTER.entity("a", entity) != MINTER.entity("b", entity)


def test_names_are_compared_without_case_space_and_article():
    assert normal("The  White Helmets") == normal("white helmets")
    one = MINTER.entity("a", Entity("Organization", "The White Helmets"))
    assert one == MINTER.entity("a", Entity("VolunteerOrganization", "White Helmets"))
    assert one != MINTER.entity("a", Entity("Organization", "White Helmets", nth=2))
    assert one != MINTER.entity("b", Entity("Organization", "White Helmets"))


def test_a_name_without_letters_still_has_an_iri():
    assert MINTER.entity("a", Entity("Person", "…")) != MINTER.entity("a", Entity("Person", "—"))


def test_different_sorts_of_events_in_the_same_words_are_two():
    attack = MINTER.entity("a", Entity("Attack", "assault"))
    assert attack != MINTER.entity("a", Entity("Displacement", "assault"))
    assert "/event/" in attack.value


@given(st.text(min_size=1), st.text(min_size=1))
def test_minted_iris_have_no_fragment(source, name):
    for iri in (MINTER.document(source), MINTER.entity(source, Entity("Person", name, "agent-" + name))):
        assert iri.value.startswith(MINTER.base)
        assert not set(' #<>"{}|\\^`') & set(iri.value)
