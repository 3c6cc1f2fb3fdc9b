"""Parses set right: how much is parsed again, and how deep a parse may be."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from onrecord.depth import DEEPEST, depths, flatten
from onrecord.mending import mend
from onrecord.syntax import parser

SAID = ", Bob Smith said"


def chain(length: int) -> Doc:
    """A sentence of a root, a token before it, and so many after it, each below the one before."""
    words = ["Then", "they", *(f"w{n}" for n in range(length))]
    heads = [1, 1, *range(1, length + 1)]
    labels = ["advmod", "ROOT", *(["pobj", "prep"] * length)[:length]]
    return Doc(spacy.blank("en").vocab, words=words, heads=heads, deps=labels)


def shape(doc: Doc) -> list[tuple[int, str, bool | None]]:
    return [(token.head.i, token.dep_, token.is_sent_start) for token in doc]


@pytest.mark.parametrize("times", [30, 120])
def test_speakers_behind_speakers_are_parsed_a_few_times(times: int) -> None:
    calls = []

    def parse(text: str) -> Doc:
        calls.append(text)
        return parser()(text)

    doc = parser()(f"Rockets hit a school in Idlib{SAID * times}.")
    mend(doc, parse)
    assert 0 < len(calls) <= 3
    assert sum(map(len, calls)) <= 3 * len(doc.text)


def test_two_speakers_at_the_end_are_both_found() -> None:
    doc = parser()("Rockets hit a school in Idlib, the mayor said, the agency reported.")
    mend(doc, parser())
    said = next(token for token in doc if token.text == "said")
    assert said.head.text == "reported"
    assert [child.text for child in said.children if child.dep_ == "nsubj"] == ["mayor"]


def test_depths() -> None:
    assert depths([0, 0, 1, 2, 4, 4]) == [0, 1, 2, 3, 0, 1]
    assert depths([1, 2, 3, 3]) == [3, 2, 1, 0]
    assert depths([]) == []
    assert depths(range(5000)) == [0] * 5000
    assert depths([0, *range(4999)])[-1] == 4999


def test_a_parse_is_flattened_below_the_greatest_depth() -> None:
    doc = chain(900)
    before = shape(doc)
    flatten(doc)
    found = depths([token.head.i for token in doc])
    assert max(found) == DEEPEST + 1
    kept = DEEPEST + 2 + 1  # as many tokens lie no deeper
    assert shape(doc)[:kept] == before[:kept]
    assert {token.head.i for token in doc[kept:]} == {DEEPEST + 1}
    assert [label for _, label, _ in shape(doc)] == [label for _, label, _ in before]
    assert len(list(doc.sents)) == 1


def test_a_parse_that_is_not_too_deep_stays() -> None:
    for length in (0, 5, DEEPEST):
        doc = chain(length)
        before = shape(doc)
        flatten(doc)
        assert shape(doc) == before
