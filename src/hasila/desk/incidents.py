"""Incidents: the list with map and timeline, and one incident with everything behind its figures."""

from __future__ import annotations

import re
from typing import Annotated, Any, NamedTuple

import msgspec
from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse, Response

from hasila import profiles
from hasila.desk import listing, maps, otherwise, sights, upkeep
from hasila.desk.asking import Ask, Asked
from hasila.desk.listing import PAGE, PLACES, Wanted
from hasila.desk.reports import CHOICES
from hasila.errors import UsageError
from hasila.ledger import challenge, gathering, kept, reviewing, standing
from hasila.ledger.challenge import Figure
from hasila.ledger.gathering import GRADES, Row
from hasila.ledger.readings import members_of
from hasila.ledger.store import Store
from hasila.model import Claim

router = APIRouter()
STATES = ("open", "confirmed", "changed")
_SAID = ("confirmed", "merged", "split", "noted")
_STRANGE = re.compile(r"[^A-Za-z0-9.-]+")
# Incidents that a merge offers: of the same place within so many days, or of any place within fewer.
_LONG, _NEAR, _OFFERED = 31, 3, 8
# How many filters' sums are kept.
_SUMMARIES = 64


class Held(NamedTuple):
    """A claim of an incident, for a form that takes claims out."""

    id: str
    number: int
    document: str
    review: str
    claim: Claim


@router.get("/incidents", response_class=HTMLResponse)
def incidents(
    ask: Ask,
    state: str = "",
    grade: str = "",
    outcome: str = "",
    place: Annotated[str, Query(max_length=400)] = "",
    at: Annotated[str, Query(max_length=8000)] = "",
    since: str = "",
    until: str = "",
    conflicting: str = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """The list: filters, map, timeline."""
    current = upkeep.current(ask)
    days = since if listing.is_day(since) else "", until if listing.is_day(until) else ""
    wanted = Wanted(state, grade, outcome, place.strip(), at, *days, "1" if conflicting else "")
    asked = listing.conditions(ask.store, wanted)
    found = listing.page(ask.store, asked, page)
    told = _summary(ask, asked)
    return ask.page(
        "incidents.html.j2", current=current, form=wanted.form, found=found[:PAGE], more=len(found) > PAGE, page=page,
        total=told.total, map=maps.drawn(told.points[:PLACES], ask.language), too_many=len(told.points) > PLACES,
        most=PLACES, stretches=told.stretches,
        no_day=(since, until) != days, states=STATES, grades=GRADES, outcomes=CHOICES["outcome"],
    )  # fmt: skip


def _summary(ask: Asked, asked: listing.Condition) -> listing.Summary:
    """What all incidents asked for come to; it is kept until an entry is added, since it takes a walk through them."""
    state = ask.request.app.state
    kept_ones: dict[str, listing.Summary] = getattr(state, "summaries", {})
    key = repr((str(ask.store.head()), ask.store.meta("reckoned"), asked))
    told = kept_ones.get(key) or listing.summary(ask.store, asked)
    # A new mapping each time: other requests may be looking at the old one.
    state.summaries = dict([*kept_ones.items(), (key, told)][-_SUMMARIES:])
    return told


@router.get("/incidents/{incident}", response_class=HTMLResponse)
def incident(ask: Ask, incident: str, said: str = "", as_of: str = "", profile: str = "") -> HTMLResponse:
    """One incident."""
    current = upkeep.current(ask)
    row = found(ask.store, incident)
    asked_otherwise = bool(as_of or profile)
    other = otherwise.compared(ask, row, as_of.strip(), profile or otherwise.DEFAULT) if asked_otherwise else None
    reckoned = standing.as_reckoned(ask.store, row.incident)
    members = frozenset(members_of(row.incident, reckoned))
    place = (maps.Point(row.place_id, 1, row.id),) if row.place_id else ()
    return ask.page(
        "incident.html.j2", current=current, row=row, wave=gathering.wave_of(ask.store, row.id), other=other,
        view=sights.sight(reckoned, row.place_id, ask.language), map=maps.drawn(place, ask.language),
        seen=reviewing.sight(reckoned), claims=held(ask.store, row.id), likely=likely(ask.store, row),
        notes=gathering.notes(ask.store, row.id), grades=GRADES, proposed=gathering.grade(row.incident),
        vouched=otherwise.vouched(ask.store, members, other.seq if other else ask.store.head().seq),
        profiles=[profiles.load(name) for name in profiles.names()], said=said if said in _SAID else "",
        stand=standing.stand(ask.store),
    )  # fmt: skip


def found(store: Store, incident: str) -> Row:
    """The incident, or part of one, of that id. Raises an `HTTPException` of 404 where there is none."""
    try:
        return gathering.incident(store, incident)
    except UsageError as error:
        raise HTTPException(404) from error


def held(store: Store, incident: str) -> list[Held]:
    """The claims of an incident, in the order of reports and words."""
    query = f"""SELECT c.id, c.number, c.document, c.review, c.data FROM incident_claims i
        JOIN claims c ON c.id = i.claim WHERE i.incident = ? ORDER BY c.key / {kept.MOST}, c.start, c.number"""
    return [
        Held(i, number, document, review, kept.decode_one(data).claim)
        for i, number, document, review, data in store.rows(query, (incident,))
    ]


def likely(store: Store, row: Row) -> list[Row]:
    """Incidents that may be the same happening: of the same place within a month, or of any within days."""
    if row.first_day is None:
        where, values = "id <> ? AND place_id = ?", [row.id, row.place_id]
    else:
        where = f"""id <> ? AND first_day BETWEEN date(?, '-{_LONG} days') AND date(?, '+{_LONG} days')
            AND (place_id = ? OR first_day BETWEEN date(?, '-{_NEAR} days') AND date(?, '+{_NEAR} days'))"""
        values = [row.id, row.first_day, row.first_day, row.place_id, row.first_day, row.first_day]
    rows = gathering.incidents(store, where, values, 200)
    return sorted(rows, key=lambda r: r.place_id is None or r.place_id != row.place_id)[:_OFFERED]


@router.get("/incidents/{incident}/challenge/{outcome}/{group}")
def challenged(ask: Ask, incident: str, outcome: str, group: str) -> Response:
    """The challenge file of a figure, as a download."""
    figure = Figure(incident, outcome, group)
    row = found(ask.store, incident)
    if not any((t.outcome, t.group) == (outcome, group) for t in row.incident.tolls):
        raise HTTPException(404)
    if upkeep.current(ask) != "fresh":
        raise UsageError(ask.t("incident.stale_challenge"))
    told: dict[str, Any] = challenge.as_reckoned(ask.store, ask.desk.engine, figure)
    name = _STRANGE.sub("-", f"challenge-{'-'.join(figure)}")
    headers = {"content-disposition": f'attachment; filename="{name}.json"'}
    return Response(msgspec.json.encode(told), media_type="application/json", headers=headers)


def top(ask: Asked, incident: str) -> Row:
    """The incident that a form is about. Raises `UsageError` in the page's language where there is none by itself."""
    rows = gathering.incidents(ask.store, "id = ?", (incident,))
    if not rows:
        raise UsageError(ask.t("incident.unknown_id", id=incident))
    return rows[0]
