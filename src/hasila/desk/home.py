"""Home: what came in, what waits for a person, what conflicts."""

from __future__ import annotations

from typing import Any, NamedTuple

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from hasila.desk import upkeep, waiting
from hasila.desk.asking import Ask
from hasila.ledger import gathering
from hasila.ledger.store import Store
from hasila.ledger_views import status

router = APIRouter()
_SHOWN = 8


class Arrival(NamedTuple):
    """A report as it came in."""

    id: str
    name: str | None
    outlet: str | None
    published: str | None


@router.get("/", response_class=HTMLResponse)
def home(ask: Ask) -> HTMLResponse:
    """The first page."""
    upkeep.current(ask)
    told: dict[str, Any] = ask.desk.ledgers.remembered.of(
        ask.store, "status", lambda: status(ask.store, ask.desk.engine)
    )
    return ask.page(
        "home.html.j2", told=told, arrivals=arrivals(ask.store), first=waiting.claims(ask.store, _SHOWN),
        contested=gathering.incidents(ask.store, "grade = 'contested' AND state <> 'confirmed'", limit=_SHOWN),
        changed=gathering.incidents(ask.store, "state = 'changed'", limit=_SHOWN),
    )  # fmt: skip


def arrivals(store: Store) -> list[Arrival]:
    """The newest reports."""
    query = "SELECT id, name, outlet, published FROM documents WHERE withheld IS NULL ORDER BY seq DESC LIMIT ?"
    return [Arrival(*row) for row in store.rows(query, (_SHOWN,))]
