"""Average linkage with cannot-links over a sparse graph: clusters of what is one, by the mean score of their pairs.

Only pairs above the threshold are kept. What two clusters that are about to be one say of each other beside these is
asked for then, so that work and memory follow the pairs that matter and not all that there are.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Sequence

# A group of linked things up to this size is completed with every pair, also those that nothing proposed.
COMPONENT = 120
# In a larger group, this many members of a cluster stand for all.
_SAMPLE = 8
_GROWTH = 1.25
# In a larger group, the pairs of one thing that may start a join.
_NEIGHBOURS = 16

# The score of two things by their numbers; None where they cannot be one.
Compare = Callable[[int, int], float | None]


class Graph:
    """Pairs of `size` things that score above `threshold`."""

    def __init__(self, size: int, threshold: float) -> None:
        self.size = size
        self.threshold = threshold
        self.near: dict[int, dict[int, float]] = defaultdict(dict)

    def add(self, a: int, b: int, score: float | None) -> None:
        """Keep a pair's score if it is above the threshold."""
        if score is not None and score > self.threshold:
            self.near[a][b] = self.near[b][a] = score

    def components(self) -> list[list[int]]:
        """The things that are joined, directly or by others, each group ascending, by their first."""
        seen: set[int] = set()
        found = []
        for start in range(self.size):
            if start not in seen:
                found.append(sorted(self._reached(start, seen)))
        return found

    def _reached(self, start: int, seen: set[int]) -> list[int]:
        seen.add(start)
        part = [start]
        for a in part:
            fresh = [b for b in self.near.get(a, ()) if b not in seen]
            seen.update(fresh)
            part += fresh
        return part

    def clusters(self, compare: Compare) -> list[tuple[int, ...]]:
        """The things as clusters."""
        return [c for part in self.components() for c in _Linkage(part, self, compare).clusters()]


class _Linkage:
    """The clusters of one component; a cluster that became part of another is `within` it.

    A mean is worked out anew only when its turn comes and one of the two clusters has grown since. That is soon enough:
    the mean of a joined cluster with a third is never above the greater of the two before. A large cluster is taken
    for grown when it has by a quarter; `born` tells its size when it was last.
    """

    def __init__(self, part: Sequence[int], graph: Graph, compare: Compare) -> None:
        self.threshold = graph.threshold
        self.compare = compare
        self.members: dict[int, list[int]] = {i: [i] for i in part}
        self.within: dict[int, int] = {}
        self.born: dict[int, int] = {}
        self.known: dict[tuple[int, int], float] = {}
        small = len(part) <= COMPONENT
        self.sample = COMPONENT if small else _SAMPLE
        for a in part:
            near = graph.near.get(a, {})
            self.known.update(((min(a, b), max(a, b)), near[b]) for b in (near if small else _chosen(near)))
        if small:
            self._complete(part)
        self.heap = [(-s, a, b) for (a, b), s in self.known.items() if s > self.threshold]
        self.seen: set[tuple[int, int]] = set()

    def _complete(self, part: Sequence[int]) -> None:
        for i, a in enumerate(part):
            for b in part[i + 1 :]:
                if (a, b) not in self.known:
                    self.known[a, b] = self._score(a, b)

    def clusters(self) -> list[tuple[int, ...]]:
        """Join the two clusters of the best mean score until none is above the threshold."""
        heapq.heapify(self.heap)
        fresh = max(self.members) + 1
        while self.heap:
            _, a, b = heapq.heappop(self.heap)
            if a in self.members and b in self.members:
                self._merge(a, b, fresh)
                fresh += 1
            else:
                self._anew(*sorted((self._whole(a), self._whole(b))))
        return [tuple(sorted(m)) for m in self.members.values()]

    def _merge(self, a: int, b: int, fresh: int) -> None:
        big, small = sorted((a, b), key=lambda c: (-len(self.members[c]), c))
        size = len(self.members[big]) + len(self.members[small])
        if size <= _GROWTH * self.born.get(big, 0):
            self.members[big] += self.members.pop(small)
            self.within[small] = big
            return
        self.members[fresh] = self.members.pop(a) + self.members.pop(b)
        self.within[a] = self.within[b] = fresh
        if size >= self.sample:
            self.born[fresh] = size

    def _whole(self, a: int) -> int:
        """The cluster that `a` is part of now."""
        path = []
        while a in self.within:
            path.append(a)
            a = self.within[a]
        self.within.update(dict.fromkeys(path, a))
        return a

    def _anew(self, a: int, b: int) -> None:
        if a != b and (a, b) not in self.seen:
            self.seen.add((a, b))
            mean = self._mean(_spread(self.members[a], self.sample), _spread(self.members[b], self.sample))
            if mean > self.threshold:
                heapq.heappush(self.heap, (-mean, a, b))

    def _mean(self, first: Sequence[int], second: Sequence[int]) -> float:
        total = 0.0
        for a in first:
            for b in second:
                total += self._score(min(a, b), max(a, b))
                if total == -math.inf:
                    return total
        return total / (len(first) * len(second))

    def _score(self, a: int, b: int) -> float:
        found = self.known.get((a, b))
        if found is None:
            score = self.compare(a, b)
            found = -math.inf if score is None else score
        return found


def _chosen(near: dict[int, float]) -> list[int]:
    """Of many neighbours, half the best and half that lie evenly among the others: one event's thousand reports."""
    ranked = sorted(near, key=lambda b: (-near[b], b))
    best, others = ranked[: _NEIGHBOURS // 2], ranked[_NEIGHBOURS // 2 :]
    return best + list(_spread(others, _NEIGHBOURS // 2))


def _spread(members: Sequence[int], most: int) -> Sequence[int]:
    """At most so many members, evenly apart."""
    if len(members) <= most:
        return members
    return [members[i * len(members) // most] for i in range(most)]
