"""What would have to be false if a toll were otherwise: `killed < 100`, `injured, civilian >= 20`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, get_args

from hasila.bounds import Extent
from hasila.errors import UsageError
from hasila.joint import conflict, problem, worded
from hasila.model import Conflict, Incident, Outcome
from hasila.titles import label

_SAID = re.compile(r"\s*(\w+)(?:\s*,?\s*([a-z_]+))?\s*(<=|>=|<|>|=)\s*([\d,]+)\s*")
_SIGNS = ("≥ {}", "{}-{}")


class Supposition(NamedTuple):
    """That the toll of an outcome and group lies from `low` to `high`; `text` as it was put."""

    outcome: Outcome
    group: str
    low: int
    high: int | None
    text: str


def parse_supposition(text: str) -> Supposition:
    """Read `outcome[, group] < N` (or `<=`, `>`, `>=`, `=`). Raises `UsageError` if it is anything else."""
    said = _SAID.fullmatch(text)
    if said is None or said[1] not in get_args(Outcome):
        raise UsageError(f"{text!r} is no supposition; write an outcome, a sign and a number: killed < 100")
    number = int(said[4].replace(",", ""))
    low, high = {
        "<": (0, number - 1), "<=": (0, number), ">": (number + 1, None), ">=": (number, None), "=": (number, number),
    }[said[3]]  # fmt: skip
    if high is not None and high < low:
        raise UsageError(f"{text!r} leaves nothing; no toll is below 0")
    return Supposition(said[1], said[2] or "all", low, high, text.strip())  # type: ignore[arg-type]  # checked above


def suppose(incident: Incident, supposed: Supposition) -> Conflict | None:
    """The fewest lines of the incident that have to be false if the supposition is right; None where it costs none.

    Lines that contradict each other anyway are not laid to the supposition: how many have to go without it is told, and
    a supposition under which no more have to go than that fits the incident.
    """
    lines = [r for r in incident.extents if r.outcome == supposed.outcome]
    query = frozenset(a for r in lines if r.group == supposed.group for a in r.atoms)
    if not query:
        return None
    system = problem(lines)
    extra = Extent("supposed", query, supposed.low, supposed.high)
    dropped = system.fewest_dropped([extra])
    if not dropped:
        return None
    anyway = len(system.fewest_dropped() or ())
    if len(dropped) <= anyway:
        return None
    chosen = [r for r in lines if r.id in dropped]
    en = "; ".join(f"{r.source}: {worded(r, *_SIGNS)} ({r.group})" for r in chosen)
    ar = "؛ ".join(f"{r.source}: {worded(r, *_SIGNS)} ({label('group', r.group)})" for r in chosen)
    number = len(chosen)
    return conflict(
        chosen,
        f"If {supposed.text}, at least {number} of {len(lines)} figures would have to be false: {en}."
        + (f" Without it, {anyway} would have to be, since they differ." if anyway else ""),
        f"إذا صح أن {label('outcome', supposed.outcome)} ({label('group', supposed.group)}) {_sign(supposed)}"
        f" فلا بد من خطأ {number} من {len(lines)} أرقام على الأقل: {ar}."
        + (f" وبدون ذلك لا بد من خطأ {anyway} لاختلافها." if anyway else ""),
    )


def suppose_each(incidents: Iterable[Incident], supposed: Supposition) -> Iterator[tuple[Incident, Conflict]]:
    """Each incident that the supposition costs figures, with the fewest that have to be false."""
    for incident in incidents:
        if (found := suppose(incident, supposed)) is not None:
            yield incident, found


def _sign(s: Supposition) -> str:
    if s.high is None:
        return f"{s.low} أو أكثر"
    return f"{s.high} أو أقل" if s.low == 0 else f"بين {s.low} و{s.high}"
