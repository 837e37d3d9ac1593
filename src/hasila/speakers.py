"""Who can be meant as a speaker: the noun phrase behind or before a verb of saying, the issuer that a heading names."""

from __future__ import annotations

from hasila.actors import ActorMention
from hasila.sentences import VERBS, Mark, Sentence

SUBORDINATORS = frozenset({"ان", "انه", "انها", "انهم", "بان", "بانه", "بانها", "انهما", "بانهما", "بانهم", "بانهن"})


_LONGEST_SOURCE = 14


LONGEST_HEAD = 9


NEAR_HEAD = 4


# «أفاد بوجود جرحى»: what is said, not who says it.
_HAPPENINGS = frozenset({
    "وجود", "سقوط", "وقوع", "وصول", "مقتل", "اصابه", "وفاه", "انتشال", "ارتفاع", "تعرض", "حدوث", "فقدان", "اعتقال",
    "قصف", "استشهاد", "استهداف", "اندلاع", "نقل", "العثور",
})  # fmt: skip


_MEDIUM = frozenset({"لوكاله", "لصحيفه", "لرويترز", "لقناه", "للصحافيين", "للصحفيين", "للصحافه", "ل", "لفرانس", "لبي"})


# What may stand before the subject of a verb of saying and is no part of it: «وكانت حصيلة سابقة للوزارة أفادت».
_BEFORE_SUBJECT = frozenset({
    "كان", "وكان", "وكانت", "كانت", "فيما", "بينما", "سابقه", "جديده", "اوليه", "لاحقه", "اخيره", "رسميه",
})  # fmt: skip


def _prints(m: Mark) -> bool:
    return isinstance(m.what, ActorMention) and m.what.kind == "media"


_CLAIMED = frozenset({
    "الهجوم", "الهجومين", "الهجمات", "التفجير", "التفجيرين", "التفجيرات", "الاعتداء", "الاعتداءات", "العمليه", "القصف",
    "الغاره", "الغارات", "المجزره", "الاغتيال", "الجريمه", "الخبر", "النبا",
})  # fmt: skip


# «والدة الشهيد فلان», «محامي المعتقل»: who speaks for the victim.
_KIN = frozenset({
    "والد", "والده", "والدي", "ابن", "ابنه", "شقيق", "شقيقه", "عم", "خال", "زوج", "زوجه", "اخ", "اخت", "ام", "ابو",
    "اب", "ذوو", "ذوي", "اسره", "عايله", "اهالي", "اهل", "محامي", "اقارب", "قريب", "زميل", "جار", "صديق",
})  # fmt: skip


_ENDS = frozenset({
    "في", "الي", "عن", "عنه", "عنها", "عنهم", "قوله", "قولها", "قولهم", "علي", "خلال", "عدم", "ما", "لما",
    "نفيا", "جمله", "بشده", "ليلا", "صباحا", "مساء", "اسماء", "كان", "كانت",
})  # fmt: skip


def _goes_on_in(s: Sentence, k: int, first: int) -> bool:
    """«مسؤول في وزارة الصحة», «سكرتير البطريركية في دمشق لوكالة …»: does «في» tell where a speaker works or sits?"""
    if s.text(k) != "في":
        return False
    seat = s.mark(s.places, k + 1) if k > first else None
    if seat is not None and seat.i == k + 1:
        after = s.text(seat.j)
        if after in SUBORDINATORS or after in _MEDIUM or after in ':".' or after.startswith("لو"):
            return True
    if k - first > NEAR_HEAD:
        return False
    return s.text(k + 1).startswith(_BODIES) or bool(s.mark(s.places, k + 1))


_BODIES = (
    "وزار", "ال", "مستشف", "شرط", "جيش", "حركه", "قوات", "قياد", "جهاز", "هييه", "مكتب", "شبك", "منظم", "حزب", "حكوم",
    "مجلس", "مديري", "بلدي", "نياب", "ادار", "غرف", "مركز", "رياس",
)  # fmt: skip


def _stops(s: Sentence, k: int, first: int) -> bool:
    text = s.text(k)
    if text in SUBORDINATORS or text in "،:؛()." or text in _ENDS:
        return not _goes_on_in(s, k, first)
    if s.mark(s.dates, k) is not None or (k in s.quantities and k > first):
        return True
    if s.particle(k, "subordinator", "adversative", "relative", "support", "reach", "number_of"):
        return True
    for h in s.hits[k]:
        if (
            h.kind == "outcomes"
            and (h.row.part in (*VERBS, "verbal_noun") or h.row.part == "noun")
            and s.mark(s.actors, k) is None
            and not (text == "تحرير" and s.text(k - 1) in ("جبهه", "حركه", "جيش", "قوات", "منظمه"))
            and not (h.row.part == "noun" and (s.particle(k - 1, "source_noun") or s.text(k - 1) in _KIN))
        ):
            return True
        if h.kind == "speech" and h.row.part in ("verb", "noun", "preposition"):
            return True
    medium = s.mark(s.actors, k)
    if (
        medium is not None
        and k > first
        and (text.startswith("ل") or (_prints(medium) and s.text(k - 1).endswith(("ي", "يه"))))
    ):
        return True  # «قال مسؤول لفرانس برس», «أفاد مصدر طبي وكالة …»: to whom
    if text == '"' and k > first and not any(s.text(n) == '"' for n in range(k + 1, k + 1 + LONGEST_HEAD)):
        return True  # «قال فلان "انفجرت …»: his words begin
    # «تبنى التنظيم الهجوم»: what is claimed is no adjective of who claims it.
    claimed = text in _CLAIMED and s.text(k - 1).startswith("ال")
    return claimed or text in _MEDIUM or (text.startswith("ل") and k > first + 1 and s.text(k)[1:3] == "وك")


# What is no one who could speak: pronouns, quantifiers, and adverbs before the one who does.
NO_SPEAKER = frozenset({
    "فيه", "فيها", "عنه", "عنها", "عنهم", "به", "بها", "ما", "انه", "اي", "معظمهم", "معظمها", "بعضهم", "بعضها",
    "جميعهم", "كلهم", "غالبيتهم", "احدهم", "اخرين", "منهم", "بعد", "قبل", "منذ", "تكرار", "وقوع", "سقوط",
    "اسماء", "ارتفاع", "لي", "لنا", "له", "لها", "لهم", "هنا", "هناك", '"',
})  # fmt: skip


# «بيان لقيادة العمليات», «تقرير صادر عن المركز»: whose paper it is.
_PAPERS = frozenset({"بيان", "تقرير", "تصريح", "بلاغ", "منشور", "احصاء", "سجلات", "بيانات", "ارقام"})


def _of_whom(s: Sentence, start: int) -> int:
    """Past a paper to the one who issued it, where the next words name them."""
    if s.text(start).removeprefix("ال") not in _PAPERS:
        return start
    if s.text(start + 1) in ("صادر", "صدر", "اصدره") or s.text(start + 2) == "عن":
        k = start + 2 + (s.text(start + 2) == "عن")
        return k if s.text(start + 1).startswith(("صادر", "صدر")) else start
    owner = s.text(start + 1)
    known = s.mark(s.actors, start + 1) or s.particle(start + 1, "source_noun")
    return start + 1 if owner.startswith("ل") and known else start


def _self_named(s: Sentence, start: int) -> tuple[int, int] | None:
    """«مجموعة تطلق على نفسها «سرايا …»»: the name in the quotation marks."""
    calls = s.text(start + 1) in ("تطلق", "اطلقت", "تسمي", "سمت")
    if not calls or "نفسها" not in (s.text(start + 2), s.text(start + 3)):
        return None
    marks = [k for k in range(start + 2, min(start + 2 + _LONGEST_SOURCE, len(s.words))) if s.text(k) == '"']
    return (marks[0] + 1, marks[1]) if len(marks) > 1 and marks[1] > marks[0] + 1 else None


def speaker_at(s: Sentence, start: int) -> tuple[int, int] | None:
    """The noun phrase of a source beginning at word `start`; a known actor ends it, adjectives and its place aside."""
    start = _of_whom(s, start)
    named = _self_named(s, start)
    if named is not None:
        return named
    if start in s.quantities or s.text(start) in NO_SPEAKER:
        return None
    if s.text(start).startswith("ب") and s.text(start)[1:] in _HAPPENINGS:
        return None
    actor = s.mark(s.actors, start)
    if actor is not None and actor.i == start:
        return start, _actor_end(s, actor.j)
    k = start
    while k < len(s.words) and k - start < _LONGEST_SOURCE and not _stops(s, k, start):
        k += 1
    while k > start and s.text(k - 1) in ("ايضا", "كذلك", "لاحقا", "سابقا"):
        k -= 1
    while k > start and (s.text(k - 1) in "\"'" or s.particle(k - 1, "preposition")):
        if s.text(k - 1) == '"' and sum(s.text(n) == '"' for n in range(start, k)) % 2 == 0:
            break
        k -= 1
    if k == start or not any(s.text(n).isalpha() for n in range(start, k)):
        return None
    return start, k


def speaker_before(s: Sentence, i: int, floor: int) -> tuple[int, int] | None:
    """The subject that stands before a verb of saying: «المرصد أحصى», «وكان المرصد أحصى»."""
    start = i
    while start > floor and i - start < LONGEST_HEAD and not _stops(s, start - 1, start - 1):
        start -= 1
    while start < i and s.text(start) in _BEFORE_SUBJECT:
        start += 1
    end = i - 1 if s.text(i - 1) in ("قد", "كان", "كانت") else i
    return (start, end) if start < end and can_speak(s, (start, end)) else None


def _actor_end(s: Sentence, k: int) -> int:
    while s.text(k).startswith("ال") and not _stops(s, k, k) and s.mark(s.places, k) is None:
        k += 1
    place = s.mark(s.places, k + 1) if s.text(k) == "في" else None
    return place.j if place is not None and place.i == k + 1 else k


def can_speak(s: Sentence, span: tuple[int, int]) -> bool:
    """Is there someone among the words who can say something: an actor, a person, a body?"""
    return any(
        s.mark(s.actors, k) or s.hit(k, "victims") or s.hit(k, "titles") or s.particle(k, "source_noun")
        for k in range(*span)
    )


def name_like(s: Sentence, span: tuple[int, int]) -> bool:
    """Can unknown words be a speaker's name? Adverbs in the accusative and other cues cannot."""
    first = s.text(span[0])
    return not first.endswith("ا") and not any(h.kind in ("cues", "means", "speech") for h in s.hits[span[0]])


def issuer_of(s: Sentence) -> tuple[int, int] | None:
    """Whose paper a heading says it is: «مركز النخيل للتوثيق - نشرة أيار», «بيان صادر عن لجنة السوق»."""
    start = next((k for k in range(len(s.words)) if s.text(k).isalpha()), 0)
    if s.text(start) == "بيان":
        start += 3 if s.text(start + 1) == "صادر" else 1
    dash = next((k for k in range(start, len(s.words)) if s.text(k) in "-|/"), len(s.words))
    known = s.mark(s.actors, start) or s.particle(start, "source_noun")
    names = not any(s.mark(s.dates, k) or s.hit(k, "speech") or s.text(k) in ":." for k in range(start, dash))
    short = 0 < dash - start <= LONGEST_HEAD and names
    return (start, dash) if known and short else None


def counted_by(s: Sentence) -> tuple[int, int] | None:
    """«حصيلة محدثة من الشرطة لانفجار اليوم:»: who gave the figures that a heading announces."""
    for k in range(1, len(s.words) - 1):
        told = any(s.text(n).removeprefix("ال") in ("حصيله", "ارقام", "احصاييه") for n in range(max(0, k - 3), k))
        if s.text(k) in ("من", "عن") and told:
            actor = s.mark(s.actors, k + 1)
            return (k + 1, actor.j) if actor is not None and actor.i == k + 1 else None
    return None
