"""The demonstration: the samples read, their tolls printed, a page and a ledger made of them for the desk to show."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

from hasila.documents import Defaults, sources
from hasila.ledger import gathering, receiving
from hasila.ledger.engine import engine
from hasila.ledger.store import Store
from hasila.ledger_options import prepare

PAGE = Path("hasila-demo.html")
LEDGER = Path("hasila-demo.db")
# The statement that the project grew from, where a checkout lies beside it.
_BESIDE = Path("../shared/samples/sdf_statement_2022.txt")
_FIRST = "hasakah_prison_2022.jsonl"


def samples() -> list[str]:
    """The paths of the shipped samples, in order."""
    folder = Path(str(resources.files("hasila") / "data" / "samples"))
    return sorted((str(p) for p in folder.glob("*.jsonl")), key=lambda p: (Path(p).name != _FIRST, p))


def paths(brought: list[str]) -> list[str]:
    """What the demonstration reads: the samples, the statement beside the checkout, and what the reader brings."""
    beside = [str(_BESIDE)] if _BESIDE.is_file() else []
    return [*samples(), *{os.path.realpath(p): p for p in [*beside, *brought]}.values()]


def kept(found: list[str]) -> Path:
    """A ledger of what the demonstration reads, made or completed, with its incidents reckoned."""
    with Store.create(LEDGER) as store:
        prepare(store)
        for _ in receiving.add(store, sources(found), Defaults(), engine()):
            pass
        gathering.refresh(store, engine(), force=True)
    return LEDGER
