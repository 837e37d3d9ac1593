"""Zeros: «لا إصابات», «لم يسفر عن قتلى أو جرحى»."""

from __future__ import annotations

from hasila.nearby import CLAUSE_MARKS, THESE
from hasila.readings import CONDITIONED
from hasila.sentences import Sentence
from hasila.words import Hit

# «من دون معرفة عدد القتلى», «لم تتوفر معلومات عن قتلى»: what is not known is no zero.
_KNOWING = (
    "معرف", "تحديد", "تحدد", "يحدد", "ذكر", "تذكر", "يذكر", "اشار", "تفاصيل", "معلوم", "احصا", "توضيح", "توضح", "يوضح",
    "كشف", "تكشف", "يكشف", "افصاح", "يتضح", "تتضح", "يعرف", "تعرف", "تتوفر", "يتوفر", "تتوافر", "يتسن",
)  # fmt: skip
_STILL = frozenset({"يزال", "تزال", "يزالون", "زال", "زالت", "زالوا", "يزل", "تزل"})


def _affirms(s: Sentence, n: int, hit: Hit) -> bool:
    """«ولا يزال ضحية للفقر» is still one; «ليس ضحية» says what somebody is, and counts nobody."""
    still = s.text(n) in ("لا", "ولا", "ما", "وما", "لم") and s.text(n + 1) in _STILL
    return still or (s.text(n) in ("ليس", "وليس") and n == hit.i - 1 and hit.row.frame == "singular")


def zero(s: Sentence, hit: Hit) -> bool:
    """A negation shortly before an indefinite outcome noun, with no count of its own: none of a group."""
    if "ال" in hit.pro or "لل" in hit.pro or hit.row.lemma in ("جثة", "رفات"):
        return False
    any_of = s.text(hit.i - 1) in ("اي", "ايه")
    for n in range(hit.i - 1, max(-1, hit.i - (14 if any_of else 8)), -1):
        cue = s.hit(n, "cues")
        if cue is not None and cue.row.sense == "zero" and cue.j <= hit.i and not _affirms(s, n, hit):
            if s.text(n) in ("لا", "ولا", "ليس"):
                return hit.i - n <= 2 or s.text(n + 1) in ("توجد", "يوجد", "وجود", "في", "هناك", "ثمه", "بين")
            if s.text(cue.j).startswith(_KNOWING):
                return False
            # A noun before one of these is definite: «لم يتأخر ضحايا تلك الشعارات» denies no victims.
            return s.text(hit.j) not in THESE
        told = any(
            h.kind == "outcomes" and h.row.lemma not in ("سقوط", "سقط") and not h.row.frame.startswith(CONDITIONED)
            for h in s.hits[n]
        )
        if s.text(n) in CLAUSE_MARKS or (told and not any_of):
            return False
    return False
