"""Who speaks where the words for it refer back."""

import pytest

from onrecord import pronounced
from onrecord.document import Document
from onrecord.readers.article import Metadata, make_document
from onrecord.readers.origin import Origin
from onrecord.reading import Reading

TEXT = "“The school was shelled,” Ana Torres said. “We saw the planes,” the mayor added."


def reading() -> Reading:
    document = make_document(TEXT, Origin("text", "text"), Metadata())
    assert isinstance(document, Document)
    return Reading(document)


def test_a_speaker_whose_words_lead_back_to_the_question_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    read = reading()
    speeches = [speech for one in read.speeches.values() for speech in one]
    assert len(speeches) == 2

    def named(read: Reading, speech: object) -> None:
        for other in speeches:  # as "I" in a quotation inside another asks who speaks there
            read.speakers.of(other)

    monkeypatch.setattr(pronounced, "speaker_named", named)
    assert [read.speakers.of(speech) for speech in speeches] == [None, None]


def test_a_later_speaker_is_known_when_an_earlier_one_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    read = reading()
    first, second = (speech for one in read.speeches.values() for speech in one)
    usual, asked = pronounced.speaker_named, []

    def named(read: Reading, speech: object) -> object:
        if speech is first:
            asked.append(read.speakers.of(second))
        return usual(read, speech)

    monkeypatch.setattr(pronounced, "speaker_named", named)
    assert read.speakers.of(first) is not None
    assert [one.entity.name for one in asked] == ["mayor"]


@pytest.mark.parametrize(("pronoun", "speaker"), [("She", "Ana Torres"), ("He", None)])
def test_a_pronoun_stands_for_nobody_whom_the_words_describe_otherwise(
    pronoun: str, speaker: str | None
) -> None:
    text = f"The spokeswoman, Ana Torres, said the school was hit. {pronoun} added that planes had come back."
    document = make_document(text, Origin("text", "text"), Metadata())
    assert isinstance(document, Document)
    read = Reading(document)
    added = next(s for one in read.speeches.values() for s in one if s.verb and s.verb.text == "added")
    found = read.speakers.of(added)
    assert (found.entity.name if found is not None else None) == speaker
