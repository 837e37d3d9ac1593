"""Places by id and by name: an extract of GeoNames (CC BY 4.0) and a supplement written for this project.

A place's parent is the smallest place of the gazetteer that holds it: a quarter's town, a town's province, a province's
country. Ids are GeoNames numbers (towns), GeoNames division codes (`SY.09`), country codes (`SY`) or supplement names
(`sy-ghuwayran`). Everything is read once, when first asked for.
"""

from __future__ import annotations

import functools
import gzip
import math
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import msgspec

from hasila.errors import DataError, UsageError
from hasila.fold import fold

SUPPLEMENT_COLUMNS = ("id", "names", "en", "type", "lat", "lon", "precision", "parent", "country", "note")
# How far off a place's point may be, in km, where the row does not say: a town, a province, a country.
_PRECISION = {"city": 3.0, "province": 80.0, "country": 500.0}
_EARTH_KM = 6371.0


class Place(msgspec.Struct, frozen=True):
    """A place: `lat`, `lon` in degrees; it lies within `precision` km of them; `population` is 0 if unknown.

    `name` is the usual Arabic name, `english` the usual one in Latin letters; `names` are as matching sees them.
    """

    id: str
    name: str
    type: str
    lat: float
    lon: float
    precision: float
    population: int
    parent: str
    country: str
    names: tuple[str, ...]
    english: str


class Gazetteer(msgspec.Struct, frozen=True):
    """Places by id, ids by folded name, and for a name's first word the most words that a name so begun has."""

    places: dict[str, Place]
    names: dict[str, tuple[str, ...]]
    firsts: dict[str, int]
    curated: frozenset[str]


def folder() -> Path:
    """The folder of the place data."""
    return Path(str(resources.files("hasila") / "data" / "places"))


def _extract() -> Iterator[Place]:
    with gzip.open(folder() / "gazetteer.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                key, kind, lat, lon, people, parent, name, names, english = line.rstrip("\n").split("\t")
                yield Place(
                    key, name, kind, float(lat), float(lon), _PRECISION[kind], int(people), parent,
                    (parent or key)[:2], tuple(names.split("|")), english,
                )  # fmt: skip


def supplement_rows() -> list[list[str]]:
    """The cells of the supplement's rows. Raises `DataError` naming every row of the wrong width."""
    path = folder() / "supplement.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    width = len(SUPPLEMENT_COLUMNS)
    faults = [f"{path.name}: {row[0]}: has {len(row)} cells, not {width}" for row in rows if len(row) != width]
    if faults:
        raise DataError(faults)
    return rows[1:]


def _supplement() -> Iterator[Place]:
    for key, names, en, kind, lat, lon, precision, parent, country, _ in supplement_rows():
        spelled = names.split("|")
        folded = tuple(dict.fromkeys(fold(n).text for n in spelled))
        above = "" if parent == "-" else parent
        yield Place(
            key, spelled[0], kind, float(lat), float(lon), float(precision), 0, above, country, folded,
            "" if en == "-" else en,
        )  # fmt: skip


def _merged(old: Place | None, new: Place) -> Place:
    if old is None:
        return new
    names = tuple(dict.fromkeys((*new.names, *old.names)))
    return msgspec.structs.replace(new, names=names, population=old.population, english=new.english or old.english)


def _index(places: dict[str, Place]) -> tuple[dict[str, tuple[str, ...]], dict[str, int]]:
    ids: dict[str, list[str]] = {}
    firsts: dict[str, int] = {}
    for place in places.values():
        for name in place.names:
            ids.setdefault(name, []).append(place.id)
    for name in ids:
        words = name.split(" ")
        firsts[words[0]] = max(firsts.get(words[0], 0), len(words))
    return {name: tuple(found) for name, found in ids.items()}, firsts


@functools.cache
def gazetteer() -> Gazetteer:
    """The gazetteer. A supplement row with a GeoNames id replaces that place and keeps its names."""
    places = {place.id: place for place in _extract()}
    curated = []
    for place in _supplement():
        places[place.id] = _merged(places.get(place.id), place)
        curated.append(place.id)
    names, firsts = _index(places)
    return Gazetteer(places, names, firsts, frozenset(curated))


def get(key: str) -> Place:
    """The place of that id. Raises `UsageError` where there is none."""
    try:
        return gazetteer().places[key]
    except KeyError:
        raise UsageError(f"no place has the id {key!r}") from None


def called(place: Place, language: str) -> str:
    """The place's name for a reader of `language` ("ar" or "en"); the Arabic one where no other is known."""
    return place.english if language == "en" and place.english else place.name.replace("_", " ")


def ancestors(key: str) -> Iterator[str]:
    """The ids of the places that hold `key`, nearest first; a province that has no row of its own is among them."""
    places = gazetteer().places
    while key:
        place = places.get(key)
        key = place.parent if place else key.rpartition(".")[0]
        if key:
            yield key


def contains(a: str, b: str) -> bool:
    """Is `b` the place `a`, or does it lie in it?"""
    return a == b or a in ancestors(b)


def distance_km(a: str, b: str) -> float:
    """The distance between the points of two places, in km along the great circle."""
    p, q = get(a), get(b)
    lat1, lat2 = math.radians(p.lat), math.radians(q.lat)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(q.lon - p.lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
