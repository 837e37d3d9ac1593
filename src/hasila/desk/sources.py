"""Sources: who the reports name, who prints them, and what is known of each: kind, party, how far it is relied on.

A source is described under the name by which reports know it. Every description is an entry; the latest holds.
"""

from __future__ import annotations

import functools
from typing import Annotated, NamedTuple

import msgspec
from fastapi import APIRouter, Form, HTTPException, Query
from fastapi.responses import HTMLResponse, RedirectResponse

from hasila import actors, lexicon
from hasila.desk import claim_lists
from hasila.desk.asking import Ask, Asked, see
from hasila.desk.ledgers import Ledgers
from hasila.desk.uses import SHOWN, Uses, uses
from hasila.errors import UsageError
from hasila.fold import fold
from hasila.ledger import reviewing
from hasila.ledger.store import Store
from hasila.lexicon import Row

router = APIRouter()
PAGE = 50
_LONGEST = 400
_LONGEST_NOTE = 4000
# Kinds of actors that others belong to, or that take sides themselves.
_SIDES = ("armed_group", "army", "coalition", "police", "state", "un")
Name = Annotated[str, Query(max_length=_LONGEST)]
Line = Annotated[str, Form(max_length=_LONGEST)]


class Named(NamedTuple):
    """A source by the name that reports give it: `reports` that it printed, `claims` that rest on its word.

    `actor` is its id where the lexicon knows it. Claims of words that the lexicon does not know are counted among the
    newest only.
    """

    name: str
    actor: str | None
    reports: int
    claims: int


class Description(NamedTuple):
    """What somebody said of a source, in which entry, when (UTC, ISO)."""

    seq: int
    at: str
    by: str
    kind: str
    party: str
    note: str


def named(ledgers: Ledgers, store: Store) -> dict[str, Named]:
    """Every source by its name, the most used first; remembered until the ledger changes."""
    return ledgers.remembered.of(store, "sources", lambda: _gathered(store, uses(ledgers, store)))


def _gathered(store: Store, told: Uses) -> dict[str, Named]:
    found: dict[str, Named] = {}
    printed = "SELECT outlet, count(*) FROM documents WHERE outlet IS NOT NULL AND outlet <> '' GROUP BY outlet"
    cited = "SELECT source_actor, count(*) FROM claims WHERE source_actor IS NOT NULL GROUP BY source_actor"
    for outlet, number in store.rows(printed):
        _add(found, Named(outlet, None, number, 0))
    for actor, number in store.rows(cited):
        row = _actors().get(actor)
        _add(found, Named(row.lemma if row else actor, actor, 0, number))
    for words, use in told.sources.items():
        _add(found, Named(words, None, 0, use.claims))
    for name in reviewing.sources(store):
        _add(found, Named(name, None, 0, 0))
    return dict(sorted(found.items(), key=lambda pair: (-pair[1].reports - pair[1].claims, pair[0])))


def _add(found: dict[str, Named], one: Named) -> None:
    was = found.get(one.name, one._replace(reports=0, claims=0))
    actor = was.actor or one.actor
    found[one.name] = Named(one.name, actor, was.reports + one.reports, was.claims + one.claims)


@functools.cache
def _actors() -> dict[str, Row]:
    """The first row of each actor of the lexicon: its id, kind and neutral names."""
    found: dict[str, Row] = {}
    for row in lexicon.load("actors"):
        found.setdefault(row.sense, row)
    return found


@functools.cache
def _parties() -> tuple[Row, ...]:
    """The actors that a source may belong to, by id."""
    every = _actors()
    own = {actors.party(i) for i in every} | {i for i, row in every.items() if row.part in _SIDES}
    return tuple(every[i] for i in sorted(own) if i in every and not actors.is_generic(i) and actors.party(i) == i)


@functools.cache
def _kinds() -> tuple[str, ...]:
    return tuple(sorted({row.part for row in _actors().values()}))


@router.get("/sources", response_class=HTMLResponse)
def registry(
    ask: Ask, q: Name = "", show: str = "all", page: Annotated[int, Query(ge=1, le=100_000)] = 1
) -> HTMLResponse:
    """The sources that reports name, the most used first, with what is known of each."""
    every = named(ask.desk.ledgers, ask.store)
    known = reviewing.sources(ask.store)
    asked = fold(q).text.strip()
    found = [n for n in every.values() if _passes(n, n.name in known, show) and asked in fold(n.name).text]
    start = (page - 1) * PAGE
    shown = found[start : start + PAGE]
    said = {n.name: _history(ask.store, n.name)[0] for n in shown if n.name in known}
    return ask.page(
        "sources.html.j2", found=shown, said=said, actors=_actors(), total=len(found),
        described=len(known), every=len(every), more=len(found) > start + PAGE, page=page, q=q, show=show,
        newest=uses(ask.desk.ledgers, ask.store).counted, kinds=_kinds(), parties=_parties(),
    )  # fmt: skip


def _passes(one: Named, described: bool, show: str) -> bool:
    """Does a source pass the filter: described, undescribed, outlets, cited, or any?"""
    told = {"described": described, "undescribed": not described, "outlets": one.reports > 0, "cited": one.claims > 0}
    return told.get(show, True)


@router.get("/sources/one", response_class=HTMLResponse)
def source(ask: Ask, name: Name = "", said: str = "") -> HTMLResponse:
    """One source: its claims and reports, what was said of it and by whom, and a form to describe it."""
    if not name.strip():
        raise HTTPException(404)
    one = named(ask.desk.ledgers, ask.store).get(name) or Named(name, None, 0, 0)
    lexical = _actors().get(one.actor or actors.resolve(name) or "")
    history = _history(ask.store, name)
    return ask.page(
        "source.html.j2", one=one, lexical=lexical, history=history, now=history[0] if history else None,
        party=_party(lexical), claims=claim_lists.claims(ask.store, _claims(ask, one)),
        reports=_reports(ask.store, one), kinds=_kinds(), parties=_parties(), actors=_actors(),
        said=said == "described",
    )  # fmt: skip


def _party(lexical: Row | None) -> str:
    """The party that the lexicon gives an actor, where it is another one."""
    told = actors.party(lexical.sense) if lexical else ""
    return told if lexical and told != lexical.sense else ""


def _claims(ask: Asked, one: Named) -> list[str]:
    """The ids of the newest claims that rest on a source's word."""
    if one.actor is None:
        use = uses(ask.desk.ledgers, ask.store).sources.get(one.name)
        return list(use.newest) if use else []
    query = "SELECT id FROM claims WHERE source_actor = ? ORDER BY key DESC LIMIT ?"
    return [i for (i,) in ask.store.rows(query, (one.actor, SHOWN))]


def _reports(store: Store, one: Named) -> list[tuple[str, str, str | None]]:
    """The newest reports that a source printed: id, own id, date."""
    query = "SELECT id, coalesce(name, id), published FROM documents WHERE outlet = ? ORDER BY seq DESC LIMIT ?"
    return [(i, name, on) for i, name, on in store.rows(query, (one.name, SHOWN))] if one.reports else []


def _history(store: Store, name: str) -> list[Description]:
    """What was said of a source, the latest first."""
    found = []
    for seq, about in store.rows("SELECT seq, about FROM sources WHERE name = ? ORDER BY seq DESC", (name,)):
        told = msgspec.json.decode(about, type=dict[str, str])
        entry = store.entry(seq)
        by = (store.part(seq, "by") or b"").decode()
        words = (told.get(key, "") for key in ("kind", "party", "note"))
        found.append(Description(seq, entry.at if entry else "", by, *words))
    return found


@router.post("/sources")
def describe(
    ask: Ask,
    name: Line = "",
    kind: Line = "",
    party: Line = "",
    note: Annotated[str, Form(max_length=_LONGEST_NOTE)] = "",
) -> RedirectResponse:
    """Describe a source; leads to its page."""
    about = {"kind": kind.strip(), "party": party.strip(), "note": note.strip()}
    _check(ask, name, about)
    reviewing.describe(ask.store, name.strip(), about, ask.signed(""))
    return see("/sources/one", name=name.strip(), said="described")


def _check(ask: Asked, name: str, about: dict[str, str]) -> None:
    if not name.strip():
        raise UsageError(ask.t("sources.needs_name"))
    if not any(about.values()):
        raise UsageError(ask.t("sources.needs_words"))
