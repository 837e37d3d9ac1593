"""What a page shows behind an incident's tolls: parties, conflicts, renderings of a statement, the way through time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from hasila.display import bounds
from hasila.model import Incident, Lineage, Moment, Rendering
from hasila.reportviews import Link

Words = Callable[[str, int], str]
Report = Callable[[str], Link]


class Figure(NamedTuple):
    """A figure of a kind of victims: what they are in English and Arabic, the range, its words, an open question."""

    outcome: str
    name_en: str
    name_ar: str
    range: str
    links: tuple[Link, ...]
    question_en: str = ""
    question_ar: str = ""


class Told(NamedTuple):
    """A sentence in both languages with the words that it rests on."""

    en: str
    ar: str
    links: tuple[Link, ...] = ()


class MomentView(NamedTuple):
    """One line of the way through time."""

    day: str
    outcome: str
    group: str
    figure: Link
    source: str
    stands: bool


class RenderingView(NamedTuple):
    """One outlet's rendering of a statement and what it changed."""

    report: Link
    outlet: str
    after: str
    changes: tuple[str, ...]


class LineageView(NamedTuple):
    """The renderings of one statement."""

    source: str
    day: str
    differs: bool
    renderings: tuple[RenderingView, ...]


class Grounds(NamedTuple):
    """Everything behind the tolls of one incident."""

    figures: tuple[Figure, ...]
    conflicts: tuple[Told, ...]
    disputed: tuple[Told, ...]
    joins: tuple[Told, ...]
    lineages: tuple[LineageView, ...]
    timeline: tuple[MomentView, ...]


def grounds(incident: Incident, words: Words, report: Report) -> Grounds:
    """The view; `words` gives the anchor of a claim's words, `report` a link to a report."""
    return Grounds(
        tuple(_figures(incident, words)),
        tuple(Told(c.en, c.ar, _links(c.claims, words)) for c in incident.conflicts),
        tuple(Told(d.en, d.ar) for d in incident.status_disputed),
        tuple(
            Told(", ".join(r.en for r in j.reasons), "، ".join(r.ar for r in j.reasons), (report(j.a), report(j.b)))
            for j in incident.joins
        ),
        tuple(_lineage(lineage, report) for lineage in incident.lineages),
        tuple(_moment(moment, words) for moment in incident.timeline),
    )


def _figures(incident: Incident, words: Words) -> Iterator[Figure]:
    for p in incident.by_party:
        links = _links(((b.report, b.claim) for b in p.basis), words)
        asked = (p.question.en, p.question.ar) if p.question is not None else ()
        yield Figure(p.outcome, p.name_en, p.name_ar, bounds(p.low, p.high), links, *asked)
    for d in incident.by_demographic:
        links = _links(((b.report, b.claim) for b in d.basis), words)
        yield Figure(d.outcome, d.demographic, "", bounds(d.low, d.high), links)


def _links(claims: Iterable[tuple[str, int]], words: Words) -> tuple[Link, ...]:
    return tuple(Link(f"{report}#{claim}", words(report, claim)) for report, claim in claims)


def _moment(moment: Moment, words: Words) -> MomentView:
    figure = Link(bounds(moment.low, moment.high), words(moment.report, moment.claim))
    return MomentView(moment.day, moment.outcome, moment.group, figure, moment.source, moment.stands)


def _lineage(lineage: Lineage, report: Report) -> LineageView:
    renderings = tuple(_rendering(r, report) for r in lineage.renderings)
    return LineageView(lineage.source, lineage.day, lineage.differs, renderings)


def _rendering(rendering: Rendering, report: Report) -> RenderingView:
    changes = tuple(f"{c.outcome}: {c.before or '–'} → {c.after or '–'}" for c in rendering.changes)
    return RenderingView(report(rendering.report), rendering.outlet, rendering.after or "", changes)
