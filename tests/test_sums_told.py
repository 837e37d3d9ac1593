"""Totals over a stretch of time that no date tells, and figures of a list below a line that announces it."""

from __future__ import annotations

import pytest

from hasila.extract import read_claims
from hasila.model import Document

LISTED = """وثقت الشبكة مقتل 60 مدنيا خلال الشهر.
وتوزعت الحصيلة بحسب الجهة الفاعلة:
القوات الحكومية: 40 قتيلا
تنظيم داعش: 12 قتيلا
جهات أخرى: 8 قتلى"""
BULLETED = """حصيلة السيول حتى الظهر
- الوفيات: 36 حالة
- المصابون: 51
وبحسب المديريات:
* ملحان: 19 وفاة
* باجل: 5 وفيات"""


def _claims(text: str) -> list[tuple[int, str, int | None]]:
    return [(c.low, c.scope, c.part_of) for c in read_claims(Document("sums", text, "2024-05-02"))]


@pytest.mark.parametrize(
    "text",
    [
        "نزح أكثر من مليوني شخص داخل البلاد منذ تفجير المرقد.",
        "أودت الحرب بحياة أكثر من 300 ألف شخص.",
        "النزاع الذي أسفر عن مقتل 12 ألف شخص ما زال مستمرا.",
    ],
)
def test_a_count_since_an_event_or_of_a_war_is_a_sum(text: str) -> None:
    """A figure since an event, or of what a war cost, is cumulative."""
    assert [scope for _, scope, _ in _claims(text)] == ["cumulative"]


@pytest.mark.parametrize(
    "text",
    ["قتل ثلاثة جنود في أول هجوم منذ الهدنة.", "أودى انفجار بحياة 12 شخصا في المدينة بعد هدوء الحرب."],
)
def test_a_happening_beside_a_war_is_none(text: str) -> None:
    """One happening is told as an incident, though a war or a truce is named beside it."""
    assert [scope for _, scope, _ in _claims(text)] == ["incident"]


def test_labelled_lines_below_a_division_are_parts_of_its_total() -> None:
    """Lines that read «who: figure» below a line ending in a colon are parts of the total told before it."""
    assert [(low, part) for low, _, part in _claims(LISTED)] == [(60, None), (40, 0), (12, 0), (8, 0)]


def test_lines_of_a_second_list_divide_the_totals_of_the_first() -> None:
    """Totals may be lines of a list themselves: the districts' deaths are parts of all deaths."""
    assert [(low, part) for low, _, part in _claims(BULLETED)] == [(36, None), (51, None), (19, 0), (5, 0)]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("أصيب ستة رجال، وارتفعت حصيلة الحريق التي كانت 13 قتيلا لتصل إلى 14.", [6, 13, 14]),
        ("رفعت الوزارة عدد الشهداء إلى 573 والجرحى إلى 2700.", [573, 2700]),
        ("خطف مسلحون يعتقد أنهم متشددون ثلاثة سياح قرب الواحة.", [3]),
        ("قتل الشيخ سالم إمام المسجد وخطيبه وعضو الهيئة في هجوم مسلح.", [1]),
        ("يموت شخص كل 24 ثانية في حوادث الطرق.", []),
    ],
)
def test_figures_that_are_told_in_passing_are_read_once(text: str, figures: list[int]) -> None:
    """A new total, a second label, a doubt about the doers, a person's further offices, a rate: each for what it is."""
    assert [low for low, _, _ in _claims(text)] == figures
