"""One text as a whole: what its sentences share until told otherwise, and which happening each claim tells of.

Place, date, means, perpetrator and source told once go on holding. The lines of a list (bullets, «place: …») each start
from what stood above the list, so that one line's circumstances never reach the next.
"""

from __future__ import annotations

import calendar
from typing import NamedTuple

import msgspec

from hasila.attribution import Voice
from hasila.dates import FoldedDate
from hasila.sentences import Sentence

_BULLETS = frozenset("-*•▪●◾■▶►◀◼⬛✅🔴🔻🔹🔸⭕️▫○◽❗‼⚫🟥🔺📌📍")


# Words and marks of posts written while it happens: what they tell is today's.
_NOW = frozenset({"عاجل", "الان", "#", "هلا", "هسه", "دلوقتي", "قليل"})


_DAY = len("2024-01-01")
# «بحسب الجهة الفاعلة:», «الجهات المسؤولة»: the labels of the lines below are who did it.
_WHO_DID_IT = frozenset({"الفاعله", "المرتكبه", "المنفذه", "الجهات الفاعله"})
# Words of the headings of periodic reports, by their first letters: «نشرته عن شهر …», «حصاد شهر …».
_BULLETINS = ("نشره", "نشرت", "النشره", "حصاد", "تقرير", "التقرير", "احصاييه", "حصيله", "توثيق")
_SAME = frozenset({"نفسه", "نفسها", "ذاته", "ذاتها", "المذكور", "المذكوره"})
_NUMBERED = frozenset({"اولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا", "تاسعا", "عاشرا"})
_SHORT = 2
_LONGEST_LABEL = 8
_REMEMBERED = 100


class Words(NamedTuple):
    """Words `i` to `j` of a sentence."""

    s: Sentence
    i: int
    j: int


Told = tuple[Words | None, str | None, str | None, Words | None, str | None]


class Context(msgspec.Struct):
    """What the text has told so far."""

    place: Words | None = None
    date: str | None = None
    means: str | None = None
    perpetrator: Words | None = None
    source: Words | None = None
    governs: bool = False
    period: str | None = None


def _names(source: Words, word: str) -> bool:
    texts = [source.s.text(k) for k in range(source.i, source.j)]
    return word in texts or word.removeprefix("ال") in texts[:1]


class Discourse:
    """The context of a text while its sentences are read in order."""

    def __init__(self) -> None:
        self.now = Context()
        self.current = False
        self.in_list = False
        self.joint: Words | None = None
        self._named: dict[str, Words] = {}
        self.by_party = False
        self.governed = False
        self._told = False
        self.sources: list[Words] = []
        self.claimed: Words | None = None
        self.heading: Sentence | None = None
        self._lines = 0
        self._listing = False
        self.lists = 0
        self._above: Context | None = None

    def known_source(self, told: Words) -> Words:
        """«الوزارة» is the ministry named before: the first earlier source that is fuller and holds the word."""
        words = [told.s.text(k) for k in range(told.i, told.j) if told.s.text(k) not in _SAME]
        if len(words) > _SHORT or not words[0].startswith("ال"):
            return told
        return next((w for w in self.sources[:_REMEMBERED] if w.j - w.i > len(words) and _names(w, words[0])), told)

    def known_place(self, told: Words) -> Words:
        """«السجن» is the prison named before: the first place of that kind with a name."""
        kind = told.s.text(told.i)
        if told.j - told.i > 1 or not kind.startswith("ال"):
            return told
        return self._named.get(kind.removeprefix("ال"), told)

    def enter(self, s: Sentence) -> None:
        """Begin a sentence: a new line of a list goes back to what stood above the list."""
        self.current = self.current or any(w.text in _NOW for w in s.words)
        for m in s.places:
            if m.j - m.i > 1:
                self._named.setdefault(s.text(m.i).removeprefix("ب").removeprefix("ال"), Words(s, m.i, m.j))
        self.by_party = self.by_party or any(w.text in _WHO_DID_IT for w in s.words)
        if not s.line_start:
            return
        self._lines += 1
        listed = self._listing and (_labelled(s) or _names_dead(s))
        self._listing = listed or s.text(len(s.words) - 1) == ":"
        if self._lines > 1 and (listed or is_item(s)):
            self.lists += 1
            self.current = self.current or self.lists > 2
            self._above = self._above or msgspec.structs.replace(self.now)
            above = self._above
            own = not is_breakdown(s) and _tells_its_own(s)
            place = above.place if self._told else None
            self.now = (
                msgspec.structs.replace(above, place=place, means=None, perpetrator=None)
                if own
                else msgspec.structs.replace(above)
            )
            self.in_list = True
        else:
            self.heading = s
            self.in_list = self.governed = False
            if self._above is not None:
                self.now = self._above
            self._above = None

    def remember(self, s: Sentence, said: list[Voice], told: list[Told]) -> None:
        """End a sentence: keep what it told (place, date, means and perpetrator of each of its claims)."""
        now = self.now
        self.claimed = self.claimed or _claimed_by(s)
        self._told = self._told or (bool(told) and not self.in_list)
        if not told:
            self._scene(s, said)
        for place, date, means, perpetrator, _ in told[:1]:
            now.place = place or now.place
            if (
                place is not None
                and self.joint is None
                and any(place.s.text(k).startswith("وال") for k in range(place.i + 1, place.j))
            ):
                self.joint = place
            now.date = date if date is not None and len(date) >= _DAY else now.date
            now.means = means or now.means
            now.perpetrator = perpetrator or now.perpetrator
        if any(period for *_, period in told) or told:
            now.period = next((period for *_, period in told if period), None if not self.in_list else now.period)
        named = [v for v in said if v.i >= 0]
        if named:
            now.source = self.known_source(Words(named[-1].s, named[-1].i, named[-1].j))
            now.governs = s.text(len(s.words) - 1) == ":"
        elif s.text(len(s.words) - 1) == ":":
            now.governs = True
        self.sources += [Words(v.s, v.i, v.j) for v in named]

    def _scene(self, s: Sentence, said: list[Voice]) -> None:
        """A claimless sentence sets the scene if it tells how or what was attacked, or if nothing is known yet."""
        acts = any(
            h.kind == "means" or (h.kind == "particles" and h.row.sense == "attack") for at in s.hits for h in at
        )
        spoken = [(v.i, v.j) for v in said if v.s is s]
        place = next(
            (m for m in s.places if s.mark(s.actors, m.i) is None and not any(i <= m.i < j for i, j in spoken)), None
        )
        if place is not None and (acts or self.now.place is None):
            self.now.place = Words(s, place.i, place.j)
        # «تحديث الأربعاء عن شهداء الضربة»: the day of the word.
        date = _first_date(s) if not any(w.text.removeprefix("ال") == "تحديث" for w in s.words) else None
        if date is not None and (acts or self.now.date is None):
            self.now.date = date
        if date is not None and self._above is not None and self._above.date is None:
            self._above.date = date
        covered = _covered(s)
        if covered is not None:
            self.now.date = self.now.period = covered
            # «أسفرت العملية خلال الأيام الماضية عن:»: the items go on with the sentence, and with its time.
            self.governed = s.text(len(s.words) - 1) == ":" and s.particle(len(s.words) - 2, "preposition") is not None
        means = [h for at in s.hits for h in at if h.kind == "means"]
        if means and self.now.means is None:
            self.now.means = means[0].row.sense


def _tells_its_own(s: Sentence) -> bool:
    """Does a line tell a happening of its own: where, or with what?"""
    return bool(s.places) or any(
        h.kind == "means" or (h.kind == "particles" and h.row.sense == "attack") for at in s.hits for h in at
    )


def _covered(s: Sentence) -> str | None:
    """The span that a heading says its figures cover: «خلال …», or the month of a bulletin («نشرته عن شهر …»)."""
    for m in s.dates:
        if not isinstance(m.what, FoldedDate):
            continue
        if m.what.kind == "during" and m.what.period:
            return m.what.period
        heading = any(s.text(k).startswith(_BULLETINS) for k in range(len(s.words)))
        if heading and m.what.precision == "month" and m.what.value is not None:
            year, month = (int(part) for part in m.what.value.split("-"))
            return f"{m.what.value}-01/{m.what.value}-{calendar.monthrange(year, month)[1]:02}"
    return None


# Two attacks told together.
_BOTH = frozenset({
    "الهجومين", "الهجومان", "التفجيرين", "التفجيران", "الانفجارين", "الانفجاران", "الكنيستين", "الكنيستان",
    "الغارتين", "الغارتان", "الضربتين", "الضربتان", "العمليتين", "العمليتان", "المجزرتين", "المجزرتان",
})  # fmt: skip


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


def _claimed_by(s: Sentence) -> Words | None:
    """«تبنى تنظيم … الهجوم»: the group that claims the attack."""
    for k in range(len(s.words)):
        if s.text(k).removeprefix("و") in ("تبني", "تبنت", "تبنتها", "تبناه", "تبنته", "تبناها"):
            actor = s.mark(s.actors, k + 1)
            if actor is not None and actor.i == k + 1:
                return Words(s, actor.i, actor.j)
    return None


def _first_date(s: Sentence) -> str | None:
    told: list[str] = []
    for m in s.dates:
        until = s.text(m.i - 1) == "حتي"
        if (
            isinstance(m.what, FoldedDate)
            and not until
            and m.what.value is not None
            and m.what.kind in ("point", "span")
            and len(m.what.value) >= _DAY
        ):
            told.append(m.what.value)
    return min(told, key=len, default=None)  # a day says more than a span


def _names_dead(s: Sentence) -> bool:
    """Does the line begin with a title of the dead: «الشهيدة فلانة»?"""
    noun = s.hit(0, "outcomes", ("noun",))
    return noun is not None and noun.pro == "ال" and noun.row.frame == "singular" and noun.row.sense == "killed"


def _labelled(s: Sentence) -> bool:
    """Does a line read «whoever or wherever: a figure»? Below a line that ends in a colon it is an item of a list."""
    colon = next((k for k in range(1, min(_LONGEST_LABEL, len(s.words))) if s.text(k) == ":"), None)
    return colon is not None and colon + 1 in s.quantities


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
