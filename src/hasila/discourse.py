"""One text as a whole: what its sentences share until told otherwise, and which happening each claim tells of.

Place, date, means, perpetrator and source told once go on holding. The lines of a list (bullets, «place: …») each start
from what stood above the list, so that one line's circumstances never reach the next.
"""

from __future__ import annotations

import msgspec

from hasila.attribution import Voice
from hasila.circumstances import means_hits
from hasila.doers import doer_at
from hasila.perpetrators import labelled_by
from hasila.scenes import (
    DAY,
    Scene,
    Words,
    claimed_by,
    covered,
    is_breakdown,
    is_item,
    labelled,
    names_dead,
    read_scene,
    tagged_author,
    tells_an_act,
    tells_its_own,
)
from hasila.sentences import Sentence
from hasila.speakers import counted_by, issuer_of
from hasila.timing import until

# Words and marks of posts written while it happens: what they tell is today's.
_NOW = frozenset({"عاجل", "الان", "#", "هلا", "هسه", "دلوقتي", "قليل"})


# «بحسب الجهة الفاعلة:», «الجهات المسؤولة»: the labels of the lines below are who did it.
_WHO_DID_IT = frozenset({"الفاعله", "المرتكبه", "المنفذه", "الجهات الفاعله"})
# «سجل التقرير …»: the paper speaks for whoever issued it.
_PAPERS = frozenset({"التقرير", "البيان", "النشره", "الاحصاييه", "الحصيله"})
# A line that corrects or explains tells of another happening than the lines above it.
_ASIDES = frozenset({"تصحيح", "تنويه", "توضيح", "استدراك"})
# What goes on with the happening of the line above: «لا تزال الفرق تبحث عن مفقودين تحت الأنقاض».
_STILL = frozenset({"الانقاض", "انقاض", "الركام", "الردم", "تزال", "يزال", "زال", "كمان", "ايضا"})
_SAME = frozenset({"نفسه", "نفسها", "ذاته", "ذاتها", "المذكور", "المذكوره"})
_SHORT = 2
_HEADING = 3
_TELLING = 4
_REMEMBERED = 100


Told = tuple[Words | None, str | None, str | None, Words | None, str | None]


class Context(msgspec.Struct):
    """What the text has told so far."""

    place: Words | None = None
    date: str | None = None
    at: Words | None = None
    means: str | None = None
    perpetrator: Words | None = None
    captor: Words | None = None
    source: Words | None = None
    governs: bool = False
    period: str | None = None


def _named(source: Words, word: str) -> Words | None:
    """The fuller name that «الوزارة» stands for: «المتحدث باسم وزارة الصحة» → «وزارة الصحة»."""
    for k in range(source.i, source.j):
        if source.s.text(k) in (word, word.removeprefix("ال")) and source.j - k > 1:
            return Words(source.s, k, source.j)
    return None


def _deeds_of(s: Sentence) -> Words | None:
    """«أسفرت أعمال قواتنا عن:»: whose deeds the list below tells, each without a doer of its own."""
    last = len(s.words) - 1
    if s.text(last) != ":" or s.text(last - 1) not in ("عن", "من"):
        return None
    found = (doer_at(s, k) for k in range(last))
    return next((Words(s, *who) for who in found if who is not None), None)


def quotes_on(s: Sentence, quoted: bool, named: bool) -> bool:
    """Does a direct quotation go on behind the sentence («قال فلان: «… . …»»): opened by one who is named?"""
    odd = sum(w.text == '"' for w in s.words) % 2 == 1
    return not quoted and named if odd else quoted


class Discourse:
    """The context of a text while its sentences are read in order."""

    def __init__(self) -> None:
        self.now = Context()
        self.current = False
        self.in_list = False
        self.doer: Words | None = None
        self.joint: Words | None = None
        self._named: dict[str, Words] = {}
        self.by_party = False
        self.governed = False
        self._told = False
        self.sources: list[Words] = []
        self.headings: list[Sentence] = []
        self.elsewhere = False
        self.headed = False
        self.first: Words | None = None
        self.tagged: Words | None = None
        self.giver = False
        self.heads: list[Words] = []
        self.issuer: Words | None = None
        self._main: Context | None = None
        self.scenes: list[Scene] = []
        self.theme: str | None = None
        self.until = False
        self.realm: Words | None = None
        self.claimed: Words | None = None
        self.lines = 0
        self._listing = False
        self.lists = 0
        self._above: Context | None = None
        self.quoted = False

    def known_source(self, told: Words) -> Words:
        """«الوزارة» is the ministry named before: the first earlier source that is fuller and holds the word."""
        words = [told.s.text(k) for k in range(told.i, told.j) if told.s.text(k) not in _SAME]
        words[0] = "ال" + words[0][2:] if words and words[0].startswith("لل") else words[0]
        if len(words) > _SHORT or not words[0].startswith("ال"):
            return told
        if words[0] in _PAPERS and self.issuer is not None:
            return self.issuer
        fuller = (_named(w, words[0]) for w in [*self.sources[:_REMEMBERED], *self.heads])
        return next((w for w in fuller if w is not None and w.j - w.i > len(words)), told)

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
        if self.lines < _HEADING and s.line_start and (head := issuer_of(s)) is not None:
            self.heads.append(Words(s, *head))
        self.until = self.until or (self.lines < _HEADING and any(until(s, m) for m in s.dates))
        self.by_party = self.by_party or any(w.text in _WHO_DID_IT for w in s.words)
        if not s.line_start:
            return
        self.quoted = False
        self.lines += 1
        if s.text(0) in _ASIDES:
            self._above = self._main = None
            self.now = Context(source=self.now.source, governs=self.now.governs)
        if self.giver and not {0, 1} & s.quantities.keys():
            self.giver = self.now.governs = False  # the bare figures below a heading are its giver's, and no more
            self.now.source = None
        listed = self._listing and (labelled(s) or names_dead(s))
        self._listing = listed or s.text(len(s.words) - 1) == ":"
        if self.lines > 1 and (listed or is_item(s) or (self.by_party and labelled_by(s) is not None)):
            self.lists += 1
            self.current = self.current or self.lists > 2
            self._above = self._above or msgspec.structs.replace(self.now)
            above = self._above
            if not s.places and self.in_list and any(w.text in _STILL for w in s.words):
                return
            own = not is_breakdown(s) and tells_its_own(s)
            place = above.place if self._told else None
            self.now = (
                msgspec.structs.replace(above, place=place, means=None, perpetrator=None)
                if own
                else msgspec.structs.replace(above)
            )
            self.in_list = True
        else:
            self.in_list = self.governed = False
            self.doer = None
            if self._above is not None:
                self.now = self._above
            self._above = None
            self._return_to_main()

    def _keep_main(self, s: Sentence) -> None:
        """The first claims below the headline tell the main happening; what is told later of its place completes it."""
        now, main = self.now, self._main
        if self.in_list or now.place is None or (s.start == 0 and s.text(len(s.words) - 1) not in ".!؟:"):
            return
        if main is None:
            self._main = msgspec.structs.replace(now)
        elif main.place == now.place:
            main.means, main.perpetrator = main.means or now.means, main.perpetrator or now.perpetrator
            if main.date is None:
                main.date, main.at = now.date, now.at

    def _return_to_main(self) -> None:
        """A new paragraph is about the main happening again, until it tells of another."""
        main = self._main
        if main is not None:
            self.now.place, self.now.date, self.now.at = main.place, main.date, main.at
            self.now.means, self.now.perpetrator = main.means, main.perpetrator

    def remember(self, s: Sentence, said: list[Voice], told: list[Told]) -> None:
        """End a sentence: keep what it told (place, date, means and perpetrator of each of its claims)."""
        now = self.now
        self.doer = self.doer or (None if told else _deeds_of(s))
        self.headings += [s] if not told and s.text(len(s.words) - 1) == ":" else []
        self.claimed = self.claimed or claimed_by(s)
        self.tagged = self.tagged or tagged_author(s)
        self._told = self._told or (bool(told) and not self.in_list)
        if all(place is None and period is not None for place, *_, period in told):
            self._scene(s, said, bool(told))
        for place, date, means, perpetrator, _ in told[:1]:
            now.place = place or now.place
            if (
                place is not None
                and self.joint is None
                and any(place.s.text(k).startswith("وال") for k in range(place.i + 1, place.j))
            ):
                self.joint = place
            if date is not None and len(date) >= DAY:
                now.date, now.at = date, place if "/" not in date else None
            now.means = now.means if self.by_party and self.in_list else means or now.means
            now.perpetrator = now.perpetrator if self.by_party else perpetrator or now.perpetrator
            self._keep_main(s)
        if any(period for *_, period in told) or told:
            now.period = next((period for *_, period in told if period), None if not self.in_list else now.period)
        named = [v for v in said if v.i >= 0 and v.rule != "silent" and not (self.by_party and v.rule == "headline")]
        if named and self.issuer is None and named[0].s.text(named[0].i) not in _PAPERS:
            self.issuer = Words(named[0].s, named[0].i, named[0].j)
        if not named and not told and s.text(len(s.words) - 1) == ":" and (giver := counted_by(s)) is not None:
            now.source = Words(s, *giver)
            self.giver = True
        if named:
            now.source = self.known_source(Words(named[-1].s, named[-1].i, named[-1].j))
            now.governs = s.text(len(s.words) - 1) == ":"
        elif s.text(len(s.words) - 1) == ":":
            now.governs = True
        self.quoted = quotes_on(s, self.quoted, bool(named))
        self.sources += [Words(v.s, v.i, v.j) for v in named]

    def _scene(self, s: Sentence, said: list[Voice], figures: bool = False) -> None:
        """A claimless sentence sets the scene if it tells how or what was attacked, or if nothing is known yet."""
        scene, now = read_scene(s, said), self.now
        acts = tells_an_act(s)
        self.scenes.append(scene)
        tagged = scene.place is not None and "#" in (s.text(scene.place.i - 1), s.text(scene.place.i - 2))
        if scene.place is not None and ((acts and not tagged) or now.place is None):
            now.place = scene.place
            self._told = self._told or (acts and not self.in_list)
        if scene.date is not None and (acts or now.date is None):
            now.date, now.at = scene.date, now.place if acts else None
        if scene.date is not None and self._above is not None and self._above.date is None:
            self._above.date = scene.date
        self._scene_covers(s, scene, figures)
        if scene.means and now.means is None:
            now.means = scene.means[0]
            if self._main is not None and scene.place is None:
                self._main.means = self._main.means or now.means

    def _scene_covers(self, s: Sentence, scene: Scene, figures: bool) -> None:
        """The span of a periodic report, and what it is about («موجز أسبوعي عن حوادث الغرق»)."""
        span = covered(s)
        if span is None:
            return
        self.now.date = self.now.period = span
        self.now.at = None
        # «أسفرت العملية خلال الأيام الماضية عن:»: the items go on with the sentence, and with its time.
        self.governed = s.text(len(s.words) - 1) == ":" and s.particle(len(s.words) - 2, "preposition") is not None
        self.headed = self.headed or not figures
        # «نشرة الحوادث الأمنية» is about no accidents.
        telling = any(int(h.row.frame) >= _TELLING for h in means_hits(s))
        if scene.means and scene.place is None and not figures and telling:
            self.theme = scene.means[0]
