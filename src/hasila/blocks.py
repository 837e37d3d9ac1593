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
_REACH = BLOCK // 4
_RARE_WORDS = 6
_RARE = "~"
# A date wider than this is of no week; such a happening meets those of its years.
_WIDE = 31

# What a block's happenings share: words or ids of places, or rare words marked by `_RARE`; and the week or year.
_Key = tuple[str, ...]


class Block(NamedTuple):
    """`members` ascend in the order of time; each meets the next `reach` of them.

    In a large block of a year (`wide`), only pairs with a happening that has no date, or a wide one, are of interest.
    """

    members: list[int]
    reach: int
    wide: bool = False


class Blocks(NamedTuple):
    """Happenings are numbered in the order of time: `order` gives the index of each; `of` each, the blocks it is in."""

    order: list[int]
    blocks: list[Block]
    of: list[list[int]]
    wide: frozenset[int]

    @property
    def largest(self) -> int:
        """How many happenings the largest block holds."""
        return max((len(b.members) for b in self.blocks), default=0)


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
        for word in dict.fromkeys((*words[n], *named)):
            for week in in_weeks:
                weeks[word, week].append(n)
        for word in words[n]:
            for year in in_years if not word.startswith(_RARE) else ():
                years[word, year].append(n)
    wide = frozenset(n for n, h in enumerate(told) if h.days is None or not _narrow(h.days))
    found = [*_by_week(weeks, words), *_by_year(years, wide)]
    of: list[list[int]] = [[] for _ in order]
    for k, block in enumerate(found):
        for n in block.members:
            of[n].append(k)
    return Blocks(order, found, of, wide)


def candidates(found: Blocks) -> Iterator[tuple[int, int]]:
    """The pairs that are to be compared, as indexes, the lower first; every pair once."""
    at = [0] * len(found.blocks)
    for n, mine in enumerate(found.of):
        near: set[int] = set()
        for k in mine:
            at[k] = i = at[k] + 1
            block = found.blocks[k]
            others = block.members[i : i + block.reach]
            near.update(found.wide.intersection(others) if block.wide and n not in found.wide else others)
        a = found.order[n]
        for b in (found.order[m] for m in sorted(near)):
            yield (a, b) if a < b else (b, a)


def _by_week(found: Mapping[_Key, list[int]], words: Sequence[Sequence[str]]) -> Iterator[Block]:
    """The blocks of two and more; large ones also by a second word, and those of a common word only so."""
    finer: dict[_Key, set[int]] = defaultdict(set)
    for key in sorted(k for k, block in found.items() if len(block) > 1):
        block, (first, week) = found[key], key
        if len(block) <= BLOCK:
            yield Block(block, BLOCK)
            continue
        if not first.startswith(_RARE):
            yield Block(block, _REACH)
        for n in block:
            for second in words[n]:
                if second != first:
                    finer[min(first, second), max(first, second), week].add(n)
    for key in sorted(finer):
        if len(finer[key]) > 1:
            yield Block(sorted(finer[key]), _REACH)


def _by_year(found: Mapping[_Key, list[int]], wide: frozenset[int]) -> Iterator[Block]:
    for key in sorted(k for k, block in found.items() if len(block) > 1):
        block = found[key]
        if len(block) <= BLOCK:
            yield Block(block, BLOCK)
        elif not wide.isdisjoint(block):
            yield Block(block, _REACH, wide=True)


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
