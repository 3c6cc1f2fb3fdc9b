"""What a policy lets through, and what the rules suggest beyond it."""

import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse

from onrecord.errors import UsageError
from onrecord.policy import infer_by_rules, policies, report, rules
from onrecord.resources import resource
from onrecord.vocab import CLASSES

PREFIXES = """
@prefix onr: <https://w3id.org/onrecord/ns#> .
@prefix kind: <https://w3id.org/onrecord/kinds#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://w3id.org/onrecord/data/> .
"""
GOOD = Path(__file__).parent / "validation" / "good.trig"


@dataclass
class Said:
    """One claim, written short: "attack target school"."""

    content: str
    stance: str = "asserted"
    polarity: str = "affirmed"
    explicitness: str = "stated"
    quotation: str = ""
    extra: str = ""
    start: int = 0


def graph(*claims: Said, **types: str) -> list[Quad]:
    lines = [PREFIXES, "<https://w3id.org/onrecord/data/graph/claims/d1> {"]
    for nth, said in enumerate(claims, 1):
        subject, predicate, value = said.content.split(" ", 2)
        link = "value" if value.startswith('"') else "object"
        predicate = "rdf:type" if predicate == "type" else f"onr:{predicate}"
        value = value if value.startswith(('"', "kind:", "onr:")) else f":{value}"
        lines.append(
            f":claim{nth} a onr:Claim ; onr:subject :{subject} ; onr:predicate {predicate} ;"
            f" onr:{link} {value} ;"
            f" onr:polarity kind:{said.polarity} ; onr:stance kind:{said.stance} ;"
            f" onr:explicitness kind:{said.explicitness} ; prov:wasDerivedFrom :document1 ;"
            + (f" onr:quotation :{said.quotation} ;" if said.quotation else "")
            + f" {said.extra} onr:evidence :evidence{nth} . :evidence{nth} oa:start {said.start} ."
        )
    lines.append(
        ":quotation1 onr:speaker :witness . :quotation2 onr:speaker :officer . :quotation3 a onr:Quotation ."
    )
    lines.append("} <https://w3id.org/onrecord/data/graph/entities> {")
    lines += [f":{name} a onr:{type} ." for name, type in types.items() if "_" not in name]
    lines.append("}")
    return list(parse("\n".join(lines), format=RdfFormat.TRIG))


def plain(triples) -> set[str]:
    """Triples as "subject predicate object", local names only."""

    def local(term) -> str:
        return term.value.rpartition("/")[2].rpartition("#")[2]

    return {" ".join(local(term) for term in triple) for triple in triples}


def test_policies_are_those_the_rules_name() -> None:
    assert policies() == ("narrator", "quoted")
    assert {rule.step for rule in rules()} == {"report", "withhold", "describe", "gather", "infer"}


def test_unknown_policy() -> None:
    with pytest.raises(UsageError, match="choose one of: narrator, quoted"):
        report([], "everything")


def test_the_good_graph_has_the_reported_triples_of_its_claims() -> None:
    quads = list(parse(path=str(GOOD), format=RdfFormat.TRIG))
    expected = {str(quad.triple) for quad in quads if "/reported/" in str(quad.graph_name)}
    assert {str(triple) for triple in report(quads, "quoted")} == expected


def test_reported_triples_are_sorted_and_the_same_whatever_the_order() -> None:
    quads = list(parse(path=str(GOOD), format=RdfFormat.TRIG))
    assert report(quads, "quoted") == report(reversed(quads), "quoted")
    assert report(quads, "quoted") == sorted(report(quads, "quoted"), key=str)


def test_quotations_count_only_under_quoted_and_only_for_events() -> None:
    quads = graph(
        Said("attack target school", quotation="quotation1"),
        Said("attack type onr:Attack", quotation="quotation1"),
        Said("group helps people", quotation="quotation1"),
        Said("group worksIn country"),
        Said('group alias "the group"'),
        attack="Attack",
    )
    assert plain(report(quads, "quoted")) == {
        "attack target school",
        "attack type Attack",
        "group worksIn country",
        "group alias the group",
    }
    assert plain(report(quads, "narrator")) == {"group worksIn country", "group alias the group"}


@pytest.mark.parametrize(
    "held_back",
    [
        *(
            Said("attack target school", stance=stance)
            for stance in (
                "hedged",
                "alleged",
                "attributed",
                "planned",
                "hypothetical",
                "evaluated",
                "rhetorical",
            )
        ),
        Said("attack target school", polarity="denied"),
        Said("attack target school", explicitness="implied"),
        Said("attack target school", explicitness="ambiguous"),
        Said("attack target school", extra='onr:hedge "reportedly" ;'),
        Said("attack target school", extra="onr:holder :army ;"),
        Said('group says "we thank you"'),
        Said('army believes "it will end"'),
        Said('army seeks "to win"'),
        Said('group characterizedAs "a threat"'),
    ],
    ids=lambda said: f"{said.content} {said.stance} {said.polarity} {said.explicitness} {said.extra}",
)
@pytest.mark.parametrize("policy", policies())
def test_what_is_not_said_outright_stays_a_claim(held_back: Said, policy: str) -> None:
    assert report(graph(held_back, attack="Attack", school="Facility"), policy) == []


def test_no_policy_accuses_a_person() -> None:
    quads = graph(
        Said("attack allegedPerpetrator army"),
        Said("attack allegedPerpetrator general"),
        Said("attack allegedPerpetrator somebody"),
        Said("attack allegedPerpetrator untyped"),
        Said("general attacks people"),
        Said("somebody attacks people"),
        Said("untyped attacks people"),
        Said("army attacks people"),
        army="ArmedGroup",
        general="Person",
        somebody="Agent",
        people="PopulationGroup",
    )
    for policy in policies():
        assert plain(report(quads, policy)) == {"attack allegedPerpetrator army", "army attacks people"}


def test_no_policy_tells_a_persons_religion_ethnicity_or_allegiance() -> None:
    quads = graph(
        Said("teacher memberOf believers"),
        Said("teacher memberOf rebels"),
        Said("teacher sidesWith rebels"),
        Said("teacher type onr:PopulationGroup"),
        Said("teacher memberOf union"),
        Said("union sidesWith rebels"),
        teacher="Person",
        believers="PopulationGroup",
        rebels="ArmedGroup",
        union="Organization",
    )
    assert plain(report(quads, "quoted")) == {"teacher memberOf union", "union sidesWith rebels"}


def test_whoever_is_known_to_be_several_may_be_accused() -> None:
    for name in CLASSES:
        if name == "CollectiveAgent" or "CollectiveAgent" in superclasses(name):
            quads = graph(Said("attack allegedPerpetrator them"), them=name)
            assert plain(report(quads, "quoted")) == {"attack allegedPerpetrator them"}, name


def superclasses(name: str) -> set[str]:
    store = Store()
    store.load(path=str(resource("ontology", "agents.ttl")), format=RdfFormat.TURTLE)
    found = store.query(
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX onr: <https://w3id.org/onrecord/ns#> "
        f"SELECT ?parent {{ onr:{name} rdfs:subClassOf+ ?parent }}"
    )
    return {row["parent"].value.rpartition("#")[2] for row in found}


@pytest.mark.parametrize(
    ("body", "plainly"),
    [
        ("ArmedGroup", False),
        ("PopulationGroup", False),
        ("GeopoliticalActor", True),
        ("GovernmentalBody", True),
        ("Organization", True),
    ],
)
def test_a_role_in_an_armed_group_or_a_people_is_an_allegiance(body: str, plainly: bool) -> None:
    claims = (
        Said("leader holdsRole role"),
        Said('role roleTitle "head"'),
        Said("role formerRole true"),
        Said("role roleIn body"),
        Said("leader worksIn country"),
    )
    for policy in policies():
        found = plain(report(graph(*claims, leader="Person", role="RoleHolding", body=body), policy))
        assert len(found) == (len(claims) if plainly else 1)
        assert "leader worksIn country" in found


def test_an_outcome_is_reported_only_with_what_caused_it() -> None:
    outcome = (Said("harm kind kind:killed"), Said("harm affected people"))
    types = {"attack": "Attack", "harm": "Harm", "people": "PopulationGroup"}
    hedged = graph(Said("attack caused harm", stance="hedged"), *outcome, **types)
    assert report(hedged, "quoted") == []
    firm = graph(Said("attack caused harm"), *outcome, **types)
    assert len(report(firm, "quoted")) == 3
    told_twice = graph(
        Said("attack caused harm"), Said("attack caused harm", stance="hedged"), *outcome, **types
    )
    assert len(report(told_twice, "quoted")) == 3
    uncaused = graph(*outcome, **types)
    assert len(report(uncaused, "quoted")) == 2


def test_withholding_goes_on_until_nothing_more_is_to_go() -> None:
    quads = graph(
        Said("attack caused flight", stance="hedged"),
        Said("flight affected people"),
        Said("flight caused harm"),
        Said("harm kind kind:killed"),
        flight="Displacement",
        harm="Harm",
    )
    assert report(quads, "quoted") == []


def test_values_bring_their_description() -> None:
    text = (
        PREFIXES
        + """<https://w3id.org/onrecord/data/graph/claims/d1> {
        :claim1 onr:subject :harm ; onr:predicate onr:count ; onr:object :five ; onr:polarity kind:affirmed ;
          onr:stance kind:asserted ; onr:explicitness kind:stated .
        :five a onr:Quantity ; onr:wording "five" ; onr:number 5 .
        :six a onr:Quantity ; onr:wording "six" . }"""
    )
    found = plain(report(parse(text, format=RdfFormat.TRIG), "narrator"))
    assert found == {"harm count five", "five type Quantity", "five wording five", "five number 5"}


def test_a_derived_graph_is_no_source() -> None:
    text = PREFIXES + "<https://w3id.org/onrecord/data/graph/reported/d1> { :attack onr:target :school . }"
    assert report(parse(text, format=RdfFormat.TRIG), "quoted") == []


# Two tellings that may be one attack: the narrator's strike on a clinic, then a quoted double strike.
TOLD = (
    Said("strike kind kind:airstrike", start=100),
    Said("strike target clinic", start=100),
    Said("strike allegedPerpetrator army", start=100),
    Said("strike tookPlaceIn town", start=100),
    Said("clinic operatedBy group", start=100),
)
QUOTED = (
    Said("series kind kind:airstrike", quotation="quotation1", start=300),
    Said("series target centre", quotation="quotation1", start=260),
    Said("series allegedPerpetrator army", quotation="quotation1", start=300),
    Said("series hasPart first", quotation="quotation1", start=300),
    Said("series hasPart second", quotation="quotation1", start=300),
    Said("second follows first", quotation="quotation1", start=350),
    Said("first kind kind:airstrike", quotation="quotation1", start=300),
    Said("second kind kind:airstrike", quotation="quotation1", start=350),
    Said("first target centre", quotation="quotation1", start=300),
    Said("second target centre", quotation="quotation1", start=350),
    Said("second allegedPerpetrator army", quotation="quotation1", start=350),
)
TYPES = {
    "strike": "Attack",
    "series": "AttackSeries",
    "first": "Attack",
    "second": "Attack",
    "clinic": "Facility",
    "centre": "Facility",
    "army": "ArmedGroup",
    "group": "Organization",
}


def test_two_tellings_may_be_one_attack() -> None:
    assert plain(infer_by_rules(graph(*TOLD, *QUOTED, **TYPES))) == {"strike possiblySameEventAs series"}


def test_what_only_the_parts_of_a_series_say_counts_for_the_series() -> None:
    parts = [
        said for said in QUOTED if not said.content.startswith(("series kind", "series t", "series all"))
    ]
    assert plain(infer_by_rules(graph(*TOLD, *parts, **TYPES))) == {"strike possiblySameEventAs series"}


def test_the_same_operator_ties_them_too() -> None:
    told = [said for said in TOLD if "Perpetrator" not in said.content]
    run = Said("centre operatedBy group", quotation="quotation1", start=260)
    assert plain(infer_by_rules(graph(*told, run, *QUOTED, **TYPES))) == {"strike possiblySameEventAs series"}


def test_its_time_does_not_grow_with_the_pairs_of_attacks() -> None:
    """A hundred pairs, each with its twin nearby: every one is found, and the others are never joined."""
    claims = [
        Said(
            " ".join(f"{word}x{n}" if word in TYPES else word for word in said.content.split()),
            quotation=said.quotation,
            start=said.start + 5000 * n,
        )
        for n in range(100)
        for said in (*TOLD, *QUOTED)
    ]
    types = {f"{name}x{n}": kind for n in range(100) for name, kind in TYPES.items()}
    began = time.process_time()
    found = plain(infer_by_rules(graph(*claims, **types)))
    assert found == {f"strikex{n} possiblySameEventAs seriesx{n}" for n in range(100)}
    assert time.process_time() - began < 5


def told_by(quotation: str, said: tuple[Said, ...]) -> list[Said]:
    return [Said(one.content, quotation=quotation, start=one.start) for one in said]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("", "quotation3", True),
        ("quotation2", "quotation1", True),
        ("quotation2", "quotation3", True),
        ("quotation1", "quotation1", False),
        ("quotation3", "quotation3", False),
        ("", "", False),
    ],
)
def test_it_takes_two_tellers(one: str, other: str, found: bool) -> None:
    claims = graph(*told_by(one, TOLD), *told_by(other, QUOTED), **TYPES)
    assert bool(infer_by_rules(claims)) is found


def without(word: str, said: tuple[Said, ...]) -> list[Said]:
    return [one for one in said if word not in one.content]


@pytest.mark.parametrize(
    ("case", "claims", "types"),
    [
        (
            "another kind",
            [*without("kind", TOLD), Said("strike kind kind:shelling", start=100), *QUOTED],
            TYPES,
        ),
        ("no kind", [*without("kind", TOLD), Said("strike kind kind:attack", start=100), *QUOTED], TYPES),
        (
            "another perpetrator",
            [*without("Perp", TOLD), Said("strike allegedPerpetrator rebels"), *QUOTED],
            TYPES,
        ),
        ("no perpetrator", [*without("Perp", TOLD), *QUOTED], TYPES),
        ("no facility", [*TOLD, *QUOTED], {**TYPES, "centre": "Settlement"}),
        ("one teller", [*TOLD, *(Said(said.content, start=said.start) for said in QUOTED)], TYPES),
        ("far apart", [Said(said.content, start=said.start + 5000) for said in TOLD] + [*QUOTED], TYPES),
        ("one follows the other", [*TOLD, *QUOTED, Said("series follows strike", start=300)], TYPES),
        (
            "a third between them",
            [*TOLD, Said("raid allegedPerpetrator rebels", start=200), *QUOTED],
            {**TYPES, "raid": "Attack"},
        ),
        ("told apart", [*TOLD, Said("series target centre", start=400), *QUOTED], TYPES),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_keeps_two_attacks_apart(case: str, claims: list[Said], types: dict[str, str]) -> None:
    assert infer_by_rules(graph(*claims, **types)) == []


def test_times_that_exclude_each_other_keep_them_apart() -> None:
    def times(one: str, other: str) -> list[Quad]:
        described = "".join(
            f':{name} onr:earliest "{day}"^^xsd:date ; onr:latest "{day}"^^xsd:date .\n'
            for name, day in (("day1", one), ("day2", other))
        )
        return list(parse(PREFIXES + described, format=RdfFormat.TURTLE))

    dated = (Said("strike time day1", start=100), Said("series time day2", quotation="quotation1", start=300))
    claims = graph(*TOLD, *QUOTED, *dated, **TYPES)
    assert infer_by_rules([*claims, *times("2019-05-01", "2019-05-07")]) == []
    assert infer_by_rules([*claims, *times("2019-05-01", "2019-05-01")]) != []
