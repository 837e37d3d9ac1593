"""Renderings of one statement: one source, one day or two, shared figures or wording.

Where renderings differ, the difference is one of transmission, not of sources: 77 + 40 + 4 = 121 becomes 77 + 121 on
its way. The tree tells who most likely had it from whom, and what each outlet changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hasila.copies import Copy, day_of
from hasila.model import Change, Claim, Lineage, Member, Outcome, Reading, Rendering
from hasila.sources import Voice

# A statement is reported on its day and the next.
DAYS = 2
_Figure = tuple[Outcome, str, int, int | None]


def lineages(
    members: Sequence[Member], voices: Mapping[Member, Voice], known: Mapping[str, Reading], copies: Sequence[Copy]
) -> tuple[Lineage, ...]:
    """The statements that more than one report of an incident renders, by source and day."""
    told: dict[str, dict[str, list[Claim]]] = {}
    names: dict[str, str] = {}
    for m in members:
        claim = known[m.report].claims[m.claim]
        if claim.status == "asserted" and claim.scope == "incident":
            voice = voices[m]
            names[voice.key] = voice.name
            told.setdefault(voice.key, {}).setdefault(m.report, []).append(claim)
    copied = {c.copy: c.original for c in copies}
    found = []
    for key in sorted(told):
        for group in _statements(told[key], known, copied):
            if len(group) > 1:
                found.append(_lineage(names.get(key, key), {r: told[key][r] for r in group}, known, copied))
    return tuple(sorted(found, key=lambda x: (x.day, x.source)))


def _statements(
    told: Mapping[str, Sequence[Claim]], known: Mapping[str, Reading], copied: Mapping[str, str]
) -> list[list[str]]:
    """A source's reports by statement: near in time with a figure in common, or one a copy of the other."""
    order = sorted(told, key=lambda r: (known[r].document.published or "9", r))
    groups: list[list[str]] = []
    for report in order:
        home = next((g for g in groups if any(_renders(report, o, told, known, copied) for o in g)), None)
        if home is None:
            groups.append([report])
        else:
            home.append(report)
    return groups


def _renders(
    a: str, b: str, told: Mapping[str, Sequence[Claim]], known: Mapping[str, Reading], copied: Mapping[str, str]
) -> bool:
    if copied.get(a) == b or copied.get(b) == a:
        return True
    days = day_of(known[a].document.published), day_of(known[b].document.published)
    if None in days or abs((days[0] or 0) - (days[1] or 0)) >= DAYS:
        return False
    return bool(set(_figures(told[a])) & set(_figures(told[b])))


def _figures(claims: Sequence[Claim]) -> list[_Figure]:
    return sorted({(c.outcome, c.victim_status, c.low, c.high) for c in claims}, key=str)


def _lineage(
    source: str, told: Mapping[str, Sequence[Claim]], known: Mapping[str, Reading], copied: Mapping[str, str]
) -> Lineage:
    order = list(told)
    renderings: list[Rendering] = []
    for n, report in enumerate(order):
        document = known[report].document
        figures = _figures(told[report])
        parent = _parent(report, order[:n], told, copied)
        changes = () if parent is None else _changes(_figures(told[parent]), figures)
        outlet, when = document.outlet or document.id, document.published or ""
        renderings.append(Rendering(report, outlet, when, tuple(figures), parent, changes))
    day = (known[order[0]].document.published or "")[:10]
    return Lineage(source, day, tuple(renderings), any(r.changes for r in renderings))


def _parent(
    report: str, earlier: Sequence[str], told: Mapping[str, Sequence[Claim]], copied: Mapping[str, str]
) -> str | None:
    """The original of a copy, else the earlier rendering with the most figures in common, the first of equals."""
    if copied.get(report) in earlier:
        return copied[report]
    mine = set(_figures(told[report]))
    return max(earlier, key=lambda r: len(mine & set(_figures(told[r]))), default=None)


def _changes(before: Sequence[_Figure], after: Sequence[_Figure]) -> tuple[Change, ...]:
    """What a rendering drops, adds or alters; of one outcome and group, a lost and a new figure are one change."""
    lost = [f for f in before if f not in after]
    new = [f for f in after if f not in before]
    found = []
    for f in lost:
        twin = next((n for n in new if n[:2] == f[:2]), None) or next((n for n in new if n[0] == f[0]), None)
        if twin is not None:
            new.remove(twin)
        found.append(Change(f[0], _told(f), _told(twin) if twin else ""))
    return tuple(found + [Change(n[0], "", _told(n)) for n in new])


def _told(figure: _Figure) -> str:
    _, status, low, high = figure
    number = f"{low}+" if high is None else str(low) if low == high else f"{low}-{high}"
    return number if status == "unknown" else f"{number} {status}"
