"""What a person decides of incidents: confirm, merge, split, note; and having them all reckoned anew."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from hasila.desk import upkeep
from hasila.desk.asking import Ask, Asked, see
from hasila.desk.incidents import top
from hasila.errors import UsageError
from hasila.ledger import gathering, reviewing, standing
from hasila.ledger.reviewing import Signed

router = APIRouter()
Words = Annotated[str, Field(max_length=4000)]


class Told(BaseModel):
    """What the forms of an incident's page say: each has some of these."""

    reason: Words = ""
    grade: Words = ""
    seen: Words = ""
    other: Words = ""
    chosen: Words = ""
    apart: list[str] = []


@router.post("/incidents/reckon")
def reckon(ask: Ask) -> RedirectResponse:
    """Reckon the incidents anew: at once in a small ledger, else in a process beside the desk."""
    if upkeep.is_small(ask.store):
        gathering.refresh(ask.store, ask.desk.engine)
    else:
        upkeep.begin(ask.request.app, ask.desk.ledgers.path)
    return see("/incidents")


@router.post("/incidents/{incident}/confirm")
def confirm(ask: Ask, incident: str, told: Annotated[Told, Form()]) -> RedirectResponse:
    """Confirm an incident as its page showed it."""
    row = top(ask, incident)
    if told.grade not in gathering.GRADES:
        raise UsageError(ask.t("incident.no_grade"))
    if told.seen != reviewing.sight(standing.as_reckoned(ask.store, row.incident)):
        raise UsageError(ask.t("incident.changed_meanwhile"))
    reviewing.confirm_as_reckoned(ask.store, row.id, ask.signed(told.reason), told.grade, told.seen)
    return see(f"/incidents/{row.id}", said="confirmed")


@router.post("/incidents/{incident}/note")
def note(ask: Ask, incident: str, told: Annotated[Told, Form()]) -> RedirectResponse:
    """Note something on an incident."""
    row = top(ask, incident)
    if not told.reason.strip():
        raise UsageError(ask.t("incident.no_note"))
    reviewing.note(ask.store, row.id, ask.signed(told.reason))
    return see(f"/incidents/{row.id}#notes", said="noted")


@router.post("/incidents/{incident}/merge")
def merge(ask: Ask, incident: str, told: Annotated[Told, Form()]) -> RedirectResponse:
    """Say that an incident and another, chosen or named by its id, are one happening."""
    row = top(ask, incident)
    signed = _with_reason(ask, told)
    named = told.other.strip() or told.chosen.strip()
    if not named:
        raise UsageError(ask.t("incident.no_other"))
    other = top(ask, named)
    if other.id == row.id:
        raise UsageError(ask.t("incident.itself"))
    claims = gathering.claims_of(ask.store, row.id)
    reviewing.merge(ask.store, row.id, other.id, signed)
    return _back(ask, row.id, claims, "merged")


@router.post("/incidents/{incident}/split")
def split(ask: Ask, incident: str, told: Annotated[Told, Form()]) -> RedirectResponse:
    """Take claims out of an incident."""
    row = top(ask, incident)
    signed = _with_reason(ask, told)
    members = gathering.claims_of(ask.store, row.id)
    apart = sorted(set(told.apart))
    if not apart:
        raise UsageError(ask.t("incident.none_apart"))
    if not set(apart) < set(members):
        raise UsageError(ask.t("incident.all_apart" if set(apart) == set(members) else "incident.foreign"))
    reviewing.split(ask.store, row.id, apart, signed)
    return _back(ask, row.id, [m for m in members if m not in set(apart)], "split")


def _with_reason(ask: Asked, told: Told) -> Signed:
    if not told.reason.strip():
        raise UsageError(ask.t("incident.no_reason"))
    return ask.signed(told.reason)


def _back(ask: Asked, incident: str, claims: list[str], said: str) -> RedirectResponse:
    """To the incident that its claims are in now: a merge or a split may have given it another id."""
    if upkeep.current(ask) == "fresh":
        for claim in claims:
            for (home,) in ask.store.rows("SELECT incident FROM incident_claims WHERE claim = ?", (claim,)):
                return see(f"/incidents/{home}", said=said)
    return see(f"/incidents/{incident}", said=said)
