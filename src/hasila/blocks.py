"""Which happenings are compared at all: those that share a word of the place, or a rare word, in one week.

Near linear: a block has a cap. Of a larger one, each happening meets its neighbours in time, and those with which it
shares a second word there (one town's bombings of a week are told apart by the street).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from hasila.happenings import Days, Happening
from hasila.pairs import Rarity

# The largest block that is compared in full; of a larger one, each happening meets the next of them in time.
BLOCK = 60
REACH = BLOCK // 4
_RARE_WORDS = 6
_RARE = "~"
# A date wider than this is of no week; such a happening meets those of its years.
_WIDE = 31

# What a block's happenings share: a word or id of places, or a rare word marked by `_RARE`; and the week or year.
_Key = tuple[str, ...]


class Blocks(NamedTuple):
    """Happenings are numbered in the order of time: `order` gives the index of each. `members` of each block ascend.

    `of` each happening are the blocks that it is in. In the blocks of years, numbered from `years` on, only pairs with
    a happening of `wide` are of interest.
    """

    order: list[int]
    members: list[list[int]]
    of: list[list[int]]
    years: int
    wide: frozenset[int]

    @property
    def largest(self) -> int:
        """How many happenings the largest block holds."""
        return max(map(len, self.members), default=0)


def blocks(happenings: Sequence[Happening], rarity: Rarity) -> Blocks:
    """The blocks of some happenings."""
    order = sorted(range(len(happenings)), key=lambda n: (_time(happenings[n]), n))
    told = [happenings[n] for n in order]
    places = frozenset(w for h in told for s in h.sites for w in s.own)
    words = [_words(h, rarity) for h in told]
    weeks: dict[_Key, list[int]] = defaultdict(list)
    years: dict[_Key, list[int]] = defaultdict(list)
    for n, h in enumerate(told):
        named = sorted((h.words | h.lead) & places)
        in_weeks, in_years = _times(h)
        for week in in_weeks:
            for word in dict.fromkeys((*words[n], *named)):
                weeks[word, week].append(n)
        for year in in_years:
            for word in words[n]:
                if not word.startswith(_RARE):
                    years[word, year].append(n)
    wide = frozenset(n for n, h in enumerate(told) if h.days is not None and not _narrow(h.days))
    kept = _bounded(weeks, words)
    by_year = [years[k] for k in sorted(years) if len(years[k]) > 1 and not wide.isdisjoint(years[k])]
    return _numbered(order, kept, by_year, wide)


def _numbered(order: list[int], weeks: list[list[int]], years: list[list[int]], wide: frozenset[int]) -> Blocks:
    of: list[list[int]] = [[] for _ in order]
    members = weeks + years
    for k, block in enumerate(members):
        for n in block:
            of[n].append(k)
    return Blocks(order, members, of, len(weeks), wide)


def candidates(found: Blocks) -> Iterator[tuple[int, int]]:
    """The pairs that are to be compared, as indexes, the lower first; every pair once."""
    at = [0] * len(found.members)
    for n, mine in enumerate(found.of):
        near: set[int] = set()
        for k in mine:
            at[k] = i = at[k] + 1
            block = found.members[k]
            others = block[i : i + REACH] if len(block) > BLOCK else block[i:]
            near.update(others if k < found.years or n in found.wide else found.wide.intersection(others))
        a = found.order[n]
        for m in sorted(near):
            b = found.order[m]
            yield (a, b) if a < b else (b, a)


def _bounded(found: Mapping[_Key, list[int]], words: Sequence[Sequence[str]]) -> list[list[int]]:
    """The blocks of two and more; large ones also by a second word, and those of a common word only so."""
    finer: dict[_Key, set[int]] = defaultdict(set)
    kept = []
    for key in sorted(k for k, block in found.items() if len(block) > 1):
        block, (first, week) = found[key], key
        if len(block) <= BLOCK or not first.startswith(_RARE):
            kept.append(block)
        if len(block) > BLOCK:
            for n in block:
                for second in words[n]:
                    if second != first:
                        finer[min(first, second), max(first, second), week].add(n)
    return kept + [sorted(finer[k]) for k in sorted(finer) if len(finer[k]) > 1]


def _words(h: Happening, rarity: Rarity) -> list[str]:
    """The words and ids of its places, and its rarest words that others use too, marked."""
    own = sorted({w for s in h.sites for w in s.own} | set(h.place_ids))
    shared = sorted((w for w in h.words if not rarity.single(w)), key=lambda w: (-rarity.of[w], w))
    return own + [_RARE + w for w in shared[:_RARE_WORDS]]


def _times(h: Happening) -> tuple[list[str], list[str]]:
    """(weeks, years) in which a happening may meet others; of an undated one, those of its report.

    A happening also meets others on the days that its sentences name, whatever date was read.
    """
    spans = [h.days] if h.days else []
    if h.published is not None and (h.main or h.days is None):
        # A report is fresh, whatever date was read.
        spans.append(Days(h.published - 2, h.published))
    named = [Days(d, d) for d in h.named_days]
    weeks = {w for d in (*spans, *named) if _narrow(d) for w in range((d.first - 1) // 7, (d.last + 1) // 7 + 1)}
    years = {y for d in spans for y in range(d.first // 366, d.last // 366 + 1)}
    return [f"w{w}" for w in sorted(weeks)], [f"y{y}" for y in sorted(years)]


def _narrow(d: Days) -> bool:
    return d.last - d.first <= _WIDE


def _time(h: Happening) -> int:
    return h.days.first if h.days else h.published or 0
