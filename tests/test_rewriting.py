"""Rewriting: what is replaced in a text moves what stands around it, and nothing is cut."""

from hypothesis import given
from hypothesis import strategies as st

from onrecord.rewriting import Passage, Replacement, joined, moved, rewrite

TEXT = "Ana Bell met Bo Crane. Bo said that Ana Bell's house was hit."


def passage(start: int, end: int, before: int = 0, after: int = 0) -> Passage:
    return Passage(TEXT[start - before : start], TEXT[start:end], TEXT[end : end + after], start)


def test_replacements_that_overlap_become_one():
    found = [Replacement(4, 8, "y"), Replacement(0, 5, "x"), Replacement(8, 9, "z")]
    assert joined(found) == (Replacement(0, 8, "x"), Replacement(8, 9, "z"))


def test_words_after_a_replacement_move():
    found = [Replacement(0, 8, "Person 1")]
    assert moved(passage(9, 12), found) == Passage("", "met", "", 9)
    assert moved(passage(9, 12), [Replacement(0, 8, "P")]) == Passage("", "met", "", 2)


def test_a_name_that_is_quoted_in_part_comes_whole():
    found = [Replacement(0, 8, "P1")]
    assert moved(passage(4, 12, before=4), found) == Passage("", "P1 met", "", 0)
    assert moved(passage(0, 3, after=9), found) == Passage("", "P1", " met", 0)
    assert moved(passage(9, 12, before=5), found) == Passage("P1 ", "met", "", 3)
    assert moved(passage(4, 12), found) == Passage("", "P1 met", "", 0)


@given(st.data())
def test_a_passage_is_where_it_says(data):
    count = len(TEXT)
    cuts = sorted(data.draw(st.sets(st.integers(0, count), min_size=4, max_size=4)))
    spans = st.tuples(st.integers(0, count - 1), st.integers(1, 12), st.text("xyz ", max_size=9))
    found = joined(Replacement(a, min(a + n, count), w) for a, n, w in data.draw(st.lists(spans, max_size=5)))
    first, start, end, last = cuts
    made = moved(Passage(TEXT[first:start], TEXT[start:end], TEXT[end:last], start), found)
    text = rewrite(TEXT, found)
    begins, ends = made.start, made.start + len(made.exact)
    assert text[begins:ends] == made.exact
    assert text[max(begins - len(made.prefix), 0) : begins] == made.prefix
    assert text[ends : ends + len(made.suffix)] == made.suffix
