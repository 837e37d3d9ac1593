"""Where, when and on whose word in the long sentences of newspapers, each sentence written for this test."""

from __future__ import annotations

import pytest

from hasila.extract import read_claims
from hasila.model import Claim, Document


def _first(text: str, published: str = "2022-03-10") -> Claim:
    return read_claims(Document("t", text, published, None))[0]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        # what something led to, or was done, is the news itself
        ("انفجرت عبوة تحت سيارة الضابط في حي الورود، مما أدى إلى مقتله.", "حي الورود"),
        ("في مدينة المكلا جرى أمس اعتقال المحامي سالم باوزير.", "مدينة المكلا"),
        # a finer place whose town or province is told again
        (
            "فجر انتحاري نفسه في سوق الربيع بالحديدة وقت الظهر فيما كان أهل الحديدة يتبضعون، ونتج عنه مقتل ستة.",
            "سوق الربيع",
        ),
        # facilities named for who owns them, or for a ruler
        ("أصيب ثلاثة في هجوم على مسجد قوات الطوارئ الخاصة بعسير.", "مسجد قوات الطوارئ الخاصة"),
        ("قتل شرطي في هجوم على أكاديمية الشرطة في كابول.", "أكاديمية الشرطة"),
        ("أصيب ثلاثة في حريق بمستشفى الملك فيصل التخصصي.", "مستشفى الملك فيصل التخصصي"),
        # the next thing told behind a comma
        ("قصف الطيران معسكرا في مدينة حجة، ما أدى إلى مقتل نحو 20 مسلحا، كما قصف مخزنا في مدينة عمران.", "مدينة حجة"),
        # a building within a seat, a capital by its name, no adjective for a name, a town abroad
        ("استهدف انتحاري مسجدا بمقر قوات الطوارئ في منطقة عسير ونتج عنه مقتل ستة.", "مقر قوات الطوارئ"),
        ("انفجرت سيارة شرق العاصمة اليمنية صنعاء فقتلت ثلاثة.", "شرق العاصمة اليمنية صنعاء"),
        ("قتلت خمس نساء في قرية قبلية بمنطقة رانشي.", "منطقة رانشي"),
        ("اندلع حريق في معمل لأقمشة الستائر بحي الشقة وأصيب عامل.", "حي الشقة"),
        ("أوقفت الشرطة الإيطالية في باليرمو خمسة أشخاص.", "باليرمو"),
        ("غرق ثلاثة في مياه السيول بمنطقة شيترال.", "منطقة شيترال"),
        ("لقي ضابط من قوات أمن شمال سيناء مصرعه في انفجار بالعريش.", "العريش"),
        ("أعلنت الجماعة اعتقال القائد سالم، شقيق زعيم المتمردين علي الراشد، أول من أمس في عدن.", "عدن"),
        # the next of several attacks; one of a town's hospitals; no «level» for a land
        ("هز الهجوم على متحف باردو العاصمة وأدى إلى مقتل ستة، والهجوم على فندق في سوسة دمره.", "متحف باردو"),
        ("توفي الشاعر المقيم بالمغرب سالم بأحد مستشفيات الرباط.", "الرباط"),
        ("الهجوم الذي وقع في نيروبي وراح ضحيته 67 قتيلا، هو القلق الأساسي على الصعيد الأمني.", "نيروبي"),
        # what is said next is another thing
        ("أدان الخطباء الهجوم في بلدة الرستن الذي أدى إلى مقتل ستة، وأكدوا وقوفهم مع أهالي مدينة حمص.", "بلدة الرستن"),
        # a part of a total
        ("وقع انفجار في بلدة الرستن تسبب في مقتل خمسة بينهم الطبيب سامر.", "بلدة الرستن"),
    ],
)
def test_where_it_happened(text: str, place: str) -> None:
    """The act's own clause tells where, or the clause that led to it."""
    claims = read_claims(Document("t", text, "2022-03-10", None))
    assert {c.place for c in claims} == {place}


@pytest.mark.parametrize(
    "text",
    [
        "خرجت مسيرة في صنعاء للمطالبة بالإفراج عن الصحفيين.",
        "أفرج الخاطفون عن مهندسين اثنين خطفا في شبوة.",
        "أوقف حرس الحدود ثلاثة مهربين، وكانت الشحنة قادمة عبر البحر من إيران.",
        "أصيب سائق في حادث ونقل إلى المستشفى العسكري بصنعاء.",
        "طالب النواب بإطلاق المعتقلين من أهل دارفور.",
        "وجه أمير منطقة القصيم بسرعة القبض على الجناة الثلاثة.",
        "قتل مهاجر في النفق بين فرنسا وبريطانيا.",
        "كانت الأسرة تعيش في عمان بعد إعدام والدها.",
        "وقتل خمسة جنود بصاروخ أطلقته القوة التي أنهت مهمتها القتالية في أفغانستان.",
        "قتل أربعة جنود في قتال مع متمردين موالين لروسيا.",
        "بدأت محكمة في تكساس النظر في قضية الممرض الذي قتل ستة أشخاص.",
        "توفي أمس التاجر سعيد ودفن في مقبرة الروضة.",
    ],
)
def test_no_place_of_the_act(text: str) -> None:
    """Where it was demanded, where they came from or were taken, whose office it is: no place of the act."""
    assert _first(text).place is None


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("وتحدث ضابط في الاستخبارات، طلب عدم ذكر اسمه، عن 20 قتيلا في الهجوم.", "ضابط في الاستخبارات"),
        ("وقال عدد من السكان إن قناصا قتل امرأة.", "عدد من السكان"),
        ("ولم تؤكد الوزارة عدد الجرحى، لكنها قالت إن أربعة مهاجمين قتلوا.", "الوزارة"),
        ("ورد الوزير على الانتقادات، قائلا: «قتل ثلاثة من رجالنا».", "الوزير"),
        ("وقال المقدم سامر: «دخلنا القرية؛ وقد قتل سبعة من رفاقنا هناك».", "المقدم سامر"),
        (
            "وقال المتحدث سمير فارس سكرتير رابطة الأطباء في حلب لوكالة محلية إن قذيفة قتلت ستة.",
            "المتحدث سمير فارس سكرتير رابطة الأطباء في حلب",
        ),
        ("وأفاد مصدر في قوات الحدود أمس بمقتل 18 من عناصره.", "مصدر في قوات الحدود"),
        ("وأوضحت والدة الجريح سعد أن قذيفة قتلت أباه.", "والدة الجريح سعد"),
        ("وأوردت وكالة الساحل أن الطفل ويدعى نادر سعد توفي في الحريق.", "وكالة الساحل"),
    ],
)
def test_who_says_so(text: str, source: str) -> None:
    """Speakers behind a comma, counted speakers, the subject of another verb, words that go on in quotation marks."""
    assert read_claims(Document("t", text, "2022-03-10", None))[-1].source == source


@pytest.mark.parametrize(
    "text",
    [
        "سامي الحربي - البلاد - الطائف: توفي أمس معلم في حادث.",
        "سعد الغامدي- المدى- عفيف: لقي شخص مصرعه في حادث.",
        "انهار الاتفاق بعد تفجير نسبت المسؤولية عنه إلى التنظيم وأسفر عن مقتل 32 شخصا.",
        "رابط الخبر بصحيفة المدى: العثور على جثة شاب.",
        "وقال فهد (عم القتيل الذي قتل أمس): «نحن صابرون».",
        "أصدرت السلطات قرارا بإغلاق المعهد قبل القبض على مديره.",
        'أضاف "لم يتغير شيء بعد مقتل جارنا".',
    ],
)
def test_nobody_says_so(text: str) -> None:
    """A byline, a link, brackets about the speaker, a decision issued: no source."""
    assert _first(text).source is None


def test_an_act_done_has_its_day() -> None:
    """«تم اليوم تنفيذ …»: the day told before an act that is the news itself is its day."""
    assert _first("جرى اليوم اعتقال المحامي سالم باوزير.").date == "2022-03-10"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("شاعر هندي ولد عام 1957 وتوفي عام 2003.", "2003"),
        ("وتحتجز السلطات 54 أسيرا من أسرى الصفقة التي أبرمت في 2011.", None),
        ("توفي الكاتب الأول من أمس في داره.", "2022-03-08"),
        ("عثر أمس على جثة فتاة كانت مفقودة منذ أواخر الأسبوع الماضي.", "2022-03-09"),
        ("وأفاد مصدر في قوات الحدود أمس بمقتل 18 من عناصره.", None),
        ("هذه أولى الهجمات بعد وفاة الزعيم سالم التي أعلنت الأسبوع الماضي.", None),
    ],
)
def test_which_day(text: str, date: str | None) -> None:
    """The day of the deed: not of a birth, of the word given out, or since when another state had lasted."""
    assert _first(text).date == date


def test_the_worst_of_the_year_is_no_date() -> None:
    """«الأسوأ خلال العام الجاري»: how far the comparison goes, not what the figures cover."""
    assert _first("وسقط عشرات القتلى جراء الهجوم على السوق، ويعد الأسوأ من نوعه خلال العام الجاري.").date is None


def test_a_war_that_is_told_behind() -> None:
    """«قتل 40 ألفا في الصراع»: a total of the war."""
    assert _first("وقتل أكثر من 40 ألف شخص في الصراع.").scope == "cumulative"


def test_a_delay_is_no_date() -> None:
    """«سيعدمونه في غضون 48 ساعة»: a delay that is set dates nothing, and counts over no span."""
    claim = _first("قال الرهينة إن خاطفيه سيعدمونه في غضون 48 ساعة.")
    assert (claim.date, claim.scope) == (None, "incident")
