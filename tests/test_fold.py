"""The fold: one spelling, exact ways back, and line ends told apart."""

from __future__ import annotations

import sys
import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hasila.fold import _TABLE, _TABLE_LIMIT, _fold_char, _Table, fold, spelling

ARABIC = st.text(
    st.one_of(
        st.characters(min_codepoint=0x0600, max_codepoint=0x06FF),
        st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFC, exclude_categories=["Cn"]),
        st.sampled_from(" \n\r\t\u200f\u202b\u2028«»،.0123456789abcXYZ"),
    )
)
TEXTS = st.one_of(st.text(), ARABIC)


def test_every_character_folds_to_what_stands_still() -> None:
    """No character of Unicode folds to something that would fold further."""
    restless = [
        f"U+{code:04X}" for code in range(sys.maxunicode + 1) if any(_fold_char(c) != c for c in _fold_char(chr(code)))
    ]
    assert restless == []


@given(TEXTS)
def test_folding_is_idempotent(text: str) -> None:
    """A folded text folds to itself."""
    once = fold(text).text
    assert fold(once).text == once


@given(TEXTS)
def test_each_folded_character_leads_back_to_one_that_folds_to_it(text: str) -> None:
    """`source` ascends, lies in the text, and names a character whose own fold holds the folded one."""
    folded = fold(text)
    assert len(folded.source) == len(folded.text)
    assert list(folded.source) == sorted(folded.source)
    for char, index in zip(folded.text, folded.source, strict=True):
        assert char in _fold_char(text[index])


@given(TEXTS, st.data())
def test_a_folded_slice_is_the_fold_of_its_span(text: str, data: st.DataObject) -> None:
    """The words behind a folded slice fold to it (or to more, where it cuts a letter that stands for several)."""
    folded = fold(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    quote = folded.span(start, end).of(text)
    assert quote
    assert folded.text[start:end].strip() in fold(quote).text


@given(TEXTS)
def test_blanks_are_single_and_inside(text: str) -> None:
    """No two blanks meet, none stands at an edge, and none but the plain blank is left."""
    folded = fold(text).text
    assert folded == " ".join(folded.split())


@given(TEXTS)
def test_breaks_are_blanks_in_order(text: str) -> None:
    """Each break is the index of a blank of the folded text, ascending, none twice."""
    folded = fold(text)
    assert list(folded.breaks) == sorted(set(folded.breaks))
    assert all(folded.text[i] == " " for i in folded.breaks)


@given(TEXTS)
def test_spelling_is_the_folds_text(text: str) -> None:
    """The short way to the folded text gives the same text."""
    assert spelling(text) == fold(text).text


@given(ARABIC)
def test_harakat_change_nothing(text: str) -> None:
    """A text and the same text with a mark after each letter fold alike, breaks and all."""
    marked = "".join(c + "\u064f" if c.isalpha() else c for c in text)
    plain, vocalised = fold(text), fold(marked)
    assert (plain.text, plain.breaks) == (vocalised.text, vocalised.breaks)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("أُصيبَ إبراهيمُ وآدمُ", "اصيب ابراهيم وادم"),
        ("مئة ومائة وميّة", "ميه ومايه وميه"),
        ("مسؤول في مستشفى", "مسوول في مستشفي"),
        ("قتيــــل", "قتيل"),
        ("١٢ ۱۲ १२", "12 12 12"),
        ("١٬٢٣٤٫٥", "1,234.5"),
        ("٥٠٪", "50%"),
        ("«داعش» و“قسد” و„نصر‟", '"داعش" و"قسد" و"نصر"'),
        ("20–30 و20—30 و20−30", "20-30 و20-30 و20-30"),
        ("کابل در افغانستان دیروز", "كابل در افغانستان ديروز"),
        ("\u202b12 قتيلا\u202c", "12 قتيلا"),
        ("قت\u200cيل", "قتيل"),
        ("ﻗﺘﻴﻞ ﻻ ﷲ", "قتيل لا الله"),
        ("SDF Ｓ", "sdf s"),
        ("قتيل\u00a0\u3000 \tواحد", "قتيل واحد"),
        ("قتيل\x00ان", "قتيلان"),
        ("18¹ قتيلا", "18 قتيلا"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_spellings(written: str, folded: str) -> None:
    """Each of these spellings folds to the one that matching expects."""
    assert fold(written).text == folded


def test_a_lone_surrogate_is_dropped() -> None:
    """Half of a character, as broken JSON escapes leave it, folds to nothing."""
    assert fold("\ud800قتيل").text == "قتيل"


def test_a_letter_that_stands_for_several_points_to_itself() -> None:
    """Both letters of a lam-alef ligature lead back to the one character, and its span covers it."""
    folded = fold("قت\ufefc")
    assert folded.text == "قتلا"
    assert folded.source == (0, 1, 2, 2)
    assert folded.span(2, 3).of("قت\ufefc") == "\ufefc"


def test_span_covers_the_harakat_between() -> None:
    """A span from the first to the last letter of a word holds the marks between them."""
    text = "ثم قُتِلَ 3"
    folded = fold(text)
    at = folded.text.index("قتل")
    assert folded.span(at, at + 3).of(text) == "قُتِل"


def test_a_million_combining_marks_fold_to_the_letters() -> None:
    """A pile of marks on one letter leaves the letter, in about the time that as many letters take."""
    text = "قت" + "\u0650" * 1_000_000 + "ل"
    started = time.process_time()
    folded = fold(text)
    assert folded.text == "قتل"
    assert folded.source == (0, 1, 1_000_002)
    assert time.process_time() - started < 5


class _Counting(str):
    """A text that counts how often a character of it is looked at by iteration."""

    seen = 0

    def __iter__(self):  # type: ignore[no-untyped-def]
        for char in str.__iter__(self):
            type(self).seen += 1
            yield char


def test_each_character_is_met_once() -> None:
    """The fold goes over its text once: as many steps as characters, whatever they are."""
    text = _Counting("قُتل ٢٠ شخصا\r\n" * 5000)
    _Counting.seen = 0
    fold(text)
    assert _Counting.seen == len(text)


@pytest.mark.parametrize(
    "unit",
    ["ا\n", " \r\n", "\n \u200f", "ا" * 60 + "\n", '"' * 60 + "\n", "ﷲ", "\u2028ا ", "ا" * 46 + " ب\n1. "],
    ids=["lines", "crlf", "controls", "wraps", "quotes", "ligatures", "separators", "items"],
)
def test_time_grows_with_length_alone(unit: str) -> None:
    """Eight times the text takes far less than the sixty-four times of a square, for shapes that invite more."""

    def seconds(times: int) -> float:
        text = unit * times
        best = float("inf")
        for _ in range(3):
            started = time.process_time()
            fold(text)
            best = min(best, time.process_time() - started)
        return best

    times = 100_000 // len(unit)
    assert seconds(8 * times) < 28 * max(seconds(times), 0.002)


def test_the_table_of_characters_is_bounded() -> None:
    """A text of every character there is cannot make the table grow past its limit."""
    table = _Table({str(n): "" for n in range(_TABLE_LIMIT)})
    assert table["أ"] == "ا"
    assert "أ" not in table
    assert len(_TABLE) <= _TABLE_LIMIT


def _pieces(text: str) -> list[str]:
    folded = fold(text)
    edges = [-1, *folded.breaks, len(folded.text)]
    return [folded.text[a + 1 : b] for a, b in pairwise(edges)]


WRAPPED = (
    "أعلنت إدارة المستشفى العام في المدينة أن الحصيلة النهائية للقصف بلغت\n"
    "عشرين قتيلا بينهم خمسة أطفال، وأن أكثر من أربعين جريحا نقلوا إلى\n"
    "مستشفيات أخرى.\n"
    "وقال شهود إن القصف استمر ساعة."
)


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    """Lines cut at a column are joined; the line after a full stop is its own."""
    pieces = _pieces(WRAPPED)
    assert len(pieces) == 2
    assert "بلغت عشرين قتيلا" in pieces[0]
    assert pieces[1].startswith("وقال شهود")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"], ids=["lf", "crlf", "cr", "ls", "nel"])
def test_wraps_are_seen_whatever_ends_the_line(end: str) -> None:
    """Every kind of line end is a line end, and one of them is one."""
    assert _pieces(WRAPPED.replace("\n", end)) == _pieces(WRAPPED)


@pytest.mark.parametrize(
    "text",
    [
        "مقتل عشرة\nأصيب ثلاثون آخرون",
        "قوات الدفاع المدني تنشر حصيلة القصف على الأحياء الشرقية\n" + "قالت قوات الدفاع المدني " * 6,
        "نقل المسعفون ثمانية جرحى من البلدة إلى مستشفى قريب منها\n- قتيلان في الحي الشرقي وثلاثة جرحى",
        "نقل المسعفون ثمانية جرحى من البلدة إلى مستشفى قريب منها\n2. قتيلان في الحي الشرقي وثلاثة جرحى",
        "نقل المسعفون ثمانية جرحى من البلدة إلى مستشفى قريب منها:\nقتيلان في الحي الشرقي وثلاثة جرحى",
        "نقل المسعفون ثمانية جرحى من البلدة إلى «مستشفى قريب.»\nقتيلان في الحي الشرقي وثلاثة جرحى",
        "نقل المسعفون ثمانية جرحى من البلدة إلى مستشفى قريب منها\nالضالع: قتيلان في الحي الشرقي وثلاثة جرحى",
        "نقل المسعفون ثمانية جرحى من البلدة إلى مستشفى قريب منها\n\nوقتيلان في الحي الشرقي وثلاثة جرحى",
        "مقتل عشرة \u200f\n\u200fأصيب ثلاثون آخرون",
        "مقتل عشرة\u2029أصيب ثلاثون آخرون",
    ],
    ids=["short", "headline", "dash", "item", "colon", "quoted stop", "label", "empty line", "controls", "separator"],
)
def test_line_ends_that_an_author_meant_are_breaks(text: str) -> None:
    """A short line, a headline above a longer text, an item and an empty line are each kept apart."""
    assert len(_pieces(text)) == 2


def test_lines_that_no_column_explains_are_kept_apart() -> None:
    """Posts of one line each, of lengths that no wrapping gives, are not run together."""
    posts = ["قصف يستهدف أطراف البلدة " * n for n in (2, 6, 2, 5, 2, 6)]
    assert len(_pieces("\n".join(p.strip() for p in posts))) == len(posts)


def test_nothing_but_marks_is_lost() -> None:
    """What folds to nothing is marks, controls and tatweel, in whatever form they are written, and notes' digits."""
    lost = (chr(code) for code in range(sys.maxunicode + 1) if not _fold_char(chr(code)))
    shapes = {unicodedata.category(c) for char in lost for c in unicodedata.normalize("NFKC", char) if c != "ـ"}
    assert shapes == {"Mn", "Mc", "Me", "Cf", "Cc", "Cs", "Nd"}
