"""Read the gold sets with the installed package, score them with the gold's own scorers, hold the floors.

    python score/score.py [--raise] [--errors SET]

Claims are read by `hasila read` and tolls reckoned by `hasila toll`, as a user would. news_dev is scored whole and in
halves by the parity of each id's SHA-256: the even half is for development, the odd one is held out, and its errors are
never shown. Intervals are 95 % bootstrap intervals over records. `floors.json` holds what was reached before: a score
below its floor fails, `--raise` lifts floors to what is reached now, and nothing lowers one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

Record = dict[str, Any]
HERE = Path(__file__).parent
GOLD = HERE.parents[1] / "shared" / "gold"
FLOORS = HERE / "floors.json"
MEASURES = ("detection", "core", "full")
RESAMPLES = 1000
# Where the scorer of incidents says what: it prints words, no JSON.
TOLD = {
    "reports f1": r"B-cubed .*F1 ([\d.]+)",
    "copies precision": r"copies .*P ([\d.]+)",
    "copies recall": r"copies .*R ([\d.]+)",
    "tolls both": r"both bounds exact ([\d.]+)",
    "tolls low": r", low ([\d.]+)",
    "tolls high": r"high ([\d.]+)",
    "tolls enclosing": r"enclosing ([\d.]+)",
    "tolls rows right": r"rows right ([\d.]+)",
}


class Set(NamedTuple):
    """Records to score together; `shown` says whether its errors may be looked at."""

    name: str
    records: list[Record]
    shown: bool = True


class Counts(NamedTuple):
    """One record's numbers: gold claims, predicted claims, and those right by each of `MEASURES`."""

    gold: int
    predicted: int
    right: tuple[int, ...]


def load(path: Path) -> list[Record]:
    """The records of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write(path: Path, records: Iterable[Record]) -> Path:
    """Write records as JSON Lines; gives the path."""
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    return path


def is_even(record: Record) -> bool:
    """Does the record belong to the half that is for development?"""
    return int(hashlib.sha256(record["id"].encode()).hexdigest(), 16) % 2 == 0


def gold_sets() -> list[Set]:
    """Every set of claims, news_dev also in its halves, and the reports of the incidents."""
    news = load(GOLD / "news_dev.jsonl")
    reports = [report for incident in incidents() for report in incident["reports"]]
    return [
        Set("seed", load(GOLD / "seed.jsonl")),
        Set("news_dev", news, shown=False),
        Set("news_dev even", [r for r in news if is_even(r)]),
        Set("news_dev odd", [r for r in news if not is_even(r)], shown=False),
        Set("status_dev", load(GOLD / "status_dev.jsonl")),
        Set("bulletin_dev", load(GOLD / "bulletin_dev.jsonl")),
        Set("incidents_dev", reports),
    ]


def incidents() -> list[Record]:
    """The incident sets, by file name."""
    return [json.loads(path.read_text("utf-8")) for path in sorted((GOLD / "incidents_dev").glob("*.json"))]


def hasila(*arguments: str | Path) -> bytes:
    """What the command prints. Raises `SystemExit` with its own words where it fails."""
    done = subprocess.run([sys.executable, "-m", "hasila", *map(str, arguments)], capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(f"hasila {arguments[0]} ended with {done.returncode}:\n{done.stderr.decode()}")
    return done.stdout


def read(records: list[Record], folder: Path) -> list[Record]:
    """The records as `hasila read` gives them, from their texts and dates alone."""
    bare = ({key: r.get(key) for key in ("id", "text", "published", "outlet") if r.get(key)} for r in records)
    output = folder / "read.jsonl"
    hasila("read", write(folder / "texts.jsonl", bare), "--format", "jsonl", "--output", output)
    return load(output)


def official(gold: list[Record], predicted: list[Record], folder: Path) -> Record:
    """What the gold's own scorer says, run as a program."""
    files = write(folder / "gold.jsonl", gold), write(folder / "predicted.jsonl", predicted)
    command = [sys.executable, "-B", str(GOLD / "score.py"), *map(str, files), "--json"]
    result: Record = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return result


def counts(gold: list[Record], predicted: dict[str, Record]) -> list[Counts]:
    """The same scorer's numbers for each record by itself, to draw samples from."""
    sys.dont_write_bytecode = True
    score = runpy.run_path(str(GOLD / "score.py"))["score"]
    found = []
    for record in gold:
        one = record["id"]
        result, _ = score({one: record}, {one: predicted[one]} if one in predicted else {})
        right = tuple(round(result[m]["precision"] * result["predicted"]) for m in MEASURES)
        found.append(Counts(result["gold"], result["predicted"], right))
    return found


def intervals(sample: list[Counts]) -> dict[str, tuple[float, float]]:
    """95 % bootstrap intervals of each measure's F1, the same on every run."""
    dice = random.Random(2022)
    drawn: dict[str, list[float]] = {m: [] for m in MEASURES}
    for _ in range(RESAMPLES):
        again = dice.choices(sample, k=len(sample))
        total = sum(c.gold + c.predicted for c in again)
        for n, m in enumerate(MEASURES):
            drawn[m].append(2 * sum(c.right[n] for c in again) / total if total else 0.0)
    edge = round(RESAMPLES * 0.025)
    return {m: (sorted(values)[edge], sorted(values)[-edge - 1]) for m, values in drawn.items()}


def score_claims(sets: list[Set], folder: Path) -> dict[str, dict[str, float]]:
    """Print a line for each set, then its fields; gives what the floors hold."""
    print(f"{'claims':14} records  gold  read   detection F1         core P / R     core F1, 95 %        full F1")
    reached, fields = {}, []
    for one in sets:
        predicted = read(one.records, folder)
        result = official(one.records, predicted, folder)
        sure = intervals(counts(one.records, {r["id"]: r for r in predicted}))
        print(claim_line(one.name, result, sure))
        core = result["core"]
        reached[one.name] = {f"{m} f1": result[m]["f1"] for m in MEASURES}
        # One text is asked for whole; elsewhere precision may be given for recall as long as F1 holds.
        if len(one.records) == 1:
            reached[one.name] |= {"core precision": core["precision"], "core recall": core["recall"]}
        fields.append((one.name, result["fields_over_core"]))
    print("\nfields right over the core matches")
    for name, right in fields:
        print(f"{name:14} " + ", ".join(f"{f} {v:.2f}" for f, v in right.items()))
    return reached


def claim_line(name: str, result: Record, sure: dict[str, tuple[float, float]]) -> str:
    """One set's row: each F1 with its interval."""
    f1 = {m: f"{result[m]['f1']:.3f} [{sure[m][0]:.2f} {sure[m][1]:.2f}]" for m in MEASURES}
    core = result["core"]
    return (
        f"{name:14} {result['records']:7} {result['gold']:5} {result['predicted']:5}   {f1['detection']}  "
        f"{core['precision']:.3f} / {core['recall']:.3f}  {f1['core']}  {f1['full']}"
    )


def pooled(*, with_claims: bool) -> list[Record]:
    """The reports of all incident sets together, as one folder would hold them, with their gold claims or without."""
    keys = ("id", "text", "published", "outlet", *(("claims",) if with_claims else ()))
    reports = (report for incident in incidents() for report in incident["reports"])
    return [{key: r[key] for key in keys if r.get(key) is not None} for r in reports]


def score_tolls(folder: Path, *, from_gold: bool) -> dict[str, float]:
    """Print what the gold's own scorer says of incidents, copies and tolls; gives what the floors hold."""
    reports = write(folder / "reports.jsonl", pooled(with_claims=from_gold))
    made = folder / "incidents.json"
    made.write_bytes(hasila("toll", *(("--claims", reports) if from_gold else (reports,)), "--format", "json"))
    command = [sys.executable, "-B", str(GOLD / "score_incidents.py"), str(GOLD / "incidents_dev"), str(made)]
    told = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stdout
    print(f"\nincidents and tolls from {'gold claims' if from_gold else 'texts'}\n{told.rstrip()}")
    found = {name: re.search(pattern, told) for name, pattern in TOLD.items()}
    return {name: float(match.group(1)) for name, match in found.items() if match}


def digest() -> str:
    """What the floors were measured on: one digest over every gold file."""
    whole = hashlib.sha256()
    for path in sorted([*GOLD.glob("*.jsonl"), *(GOLD / "incidents_dev").glob("*.json")]):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def hold(reached: dict[str, dict[str, float]], *, lift: bool) -> int:
    """Compare with the floors, and lift them if asked; gives the exit code."""
    stored: Record = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {"gold": digest(), "floors": {}}
    floors: dict[str, dict[str, float]] = stored["floors"]
    if stored["gold"] != digest():
        print("\nThe gold changed since the floors were measured: a fall may be the gold's. Compare, then --raise.")
    below = [
        f"{name}: {measure} {reached.get(name, {}).get(measure, 0.0):.4f} is below its floor {floor:.4f}"
        for name, measures in floors.items()
        for measure, floor in measures.items()
        if reached.get(name, {}).get(measure, 0.0) < floor
    ]
    print(
        "\n"
        + ("\n".join(below) if below else f"No score is below its floor ({sum(map(len, floors.values()))} floors).")
    )
    if lift:
        for name, measures in reached.items():
            mine = floors.setdefault(name, {})
            mine.update({m: max(v, mine.get(m, 0.0)) for m, v in measures.items()})
        FLOORS.write_text(json.dumps({"gold": digest(), "floors": floors}, indent=1, sort_keys=True) + "\n", "utf-8")
        print("Floors lifted.")
    return 1 if below else 0


def show_errors(one: Set, folder: Path) -> None:
    """Print the scorer's errors for a set that may be looked at."""
    if not one.shown:
        raise SystemExit(f"{one.name} holds records that are held out: ask for news_dev even, or another set")
    files = write(folder / "gold.jsonl", one.records), write(folder / "read.jsonl", read(one.records, folder))
    subprocess.run([sys.executable, "-B", str(GOLD / "score.py"), *map(str, files), "--errors", "1000"], check=True)


def attempt(name: str, part: Callable[[], dict[str, float]]) -> dict[str, dict[str, float]]:
    """What a part reached, under its name; a part that fails says so and reaches nothing, so that its floors tell."""
    try:
        return {name: part()}
    except SystemExit as failure:
        print(f"\n{name}: {failure}")
        return {}


def main() -> int:
    """Score everything, or show one set's errors; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--raise", action="store_true", dest="lift", help="lift the floors to what is reached")
    parser.add_argument("--errors", metavar="SET", help="show one set's errors instead")
    arguments = parser.parse_args()
    if not GOLD.is_dir():
        print("score: skipped, for the gold sets are not beside this clone (../shared/gold)")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder, sets = Path(name), gold_sets()
        if arguments.errors:
            show_errors({one.name: one for one in sets}[arguments.errors], folder)
            return 0
        reached = score_claims(sets, folder)
        reached |= attempt("tolls from gold claims", lambda: score_tolls(folder, from_gold=True))
        reached |= attempt("tolls from texts", lambda: score_tolls(folder, from_gold=False))
    return hold(reached, lift=arguments.lift)


if __name__ == "__main__":
    sys.exit(main())
