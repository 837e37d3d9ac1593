"""One source's own bounds for one outcome and group, from its latest word (rules 3 and 4 of the toll).

A later total replaces an earlier one. An addition adds; where it is unclear whether a figure adds, the range runs
from the larger to the sum. Parts told apart as disjoint are summed where there is no total; parts that may overlap
give a range.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from hasila.fold import fold
from hasila.model import Member, Reason
from hasila.sources import stem
from hasila.statements import Said

WHOLE = ("unknown", "mixed")
# A later figure below this share of the source's standing total, which does not say that it revises it, is no corrected
# toll («شيعنا 4 شهداء» after 17): tolls are corrected by less.
UNCLEAR_SHARE = 0.5

SUPERSEDED = Reason("superseded by the source's later total", "حل محله مجموع لاحق للمصدر نفسه")
OLDER = Reason("superseded: the same day's figure says that it is newer", "مستبدل: رقم اليوم نفسه يقول إنه أحدث")
DEMOGRAPHIC = Reason(
    "a part by sex or age bounds only the total that it belongs to", "جزء بحسب الجنس أو العمر لا يحد إلا مجموعه"
)
PART = Reason("a part of a total bounds only that total", "الجزء لا يحد إلا مجموعه")
INCLUDED = Reason("included in the total that stands beside it", "محتسب في المجموع المذكور معه")
NO_BASE = Reason("an addition beside no total of this source", "إضافة بلا مجموع من هذا المصدر")
REPEATED = Reason("repeats the source's earlier total", "يكرر مجموعا سابقا للمصدر")


class Range(NamedTuple):
    """Inclusive bounds; `high` None where open above."""

    low: int
    high: int | None

    def __add__(self, other: object) -> Range:
        """The range of the sum of two disjoint groups."""
        if not isinstance(other, Range):
            return NotImplemented
        return Range(self.low + other.low, None if self.high is None or other.high is None else self.high + other.high)


def envelope(ranges: Iterable[Range]) -> Range:
    """Rule 5: smallest low to largest finite high; open where none is finite or some low lies above them all."""
    found = list(ranges)
    low, top = min(r.low for r in found), max(r.low for r in found)
    high = max((r.high for r in found if r.high is not None), default=None)
    return Range(low, None if high is None or top > high else high)


class Account(NamedTuple):
    """A source's bounds, the claims behind them, why others are not; `whole` is False for one group alone."""

    bounds: Range
    basis: tuple[Member, ...]
    aside: dict[Member, Reason]
    whole: bool = True
    reading: str | None = None


def span_of(s: Said) -> Range:
    """The bounds of a claim."""
    return Range(s.claim.low, s.claim.high)


def is_total(s: Said) -> bool:
    """Does the figure stand for the whole of the victims (or of its group), and not for a part or an addition?"""
    c = s.claim
    return c.part_of is None and not c.demographics and c.counting is None


def _single(s: Said) -> bool:
    return s.claim.low == s.claim.high == 1 and s.claim.victims is not None


class _Ledger:
    """A source's running figure while its statements are read in order."""

    def __init__(self) -> None:
        self.standing: Range | None = None
        self.basis: list[Member] = []
        self.aside: dict[Member, Reason] = {}
        self.totals: list[Range] = []
        self.grown = False
        self.added = False

    def replace(self, new: Range, basis: Sequence[Member], newer: bool) -> None:
        if self._repeats(new):
            self.aside |= dict.fromkeys(basis, REPEATED)
            return
        if self._unclear(new) and not newer:
            assert self.standing is not None
            both = self.standing + new
            self.standing = Range(max(self.standing.low, new.low), both.high)
            self.basis += basis
            return
        self.aside |= dict.fromkeys((m for m in self.basis if m not in basis), SUPERSEDED)
        self.standing, self.basis, self.grown = new, list(basis), False
        self.totals.append(new)

    def _repeats(self, new: Range) -> bool:
        """«12 يوم الاثنين» told again: the base of what has been added to since."""
        return (
            self.standing is not None
            and new in self.totals
            and (self.grown or new == self.standing)
            and (self.grown or new == self.totals[-1])
        )

    def _unclear(self, new: Range) -> bool:
        return self.standing is not None and 0 < new.low < UNCLEAR_SHARE * self.standing.low and new.high == new.low

    def add(self, more: Range, member: Member) -> None:
        self.standing = more if self.standing is None else self.standing + more
        self.basis.append(member)
        self.grown = True


def unbounding(said: Sequence[Said]) -> dict[Member, Reason]:
    """Why the statements of a source that bounds nothing move no bound."""
    return {s.member: NO_BASE if s.claim.counting else DEMOGRAPHIC if s.claim.demographics else PART for s in said}


def account(said: Sequence[Said]) -> Account | None:
    """The bounds for the whole (`all`) of one source's statements on an outcome; None where it gives none."""
    ledger, whole = _Ledger(), False
    for _, batch in groupby(said, key=lambda s: s.when):
        today = list(batch)
        base = _base(today, ledger.aside)
        if base is not None:
            bounds, basis, is_whole = base
            whole = whole or is_whole
            ledger.replace(bounds, basis, any(s.claim.revises is not None for s in today if s.member in basis))
        for s in today:
            _apply_addition(ledger, s, today)
    _explain_rest(ledger, said)
    if ledger.standing is None:
        return None
    return Account(ledger.standing, tuple(sorted(ledger.basis)), ledger.aside, whole)


def _apply_addition(ledger: _Ledger, s: Said, today: Sequence[Said]) -> None:
    if s.claim.counting != "addition":
        return
    if s.claim.part_of is not None or s.included or _led_to_total(ledger, s, today):
        ledger.aside[s.member] = INCLUDED
    elif ledger.standing is None:
        ledger.aside[s.member] = NO_BASE
    else:
        ledger.add(span_of(s), s.member)


def _led_to_total(ledger: _Ledger, s: Said, today: Sequence[Said]) -> bool:
    """«انتشال جثتين، وبذلك ارتفعت الحصيلة إلى 15»: a new total told after the addition, in the same text, has it in."""
    after = (t for t in today if t.member in ledger.basis and is_total(t) and t.member.report == s.member.report)
    return any(t.claim.victim_status in WHOLE and t.at[0] >= s.at[1] > 0 for t in after)


def _explain_rest(ledger: _Ledger, said: Sequence[Said]) -> None:
    for s in said:
        if s.member not in ledger.basis and s.member not in ledger.aside:
            ledger.aside[s.member] = DEMOGRAPHIC if s.claim.demographics else PART


_Base = tuple[Range, list[Member], bool]


def _base(today: Sequence[Said], aside: dict[Member, Reason]) -> _Base | None:
    """What one day's statements give for the whole: a total, disjoint groups summed, or one group (not whole)."""
    totals = [s for s in today if is_total(s) and s.claim.victim_status in WHOLE]
    groups = [s for s in today if is_total(s) and s.claim.victim_status not in WHOLE]
    beside = groups + [s for s in today if s.claim.demographics and s.claim.part_of is None]
    near = [s for s in beside if any(_joined(s, t) for t in totals)]
    if totals and any(_outgrows(s, totals) for s in groups):
        # «374 مقاتلا» beside «121 من القوات والعاملين»: the second is no total that holds the first.
        return _summed([*groups, *totals])
    if near and all(any(_joined(s, t) for s in near) for t in totals):
        # «مقتل الرئيس و16 آخرين», «40 طفلا و11 شخصا»: parts of a whole that has no figure of its own.
        return _summed(near + totals)
    if totals:
        chosen = _newest(totals, aside)
        return combine(chosen), [s.member for s in chosen], True
    if not groups:
        return None
    bounds, members, whole = _summed(groups)
    return bounds, members, whole and len({s.claim.victim_status for s in groups}) > 1


def _outgrows(group: Said, totals: Sequence[Said]) -> bool:
    """Is the group larger than every total of its text?"""
    highs = [t.claim.high for t in totals if t.member.report == group.member.report]
    return bool(highs) and all(h is not None and group.claim.low > h for h in highs)


def _joined(group: Said, rest: Said) -> bool:
    """Are the two told as people beside each other: the rest are «آخرين», or both counts hang on one outcome word?"""
    if group.member.report != rest.member.report:
        return False
    overlap = min(group.at[1], rest.at[1]) - max(group.at[0], rest.at[0])
    return rest.others or (group.at[0] >= 0 and rest.at[0] >= 0 and overlap > 0)


def _summed(parts: Sequence[Said]) -> _Base:
    """The sum over disjoint kinds of victims."""
    kinds: dict[tuple[str, tuple[str, ...]], list[Said]] = {}
    for s in parts:
        kinds.setdefault((s.claim.victim_status, tuple(s.claim.demographics)), []).append(s)
    total = Range(0, 0)
    for kind in sorted(kinds):
        total = total + combine(kinds[kind])
    return total, [s.member for s in parts], True


def _newest(totals: Sequence[Said], aside: dict[Member, Reason]) -> list[Said]:
    """Rule 3: of two totals of one day, the one that says it is newer stands; else both."""
    newer = [s for s in totals if s.claim.revises is not None]
    if newer and len(newer) < len(totals):
        aside |= dict.fromkeys((s.member for s in totals if s not in newer), OLDER)
        return newer
    return list(totals)


def combine(said: Sequence[Said]) -> Range:
    """One day's figures of one kind: of one text and about different people, a sum (named, «آخرين») or, where they may
    overlap, from the largest to the sum; else two totals, which stand as a range."""
    texts: dict[str, list[Said]] = {}
    for s in said:
        texts.setdefault(s.member.report, []).append(s)
    return envelope(_of_text(texts[r]) for r in sorted(texts))


def _of_text(said: Sequence[Said]) -> Range:
    if len(said) == 1 or not _different_people(said):
        return envelope(span_of(s) for s in said)
    total = Range(0, 0)
    for s in said:
        total = total + span_of(s)
    if all(_single(s) for s in said) or any(s.others for s in said[1:]):
        return total
    return Range(max(s.claim.low for s in said), total.high)


def _different_people(said: Sequence[Said]) -> bool:
    words = [frozenset(stem(w) for w in fold(s.claim.victims or "").text.split()) for s in said]
    return any(s.others for s in said[1:]) or (all(words) and len(set(words)) == len(words))


def group_account(said: Sequence[Said], group: str, has_total: bool) -> Account | None:
    """As `account`, for one victim group: parts that name the group count here too.

    `has_total`: the source has a total for the outcome, so that what it adds of the group is a figure of the group.
    """
    ledger = _Ledger()
    mine = [s for s in said if s.claim.victim_status == group and not s.claim.demographics]
    for _, batch in groupby(mine, key=lambda s: s.when):
        today = list(batch)
        base = [s for s in today if s.claim.counting is None]
        if base:
            chosen = _newest(base, ledger.aside)
            ledger.replace(
                combine(chosen), [s.member for s in chosen], any(s.claim.revises is not None for s in chosen)
            )
        for s in today:
            if s.claim.counting == "addition":
                if ledger.standing is None and not has_total:
                    ledger.aside[s.member] = NO_BASE
                else:
                    ledger.add(span_of(s), s.member)
    if ledger.standing is None:
        return None
    return Account(ledger.standing, tuple(sorted(ledger.basis)), ledger.aside)
