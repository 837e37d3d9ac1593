"""Adding to a ledger: what a document is, what was acknowledged, interruptions, and two processes at once."""

from __future__ import annotations

import json
import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from ledger_kit import ENGINE, STATE, add, added, line, reports, tables

from hasila.documents import Defaults, Fault, sources
from hasila.errors import InputError
from hasila.ledger import ahead, projections, readings, receiving, schema, verifying
from hasila.ledger.receiving import Skipped
from hasila.ledger.store import Store
from hasila.ledger_options import prepare

# 10 in the suite; `HASILA_KILLS=50 pytest tests/test_ledger.py -k kill` for a release.
KILLS = int(os.environ.get("HASILA_KILLS", "10"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the ledger is made."""
    return tmp_path / "hasila.db"


def command(*arguments: object, **more: Any) -> subprocess.Popen[bytes]:
    """The program as a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "hasila", *map(str, arguments)], stdout=subprocess.PIPE, **more)


def acknowledged(output: bytes) -> list[dict[str, Any]]:
    """The whole lines that `add` wrote."""
    return [json.loads(told) for told in output.split(b"\n")[:-1]]


def test_a_document_is_kept_whole(path: Path, tmp_path: Path) -> None:
    """Bytes, text, name, outlet, URL, date and claims of a report are in the ledger as they came in."""
    page = "<html><p>قتل 20 مدنيا في المدينة</p></html>".encode()
    (tmp_path / "a.html").write_bytes(page)
    with Store.create(path) as store:
        (one,) = added(
            receiving.add(store, sources([str(tmp_path / "a.html")]), Defaults("2022-01-26", "وكالة"), ENGINE)
        )
        found = readings.reported(store, one.id).reading
        assert store.part(int(one.id[1:]), "bytes") == page
    assert (found.document.published, found.document.outlet) == ("2022-01-26", "وكالة")
    assert [c.quote for c in found.claims] == ["قتل 20 مدنيا"]
    span = found.claims[0].spans["quote"]
    assert span.of(found.document.text) == "قتل 20 مدنيا"


def test_adding_again_changes_nothing(path: Path) -> None:
    """A second adding acknowledges each report as known, by the same id, and writes no entry."""
    with Store.create(path) as store:
        first = added(add(store, reports(5)))
        before, head = tables(path), store.head()
        again = added(add(store, reports(5)))
        assert [a.id for a in again] == [a.id for a in first]
        assert {a.state for a in again} == {"known"}
        assert (tables(path), store.head()) == (before, head)


@pytest.mark.parametrize("field", ["outlet", "url", "published"])
def test_a_verbatim_copy_by_another_is_a_document_of_its_own(path: Path, tmp_path: Path, field: str) -> None:
    """The same bytes with another outlet, URL or time of publication are another document."""
    (tmp_path / "a.txt").write_text("قتل 20 مدنيا", encoding="utf-8")
    items = sources([str(tmp_path / "a.txt")])
    (source,) = [i for i in items if not isinstance(i, Fault)]
    key = bytes(32)
    about = projections.About("a", "وكالة", "https://a.example/1", "2022-01-26")
    other = {"outlet": "قناة", "url": "https://a.example/2", "published": "2022-01-27"}
    changed = projections.About(**{**{f: getattr(about, f) for f in about.__struct_fields__}, field: other[field]})
    data = (tmp_path / "a.txt").read_bytes()
    assert projections.identity(key, data, about) != projections.identity(key, data, changed)
    with Store.create(path) as store:
        for outlet in ("وكالة", "قناة", "وكالة"):
            list(receiving.add(store, [source], Defaults(None, outlet), ENGINE))
        assert store.one("SELECT count(*) FROM documents") == (2,)


def test_what_cannot_be_kept_is_told_and_the_rest_goes_on(path: Path) -> None:
    """A broken line, a text of another language and one that trips the engine leave no trace; the others are added."""
    lines = [
        b"{",
        line("en", "Nothing in Arabic here"),
        line("x", "قتل 3 جنود عطل"),
        line("half", "قتل 3 جنود", outlet="x"),
    ]
    lines[3] = lines[3].replace(b'"x"', b'"\\ud800"')
    with Store.create(path) as store:
        outcomes = add(store, [*lines, line("ok", "قتل 4 جنود")])
        assert [type(o).__name__ for o in outcomes if not isinstance(o, Skipped)] == [
            "Fault",
            "Fault",
            "Fault",
            "Added",
        ]
        assert store.one("SELECT count(*) FROM documents") == (1,)
        assert verifying.verify(store, ENGINE).faults == ()


def test_the_file_is_for_its_owner_alone(path: Path) -> None:
    """The ledger and its companions have mode 0600 while it is open, whatever the umask."""
    before = os.umask(0)
    try:
        with Store.create(path) as store:
            add(store, reports(1))
            modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in path.parent.glob("hasila.db*")}
    finally:
        os.umask(before)
    assert len(modes) == 3
    assert set(modes.values()) == {0o600}


def test_another_programs_file_is_refused_and_not_touched(path: Path) -> None:
    """A text file or another database is no ledger, and stays as it is, byte for byte."""
    import sqlite3

    path.write_bytes(b"not a database at all, but long enough to look at" * 100)
    other = path.with_name("other.db")
    db = sqlite3.connect(other)
    db.execute("CREATE TABLE t(x)")
    db.close()
    for file in (path, other):
        before = file.read_bytes()
        for way in (Store.open, Store.create):
            with pytest.raises(InputError, match="no ledger"):
                way(file)
        assert file.read_bytes() == before
    with pytest.raises(InputError, match="is not there"):
        Store.open(path.with_name("absent.db"))


def test_entries_cannot_be_edited_by_accident(path: Path) -> None:
    """SQLite itself refuses to change or delete an entry, or to change a part."""
    with Store.create(path) as store:
        add(store, reports(1))
        for query in ("UPDATE entries SET hash = ''", "DELETE FROM entries", "UPDATE parts SET data = x''"):
            with pytest.raises(InputError, match="never"), store.write():
                store.db.execute(query)
        assert verifying.verify(store, ENGINE).faults == ()


def test_a_change_that_fails_half_way_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report is received with its claims, or not at all."""
    with Store.create(path) as store:
        add(store, reports(1))
        before = tables(path)
        with monkeypatch.context() as patched:
            patched.setitem(projections._STEPS, "extracted", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                add(store, reports(2))
        assert tables(path) == before
        assert [a.state for a in added(add(store, reports(2)))] == ["known", "added"]


def test_a_replay_gives_the_same_state(path: Path) -> None:
    """Folding all entries anew gives every projection, row for row."""
    with Store.create(path) as store:
        add(store, reports(20))
        before = tables(path, STATE)
        projections.rebuild(store)
    assert tables(path, STATE) == before


def test_workers_change_nothing_but_the_time(path: Path) -> None:
    """Two processes that read give the same documents and claims, in the same order, as one."""
    lines = [json.loads(r) for r in reports(20)]
    (path.parent / "r.jsonl").write_text("".join(json.dumps(r) + "\n" for r in lines), encoding="utf-8")
    told = []
    for workers in ("1", "2"):
        ledger = path.with_name(f"{workers}.db")
        process = command("add", path.parent / "r.jsonl", "--ledger", ledger, "--format", "json", "--workers", workers)
        told.append([(a["id"], a["name"], a["claims"]) for a in acknowledged(process.communicate()[0])])
        assert process.returncode == 0
    assert told[0] == told[1]
    assert len(told[0]) == 20
    ours = [tables(path.with_name(f"{n}.db"), ("claims",)) for n in (1, 2)]
    assert ours[0] == ours[1]


def test_two_processes_at_once_are_safe(path: Path) -> None:
    """Two processes that add overlapping reports at the same time make one ledger, each report in it once."""
    lines = reports(60)
    for name, part in (("a", lines[:40]), ("b", lines[20:])):
        (path.parent / f"{name}.jsonl").write_bytes(b"\n".join(part))
    running = [
        command("add", path.parent / f"{n}.jsonl", "--ledger", path, "--format", "json", stderr=subprocess.PIPE)
        for n in "ab"
    ]
    told = [p.communicate() for p in running]
    assert [(p.returncode, err) for p, (_, err) in zip(running, told, strict=True)] == [(0, b""), (0, b"")]
    states = [a["state"] for out, _ in told for a in acknowledged(out)]
    assert (len(states), states.count("added")) == (80, 60)
    with Store.open(path) as store:
        assert store.one("SELECT count(*), count(DISTINCT name) FROM documents") == (60, 60)
        assert verifying.verify(store, ENGINE).faults == ()


def test_kill_9_loses_nothing_that_was_acknowledged(path: Path) -> None:
    """Killed at random moments after an acknowledgement: all that was acknowledged is there, and adding goes on."""
    dice = random.Random(9)
    lines = reports(100 * KILLS)
    source = path.parent / "r.jsonl"
    source.write_bytes(b"\n".join(lines))
    known: dict[str, str] = {}
    killed = 0
    for _ in range(KILLS):
        process = command("add", source, "--ledger", path, "--format", "json")
        assert process.stdout is not None
        output = b""
        # Until it adds something of its own.
        while b'"added"' not in output and (more := process.stdout.readline()):
            output += more
        time.sleep(dice.random() * 0.06)
        process.send_signal(signal.SIGKILL)
        output += process.stdout.read()
        killed += process.wait() == -signal.SIGKILL
        process.stdout.close()
        known |= {a["name"]: a["id"] for a in acknowledged(output)}
        with Store.open(path) as store:
            found = dict(store.rows("SELECT name, id FROM documents"))
            assert {name: found.get(name) for name in known} == known
            assert verifying.verify(store, ENGINE).faults == ()
    # On a very fast machine the last ones may end before they are killed.
    assert killed > KILLS // 2
    with Store.open(path) as store:
        add(store, lines)
        assert store.one("SELECT count(*), count(DISTINCT name) FROM documents") == (len(lines), len(lines))
        assert store.one("SELECT count(*) FROM documents WHERE extracted IS NULL") == (0,)
        assert verifying.verify(store, ENGINE).faults == ()


def test_a_worker_that_dies_is_told_and_loses_one_chunk() -> None:
    """Reports whose worker was killed are faults that say what to do; they can be added again."""
    from concurrent.futures import Future
    from concurrent.futures.process import BrokenProcessPool

    failed: Future[Any] = Future()
    failed.set_exception(BrokenProcessPool())
    two = [fault for fault, _ in zip(ahead._result(failed), range(2), strict=False)]
    assert [f.what for f in two if isinstance(f, Fault)] == [
        "was lost when a worker process died (out of memory?); run it again"
    ] * 2


def test_projections_of_an_older_version_are_replayed_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger whose tables an older version folded is no broken one: it is folded anew before it is used."""
    with Store.create(path) as store:
        add(store, reports(3))
        newer = str(int(schema.PROJECTION) + 1)
        monkeypatch.setattr(schema, "PROJECTION", newer)
        found = verifying.verify(store, ENGINE)
        assert found.faults == ()
        assert any("another version" in limit for limit in found.limits)
        prepare(store)
        assert store.meta("projection") == newer
        assert verifying.verify(store, ENGINE).limits == (verifying.NO_RECEIPT,)


def test_imports_have_limits_and_open_nothing_else(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file beyond the limit is told and not kept; paths and addresses in a page are neither opened nor fetched."""
    monkeypatch.setattr("hasila.documents.LIMIT", 1000)
    monkeypatch.setattr("hasila.ledger.receiving.LIMIT", 1000)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "big.txt").write_text("قتل 3 جنود " * 200, encoding="utf-8")
    (tmp_path / "in" / "small.html").write_text(
        '<html><link rel="canonical" href="../../etc/passwd"><p>قتل 3 جنود</p><img src="http://x.example/"></html>',
        "utf-8",
    )
    with Store.create(path) as store:
        outcomes = list(receiving.add(store, sources([str(tmp_path / "in")]), Defaults(), ENGINE))
        assert [type(o).__name__ for o in outcomes] == ["Fault", "Added"]
        assert store.one("SELECT count(*) FROM documents") == (1,)
