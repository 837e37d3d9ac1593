"""Figures of speech: words of outcome beside words that leave nobody hurt («خطف الأنظار», «استشهد ببيت»)."""

from __future__ import annotations

from hasila.chunks import group_at
from hasila.sentences import Sentence
from hasila.words import Hit

_NEAR = 4
_NEAR_OBJECT = 3
_CONTESTS = 2
# What people hurt by violence or accident suffer, behind «مصاب بـ»; anything else there is an illness.
_WOUNDS = (
    "بجرو", "بجرا", "بالجرو", "بطلق", "برصاص", "بالرصاص", "بشظ", "بنير", "بحرو", "بكسو", "باصاب", "برضوض", "بالرضوض",
    "باختناق", "بالاختناق", "بقذ", "بسكين", "بطعن", "بعيار", "بخدوش", "بكدم", "بصدم", "بالصدم", "بارتجاج", "بنزيف",
    "بتسمم", "بحال", "بالراس", "بالصدر", "براس", "بعد", "بينهم", "بين", "بسبب", "بسرعه", "بما", "بها", "به",
)  # fmt: skip
# Words of outcome that are figures of speech beside the words of the lexicon `figures`.
_FIGURES = frozenset(
    {
        "قتيل",
        "صريع",
        "خطف",
        "اختطف",
        "قتل",
        "أسر",
        "سقط",
        "سقوط",
        "استشهد",
        "استشهاد",
        "اغتيال",
        "اغتال",
        "حرر",
        "أصاب",
        "انتحار",
        "إعدام",
        "موت",
    }
)
_FEELINGS = frozenset({"الهلع", "الذعر", "الرعب", "الخوف", "الاحباط", "الياس", "القلق", "الملل", "الدهشه", "الصمم"})
_DAMAGE = frozenset({"باضرار", "بالاضرار", "بعطل", "باعطال", "بعطب"})


def harmless(s: Sentence, hit: Hit) -> bool:
    """«أصاب سكانها الهلع», «أصيب بأضرار»: a feeling, a damage."""
    if hit.row.sense == "injured" and s.text(hit.j) in _DAMAGE:
        return True
    near = (s.text(k).removeprefix("ب") for k in range(hit.j, min(hit.j + _NEAR_OBJECT, len(s.words))))
    return hit.row.lemma in ("أصاب", "أصيب") and any(word in _FEELINGS for word in near)


def figurative(s: Sentence, hit: Hit) -> bool:
    """«خطف الأنظار», «استشهد ببيت», «سقط المرشح في الانتخابات»: a figure of speech, no outcome."""
    group = group_at(s, hit.j)
    lemma = "أسر" if hit.row.form == "أسر" else hit.row.lemma
    if lemma not in _FIGURES or hit.enc or (group is not None and group.numbered):
        return False
    # «قتل شرطي في وقت متأخر»: what a preposition governs is no object
    behind = range(hit.j, min(hit.j + _NEAR, len(s.words)))
    near = [None if s.text(k - 1) == "في" else s.hit(k, "figures") for k in behind]
    if lemma in ("استشهد", "استشهاد"):
        return any(f is not None and f.row.part == "cited" for f in near) or _cites(s, hit.j)
    if any(f is not None and f.row.part in ("sense", lemma) for f in near[:1]):
        return True  # «اغتيال معنوي», «انتحار سياسي»
    things_taken = any(
        f is not None and f.row.part == "object" and not s.particle(f.i - 1, "preposition") for f in near[:_NEAR_OBJECT]
    )  # «قتل الوقت», but «قتل شرطي في وقت متأخر»
    contests = sum(h.row.part == "contest" for at in s.hits for h in at if h.kind == "figures")
    one = group is not None and group.high == 1 and group.definite and lemma == "سقط"
    return (things_taken and lemma not in ("سقط", "سقوط")) or contests >= (1 if one else _CONTESTS)


def _cites(s: Sentence, k: int) -> bool:
    """«استشهد بإحصائية نشرت …»: an unknown feminine noun behind ب is quoted; arms and places are known."""
    return (
        s.text(k).startswith("ب")
        and s.text(k).endswith("ه")
        and k < len(s.words)
        and not (
            s.hits[k] or s.mark(s.places, k) is not None or s.mark(s.dates, k) is not None or s.text(k).endswith("ته")
        )
    )


def ill(s: Sentence, k: int) -> bool:
    """«مصاب بالربو»: what stands right behind ب is no wound, weapon, place or time, and so an illness."""
    text = s.text(k)
    if not text.startswith("ب") or text.startswith(_WOUNDS) or s.mark(s.places, k) or s.mark(s.dates, k):
        return False
    return len(text) > _NEAR and not any(h.pro.startswith("ب") or h.kind == "particles" for h in s.hits[k])
