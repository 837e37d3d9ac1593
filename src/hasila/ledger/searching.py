"""Search as people type: words pass through the fold that the index passed through, with and without the article.

Words are all asked for; words between quotation marks are asked for side by side. Texts give documents, newest entry
first; claims are searched in their own words (quote, victims, place, source, perpetrator), as people corrected them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from hasila.ledger import kept
from hasila.ledger.store import Store
from hasila.model import Claim

_PHRASE = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"\w+")


class Filters(msgspec.Struct, frozen=True):
    """What a claim must be: each None or empty one is not asked for.

    `party`: of the victims, the perpetrator or the source. `place` and `source` are words or, for a place, an id.
    `since` and `until` are ISO dates of what is told, or of publication where the claim has none.
    """

    outcome: str | None = None
    party: str | None = None
    place: str | None = None
    since: str | None = None
    until: str | None = None
    source: str | None = None
    status: str | None = None
    review: str | None = None
    incident: str | None = None


NO_FILTERS = Filters()
# Beyond every entry.
_PAST = 1 << 62


class Hit(NamedTuple):
    """A document that fits: its claims that pass the filters are in `claims`."""

    id: str
    name: str | None
    outlet: str | None
    published: str | None
    claims: tuple[str, ...]


class ClaimHit(NamedTuple):
    """A claim that fits."""

    id: str
    document: str
    review: str
    claim: Claim


def query_of(words: str) -> str:
    """What the index is asked for: every word quoted, so that nothing a person types is a command to it."""
    asked = kept.search_form(words)
    phrases = [" ".join(_WORD.findall(a or b)) for a, b in _PHRASE.findall(asked)]
    return " ".join(f'"{p}"' for p in phrases if p)


def documents(
    store: Store, words: str, filters: Filters = NO_FILTERS, limit: int = 20, before: int | None = None
) -> list[Hit]:
    """Documents whose text has the words, and a claim that passes the filters; `before` is the entry to go on from."""
    query = query_of(words)
    conditions, values = _conditions(filters)
    narrow, narrowing = _narrowed(filters)
    if conditions:
        narrow += f" AND EXISTS (SELECT 1 FROM claims c WHERE c.document = d.id AND {conditions})"
    asked, order = ("words MATCH ?", "words.rowid") if query else ("d.withheld IS NULL", "d.seq")
    table = "words CROSS JOIN documents d ON d.seq = words.rowid" if query else "documents d"
    found = store.rows(
        f"SELECT d.id, d.name, d.outlet, d.published FROM {table} WHERE {asked} AND {order} < ? {narrow} "
        f"ORDER BY {order} DESC LIMIT ?",
        [*([query] if query else []), before or _PAST, *narrowing, *values, limit],
    )
    return [Hit(i, name, outlet, on, tuple(_passing(store, i, conditions, values))) for i, name, outlet, on in found]


def claims(store: Store, words: str, filters: Filters = NO_FILTERS, limit: int = 20) -> list[ClaimHit]:
    """Claims that have the words and pass the filters, the newest first."""
    query = query_of(words)
    conditions, values = _conditions(filters)
    asked = ["c.key IN (SELECT rowid FROM claim_words WHERE claim_words MATCH ?)"] if query else []
    where = " AND ".join([*asked, *([conditions] if conditions else [])]) or "1"
    found = store.rows(
        f"SELECT c.id, c.document, c.review, c.data FROM claims c JOIN documents d ON d.id = c.document WHERE {where} "
        "ORDER BY c.key DESC LIMIT ?",
        [*([query] if query else []), *values, limit],
    )
    return [ClaimHit(i, d, r, kept.decode_one(data).claim) for i, d, r, data in found]


# What may be written on to a word before it, beyond what its search form takes off.
_CLITICS = ("", "و", "ف", "ب", "ل", "ك", "س", "ا", "وب", "ول", "وس", "فب", "فل", "فس", "لل")


def holding(store: Store, forms: Iterable[str]) -> list[str]:
    """The documents whose texts may hold one of these forms, with whatever is written on to it, in order.

    More than hold it may be given (words that begin alike), never fewer.
    """
    asked = " OR ".join(told for form in forms if (told := _with_clitics(form)))
    query = """SELECT d.id FROM words CROSS JOIN documents d ON d.seq = words.rowid
        WHERE words MATCH ? AND d.withheld IS NULL ORDER BY d.seq"""
    return [i for (i,) in store.rows(query, (asked,))] if asked else []


def _with_clitics(form: str) -> str:
    """A form as the index is asked for it: each clitic before its first word, anything after its last."""
    words = _WORD.findall(kept.search_form(form))
    return " OR ".join(f'"{clitic}{" ".join(words)}" *' for clitic in _CLITICS) if words else ""


def _narrowed(f: Filters) -> tuple[str, list[Any]]:
    """Documents that can pass, by an index, for filters that few may pass: else all would be walked through."""
    told: list[tuple[str, list[Any]]] = []
    if f.party is not None:
        columns = ("victim_party", "perpetrator_party", "source_actor")
        told.append((" UNION ALL ".join(f"{_OF_CLAIM} WHERE {c} = ?" for c in columns), [f.party] * 3))
    if f.place is not None:
        of_words = f"SELECT rowid / {kept.MOST} FROM claim_words WHERE claim_words MATCH ?"
        told.append((f"{_OF_CLAIM} WHERE place_id = ? UNION ALL {of_words}", [f.place, in_column("place", f.place)]))
    if f.incident is not None:
        told.append((f"{_OF_CLAIM} JOIN incident_claims i ON i.claim = id WHERE i.incident = ?", [f.incident]))
    return "".join(f" AND d.seq IN ({query})" for query, _ in told), [v for _, values in told for v in values]


_OF_CLAIM = f"SELECT key / {kept.MOST} FROM claims"


def _passing(store: Store, document: str, conditions: str, values: list[Any]) -> Iterator[str]:
    query = (
        "SELECT c.id FROM claims c JOIN documents d ON d.id = c.document "
        f"WHERE c.document = ? AND {conditions or '1'} ORDER BY c.start, c.number"
    )
    return (i for (i,) in store.rows(query, [document, *values]))


def _conditions(f: Filters) -> tuple[str, list[Any]]:
    """The filters as conditions on a claim `c` of a document `d`, with their values."""
    told: list[tuple[str, list[Any]]] = []
    for name in ("outcome", "status", "review"):
        if (value := getattr(f, name)) is not None:
            told.append((f"c.{name} = ?", [value]))
    if f.party is not None:
        told.append(("? IN (c.victim_party, c.perpetrator_party, c.source_actor)", [f.party]))
    if f.since is not None:
        told.append(("coalesce(c.date, d.published) >= ?", [f.since]))
    if f.until is not None:
        told.append(("coalesce(c.date, d.published) <= ?", [f"{f.until}~"]))
    if f.place is not None:
        told.append((f"(c.place_id = ? OR {_IN_COLUMN})", [f.place, in_column("place", f.place)]))
    if f.source is not None:
        told.append(
            (
                f"(c.source_actor = ? OR d.outlet = ? OR {_IN_COLUMN})",
                [f.source, f.source, in_column("source", f.source)],
            )
        )
    if f.incident is not None:
        told.append(("EXISTS (SELECT 1 FROM incident_claims i WHERE i.claim = c.id AND i.incident = ?)", [f.incident]))
    return " AND ".join(c for c, _ in told), [v for _, values in told for v in values]


_IN_COLUMN = "c.key IN (SELECT rowid FROM claim_words WHERE claim_words MATCH ?)"


def in_column(name: str, words: str) -> str:
    """What the index of claims is asked for: the words in that column."""
    return f"{{{name}}} : ({query_of(words) or chr(34) * 2})"
