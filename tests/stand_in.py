"""A reader and a reckoner small enough to be seen through, so that tests of what surrounds them need no lexicon."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hasila.model import (
    Basis,
    Claim,
    Document,
    Incident,
    Outcome,
    Reading,
    SetAside,
    SourceBounds,
    Span,
    Step,
    Toll,
)  # fmt: skip

_FIGURE = re.compile(r"(?P<word>قتل|أصيب)\s+(?P<count>\d+)(?:\s+(?P<who>[^\W\d]+))?")


def read_claims(document: Document) -> tuple[Claim, ...]:
    """«قتل N …» and «أصيب N …» as claims; a text that holds «عطل» trips it, as a defect of ours would."""
    if "عطل" in document.text:
        raise ValueError("made to fail")
    return tuple(map(_claim, _FIGURE.finditer(document.text)))


def _claim(match: re.Match[str]) -> Claim:
    outcome: Outcome = "killed" if match["word"] == "قتل" else "injured"
    spans = {"quote": Span(*match.span())}
    if match["who"]:
        spans["victims"] = Span(*match.span("who"))
    steps = (
        Step("outcome", Span(*match.span("word")), f"outcomes:{match['word']}"),
        Step("count", Span(*match.span("count")), note="digits"),
    )
    number = int(match["count"])
    return Claim(
        match.group(), outcome, number, number, "exact", victims=match["who"], spans=spans, rule="stand_in", steps=steps
    )


def reckon(readings: Sequence[Reading]) -> tuple[Incident, ...]:
    """One incident of everything: every outlet is a source, its last figure stands, earlier ones are set aside."""
    tolls = tuple(t for outcome in ("killed", "injured") if (t := _toll(readings, outcome)) is not None)
    return (Incident("one", tuple(r.document.id for r in readings), (), (), tolls),)


def _toll(readings: Sequence[Reading], outcome: Outcome) -> Toll | None:
    last: dict[str, tuple[Reading, int]] = {}
    aside = []
    for reading in readings:
        source = reading.document.outlet or "?"
        for index, claim in enumerate(reading.claims):
            if claim.outcome == outcome:
                if source in last:
                    aside.append(SetAside(last[source][0].document.id, last[source][1], "replaced by a later figure"))
                last[source] = (reading, index)
    if not last:
        return None
    figures = {source: reading.claims[index].low for source, (reading, index) in last.items()}
    return Toll(
        outcome,
        "all",
        min(figures.values()),
        max(figures.values()),
        tuple(SourceBounds(source, n, n) for source, n in figures.items()),
        tuple(Basis(reading.document.id, index, source) for source, (reading, index) in last.items()),
        tuple(aside),
    )
