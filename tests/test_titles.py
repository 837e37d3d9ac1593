"""Titles of incidents: what happened, where and when, each reader in his language."""

from __future__ import annotations

import datetime as dt

import pytest

from hasila.extract import read_claims
from hasila.gazetteer import called, gazetteer
from hasila.model import Document
from hasila.titles import title

DAY = dt.date(2024, 11, 3).toordinal()


def titled(text: str) -> tuple[str, str]:
    """The titles of a one-day incident that this report tells."""
    return title(read_claims(Document("r", text, "2024-11-04", None)), (DAY, DAY))


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("قتل 9 مدنيين في غارة جوية على بلدة ضحيان", "Air strike, Dahyan (Yemen), 3 November 2024"),
        ("قتل 9 مدنيين في العراق", "Incident, Iraq, 3 November 2024"),
        ("قتل 9 مدنيين بقصف شمال غزة", "Shelling, شمال غزة (Gaza, Palestinian Territories), 3 November 2024"),
        ("قتل 9 مدنيين بقصف مدرسة الوردة الصغيرة", "Shelling, مدرسة الوردة الصغيرة, 3 November 2024"),
    ],
)
def test_an_english_title_names_places_in_english(text: str, english: str) -> None:
    """What the map knows has its English name and its country; other words stay, with the place that they lie in."""
    assert titled(text)[1] == english


def test_an_arabic_title_keeps_the_words_of_the_reports() -> None:
    """The Arabic title has the place as the reports write it and both names of the month."""
    assert (
        titled("قتل 9 مدنيين في غارة جوية على بلدة ضحيان")[0] == "غارة جوية في بلدة ضحيان، 3 تشرين الثاني/نوفمبر 2024"
    )


def test_every_province_and_country_has_a_name_in_both_languages() -> None:
    """A province or a country is called in Latin letters for English readers and in Arabic for Arabic ones."""
    wide = [p for p in gazetteer().places.values() if p.type in ("province", "country")]
    assert [p.id for p in wide if not called(p, "en").isascii() and any("ء" <= c <= "ي" for c in called(p, "en"))] == []
    assert [p.id for p in wide if not any("ء" <= c <= "ي" for c in called(p, "ar"))] == []
