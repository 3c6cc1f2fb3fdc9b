"""The namespaces: each is spelled once in Python, and the closed vocabularies are in them."""

import re
from pathlib import Path

import pytest
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, SH, SKOS, XSD

from onrecord import namespaces, vocab

SOURCE = Path(__file__).parent.parent / "src" / "onrecord"
SPELLED = {name: value for name, value in vars(namespaces).items() if name.isupper()}


def test_there_are_namespaces():
    assert len(SPELLED) >= 7
    assert len(set(SPELLED.values())) == len(SPELLED)


@pytest.mark.parametrize("name", sorted(SPELLED))
def test_a_namespace_is_spelled_once(name):
    spelling = re.compile(rf'(?<!b)"{re.escape(SPELLED[name])}')  # bytes aside
    found = [path.name for path in sorted(SOURCE.rglob("*.py")) if spelling.search(path.read_text("utf-8"))]
    assert found == ["namespaces.py"]


@pytest.mark.parametrize(
    ("space", "known"),
    [
        (namespaces.ONR, vocab.ONR),
        (namespaces.KIND, vocab.KIND),
        (namespaces.OA, vocab.OA),
        (namespaces.SHAPES, vocab.ONRSH),
        (namespaces.SH, SH),
        (namespaces.PROV, PROV),
        (namespaces.SKOS, SKOS),
        (namespaces.DCTERMS, DCTERMS),
        (namespaces.RDF, RDF),
        (namespaces.RDFS, RDFS),
        (namespaces.XSD, XSD),
    ],
)
def test_a_namespace_is_the_one_of_the_terms(space, known):
    assert space == str(known)
