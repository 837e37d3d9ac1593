"""Synthetic reports for measuring, made by a small grammar of our own: no two alike, the same on every run."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from typing import Any

SOURCES = "مصدر طبي|وزارة الصحة|المرصد الأهلي|قيادة الشرطة|الدفاع المدني|متحدث باسم الجيش|إدارة المستشفى|شهود".split(
    "|"
)
PLACES = (
    "حي الزهور|بلدة المرجة|مدينة الحسكة|سوق الخضار في الموصل|مخيم السلام|ريف إدلب|حي الكرادة|مدينة تعز|"
    "قرية العين|مديرية الوادي|ضاحية الفجر|معبر الجسر|مدينة بنغازي|منطقة التل|حي الصبرة"
).split("|")
HAPPENINGS = (
    "غارة جوية|قصف مدفعي|انفجار سيارة مفخخة|اشتباكات مسلحة|انفجار لغم|هجوم بطائرة مسيرة|إطلاق نار|تفجير انتحاري"
).split("|")
PEOPLE = "شخصا|مدنيا|جنديا|مسلحا|شرطيا|عاملا|متظاهرا|نازحا".split("|")
COUNTS = "{n}|نحو {n}|{n} على الأقل|أكثر من {n}|ما لا يقل عن {n}|خمسة وعشرين|اثني عشر|مئة وعشرين".split("|")
DAYS = "أمس|مساء الثلاثاء|يوم {d} آذار 2021|فجر اليوم|قبل يومين|في {d}/3/2021|الأسبوع الماضي".split("|")
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
START = datetime.date(2021, 3, 1)


def sentence(dice: random.Random, shapes: list[str]) -> str:
    """One sentence of a shape drawn from `shapes`, every slot filled."""
    pick = dice.choice
    numbers = {"n": dice.randint(2, 400), "part": dice.randint(2, 9), "d": dice.randint(1, 28)}
    words = {"source": pick(SOURCES), "place": pick(PLACES), "happening": pick(HAPPENINGS), "people": pick(PEOPLE)}
    counts = {name: pick(COUNTS).format(n=dice.randint(2, 400)) for name in ("count", "count2")}
    return pick(shapes).format(day=pick(DAYS).format(**numbers), **numbers, **words, **counts)


def reports(number: int, sentences: int = 5) -> Iterator[dict[str, Any]]:
    """`number` reports of `sentences` sentences each, with id, date and outlet."""
    for n in range(number):
        dice = random.Random(n)
        body = [sentence(dice, OPENINGS), *(sentence(dice, FOLLOWINGS) for _ in range(sentences - 1))]
        published = START + datetime.timedelta(days=dice.randrange(365))
        yield {"id": f"r{n}", "text": " ".join(body), "published": str(published), "outlet": f"صحيفة {n % 40}"}
