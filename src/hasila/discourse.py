"""One text as a whole: what its sentences share until told otherwise, and which happening each claim tells of.

Place, date, means, perpetrator and source told once go on holding. The lines of a list (bullets, «place: …») each start
from what stood above the list, so that one line's circumstances never reach the next.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from hasila.attribution import Voice
from hasila.dates import FoldedDate
from hasila.sentences import Mark, Sentence

_BULLETS = frozenset("-*•▪●◾■▶►◀◼⬛✅🔴🔻🔹🔸⭕️▫○◽❗‼⚫🟥🔺📌📍")


class Words(NamedTuple):
    """Words `i` to `j` of a sentence."""

    s: Sentence
    i: int
    j: int


class Context(msgspec.Struct):
    """What the text has told so far."""

    place: Words | None = None
    date: str | None = None
    means: str | None = None
    perpetrator: Words | None = None
    source: Words | None = None
    governs: bool = False


class Discourse:
    """The context of a text while its sentences are read in order."""

    def __init__(self) -> None:
        self.now = Context()
        self._above: Context | None = None

    def enter(self, s: Sentence) -> None:
        """Begin a sentence: a new line of a list goes back to what stood above the list."""
        if not s.line_start:
            return
        if is_item(s):
            self._above = self._above or msgspec.structs.replace(self.now)
            self.now = msgspec.structs.replace(self._above)
        else:
            if self._above is not None:
                self.now = self._above
            self._above = None

    def remember(self, s: Sentence, said: list[Voice], told: list[tuple[Words | None, str | None, str | None, Words | None]]) -> None:
        """End a sentence: keep what it told (place, date, means and perpetrator of each of its claims)."""
        now = self.now
        if not told:
            self._scene(s)
        for place, date, means, perpetrator in told[:1]:
            now.place = place or now.place
            now.date = date or now.date
            now.means = means or now.means
            now.perpetrator = perpetrator or now.perpetrator
        named = [v for v in said if v.i >= 0]
        if named:
            now.source = Words(named[-1].s, named[-1].i, named[-1].j)
            now.governs = s.text(len(s.words) - 1) == ":"

    def _scene(self, s: Sentence) -> None:
        """A sentence without a claim sets the scene where it tells how or what was attacked, or where nothing is known yet."""
        acts = any(h.kind == "means" or h.kind == "particles" and h.row.sense == "attack" for at in s.hits for h in at)
        place = next((m for m in s.places if s.mark(s.actors, m.i) is None), None)
        if place is not None and (acts or self.now.place is None):
            self.now.place = Words(s, place.i, place.j)
        date = _first_date(s)
        if date is not None and (acts or self.now.date is None):
            self.now.date = date
        means = [h for at in s.hits for h in at if h.kind == "means"]
        if means and self.now.means is None:
            self.now.means = means[0].row.sense


def _first_date(s: Sentence) -> str | None:
    marks: list[Mark] = s.dates
    for m in marks:
        if isinstance(m.what, FoldedDate) and m.what.value is not None and m.what.kind == "point":
            return m.what.value
    return None


def is_item(s: Sentence) -> bool:
    """Is the line an item of a list: it begins with a bullet or a numeral, or is headed by a place and a colon?"""
    if not s.line_start or not s.words:
        return False
    first = s.text(0)
    if first in _BULLETS or not (first.isalnum() or first in "\"'(«"):
        return True
    return any(s.text(k) == ":" and s.mark(s.places, k - 1) for k in range(1, min(8, len(s.words))))
