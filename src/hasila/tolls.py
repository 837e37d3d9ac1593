"""Settle an incident's toll: the range of what is reported, for each outcome and group (rules 1 to 5, docs/method.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from hasila.accounts import WHOLE, Account, Range, account, envelope, group_account
from hasila.incidents import Gathered, pool
from hasila.model import Basis, Incident, Member, Reading, Reason, SetAside, SourceBounds, Toll
from hasila.sources import is_hospital
from hasila.statements import Said, Statements, statements, voices

OUTCOMES = (
    "killed", "injured", "casualties", "missing", "detained", "abducted", "displaced", "escaped", "surrendered", "released",
)  # fmt: skip
GROUPS = ("all", "civilian", "combatant", "security", "official", "detainee", "journalist", "aid_medical")
ONE_GROUP = Reason(
    "the source counts one group only, and groups are told apart", "يعدّ المصدر فئة واحدة، والفئات مفصولة هنا"
)
ONE_HOSPITAL = Reason("the source counts one hospital", "يعدّ المصدر مستشفى واحدا")
WITHOUT_GROUP = Reason("says nothing of this group", "لا يقول شيئا عن هذه الفئة")


class TollReport(msgspec.Struct, frozen=True):
    """What a pool of reports comes to."""

    incidents: tuple[Incident, ...]


def settle(incident: Gathered, known: Mapping[str, Reading]) -> list[Toll]:
    """The tolls of one incident: one for each outcome and group that some source bounds, `all` first."""
    who = voices(incident, known)
    told = statements(incident, known, who)
    parts = [statements(p, known, who) for p in incident.parts]
    tolls = []
    for outcome in OUTCOMES:
        said = [s for s in told.said if s.claim.outcome == outcome]
        accounts = _accounts(said) | _sums_of_parts(said, parts, outcome)
        groups = _groups(said)
        for group in GROUPS:
            if (toll := _toll(outcome, group, told, said, accounts, groups)) is not None:
                tolls.append(toll)
    return tolls


def _by_source(said: Sequence[Said]) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = {}
    for s in said:
        found.setdefault(s.voice.key, []).append(s)
    return dict(sorted(found.items()))


def _accounts(said: Sequence[Said]) -> dict[str, Account]:
    found = {key: account(mine) for key, mine in _by_source(said).items()}
    return {key: a for key, a in found.items() if a is not None}


def _sums_of_parts(said: Sequence[Said], parts: Sequence[Statements], outcome: str) -> dict[str, Account]:
    """A wave's source that gives no joint total but a figure for every part: their sum (rule 4)."""
    if not parts:
        return {}
    spoken = {s.voice.key for s in said}
    found = [_accounts([s for s in p.said if s.claim.outcome == outcome]) for p in parts]
    everywhere = set.intersection(*(set(f) for f in found)) - spoken
    sums = {}
    for key in sorted(everywhere):
        total = Range(0, 0)
        for f in found:
            total = total + f[key].bounds
        basis = [m for f in found for m in f[key].basis]
        sums[key] = Account(total, tuple(sorted(basis)), {}, all(f[key].whole for f in found))
    return sums


def _groups(said: Sequence[Said]) -> frozenset[str]:
    """The victim groups that the sources tell apart; `mixed` is none, nor are parts by sex or age."""
    return frozenset(s.claim.victim_status for s in said if not s.claim.demographics) - set(WHOLE)


def _told_apart(groups: frozenset[str], accounts: Mapping[str, Account]) -> bool:
    """Do the sources tell groups apart? Civilians alone are the whole; fighters or medics beside a whole are not."""
    return len(groups) > 1 or (groups != {"civilian"} and any(a.whole for a in accounts.values()))


def _toll(
    outcome: str,
    group: str,
    told: Statements,
    said: Sequence[Said],
    accounts: Mapping[str, Account],
    groups: frozenset[str],
) -> Toll | None:
    if group == "all":
        used, excluded = _for_all(said, accounts, groups)
    elif group in groups:
        used, excluded = _for_group(said, group, accounts), {}
    else:
        return None
    if not used:
        return None
    bounds = envelope(a.bounds for a in used.values())
    names = {v.key: v.name for v in told.voices.values()}
    basis = tuple(Basis(m.report, m.claim, names[k]) for k, a in used.items() for m in a.basis)
    sources = tuple(SourceBounds(names[k], *a.bounds) for k, a in used.items())
    aside = _aside(outcome, told, said, used, excluded)
    return Toll(outcome, group, *bounds, sources, basis, aside)  # type: ignore[arg-type]  # outcome is of OUTCOMES


_Used = tuple[dict[str, Account], dict[Member, Reason]]


def _for_all(said: Sequence[Said], accounts: Mapping[str, Account], groups: frozenset[str]) -> _Used:
    """A source that counts one group, or one hospital, does not set the whole, unless nobody tells groups apart."""
    excluded: dict[Member, Reason] = {}
    used = dict(accounts)
    if _told_apart(groups, accounts):
        for key, a in accounts.items():
            if not a.whole:
                excluded |= dict.fromkeys(a.basis, ONE_GROUP)
                del used[key]
    hospital = {key for key, mine in _by_source(said).items() if all(is_hospital(s.claim.source) for s in mine)}
    for key in sorted(hospital & set(used)):
        if set(used) - hospital:
            excluded |= dict.fromkeys(used[key].basis, ONE_HOSPITAL)
            del used[key]
    return used, excluded


def _for_group(said: Sequence[Said], group: str, accounts: Mapping[str, Account]) -> dict[str, Account]:
    found = {key: group_account(mine, group, key in accounts) for key, mine in _by_source(said).items()}
    return {key: a for key, a in found.items() if a is not None}


def _aside(
    outcome: str,
    told: Statements,
    said: Sequence[Said],
    used: Mapping[str, Account],
    excluded: Mapping[Member, Reason],
) -> tuple[SetAside, ...]:
    """Every other claim of the outcome, with why it moves no bound."""
    basis = {m for a in used.values() for m in a.basis}
    reasons: dict[Member, Reason] = {s.member: WITHOUT_GROUP for s in said}
    for a in used.values():
        reasons |= a.aside
    reasons |= excluded
    reasons |= told.aside
    return tuple(SetAside(m.report, m.claim, r.en) for m, r in sorted(reasons.items()) if m not in basis)


def toll(readings: Sequence[Reading], profile: str = "hasila") -> TollReport:
    """Gather the readings into incidents and settle each one's toll by the rules of `profile`."""
    known = {r.document.id: r for r in readings}
    gathered = pool(readings)
    return TollReport(tuple(_incident(g, known) for g in gathered.incidents))


def _incident(g: Gathered, known: Mapping[str, Reading]) -> Incident:
    return Incident(
        id=g.id,
        reports=g.reports,
        recalled_in=g.recalled_in,
        copies=tuple((c.copy, c.original) for c in g.copies),
        tolls=tuple(settle(g, known)),
    )
