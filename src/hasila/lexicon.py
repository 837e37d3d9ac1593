"""Load the lexicons: TSV files that a linguist can edit, one form a row, each row with its own example.

Columns: `sense part frame form lemma example seen note`, Latin first, `-` where empty. What `sense`, `part` and `frame`
mean in each file is told in that file's first comment lines (`# …`). Faults are told all at once as
`file:line: column: what`.
"""

from __future__ import annotations

import functools
import unicodedata
from importlib import resources
from pathlib import Path

import msgspec

from hasila.errors import DataError
from hasila.fold import fold

COLUMNS = ("sense", "part", "frame", "form", "lemma", "example", "seen", "note")
_FORBIDDEN = {"ی": "Farsi yeh", "ک": "Farsi kaf", "ـ": "tatweel"}


class Row(msgspec.Struct, frozen=True):
    """One row of a lexicon; `folded` is its form as matching sees it."""

    file: str
    line: int
    sense: str
    part: str
    frame: str
    form: str
    lemma: str
    example: str
    seen: str
    note: str
    folded: str

    @property
    def ref(self) -> str:
        """How a derivation names the row: `file:form`."""
        return f"{self.file}:{self.form}"


def folder() -> Path:
    """The folder of the shipped lexicons."""
    return Path(str(resources.files("hasila") / "data" / "lexicon"))


def _row_faults(cells: list[str]) -> list[str]:
    faults = []
    for column, cell in zip(COLUMNS, cells, strict=True):
        if not cell:
            faults.append(f"{column}: empty; write - where there is nothing")
        elif cell != cell.strip():
            faults.append(f"{column}: blanks at its edges; remove them")
        elif unicodedata.normalize("NFC", cell) != cell:
            faults.append(f"{column}: not in NFC; normalise it")
        elif any(unicodedata.category(c) == "Cf" for c in cell):
            faults.append(f"{column}: holds an invisible control; remove it")
    faults += [f"form: holds a {name}; use the Arabic letter" for c, name in _FORBIDDEN.items() if c in cells[3]]
    if not faults and cells[5] != "-" and fold(cells[3]).text not in fold(cells[5]).text:
        faults.append("example: does not hold the form")
    return faults


def _row(file: str, line: int, cells: list[str]) -> Row:
    sense, part, frame, form, lemma, example, seen, note = cells
    return Row(file, line, sense, part, frame, form, lemma, example, seen, note, fold(form).text)


def parse(path: Path) -> tuple[Row, ...]:
    """Read one lexicon file. Raises `DataError` with every fault of the file."""
    rows: list[Row] = []
    faults: list[str] = []
    seen: dict[tuple[str, str], Row] = {}
    lines = path.read_text(encoding="utf-8").split("\n")
    body = [(n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    if not body or tuple(body[0][1].split("\t")) != COLUMNS:
        raise DataError([f"{path.name}:1: header: must be the columns {' '.join(COLUMNS)}, tabs between"])
    for number, line in body[1:]:
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            faults.append(f"{path.name}:{number}: row: has {len(cells)} cells, not {len(COLUMNS)}; check the tabs")
            continue
        faults += [f"{path.name}:{number}: {fault}" for fault in _row_faults(cells)]
        row = _row(path.stem, number, cells)
        twin = seen.setdefault((row.folded, row.part), row)
        if twin is not row and row.note == "-":
            faults.append(
                f"{path.name}:{number}: form: folds like line {twin.line}; differ in part, or say why in note"
            )
        rows.append(row)
    if faults:
        raise DataError(faults)
    return tuple(rows)


@functools.cache
def load(name: str) -> tuple[Row, ...]:
    """The rows of the shipped lexicon `name` (`outcomes`, `victims`, …), in file order."""
    return parse(folder() / f"{name}.tsv")
