"""Words: the lexicons and constructions with how often this ledger's claims rest on each of their rows.

A derivation names the rows that it used. Files whose rows none names are not called dead: they may work unnamed.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Annotated, NamedTuple

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse

from hasila import constructions, lexicon
from hasila.constructions import Construction
from hasila.desk import claim_lists, uses
from hasila.desk.asking import Ask, Asked
from hasila.desk.uses import NONE, Use, Uses
from hasila.fold import fold
from hasila.lexicon import Row

router = APIRouter()
PAGE = 100
Number = Annotated[int, Query(ge=1, le=100_000)]


class File(NamedTuple):
    """A lexicon: its rows, how many of them claims rest on; `named`: does any derivation name a row of it?"""

    name: str
    about: str
    rows: int
    used: int
    named: bool


class Told(NamedTuple):
    """A row with its use."""

    row: Row
    use: Use


@functools.cache
def names() -> tuple[str, ...]:
    """The lexicons, by name."""
    return tuple(sorted(path.stem for path in lexicon.folder().glob("*.tsv")))


@functools.cache
def about(name: str) -> str:
    """What the first comment lines of a lexicon say of it."""
    lines = (lexicon.folder() / f"{name}.tsv").read_text(encoding="utf-8").split("\n")
    comments = [line[1:].strip() for line in lines if line.startswith("#")]
    return " ".join(comments)


@router.get("/words", response_class=HTMLResponse)
def files(ask: Ask) -> HTMLResponse:
    """The lexicons and the constructions."""
    found = uses.uses(ask.desk.ledgers, ask.store)
    return ask.page(
        "words.html.j2", files=[_file(name, found) for name in names()], counted=found.counted, newest=uses.NEWEST,
        constructions=_constructions(found.rules),
    )  # fmt: skip


def _file(name: str, found: Uses) -> File:
    rows = lexicon.load(name)
    used = sum(row.ref in found.rows for row in rows)
    return File(name, about(name).split(". ")[0].rstrip("."), len(rows), used, used > 0)


def _constructions(rules: Mapping[str, Use]) -> list[tuple[Construction, Use]]:
    every = [(c, rules.get(c.name, NONE)) for c in constructions.load().values()]
    return sorted(every, key=lambda pair: (-pair[1].claims, pair[0].name))


@router.get("/words/constructions/{name}", response_class=HTMLResponse)
def construction(ask: Ask, name: str) -> HTMLResponse:
    """One construction: what it is, examples, counterexamples, and the claims that it read."""
    found = constructions.load().get(name)
    if found is None:
        raise HTTPException(404)
    told = uses.uses(ask.desk.ledgers, ask.store)
    use = told.rules.get(name, NONE)
    return ask.page(
        "construction.html.j2",
        one=found,
        use=use,
        claims=claim_lists.claims(ask.store, use.newest),
        counted=told.counted,
    )


@router.get("/words/{file}", response_class=HTMLResponse)
def rows(
    ask: Ask, file: str, q: Annotated[str, Query(max_length=400)] = "", dead: str = "", page: Number = 1
) -> HTMLResponse:
    """The rows of a lexicon, the most used first."""
    found = uses.uses(ask.desk.ledgers, ask.store)
    every = _told(ask, file, found)
    asked = fold(q).text.strip()
    shown = [r for r in every if asked in r.row.folded and not (dead and r.use.claims)]
    start = (page - 1) * PAGE
    return ask.page(
        "lexicon.html.j2", file=_file(file, found), about=about(file), rows=shown[start : start + PAGE],
        total=len(shown), more=len(shown) > start + PAGE, page=page, q=q, dead=dead, counted=found.counted,
    )  # fmt: skip


def _told(ask: Asked, file: str, found: Uses) -> Sequence[Told]:
    if file not in names():
        raise HTTPException(404)
    every = (Told(row, found.rows.get(row.ref, NONE)) for row in lexicon.load(file))
    return sorted(every, key=lambda t: (-t.use.claims, t.row.line))


@router.get("/words/{file}/one", response_class=HTMLResponse)
def row(ask: Ask, file: str, form: Annotated[str, Query(max_length=400)] = "") -> HTMLResponse:
    """The rows of one form, and the claims that rest on them."""
    found = uses.uses(ask.desk.ledgers, ask.store)
    told = [t for t in _told(ask, file, found) if t.row.form == form]
    if not told:
        raise HTTPException(404)
    claims = claim_lists.claims(ask.store, told[0].use.newest)
    return ask.page("row.html.j2", file=file, form=form, rows=told, claims=claims, counted=found.counted)
