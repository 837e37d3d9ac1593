"""Method: how the figures of this ledger come about, told from what is configured and what the ledger holds.

Prose says what is done; every number, list and rule is taken from the code or the data that decides it, so that the
page changes when they do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, NamedTuple, get_args

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from hasila import constructions, copies, hedges, lexicon, pairs, profiles
from hasila.desk import corrections, language, lexicons
from hasila.desk.asking import Ask
from hasila.desk.corrections import Corrections, Moved
from hasila.desk.ledgers import Ledgers
from hasila.display import bounds
from hasila.gazetteer import gazetteer
from hasila.ledger import doubt, gathering, reviewing
from hasila.ledger.store import Store
from hasila.model import Claim, Document, Means, Outcome, Qualifier, Reading, Scope, Status, VictimStatus
from hasila.profiles import Profile, Rule

router = APIRouter()
# What a hedge does is shown on this number.
_NUMBER = 10
_FORMS = 6
_MOVED = 50
# Fields of a claim with a closed list of values: the field, its values, the section of their labels.
_LISTS = (
    ("outcome", get_args(Outcome), "outcome"), ("qualifier", get_args(Qualifier), "qualifier"),
    ("status", get_args(Status), "status"), ("scope", get_args(Scope), "scope"),
    ("victim_status", get_args(VictimStatus), "victim_status"), ("means", get_args(Means), "means"),
)  # fmt: skip


class Vague(NamedTuple):
    """Words for no certain number: their bounds as read, and what each profile takes them for."""

    forms: tuple[str, ...]
    more: int
    read: str
    valued: tuple[str, ...]


class Hedged(NamedTuple):
    """Words around a number: the qualifier that they give, and what becomes of the number."""

    qualifier: str
    forms: tuple[str, ...]
    more: int
    bounds: str


class Ruled(NamedTuple):
    """One rule in each profile, None where a profile lacks it."""

    key: str
    cells: tuple[Rule | None, ...]


class Standing(NamedTuple):
    """How the ledger stands: documents by the version that read them, incidents by grade, sources by kind."""

    versions: tuple[tuple[str, int], ...]
    grades: tuple[tuple[str, int], ...]
    sources: tuple[tuple[str, int], ...]


def _standing(store: Store) -> Standing:
    read = "SELECT coalesce(version, ''), count(*) FROM documents WHERE withheld IS NULL GROUP BY version"
    graded: dict[str, int] = dict(store.rows("SELECT grade, count(*) FROM incidents GROUP BY grade"))
    kinds = Counter(about.get("kind", "") for about in reviewing.sources(store).values())
    return Standing(
        tuple((version, number) for version, number in store.rows(f"{read} ORDER BY 2 DESC, 1")),
        tuple((grade, graded.get(grade, 0)) for grade in gathering.GRADES),
        tuple(sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def standing(ledgers: Ledgers, store: Store) -> Standing:
    """How the ledger stands, remembered until it changes."""
    return ledgers.remembered.of(store, "standing", lambda: _standing(store))


def _corrected(store: Store) -> tuple[Corrections, list[Moved]]:
    """The newest corrections, and the confirmed incidents that changed."""
    return corrections.latest(store, None), corrections.moved(store, _MOVED)


@router.get("/method", response_class=HTMLResponse)
def method(ask: Ask, before: Annotated[int | None, Query(ge=1, le=1 << 60)] = None) -> HTMLResponse:
    """The methodology, and what was corrected since."""
    remembered = ask.desk.ledgers.remembered
    told = remembered.of(ask.store, "corrections", lambda: _corrected(ask.store))
    counted = tuple(map(profiles.load, profiles.names()))
    files = [(name, len(lexicon.load(name))) for name in lexicons.names()]
    return ask.page(
        "method.html.j2", version=ask.desk.engine.version, head=str(ask.store.head()), lists=_LISTS,
        steps=keys("steps"), limits=keys("limits"), standing=standing(ask.desk.ledgers, ask.store),
        profiles=counted, rules=rules(counted), vague=list(vague(counted)), hedges=list(hedged()), number=_NUMBER,
        doubts=doubt.WEIGHTS, many=doubt.MANY, files=files, constructions=len(constructions.load()),
        places=len(gazetteer().places),
        constants={"days": copies.WINDOW_DAYS, "share": round(copies.CONTAINMENT * 100), "far": round(pairs.FAR_KM)},
        corrections=corrections.latest(ask.store, before) if before else told[0], moved=told[1], before=before,
        fresh=gathering.is_fresh(ask.store, ask.desk.engine),
    )  # fmt: skip


def keys(section: str) -> list[str]:
    """The keys of a section of the desk's texts, in their order."""
    return [key for key in language.texts() if key.startswith(f"{section}.")]


def rules(counted: tuple[Profile, ...]) -> list[Ruled]:
    """The rules of the profiles side by side, in the order of their names in the texts, then of the profiles."""
    named = [key.removeprefix("rule.") for key in keys("rule")]
    told = dict.fromkeys(rule.key for profile in counted for rule in profile.rules)
    every = sorted(told, key=lambda key: named.index(key) if key in named else len(named))
    return [Ruled(key, tuple(profile.rule(key) for profile in counted)) for key in every]


def vague(counted: tuple[Profile, ...]) -> Iterator[Vague]:
    """What vague words are worth: words of one value together, as the lexicon orders them."""
    groups: dict[tuple[str, str], list[str]] = {}
    for row in lexicon.load("numerals"):
        if row.part in ("vague", "unstated"):
            groups.setdefault((row.sense, row.part), []).append(row.form)
    for (sense, part), forms in groups.items():
        low, _, high = sense.partition("-")
        qualifier: Qualifier = "vague" if part == "vague" else "unstated"
        claim = Claim("", "killed", int(low), int(high) if high else None, qualifier)
        valued = tuple(_valued(profile, claim) for profile in counted)
        yield Vague(tuple(forms[:_FORMS]), len(forms[_FORMS:]), bounds(claim.low, claim.high), valued)


def _valued(profile: Profile, claim: Claim) -> str:
    """The bounds that a profile gives a claim."""
    (reading,) = profiles.apply(profile, [Reading(Document("", ""), (claim,))])
    return bounds(reading.claims[0].low, reading.claims[0].high)


def hedged() -> Iterator[Hedged]:
    """What words around a number make of it, by the qualifier that they give."""
    for qualifier in get_args(Qualifier):
        every = (r.form for r in lexicon.load("hedges") if r.sense == qualifier and r.part in ("before", "after"))
        forms = tuple(dict.fromkeys(every))
        if forms:
            hedge = hedges.Hedge(0, 0, qualifier, "")
            low, high, _ = hedges.apply_hedge(_NUMBER, _NUMBER, "exact", hedge)
            yield Hedged(qualifier, forms[:_FORMS], len(forms[_FORMS:]), bounds(low, high))
