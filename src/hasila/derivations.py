"""Why a bound holds: claims with whole multipliers whose sum gives it, so that a person can check it by hand.

For a lower bound v of Q: the lows of some claims, less the highs of others, sum to v, while every person is counted
in the sum at most once if in Q, and not at all otherwise. The smallest such set is sought by integer programming over
the multipliers; for many claims the linear program's duals are scaled to integers; either way the sum is verified in
integers. Where no such sum exists (only whole numbers exclude a smaller value), the derivation says «by exhaustive
search».
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

import msgspec
import numpy as np
from scipy.optimize import Bounds as Box
from scipy.optimize import LinearConstraint, linprog, milp
from scipy.sparse import csr_array

# Past this many claims the multipliers come from the linear program's duals.
_SMALL = 80
_MULTIPLIER = 3
_TIME_LIMIT = 10.0


class Constraint(Protocol):
    """What a claim says: the people of `atoms` number `low` to `high`."""

    @property
    def id(self) -> str:
        """The claim."""
        ...

    @property
    def atoms(self) -> frozenset[str]:
        """Whom it counts."""
        ...

    @property
    def low(self) -> int:
        """At least."""
        ...

    @property
    def high(self) -> int | None:
        """At most; None where open."""
        ...


class Derivation(msgspec.Struct, frozen=True):
    """`terms` are (claim, multiplier): positive, its low is added; negative, its high is taken away.

    `total` is their sum over `divisor` times the quantity; both are None where the bound is found by exhaustive
    search, and then the terms are a minimal set of claims, with multiplier 0.
    """

    terms: tuple[tuple[str, int], ...]
    total: int | None
    divisor: int | None

    @property
    def ids(self) -> tuple[str, ...]:
        """The claims of the derivation."""
        return tuple(i for i, _ in self.terms)

    @property
    def exhaustive(self) -> bool:
        """Is there no sum that shows it?"""
        return self.total is None


def verify(
    extents: Sequence[Constraint], query: frozenset[str], terms: dict[tuple[str, bool], int], divisor: int
) -> int | None:
    """The total of the terms ((claim, is high) → multiplier), or None where some person is counted too often."""
    total = 0
    weight: dict[str, int] = {}
    for e in extents:
        for is_high, bound, sign in ((False, e.low, 1), (True, e.high, -1)):
            times = terms.get((e.id, is_high), 0)
            if times and bound is None:
                return None
            total += sign * times * (bound or 0)
            for a in e.atoms:
                weight[a] = weight.get(a, 0) + sign * times
    fine = all(w <= (divisor if a in query else 0) for a, w in weight.items())
    return total if fine else None


def support(extents: Sequence[Constraint], query: frozenset[str], value: int, *, upper: bool) -> Derivation:
    """The derivation of a bound of `query`: the smallest found, or exhaustive."""
    if not upper and value <= 0:
        return Derivation((), 0, 1)
    found = _single(extents, query, value, upper=upper)
    if found is None and len(extents) <= _SMALL:
        found = _by_search(extents, query, value, upper=upper)
    found = found or _by_duals(extents, query, value, upper=upper)
    return found or Derivation(tuple((e.id, 0) for e in extents), None, None)


def _single(extents: Sequence[Constraint], query: frozenset[str], value: int, *, upper: bool) -> Derivation | None:
    """One claim that gives the bound by itself: of the query's people or, for an upper bound, of more."""
    for e in extents:
        if upper and e.high == value and query <= e.atoms:
            return Derivation(((e.id, -1),), -value, 1)
        if not upper and e.low == value and e.atoms <= query:
            return Derivation(((e.id, 1),), value, 1)
    return None


def refutation(extents: Sequence[Constraint], known: Sequence[frozenset[str]], size: int) -> Derivation | None:
    """The smallest set of at most `size` claims, holding none of `known`, whose lows exceed the highs over them."""
    problem = _Multipliers(extents)
    chosen = problem.smallest(coverage=lambda a: 0, least=1, forbidden=known, size=size, upper_query=frozenset())
    if chosen is None:
        return None
    total = verify(extents, frozenset(), chosen, 1)
    return None if total is None or total <= 0 else _derivation(extents, chosen, total, 1)


def _derivation(
    extents: Sequence[Constraint], terms: dict[tuple[str, bool], int], total: int, divisor: int
) -> Derivation:
    found = [
        (e.id, -times if is_high else times)
        for e in extents
        for is_high in (False, True)
        if (times := terms.get((e.id, is_high)))
    ]
    return Derivation(tuple(found), total, divisor)


def _by_search(extents: Sequence[Constraint], query: frozenset[str], value: int, *, upper: bool) -> Derivation | None:
    """Fewest claims, whole multipliers up to `_MULTIPLIER`."""
    problem = _Multipliers(extents)
    if upper:
        chosen = problem.smallest(lambda a: 0, -value, (), len(extents), upper_query=query)
    else:
        chosen = problem.smallest(lambda a: int(a in query), value, (), len(extents), upper_query=frozenset())
    if chosen is None:
        return None
    return _checked(extents, query, chosen, value, 1, upper=upper)


def _checked(
    extents: Sequence[Constraint],
    query: frozenset[str],
    terms: dict[tuple[str, bool], int],
    value: int,
    divisor: int,
    *,
    upper: bool,
) -> Derivation | None:
    if not upper:
        total = verify(extents, query, terms, divisor)
        good = total is not None and -(-total // divisor) == value
        return _derivation(extents, terms, total, divisor) if good and total is not None else None
    mirrored = {(i, not h): n for (i, h), n in terms.items()}
    total = _verify_upper(extents, query, mirrored, divisor)
    good = total is not None and total // divisor == value
    return _derivation(extents, terms, -total, divisor) if good and total is not None else None


def _verify_upper(
    extents: Sequence[Constraint], query: frozenset[str], terms: dict[tuple[str, bool], int], divisor: int
) -> int | None:
    """Highs less lows (`terms` name them the other way round): every person of the query must be covered."""
    total = 0
    weight: dict[str, int] = dict.fromkeys(query, 0)
    for e in extents:
        highs, lows = terms.get((e.id, False), 0), terms.get((e.id, True), 0)
        if highs and e.high is None:
            return None
        total += highs * (e.high or 0) - lows * e.low
        for a in e.atoms:
            weight[a] = weight.get(a, 0) + highs - lows
    fine = all(w >= (divisor if a in query else 0) for a, w in weight.items())
    return total if fine else None


class _Multipliers:
    """Integer programs over multipliers: those of the lows, those of the highs, then whether a claim is used."""

    def __init__(self, extents: Sequence[Constraint]) -> None:
        self.extents = extents
        self.atoms = sorted({a for e in extents for a in e.atoms})

    def smallest(  # type: ignore[no-untyped-def]  # coverage is a plain function of an atom
        self, coverage, least: int, forbidden: Sequence[frozenset[str]], size: int, upper_query: frozenset[str]
    ) -> dict[tuple[str, bool], int] | None:
        """The multipliers of fewest claims whose sum is `least` or more, each atom counted at most `coverage` times."""
        m = len(self.extents)
        member = np.array([[float(a in e.atoms) for e in self.extents] for a in self.atoms])
        zero = np.zeros((len(self.atoms), m))
        cover = np.hstack([member, -member, zero])
        top = np.array([float(coverage(a)) - (a in upper_query) for a in self.atoms])
        lows = np.array([float(e.low) for e in self.extents])
        highs = np.array([0.0 if e.high is None else float(e.high) for e in self.extents])
        gain = np.concatenate([lows, -highs, np.zeros(m)])[None, :]
        link = np.hstack([np.eye(m), np.eye(m), -_MULTIPLIER * np.eye(m)])
        used = np.concatenate([np.zeros(2 * m), np.ones(m)])[None, :]
        rules = [
            LinearConstraint(csr_array(cover), -np.inf, top),
            LinearConstraint(csr_array(gain), least, np.inf),
            LinearConstraint(csr_array(link), -np.inf, 0),
            LinearConstraint(csr_array(used), 0, size),
        ]
        for ids in forbidden:
            row = np.concatenate([np.zeros(2 * m), [float(e.id in ids) for e in self.extents]])[None, :]
            rules.append(LinearConstraint(csr_array(row), 0, len(ids) - 1))
        open_above = np.array([0.0 if e.high is None else _MULTIPLIER for e in self.extents])
        cost = np.concatenate([np.full(2 * m, 1e-3), 1 + np.arange(m) / (1000.0 * (m + 1))])
        answer = milp(
            cost,
            constraints=rules,
            integrality=np.ones(3 * m),
            bounds=Box(0, np.concatenate([np.full(m, _MULTIPLIER), open_above, np.ones(m)])),
            options={"time_limit": _TIME_LIMIT},
        )
        if answer.status != 0 or answer.x is None:
            return None
        return self._terms(answer.x, m)

    def _terms(self, x: np.ndarray, m: int) -> dict[tuple[str, bool], int]:
        found = {}
        for k, e in enumerate(self.extents):
            for is_high, n in ((False, round(x[k])), (True, round(x[m + k]))):
                if n:
                    found[e.id, is_high] = n
        return found


def _by_duals(extents: Sequence[Constraint], query: frozenset[str], value: int, *, upper: bool) -> Derivation | None:
    """Multipliers from the duals of the linear relaxation, scaled to integers."""
    atoms = sorted({a for e in extents for a in e.atoms})
    rows = [(e, False) for e in extents] + [(e, True) for e in extents if e.high is not None]
    matrix = csr_array(np.array([[(1.0 if h else -1.0) * (a in e.atoms) for a in atoms] for e, h in rows]))
    limits = np.array([float(e.high or 0) if h else -float(e.low) for e, h in rows])
    goal = np.array([float(a in query) for a in atoms]) * (-1 if upper else 1)
    answer = linprog(goal, A_ub=matrix, b_ub=limits, bounds=(0, None), method="highs")
    if answer.status != 0:
        return None
    duals = [Fraction(-float(y)).limit_denominator(1000) for y in answer.ineqlin.marginals]
    divisor = int(np.lcm.reduce([d.denominator for d in duals])) if duals else 1
    terms = {(e.id, h): int(d * divisor) for (e, h), d in zip(rows, duals, strict=True) if d}
    return _checked(extents, query, terms, value, divisor, upper=upper)
