"""Settle an incident's toll: the range of what is reported, for each outcome and group (rules in docs/method.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from hasila import profiles
from hasila.accounts import WHOLE, Account, Range, account, envelope, group_account, unbounding
from hasila.incidents import Decisions, Gathered, Pool, pool
from hasila.joint import conflicts, joint, rows
from hasila.lineages import lineages
from hasila.linking import Watch, unwatched
from hasila.model import Basis, Conflict, Incident, Member, Outcome, Reading, Reason, SetAside, SourceBounds, Toll
from hasila.profiles import Profile
from hasila.sources import Voice, counts_foreigners, is_hospital
from hasila.statements import Said, Statements, statements, voices
from hasila.subtotals import PeriodTotal, by_demographic, by_party, by_source, disputed, period_totals, timeline
from hasila.suppositions import parse_supposition, suppose_each
from hasila.titles import title

OUTCOMES: tuple[Outcome, ...] = (
    "killed", "injured", "casualties", "missing", "detained",
    "abducted", "displaced", "escaped", "surrendered", "released",
)  # fmt: skip
GROUPS = ("all", "civilian", "combatant", "security", "official", "detainee", "journalist", "aid_medical")
ONE_GROUP = Reason(
    "the source counts one group only, and groups are told apart", "يعدّ المصدر فئة واحدة، والفئات مفصولة هنا"
)
ONE_HOSPITAL = Reason("the source counts one hospital", "يعدّ المصدر مستشفى واحدا")
NO_TOLL = Reason("bounds no outcome by itself", "لا يحد وحده أي حصيلة")
ONE_ORIGIN = Reason(
    "the source counts people of one origin, or refugees, among the victims",
    "يعدّ المصدر أبناء جنسية واحدة أو لاجئين من الضحايا",
)
WITHOUT_GROUP = Reason("says nothing of this group", "لا يقول شيئا عن هذه الفئة")


class TollReport(msgspec.Struct, frozen=True):
    """What a pool of reports comes to: incidents, totals of periods, and the profile (`name version`)."""

    incidents: tuple[Incident, ...]
    periods: tuple[PeriodTotal, ...] = ()
    profile: str = ""


def settle(incident: Gathered, known: Mapping[str, Reading], profile: str = "hasila") -> list[Toll]:
    """The tolls of one incident: one for each outcome and group that some source bounds, `all` first."""
    method = profiles.load(profile)
    return _settle(incident, known, voices(incident, known), method)[1]


def _settle(
    incident: Gathered, known: Mapping[str, Reading], who: Mapping[Member, Voice], method: Profile
) -> tuple[Statements, list[Toll]]:
    told = statements(incident, known, who, positions=method.positions)
    parts = [statements(p, known, who, positions=method.positions) for p in incident.parts]
    tolls = []
    for outcome in OUTCOMES:
        said = [s for s in told.said if s.claim.outcome == outcome]
        accounts = _accounts(said) | _sums_of_parts(said, parts, outcome)
        groups = _groups(said)
        for group in GROUPS:
            if (toll := _toll(outcome, group, told, said, accounts, groups, method)) is not None:
                tolls.append(toll)
    return told, tolls


def _accounts(said: Sequence[Said]) -> dict[str, Account]:
    found = {key: account(mine) for key, mine in by_source(said).items()}
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
    outcome: Outcome,
    group: str,
    told: Statements,
    said: Sequence[Said],
    accounts: Mapping[str, Account],
    groups: frozenset[str],
    method: Profile,
) -> Toll | None:
    if group == "all":
        used, excluded = _for_all(said, accounts, groups)
        silent = [s for key, mine in by_source(said).items() if key not in accounts for s in mine]
        excluded = unbounding(silent) | excluded
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
    aside = _aside(told, outcome, said, used, excluded)
    is_open = any(a.bounds.high is None for a in used.values())
    return Toll(outcome, group, *bounds, sources, basis, aside, is_open, profiles.best(method, sources))


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
    hospital = {key for key, mine in by_source(said).items() if all(is_hospital(s.claim.source) for s in mine)}
    for key in sorted(hospital & set(used)):
        if set(used) - hospital:
            excluded |= dict.fromkeys(used[key].basis, ONE_HOSPITAL)
            del used[key]
    origin = {key for key, mine in by_source(said).items() if all(counts_foreigners(s.claim) for s in mine)}
    for key in sorted(origin & set(used)):
        if set(used) - origin:
            excluded |= dict.fromkeys(used[key].basis, ONE_ORIGIN)
            del used[key]
    return used, excluded


def _for_group(said: Sequence[Said], group: str, accounts: Mapping[str, Account]) -> dict[str, Account]:
    found = {key: group_account(mine, group, key in accounts) for key, mine in by_source(said).items()}
    return {key: a for key, a in found.items() if a is not None}


def _aside(
    told: Statements,
    outcome: Outcome,
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
    reasons |= {m: r for m, r in told.aside.items() if told.outcomes[m] == outcome}
    return tuple(SetAside(*m, r.en, r.ar) for m, r in sorted(reasons.items()) if m not in basis)


def toll(
    readings: Sequence[Reading], profile: str = "hasila", decisions: Decisions | None = None, watch: Watch = unwatched
) -> TollReport:
    """Gather the readings into incidents and settle each one's toll by the rules of `profile`.

    `decisions` are a person's joins and splits, which stand whatever the reports say. What is one incident does not
    hang on the profile. `watch` is told of each piece of work that is done.

    Raises `UsageError` for a profile that there is not.
    """
    method = profiles.load(profile)
    return _settled(pool(readings, decisions, watch), readings, method, watch)


def _settled(gathered: Pool, readings: Sequence[Reading], method: Profile, watch: Watch) -> TollReport:
    known = {r.document.id: r for r in profiles.apply(method, readings)}
    incidents = []
    for g in gathered.incidents:
        incidents.append(_incident(g, known, voices(g, known), method))
        watch("incidents reckoned")
    return TollReport(tuple(incidents), period_totals(gathered.periods, known), f"{method.name} {method.version}")


def side_by_side(
    readings: Sequence[Reading], names: Sequence[str] | None = None, watch: Watch = unwatched
) -> dict[str, dict[tuple[str, Outcome, str], Toll]]:
    """The tolls of each profile (None: all that ship), by incident id, outcome and group."""
    methods = {name: profiles.load(name) for name in names or profiles.names()}
    gathered = pool(readings, None, watch)
    table = {}
    for name, method in methods.items():
        report = _settled(gathered, readings, method, watch)
        table[name] = {(i.id, t.outcome, t.group): t for i in report.incidents for t in i.tolls}
    return table


def _incident(g: Gathered, known: Mapping[str, Reading], who: Mapping[Member, Voice], method: Profile) -> Incident:
    told, tolls = _settle(g, known, who, method)
    claims = [known[m.report].claims[m.claim] for m in g.members]
    title_ar, title_en = title(claims, g.days)
    kinds = by_demographic(told, OUTCOMES)
    lines = rows(tolls, kinds, known, method)
    first, last = (dt.date.fromordinal(d).isoformat() for d in g.days) if g.days else (None, None)
    standing = {(b.report, b.claim) for t in tolls for b in t.basis}
    return Incident(
        id=g.id,
        reports=g.reports,
        recalled_in=g.recalled_in,
        copies=tuple((c.copy, c.original) for c in g.copies),
        tolls=tuple(tolls),
        title_ar=title_ar,
        title_en=title_en,
        first_day=first,
        last_day=last,
        by_party=by_party(told, OUTCOMES),
        by_demographic=kinds,
        status_disputed=disputed(tolls),
        joint=joint(lines),
        conflicts=conflicts(lines),
        timeline=timeline(told, tolls),
        lineages=lineages(g.members, who, known, g.copies),
        joins=g.joins,
        set_aside=_all_aside(g, told, tolls, standing),
        extents=lines,
        parts=tuple(_incident(p, known, who, method) for p in g.parts),
    )


def _all_aside(
    g: Gathered, told: Statements, tolls: Sequence[Toll], standing: set[tuple[str, int]]
) -> tuple[SetAside, ...]:
    """Every claim of the incident that is in no basis, with why; none is lost."""
    found = {Member(a.report, a.claim): a for t in reversed(tolls) for a in t.set_aside}
    rest = {m: SetAside(*m, r.en, r.ar) for m, r in told.aside.items()}
    lone = {s.member: SetAside(*s.member, NO_TOLL.en, NO_TOLL.ar) for s in told.said}
    whole = lone | found | rest
    return tuple(whole[m] for m in sorted(whole) if m not in standing)


def what_if(report: TollReport, said: str, incident: str | None = None) -> list[Conflict]:
    """What would have to be false if, say, `killed < 100`: for each incident the smallest set of claims, as a sentence.

    `incident` is the id of the only one asked about. An incident that fits the supposition is left out. Raises
    `UsageError` for what is no supposition.
    """
    chosen = [i for i in report.incidents if incident in (None, i.id)]
    return [conflict for _, conflict in suppose_each(chosen, parse_supposition(said))]
