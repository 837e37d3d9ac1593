"""The ledger's entries, the newest first; one entry with what it changed; and the check of the whole."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

import msgspec
from fastapi import APIRouter, Form, HTTPException, Query
from fastapi.responses import HTMLResponse, RedirectResponse

from hasila.desk import differences
from hasila.desk.asking import Ask, Asked, see
from hasila.desk.checking import Checker
from hasila.ledger import chain, gathering, projections
from hasila.ledger.chain import Entry
from hasila.ledger.store import Store
from hasila.ledger_options import document_id
from hasila.ledger_views import entry as told_of

router = APIRouter()
PAGE = 50
# Entries that are looked through for one page: kinds have no index, and a page must not wait for a million lines.
WINDOW = 50_000
# Members of a confirmation that are listed.
_MEMBERS = 200
KINDS = tuple(sorted(projections.KINDS))


class Page(NamedTuple):
    """Numbers of entries, the newest first; `before` leads on, None where there are no more."""

    seqs: tuple[int, ...]
    before: int | None


class Wanted(NamedTuple):
    """Which entries: those whose lines hold `mark`, and not `unlike` (canonical JSON), about `subject`; empty: any."""

    mark: bytes = b""
    unlike: bytes = b""
    subject: str = ""


def newest(store: Store, before: int | None, wanted: Wanted, limit: int = PAGE) -> Page:
    """The newest entries below `before` that are wanted."""
    top = min(before or 1 << 60, store.head().seq + 1)
    low = 1 if wanted.subject else max(1, top - WINDOW)
    told = [
        (wanted.mark, "instr(line, ?) > 0", wanted.mark),
        (wanted.unlike, "instr(line, ?) = 0", wanted.unlike),
        (wanted.subject, "seq IN (SELECT seq FROM touches WHERE subject = ?)", wanted.subject),
    ]
    where = "".join(f" AND {condition}" for asked, condition, _ in told if asked)
    values = (top, low, *(value for asked, _, value in told if asked), limit + 1)
    query = f"SELECT seq FROM entries WHERE seq < ? AND seq >= ?{where} ORDER BY seq DESC LIMIT ?"
    rows = store.rows(query, values)
    found = tuple(seq for (seq,) in rows)
    if len(found) > limit:
        return Page(found[:limit], found[limit - 1])
    return Page(found, low if low > 1 else None)


@router.get("/ledger", response_class=HTMLResponse)
def entries(
    ask: Ask,
    kind: str = "",
    document: Annotated[str, Query(max_length=400)] = "",
    before: Annotated[int | None, Query(ge=1, le=1 << 60)] = None,
) -> HTMLResponse:
    """The entries, the newest first, of one kind or about one document."""
    subject = document if not document or ask.store.knows(document) else document_id(ask.store, document)
    mark = f'"kind":"{kind}","parts":'.encode() if kind in KINDS else b""
    with ask.store.read():
        page = newest(ask.store, before, Wanted(mark, b"", subject))
        return ask.page(
            "entries.html.j2", entries=[told_of(ask.store, seq) for seq in page.seqs], before=page.before, kind=kind,
            document=document, kinds=KINDS, head=str(ask.store.head()), total=ask.store.head().seq,
            checker=checker(ask),
        )  # fmt: skip


def checker(ask: Asked) -> Checker:
    """The checker of the desk."""
    found: Checker = ask.request.app.state.checker
    return found


@router.get("/ledger/verify", response_class=HTMLResponse)
def verified(ask: Ask) -> HTMLResponse:
    """What the last check found."""
    return ask.page("verify.html.j2", checker=checker(ask), head=str(ask.store.head()))


@router.post("/ledger/verify")
def verify(ask: Ask, receipt: Annotated[str, Form(max_length=400)] = "") -> RedirectResponse:
    """Check the ledger; leads to what was found."""
    checker(ask).check(ask.store, ask.desk.engine, chain.parse_receipt(receipt) if receipt.strip() else None)
    return see("/ledger/verify")


@router.get("/ledger/{seq}", response_class=HTMLResponse)
def entry(ask: Ask, seq: int) -> HTMLResponse:
    """One entry: what it says, who signed it, what it changed, and its place in the chain."""
    with ask.store.read():
        found = ask.store.entry(seq) if 0 < seq < 1 << 62 else None
        if found is None:
            raise HTTPException(404)
        step = _STEPS.get(found.kind)
        return ask.page(
            "entry.html.j2", e=found, told=told_of(ask.store, seq), more=step(ask.store, found) if step else {},
            last=ask.store.head().seq, present=sorted(ask.store.parts(seq)), skipped=chain.skipped(seq),
        )  # fmt: skip


def _received(store: Store, entry: Entry) -> dict[str, Any]:
    data = store.part(entry.seq, "about")
    text = store.part(entry.seq, "text") or b""
    return {"about": msgspec.json.decode(data) if data else {}, "length": len(text.decode())}


def _extracted(store: Store, entry: Entry) -> dict[str, Any]:
    (document,) = entry.subjects
    again = any(e.kind == "extracted" for e in differences.earlier(store, document, entry.seq))
    return {"reread": differences.reread(store, entry), "again": again}


def _decided(store: Store, entry: Entry) -> dict[str, Any]:
    (document,) = entry.subjects
    number = int(entry.facts["number"])
    was, now = differences.held(store, document, number, entry.seq), differences.decided(store, entry)
    return {"was": was, "now": now, "claim": f"{document}:c{number}",
            "changes": differences.changes(was.claim, now) if now else ()}  # fmt: skip


def _confirmed(store: Store, entry: Entry) -> dict[str, Any]:
    members = set(entry.facts["members"])
    earlier = [c for c in gathering.confirmations(store) if c.seq < entry.seq and members & set(c.members)]
    last = earlier[-1] if earlier else None
    was = differences.confirmed(last.figures if last else None)
    figures = differences.figures(was, differences.confirmed(store.part(entry.seq, "figures")))
    listed = sorted(members)[:_MEMBERS]
    return {"figures": figures, "last": last, "members": listed, "unlisted": len(members) - len(listed)}


def _described(store: Store, entry: Entry) -> dict[str, Any]:
    data = store.part(entry.seq, "about")
    if data is None:
        return {"about": None, "was": {}}
    about = msgspec.json.decode(data, type=dict[str, str])
    query = "SELECT about FROM sources WHERE name = ? AND seq < ? ORDER BY seq DESC LIMIT 1"
    row = store.one(query, (about["name"], entry.seq))
    return {"about": about, "was": msgspec.json.decode(row[0], type=dict[str, str]) if row else {}}


def _noted(store: Store, entry: Entry) -> dict[str, Any]:
    return {"note": (store.part(entry.seq, "note") or b"").decode()}


def _withheld(store: Store, entry: Entry) -> dict[str, Any]:
    return {"erased": differences.erased(store, entry)}


_STEPS = {
    "received": _received, "extracted": _extracted, "decided": _decided, "incident_confirmed": _confirmed,
    "source_described": _described, "incident_noted": _noted, "withheld": _withheld,
}  # fmt: skip
