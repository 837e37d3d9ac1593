"""How likely two reports tell of one happening: a score like log-odds, and its reasons in words.

Figures weigh little, since conflicting figures are what one incident has. The weights were set by hand on labelled
pairs (`scripts/weigh_pairs.py` shows where those of one happening and of two lie); what cannot be one happening (days
apart, places apart on the map) is no pair at all.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import NamedTuple

from hasila.gazetteer import contains, distance_km
from hasila.happenings import Days, Happening
from hasila.model import Reason
from hasila.sites import SHARED, Relation, relation

# Two places further apart than this are two happenings, km: the length of a long front or a large city.
FAR_KM = 40.0
# A text may date a night's happening by either day.
SLACK_DAYS = 1
# Undated happenings are one only where they were published within this many days.
NEWS_DAYS = 10
# A report is fresh this many days after what it tells.
_FRESH = 2

_FAMILIES = (
    frozenset(("car_bomb", "suicide_bombing", "suicide_car_bomb", "ied", "explosion", "mine")),
    frozenset(("airstrike", "drone_strike", "shelling", "explosion", "chemical")),
    frozenset(("shooting", "clashes", "execution", "raid", "stabbing")),
    frozenset(("fire", "accident", "disaster", "explosion")),
)


class Weights(NamedTuple):
    """Log-odds of each piece of evidence."""

    start: float = -3.5
    same_day: float = 2.5
    near_day: float = 0.0
    named_day: float = 1.5
    doubtful_day: float = 0.0
    same_time: float = 1.0
    news: float = 0.5
    stale: float = -2.0
    same_place: float = 4.0
    near_place: float = 1.5
    beside: float = 2.5
    headlined: float = 3.5
    apart: float = -4.5
    same_means: float = 0.5
    like_means: float = 0.2
    other_means: float = -1.0
    same_party: float = 0.5
    figure: float = 0.4
    words: float = 3.0
    both_main: float = 0.8
    copy: float = 4.0
    kin: float = 4.0


WEIGHTS = Weights()


class Score(NamedTuple):
    """`value` in log-odds, with the reasons that made it."""

    value: float
    reasons: tuple[Reason, ...]


class Evidence(NamedTuple):
    """What is known of two happenings together, apart from their own fields."""

    rarity: Mapping[str, float]
    copy: bool = False
    kin: bool = False


def score(a: Happening, b: Happening, evidence: Evidence, w: Weights = WEIGHTS) -> Score | None:
    """The score of one happening, or None where the two cannot be one."""
    if a.report == b.report or a.wave != b.wave:
        return None
    where, when = place_evidence(a, b, w), time_evidence(a, b, w)
    if where is None or when is None:
        return None
    found = [where, when, _means(a, b, w), _parties(a, b, w), _figures(a, b, w), _wording(a, b, evidence.rarity, w)]
    if a.main and b.main:
        found.append((w.both_main, None))
    if evidence.copy:
        found.append((w.copy, Reason("one text republishes the other", "أحد النصين يعيد نشر الآخر")))
    if evidence.kin:
        found.append((w.kin, Reason("they count the same happenings as parts", "يعدّان الحوادث نفسها أجزاء")))
    reasons = tuple(r for value, r in found if value > 0 and r is not None)
    return Score(round(w.start + sum(value for value, _ in found), 3), reasons)


_Piece = tuple[float, Reason | None]


def time_evidence(a: Happening, b: Happening, w: Weights) -> _Piece | None:
    """What the dates say; None where they exclude each other."""
    if a.days is None or b.days is None:
        return _undated(a, b, w)
    gap = max(a.days.first - b.days.last, b.days.first - a.days.last)
    if gap > 0 and (_names_day(a, b.days) or _names_day(b, a.days)):
        return w.named_day, Reason("the text names the other's day", "يذكر النص يوم الآخر")
    if gap > SLACK_DAYS and a.named_days & b.named_days:
        return w.named_day, Reason("both texts name one day", "يذكر النصان يوما واحدا")
    if gap > SLACK_DAYS and (_may_be_of(a, b.days) or _may_be_of(b, a.days)):
        return w.doubtful_day, None
    if gap > SLACK_DAYS:
        return None
    if gap == 1:
        return w.near_day - 1.0, Reason("the dates differ by a day", "التاريخان متتاليان")
    if a.days.exact and b.days.exact:
        return w.same_day, Reason("the same day", "اليوم نفسه")
    return w.same_time, Reason("one date holds the other", "أحد التاريخين يتضمن الآخر")


def _names_day(a: Happening, when: Days) -> bool:
    """Do the sentences of a's figures name one of the days?"""
    return when.exact and any(when.first <= d <= when.last for d in a.named_days)


def _may_be_of(a: Happening, when: Days) -> bool:
    """Was a's report, mainly about it, published just after the days, though its date reads otherwise?

    A figure's date is often that of an announcement or of a background; a report tells of what is new.
    """
    if not a.main or a.published is None or a.days is None or not when.exact:
        return False
    plausible = a.days.exact and a.published - 1 <= a.days.last <= a.published
    return not plausible and when.last <= a.published <= when.last + _FRESH


def _undated(a: Happening, b: Happening, w: Weights) -> _Piece:
    times = [_known(a), _known(b)]
    if None in times:
        return 0.0, None
    first, second = (t for t in times if t is not None)
    gap = max(first.first - second.last, second.first - first.last, 0)
    if gap <= NEWS_DAYS:
        return w.news, Reason("no date, but published within days", "بلا تاريخ، ونُشرا في أيام متقاربة")
    return w.stale, None


def _known(h: Happening) -> Days | None:
    """The days of a happening; of an undated one, the day of its report."""
    return h.days or (Days(h.published, h.published) if h.published is not None else None)


def place_evidence(a: Happening, b: Happening, w: Weights) -> _Piece | None:
    """What the places say; None where the map sets them apart."""
    by_map = _on_the_map(a.place_ids, b.place_ids)
    if by_map is None:
        return None
    relations = {relation(x, y) for x in a.sites for y in b.sites}
    if by_map == "same" or "same" in relations:
        return w.same_place, Reason("the same place", "المكان نفسه")
    if by_map == "near" or "near" in relations or "part" in relations:
        return w.near_place, Reason("one place lies in the other", "أحد المكانين في الآخر")
    if not relations or relations == {"unknown"}:
        return _named_in_words(a, b, w)
    if _headlined(a, b) or _headlined(b, a):
        return w.headlined, Reason("the headline names the other's place", "يذكر العنوان مكان الآخر")
    if _told_beside(a, b) or _told_beside(b, a):
        return w.beside, Reason("one names its place beside the other's", "يذكر أحدهما مكانه إلى جانب مكان الآخر")
    return w.apart, None


def _named_in_words(a: Happening, b: Happening, w: Weights) -> _Piece:
    """One names no place: does its text name the other's?"""
    for x, y in ((a, b), (b, a)):
        if not any(s.own for s in x.sites) and any(s.own and s.own <= x.words | x.lead for s in y.sites):
            return w.beside, Reason("the text names the other's place", "يذكر النص مكان الآخر")
    return 0.0, None


def _headlined(a: Happening, b: Happening) -> bool:
    """Does the headline of a's report name b's place?"""
    return any(s.own and len(s.own & a.headline) >= SHARED * len(s.own) for s in b.sites)


def _told_beside(a: Happening, b: Happening) -> bool:
    """Does a's text, right after its place, name b's? («المستشفى الأهلي وسط مدينة غزة» and «غزة»)."""
    return any(s.own and s.own <= a.beside for s in b.sites)


def _on_the_map(a: tuple[str, ...], b: tuple[str, ...]) -> Relation | None:
    """`same`, `near` (one holds the other), `unknown`, or None where every pair lies far apart."""
    if not a or not b:
        return "unknown"
    found = {_map_relation(x, y) for x in a for y in b}
    for best in ("same", "near", "unknown"):
        if best in found:
            return best
    return None


@functools.lru_cache(maxsize=65536)
def _map_relation(a: str, b: str) -> Relation:
    if a == b:
        return "same"
    if contains(a, b) or contains(b, a):
        return "near"
    return "unknown" if distance_km(a, b) <= FAR_KM else "apart"


def _means(a: Happening, b: Happening, w: Weights) -> _Piece:
    if not a.means or not b.means:
        return 0.0, None
    if a.means & b.means:
        return w.same_means, Reason("the same means", "الوسيلة نفسها")
    if any(a.means & f and b.means & f for f in _FAMILIES):
        return w.like_means, Reason("means of one kind", "وسيلتان من نوع واحد")
    return w.other_means, None


def _parties(a: Happening, b: Happening, w: Weights) -> _Piece:
    return (w.same_party, Reason("the same party", "الطرف نفسه")) if a.parties & b.parties else (0.0, None)


def _figures(a: Happening, b: Happening, w: Weights) -> _Piece:
    shared = len(a.figures & b.figures)
    return w.figure * min(shared, 2), Reason("shared figures", "أرقام مشتركة") if shared else None


def _wording(a: Happening, b: Happening, rarity: Mapping[str, float], w: Weights) -> _Piece:
    """Rare words that both texts use where they tell the happening."""
    fewer = min((a.words, b.words), key=len)
    whole = sum(rarity.get(x, 1.0) for x in fewer)
    if not whole:
        return 0.0, None
    shared = a.words & b.words
    share = sum(rarity.get(x, 1.0) for x in shared) / whole
    rare = sorted(shared, key=lambda x: (-rarity.get(x, 1.0), x))[:3]
    return w.words * share, Reason(
        "shared words: " + ", ".join(rare), "ألفاظ مشتركة: " + "، ".join(rare)
    ) if rare else None
