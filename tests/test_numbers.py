"""Numbers and quantities: every numeral of the language, spans in the unaltered text, bounds by the guidelines."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words
from numeral_oracle import Style, spell

from hasila import lexicon, quantities
from hasila.fold import fold
from hasila.numbers import find, find_numbers
from hasila.numerals import read_digits
from hasila.quantities import apply_hedge, is_people_excluded, trailing_hedge

STYLES = [
    Style(*parts)
    for parts in itertools.product(
        [False, True], [False, True], ["مئة", "مائة"], [False, True], [" و", " و "], [False, True]
    )
]
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
# Deterministic, spread over the whole range, and no multiple of each other.
SAMPLE = [(i * 7919 * 104729 + i**3) % 10**9 + 1 for i in range(1, 4000)]


def values(text: str) -> list[int | float]:
    return [number.value for number in find_numbers(text)]


def said(text: str) -> list[str]:
    return [text[number.start : number.end] for number in find_numbers(text)]


def bounds(text: str) -> list[tuple[int, int | None, str]]:
    return [(q.low, q.high, q.qualifier) for q in quantities.find(fold(text))]


def reasons(text: str) -> list[str | None]:
    folded = fold(text)
    return [is_people_excluded(folded, quantity) for quantity in quantities.find(folded)]


# One fold of a long text is quicker than ten thousand of short ones; a slash joins nothing.
def read_all(numbers: list[int], style: Style) -> list[int | float]:
    return values(" / ".join(spell(number, style) for number in numbers))


@pytest.mark.parametrize("style", STYLES[::5], ids=str)
def test_every_number_to_ten_thousand_reads_back(style: Style) -> None:
    """Each number to 10,000 is read from its words in every gender, case and spelling."""
    numbers = list(range(1, 10_001))
    assert read_all(numbers, style) == numbers


@pytest.mark.parametrize("style", STYLES[::9], ids=str)
def test_large_numbers_read_back(style: Style) -> None:
    """Numbers to 10^9, and their products to 10^15, are read from their words."""
    assert read_all(SAMPLE, style) == SAMPLE
    larger = [number * 999_983 % 10**15 + 1 for number in SAMPLE]
    assert read_all(larger, style) == larger


def test_an_independent_speller_agrees() -> None:
    """The words of num2words are read as their numbers, but for its 200 and 2000, which it leaves in the construct."""
    wrong = [n for n in range(10_001) if values(num2words(n, lang="ar")) != [n]]
    assert wrong == [200, 2000]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,234 و1.234 و١٬٢٣٤ و1.23", [1234, 1234, 1234, 1.23]),
        ("1,234,567 و1.234.567 و1,234.5 و1.234,5", [1234567, 1234567, 1234.5, 1234.5]),
        ("1.2 مليون و1,5 مليار و3.5 آلاف", [1_200_000, 1_500_000_000, 3500]),
        ("3 آلاف و12 ألفا و345 و200 ألف", [3000, 12345, 200000]),
        ("مئتا ألف قتيل وألف و200 جريح", [200000, 1200]),
        ("مليون ونصف المليون و3 ملايين ونصف", [1_500_000, 3_500_000]),
        ("نصف مليون نازح وربع مليون لاجئ", [500_000, 250_000]),
        ("ألفا قتيل", [2000]),
        ("بلغ عددهم ألفا وخمسمئة", [1500]),
        ("ألفي جندي ومليوني نازح", [2000, 2_000_000]),
        ("مائتا قتيل ومئتي جريح ومئتين", [200, 200, 200]),
        ("مئة وأحد عشر وألف وأحد وعشرون", [111, 1021]),
        ("قتل تلاتة وانجرح خمسطعش واحد وميتين", [3, 15, 1, 200]),
        ("الثلاثة والعشرون رجلا", [23]),
        ("بعشرين وللثلاثة وكالخمسة فعشرة", [20, 3, 5, 10]),
        ("12 (اثنا عشر)", [12, 12]),
        ("صفر إصابات", [0]),
        ("خمسة وستة", [5, 6]),
        ("قتل 20 و30", [20, 30]),
        ("12:30", [12, 30]),
        ("من 3-5", [3, 5]),
        ("ثلاث مئات", [300]),
        ("مئة ألف مليون", [10**11]),
        ("ثلاثة آلاف وخمسة آلاف", [3000, 5000]),
        ("18قتيلا", [18]),
        ("20،30 و1،234", [20, 30, 1234]),
        ("الـ 20 والـ30", [20, 30]),
        ("ألفين وأربعة وعشرين", [2024]),
        ("تسعة آلاف وتسعمئة", [9900]),
    ],
)
def test_forms(text: str, expected: list[int | float]) -> None:
    """Digits, words and their mixtures have the value that a reader gives them."""
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "الثاني والثالث والحادي عشر والخامس والعشرين",
        "القرن التاسع عشر",
        "يوم الاثنين",
        "بئر السبع",
        "الست أم كلثوم",
        "كمية من السلاح",
        "كميات كبيرة من السلاح",
        "لست مسؤولا",
        "عثر عليه ميتا في بيته",
        "تلت ذلك اشتباكات",
        "شارع الستين",
        "المئات وعشرات الآلاف والملايين",
        "إف16 وF16 وكوفيد-19 وAK-47",
        "192.168.1.1",
        "1.23.456,7",
        "123456789012345678901234567890",
        "أحد المارة وإحدى النساء",
        "ثمن الخبز",
        "نقطة الصفر",
        "12.5.2007",
    ],
)
def test_what_is_no_number_gives_nothing(text: str) -> None:
    """Ordinals, weekdays, names, models, vague counts and malformed digits are no numbers."""
    assert values(text) == []


def test_percent_words_are_no_hundred() -> None:
    """«في المئة» and «بالمئة» are a sign, not a number."""
    assert values("20 في المئة و30 بالمائة") == [20, 30]


def test_a_line_break_parts_numbers() -> None:
    """Lines of a list do not run together into one number."""
    assert values("شهداء: مئة\nوخمسون جريحا") == [100, 50]


def test_a_separated_line_is_no_thousand() -> None:
    """Digits after a blank are another number."""
    assert values("عام 2006 300 قتيل") == [2006, 300]


@pytest.mark.parametrize("text", ["وعشرون", "بـ20", "الـ20", "ف٣", "والثلاثة", "لخمسين"])
def test_spans_leave_clitics_out_and_keep_the_article(text: str) -> None:
    """The clitics و ف ب ل ك stay outside the span, the article inside."""
    [span] = said(text)
    assert text.endswith(span)
    assert span == text[text.index("ا") if text.startswith(("الـ", "وال")) else 1 :].lstrip("ـ")


def test_read_digits() -> None:
    """Separators in threes are thousands, one other mark is decimal, anything else is not understood."""
    assert [read_digits(d) for d in ("12", "0", "007", "1.000", "0.500", "12.34", "1.2.3", "1,2,3")] == [
        12, 0, 7, 1000, 0.5, 12.34, None, None,
    ]  # fmt: skip


@given(st.integers(0, 10**15 - 1))
def test_digits_of_three_scripts_agree(number: int) -> None:
    """The same digits in ASCII, Arabic-Indic and Persian have one value."""
    for text in (f"{number}", f"{number}".translate(ARABIC_INDIC), f"{number}".translate(PERSIAN)):
        assert values(f"قتل {text} شخصا") == [number]
        assert said(f"قتل {text} شخصا") == [text]


@given(st.integers(1, 10**15 - 1), st.sampled_from(STYLES))
def test_any_number_reads_back(number: int, style: Style) -> None:
    """Any number below 10^15 is read from its words, with a span that covers them all."""
    words = spell(number, style)
    text = f"قالوا {words}."
    assert values(text) == [number]
    assert said(text) == [words]


NUMERALS = [*(row.form for row in lexicon.load("numerals")), "12", "٣٤", "1.5", "2006"]
SOUP = st.lists(
    st.one_of(
        st.sampled_from(NUMERALS),
        st.sampled_from("و|نحو|من|إلى|بين|أو|على الأقل|-|/|%|(|)|.|,|\n|شخصا|عاما".split("|")),
    ),
    max_size=12,
)


@given(SOUP, st.sampled_from(["", " "]))
def test_spans_slice_and_ascend(parts: list[str], blank: str) -> None:
    """Whatever the words, spans lie inside the text, ascend, do not overlap, and hold neither blank at an edge."""
    text = blank.join(parts)
    last = 0
    for number in find_numbers(text):
        assert last <= number.start < number.end <= len(text)
        assert text[number.start : number.end].strip() == text[number.start : number.end]
        last = number.end


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهوي ءةى", max_size=40))
def test_unknown_words_are_never_zero(text: str) -> None:
    """Only «صفر» is 0 among words."""
    assert all(number.value != 0 or "صفر" in fold(text).text for number in find_numbers(text))


@given(SOUP)
def test_bounds_agree_with_their_qualifier(parts: list[str]) -> None:
    """low ≤ high, and a bound is open exactly where the qualifier says so."""
    text = " ".join(parts)
    folded = fold(text)
    for quantity in quantities.find(folded):
        assert quantity.start <= quantity.core_start < quantity.core_end <= quantity.end
        assert quantity.high is None or 0 <= quantity.low <= quantity.high
        assert (quantity.high is None) == (quantity.qualifier in ("at_least", "more_than", "unstated"))
        assert quantity.qualifier not in ("exact", "about") or quantity.low == quantity.high
        assert quantity.rows or quantity.form in ("number", "range", "dash")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20", (20, 20, "exact")),
        ("نحو 22", (22, 22, "about")),
        ("بنحو 22", (22, 22, "about")),
        ("زهاء المئة", (100, 100, "about")),
        ("قرابة ألفين", (2000, 2000, "about")),
        ("عشرون تقريبا", (20, 20, "about")),
        ("16 على الأقل", (16, None, "at_least")),
        ("ما لا يقل عن 16", (16, None, "at_least")),
        ("ما لا يقل عن نحو 16", (16, None, "at_least")),
        ("لا يقل عدد القتلى عن 16", (16, None, "at_least")),
        ("عشرة أو أكثر", (10, None, "at_least")),
        ("أكثر من 8000", (8001, None, "more_than")),
        ("ما يزيد على مئة ألف", (100_001, None, "more_than")),
        ("تجاوز عدد القتلى الثلاثين", (31, None, "more_than")),
        ("عشرون ونيف", (21, None, "more_than")),
        ("نيف وعشرون", (21, None, "more_than")),
        ("ما لا يزيد على 10", (0, 10, "at_most")),
        ("10 على الأكثر", (0, 10, "at_most")),
        ("لا يتجاوز عددهم العشرة", (0, 10, "at_most")),
        ("أقل من 10", (0, 9, "less_than")),
        ("بين 3 و5", (3, 5, "range")),
        ("ما بين ثلاثين وخمسة وثلاثين", (30, 35, "range")),
        ("بين نحو 20 و30", (20, 30, "range")),
        ("ما بين العشرين والثلاثين", (20, 30, "range")),
        ("بين مئة ومئة وخمسين", (100, 150, "range")),
        ("من 20 إلى 30", (20, 30, "range")),
        ("من 20 حتى 30", (20, 30, "range")),
        ("3 أو 4", (3, 4, "range")),
        ("ثلاثة إلى خمسة آلاف", (3000, 5000, "range")),
        ("20-30", (20, 30, "range")),
        ("العشرات", (20, 99, "vague")),
        ("المئات", (200, 999, "vague")),
        ("آلاف", (2000, 9999, "vague")),
        ("عشرات الآلاف", (20_000, 99_999, "vague")),
        ("مئات الآلاف", (200_000, 999_999, "vague")),
        ("ملايين", (2_000_000, 9_999_999, "vague")),
        ("بضعة", (3, 9, "vague")),
        ("بضعة عشر", (13, 19, "vague")),
        ("بضع وعشرون", (23, 29, "vague")),
        ("بضع عشرات", (20, 99, "vague")),
        ("عدة مئات", (200, 999, "vague")),
        ("نحو عشرات", (20, 99, "vague")),
        ("أكثر من مئات", (201, None, "more_than")),
        ("عدد من", (2, None, "unstated")),
        ("العديد من", (2, None, "unstated")),
        ("عدة", (2, None, "unstated")),
        ("12 (اثنا عشر)", (12, 12, "exact")),
    ],
)
def test_quantities_have_the_bounds_of_the_guidelines(text: str, expected: tuple[int, int | None, str]) -> None:
    """Hedges, ranges and vague counts give the bounds and qualifier of the table «Counts»."""
    assert bounds(f"قتل {text} هناك") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ارتفعت الحصيلة من 3 إلى 7", [3, 7]),
        ("رفعت الوزارة العدد من ثلاثة إلى سبعة", [3, 7]),
        ("قتل 7 إلى 3", [7, 3]),
        ("قتل 20، وأصيب 30", [20, 30]),
        ("12-5-2007", [12, 5, 2007]),
    ],
)
def test_what_is_no_range(text: str, expected: list[int]) -> None:
    """A revision, a falling pair, a list and a date are no ranges."""
    assert [low for low, _, _ in bounds(text)] == expected


def test_a_hedge_after_the_noun_is_told_to_the_caller() -> None:
    """«على الأقل» after the counted noun is found there and applied by the caller."""
    folded = fold("16 شخصا على الأقل")
    hedge = trailing_hedge(folded, folded.text.index(" على") if " على" in folded.text else folded.text.index(" علي"))
    assert hedge is not None
    assert folded.text[hedge.start : hedge.end] == "علي الاقل"
    assert apply_hedge(16, 16, "exact", hedge) == (16, None, "at_least")


def test_a_hedge_before_the_next_number_is_not_trailing() -> None:
    """«20، على الأقل 3 منهم»: the hedge belongs to the 3."""
    assert bounds("قتل 20، على الأقل 3 منهم") == [(20, 20, "exact"), (3, None, "at_least")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("زيد (40 عاما)", "age"),
        ("عمره 40 عاما", "age"),
        ("في الثلاثين من عمره", "age"),
        ("12 مايو", "date"),
        ("عام 2006", "date"),
        ("في 2006", "date"),
        ("12/5", "date"),
        ("منذ 20 يوما", "time"),
        ("الساعة 10", "time"),
        ("14:30", "time"),
        ("10 صباحا", "time"),
        ("200 دولار", "money"),
        ("$200", "money"),
        ("120 كلم", "distance"),
        ("3 أطنان", "weight"),
        ("20%", "percent"),
        ("20 في المئة", "percent"),
        ("اللواء 55", "ordinal"),
        ("عيار 23", "calibre"),
        ("صاروخ سام 7", "calibre"),
        ("3 سيارات", "unit"),
        ("14 عملية اغتيال", "unit"),
        ("ثلاث من القذائف", "unit"),
        ("صفحة 12", "page"),
        ("هاتف 555", "phone"),
        ("0599123456", "phone"),
        ("فاز 2-1", "score"),
        ("المادة 12", "article"),
        ("القرار 2254", "article"),
        ("20 شخصا", None),
        ("20 حالة وفاة", None),
        ("الوفيات: 36 حالة", None),
        ("9 حالات حرجة", None),
        ("9 حالات غش", "unit"),
        ("الساعات الأربع والعشرين الماضية", "time"),
        ("البيانات الستة", "unit"),
        ("الشهيد علي مرتضى (45)", "age"),
        ("القتلى (45)", None),
        ("نحو (45)", None),
        ("لم يبلغوا العشرين", "age"),
        ("معتقلة منذ عام وهي (19 عاما)", "age"),
        ("كان 9 مساء الاثنين", None),
        ("3 من القرية", None),
        ("2000 جندي", None),
        ("يوم 20 قتيلا", None),
        ("أصيب 60 بجروح", None),
        ("إصابة ستة بانفجار", None),
    ],
)
def test_reasons_why_a_number_counts_no_people(text: str, reason: str | None) -> None:
    """What stands around a number tells why it counts no people; a people noun after it settles that it does."""
    assert set(reasons(text)) == {reason}


def test_numbers_of_a_long_text() -> None:
    """A text of 100,000 words gives each of its numbers; its time is measured by `make bench`."""
    folded = fold("وقالت المصادر ان خمسة وعشرين شخصا قتلوا في هجوم على نقطة تفتيش قرب بلدة الشيخ زويد امس " * 6000)
    assert len(find(folded)) == 6000


@pytest.mark.parametrize(
    "text", ["و" * 20000, "1," * 20000, "مئة و" * 5000, "بين 1 و" * 5000, "نحو " * 10000, "(" * 20000 + "1"]
)
def test_hostile_runs_stay_in_bounds(text: str) -> None:
    """Long runs of one sign or word are read to their end, each quantity within the text and behind the last."""
    folded = fold(text)
    found = quantities.find(folded)
    assert all(0 <= q.start < q.end <= len(folded.text) for q in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize("name", ["numerals", "hedges", "units", "counts"])
def test_lexicon_rows_are_sound(name: str) -> None:
    """Each row of the lexicons of numbers has its own example that holds it, and a part that the code knows."""
    known = {
        "numerals": "unit decade teen ten hundred dual scale fraction vague unstated odd ordinal not name",
        "hedges": "before after open middle stop",
        "units": "after before month phrase case",
        "counts": "between label link after singular two one not",
    }
    assert {row.part for row in lexicon.load(name)} == set(known[name].split())


def test_every_numeral_row_is_found_in_its_example() -> None:
    """Each numeral row gives its value, or makes its part of it, in its own example."""
    for row in lexicon.load("numerals"):
        if row.part in ("unit", "teen", "ten", "decade", "hundred", "dual", "scale") and row.frame != "bound":
            refs = [ref for numeral in find(fold(row.example)) for ref in numeral.rows]
            assert row.ref in refs, row.ref
