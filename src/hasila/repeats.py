"""A claim said again in its text is one claim, kept at its fullest mention."""

from __future__ import annotations

from hasila.drafts import Draft
from hasila.found import Found, same_words

# How far back a repeat is looked for among equal counts, so that long texts stay linear.
_RECENT = 40
# Below this, equal counts of two lines of a list are likelier two happenings than one told twice.
_TELLING = 10


def _repeats(a: Found, b: Found) -> bool:
    """Do two findings tell the same claim: outcome, bounds and status alike, source and place not at odds?"""
    x, y = a.draft, b.draft
    if a.date and b.date and a.date != b.date and len(a.date) == len(b.date):
        return False
    if a.s is b.s or (x.outcome, x.low, x.high, a.judgement.status, a.scope) != (
        y.outcome,
        y.low,
        y.high,
        b.judgement.status,
        b.scope,
    ):
        return False
    if x.group.kind == "name" or y.group.kind == "name" or (x.part_of is None) != (y.part_of is None):
        return False
    if a.headline:
        return True
    if x.qualifier == "unstated" or (
        (a.in_list or b.in_list) and (x.low < _TELLING or a.place is None or b.place is None)
    ):
        return False
    groups = {a.victim_status, b.victim_status} - {"unknown"}
    return len(groups) < 2 and same_words(a.source, b.source) and same_words(a.place, b.place)


def _outdone(a: Found, counted: set[str]) -> bool:
    """Does a headline say without a count («قتلى وجرحى في …») what the body counts?"""
    said = {"killed", "injured", "casualties"} if a.draft.outcome == "casualties" else {a.draft.outcome, "casualties"}
    return a.headline and a.draft.qualifier in ("unstated", "vague") and bool(said & counted)


def _fullness(f: Found) -> tuple[int, int]:
    told = (f.source, f.draft.group.ni, f.place, f.date, f.perpetrator)
    return sum(x is not None for x in told), f.draft.rule != "outcome_noun_bare"


def told_once(found: list[Found]) -> list[Found]:
    """The same claim said again in the same text is kept at its fullest mention."""
    alike: dict[tuple[object, ...], list[Found]] = {}
    stands_for: dict[int, Draft] = {}
    counted = {f.draft.outcome for f in found if f.draft.qualifier != "unstated" and f.s is not found[0].s}
    for f in [f for f in found if not _outdone(f, counted)]:
        bucket = alike.setdefault((f.draft.outcome, f.draft.low, f.draft.high), [])
        n = next((n for n, k in enumerate(bucket[-_RECENT:], max(0, len(bucket) - _RECENT)) if _repeats(k, f)), None)
        if n is None:
            bucket.append(f)
            continue
        better, worse = (f, bucket[n]) if _fullness(f) > _fullness(bucket[n]) else (bucket[n], f)
        bucket[n] = better
        stands_for[id(worse.draft)] = better.draft
    kept = {id(f) for bucket in alike.values() for f in bucket}
    return [_pointing(f, stands_for) for f in found if id(f) in kept]


def _pointing(f: Found, stands_for: dict[int, Draft]) -> Found:
    """The finding with what it is a part of, or revises, led to the mention that was kept."""
    draft = f.draft
    draft.part_of = _kept(draft.part_of, stands_for, draft)
    draft.revises = _kept(draft.revises, stands_for, draft)
    return f


def _kept(target: Draft | None, stands_for: dict[int, Draft], draft: Draft) -> Draft | None:
    for _ in range(_RECENT):
        if target is None or id(target) not in stands_for:
            break
        target = stands_for[id(target)]
    return None if target is draft else target
