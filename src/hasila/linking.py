"""Link the happenings of many reports: blocks, scored pairs, average linkage with cannot-links.

Near linear: happenings meet only in blocks that have a cap, and clusters are built inside connected components of the
pairs that score high enough.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from hasila.blocks import BLOCK, blocks, candidates
from hasila.happenings import Happening
from hasila.linkage import Graph
from hasila.pairs import WEIGHTS, Evidence, Rarity, Score, Weights, score, value
from hasila.sites import aliases, with_aliases

# Log-odds from which two happenings are one: the middle of the gap between the labelled pairs of one and of two.
THRESHOLD = 0.0
# The value of a pair that a person decided.
_DECIDED = 99.0

# Told what was done, once for each, so that a person who waits sees it.
Watch = Callable[[str], object]
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


def unwatched(_: str) -> None:
    """Nobody waits."""


def link(
    happenings: Sequence[Happening],
    *,
    copies: frozenset[tuple[str, str]] = frozenset(),
    same: frozenset[frozenset[Key]] = frozenset(),
    apart: frozenset[frozenset[Key]] = frozenset(),
    weights: Weights = WEIGHTS,
    watch: Watch = unwatched,
) -> Linked:
    """Cluster the happenings. `copies` are pairs of report ids; `same` and `apart` are a person's decisions, kept
    always.

    Waves are linked after the single happenings: two waves that count the same happenings as parts are most likely one.
    """
    happenings = aliased(happenings)
    same = _closed(same)
    singles = _link(happenings, _Given(copies, same, apart, weights, {}, watch), wave=False)
    home = {happenings[n].key: k for k, c in enumerate(singles.clusters) for n in c}
    kin = {h.key: frozenset(home[h.report, p] for p in h.parts if (h.report, p) in home) for h in happenings if h.wave}
    waves = _link(happenings, _Given(copies, same, apart, weights, kin, watch), wave=True)
    return Linked(
        tuple(sorted(singles.clusters + waves.clusters)),
        singles.joins + waves.joins,
        max(singles.largest_block, waves.largest_block),
        singles.pairs + waves.pairs,
    )


def _closed(same: frozenset[frozenset[Key]]) -> frozenset[frozenset[Key]]:
    """What is one with one and the same is one."""
    groups: dict[Key, set[Key]] = {}
    for pair in same:
        joined = set().union(pair, *(groups[k] for k in pair if k in groups))
        groups.update(dict.fromkeys(joined, joined))
    told = {min(g): g for g in groups.values()}
    return frozenset(frozenset(pair) for g in told.values() for pair in itertools.combinations(sorted(g), 2))


class _Given(NamedTuple):
    copies: frozenset[tuple[str, str]]
    same: frozenset[frozenset[Key]]
    apart: frozenset[frozenset[Key]]
    weights: Weights
    kin: Mapping[Key, frozenset[int]]
    watch: Watch


def aliased(happenings: Sequence[Happening]) -> list[Happening]:
    """The happenings, each with every name that some report gives one of its places."""
    known = aliases(s for h in happenings for s in h.sites)
    return [h._replace(sites=with_aliases(h.sites, known)) for h in happenings] if known else list(happenings)


def _link(everything: Sequence[Happening], given: _Given, *, wave: bool) -> Linked:
    """Link either the single happenings or the waves; indexes are into `everything`."""
    numbers = [n for n, h in enumerate(everything) if h.wave == wave]
    pairs = _Pairs([everything[n] for n in numbers], given)
    found = blocks(pairs.happenings, pairs.rarity)
    graph = Graph(len(numbers), THRESHOLD)
    compared = 0
    for a, b in itertools.chain(sorted(pairs.told()), candidates(found)):
        compared += 1
        if compared % 1000 == 0:
            given.watch("thousand pairs compared")
        graph.add(a, b, pairs.value(a, b, THRESHOLD))
    clusters = graph.clusters(pairs.value)
    joins = tuple((numbers[a], numbers[b], s) for c in clusters for a, b, s in _joins(c, graph, pairs))
    told = tuple(tuple(numbers[n] for n in c) for c in clusters)
    return Linked(told, joins, found.largest, compared)


class _Pairs:
    """What is known of pairs of happenings, by their indexes, the lower first."""

    def __init__(self, happenings: list[Happening], given: _Given) -> None:
        self.happenings = happenings
        self.given = given
        self.rarity = Rarity(happenings)
        self.plain = Evidence(self.rarity)
        self.copies: dict[str, set[str]] = defaultdict(set)
        for a, b in given.copies:
            self.copies[a].add(b)
            self.copies[b].add(a)

    def told(self) -> set[Pair]:
        """The pairs that are compared whatever blocks they are in."""
        decided = _decided(self.happenings, self.given.same)
        return decided | _by_copies(self.happenings, self.given.copies) | _by_kin(self.happenings, self.given.kin)

    def value(self, i: int, j: int, floor: float = -math.inf) -> float | None:
        """How surely two are one; None where they cannot be. What cannot exceed `floor` may be told less exactly."""
        a, b = self.happenings[i], self.happenings[j]
        if (decided := self._decision(a, b)) is not None:
            return decided if decided > 0 else None
        return value(a, b, self._evidence(a, b), self.given.weights, floor)

    def score(self, i: int, j: int) -> Score | None:
        """As `value`, with the reasons."""
        a, b = self.happenings[i], self.happenings[j]
        if (decided := self._decision(a, b)) is not None:
            return Score(decided, ()) if decided > 0 else None
        return score(a, b, self._evidence(a, b), self.given.weights)

    def _decision(self, a: Happening, b: Happening) -> float | None:
        """A person's word on the pair: far above the threshold or far below; None where there is none."""
        _, same, apart, *_ = self.given
        if not same and not apart:
            return None
        pair = frozenset((a.key, b.key))
        return -_DECIDED if pair in apart else _DECIDED if pair in same else None

    def _evidence(self, a: Happening, b: Happening) -> Evidence:
        copied = b.report in self.copies.get(a.report, ()) and a.main == b.main
        kin = self.given.kin
        return Evidence(self.rarity, copied, _are_kin(a, b, kin)) if kin or copied else self.plain


def _are_kin(a: Happening, b: Happening, kin: Mapping[Key, frozenset[int]]) -> bool:
    return bool(kin.get(a.key, frozenset()) & kin.get(b.key, frozenset()))


def _by_kin(happenings: Sequence[Happening], kin: Mapping[Key, frozenset[int]]) -> set[Pair]:
    found: dict[int, list[int]] = defaultdict(list)
    for n, h in enumerate(happenings):
        for part in sorted(kin.get(h.key, ())):
            found[part].append(n)
    return {(a, b) for ns in found.values() for i, a in enumerate(ns) for b in ns[i + 1 : i + 1 + BLOCK]}


def _decided(happenings: Sequence[Happening], same: frozenset[frozenset[Key]]) -> set[Pair]:
    number = {h.key: n for n, h in enumerate(happenings)}
    pairs = (sorted(number[k] for k in pair if k in number) for pair in same)
    return {(p[0], p[1]) for p in pairs if len(p) == 2}


def _by_copies(happenings: Sequence[Happening], copies: frozenset[tuple[str, str]]) -> set[Pair]:
    main = {h.report: n for n, h in enumerate(happenings) if h.main}
    found = ((main.get(a), main.get(b)) for a, b in copies)
    return {(min(a, b), max(a, b)) for a, b in found if a is not None and b is not None}


def _joins(cluster: Sequence[int], graph: Graph, pairs: _Pairs) -> Iterator[tuple[int, int, Score]]:
    """For each happening but the first, the earlier one that it joins best."""
    members = frozenset(cluster)
    for k, b in enumerate(cluster[1:], 1):
        near = graph.near.get(b, {})
        found = [(v, -a) for a, v in near.items() if a < b and a in members]
        if not found:
            values = ((pairs.value(a, b), -a) for a in cluster[: min(k, BLOCK)])
            found = [(v, a) for v, a in values if v is not None]
        if found and (s := pairs.score(-max(found)[1], b)) is not None:
            yield (-max(found)[1], b, s)
