"""Totals over a stretch of time that no date tells: «منذ الغزو», «أودت الحرب بحياة …»."""

from __future__ import annotations

from hasila.drafts import Draft
from hasila.sentences import Sentence

# A figure since an event is a sum only if it is of some size: «أول قتيلين منذ الهدنة» is none.
_SOME = 10
_REACH = 16
_BEFORE = 6
_EVENTS = (
    "غزو", "اندلاع", "بدء", "بدايه", "سقوط", "اجتياح", "انطلاق", "تفجير", "انقلاب", "حرب", "انتفاضه", "احتلال", "ثوره",
    "انهيار", "استيناف", "تجدد", "تفجر", "نشوب", "تولي", "انسحاب", "الاطاحه", "وقف", "هدنه", "عدوان", "ازمه", "صراع",
)  # fmt: skip
_WARS = frozenset({
    "حرب", "حربا", "نزاع", "نزاعا", "صراع", "صراعا", "مجاعه", "تمرد", "تمردا", "ازمه", "اعمال عنف", "عنف", "موجه",
})  # fmt: skip


def _bare(word: str) -> str:
    return word.removeprefix("و").removeprefix("ال")


def since_event(s: Sentence, draft: Draft) -> bool:
    """Is the count one since an event told behind it («نزح مليونان منذ الغزو»)?"""
    if draft.low < _SOME or not draft.group.numbered or draft.outcome in ("detained", "abducted", "missing"):
        return False
    start = max(draft.j, draft.group.j)
    for k in range(start, min(start + _REACH, len(s.words))):
        if s.text(k) in "؛.،":
            return False
        if s.text(k) == "منذ":
            return _bare(s.text(k + 1)).startswith(_EVENTS)
    return False


def of_a_war(s: Sentence, draft: Draft) -> bool:
    """Is what led to it a war, a famine or a crisis: «الحرب التي أودت بحياة …», «أسفر النزاع عن مقتل …»?"""
    if draft.low < _SOME:
        return False
    end = max(draft.j, draft.group.j)
    if s.text(end) in ("في", "خلال") and s.text(end + 1).startswith("ال") and _bare(s.text(end + 1)) in _WARS:
        return True  # «قتل 40 ألفا في الصراع»
    led = [k for k in range(max(0, draft.i - _BEFORE), draft.j) if s.particle(k, "support") or k == draft.i]
    return any(
        _bare(s.text(n)) in _WARS for k in led for n in (k - 2, k - 1, k + 1, k + 2) if n >= 0 and _subject(s, n, k)
    )


def _subject(s: Sentence, n: int, k: int) -> bool:
    """Is the noun at `n` what the verb at `k` is told of: right behind it, or before it with a relative between?"""
    if n == k - 2:
        return s.particle(k - 1, "relative") is not None
    return s.particle(n - 1, "preposition") is None or n < k
