"""Gather claims into incidents: one place and one day or run of days each; a wave holds incidents as its parts.

A report is about one incident and may recall others; a background paragraph's claims go to the older incident. Every
join of reports has its reasons in words. A person's decisions (`Decisions`) stand whatever new documents say.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from hasila import copies as near
from hasila.copies import Copy
from hasila.happenings import Days, Happening, is_period, split
from hasila.linking import Key, Linked, Watch, link, unwatched
from hasila.model import Document, Join, Member, Reading
from hasila.sites import relation


class Decisions(msgspec.Struct, frozen=True):
    """What a person has decided of happenings, each named by one of its claims (report id, index)."""

    same: frozenset[frozenset[Member]] = frozenset()
    apart: frozenset[frozenset[Member]] = frozenset()


class Gathered(msgspec.Struct, frozen=True):
    """The claims of one incident, before any reckoning.

    `members` are its claims, `floating` those of its reports that are of no happening. `reports` are mainly about it,
    `recalled_in` are others that tell of it. `parts` are the incidents of a wave. `days` are ordinals.
    """

    id: str
    members: tuple[Member, ...]
    reports: tuple[str, ...]
    recalled_in: tuple[str, ...]
    copies: tuple[Copy, ...] = ()
    joins: tuple[Join, ...] = ()
    floating: tuple[Member, ...] = ()
    parts: tuple[Gathered, ...] = ()
    days: tuple[int, int] | None = None
    wave: bool = False


class Pool(msgspec.Struct, frozen=True):
    """Everything gathered: incidents, totals of periods, and claims of reports that tell of no incident.

    `largest_block` and `pairs` say how much work the linking was.
    """

    incidents: tuple[Gathered, ...]
    periods: tuple[Member, ...]
    loose: tuple[Member, ...]
    copies: tuple[Copy, ...]
    largest_block: int = 0
    pairs: int = 0


def gather(readings: Sequence[Reading], decisions: Decisions | None = None) -> list[Gathered]:
    """The incidents that the readings tell of, by date and id."""
    return list(pool(readings, decisions).incidents)


def pool(readings: Sequence[Reading], decisions: Decisions | None = None, watch: Watch = unwatched) -> Pool:
    """As `gather`, with what belongs to no incident. Does not depend on the order of `readings`.

    `watch` is told of each report that was looked at, and of pairs by the thousand.
    """
    ordered = sorted(readings, key=lambda r: r.document.id)
    known = {r.document.id: r for r in ordered}
    found = near.find([r.document for r in ordered], _updates(known))
    happenings = [h for r in ordered for h in _split(r, watch)]
    keys = _decided(happenings, decisions or Decisions())
    pairs = frozenset((c.copy, c.original) for c in found)
    linked = link(happenings, copies=pairs, same=keys[0], apart=keys[1], watch=watch)
    whole = _Whole(known, happenings, linked, found)
    incidents = whole.incidents()
    at_home = {r for i in incidents for r in i.reports}
    periods = tuple(Member(r.document.id, n) for r in ordered for n, c in enumerate(r.claims) if is_period(c))
    told = {m for i in incidents for g in (i, *i.parts) for m in (*g.members, *g.floating)}
    loose = tuple(
        m
        for r in ordered
        if r.document.id not in at_home
        for n, c in enumerate(r.claims)
        if not is_period(c) and (m := Member(r.document.id, n)) not in told
    )
    return Pool(incidents, periods, loose, found, linked.largest_block, linked.pairs)


def _split(reading: Reading, watch: Watch) -> tuple[Happening, ...]:
    watch("reports looked at")
    return split(reading)


def _updates(known: Mapping[str, Reading]) -> near.Update:
    def is_update(later: Document, earlier: Document) -> bool:
        """An outlet's own new text with figures that its old one lacks."""
        old = {(c.outcome, c.low, c.high) for c in known[earlier.id].claims}
        return any((c.outcome, c.low, c.high) not in old for c in known[later.id].claims)

    return is_update


_Pairs = frozenset[frozenset[Key]]


def _decided(happenings: Sequence[Happening], decisions: Decisions) -> tuple[_Pairs, _Pairs]:
    home = {Member(h.report, i): h.key for h in happenings for i in h.claims}

    def keys(pairs: Iterable[frozenset[Member]]) -> _Pairs:
        found = (frozenset(home[m] for m in pair if m in home) for pair in pairs)
        return frozenset(k for k in found if len(k) == 2)

    return keys(decisions.same), keys(decisions.apart)


class _Whole:
    """Clusters of happenings turned into incidents; every index is built once, so that the work stays linear."""

    def __init__(
        self,
        known: Mapping[str, Reading],
        happenings: Sequence[Happening],
        linked: Linked,
        copies: tuple[Copy, ...],
    ) -> None:
        self.known = known
        self.copies = {c.copy: c for c in copies}
        self.told = [[happenings[n] for n in c] for c in linked.clusters]
        self.home = {h.key: k for k, told in enumerate(self.told) for h in told}
        self.placed = {Member(h.report, i) for h in happenings for i in h.claims}
        self.joins: dict[int, list[Join]] = defaultdict(list)
        for a, b, s in linked.joins:
            join = Join(happenings[a].report, happenings[b].report, s.value, s.reasons)
            self.joins[self.home[happenings[a].key]].append(join)
        self.wave_of = self._waves()
        self.about: dict[int, list[str]] = defaultdict(list)
        for report, k in sorted(self._mains(happenings).items()):
            self.about[k].append(report)

    def incidents(self) -> tuple[Gathered, ...]:
        """The incidents, by date and id; those of a wave are within it."""
        parts: dict[int, list[int]] = defaultdict(list)
        for part, wave in sorted(self.wave_of.items()):
            parts[wave].append(part)
        made = []
        for k in range(len(self.told)):
            if k not in self.wave_of:
                inner = tuple(self._gathered(p, k, ()) for p in parts.get(k, ()))
                made.append(self._gathered(k, k, inner))
        return tuple(sorted(made, key=lambda g: (g.days or (0, 0), g.id)))

    def _waves(self) -> dict[int, int]:
        """For each cluster that is a part of a wave, the wave's cluster."""
        by_day = self._by_day()
        found: dict[int, int] = {}
        for k, told in enumerate(self.told):
            if told[0].wave:
                counted = {self.home[h.report, p] for h in told for p in h.parts if (h.report, p) in self.home}
                days = _span(told)
                near = {m for d in range(days.first, days.last + 1) for m in by_day.get(d, ())} if days else set()
                named = {m for m in near if self._named_in(told, self.told[m])}
                for part in sorted(counted | named):
                    found.setdefault(part, k)
        return found

    def _by_day(self) -> dict[int, list[int]]:
        """The clusters of single happenings by their days; a cluster of no exact day is on none."""
        found: dict[int, list[int]] = defaultdict(list)
        for k, told in enumerate(self.told):
            days = None if told[0].wave else _span(told)
            if days is not None and days.exact:
                for d in (days.first, days.last):
                    found[d].append(k)
        return found

    def _named_in(self, wave: Sequence[Happening], others: Sequence[Happening]) -> bool:
        """Does the wave's place name hold the cluster's?"""
        return any(relation(a, b) == "part" for h in wave for a in h.sites for o in others for b in o.sites)

    def _mains(self, happenings: Sequence[Happening]) -> dict[str, int]:
        """For each report, the cluster that it is mainly about; a copy follows its original."""
        mains = {h.report: self.wave_of.get(self.home[h.key], self.home[h.key]) for h in happenings if h.main}
        for c in self.copies.values():
            if c.original in mains:
                mains[c.copy] = mains[c.original]
        return mains

    def _gathered(self, k: int, home: int, parts: tuple[Gathered, ...]) -> Gathered:
        """Cluster `k` as an incident; a part of the wave `home` is told directly by the wave's reports."""
        told = self.told[k]
        members = tuple(sorted(Member(h.report, i) for h in told for i in h.claims))
        tell = {h.report for h in told} | {r for p in parts for r in (*p.reports, *p.recalled_in)}
        about = {r for r in self.about.get(home, ()) if home == k or r in tell}
        copied = [self.copies[r] for r in sorted(about) if r in self.copies]
        days = _span(told)
        return Gathered(
            id=_name(told, days, self.known),
            members=members,
            reports=tuple(sorted(about)),
            recalled_in=tuple(sorted(tell - about)),
            copies=tuple(c for c in copied if c.original in about | tell),
            joins=tuple(self.joins.get(k, ())),
            floating=self._floating(about) if home == k else (),
            parts=parts,
            days=(days.first, days.last) if days else None,
            wave=told[0].wave,
        )

    def _floating(self, about: Iterable[str]) -> tuple[Member, ...]:
        """The claims of its reports that are of no happening: threats, bare references, totals of periods."""
        mine = (Member(r, i) for r in sorted(about) for i in range(len(self.known[r].claims)))
        return tuple(m for m in mine if m not in self.placed)


def _span(told: Sequence[Happening]) -> Days | None:
    """The days of a cluster: those of its most exactly dated happenings."""
    known = sorted((h.days for h in told if h.days), key=lambda d: (d.last - d.first, d.first))
    if not known:
        return None
    counts = Counter(d for d in known if d.last - d.first == known[0].last - known[0].first)
    return min(counts, key=lambda d: (-counts[d], d.first))


def _name(told: Sequence[Happening], days: Days | None, known: Mapping[str, Reading]) -> str:
    """An id that later documents do not change: of the earliest report's words for the happening, and its day."""
    first = min(told, key=lambda h: (not h.main, known[h.report].document.published or "9", h.report, h.number))
    digest = hashlib.blake2s(f"{first.report}\n{first.number}".encode(), digest_size=4).hexdigest()
    day = Days.fromordinal(days.first) if days else "undated"
    return f"{day}-{digest}"
