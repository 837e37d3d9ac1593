"""What would have to be false if a toll were otherwise than a source says: `killed < 100`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, get_args

from hasila.display import bounds, visible
from hasila.errors import UsageError
from hasila.model import Incident, Outcome, Reading, SourceBounds, Toll
from hasila.tables import cited

_SAID = re.compile(r"\s*(\w+)(?:\s*,\s*(\w+))?\s*(<=|>=|<|>|=)\s*([0-9][0-9,]{0,20})\s*")


class Supposition(NamedTuple):
    """That the toll of an outcome and group lies from `low` to `high`."""

    outcome: str
    group: str
    low: int
    high: int | None


def parse(text: str) -> Supposition:
    """Read `outcome[, group] < N` (or `<=`, `>`, `>=`, `=`). Raises `UsageError` if it is anything else."""
    said = _SAID.fullmatch(text)
    if said is None or said[1] not in get_args(Outcome):
        raise UsageError(f"--what-if {text!r} is not understood; write an outcome, a sign and a number: killed < 100")
    number = int(said[4].replace(",", ""))
    low, high = {
        "<": (0, number - 1), "<=": (0, number), ">": (number + 1, None), ">=": (number, None), "=": (number, number),
    }[said[3]]  # fmt: skip
    if high is not None and high < low:
        raise UsageError(f"--what-if {text!r} leaves nothing; no toll is below 0")
    return Supposition(said[1], said[2] or "all", low, high)


def answer(supposed: Supposition, incidents: Iterable[Incident], readings: dict[str, Reading]) -> Iterator[str]:
    """For each incident the sources that would be wrong, each with the claims that cannot all be true."""
    told = f"{supposed.outcome}, {supposed.group} {bounds(supposed.low, supposed.high)}"
    for incident in incidents:
        for toll in incident.tolls:
            if (toll.outcome, toll.group) == (supposed.outcome, supposed.group):
                wrong = [s for s in toll.sources if _contradicts(s, supposed)]
                yield f"if {told} (لو صحّ ذلك), {len(wrong)} of {len(toll.sources)} sources would be wrong:"
                for source in wrong:
                    yield from _claims(source, toll, readings)


def _contradicts(source: SourceBounds, supposed: Supposition) -> bool:
    below = supposed.high is not None and source.low > supposed.high
    return below or (source.high is not None and source.high < supposed.low)


def _claims(source: SourceBounds, toll: Toll, readings: dict[str, Reading]) -> Iterator[str]:
    yield f"  {bounds(source.low, source.high)}  {visible(source.source)}; of its claims at least one would be false:"
    for basis in toll.basis:
        if basis.source == source.source:
            yield f"    {cited(basis.report, basis.claim, readings)}"
