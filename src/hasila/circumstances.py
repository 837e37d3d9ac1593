"""With what: the means told nearest to a draft in its sentence.

What stands behind the claim in its clause comes first, then what stands before it; the text as a whole fills the rest
(modules `discourse`, `sharing`).
"""

from __future__ import annotations

from typing import NamedTuple

from hasila.clauses import anchor, clause_of, mentioned, parted, shares, told_of
from hasila.drafts import Draft
from hasila.sentences import VERBS, Sentence
from hasila.words import Hit

_NEAR = 14


# «وقف إطلاق النار», «منصة صواريخ», «خبراء صواريخ»: nothing is fired.
_NO_MEANS = frozenset({
    "وقف", "لوقف", "بوقف", "ووقف", "منصه", "منصات", "مخزن", "مخازن", "مستودع", "مستودعات", "خبراء", "صنع", "تصنيع",
    "انتاج", "تهريب", "شراء", "بيع", "صفقه", "توريد", "استيراد", "ترسانه", "منظومه", "قاعده", "مصنع", "تجاره", "ازاله",
    "تفكيك", "نزع", "ابطال", "كشف", "اكتشاف", "ضبط", "مدرسه", "كليه", "معهد",
})  # fmt: skip


# Of these only a raid is a means (annotation guidelines).
UNHURT = frozenset({"detained", "released", "abducted", "surrendered", "escaped"})


class Means(NamedTuple):
    """A means of harm and the words that tell it."""

    value: str
    i: int
    j: int
    row: str


# «حوادث أمنية», «حادث إرهابي»: no accident.
_NO_ACCIDENT = (
    "امن",
    "اجرام",
    "جناي",
    "ارهاب",
    "متفرق",
    "منفصل",
    "سطو",
    "اطلاق",
    "طعن",
    "خطف",
    "اغتيال",
    "قتل",
    "استهداف",
)


def means_hits(s: Sentence) -> list[Hit]:
    """The words of a sentence that tell with what people are hurt, in order."""
    hits = [h for at in s.hits for h in at if h.kind == "means"]
    return [h for h in hits if s.text(h.i - 1).removeprefix("ال") not in _NO_MEANS and not _elsewhere(s, h)]


# «قتل شرطيين انتقاما لتفجير …»: what was answered, not what was done.
_ANSWERED = frozenset({"انتقاما", "ردا", "ثارا", "احتجاجا", "تنديدا", "استنكارا"})


def _elsewhere(s: Sentence, h: Hit) -> bool:
    """Does a word for the means tell no accident, or a craft that belongs to somebody?"""
    return _no_accident(s, h) or (h.row.part == "agent" and h.pro == "ل" and not s.hit(h.i - 1, "means"))


# «انهارت الهدنة»: no house fell.
_ABSTRACT = frozenset({
    "عمليه", "هدنه", "مفاوضات", "محادثات", "اتفاق", "اقتصاد", "سوق", "اسعار", "نظام", "دوله", "معنويات",
})  # fmt: skip
_TYRES = ("اطار", "الاطار", "عجله")


def _no_accident(s: Sentence, h: Hit) -> bool:
    if h.row.sense == "explosion":
        return s.text(h.j).startswith(_TYRES)
    fell = h.row.part == "verb" and {s.text(h.i - 1).removeprefix("ال"), s.text(h.j).removeprefix("ال")} & _ABSTRACT
    return h.row.sense == "accident" and (bool(fell) or s.text(h.j).removeprefix("ال").startswith(_NO_ACCIDENT))


def means_of(s: Sentence, draft: Draft) -> Means | None:
    """The means told nearest to a draft: an explicit outcome row first, then behind it, then before it."""
    start, end = clause_of(s, draft)
    hits = [h for h in means_hits(s) if start <= h.i < end]
    a, b = anchor(draft)
    if draft.outcome in UNHURT:
        # «خطر داهم»: behind an arrest no verb tells the raid.
        hits = [h for h in hits if h.row.sense == "raid" and not (h.i >= b and h.row.part == "verb")]
    if not hits:
        return None
    # «إصابة شخص … والاشتباكات التي …»: what is joined to the whole is not what hurt.
    zones = shares(s)
    hits = [h for h in hits if told_of(s, draft, h.i, zones) and not (h.i >= b and parted(s, draft, h.i))]
    hits = [h for h in hits if not (h.i >= b and (_of_the_part(s, draft, h) or _answered(s, h)))]
    behind = [h for h in hits if h.i >= b and not (h.pro.startswith("و") and h.row.part == "noun" and h.i - b > 1)]
    if draft.part_of is not None:
        a = draft.group.i
    before = [h for h in hits if h.j <= a] if not mentioned(draft) else []
    inside = [h for h in hits if h.j > a and h.i < b]
    for near in (inside, _segment(s, behind, b), before[::-1], behind):
        if near:
            return _best(s, near)
    return None


def _answered(s: Sentence, h: Hit) -> bool:
    return any(s.text(k) in _ANSWERED for k in range(h.i - 2, h.i))


def _of_the_part(s: Sentence, draft: Draft, h: Hit) -> bool:
    """«90 قتيلا، 5 منهم تحت التعذيب»: the torture is of the part, not of the whole."""
    if h.row.sense not in ("torture", "execution") or draft.part_of is not None:
        return False
    return any(s.text(k) in ("منهم", "بينهم") for k in range(draft.group.j, h.i))


def _segment(s: Sentence, hits: list[Hit], start: int) -> list[Hit]:
    """The hits not parted from `start` by more than the reach of one clause."""
    return [h for h in hits if h.i - start <= _NEAR]


def _of_another(s: Sentence, first: Hit, h: Hit) -> bool:
    """«في تفجير وسط جنازة زعيم قتل بالرصاص»: does another outcome's verb stand between the two?"""
    verbs = (v for k in range(first.j, h.i) for v in s.hits[k])
    return any(v.kind == "outcomes" and v.row.part in VERBS for v in verbs)


def _best(s: Sentence, hits: list[Hit]) -> Means:
    """The most specific of the hits near the first; a suicide attack with a car is its own kind."""
    first = hits[0]
    near = [h for h in hits if abs(h.i - first.i) <= _NEAR and not _of_another(s, first, h)]
    senses = {h.row.sense for h in near}
    best = max(near, key=lambda h: (_priority(h), -near.index(h)))
    value = best.row.sense
    if "car_bomb" in senses and "suicide_bombing" in senses:
        value = "suicide_car_bomb"
    return Means(value, best.i, best.j, best.row.ref)


def _priority(h: Hit) -> int:
    return int(h.row.frame) if h.row.frame.isdigit() else 1
