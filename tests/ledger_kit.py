"""What the ledger's tests share: a ledger read and reckoned by stand-ins, and ways to look at the file from outside."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import stand_in

from hasila.documents import Defaults, Fault, Source
from hasila.incidents import Decisions
from hasila.ledger import receiving, withholding
from hasila.ledger.engine import Engine
from hasila.ledger.receiving import Added, Outcome
from hasila.ledger.store import Store
from hasila.model import Incident, Reading

CHAIN = ("entries", "parts")
STATE = ("documents", "claims", "touches", "pairs", "confirmations", "sources", "notes")


def reckon(readings: Sequence[Reading], profile: str, decisions: Decisions) -> tuple[Incident, ...]:
    """One incident of everything."""
    return stand_in.reckon([r for r in readings if r.claims]) if any(r.claims for r in readings) else ()


ENGINE = Engine("stand-in 1", stand_in.read_claims, reckon)


def line(identity: str, text: str, **more: str) -> bytes:
    """One report as a line of JSON."""
    return json.dumps({"id": identity, "text": text, **more}, ensure_ascii=False).encode()


def reports(number: int) -> list[bytes]:
    """Reports with a killed and an injured each, by three outlets."""
    return [
        line(
            f"r{n}",
            f"قتل {n + 2} مدنيا وأصيب {n + 5} آخرون في حادث رقم {n}",
            outlet=f"وكالة {n % 3}",
            published="2022-01-21",
        )
        for n in range(number)
    ]


def add(store: Store, lines: Iterable[bytes], engine: Engine = ENGINE) -> list[Outcome]:
    """Add reports, each a line of JSON."""
    items: list[Source | Fault] = [Source(f"in:{n}", f"in:{n}", "line", data=data) for n, data in enumerate(lines, 1)]
    return list(receiving.add(store, items, Defaults(), engine))


def added(outcomes: Iterable[Outcome]) -> list[Added]:
    """Those that are documents of the ledger now."""
    return [o for o in outcomes if isinstance(o, Added)]


def tables(path: Path, names: Sequence[str] = (*CHAIN, *STATE)) -> dict[str, list[tuple[object, ...]]]:
    """Every row of some tables, read past the store."""
    db = sqlite3.connect(path)
    try:
        return {name: sorted(db.execute(f"SELECT * FROM {name}"), key=repr) for name in names}
    finally:
        db.close()


def settled(store: Store) -> None:
    """Put everything into the one file, so that it can be copied."""
    assert withholding.scrub(store)


def files(path: Path) -> dict[str, bytes]:
    """The bytes of the ledger and of whatever stands beside it."""
    return {p.name: p.read_bytes() for p in path.parent.glob(f"{path.name}*")}
