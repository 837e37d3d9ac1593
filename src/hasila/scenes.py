"""What a sentence tells of a scene: lines of lists, spans covered, and where, when and by whom without figures."""

from __future__ import annotations

import calendar
from typing import NamedTuple

from hasila.attribution import Voice
from hasila.circumstances import means_hits
from hasila.dates import FoldedDate
from hasila.perpetrators import author_of
from hasila.sentences import Mark, Sentence
from hasila.timing import until
from hasila.whereabouts import HOSPITALS

DAY = len("2024-01-01")


# Words of the headings of periodic reports, by their first letters: «نشرته عن شهر …», «حصاد شهر …».
_BULLETINS = ("موجز", "نشره", "نشرت", "النشره", "حصاد", "تقرير", "التقرير", "احصاييه", "حصيله", "توثيق")


_STRIKES = frozenset({"هجوم", "قصف", "غاره", "تفجير", "انفجار", "مجزره", "مذبحه", "معركه", "اقتحام", "كارثه", "حريق"})


_BULLETS = frozenset("-*•▪●◾■▶►◀◼⬛✅🔴🔻🔹🔸⭕️▫○◽❗‼⚫🟥🔺📌📍")


_NUMBERED = frozenset({"اولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا", "تاسعا", "عاشرا"})


# Two attacks told together.
_BOTH = frozenset({
    "الهجومين", "الهجومان", "التفجيرين", "التفجيران", "الانفجارين", "الانفجاران", "الكنيستين", "الكنيستان",
    "الغارتين", "الغارتان", "الضربتين", "الضربتان", "العمليتين", "العمليتان", "المجزرتين", "المجزرتان",
})  # fmt: skip


class Words(NamedTuple):
    """Words `i` to `j` of a sentence."""

    s: Sentence
    i: int
    j: int


# «#المدينة_الآن» names a channel.
_CHANNELS = frozenset({"الان", "لحظه", "مباشر", "هلق", "هسه", "24", "نيوز"})
_DOUBTS = frozenset({"denied", "unconfirmed"})


class Scene(NamedTuple):
    """What a sentence without figures tells of a happening: where, when, with what, by whom."""

    place: Words | None
    date: str | None
    means: tuple[str, ...]
    perpetrator: Words | None
    start: int = 0


def _day_of_figures(s: Sentence, m: Mark) -> bool:
    """«حصيلة يوم الجمعة 6 كانون الأول», «شهداء يوم الأربعاء»: the heading of a day's figures."""
    k = m.i if s.text(m.i) in ("يوم", "ليوم") else m.i - 1
    return s.text(k) in ("يوم", "ليوم") and s.text(k - 1) in ("حصيله", "شهداء", "قتلي", "ضحايا", "احصاييه")


def covered(s: Sentence) -> str | None:
    """The span that a heading says its figures cover: «خلال …», or the month of a bulletin («نشرته عن شهر …»)."""
    for m in s.dates:
        if not isinstance(m.what, FoldedDate):
            continue
        if m.what.precision == "day" and m.what.value is not None and _day_of_figures(s, m):
            return f"{m.what.value}/{m.what.value}"
        if m.what.kind == "during" and m.what.period:
            return m.what.period
        heading = any(s.text(k).startswith(_BULLETINS) for k in range(len(s.words)))
        if heading and m.what.kind == "span" and m.what.value and "/" in m.what.value:
            return m.what.value
        if heading and m.what.precision == "month" and m.what.value is not None:
            year, month = (int(part) for part in m.what.value.split("-"))
            return f"{m.what.value}-01/{m.what.value}-{calendar.monthrange(year, month)[1]:02}"
    return None


def tells_of_two(s: Sentence) -> bool:
    """Does the sentence tell of two attacks as one («الهجومان أوقعا نحو خمسين»)?"""
    return any(w.text in _BOTH for w in s.words)


def sums_up(s: Sentence) -> bool:
    """Does the sentence count over several happenings: a total for the country, the day, the governorates?"""
    return any(h.kind == "cues" and h.row.sense == "cumulative" for at in s.hits for h in at)


def is_breakdown(s: Sentence) -> bool:
    """Is the line a row of figures by place («محافظة حمص: 3 قتلى»), with no happening of its own told?"""
    colon = next((k for k in range(1, min(8, len(s.words))) if s.text(k) == ":"), None)
    acts = any(
        h.kind == "means" or (h.kind == "particles" and h.row.sense == "attack")
        for at in s.hits[colon or 0 :]
        for h in at
    )
    return colon is not None and not acts


def is_item(s: Sentence) -> bool:
    """Is the line an item of a list: it begins with a bullet or a numeral, or is headed by a place and a colon?"""
    if not s.line_start or not s.words:
        return False
    first = s.text(0)
    if first == "#":
        return False
    if (first.isdigit() and s.text(1) in ("-", ".", ")", "/", "_")) or (
        first in _NUMBERED and s.text(1) in (":", "-", "/")
    ):
        return True
    if first in _BULLETS or not (first.isalnum() or first in "\"'(«"):
        return True
    return any(s.text(k) == ":" and s.mark(s.places, k - 1) for k in range(1, min(8, len(s.words))))


_CLAIMS = frozenset({
    "تبني", "تبنت", "تبنتها", "تبناه", "تبنته", "تبناها", "تبناهما", "تبنتهما", "يتبني", "تتبني",
})  # fmt: skip
# «#جرائم_التحالف»: the tag names whose deeds they are.
_DEEDS = frozenset({"جرايم", "مجازر", "عدوان", "ارهاب", "قصف", "اجرام", "انتهاكات"})


def tagged_author(s: Sentence) -> Words | None:
    """«#جرائم_التحالف»: whom a hash sign names as the author."""
    named = (m for m in s.actors if s.text(m.i - 1) in _DEEDS and s.text(m.i - 2) == "#")
    return next((Words(s, m.i, m.j) for m in named), None)


def claimed_by(s: Sentence) -> Words | None:
    """«تبنى تنظيم … الهجوم»: the group that claims the attack."""
    for k in range(len(s.words)):
        if s.text(k).removeprefix("و") in _CLAIMS:
            actor = s.mark(s.actors, k + 1)
            if actor is not None and actor.i == k + 1:
                return Words(s, actor.i, actor.j)
            before = next((m for m in s.actors if m.j in (k - 1, k - 2)), None)
            if before is not None and s.particle(k - 1, "relative"):
                return Words(s, before.i, before.j)  # «التنظيم، الذي تبنى الهجوم»
    return None


def _under_way(s: Sentence) -> str | None:
    """«حتى مساء السبت … للاشتباكات الدائرة منذ الجمعة»: the days of a happening that goes on when its toll is told."""
    since = next((m.what for m in s.dates if isinstance(m.what, FoldedDate) and m.what.kind == "since"), None)
    return since.period if since is not None and any(until(s, m) for m in s.dates) else None


def _first_date(s: Sentence, said: list[Voice]) -> str | None:
    """The day that a sentence tells, behind its first act if it tells one («الغارة التي دمرت … مساء السبت»)."""
    if s.text(len(s.words) - 1) == ":" and any(v.j <= m.i <= v.j + 1 for v in said if v.i >= 0 for m in s.dates):
        return None  # «أفاد المتحدث، السبت، بما يلي:»: the day of the word
    act = next((k for k, at in enumerate(s.hits) for h in at if h.kind == "means"), -1)
    return _shortest(s, [m for m in s.dates if m.i > act]) or _shortest(s, s.dates)


def _shortest(s: Sentence, marks: list[Mark]) -> str | None:
    told: list[str] = []
    for m in marks:
        if (
            isinstance(m.what, FoldedDate)
            and not until(s, m)
            and m.what.value is not None
            and m.what.kind in ("point", "span")
            and len(m.what.value) >= DAY
        ):
            told.append(m.what.value)
    return min(told, key=len, default=None)  # a day says more than a span


def tells_its_own(s: Sentence) -> bool:
    """Does a line tell a happening of its own: where, or with what?"""
    return any(s.text(m.i).removeprefix("ب").removeprefix("ال") not in HOSPITALS for m in s.places) or any(
        h.kind == "means" or (h.kind == "particles" and h.row.sense == "attack") for at in s.hits for h in at
    )


def tells_an_act(s: Sentence) -> bool:
    """Does the sentence tell how someone was hurt or what was attacked?"""
    return any(h.kind == "means" or (h.kind == "particles" and h.row.sense == "attack") for at in s.hits for h in at)


# A line's label is no longer than this, in words.
_LABEL = 8


def names_dead(s: Sentence) -> bool:
    """Does the line begin with a title of the dead: «الشهيدة فلانة»?"""
    noun = s.hit(0, "outcomes", ("noun",))
    return noun is not None and noun.pro == "ال" and noun.row.frame == "singular" and noun.row.sense == "killed"


def labelled(s: Sentence) -> bool:
    """Does a line read «whoever or wherever: a figure»? Below a line that ends in a colon it is an item of a list."""
    colon = next((k for k in range(1, min(_LABEL, len(s.words))) if s.text(k) == ":"), None)
    return colon is not None and colon + 1 in s.quantities


def read_scene(s: Sentence, said: list[Voice]) -> Scene:
    """Where, when, with what and by whom a sentence without figures tells a happening."""
    senses = tuple(dict.fromkeys(h.row.sense for h in means_hits(s)))
    by = author_of(s) if tells_an_act(s) else None
    # «تحديث الأربعاء عن شهداء الضربة»: the day of the word.
    date = None if any(w.text.removeprefix("ال") == "تحديث" for w in s.words) else _under_way(s) or _first_date(s, said)
    # «بينما رجح المحافظ أن تكون عبوة»: what is doubted or denied is shared by no claim.
    doubted = any(h.kind == "cues" and h.row.sense in _DOUBTS for at in s.hits for h in at)
    if doubted:
        return Scene(_scene_place(s, said), date, (), None, s.start)
    return Scene(_scene_place(s, said), date, senses, Words(s, *by) if by else None, s.start)


def _scene_place(s: Sentence, said: list[Voice]) -> Words | None:
    """The place struck («قصف القرية»), else the first behind the first act, else the first; no speaker's place."""
    spoken = [(v.i, v.j) for v in said if v.s is s]
    act = next((k for k, at in enumerate(s.hits) for h in at if h.kind == "means"), -1)
    free = [
        m
        for m in s.places
        if s.mark(s.actors, m.i) is None
        and not any(i <= m.i < j for i, j in spoken)
        and s.text(m.i) not in ("مستشفيات", "مشافي")
        and s.text(m.j) not in _CHANNELS
    ]
    struck = next((m for m in free if s.text(m.i - 1).removeprefix("ال") in _STRIKES), None)
    place = struck or next((m for m in free if m.i > act), next(iter(free), None))
    return Words(s, place.i, place.j) if place is not None else None
