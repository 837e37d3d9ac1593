"""Places: what is found in a text, which place it is, and how places lie to each other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hasila import gazetteer, places
from hasila.errors import UsageError
from hasila.fold import fold
from hasila.lexicon import load

_LABELS = Path(__file__).parent / "data" / "place_labels.tsv"
_GOLD = Path(__file__).parents[2] / "shared" / "gold"


def _found(text: str, *, generic: bool = False) -> list[str]:
    folded = fold(text)
    return [folded.span(m.start, m.end).of(text) for m in places.find(folded, generic=generic)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("قتل اثنان بغزة أمس", "غزة"),
        ("انفجار وسط بغداد أوقع ضحايا", "وسط بغداد"),
        ("سقطت قذيفة شمال شرق مدينة الموصل", "شمال شرق مدينة الموصل"),
        ("نار في بلدة كفر الرمانة قتلت رجلا", "بلدة كفر الرمانة"),
        ("هجوم على قرية أم الغزلان أسفر عن قتلى", "قرية أم الغزلان"),
        ("قصف حي الصبرة ليلا", "حي الصبرة"),
        ("عصيان في سجن «الصنوبر» ثم هدوء", "سجن «الصنوبر»"),
        ("عبوة في سوق الحمدانية الشعبي", "سوق الحمدانية الشعبي"),
        ("غارة على تل الزعرور فجرا", "تل الزعرور"),
        ("معارك في ريفي حماة وإدلب منذ الصباح", "ريفي حماة وإدلب"),
        ("براميل على حيي الصاخور ومساكن هنانو", "حيي الصاخور ومساكن هنانو"),
        ("نيران في ريف حلب الجنوبي", "ريف حلب الجنوبي"),
        ("انفجار داخل الكنيسة اللاتينية بعد القداس", "الكنيسة اللاتينية"),
        ("لجأوا إلى المدرسة رقم 7 قرب السوق", "المدرسة رقم 7"),
        ("عبوة عند كيلو 9 أصابت جنديا", "كيلو 9"),
        ("قذيفة على منزل عائلة الحوراني قتلت أبا", "منزل عائلة الحوراني"),
        ("تدوين على #أم_الدوم اليوم", "أم_الدوم"),
        ("سيارة ملغومة قرب وزارة العدل", "وزارة العدل"),
        ("استهدفوا سوق مدينة ضحيان بغارة", "سوق مدينة ضحيان"),
        ("غارة الزبداني قتلت راعيا", "الزبداني"),
        ("قتيل في مستشفى شهداء الأقصى", "مستشفى شهداء الأقصى"),
        ("اشتباك شرق العاصمة الجزائرية", "شرق العاصمة الجزائرية"),
        ("قنص في ساحة النافورة", "ساحة النافورة"),
    ],
)
def test_span(text: str, wanted: str) -> None:
    """A place's span takes the type noun and the direction beside it, and leaves the preposition."""
    assert wanted in _found(text)


@pytest.mark.parametrize(
    "text",
    [
        "الجيش العراقي أعلن مقتل ثلاثة",
        "قال المرصد السوري إن خمسة قتلوا",
        "أعلنت حركة تحرير السودان أسر جنديين",
        "مصدر في وزارة الداخلية الأفغانية",
        "كان الشعب غاضبا والنصر قريب",
        "أصيب حسن ومحمد وعلي بجروح",
        "قتل مدنيون في منطقة سكنية مكتظة",
        "أوقفهم حاجز تفتيش للجيش",
        "وأدى التصعيد إلى نزوح الآلاف",
        "لقي حتفه عن طريق الخطأ",
        "عددا كبيرا من المدنيين قتلوا مرات",
        "توفيت فاطمة يوم الجمعة",
        "حي يرزق لم يقتل",
    ],
)
def test_no_place(text: str) -> None:
    """Nationalities, names inside organisations' names, everyday words and nameless facilities are no places."""
    assert _found(text) == []


def test_aside() -> None:
    """A place in brackets, or after a distance, locates the one before it."""
    told = places.find(fold("قتل اثنان في الكرمة (50 كلم غرب بغداد)"))
    assert [m.aside for m in told] == [False, True]


def test_bracket_finds_the_unknown() -> None:
    """A name that the gazetteer lacks is found where brackets say in which district it lies."""
    assert _found("حصيلة اليوم\n- حومين الصنوبر (النبطية): غارة وشهيدان") == ["حومين الصنوبر", "النبطية"]


def test_introduced_name_is_found_again() -> None:
    """An unknown name that a type noun introduced is found again after a preposition."""
    assert _found("قصف بلدة الزيزفونية. وفي الزيزفونية قتل طفل") == ["بلدة الزيزفونية", "الزيزفونية"]


def test_line_break_ends_a_name() -> None:
    """A name does not run over the end of a line that its author ended."""
    assert _found("غارة على بلدة حاس\nالرستن: قتيلان")[0] == "بلدة حاس"


def test_generic_only_on_demand() -> None:
    """A facility without a name is a mention only where it is asked for."""
    text = "قتل ثلاثة في المستشفى أمس"
    assert (_found(text), _found(text, generic=True)) == ([], ["المستشفى"])


def test_coordination_has_parts() -> None:
    """Coordinated places are one mention whose parts are single places, and resolve to what holds them all."""
    folded = fold("تفجيران في طنطا والإسكندرية")
    (mention,) = places.find(folded)
    assert [folded.text[p.start : p.end] for p in mention.parts] == ["طنطا", "الاسكندريه"]
    assert places.resolve([mention], folded)[0].id == "EG"


def _labels() -> list[tuple[str, str, str]]:
    rows = [line.split("\t") for line in _LABELS.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    return [(text, mention, key) for text, mention, key in rows[1:]]


def _answer(text: str, wanted: str) -> str:
    folded = fold(text)
    mentions = places.find(folded)
    at = text.find(wanted)
    for mention, resolved in zip(mentions, places.resolve(mentions, folded), strict=True):
        span = folded.span(mention.start, mention.end)
        if span.start < at + len(wanted) and at < span.end:
            return resolved.id or "-"
    return "none"


def test_resolution_accuracy() -> None:
    """Of at least a hundred labelled mentions, 92 in a hundred or more resolve to the place meant."""
    labels = _labels()
    right = sum(_answer(text, mention) == key for text, mention, key in labels)
    assert len(labels) >= 100
    assert right >= 0.92 * len(labels)


def test_same_name_two_countries() -> None:
    """The country told in the text decides between places of one name."""
    assert places.get(_answer("اشتباكات في طرابلس شمال لبنان", "طرابلس")).country == "LB"
    assert places.get(_answer("اشتباكات في طرابلس بين فصائل ليبية", "طرابلس")).country == "LY"


def test_unknown_has_reason_and_holder() -> None:
    """A name that the gazetteer lacks has no point, a reason, and the place that the text says holds it."""
    folded = fold("غارة على بلدة كفر الصنوبر في قضاء بعلبك")
    resolved = places.resolve(places.find(folded), folded)[0]
    assert (resolved.id, resolved.lat, resolved.within) == (None, None, "lb-baalbek-district")
    assert "no place of that name" in resolved.reason


def test_contains() -> None:
    """A province holds its town, a town its quarter, a country all of them; never the other way."""
    quarter = "iq-karrada"
    assert places.contains("98182", quarter)
    assert places.contains("IQ.07", quarter)
    assert places.contains("IQ", quarter)
    assert not places.contains(quarter, "IQ")
    assert not places.contains("SY", quarter)


def test_distance() -> None:
    """Distances are kilometres along the great circle: Baghdad and Mosul lie about 350 km apart."""
    assert 340 < places.distance_km("98182", "99072") < 365
    assert places.distance_km("98182", "98182") == 0


def test_unknown_id() -> None:
    """Asking for an id that does not exist is a usage error that names it."""
    with pytest.raises(UsageError, match="nowhere"):
        places.get("nowhere")


def test_every_parent_exists() -> None:
    """Every row of the supplement has a parent that the gazetteer knows, in its own country, and sane coordinates."""
    known = gazetteer.gazetteer().places
    faults = [
        row[0]
        for row in gazetteer.supplement_rows()
        if not (row[7] == "-" or row[7] in known)
        or not (abs(float(row[4])) <= 90 and abs(float(row[5])) <= 180 and float(row[6]) > 0)
    ]
    assert faults == []
    assert len(gazetteer.supplement_rows()) >= 700


def test_supplement_ids_are_single() -> None:
    """No two rows of the supplement share an id."""
    ids = [row[0] for row in gazetteer.supplement_rows()]
    assert len(ids) == len(set(ids))


def test_children_lie_near_their_parent() -> None:
    """A town, quarter or facility lies within 700 km of the province or town that holds it."""
    known = gazetteer.gazetteer().places
    far = [
        p.id
        for p in known.values()
        if p.parent in known and p.type not in ("province", "region") and known[p.parent].type != "country"
        if known[p.parent].lat and places.distance_km(p.id, p.parent) > 700
    ]
    assert far == []


def test_names_are_folded_and_arabic() -> None:
    """Every name of the gazetteer stands still under folding and holds no Persian, Urdu or Latin letter."""
    names = gazetteer.gazetteer().names
    assert [n for n in names if fold(n).text != n or any(c.isascii() and c.isalpha() for c in n)] == []


def test_type_nouns_load() -> None:
    """The lexicon of type nouns is sound and has all kinds of place."""
    kinds = {row.sense for row in load("place_types")}
    assert kinds == {"settlement", "district", "admin", "part", "feature", "road", "facility", "direction"}


_PIECES = st.sampled_from(
    "بلدة|حي|في|بغداد|كفر|زينون|و|«|»|(|)|\n|ب|غزة|شمال|45|كلم|#أم_الدوم|ال|قتل|وحلب|ريفي".split("|")
)


@given(st.lists(_PIECES, max_size=25))
def test_mentions_are_ordered_and_inside(pieces: list[str]) -> None:
    """Mentions come in order, do not overlap, lie inside the text, and hold their name."""
    folded = fold(" ".join(pieces))
    end = 0
    for m in places.find(folded, generic=True):
        assert end <= m.start < m.end <= len(folded.text)
        assert m.start <= m.name[0] < m.name[1] <= m.end
        end = m.end


@given(st.lists(_PIECES, max_size=25))
def test_each_mention_resolves(pieces: list[str]) -> None:
    """Every mention has a resolution with a reason, twice the same."""
    folded = fold(" ".join(pieces))
    mentions = places.find(folded)
    resolved = places.resolve(mentions, folded)
    assert len(resolved) == len(mentions)
    assert all(r.reason for r in resolved)
    assert resolved == places.resolve(mentions, folded)


def _records() -> Iterator[dict[str, Any]]:
    for name in ("status_dev", "bulletin_dev", "news_dev"):
        for line in (_GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            # Half of the news is held out.
            if name != "news_dev" or int(hashlib.sha256(record["id"].encode()).hexdigest(), 16) % 2 == 0:
                yield record
    for path in sorted((_GOLD / "incidents_dev").glob("*.json")):
        yield from json.loads(path.read_text(encoding="utf-8"))["reports"]


def _tokens(span: str) -> set[str]:
    return {w.strip("«»\"“”'.,،؛:()[]") for w in span.split()} - {""}


def _agree(a: str, b: str) -> bool:
    return 2 * len(_tokens(a) & _tokens(b)) >= 0.5 * (len(_tokens(a)) + len(_tokens(b)))


@pytest.mark.skipif(not _GOLD.exists(), reason="the gold sets are not beside this checkout")
def test_gold_places_are_found() -> None:
    """At least 97 in a hundred of the gold sets' place spans are found, by half of their words."""
    wanted = found = 0
    for record in _records():
        folded = fold(record["text"])
        mentions = [p for m in places.find(folded) for p in (m, *m.parts)]
        spans = [folded.span(m.start, m.end).of(record["text"]) for m in mentions]
        for claim in record["claims"]:
            if claim.get("place"):
                wanted += 1
                found += any(_agree(claim["place"], span) for span in spans)
    assert found >= 0.97 * wanted
