"""Totals divided over lines of a list or places of a paragraph: «وتوزعوا كما يلي: 9 في الجنوب، 11 في النبطية …»."""

from __future__ import annotations

import itertools

from hasila.discourse import is_breakdown, sums_up, tells_of_two
from hasila.drafts import Draft, main_total
from hasila.found import Found
from hasila.sentences import Sentence

_DIVIDES = frozenset({
    "توزع", "توزعت", "وتوزع", "وتوزعت", "توزعوا", "وتوزعوا", "موزعين", "موزعه", "التالي", "الاتي", "يلي", "بحسب",
    "وبحسب", "حسب", "وفيها",
})  # fmt: skip
_RECENT = 60
_SUMS = frozenset({"الحصيله", "المجموع", "الاجمالي", "المحصله", "حصيله"})
_SHARING = frozenset({"parts", "identity_parts", "share", "breakdown", "coordination"})


def divides(s: Sentence) -> bool:
    """Does the sentence announce a division of a total?"""
    return any(w.text in _DIVIDES for w in s.words) and any(w.text == ":" for w in s.words)


class _Division:
    """The totals told so far, and the division under way."""

    def __init__(self) -> None:
        self.totals: list[Found] = []
        self.listed: list[Found] = []
        self.last: Found | None = None
        self.open: Sentence | None = None
        self.given: dict[int, int] = {}

    def meet(self, f: Found) -> None:
        """Take a finding: make it a part where a division is under way, else keep it as a total."""
        self._announce(f)
        if self.open is not None and f.draft.part_of is None and not f.draft.since:
            if f.s is self.open or f.in_list:
                self._attach(f)
            else:
                self.open = None
        if not f.in_list:
            self.totals = [*self.totals[-_RECENT:], f]
        elif f.draft.part_of is None:
            self.listed = [*self.listed[-_RECENT:], f]
        self.last = f

    def _announce(self, f: Found) -> None:
        if divides(f.s) and not f.in_list:
            self.open = f.s
        elif f.in_list and self._below_heading(f):
            self.open = f.heading
            self.totals = [*self.totals[-_RECENT:], *self.listed]  # totals may be lines of a list themselves
            self.listed = []
        elif f.in_list and self.open is None and self.last is not None and not self.last.in_list:
            above = self.last.s
            labelled = is_breakdown(f.s) or f.draft.rule == "named_dead"
            if divides(above) or above.text(len(above.words) - 1) == ":" or labelled:
                self.open = above
        elif f.in_list and self.open is None and f.draft.rule == "named_dead":
            self.open = f.s

    def _below_heading(self, f: Found) -> bool:
        """Does a line without a figure, newer than the last figure, announce the list («وبحسب المديريات:»)?"""
        heading = f.heading
        if heading is None or self.last is None or heading.start <= self.last.s.start:
            return False
        names = f.draft.rule == "named_dead" and heading.text(len(heading.words) - 1) == ":"
        return divides(heading) or names

    def _attach(self, f: Found) -> None:
        whole = self._whole(f)
        if whole is None:
            return
        given = self.given.get(id(whole.draft), 0)
        if whole.draft.high is not None and given + f.draft.low > whole.draft.high:
            return
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


def _closing_sums(found: list[Found]) -> None:
    """«حصيلة اليوم: 20 قتيلا», told below the lines that it sums up: their figures are its parts."""
    for n, f in enumerate(found):
        closing = f.s.line_start and f.s.text(0) in _SUMS and f.s.text(1) in (":", "النهاييه", "الكليه")
        if (f.in_list or not sums_up(f.s)) and not closing:
            continue
        if f.draft.part_of is not None or f.draft.since:
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


def break_down(found: list[Found]) -> None:
    """Make the figures of a division parts of the total that it divides; they share its victims' status."""
    division = _Division()
    for f in found:
        division.meet(f)
    _closing_sums(found)
    _sums_of_places(found)
    by_draft = {id(f.draft): f for f in found}
    for f in found:
        total = by_draft.get(id(f.draft.part_of))
        if total is not None and f.draft.rule in _SHARING:
            like_its_total(f, total)
