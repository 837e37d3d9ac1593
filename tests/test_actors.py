"""Actors: who is named, who that is, and whether two names mean one source."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hasila import actors, lexicon
from hasila.errors import UsageError
from hasila.fold import fold

GOLD = Path(__file__).parents[2] / "shared" / "gold"
NAMES = sorted({row.form for row in lexicon.load("actors")})
WORDS = [
    *NAMES[::40],
    "وزارة الصحة",
    "مصدر طبي",
    "المتحدث باسم",
    "في",
    "المرصد",
    "من",
    "«",
    "»",
    "(",
    ")",
    "الشرطة",
    "بغداد",
]
KINDS = set(
    "army police armed_group coalition state ministry agency observatory un ngo media hospital official".split()
)


def _found(text: str) -> list[tuple[str, str]]:
    folded = fold(text)
    return [(folded.span(m.start, m.end).of(text), m.id) for m in actors.find(folded)]


def test_rows_name_known_kinds_and_one_actor_each() -> None:
    """An actor has one kind, one Arabic and one English name in all its rows, and a form names one actor."""
    told: dict[str, tuple[str, str, str]] = {}
    owner: dict[str, str] = {}
    for row in lexicon.load("actors"):
        assert row.part in KINDS, row
        assert told.setdefault(row.sense, (row.part, row.frame, row.lemma)) == (row.part, row.frame, row.lemma)
        assert owner.setdefault(row.folded, row.sense) == row.sense
    assert len(told) >= 350


def test_neutral_names_are_neutral() -> None:
    """No neutral name takes a party's word for its enemy or for itself."""
    loaded = ("ميليشيا", "مليشيا", "إرهاب", "العدو", "مرتزقة", "عصابات", "النظام", "الدواعش", "البطل", "الاحتلال")
    for row in lexicon.load("actors"):
        if row.sense.startswith("generic-") or row.sense in ("fano", "iranian-militias"):
            continue
        assert not any(word in row.lemma for word in loaded), row


@pytest.mark.parametrize("row", lexicon.load("actors")[::9], ids=lambda row: row.form)
def test_a_form_is_resolved_to_its_actor(row: lexicon.Row) -> None:
    """The words of a form alone name its actor."""
    assert actors.resolve(row.form) == row.sense


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قصفت طائرات النظام منزلا في إدلب", [("طائرات النظام", "syrian-army")]),
        ("برصاص قوات الاحتلال الإسرائيلي", [("قوات الاحتلال الإسرائيلي", "idf")]),
        ("غارة أميركية على منزل", [("أميركية", "us")]),
        ("انفجار استهدف الجيش العراقي وقسد", [("الجيش العراقي", "iraqi-army"), ("قسد", "sdf")]),
        ("وذكرت مصادر أن داعش وراء الهجوم", [("داعش", "islamic-state")]),
        ("هجوم لتنظيم «القاعدة» في شبوة", [("تنظيم «القاعدة", "al-qaeda")]),
        ("تتبع للجيش السوري الحر", [("للجيش السوري الحر", "fsa")]),
        ("مليشيا الدعم السريع تقصف سوقا", [("مليشيا الدعم السريع", "rsf")]),
        ("أعلنت حركة الشباب مسؤوليتها", [("حركة الشباب", "al-shabaab")]),
        ("استشهد شاب قرب مدرسة", []),
        ("داعشوش كلمة لا تعني أحدا", []),
    ],
)
def test_names_are_found_in_running_text(text: str, expected: list[tuple[str, str]]) -> None:
    """The longest name is found behind clitics and inside quotation marks, never inside a word."""
    assert [(words.removesuffix("»"), who) for words, who in _found(text)] == expected


def test_a_state_is_an_actor_only_where_it_acts() -> None:
    """A state or capital is found as the subject of a verb; behind a preposition it is a place."""
    assert _found("نفت موسكو ذلك") == [("موسكو", "russia")]
    assert _found("اتهمت إسرائيل الفصائل الفلسطينية")[0] == ("إسرائيل", "israel")
    assert _found("قتل جندي في سوريا قرب دمشق") == []


def test_a_hospital_is_a_place_in_running_text_and_a_source_by_name() -> None:
    """A hospital's name is left to the places, but a source span that holds it is that hospital."""
    assert _found("وصل الجرحى إلى مستشفى الشفاء") == []
    assert actors.resolve("مدير مستشفى الشفاء") == "shifa-hospital"


def test_a_name_does_not_cross_a_line_that_its_author_ended() -> None:
    """The words before and behind a structural line break are no one name."""
    assert _found("الجيش\n\nالعراقي") == [("الجيش", "generic-army"), ("العراقي", "iraq")]


def test_find_keeps_to_the_part_asked_for() -> None:
    """Only names that lie within the folded bounds are given."""
    folded = fold("داعش ثم قسد ثم داعش")
    cut = folded.text.index("قسد")
    assert [m.id for m in actors.find(folded, cut)] == ["sdf", "islamic-state"]
    assert [m.id for m in actors.find(folded, 0, cut)] == ["islamic-state"]


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        ("مصدر في وزارة الداخلية الأفغانية", "afghanistan-moi"),
        ("المتحدث باسم وزارة الصحة في قطاع غزة", "gaza-moh"),
        ("منظمة الأمم المتحدة للطفولة (يونيسف)", "unicef"),
        ("وزير الصحة في حكومة الحوثيين غير المعترف بها", "houthi-moh"),
        ("النقيب فلان من شرطة كركوك", "iraqi-police"),
        ("متحدث باسم الجيش الأمريكي", "us-military"),
        ("الشرطة في مقديشو", "somalia-police"),
        ("مصادر في الشرطة", "generic-police"),
        ("الرياض", "saudi-arabia"),
        ("رويترز", "reuters"),
        ("الصحة", "generic-moh"),
        ("مدير المرصد السوري رامي عبد الرحمن", "sohr"),
        ("مصدر طبي", None),
        ("مصادر محلية في صعدة", None),
        ("شهود عيان", None),
        ("", None),
    ],
)
def test_a_source_span_is_resolved(words: str, actor: str | None) -> None:
    """The words of a span lead to the body that they speak for; a source without a name leads to none."""
    assert actors.resolve(words) == actor


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("المرصد", "المرصد السوري لحقوق الإنسان"),
        ("يونيسف", "منظمة الأمم المتحدة للطفولة (يونيسف)"),
        ("المرصد السوري لحقوق الانسان", "المرصد السوري لحقوق الإنسان"),
        ("وزارة الصحة", "المتحدث باسم وزارة الصحة المصرية"),
        ("الوزارة", "وزارة الصحة المصرية"),
        ("الصحة", "وزارة الصحة"),
        ("مصدر في الدفاع المدني", "الدفاع المدني اللبناني"),
        ("أطباء بلا حدود", "منظمة أطباء بلا حدود"),
        ("الشبكة", "شبكة أطباء الولايات"),
        ("قسد", "قوات سوريا الديمقراطية"),
        ("داعش", "تنظيم الدولة الإسلامية"),
        ("رويترز", "وكالة رويترز للأنباء"),
        ("مصدر طبي", "مصدر طبّي"),
    ],
)
def test_two_names_of_one_source(one: str, other: str) -> None:
    """Aliases, abbreviations, spellings and short names may mean one source."""
    assert actors.same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("وزارة الصحة المصرية", "وزارة الصحة العراقية"),
        ("وزارة الصحة في ولاية شمال كردفان", "وزارة الصحة السودانية"),
        ("المرصد السوري لحقوق الإنسان", "الشبكة السورية لحقوق الإنسان"),
        ("المرصد السوري", "المرصد الأهلي للتوثيق"),
        ("مصدر طبي", "مصدر أمني"),
        ("مصدر طبي", "وزارة الصحة"),
        ("الجيش", "الشرطة"),
        ("وزارة الصحة في غزة", "وزارة الصحة الفلسطينية"),
        ("شيوخ قبائل", "الدفاع المدني"),
    ],
)
def test_two_sources(one: str, other: str) -> None:
    """Bodies of two countries, two organisations or two unnamed people are two sources."""
    assert not actors.same(one, other)


@pytest.mark.parametrize(
    ("actor", "party"),
    [
        ("syrian-army", "syrian-government"),
        ("qassam", "hamas"),
        ("gaza-moh", "hamas"),
        ("houthi-moh", "houthis"),
        ("idf", "israel"),
        ("pmf", "iraqi-government"),
        ("ypg", "sdf"),
        ("reuters", "reuters"),
        ("no-such-actor", "no-such-actor"),
    ],
)
def test_an_actor_belongs_to_a_party(actor: str, party: str) -> None:
    """A body's party is that of its government or movement; one that belongs to none is its own."""
    assert actors.party(actor) == party


def test_an_actor_is_got_by_its_id() -> None:
    """An actor has its kind, neutral names in two languages and its party; an unknown id is an error."""
    assert actors.get("sohr") == actors.Actor(
        "sohr", "observatory", "المرصد السوري لحقوق الإنسان", "Syrian Observatory for Human Rights", "sohr"
    )
    with pytest.raises(UsageError, match="no-such"):
        actors.get("no-such")


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_mentions_lie_in_order_and_lead_back(text: str) -> None:
    """Mentions do not overlap, stand in the order of the text and are bounded by words."""
    folded = fold(text)
    found = actors.find(folded)
    reach = 0
    for m in found:
        assert reach <= m.start < m.end <= len(folded.text)
        assert m.end == len(folded.text) or not folded.text[m.end].isalnum()
        assert actors.get(m.id).kind == m.kind
        reach = m.end


@given(st.text(max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    """No text, however odd, breaks the search or the resolution of a name."""
    folded = fold(text)
    assert all(folded.text[m.start : m.end].strip() for m in actors.find(folded))
    resolved = actors.resolve(text)
    assert resolved is None or actors.get(resolved)


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
)
def test_sameness_is_reflexive_and_symmetric(one: str, other: str) -> None:
    """A name means what it means, and which of two names comes first makes no difference."""
    assert actors.same(one, one)
    assert actors.same(one, other) == actors.same(other, one)


def test_gold_sources_of_known_bodies_are_resolved() -> None:
    """Of the named bodies among the sources of the incident sets, most are known actors."""
    folder = GOLD / "incidents_dev"
    if not folder.exists():
        pytest.skip("the gold sets are not beside this checkout")
    sources = set()
    for path in sorted(folder.glob("*.json")):
        for report in json.loads(path.read_text(encoding="utf-8"))["reports"]:
            sources |= {c["source"] for c in report["claims"] if c["source"]}
    known = [s for s in sorted(sources) if actors.resolve(s)]
    assert len(known) >= 0.5 * len(sources)
