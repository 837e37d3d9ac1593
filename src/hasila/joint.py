"""What all sources of an incident bound together, and the smallest sets of claims that cannot all be right, as
sentences.

Each source's latest word on a group is a line of a system over atoms (kinds of victims told apart by status, sex and
age). The lines are part of the report, so that anyone can replay the bounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hasila.bounds import Bound, Extent, Problem, atoms_of
from hasila.derivations import Derivation
from hasila.model import (
    Basis,
    Conflict,
    DemographicToll,
    ExtentRow,
    Joint,
    JointBound,
    Member,
    Outcome,
    Reading,
    SourceBounds,
    Term,
    Toll,
)  # fmt: skip
from hasila.profiles import Profile, widened
from hasila.titles import label

_STATUSES = ("civilian", "combatant", "security", "official", "detainee", "journalist", "aid_medical", "-")
_KINDS = ("women", "children", "elderly", "-")
# Conflicts listed for one outcome; a person reads no more.
_MOST = 6
# How a figure is worded that is open above, and one between two.
_EN = ("at least {}", "{} to {}")
_AR = ("{} على الأقل", "من {} إلى {}")


def rows(
    tolls: Sequence[Toll], kinds: Sequence[DemographicToll], known: Mapping[str, Reading], profile: Profile
) -> tuple[ExtentRow, ...]:
    """The lines of an incident's system: each source's figure for each group, «about» widened."""
    told: list[tuple[Outcome, str, SourceBounds, tuple[Basis, ...], frozenset[str]]] = []
    for t in tolls:
        cells = frozenset(f"{s}/{k}" for s in _STATUSES for k in _KINDS if t.group in ("all", s))
        told += [(t.outcome, t.group, s, t.basis, cells) for s in t.sources]
    for d in kinds:
        cells = frozenset(f"{s}/{d.demographic}" for s in _STATUSES)
        told += [(d.outcome, d.demographic, s, d.basis, cells) for s in d.sources]
    made: list[ExtentRow] = []
    for outcome in dict.fromkeys(t[0] for t in told):
        mine = [t for t in told if t[0] == outcome]
        atoms = atoms_of({f"{n:03}": t[4] for n, t in enumerate(mine)})
        for n, (_, group, source, basis, _cells) in enumerate(mine):
            members = tuple(Member(b.report, b.claim) for b in basis if b.source == source.source)
            low, high = _widened(source, members, known, profile)
            name = f"{outcome}:{group}:{n}"
            made.append(
                ExtentRow(name, members, source.source, outcome, group, tuple(sorted(atoms[f"{n:03}"])), low, high)
            )
    return tuple(made)


def _widened(
    source: SourceBounds, members: Sequence[Member], known: Mapping[str, Reading], profile: Profile
) -> tuple[int, int | None]:
    claims = [known[m.report].claims[m.claim] for m in members]
    spread = [widened(profile, c) for c in claims]
    down = sum(c.low - low for c, (low, _) in zip(claims, spread, strict=True))
    up = sum((high or 0) - (c.high or 0) for c, (_, high) in zip(claims, spread, strict=True))
    high = None if source.high is None else source.high + up
    return max(0, source.low - down), high


def problem(lines: Iterable[ExtentRow]) -> Problem:
    """The system of some lines."""
    return Problem(Extent(r.id, frozenset(r.atoms), r.low, r.high) for r in lines)


def joint(lines: Sequence[ExtentRow]) -> tuple[Joint, ...]:
    """For each outcome and group, what the sources bound together; `infeasible` where they cannot all be right."""
    found = []
    for outcome in dict.fromkeys(r.outcome for r in lines):
        mine = [r for r in lines if r.outcome == outcome]
        system = problem(mine)
        verdict = system.feasible()
        for group in dict.fromkeys(r.group for r in mine):
            query = frozenset(a for r in mine if r.group == group for a in r.atoms)
            if verdict != "feasible":
                found.append(Joint(outcome, group, verdict))
                continue
            low, high = system.low(query), system.high(query)
            found.append(Joint(outcome, group, verdict, _told(low, mine, "≥"), _told(high, mine, "≤")))
    return tuple(found)


def _told(bound: Bound, lines: Sequence[ExtentRow], sign: str) -> JointBound | None:
    if bound.verdict != "feasible":
        return None
    if bound.value is None:
        return JointBound(None, (), False, "open above: no source bounds it", "بلا حد أعلى: لا يحده أي مصدر")
    derivation = bound.derivation or Derivation((), None, None)
    terms = _terms(derivation, lines)
    if derivation.exhaustive:
        en, ar = f"{sign} {bound.value}, by exhaustive search", f"{sign} {bound.value}، بالبحث الشامل"
    elif not terms:
        en, ar = f"{sign} {bound.value}: no claim forces more", f"{sign} {bound.value}: لا يفرض أي رقم أكثر"
    else:
        divisor = f" / {derivation.divisor}" if derivation.divisor != 1 else ""
        en = f"{sign} {bound.value} = {_sum(terms, sign)}{divisor}"
        ar = en
    witness = {a: n for a, n in sorted(bound.witness.items()) if n}
    return JointBound(bound.value, terms, derivation.exhaustive, en, ar, witness)


def _terms(derivation: Derivation, lines: Sequence[ExtentRow]) -> tuple[Term, ...]:
    by_id = {r.id: r for r in lines}
    found = []
    for name, times in derivation.terms:
        row = by_id[name]
        figure = row.low if times >= 0 else row.high
        found.append(Term(row.claims, row.source, times, figure or 0))
    return tuple(found)


def _sum(terms: Sequence[Term], sign: str) -> str:
    """«246 (المرصد) + 77 (قسد)»: of an upper bound, highs are added and lows taken away."""
    flip = 1 if sign == "≥" else -1
    parts = []
    for t in sorted(terms, key=lambda t: -flip * t.times):
        times = flip * t.times
        many = f"{abs(times)} × " if abs(times) > 1 else ""
        parts.append(("− " if times < 0 else "+ ") + f"{many}{t.figure} ({t.source})")
    return " ".join(parts).removeprefix("+ ")


def conflicts(lines: Sequence[ExtentRow]) -> tuple[Conflict, ...]:
    """The smallest sets of claims that cannot all be right, by outcome, smallest first."""
    found = []
    for outcome in dict.fromkeys(r.outcome for r in lines):
        mine = [r for r in lines if r.outcome == outcome]
        by_id = {r.id: r for r in mine}
        for d in problem(mine).conflicts(limit=_MOST):
            chosen = [by_id[i] for i in dict.fromkeys(d.ids)]
            found.append(conflict(chosen, *_sentences(chosen, d)))
    return tuple(found)


def conflict(chosen: Sequence[ExtentRow], en: str, ar: str) -> Conflict:
    """Lines of one outcome that cannot all be right, with the sentences that tell it."""
    members = tuple(sorted({m for r in chosen for m in r.claims}))
    sources = tuple(dict.fromkeys(r.source for r in chosen))
    return Conflict(chosen[0].outcome, members, sources, en, ar)


def _sentences(chosen: Sequence[ExtentRow], d: Derivation) -> tuple[str, str]:
    says_en = "; ".join(f"{r.source} says {worded(r, *_EN)} {r.outcome} ({r.group})" for r in chosen)
    says_ar = "؛ ".join(
        f"{r.source}: {worded(r, *_AR)} {label('outcome', r.outcome)} ({label('group', r.group)})" for r in chosen
    )
    by_id = {r.id: r for r in chosen}
    least = sum(n * by_id[i].low for i, n in d.terms if n > 0)
    most = sum(-n * (by_id[i].high or 0) for i, n in d.terms if n < 0)
    if d.exhaustive:
        return f"These cannot all be right: {says_en}.", f"لا يمكن أن تصح كلها: {says_ar}."
    return (
        f"These cannot all be right: {says_en}: at least {least} against at most {most}.",
        f"لا يمكن أن تصح كلها: {says_ar}: {least} على الأقل مقابل {most} على الأكثر.",
    )


def worded(r: ExtentRow, least: str, between: str) -> str:
    """The figures of a line in words that have room for them: `least` where it is open above, `between` for two."""
    if r.high is None:
        return least.format(r.low)
    return f"{r.low}" if r.low == r.high else between.format(r.low, r.high)
