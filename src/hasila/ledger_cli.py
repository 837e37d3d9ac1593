"""The ledger's commands: each opens the file, calls one function of `hasila.ledger` and writes what it gave."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from hasila import ledger_views, review_cli
from hasila.documents import Defaults, Fault, check_date, sources
from hasila.errors import UsageError
from hasila.ledger import backup as backing
from hasila.ledger import chain, comparing, exporting, gathering, projections, receiving, verifying, withholding
from hasila.ledger import challenge as challenging
from hasila.ledger.engine import engine
from hasila.ledger.receiving import Added, Skipped
from hasila.ledger.store import Store
from hasila.ledger_options import (
    DEFAULT,
    AsOf,
    By,
    Form,
    Format,
    Ledger,
    PassphraseEnv,
    PassphraseFile,
    Profile,
    answer,
    as_it_was,
    document_id,
    opened,
    passphrase,
    prepare,
    signed,
    written,
)  # fmt: skip
from hasila.output import sink
from hasila.progress import Progress
from hasila.session import Session

_WHAT = ".txt, .html, .jsonl files, folders, or - for standard input."


def register(app: typer.Typer) -> None:
    """Add the ledger's commands to the command line."""
    for command, example in _COMMANDS:
        app.command(epilog=example)(command)
    review_cli.register(app)


def _date(value: str | None) -> str | None:
    try:
        return None if value is None else check_date(value)
    except ValueError as error:
        raise typer.BadParameter("give an ISO date, such as 2022-01-26") from error


def add(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help=_WHAT)],
    ledger: Ledger = DEFAULT,
    form: Form = Format.TEXT,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", callback=_date, help="Date of reports that give none (ISO).")
    ] = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Outlet of reports that name none.")] = None,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Processes that read at once.")] = 1,
) -> None:
    """Add reports to a ledger, which is made if it is not there; those that it has are passed over.

    Each report is committed with its claims before it is told: with --format json one line a report, with the head
    receipt.
    """
    session, progress = Session(), Progress("documents")
    with Store.create(ledger) as store:
        prepare(store)
        states = {"added": 0, "known": 0, "withheld": 0}
        for outcome in receiving.add(store, sources(paths), Defaults(published, outlet), engine(), workers):
            progress.step()
            if isinstance(outcome, Added):
                states[outcome.state] += 1
                if form is Format.JSON:
                    written({**outcome._asdict(), "head": str(outcome.head)})
                continue
            progress.clear()
            _unread(session, outcome)
        progress.clear()
        if form is Format.TEXT:
            told = ", ".join(f"{n:,} {state}" for state, n in states.items() if n or state == "added")
            answer(form, {}, [told, f"head {store.head()}"])
    session.close()


def _unread(session: Session, outcome: Skipped | Fault) -> None:
    if isinstance(outcome, Skipped):
        session.skipped += 1
    else:
        session.fault(outcome)


def status(
    ledger: Ledger = DEFAULT,
    form: Form = Format.TEXT,
    reckon: Annotated[bool, typer.Option("--reckon", help="Reckon the incidents anew however many documents.")] = False,
    as_of: AsOf = None,
) -> None:
    """Tell how many documents, claims and incidents there are, what waits for a person, and the head receipt."""
    with opened(ledger) as now, as_it_was(now, as_of) as store:
        gathering.refresh(store, engine(), force=reckon)
        told = ledger_views.status(store, engine())
        answer(form, told, ledger_views.status_lines(told, gathering.incidents(store)))


def verify(
    ledger: Ledger = DEFAULT,
    head: Annotated[
        str | None, typer.Option("--head", metavar="RECEIPT", help="A head receipt that was kept elsewhere.")
    ] = None,
    thorough: Annotated[bool, typer.Option("--thorough", help="Compare indexes and incidents of any size.")] = False,
    form: Form = Format.TEXT,
) -> None:
    """Find any changed, removed or reordered entry, compare the state with a replay, and say what is not excluded."""
    receipt = chain.parse_receipt(head) if head else None
    with Store.open(ledger) as store:
        found = verifying.verify(store, engine(), receipt, thorough=thorough)
    told = {
        "ok": not found.faults, "entries": found.entries, "withheld": found.withheld, "head": str(found.head),
        "faults": found.faults, "limits": found.limits,
    }  # fmt: skip
    answer(form, told, ledger_views.verified_lines(found))
    if found.faults:
        raise typer.Exit(2)


def log(
    ledger: Ledger = DEFAULT,
    since: Annotated[int, typer.Option(metavar="N", min=1, help="Begin with this entry.")] = 1,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="At most so many entries.")] = 1_000_000_000,
    about: Annotated[str | None, typer.Option(metavar="ID", help="Only entries about this document.")] = None,
    form: Form = Format.TEXT,
) -> None:
    """List the entries of the ledger: number, time, kind, what it is about, who signed it."""
    with opened(ledger) as store:
        subject = document_id(store, about) if about else None
        for entry in ledger_views.entries(store, since, limit, subject):
            answer(form, entry, [ledger_views.entry_line(entry)])


def show(
    what: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="A document (d12 or its own id), claim (d12:c1), entry (#40), incident, figure (INCIDENT/killed/all).",
        ),
    ],
    ledger: Ledger = DEFAULT,
    form: Form = Format.TEXT,
    challenge: Annotated[
        bool, typer.Option("--challenge", help="Everything behind a figure, to be checked by others.")
    ] = False,
    head: Annotated[
        str | None, typer.Option("--head", metavar="RECEIPT", help="A receipt that the challenge must lead to.")
    ] = None,
    as_of: AsOf = None,
    profile: Profile = "hasila",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the challenge here.")
    ] = None,
) -> None:
    """Show a document, claim, entry, incident or figure; with --challenge write what proves a figure to others."""
    with opened(ledger) as now, as_it_was(now, as_of) as store:
        if challenge:
            receipt = chain.parse_receipt(head) if head else None
            figure = challenging.parse_figure(what)
            told = challenging.challenge(store, engine(), figure, profile, receipt)
            with sink(output) as stream:
                stream.write(chain.canonical(told) + b"\n")
            return
        gathering.refresh(store, engine())
        value, lines = ledger_views.shown(store, what)
        answer(form, value, lines)


def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The backup to write.")],
    ledger: Ledger = DEFAULT,
    passphrase_file: PassphraseFile = None,
    passphrase_env: PassphraseEnv = None,
    form: Form = Format.TEXT,
) -> None:
    """Write an encrypted backup (AES-256-GCM, key by scrypt); what was withheld is not in it."""
    with opened(ledger) as store:
        head = backing.backup(store, target, passphrase(passphrase_file, passphrase_env, twice=True))
    answer(form, {"backup": str(target), "head": str(head)}, [f"wrote {target}", f"head {head}"])


def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="The backup to read.")],
    ledger: Ledger = DEFAULT,
    passphrase_file: PassphraseFile = None,
    passphrase_env: PassphraseEnv = None,
    form: Form = Format.TEXT,
) -> None:
    """Make a ledger from a backup, equal to what was backed up; an existing file is never overwritten."""
    found = backing.restore(source, ledger, passphrase(passphrase_file, passphrase_env, twice=False))
    told = {"ledger": str(ledger), "entries": found.entries, "head": str(found.head), "faults": found.faults}
    answer(form, told, [f"restored {found.entries:,} entries to {ledger}", f"head {found.head}", *found.faults])
    if found.faults:
        raise typer.Exit(2)


def replay(ledger: Ledger = DEFAULT, form: Form = Format.TEXT) -> None:
    """Fold every entry anew, say if the state was equal, and put the replayed state in its place."""
    with opened(ledger) as store:
        faults = verifying.chain_faults(store)
        if faults:
            raise UsageError(f"the chain is broken, nothing was replayed: {faults[0]}")
        found = comparing.compare(store, engine(), thorough=True)
        projections.rebuild(store)
        gathering.refresh(store, engine())
        head = store.head()
    told = {"equal": not found.faults, "entries": head.seq, "head": str(head), "differences": found.faults}
    equal = "the state is equal" if not found.faults else "the state was not equal, and is now as replayed"
    answer(form, told, [f"replayed {head.seq:,} entries: {equal}", *found.faults, f"head {head}"])
    if found.faults:
        raise typer.Exit(2)


def withhold(
    document: Annotated[
        str, typer.Argument(metavar="ID", help="A document (d12, or its own id), or a source's note (s40).")
    ],
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why, without words of the report: it stays.")
    ],
    ledger: Ledger = DEFAULT,
    by: By = None,
    traceless: Annotated[
        bool, typer.Option("--traceless", help="Keep no tombstone: the report is received if it comes again.")
    ] = False,
    form: Form = Format.TEXT,
) -> None:
    """Erase a document's text, bytes, index and claims, from the file's free pages too; the chain still verifies."""
    with opened(ledger) as store:
        subject = document if store.knows(document) else document_id(store, document)
        found = withholding.withhold(store, subject, signed(by, reason), traceless=traceless)
    told = {"id": found.id, "head": str(found.head), "scrubbed": found.scrubbed}
    rest = (
        [] if found.scrubbed else ["another process holds the file: it is written anew when the ledger is next opened"]
    )
    answer(form, told, [f"withheld {found.id}", f"head {found.head}", *rest])


def export(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="The folder to write into.")],
    ledger: Ledger = DEFAULT,
    public: Annotated[
        bool, typer.Option("--public", help="Only confirmed incidents, by allow-list: no words, names or notes.")
    ] = False,
    profile: Profile = "hasila",
    form: Form = Format.TEXT,
) -> None:
    """Write claims and tolls as CSV, JSON Lines and GeoJSON, with data dictionary and provenance."""
    with opened(ledger) as store:
        done = exporting.export(store, engine(), output, profile, public=public)
    told: dict[str, Any] = {**done.provenance, "left_out": done.left_out, "files": [f._asdict() for f in done.files]}
    answer(form, told, _exported(done, output))


def _exported(done: exporting.Export, output: Path) -> Iterator[str]:
    yield from (f"wrote {output / f.name} ({f.records:,})" for f in done.files)
    if done.left_out:
        yield f"left out {done.left_out:,} incidents that nobody confirmed, or that changed since"


_COMMANDS = (
    (add, "Example: `hasila add reports/ --ledger hasila.db --format json`"),
    (status, "Example: `hasila status --ledger hasila.db`"),
    (verify, "Example: `hasila verify --ledger hasila.db --head hasila:40:9f…`"),
    (log, "Example: `hasila log --about d12 --format json`"),
    (show, "Example: `hasila show 2021-03-03-c1340fb4/killed/all --challenge -o challenge.json`"),
    (backup, "Example: `hasila backup hasila.backup --passphrase-file key.txt`"),
    (restore, "Example: `hasila restore hasila.backup --ledger copy.db`"),
    (replay, "Example: `hasila replay --ledger hasila.db`"),
    (withhold, "Example: `hasila withhold d12 --reason 'the source asked for it' --by Nour`"),
    (export, "Example: `hasila export --public -o published/`"),
)
