"""The finer tables of an incident: by party, by sex and age, whose status is disputed, the way of the figures through
time.

And the totals of periods (daily bulletins, a war's running total), by territory or party, which enter no incident.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from hasila import actors
from hasila.accounts import Account, Range, combine, envelope, span_of
from hasila.errors import UsageError
from hasila.fold import fold
from hasila.model import (
    Basis,
    DemographicToll,
    Disputed,
    Member,
    Moment,
    Outcome,
    PartyToll,
    Question,
    Reading,
    SourceBounds,
    Toll,
)  # fmt: skip
from hasila.sources import mention, party_of, stem, tell_apart
from hasila.statements import Said, Statements

# Whose victims are of a party: fighters, police and officials; a civilian's party is no party to the harm.
_OF_A_PARTY = frozenset(("combatant", "security", "official", "mixed", "detainee"))


class PeriodTotal(msgspec.Struct, frozen=True):
    """A total over a dated span, of a territory or party; it enters no incident."""

    report: str
    claim: int
    source: str
    outcome: Outcome
    group: str
    place: str | None
    party: str | None
    start: str | None
    end: str | None
    low: int
    high: int | None
    part_of: int | None = None


def by_source(said: Iterable[Said]) -> dict[str, list[Said]]:
    """Statements by the key of their source, sorted by it."""
    found: dict[str, list[Said]] = {}
    for s in said:
        found.setdefault(s.voice.key, []).append(s)
    return dict(sorted(found.items()))


def party(s: Said) -> str | None:
    """The party of a claim's victims, None where no words tell it («77 من العاملين في السجن»).

    People told of by their country alone («43 سوريا») are no government's.
    """
    c = s.claim
    if c.victim_status not in _OF_A_PARTY:
        return None
    if c.victim_party:
        return actors.party(c.victim_party)
    return party_of(c.victims) if c.victims else None


def by_party(told: Statements, outcomes: Sequence[Outcome]) -> tuple[PartyToll, ...]:
    """For each outcome, the victims that the sources give to each party."""
    rows = []
    for outcome in outcomes:
        said = [s for s in told.said if s.claim.outcome == outcome and not s.claim.demographics]
        of = {s.member: party(s) or _own(s, said) for s in said}
        for name in sorted({p for p in of.values() if p}):
            rows.append(_party_row(outcome, name, [s for s in said if of[s.member] == name]))
    return tuple(r for r in rows if r is not None)


def _own(s: Said, said: Sequence[Said]) -> str | None:
    """Guards and fighters whom the source's enemy killed, and whom it counts beside its own, are its own."""
    if s.claim.victim_status not in ("security", "combatant") or s.claim.perpetrator is None:
        return None
    speaker, killer = party_of(s.voice.name), party_of(s.claim.perpetrator)
    beside = any(party(o) == speaker for o in said if o.voice.key == s.voice.key and o is not s)
    return speaker if speaker and killer and speaker != killer and beside else None


def _party_row(outcome: Outcome, name: str, said: Sequence[Said]) -> PartyToll | None:
    found: dict[str, tuple[Range, list[Said]]] = {}
    for key, mine in by_source(said).items():
        kept = _latest(mine)
        total = Range(0, 0)
        for kind in _disjoint(kept):
            total = total + combine(kind)
        found[key] = (total, kept)
    if not found:
        return None
    bounds = envelope(r for r, _ in found.values())
    names = {s.voice.key: s.voice.name for s in said}
    sources = tuple(SourceBounds(names[k], *r) for k, (r, _) in found.items())
    basis = tuple(Basis(*s.member, names[k]) for k, (_, kept) in found.items() for s in kept)
    ar, en = _names(name, said)
    return PartyToll(name, ar, en, outcome, *bounds, sources, basis, _question([kept for _, kept in found.values()]))


def _names(name: str, said: Sequence[Said]) -> tuple[str, str]:
    """(Arabic, English) name of a party; of one known by its members alone, the words of a text and its id."""
    try:
        actor = actors.get(name)
    except UsageError:
        words = sorted({" ".join(s.claim.victims.split()) for s in said if s.claim.victims})
        return (words or [name])[0], name.replace("-", " ")
    return actor.name_ar, actor.name_en


def _latest(said: Sequence[Said]) -> list[Said]:
    """Of each kind of victims, what the source said last; parts of a total that is told too are in it."""
    whole = [s for s in said if s.claim.part_of is None or not _has(said, Member(s.member.report, s.claim.part_of))]
    last: dict[str, str] = {}
    for s in whole:
        last[s.claim.victim_status] = max(last.get(s.claim.victim_status, ""), s.day)
    return [s for s in whole if s.day == last[s.claim.victim_status]]


def _has(said: Sequence[Said], member: Member) -> bool:
    return any(s.member == member for s in said)


def _disjoint(said: Sequence[Said]) -> list[list[Said]]:
    """By kind of victims, the kinds being apart."""
    kinds: dict[str, list[Said]] = {}
    for s in said:
        kinds.setdefault(s.claim.victim_status, []).append(s)
    return [kinds[k] for k in sorted(kinds)]


def _question(kept: Sequence[Sequence[Said]]) -> Question | None:
    """Two figures of one text whose words name some of the same people: does the larger hold the smaller?

    «20 من حراس المصنع» and «50 من رجال الشرطة وحراس المصنع», told apart as inside and outside: their sum as
    worded, the larger alone in the other reading.
    """
    for said in kept:
        for a in said:
            for b in said:
                if (
                    a.claim.low < b.claim.low
                    and a.claim.high is not None
                    and b.claim.high is not None
                    and _overlap(a, b)
                ):
                    return _asked(a, b, said)
    return None


def _overlap(small: Said, large: Said) -> bool:
    if small.member.report != large.member.report or small.claim.victim_status == large.claim.victim_status:
        return False
    return bool(_people(small) & _people(large)) and large.claim.victim_status == "mixed"


def _people(s: Said) -> frozenset[str]:
    words = fold(s.claim.victims or "").text.split()
    return frozenset(stem(w) for w in words if len(w) > 3)


def _asked(small: Said, large: Said, said: Sequence[Said]) -> Question:
    rest = Range(0, 0)
    for kind in _disjoint([s for s in said if s is not small]):
        rest = rest + combine(kind)
    n, m = small.claim.low, large.claim.low
    return Question(
        rest.low,
        rest.high,
        f"as worded the {n} and the {m} are different people; if the {m} includes the {n}, the total is {rest.low}",
        f"بحسب النص الـ{n} والـ{m} أشخاص مختلفون؛ فإن كانت الـ{m} تشمل الـ{n} فالمجموع {rest.low}",
    )


def by_demographic(told: Statements, outcomes: Sequence[Outcome]) -> tuple[DemographicToll, ...]:
    """Women, children and elderly people, from each source's latest word."""
    rows = []
    for outcome in outcomes:
        said = [s for s in told.said if s.claim.outcome == outcome and len(s.claim.demographics) == 1]
        for kind in sorted({d for s in said for d in s.claim.demographics}):
            found: dict[str, Account] = {}
            for key, mine in by_source([s for s in said if kind in s.claim.demographics]).items():
                last = max(s.when for s in mine)
                kept = [s for s in mine if s.when == last]
                found[key] = Account(envelope(map(span_of, kept)), tuple(s.member for s in kept), {})
            names = {s.voice.key: s.voice.name for s in said}
            bounds = envelope(a.bounds for a in found.values())
            sources = tuple(SourceBounds(names[k], *a.bounds) for k, a in found.items())
            basis = tuple(Basis(*m, names[k]) for k, a in found.items() for m in a.basis)
            rows.append(DemographicToll(outcome, kind, *bounds, sources, basis))
    return tuple(rows)


def disputed(tolls: Sequence[Toll]) -> tuple[Disputed, ...]:
    """Where one source counts civilians and another combatants, and none counts both: they may be the same people."""
    rows = {(t.outcome, t.group): t for t in tolls}
    found = []
    for outcome in dict.fromkeys(t.outcome for t in tolls):
        a, b = rows.get((outcome, "civilian")), rows.get((outcome, "combatant"))
        if a is None or b is None:
            continue
        civil = tuple(s for s in a.sources if s.low)
        fighters = tuple(s for s in b.sources if s.low)
        if civil and fighters and not {s.source for s in civil} & {s.source for s in fighters}:
            one, two = "، ".join(s.source for s in civil), "، ".join(s.source for s in fighters)
            en = f"{two} counts combatants, {one} civilians: these may be the same people, so the figures are not added"
            ar = f"يعدّ {two} مقاتلين ويعدّ {one} مدنيين: قد يكونون الأشخاص أنفسهم، فلا يُجمع الرقمان"
            found.append(Disputed(outcome, civil, fighters, en, ar))
    return tuple(found)


def timeline(told: Statements, tolls: Sequence[Toll]) -> tuple[Moment, ...]:
    """What was said when, in order; `stands` marks what is in the basis of some toll."""
    standing = {(b.report, b.claim) for t in tolls for b in t.basis}
    moments = [
        Moment(
            s.day, s.voice.name, *s.member, s.claim.outcome,
            "all" if s.claim.victim_status in ("unknown", "mixed") else s.claim.victim_status,
            s.claim.low, s.claim.high, s.member in standing,
        )
        for s in told.said
    ]  # fmt: skip
    return tuple(sorted(moments, key=lambda m: (m.day, m.report, m.claim)))


def period_totals(members: Sequence[Member], known: Mapping[str, Reading]) -> tuple[PeriodTotal, ...]:
    """The totals of periods, by territory or party and start; the source told apart over all of them."""
    named = {m: mention(known[m.report].document, known[m.report].claims[m.claim]) for m in members}
    voices = tell_apart(list(named.values()))
    rows = []
    for m, n in named.items():
        c = known[m.report].claims[m.claim]
        start, _, end = (c.period or c.date or "").partition("/")
        whose = actors.party(c.victim_party) if c.victim_party else (party_of(c.victims) if c.victims else None)
        group = "all" if c.victim_status in ("unknown", "mixed") else c.victim_status
        rows.append(
            PeriodTotal(
                *m, voices[n].name, c.outcome, group, c.place, whose,
                start or None, (end or start) or None, c.low, c.high, c.part_of,
            )
        )  # fmt: skip
    return tuple(
        sorted(rows, key=lambda r: (r.place or "", r.party or "", r.start or "", r.end or "", r.report, r.claim))
    )
