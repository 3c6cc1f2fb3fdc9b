import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.document import BlockKind
from onrecord.readers.boilerplate import is_boilerplate
from onrecord.readers.header import is_dateline
from onrecord.readers.layout import lay_out, layout
from onrecord.resources import resource

SENTENCE = "The mayor of the town said on Monday that the road to the hospital would be open again by noon."
LONG = f"{SENTENCE} {SENTENCE}"

HEADERS = [
    # text, title, published as printed, dateline, beginning of the first paragraph
    (f" date 2019-06-04 {LONG}", None, "2019-06-04", "date 2019-06-04", "The mayor"),
    (
        f"Shells hit a school\ndate 2019-01-28\n\n{LONG}",
        "Shells hit a school",
        "2019-01-28",
        "date 2019-01-28",
        "The m",
    ),
    (
        f"Shells hit a school\n\nDate: 28 January 2019\n\n{LONG}",
        "Shells hit a school",
        "28 January 2019",
        "Date:",
        "Th",
    ),
    (
        f"SAN EXAMPLE, 3 JAN 90 -- [REPORT] [NEWS\nOFFICE] [TEXT] {LONG}",
        None,
        "3 JAN 90",
        "SAN EXAMPLE,",
        "The mayor",
    ),
    (f"SAN EXAMPLE, 9 JAN 90 (ABC-DE) -- [TEXT] {LONG}", None, "9 JAN 90", "SAN EXAMPLE, 9", "The mayor"),
    (f"EXAMPLE (Reuters) - {LONG}", None, None, "EXAMPLE (Reuters) -", "The mayor"),
    (f"PORT EXAMPLE, Exampleland (AP) — {LONG}", None, None, "PORT EXAMPLE, Exampleland (AP) —", "The mayor"),
    (f"EXAMPLE - {LONG}", None, None, "EXAMPLE -", "The mayor"),
    (f"(Port Example, June 6, 2024) – {LONG}", None, "June 6, 2024", "(Port Example,", "The mayor"),
    (f"Wed 05 Apr 2017 {LONG}", None, "05 Apr 2017", "Wed 05 Apr 2017", "The mayor"),
    (f"Wed Feb 3 2016 {LONG}", None, "Feb 3 2016", "Wed Feb 3 2016", "The mayor"),
    (f"Fri 07 Apr 2017 at 0914 {LONG}", None, "07 Apr 2017", "Fri 07 Apr 2017 at 0914", "The mayor"),
    (f"12 February 2015 {LONG}", None, "12 February 2015", "12 February 2015", "The mayor"),
    (f"9 Aug 2016 5 people were hurt. {LONG}", None, "9 Aug 2016", "9 Aug 2016", "5 people"),
    (f"Published February 18 2015 {LONG}", None, "February 18 2015", "Published", "The mayor"),
    (
        f"Posted on April 19 2017 by Ann Writer. {LONG}",
        None,
        "April 19 2017",
        "Posted on April 19 2017 by",
        "Ann",
    ),
    (f"{LONG}", None, None, None, "The mayor"),
    # sentences that begin like a dateline are none
    (f"5 May 2019 was a Sunday. {LONG}", None, None, None, "5 May 2019 was"),
    (f"Wednesday, 5 May 2019, was hot. {LONG}", None, None, None, "Wednesday, 5 May"),
    (f"On 12 February 2015 the bridge fell. {LONG}", None, None, None, "On 12 February"),
    (f"{LONG} It was 5 May 2019.", None, None, None, "The mayor"),
]


@pytest.mark.parametrize(("text", "title", "published", "dateline", "beginning"), HEADERS)
def test_header(text, title, published, dateline, beginning):
    header = lay_out(text)
    assert (header.title, header.published) == (title, published)
    datelines = [text[b.start : b.end] for b in header.blocks if b.kind is BlockKind.DATELINE]
    assert len(datelines) == (dateline is not None)
    if dateline:
        assert datelines[0].startswith(dateline)
    first = next(b for b in header.blocks if b.kind is BlockKind.PARAGRAPH)
    assert text.startswith(beginning, first.start)


WRAPPED = (
    "The mayor of the town said on Monday that the road to the hospital would be open\n"
    "again by noon. Nobody had been hurt, he added, when the shells fell on the market\nlast week."
)
LAYOUTS = [
    (WRAPPED, "P"),
    (f"{WRAPPED}\n\n{WRAPPED}", "PP"),
    (f"{LONG}\n{LONG}", "PP"),
    (f"{LONG}\n\nWhat Happened?\n\n{LONG}", "PHP"),
    (f"{LONG}\nWhat Happened?\n{LONG}", "PHP"),
    (f"{LONG}\n\nThe Lantern Fund\n\n{LONG}", "PHP"),
    (f"{LONG}\n\nKilled:\n- ten men\n- two women\n\n{LONG}", "PPIIP"),
    (
        f"{LONG}\n\n1. AT DAWN A GROUP OF MEN CAME INTO THE TOWN AND SHOT AT A\nHOUSE.\n\n2. Two.",
        "PII",
    ),
    (f"{LONG}\n\nLocation: NORTH : Example\nDate: 5 May 2019\nAttacks: 4", "PIII"),
    (f"{LONG}\n\n-----\n\n{LONG}", "PBP"),
    (f"{LONG}\nShare this article", "PB"),
    (f"{LONG}\n\n(Reporting by Ann Writer; Editing by Ben Writer)", "PB"),
    (f"Bridge falls\n\n{LONG}", "TP"),
    ("Ten people hurt in Example", "P"),
    (f"   First\n{LONG}\n   MEANWHILE, {LONG}", "TPP"),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("text", "kinds"), LAYOUTS)
def test_layout(text, kinds, newline):
    blocks = layout(text.replace("\n", newline))
    assert "".join(block.kind.value[0].upper() for block in blocks) == kinds


@pytest.mark.parametrize("name", ["boilerplate.csv", "datelines.csv", "english.csv"])
def test_lexicons_have_their_columns(name):
    with resource("data", "lexicon", name).open(newline="", encoding="utf-8") as rows:
        first, *others = csv.reader(rows)
    assert others
    assert [row for row in others if len(row) != len(first)] == []


def _rows(name):
    with resource("data", "lexicon", name).open(newline="", encoding="utf-8") as rows:
        return [row for row in csv.DictReader(rows) if not row.get("name", "").startswith("part:")]


@pytest.mark.parametrize("row", _rows("boilerplate.csv"), ids=lambda row: row["example"][:30])
def test_boilerplate_examples(row):
    assert is_boilerplate(row["example"])
    assert not is_boilerplate(f"{row['example']} {LONG} {LONG} {LONG}")


@pytest.mark.parametrize("row", _rows("datelines.csv"), ids=lambda row: row["name"])
def test_dateline_examples(row):
    example = row["example"]
    head = lay_out(f"{example} {LONG}" if not example.startswith("By") else f"Title\n{example}\n\n{LONG}")
    assert BlockKind.DATELINE in [block.kind for block in head.blocks]
    assert is_dateline("By Ann Writer", 0, 13)


@pytest.mark.parametrize(
    "sentence",
    [
        "Follow the road to the north.",
        "Sign up for the army, the recruiters said.",
        "Read the statement aloud, he told them.",
        "Related attacks killed ten people.",
        "— Ann Writer",
        "Copyright law in the country is weak, she said.",
        "😀",
    ],
)
def test_content_is_not_boilerplate(sentence):
    assert not is_boilerplate(sentence)


PIECES = st.sampled_from(
    [
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        " ",
        "- ",
        "* ",
        "1. ",
        "date 2019-06-04",
        "Wed 05 Apr 2017 ",
        "Title",
        ".",
        "?",
        "|",
    ]
    + [
        "LIMA, 9 JAN 90 (EFE) -- [TEXT] ",
        "Key: value",
        "Share this article",
        SENTENCE,
        "שלום",
        "😀",
        "\u2028",
        "a" * 60,
    ]
)
TEXTS = st.one_of(
    st.text(), st.lists(PIECES, max_size=25).map("".join), st.lists(st.one_of(PIECES, st.text())).map("".join)
)


@given(TEXTS)
def test_blocks_are_ordered_and_cover_the_words(text):
    blocks = layout(text)
    end = 0
    left = []
    for block in blocks:
        assert end <= block.start < block.end <= len(text)
        words = text[block.start : block.end]
        assert words == words.strip()
        left.append(text[end : block.start])
        end = block.end
    left.append(text[end:])
    assert not "".join(left).strip()


def test_a_very_long_line_is_cut_between_sentences():
    text = f"{SENTENCE} " * 5_000
    blocks = layout(text)
    assert len(blocks) > 5
    assert all(block.end - block.start <= 50_000 for block in blocks)
    assert all(text[block.start : block.end].endswith("noon.") for block in blocks)


def test_twenty_megabytes():
    for text in (f"{SENTENCE} " * 210_000, "a" * 20_000_000, f"{WRAPPED}\n\n" * 100_000):
        assert layout(text)[-1].end == len(text.rstrip())
