"""Totals divided over the lines of a list or the places of a paragraph: «وتوزعوا كما يلي: 9 في الجنوب، 11 في النبطية …»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hasila.drafts import Draft, main_total
from hasila.sentences import Sentence

if TYPE_CHECKING:
    from hasila.findings import Found

_DIVIDES = frozenset({"توزع", "توزعت", "وتوزع", "وتوزعت", "توزعوا", "وتوزعوا", "موزعين", "موزعه", "التالي", "الاتي", "يلي", "بحسب", "وبحسب", "حسب", "وفيها"})


def divides(s: Sentence) -> bool:
    """Does the sentence announce a division of a total?"""
    return any(w.text in _DIVIDES for w in s.words) and any(w.text == ":" for w in s.words)


def break_down(found: list[Found]) -> None:
    """Make the figures of a division parts of the total that it divides; they share its victims' status."""
    announced: Sentence | None = None
    for n, f in enumerate(found):
        before = [g for g in found[:n]]
        announced = _announcement(f, before, announced)
        if announced is None or f.draft.part_of is not None or f.draft.since:
            continue
        if f.s is not announced and not f.in_list:
            announced = None
            continue
        _attach(f, before)


def _announcement(f: Found, before: list[Found], announced: Sentence | None) -> Sentence | None:
    if divides(f.s) and not f.in_list:
        return f.s
    if f.in_list and announced is None and any(divides(g.s) or g.s.text(len(g.s.words) - 1) == ":" for g in before[-3:] if not g.in_list):
        return before[-1].s
    return announced


def _attach(f: Found, before: list[Found]) -> None:
    totals: list[Draft] = [g.draft for g in before if g.s is not f.s and not g.in_list]
    total = main_total(totals, f.draft.outcome, max(f.draft.low, 1))
    if total is None:
        return
    parts = sum(g.draft.low for g in before if g.draft.part_of is total)
    if total.high is not None and parts + f.draft.low > total.high:
        return
    f.draft.part_of = total
    whole = next(g for g in before if g.draft is total)
    if f.victim_status == "unknown" and whole.victim_status not in ("mixed", "unknown"):
        f.victim_status = whole.victim_status
