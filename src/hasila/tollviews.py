"""What a page shows of one incident: each toll with its sources as bars on one axis, and what is set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, Protocol

from hasila.display import bounds, count, title
from hasila.groundviews import Grounds, grounds
from hasila.model import Claim, Incident, Reading, SourceBounds, Toll
from hasila.reportviews import Link, words_anchor

# The drawing is 1000 units wide; an exact figure is a bar of this width, so that it can be seen.
_WIDE = 1000
_POINT = 12


class Tick(NamedTuple):
    """A line of the axis: its place in units and in percent, and its label."""

    at: float
    percent: float
    text: str
    anchor: str


class Bar(NamedTuple):
    """One source's range; `links` lead to the words of its claims."""

    source: str
    range: str
    x: float
    width: float
    open: bool
    links: tuple[Link, ...]


class Aside(NamedTuple):
    """A claim that moves no bound, with the reason."""

    figure: str
    quote: str
    href: str
    reason: str
    report: str
    report_href: str
    reason_ar: str = ""


class TollView(NamedTuple):
    """One toll: its range, the axis, the bars, what is set aside; `low` and `high` lead to the words that gave them."""

    anchor: str
    outcome: str
    group: str
    range: str
    low: Link
    high: Link | None
    open: bool
    band: tuple[float, float]
    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    aside: tuple[Aside, ...]


class IncidentView(NamedTuple):
    """One incident with its reports and tolls."""

    anchor: str
    title: tuple[str, ...]
    reports: tuple[Link, ...]
    recalled: tuple[Link, ...]
    copies: tuple[tuple[Link, Link], ...]
    tolls: tuple[TollView, ...]
    grounds: Grounds


class Finder(Protocol):
    """Where reports and the words of claims are found."""

    def report(self, report: str) -> Link:
        """A link to a report."""

    def claim(self, report: str, index: int) -> Claim | None:
        """The claim, or None if it cannot be shown."""

    def words(self, report: str, index: int) -> str:
        """Where a claim's words are; empty if nowhere."""


class Index(NamedTuple):
    """Where each report stands on the page: its anchor and its reading, by id."""

    anchors: Mapping[str, str]
    readings: Mapping[str, Reading]

    def report(self, report: str) -> Link:
        """A link to a report, or its bare id if the page does not hold it."""
        return Link(report, self.anchors.get(report, ""))

    def claim(self, report: str, index: int) -> Claim | None:
        """The claim, or None if the page does not hold it."""
        reading = self.readings.get(report)
        return reading.claims[index] if reading is not None and index < len(reading.claims) else None

    def words(self, report: str, index: int) -> str:
        """The anchor of a claim's words."""
        return words_anchor(self.anchors[report], index) if report in self.anchors else ""


def incident_view(incident: Incident, number: int, index: Finder) -> IncidentView:
    """The view of one incident, the `number`th of the page."""
    anchor = f"i{number}"
    return IncidentView(
        anchor,
        title(incident),
        tuple(map(index.report, incident.reports)),
        tuple(map(index.report, incident.recalled_in)),
        tuple((index.report(copy), index.report(original)) for copy, original in incident.copies),
        tuple(toll_view(toll, f"{anchor}t{n}", index) for n, toll in enumerate(incident.tolls)),
        grounds(incident, index.words, index.report),
    )


def toll_view(toll: Toll, anchor: str, index: Finder) -> TollView:
    """The view of one toll."""
    told = [toll.low, toll.high, *(n for s in toll.sources for n in (s.low, s.high))]
    top = max(n for n in (*told, 1) if n is not None)
    step = _step(top)
    axis = step * -(-top // step)
    bars = tuple(_bar(source, axis, toll, index) for source in toll.sources)
    high = None
    if toll.high is not None and toll.high != toll.low:
        high = Link(f"{toll.high:,}", _giver(toll, lambda s: s.high == toll.high, index))
    mark = "≥ " if toll.high is None else ""
    low = Link(f"{mark}{toll.low:,}", _giver(toll, lambda s: s.low == toll.low, index))
    return TollView(
        anchor, toll.outcome, toll.group, bounds(toll.low, toll.high), low, high, toll.high is None,
        _stretch(toll.low, toll.high, axis),
        tuple(_ticks(axis, step)), bars, tuple(_aside(toll, index)),
    )  # fmt: skip


def _step(top: int) -> int:
    """A round step that divides the axis into at most five."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if factor * size * 5 >= top:
                return factor * size
        size *= 10


def _ticks(axis: int, step: int) -> Iterator[Tick]:
    for value in range(0, axis + 1, step):
        anchor = "start" if value == 0 else "end" if value == axis else "middle"
        yield Tick(min(value / axis * _WIDE, _WIDE - 1.5), round(value / axis * 100, 2), f"{value:,}", anchor)


def _stretch(low: int, high: int | None, axis: int) -> tuple[float, float]:
    """Where a range begins on the drawing and how wide it is, never too thin to be seen."""
    start = low / axis * _WIDE
    end = _WIDE if high is None else high / axis * _WIDE
    width = max(end - start, _POINT)
    middle = (start + end) / 2 - width / 2
    return round(min(max(middle, 0), _WIDE - width), 1), round(width, 1)


def _bar(source: SourceBounds, axis: int, toll: Toll, index: Finder) -> Bar:
    x, width = _stretch(source.low, source.high, axis)
    links = tuple(_links(source.source, toll, index))
    return Bar(source.source, bounds(source.low, source.high), x, width, source.high is None, links)


def _links(source: str, toll: Toll, index: Finder) -> Iterator[Link]:
    for basis in toll.basis:
        if basis.source == source and (href := index.words(basis.report, basis.claim)):
            yield Link(basis.report, href)


def _giver(toll: Toll, gives: Callable[[SourceBounds], bool], index: Finder) -> str:
    """The words of the first source that gives this bound."""
    for source in filter(gives, toll.sources):
        for link in _links(source.source, toll, index):
            return link.href
    return ""


def _aside(toll: Toll, index: Finder) -> Iterator[Aside]:
    for item in toll.set_aside:
        claim = index.claim(item.report, item.claim)
        if claim is not None:
            report = index.report(item.report)
            href = index.words(item.report, item.claim)
            yield Aside(count(claim), claim.quote, href, item.reason, report.text, report.href, item.reason_ar)
