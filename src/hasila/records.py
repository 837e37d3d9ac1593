"""Readings to and from JSON records, one a line: the fields of the annotation guidelines, with spans, rule and steps.

Records that people annotated are accepted too: they lack spans, so the spans are found by searching the text.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from hasila.documents import Fault, lines_of
from hasila.errors import InputError
from hasila.model import Claim, Document, Reading, Span

SPAN_FIELDS = ("quote", "victims", "perpetrator", "place", "source")


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of output: a document's id, what is known of it, and its claims (always written, even if empty)."""

    id: str
    claims: tuple[Claim, ...]
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    text: str | None = None


def encode(reading: Reading, *, with_text: bool = False) -> bytes:
    """A reading as one line of JSON, with its line feed."""
    d = reading.document
    record = Record(d.id, reading.claims, d.published, d.outlet, d.url, d.text if with_text else None)
    return msgspec.json.encode(record) + b"\n"


def decode(line: bytes | str, where: str) -> Reading:
    """A reading from one line, our own or annotated. Raises `InputError` naming `where` and the field at fault."""
    try:
        record = msgspec.json.decode(line, type=Record)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise InputError(where, f"is no record of claims ({str(error)[:160]}); give what hasila read writes") from error
    text = record.text or ""
    claims = tuple(_located(claim, text) for claim in record.claims)
    for index, claim in enumerate(claims):
        _check(claim, index, len(claims), where)
    return Reading(Document(record.id, text, record.published, record.outlet, record.url), claims)


def read_file(path: str) -> Iterator[Reading | Fault]:
    """The readings of a file of records, with a fault for each line that is none."""
    for item in lines_of(path, path):
        if isinstance(item, Fault):
            yield item
            continue
        try:
            yield decode(item.data.removeprefix(b"\xef\xbb\xbf"), item.where)
        except InputError as fault:
            yield Fault(fault.where, fault.what)


def _check(claim: Claim, index: int, count: int, where: str) -> None:
    if claim.low < 0 or (claim.high is not None and claim.high < claim.low):
        raise InputError(where, f"claim {index}: bounds {claim.low} to {claim.high} make no range; mend them")
    for name, other in (("part_of", claim.part_of), ("revises", claim.revises)):
        if other is not None and (not 0 <= other < count or other == index):
            raise InputError(where, f"claim {index}: {name} {other} is no other claim of the record; mend it")


def _located(claim: Claim, text: str) -> Claim:
    """The claim with its spans; those that a record lacks are searched for, nearest to the quote."""
    if not text:
        return msgspec.structs.replace(claim, spans={}) if claim.spans else claim
    if _agree(claim, text):
        return claim
    quote = _nearest(text, claim.quote, 0)
    near = quote.start if quote else 0
    spans: dict[str, Span] = {}
    for name in SPAN_FIELDS:
        words = getattr(claim, name)
        span = quote if name == "quote" else _nearest(text, words, near) if words else None
        if span is not None:
            spans[name] = span
    return msgspec.structs.replace(claim, spans=spans)


def _agree(claim: Claim, text: str) -> bool:
    """Are the spans that the record gives the slices that it names?"""
    spans = claim.spans
    return "quote" in spans and all(span.of(text) == getattr(claim, name, None) for name, span in spans.items())


def _nearest(text: str, words: str, near: int) -> Span | None:
    before, after = text.rfind(words, 0, near + len(words)), text.find(words, near)
    found = [at for at in (before, after) if at >= 0]
    if not words or not found:
        return None
    at = min(found, key=lambda i: abs(i - near))
    return Span(at, at + len(words))
