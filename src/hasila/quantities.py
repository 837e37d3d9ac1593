"""Quantities: numbers with their hedges, ranges and vague counts, without the noun that they count.

The bounds are those of the table «Counts» in the annotation guidelines (docs/claims.md). «نيف» is read as more than the
round number beside it; «بضع عشرات» and «عدة مئات» as the plain plurals «عشرات» and «مئات».
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from hasila import numbers
from hasila.exclusions import reason_for
from hasila.hedges import Hedge, apply_hedge, before, distant_hedge, hedges_before, middles, revised, trailing_hedge
from hasila.model import Folded, Qualifier
from hasila.nouns import previous_word
from hasila.numbers import Numeral
from hasila.numerals import Token

__all__ = ["Hedge", "Quantity", "apply_hedge", "find", "is_people_excluded", "trailing_hedge"]

_VAGUE_LOW, _VAGUE_HIGH = 2, 10
_FEW = (3, 9)
_Item = Numeral | Token
_Plain = Literal["number", "vague", "unstated"]


class Quantity(NamedTuple):
    """A quantity in folded text: `start` to `end` with hedges, `core_start` to `core_end` the count words alone.

    `low` and `high` are inclusive, `high` None where open; `rows` are the lexicon rows used. `form` tells a number from
    a range, a range written with a dash, a vague count, and words for an unknown number («عدد من»).
    """

    start: int
    end: int
    core_start: int
    core_end: int
    low: int
    high: int | None
    qualifier: Qualifier
    rows: tuple[str, ...]
    form: Literal["number", "range", "dash", "vague", "unstated"]
    definite: bool


class _Core(NamedTuple):
    """The count words of a quantity, and the index of the item after them."""

    quantity: Quantity
    stop: int


def _core(items: Sequence[_Item], first: int, stop: int, bounds: tuple[int, int | None], form: _Plain) -> _Core:
    start, end = items[first].start, items[stop - 1].end
    refs = (item.rows if isinstance(item, Numeral) else (item.ref,) for item in items[first:stop])
    rows = tuple(row for group in refs for row in group)
    qualifier: Qualifier = "exact" if form == "number" else form
    return _Core(Quantity(start, end, start, end, *bounds, qualifier, rows, form, items[first].definite), stop)


def _item(items: Sequence[_Item], index: int, link: str) -> _Item | None:
    item = items[index] if index < len(items) else None
    return item if item and item.link == link else None


def _order(item: _Item | None) -> int:
    """The order of magnitude of a bare plural («عشرات» 10, «آلاف» 1000), 0 for anything else."""
    if not isinstance(item, Token):
        return 0
    if item.part == "vague" and item.frame != "few":
        return int(item.value) // _VAGUE_LOW
    return int(item.value) if item.frame == "plural" else 0


def _vague(items: Sequence[_Item], i: int, first: int) -> _Core | None:
    """«عشرات», «مئات الآلاف», from item `i`; the expression begins at item `first`."""
    order, stop = _order(items[i]), i + 1
    if not order:
        return None
    while further := _order(_item(items, stop, " ")):
        order, stop = order * further, stop + 1
    return _core(items, first, stop, (_VAGUE_LOW * order, _VAGUE_HIGH * order - 1), "vague")


def _few(items: Sequence[_Item], i: int) -> _Core:
    """«بضع», alone or before «عشرة», «وعشرون», «مئات»."""
    beside, joined = _item(items, i + 1, " "), _item(items, i + 1, "و")
    if beside and (vague := _vague(items, i + 1, i)):
        return vague
    ten = beside if isinstance(beside, Numeral) and beside.value == 10 else joined
    if isinstance(ten, Numeral) and ten.value in range(10, 91, 10):
        return _core(items, i, i + 2, (int(ten.value) + _FEW[0], int(ten.value) + _FEW[1]), "vague")
    return _core(items, i, i + 1, _FEW, "vague")


def _odd(items: Sequence[_Item], i: int) -> _Core | None:
    """«نيف وعشرون»."""
    joined = _item(items, i + 1, "و")
    if isinstance(joined, Numeral) and joined.value % 1 == 0:
        return _more(_core(items, i, i + 2, (int(joined.value),) * 2, "number"))
    return None


def _more(core: _Core) -> _Core:
    return core._replace(quantity=core.quantity._replace(low=core.quantity.low + 1, high=None, qualifier="more_than"))


def _of_token(folded: Folded, items: Sequence[_Item], i: int) -> _Core | None:
    token = items[i]
    assert isinstance(token, Token)
    if token.part == "odd":
        return _odd(items, i)
    if token.part == "vague" and token.frame == "few":
        return _few(items, i)
    if token.part == "unstated":
        # «ما عده مراقبون» is a verb.
        if token.definite or previous_word(folded, token.begin) == "ما":
            return None
        beside = token.frame == "few" and _item(items, i + 1, " ")
        vague = _vague(items, i + 1, i) if beside else None
        return vague or _core(items, i, i + 1, (2, None), "unstated")
    return _vague(items, i, i)


def _opened(folded: Folded, start: int) -> tuple[str, str, int] | None:
    """The range opener before folded `start`, hedges between at most: its frame, its row's ref, where it starts."""
    if hedges := hedges_before(folded, start):
        start = hedges[-1].start
    hit = before(folded, start)
    return (hit[0].frame, hit[0].ref, hit[1]) if hit and hit[0].part == "open" else None


def _dash(folded: Folded, a: Numeral, b: Numeral) -> bool:
    """Is the dash between two numerals that of a range, and no part of a date, a telephone number or a chain?"""
    around = folded.text[max(0, a.start - 1) : a.start] + folded.text[b.end : b.end + 1]
    return a.digits == b.digits and not any(c in "-/:." and c for c in around.replace(".", "", around.endswith(".")))


def _joins(folded: Folded, a: Numeral, b: Numeral, frame: str | None) -> str | None:
    """How `b` continues a range that `a` begins: dash, or, to, and; None if it does not."""
    gap = folded.text[a.end : b.start]
    if len(gap) > 8 or any(mark in gap for mark in ".؛:"):
        return None
    if gap.strip() == "-":
        return "dash" if _dash(folded, a, b) else None
    if gap in (" و", " و ") and frame == "-":
        return "and"
    row = middles().get(gap.strip())
    if row is None or (row.frame == "to" and frame != "-" and revised(folded, a.start)):
        return None
    return row.frame


def _range(folded: Folded, items: Sequence[_Item], i: int) -> _Core | None:
    """A range of two numerals; the scale of the second may stand for both («3 إلى 5 آلاف»)."""
    a, b = items[i], items[i + 1] if i + 1 < len(items) else None
    if not (isinstance(a, Numeral) and isinstance(b, Numeral)) or a.value % 1 or b.value % 1:
        return None
    opened = _opened(folded, a.start)
    how = _joins(folded, a, b, opened[0] if opened else None)
    low, high = int(a.value), int(b.value)
    if how and a.scale == 1 < b.scale and low * b.scale < high:
        low *= b.scale
    if how == "and" and low > high and b.scale == a.scale:
        low, high = high, low  # «ما بين 10.000 و7.000»
    if how is None or low >= high:
        return None
    rows = a.rows + b.rows
    start = a.start
    if opened and not (opened[0] == "to" and how != "to"):
        start, rows = opened[2], (opened[1], *rows)
    form: Literal["dash", "range"] = "dash" if how == "dash" else "range"
    return _Core(Quantity(start, b.end, a.start, b.end, low, high, "range", rows, form, a.definite), i + 2)


def _doubled(folded: Folded, items: Sequence[_Item], core: _Core) -> _Core:
    """«12 (اثنا عشر)» is one quantity."""
    again = items[core.stop] if core.stop < len(items) else None
    end = core.quantity.end
    if not isinstance(again, Numeral) or again.value != core.quantity.low or again.begin - end > 2:
        return core
    if folded.text[end : again.begin].strip() != "(" or folded.text[again.end : again.end + 1] != ")":
        return core
    quantity = core.quantity._replace(end=again.end + 1, core_end=again.end + 1, rows=core.quantity.rows + again.rows)
    return _Core(quantity, core.stop + 1)


def _of_numeral(folded: Folded, items: Sequence[_Item], i: int) -> _Core | None:
    numeral = items[i]
    if core := _range(folded, items, i):
        return core
    if numeral.value % 1:
        return None
    core = _core(items, i, i + 1, (int(numeral.value),) * 2, "number")
    odd = _item(items, i + 1, "و")
    if isinstance(odd, Token) and odd.part == "odd":
        return _more(_core(items, i, i + 2, (int(numeral.value),) * 2, "number"))
    return _doubled(folded, items, core)


def _hedged(folded: Folded, quantity: Quantity) -> Quantity:
    """The quantity with the hedges around it, the inner ones first."""
    hedges = hedges_before(folded, quantity.start)
    low, high, qualifier = quantity.low, quantity.high, quantity.qualifier
    start = hedges[-1].start if hedges else quantity.start
    end = quantity.end
    if trailing := trailing_hedge(folded, quantity.end):
        hedges.append(trailing)
        end = trailing.end
    elif not hedges and (distant := distant_hedge(folded, start)):
        hedges.append(distant)
    for hedge in hedges:
        low, high, qualifier = apply_hedge(low, high, qualifier, hedge)
    rows = quantity.rows + tuple(hedge.row for hedge in hedges)
    return quantity._replace(start=start, end=end, low=low, high=high, qualifier=qualifier, rows=rows)


def find(folded: Folded, start: int = 0, end: int | None = None) -> list[Quantity]:
    """The quantities of `folded.text[start:end]`, left to right, on folded indexes. Linear."""
    items = numbers.read(folded, start, end)
    found: list[Quantity] = []
    i = 0
    while i < len(items):
        core = _of_numeral(folded, items, i) if isinstance(items[i], Numeral) else _of_token(folded, items, i)
        if core:
            found.append(_hedged(folded, core.quantity))
        i = core.stop if core else i + 1
    return found


def is_people_excluded(folded: Folded, quantity: Quantity) -> str | None:
    """Why the quantity counts no people, by what stands before and after it; None if nothing says so.

    Reasons: age, date, time, money, distance, weight, percent, ordinal, calibre, unit, page, phone, score, article.
    """
    return reason_for(folded, quantity.core_start, quantity.core_end, quantity.form)
