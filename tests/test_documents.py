"""Bytes, pages, lines and folders become documents, or a fault of one clear line."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hasila.decoding import LIMIT, check_text, decode
from hasila.documents import Defaults, Fault, Loaded, Source, is_arabic, load, sources
from hasila.errors import InputError
from hasila.htmltext import read_page

TEXT = "قتل 20 مدنيا وأصيب 60 آخرون في انفجار سيارة مفخخة في حي الكرادة وسط بغداد حسب مصدر أمني"
PAGE = "<html><head>{head}</head><body><article><h1>عنوان الخبر</h1><p>{body}</p></article></body></html>"
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1256", "iso8859-6")
WORDS = st.lists(st.sampled_from("قتل في على المدينة 20 مدنيا وأصيب جنود، الثلاثاء؟ «بيان» من حي".split()), min_size=6)


def loaded(path: Path, data: bytes, defaults: Defaults | None = None) -> Loaded:
    """What becomes of a file with these bytes."""
    path.write_bytes(data)
    (source,) = sources([str(path)])
    return load(source, defaults or Defaults()) if isinstance(source, Source) else Loaded(None, (source,))


def fault(path: Path, data: bytes) -> str:
    """The one fault of a file with these bytes, as it is told."""
    result = loaded(path, data)
    assert result.document is None
    (only,) = result.faults
    return f"{only.where}: {only.what}"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_of_arabic_gives_the_same_text(encoding: str) -> None:
    """Arabic in Unicode's encodings, with a mark or without, and in both older ones reads as the same text."""
    assert decode(TEXT.encode(encoding), "f").text == TEXT


@given(WORDS, st.sampled_from(("utf-8", "utf-16-le", "utf-16-be", "utf-16", "windows-1256")))
def test_decoding_turns_encoding_back(words: list[str], encoding: str) -> None:
    """Whatever Arabic words are encoded, decoding gives the very same characters."""
    text = " ".join(words)
    assert decode(text.encode(encoding), "f").text == text


@given(st.binary(max_size=400))
def test_no_bytes_break_the_decoder(data: bytes) -> None:
    """Any bytes give a text or an `InputError`, never another error."""
    with contextlib.suppress(InputError):
        assert isinstance(decode(data, "f").text, str)


BROKEN = {
    "broken UTF-8": (TEXT.encode()[:50] + b"\xff\xfe\x80" + TEXT.encode()[50:], "broken UTF-8"),
    "mixed encodings": (TEXT.encode() + TEXT.encode("windows-1256"), "mixed encodings"),
    "cut UTF-16": (TEXT.encode("utf-16")[:-1], "UTF-16"),
    "empty": (b"", "is empty"),
    "blank": (b" \n\t \n", "holds no text"),
    "binary": (bytes(range(256)) * 8, "is binary"),
    "PDF": (b"%PDF-1.7 \x00", "is a PDF"),
    "office file": (b"PK\x03\x04....", "ZIP"),
    "NUL": (TEXT.encode() + b"\0", "NUL"),
    "a million marks": ("قتل 3".encode() + "\u064e".encode() * 1_000_000, "combining marks"),
}


@pytest.mark.parametrize(("data", "told"), BROKEN.values(), ids=BROKEN.keys())
def test_unreadable_bytes_are_told_in_one_line(tmp_path: Path, data: bytes, told: str) -> None:
    """Each kind of unreadable file gives one fault: the file, what is wrong, and after a semicolon what to do."""
    line = fault(tmp_path / "a.txt", data)
    assert line.startswith(f"{tmp_path / 'a.txt'}: ")
    assert told in line
    assert "; " in line
    assert "\n" not in line


def test_a_huge_file_is_refused_with_the_limit_told(tmp_path: Path) -> None:
    """A file of 100 MB is refused without being read, and the limit is in the message."""
    path = tmp_path / "huge.txt"
    path.touch()
    os.truncate(path, 100_000_000)
    (source,) = sources([str(path)])
    assert isinstance(source, Source)
    (only,) = load(source).faults
    assert "100,000,000 bytes" in only.what
    assert f"{LIMIT:,}" in only.what


def test_a_huge_line_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    """A line above the limit is a fault of its own line number; the line after it is read."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "' + b"x" * (LIMIT + 5) + b'"}\n' + json.dumps({"id": "b", "text": TEXT}).encode())
    first, second = sources([str(path)])
    assert isinstance(first, Fault)
    assert first.where == f"{path}:1"
    assert isinstance(second, Source)
    assert load(second).document is not None


LINES = {
    "no object": ("[1, 2]", "no object"),
    "a number": ("374", "no object"),
    "no JSON": ('{"text": "قتل', "no JSON"),
    "no text": ('{"id": "a"}', 'no "text"'),
    "text is null": ('{"text": null}', 'no "text"'),
    "text is a list": ('{"text": ["قتل"]}', 'no "text"'),
    "empty text": ('{"text": ""}', "no text"),
    "NUL in text": ('{"text": "قتل 3\\u0000"}', "NUL"),
    "endless number": ('{"text": "قتل 3", "id": ' + "1" * 5000 + "}", "no JSON"),
    "deep": ("[" * 100_000, "no JSON"),
}


@pytest.mark.parametrize(("line", "told"), LINES.values(), ids=LINES.keys())
def test_a_bad_line_is_told_with_its_number(tmp_path: Path, line: str, told: str) -> None:
    """A line that gives no report is a fault with file and line number, and lines around it are read."""
    path = tmp_path / "a.jsonl"
    good = json.dumps({"id": "good", "text": TEXT}, ensure_ascii=False)
    path.write_text(f"{good}\n\n{line}\n{good}\n", encoding="utf-8")
    results = [load(s) if isinstance(s, Source) else Loaded(None, (s,)) for s in sources([str(path)])]
    assert [r.document is not None for r in results] == [True, False, True]
    (only,) = results[1].faults
    assert only.where == f"{path}:3"
    assert told in only.what
    assert "; " in only.what


def test_a_record_keeps_what_it_says_of_itself(tmp_path: Path) -> None:
    """Id, date, outlet and address come from the line, other keys are ignored, the digest is of its bytes."""
    line = json.dumps({"id": "a", "text": TEXT, "published": "2022-01-26T10:00:00+03:00", "outlet": "وكالة", "x": [1]})
    d = loaded(tmp_path / "a.jsonl", line.encode() + b"\r\n", Defaults("2020-01-01", "أخرى")).document
    assert d is not None
    assert (d.id, d.text, d.published, d.outlet, d.url) == ("a", TEXT, "2022-01-26T10:00:00+03:00", "وكالة", None)
    assert len(d.digest) == 64


@pytest.mark.parametrize(
    ("identity", "name"),
    [('"a"', "a"), ("7", "7"), ("null", None), ('""', None), ("true", None), ("[]", None)],
    ids=["text", "number", "null", "empty", "truth", "list"],
)
def test_a_record_without_an_id_is_named_by_its_place(tmp_path: Path, identity: str, name: str | None) -> None:
    """An id is a text or a number; a line that gives none is named by file and line number."""
    path = tmp_path / "a.jsonl"
    d = loaded(path, f'{{"id": {identity}, "text": "{TEXT}"}}'.encode()).document
    assert d is not None
    assert d.id == (name or f"{path}:1")


def test_a_bad_date_is_a_fault_but_the_report_is_read(tmp_path: Path) -> None:
    """A date of publication that is no ISO date is told, and the report is read without it."""
    result = loaded(tmp_path / "a.jsonl", json.dumps({"id": "a", "text": TEXT, "published": "أمس"}).encode())
    assert result.document is not None
    assert result.document.published is None
    assert "published" in result.faults[0].what


def test_a_file_is_named_by_its_path_and_in_a_folder_by_its_place_in_it(tmp_path: Path) -> None:
    """One file's id is the path as given; in a folder the walk is sorted and the id is the path inside it."""
    for name in ("b.txt", "a.HTML", "sub/c.jsonl", "skip.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps({"id": "c", "text": TEXT}) if "c" in name else TEXT, encoding="utf-8")
    assert [s.id for s in sources([str(tmp_path)]) if isinstance(s, Source)] == [
        "a.HTML", "b.txt", f"{tmp_path}/sub/c.jsonl:1"
    ]  # fmt: skip
    (one,) = sources([str(tmp_path / "b.txt")])
    assert isinstance(one, Source)
    assert one.id == str(tmp_path / "b.txt")


def test_what_is_not_there_or_no_report_is_a_fault(tmp_path: Path) -> None:
    """Missing paths, foreign suffixes, pipes, empty folders and empty line files each give one fault."""
    (tmp_path / "a.pdf").touch()
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    paths = [str(tmp_path / name) for name in ("missing.txt", "a.pdf", "pipe.txt", "folder", "empty.jsonl")]
    found = list(sources(paths))
    assert [f.where for f in found if isinstance(f, Fault)] == paths
    assert all("; " in f.what for f in found if isinstance(f, Fault))


def test_a_vanished_file_is_a_fault(tmp_path: Path) -> None:
    """A file that goes away between listing and reading gives a fault, no error."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    (source,) = sources([str(path)])
    path.unlink()
    assert isinstance(source, Source)
    (only,) = load(source).faults
    assert "no such file" in only.what


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_a_fault(tmp_path: Path) -> None:
    """A file without permission to read gives a fault that says so."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    (source,) = sources([str(path)])
    assert isinstance(source, Source)
    assert "permission" in load(source).faults[0].what


FOREIGN = {
    "English": "The ministry said that 20 people were killed and 60 wounded in the blast",
    "Persian": "در پی انفجار یک خودروی بمب‌گذاری شده در کابل بیست نفر کشته و شصت نفر زخمی شدند و چند نفر ناپدید هستند",
    "Urdu": "دھماکے میں بیس افراد ہلاک اور ساٹھ زخمی ہوئے، پولیس نے بتایا کہ زخمیوں کو ہسپتال منتقل کر دیا گیا ہے",
    "Kurdish": "لە تەقینەوەکەدا بیست کەس کوژران و شەست کەسیش بریندار بوون، پۆلیس ڕایگەیاند کە گواستراونەتەوە",
    "digits": "374 121 77",
}  # fmt: skip


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN.keys())
def test_a_text_that_is_not_arabic_is_skipped_without_a_fault(tmp_path: Path, text: str) -> None:
    """Another language, in Latin or in Arabic script, is skipped: no document and no fault."""
    assert loaded(tmp_path / "a.txt", text.encode()) == Loaded(None, (), skipped=True)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.replace("ي", "ی").replace("ك", "ک"),
        "🔴 عاجل #Hasakah #Syria https://example.org/a/very/long/address 374 قتيل",
        "قتل پيشمركه 3 في گرميان والقوات انسحبت من المدينة والجبل",
    ],
    ids=["plain", "Persian keyboard", "post with Latin tags", "foreign names"],
)
def test_arabic_as_it_is_typed_is_arabic(text: str) -> None:
    """Arabic stays Arabic with Persian letters for ي and ك, with Latin tags and links, and with foreign names."""
    assert is_arabic(text)


def page(body: str, head: str = "") -> str:
    """The text of a page with this body."""
    return read_page(PAGE.format(head=head, body=body).encode(), "f").text


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("قتل 18<sup>1</sup> شخصا في انفجار وسط المدينة صباح اليوم", "181"),
        ("قتل <del>20</del> 12 شخصا في انفجار وسط المدينة صباح اليوم", "20"),
        ("قتل <s>20</s> 12 شخصا في انفجار وسط المدينة صباح اليوم", "20"),
        ("القتلى والجرحى <span>12</span><span>34</span> في انفجار وسط المدينة", "1234"),
    ],
    ids=["footnote", "deleted", "struck", "adjacent"],
)
def test_a_page_invents_no_number(body: str, wrong: str) -> None:
    """Footnote marks, deleted numbers and neighbouring cells do not become part of a number."""
    text = page(body)
    assert "المدينة" in text
    assert wrong not in text


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256", "iso8859-6"])
def test_a_page_is_read_in_the_encoding_it_declares(encoding: str) -> None:
    """A page in any of the encodings of Arabic reads alike, whether or not it declares which."""
    for head in ("", f'<meta charset="{encoding}">'):
        assert TEXT in read_page(PAGE.format(head=head, body=TEXT).encode(encoding), "f").text


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2022-01-26T10:00:00+03:00">', "2022-01-26T10:00:00+03:00"),
        ('<meta itemprop="datePublished" content="2022-01-26">', "2022-01-26"),
        ('<meta name="date" content="أمس">', None),
        ("<title>2016</title>", None),
    ],
)
def test_a_page_is_dated_only_if_it_says_so_plainly(head: str, published: str | None) -> None:
    """The date of a page is what it marks as its publication, in ISO form, and never a guess."""
    assert read_page(PAGE.format(head=head, body=TEXT).encode(), "f").published == published


def test_times_that_differ_date_nothing() -> None:
    """Two <time> elements with different dates leave the page without a date; one dates it."""
    one, two = '<time datetime="2022-01-26">1</time>', '<time datetime="2021-05-05">2</time>'
    assert read_page(PAGE.format(head="", body=TEXT + one).encode(), "f").published == "2022-01-26"
    assert read_page(PAGE.format(head="", body=TEXT + one + two).encode(), "f").published is None


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 5000 + TEXT,
        "<html></html>",
        "<script>alert('قتل 20')</script>",
        "<!-- " + TEXT,
        "<" * 100_000,
    ],
    ids=["deep", "empty", "script only", "open comment", "brackets"],
)
def test_hostile_pages_give_a_text_or_a_fault(tmp_path: Path, html: str) -> None:
    """Pages made to break a parser give an article or one fault, and never the inside of a script."""
    result = loaded(tmp_path / "a.html", html.encode())
    assert result.document is None or "alert" not in result.document.text
    assert len(result.faults) <= 1


def test_marks_in_measure_are_no_fault() -> None:
    """Full vocalisation, also doubled, is not taken for an attack."""
    check_text("قُتِلَ عِشْرُونَ مَدَنِيًّا", "f")
    with pytest.raises(InputError, match="combining"):
        check_text("قتل" + "\u064e" * 65, "f")
