"""Split one report's claims into the happenings that it tells of, and say which of them it is mainly about.

A claim belongs with another when their places and dates agree, or when it is a part or a revision of it. A total over
parts in places apart («38 شهيد في الكنيستين») is a wave: a happening that holds others. Totals over a span of time
are no happening.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from hasila.copies import day_of
from hasila.fold import spelling
from hasila.model import Claim, Reading
from hasila.sites import Site, is_country, parse, relation
from hasila.surroundings import Around, around, holding

# Words that make a definite plural a count after all: «عدد من المدنيين».
_QUANTITY = frozenset(("عدد", "عده", "بعض", "عديد", "العديد", "مجموعه", "اخرون", "اخرين"))
# Smaller sums come about by chance.
_LEAST_SUM = 10
_WHOLE = frozenset(("unknown", "mixed"))
# What a claim with a place must share with a group to be of its happening: a place, or a part or revision.
_OF_ONE_PLACE = 2.0


class Days(NamedTuple):
    """Days from `first` to `last`, as ordinals, both included."""

    first: int
    last: int

    @property
    def exact(self) -> bool:
        """One day, or two that a night joins."""
        return self.last - self.first <= 1

    @staticmethod
    def fromordinal(day: int) -> str:
        """The ISO date of an ordinal."""
        return dt.date.fromordinal(day).isoformat()


def days(date: str | None) -> Days | None:
    """The days that a date of the guidelines covers (`YYYY-MM-DD`, `YYYY-MM`, `YYYY`, `START/END`); None if none."""
    if not date:
        return None
    start, _, end = date.partition("/")
    try:
        return Days(_edge(start, last=False), _edge(end or start, last=True))
    except ValueError:
        return None


def _edge(date: str, *, last: bool) -> int:
    numbers = [int(n) for n in date.split("-")]
    year = numbers[0]
    month = numbers[1] if len(numbers) > 1 else (12 if last else 1)
    day = numbers[2] if len(numbers) > 2 else (calendar.monthrange(year, month)[1] if last else 1)
    return dt.date(year, month, day).toordinal()


class Happening(NamedTuple):
    """What one report tells of one happening; `claims` are indexes of the report's claims, ascending.

    `words` are those of its sentences, `beside` those right after its places, `named_days` the days that its
    sentences name; `lead` and `headline` are the report's first words where it is mainly about the happening, else
    empty.
    """

    report: str
    number: int
    claims: tuple[int, ...]
    sites: tuple[Site, ...]
    place_ids: tuple[str, ...]
    days: Days | None
    published: int | None
    means: frozenset[str]
    parties: frozenset[str]
    figures: frozenset[tuple[str, int]]
    words: frozenset[str]
    beside: frozenset[str]
    lead: frozenset[str]
    headline: frozenset[str]
    named_days: frozenset[int]
    wave: bool
    parts: frozenset[int]
    main: bool

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from every other happening."""
        return self.report, self.number


class _Group:
    def __init__(self, *, wave: bool = False) -> None:
        self.claims: list[int] = []
        self.sites: list[Site] = []
        self.places: list[str] = []
        self.days: list[Days] = []
        self.means: set[str] = set()
        self.paragraphs: set[int] = set()
        self.wave = wave

    def add(self, i: int, claim: Claim) -> None:
        self.claims.append(i)
        if claim.place:
            self.sites.append(parse(claim.place))
            self.places.append(claim.place)
        if (when := days(claim.date)) is not None:
            self.days.append(when)
        if claim.means:
            self.means.add(claim.means)


def is_period(claim: Claim) -> bool:
    """A total over several happenings or a span of time: never part of an incident.

    A whole country's figure over a span of days is one too («90 في البلاد من 4 إلى 8 أيار»).
    """
    spread = claim.period is not None or (claim.date is not None and "/" in claim.date)
    return claim.scope == "cumulative" or (spread and claim.place is not None and is_country(claim.place))


def is_bare(claim: Claim) -> bool:
    """A definite reference with neither count, place nor date («الرهائن»): it says of no happening how many."""
    if claim.optional:
        return True
    if claim.place or claim.date or claim.qualifier != "unstated" or claim.part_of is not None:
        return False
    words = spelling(claim.victims or claim.quote).split()
    return bool(words) and words[0].startswith("ال") and not _QUANTITY & set(spelling(claim.quote).split())


def _floats(claim: Claim) -> bool:
    """Is the claim of no happening that could be told: a threat, a fear, a bare reference, without place or date?"""
    return is_bare(claim) or (claim.status == "hypothetical" and claim.place is None and claim.date is None)


def _links(claims: Sequence[Claim]) -> dict[int, set[int]]:
    linked: dict[int, set[int]] = {}
    for i, c in enumerate(claims):
        for j in (c.part_of, c.revises):
            if j is not None and 0 <= j < len(claims) and j != i:
                linked.setdefault(i, set()).add(j)
                linked.setdefault(j, set()).add(i)
    return linked


def _wave_totals(claims: Sequence[Claim]) -> frozenset[int]:
    """The totals whose parts lie in places apart, or whose place names two; and the totals that they revise."""
    found = {i for i, c in enumerate(claims) if c.place and parse(c.place).parts}
    sites: dict[int, list[Site]] = {}
    for c in claims:
        if c.part_of is not None and 0 <= c.part_of < len(claims) and c.place:
            sites.setdefault(c.part_of, []).append(parse(c.place))
    for total, places in sites.items():
        place = claims[total].place
        if any(relation(a, b) == "apart" for a in places for b in places) and not (place and parse(place).own):
            found.add(total)
    found |= set(_sums(claims).values())
    revised = {c.revises for i, c in enumerate(claims) if i in found and c.revises is not None}
    return frozenset(found | revised)


def _sums(claims: Sequence[Claim]) -> dict[int, int]:
    """Parts of joint totals that only arithmetic shows: «11 و35», «27 و78», «يعني 38 و113».

    Two figures of an outcome and a later one that is their sum, for two outcomes at once, none of a kind of victims.
    """
    plain = [i for i, c in enumerate(claims) if c.victim_status in _WHOLE and c.part_of is None and c.low == c.high]
    found: dict[str, tuple[int, int, int]] = {}
    for t in plain:
        earlier = [i for i in plain if i < t and claims[i].outcome == claims[t].outcome and claims[i].low]
        for n, i in enumerate(earlier):
            for j in earlier[n + 1 :]:
                if claims[i].low + claims[j].low == claims[t].low >= _LEAST_SUM:
                    found.setdefault(claims[t].outcome, (i, j, t))
    if len(found) < 2:
        return {}
    return {part: t for i, j, t in found.values() for part in (i, j)}


def _fits(group: _Group, claim: Claim, text: str) -> bool:
    """May the claim be of the group's happening? Neither place nor date may clash."""
    when = days(claim.date)
    if when is not None and any(when.last < d.first or d.last < when.first for d in group.days):
        return False
    if not claim.place:
        return True
    site = parse(claim.place)
    found = {relation(site, s) for s in group.sites}
    if "same" in found or not found & {"apart", "part"}:
        return True
    return bool(site.own) and site.own <= holding(text, group.places)


class _Fit(NamedTuple):
    """A claim that looks for its group: its number, the claims it is linked with, the words of its sentence."""

    i: int
    claim: Claim
    linked: set[int]
    words: frozenset[str]
    paragraph: int


def _worth(group: _Group, fit: _Fit, last: _Group | None) -> tuple[float, int]:
    """How well the claim fits a group that it may belong to, and the group's latest claim."""
    claim = fit.claim
    worth = 4.0 if fit.linked & set(group.claims) else 0.0
    near = fit.paragraph in group.paragraphs
    worth += near
    if claim.place:
        site = parse(claim.place)
        # A group without a place is this place's where the text tells both together.
        worth += 2 * (near and not group.sites)
        found = [relation(site, s) for s in group.sites]
        # A kind alone («السجن»), or a place that holds the group's, is the same place unless told otherwise.
        worth += 3 if "same" in found else 2 * bool(found)
    else:
        worth += 2.5 * any(site.own and site.own <= fit.words for site in group.sites)
    worth += (when := days(claim.date)) is not None and when in group.days
    worth -= bool(claim.means and group.means and claim.means not in group.means)
    return worth + 0.5 * (group is last), group.claims[-1]


def _groups(reading: Reading, seen: Around) -> list[_Group]:
    """The claims, but for totals of periods and floating ones, by happening, in the order of the text."""
    claims, text = _without_rough_places(reading.claims, seen), reading.document.text
    kept = [i for i, c in enumerate(claims) if not is_period(c) and not _floats(c)]
    if any(claims[i].event for i in kept):
        return _by_event(claims, kept, seen)
    linked, waves, sums = _links(claims), _wave_totals(claims), _sums(claims)
    groups: list[_Group] = []
    last: _Group | None = None
    for i in kept:
        c = claims[i]
        of_wave = i in waves
        fit = _Fit(i, c, linked.get(i, set()), seen.words(i), seen.paragraph(i))
        rivals = {j for j, t in sums.items() if t == sums.get(i) and j != i}
        fitting = (g for g in groups if g.wave == of_wave and not rivals & set(g.claims) and _fits(g, c, text))
        worth = [(_worth(g, fit, last), groups.index(g)) for g in fitting]
        if c.place and not of_wave:
            worth = [(w, n) for w, n in worth if w[0] >= _OF_ONE_PLACE]
        best = groups[max(worth)[1]] if worth else None
        if best is None:
            best = _Group(wave=of_wave)
            groups.append(best)
        best.add(i, c)
        best.paragraphs.add(fit.paragraph)
        last = best
    return groups


def _without_rough_places(claims: Sequence[Claim], seen: Around) -> list[Claim]:
    """A headline's figure is of the lead's happening, however roughly told where; a joint sum is of no single place."""
    lead = seen.paragraph_of_lead()
    placed = any(c.place and not seen.in_headline(i) and seen.paragraph(i) == lead for i, c in enumerate(claims))
    rough = set(_sums(claims).values())
    if placed:
        rough |= {i for i, c in enumerate(claims) if seen.in_headline(i) and c.place and not parse(c.place).parts}
    return [msgspec.structs.replace(c, place=None) if i in rough else c for i, c in enumerate(claims)]


def _by_event(claims: Sequence[Claim], kept: Sequence[int], seen: Around) -> list[_Group]:
    """By the reader's own telling apart."""
    waves = _wave_totals(claims)
    groups: dict[tuple[int, bool], _Group] = {}
    for i in kept:
        key = (claims[i].event, i in waves)
        group = groups.setdefault(key, _Group(wave=i in waves))
        group.add(i, claims[i])
        group.paragraphs.add(seen.paragraph(i))
    return list(groups.values())


def _mainness(reading: Reading, seen: Around, group: _Group, total: int) -> float:
    """How much the report is about the happening: what comes first, what the headline names, what it tells most of."""
    first = min(group.claims)
    score = 1.5 / (1 + 0.3 * first) + len(group.claims) / max(1, total)
    named = any(s.own and s.own <= seen.headline for s in group.sites)
    score += 1.5 * named
    published = day_of(reading.document.published)
    known = [d for d in group.days if d.last - d.first <= 31]
    if published is not None and known:
        # A report tells of what is new: what lies a month back is background.
        score -= 0.5 * (published - min(d.last for d in known) > 31 and not named)
    return score


def split(reading: Reading) -> tuple[Happening, ...]:
    """The happenings that a report tells of, numbered in the order of its claims; at most one is `main`."""
    claims = reading.claims
    seen = around(reading)
    groups = _groups(reading, seen)
    if not groups:
        return ()
    total = sum(len(g.claims) for g in groups)
    waves = _wave_of(groups, _counted(claims))
    scores = [_mainness(reading, seen, g, total) for g in groups]
    best = max(range(len(groups)), key=lambda n: (scores[n], -n))
    return tuple(_happening(reading, seen, g, n, n == best, waves.get(n, frozenset())) for n, g in enumerate(groups))


def _counted(claims: Sequence[Claim]) -> dict[int, int]:
    """Each part with the total that counts it, by the reader's links or by sums."""
    parts = {i: c.part_of for i, c in enumerate(claims) if c.part_of is not None}
    return _sums(claims) | parts


def _wave_of(groups: Sequence[_Group], counted: Mapping[int, int]) -> dict[int, frozenset[int]]:
    """For each wave's number, the numbers of the happenings that its totals count as parts."""
    home = {i: n for n, g in enumerate(groups) for i in g.claims}
    parts: dict[int, set[int]] = {}
    for i, total in counted.items():
        n, m = home.get(i), home.get(total)
        if n is not None and m is not None and n != m and groups[m].wave:
            parts.setdefault(m, set()).add(n)
    return {n: frozenset(p) for n, p in parts.items()}


def _happening(reading: Reading, seen: Around, group: _Group, n: int, main: bool, parts: frozenset[int]) -> Happening:
    claims = [reading.claims[i] for i in group.claims]
    return Happening(
        report=reading.document.id,
        number=n,
        claims=tuple(group.claims),
        sites=tuple(sorted(set(group.sites), key=lambda s: (s.joined, sorted(s.facility)))),
        place_ids=tuple(sorted({c.place_id for c in claims if c.place_id})),
        days=_common(group.days),
        published=day_of(reading.document.published),
        means=frozenset(c.means for c in claims if c.means),
        parties=frozenset(p for c in claims for p in (c.perpetrator_party, c.victim_party) if p),
        figures=frozenset((c.outcome, c.low) for c in claims if c.low > 2),
        words=frozenset(w for i in group.claims for w in seen.words(i)) | (seen.headline if main else frozenset()),
        beside=holding(seen.text, sorted({c.place for c in claims if c.place})),
        lead=seen.lead if main else frozenset(),
        headline=seen.headline if main else frozenset(),
        named_days=_named_days(seen, group, main),
        wave=group.wave,
        parts=parts,
        main=main,
    )


def _named_days(seen: Around, group: _Group, main: bool) -> frozenset[int]:
    found = {d for i in group.claims for d in seen.days(i)} | (seen.lead_days() if main else frozenset())
    return frozenset(dt.date.fromisoformat(d).toordinal() for d in found)


def _common(known: Sequence[Days]) -> Days | None:
    """What the dates have in common; of dates that clash (a reader's slip), the narrowest."""
    if not known:
        return None
    both = Days(max(d.first for d in known), min(d.last for d in known))
    return both if both.first <= both.last else min(known, key=lambda d: (d.last - d.first, d.first))
