"""Two outputs of reading the same reports: which claims were gained, lost and changed, and by which rule and words.

Claims are paired within a report, first those alike in all, then by outcome and overlapping words. The older file is
indexed by position, so that memory holds no texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

import msgspec

from hasila.display import count, visible
from hasila.errors import InputError
from hasila.model import Claim
from hasila.records import decode

# `part_of` and `revises` are indexes: they shift when another claim is gained or lost, and then tell nothing new.
_FIELDS = tuple(f for f in Claim.__struct_fields__ if f not in ("spans", "steps", "part_of", "revises", "event"))
_SHOWN = 5


class Change(NamedTuple):
    """A claim in the older file, in the newer, or both; `fields` are those that differ."""

    report: str
    old: Claim | None
    new: Claim | None
    fields: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """`gained`, `lost` or `changed`."""
        return "gained" if self.old is None else "lost" if self.new is None else "changed"


def changes(old: str, new: str) -> Iterator[Change]:
    """Every claim that differs between two files of records. Raises `InputError` at a line that is no record."""
    index = _index(old)
    try:
        with open(old, "rb") as before, open(new, "rb") as after:
            for number, line in enumerate(after, 1):
                at = index.pop(_id(line, f"{new}:{number}"), None)
                yield from _lines(_line(before, at), line, f"{new}:{number}")
            for at in index.values():
                yield from _lines(_line(before, at), b"", old)
    except OSError as error:
        raise InputError(new, f"{(error.strerror or 'cannot be read').lower()}; check the path") from error


def summary(found: Iterable[Change], examples: int = _SHOWN) -> Iterator[str]:
    """The changes as lines: totals, then by rule and by lexicon row, with a few examples of each kind."""
    by_kind, by_rule, by_row = Counter[str](), Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    shown: dict[str, list[str]] = {"gained": [], "lost": [], "changed": []}
    for change in found:
        by_kind[change.kind] += 1
        claim = change.new or change.old
        if claim is not None:
            by_rule[claim.rule or "(no rule)", change.kind] += 1
            by_row.update({(step.row, change.kind): 1 for step in claim.steps if step.row})
        if len(shown[change.kind]) < examples:
            shown[change.kind].append(_told(change))
    yield ", ".join(f"{by_kind[kind]:,} {kind}" for kind in shown)
    yield from _grouped("by construction", by_rule)
    yield from _grouped("by lexicon row", by_row)
    for kind, lines in shown.items():
        if lines:
            yield f"{kind}, the first {len(lines)}"
            yield from lines


def grouped(found: Iterable[Change]) -> Iterator[str]:
    """How many changes there are by rule and by lexicon row, as lines."""
    return summary(found, examples=0)


def _index(path: str) -> dict[str, int]:
    """Where each report's line begins."""
    index: dict[str, int] = {}
    at = 0
    try:
        with open(path, "rb") as stream:
            for number, line in enumerate(stream, 1):
                index[_id(line, f"{path}:{number}")] = at
                at += len(line)
    except OSError as error:
        raise InputError(path, f"{(error.strerror or 'cannot be read').lower()}; check the path") from error
    return index


class _Named(msgspec.Struct):
    id: str


def _id(line: bytes, where: str) -> str:
    try:
        return msgspec.json.decode(line, type=_Named).id
    except (msgspec.DecodeError, UnicodeError) as error:
        raise InputError(where, "is no record of claims; give what hasila read writes") from error


def _line(stream: BinaryIO, at: int | None) -> bytes:
    if at is None:
        return b""
    stream.seek(at)
    return stream.readline()


def _lines(old: bytes, new: bytes, where: str) -> Iterator[Change]:
    if old == new:
        return
    before = decode(old, where) if old else None
    after = decode(new, where) if new else None
    reading = after or before
    if reading is not None:
        yield from pair(reading.document.id, before.claims if before else (), after.claims if after else ())


def pair(report: str, old: tuple[Claim, ...], new: tuple[Claim, ...]) -> Iterator[Change]:
    """The changes between two claim lists of one report: each claim is paired with at most one other."""
    left = [c for c in old if not _alike_in(c, new)]
    for claim in new:
        if _alike_in(claim, old):
            continue
        partner = next((c for c in left if c.outcome == claim.outcome and _overlap(c, claim)), None)
        if partner is None:
            yield Change(report, None, claim)
        else:
            left.remove(partner)
            yield Change(report, partner, claim, _differing(partner, claim))
    yield from (Change(report, claim, None) for claim in left)


def _alike_in(claim: Claim, others: tuple[Claim, ...]) -> bool:
    return any(not _differing(claim, other) for other in others if other.quote == claim.quote)


def _differing(a: Claim, b: Claim) -> tuple[str, ...]:
    return tuple(f for f in _FIELDS if getattr(a, f) != getattr(b, f))


def _overlap(a: Claim, b: Claim) -> bool:
    first, second = a.spans.get("quote"), b.spans.get("quote")
    if first is None or second is None:
        return bool(set(a.quote.split()) & set(b.quote.split()))
    return first.start < second.end and second.start < first.end


def _grouped(title: str, counter: Counter[tuple[str, str]]) -> Iterator[str]:
    if not counter:
        return
    yield title
    names = sorted({name for name, _ in counter})
    names.sort(key=lambda name: -sum(counter[name, kind] for kind in ("gained", "lost", "changed")))
    for name in names:
        told = ", ".join(f"{counter[name, k]:,} {k}" for k in ("gained", "lost", "changed") if counter[name, k])
        yield f"  {told}  {visible(name)}"


def _told(change: Change) -> str:
    sides = [f"{c.outcome} {count(c)} «{visible(c.quote)}»" for c in (change.old, change.new) if c is not None]
    fields = f" ({', '.join(change.fields)})" if change.fields else ""
    return f"  {visible(change.report)}{fields}  {' → '.join(sides)}"
