"""How likely two reports tell of one happening: a score like log-odds, and its reasons in words.

Figures weigh little, since conflicting figures are what one incident has. The weights were set by hand on labelled
pairs (`scripts/weigh_pairs.py` shows where those of one happening and of two lie); what cannot be one happening (days
apart, places apart on the map) is no pair at all.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Iterable
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

_Piece = tuple[float, Reason | None]
_NAMES_DAY = Reason("the text names the other's day", "يذكر النص يوم الآخر")
_ONE_DAY = Reason("both texts name one day", "يذكر النصان يوما واحدا")
_NEXT_DAY = Reason("the dates differ by a day", "التاريخان متتاليان")
_SAME_DAY = Reason("the same day", "اليوم نفسه")
_HOLDS_DATE = Reason("one date holds the other", "أحد التاريخين يتضمن الآخر")
_NEWS = Reason("no date, but published within days", "بلا تاريخ، ونُشرا في أيام متقاربة")
_SAME_PLACE = Reason("the same place", "المكان نفسه")
_NEAR = Reason("one place lies in the other", "أحد المكانين في الآخر")
_HEADLINED = Reason("the headline names the other's place", "يذكر العنوان مكان الآخر")
_BESIDE = Reason("one names its place beside the other's", "يذكر أحدهما مكانه إلى جانب مكان الآخر")
_NAMED = Reason("the text names the other's place", "يذكر النص مكان الآخر")
_SAME_MEANS = Reason("the same means", "الوسيلة نفسها")
_LIKE_MEANS = Reason("means of one kind", "وسيلتان من نوع واحد")
_PARTY = Reason("the same party", "الطرف نفسه")
_FIGURES = Reason("shared figures", "أرقام مشتركة")
_COPY = Reason("one text republishes the other", "أحد النصين يعيد نشر الآخر")
_KIN = Reason("they count the same happenings as parts", "يعدّان الحوادث نفسها أجزاء")


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


class Rarity:
    """The weight of each word of a pool: the log of how few of its happenings use it.

    Weights are multiples of 2⁻²⁰, so that they add up to the same sum in any order.
    """

    def __init__(self, happenings: Iterable[Happening]) -> None:
        told = list(happenings)
        used = Counter(w for h in told for w in h.words)
        self.of = {w: _exact(math.log((1 + len(told)) / n)) for w, n in used.items()}
        self._top = max(self.of.values(), default=0.0)
        self._whole: dict[frozenset[str], float] = {}

    def single(self, word: str) -> bool:
        """Does only one happening use the word?"""
        return self.of[word] >= self._top

    def whole(self, words: frozenset[str]) -> float:
        """The weight of all the words of a happening."""
        found = self._whole.get(words)
        if found is None:
            found = self._whole[words] = self.sum(words)
        return found

    def sum(self, words: Iterable[str]) -> float:
        """The weight of some words together."""
        return sum(map(self.of.__getitem__, words))


def _exact(value: float) -> float:
    return round(value * 2**20) / 2**20


class Evidence(NamedTuple):
    """What is known of two happenings together, apart from their own fields."""

    rarity: Rarity
    copy: bool = False
    kin: bool = False


def score(a: Happening, b: Happening, evidence: Evidence, w: Weights = WEIGHTS) -> Score | None:
    """The score of one happening, or None where the two cannot be one."""
    found = _pieces(a, b, w)
    if found is None:
        return None
    found += [_wording(a, b, evidence.rarity, w), *_together(evidence, w)]
    reasons = tuple(r for value, r in found if value > 0 and r is not None)
    return Score(_rounded(w.start + sum(value for value, _ in found)), reasons)


def value(a: Happening, b: Happening, evidence: Evidence, w: Weights, floor: float = -math.inf) -> float | None:
    """The value of `score`; where it cannot exceed `floor`, any number that does not either, with less work."""
    found = _pieces(a, b, w)
    if found is None:
        return None
    total = w.start + w.copy * evidence.copy + w.kin * evidence.kin
    for piece, _ in found:
        total += piece
    if total + w.words <= floor:
        return floor
    return _rounded(total + w.words * _share(a.words, b.words, evidence.rarity))


def _rounded(total: float) -> float:
    return round(total, 3)


def _pieces(a: Happening, b: Happening, w: Weights) -> list[_Piece] | None:
    """All evidence but that of the words, what takes least work first; None where the two cannot be one."""
    if a.report == b.report or a.wave != b.wave or (when := time_evidence(a, b, w)) is None:
        return None
    if (where := place_evidence(a, b, w)) is None:
        return None
    found = [where, when, _means(a, b, w), _parties(a, b, w), _figures(a, b, w)]
    if a.main and b.main:
        found.append((w.both_main, None))
    return found


def _together(evidence: Evidence, w: Weights) -> list[_Piece]:
    found: list[_Piece] = [(w.copy, _COPY)] if evidence.copy else []
    return [*found, (w.kin, _KIN)] if evidence.kin else found


def time_evidence(a: Happening, b: Happening, w: Weights) -> _Piece | None:
    """What the dates say; None where they exclude each other."""
    if a.days is None or b.days is None:
        return _undated(a, b, w)
    gap = max(a.days.first - b.days.last, b.days.first - a.days.last)
    if gap > 0 and (_names_day(a, b.days) or _names_day(b, a.days)):
        return w.named_day, _NAMES_DAY
    if gap > SLACK_DAYS and a.named_days & b.named_days:
        return w.named_day, _ONE_DAY
    if gap > SLACK_DAYS and (_may_be_of(a, b.days) or _may_be_of(b, a.days)):
        return w.doubtful_day, None
    if gap > SLACK_DAYS:
        return None
    if gap == 1:
        return w.near_day - 1.0, _NEXT_DAY
    if a.days.exact and b.days.exact:
        return w.same_day, _SAME_DAY
    return w.same_time, _HOLDS_DATE


def _names_day(a: Happening, when: Days) -> bool:
    """Do the sentences of a's figures name one of the days?"""
    return when.exact and (when.first in a.named_days or when.last in a.named_days)


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
        return w.news, _NEWS
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
        return w.same_place, _SAME_PLACE
    if by_map == "near" or "near" in relations or "part" in relations:
        return w.near_place, _NEAR
    if not relations or relations == {"unknown"}:
        return _named_in_words(a, b, w)
    if _headlined(a, b) or _headlined(b, a):
        return w.headlined, _HEADLINED
    if _told_beside(a, b) or _told_beside(b, a):
        return w.beside, _BESIDE
    return w.apart, None


def _named_in_words(a: Happening, b: Happening, w: Weights) -> _Piece:
    """One names no place: does its text name the other's?"""
    for x, y in ((a, b), (b, a)):
        if not any(s.own for s in x.sites) and any(s.own and s.own <= x.words | x.lead for s in y.sites):
            return w.beside, _NAMED
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
        return w.same_means, _SAME_MEANS
    if any(a.means & f and b.means & f for f in _FAMILIES):
        return w.like_means, _LIKE_MEANS
    return w.other_means, None


def _parties(a: Happening, b: Happening, w: Weights) -> _Piece:
    return (w.same_party, _PARTY) if a.parties & b.parties else (0.0, None)


def _figures(a: Happening, b: Happening, w: Weights) -> _Piece:
    shared = len(a.figures & b.figures)
    return w.figure * min(shared, 2), _FIGURES if shared else None


def _wording(a: Happening, b: Happening, rarity: Rarity, w: Weights) -> _Piece:
    """Rare words that both texts use where they tell the happening."""
    rare = sorted(a.words & b.words, key=lambda x: (-rarity.of[x], x))[:3]
    told = Reason("shared words: " + ", ".join(rare), "ألفاظ مشتركة: " + "، ".join(rare)) if rare else None
    return w.words * _share(a.words, b.words, rarity), told


def _share(a: frozenset[str], b: frozenset[str], rarity: Rarity) -> float:
    """How much of the weight of the text with fewer words the other shares, 0 to 1."""
    whole = rarity.whole(a if len(a) <= len(b) else b)
    return rarity.sum(a & b) / whole if whole else 0.0
