"""Where, when, with what, by whom and on whose word: fields of claims in sentences written for this test."""

from __future__ import annotations

import pytest

from hasila.extract import read_claims
from hasila.model import Claim, Document


def _claims(text: str, published: str) -> tuple[Claim, ...]:
    return read_claims(Document("t", text, published, None))


def _first(text: str, published: str = "2022-03-10") -> Claim:
    return _claims(text, published)[0]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("قتل خمسة مدنيين في قصف مدفعي لقوات النظام على أريحا.", "قوات النظام"),
        ("قتل ثلاثة في غارة إسرائيلية على منزل في بلدة عيترون.", "إسرائيلية"),
        ("مقتل 9 أشخاص من جراء قصف شنته قوات الدعم السريع على حي القبة.", "قوات الدعم السريع"),
        ("أعلنت كتائب القسام قتل ثلاثة جنود في كمين شرق خان يونس.", "كتائب القسام"),
        ("قال الجيش الإسرائيلي إن الغارة قتلت أربعة من عناصر الحزب.", "الجيش الإسرائيلي"),
        ("كانت شرطة المدينة فرقت مسيرة وقامت باعتقال عشرين محتجا.", "شرطة المدينة"),
        ("نجح الجيش في قتل ستة مسلحين.", "الجيش"),
        ("هددت الجماعة بقتل الرهينتين.", "الجماعة"),
        ("اتهمت المعارضة الأمن باعتقال ستة من أنصارها.", "الأمن"),
        ("تتهم السلطات الإثيوبية جبهة تحرير تيغراي بقتل 120 مدنيا.", "جبهة تحرير تيغراي"),
        ("مقتل ثلاثة مدنيين على يد فصيل الوادي في تل أبيض.", "فصيل الوادي"),
        ("ارتقى شهيدان في استهداف الاحتلال مجموعة من المواطنين قرب المفرق.", "الاحتلال"),
        ("قتل أربعة أشخاص في هجوم حماس على الموقع.", "حماس"),
        ("أدى انفجار قنبلة يدوية ألقاها مجهولون على مقهى إلى جرح خمسة أشخاص.", "مجهولون"),
        ("قتل 7 أشخاص في تفجير شاحنة مفخخة قادها انتحاري.", "انتحاري"),
        ("الاحتلال يعتقل 33 مواطنا في الخليل.", "الاحتلال"),
        ("تعتقل السلطات التونسية منذ فبراير نحو 20 معارضا.", "السلطات التونسية"),
        ("أعلنت الشرطة أن ثلاثة ماتوا تحت التعذيب في سجون النظام.", "النظام"),
        ("قالت مصادر إن رجال قبائل أفرجوا عن مهندسين.", "رجال قبائل"),
        ("قال مصدر إن مسلحين نصبوا كمينا لدورية فقتلوا خمسة جنود.", "مسلحين"),
        ("عسكريون خطفهم مقاتلو الجبهة.", "مقاتلو الجبهة"),
        ("قتل تسعة مدنيين في قصف نسب إلى الحوثيين على السوق.", "الحوثيين"),
        ("أعلن حزب العمال الكردستاني مسؤوليته عن قتل ثلاثة شرطيين.", "حزب العمال الكردستاني"),
        ("أعلنت مجموعة تسمي نفسها ألوية النصر مسؤوليتها عن خطف ثلاثة مهندسين.", "مجموعة تسمي نفسها ألوية النصر"),
        ("أصيب ستة ضباط خلال اشتباكات مع المتظاهرين قرب الجامعة.", "المتظاهرين"),
        ("وقعت المواجهات عقب هجوم نفذه مجهولون وقتل فيه أحد الحراس.", "مجهولون"),
        ("تحدثت أسرة الشاب الفرنسي الذي قتل خمسة جنود في المعسكر.", "الشاب الفرنسي"),
        ("قالت الشرطة إنها ألقت القبض على السائق الذي أوصل الانتحاري.", "الشرطة"),
        ("تمكنت شعبة البحث الجنائي من القبض على ثلاثة.", "شعبة البحث الجنائي"),
        ("أصيب مواطن جراء مقذوفات حوثية.", "حوثية"),
        ("لقي سبعة حتفهم في تفجيرات كانت خلفها جماعات محلية.", "جماعات محلية"),
    ],
)
def test_who_did_it(text: str, who: str) -> None:
    """The subject, the owner of the means, the doer of an act told as a noun, or the speaker of their own act."""
    assert _first(text).perpetrator == who


@pytest.mark.parametrize(
    "text",
    [
        "أعلنت الشرطة مقتل شخصين في انفجار عبوة.",
        "أعلن الجيش اللبناني استشهاد عسكريين اثنين في انفجار لغم.",
        "قتل تسعة في ضربة شنتها طائرة مسيّرة على السوق.",
        "قتل عشرة في هجوم انتحاري على معسكر.",
        "قالت قيادة الجيش إن ثلاثة من جنودها أسروا.",
        "قتل ثلاثة في قصف أهداف تابعة للحركة.",
        "قتل آنذاك خمسة جنود.",
        "أصيب اثنان في حريق تم إخماده من قبل فرق الدفاع المدني.",
        "أودت صاعقة بحياة سبعة من أسرة واحدة.",
        "فككت الشرطة خلية إرهابية بعد هجوم قتل فيه عشرة.",
        "أدان التفجير الذي استهدف مسجد قوات الطوارئ وأودى بحياة ستة.",
        "ازدادت الهجمات التي تستهدف الجيش المصري وأدت إلى مقتل 30 جنديا.",
    ],
)
def test_nobody_told(text: str) -> None:
    """Who only speaks of it, an unnamed drone and «انتحاري» as an adjective name no perpetrator."""
    assert _first(text).perpetrator is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("قتل 58 مدنيا في عموم سوريا خلال أسبوع.", "سوريا"),
        ("قنابل أوقعت جرحى في بعض شوارع بيروت.", "بيروت"),
        ("أصيب 12 شخصا في اشتباكات شهدتها كركوك.", "كركوك"),
        ("وصل إلى مستشفيات قطاع غزة 64 شهيدا.", "قطاع غزة"),
        ("الجيش يعتقل 33 مواطنا من الضفة الغربية.", "الضفة الغربية"),
        ("انفجرت قنبلة في فندق الواحة، لكنها لم تصب أحدا.", "فندق الواحة"),
        ("قتل أربعة في درعا، وثلاثة في دير الزور.", "درعا"),
        ("قتل لغم أربعة رجال عائدين إلى قرية البويضة.", "قرية البويضة"),
        ("قتل ستة أشخاص في أعمال عنف متفرقة بينها هجوم في الموصل.", None),
        ("خطف مسلحون مهندسا في شمال البلاد.", None),
        ("نقل الجريح إلى مستشفى السلام وتوفي ثلاثة آخرون.", None),
    ],
)
def test_where(text: str, place: str | None) -> None:
    """The named place of the act; not where one of many acts was, where the hurt were taken, or a nameless land."""
    assert _first(text).place == place


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("أحصى المركز خلال الأسبوع الماضي مقتل 22 شخصا.", "2022-02-28/2022-03-06"),
        ("تُشيَّع ظهر غد في البلدة جثامين ستة من أبنائها.", None),
        ("إذا لم يصل الوقود خلال يومين فسيموت سبعة مرضى.", None),
        ("منذ مطلع العام: 210 قتلى، مقابل 300 قتيل في العام الماضي.", "2022-01-01/2022-03-10"),
        ("جاء في بيان أول من أمس أن غارة أدت إلى مقتل 18 شخصا.", None),
        ("21 أيار 2005: اغتيال النائب سالم حداد في اعتداء بسيارة مفخخة.", "2005-05-21"),
    ],
)
def test_when(text: str, date: str | None) -> None:
    """The day of the deed or the span of the figure; not that of a burial, of a word, of another figure."""
    assert _first(text).date == date


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("قتل ثلاثة أشخاص، وفق ما أفاد به الدفاع المدني.", "الدفاع المدني"),
        ("بحسب بيان لقيادة العمليات قتل خمسة مسلحين.", "قيادة العمليات"),
        ("قال العقيد سالم إن عبوة قتلت جنديين، حسبما أفادت وكالة رويترز.", "العقيد سالم"),
        ("تتحدث صفحات محلية عن مقتل 14 شخصا.", "صفحات محلية"),
        ("نُسب إلى مصدر أمني أن مسلحين خطفوا ستة عمال.", "مصدر أمني"),
        ("مصدر طبي قال لقناتنا إن 12 شخصا قتلوا.", "مصدر طبي"),
        ("لم تؤكد الحركة مقتل قائدها.", None),
        ("كشفت الشرطة أن التحقيق في قضية خطف الطبيب سالم حداد مستمر.", None),
        ("قتل 50 شخصا في الانفجار وفق حصيلة أولية أعلنتها وزارة الصحة.", "وزارة الصحة"),
        ("أصيب 12 عاملا في الحريق بحسب بيان أصدره الدفاع المدني.", "الدفاع المدني"),
        ("أكدت الوزارة الخبر وقالت إن أربعة أشخاص قتلوا.", "الوزارة"),
    ],
)
def test_whose_word(text: str, source: str | None) -> None:
    """The speaker nearest to the event: past the paper and the medium; no one where nothing is said."""
    assert _first(text).source == source


_REPORT = """غارة على سوق في الحديدة

الحديدة - خاص: قال مصدر طبي إن ثمانية أشخاص قتلوا السبت في غارة على سوق بلدة الدريهمي.

وقال مدير المستشفى إن 14 شخصا أصيبوا.

وفي حادث آخر انفجر لغم قرب بلدة حيس فأصيب راع.

ولا يزال ثلاثة أشخاص مفقودين. وقال السكان إن الغارة نفذتها طائرات التحالف العربي."""


def test_one_happening_shares() -> None:
    """Claims of one happening share place, day, means and author, wherever told; another happening shares none."""
    claims = _claims(_REPORT, "2018-09-23")
    mine = [c for c in claims if c.event == claims[0].event]
    other = next(c for c in claims if c.place == "بلدة حيس")
    assert len(mine) == 3
    assert {(c.place, c.date, c.means) for c in mine} == {("سوق بلدة الدريهمي", "2018-09-22", "airstrike")}
    assert {c.perpetrator for c in mine} == {"طائرات التحالف العربي"}
    assert (other.means, other.perpetrator) == ("mine", None)


def test_claim_of_responsibility() -> None:
    """Whoever claims an attack is its perpetrator, also where the claim stands in a relative clause."""
    text = "قتل 20 شخصا في تفجير في الكرادة.\nوتوعد تنظيم الدولة الإسلامية، الذي تبنى التفجير، بالمزيد."
    assert _first(text).perpetrator == "تنظيم الدولة الإسلامية"


def test_doubted_scene_is_not_shared() -> None:
    """A cause that someone only supposes is not shared with the claims before it."""
    text = "قتل 20 شخصا في انفجار في الكرادة.\nورجح ضابط أن يكون انتحاري قد فجر نفسه."
    assert _first(text).means == "explosion"


def test_breakdown_by_party() -> None:
    """In a breakdown by party the labels are the perpetrators, and the speaker is the one above the list."""
    text = "سجلت شبكة الرصد مقتل 90 مدنيا في أيار 2016.\nوتوزعت الحصيلة بحسب الجهة الفاعلة:\n"
    text += "القوات الحكومية: 60 قتيلا\nتنظيم داعش: 30 قتيلا"
    lines = [c for c in _claims(text, "2016-06-01") if c.perpetrator is not None]
    assert [c.perpetrator for c in lines] == ["القوات الحكومية", "تنظيم داعش"]
    assert {c.source for c in lines} == {"شبكة الرصد"}
    assert {c.date for c in lines} == {"2016-05-01/2016-05-31"}


def test_totals_of_a_land() -> None:
    """A total keeps the land of the total before it, and a total since the war began has no date of the day's."""
    text = "ارتفعت حصيلة العدوان في لبنان منذ مطلع أيلول إلى 2100 شهيد.\nالحصيلة الإجمالية منذ بدء العدوان: 2968 شهيدا"
    last = _claims(text, "2024-11-02")[-1]
    assert (last.place, last.scope, last.date) == ("لبنان", "cumulative", None)


def test_announced_day() -> None:
    """A report that tells no day but that of the word is dated by it; a single sentence is not."""
    text = "أعلنت وزارة الصحة الأحد مقتل سبعة أشخاص في غارة على بلدة عين الدير."
    report = text + "\nوقال رئيس البلدية إن شخصين ما زالا مفقودين."
    assert (_first(text, "2024-11-10").date, _first(report, "2024-11-10").date) == (None, "2024-11-10")


def test_headings_divide_what_is_above() -> None:
    """Figures below «وبحسب الولايات:» and the names of the dead below their heading are parts of the totals above."""
    text = "حصيلة الفيضانات حتى مساء الثلاثاء:\n- القتلى: 24\n- المفقودون: 9\nوبحسب الولايات:\n"
    text += "- كسلا: 11 قتيلا و4 مفقودين\n- القضارف: 8 قتلى\n- سنار: 5 قتلى و5 مفقودين"
    assert [c.part_of for c in _claims(text, "2022-08-10")] == [None, None, 0, 1, 0, 0, 1]
    text = "ارتفع عدد شهداء مجزرة الخيام إلى 6.\nأسماء الشهداء:\nالشهيد حسن علي قاسم\nالشهيدة فاطمة حسن قاسم\n"
    text += "وما زالت هوية أربعة شهداء قيد التحديد.\nوأصيب عشرون آخرون."
    assert [c.part_of for c in _claims(text, "2022-08-10")] == [None, 0, 0, 0, None]


def test_speaker_heading_divides_nothing() -> None:
    """«وبحسب الشرطة:» opens other happenings."""
    text = "قتل ثلاثة أشخاص في حادث سير على طريق عدن.\nوبحسب الشرطة:\n- قتل شخصان في تعز\n- جرح أربعة في إب"
    assert [c.part_of for c in _claims(text, "2022-08-10")] == [None, None, None]


def test_ibb_is_no_august() -> None:
    """«إب» is the town and «آب» the month, though they fold alike."""
    there, then = _first("جرح أربعة في إب."), _first("جرح أربعة في 5 آب.")
    assert (there.place, there.date, then.place, then.date) == ("إب", None, None, "2021-08-05")


def test_of_those_counted_already() -> None:
    """Bodies handed over or identified, those of them still held, and the gravest of many incidents are parts."""
    text = "بلغ عدد قتلى الانفجار 90 قتيلا. وسلم المستشفى 60 جثة إلى العائلات، وتنتظر 30 جثة فحوص الحمض النووي."
    assert [c.part_of for c in _claims(text, "2022-08-10")] == [None, 0, 0]
    assert [c.part_of for c in _claims("خطف المسلحون 70 عاملا لا يزال 9 منهم محتجزين.", "2022-08-10")] == [None, 0]
    text = "قتلت الألغام 40 شخصا في تموز.\nوفي أبرز الحوادث انفجر لغم بحافلة في حيس فقتل 5 من ركابها."
    assert [c.part_of for c in _claims(text, "2022-08-10")] == [None, 0]


def test_deeds_listed_below_their_doer() -> None:
    """«أسفرت أعمال قواتنا عن:»: the list tells the deeds of who is named above it, and the line after it does not."""
    text = (
        "في إطار العملية أسفرت أعمال قواتنا عن:\n1- القضاء على 16 مسلحا\n2- القبض على 82 مشتبها به\nواستشهد ثلاثة جنود."
    )
    assert [c.perpetrator for c in _claims(text, "2018-03-08")] == ["قواتنا", "قواتنا", None]


@pytest.mark.parametrize(
    ("text", "who", "kind"),
    [
        ("خطف مسلحون ثلاثة سائقي شاحنات ثم أفرجوا عن أحدهم.", "سائقي شاحنات", "civilian"),
        ("غرق قارب يقل مهاجرين قبالة الساحل، فقضى منهم ستون شخصا.", "مهاجرين", "civilian"),
        ("قاوم الحارسان لصا دخل المخزن ليلا وأصيب أحدهما.", "الحارسان", "security"),
        ("توفي أحد الجرحى، وهو حارس الفندق، صباح اليوم.", "حارس الفندق", "security"),
        ("أصيب صبي يبلغ من العمر عشر سنوات.", "صبي يبلغ من العمر عشر سنوات", "civilian"),
        ("اعتقل الأمن 12 عنصرا ينتمون إلى تنظيم القاعدة.", "عنصرا ينتمون إلى تنظيم القاعدة", "combatant"),
        ("أصيب مواطن وثلاثة أفراد من الدفاع المدني.", "أفراد من الدفاع المدني", "aid_medical"),
        ("قتلت القوات ستة من طالبان قرب المدينة.", "طالبان", "combatant"),
        ("أدت الهجمات إلى مقتل مئات الشرطيين والجنود.", "الشرطيين والجنود", "mixed"),
        ("أسفر القتال عن مقتل المئات من الطرفين.", "الطرفين", "combatant"),
        ("قتل جندي تركي وأصيب آخر في كمين.", None, "combatant"),
        ("قتل 17 شخصا من الحوثيين وقوات النظام في المدينة.", "شخصا من الحوثيين وقوات النظام", "combatant"),
        ("قال إن 22 من المدنيين والمقاتلين لقوا مصرعهم.", "المدنيين والمقاتلين", "mixed"),
        ("نفذ أمس حكم القتل قصاصا في الجاني.", "الجاني", "detainee"),
        ("قتل ستة من قوات الطوارئ.", "قوات الطوارئ", "security"),
        ("سقط عشرات القتلى بين صفوف المتمردين.", "المتمردين", "combatant"),
        ("سقط عشرات القتلى لحزب الله وقوات النظام.", "حزب الله وقوات النظام", "combatant"),
        ("سقوط قتلى وجرحى من الحوثيين في المدينة.", "الحوثيين", "combatant"),
        ("أفرجت السلطات عن ثلاثة معتقلين سعوديين.", "معتقلين", "detainee"),
        ("هاجموا قوات الأمن، التي قتل عشرون من أفرادها.", "أفرادها", "security"),
        ("هاجموا سيارة فيها أربعة من عناصر الدرك وقتلوا ثلاثة منها.", "عناصر الدرك", "security"),
        ("نفذ حكم القصاص بحق مقرب بن سعد التميم أمس.", "مقرب بن سعد التميم", "detainee"),
        ("تحدث إلى رئيس الحكومة الأسبق نبيل الخوري الذي اغتيل قبل عام.", "نبيل الخوري", "official"),
        ("نفى الهلال الأحمر مقتل موظفته.", "موظفته", "aid_medical"),
        ("كتبت إحدى الجهات على صفحتها: استشهد علي مرتضى.", "علي مرتضى", "unknown"),
        ("توفي والد المعتقل في بلدته.", "والد المعتقل", "unknown"),
        ("قتل عشرة، أربعة منهم من رجال الأمن.", "رجال الأمن", "security"),
        ("قتلت الغارة زعيم مجموعة سنجار المتطرفة.", "زعيم مجموعة", "combatant"),
        ("تحطمت طائرة ركاب فقتل الطيار.", "الطيار", "civilian"),
    ],
)
def test_who_suffered(text: str, who: str | None, kind: str) -> None:
    """The noun of the victims, told or meant by «منهم», «وهو …», with what says who they were, and its status."""
    last = _claims(text, "2022-03-10")[-1]
    assert (last.victims, last.victim_status) == (who, kind)


@pytest.mark.parametrize(("text", "kinds"), [("توفي والده في السنة الماضية.", ()), ("توفيت والدته.", ("women",))])
def test_his_father_is_no_mother(text: str, kinds: tuple[str, ...]) -> None:
    """The pronoun ه of «والده» is no ة, though both fold alike."""
    assert _first(text).demographics == kinds


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("قتل اثنان من طلاب مدرسة المدفعية.", None),
        ("أصيب مقيم إثر سقوط مقذوف عسكري على منزله.", "shelling"),
        ("أصيب شخصان بالاختناق في حريق.", "fire"),
        ("أصيب شخصان عندما انفجر الإطار.", None),
        ("انهارت العملية فقتل ثلاثة جنود.", None),
        ("أودت صاعقة بحياة سبعة.", "disaster"),
        ("أوقع الحادث الإجرامي ثلاثة قتلى.", None),
        ("قتل الشرطيان انتقاما لتفجير سابق.", None),
        ("فقدت الفرقة ستة جنود قتلوا في مواجهتها مع المتمردين.", "clashes"),
    ],
)
def test_with_what(text: str, means: str | None) -> None:
    """A word for the means counts where it tells how people were hurt, not in a name or in what was answered."""
    assert _first(text).means == means


def test_an_arrest_is_no_attack() -> None:
    """Who arrested some people did not kill those of whom the sentence tells in passing."""
    text = "ألقت الوزارة القبض على ستة بعد تفجير المسجد الذي أودى بحياة 27 شخصا."
    assert [c.perpetrator for c in _claims(text, "2022-03-10")] == ["الوزارة", None]
