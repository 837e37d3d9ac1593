"""The lexicons' form: what the loader refuses, all at once, and what the shipped files keep."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from hasila.errors import DataError
from hasila.fold import fold
from hasila.lexicon import COLUMNS, folder, load, parse

HEAD = "\t".join(COLUMNS)
GOOD = ["killed", "passive", "-", "قُتل", "قتل", "قُتل أربعة رجال", "constructed", "-"]
SHIPPED = sorted(p.stem for p in folder().glob("*.tsv"))


def _file(tmp_path: Path, *rows: list[str], head: str = HEAD) -> Path:
    path = tmp_path / "words.tsv"
    path.write_text("\n".join(["# what the columns mean", head, *("\t".join(row) for row in rows)]) + "\n", "utf-8")
    return path


def _with(**cells: str) -> list[str]:
    return [cells.get(column, cell) for column, cell in zip(COLUMNS, GOOD, strict=True)]


def _faults(path: Path) -> tuple[str, ...]:
    with pytest.raises(DataError) as caught:
        parse(path)
    return caught.value.faults


def test_a_good_row_is_read_with_its_folded_form_and_its_line(tmp_path: Path) -> None:
    """A row keeps the form as its editor wrote it, and beside it the form that matching sees."""
    (row,) = parse(_file(tmp_path, _with(form="أُصيب", example="أُصيب ثلاثة")))
    assert (row.form, row.folded, row.line, row.ref) == ("أُصيب", "اصيب", 3, "words:أُصيب")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (GOOD[:-1], "words.tsv:3: row: has 7 cells, not 8; check the tabs"),
        ([*GOOD, "-"], "words.tsv:3: row: has 9 cells, not 8; check the tabs"),
        (_with(lemma=""), "words.tsv:3: lemma: empty; write - where there is nothing"),
        (_with(sense=" killed"), "words.tsv:3: sense: blanks at its edges; remove them"),
        (_with(note="قتـل ا\u0653"), "words.tsv:3: note: not in NFC; normalise it"),
        (_with(form="قُتل\u200f"), "words.tsv:3: form: holds an invisible control; remove it"),
        (_with(form="قتیل", example="قتيل واحد"), "words.tsv:3: form: holds a Farsi yeh; use the Arabic letter"),
        (_with(form="کتب", example="كتب"), "words.tsv:3: form: holds a Farsi kaf; use the Arabic letter"),
        (_with(form="قتـل", example="قتل"), "words.tsv:3: form: holds a tatweel; use the Arabic letter"),
        (_with(example="مات أربعة رجال"), "words.tsv:3: example: does not hold the form"),
    ],
    ids=["short", "long", "empty", "blank", "nfc", "control", "yeh", "kaf", "tatweel", "example"],
)
def test_each_fault_is_told_with_file_line_and_column(tmp_path: Path, row: list[str], fault: str) -> None:
    """A fault names file, line and column, and what to do."""
    assert fault in _faults(_file(tmp_path, row))


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    """Three bad rows give three faults, whatever good rows stand between."""
    other = _with(form="أصيب", example="أصيب ثلاثة")
    faults = _faults(_file(tmp_path, _with(sense=""), other, _with(form="توفي", example="لا شيء"), ["x"]))
    assert [f.split(":")[1] for f in faults] == ["3", "5", "6"]


def test_a_file_without_the_header_is_refused(tmp_path: Path) -> None:
    """The columns stand in the first line that is no comment, in their order."""
    assert "header" in _faults(_file(tmp_path, GOOD, head="\t".join(reversed(COLUMNS))))[0]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    """A file with comments alone has no header."""
    path = tmp_path / "words.tsv"
    path.write_text("# nothing yet\n", "utf-8")
    assert "header" in _faults(path)[0]


def test_two_rows_that_fold_alike_need_a_note(tmp_path: Path) -> None:
    """The same folded form and part twice is a fault that names the first line, unless the second row says why."""
    twin = _with(form="قتل", sense="injured", example="قتل ثلاثة")
    assert "folds like line 3" in _faults(_file(tmp_path, GOOD, twin))[0]
    assert len(parse(_file(tmp_path, GOOD, [*twin[:-1], "harakat decide"]))) == 2


def test_a_form_counts_as_held_however_its_example_spells_it(tmp_path: Path) -> None:
    """The example is folded too: harakat and hamza may differ from the form's."""
    assert len(parse(_file(tmp_path, _with(form="أصيب", example="اُصِيبَ ثلاثة")))) == 1


def test_there_are_lexicons() -> None:
    """The package ships its word files."""
    assert {"outcomes", "victims", "numerals", "cues", "speech"} <= set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_lexicon_keeps_the_laws(name: str) -> None:
    """The file parses without a fault, says what its columns mean, and has a row."""
    assert load(name)
    first = (folder() / f"{name}.tsv").read_text("utf-8").split("\n", 1)[0]
    assert first.startswith("# ")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_form_stands_in_its_example_as_words(name: str) -> None:
    """The form is found in its example from the beginning of a word, but for clitics before it."""
    astray = [
        f"{name}.tsv:{row.line}"
        for row in load(name)
        if row.example != "-" and not _stands_in(row.folded, fold(row.example).text)
    ]
    assert astray == []


def _stands_in(form: str, example: str) -> bool:
    """Is the form at a word's beginning, or behind no more than four letters of clitics («وبال»)?"""
    at = example.find(form)
    while at >= 0:
        if len(re.split(r"\W", example[:at])[-1]) <= 4:
            return True
        at = example.find(form, at + 1)
    return False


@pytest.mark.parametrize("name", SHIPPED)
def test_seen_is_constructed_or_a_record(name: str, gold: Path) -> None:
    """`seen` says `constructed`, or names a record of the gold sets."""
    ids = {json.loads(line)["id"] for path in gold.glob("*.jsonl") for line in path.read_text("utf-8").splitlines()}
    for path in (gold / "incidents_dev").glob("*.json"):
        ids |= {report["id"] for report in json.loads(path.read_text("utf-8"))["reports"]}
    assert {row.seen for row in load(name)} - ids <= {"constructed"}
