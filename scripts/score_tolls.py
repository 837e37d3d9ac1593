#!/usr/bin/env python3
"""Reckon the tolls of gold claims and score them: `score_tolls.py GOLD_DIR SCORER [--errors] [--claims FILE] [--drop
...]`.

GOLD_DIR holds incident sets; SCORER is the scorer of incident sets (`score_incidents.py`). Without --claims the gold
claims themselves are reckoned, which measures the reckoning apart from the reading; with it, the records of FILE
(`hasila read`). --drop-fields P and --drop-claims P take places and dates, and whole claims, away at random: noise,
to see what holds.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import msgspec

from hasila.model import Claim, Document, Reading
from hasila.tolls import toll


def reports(gold: pathlib.Path) -> list[dict[str, object]]:
    """All reports of a folder of incident sets, shuffled."""
    sets = [json.loads(f.read_text(encoding="utf-8")) for f in sorted(gold.glob("*.json"))]
    found = [r for s in sets for r in s["reports"]]
    random.Random(7).shuffle(found)
    return found


def noisy(claims: list[dict[str, object]], rng: random.Random, fields: float, whole: float) -> list[dict[str, object]]:
    """The claims with some fields and some claims gone; links to what is gone are dropped."""
    kept = [i for i in range(len(claims)) if rng.random() >= whole]
    number = {old: new for new, old in enumerate(kept)}
    out = []
    for i in kept:
        c = dict(claims[i])
        for f in ("place", "date"):
            if rng.random() < fields:
                c[f] = None
        for f in ("part_of", "revises"):
            c[f] = number.get(c[f])  # type: ignore[call-overload]  # JSON
        out.append(c)
    return out


def main() -> None:
    """Reckon and score."""
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("gold", type=pathlib.Path)
    p.add_argument("scorer", type=pathlib.Path)
    p.add_argument("--errors", action="store_true")
    p.add_argument("--claims", type=pathlib.Path)
    p.add_argument("--drop-fields", type=float, default=0.0)
    p.add_argument("--drop-claims", type=float, default=0.0)
    p.add_argument("--seed", type=int, default=0)
    p.add_argument("--output", type=pathlib.Path)
    a = p.parse_args()
    read = {}
    if a.claims:
        read = {r["id"]: r["claims"] for r in map(json.loads, a.claims.read_text(encoding="utf-8").splitlines())}
    rng = random.Random(a.seed)
    readings = []
    for r in reports(a.gold):
        told = read.get(str(r["id"]), []) if a.claims else r["claims"]
        claims = noisy(told, rng, a.drop_fields, a.drop_claims)  # type: ignore[arg-type]  # JSON
        document = msgspec.convert({k: r[k] for k in ("id", "text", "published", "outlet")}, Document)
        readings.append(Reading(document, tuple(msgspec.convert(claims, list[Claim]))))
    made = msgspec.json.encode(toll(readings))
    with tempfile.TemporaryDirectory() as folder:
        out = a.output or pathlib.Path(folder) / "toll.json"
        out.write_bytes(made)
        extra = ["--errors"] if a.errors else []
        subprocess.run([sys.executable, str(a.scorer), str(a.gold), str(out), *extra], check=True)


if __name__ == "__main__":
    main()
