"""Incidents: what belongs together, what is told apart, what a report is about, what new documents leave alone."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reckoned import claim, reading

from hasila.happenings import days, split
from hasila.incidents import Decisions, gather, pool
from hasila.model import Claim, Document, Member, Reading
from hasila.sites import parse, relation
from hasila.sources import Mention, tell_apart

GOLD = Path(__file__).parents[2] / "shared" / "gold" / "incidents_dev"


def groups(*readings: Reading) -> set[frozenset[str]]:
    return {frozenset(g.reports) for g in gather(readings) if g.reports}


def test_one_place_and_day_is_one_incident() -> None:
    """Two reports of one town and day tell of one incident, whatever their figures."""
    assert groups(reading("a", claim(14)), reading("b", claim(30))) == {frozenset("ab")}


@pytest.mark.parametrize("other", [{"place": "كفر زينون"}, {"date": "2024-05-09"}])
def test_another_place_or_day_is_another_incident(other: dict[str, str]) -> None:
    """Places apart or days apart are two incidents."""
    later = reading("b", claim(14, **other), published=other.get("date", "2024-05-02"))
    assert groups(reading("a", claim(14)), later) == {frozenset("a"), frozenset("b")}


def test_a_background_goes_to_the_older_incident() -> None:
    """A report on a new strike that recalls the old one is about the new one, and recalled in the old one's."""
    text = "5 قتيلا في كفر زينون\n\nقتل 5 قتيلا في كفر زينون. وكان 14 قتيلا سقطوا في تل الريحان"
    later = reading("b", claim(5, place="كفر زينون", date="2024-06-10"), claim(14), published="2024-06-10", text=text)
    found = {g.reports: g.recalled_in for g in gather([reading("a", claim(14)), later])}
    assert found == {("a",): ("b",), ("b",): ()}


def test_a_bulletin_tells_of_several_incidents() -> None:
    """A daily bulletin's towns are incidents of their own; its totals of the day and the war are none."""
    claims = (
        claim(9), claim(2, place="حومين العين"), claim(1, place="طريق دير الجوز"),
        claim(17, place="لبنان", date="2024-05-01/2024-05-02", scope="cumulative"),
    )  # fmt: skip
    found = pool([reading("a", *claims)])
    assert [len(g.members) for g in found.incidents] == [1, 1, 1]
    assert found.periods == (Member("a", 3),)


def test_a_wave_holds_incidents_as_its_parts() -> None:
    """Two churches on one morning: the joint figures are the wave's, each blast is a part of it."""
    tanta, mark = {"place": "كنيسة مارجرجس"}, {"place": "الكنيسة المرقسية"}
    joint = reading(
        "a", claim(44, place="كنيستي طنطا والإسكندرية"), claim(27, part_of=0, **tanta), claim(17, part_of=0, **mark)
    )
    first, second = reading("b", claim(25, **tanta)), reading("c", claim(3, **mark))
    (wave,) = gather([joint, first, second])
    assert wave.reports == ("a", "b", "c")
    assert sorted(p.reports for p in wave.parts) == [("a", "b"), ("a", "c")]
    assert wave.members == (Member("a", 0),)


def test_joint_figures_without_links_are_known_by_their_sums() -> None:
    """«11 و35 … 27 و78 … يعني 38 و113»: the sums are a wave over two happenings."""
    figures = (11, 35), (27, 78), (38, 113)
    claims = [
        claim(n, outcome=o, place=None, quote=f"{n} {o}")
        for dead, hurt in figures for n, o in ((dead, "killed"), (hurt, "injured"))
    ]  # fmt: skip
    found = split(reading("a", *claims))
    assert [(h.claims, h.wave) for h in found] == [((0, 1), False), ((2, 3), False), ((4, 5), True)]


def test_every_join_has_its_reasons_in_both_languages() -> None:
    """Two reports are joined for reasons in words."""
    (incident,) = gather([reading("a", claim(14)), reading("b", claim(30))])
    (join,) = incident.joins
    assert {r.en for r in join.reasons} >= {"the same place", "the same day"}
    assert all(r.ar for r in join.reasons)


def test_a_person_may_join_and_part() -> None:
    """A person's decision joins what the places part, and parts what they join."""
    a, b = reading("a", claim(14)), reading("b", claim(14, place="كفر زينون"))
    pair = frozenset({frozenset({Member("a", 0), Member("b", 0)})})
    assert [g.reports for g in gather([a, b], Decisions(same=pair)) if len(g.reports) == 2] == [("a", "b")]
    c = reading("b", claim(14))
    assert len([g for g in gather([a, c], Decisions(apart=pair)) if g.reports]) == 2


def test_new_documents_keep_an_incidents_id() -> None:
    """An incident is still called what it was when later reports join it."""
    first = gather([reading("a", claim(14))])
    more = gather([reading("a", claim(14)), reading("b", claim(30), published="2024-05-04")])
    assert [g.id for g in more] == [g.id for g in first]


def test_a_date_read_wrong_is_borne_where_the_text_names_the_day() -> None:
    """A figure dated by its announcement still joins when its sentence names the other's day."""
    text = "أعلنت الوزارة السبت 4 مايو 2024 أن 19 قتيلا سقطوا في غارة يوم 2 مايو 2024 على تل الريحان"
    late = reading("b", claim(19, date="2024-05-06"), published="2024-05-06", text=text)
    assert groups(reading("a", claim(14)), late) == {frozenset("ab")}


def test_a_figure_without_a_place_takes_its_sentences() -> None:
    """A claim that was read without its place belongs with the place that its sentence names."""
    text = "قتل 14 قتيلا في تل الريحان.\nوسقط 3 قتيلا في كفر زينون.\nوأصيب 20 جريحا في تل الريحان."
    claims = claim(14), claim(3, place="كفر زينون"), claim(20, outcome="injured", place=None)
    found = split(reading("a", *claims, text=text))
    assert [h.claims for h in found] == [(0, 2), (1,)]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("حي الكرادة", "الكرادة", "same"),
        ("المستشفى المعمداني", "المستشفى الأهلي العربي (المعمداني)", "same"),
        ("كنيسة مار جرجس", "كنيسة مارجرجس", "same"),
        ("خان شيخون", "خان العسل", "apart"),
        ("طنطا", "كنيستي طنطا والإسكندرية", "part"),
        ("مدرسة أم رقيبة", "سوق أم رقيبة", "near"),
        ("السجن", "سجن الصناعة", "unknown"),
        ("لبنان", "تل الريحان", "unknown"),
    ],
)
def test_place_names_are_compared_by_their_own_words(a: str, b: str, expected: str) -> None:
    """Nouns of kind do not make two names one, nor do first words that many names share."""
    assert relation(parse(a), parse(b)) == expected
    assert relation(parse(b), parse(a)) == expected


def test_dates_of_every_form_are_days() -> None:
    """A day, a month, a year and a span are days; a word is none."""
    assert [days(d) is not None for d in ("2024-05-02", "2024-02", "2024", "2024-01-01/2024-02", "غدا", None)] == [
        True, True, True, True, False, False,
    ]  # fmt: skip
    assert days("2024-02") == days("2024-02-01/2024-02-29")


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        ("المتحدث باسم وزارة الصحة", "وزارة الصحة", True),
        ("وزيرة الصحة العراقية", "وزارة الصحة العراقية", True),
        ("مسؤول في وزارة الصحة", "وزارة الصحة والسكان", True),
        ("وزارة الصحة في صنعاء", "وزير الصحة في حكومة الحوثيين", True),
        ("الصليب الأحمر الدولي", "اللجنة الدولية للصليب الأحمر", True),
        ("المرصد", "المرصد السوري لحقوق الإنسان", True),
        ("مصدر في الشرطة", "الشرطة", False),
        ("المرصد السوري لحقوق الإنسان", "الشبكة السورية لحقوق الإنسان", False),
        ("وزارة الصحة", "وزارة الداخلية", False),
        ("الجيش الإسرائيلي", "الجيش اللبناني", False),
        ("مديرية صحة إدلب", "وزارة الصحة", False),
        ("الأمم المتحدة", "منظمة الأمم المتحدة للطفولة", False),
    ],
)
def test_sources_are_told_apart(a: str, b: str, one: bool) -> None:
    """A spokesman, an official and a minister are their body; other bodies, and sources without a name, are others."""
    voices = tell_apart([Mention("1", "صحيفة", a), Mention("2", "قناة", b)])
    assert (len({v.key for v in voices.values()}) == 1) is one


def gold_readings() -> tuple[list[Reading], dict[str, str]]:
    sets = [msgspec.json.decode(f.read_bytes()) for f in sorted(GOLD.glob("*.json"))]
    reports = [r for s in sets for r in s["reports"]]
    readings = [
        Reading(
            Document(r["id"], r["text"], r["published"], r["outlet"]), tuple(msgspec.convert(r["claims"], list[Claim]))
        )
        for r in reports
    ]
    return readings, {r["id"]: r["about"] for r in reports}


def test_the_labelled_reports_are_grouped_as_labelled() -> None:
    """Every report of the labelled sets, pooled, is with those of its incident and no other."""
    if not GOLD.is_dir():
        pytest.skip("the labelled incident sets are not at hand")
    readings, about = gold_readings()
    found = groups(*readings)
    labels = {frozenset(r for r in about if about[r] == name) for name in set(about.values())}
    assert found == labels


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("xyz"), st.integers(1, 9), st.integers(1, 30)), min_size=1, max_size=8),
       st.randoms(use_true_random=False))  # fmt: skip
def test_grouping_does_not_depend_on_order(told: list[tuple[str, int, int]], rng: random.Random) -> None:
    """Whatever order reports come in, the incidents are the same."""
    readings = [
        reading(f"r{n}", claim(low, place=f"بلدة {place * 4}", date=f"2024-05-0{day}"), published=f"2024-05-0{day}")
        for n, (place, day, low) in enumerate(told)
    ]
    assert gather(rng.sample(readings, len(readings))) == gather(readings)
