"""What a clause tells: things that one list names have numbers of their own."""

from itertools import product

import pytest
import spacy
from spacy.tokens import Doc

from onrecord.clause import number_in_list, rank


def a_list(length: int) -> Doc:
    """As in "Omar , Omar , Omar", each coordinated with the one before."""
    words = ["Omar", ","] * length
    heads = [max(place - 2 - place % 2, 0) if place % 2 == 0 else place - 1 for place in range(2 * length)]
    deps = ["conj" if place % 2 == 0 else "punct" for place in range(2 * length)]
    return Doc(spacy.blank("en").vocab, words, heads=heads, deps=["ROOT", *deps[1:]])


@pytest.mark.parametrize("length", [3, 240])
def test_no_two_things_of_lists_have_one_number(length: int) -> None:
    people = [token for token in a_list(length) if token.text == "Omar"]
    assert [rank(person) for person in people] == list(range(length))
    given = [
        number_in_list(nth, person, again=again)
        for nth, again, person in product((1, 2, 3), (False, True), people)
    ]
    assert len(set(given)) == len(given)


def test_numbers_in_short_lists_are_close() -> None:
    person = a_list(50)[98]
    assert number_in_list(2, person) == 249
    assert number_in_list(2, person, again=True) == 299
