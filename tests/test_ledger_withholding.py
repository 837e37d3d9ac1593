"""Forgetting: what was withheld is found nowhere, and the chain still verifies."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from ledger_kit import ENGINE, STATE, add, added, files, line, reports, tables

from hasila.errors import UsageError
from hasila.fold import fold
from hasila.incidents import Decisions
from hasila.ledger import (
    backup,
    exporting,
    gathering,
    kept,
    projections,
    reviewing,
    sealing,
    searching,
    verifying,
    withholding,
)  # fmt: skip
from hasila.ledger.reviewing import Signed
from hasila.ledger.store import Store
from hasila.model import Incident, Reading

ME = Signed("نور", "طلبت الأسرة ذلك")
# Words that stand in no other report, as the report spells them.
SECRET = ("زقزقانة", "خلدونية", "٤٤٧١٩٩", "أبوغضنفر", "وكالة-سرّية", "secret.example")
TEXT = "قتل 17 خلدونيةً في زقزقانة، قال أبوغضنفر على الهاتف ٤٤٧١٩٩"


def secret() -> bytes:
    """The report that must go."""
    return line("زقزقانة-1", TEXT, outlet="وكالة-سرّية", url="https://secret.example/1", published="2022-01-21")


def traces(data: bytes) -> list[str]:
    """The words of the report that bytes hold, as spelled, as folded or as searched, in any usual encoding."""
    forms = {w for s in SECRET for w in (s, fold(s).text, kept.search_form(s))}
    codes = {f: {f.encode(code, "ignore") for code in ("utf-8", "utf-16-le", "cp1256")} - {b""} for f in forms}
    return sorted(f for f, told in codes.items() if any(t in data for t in told))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with the report, decisions on it, a confirmed incident that rests on it, and others."""
    path = tmp_path / "hasila.db"
    with Store.create(path) as store:
        lines = reports(30)
        found = added(add(store, [*lines[:15], secret(), *lines[15:]]))
        document = next(o.id for o in found if o.name == "زقزقانة-1")
        reviewing.decide(store, f"{document}:c1", "corrected", Signed("نور", "أبوغضنفر نفسه"), {"place": "زقزقانة"})
        gathering.refresh(store, ENGINE)
        reviewing.confirm(store, ENGINE, "one", ME)
        gathering.refresh(store, ENGINE)
    return path


def the_document(store: Store) -> str:
    """The id of the report that must go."""
    return str((store.one("SELECT id FROM documents WHERE name = 'زقزقانة-1'") or ("",))[0])


def test_the_erased_words_are_found_nowhere(path: Path, tmp_path: Path) -> None:
    """Not in the file, free pages or journal, not by search, not in a later backup or export, as bytes or folded."""
    assert set(SECRET) <= set(traces(b"".join(files(path).values())))
    with Store.open(path) as store:
        document = the_document(store)
        assert withholding.withhold(store, document, ME).scrubbed
        assert traces(b"".join(files(path).values())) == []
        assert [searching.documents(store, w) for w in SECRET] == [[]] * len(SECRET)
        words = store.db.execute("CREATE VIRTUAL TABLE temp.v USING fts5vocab(main, words, row)") and store.rows(
            "SELECT term FROM temp.v"
        )
        assert words
        assert traces(" ".join(t for t, *_ in words).encode()) == []
        backup.backup(store, tmp_path / "b", b"secret", cost=1 << 10)
        with (tmp_path / "b").open("rb") as stream:
            packed = list(backup._unpack(sealing.unseal(stream, b"secret", "b"), "b"))
        assert (
            traces(
                repr(
                    [(e.line.decode(), [d.decode("utf-8", "replace") for _, _, d in e.parts]) for e in packed]
                ).encode()
            )
            == []
        )
        for public in (False, True):
            exporting.export(store, ENGINE, tmp_path / str(public), public=public)
    exported = [p.read_bytes() for p in tmp_path.glob("*/*.*")]
    assert len(exported) == 14
    assert traces(b"".join(exported)) == []
    assert traces(b"".join(files(path).values())) == []


def test_the_chain_and_the_state_still_verify(path: Path) -> None:
    """Every line of the chain stays, verifying finds nothing, a replay gives the same state, the rest is untouched."""
    before = tables(path, ("entries", "documents", "claims"))
    with Store.open(path) as store:
        document = the_document(store)
        withholding.withhold(store, document, ME)
        assert verifying.verify(store, ENGINE).faults == ()
        after = tables(path, ("entries", "documents", "claims"))
        state = tables(path, STATE)
        projections.rebuild(store)
        assert tables(path, STATE) == state
        assert (gathering.refresh(store, ENGINE), gathering.incidents(store)[0].state) == (True, "changed")
    assert set(before["entries"]) < set(after["entries"])
    assert [c for c in before["claims"] if c[2] != document] == after["claims"]
    assert [d for d in before["documents"] if d[1] != document] == [d for d in after["documents"] if d[1] != document]


def test_a_withheld_report_stays_out(path: Path) -> None:
    """The same report is known by its tombstone when it comes again, and not taken back; without a trace it is new."""
    with Store.open(path) as store:
        withholding.withhold(store, the_document(store), ME)
        assert [a.state for a in added(add(store, [secret()]))] == ["withheld"]
    assert traces(b"".join(files(path).values())) == []
    with Store.create(path.with_name("other.db")) as store:
        (one,) = added(add(store, [secret()]))
        withholding.withhold(store, one.id, ME, traceless=True)
        assert [a.state for a in added(add(store, [secret()]))] == ["added"]


def test_a_note_on_a_source_is_withheld_too(path: Path) -> None:
    """A description of a source is erased by its own id; an earlier one of the same name holds again."""
    with Store.open(path) as store:
        reviewing.describe(store, "وكالة", {"note": "موثوقة"}, ME)
        entry = reviewing.describe(store, "وكالة", {"note": "مديرها أبوغضنفر"}, ME)
        assert reviewing.sources(store)["وكالة"]["note"] == "مديرها أبوغضنفر"
        withholding.withhold(store, entry.subjects[0], ME)
        withholding.withhold(store, the_document(store), ME)
        assert reviewing.sources(store) == {"وكالة": {"name": "وكالة", "note": "موثوقة"}}
        assert verifying.verify(store, ENGINE).faults == ()
        state = tables(path, STATE)
        projections.rebuild(store)
        assert tables(path, STATE) == state
    assert traces(b"".join(files(path).values())) == []


def test_withholding_needs_a_document_and_a_reason(path: Path) -> None:
    """What is no document, is withheld already, or is given no reason or name, is refused, and nothing changes."""
    with Store.open(path) as store:
        document, before = the_document(store), store.head()
        for what, signed in ((document, Signed("نور", " ")), ("d0", ME), (document, Signed("", "x"))):
            with pytest.raises(UsageError):
                withholding.withhold(store, what, signed)
        assert store.head() == before
        withholding.withhold(store, document, ME)
        with pytest.raises(UsageError, match="withheld already"):
            withholding.withhold(store, document, ME)


def test_a_reader_delays_the_scrub_and_no_more(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process reads, old pages cannot go: it is said so, and whoever opens the ledger next does it."""
    other = sqlite3.connect(path)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM entries").fetchone()
    with Store.open(path) as store:
        store.db.execute("PRAGMA busy_timeout = 50")
        assert not withholding.withhold(store, the_document(store), ME).scrubbed
        assert verifying.verify(store, ENGINE).faults == ()
    other.close()
    with Store.open(path) as store:
        assert store.meta("scrub") == "1"
        withholding.finish(store)
        assert store.meta("scrub") is None
        assert traces(b"".join(files(path).values())) == []


def test_what_is_withheld_while_incidents_are_reckoned_does_not_come_back(path: Path) -> None:
    """A reckoning that began before a withholding writes nothing after it: no incident, no confirmation."""

    def slow(found: Sequence[Reading], profile: str, decisions: Decisions) -> tuple[Incident, ...]:
        with Store.open(path) as other:
            if document in {r.document.id for r in found}:
                withholding.withhold(other, document, ME)
        return ENGINE.reckon(found, profile, decisions)

    with Store.open(path) as store:
        document = the_document(store)
        add(store, reports(31))
        assert not gathering.refresh(store, ENGINE._replace(reckon=slow))
        assert traces(b"".join(files(path).values())) == []
        assert gathering.refresh(store, ENGINE)
        (document,) = (a.id for a in added(add(store, [line("new", TEXT, outlet="وكالة-سرّية")])))
        with pytest.raises(UsageError, match="changed meanwhile"):
            reviewing.confirm(store, ENGINE._replace(reckon=slow), "one", ME)
        assert traces(b"".join(files(path).values())) == []


def test_kill_9_while_withholding_leaves_all_or_nothing(path: Path) -> None:
    """Killed at random moments: the report is there whole, or it is gone, and whoever opens next finishes the work."""
    dice = random.Random(5)
    with Store.open(path) as store:
        document = the_document(store)
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-m", "hasila", "withhold", document, "--reason", "x", "--by", "n", "--ledger", str(path)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while process.poll() is None and not path.with_name("hasila.db-wal").exists():
            time.sleep(0.002)
        time.sleep(dice.random() * 0.03)
        process.send_signal(signal.SIGKILL)
        process.wait()
        with Store.open(path) as store:
            withholding.finish(store)
            assert verifying.verify(store, ENGINE).faults == ()
            gone = store.one("SELECT withheld FROM documents WHERE id = ?", (document,)) != (None,)
        assert bool(traces(b"".join(files(path).values()))) != gone
