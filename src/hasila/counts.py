"""Counts of people: quantities with the people noun that they count, duals («جنديين») and singulars («قتل جندي»).

`find_counts` is public. The span of a count covers the number expression with the hedges right beside it and not the
noun («نحو 20» of «نحو 20 شخصا»); a hedge after the noun («20 شخصا على الأقل») bounds the count but stays outside its
span. Where the noun alone is the count («جنديين»), the span is the noun.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from hasila import lexicon
from hasila.exclusions import counted_person, span_of_noun
from hasila.fold import fold
from hasila.lexicon import Row
from hasila.model import Count, Folded, Qualifier
from hasila.nouns import WORD, next_word, number_of, person, previous_word, span_after, span_before, strip, word_ending
from hasila.quantities import Hedge, Quantity, apply_hedge, find, is_people_excluded, trailing_hedge

_OUTCOME_PARTS = ("passive", "active", "either", "verbal_noun")
_LONGEST_OUTCOME = 3
_HEDGE_REACH = 3
# Fatha before the ya of a final «ين».
_DUAL_HARAKAT = re.compile("\u064e\u0651?\u064a\u0652?\u0646\u0650?$")
_OF_NUMBER: dict[str, tuple[int, int | None, Qualifier]] = {
    "singular": (1, 1, "exact"),
    "dual": (2, 2, "exact"),
    "plural": (2, None, "unstated"),
    "collective": (2, None, "unstated"),
}


class Counted(NamedTuple):
    """A count of people in folded text; `noun` is the span of the noun that it counts, None where that is elided."""

    start: int
    end: int
    low: int
    high: int | None
    qualifier: Qualifier
    noun: tuple[int, int] | None
    rows: tuple[str, ...]


@functools.cache
def _outcomes() -> frozenset[str]:
    if not (lexicon.folder() / "outcomes.tsv").exists():
        return frozenset()
    return frozenset(row.folded for row in lexicon.load("outcomes") if row.part in _OUTCOME_PARTS)


@functools.cache
def _words(part: str) -> dict[str, Row]:
    return {row.folded: row for row in lexicon.load("counts") if row.part == part}


def _tails(folded: Folded, index: int) -> Iterator[tuple[int, str]]:
    """The one, two and three words that end one blank before folded `index`, with where they start."""
    start, end = span_before(folded, index)
    for _ in range(_LONGEST_OUTCOME):
        if start == end:
            return
        yield start, folded.text[start:end]
        further = span_before(folded, start)
        if further[0] == further[1]:
            return
        start = further[0]


def after_outcome(folded: Folded, index: int) -> bool:
    """Does a word for an outcome (no noun) end right before folded `index`, or before «عن» or «على» there?"""
    for start, tail in _tails(folded, index):
        if any(rest in _outcomes() for rest in strip(tail)):
            return True
        if tail in ("عن", "علي"):
            index = start
    return any(rest in _outcomes() for _, tail in _tails(folded, index) for rest in strip(tail))


def _labelled(folded: Folded, index: int) -> bool:
    """Do the words before a bare number tell that it counts people: «بينهم 3», «عدد القتلى إلى 20», «القتلى: 20»?"""
    for start, tail in _tails(folded, index):
        if any(rest in _words("label") for rest in strip(tail)):
            return True
        if any(rest in _words("link") for rest in strip(tail)):
            return _labelled(folded, start)
    colon = folded.text.startswith(": ", index - 2) if index > 1 else False
    word = word_ending(folded.text, index - 2) if colon else previous_word(folded, index)
    row = person(word) if word else None
    return row is not None and number_of(row) == "plural" and word.startswith(("ال", "وال"))


def _late_hedge(folded: Folded, end: int) -> Hedge | None:
    """A trailing hedge after the noun that ends at folded `end`, or after an adjective or two of it."""
    for _ in range(_HEDGE_REACH):
        if hedge := trailing_hedge(folded, end):
            return hedge
        start, end = span_after(folded, end)
        if start == end or folded.text[start] == "و" or folded.text[start:end] in _words("label"):
            return None
    return None


def _is_elided(folded: Folded, quantity: Quantity) -> bool:
    if quantity.form == "unstated":
        return False
    start = quantity.start
    return after_outcome(folded, start) or _labelled(folded, start) or _told_after(folded, quantity.end)


def _told_after(folded: Folded, end: int) -> bool:
    """Do the words after a bare number tell that it counts people: «ثلاثة منهم», «عشرة قتلوا», «50 بين قتيل وجريح»?"""
    start, stop = span_after(folded, end)
    word = folded.text[start:stop]
    if word in _words("between"):
        return person(next_word(folded, stop)) is not None
    return word in _words("after") or (word.endswith("وا") and word in _outcomes())


def _of_quantity(folded: Folded, quantity: Quantity) -> Counted | None:
    if is_people_excluded(folded, quantity):
        return None
    noun = span_of_noun(folded, quantity.end) if counted_person(folded, quantity.end) else None
    if noun is None and not _is_elided(folded, quantity):
        return None
    bounds = quantity.low, quantity.high, quantity.qualifier
    rows = quantity.rows
    if hedge := _late_hedge(folded, noun[1]) if noun else None:
        bounds, rows = apply_hedge(*bounds, hedge), (*rows, hedge.row)
    return Counted(quantity.start, quantity.end, *bounds, noun, rows)


def _one_of(folded: Folded, start: int, end: int) -> Row | None:
    """The row of «أحد» in «أحد الجنود» if `text[start:end]` is it, after an outcome word."""
    row = next((_words("singular")[w] for w in strip(folded.text[start:end]) if w in _words("singular")), None)
    noun = person(next_word(folded, end)) if row else None
    return row if noun and number_of(noun) != "singular" and after_outcome(folded, start) else None


def _said_number(folded: Folded, end: int, row: Row) -> str:
    """The grammatical number of the people noun that ends at `end`, with what the next word settles."""
    number, said = number_of(row), next_word(folded, end)
    if said in _words("two"):
        return "dual"
    # «سائقا الشاحنتين»: an accusative singular takes no definite noun after it.
    if number == "singular" and row.folded.endswith("ا") and said.startswith("ال"):
        return "dual"
    return number


def _stands_alone(folded: Folded, start: int, end: int, row: Row, number: str, chained: bool) -> bool:
    """Is the people noun a count by itself: a plain dual anywhere, others bare of ال after an outcome word?"""
    word = folded.text[start:end]
    if number == "dual" and word.endswith(("ان", "ين")) and row.folded not in _words("not"):
        return True
    if word.removesuffix(row.folded).endswith(("ال", "لل")):
        return False
    said_one = number == "singular" and next_word(folded, end) in _words("one")
    return said_one or chained or after_outcome(folded, start)


def _bare(folded: Folded, start: int, end: int, chained: bool) -> Counted | None:
    """The count that the noun `folded.text[start:end]` is by itself; `chained` as «وشرطي» in «مقتل جندي وشرطي»."""
    row = person(folded.text[start:end])
    if row is None:
        one = _one_of(folded, start, end)
        return Counted(start, end, 1, 1, "exact", span_of_noun(folded, end), (one.ref,)) if one else None
    number = _said_number(folded, end, row)
    if not _stands_alone(folded, start, end, row, number, chained):
        return None
    begin = end - len(row.folded)
    return Counted(begin, end, *_OF_NUMBER[number], (begin, end), (row.ref,))


def _nouns(folded: Folded, taken: set[int]) -> Iterator[Counted]:
    """The nouns that are counts by themselves, those that start at a `taken` index left out."""
    last = -1
    for match in WORD.finditer(folded.text):
        start, end = match.span()
        if start in taken:
            continue
        chained = match.group().startswith("و") and start == last + 1
        if counted := _bare(folded, start, end, chained):
            last = end
            yield counted


def _marked(folded: Folded, text: str, counted: Counted) -> Counted:
    """The count with the dual that harakat tell: «مقاتلَين», where the bare letters could be a plural."""
    alone = counted.qualifier == "unstated" and counted.noun == (counted.start, counted.end)
    if alone and _DUAL_HARAKAT.search(folded.span(counted.start, counted.end).of(text)):
        return counted._replace(low=2, high=2, qualifier="exact")
    return counted


def find_people(folded: Folded, text: str = "") -> list[Counted]:
    """The counts of people of a folded text, left to right, on folded indexes. Linear.

    With the unaltered `text`, its harakat tell duals («مقاتلَين») from plurals.
    """
    found = [counted for quantity in find(folded) if (counted := _of_quantity(folded, quantity))]
    taken = {counted.noun[0] for counted in found if counted.noun}
    nouns = list(_nouns(folded, taken))
    # «جنديين اثنين» is one count: the noun's.
    doubled = {counted.end + 1 for counted in nouns}
    kept = [counted for counted in found if counted.noun or counted.start not in doubled]
    found = sorted(kept + nouns)
    return [_marked(folded, text, counted) for counted in found] if text else found


def find_counts(text: str) -> list[Count]:
    """The counts of people in `text`, left to right, with inclusive bounds (`high` None where open).

    Spans are of the unaltered text and cover the number with its hedges, or the noun where it is the count itself.
    Years, dates, ages, money, calibres and what counts things are left out; so is a bare number, unless a word for an
    outcome or for those it numbers stands right before it («وأصيب 60», «بينهم 3», «عدد القتلى 20»).

    >>> [(c.low, c.high, c.qualifier) for c in find_counts("قتل نحو 20 شخصا وأصيب جنديان في 12 مايو")]
    [(20, 20, 'about'), (2, 2, 'exact')]
    """
    folded = fold(text)
    return [Count(*folded.span(c.start, c.end), c.low, c.high, c.qualifier) for c in find_people(folded, text)]
