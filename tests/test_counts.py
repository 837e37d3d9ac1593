"""Counts of people: numbers with their nouns, duals, singulars; what counts things or days is left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hasila.counts import find_counts, find_people
from hasila.fold import fold

# The part of the gold sets whose counts stand in words of their own, and are found as such.
FLOOR = 0.66


def counts(text: str) -> list[tuple[str, int, int | None, str]]:
    return [(text[c.start : c.end], c.low, c.high, c.qualifier) for c in find_counts(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قتل نحو 20 شخصا", [("نحو 20", 20, 20, "about")]),
        ("قتل 16 شخصا على الأقل", [("16", 16, None, "at_least")]),
        ("قتل 16 على الأقل من الجنود", [("16 على الأقل", 16, None, "at_least")]),
        ("قتل 20 جنديا عراقيا على الأقل", [("20", 20, None, "at_least")]),
        ("أصيب عشرات المدنيين بجروح", [("عشرات", 20, 99, "vague")]),
        ("مئات من المتظاهرين", [("مئات", 200, 999, "vague")]),
        ("أصيب عدد من الجنود", [("عدد من", 2, None, "unstated")]),
        ("قتل ما بين 20 و25 شخصا", [("ما بين 20 و25", 20, 25, "range")]),
        ("مقتل (20) شخصا", [("20", 20, 20, "exact")]),
        ("استشهاد(10)مواطنين", [("10", 10, 10, "exact")]),
        ("مقتل10 أشخاص و3جرحى", [("10", 10, 10, "exact"), ("3", 3, 3, "exact")]),
        ("مقتل عشرين - ثلاثين شخصا", [("عشرين - ثلاثين", 20, 30, "range")]),
        ("مقتل 12 (اثني عشر) جنديا", [("12 (اثني عشر)", 12, 12, "exact")]),
        ("الجنود الخمسة", [("الخمسة", 5, 5, "exact")]),
        ("أربعة من أبنائها", [("أربعة", 4, 4, "exact")]),
        ("قتل 3 أشخاص بينهم طفل على الأقل", [("3", 3, 3, "exact")]),
        ("سجلت 63 وفاة و20 حالة إصابة", [("63", 63, 63, "exact"), ("20", 20, 20, "exact")]),
    ],
)
def test_a_number_with_its_noun(text: str, expected: list[tuple[str, int, int | None, str]]) -> None:
    """A number before a people noun counts people; the span is the number with its hedges, not the noun."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أصيب جنديان", [("جنديان", 2, 2, "exact")]),
        ("مقتل جنديين اثنين", [("جنديين", 2, 2, "exact")]),
        ("مقتل مدنيين في حلب", [("مدنيين", 2, None, "unstated")]),
        ("مقتل مدنيين اثنين", [("مدنيين", 2, 2, "exact")]),
        ("مقتل مدنيَّين", [("مدنيَّين", 2, 2, "exact")]),
        ("مقتل مدنيِّين", [("مدنيِّين", 2, None, "unstated")]),
        ("مقتل جندي وشرطي", [("جندي", 1, 1, "exact"), ("شرطي", 1, 1, "exact")]),
        ("مقتل شخص واحد", [("شخص", 1, 1, "exact")]),
        ("قتل أحد المارة", [("أحد", 1, 1, "exact")]),
        ("وصل الجندي إلى القرية", []),
        ("وصل الجنود إلى القرية", []),
        ("أعلنت حركة طالبان ذلك", []),
    ],
)
def test_a_noun_that_is_its_own_count(text: str, expected: list[tuple[str, int, int | None, str]]) -> None:
    """Duals are 2; singulars and plurals count after an outcome word; a plural that may be a dual stays open."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قتل 20 شخصا واصيب 60 بجروح", [20, 60]),
        ("قتل عشرة بينهم 3 من القرية", [10, 3]),
        ("عدد القتلى إلى 20", [20]),
        ("عدد القتلى: 12، الجرحى: 30", [12, 30]),
        ("ثلاثة منهم في حالة خطرة", [3]),
        ("الإفراج عن 57", [57]),
        ("عشرة على الأقل قتلوا", [10]),
        ("القتلى (12) والجرحى (30)", [12, 30]),
        ("الوفيات: 36 حالة", [36]),
        ("سقط 50 بين قتيل وجريح", [50]),
        ("قتل ثلاثتهم", [3]),
        ("وصل 20 أمس", []),
    ],
)
def test_a_number_whose_noun_is_elided(text: str, expected: list[int]) -> None:
    """A bare number counts people where an outcome word or a label for people stands beside it."""
    assert [low for _, low, _, _ in counts(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "قتل زيد (40 عاما)",
        "قتل في 12 مايو 2007",
        "قتل عام 2006",
        "قتل بعد 3 أيام",
        "قتل عند الساعة 10",
        "قتل برصاص من عيار 23",
        "قتل على بعد 20 كلم",
        "قتل في الثلاثين من عمره",
        "دمرت 3 سيارات وأطلقت 20 صاروخا",
        "نفذوا 14 عملية اغتيال",
        "بموجب القرار 2254 والمادة 12",
        "فاز الفريق 2-1",
        "خسروا 300 ألف دولار",
        "ارتفع بنسبة 20 في المئة",
        "انتشر اللواء 55 في البلدة",
        "اللواء 22\nقناص يصيب امرأة",
    ],
)
def test_what_counts_no_people_is_left_out(text: str) -> None:
    """Ages, dates, times, distances, calibres, things, money, articles and scores are no counts of people."""
    assert [low for _, low, _, _ in counts(text) if low > 1] == []


def test_a_line_break_parts_a_number_from_a_noun() -> None:
    """The noun of the next line is not counted by the number that ends this one."""
    assert counts("الأحياء: 20\nجنود وصلوا") == []


WORDS = st.sampled_from(
    "قتل|أصيب|نحو|20|ثلاثة|شخصا|جنديين|مدنيين|جندي|الجنود|على الأقل|من|بينهم|و|عاما|عدد من|العشرات|أحد|،|(|)|\n".split(
        "|"
    )
)


@given(st.lists(WORDS, max_size=14))
def test_spans_slice_and_bounds_agree(parts: list[str]) -> None:
    """Whatever the words, spans lie in the text and ascend, and low ≤ high."""
    text = " ".join(parts)
    found = find_counts(text)
    for count in found:
        assert 0 <= count.start < count.end <= len(text)
        assert count.high is None or count.low <= count.high
        assert (count.high is None) == (count.qualifier in ("at_least", "more_than", "unstated"))
    assert [c.start for c in found] == sorted({c.start for c in found})


def test_counts_of_a_long_text() -> None:
    """A text of 100,000 words gives each of its counts; its time is measured by `make bench`."""
    folded = fold("قتل نحو خمسة وعشرين شخصا على الأقل في هجوم قرب بلدة الشيخ زويد امس، وأصيب جنديان. " * 6000)
    assert len(find_people(folded)) == 12000


def test_counts_of_the_bulletins(gold: Path) -> None:
    """Most counts of the development bulletins are found with their bounds and qualifier; the floor only rises."""
    asked = found = 0
    for line in (gold / "bulletin_dev.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        have = find_counts(record["text"])
        for claim in record["claims"]:
            if claim.get("optional") or claim["high"] == 0:
                continue
            start = record["text"].find(claim["quote"])
            bounds = claim["low"], claim["high"], claim["qualifier"]
            inside = [c for c in have if c.start < start + len(claim["quote"]) and start < c.end]
            asked += 1
            found += any((c.low, c.high, c.qualifier) == bounds for c in inside)
    assert found / asked >= FLOOR
