"""Reports: search, the queue, and one report with its evidence highlighted and its claims beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple, get_args

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse

from hasila.desk import waiting
from hasila.desk.asking import Ask, see
from hasila.ledger import doubt, kept
from hasila.ledger.kept import Kept
from hasila.ledger.readings import Reported, reported
from hasila.ledger.searching import Filters, claims, documents
from hasila.ledger.store import Store
from hasila.ledger_options import document_id
from hasila.ledger_views import entries
from hasila.model import Claim, Demographic, Means, Outcome, Qualifier, Scope, Status, VictimStatus
from hasila.reportviews import ClaimView, report_view

router = APIRouter()
PAGE = 25
# What a person may choose for a field of a claim.
CHOICES = {
    "outcome": get_args(Outcome), "qualifier": get_args(Qualifier), "victim_status": get_args(VictimStatus),
    "means": get_args(Means), "status": get_args(Status), "scope": get_args(Scope),
    "demographics": get_args(Demographic),
}  # fmt: skip
REVIEWS = ("unreviewed", "accepted", "corrected", "rejected", "added")


class Card(NamedTuple):
    """A claim beside its report: how it is shown, how it was decided, why it is doubtful, what a form begins with."""

    id: str
    view: ClaimView | None
    review: str
    claim: Claim
    number: int
    part_of: int | None
    revises: int | None
    reasons: tuple[str, ...]
    incidents: tuple[str, ...]


@router.get("/queue", response_class=HTMLResponse)
def queue(ask: Ask, outcome: str = "", page: Annotated[int, Query(ge=1, le=100_000)] = 1) -> HTMLResponse:
    """What waits for a person, by doubt."""
    found = waiting.claims(ask.store, PAGE + 1, (page - 1) * PAGE, outcome or None)
    return ask.page(
        "queue.html.j2", found=found[:PAGE], more=len(found) > PAGE, page=page, outcome=outcome,
        outcomes=CHOICES["outcome"], left=ask.waiting(),
    )  # fmt: skip


@router.get("/reports", response_class=HTMLResponse)
def search(
    ask: Ask,
    q: str = "",
    of: str = "texts",
    outcome: str = "",
    party: str = "",
    place: str = "",
    since: str = "",
    until: str = "",
    source: str = "",
    status: str = "",
    review: str = "",
    incident: str = "",
    before: Annotated[int | None, Query(ge=0, le=1 << 60)] = None,
) -> HTMLResponse:
    """Search texts or claims; without words, the newest reports."""
    asked = {
        "outcome": outcome, "party": party, "place": place, "since": since, "until": until, "source": source,
        "status": status, "review": review, "incident": incident,
    }  # fmt: skip
    filters = Filters(**{name: value or None for name, value in asked.items()})
    form = {"q": q, "of": of, **asked}
    if of == "claims":
        return ask.page(
            "search.html.j2", form=form, claims=claims(ask.store, q, filters, PAGE), documents=(), before=None,
            choices=CHOICES, reviews=REVIEWS,
        )  # fmt: skip
    found = documents(ask.store, q, filters, PAGE, before)
    last = _entry_of(ask.store, found[-1].id) if len(found) == PAGE else None
    return ask.page(
        "search.html.j2", form=form, claims=(), documents=found, before=last, choices=CHOICES, reviews=REVIEWS
    )


def _entry_of(store: Store, document: str) -> int | None:
    row = store.one("SELECT seq FROM documents WHERE id = ?", (document,))
    return None if row is None else int(row[0])


@router.get("/reports/{document}", response_class=HTMLResponse)
def report(ask: Ask, document: str, said: str = "", about: str = "") -> HTMLResponse:
    """One report: the text, its claims, what was decided, and the way to the next one."""
    document = document_id(ask.store, document)
    found = reported(ask.store, document)
    view = report_view(found.reading, document, found.numbers)
    return ask.page(
        "report.html.j2", view=view, document=found.reading.document, cards=list(_cards(ask.store, found, view.claims)),
        rejected=list(_rejected(ask.store, document)), entries=list(entries(ask.store, 1, 200, document)),
        following=waiting.following(ask.store, document), preceding=waiting.preceding(ask.store, document),
        left=ask.waiting(), choices=CHOICES, said=said if said in _SAID else "", about=about,
    )  # fmt: skip


_SAID = ("accepted", "corrected", "rejected", "unreviewed", "added")


def _cards(store: Store, found: Reported, views: tuple[ClaimView, ...]) -> Iterator[Card]:
    document = found.reading.document.id
    rows = {r[0]: r for r in _rows(store, document, "review <> 'rejected'")}
    for view, number in zip(views, found.numbers, strict=True):
        yield _card(store, rows[number], document, view)


def _rejected(store: Store, document: str) -> Iterator[Card]:
    return (_card(store, row, document, None) for row in _rows(store, document, "review = 'rejected'"))


def _rows(store: Store, document: str, where: str) -> list[Any]:
    query = f"SELECT number, review, data FROM claims WHERE document = ? AND {where} ORDER BY start, number"
    return store.rows(query, (document,))


def _card(store: Store, row: tuple[int, str, bytes], document: str, view: ClaimView | None) -> Card:
    number, review, data = row
    holds: Kept = kept.decode_one(data)
    identity = kept.claim_id(document, number)
    homes = tuple(i for (i,) in store.rows("SELECT incident FROM incident_claims WHERE claim = ?", (identity,)))
    why = doubt.reasons(holds.claim) if review == "unreviewed" else ()
    return Card(identity, view, review, holds.claim, number, holds.part_of, holds.revises, why, homes)


@router.get("/claims/{claim}")
def claim(ask: Ask, claim: str) -> RedirectResponse:
    """Where a claim stands: its report, at its words."""
    document, _, number = claim.partition(":c")
    return see(f"/reports/{document_id(ask.store, document)}#{document}q{number}")
