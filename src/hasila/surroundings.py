"""What stands around a report's claims: sentences, paragraphs, headline, the days and places named beside them."""

from __future__ import annotations

import bisect
import functools
import re
import sys
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hasila.dates import find_dates
from hasila.fold import spelling
from hasila.model import Claim, Reading
from hasila.sources import stem

_WORD = re.compile(r"[^\W_]+")
# A blank line, or a line that opens a bullet or ends a short line: not the wrap of a long one.
_BREAK = re.compile(r"\n\s*\n|\n(?=\W)|(?<=[.!؟?])\s*\n")
_LINE_END = re.compile(r"[\n.!؟?]")
# A headline is at most this long, and no sentence of the body.
_HEADLINE = 160
# The lead: what a report says first, in characters after the headline.
_LEAD = 400
# How many words after a place name may tell where it lies: «تل السنديان بقضاء بعلبك شرق لبنان».
_BESIDE = 8


class Around(NamedTuple):
    """A report's text with where each claim stands in it (-1: not found) and where its paragraphs begin.

    `headline` and `lead` are the stems of its first words; `named` the words of a separate first line.
    """

    text: str
    published: str | None
    at: tuple[int, ...]
    breaks: tuple[int, ...]
    headline: frozenset[str]
    lead: frozenset[str]
    title_end: int

    def paragraph(self, i: int) -> int:
        """The number of claim `i`'s paragraph; a headline belongs to the lead; -1 where the claim is not found."""
        if self.at[i] < 0:
            return -1
        return bisect.bisect_right(self.breaks, max(self.at[i], self.title_end))

    def paragraph_of_lead(self) -> int:
        """The number of the first paragraph after the headline."""
        return bisect.bisect_right(self.breaks, self.title_end)

    def in_headline(self, i: int) -> bool:
        """Does claim `i` stand in the headline?"""
        return 0 <= self.at[i] < self.title_end

    def sentence(self, i: int) -> str:
        """The sentence of claim `i`, empty where the claim is not found."""
        at = self.at[i]
        if at < 0:
            return ""
        start = max((m.end() for m in _LINE_END.finditer(self.text, max(0, at - 600), at)), default=max(0, at - 600))
        end = _LINE_END.search(self.text, at + 1)
        return self.text[start : end.start() if end else at + 600]

    def words(self, i: int) -> frozenset[str]:
        """The stems of claim `i`'s sentence, without numbers."""
        return _stems(self.sentence(i))

    def days(self, i: int) -> frozenset[str]:
        """The single days, as ISO dates, that claim `i`'s sentence names."""
        return _days(self.sentence(i), self.published)

    def lead_days(self) -> frozenset[str]:
        """The single days that the lead names."""
        return _days(self.text[: self.title_end + _LEAD], self.published)


@functools.lru_cache(maxsize=8192)
def _days(sentence: str, published: str | None) -> frozenset[str]:
    found = find_dates(sentence, published) if sentence else []
    return frozenset(d.value for d in found if d.value and d.precision == "day")


def around(reading: Reading) -> Around:
    """Look at a report."""
    text = reading.document.text
    end = text.find("\n\n")
    title_end = end if 0 < end <= _HEADLINE and not text[:end].rstrip().endswith(".") else 0
    at = tuple(position(text, c, title_end) for c in reading.claims)
    breaks = tuple(m.start() for m in _BREAK.finditer(text))
    first = next((line for line in text.split("\n") if line.strip()), "")[:_LEAD]
    lead = text[: title_end + _LEAD]
    return Around(text, reading.document.published, at, breaks, _stems(first), _stems(lead), title_end)


def position(text: str, claim: Claim, body: int = 0) -> int:
    """Where the claim's quote stands in the text, after `body` if there too; -1 where it does not."""
    span = claim.spans.get("quote")
    if span:
        return span.start
    if not claim.quote:
        return -1
    at = text.find(claim.quote, body)
    return at if at >= 0 else text.find(claim.quote)


@functools.lru_cache(maxsize=64)
def _stems(text: str) -> frozenset[str]:
    """A report's claims share sentences, and reports share words: each word is kept once."""
    return frozenset(sys.intern(unprefixed(w)) for w in _content(text))


def _content(text: str) -> Iterable[str]:
    return (w for w in _WORD.findall(spelling(text)) if len(w) > 1 and not w.isdigit())


def unprefixed(word: str) -> str:
    """The stem without «ب» joined to a name («بقضاء»)."""
    return stem(word[1:] if word.startswith("ب") and len(word) > 4 and not word.startswith("بال") else word)


def holding(text: str, places: Sequence[str]) -> frozenset[str]:
    """The words right after the place names in their lines, which may say where they lie.

    A further member («وأخرى في …») ends them.
    """
    found: set[str] = set()
    for place in places:
        at = text.find(place)
        if at >= 0:
            found |= _after(text[at + len(place) : at + len(place) + 160])
    return frozenset(found)


def _after(text: str) -> set[str]:
    words = _WORD.findall(spelling(_LINE_END.split(text)[0]))[:_BESIDE]
    end = next((i for i, w in enumerate(words) if w.startswith("و") and w != "وسط"), len(words))
    return {unprefixed(w) for w in words[:end]}
