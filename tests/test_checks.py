"""Each check has a file that it faults and one that it passes; an example without check fails too."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from onrecord.checks import checked_store, checks, find_faults
from onrecord.report import Severity
from onrecord.resources import resource

EXAMPLES = Path(__file__).parent / "checks"
NAMES = [check.name for check in checks()]


def faults(name: str, kind: str) -> list[tuple[str, str | None, str | None]]:
    quads = parse(path=str(EXAMPLES / f"{name}.{kind}.trig"), format=RdfFormat.TRIG)
    return [(f.focus, f.path, f.value) for f in find_faults(checked_store(quads)) if f.check.name == name]


def test_there_are_checks() -> None:
    assert len(NAMES) >= 10
    assert len(NAMES) == len(list(resource("queries", "checks").glob("*.rq")))


@pytest.mark.parametrize("name", NAMES)
def test_check_passes_its_valid_example(name: str) -> None:
    assert faults(name, "valid") == []


@pytest.mark.parametrize("name", NAMES)
def test_check_faults_its_invalid_example(name: str) -> None:
    assert faults(name, "invalid")


@pytest.mark.parametrize("check", checks(), ids=NAMES)
def test_check_says_what_is_wrong_and_what_to_do(check) -> None:
    assert check.problem.strip().endswith(".")
    assert check.solution.strip().endswith(".")
    assert check.severity in Severity
    assert "ORDER BY" in check.query


def test_every_example_belongs_to_a_check() -> None:
    examples = {path.name for path in EXAMPLES.iterdir()}
    assert examples == {f"{name}.{kind}.trig" for name in NAMES for kind in ("valid", "invalid")}


def test_a_shape_named_by_a_check_exists() -> None:
    shapes = "\n".join(path.read_text("utf-8") for path in resource("ontology", "shapes").glob("*.ttl"))
    for check in checks():
        for shape in check.shapes:
            assert f"onrsh:{shape} a " in shapes, check.name


def test_undeclared_terms_are_named() -> None:
    values = {value.rpartition("#")[2] for _, _, value in faults("undeclared-term", "invalid") if value}
    assert values == {"targetted", "airstrikes", "kilt"}


def test_only_who_is_known_to_be_several_may_be_accused() -> None:
    found = faults("accusation-of-person-reported", "invalid")
    accused = {(value if path and path.endswith("Perpetrator") else focus) for focus, path, value in found}
    assert {str(iri).rpartition("/")[2].rstrip(">") for iri in accused} == {"general", "somebody", "unknown"}


def test_a_role_in_an_armed_group_is_an_allegiance() -> None:
    found = faults("allegiance-of-person-reported", "invalid")
    assert {focus.rpartition("/")[2].rstrip(">") for focus, _, _ in found} == {"teacher", "command"}
