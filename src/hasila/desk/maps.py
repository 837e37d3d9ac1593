"""A map drawn here: outlines of countries from a file of ours, points of incidents on them, no tiles, no requests.

Equirectangular about the middle of the window, which is fitted to the points; units are those of the drawing.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from typing import Any, NamedTuple

import msgspec
from babel import Locale

from hasila import gazetteer
from hasila.desk.language import Language
from hasila.errors import UsageError

WIDE, HIGH = 1000, 560
# The narrowest window, degrees of latitude: beyond it outlines are too coarse to help.
_NARROWEST = 4.0
_MARGIN = 1.3
# Points nearer than this are one dot, so that each can be hit by a finger.
_NEAR = 36.0
_SMALLEST, _LARGEST = 9.0, 34.0
_KM_A_DEGREE = 111.2
# A country's name is written where its land is at least this wide in the window.
_NAMED = 90.0
# Outlines go on so far beyond the window's edge, where their cut is not seen.
_BEYOND = 10.0

Xy = tuple[float, float]


class Point(NamedTuple):
    """Incidents at one place: the place's id, how many they are, and the id of one of them."""

    place: str
    number: int
    incident: str


class Dot(NamedTuple):
    """One dot: where, how large, the places and the number of incidents behind it; `spread` is how far off it may be.

    `incident` is the id where there is one alone.
    """

    x: float
    y: float
    r: float
    spread: float
    number: int
    name: str
    places: tuple[str, ...]
    incident: str | None


class Name(NamedTuple):
    """A country's name where it stands."""

    x: float
    y: float
    text: str


class Map(NamedTuple):
    """A drawing: outlines as SVG paths, names, dots."""

    outlines: tuple[str, ...]
    names: tuple[Name, ...]
    dots: tuple[Dot, ...]


class Country(NamedTuple):
    """A country's rings, as degrees east and north, with their bounds (west, south, east, north)."""

    code: str
    rings: tuple[tuple[tuple[float, float, float, float], tuple[Xy, ...]], ...]


class _Window(NamedTuple):
    """What the drawing shows: its middle, and units a degree."""

    lon: float
    lat: float
    x: float
    y: float

    def at(self, lon: float, lat: float) -> Xy:
        return WIDE / 2 + (lon - self.lon) * self.x, HIGH / 2 - (lat - self.lat) * self.y


@functools.cache
def countries() -> tuple[Country, ...]:
    """The outlines that `scripts/build_outlines.py` wrote."""
    told = msgspec.json.decode((resources.files("hasila") / "data" / "desk" / "outlines.json").read_bytes())
    arcs = [_points(a, told["scale"]) for a in told["arcs"]]
    return tuple(Country(c["code"], tuple(_ring(r, arcs) for r in c["rings"])) for c in told["countries"])


def _points(steps: Sequence[int], scale: int) -> list[Xy]:
    x = y = 0
    found = []
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x / scale, y / scale))
    return found


def _ring(numbers: Sequence[int], arcs: Sequence[list[Xy]]) -> Any:
    points = tuple(_unwrapped(p for n in numbers for p in (arcs[n] if n >= 0 else arcs[~n][::-1])))
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys)), points


def _unwrapped(points: Iterable[Xy]) -> Iterator[Xy]:
    """A ring that goes on beyond 180 degrees, where its file goes on at the other edge of the world."""
    last = None
    for x, y in points:
        if last is not None:
            x += round((last - x) / 360) * 360
        last = x
        yield x, y


@functools.lru_cache(maxsize=64)
def drawn(points: tuple[Point, ...], language: Language) -> Map | None:
    """The map of some points; None where no place of them is known."""
    placed = [(p, place) for p in points if (place := _place(p.place)) is not None]
    if not placed:
        return None
    window = _window([(place.lon, place.lat) for _, place in placed])
    seen = [(c.code, pieces) for c in countries() if (pieces := _pieces(c, window))]
    outlines = tuple("".join(map(_path, pieces)) for _, pieces in seen)
    dots = tuple(_dots(placed, window, language))
    names = tuple(n for code, pieces in seen if (n := _name(code, pieces, language)) is not None)
    return Map(outlines, tuple(n for n in names if not any(_covers(d, n) for d in dots)), dots)


def _covers(dot: Dot, name: Name) -> bool:
    """Does the dot lie on the name?"""
    return abs(dot.x - name.x) < 7 * len(name.text) + dot.r and abs(dot.y - name.y) < 20 + dot.r


def _place(identity: str) -> gazetteer.Place | None:
    try:
        return gazetteer.get(identity)
    except UsageError:
        return None


def _window(points: Sequence[Xy]) -> _Window:
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    lon, lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    squeeze = math.cos(math.radians(lat))
    high = max((max(lats) - min(lats)) * _MARGIN, (max(lons) - min(lons)) * squeeze * _MARGIN * HIGH / WIDE, _NARROWEST)
    return _Window(lon, lat, HIGH / high * squeeze, HIGH / high)


def _meets(bounds: tuple[float, float, float, float], window: _Window) -> bool:
    west, north = window.at(bounds[0], bounds[3])
    east, south = window.at(bounds[2], bounds[1])
    return west < WIDE and east > 0 and north < HIGH and south > 0


def _pieces(country: Country, window: _Window) -> list[list[Xy]]:
    """What the window shows of a country's rings, and a little beyond its edge."""
    rings = ([window.at(*p) for p in points] for bounds, points in country.rings if _meets(bounds, window))
    return [piece for ring in rings if len(piece := _clipped(ring)) > 2]


def _clipped(ring: list[Xy]) -> list[Xy]:
    """A ring cut at the four sides, one after the other (Sutherland and Hodgman)."""
    for axis, limit, sign in ((0, -_BEYOND, 1), (0, WIDE + _BEYOND, -1), (1, -_BEYOND, 1), (1, HIGH + _BEYOND, -1)):
        found: list[Xy] = []
        for n, here in enumerate(ring):
            before = ring[n - 1]
            is_in, was_in = ((p[axis] - limit) * sign >= 0 for p in (here, before))
            if is_in != was_in:
                part = (limit - before[axis]) / (here[axis] - before[axis])
                found.append((before[0] + part * (here[0] - before[0]), before[1] + part * (here[1] - before[1])))
            if is_in:
                found.append(here)
        ring = found
    return ring


def _path(points: Sequence[Xy]) -> str:
    """A ring in whole units."""
    places = [(round(x), round(y)) for x, y in points]
    kept = [p for n, p in enumerate(places) if n == 0 or p != places[n - 1]]
    return f"M{'L'.join(f'{x} {y}' for x, y in kept)}Z" if len(kept) > 2 else ""


def _name(code: str, pieces: Sequence[list[Xy]], language: Language) -> Name | None:
    """A country's name at the middle of the largest piece of it, where there is room."""
    text = Locale(language).territories.get(code)
    area, x, y, wide = max(map(_middle, pieces))
    if text is None or area < _NAMED * _NAMED / 2 or wide < _NAMED or not (40 < x < WIDE - 40 and 20 < y < HIGH - 10):
        return None
    return Name(round(x), round(y), str(text))


def _middle(ring: Sequence[Xy]) -> tuple[float, float, float, float]:
    """(area, x and y of the centre of mass, width) of a ring."""
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        cross = x1 * y2 - x2 * y1
        area, x, y = area + cross / 2, x + (x1 + x2) * cross / 6, y + (y1 + y2) * cross / 6
    xs = [p[0] for p in ring]
    return (abs(area), x / area, y / area, max(xs) - min(xs)) if area else (0.0, xs[0], ring[0][1], 0.0)


def _dots(placed: Sequence[tuple[Point, gazetteer.Place]], window: _Window, language: Language) -> Iterator[Dot]:
    """Dots, those of many incidents first, so that none hides a smaller one; points that all but meet are one."""
    gathered: list[tuple[Xy, list[tuple[Point, gazetteer.Place]]]] = []
    for point, place in sorted(placed, key=lambda p: (-p[0].number, p[0].place)):
        at = window.at(place.lon, place.lat)
        home = next((members for spot, members in gathered if math.dist(spot, at) < _reach(members)), None)
        if home is None:
            gathered.append((at, [(point, place)]))
        else:
            home.append((point, place))
    return (_dot(at, members, window, language) for at, members in gathered)


def _reach(members: Sequence[tuple[Point, gazetteer.Place]]) -> float:
    """How near to a dot other points are part of it."""
    return max(_NEAR, _radius(sum(p.number for p, _ in members)) + _NEAR / 2)


def _radius(number: int) -> float:
    return min(_SMALLEST + 4 * math.log2(number), _LARGEST)


def _dot(at: Xy, members: Sequence[tuple[Point, gazetteer.Place]], window: _Window, language: Language) -> Dot:
    number = sum(p.number for p, _ in members)
    first, place = members[0]
    r = _radius(number)
    spread = place.precision / _KM_A_DEGREE * window.y if len(members) == 1 else 0.0
    places = tuple(p.place for p, _ in members)
    return Dot(
        round(at[0], 1), round(at[1], 1), round(r, 1), round(spread, 1) if spread > r else 0.0, number,
        gazetteer.called(place, language), places, first.incident if number == 1 else None,
    )  # fmt: skip
