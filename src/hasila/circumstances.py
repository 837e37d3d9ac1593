"""With what, where and when: circumstances of a draft from its sentence, the nearest fitting mention of each.

What stands behind the claim in its clause comes first, then what stands before it; the text as a whole fills the rest
(module `discourse`).
"""

from __future__ import annotations

from typing import NamedTuple

from hasila.attribution import Voice
from hasila.dates import FoldedDate
from hasila.drafts import Draft
from hasila.places import PlaceMention
from hasila.sentences import Mark, Sentence
from hasila.words import Hit

_NEAR = 14
_BESIDE = 7
_WAYS = frozenset({"من", "الي", "عن", "باتجاه", "نحو", "صوب", "اتجاه"})
_SITES = frozenset(
    {"مستشفي", "كنيسه", "مدرسه", "سجن", "مسجد", "جامع", "فندق", "سوق", "كاتدراييه", "جامعه", "حسينيه", "كنيس", "معهد"}
)
_HOSPITALS = frozenset({"مستشفي", "مشفي", "مجمع", "مركز", "مستوصف"})
_CARE = ("سجلت", "نقل", "وصل", "استقبل", "تسلم", "اسعف", "يرقد", "يعالج", "يتلق", "متاثر", "فارق", "بجراح")
_SIDE_BY_SIDE = 2
_CEASING = frozenset({"وقف", "لوقف", "بوقف", "ووقف"})
# Of these only a raid is a means (annotation guidelines).
UNHURT = frozenset({"detained", "released", "abducted", "surrendered", "escaped"})


class Means(NamedTuple):
    """A means of harm and the words that tell it."""

    value: str
    i: int
    j: int
    row: str


def anchor(draft: Draft) -> tuple[int, int]:
    """From the first word of a draft's outcome and group to the end of their last."""
    return min(draft.i, draft.group.i), max(draft.j, draft.group.j)


def mentioned(draft: Draft) -> bool:
    """Is the act only mentioned («منذ اغتيال فلان», «اعتقاله»)? What is told before it then belongs elsewhere."""
    return (
        draft.row is not None
        and draft.row.part == "verbal_noun"
        and (draft.group.kind == "name" or draft.pronoun or draft.rule.endswith("pronoun"))
    )


def clause_of(s: Sentence, draft: Draft) -> tuple[int, int]:
    """The words around a draft that no adversative or semicolon parts from it."""
    start, end = anchor(draft)
    while start > 0 and not (s.particle(start - 1, "adversative") or s.text(start - 1) == "؛"):
        start -= 1
    while end < len(s.words) and not (s.particle(end, "adversative") or s.text(end) == "؛"):
        end += 1
    return start, end


def _means_hits(s: Sentence) -> list[Hit]:
    return [h for at in s.hits for h in at if h.kind == "means" and s.text(h.i - 1) not in _CEASING]


def means_of(s: Sentence, draft: Draft) -> Means | None:
    """The means told nearest to a draft: an explicit outcome row first, then behind it, then before it."""
    start, end = clause_of(s, draft)
    hits = [h for h in _means_hits(s) if start <= h.i < end]
    if draft.outcome in UNHURT:
        hits = [h for h in hits if h.row.sense == "raid"]
    if not hits:
        return None
    a, b = anchor(draft)
    # «إصابة شخص … والاشتباكات التي …»: what is joined to the whole is not what hurt.
    behind = [h for h in hits if h.i >= b and not (h.pro.startswith("و") and h.row.part == "noun" and h.i - b > 1)]
    before = [h for h in hits if h.j <= a] if not mentioned(draft) else []
    inside = [h for h in hits if a <= h.i < b]
    for near in (inside, _segment(s, behind, b), before[::-1], behind):
        if near:
            return _best(near)
    return None


def _segment(s: Sentence, hits: list[Hit], start: int) -> list[Hit]:
    """The hits not parted from `start` by more than the reach of one clause."""
    return [h for h in hits if h.i - start <= _NEAR]


def _best(hits: list[Hit]) -> Means:
    """The most specific of the hits near the first; a suicide attack with a car is its own kind."""
    first = hits[0]
    near = [h for h in hits if abs(h.i - first.i) <= _NEAR]
    senses = {h.row.sense for h in near}
    best = max(near, key=lambda h: (_priority(h), -near.index(h)))
    value = best.row.sense
    if "car_bomb" in senses and "suicide_bombing" in senses:
        value = "suicide_car_bomb"
    return Means(value, best.i, best.j, best.row.ref)


def _priority(h: Hit) -> int:
    return int(h.row.frame) if h.row.frame.isdigit() else 1


def locates(s: Sentence, m: Mark) -> bool:
    """Can the act be at this place: behind في or بـ or a type noun, no part of an actor's name, no way to or from?"""
    what = m.what
    if not isinstance(what, PlaceMention) or s.mark(s.actors, m.i) is not None or what.aside:
        return False
    if m.i == 0 and s.line_start and s.text(m.j) in ("-", "(", "/"):
        return False  # a dateline
    beside = s.text(m.i - 1) == "من" and s.text(m.i - 2).removeprefix("ب").removeprefix("ال") in (
        "قرب",
        "قريب",
        "مقربه",
        "قريبا",
        "خارج",
    )
    if (s.text(m.i - 1) in _WAYS and not what.direction and not beside) or _of_care(s, m) or _speaks(s, m):
        return False  # the way from or to it, or where the hurt were taken
    named = s.text(m.i).removeprefix("ب").removeprefix("ال") in _SITES
    return (
        bool(named or beside or what.facility or what.located or what.preposition or what.type_noun or what.direction)
        or s.text(m.j) == ":"
    )


def _speaks(s: Sentence, m: Mark) -> bool:
    """«مجمع ناصر: 2 من الجرحى …»: a hospital at the head of a line tells the figures."""
    head = m.i <= 1 and s.line_start and s.text(m.j) == ":"
    return head and s.text(m.i).removeprefix("ال") in _HOSPITALS


def _of_care(s: Sentence, m: Mark) -> bool:
    """Is it the hospital that took them in: «نقلوا إلى», «وصل», «استقبل», «تسلمت»?"""
    if s.text(m.i) in ("مستشفيات", "مشافي"):
        return s.text(m.i + 1).startswith("ال")
    return any(s.text(k).removeprefix("و").startswith(_CARE) for k in range(max(0, m.i - 3), m.i))


def place_of(s: Sentence, draft: Draft, said: list[Voice]) -> Mark | None:
    """The place nearest to a draft: the first behind it in its clause, else the last before it; no speaker's place."""
    start, end = clause_of(s, draft)
    left = draft.outcome == "displaced"
    marks = [m for m in s.places if start <= m.i < end and (locates(s, m) or (left and s.text(m.i - 1) == "من"))]
    marks = [m for m in marks if not any(v.s is s and v.i <= m.i < v.j for v in said)]
    if draft.outcome in ("released", "detained", "abducted"):
        marks = [m for m in marks if not (draft.group.i <= m.i < draft.group.j)]
    elif draft.group.high == 1 and draft.group.ni is not None and draft.group.nj is not None:
        # «مدير مستشفى العودة»: the victim's own place, not where it happened.
        marks = [
            m
            for m in marks
            if not (
                draft.group.ni < m.i < draft.group.nj
                and s.particle(m.i - 1, "preposition") is None
                and not s.text(m.i).startswith("ب")
            )
        ]
    floor = _reported_from(s, draft, said)
    # «وفي مدينة الموصل، قال …»: a place that opens the sentence is where it happened, whoever tells it.
    marks = [m for m in marks if m.i >= floor or (m.i <= 1 and s.text(m.j) == "،")]
    a, _b = anchor(draft)
    behind = [m for m in marks if m.i >= a and m.i >= draft.j]
    before = [m for m in marks if m.j <= a] if not mentioned(draft) else []
    return _most_specific(behind) or _most_specific(_first_of_run(s, before))


def _reported_from(s: Sentence, draft: Draft, said: list[Voice]) -> int:
    """Where the words that a speaker reports begin: what is told before is the speaker's."""
    for v in reversed(said):
        if v.s is s and v.rule in ("verb_of_saying", "speaker_goes_on") and v.start < draft.i < v.end:
            return next((k for k in range(max(v.j, v.start), draft.i) if s.particle(k, "subordinator")), 0)
    return 0


def _first_of_run(s: Sentence, marks: list[Mark]) -> list[Mark]:
    """The last run of places side by side, its first before the others («بلدة تل السنديان بقضاء بعلبك»)."""
    run = marks[-1:]
    for m in reversed(marks[:-1]):
        # «قرية دير شرقي القريبة من مدينة معرة النعمان في ريف إدلب»: another place between them bridges.
        bridged = sum(min(p.j, run[0].i) - p.i for p in s.places if m.j <= p.i < run[0].i)
        if run[0].i - m.j - bridged > (_SIDE_BY_SIDE + 1 if bridged else _SIDE_BY_SIDE):
            break
        run.insert(0, m)
    return run


def _most_specific(marks: list[Mark]) -> Mark | None:
    """The nearest, or a facility told within a few words of it."""
    for m in marks:
        if abs(m.i - marks[0].i) <= _BESIDE and isinstance(m.what, PlaceMention) and m.what.facility:
            return m
    return marks[0] if marks else None


def _announcement(s: Sentence, m: Mark, voice: Voice | None, draft: Draft) -> bool:
    """Does the date stand between a verb of saying and what is said: the day of the word, not of the deed?"""
    if voice is None or voice.s is not s or voice.rule not in ("verb_of_saying", "speaker_goes_on"):
        return False
    if m.j == voice.start and m.j < draft.i:
        return True  # «… الثلاثاء أفادت بسقوط 250»
    said = next((k for k in range(voice.start, draft.i) if s.particle(k, "subordinator")), None)
    if said is not None:
        return voice.start <= m.i < said
    return (voice.i >= 0 and voice.j <= m.i <= voice.j + 2) or voice.start <= m.i < voice.i


_SUPERLATIVES = frozenset(
    {
        "اعلي",
        "اكبر",
        "اسوا",
        "اكثر",
        "اعنف",
        "اول",
        "الاول",
        "الاولي",
        "ادمي",
        "اشد",
        "الاكبر",
        "الاسوا",
        "الاعنف",
        "الاكثر",
        "الاعلي",
        "الاشد",
    }
)


def _since_the_worst(s: Sentence, m: Mark) -> bool:
    """«في أعلى حصيلة لهجوم واحد منذ عام 2003»: how far back the comparison goes, not what the figure counts."""
    since = isinstance(m.what, FoldedDate) and (m.what.kind == "since" or s.text(m.i) == "منذ")
    return since and any(s.text(k) in _SUPERLATIVES for k in range(max(0, m.i - 9), m.i))


def date_of(s: Sentence, draft: Draft, voice: Voice | None) -> Mark | None:
    """The date told nearest to a draft, days of announcement left out."""
    start, end = clause_of(s, draft)
    marks = [m for m in s.dates if start <= m.i < end and not _announcement(s, m, voice, draft)]
    marks = [
        m for m in marks if isinstance(m.what, FoldedDate) and m.what.value is not None and not _since_the_worst(s, m)
    ]
    a, _b = anchor(draft)
    behind = [m for m in marks if m.i >= a]
    before = [m for m in marks if m.j <= a] if not mentioned(draft) else []
    return next(iter(behind or before[::-1]), None)
