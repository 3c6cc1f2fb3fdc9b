"""Reported speech: which words are somebody's, and who says them."""

import pytest

from onrecord.document import Document
from onrecord.quotationmarks import quoted_ranges
from onrecord.quoting import Speech
from onrecord.readers.article import Metadata, make_document
from onrecord.readers.origin import Origin
from onrecord.reading import Reading

WORDS = "We have buried nine of our people today."


def speeches(text: str) -> list[Speech]:
    document = make_document(text, Origin("text", "text"), Metadata())
    assert isinstance(document, Document)
    return [speech for found in Reading(document).speeches.values() for speech in found]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “no”, then “yes”.", ["no", "yes"]),
        ('He said "no", then "yes".', ["no", "yes"]),
        ("He said ``no,'' then «yes».", ["no,", "yes"]),
        ("He said “no way. Then he left.", ["no way. Then he left."]),
        ("It’s the soldiers’ camp.", []),
        ("He said “”.", []),
    ],
)
def test_what_stands_between_marks_is_quoted(text, quoted):
    assert [text[start:end] for start, end in quoted_ranges(text)] == quoted


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"Ana Torres said: “{WORDS}” Rain fell on the town.", "Torres"),
        ("“We have buried nine of our people today,” Ana Torres said. Rain fell.", "Torres"),
        (f"Ana Torres came from the U.N. office. Bruno Diaz said: “{WORDS}”", "Diaz"),
        (f"Ana Torres said it on Monday. Rain fell. “{WORDS}”", None),
    ],
)
def test_the_sentence_that_words_stand_in_says_whose_they_are(text, speaker):
    (found,) = (speech for speech in speeches(text) if speech.direct)
    assert [text[start:end].strip(",.") for start, end in found.spans] == [WORDS.strip(".")]
    assert (found.speaker.text if found.speaker is not None else None) == speaker


def test_words_that_the_speaker_breaks_are_one_quotation():
    text = "“We have buried nine people,” Ana Torres said, “and we shall bury more of them tomorrow.”"
    (found,) = (speech for speech in speeches(text) if speech.direct)
    assert [text[start:end] for start, end in found.spans] == [
        "We have buried nine people,",
        "and we shall bury more of them tomorrow.",
    ]


def test_a_name_in_quotation_marks_is_no_speech():
    assert not [speech for speech in speeches("Troops of the “Red Front” reached Sarta.") if speech.direct]
