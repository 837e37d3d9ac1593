"""Measure speed and memory on synthetic reports: `python bench/bench.py [PART…]`, parts as in `PARTS`.

Everything runs on one core. Words are runs of non-blanks. The pipeline is measured as a user runs it, start-up
included; a function after one call that loads its lexicons. Peak memory is the largest resident size of the process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import desk_bench
import ledger_bench
from texts import reports

from hasila.extract import read_claims
from hasila.model import Document, Reading

ROOT = Path(__file__).parents[1]
RIVAL = ROOT / ".venv" / "rival" / "bin" / "python"
PIPELINE_REPORTS = 600
STREAMS = (10_000, 100_000)
LINKED = (1_000, 10_000, 100_000)
SOLVED = (50, 500)
# Seconds that one measurement of linking may take.
PATIENCE = 300


def lines(number: int, sentences: int = 5) -> Iterator[bytes]:
    """Reports as JSON Lines."""
    for report in reports(number, sentences):
        yield json.dumps(report, ensure_ascii=False).encode() + b"\n"


def run_hasila(arguments: Sequence[str], feed: Iterable[bytes] = ()) -> tuple[float, float]:
    """Seconds and peak MiB of one run of the command, with `feed` on its standard input."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "hasila", *arguments]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert process.stdin
    for line in feed:
        process.stdin.write(line)
    process.stdin.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"hasila {' '.join(arguments)} ended with {process.returncode}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def pipeline() -> None:
    """The whole of `hasila read` on one core, over more than 30,000 words."""
    made = list(lines(PIPELINE_REPORTS))
    words = sum(len(json.loads(line)["text"].split()) for line in made)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_bytes(b"".join(made))
        seconds, peak = min(run_hasila(["read", str(path), "--format", "jsonl"]) for _ in range(3))
        path.write_bytes(made[0])
        start, _ = min(run_hasila(["read", str(path), "--format", "jsonl"]) for _ in range(3))
    print(
        f"pipeline        {words / seconds:>10,.0f} words/s  {len(made) / seconds:>8,.0f} reports/s  "
        f"({words:,} words in {seconds:.2f} s, of it {start:.2f} s start-up and the first report; peak {peak:.0f} MiB)"
    )


def rate(name: str, function: Callable[[str], Any], texts: list[str]) -> float:
    """Print a function's words a second over texts, best of three; gives the seconds."""
    function(texts[0])
    words = sum(len(text.split()) for text in texts)
    best = float("inf")
    for _ in range(3):
        started = time.perf_counter()
        for text in texts:
            function(text)
        best = min(best, time.perf_counter() - started)
    print(f"{name:15} {words / best:>10,.0f} words/s")
    return best


def functions() -> None:
    """The fold, the numbers and the dates, each alone, and the last two beside another library."""
    from hasila.dates import find_dates
    from hasila.fold import fold
    from hasila.numbers import find_numbers

    texts = [report["text"] for report in reports(PIPELINE_REPORTS)]
    rate("fold", fold, texts)
    ours = {
        "numbers": rate("numbers", find_numbers, texts),
        "dates": rate("dates", lambda text: find_dates(text, "2021-03-30"), texts),
    }
    if not RIVAL.exists():
        print("mahad           skipped: not installed (make bench installs it)")
        return
    done = subprocess.run(
        [RIVAL, Path(__file__).with_name("rival.py")], input=json.dumps(texts).encode(), capture_output=True, check=True
    )
    for name, seconds in json.loads(done.stdout).items():
        print(f"mahad {name:9} {seconds / ours[name]:>10.1f} times our seconds, on the same texts")


def memory() -> None:
    """Peak memory of reading a stream, at two lengths: flat if they are alike."""
    peaks = []
    for number in STREAMS:
        seconds, peak = run_hasila(["read", "-", "--format", "jsonl"], lines(number, sentences=2))
        peaks.append(peak)
        pace = f"{seconds:.0f} s, {number / seconds:,.0f}/s"
        print(f"stream          {number:>10,} reports  peak {peak:>5.0f} MiB  ({pace})")
    print(f"                {peaks[-1] - peaks[0]:>+10.0f} MiB for {STREAMS[-1] // STREAMS[0]} times the reports")


def linking() -> None:
    """Telling incidents apart among many reports, which have been read already."""
    from hasila.incidents import pool

    seconds, before = 0.0, 1
    for number in LINKED:
        if seconds * number / before > PATIENCE:
            print(f"linking         not run for {number:,} reports: more than {PATIENCE} s, going by {before:,}")
            return
        readings = read_all(number)
        before, started = number, time.perf_counter()
        found = pool(readings)
        seconds = time.perf_counter() - started
        work = f"{number:,} reports in {seconds:.1f} s, {found.pairs:,} pairs, largest block {found.largest_block:,}"
        print(f"linking         {number / seconds:>10,.0f} reports/s  ({work})")


def solving() -> None:
    """Reckoning the toll of one incident with many claims, every report about the same place and day."""
    from hasila.incidents import gather
    from hasila.tolls import settle

    readings = [one_incident(n) for n in range(SOLVED[-1])]
    for number in SOLVED:
        few: list[Reading] = []
        while sum(len(reading.claims) for reading in few) < number:
            few.append(readings[len(few)])
        (incident, *_) = gather(few)
        known = {reading.document.id: reading for reading in few}
        started = time.perf_counter()
        settle(incident, known)
        seconds = time.perf_counter() - started
        print(f"solving         {seconds:>10.3f} s for one incident's toll from {len(incident.members):,} claims")


def read_all(number: int) -> list[Reading]:
    """Short synthetic reports with their claims."""
    documents = (Document(**report) for report in reports(number, sentences=2))
    return [Reading(document, read_claims(document)) for document in documents]


def one_incident(number: int) -> Reading:
    """A report of the one bombing that all outlets tell of, with figures of its own."""
    told = f"{20 + number % 30} شخصا قتلوا وأصيب {number + 2} آخرون"
    text = f"قال مصدر طبي إن {told} في تفجير في حي الكرادة يوم 3 آذار 2021."
    document = Document(f"one{number}", text, "2021-03-04", f"صحيفة {number}")
    return Reading(document, read_claims(document))


def ledger() -> None:
    """Adding, search and pages of the ledger, at a size that takes no long; `ledger_bench.py` takes others."""
    ledger_bench.ledger((10_000,))


PARTS = {
    "pipeline": pipeline, "functions": functions, "memory": memory, "linking": linking, "solving": solving,
    "ledger": ledger, "desk": desk_bench.desk,
}  # fmt: skip


def main() -> None:
    """Run the parts that are named, or all."""
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()


if __name__ == "__main__":
    main()
