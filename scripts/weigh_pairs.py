#!/usr/bin/env python3
"""Show how the linker's scores tell labelled pairs apart: `weigh_pairs.py GOLD_DIR`.

GOLD_DIR holds incident sets whose claims name their incident. For each pair of happenings of two reports that a block
proposes, the score; then how the pairs of one incident and of two lie, and the pairs nearest to the threshold.
"""

from __future__ import annotations

import json
import pathlib
import sys

import msgspec

from hasila.blocks import blocks, candidates
from hasila.happenings import Happening, split
from hasila.linking import THRESHOLD, aliased
from hasila.model import Claim, Document, Reading
from hasila.pairs import Evidence, Rarity, score


def main() -> None:
    """Score every proposed pair."""
    sets = [json.loads(f.read_text(encoding="utf-8")) for f in sorted(pathlib.Path(sys.argv[1]).glob("*.json"))]
    labels: dict[tuple[str, int], str] = {}
    found: list[Happening] = []
    for r in (r for s in sets for r in s["reports"]):
        claims = tuple(msgspec.convert(r["claims"], list[Claim]))
        happenings = split(Reading(Document(r["id"], r["text"], r["published"], r["outlet"]), claims))
        for h in happenings:
            labels[h.key] = r["claims"][h.claims[0]].get("incident") or ""
        found += happenings
    told = [h for h in aliased(found) if not h.wave]
    rarity = Rarity(told)
    rows = []
    for a, b in candidates(blocks(told, rarity)):
        s = score(told[a], told[b], Evidence(rarity))
        same = labels[told[a].key] == labels[told[b].key]
        rows.append((s.value if s else float("-inf"), same, told[a].key, told[b].key))
    one, two = [r[0] for r in rows if r[1]], [r[0] for r in rows if not r[1]]
    wrong = sum(v <= THRESHOLD for v in one) + sum(v > THRESHOLD for v in two)
    sys.stdout.write(f"{len(one)} pairs of one incident: {min(one):.2f} to {max(one):.2f}\n")
    open_ = sum(v > float("-inf") for v in two)
    sys.stdout.write(f"{len(two)} pairs of two: highest {max(two):.2f}; {open_} not excluded\n")
    sys.stdout.write(f"on the wrong side of {THRESHOLD}: {wrong}\n")
    for value, same, a_key, b_key in sorted(rows, key=lambda r: abs(r[0] - THRESHOLD))[:8]:
        sys.stdout.write(f"{value:6.2f} {'one' if same else 'two'} {a_key} {b_key}\n")


if __name__ == "__main__":
    main()
