"""Link the happenings of many reports: blocks, scored pairs, average linkage with cannot-links.

Near linear: happenings meet only in blocks (a rare word of the place and a time; or a day and a rare word), blocks
have a cap, and clusters are built inside connected components of the pairs that score high enough.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from hasila.happenings import Days, Happening
from hasila.pairs import WEIGHTS, Evidence, Score, Weights, score
from hasila.sites import with_aliases

# The largest block that is compared in full; of a larger one, each happening meets its neighbours in time.
BLOCK = 60
# A component larger than this is not completed with the pairs that no block proposed.
COMPONENT = 120
# Log-odds from which two happenings are one: the middle of the gap between the labelled pairs of one and of two.
THRESHOLD = 0.0
_RARE_WORDS = 6

Key = tuple[str, int]
Pair = tuple[int, int]


class Linked(NamedTuple):
    """`clusters` of indexes into the happenings; `joins` (one of the pair, the other, the score) that hold them
    together.

    `largest_block` and `pairs` tell how much work the linking was.
    """

    clusters: tuple[tuple[int, ...], ...]
    joins: tuple[tuple[int, int, Score], ...]
    largest_block: int
    pairs: int


def rarity(happenings: Sequence[Happening]) -> dict[str, float]:
    """The weight of each word: the log of how few of the happenings use it."""
    used = Counter(w for h in happenings for w in h.words)
    return {w: math.log((1 + len(happenings)) / n) for w, n in used.items()}


def link(
    happenings: Sequence[Happening],
    *,
    copies: frozenset[tuple[str, str]] = frozenset(),
    same: frozenset[frozenset[Key]] = frozenset(),
    apart: frozenset[frozenset[Key]] = frozenset(),
    weights: Weights = WEIGHTS,
) -> Linked:
    """Cluster the happenings. `copies` are pairs of report ids; `same` and `apart` are a person's decisions, kept
    always.

    Waves are linked after the single happenings: two waves that count the same happenings as parts are most likely one.
    """
    happenings = _aliased(happenings)
    singles = _link(happenings, _Given(copies, same, apart, weights, {}), wave=False)
    home = {happenings[n].key: k for k, c in enumerate(singles.clusters) for n in c}
    kin = {h.key: frozenset(home[h.report, p] for p in h.parts if (h.report, p) in home) for h in happenings if h.wave}
    waves = _link(happenings, _Given(copies, same, apart, weights, kin), wave=True)
    return Linked(
        tuple(sorted(singles.clusters + waves.clusters)),
        singles.joins + waves.joins,
        max(singles.largest_block, waves.largest_block),
        singles.pairs + waves.pairs,
    )


class _Given(NamedTuple):
    copies: frozenset[tuple[str, str]]
    same: frozenset[frozenset[Key]]
    apart: frozenset[frozenset[Key]]
    weights: Weights
    kin: Mapping[Key, frozenset[int]]


def _aliased(happenings: Sequence[Happening]) -> list[Happening]:
    known = tuple(
        sorted({s.also for h in happenings for s in h.sites if s.also}, key=lambda names: [sorted(n) for n in names])
    )
    return [h._replace(sites=with_aliases(h.sites, known)) for h in happenings] if known else list(happenings)


def _link(everything: Sequence[Happening], given: _Given, *, wave: bool) -> Linked:
    """Link either the single happenings or the waves; indexes are into `everything`."""
    numbers = [n for n, h in enumerate(everything) if h.wave == wave]
    happenings = [everything[n] for n in numbers]
    copies, same, apart, weights, kin = given
    rare = rarity(happenings)
    blocks = _blocks(happenings, rare)
    proposed = set(_proposed(happenings, blocks)) | _decided(happenings, same) | _by_copies(happenings, copies)
    proposed |= _by_kin(happenings, kin)

    def compare(pair: Pair) -> Score | None:
        a, b = happenings[pair[0]], happenings[pair[1]]
        decided = frozenset((a.key, b.key))
        if decided in apart:
            return None
        if decided in same:
            return Score(99.0, ())
        is_copy = (a.report, b.report) in copies or (b.report, a.report) in copies
        return score(a, b, Evidence(rare, is_copy and a.main == b.main, _are_kin(a, b, kin)), weights)

    scores = {p: compare(p) for p in sorted(proposed)}
    clusters = [c for part in _components(len(happenings), scores) for c in _agglomerate(part, scores, compare)]
    joins = tuple((numbers[a], numbers[b], s) for c in clusters for a, b, s in _joins(c, scores))
    found = tuple(tuple(numbers[n] for n in c) for c in clusters)
    return Linked(found, joins, max((len(b) for b in blocks), default=0), len(scores))


def _are_kin(a: Happening, b: Happening, kin: Mapping[Key, frozenset[int]]) -> bool:
    return bool(kin.get(a.key, frozenset()) & kin.get(b.key, frozenset()))


def _by_kin(happenings: Sequence[Happening], kin: Mapping[Key, frozenset[int]]) -> set[Pair]:
    found: dict[int, list[int]] = defaultdict(list)
    for n, h in enumerate(happenings):
        for part in sorted(kin.get(h.key, ())):
            found[part].append(n)
    return {(a, b) for ns in found.values() for i, a in enumerate(ns) for b in ns[i + 1 : i + 1 + BLOCK]}


def _blocks(happenings: Sequence[Happening], rare: Mapping[str, float]) -> list[list[int]]:
    """Happenings whose places, or the places that their texts name, share a word in a week, or share a rare word."""
    places = frozenset(w for h in happenings for s in h.sites for w in s.own)
    top = max(rare.values(), default=0.0)
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, h in enumerate(happenings):
        for key in _keys(h, rare, places, top):
            found[key].append(n)
    return [found[k] for k in sorted(found) if len(found[k]) > 1]


def _keys(h: Happening, rare: Mapping[str, float], places: frozenset[str], top: float) -> set[tuple[str, ...]]:
    weeks, years = _times(h)
    own = {w for s in h.sites for w in s.own} | set(h.place_ids)
    keys = {(p, t) for p in own for t in (*weeks, *years)}
    named = (h.words | h.lead) & places
    words = sorted((w for w in h.words if rare.get(w, 0.0) < top), key=lambda w: (-rare.get(w, 0.0), w))
    return keys | {(p, t) for p in named for t in weeks} | {(f"~{w}", t) for w in words[:_RARE_WORDS] for t in weeks}


def _times(h: Happening) -> tuple[list[str], list[str]]:
    """(weeks, years) in which a happening may meet others; of an undated one, those of its report."""
    spans = [h.days] if h.days else []
    if h.published is not None and (h.main or h.days is None):
        # A report is fresh, whatever date was read.
        spans.append(Days(h.published - 2, h.published))
    weeks = [f"w{w}" for d in spans if d.last - d.first <= 31 for w in range((d.first - 1) // 7, (d.last + 1) // 7 + 1)]
    years = [f"y{y}" for d in spans for y in range(d.first // 366, d.last // 366 + 1)]
    return weeks, years


def _proposed(happenings: Sequence[Happening], blocks: Iterable[list[int]]) -> Iterator[Pair]:
    for block in blocks:
        order = sorted(block, key=lambda n: (_time(happenings[n]), n))
        reach = len(order) if len(order) <= BLOCK else BLOCK // 4
        for i, a in enumerate(order):
            for b in order[i + 1 : i + 1 + reach]:
                if happenings[a].report != happenings[b].report:
                    yield (min(a, b), max(a, b))


def _time(h: Happening) -> int:
    return h.days.first if h.days else h.published or 0


def _decided(happenings: Sequence[Happening], same: frozenset[frozenset[Key]]) -> set[Pair]:
    number = {h.key: n for n, h in enumerate(happenings)}
    pairs = (sorted(number[k] for k in pair if k in number) for pair in same)
    return {(p[0], p[1]) for p in pairs if len(p) == 2}


def _by_copies(happenings: Sequence[Happening], copies: frozenset[tuple[str, str]]) -> set[Pair]:
    main = {h.report: n for n, h in enumerate(happenings) if h.main}
    found = ((main.get(a), main.get(b)) for a, b in copies)
    return {(min(a, b), max(a, b)) for a, b in found if a is not None and b is not None}


def _components(size: int, scores: Mapping[Pair, Score | None]) -> list[list[int]]:
    """Happenings that are joined, directly or by others, by pairs that score high enough."""
    parent = list(range(size))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for (a, b), s in scores.items():
        if s is not None and s.value > THRESHOLD:
            parent[find(a)] = find(b)
    found: dict[int, list[int]] = defaultdict(list)
    for i in range(size):
        found[find(i)].append(i)
    return sorted(found.values())


def _agglomerate(
    part: Sequence[int], scores: dict[Pair, Score | None], compare: Callable[[Pair], Score | None]
) -> list[tuple[int, ...]]:
    """Average linkage: join the two clusters of the best mean score until none is above the threshold."""
    if len(part) == 1:
        return [(part[0],)]
    near = _near(_table(part, scores, compare))
    members: dict[int, list[int]] = {i: [i] for i in part}
    heap = [
        (-total, a, b) for a, others in near.items() for b, (total, _) in others.items() if a < b and total > THRESHOLD
    ]
    heapq.heapify(heap)
    fresh = max(part) + 1
    while heap:
        _, a, b = heapq.heappop(heap)
        if a not in members or b not in members:
            continue
        members[fresh] = sorted(members.pop(a) + members.pop(b))
        for c, (total, count) in _merge(near, a, b, fresh).items():
            if total / count > THRESHOLD:
                heapq.heappush(heap, (-total / count, min(c, fresh), max(c, fresh)))
        fresh += 1
    return [tuple(m) for m in members.values()]


# The sum and number of the known scores between two clusters.
_Sums = dict[int, tuple[float, int]]


def _near(known: Mapping[Pair, float]) -> dict[int, _Sums]:
    near: dict[int, _Sums] = defaultdict(dict)
    for (a, b), value in known.items():
        near[a][b] = near[b][a] = (value, 1)
    return near


def _merge(near: dict[int, _Sums], a: int, b: int, fresh: int) -> _Sums:
    """What the cluster of `a` and `b` is to each other one: sums add up, so a mean needs no second look at pairs."""
    joined: _Sums = {}
    for old in (near.pop(a), near.pop(b)):
        for c, (total, count) in old.items():
            if c not in (a, b):
                before, number = joined.get(c, (0.0, 0))
                joined[c] = (before + total, number + count)
    for c, sums in joined.items():
        near[c].pop(a, None)
        near[c].pop(b, None)
        near[c][fresh] = sums
    near[fresh] = joined
    return joined


def _table(
    part: Sequence[int], scores: dict[Pair, Score | None], compare: Callable[[Pair], Score | None]
) -> dict[Pair, float]:
    """The scores of every pair of the component; -inf for a cannot-link."""
    table: dict[Pair, float] = {}
    for i, a in enumerate(part):
        for b in part[i + 1 :]:
            pair = (a, b)
            if pair not in scores and len(part) <= COMPONENT:
                scores[pair] = compare(pair)
            if pair in scores:
                s = scores[pair]
                table[pair] = -math.inf if s is None else s.value
    return table


def _joins(cluster: Sequence[int], scores: Mapping[Pair, Score | None]) -> Iterator[tuple[int, int, Score]]:
    """For each happening but the first, the earlier one that it joins best."""
    for k, b in enumerate(cluster[1:], 1):
        found = [(s.value, -a, s) for a in cluster[:k] if (s := scores.get((a, b))) is not None]
        if found:
            _, a, s = max(found, key=lambda f: (f[0], f[1]))
            yield (-a, b, s)
