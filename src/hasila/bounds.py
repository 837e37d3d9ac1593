"""What a set of claims bounds: integers over atoms, solved exactly, each answer checked in plain integers.

Atoms are the coarsest partition of the victims that tells all claims apart; each holds a whole number of people, zero
or more. A claim says that the people of its extent number `low` to `high`. Overlapping extents need integer
programming: half-integral triangles satisfy the linear relaxation and no count of people. HiGHS through
`scipy.optimize.milp`; what it cannot decide is `unknown`, never infeasible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
from scipy.optimize import Bounds as Box
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_array

from hasila.derivations import Derivation, refutation, support

Verdict = Literal["feasible", "infeasible", "unknown"]
# Seconds for one question; past it the answer is `unknown`.
TIME_LIMIT = 20.0
# The largest set of claims that a person can check at a glance; larger conflicts are not listed.
CONFLICT_SIZE = 4
# Among more claims than this, larger conflicts are sought only where no two claims contradict each other.
MANY = 40


class Extent(NamedTuple):
    """A claim as a constraint: the people of `atoms` number `low` to `high` (None: open); `id` names the claim."""

    id: str
    atoms: frozenset[str]
    low: int
    high: int | None


class Bound(NamedTuple):
    """One bound of a quantity: `value` None where open above; the claims that force it, and an assignment that
    attains it.

    `verdict` is `unknown` where the solver ran out of time, `infeasible` where the claims cannot all be right.
    """

    verdict: Verdict
    value: int | None
    derivation: Derivation | None
    witness: Mapping[str, int]


class Problem:
    """Claims over atoms; every atom that a claim names, in sorted order."""

    def __init__(self, extents: Iterable[Extent]) -> None:
        self.extents = tuple(sorted(extents))
        self.atoms = tuple(sorted({a for e in self.extents for a in e.atoms}))
        self._column = {a: i for i, a in enumerate(self.atoms)}

    def _row(self, atoms: Iterable[str]) -> np.ndarray:
        row = np.zeros(len(self.atoms))
        for a in atoms:
            row[self._column[a]] = 1
        return row

    def _system(self, extents: Sequence[Extent]) -> list[LinearConstraint]:
        if not extents:
            return []
        matrix = csr_array(np.array([self._row(e.atoms) for e in extents]))
        highs = [np.inf if e.high is None else e.high for e in extents]
        return [LinearConstraint(matrix, np.array([float(e.low) for e in extents]), np.array(highs))]

    def _solve(self, goal: np.ndarray, extents: Sequence[Extent], integer: int = 1) -> tuple[Verdict, dict[str, int]]:
        if len(self.atoms) == 1:
            return self._interval(goal, extents)
        answer = milp(
            goal,
            constraints=self._system(extents),
            integrality=np.full(len(self.atoms), integer),
            bounds=Box(0, np.inf),
            options={"time_limit": TIME_LIMIT},
        )
        if answer.status == 2:
            return "infeasible", {}
        if answer.status != 0 or answer.x is None:
            return "unknown", {}
        found = {a: round(x) for a, x in zip(self.atoms, answer.x, strict=True)}
        if integer and not satisfies(found, extents):
            return "unknown", {}
        return "feasible", found

    def _interval(self, goal: np.ndarray, extents: Sequence[Extent]) -> tuple[Verdict, dict[str, int]]:
        """The only atom's least or greatest number: where all claims count the same people, no solver is needed."""
        low = max((e.low for e in extents), default=0)
        high = min((e.high for e in extents if e.high is not None), default=None)
        if high is not None and high < low:
            return "infeasible", {}
        return "feasible", {self.atoms[0]: high if goal[0] < 0 and high is not None else low}

    def feasible(
        self, ids: Iterable[str] | None = None, extra: Sequence[Extent] = (), *, relaxed: bool = False
    ) -> Verdict:
        """Can the claims `ids` (None: all) and `extra` all be right? `relaxed`: in fractions of people too."""
        extents = [*self._chosen(ids), *extra]
        return self._solve(np.zeros(len(self.atoms)), extents, 0 if relaxed else 1)[0]

    def _chosen(self, ids: Iterable[str] | None) -> list[Extent]:
        if ids is None:
            return list(self.extents)
        wanted = set(ids)
        return [e for e in self.extents if e.id in wanted]

    def is_open(self, query: frozenset[str], ids: Iterable[str] | None = None) -> bool:
        """Is the quantity without an upper bound: some atom of it in no claim with a finite one?"""
        closed = {a for e in self._chosen(ids) if e.high is not None for a in e.atoms}
        return not query <= closed

    def low(self, query: frozenset[str], ids: Iterable[str] | None = None) -> Bound:
        """The least number of people of `query` if the claims `ids` (None: all) are right."""
        extents = self._chosen(ids)
        verdict, witness = self._solve(self._row(query), extents)
        if verdict != "feasible":
            return Bound(verdict, None, None, {})
        value = sum(witness[a] for a in query)
        return Bound(verdict, value, support(extents, query, value, upper=False), witness)

    def high(self, query: frozenset[str], ids: Iterable[str] | None = None) -> Bound:
        """The greatest number of people of `query` if the claims are right; `value` None where open above."""
        extents = self._chosen(ids)
        if self.is_open(query, ids):
            verdict = self.feasible(ids)
            return Bound(verdict, None, None, {})
        verdict, witness = self._solve(-self._row(query), extents)
        if verdict != "feasible":
            return Bound(verdict, None, None, {})
        value = sum(witness[a] for a in query)
        return Bound(verdict, value, support(extents, query, value, upper=True), witness)

    def range(self, query: frozenset[str], ids: Iterable[str] | None = None) -> tuple[int | None, int | None] | None:
        """(low, high) of the quantity, None where the claims cannot all be right or the solver cannot tell."""
        low = self.low(query, ids)
        if low.verdict != "feasible":
            return None
        return low.value, self.high(query, ids).value

    def _pairs(self, extents: Sequence[Extent], limit: int) -> list[Derivation]:
        """Conflicts of two claims: more people at least in a part than at most in the whole that holds it."""
        found = []
        for below in extents:
            for above in extents:
                if below.high is not None and above.low > below.high and above.atoms <= below.atoms:
                    terms = sorted(((above.id, 1), (below.id, -1)))
                    found.append(Derivation(tuple(terms), above.low - below.high, 1))
        return found[:limit]

    def conflicts(
        self, ids: Iterable[str] | None = None, size: int = CONFLICT_SIZE, limit: int = 20
    ) -> list[Derivation]:
        """The smallest sets of claims that cannot all be right, smallest first, each with the sum that shows it.

        At most `limit` sets of at most `size` claims. Where only whole numbers exclude each other and no sum shows it,
        one minimal set is given, by exhaustive search.
        """
        extents = self._chosen(ids)
        found = self._pairs(extents, limit)
        if len(found) == limit or (found and (len(extents) > MANY or len({e.atoms for e in extents}) == 1)):
            return found
        if not found and self.feasible([e.id for e in extents]) != "infeasible":
            return []
        while len(found) < limit and size > 2:
            shown = refutation(extents, [frozenset(d.ids) for d in found], size)
            if shown is None:
                break
            found.append(shown)
        return found or [self._minimal(extents)]

    def _minimal(self, extents: Sequence[Extent]) -> Derivation:
        """A minimal infeasible set by leaving claims out one at a time; `unknown` keeps a claim in."""
        core = list(extents)
        for e in extents:
            rest = [x for x in core if x is not e]
            if self._solve(np.zeros(len(self.atoms)), rest)[0] == "infeasible":
                core = rest
        return Derivation(tuple((e.id, 0) for e in core), None, None)

    def fewest_dropped(self, extra: Sequence[Extent] = (), ids: Iterable[str] | None = None) -> tuple[str, ...] | None:
        """The fewest claims that have to be false for the rest, and `extra`, to be right; None where none would do.

        Of several sets of one size, the one whose claims' ids come first.
        """
        extents = self._chosen(ids)
        n, m = len(self.atoms), len(extents)
        big = 2 * sum(max(e.low, e.high or 0) for e in [*extents, *extra]) + 1
        rows, lows, highs = [], [], []
        for k, e in enumerate([*extents, *extra]):
            drop = np.zeros(m)
            if k < m:
                drop[k] = big
            rows.append(np.concatenate([self._row(e.atoms), drop]))
            lows.append(float(e.low))
            highs.append(np.inf)
            if e.high is not None:
                rows.append(np.concatenate([self._row(e.atoms), -drop]))
                lows.append(-np.inf)
                highs.append(float(e.high))
        # The tie-break is smaller than one claim, summed over all of them.
        cost = np.concatenate([np.zeros(n), 1 + np.arange(m) / (m * m + 1)])
        answer = milp(
            cost,
            constraints=[LinearConstraint(csr_array(np.array(rows)), np.array(lows), np.array(highs))],
            integrality=np.ones(n + m),
            bounds=Box(np.zeros(n + m), np.concatenate([np.full(n, np.inf), np.ones(m)])),
            options={"time_limit": TIME_LIMIT},
        )
        if answer.status != 0 or answer.x is None:
            return None
        dropped = tuple(e.id for e, y in zip(extents, answer.x[n:], strict=True) if y > 0.5)
        kept = [e.id for e in extents if e.id not in dropped]
        return dropped if self.feasible(kept, extra) == "feasible" else None


def satisfies(assignment: Mapping[str, int], extents: Iterable[Extent]) -> bool:
    """Do the numbers, checked in plain integers, meet every claim?"""
    for e in extents:
        total = sum(assignment[a] for a in e.atoms)
        if total < e.low or (e.high is not None and total > e.high):
            return False
    return all(n >= 0 for n in assignment.values())


def atoms_of(cells: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The coarsest atoms for claims given as sets of cells: cells that the same claims hold are one atom, named by
    its first cell.

    Returns the claims as sets of atoms.
    """
    everywhere = sorted({c for held in cells.values() for c in held})
    signature = {c: tuple(k for k in sorted(cells) if c in cells[k]) for c in everywhere}
    name: dict[tuple[str, ...], str] = {}
    for c in everywhere:
        name.setdefault(signature[c], c)
    return {k: frozenset(name[signature[c]] for c in held) for k, held in cells.items()}
