"""Synthetic reports for measuring, made by a small grammar of our own: no two alike, the same on every run."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from typing import Any

SOURCES = "مصدر طبي|وزارة الصحة|المرصد الأهلي|قيادة الشرطة|الدفاع المدني|متحدث باسم الجيش|إدارة المستشفى|شهود".split(
    "|"
)
KINDS = "حي|بلدة|قرية|مخيم|ضاحية|سوق|ناحية|شارع".split("|")
NAMES = (
    "الزهور|المرجة|السلام|الفجر|الصبرة|الكرادة|النخيل|الربيع|الميناء|السد|القلعة|الزيتون|الرمان|الحمراء|الخضراء|البيضاء|"
    "الشرقية|الغربية|الجديدة|القديمة|الصناعة|الجامعة|المطار|المحطة|الوادي|التل|الجسر|العين|البستان|المنارة|الفردوس|اليرموك|"
    "حطين|القادسية|الأندلس|الرشيد|المأمون|الوحدة|الحرية|النصر|الثورة|المعلمين|العمال|الأطباء|الضباط|الصيادين|التجار|الورود|"
    "الصنوبر|الغدير|النبع|السهل|الهضبة|المرفأ|الكورنيش|المنصورة|السعدية|الكاظمية|الرصافة|الدورة"
).split("|")
CITIES = (
    "الحسكة|الموصل|إدلب|تعز|بنغازي|حلب|حمص|الرقة|بغداد|كركوك|الفلوجة|الرمادي|صنعاء|عدن|الحديدة|صعدة|طرابلس|سرت|مصراتة|"
    "الخرطوم|الفاشر|نيالا|غزة|خان يونس|رفح|جنين|صيدا|صور|بعلبك|دير الزور"
).split("|")
MONTHS = "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول".split("|")
HAPPENINGS = (
    "غارة جوية|قصف مدفعي|انفجار سيارة مفخخة|اشتباكات مسلحة|انفجار لغم|هجوم بطائرة مسيرة|إطلاق نار|تفجير انتحاري"
).split("|")
PEOPLE = "شخصا|مدنيا|جنديا|مسلحا|شرطيا|عاملا|متظاهرا|نازحا".split("|")
COUNTS = "{n}|نحو {n}|{n} على الأقل|أكثر من {n}|ما لا يقل عن {n}|خمسة وعشرين|اثني عشر|مئة وعشرين".split("|")
OPENINGS = (
    "قال {source} إن {count} {people} قتلوا وأصيب {count2} آخرون في {happening} على {place} {day}.|"
    "أعلن {source} مقتل {count} {people} وإصابة {count2} في {happening} استهدف {place} {day}، بينهم {part} أطفال.|"
    "أسفر {happening} في {place} {day} عن مقتل {count} {people} بحسب {source}.|"
    "ارتفعت حصيلة قتلى {happening} في {place} إلى {count} وفق {source}، بعدما كانت {part}."
).split("|")
FOLLOWINGS = (
    "ونفى {source} سقوط قتلى في صفوف قواته.|"
    "ولم تتبن أي جهة الهجوم حتى الآن، فيما تواصل فرق الإنقاذ البحث عن ناجين تحت الأنقاض.|"
    "وتعاني المنطقة من نقص في الأدوية والوقود منذ أكثر من {part} أشهر، وقطعت الطريق المؤدية إليها مسافة {n} كيلومترا.|"
    "وأضاف المصدر أن الجرحى نقلوا إلى مستشفى قريب وأن حالة {part} منهم خطرة.|"
    "وكان هجوم مماثل قد أوقع {count} {people} في {place} قبل عام.|"
    "ودعا ناشطون إلى فتح تحقيق في ما جرى ومحاسبة المسؤولين عنه أمام القضاء."
).split("|")
START = datetime.date(2015, 1, 1)
# Four reports tell of each incident, and twenty incidents happen each day.
REPORTS = 4
INCIDENTS = 20


def incident(number: int) -> dict[str, Any]:
    """What all reports of one incident share: where, how, and the day."""
    dice = random.Random(f"incident {number}")
    place = f"{dice.choice(KINDS)} {dice.choice(NAMES)} في {dice.choice(CITIES)}"
    return {
        "place": place,
        "happening": dice.choice(HAPPENINGS),
        "people": dice.choice(PEOPLE),
        "on": START + datetime.timedelta(days=number // INCIDENTS),
    }


def sentence(dice: random.Random, shapes: list[str], about: dict[str, Any]) -> str:
    """One sentence of a shape drawn from `shapes`, every slot filled."""
    counts = {name: dice.choice(COUNTS).format(n=dice.randint(2, 400)) for name in ("count", "count2")}
    numbers = {"n": dice.randint(2, 400), "part": dice.randint(2, 9)}
    return dice.choice(shapes).format(**(about | counts | numbers | {"source": dice.choice(SOURCES)}))


def reports(number: int, sentences: int = 5) -> Iterator[dict[str, Any]]:
    """`number` reports of `sentences` sentences each, with id, date and outlet."""
    for n in range(number):
        dice = random.Random(n)
        about = incident(n // REPORTS)
        later = dice.randint(0, 2)
        on: datetime.date = about["on"]
        about["day"] = dice.choice(["أمس", "مساء أمس"] if later == 1 else [f"يوم {on.day} {MONTHS[on.month - 1]}"])
        body = [sentence(dice, OPENINGS, about)]
        # What follows recalls and comments: its places are others.
        body += [sentence(dice, FOLLOWINGS, incident(dice.randrange(number))) for _ in range(sentences - 1)]
        published = str(on + datetime.timedelta(days=later))
        yield {"id": f"r{n}", "text": " ".join(body), "published": published, "outlet": f"صحيفة {n % 40}"}
