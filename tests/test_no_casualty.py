"""Sentences with the words of casualties that tell of none, beside those that look alike and do."""

from __future__ import annotations

import pytest

from hasila.extract import read_claims
from hasila.model import Document

NONE = (
    "غاب الحارس عن المران بعد إصابته في لقاء الذهاب من الدوري",
    "خرج اللاعب في الدقيقة 72 مصابا وحل محله زميله",
    "سجلت الوزارة 9 وفيات جديدة بفيروس كورونا",
    "أخرج رجال الدفاع المدني ثلاثة أشخاص احتجزوا في المصعد ساعة كاملة",
    "تلقت الفرق بلاغا عن سقوط طفلة في بئر قديمة",
    "قضى منها 37 سنة معلما في القرية",
    "قالت إن الحالة التي أصابت السكان دفعتهم إلى الصمت",
    "كلامه جرح مشاعر الحاضرين",
    "قتل المصلين جريمة لا تغتفر",
    "تحدث الكاتب عن تهجير السكان وعن الاغتيال السياسي",
    "زارت الوزيرة مراكز دعم الأسر الفقيرة",
    "أصيب المبنى القريب بأضرار طفيفة",
    "فر شاب من بيته إلى المدينة",
    "تمنع الأنظمة احتجاز الجثث في المستشفيات",
    "زارت اللجنة أسر اللاجئين في المخيم",
    "تصب القرارات لصالح خصومه",
    "قال إن التواصل بينهما مفقود",
    "كل مصاب يتعلم الصبر",
    "قالت الشركة إنها فقدت الاتصال بهم مدة",
    "تعرض قلب الدفاع لإصابة في الرباط الداخلي",
    "حرم الدين قتل الأبرياء",
    "نفى الباحث مقتل ثعبان في المحمية",
    "عارك الرجل الكلب حتى قتله",
    "خطف المرشح الذي يأتي في طليعة الاستطلاعات الأضواء",
    "سقطت مقاتلة سورية على سوق في البلدة",
    "كتب رئيس تحرير صحيفة يومية مقالا طويلا",
    "هل تقبل الزواج من رجل مصاب بمرض الصرع؟",
    "كلامه جرح قلوبهم",
    "تسقط الأقساط عن المستفيد في حال وفاته",
    "كان الريف ولا يزال ضحية للإهمال",
    "قال المدير إن الفلاح ليس ضحية",
    "تعوض الوزارة أسر أولئك الذين قتلوا",
    "تكفلت الجمعية بإعالة أسرهم",
    "شارك الرجل في قتل الشعب السوداني",
    "أرجعت اللجنة التأخير لعدم وجود قوائم للشهداء",
    "يسبب البرد إصابة الأطفال بالالتهاب الرئوي",
)


@pytest.mark.parametrize("text", NONE)
def test_figures_sports_illnesses_and_acts_as_such_are_no_claims(text: str) -> None:
    """Sports, illnesses, falls, time spent, things and acts over people as such give no claim."""
    assert [(c.quote, c.rule) for c in read_claims(Document("none", text, "2024-05-14"))] == []


@pytest.mark.parametrize(
    ("text", "outcome", "low", "high"),
    [
        ("أصيب مشجع برصاصة طائشة بعد مباراة الدوري في الملعب", "injured", 1, 1),
        ("قتل 12 شخصا في قصف على مركز لعلاج كورونا", "killed", 12, 12),
        ("سقط جنديان في كمين قرب الجبل", "killed", 2, 2),
        ("أعلنت الجماعة تهجير السكان من القرية", "displaced", 2, None),
        ("توفي عامل بأزمة قلبية في المصنع", "killed", 1, 1),
        ("قتل 15 من المسلحين الحوثيين وقوات صالح في مواجهات", "killed", 15, 15),
        ("عثر على الشرطيين اللذين قتلا برصاصة في الرأس", "killed", 2, 2),
        ("قالت الشركة إنه لم يجر اعتقال أحد من عمالها", "detained", 0, 0),
        ("قضى اليوم ثلاثة شبان في حادث", "killed", 3, 3),
        ("اعتقل فلاح في معارك مع مسلحين إسلاميين", "detained", 1, 1),
    ],
)
def test_their_likes_are_claims(text: str, outcome: str, low: int, high: int | None) -> None:
    """Violence at a match, in a clinic or on a mountain, and counts over several kinds of people, are claims."""
    claims = read_claims(Document("claim", text, "2024-05-14"))
    assert [(c.outcome, c.low, c.high) for c in claims] == [(outcome, low, high)]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("اتخذت المقاومة قرارا بإطلاق سراح سبعين أسيرا", "hypothetical"),
        ("نفذت الشرطة في القرية عملية لاعتقال ثلاثة مطلوبين", "hypothetical"),
        ("أطلقت المقاومة بعد القرار سراح سبعين أسيرا", "asserted"),
        ("رفض الوفد الصفقة مصرا على الإفراج عن سبعين أسيرا", "hypothetical"),
        ("طالب الأهالي بإحالة قضية مقتل الشيخين إلى المجلس", "asserted"),
    ],
)
def test_a_decision_and_an_aim_are_no_facts(text: str, status: str) -> None:
    """What was decided or aimed at is hypothetical, what was done is asserted."""
    assert {c.status for c in read_claims(Document("aim", text, "2024-05-14"))} == {status}


@pytest.mark.parametrize(
    "text",
    [
        "عثرت الشرطة على جثة رجل مجهول قضى رميا بالرصاص",
        "أفرجت السلطات عن السجينة العراقية، وقالت المصادر إنها أفرجت عن السجينة العراقية لانتهاء مدتها",
        "خطف مسلحون ستة مهندسين، ولم يعرف سبب اختطافهم بعد",
    ],
)
def test_an_outcome_told_again_in_its_sentence_is_one_claim(text: str) -> None:
    """One person's outcome told again of them by a verb, the same words or a pronoun is no second claim."""
    assert len(read_claims(Document("again", text, "2024-05-14"))) == 1
