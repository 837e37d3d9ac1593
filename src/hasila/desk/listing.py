"""The list of incidents: what is asked for, as conditions that the database answers a page at a time."""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from babel import Locale

from hasila import gazetteer
from hasila.desk.maps import Point
from hasila.fold import fold
from hasila.ledger import gathering
from hasila.ledger.gathering import Row
from hasila.ledger.searching import in_column
from hasila.ledger.store import Store

PAGE = 25
# How many places a map shows, those of most incidents first.
PLACES = 400
# Months are counted where the filter leaves at most so many, else years.
_MONTHS = 36
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Wanted(msgspec.Struct, frozen=True):
    """What an incident must be; an empty field asks for nothing.

    `place` is words, `at` ids of places with commas between them; `since` and `until` are ISO days.
    """

    state: str = ""
    grade: str = ""
    outcome: str = ""
    place: str = ""
    at: str = ""
    since: str = ""
    until: str = ""
    conflicting: str = ""

    @property
    def form(self) -> dict[str, object]:
        """The fields, for a form or a query."""
        return msgspec.structs.asdict(self)


class Stretch(NamedTuple):
    """A month or a year: how it is called, its first and last day, how many incidents began in it."""

    name: str
    first: str
    last: str
    number: int


class Condition(NamedTuple):
    """A condition on a row of `incidents`, with its values."""

    where: str
    values: tuple[Any, ...]


class Summary(NamedTuple):
    """How many incidents there are, where, and when they began."""

    total: int
    points: tuple[Point, ...]
    stretches: list[Stretch]


def is_day(told: str) -> bool:
    """Is it nothing, or an ISO day?"""
    return not told or _DAY.fullmatch(told) is not None


def page(store: Store, asked: Condition, number: int) -> list[Row]:
    """The incidents of a page, the latest first, and one more where there are more."""
    return gathering.incidents(store, *asked, PAGE + 1, (number - 1) * PAGE, "DESC")


def summary(store: Store, asked: Condition) -> Summary:
    """What all that are asked for come to."""
    (total,) = store.one(f"SELECT count(*) FROM incidents WHERE {asked.where}", asked.values) or (0,)
    return Summary(int(total), _points(store, asked), _stretches(store, asked))


def _points(store: Store, asked: Condition) -> tuple[Point, ...]:
    """Where they are, the places of most incidents first; at most `PLACES` and one more."""
    query = f"""SELECT place_id, count(*), min(id) FROM incidents WHERE place_id IS NOT NULL AND {asked.where}
        GROUP BY place_id ORDER BY count(*) DESC, place_id LIMIT {PLACES + 1}"""
    return tuple(Point(*row) for row in store.rows(query, asked.values))


def _stretches(store: Store, asked: Condition) -> list[Stretch]:
    """How many began in each month, or in each year where the months are too many to look at."""
    query = f"""SELECT substr(first_day, 1, 7), count(*) FROM incidents WHERE first_day IS NOT NULL AND {asked.where}
        GROUP BY 1 ORDER BY 1"""
    months = [(str(month), int(number)) for month, number in store.rows(query, asked.values)]
    if len(months) <= _MONTHS:
        return [Stretch(m, f"{m}-01", f"{m}-{_length(m):02}", n) for m, n in months]
    years: dict[str, int] = {}
    for month, number in months:
        years[month[:4]] = years.get(month[:4], 0) + number
    return [Stretch(y, f"{y}-01-01", f"{y}-12-31", n) for y, n in years.items()]


def _length(month: str) -> int:
    year, number = map(int, month.split("-"))
    return calendar.monthrange(year, number)[1] if year else 31


_OUTCOME = "instr(outcomes, ' ' || ? || ' ')"
_NAMED = """id IN (SELECT i.incident FROM incident_claims i JOIN claims c ON c.id = i.claim
    WHERE c.key IN (SELECT rowid FROM claim_words WHERE claim_words MATCH ?))"""
_WITHIN = "place_id IN (SELECT value FROM json_each(?))"


def conditions(store: Store, wanted: Wanted) -> Condition:
    """What is asked for, as a condition."""
    told: list[tuple[str, list[Any]]] = [
        (f"{name} = ?", [value]) for name in ("state", "grade") if (value := getattr(wanted, name))
    ]
    if wanted.outcome:
        told.append((_OUTCOME, [wanted.outcome]))
    if wanted.place:
        within = msgspec.json.encode(_within(store, wanted.place)).decode()
        told.append((f"({_NAMED} OR {_WITHIN})", [in_column("place", wanted.place), within]))
    if wanted.at:
        told.append((_WITHIN, [msgspec.json.encode(wanted.at.split(",")).decode()]))
    if wanted.since:
        told.append(("coalesce(last_day, first_day) >= ?", [wanted.since]))
    if wanted.until:
        told.append(("first_day <= ?", [wanted.until]))
    if wanted.conflicting:
        told.append(("conflicts > 0", []))
    return Condition(" AND ".join(c for c, _ in told) or "1", tuple(v for _, values in told for v in values))


def _within(store: Store, words: str) -> list[str]:
    """The ids of places of incidents that are, or lie in, a place of that name: «سوريا», «Syria»."""
    named = gazetteer.gazetteer().names.get(fold(words).text.strip(), ())
    code = _countries().get(words.strip().lower())
    wide: Sequence[str] = (*named, *((code,) if code else ()))
    known = [p for (p,) in store.rows("SELECT DISTINCT place_id FROM incidents WHERE place_id IS NOT NULL")]
    return sorted(p for p in known if any(gazetteer.contains(w, p) for w in wide)) if wide else []


@functools.cache
def _countries() -> dict[str, str]:
    return {name.lower(): code for code, name in Locale("en").territories.items() if len(code) == 2}
