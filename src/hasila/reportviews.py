"""What a page shows of one report: its text cut into pieces at the edges of evidence, and a card for each claim."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from hasila.display import count
from hasila.explain import Branch, derivation
from hasila.model import Claim, Reading, Span
from hasila.records import SPAN_FIELDS

_VALUES = ("victim_status", "demographics", "means", "date", "period", "status", "scope", "counting")
_PLAIN = {"victim_status": "unknown", "status": "asserted", "scope": "incident", "demographics": ""}


class Link(NamedTuple):
    """Text that leads to an anchor of the page, or nowhere if `href` is empty."""

    text: str
    href: str = ""


class Chip(NamedTuple):
    """A claim's number, set by the style sheet after its words: as text it would read as one more figure."""

    number: int
    href: str


class Piece(NamedTuple):
    """A stretch of text under the same evidence: anchors that begin here, the claim it leads to, its classes."""

    text: str
    ids: tuple[str, ...]
    href: str
    classes: str
    chips: tuple[Chip, ...]


class Field(NamedTuple):
    """One field of a claim's card; `href` leads to its words."""

    name: str
    value: str
    href: str = ""


class ClaimView(NamedTuple):
    """A claim's card: `anchor` is its own, `words` that of its evidence."""

    anchor: str
    words: str
    number: int
    outcome: str
    status: str
    figure: str
    qualifier: str
    quote: str
    fields: tuple[Field, ...]
    tree: Branch


class ReportView(NamedTuple):
    """One report as a page shows it."""

    anchor: str
    title: str
    outlet: str | None
    published: str | None
    url: str | None
    link: str | None
    pieces: tuple[Piece, ...]
    claims: tuple[ClaimView, ...]


def report_view(reading: Reading, anchor: str) -> ReportView:
    """The view of a reading; every anchor of it begins with `anchor`."""
    d = reading.document
    link = d.url if d.url and d.url.startswith(("https://", "http://")) else None
    claims = tuple(_claim_view(reading, index, anchor) for index in range(len(reading.claims)))
    return ReportView(anchor, d.id, d.outlet, d.published, d.url, link, tuple(_pieces(reading, anchor)), claims)


def words_anchor(anchor: str, index: int, field: str = "quote") -> str:
    """The anchor of the words behind a claim's field."""
    return f"{anchor}q{index}" if field == "quote" else f"{anchor}{field}{index}"


def _claim_view(reading: Reading, index: int, anchor: str) -> ClaimView:
    claim = reading.claims[index]
    return ClaimView(
        f"{anchor}c{index}", words_anchor(anchor, index), index, claim.outcome, claim.status, count(claim),
        claim.qualifier, claim.quote, tuple(_fields(claim, index, anchor)), derivation(reading, index),
    )  # fmt: skip


def _fields(claim: Claim, index: int, anchor: str) -> Iterator[Field]:
    for name in SPAN_FIELDS[1:]:
        words = getattr(claim, name)
        if words is not None:
            yield Field(name, words, words_anchor(anchor, index, name) if name in claim.spans else "")
    for name in _VALUES:
        value = getattr(claim, name)
        told = ", ".join(value) if isinstance(value, tuple) else value
        if told is not None and told != _PLAIN.get(name):
            yield Field(name, str(told).replace("_", " "))
    for name, other in (("part_of", claim.part_of), ("revises", claim.revises)):
        if other is not None:
            yield Field(name, f"claim {other}", f"{anchor}c{other}")


class _Mark(NamedTuple):
    """A span of evidence: which claim, which field."""

    span: Span
    claim: int
    field: str


def _marks(reading: Reading) -> list[_Mark]:
    end = len(reading.document.text)
    marks = [_Mark(s, i, f) for i, claim in enumerate(reading.claims) for f, s in claim.spans.items()]
    return sorted(m for m in marks if 0 <= m.span.start < m.span.end <= end and m.field in SPAN_FIELDS)


def _pieces(reading: Reading, anchor: str) -> Iterator[Piece]:
    """The text in order, cut where any evidence begins or ends; linear but for evidence that overlaps."""
    text, marks = reading.document.text, _marks(reading)
    edges = sorted({0, len(text), *(edge for m in marks for edge in m.span)})
    live: list[_Mark] = []
    upcoming = iter(marks)
    waiting = next(upcoming, None)
    for start, end in itertools.pairwise(edges):
        live = [m for m in live if m.span.end > start]
        while waiting is not None and waiting.span.start == start:
            live.append(waiting)
            waiting = next(upcoming, None)
        yield _piece(text[start:end], Span(start, end), live, reading, anchor)


def _piece(text: str, span: Span, live: list[_Mark], reading: Reading, anchor: str) -> Piece:
    begins = tuple(words_anchor(anchor, m.claim, m.field) for m in live if m.span.start == span.start)
    quotes = [m for m in live if m.field == "quote"]
    # The innermost evidence is what a reader means who points at the words.
    inner = min(quotes, key=lambda m: m.span.end - m.span.start, default=None)
    fields = sorted({m.field for m in live if m.field != "quote"})
    classes = "".join(f" k-{field}" for field in fields)
    if inner is not None:
        classes = f" o-{reading.claims[inner.claim].outcome}{classes}"
    chips = tuple(Chip(m.claim, f"{anchor}c{m.claim}") for m in quotes if m.span.end == span.end)
    return Piece(text, begins, f"{anchor}c{inner.claim}" if inner else "", classes, chips)
