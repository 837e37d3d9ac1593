"""Totals divided over the lines of a list or the places of a paragraph: «وتوزعوا كما يلي: 9 في الجنوب، 11 في النبطية …»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hasila.drafts import Draft, main_total
from hasila.sentences import Sentence

if TYPE_CHECKING:
    from hasila.findings import Found

_DIVIDES = frozenset({
    "توزع", "توزعت", "وتوزع", "وتوزعت", "توزعوا", "وتوزعوا", "موزعين", "موزعه", "التالي", "الاتي", "يلي", "بحسب", "وبحسب", "حسب",
    "وفيها",
})  # fmt: skip
_RECENT = 60


def divides(s: Sentence) -> bool:
    """Does the sentence announce a division of a total?"""
    return any(w.text in _DIVIDES for w in s.words) and any(w.text == ":" for w in s.words)


class _Division:
    """The totals told so far, and the division under way."""

    def __init__(self) -> None:
        self.totals: list[Found] = []
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
        self.last = f

    def _announce(self, f: Found) -> None:
        if divides(f.s) and not f.in_list:
            self.open = f.s
        elif f.in_list and self.open is None and self.last is not None and not self.last.in_list:
            above = self.last.s
            if divides(above) or above.text(len(above.words) - 1) == ":":
                self.open = above

    def _attach(self, f: Found) -> None:
        whole = self._whole(f)
        if whole is None:
            return
        given = self.given.get(id(whole.draft), 0)
        if whole.draft.high is not None and given + f.draft.low > whole.draft.high:
            return
        self.given[id(whole.draft)] = given + f.draft.low
        f.draft.part_of = whole.draft
        if f.victim_status == "unknown" and whole.victim_status not in ("mixed", "unknown"):
            f.victim_status = whole.victim_status

    def _whole(self, f: Found) -> Found | None:
        drafts: list[Draft] = [g.draft for g in self.totals if g.s is not f.s]
        total = main_total(drafts, f.draft.outcome, max(f.draft.low, 1))
        return next((g for g in self.totals if g.draft is total), None)


def break_down(found: list[Found]) -> None:
    """Make the figures of a division parts of the total that it divides; they share its victims' status."""
    division = _Division()
    for f in found:
        division.meet(f)
