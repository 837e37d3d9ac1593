"""An incident's figures otherwise: as the ledger stood on a day, or by another counting method, beside those of now.

A small ledger is reckoned whole. Of a large one only the reports that the incident names are, which the page says:
what another report would have joined to them then is not seen.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import Any, NamedTuple

import msgspec

from hasila import profiles
from hasila.desk import upkeep
from hasila.desk.asking import Asked
from hasila.display import bounds
from hasila.errors import UsageError
from hasila.ledger import gathering, past, readings, standing
from hasila.ledger.gathering import Confirmation, Row
from hasila.ledger.readings import Reckoned, members_of
from hasila.ledger.store import Store
from hasila.model import Incident, Toll

DEFAULT = "hasila"


class Pair(NamedTuple):
    """A figure otherwise and now; empty where there is none."""

    outcome: str
    group: str
    otherwise: str
    now: str


class Compared(NamedTuple):
    """The figures side by side. `whole`: everything was reckoned; `seq`: the last entry regarded, of a past day."""

    day: str
    profile: str
    method: str
    seq: int
    whole: bool
    found: str | None
    pairs: tuple[Pair, ...]


class Vouched(NamedTuple):
    """A confirmation: who, when, why, how it was graded, which figures (None: withheld since)."""

    seq: int
    at: str
    by: str
    reason: str
    grade: str
    method: str
    figures: tuple[tuple[str, str, str], ...] | None
    same_claims: bool


def compared(ask: Asked, row: Row, day: str, profile: str) -> Compared:
    """The incident otherwise. Raises `UsageError` for what is no day, no method, or a day before the first entry."""
    if profile not in profiles.names():
        raise UsageError(ask.t("incident.no_profile"))
    store = ask.store
    now = standing.as_reckoned(store, row.incident)
    seq = _entry(ask, day) if day else store.head().seq
    whole = upkeep.is_small(store)
    with _ledger(store, seq, None if whole else sorted(now.known)) as then:
        reckoned = readings.reckon(then, ask.desk.engine, profile)
    found = _likest(reckoned, frozenset(members_of(row.incident, now)))
    pairs = tuple(_pairs(found.tolls if found else (), row.incident.tolls))
    return Compared(day, profile, reckoned.method, seq, whole, found.id if found else None, pairs)


def _ledger(store: Store, seq: int, documents: list[str] | None) -> contextlib.AbstractContextManager[Store]:
    """The ledger as it stood after an entry; with `documents`, of these alone."""
    if documents is not None:
        return past.of_documents(store, seq, documents)
    return contextlib.nullcontext(store) if seq == store.head().seq else past.up_to(store, seq)


def _entry(ask: Asked, day: str) -> int:
    try:
        dt.date.fromisoformat(day)
    except ValueError as error:
        raise UsageError(ask.t("incident.no_day", day=day)) from error
    try:
        return past.last_of(ask.store, day)
    except UsageError as error:
        raise UsageError(ask.t("incident.too_early", day=day)) from error


def _likest(reckoned: Reckoned, members: frozenset[str]) -> Incident | None:
    """The incident that shares most claims with these."""
    every = [i for top in reckoned.incidents for i in (top, *top.parts)]
    shared = [(len(members.intersection(members_of(i, reckoned))), i) for i in every]
    most = max((n for n, _ in shared), default=0)
    return next((i for n, i in shared if n == most), None) if most else None


def _pairs(otherwise: tuple[Toll, ...], now: tuple[Toll, ...]) -> list[Pair]:
    then, here = ({(t.outcome, t.group): _told(t) for t in tolls} for tolls in (otherwise, now))
    return [Pair(*key, then.get(key, ""), here.get(key, "")) for key in dict.fromkeys((*here, *then))]


def _told(toll: Toll) -> str:
    best = f" ({toll.best:,})" if toll.best is not None else ""
    return bounds(toll.low, toll.high) + best


def vouched(store: Store, members: frozenset[str], until: int) -> list[Vouched]:
    """The confirmations of any of these claims up to an entry, the latest first."""
    told = gathering.confirmations(store, members)
    found = [c for c in told if c.seq <= until and members.intersection(c.members)]
    return [_vouched(store, c, members) for c in reversed(found)]


def _vouched(store: Store, c: Confirmation, members: frozenset[str]) -> Vouched:
    entry = store.entry(c.seq)
    by, reason = ((store.part(c.seq, name) or b"").decode() for name in ("by", "reason"))
    figures = None if c.figures is None else tuple(map(_figure, msgspec.json.decode(c.figures)))
    at = entry.at if entry else ""
    return Vouched(c.seq, at, by, reason, c.grade, c.method, figures, frozenset(c.members) == members)


def _figure(told: dict[str, Any]) -> tuple[str, str, str]:
    return told["outcome"], told["group"], bounds(told["low"], told["high"])
