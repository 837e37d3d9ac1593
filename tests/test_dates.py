"""The date language: written forms and what they mean, laws over all texts, and words that are no dates."""

from __future__ import annotations

import datetime
import time

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from hasila import dates
from hasila.calendar_names import vocabulary
from hasila.fold import fold

# A Thursday.
PUBLISHED = "2016-07-14"

# Form (within a phrase of its own) and the value of the one date in it.
VALUES = [
    ("قتل سبعة في 12 كانون الثاني 2016", "2016-01-12"),
    ("قتل سبعة في 12 كانون الثاني/يناير 2016", "2016-01-12"),
    ("قتل سبعة في 26 يوليو (تموز) 2014", "2014-07-26"),
    ("قتل سبعة في 26 يوليو (تموز)", "2015-07-26"),
    ("جرح اثنان في تموز (يوليو) الماضي", "2015-07"),
    ("جرح اثنان في منتصف يوليو (تموز) الحالي", "2016-07"),
    ("جرح اثنان في أيار الماضي", "2016-05"),
    ("عثر على جثة في 12 شباط", "2016-02-12"),
    ("عثر على جثة في 3 آب", "2015-08-03"),
    ("عثر على جثة في 14 تموز", "2016-07-14"),
    ("عثر على جثة في 15 تموز", "2016-07-15"),
    ("عثر على جثة في 20 تموز", "2015-07-20"),
    ("الثلاثاء 12 تموز 2016", "2016-07-12"),
    ("الثلاثاء، 12 تموز", "2016-07-12"),
    ("يوم الثلاثاء الموافق 12/7/2016", "2016-07-12"),
    ("الثلاثاء الماضي 12 تموز", "2016-07-12"),
    ("الثلاثاء (12 تموز)", "2016-07-12"),
    ("بتاريخ 12/5/2016", "2016-05-12"),
    ("بتاريخ ١٢/٥/٢٠١٦", "2016-05-12"),
    ("بتاريخ 2016-05-12", "2016-05-12"),
    ("بتاريخ 2016/5/12", "2016-05-12"),
    ("بتاريخ 12-5-2016", "2016-05-12"),
    ("بتاريخ 12.5.2016", "2016-05-12"),
    ("بتاريخ 12 / 5 / 2016م", "2016-05-12"),
    ("بتاريخ 5/13/2016", "2016-05-13"),
    ("بتاريخ 12/5/16", "2016-05-12"),
    ("بتاريخ 12/5", "2016-05-12"),
    ("يوم 6/3", "2016-03-06"),
    ("يوم الأحد 6/3", "2016-03-06"),
    ("12-تموز-2016", "2016-07-12"),
    ("17/أيار/2015", "2015-05-17"),
    ("أصيبت في الثالث عشر من يوليو", "2016-07-13"),
    ("أصيبت في الحادي والعشرين من أيار 2015", "2015-05-21"),
    ("أصيبت في العشرين من حزيران", "2016-06-20"),
    ("أصيبت في الثلاثين من آذار عام 2011", "2011-03-30"),
    ("أصيبت في الأول من نيسان", "2016-04-01"),
    ("أصيبت في أول مايو", "2016-05-01"),
    ("أصيبت في فاتح ماي", "2016-05-01"),
    ("أصيبت في الفاتح من سبتمبر 1969", "1969-09-01"),
    ("أصيبت في الرابع من الشهر", "2016-07-04"),
    ("أصيبت في العاشر من الشهر الجاري", "2016-07-10"),
    ("أصيبت في 28 من الشهر", "2016-06-28"),
    ("أصيبت في 21 من الشهر الماضي", "2016-06-21"),
    ("أصيبت في 12 الجاري", "2016-07-12"),
    ("أصيبت يوم 3 من هذا الشهر", "2016-07-03"),
    ("أصيبت يوم 3 من شهر أيلول", "2015-09-03"),
    ("قتل الخميس في درعا", "2016-07-14"),
    ("قتل الجمعة في درعا", "2016-07-08"),
    ("قتل يوم الأربعاء في درعا", "2016-07-13"),
    ("قتل الاربعا في درعا", "2016-07-13"),
    ("قتل الإثنين في درعا", "2016-07-11"),
    ("قتل الاثنين في درعا", "2016-07-11"),
    ("قتل الأحد في درعا", "2016-07-10"),
    ("قتل مساء السبت في درعا", "2016-07-09"),
    ("قتل صباح يوم الثلاثاء في درعا", "2016-07-12"),
    ("قتل بعد ظهر الثلاثاء في درعا", "2016-07-12"),
    ("قتل الثلاثاء صباحا في درعا", "2016-07-12"),
    ("قتل الخميس الماضي في درعا", "2016-07-07"),
    ("قتل الأحد الماضي في درعا", "2016-07-10"),
    ("قتل الجمعة قبل الماضية في درعا", "2016-07-01"),
    ("يشيع الجمعة المقبل في درعا", "2016-07-15"),
    ("يشيع الجمعة القادمة في درعا", "2016-07-15"),
    ("يشيع الخميس المقبل في درعا", "2016-07-21"),
    ("قتل الثلاثاء من الأسبوع الماضي", "2016-07-05"),
    ("قتل ليل السبت/الأحد", "2016-07-09/2016-07-10"),
    ("قتل ليل السبت - الأحد", "2016-07-09/2016-07-10"),
    ("قتل ليل السبت الأحد", "2016-07-09/2016-07-10"),
    ("قتل تسعة يومي السبت والأحد", "2016-07-09/2016-07-10"),
    ("قتل تسعة يومي السبت والأحد الماضيين", "2016-07-09/2016-07-10"),
    ("قتل تسعة أيام الجمعة والسبت والأحد", "2016-07-08/2016-07-10"),
    ("قتل تسعة بين الجمعة والأحد", "2016-07-08/2016-07-10"),
    ("قتل تسعة من السبت حتى الاثنين", "2016-07-09/2016-07-11"),
    ("أعلن أمس مقتله", "2016-07-13"),
    ("أعلن امس مقتله", "2016-07-13"),
    ("أعلن بالأمس مقتله", "2016-07-13"),
    ("وأمس أعلن مقتله", "2016-07-13"),
    ("أعلن يوم أمس مقتله", "2016-07-13"),
    ("أعلن يوم أمس الأربعاء مقتله", "2016-07-13"),
    ("أعلن أمس (الأربعاء) مقتله", "2016-07-13"),
    ("أعلن ليل أمس مقتله", "2016-07-13"),
    ("أعلن مساء أمس الأربعاء مقتله", "2016-07-13"),
    ("أعلن أمس الثلاثاء مقتله", "2016-07-12"),
    ("أعلن البارحة مقتله", "2016-07-13"),
    ("قتل امبارح", "2016-07-13"),
    ("أعلن اليوم مقتله", "2016-07-14"),
    ("أعلن هذا اليوم مقتله", "2016-07-14"),
    ("أعلن فجر اليوم مقتله", "2016-07-14"),
    ("أعلن صباح اليوم الخميس مقتله", "2016-07-14"),
    ("حصيلة ليوم الأربعاء", "2016-07-13"),
    ("أعلن هذا الصباح مقتله", "2016-07-14"),
    ("أعلن الليلة الماضية مقتله", "2016-07-13"),
    ("قصف الحي الليلة", "2016-07-14"),
    ("أعلن أول من أمس مقتله", "2016-07-12"),
    ("أعلن أول أمس مقتله", "2016-07-12"),
    ("أعلن أمس الأول مقتله", "2016-07-12"),
    ("يشيع غدا في بلدته", "2016-07-15"),
    ("يشيع يوم غد الجمعة", "2016-07-15"),
    ("يشيع بعد غد في بلدته", "2016-07-16"),
    ("اختفى قبل يومين", "2016-07-12"),
    ("اختفى قبل ثلاثة أيام", "2016-07-11"),
    ("اختفى قبل خمسة عشر يوما", "2016-06-29"),
    ("اختفى قبل اثنين وعشرين يوما", "2016-06-22"),
    ("اختفى قبل 40 يوما", "2016-06-04"),
    ("اختفى منذ يومين", "2016-07-12"),
    ("اختفى قبل نحو أسبوعين", "2016-06-30"),
    ("اختفى قبل أسبوع", "2016-07-07"),
    ("اختفى قبل سبعة أسابيع", "2016-05-26"),
    ("اختفى قبل شهر", "2016-06"),
    ("اختفى قبل شهرين من منزله", "2016-05"),
    ("اختفى قبل ثلاثة أشهر", "2016-04"),
    ("اختفى قبل عام", "2015"),
    ("اختفى قبل عام واحد", "2015"),
    ("اختفى قبل عامين", "2014"),
    ("اختفى قبل عشرين عاما", "1996"),
    ("اختفى قبل عام ونصف", "2015-01"),
    ("اختفى قبل ثلاث ساعات", "2016-07-14"),
    ("اختفى قبل 24 ساعة", "2016-07-13"),
    ("وقع الهجوم الأسبوع الماضي", "2016-07-04/2016-07-10"),
    ("وقع الهجوم الأسبوع قبل الماضي", "2016-06-27/2016-07-03"),
    ("وقع الهجوم هذا الأسبوع", "2016-07-11/2016-07-17"),
    ("يجري التسليم الأسبوع المقبل", "2016-07-18/2016-07-24"),
    ("وقع الهجوم الشهر الماضي", "2016-06"),
    ("وقع الهجوم هذا الشهر", "2016-07"),
    ("وقع الهجوم العام الماضي", "2015"),
    ("وقع الهجوم في العام الجاري", "2016"),
    ("وقع الهجوم هذا العام", "2016"),
    ("وقع الهجوم السنة الماضية", "2015"),
    ("وقع الهجوم عام 2006", "2006"),
    ("وقع الهجوم سنة 2006", "2006"),
    ("وقع الهجوم في 2006", "2006"),
    ("وقع الهجوم في العام 2003", "2003"),
    ("اغتيل بوضياف (1992) في عنابة", "1992"),
    ("وقع الهجوم في نهاية آب الماضي", "2015-08"),
    ("وقع الهجوم أواخر شباط 2015", "2015-02"),
    ("وقع الهجوم مطلع 2008", "2008"),
    ("وقع الهجوم في صيف 2014", "2014"),
    ("وقع الهجوم الصيف الماضي", "2015"),
    ("وقع الهجوم في مارس الماضي", "2016-03"),
    ("وقع الهجوم في شهر مارس", "2016-03"),
    ("وقع الهجوم في أيار من العام الماضي", "2015-05"),
    ("وقع الهجوم في نيسان من هذا العام", "2016-04"),
    ("وقعا في تموز وآب 2014", "2014-07/2014-08"),
    ("قتل مئة من 1 إلى 5 آذار", "2016-03-01/2016-03-05"),
    ("قتل مئة بين 3 و7 مايو", "2016-05-03/2016-05-07"),
    ("قتل مئة بين 28 نيسان و3 أيار 2015", "2015-04-28/2015-05-03"),
    ("قتل مئة بين 28 كانون الأول و3 كانون الثاني 2015", "2014-12-28/2015-01-03"),
    ("قتل مئة (20-26 أبريل 2015)", "2015-04-20/2015-04-26"),
    ("قتل مئة في 3 و4 تموز", "2016-07-03/2016-07-04"),
    ("قتل مئة من 1/5/2016 وحتى 7/5/2016", "2016-05-01/2016-05-07"),
    ("قتل مئة بين عامي 2011 و2013", "2011/2013"),
    ("قتل مئة من 2011 إلى 2015", "2011/2015"),
    ("قتلوا في هجمات 11 سبتمبر", "2001-09-11"),
    ("سجن بعد أحداث الحادي عشر من أيلول", "2001-09-11"),
    ("في مثل هذا اليوم من عام 2004", "2004-07-14"),
    ("في مثل هذا اليوم قبل ثلاثة أعوام", "2013-07-14"),
    ("قتل في 12 رمضان 1437", "2016-06-17"),
    ("قتل في رمضان 1437", "2016-06-06/2016-07-05"),
    ("قتل في الثالث من ذي الحجة 1436 هـ", "2015-09-16"),
    ("قتل في 12 رمضان 1437 الموافق 17 حزيران 2016", "2016-06-17"),
    ("قتل في رمضان 2016", "2016-06-06/2016-07-05"),
    ("قتل في ثاني أيام عيد الفطر", "2016-07-07"),
    ("قتل في أول أيام عيد الأضحى 2015", "2015-09-23"),
    ("قتل مئة بين الثالث والسابع من أيار", "2016-05-03/2016-05-07"),
    ("قتل مئة من الأول حتى العاشر من حزيران", "2016-06-01/2016-06-10"),
    ("قتل في ليلة 12/13 تموز", "2016-07-12/2016-07-13"),
    ("#مجزرة_الجمعة_8_تموز", "2016-07-08"),
    ("الأربعاء 13.07.2016", "2016-07-13"),
    ("يوم الاثنين الواقع فيه 11/7/2016", "2016-07-11"),
    ("قتل مئة (20-26 تموز/يوليو)", "2015-07-20/2015-07-26"),
    ("قتل في النصف الأول من 2016", "2016"),
    ("قتل في 5 جويلية 2014", "2014-07-05"),
    ("قتل في 20 أوت 2014", "2014-08-20"),
    ("قتل في 9 غشت 2014", "2014-08-09"),
    ("قتل في 9 شتنبر 2014", "2014-09-09"),
    ("قتل في 16 مايس 2014", "2014-05-16"),
    ("قتل في 1 فبراير/النوار 1995", "1995-02-01"),
]

# Form, and the stretch that its words cover.
PERIODS = [
    ("قتل ستون خلال 24 ساعة الماضية", "2016-07-13/2016-07-14"),
    ("قتل ستون خلال الـ24 ساعة الماضية", "2016-07-13/2016-07-14"),
    ("قتل ستون خلال الساعات الـ24 الماضية", "2016-07-13/2016-07-14"),
    ("قتل ستون خلال الساعات الأربع والعشرين الماضية", "2016-07-13/2016-07-14"),
    ("قتل ستون في آخر 48 ساعة", "2016-07-12/2016-07-14"),
    ("قتل ستون خلال 24 ساعة", "2016-07-13/2016-07-14"),
    ("قتل ستون خلال الأيام الأربعة الماضية", "2016-07-10/2016-07-13"),
    ("قتل ستون في اليومين الماضيين", "2016-07-12/2016-07-13"),
    ("قتل ستون منذ 7 حزيران", "2016-06-07/2016-07-14"),
    ("قتل ستون منذ السابع من حزيران 2014", "2014-06-07/2016-07-14"),
    ("قتل ستون منذ بداية العام", "2016-01-01/2016-07-14"),
    ("قتل ستون منذ مطلع العام الجاري", "2016-01-01/2016-07-14"),
    ("قتل ستون من بداية الشهر", "2016-07-01/2016-07-14"),
    ("قتل ستون منذ منتصف الليل", "2016-07-14/2016-07-14"),
    ("قتل ستون منذ ساعات الصباح", "2016-07-14/2016-07-14"),
    ("قتل ستون خلال الـ 24 ساعة الماضية", "2016-07-13/2016-07-14"),
    ("قتل ستون منذ الجمعة", "2016-07-08/2016-07-14"),
    ("قتل ستون منذ عام 2011", "2011-01-01/2016-07-14"),
    ("قتل ستون منذ يناير 2015", "2015-01-01/2016-07-14"),
    ("قتل ستون منذ نهاية أيار", "2016-05/2016-07"),
    ("قتل ستون منذ بدء الحملة في 9 شباط", "2016-02-09/2016-07-14"),
    ("قتل ستون منذ هجوم السابع من حزيران", "2016-06-07/2016-07-14"),
    ("قتل ستون منذ الجمعة وحتى الأحد", "2016-07-08/2016-07-10"),
    ("قتل ستون خلال الأسبوع الماضي", "2016-07-04/2016-07-10"),
    ("قتل ستون خلال شهر نيسان", "2016-04-01/2016-04-30"),
    ("قتل ستون في شباط 2016", "2016-02-01/2016-02-29"),
    ("قتل ستون في الشهر الماضي", "2016-06-01/2016-06-30"),
    ("قتل ستون هذا الشهر", "2016-07-01/2016-07-14"),
    ("قتل ستون هذا العام", "2016-01-01/2016-07-14"),
    ("قتل ستون العام الماضي", "2015-01-01/2015-12-31"),
    ("قتل ستون بين عامي 2011 و2013", "2011-01-01/2013-12-31"),
    ("قتل ستون خلال الأشهر الثلاثة الماضية", "2016-04/2016-07"),
    ("قتل ستون من أول رمضان لليوم", "2016-06-06/2016-07-14"),
    ("قتل ستون خلال الأسبوع الممتد من 4 إلى 10 تموز", "2016-07-04/2016-07-10"),
]

KINDS = [
    ("منذ 7 حزيران", "since"),
    ("منذ بدء الحرب", "since"),
    ("خلال نيسان", "during"),
    ("خلال 24 ساعة", "during"),
    ("من 1 إلى 5 آذار", "span"),
    ("الأسبوع الماضي", "span"),
    ("منذ يومين", "point"),
    ("في 5 آذار", "point"),
]

UNRESOLVED = ["قبل أيام", "منذ سنوات", "منذ بدء الحرب", "قبل يومين من الانتخابات", "خلال الأيام القليلة الماضية"]

# Texts without a date.
NO_DATES = [
    "فازوا 3 صفر أمام الضيوف",
    "مارس الضباط ضغوطا على الشهود",
    "هو أب لثلاثة أطفال",
    "طرقوا باب المنزل",
    "قتل أحد عشر شخصا وأصيب أحد الحراس",
    "الطفل شعبان محمد (12 عاما)",
    "رمضان علي، 34 عاما، من سكان الحي",
    "رجب طيب أردوغان",
    "تيريزا ماي في لندن",
    "وقع عند الساعة 8:30",
    "أطلقت 20 إلى 30 قذيفة",
    "قتل 2010 أشخاص",
    "في سوق الجمعة بطرابلس",
    "كتيبة 17 فبراير",
    "نواب «14 آذار» والحكومة",
    "الأمين العام السابق للحزب",
    "في 2010 شخصا",
    "خطيب الجمعة",
    "ميدان 25 يناير",
    "20 قتيلا في اليوم",
    "لليوم الثالث على التوالي",
    "في اليوم العالمي للأسرى",
    "مدير عام المستشفى والأمين العام",
    "يوم طويل وشهر صعب",
    "ما زال محرم الدخول",
    "سبت الحي ومسؤولوه",
    "قال المصدر إن 3-5 أشخاص قتلوا",
    "بطول 12.5 متر",
    "الإصدار 1.2.3",
]


def values(text: str, published: str | None = PUBLISHED) -> list[str | None]:
    return [mention.value for mention in dates.find_dates(text, published)]


def found(text: str, published: str | None = PUBLISHED) -> list[dates.FoldedDate]:
    return dates.find(fold(text), dates.day_of(published))


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_a_written_form_has_its_value(text: str, value: str) -> None:
    """Each written form, told on 14 July 2016, means the date beside it and no other."""
    assert set(values(text)) == {value}


@pytest.mark.parametrize(("text", "period"), PERIODS)
def test_words_that_cover_a_stretch_give_its_ends(text: str, period: str) -> None:
    """A phrase that covers more than a day tells the first and the last of its days."""
    assert period in {date.period for date in found(text)}


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_a_phrase_is_a_point_a_span_a_since_or_a_during(text: str, kind: str) -> None:
    """The preposition decides what kind of date it is."""
    assert [date.kind for date in found(text)] == [kind]


@pytest.mark.parametrize("text", UNRESOLVED)
def test_what_cannot_be_resolved_is_found_without_a_value(text: str) -> None:
    """A date that the words leave open is a mention with the value None."""
    assert values(text) == [None]


@pytest.mark.parametrize("text", NO_DATES)
def test_everyday_words_are_no_dates(text: str) -> None:
    """Names, verbs, scores, times and counts that look like dates are not found."""
    assert values(text) == []


def test_relative_words_need_a_day_of_publication() -> None:
    """Without a day of publication, relative words have no value and absolute dates keep theirs."""
    assert values("قتل أمس، وكان أصيب في 3 أيار 2014 ثم في 5 حزيران", None) == [None, "2014-05-03", None]


@pytest.mark.parametrize("published", ["2016-07-14T23:30:00+03:00", "2016-07-14T00:10:00Z", "2016-07-14"])
def test_a_time_of_publication_counts_by_its_date(published: str) -> None:
    """Publication may be told with time and offset: its date, as written, is what counts."""
    assert values("قتل أمس", published) == ["2016-07-13"]


@pytest.mark.parametrize("published", ["", "2016-13-40", "yesterday"])
def test_a_publication_that_is_no_date_is_none(published: str) -> None:
    """What is no ISO date is treated as not told."""
    assert dates.day_of(published) is None


def test_the_same_month_and_the_day_after_lean_on_the_date_before() -> None:
    """«ذلك العام», «اليوم التالي», «قبل ذلك بيومين» and «12 منه» take up the date told last."""
    text = "فرضت عقوبات عام 2005 بعد مقتل متظاهرين في مايو من ذلك العام"
    assert values(text) == ["2005", "2005-05"]
    assert values("قصف في 3 أيار 2014 وتوفي في اليوم التالي") == ["2014-05-03", "2014-05-04"]
    assert values("قصف في 3 أيار 2014 وكان قصف قبل ذلك بيومين") == ["2014-05-03", "2014-05-01"]
    assert values("قتل أمس ثلاثة، بعد يومين من هجوم أوقع ستة") == ["2016-07-13", "2016-07-11"]
    assert values("قصف في 3 أيار 2014 ثم في 12 منه") == ["2014-05-03", "2014-05-12"]


def test_the_week_before_is_the_week_before_the_one_told() -> None:
    """«الأسبوع السابق» is the week before the stretch told last, the week before publication where none is told."""
    assert values("(20-26 أبريل 2015) و31 في الأسبوع السابق")[1] == "2015-04-13/2015-04-19"
    assert values("31 في الأسبوع السابق") == ["2016-07-04/2016-07-10"]


def test_no_date_runs_over_a_line_break() -> None:
    """A number that ends a line is not the day of a month that starts the next one."""
    assert values("أسماء الشهداء 12\n\nتموز شهر دام") == ["2016-07"]


def test_a_dateline_is_the_first_full_date_of_the_opening() -> None:
    """The bulletin's own date is found where publication is not told; a list of months is none."""
    text = "النشرة اليومية، السبت 2 تشرين الثاني 2024\nقتل أمس ثلاثة"
    assert dates.dateline(fold(text)) == datetime.date(2024, 11, 2)
    assert dates.dateline(fold("قتل أمس ثلاثة")) is None


def test_what_governs_a_date_is_told() -> None:
    """`cue` tells until, before, after and in apart."""
    cues = [found(f"{word} 5 أيار")[0].cue for word in ("حتى", "قبل", "بعد", "في", "يوم")]
    assert cues == ["until", "before", "after", "in", ""]


def test_a_span_leaves_out_clitics_and_prepositions_of_place() -> None:
    """The mention starts at its own first letter, not at «و», «ب» or «في»."""
    for text, words in [("وأمس قتل", "أمس"), ("ففي 12 أيار قتل", "12 أيار"), ("بيوم الجمعة", "يوم الجمعة")]:
        mention = dates.find_dates(text, PUBLISHED)[0]
        assert text[mention.start : mention.end] == words


def test_find_keeps_to_its_stretch() -> None:
    """`find` on a stretch sees no word beyond it."""
    folded = fold("قتل في 12 أيار 2014")
    cut = folded.text.index(" 2014")
    assert [d.value for d in dates.find(folded, dates.day_of(PUBLISHED), 0, cut)] == ["2016-05-12"]


def test_hijri_days_are_those_of_umm_al_qura() -> None:
    """A Hijri year outside the tables gives no value rather than a guess."""
    assert values("في 12 رمضان 1437 هـ") == ["2016-06-17"]
    assert values("في 12 رمضان 1320 هـ") == [None]


DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2035, 12, 31))
FAMILIES = ["ar_SY", "ar_EG", "ar_DZ", "ar_MA", "ar_MR"]
ORDINALS = (
    "الأول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر".split()
    + [f"{unit} عشر" for unit in "الحادي الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع".split()]
    + ["العشرين"]
    + [f"{unit} والعشرين" for unit in "الحادي الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع".split()]
    + ["الثلاثين", "الحادي والثلاثين"]
)
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def month_name(day: datetime.date, family: str) -> str:
    return str(Locale.parse(family).months["format"]["wide"][day.month])


@given(DAYS, st.sampled_from(FAMILIES), st.none() | DAYS)
def test_every_day_comes_back_from_its_written_forms(
    day: datetime.date, family: str, published: datetime.date | None
) -> None:
    """A full date, written in words or digits in any family of months, means that day whenever it was published."""
    name, weekday = month_name(day, family), Locale.parse("ar").days["format"]["wide"][day.weekday()]
    forms = [
        f"{day.day} {name} {day.year}",
        f"{day.day} {name}، {day.year}".translate(EASTERN),
        f"يوم {weekday} {day.day} {name} {day.year}",
        f"{ORDINALS[day.day - 1]} من {name} عام {day.year}",
        f"{day.day} {name} ({month_name(day, 'ar_SY')}) {day.year}",
        f"{day.day} {month_name(day, 'ar_SY')}/{name} {day.year}م",
        f"{day.day}/{day.month}/{day.year}",
        f"{day.year}-{day.month:02}-{day.day:02}",
        f"{day.day}.{day.month:02}.{day.year}".translate(EASTERN),
    ]
    told = published.isoformat() if published else None
    for form in forms:
        assert values(f"قتل ثلاثة في {form} قرب البلدة", told) == [day.isoformat()], form


@given(DAYS, st.integers(0, 340), st.sampled_from(FAMILIES))
def test_a_day_without_a_year_is_the_nearest_past(published: datetime.date, ago: int, family: str) -> None:
    """A day and a month without a year mean the nearest such day that is not after publication."""
    day = published - datetime.timedelta(days=ago)
    if (day.month, day.day) != (2, 29):
        assert values(f"في {day.day} {month_name(day, family)}", published.isoformat()) == [day.isoformat()]


@given(DAYS, st.integers(0, 6))
def test_a_bare_weekday_is_the_last_one(published: datetime.date, ago: int) -> None:
    """A weekday alone is the latest one on or before publication; with «الماضي» it is before it."""
    day = published - datetime.timedelta(days=ago)
    weekday = Locale.parse("ar").days["format"]["wide"][day.weekday()]
    assert values(f"قتل {weekday} اثنان", published.isoformat()) == [day.isoformat()]
    before = day if ago else day - datetime.timedelta(days=7)
    assert values(f"قتل {weekday} الماضي اثنان", published.isoformat()) == [before.isoformat()]


SIGNS = ["12", "5", "2016", "1437", "31/2/2016", "/", "-", "(", ")", "،", ".", "\n\n", "قتل"]
WORDS = st.sampled_from([*sorted(vocabulary()), *SIGNS])


@given(st.lists(WORDS, max_size=25).map(" ".join), st.none() | st.dates())
def test_any_words_of_the_date_language_are_read_without_fault(text: str, published: datetime.date | None) -> None:
    """Any sequence of calendar words is read; mentions are slices in order, none overlapping, with values in form."""
    at = 0
    for mention in dates.find_dates(text, published.isoformat() if published else None):
        assert at <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip() == text[mention.start : mention.end]
        at = mention.end
        if mention.value is not None and "/" in mention.value:
            low, high = mention.value.split("/")
            assert len(low) == len(high)
            assert low <= high


@given(st.text(max_size=60), st.text(max_size=12))
def test_any_text_is_read_without_fault(text: str, published: str) -> None:
    """No text and no publication makes `find_dates` raise, and the same text gives the same mentions."""
    assert dates.find_dates(text, published) == dates.find_dates(text, published)


REPEATED = ["صباح ", "و3 ", "ثلاثة ", "السبت، ", "منذ ", "12/", "بداية ", "12 تموز إلى ", "من بدء ", "اليوم "]


@pytest.mark.parametrize("word", REPEATED)
def test_time_is_linear_in_repeated_words(word: str) -> None:
    """Five thousand words that each could start a date take no longer than a moment."""
    started = time.perf_counter()
    dates.find_dates(word * 5000, PUBLISHED)
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("خلال النصف الأول من شهر تشرين الأول 2023", "2023-10-01/2023-10-15"),
        ("في النصف الثاني من شباط 2020", "2020-02-16/2020-02-29"),
        ("في الأول من أيار 2020", "2020-05-01"),
    ],
)
def test_half_of_a_month(text: str, value: str) -> None:
    """The first half of a month is no first day of it."""
    assert [m.value for m in dates.find_dates(text, None)] == [value]
