"""The ledger's commands: what they write, in text and in JSON, and how they end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ledger_kit import ENGINE, line, reports
from typer.testing import CliRunner, Result

from hasila import ledger_cli, review_cli
from hasila.cli import app
from hasila.ledger import sealing


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Work in an empty folder, with the stand-in engine and a cheap key."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HASILA_NAME", "نور")
    for module in (ledger_cli, review_cli):
        monkeypatch.setattr(module, "engine", lambda: ENGINE)
    monkeypatch.setattr(sealing, "COST", 1 << 4)
    Path("r.jsonl").write_bytes(b"\n".join(reports(4)))
    Path("key").write_text("كلمة سر طويلة\n", encoding="utf-8")


def run(*args: object) -> Result:
    """The command with these arguments."""
    return CliRunner().invoke(app, [str(a) for a in args])


def told(*args: object) -> list[dict[str, Any]]:
    """What a command that succeeds says in JSON."""
    result = run(*args, "--format", "json")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_add_tells_each_document_with_the_receipt_of_that_moment() -> None:
    """One JSON line a report, known ones too; the last receipt is the one that status gives."""
    lines = told("add", "r.jsonl")
    assert [(a["name"], a["state"], a["claims"]) for a in lines] == [(f"r{n}", "added", 2) for n in range(4)]
    assert len({a["head"] for a in lines}) == 4
    (status,) = told("status")
    assert {k: status[k] for k in ("documents", "claims", "incidents", "head")} == {
        "documents": 4, "claims": 8, "incidents": 1, "head": lines[-1]["head"],
    }  # fmt: skip
    assert {a["state"] for a in told("add", "r.jsonl")} == {"known"}


def test_what_cannot_be_read_ends_with_2_and_the_rest_is_added() -> None:
    """A fault is told on stderr with its line; exit code 2."""
    Path("bad.jsonl").write_bytes(b"{\n" + reports(1)[0])
    result = run("add", "bad.jsonl", "--format", "json")
    assert (result.exit_code, len(result.stdout.splitlines())) == (2, 1)
    assert "bad.jsonl:1" in result.stderr


def test_text_for_people() -> None:
    """Without --format each command writes lines, with the receipt where it counts."""
    assert "4 added" in run("add", "r.jsonl").stdout
    status = run("status").stdout
    assert "4 documents, 8 claims, 1 incidents" in status
    assert "head hasila:9:" in status
    assert "whole" in run("verify").stdout
    assert run("log", "--limit", "2").stdout.splitlines()[1].startswith("#2")
    assert "killed" in run("show", "one").stdout
    assert "equal" in run("replay").stdout
    assert "d2 ·" in run("show", "r0").stdout


def test_verify_takes_a_receipt_and_ends_with_2_when_it_is_broken() -> None:
    """The right receipt is fine; another one, or a changed file, is told and ends with 2."""
    import sqlite3

    head = told("add", "r.jsonl")[-1]["head"]
    (whole,) = told("verify", "--head", head)
    assert (whole["ok"], whole["faults"]) == (True, [])
    assert run("verify", "--head", head[:-1] + ("0" if head[-1] != "0" else "1")).exit_code == 2
    assert run("verify", "--head", "nonsense").exit_code == 2
    db = sqlite3.connect("hasila.db")
    db.execute("UPDATE claims SET outcome = 'injured' WHERE id = 'd2:c1'")
    db.commit()
    db.close()
    result = run("verify", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)["ok"]) == (2, False)
    assert "d2:c1" in result.stdout
    assert run("replay").exit_code == 2
    assert run("verify").exit_code == 0


def test_a_person_decides_confirms_and_publishes() -> None:
    """From reading to a public file: decide, confirm, export; the log has each with its name and reason."""
    told("add", "r.jsonl")
    told("decide", "d2:c1", "correct", "--set", "low=1", "--set", "place=مكان", "--reason", "سبب")
    told("decide", "d4", "add", "--set", "quote=حادث", "--set", "outcome=missing", "--set", "low=1", "--set", "high=1")
    assert [s["claim"]["low"] for s in told("show", "d2:c1")] == [1]
    (entry,) = told("confirm", "one", "--grade", "fair")
    assert entry["kind"] == "incident_confirmed"
    (export,) = told("export", "--public", "-o", "out")
    assert (export["public"], export["left_out"], export["incidents"]) == (True, 0, 1)
    assert {f["name"] for f in export["files"]} == {p.name for p in Path("out").iterdir()}
    first, *_ = told("log", "--since", "10")
    assert (first["kind"], first["by"], first["reason"]) == ("decided", "نور", "سبب")
    assert {e["subjects"][0] for e in told("log", "--about", "r1") if len(e["subjects"]) == 1} == {"d4"}


def test_splitting_merging_describing_and_reading_again() -> None:
    """The other decisions have commands too; reading again with the same version changes nothing."""
    told("add", "r.jsonl")
    assert told("split", "one", "d2:c1", "--reason", "x")[0]["kind"] == "incident_split"
    assert run("merge", "one", "one", "--reason", "x").exit_code == 0
    assert told("describe", "وكالة", "--kind", "agency")[0]["kind"] == "source_described"
    (again,) = told("reread", "d2", "--adopt")
    assert (again["summary"], again["adopted"]) == ("0 claims new, 0 gone, 0 changed", 1)
    assert told("verify")[0]["ok"]


def test_search_lists_documents_and_claims() -> None:
    """Hits are lines with ids; filters narrow them."""
    told("add", "r.jsonl")
    assert [h["name"] for h in told("search", '"حادث رقم ٢"')] == ["r2"]
    assert [h["id"] for h in told("search", "--claims", "--outcome", "killed", "--limit", "1")] == ["d8:c1"]
    assert len(told("search", "", "--incident", "one")) == 4
    assert "d2" in run("search", "0").stdout


def test_an_open_range_is_told_as_one() -> None:
    """A figure that is open above is «≥ 3» in a list of claims, never «3–None»; an exact one stands alone."""
    told("add", "r.jsonl")
    told(*"decide d2:c1 correct --set low=3 --set high=null --set qualifier=at_least --reason worded".split())
    lines = run("search", "--claims").stdout.splitlines()
    assert any("killed ≥ 3 «" in line for line in lines)
    assert any("killed 5 «" in line for line in lines)
    assert not any("None" in line for line in lines)
    assert "killed ≥ 3, asserted" in run("show", "d2").stdout


def test_a_backup_is_restored_from_a_file_or_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases come from a file, the environment or the keyboard; the restored ledger has the same head."""
    head = told("add", "r.jsonl")[-1]["head"]
    assert told("backup", "b", "--passphrase-file", "key")[0]["head"] == head
    monkeypatch.setenv("HASILA_KEY", "كلمة سر طويلة")
    (restored,) = told("restore", "b", "--ledger", "c.db", "--passphrase-env", "HASILA_KEY")
    assert (restored["head"], restored["faults"]) == (head, [])
    assert told("status", "--ledger", "c.db")[0]["head"] == head
    asked = CliRunner().invoke(app, ["restore", "b", "--ledger", "d.db"], input="كلمة سر طويلة\n")
    assert asked.exit_code == 0
    assert run("restore", "b", "--ledger", "e.db", "--passphrase-env", "NOT_SET").exit_code == 2
    Path("empty").write_bytes(b"\n")
    assert run("backup", "b2", "--passphrase-file", "empty").exit_code == 2


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_no_option_takes_a_passphrase(command: str) -> None:
    """A passphrase cannot be given on the command line, where other users of the machine could read it."""
    text = run(command, "--help").stdout
    assert "--passphrase-file" in text
    assert run(command, "b", "--passphrase", "x").exit_code == 2


def test_withholding_by_the_reports_own_id() -> None:
    """A report is withheld by either id, with a reason; status counts it, and show has no words of it."""
    told("add", "r.jsonl")
    assert run("withhold", "r1").exit_code == 2
    assert told("withhold", "r1", "--reason", "طلب")[0]["scrubbed"] is True
    (status,) = told("status")
    assert (status["documents"], status["withheld"]) == (3, 1)
    (shown,) = told("show", "d4")
    assert (shown["text"], shown["claims"], shown["name"]) == ("", [], None)
    assert {a["state"] for a in told("add", "r.jsonl")} == {"known", "withheld"}


def test_show_writes_a_challenge() -> None:
    """--challenge writes one file for a figure; a figure, an entry and a claim are shown by their ids."""
    told("add", "r.jsonl")
    assert run("show", "one/killed", "--challenge", "-o", "f.json").exit_code == 0
    assert json.loads(Path("f.json").read_bytes())["figure"]["id"] == "one/killed/all"
    assert told("show", "one/killed/all")[0]["toll"]["outcome"] == "killed"
    assert told("show", "#2")[0]["kind"] == "received"
    for unknown in ("one/missing", "nothing", "#99"):
        assert run("show", unknown).exit_code == 2


@pytest.mark.parametrize(
    "command", ["status", "verify", "log", "replay", "backup b", "withhold d2 --reason x", "export -o out"]
)
def test_without_a_ledger_the_way_to_one_is_told(command: str) -> None:
    """No command but add and restore makes a ledger."""
    result = run(*command.split())
    assert result.exit_code == 2
    assert "hasila add" in result.stderr
    assert not Path("hasila.db").exists()


HOSTILE = "قتل 3 \x1b[31mجنود\u202e عكس\r\nسطر"


def test_hostile_text_reaches_no_terminal() -> None:
    """Escape sequences, bidi overrides and line ends in a report's words, id and outlet are shown, never obeyed."""
    Path("h.jsonl").write_bytes(line("id\x1b[2J\u202e", HOSTILE, outlet="وكالة\x1b]0;x\x07"))
    told("add", "h.jsonl")
    asked = ("show d2", "search قتل", "search --claims قتل", "log", "show d2:c1", "status", "show one")
    shown = [run(*command.split()) for command in asked]
    assert all(r.exit_code == 0 for r in shown)
    whole = "".join(r.stdout + r.stderr for r in shown)
    assert not any(c in whole for c in "\x1b\u202e\x07\r")
    assert "\\x1b" in whole


def test_status_and_show_as_of_a_day() -> None:
    """--as-of tells what the ledger said then; a day before its first entry is refused."""
    told("add", "r.jsonl")
    assert told("status", "--as-of", "2999-01-01")[0]["documents"] == 4
    assert told("show", "one", "--as-of", "2999-01-01")[0]["id"] == "one"
    assert run("status", "--as-of", "1999-01-01").exit_code == 2
    assert run("status", "--as-of", "soon").exit_code == 2
