"""Which happening of its text each claim tells of: an index, so that background figures and lines of a list stay apart.

Two claims tell of one happening unless they are told with different places or different days, or stand in different
lines of a list; totals of a span of time are no happening of the text's own and have an index by span and place.
"""

from __future__ import annotations

from hasila import places
from hasila.found import Found, same_words
from hasila.referents import Gazetted
from hasila.sentences import Sentence

_ANOTHER = frozenset({"اخري", "اخر", "ثانيه", "ثان", "ثالثه", "منفصله", "منفصل", "مماثله", "مماثل", "لاحقه", "لاحق"})
# How many happenings back a claim is compared with, so that long lists stay linear.
_RECENT = 30


def _days_meet(a: str | None, b: str | None) -> bool:
    """Can two dates (guideline form, or not told) be one day: equal, or one within the other?"""
    if a is None or b is None or a == b:
        return True
    (a1, a2), (b1, b2) = _ends(a), _ends(b)
    return a1 <= b2 and b1 <= a2


def _ends(date: str) -> tuple[str, str]:
    first, _, last = date.partition("/")
    return first, (last or first) + "~"  # «~» sorts behind every day of a month or year told short


def _places_meet(a: Found, b: Found, gazetted: Gazetted) -> bool:
    if same_words(a.place, b.place):
        return True
    one, other = gazetted.place_id(a.place), gazetted.place_id(b.place)
    return one is not None and other is not None and (places.contains(one, other) or places.contains(other, one))


def _tells_another(s: Sentence) -> bool:
    """«تعرض المستشفى لغارة أخرى», «في حادث منفصل»: the sentence says that it tells of something else."""
    return any(s.text(h.j) in _ANOTHER for at in s.hits for h in at if h.kind == "means")


def _joins(f: Found, head: Found, gazetted: Gazetted) -> bool:
    if f.scope != head.scope or (f.s is not head.s and _tells_another(f.s)):
        return False
    if f.scope == "cumulative":
        return f.period == head.period and same_words(f.place, head.place)
    if (f.in_list or head.in_list) and f.s is not head.s and (f.place is None or head.place is None):
        return False
    return _days_meet(f.date, head.date) and _places_meet(f, head, gazetted)


def tell_apart(found: list[Found], gazetted: Gazetted) -> list[int]:
    """The index of the happening of each finding, in order of first mention; a part goes with its total."""
    heads: list[Found] = []
    index: dict[int, int] = {}
    told: list[int] = []
    for f in found:
        whole = f.draft.part_of or f.draft.revises
        if whole is not None and id(whole) in index and f.scope == heads[index[id(whole)]].scope:
            n = index[id(whole)]
        else:
            recent = range(len(heads) - 1, max(-1, len(heads) - 1 - _RECENT), -1)
            n = next((k for k in recent if _joins(f, heads[k], gazetted)), len(heads))
        if n == len(heads):
            heads.append(f)
        index[id(f.draft)] = n
        told.append(n)
    return told
