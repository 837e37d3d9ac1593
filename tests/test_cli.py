"""The command line: what it writes, what it complains of, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import stand_in
from typer.testing import CliRunner, Result

from hasila import batch, cli, demo, progress
from hasila.cli import app
from hasila.display import visible
from hasila.tolls import TollReport

FIELDS = (
    "quote outcome low high qualifier victims victim_status demographics perpetrator means place date source status "
    "scope part_of revises counting period spans rule"
).split()
COMMANDS = ("read", "toll", "explain", "page", "demo", "compare")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read and reckon with the stand-ins: these tests are about what surrounds the engine."""
    monkeypatch.setattr(batch, "read_claims", stand_in.read_claims)
    monkeypatch.setattr(cli, "_reckon", lambda readings, profile: TollReport(tuple(stand_in.reckon(readings))))


def run(*args: object) -> Result:
    """The command with these arguments, run in this process."""
    return CliRunner().invoke(app, [str(a) for a in args])


def report(identity: str, text: str, **more: str) -> str:
    """One report as a line."""
    return json.dumps({"id": identity, "text": text, **more}, ensure_ascii=False) + "\n"


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Three reports of two outlets."""
    path = tmp_path / "reports.jsonl"
    path.write_text(
        report("r1", "قتل 20 مدنيا وأصيب 60 آخرون", outlet="وكالة", published="2022-01-21")
        + report("r2", "ثم قتل 25 شخصا", outlet="وكالة", published="2022-01-22")
        + report("r3", "قتل 18 شخصا بحسب القناة", outlet="قناة", published="2022-01-22"),
        encoding="utf-8",
    )
    return path


def records(result: Result) -> list[dict[str, Any]]:
    """The records that a command wrote."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_read_gives_a_record_a_report_with_every_field(reports: Path) -> None:
    """JSON Lines has one record a report in input order, each claim with every field, spans and rule."""
    found = records(run("read", reports, "--format", "jsonl"))
    assert [r["id"] for r in found] == ["r1", "r2", "r3"]
    first = found[0]["claims"][0]
    assert [name for name in FIELDS if name not in first] == []
    assert (first["outcome"], first["low"], first["high"], first["rule"]) == ("killed", 20, 20, "stand_in")
    assert "text" not in found[0]


def test_spans_are_slices_of_the_text(reports: Path) -> None:
    """Each span of a record is the place of its field's words in the text that --with-text writes."""
    for record in records(run("read", reports, "--format", "jsonl", "--with-text")):
        for claim in record["claims"]:
            for name, (start, end) in claim["spans"].items():
                assert record["text"][start:end] == claim[name]


def test_the_table_shows_the_words(reports: Path) -> None:
    """The table names each report and shows count, outcome and words of each claim."""
    out = run("read", reports).stdout
    assert "r1 · 2022-01-21 · وكالة · 2 claims" in out
    assert "«قتل 20 مدنيا»" in out


def test_defaults_hold_for_reports_that_say_nothing(tmp_path: Path) -> None:
    """--published and --outlet date and name reports that lack it, and no others."""
    path = tmp_path / "a.jsonl"
    path.write_text(report("a", "قتل 3 جنود") + report("b", "قتل 3 جنود", outlet="قناة"), encoding="utf-8")
    found = records(run("read", path, "--format", "jsonl", "--published", "2022-01-26", "--outlet", "وكالة"))
    assert [(r["published"], r["outlet"]) for r in found] == [("2022-01-26", "وكالة"), ("2022-01-26", "قناة")]


@pytest.mark.parametrize(
    ("given", "count"),
    [("قتل 20 مدنيا", 1), (report("a", "قتل 20 مدنيا") + report("b", "أصيب 3"), 2), ("<html><p>قتل 20 مدنيا</p>", 1)],
    ids=["text", "lines", "page"],
)
def test_standard_input_may_be_text_lines_or_a_page(given: str, count: int) -> None:
    """What is piped in is read as what it is: one text, one page, or JSON Lines."""
    result = CliRunner().invoke(app, ["read", "-", "--format", "jsonl"], input=given)
    assert (result.exit_code, len(records(result))) == (0, count)


def test_the_output_does_not_depend_on_the_workers(tmp_path: Path) -> None:
    """One, two and three workers write the same bytes and the same complaints, bad lines and all."""
    lines = [report(f"r{n}", f"قتل {n} جنود، وأصيب {n + 1}") for n in range(400)]
    lines[7], lines[300] = "{\n", report("x", "Nothing in Arabic")
    (tmp_path / "a.jsonl").write_text("".join(lines), encoding="utf-8")
    (tmp_path / "b.txt").write_text("قتل 3 جنود", encoding="utf-8")
    for name in ("c.txt", "d.txt"):
        (tmp_path / name).write_bytes(b"\0\xff")
    results = [run("read", tmp_path, "--format", "jsonl", "--workers", n) for n in (1, 2, 3)]
    assert len(records(results[0])) == 399
    assert {(r.exit_code, r.stdout, r.stderr) for r in results} == {(2, results[0].stdout, results[0].stderr)}


def test_the_rest_is_read_when_something_is_at_fault(reports: Path, tmp_path: Path) -> None:
    """Each fault is one line with a name and what to do, everything else is read, and the exit code is 2."""
    (tmp_path / "nul.txt").write_bytes("قتل 3".encode() + b"\0")
    result = run("read", tmp_path / "missing.txt", tmp_path / "nul.txt", reports, "--format", "jsonl")
    assert result.exit_code == 2
    assert len(records(result)) == 3
    complaints = result.stderr.splitlines()
    assert [line.split(": ")[1] for line in complaints] == [f"{tmp_path}/missing.txt", f"{tmp_path}/nul.txt"]
    assert all(line.startswith("hasila: ") and "; " in line for line in complaints)


def test_texts_that_are_not_arabic_are_counted(tmp_path: Path) -> None:
    """Other languages are skipped with one line at the end, and that is no fault."""
    path = tmp_path / "a.jsonl"
    path.write_text(
        report("a", "20 were killed") + report("b", "قتل 20 شخصا") + report("c", "Twenty."), encoding="utf-8"
    )
    result = run("read", path, "--format", "jsonl")
    assert (result.exit_code, len(records(result))) == (0, 1)
    assert "2 texts are not in Arabic" in result.stderr


def test_a_defect_of_ours_costs_one_report(tmp_path: Path) -> None:
    """A report that trips the engine is told as our defect, without a traceback, and the next is read."""
    path = tmp_path / "a.jsonl"
    path.write_text(report("a", "قتل 20 عطل") + report("b", "قتل 20 شخصا"), encoding="utf-8")
    result = run("read", path, "--format", "jsonl")
    assert (result.exit_code, len(records(result))) == (2, 1)
    assert "defect of Hasila (ValueError: made to fail)" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_output_file_appears_whole_or_not_at_all(reports: Path, tmp_path: Path) -> None:
    """--output leaves exactly the file with exactly what the screen would show; a bad place is one line."""
    target = tmp_path / "out" / "claims.jsonl"
    assert run("read", reports, "--format", "jsonl", "-o", target).exit_code == 2
    target.parent.mkdir()
    assert run("read", reports, "--format", "jsonl", "-o", target).exit_code == 0
    assert [p.name for p in target.parent.iterdir()] == ["claims.jsonl"]
    assert target.read_text("utf-8") == run("read", reports, "--format", "jsonl").stdout


def test_the_toll_in_json_has_the_fields_that_are_measured(reports: Path) -> None:
    """`toll --format json` has incidents with reports, recalls, copies and tolls with sources, basis and set_aside."""
    (incident,) = json.loads(run("toll", reports, "--format", "json").stdout)["incidents"]
    assert {"id", "reports", "recalled_in", "copies", "tolls"} <= incident.keys()
    toll = incident["tolls"][0]
    assert {"outcome", "group", "low", "high", "sources", "basis", "set_aside"} <= toll.keys()
    assert (toll["outcome"], toll["low"], toll["high"]) == ("killed", 18, 25)
    assert toll["sources"] == [{"source": "وكالة", "low": 25, "high": 25}, {"source": "قناة", "low": 18, "high": 18}]


def test_the_toll_of_records_is_the_toll_of_their_reports(reports: Path, tmp_path: Path) -> None:
    """Reckoning with the records that `read` wrote gives the same JSON as reading the reports."""
    target = tmp_path / "claims.jsonl"
    run("read", reports, "--format", "jsonl", "-o", target)
    again = run("toll", "--claims", target, "--format", "json")
    assert json.loads(again.stdout) == json.loads(run("toll", reports, "--format", "json").stdout)


def test_why_shows_the_words_and_what_is_set_aside(reports: Path) -> None:
    """`toll --why` names the claim behind each source's figure and the reason for each that is set aside."""
    out = run("toll", reports, "--why").stdout
    assert "18–25" in out
    assert "+ r2#0 25 «قتل 25 شخصا»" in out
    assert "- r1#0 20 «قتل 20 مدنيا»  (replaced by a later figure)" in out


@pytest.fixture
def voices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two outlets that differ about one happening, read and reckoned by the engine itself."""
    monkeypatch.undo()
    path = tmp_path / "voices.jsonl"
    path.write_text(
        report("r1", "قتل 20 شخصا في غارة جوية على مدينة دوما أمس.", outlet="وكالة", published="2018-04-08")
        + report("r2", "قتل 30 شخصا في غارة جوية على مدينة دوما أمس.", outlet="قناة", published="2018-04-08"),
        encoding="utf-8",
    )
    return path


def test_what_if_names_the_figures_that_would_be_false(voices: Path) -> None:
    """`toll --what-if` gives the fewest figures that a supposition makes false, in both languages, and no others."""
    out = run("toll", voices, "--what-if", "killed < 15").stdout
    assert "at least 2 of 2 figures" in out
    assert "Without it, 1 would have to be" in out
    assert "فلا بد من خطأ 2" in out
    assert "claims: r1#0, r2#0" in out
    assert "no figure would have to be false" in run("toll", voices, "--what-if", "killed < 25").stdout
    assert json.loads(run("toll", voices, "--what-if", "killed < 15", "--format", "json").stdout)["conflicts"]
    assert run("toll", voices, "--what-if", "killed < 15", "--profile", "all").exit_code == 2


def test_why_tells_joins_conflicts_and_the_way_through_time(voices: Path) -> None:
    """`toll --why` says why reports are one incident, which figures cannot all be right, and who said what when."""
    out = run("toll", voices, "--why").stdout
    assert "r1 and r2: the same place, the same day" in out
    assert "killed, all: infeasible" in out
    assert "These cannot all be right" in out
    assert "لا يمكن أن تصح كلها" in out
    assert "2018-04-08 killed, all: 30 قناة (r2#0)" in out.partition("through time:")[2]
    assert "غارة جوية" in out.splitlines()[0]


def test_more_than_is_shown_as_worded(voices: Path) -> None:
    """«أكثر من 300» is > 300 beside its words, and leaves the range marked open: the figure itself is not reported."""
    voices.write_text(
        report("r", "قتل أكثر من 300 شخص في قصف على مدينة دوما.", published="2018-04-08"), encoding="utf-8"
    )
    assert "> 300" in run("read", voices).stdout
    out = run("toll", voices, "--why").stdout
    assert "≥ 301" in out
    assert "r#0 > 300 «" in out


def test_the_profiles_stand_side_by_side(voices: Path) -> None:
    """`toll --profile all` gives each toll by each counting method; a profile that there is not is told."""
    out = run("toll", voices, "--profile", "all").stdout
    assert all(f"{name} 20–30" in out for name in ("hasila", "acled", "ibc", "ucdp"))
    assert set(json.loads(run("toll", voices, "--profile", "all", "--format", "json").stdout)) >= {"hasila", "ucdp"}
    assert run("toll", voices, "--profile", "none").exit_code == 2


def test_totals_of_periods_have_a_table_of_their_own(voices: Path) -> None:
    """What a bulletin totals over days enters no incident, and is not lost from the table or the JSON."""
    text = "قتل 154 شخصا في سوريا خلال شهر آذار 2018."
    voices.write_text(report("p", text, outlet="مرصد", published="2018-04-01"), encoding="utf-8")
    assert "154" in run("toll", voices).stdout.partition("totals of periods")[2]
    assert json.loads(run("toll", voices, "--format", "json").stdout)["periods"][0]["low"] == 154


@pytest.mark.parametrize("bad", ["killed", "eaten < 3", "killed < 0", "killed ! 3"])
def test_a_supposition_that_makes_no_sense_is_one_line(reports: Path, bad: str) -> None:
    """A supposition that cannot be read is told in one line, with exit code 2."""
    result = subprocess.run(
        [sys.executable, "-m", "hasila", "toll", str(reports), "--what-if", bad],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert result.stderr.startswith("hasila: --what-if")
    assert len(result.stderr.splitlines()) == 1


def test_the_same_id_twice_is_told(reports: Path) -> None:
    """A toll cites reports by id: the second report of an id is left out, and that is told."""
    result = run("toll", reports, reports, "--format", "json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["incidents"][0]["reports"] == ["r1", "r2", "r3"]
    assert len(result.stderr.splitlines()) == 3


def test_explain_prints_the_derivation_of_a_sentence() -> None:
    """`explain TEXT` prints construction, words and lexicon row, each further in than the last."""
    lines = run("explain", "قتل 20 مدنيا").stdout.splitlines()
    assert lines[1].startswith("claim 0: killed 20 (exact)")
    assert lines[2] == "├─ construction  stand_in"
    assert lines[3] == "│  ├─ outcome  [0:3]  «قتل»  ← outcomes:قتل"


def test_explain_takes_a_path_too(reports: Path) -> None:
    """`explain PATH` explains every claim of every report; a path of nothing is told."""
    assert run("explain", reports).stdout.count("construction") == 4
    assert run("explain", "missing.jsonl").exit_code == 2


def test_compare_tells_gained_lost_and_changed(tmp_path: Path) -> None:
    """`compare` counts claims gained, lost and changed and groups them by construction and lexicon row."""
    old, new = tmp_path / "old.jsonl", tmp_path / "new.jsonl"
    texts = [
        ("a", "قتل 20 مدنيا", "قتل 20 مدنيا"),
        ("b", "قتل 3 جنود", "قتل 4 جنود"),
        ("c", "أصيب 5", "ثم"),
        ("d", "ثم", "قتل 6"),
    ]
    for path, side in ((old, 1), (new, 2)):
        source = tmp_path / "source.jsonl"
        source.write_text("".join(report(t[0], str(t[side])) for t in texts), encoding="utf-8")
        run("read", source, "--format", "jsonl", "-o", path)
    lines = run("compare", old, new).stdout.splitlines()
    assert lines[0] == "1 gained, 1 lost, 1 changed"
    assert "  1 gained, 1 lost, 1 changed  stand_in" in lines
    assert "  1 gained, 1 changed  outcomes:قتل" in lines
    assert any("(quote, low, high)" in line for line in lines)
    assert run("compare", old, old).stdout == "0 gained, 0 lost, 0 changed\n"


def test_hostile_words_cannot_drive_the_terminal(tmp_path: Path) -> None:
    """Escape sequences and bidi controls in ids, outlets, words and file names are printed as escapes."""
    path = tmp_path / "a\x1b[31m.jsonl"
    hostile = "قتل 20 مد\u202eنيا \x1b]0;owned\x07"
    path.write_text(report("r\x1b[2J", hostile, outlet="\u2067و\r\nكالة") + "{\n", encoding="utf-8")
    results = [run("read", path), run("toll", path, "--why"), run("explain", path)]
    for text in [r.stdout + r.stderr for r in results]:
        assert not set(text) & set("\x1b\x07\r\u202e\u2067")
    assert "\\x1b[2J" in results[0].stdout


def test_visible_leaves_arabic_alone() -> None:
    """Letters, harakat, digits, quotation marks and joiners pass; controls, overrides and lone surrogates do not."""
    assert visible("قُتل ٢٠ «مدنيا»، می\u200cشود 🔴") == "قُتل ٢٠ «مدنيا»، می\u200cشود 🔴"
    assert visible("a\x00\x9b\u061c\u200f\ud800\n b") == "a\\x00\\x9b\\u061c\\u200f\\ud800 b"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_an_example(command: str) -> None:
    """`--help` of each command ends with an example of it."""
    out = run(command, "--help").stdout
    assert f"Example: hasila {command}" in " ".join(out.split())


def test_the_version_is_told() -> None:
    """`--version` prints one line and reads nothing."""
    result = run("--version")
    assert (result.exit_code, result.stdout.startswith("hasila ")) == (0, True)


def test_demo_writes_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`demo` reads the samples, prints their toll, writes page and ledger, and leaves when it is told not to serve."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HASILA_NO_SERVE", "1")
    result = run("demo")
    assert result.exit_code == 0
    assert "16 reports" in result.stdout
    assert sorted(p.name for p in tmp_path.iterdir()) == ["hasila-demo.db", "hasila-demo.html"]


def test_the_demo_reads_a_path_once_however_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that lies at the known place and is also given is read once, after the samples."""
    (tmp_path / "shared" / "samples").mkdir(parents=True)
    (tmp_path / "work").mkdir()
    text = tmp_path / "shared" / "samples" / "sdf_statement_2022.txt"
    text.write_text("قتل 374", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "work")
    assert [Path(p).name for p in demo.paths([str(text)])] == [
        "hasakah_prison_2022.jsonl",
        "beirut_port_2020.jsonl",
        "sdf_statement_2022.txt",
    ]


class _Screen:
    """A stream that says whether it is a terminal, and keeps what is written."""

    def __init__(self, live: bool) -> None:
        self.live, self.text = live, ""

    def isatty(self) -> bool:
        return self.live

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""


@pytest.mark.parametrize(("live", "seconds", "shown"), [(True, 2.0, True), (True, 0.1, False), (False, 9.0, False)])
def test_progress_shows_after_a_second_and_only_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, live: bool, seconds: float, shown: bool
) -> None:
    """Progress is silent in the first second and where stderr is no terminal, and its line is taken away at the end."""
    clock = iter([0.0, *[seconds] * 9])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    screen: Any = _Screen(live)
    bar = progress.Progress("reports", screen)
    bar.step()
    assert ("1 reports" in screen.text) == shown
    bar.clear()
    assert screen.text.endswith("\r\x1b[K" if shown else "")


def test_a_closed_pipe_is_no_traceback(reports: Path) -> None:
    """`hasila read … | head` ends quietly when the reader goes away."""
    command = f"{sys.executable} -m hasila read {reports} --format jsonl | true"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, env=dict(os.environ))
    assert "Traceback" not in done.stderr
