"""Write src/hasila/data/desk/outlines.json: outlines of countries for the desk's map.

From Natural Earth (public domain) as the npm package world-atlas 2.0.2 (ISC) has it in countries-50m.json:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python scripts/build_outlines.py package/countries-50m.json

Coordinates are whole fiftieths of a degree; each line is thinned to what shows at that scale (Douglas and Peucker).
Lines between two countries are kept once, so that neighbours meet.
"""

from __future__ import annotations

import argparse
import itertools
import json
from pathlib import Path

from babel import Locale
from babel.core import get_global

TARGET = Path(__file__).parents[1] / "src" / "hasila" / "data" / "desk" / "outlines.json"
SCALE = 50
# West, south, east, north: the places of the gazetteer lie in it.
WINDOW = (-180.0, -57.0, 180.0, 84.0)
# Most places lie here: lines are finer.
REGION = (-20.0, -5.0, 78.0, 46.0)
# How far a line may run beside the one that it was thinned from, in fiftieths of a degree: in the region, and beyond.
NEAR, FAR = 1.5, 8.0
# Islands smaller than this (in square fiftieths) are left out, unless a country has no larger piece.
SMALL = 120.0

Point = tuple[float, float]


def main() -> None:
    """Read the topology, write the outlines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("topology", type=Path, help="countries-50m.json of world-atlas 2.0.2")
    told = json.loads(parser.parse_args().topology.read_text())
    arcs = decoded(told)
    chosen = {}
    for shape in told["objects"]["countries"]["geometries"]:
        rings = [r for polygon in polygons(shape) for r in polygon]
        points = [[p for n in ring for p in arc(arcs, n)] for ring in rings]
        kept = [r for r, p in zip(rings, points, strict=True) if meets(p)]
        if kept:
            chosen[shape["properties"]["name"]] = (code(shape), largest(kept, arcs))
    TARGET.write_text(json.dumps(written(chosen, arcs), separators=(",", ":"), ensure_ascii=False) + "\n")
    print(f"{len(chosen)} countries, {TARGET.stat().st_size:,} bytes")


def decoded(told: dict) -> list[list[Point]]:
    """Each arc's points in fiftieths of a degree, east and north."""
    (sx, sy), (tx, ty) = told["transform"]["scale"], told["transform"]["translate"]
    found = []
    for arc_ in told["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc_:
            x, y = x + dx, y + dy
            points.append(((x * sx + tx) * SCALE, (y * sy + ty) * SCALE))
        found.append(points)
    return found


def polygons(shape: dict) -> list[list[list[int]]]:
    """A shape's polygons, each a list of rings, each a list of arcs (`~n` is arc n backwards)."""
    return shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]


def arc(arcs: list[list[Point]], number: int) -> list[Point]:
    """An arc, forwards or backwards."""
    return arcs[number] if number >= 0 else arcs[~number][::-1]


def meets(points: list[Point], window: tuple[float, float, float, float] = WINDOW) -> bool:
    """Does any point lie in the window?"""
    west, south, east, north = (v * SCALE for v in window)
    return any(west <= x <= east and south <= y <= north for x, y in points)


def largest(rings: list[list[int]], arcs: list[list[Point]]) -> list[list[int]]:
    """The rings that are large enough to be seen; of a country of small islands, the largest."""
    sized = [(area([p for n in ring for p in arc(arcs, n)]), ring) for ring in rings]
    return [ring for size, ring in sized if size >= SMALL] or [max(sized)[1]]


def area(points: list[Point]) -> float:
    """The area of a ring."""
    turned = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in turned)) / 2


def code(shape: dict) -> str:
    """The ISO code of two letters by the numeric one; empty where there is none that CLDR names."""
    letters = get_global("territory_aliases").get(shape.get("id", ""), [""])[0]
    return letters if letters in Locale("en").territories else ""


def thinned(points: list[Point]) -> list[Point]:
    """The points without which the line would run off by more than `NEAR`, or `FAR`."""
    most = NEAR if meets(points, REGION) else FAR
    kept = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        gaps = [(gap(points[n], points[first], points[last]), n) for n in range(first + 1, last)]
        if gaps and max(gaps)[0] > most:
            middle = max(gaps)[1]
            kept.add(middle)
            waiting += [(first, middle), (middle, last)]
    return [points[n] for n in sorted(kept)]


def gap(p: Point, a: Point, b: Point) -> float:
    """How far a point lies from the stretch between two others."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length))
    return ((p[0] - a[0] - along * dx) ** 2 + (p[1] - a[1] - along * dy) ** 2) ** 0.5


def written(chosen: dict[str, tuple[str, list[list[int]]]], arcs: list[list[Point]]) -> dict:
    """The file: arcs as first point and steps, countries by name as code and rings of arcs."""
    used = sorted({n if n >= 0 else ~n for _, rings in chosen.values() for ring in rings for n in ring})
    place = {n: at for at, n in enumerate(used)}

    def renamed(n: int) -> int:
        return place[n] if n >= 0 else ~place[~n]

    return {
        "source": "Natural Earth 1:50m (public domain), by world-atlas 2.0.2 (ISC); lines are no statement on borders",
        "scale": SCALE,
        "arcs": [steps(thinned(arcs[n])) for n in used],
        "countries": [
            {"code": letters, "name": name, "rings": [[renamed(n) for n in ring] for ring in rings]}
            for name, (letters, rings) in sorted(chosen.items())
        ],
    }


def steps(points: list[Point]) -> list[int]:
    """x, y of the first point, then the steps from each to the next, in one list; steps of nothing are left out."""
    rounded = [(round(x), round(y)) for x, y in points]
    found = [*rounded[0]]
    for (x1, y1), (x2, y2) in itertools.pairwise(rounded):
        if (x1, y1) != (x2, y2):
            found += [x2 - x1, y2 - y1]
    return found


if __name__ == "__main__":
    main()
