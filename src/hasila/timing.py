"""When: the date told nearest to a draft, days of announcement, of finding and of other figures left out."""

from __future__ import annotations

from hasila.attribution import Voice
from hasila.clauses import (
    SUPERLATIVES,
    anchor,
    another_act,
    beyond,
    clause_of,
    granted,
    of_earlier_act,
    of_relative,
    shares,
    told_of,
)
from hasila.dates import FoldedDate
from hasila.drafts import Draft
from hasila.sentences import Mark, Sentence


def until(s: Sentence, m: Mark) -> bool:
    """«حتى مساء الثلاثاء», «حتى الساعة 7 من صباح الأحد»: up to when a figure was counted."""
    told = isinstance(m.what, FoldedDate) and m.what.cue == "until"
    return told or any(
        s.text(k) == "حتي" and (k == m.i - 1 or s.text(k + 1) == "الساعه") for k in range(max(0, m.i - 5), m.i)
    )


def _is_day(s: Sentence, m: Mark) -> bool:
    """«تحديث يوم الأربعاء»: does the word «day» stand before the date, or begin it?"""
    return s.text(m.i - 1) in ("يوم", "ليوم", "مساء", "صباح")


def _announcement(s: Sentence, m: Mark, voice: Voice | None, draft: Draft) -> bool:
    """Does the date stand between a verb of saying and what is said: the day of the word, not of the deed?"""
    if isinstance(m.what, FoldedDate) and m.what.kind in ("during", "since"):
        return False  # «أحصت الوزارة خلال الساعات الماضية مقتل 22»
    if until(s, m) or any(s.text(m.i - k).removeprefix("ال") in _PAPERS for k in (1, 2) if k == 1 or _is_day(s, m)):
        return True  # «أحصى المرصد حتى مساء الثلاثاء»
    if s.hit(m.i - 1, "speech", ("verb",)) is not None and s.text(m.i - 2) in ("التي", "الذي", "اللذين", "عنها", "عنه"):
        return True  # «وفاة الزعيم التي أعلنت الأسبوع الماضي»
    if voice is None or voice.s is not s or voice.rule not in ("verb_of_saying", "speaker_goes_on"):
        return False
    if m.j == voice.start and m.j < draft.i:
        return True  # «… الثلاثاء أفادت بسقوط 250»
    said = next((k for k in range(voice.start, draft.i) if s.particle(k, "subordinator")), None)
    if said is not None:
        return voice.start <= m.i < said
    return (voice.i >= 0 and voice.j <= m.i <= voice.j + 2) or voice.start <= m.i < voice.i


def _since_the_worst(s: Sentence, m: Mark) -> bool:
    """«في أعلى حصيلة لهجوم واحد منذ عام 2003»: how far back the comparison goes, not what the figure counts."""
    since = isinstance(m.what, FoldedDate) and (m.what.kind in ("since", "during") or s.text(m.i) == "منذ")
    return since and any(s.text(k) in SUPERLATIVES for k in range(max(0, m.i - 9), m.i))


def announced_on(s: Sentence, draft: Draft, voice: Voice | None) -> str | None:
    """The day on which a draft's words were said, where the sentence tells it."""
    start, end = clause_of(s, draft)
    said = [m.what for m in s.dates if start <= m.i < end and _announcement(s, m, voice, draft)]
    days = [w.value for w in said if isinstance(w, FoldedDate) and w.precision == "day" and w.value is not None]
    return next(iter(days), None)


# «48 شهيدا، ليبلغ إجمالي الشهداء منذ أيار …»: since when counts for the new total alone.
_SO_THAT = frozenset({"ليرتفع", "لترتفع", "ليبلغ", "لتبلغ", "ليصل", "لتصل", "ليصبح", "لتصبح", "وبذلك", "وبهذا"})


# «ليصبح العدد 9 بعد أن كان 6 صباح أمس», «210 قتلى، مقابل 300 في العام الماضي»: the other figure's day.
_AGAINST = frozenset({"مقابل", "مقارنه", "بدلا", "عوضا"})


# «في بيان أول من أمس»: the day of the paper.
_PAPERS = frozenset(
    {"بيان", "بيانها", "بيانه", "تقرير", "تقريرها", "خبر", "تصريح", "نشرتها", "نشرته", "موتمر", "تحديث"}
)
_FAR = 6
_YEAR = 4
# Who was found, or carried, on a day was killed or hurt before.
_FOUND = ("انتشل", "انتشال", "عثر", "نقل", "استقبل")


_HANDED = ("تسلم", "سلم", "تسليم", "شيع", "يشيع", "تشيع", "تشييع", "دفن", "يدفن")


def _of_other_figure(s: Sentence, m: Mark, draft: Draft) -> bool:
    was = any(
        s.text(k) in ("كان", "كانت")
        and (s.text(k - 1) == "بعدما" or (s.text(k - 1) == "ان" and s.text(k - 2) == "بعد"))
        for k in range(draft.j, m.i)
    )
    return was or any(s.text(k) in _AGAINST for k in range(anchor(draft)[1], m.i))


def _of_the_finding(s: Sentence, m: Mark, draft: Draft) -> bool:
    """«انتُشل اليوم جثمان»: the day on which the dead were found, not that of the deed."""
    words = (s.text(k).removeprefix("و") for k in range(max(0, m.i - 2), m.i))
    return m.i < draft.group.i and any(w.startswith(_FOUND) for w in words)


def _handed_over(s: Sentence, draft: Draft) -> bool:
    """«تُشيَّع ظهر غد جثامين», «سلّمت الأسبوع الماضي 36 جثمانا»: a day told with bodies handed over or buried."""
    words = (s.text(k).removeprefix("و") for k in range(max(0, draft.group.i - 6), draft.group.i))
    return draft.outcome == "killed" and any(w.startswith(_HANDED) for w in words)


def _of_new_total(s: Sentence, m: Mark, draft: Draft) -> bool:
    since = isinstance(m.what, FoldedDate) and m.what.kind == "since"
    return since and any(s.text(k) in _SO_THAT for k in range(anchor(draft)[1], m.i))


def _born(s: Sentence, m: Mark) -> bool:
    """«ولد عام 1957», «من مواليد 1989»."""
    return any(s.text(m.i - k).removeprefix("ال").startswith(("ولد", "مولود", "مواليد")) for k in (1, 2) if m.i >= k)


def _of_other_state(s: Sentence, m: Mark, draft: Draft) -> bool:
    """«عثر على جثة فتاة كانت مفقودة منذ أيام»: since when they had been something else."""
    since = isinstance(m.what, FoldedDate) and m.what.kind == "since"
    near = range(max(m.i - 2, anchor(draft)[1]), m.i)
    states = {"missing", "detained", "abducted"} - {draft.outcome}
    return since and any(h.kind == "outcomes" and h.row.sense in states for k in near for h in s.hits[k])


def _of_old(s: Sentence, m: Mark, a: int) -> bool:
    """«أزمة مستعصية منذ شهرين في المدينة … مخلفين 18 جريحا»: since when something else lasts, told far before."""
    far = isinstance(m.what, FoldedDate) and m.what.kind == "since" and a - m.j > _FAR and m.i > 1
    return far and not any(h.kind == "outcomes" for k in range(max(0, m.i - 3), a) for h in s.hits[k])


def date_of(s: Sentence, draft: Draft, voice: Voice | None, known: bool = False) -> Mark | None:
    """The date told nearest to a draft, days of announcement left out; of finding too where the day is `known`."""
    start, end = clause_of(s, draft)
    zones = shares(s)
    if _handed_over(s, draft):
        return None
    marks = [
        m
        for m in s.dates
        if start <= m.i < end
        and not _announcement(s, m, voice, draft)
        and isinstance(m.what, FoldedDate)
        and m.what.value is not None
        and not _since_the_worst(s, m)
        and not (_of_new_total(s, m, draft) or _of_other_figure(s, m, draft))
        and not (m.what.kind == "since" and beyond(s, draft, m.i))
        and not (m.i > draft.j and another_act(s, draft, m.i))
        and not (draft.outcome == "released" and m.what.kind == "since" and m.i > draft.group.i)
        and not (known and _of_the_finding(s, m, draft))
        and told_of(s, draft, m.i, zones)
        and not (_born(s, m) or of_relative(s, draft, m.i))
        and not (_of_other_state(s, m, draft) or (m.i > draft.j and of_earlier_act(s, draft, m.i)))
    ]
    a = draft.group.i if draft.part_of is not None else anchor(draft)[0]
    behind = [m for m in marks if m.i >= a]
    before = [m for m in marks if m.j <= a and not _of_old(s, m, a)]
    # «21 أيار 2005: اغتيال …»: a day at the head of its line.
    before = (
        [m for m in before if s.text(m.j) == ":" and len(s.text(m.j - 1)) == _YEAR] if granted(s, draft) else before
    )
    return next(iter(behind or before[::-1]), None)
