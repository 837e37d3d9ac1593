"""What a person decides at a report: accept, correct, reject, reopen a claim, or add one that was missed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from hasila.desk.asking import Ask, Asked, see
from hasila.errors import UsageError
from hasila.ledger import kept, reviewing
from hasila.ledger.kept import Kept
from hasila.ledger.readings import reported
from hasila.ledger.store import Store
from hasila.ledger_options import document_id

router = APIRouter()
_WORDS = ("victims", "perpetrator", "place", "source", "date", "period", "means", "counting")
_LONGEST = 4000
Words = Annotated[str, Field(max_length=_LONGEST)]


class Told(BaseModel):
    """A claim's fields as a form gives them; an empty one is none."""

    quote: Words = ""
    start: str = ""
    outcome: Words = "killed"
    low: Words = "0"
    high: Words = ""
    qualifier: Words = "exact"
    victims: Words = ""
    victim_status: Words = "unknown"
    demographics: list[str] = []
    perpetrator: Words = ""
    means: Words = ""
    place: Words = ""
    date: Words = ""
    period: Words = ""
    source: Words = ""
    status: Words = "asserted"
    scope: Words = "incident"
    counting: Words = ""
    part_of: Words = ""
    revises: Words = ""
    verdict: Words = ""
    reason: Words = ""


@router.post("/claims/{claim}")
def decide(ask: Ask, claim: str, told: Annotated[Told, Form()]) -> RedirectResponse:
    """Decide on a claim; leads back to its report, at the next claim that waits, or on to the next report."""
    document, _, number = claim.partition(":c")
    holds = _holds(ask.store, claim)
    verdicts: dict[str, reviewing.Verdict] = {
        "accept": "accepted", "correct": "corrected", "reject": "rejected", "reopen": "unreviewed",
    }  # fmt: skip
    if told.verdict not in verdicts:
        raise UsageError(ask.t("decide.which"))
    verdict = verdicts[told.verdict]
    if verdict in ("corrected", "rejected") and not told.reason.strip():
        raise UsageError(ask.t("decide.reason"))
    fields = changed(holds, _fields(ask, told, document)) if verdict == "corrected" else {}
    if verdict == "corrected" and not fields:
        raise UsageError(ask.t("decide.nothing"))
    reviewing.decide(ask.store, claim, verdict, ask.signed(told.reason), fields)
    return _onwards(ask, document, int(number), verdict)


@router.post("/reports/{document}/claims")
def add(ask: Ask, document: str, told: Annotated[Told, Form()]) -> RedirectResponse:
    """Add a claim that the engine missed, by its words."""
    document = document_id(ask.store, document)
    fields = _fields(ask, told, document)
    entry = reviewing.add_claim(ask.store, document, fields, ask.signed(told.reason))
    number = entry.facts["number"]
    return see(f"/reports/{document}#{document}c{number}", said="added", about=number)


def _onwards(ask: Asked, document: str, number: int, verdict: str) -> RedirectResponse:
    query = "SELECT number FROM claims WHERE document = ? AND +review = 'unreviewed' ORDER BY start, number LIMIT 1"
    row = ask.store.one(query, (document,))
    at = number if row is None else row[0]
    return see(f"/reports/{document}#{document}c{at}", said=verdict, about=number)


def _holds(store: Store, claim: str) -> Kept:
    row = store.one("SELECT data FROM claims WHERE id = ?", (claim,))
    if row is None:
        raise UsageError(f"the ledger has no claim {claim!r}")
    return kept.decode_one(row[0])


def _fields(ask: Asked, told: Told, document: str) -> dict[str, Any]:
    """The fields of a claim; the words must stand in the text, line breaks as a browser sends them or as they are."""
    text = reported(ask.store, document).reading.document.text
    quote = told.quote if told.quote in text else told.quote.replace("\r\n", "\n")
    if not quote.strip() or quote not in text:
        raise UsageError(ask.t("decide.words"))
    fields: dict[str, Any] = {
        "quote": quote, "outcome": told.outcome, "qualifier": told.qualifier, "victim_status": told.victim_status,
        "status": told.status, "scope": told.scope, "demographics": sorted(told.demographics),
        **{name: getattr(told, name).strip() or None for name in _WORDS},
        **{name: _number(ask, getattr(told, name)) for name in ("high", "part_of", "revises")},
        "low": _number(ask, told.low) or 0,
    }  # fmt: skip
    start = _number(ask, told.start)
    if start is not None and text.startswith(quote, start):
        fields["spans"] = {"quote": [start, start + len(quote)]}
    return fields


def _number(ask: Asked, told: str) -> int | None:
    """A number in any digits; None for nothing. Raises `UsageError` for anything else."""
    plain = told.strip().replace(",", "").replace("٬", "")
    if not plain:
        return None
    if not plain.isdecimal() or len(plain) > 12:
        raise UsageError(ask.t("decide.number", told=told))
    return int(plain)


def changed(holds: Kept, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that a form changes. Its spans count where the words are changed."""
    was = {**msgspec.to_builtins(holds.claim), "part_of": holds.part_of, "revises": holds.revises}
    was["demographics"] = sorted(was["demographics"])
    found = {name: value for name, value in fields.items() if name != "spans" and was[name] != value}
    if "quote" in found and "spans" in fields:
        found["spans"] = fields["spans"]
    return found
