"""The commands with which a person decides, searches, and adopts what a newer version reads."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any

import msgspec
import typer

from hasila import compare
from hasila.display import bounds
from hasila.errors import UsageError
from hasila.ledger import gathering, rereading, reviewing, searching
from hasila.ledger.chain import Entry
from hasila.ledger.engine import engine
from hasila.ledger.rereading import Change, Reread
from hasila.ledger.store import Store
from hasila.ledger_options import DEFAULT, By, Form, Format, Ledger, Reason, answer, document_id, opened, signed
from hasila.model import Claim
from hasila.progress import Progress
from hasila.session import Session

Incident = Annotated[
    str, typer.Argument(metavar="INCIDENT", help="The id of an incident, as `hasila status` lists it.")
]
Fields = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="FIELD=VALUE", help="A field of the claim and its value (JSON or plain text); repeat it."
    ),
]


class Verdict(StrEnum):
    """What a person makes of a claim."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    REOPEN = "reopen"
    ADD = "add"


_KEPT: dict[Verdict, reviewing.Verdict] = {
    Verdict.ACCEPT: "accepted", Verdict.CORRECT: "corrected", Verdict.REJECT: "rejected", Verdict.REOPEN: "unreviewed",
}  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command, example in _COMMANDS:
        app.command(epilog=example)(command)


def decide(
    what: Annotated[str, typer.Argument(metavar="ID", help="A claim (d12:c1); to add one, its document.")],
    verdict: Annotated[Verdict, typer.Argument(metavar="VERDICT", help="accept, correct, reject, reopen or add.")],
    fields: Fields = None,
    reason: Reason = "",
    by: By = None,
    ledger: Ledger = DEFAULT,
    form: Form = Format.TEXT,
) -> None:
    """Accept, correct, reject or reopen a claim, or add one that was missed, signed and with a reason."""
    told = dict(map(_field, fields or []))
    with opened(ledger) as store:
        if verdict is Verdict.ADD:
            entry = reviewing.add_claim(store, document_id(store, what), told, signed(by, reason))
        else:
            entry = reviewing.decide(store, what, _KEPT[verdict], signed(by, reason), told)
        _decided(store, entry, form)


def _field(told: str) -> tuple[str, Any]:
    name, equals, value = told.partition("=")
    if not equals:
        raise UsageError(f"{told!r} sets nothing; give FIELD=VALUE, such as --set low=3")
    try:
        return name, msgspec.json.decode(value)
    except msgspec.DecodeError:
        return name, value


def _decided(store: Store, entry: Entry, form: Format) -> None:
    told = {
        "seq": entry.seq,
        "kind": entry.kind,
        "subjects": entry.subjects,
        "facts": entry.facts,
        "head": str(store.head()),
    }
    answer(form, told, [f"entry #{entry.seq}: {entry.kind} {' '.join(entry.subjects)}", f"head {told['head']}"])


def confirm(
    incident: Incident,
    grade: Annotated[
        str | None, typer.Option(metavar="GRADE", help="confirmed, fair, weak, contested or discounted.")
    ] = None,
    reason: Reason = "",
    by: By = None,
    ledger: Ledger = DEFAULT,
    form: Form = Format.TEXT,
) -> None:
    """Confirm an incident as it stands, with its claims and figures; only such incidents are published."""
    with opened(ledger) as store:
        _decided(store, reviewing.confirm(store, engine(), incident, signed(by, reason), grade), form)


def merge(
    incident: Incident,
    other: Incident,
    reason: Reason,
    by: By = None,
    ledger: Ledger = DEFAULT,
    form: Form = Format.TEXT,
) -> None:
    """Say that two incidents are one; a later split undoes it."""
    with opened(ledger) as store:
        gathering.refresh(store, engine())
        _decided(store, reviewing.merge(store, incident, other, signed(by, reason)), form)


def split(
    incident: Incident,
    claims: Annotated[
        list[str], typer.Argument(metavar="CLAIM", help="The claims (d12:c1) that are of another incident.")
    ],
    reason: Reason,
    by: By = None,
    ledger: Ledger = DEFAULT,
    form: Form = Format.TEXT,
) -> None:
    """Say that some claims of an incident are of another one; a later merge undoes it."""
    with opened(ledger) as store:
        gathering.refresh(store, engine())
        _decided(store, reviewing.split(store, incident, claims, signed(by, reason)), form)


def describe(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A source or outlet, as the reports name it.")],
    kind: Annotated[str, typer.Option(metavar="TEXT", help="What it is: ministry, agency, observatory, …")] = "",
    party: Annotated[str, typer.Option(metavar="ID", help="The party that it belongs to.")] = "",
    note: Annotated[str, typer.Option(metavar="TEXT", help="How far it is relied on, and why.")] = "",
    by: By = None,
    ledger: Ledger = DEFAULT,
    form: Form = Format.TEXT,
) -> None:
    """Describe a source for the registry: its kind, its party, notes on its reliability."""
    with opened(ledger) as store:
        about = {"kind": kind, "party": party, "note": note}
        _decided(store, reviewing.describe(store, source, about, signed(by, "")), form)


def reread(
    documents: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]", help="Documents; else all of older versions.")
    ] = None,
    words: Annotated[
        list[str] | None,
        typer.Option("--word", metavar="FORM", help="Documents that may hold this form of a lexicon; repeat it."),
    ] = None,
    adopt: Annotated[bool, typer.Option("--adopt", help="Adopt what was shown; decisions of people stand.")] = False,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Processes that read at once.")] = 1,
    by: By = None,
    ledger: Ledger = DEFAULT,
    form: Form = Format.TEXT,
) -> None:
    """Read documents again with this version and show what would change; with --adopt take it over.

    Who edited a row of a lexicon asks for its form with --word: only the documents that hold it are read.
    """
    session, progress = Session(), Progress("documents")
    with opened(ledger) as store:
        found = []
        for one in rereading.reread(store, engine(), _to_read(store, documents or [], words or []), workers):
            progress.step()
            if isinstance(one, Reread):
                found.append(one)
            else:
                progress.clear()
                session.fault(one)
        progress.clear()
        adopted = rereading.adopt(store, engine(), found, signed(by, "")) if adopt else 0
        told = {
            "documents": len(found), "summary": rereading.summary(found), "adopted": adopted, "head": str(store.head()),
            "changes": [c._asdict() for one in found for c in one.changes],
        }  # fmt: skip
    lines = [f"{len(found):,} documents read again: {told['summary']}"]
    lines += compare.grouped(compare.Change(c.claim, c.before, c.after) for one in found for c in one.changes)
    lines += [_change(c) for one in found for c in one.changes]
    answer(form, told, [*lines, f"adopted {adopted:,}, head {told['head']}"])
    session.close()


def _to_read(store: Store, documents: Sequence[str], words: Sequence[str]) -> list[str]:
    """The documents named, and those that hold the words; without either, all that another version read."""
    if not documents and not words:
        return rereading.stale(store, engine())
    named = [document_id(store, d) for d in documents]
    return list(dict.fromkeys((*named, *searching.holding(store, words))))


def _change(change: Change) -> str:
    stands = " (a person decided on it, which stands)" if change.decided else ""
    return f"  {change.claim}: {_told(change.before)} → {_told(change.after)}{stands}"


def _told(claim: Claim | None) -> str:
    return "nothing" if claim is None else f"{claim.outcome} {bounds(claim.low, claim.high)} «{claim.quote}»"


def search(
    words: Annotated[
        str, typer.Argument(metavar="WORDS", help='Words as you type them; "…" for words side by side.')
    ] = "",
    claims: Annotated[bool, typer.Option("--claims", help="Search the words of claims, and list claims.")] = False,
    outcome: Annotated[str | None, typer.Option(metavar="NAME", help="killed, injured, …")] = None,
    party: Annotated[str | None, typer.Option(metavar="ID", help="Of victims, perpetrator or source.")] = None,
    place: Annotated[str | None, typer.Option(metavar="WORDS", help="Words for the place, or its id.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Told of this day or later (ISO).")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Told of this day or earlier (ISO).")] = None,
    source: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Who the figure comes from, or the outlet.")
    ] = None,
    status: Annotated[
        str | None, typer.Option(metavar="NAME", help="asserted, denied, unconfirmed, hypothetical.")
    ] = None,
    review: Annotated[
        str | None, typer.Option(metavar="NAME", help="unreviewed, accepted, corrected, rejected, added.")
    ] = None,
    incident: Annotated[str | None, typer.Option(metavar="ID", help="Of this incident.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 20,
    ledger: Ledger = DEFAULT,
    form: Form = Format.TEXT,
) -> None:
    """Search texts, or claims, in whatever spelling of hamzas, harakat, digits and articles; filters are of claims."""
    filters = searching.Filters(outcome, party, place, since, until, source, status, review, incident)
    with opened(ledger) as store:
        if incident:
            gathering.refresh(store, engine())
        if claims:
            for c in searching.claims(store, words, filters, limit):
                answer(form, c._asdict(), [f"{c.id}  {c.review}  {_told(c.claim)}"])
            return
        for hit in searching.documents(store, words, filters, limit):
            told = " · ".join(str(x) for x in (hit.id, hit.published, hit.outlet, hit.name) if x)
            answer(form, hit._asdict(), [f"{told}  claims: {' '.join(hit.claims)}"])


_COMMANDS = (
    (
        decide,
        "Example: `hasila decide d12:c1 correct --set low=3 --set high=3 --reason 'the text says three' --by Nour`",
    ),
    (confirm, "Example: `hasila confirm 2021-03-03-c1340fb4 --grade fair --by Nour`"),
    (merge, "Example: `hasila merge 2021-03-03-c1340fb4 2021-03-04-00ab12cd --reason 'one bombing, two dates'`"),
    (split, "Example: `hasila split 2021-03-03-c1340fb4 d12:c3 --reason 'another quarter'`"),
    (describe, "Example: `hasila describe 'وزارة الصحة' --kind ministry --note 'counts hospitals only'`"),
    (reread, "Example: `hasila reread --word أردى`, or `hasila reread --adopt --by Nour` for all of older versions"),
    (search, "Example: `hasila search 'قتلى الكرادة' --outcome killed --since 2021-03-01`"),
)
