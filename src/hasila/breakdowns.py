"""Totals divided over lines of a list or places of a paragraph: «وتوزعوا كما يلي: 9 في الجنوب، 11 في النبطية …»."""

from __future__ import annotations

import itertools

from hasila.drafts import Draft, main_total
from hasila.found import Found
from hasila.scenes import is_breakdown, sums_up, tells_of_two
from hasila.sentences import Sentence

_DIVIDES = frozenset({
    "توزع", "توزعت", "وتوزع", "وتوزعت", "توزعوا", "وتوزعوا", "موزعين", "موزعه", "التالي", "الاتي", "يلي", "بحسب",
    "وبحسب", "حسب", "وحسب", "وفيها",
})  # fmt: skip
_RECENT = 60
_SUMS = frozenset({"الحصيله", "المجموع", "الاجمالي", "المحصله", "حصيله"})
_SHARING = frozenset({"parts", "identity_parts", "share", "breakdown", "coordination"})


def divides(s: Sentence) -> bool:
    """Does the sentence announce a division of a total?"""
    return any(w.text in _DIVIDES for w in s.words) and any(w.text == ":" for w in s.words)


def _divides_above(s: Sentence) -> bool:
    """«وبحسب المديريات:», not «وبحسب الشرطة:»."""
    return divides(s) and not s.actors and not any(s.particle(k, "source_noun") for k in range(len(s.words)))


_LABEL = 8
_INCLUDES = frozenset({"يتضمن", "تتضمن", "يشمل", "تشمل", "ويتضمن", "وتتضمن", "ويشمل", "وتشمل"})
_FIGURE = frozenset({"العدد", "الحصيله", "الرقم"})


def _of_those(f: Found) -> bool:
    """«ويتضمن العدد 4 وفيات», «جرى التعرف على 15 جثمانا», «ما زالت هوية ثمانية شهداء مجهولة»: of those told above."""
    s, at = f.s, f.draft.group.i
    for k in range(at):
        if s.text(k) in _INCLUDES and s.text(k + 1) in _FIGURE and s.text(k - 1) not in ("لا", "ولا", "لم"):
            return True
    if f.scope == "incident" and any(s.text(k) in _GRAVEST and s.text(k + 1) in _EVENTS for k in range(at)):
        return True  # «وفي أبرز الحوادث انفجر لغم …»: of the sum of them all
    known = any(s.text(k) in ("التعرف", "هويه", "هويات", "وبقيت", "وبقي", "بقيت") for k in range(max(0, at - 3), at))
    return f.draft.outcome == "killed" and (known or _handed_over(f)) and f.draft.group.numbered


_GRAVEST = frozenset({"ابرز", "اعنف", "اكبر", "اخطر"})
_EVENTS = frozenset({"الحوادث", "الهجمات", "هذه"})
_BODIES = frozenset({"جثمانا", "جثه", "جثث", "جثامين", "جثمان"})
_HANDED = ("سلم", "وسلم", "تسليم", "وتسليم", "يسلم", "بتسليم", "الحمض")


def _handed_over(f: Found) -> bool:
    """«سُلّم 115 جثمانا إلى ذويهم، وتنتظر 177 جثة فحوص الحمض النووي»: bodies of those who were counted already."""
    s, group = f.s, f.draft.group
    bodies = any(s.text(k) in _BODIES for k in range(group.i, min(group.j + 1, len(s.words))))
    near = range(max(0, group.i - 5), min(group.j + 9, len(s.words)))
    return bodies and any(s.text(k).startswith(_HANDED) for k in near)


class _Division:
    """The totals told so far, and the division under way."""

    def __init__(self, headings: list[Sentence]) -> None:
        self.headings = headings
        self.told: list[Found] = []
        self.totals: list[Found] = []
        self.last: Found | None = None
        self.open: Sentence | None = None
        self.headed = False
        self.given: dict[int, int] = {}

    def meet(self, f: Found) -> None:
        """Take a finding: make it a part where a division is under way, else keep it as a total."""
        self._head(f)
        self._announce(f)
        if self.open is not None and f.draft.part_of is None and not f.draft.since:
            if f.s is self.open or f.in_list or self._line_below(f):
                self._attach(f)
            else:
                self.open = None
        if self.open is None and f.draft.part_of is None and f.judgement.status == "asserted" and _of_those(f):
            before, self.totals = self.totals, [g for g in self.told if g.draft.part_of is None]
            self._attach(f, shared_out=False)
            self.totals = before
        if not f.in_list:
            self.totals = [*self.totals[-_RECENT:], f]
        self.told = [*self.told[-_RECENT:], f]
        self.last = f

    def _head(self, f: Found) -> None:
        """A heading with no figure («وبحسب المديريات:», «ممن تأكد استشهادهم:») divides the figures told above it."""
        above = None
        while self.headings and self.headings[0].start < f.s.start:
            above = self.headings.pop(0)
        if above is not None and (f.draft.rule == "named_dead" or _divides_above(above)):
            self.open, self.totals = above, [g for g in self.told if g.draft.part_of is None]
            self.headed = True

    def _line_below(self, f: Found) -> bool:
        """A name of the dead below their heading, with the son told beside it; a label with its figure."""
        last = self.last
        beside = f.draft.rule == "coordination" and last is not None and last.s is f.s
        colon = next((k for k in range(1, _LABEL) if f.s.text(k) == ":"), None)
        labelled = colon is not None and self.headed and colon < f.draft.group.i <= colon + 2
        return f.s.line_start and (f.draft.rule == "named_dead" or beside or labelled)

    def _announce(self, f: Found) -> None:
        if divides(f.s) and not f.in_list:
            self.open = f.s
        elif f.in_list and self.open is None and self.last is not None and not self.last.in_list:
            above = self.last.s
            labelled = is_breakdown(f.s) or f.draft.rule == "named_dead"
            if divides(above) or above.text(len(above.words) - 1) == ":" or labelled:
                self.open = above
        elif f.in_list and self.open is None and f.draft.rule == "named_dead":
            self.open = f.s

    def _attach(self, f: Found, shared_out: bool = True) -> None:
        whole = self._whole(f)
        if whole is None:
            return
        given = self.given.get(id(whole.draft), 0) if shared_out else 0
        if whole.draft.high is not None and given + f.draft.low > whole.draft.high:
            return
        if shared_out:
            self.given[id(whole.draft)] = given + f.draft.low
        f.draft.part_of = whole.draft
        like_its_total(f, whole)
        if f.victim_status == "unknown" and whole.victim_status not in ("mixed", "unknown"):
            f.victim_status = whole.victim_status

    def _whole(self, f: Found) -> Found | None:
        status = _told_of(self.open) if self.open is not None else None
        alike = [g for g in self.totals if status is None or g.victim_status == status]
        drafts: list[Draft] = [g.draft for g in alike or self.totals if g.s is not f.s]
        if alike and status is not None:
            return next(
                (
                    g
                    for g in alike
                    if g.draft.outcome == f.draft.outcome and g.draft.low >= f.draft.low and g.s is not f.s
                ),
                None,
            )
        total = main_total(drafts, f.draft.outcome, max(f.draft.low, 1))
        return next((g for g in self.totals if g.draft is total), None)


def like_its_total(f: Found, whole: Found) -> None:
    """A part of a sum over several happenings is such a sum, over the same time."""
    if whole.scope == "cumulative" and f.scope == "incident" and (f.date is None or f.date == whole.date):
        f.scope, f.period, f.date = "cumulative", whole.period, whole.date


def _told_of(s: Sentence) -> str | None:
    """«وتوزع القتلى المدنيون …:»: whom the announcement of a division is about."""
    colon = next((k for k in range(len(s.words)) if s.text(k) == ":"), 0)
    told = [
        h.row.sense
        for k in range(colon)
        for h in s.hits[k]
        if h.kind == "victims" and h.pro == "ال" and h.row.sense != "unknown"
    ]
    return told[0] if told else None


def _closes(s: Sentence) -> bool:
    """«الحصيلة: …», «الحصيلة النهائية …»: a line that sums up."""
    counted = s.particle(0, "number_of") is not None and s.text(1) == ":"
    return counted or (s.line_start and s.text(0) in _SUMS and s.text(1) in (":", "النهاييه", "الكليه"))


def _closing_sums(found: list[Found]) -> None:
    """«حصيلة اليوم: 20 قتيلا», told below the lines that it sums up: their figures are its parts."""
    for n, f in enumerate(found):
        closing = _closes(f.s)
        if (f.in_list and not closing) or not (closing or sums_up(f.s)) or f.draft.part_of is not None or f.draft.since:
            continue
        lines = [
            g
            for g in found[:n]
            if g.in_list
            and g.s is not f.s
            and g.draft.part_of is None
            and g.draft.outcome == f.draft.outcome
            and g.judgement.status == "asserted"
        ]
        if len(lines) > 1 and sum(g.draft.low for g in lines) <= f.draft.low:
            f.scope = "cumulative"
            for g in lines:
                g.draft.part_of = f.draft


def _sums_of_places(found: list[Found]) -> None:
    """«44 قتيلا في التفجيرين», then 27 here and 17 there: two places' figures that add up to a third are its parts."""
    free = [
        f
        for f in found
        if f.draft.part_of is None
        and f.scope == "incident"
        and f.judgement.status == "asserted"
        and f.draft.group.numbered
    ]
    for total in free:
        joint = total.place is not None and any(
            total.place.s.text(k).startswith("وال") for k in range(total.place.i + 1, total.place.j)
        )
        if not joint and not tells_of_two(total.s):
            continue
        rest = [
            f
            for f in free
            if f.s is not total.s and f.draft.outcome == total.draft.outcome and 0 < f.draft.low < total.draft.low
        ][:_RECENT]
        for a, b in itertools.pairwise(rest):
            apart = a.place is not None and b.place is not None and (a.place.s, a.place.i) != (b.place.s, b.place.i)
            if apart and a.draft.low + b.draft.low == total.draft.low and total.draft.low == total.draft.high:
                a.draft.part_of = b.draft.part_of = total.draft


def break_down(found: list[Found], headings: list[Sentence]) -> None:
    """Make the figures of a division parts of the total that it divides; they share its victims' status."""
    division = _Division(list(headings))
    for f in found:
        division.meet(f)
    _closing_sums(found)
    _sums_of_places(found)
    by_draft = {id(f.draft): f for f in found}
    for f in found:
        total = by_draft.get(id(f.draft.part_of))
        if total is not None and f.draft.rule in _SHARING:
            like_its_total(f, total)
