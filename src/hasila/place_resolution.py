"""Say which places the mentions of a text name, with the reason in words.

Each candidate is weighed by what the same text tells: a place beside it that holds it («الكرمة (50 كلم غرب بغداد)»), a
province or country named anywhere, nationality adjectives, the nearness of other places; last by how populous it is.
A name that the gazetteer lacks stays without a point.
"""

from __future__ import annotations

import bisect
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from hasila.gazetteer import Place, ancestors, contains, distance_km, gazetteer
from hasila.model import Folded
from hasila.place_mentions import PlaceMention
from hasila.place_words import nationalities

_WORD = re.compile(r"[^\W_]+")
# How near a holding place must be told, in folded characters, to count as told beside the mention.
_BESIDE = 45
_BREATH = 25
# So many named places of a text tell where it is; a longer list would cost time and tell no more.
_TOLD = 60
_STOPS = re.compile(r"[.:؛;!؟?]")
_HOLDERS = ("country", "province", "region", "city", "town", "village", "camp", "quarter", "area")
_NEIGHBOURS_KM = ((30.0, 8.0), (100.0, 5.0), (300.0, 2.0))
_COUNTRY, _PROVINCE, _HELD, _NATION, _KIND = 18.0, 24.0, 60.0, 6.0, 30.0
_CURATED = 5.0
_TYPES = {
    "admin": ("province", "country", "region"),
    "settlement": ("city", "town", "village", "camp"),
    "district": ("quarter", "area", "town", "city", "region"),
    "part": ("city", "town", "province", "region"),
}


class ResolvedPlace(msgspec.Struct, frozen=True):
    """What a mention names: `lat`, `lon` in degrees and `precision` in km, None with `id` where the gazetteer lacks it.

    `within` is the id of a place that the text says holds it; `reason` tells what decided.
    """

    id: str | None
    name: str
    lat: float | None
    lon: float | None
    precision: float | None
    within: str | None
    reason: str


class _Context(NamedTuple):
    """What a text tells of where it is: countries and provinces, nationalities, the places with one reading only."""

    named: tuple[str, ...]
    nations: Counter[str]
    certain: tuple[str, ...]


def _singles(mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    return sorted((p for m in mentions for p in (m.parts or (m,))), key=lambda p: p.start)


def _context(singles: Sequence[PlaceMention], folded: Folded) -> _Context:
    places = gazetteer().places
    named = dict.fromkeys(k for m in singles for k in m.ids if places[k].type in ("country", "province", "region"))
    words = nationalities()
    nations = Counter(words[w] for w in _WORD.findall(folded.text) if w in words)
    certain = dict.fromkeys(m.ids[0] for m in singles if len(m.ids) == 1 and places[m.ids[0]].type != "country")
    return _Context(tuple(named)[:_TOLD], nations, tuple(certain)[:_TOLD])


def _around(m: PlaceMention, singles: Sequence[PlaceMention]) -> tuple[list[PlaceMention], list[PlaceMention]]:
    """The mentions just after a mention and just before it, nearest first."""
    i = bisect.bisect_left(singles, m.start, key=lambda o: o.start)
    after = [o for o in singles[i + 1 : i + 1 + _BESIDE] if 0 <= o.start - m.end <= _BESIDE]
    before = [o for o in singles[max(0, i - _BESIDE) : i] if 0 <= m.start - o.end <= _BESIDE // 3]
    return after, before[::-1]


def _beside(m: PlaceMention, singles: Sequence[PlaceMention]) -> list[str]:
    """The candidates of what the span says holds the mention, and of the places told just after and before it."""
    after, before = _around(m, singles)
    return [*m.within, *(k for o in (*after, *before) for k in o.ids)]


def _inside(place: str, holders: Iterable[str]) -> str | None:
    """The first of the holders that holds the place."""
    return next((h for h in holders if h != place and contains(h, place)), None)


def _nearest(key: str, others: Sequence[str]) -> tuple[float, str | None]:
    """The weight of the nearest other place of the text, and its id."""
    around = sorted((distance_km(key, o), o) for o in others if o != key)
    if around:
        for reach, weight in _NEIGHBOURS_KM:
            if around[0][0] <= reach:
                return weight, around[0][1]
    return 0.0, None


class _Weighed(NamedTuple):
    """A candidate, its weight, and the reason that weighed most."""

    weight: float
    key: str
    reason: str


def _name(key: str) -> str:
    return gazetteer().places[key].name


def _grounds(m: PlaceMention, place: Place, told: _Context, beside: Sequence[str]) -> list[tuple[float, str]]:
    """What speaks for a candidate: weights and reasons."""
    grounds = [(0.0, "the only or the most populous place of that name")]
    if held := _inside(place.id, beside):
        grounds.append((_HELD, f"told beside {_name(held)}, which holds it"))
    if held := _inside(place.id, [k for k in told.named if k not in m.ids]):
        grounds.append((_PROVINCE if "." in held else _COUNTRY, f"the text names {_name(held)}, which holds it"))
    if told.nations[place.country]:
        weight = _NATION + min(told.nations[place.country], 4)
        grounds.append((weight, f"the text speaks of {place.country} by nationality"))
    weight, near = _nearest(place.id, told.certain)
    if near:
        grounds.append((weight, f"near {_name(near)}, which the text names"))
    close, _ = _nearest(place.id, [k for k in beside if k not in m.ids and gazetteer().places[k].type != "country"])
    if close:
        grounds.append((2 * close, "near the place told beside it"))
    if place.type in _TYPES.get(m.kind, ()):
        grounds.append((_KIND, f"the type noun {m.type_noun} asks for a {place.type}"))
    return grounds


def _standing(m: PlaceMention, place: Place) -> float:
    """How much a place is what one thinks of first: its population, its rank, its row in the supplement."""
    rank = {"country": 9.0, "city": 1.0, "town": 1.0, "province": 0.5}.get(place.type, 0.0)
    if place.type == "province" and not m.kind and len(m.ids) > 1:
        rank -= 2.0
    if place.type == "province" and all(gazetteer().places[k].type == "province" for k in m.ids):
        rank += 6.0
    return math.log10(place.population + 1) + rank + (_CURATED if place.id in gazetteer().curated else 0.0)


def _weigh(m: PlaceMention, key: str, told: _Context, beside: Sequence[str]) -> _Weighed:
    place = gazetteer().places[key]
    grounds = _grounds(m, place, told, beside)
    return _Weighed(sum(w for w, _ in grounds) + _standing(m, place), key, max(grounds)[1])


def _found(m: PlaceMention, told: _Context, singles: Sequence[PlaceMention]) -> _Weighed | None:
    beside = _beside(m, singles)
    weighed = [_weigh(m, key, told, beside) for key in m.ids]
    return max(weighed, key=lambda w: (w.weight, w.key), default=None)


def _holder(m: PlaceMention, folded: Folded, told: _Context, singles: Sequence[PlaceMention]) -> str | None:
    """Where a place lies that the gazetteer lacks: the place that its span holds, or the one told beside it."""
    held = msgspec.structs.replace(m, ids=m.within) if m.within else None
    if held is None:
        held = next((o for o in _around(m, singles)[0] if o.ids and _locates(o, m, folded)), None)
    best = _found(held, told, singles) if held else None
    return best.key if best and gazetteer().places[best.key].type in _HOLDERS else None


def _locates(o: PlaceMention, m: PlaceMention, folded: Folded) -> bool:
    """Is `o` told right after `m`, in the same breath, as where it lies?"""
    between = folded.text[m.end : o.start]
    return 0 < len(between) <= _BREATH and not _STOPS.search(between) and (o.preposition in ("في", "ب", "") or o.aside)


def _told(place: Place, reason: str) -> ResolvedPlace:
    return ResolvedPlace(place.id, place.name, place.lat, place.lon, place.precision, place.parent or None, reason)


def _unknown(m: PlaceMention, name: str, within: str | None) -> ResolvedPlace:
    where = f"; it lies in or near {_name(within)}" if within else ""
    return ResolvedPlace(None, name, None, None, None, within, f"the gazetteer has no place of that name{where}")


def _resolved(m: PlaceMention, folded: Folded, told: _Context, singles: Sequence[PlaceMention]) -> ResolvedPlace:
    best = _found(m, told, singles)
    if best is None:
        return _unknown(m, folded.text[slice(*m.name)], _holder(m, folded, told, singles))
    place = gazetteer().places[best.key]
    return _told(place, best.reason)


def _common(parts: Sequence[ResolvedPlace]) -> ResolvedPlace:
    """Coordinated places resolve to the smallest place that holds them all, else to the first."""
    ids = [p.id for p in parts if p.id]
    if not ids or len(parts) == 1:
        return parts[0]
    places = gazetteer().places
    for key in ancestors(ids[0]):
        if key in places and all(contains(key, other) for other in ids):
            place = places[key]
            return _told(place, "the smallest place that holds " + ", ".join(_name(k) for k in ids))
    return next(p for p in parts if p.id)


def resolve(mentions: Sequence[PlaceMention], folded: Folded) -> list[ResolvedPlace]:
    """The places that the mentions of one text name, in their order; the text as a whole decides among candidates."""
    singles = _singles(mentions)
    told = _context(singles, folded)
    return [_common([_resolved(p, folded, told, singles) for p in m.parts or (m,)]) for m in mentions]
