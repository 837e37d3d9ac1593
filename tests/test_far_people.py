"""People told apart from the words that say what befell them."""

import pytest

from hasila.extract import read_claims
from hasila.model import Document

TOLD = [
    ("استقبل المستشفى الجرحى المقرر علاجهم وعددهم 12 شخصا.", ("injured", 12, 12)),
    ("تعود الجثث إلى مقاتلين قالوا إنهم لقوا حتفهم في الغارات.", ("killed", 2, None)),
    ("خطف مسلحون قائد اللواء برفقة ستة عناصر من اللواء.", ("abducted", 6, 6)),
    ("قال الناطق إن قتلى الجماعة بالمئات", ("killed", 200, 999)),
    ("تجاهل العالم قتل وتهجير الآلاف من سكان الوادي", ("killed", 2000, 9999)),
    ("قتل وإصابة 20 شخصا في الحادث", ("casualties", 20, 20)),
    ("اعتقل ثلاثة شبان من طرف رجال الدرك", ("detained", 3, 3)),
    ("وفي بعقوبة أعلنت الشرطة مقتل سبعة أشخاص", ("killed", 7, 7)),
]


@pytest.mark.parametrize(("text", "claim"), TOLD)
def test_people_are_counted_where_other_words_keep_them_apart(text: str, claim: tuple[str, int, int | None]) -> None:
    """«وعددهم», «قالوا إنهم», «برفقة», «بالمئات» bring people to their outcome; no town («بعقوبة») parts them."""
    claims = read_claims(Document("far", text, "2024-05-02"))
    assert claim in [(c.outcome, c.low, c.high) for c in claims]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("ألقي القبض علي3658 متهما", ("detained", 3658, 3658)),
        ("مقتل نحو20 شخصا", ("killed", 20, 20)),
        ("قتل ما لا يقل عن12 شخصا", ("killed", 12, None)),
        ("قتل تسعة عمال بينهم3 نساء", ("killed", 3, 3)),
        ("يتراوح عدد القتلى بين100 و180 قتيلا", ("killed", 100, 180)),
    ],
)
def test_figures_without_a_blank_before_them_are_read(text: str, claim: tuple[str, int, int | None]) -> None:
    """A figure set right behind a preposition, a hedge or «بينهم» counts as one with a blank does."""
    claims = read_claims(Document("far", text, "2024-05-02"))
    assert claim in [(c.outcome, c.low, c.high) for c in claims]


@pytest.mark.parametrize("text", ["قضى في الهجوم ثلاثة", "قضى أمس اثنان", "سقوط عدد من القتلى في صفوف"])
def test_a_count_may_end_its_text(text: str) -> None:
    """A text may break off behind a count or behind «في صفوف»: what stands there is read."""
    assert [c.outcome for c in read_claims(Document("end", text, "2024-05-02"))] == ["killed"]


def test_a_text_may_break_off_behind_any_of() -> None:
    """«أي من» with nothing behind it is read without a fault, and tells of nobody."""
    assert read_claims(Document("end", "لم تلق الشرطة القبض على أي من", "2024-05-02")) == ()
