import contextlib
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.document import BlockKind, Document
from onrecord.readers import FORMATS, Rejected, read_paths
from onrecord.readers.files import _read_file
from onrecord.readers.language import why_not_english
from onrecord.readers.markdown import _shown
from onrecord.readers.origin import Origin

SAMPLES = Path(__file__).parent / "readers"
ENGLISH = "The mayor of the town said on Monday that the road to the hospital would be open again by noon."


def read(*paths):
    return list(read_paths(paths))


def read_one(path):
    (item,) = read(path)
    return item


def kinds(document):
    return [block.kind.value for block in document.blocks]


def words(document, kind):
    return [document.text[b.start : b.end] for b in document.blocks if b.kind is kind]


def test_plain_text_is_stored_unchanged():
    document = read_one(SAMPLES / "report.txt")
    assert document.text.encode() == (SAMPLES / "report.txt").read_bytes()
    assert (document.source, document.title, document.published) == (
        "report.txt",
        "Shells Hit a School in Port Example",
        "2019-06-27",
    )
    assert kinds(document) == ["title", "dateline", "item", "item", "heading", "paragraph"]


def test_glued_date():
    document = read_one(SAMPLES / "glued.txt")
    assert (document.title, document.published) == (None, "2019-06-04")
    assert kinds(document) == ["dateline", "paragraph", "heading", "paragraph", "boilerplate"]
    assert document.text.startswith(" date")


@pytest.mark.parametrize(
    "text",
    [
        f"\ufeff{ENGLISH}",
        f"{ENGLISH}\r\n\r\n{ENGLISH}\r",
        f"The word שלום עליכם was on the wall 😀😀 and e\u0301. {ENGLISH}",
        f"“It never closes, he said. {ENGLISH}",
        "Ten hurt in Example.",
        f"  \n{ENGLISH}  ",
    ],
)
def test_texts_that_are_read(tmp_path, text):
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    document = read_one(path)
    assert isinstance(document, Document)
    assert document.text == text.removeprefix("\ufeff")
    assert document.published is None


def test_markdown():
    document = read_one(SAMPLES / "article.md")
    assert document.source == document.url == "https://news.example/relief"
    assert (document.title, document.published) == ("Relief lorries reach Example", "2019-06-04")
    assert "The army said on Monday that ten people were killed in the attack" in document.text
    assert words(document, BlockKind.ITEM)[:2] == ["One bomb hit the school.", "Two more"]
    assert words(document, BlockKind.BOILERPLATE) == ["Follow us on Twitter"]
    for gone in ("**", "img", "dropped", "<b>", "bad()", "---", "```"):
        assert gone not in document.text


@pytest.mark.parametrize(
    "front", ["a: [", "[" * 5_000, "- a\n- b", "a: &a [x]\nb: !!python/object/apply:os.system [ls]"]
)
def test_front_matter_is_read_safely(tmp_path, front):
    (tmp_path / "a.md").write_text(f"---\n{front}\n---\n{ENGLISH}\n", encoding="utf-8")
    item = read_one(tmp_path / "a.md")
    assert isinstance(item, Document) or "front matter" in item.reason


def test_json_lines():
    one, broken, two, textless, three = read(SAMPLES / "articles.jsonl")
    assert [one.source, two.source, three.source] == ["r1", "https://news.example/2", "articles.jsonl#6"]
    assert (one.title, one.published, kinds(one)) == (
        "Lorries arrive",
        "2017-04-05",
        ["dateline", "paragraph"],
    )
    assert one.title not in one.text
    assert broken.where.endswith("articles.jsonl:line 2") and "JSON" in broken.reason
    assert textless.where.endswith("articles.jsonl:line 4") and "has no text" in textless.reason


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ([1], "not a JSON object"),
        ({"text": 5}, "not a string"),
        ({"text": ""}, "is empty"),
        ({"text": ENGLISH, "url": "javascript:alert(1)"}, "http or https"),
        ({"text": ENGLISH, "url": "news.example/<1>"}, "http or https"),
        (
            {"text": ENGLISH, "url": "https://news.example/%D9%85?x=<>{"},
            "a url that has in it what no address can have: <>{; write %3C %3E %7B for it",
        ),
        ({"text": ENGLISH, "url": "https://news.example/a b"}, "have: a space; write %20 for it"),
        ({"text": ENGLISH, "title": ["a"]}, "'title'"),
        ({"text": ENGLISH, "published": 20190604}, "'published'"),
        ({"text": ENGLISH, "language": "fr"}, "not English"),
        ({"text": f"{ENGLISH}\0"}, "NUL"),
        ({"text": f"{ENGLISH}\ud800"}, "surrogate"),
        ({"text": ENGLISH, "id": "\ud800"}, "'id'"),
    ],
)
def test_bad_lines(tmp_path, record, reason):
    (tmp_path / "a.jsonl").write_text(
        f"{json.dumps(record)}\n{json.dumps({'text': ENGLISH})}\n", encoding="utf-8"
    )
    rejected, document = read(tmp_path / "a.jsonl")
    assert reason in rejected.reason and rejected.where.endswith(":line 1")
    assert isinstance(document, Document)


BAD = [
    ("empty.txt", b"", "is empty"),
    ("blank.txt", b"\xef\xbb\xbf \r\n\t", "is empty"),
    ("space.txt", "\u3000\u00a0".encode(), "is empty"),
    ("binary.txt", bytes(range(256)) * 20, "binary"),
    ("binary2.txt", b"\x00\x01\x02ab" * 50, "binary"),
    ("latin1.txt", f"{ENGLISH} café".encode("latin-1"), "not UTF-8: byte 99 (0xe9)"),
    ("utf16.txt", ENGLISH.encode("utf-16"), "UTF-16"),
    ("nul.txt", f"{ENGLISH}\0 {ENGLISH}".encode(), f"NUL byte at byte {len(ENGLISH)}"),
    ("a.txt", b"%PDF-1.7 abc", "PDF"),
    ("a.pdf", b"%PDF-1.7 abc", "PDF"),
    ("a.docx", b"PK\x03\x04", ".docx"),
    ("a.csv", b"a,b", "its format is unknown; give one of .txt"),
    ("noending", b"a,b", "no ending"),
    ("numbers.txt", b"1234 5678", "no words"),
    (
        "fr.txt",
        ("Les avions ont attaqué la ville lundi matin pendant que les gens dormaient. " * 3).encode(),
        "English",
    ),
    ("ar.txt", "قال رئيس البلدية".encode(), "Arabic script"),
    ("empty.md", b"![a](b.png)", "is empty"),
    ("empty.jsonl", b"\n\n", "is empty"),
]


@pytest.mark.parametrize(("name", "data", "reason"), BAD, ids=[name for name, _, _ in BAD])
def test_bad_input(tmp_path, name, data, reason):
    (tmp_path / name).write_bytes(data)
    item = read_one(tmp_path / name)
    assert isinstance(item, Rejected)
    assert item.where == (tmp_path / name).as_posix()
    assert reason in item.reason
    assert ";" in item.reason, "a message says what to do"


def test_missing_and_unreadable(tmp_path, monkeypatch):
    assert "missing" in read_one(tmp_path / "no.txt").reason
    fifo = tmp_path / "pipe.txt"
    os.mkfifo(fifo)
    assert "not a regular file" in read_one(fifo).reason
    (tmp_path / "a.txt").write_text(ENGLISH, encoding="utf-8")

    def refuse(*_args, **_more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "may not be read" in read_one(tmp_path / "a.txt").reason


def test_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr("onrecord.readers.text.LIMIT", 1_000_000)
    (tmp_path / "a.txt").write_text(ENGLISH * 20_000, encoding="utf-8")
    assert "larger than 1 MB" in read_one(tmp_path / "a.txt").reason


def test_folder(tmp_path):
    for name in ("b.txt", "a/z.txt", "a/.hidden.txt", ".git/c.txt", "INDEX.tsv", "c.TXT"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{ENGLISH} {name}", encoding="utf-8")
    (tmp_path / "out.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "in/link.txt").symlink_to(tmp_path / "out.txt")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    assert [item.source for item in read(tmp_path / "in")] == ["a/z.txt", "b.txt", "c.TXT"]
    assert [item.source for item in read(str(tmp_path / "in"), tmp_path / "in")] == [
        "a/z.txt",
        "b.txt",
        "c.TXT",
    ]


def test_folder_with_nothing_readable(tmp_path):
    assert "no files" in read_one(tmp_path).reason
    (tmp_path / "a.tsv").write_text("x", encoding="utf-8")
    item = read_one(tmp_path)
    assert "1 × .tsv" in item.reason and all(ending in item.reason for ending in FORMATS)


def test_two_documents_with_one_id(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(ENGLISH, encoding="utf-8")
    assert [item.source for item in read(tmp_path)] == ["one/a.txt", "two/a.txt"]
    first, second = read(tmp_path / "one/a.txt", tmp_path / "two/a.txt")
    assert (first.source, first.where) == ("a.txt", f"{tmp_path}/one/a.txt")
    assert second.where == f"{tmp_path}/two/a.txt" and f"as {tmp_path}/one/a.txt: a.txt;" in second.reason


def test_two_records_with_one_id(tmp_path):
    lines = [{"id": 7, "text": ENGLISH}, {"id": "8", "text": ENGLISH}, {"id": "7", "text": ENGLISH}]
    path = tmp_path / "a.jsonl"
    path.write_text("\n\n".join(map(json.dumps, lines)), encoding="utf-8")
    items = read(path)
    assert [item.where.removeprefix(str(path)) for item in items] == [":line 1", ":line 3", ":line 5"]
    assert [isinstance(item, Rejected) for item in items] == [False, False, True]
    assert "same source id as" in items[2].reason and "a.jsonl:line 1: 7;" in items[2].reason


def test_an_id_is_no_longer_than_a_path(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"id": "x" * n, "text": ENGLISH}) + "\n" for n in (4096, 4097)))
    first, second = read(path)
    assert len(first.source) == 4096
    assert "4,097 characters" in second.reason and ":line 2" in second.where


def test_links_that_go_round_in_circles(tmp_path):
    (tmp_path / "a.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "round.txt").symlink_to("round.txt")
    (tmp_path / "there.txt").symlink_to("back.txt")
    (tmp_path / "back.txt").symlink_to("there.txt")
    (tmp_path / "folder").symlink_to(tmp_path, target_is_directory=True)
    first, *others = read(tmp_path)
    assert first.source == "a.txt"
    assert [Path(item.where).name for item in others] == ["back.txt", "round.txt", "there.txt"]
    assert all("cannot be read" in item.reason for item in others)


def test_a_closed_folder_is_told_of(tmp_path, monkeypatch):
    for name in ("a.txt", "closed/b.txt", "open/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(ENGLISH, encoding="utf-8")
    scan = os.scandir

    def scandir(path):
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr("os.scandir", scandir)
    rejected, *documents = read(tmp_path)
    assert (rejected.where, rejected.reason[:15]) == (f"{tmp_path}/closed", "may not be read")
    assert [document.source for document in documents] == ["a.txt", "open/c.txt"]


def test_a_name_cannot_write_to_the_terminal(tmp_path):
    (tmp_path / "a\x1b[2J\n\x9b1m\u202e.txt").write_bytes(b"")
    (rejected,) = read(tmp_path)
    assert str(rejected).endswith("/a\\u001b[2J\\u000a\\u009b1m\\u202e.txt: " + rejected.reason)


def test_comments_that_are_never_closed_take_time_in_proportion(tmp_path):
    def seconds(opening, times):
        path = tmp_path / "page.md"
        path.write_text(f"<div>{ENGLISH} {opening * times}", encoding="utf-8")
        began = time.process_time()
        assert "hospital" in read_one(path).text
        return time.process_time() - began

    for opening in ("<!--", "<script>", "<STYLE >"):
        assert seconds(opening, 40_000) < 12 * seconds(opening, 10_000)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("a<!-- b -->c", "ac"),
        ("a<script src=x>b</SCRIPT >c<style>d</style>e", "ace"),
        ("a<!-- <script> --> b </script>c", "a b </script>c"),
        ("a<script><!-- b</script>c-->d", "ac-->d"),
        ("a<!-- b <style>c</style>d", "a<!-- b d"),
        ("a<scripted>b</script>", "a<scripted>b</script>"),
    ],
)
def test_what_html_hides_is_left_out(html, shown):
    assert _shown(html) == shown


def test_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(ENGLISH.encode())))
    document = read_one("-")
    assert (document.source, document.text) == ("stdin", ENGLISH)


@given(st.binary(max_size=400), st.sampled_from(sorted(set(FORMATS) - {".html", ".htm", ".xhtml"})))
def test_any_bytes_are_read_or_rejected(tmp_path_factory, data, ending):
    path = tmp_path_factory.getbasetemp() / f"any{ending}"
    path.write_bytes(data)
    for item in _read_file(path, Origin("any", "any")):
        assert isinstance(item, (Document, Rejected))


@given(st.text(max_size=300), st.sampled_from([".txt", ".md"]))
def test_any_text_is_read_or_rejected(tmp_path_factory, text, ending):
    path = tmp_path_factory.getbasetemp() / f"some{ending}"
    path.write_bytes(text.encode("utf-8", "replace"))
    (item,) = _read_file(path, Origin("some", "some"))
    assert isinstance(item, (Document, Rejected))


@given(st.text(max_size=200))
def test_any_string_in_json_is_read_or_rejected(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "some.jsonl"
    path.write_text(json.dumps({"text": f"{ENGLISH} {text}", "title": text, "id": text}), encoding="utf-8")
    (item,) = _read_file(path, Origin("some", "some"))
    assert isinstance(item, (Document, Rejected))
    if isinstance(item, Document):
        assert item.text == f"{ENGLISH} {text}"
        assert len(item.sha256) == 64


OTHER_LANGUAGES = [
    "De brandweer van de stad is een organisatie van vrijwilligers die werkt waar hij nodig is, zei hij.",
    "Die Feuerwehr der Stadt ist eine Organisation, die in allen Orten hilft, und am Montag war sie da.",
    "La protection civile est une organisation de volontaires qui travaille dans la ville pour aider.",
    "Los bomberos son una organización de voluntarios que trabaja en la ciudad y no he dicho que llegaron.",
    "La protezione civile è un'organizzazione di volontari che lavora in città, ha detto il sindaco.",
    "Brandkåren är en organisation som arbetar i staden och hjälper människor som har drabbats under natten.",
    "Itfaiye şehirde çalışan gönüllü bir kuruluştur ve pazartesi günü köprüde on kişi öldü, dedi başkan.",
]


@pytest.mark.parametrize("text", OTHER_LANGUAGES)
def test_other_languages(text):
    assert "not English" in (why_not_english(text) or "")


needs_html = pytest.mark.skipif(
    subprocess.run([sys.executable, "-c", "import trafilatura"], capture_output=True).returncode != 0,
    reason="the extra html (trafilatura) is not installed",
)


def test_html_without_its_extra(monkeypatch):
    monkeypatch.setattr("onrecord.readers.html.find_spec", lambda name: None)
    assert "pip install 'onrecord[html]'" in read_one(SAMPLES / "article.html").reason


@needs_html
def test_html():
    document = read_one(SAMPLES / "article.html")
    assert document.source == document.url == "https://news.example/relief"
    assert (document.title, document.published) == (
        "Relief lorries reach Port Example",
        "2019-06-04T08:00:00Z",
    )
    assert words(document, BlockKind.DATELINE) == ["PORT EXAMPLE (AFP) —"]
    assert words(document, BlockKind.ITEM)[0] == "Location: Port Example"
    assert "alert" not in document.text


@needs_html
def test_reading_html_may_not_connect():
    code = "import socket; from onrecord.readers.page_process import confine; confine();"
    code += "socket.create_connection(('127.0.0.1', 9))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "PermissionError" in done.stderr


def test_a_module_beside_a_page_is_not_run(tmp_path, monkeypatch):
    from onrecord.readers.page import PageError, PageReader

    for name in ("trafilatura", "resource"):
        (tmp_path / f"{name}.py").write_text("open('planted', 'w').close()")
    monkeypatch.chdir(tmp_path)
    path = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(["", ".", str(tmp_path), path]))
    reader = PageReader()
    with contextlib.suppress(PageError):  # where the extra is not installed
        reader.read((SAMPLES / "article.html").read_text(encoding="utf-8"))
    reader.close()
    assert not (tmp_path / "planted").exists()


@pytest.mark.parametrize(
    "dateline",
    [
        "Kabul -",
        "Goma, Oct 5 -",
        "Lviv, Ukraine –",
        "Port Sudan (3 May) —",
        "Tripoli, Monday 12 April 2021 --",
    ],
)
def test_a_known_place_and_a_dash_before_the_first_sentence_are_a_dateline(tmp_path, dateline):
    (tmp_path / "a.txt").write_text(f"{dateline} {ENGLISH}", encoding="utf-8")
    (document,) = read(tmp_path / "a.txt")
    assert [(b.kind.value, document.text[b.start : b.end]) for b in document.blocks] == [
        ("dateline", dateline),
        ("paragraph", ENGLISH.strip()),
    ]


@pytest.mark.parametrize("beginning", ["Hashim Abakar - ", "Beirut - ", "Syria – a country at war – "])
def test_a_name_and_a_dash_that_begin_a_sentence_are_no_dateline(tmp_path, beginning):
    rest = "yesterday it rained." if beginning == "Beirut - " else ENGLISH
    (tmp_path / "a.txt").write_text(f"{beginning}{rest} {ENGLISH}", encoding="utf-8")
    (document,) = read(tmp_path / "a.txt")
    assert kinds(document) == ["paragraph"]


@pytest.mark.parametrize("dash", ["", " —", " -"])
@pytest.mark.parametrize(
    ("place", "date"),
    [("Geneva", "June 3, 2024"), ("Tbilisi", "12 April 2024"), ("Taiz, Yemen", "3 May 2019")],
)
def test_a_place_and_date_that_stand_alone_are_a_dateline(tmp_path, place, date, dash):
    line = f"{place}, {date}{dash}"
    for number, text in enumerate((f"{line}\n\n{ENGLISH}", f"Shells hit a school\n\n{line}\n\n{ENGLISH}")):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
        document = read_one(tmp_path / f"{number}.txt")
        assert document.published == date
        assert words(document, BlockKind.DATELINE) == [line]


LAUGHS = '<!DOCTYPE html [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
)
HOSTILE = {
    "billion laughs": f"{LAUGHS}]><html><body><p>&m;</p></body></html>",
    "deep": f"<html><body>{'<div>' * 100_000}<p>{ENGLISH}</p></body></html>",
    "outside": '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>&x;</p></body></html>',
    "nothing": "<html><body></body></html>",
    "no markup": "<<<<>>>",
    "cells": f"<table>{'<tr><td>' * 20_000}",
}


@needs_html
@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE)
def test_hostile_html(tmp_path, page):
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    item = read_one(tmp_path / "a.html")
    assert isinstance(item, (Document, Rejected))
    assert not isinstance(item, Document) or ("root:" not in item.text and len(item.text) < 10_000)


@needs_html
def test_html_that_takes_too_long():
    from onrecord.readers.page import PageError, PageReader

    reader = PageReader(seconds=0.0)
    with pytest.raises(PageError, match="longer than"):
        reader.read(f"<p>{ENGLISH}</p>")
    reader.close()
