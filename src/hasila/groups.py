"""A group of counted people: which words, how many, and who they were."""

from __future__ import annotations

from typing import Literal

import msgspec

from hasila import quantities
from hasila.lexicon import Row
from hasila.model import Qualifier
from hasila.sentences import Mark

GroupKind = Literal["people", "outcome", "name", "elided", "unknown"]


class Group(msgspec.Struct, frozen=True):
    """Counted people: words `i` to `j` in all, `ci` to `cj` the count, `ni` to `nj` who they were (or None)."""

    i: int
    j: int
    ci: int
    cj: int
    low: int
    high: int | None
    qualifier: Qualifier
    kind: GroupKind
    head: Row | None = None
    outcome: Row | None = None
    ni: int | None = None
    nj: int | None = None
    definite: bool = False
    numbered: bool = False
    rows: tuple[str, ...] = ()


def quantity_of(mark: Mark) -> quantities.Quantity:
    """The quantity of a mark that is one."""
    assert isinstance(mark.what, quantities.Quantity)
    return mark.what
