"""Readings and tolls as plain tables for a terminal: Latin columns first, words of reports last and escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from hasila.display import bounds, count, title, visible
from hasila.grounds import ground_lines
from hasila.model import Claim, Incident, Reading, Toll

if TYPE_CHECKING:
    from hasila.subtotals import PeriodTotal

_CLAIM_HEAD = ("#", "outcome", "count", "who", "status", "date", "words")
_TOLL_HEAD = ("outcome", "group", "toll", "sources")
_PERIOD_HEAD = ("period", "outcome", "group", "total", "of whom and by whom")
_SOURCE_WIDTH = 60


def reading_lines(reading: Reading) -> Iterator[str]:
    """One report's claims: a line of its own, then one line a claim."""
    yield from heading(reading)
    if reading.claims:
        yield from _aligned([_CLAIM_HEAD, *(_claim_row(n, c) for n, c in enumerate(reading.claims))])
    yield ""


def heading(reading: Reading) -> Iterator[str]:
    """One report's line: id, date, outlet, how many claims."""
    d = reading.document
    told = " · ".join(visible(part) for part in (d.id, d.published, d.outlet) if part)
    yield f"{told} · {_plural(len(reading.claims), 'claim')}"


def toll_lines(incident: Incident, readings: dict[str, Reading], *, why: bool) -> Iterator[str]:
    """One incident's tolls: a line a source; with `why`, the words behind each and what is set aside."""
    told = " · ".join(visible(part) for part in reversed(title(incident)))
    yield (
        f"incident {visible(incident.id)} · {told} · {_plural(len(incident.reports), 'report')}, "
        f"{_plural(len(incident.copies), 'copy', 'copies')}, recalled in {len(incident.recalled_in)}"
    )
    rows: list[Sequence[str]] = [_TOLL_HEAD]
    for toll in incident.tolls:
        rows += _toll_rows(toll)
    yield from _aligned(rows)
    if why:
        for toll in incident.tolls:
            yield from _why(toll, readings)
        yield from ground_lines(incident)
    yield ""


def period_lines(periods: Sequence[PeriodTotal]) -> Iterator[str]:
    """Totals over dated spans, which enter no incident: a line each, nothing where there are none."""
    if periods:
        yield "totals of periods, in no incident"
        yield from _aligned([_PERIOD_HEAD, *map(_period_row, periods)])
        yield ""


def _period_row(p: PeriodTotal) -> Sequence[str]:
    span = f"{p.start or '?'} to {p.end or '?'}"
    told = " · ".join(visible(part) for part in (p.party, p.place, p.source, f"{p.report}#{p.claim}") if part)
    return span, p.outcome, p.group, bounds(p.low, p.high), told


def _claim_row(number: int, claim: Claim) -> Sequence[str]:
    part = f" of #{claim.part_of}" if claim.part_of is not None else ""
    status = claim.status if claim.scope == "incident" else f"{claim.status}, cumulative"
    return (
        str(number), claim.outcome, count(claim) + part, claim.victim_status, status, claim.date or "-",
        _words(claim),
    )  # fmt: skip


def _words(claim: Claim) -> str:
    source = f"  — {visible(claim.source)}" if claim.source else ""
    return f"«{visible(claim.quote)}»{source}"


def _toll_rows(toll: Toll) -> Iterator[Sequence[str]]:
    head = (toll.outcome, toll.group, bounds(toll.low, toll.high))
    for n, source in enumerate(toll.sources):
        told = f"{bounds(source.low, source.high):>12}  {visible(source.source)[:_SOURCE_WIDTH]}"
        yield (*(head if n == 0 else ("", "", "")), told)
    if not toll.sources:
        yield (*head, "-")


def _why(toll: Toll, readings: dict[str, Reading]) -> Iterator[str]:
    yield ""
    yield f"{toll.outcome}, {toll.group}: {bounds(toll.low, toll.high)}"
    for basis in toll.basis:
        yield f"  + {cited(basis.report, basis.claim, readings)}  ← {visible(basis.source)}"
    for aside in toll.set_aside:
        yield f"  - {cited(aside.report, aside.claim, readings)}  ({visible(aside.reason)})"


def cited(report: str, index: int, readings: dict[str, Reading]) -> str:
    """A claim by report and index, with its count and words where the report is at hand."""
    reading = readings.get(report)
    place = f"{visible(report)}#{index}"
    if reading is None or index >= len(reading.claims):
        return place
    claim = reading.claims[index]
    return f"{place} {count(claim)} «{visible(claim.quote)}»"


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows with every column but the last padded; those are Latin, so that a character is a cell."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        yield ("  " + "  ".join([*cells, row[-1]])).rstrip()


def _plural(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def text_of(blocks: Iterable[str]) -> bytes:
    """Lines as UTF-8, each with its line feed; lone surrogates from file names are escaped."""
    return "".join(f"{line}\n" for line in blocks).encode("utf-8", "backslashreplace")
