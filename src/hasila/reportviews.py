"""What a page shows of one report: its text cut into pieces at the edges of evidence, and a card for each claim."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hasila.display import count
from hasila.explain import Branch, derivation
from hasila.model import Reading, Span
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


def report_view(reading: Reading, anchor: str, numbers: Sequence[int] | None = None) -> ReportView:
    """The view of a reading; every anchor of it begins with `anchor`.

    `numbers[i]` is what claim `i` is called, in anchors and on its card; without them it is called `i`.
    """
    d = reading.document
    link = d.url if d.url and d.url.startswith(("https://", "http://")) else None
    named = _Named(reading, anchor, tuple(numbers) if numbers is not None else tuple(range(len(reading.claims))))
    claims = tuple(_claim_view(named, index) for index in range(len(reading.claims)))
    return ReportView(anchor, d.id, d.outlet, d.published, d.url, link, tuple(_pieces(named)), claims)


class _Named(NamedTuple):
    """A reading with what its anchors begin with, and what its claims are called."""

    reading: Reading
    anchor: str
    numbers: tuple[int, ...]

    def card(self, index: int) -> str:
        return f"{self.anchor}c{self.numbers[index]}"

    def words(self, index: int, field: str = "quote") -> str:
        return words_anchor(self.anchor, self.numbers[index], field)


def words_anchor(anchor: str, index: int, field: str = "quote") -> str:
    """The anchor of the words behind a claim's field."""
    return f"{anchor}q{index}" if field == "quote" else f"{anchor}{field}{index}"


def _claim_view(named: _Named, index: int) -> ClaimView:
    claim = named.reading.claims[index]
    return ClaimView(
        named.card(index), named.words(index), named.numbers[index], claim.outcome, claim.status, count(claim),
        claim.qualifier, claim.quote, tuple(_fields(named, index)), derivation(named.reading, index),
    )  # fmt: skip


def _fields(named: _Named, index: int) -> Iterator[Field]:
    claim = named.reading.claims[index]
    for name in SPAN_FIELDS[1:]:
        words = getattr(claim, name)
        if words is not None:
            yield Field(name, words, named.words(index, name) if name in claim.spans else "")
    for name in _VALUES:
        value = getattr(claim, name)
        told = ", ".join(value) if isinstance(value, tuple) else value
        if told is not None and told != _PLAIN.get(name):
            yield Field(name, str(told).replace("_", " "))
    for name, other in (("part_of", claim.part_of), ("revises", claim.revises)):
        if other is not None:
            yield Field(name, f"claim {named.numbers[other]}", named.card(other))


class _Mark(NamedTuple):
    """A span of evidence: which claim, which field."""

    span: Span
    claim: int
    field: str


def _marks(reading: Reading) -> list[_Mark]:
    end = len(reading.document.text)
    marks = [_Mark(s, i, f) for i, claim in enumerate(reading.claims) for f, s in claim.spans.items()]
    return sorted(m for m in marks if 0 <= m.span.start < m.span.end <= end and m.field in SPAN_FIELDS)


def _pieces(named: _Named) -> Iterator[Piece]:
    """The text in order, cut where any evidence begins or ends; linear but for evidence that overlaps."""
    reading = named.reading
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
        yield _piece(text[start:end], Span(start, end), live, named)


def _piece(text: str, span: Span, live: list[_Mark], named: _Named) -> Piece:
    begins = tuple(named.words(m.claim, m.field) for m in live if m.span.start == span.start)
    quotes = [m for m in live if m.field == "quote"]
    # The innermost evidence is what a reader means who points at the words.
    inner = min(quotes, key=lambda m: m.span.end - m.span.start, default=None)
    fields = sorted({m.field for m in live if m.field != "quote"})
    classes = "".join(f" k-{field}" for field in fields)
    if inner is not None:
        classes = f" o-{named.reading.claims[inner.claim].outcome}{classes}"
    chips = tuple(Chip(named.numbers[m.claim], named.card(m.claim)) for m in quotes if m.span.end == span.end)
    return Piece(text, begins, named.card(inner.claim) if inner else "", classes, chips)
