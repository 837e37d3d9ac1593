"""Measure the ledger: `python bench/ledger_bench.py [DOCUMENTS…]`, or `ledger()` as a part of bench.py.

Adding is measured with the engine (what a user waits for) and with claims that were read before (what the ledger
takes). Searches and incident pages are asked of a ledger of that many documents. Incidents there are groups of four
reports, made without linking, which has a measurement of its own.
"""

from __future__ import annotations

import itertools
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from texts import CITIES, NAMES, reports

from hasila.documents import Defaults, Source
from hasila.extract import read_claims
from hasila.ledger import gathering, receiving, searching, verifying
from hasila.ledger.engine import Engine, engine
from hasila.ledger.readings import Reported, every, reported
from hasila.ledger.searching import Filters
from hasila.ledger.store import Store
from hasila.model import Basis, Claim, Document, Incident, SourceBounds, Toll

SIZES = (10_000, 100_000)
WITH_ENGINE = 600
ASKED = 200
_READ = 500


def sources(number: int, start: int = 0) -> Iterator[Source]:
    """Short synthetic reports as lines."""
    for n, report in enumerate(reports(number, sentences=2)):
        if n >= start:
            yield Source(f"r{n}", f"r{n}", "line", data=json.dumps(report, ensure_ascii=False).encode())


def read_before() -> Engine:
    """An engine that gives claims which were read before, so that the ledger alone is measured."""
    known = [read_claims(Document(**report)) for report in reports(_READ, sentences=2)]

    def read(document: Document) -> tuple[Claim, ...]:
        return known[int(document.id[1:]) % _READ]

    return engine()._replace(read=read)


def fill(store: Store) -> list[str]:
    """Every four reports with claims as one incident; gives the ids of the incidents."""
    told = (r for r in every(store) if r.reading.claims)
    fours = iter(lambda: list(itertools.islice(told, 4)), [])
    ids = []
    with store.write():
        for n, found in enumerate(fours):
            i = incident(n, found)
            row = (n, i.id, i.first_day, None, "open", "fair", None, "", "", " killed ", 0, msgspec.json.encode(i))
            store.db.execute(f"INSERT INTO incidents VALUES ({', '.join('?' * 12)})", row)
            store.db.executemany(
                "INSERT INTO incident_claims VALUES (?, ?)",
                [(r.claim_id(c), i.id) for r in found for c in range(len(r.numbers))],
            )
            ids.append(i.id)
        store.set_meta("reckoned", gathering.stamp(store, engine()))
    return ids


def incident(number: int, found: Sequence[Reported]) -> Incident:
    """An incident of these reports, with one toll."""
    ids = tuple(r.reading.document.id for r in found)
    claims = [r.reading.claims[0] for r in found]
    low, high = min(c.low for c in claims), max(c.high or c.low for c in claims)
    bounds = tuple(SourceBounds(i, c.low, c.high) for i, c in zip(ids, claims, strict=True))
    basis = tuple(Basis(i, 0, i) for i in ids)
    day = found[0].reading.document.published
    return Incident(f"i{number}", ids, (), (), (Toll("killed", "all", low, high, bounds, basis, ()),), first_day=day)


def p95(ask: Callable[[int], Any]) -> tuple[float, float]:
    """Median and 95th percentile of the milliseconds that `ask` takes, over `ASKED` numbers."""
    taken = []
    for n in range(ASKED):
        started = time.perf_counter()
        ask(n)
        taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    return taken[len(taken) // 2], taken[int(len(taken) * 0.95)]


def adding() -> None:
    """Documents a second, with the engine."""
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "l.db") as store:
        started = time.perf_counter()
        for _ in receiving.add(store, sources(WITH_ENGINE), Defaults(), engine()):
            pass
        seconds = time.perf_counter() - started
    print(f"ledger          {WITH_ENGINE / seconds:>10,.0f} documents/s read and added on one core")


def at_size(number: int, folder: Path) -> None:
    """Adding, searching and showing incidents in a ledger of that many documents."""
    ready = read_before()
    with Store.create(folder / f"{number}.db") as store:
        started = time.perf_counter()
        for _ in receiving.add(store, sources(number), Defaults(), ready):
            pass
        seconds = time.perf_counter() - started
        size = store.path.stat().st_size / number
        print(
            f"ledger          {number / seconds:>10,.0f} documents/s up to {number:,}, read before ({size:,.0f} B each)"
        )
        ids = fill(store)
        show("search", lambda n: searching.documents(store, words(n)))
        show("search+filter", lambda n: searching.documents(store, words(n), Filters(outcome="injured", place=city(n))))
        show("rare filter", lambda n: searching.documents(store, "", Filters(party=f"nobody {n}")))
        show("claims", lambda n: searching.claims(store, words(n), Filters(status="asserted")))
        dice = random.Random(1)
        show("incident page", lambda n: page(store, dice.choice(ids)))
        with store.write():
            gathering.clear(store)
        started = time.perf_counter()
        found = verifying.verify(store, ready)
        seconds = time.perf_counter() - started
        print(f"verify          {seconds:>10.1f} s for {found.entries:,} entries, {len(found.faults)} faults")


def page(store: Store, identity: str) -> object:
    """What an incident page needs: the incident, its claims, its reports with their texts."""
    row = gathering.incident(store, identity)
    return row, gathering.claims_of(store, identity), [reported(store, r) for r in row.incident.reports]


def show(name: str, ask: Callable[[int], Any]) -> None:
    """Print median and 95th percentile."""
    middle, most = p95(ask)
    print(f"{name:15} {middle:>10.1f} ms median, {most:.1f} ms p95")


def words(n: int) -> str:
    """What the n-th search asks for: a rare word, a common one, two, or a phrase with a word."""
    return (NAMES[n % len(NAMES)], CITIES[n % len(CITIES)], "قتلى انفجار", f'"{NAMES[n % len(NAMES)]}" قتل')[n % 4]


def city(n: int) -> str:
    """A place to filter by."""
    return str(CITIES[n % len(CITIES)])


def ledger(sizes: Sequence[int] = SIZES) -> None:
    """Adding, search and incident pages."""
    adding()
    with tempfile.TemporaryDirectory() as folder:
        for number in sizes:
            at_size(number, Path(folder))


if __name__ == "__main__":
    ledger([int(n) for n in sys.argv[1:]] or SIZES)
