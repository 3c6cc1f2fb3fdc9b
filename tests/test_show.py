import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from onrecord.claim import Claim, Extraction, Polarity, Quotation, Stance
from onrecord.document import Document
from onrecord.entity import Entity
from onrecord.quantity import Quantity
from onrecord.record import records
from onrecord.show import mark, visible
from onrecord.terminal import escaped

TEXT = "Shells hit a school. “Nobody was killed,” Ann Lee said."
DOCUMENT = Document("a.txt", TEXT, title="A report")
ATTACK, HARM, ANN = Entity("Attack", "shells"), Entity("Harm", "killed"), Entity("Person", "Ann Lee")
FIRST, SECOND = DOCUMENT.select(0, 19), DOCUMENT.select(22, 39)
EXTRACTION = Extraction(
    (
        Claim(ATTACK, "target", Entity("Facility", "school"), (FIRST,), "Shells", "a school"),
        Claim(
            HARM,
            "count",
            Quantity("Nobody", 0),
            (SECOND,),
            "killed",
            "Nobody",
            quotation=Quotation((SECOND,), ANN),
        ),
        Claim(
            ATTACK,
            "seeks",
            "peace",
            (SECOND,),
            "they",
            polarity=Polarity.DENIED,
            stance=Stance.ATTRIBUTED,
            holder=ANN,
        ),
    )
)


def test_each_sentence_has_its_claims_below():
    assert mark(DOCUMENT, EXTRACTION).splitlines() == [
        "A report · a.txt",
        "",
        "Shells hit a school.",
        "    • shells — target — school",
        "",
        "“Nobody was killed,” Ann Lee said.",
        "    • killed — count — “Nobody” = 0  [says Ann Lee]",
        "    • shells — seeks — “peace”  [denied, attributed, to Ann Lee]",
    ]


def test_colours_only_where_asked_for():
    assert "\x1b" not in mark(DOCUMENT, EXTRACTION)
    assert "\x1b[" in mark(DOCUMENT, EXTRACTION, colour=True)


def test_a_text_cannot_write_to_the_terminal():
    hostile = Document("\x1b[2J.txt", "Shells \x1b]0;x\x07 hit [red]a[/red] \u202eschool.", title="\x9b31m")
    for colour in (False, True):
        shown = mark(hostile, Extraction(()), colour)
        assert not {"\x07", "\x9b", "\u202e"} & set(shown)
        assert "\x1b]" not in shown
        assert "\x1b[2J" not in shown
        assert "[red]a[/red]" in shown
    assert "\\u001b]0;x\\u0007" in mark(hostile, Extraction(()))


@given(st.text())
def test_visible_words_have_no_controls(words):
    line = visible(words)
    assert "\n" not in line
    assert all(unicodedata.category(ch) not in ("Cc", "Zl", "Zp", "Cs") for ch in line)


def test_lines_of_json_cannot_write_to_the_terminal():
    words = "Shells \x1b]0;x\x07 \x9b31m\u202e\u2028 hit \x7f a school \u0301\U0001f4a5 \u0627 é"
    document = Document("a.txt", words)
    span = document.select(0, len(words))
    claim = Claim(Entity("Attack", words), "says", words, (span,), words, words)
    (line,) = records(document, Extraction((claim,)))
    assert all(unicodedata.category(ch) not in ("Cc", "Cf", "Zl", "Zp", "Cs") for ch in line)
    assert len(line.splitlines()) == 1
    assert "\\u009b31m\\u202e\\u2028" in line and "\U0001f4a5" in line and "é" in line
    row = json.loads(line)
    assert row["quote"] == row["value"] == words


@given(st.text())
def test_escaped_json_is_the_same_json(words):
    assert json.loads(escaped(json.dumps(words, ensure_ascii=False))) == words
