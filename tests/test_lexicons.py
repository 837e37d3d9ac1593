"""Laws that every lexicon file keeps, whoever edits it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import get_args

import pytest

from hasila import lexicon
from hasila.extract import read_claims
from hasila.fold import fold
from hasila.model import Demographic, Document, Means, VictimStatus

FILES = sorted(lexicon.folder().glob("*.tsv"))
CLITICS = r"(?:[وف]?س?[بلك]?(?:ال)?|[وف]?لل)"
SUFFIXES = r"(?:ه|ها|هم|هما|هن|نا|كم|ي)?"
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Rows of one sense stand together here; the other files are ordered by what their rows do.
GROUPED = ("actors", "means", "victims")


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    """Each lexicon file in turn."""
    return Path(request.param)


def _stands(row: lexicon.Row) -> bool:
    """Is the row's form in its example, bounded, with no more than clitics about it?"""
    example = fold(row.example).text
    form = re.escape(row.folded)
    before = rf"(?<![^\W_]){CLITICS}" if row.folded[:1].isalnum() else ""
    after = rf"{SUFFIXES}(?![^\W_])" if row.folded[-1:].isalnum() else ""
    fused = rf"(?<![^\W_])[وف]?لل{re.escape(row.folded[2:])}(?![^\W_])" if row.folded.startswith("ال") else "(?!)"
    return re.search(f"{before}{form}{after}|{fused}", example) is not None


def test_a_file_parses_without_faults(path: Path) -> None:
    """Every shipped lexicon has eight columns, NFC text and no two rows that fold alike without a note."""
    assert lexicon.parse(path)


def test_a_form_stands_in_its_example(path: Path) -> None:
    """Every row's form is a word (or words) of its own example, clitics allowed."""
    faults = [f"{row.line}: {row.form}" for row in lexicon.parse(path) if row.example != "-" and not _stands(row)]
    assert not faults


def test_a_file_holds_no_bidi_control(path: Path) -> None:
    """No lexicon holds a control that moves text about on the screen."""
    assert not BIDI & set(path.read_text(encoding="utf-8"))


def test_a_file_tells_its_columns(path: Path) -> None:
    """Comment lines before the header say what sense, part and frame mean."""
    head = path.read_text(encoding="utf-8").split("sense\tpart\tframe", 1)[0]
    assert head.startswith("#")
    assert "sense" in head
    assert "part" in head


def test_a_file_ends_with_one_line_feed(path: Path) -> None:
    """A file ends with a line feed and holds no carriage return."""
    text = path.read_text(encoding="utf-8")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\r" not in text


def test_rows_that_fold_alike_differ_or_say_why(path: Path) -> None:
    """Two rows of one part that fold alike carry a note."""
    seen: dict[tuple[str, str], lexicon.Row] = {}
    bare = []
    for row in lexicon.parse(path):
        twin = seen.setdefault((row.folded, row.part), row)
        if twin is not row and row.note == "-":
            bare.append(f"{row.line}: {row.form}")
    assert not bare


def test_a_form_is_written_out(path: Path) -> None:
    """A form is Arabic or Latin text of letters, digits and marks, without doubled blanks."""
    for row in lexicon.parse(path):
        assert "  " not in row.form
        assert all(unicodedata.category(c)[0] in "LMNPSZ" for c in row.form), row.form


@pytest.mark.parametrize("name", GROUPED)
def test_rows_of_one_sense_stand_together(name: str) -> None:
    """In the grouped files a sense is one block of rows."""
    senses = [row.sense for row in lexicon.load(name)]
    blocks = [s for i, s in enumerate(senses) if i == 0 or senses[i - 1] != s]
    assert len(blocks) == len(set(blocks))


def test_people_have_a_status_a_number_and_known_demographics() -> None:
    """A noun for people has a victim status of the model, a grammatical number and demographics of the model."""
    for row in lexicon.load("victims"):
        assert row.sense in set(get_args(VictimStatus)) - {"mixed"}, row
        assert row.part in {"singular", "dual", "plural", "collective"}, row
        assert row.frame == "-" or set(row.frame.split(",")) <= set(get_args(Demographic)), row


def test_people_cover_every_status() -> None:
    """There are nouns for every victim status but the mixed one, seven hundred forms at least."""
    rows = lexicon.load("victims")
    assert len(rows) >= 700
    assert {row.sense for row in rows} == set(get_args(VictimStatus)) - {"mixed"}


@pytest.mark.parametrize(
    ("form", "status", "part", "demographics"),
    [
        ("مدنيا", "civilian", "singular", "-"),
        ("مدنيين", "civilian", "plural", "-"),
        ("جنديين", "combatant", "dual", "-"),
        ("شرطيين", "security", "plural", "-"),
        ("طفلتان", "civilian", "dual", "children"),
        ("نساء", "civilian", "plural", "women"),
        ("مسنة", "civilian", "singular", "women,elderly"),
        ("قاضيا", "official", "singular", "-"),
        ("أسرى", "detainee", "plural", "-"),
        ("صحافيون", "journalist", "plural", "-"),
        ("مسعفان", "aid_medical", "dual", "-"),
        ("رجال الإطفاء", "aid_medical", "plural", "-"),
        ("عناصر من الشرطة", "security", "plural", "-"),
        ("أشخاص", "unknown", "plural", "-"),
        ("زوجة", "unknown", "singular", "women"),
    ],
)
def test_a_noun_for_people_says_who(form: str, status: str, part: str, demographics: str) -> None:
    """A noun says the status, the number and the demographics that the annotation guidelines give it."""
    row = next(row for row in lexicon.load("victims") if row.folded == fold(form).text)
    assert (row.sense, row.part, row.frame) == (status, part, demographics)


def test_nationalities_are_marked() -> None:
    """The note of a nationality begins with that word, and its status is unknown."""
    rows = [row for row in lexicon.load("victims") if row.note.startswith("nationality")]
    assert len({row.lemma for row in rows}) >= 90
    assert {row.sense for row in rows} == {"unknown"}


def test_means_have_a_value_of_the_model_and_a_priority() -> None:
    """A word for means has a value of the model and a priority from 1 to 9; every value has words."""
    rows = lexicon.load("means")
    assert len(rows) >= 150
    assert {row.sense for row in rows} == set(get_args(Means))
    assert all(row.frame in set("123456789") for row in rows)
    assert all(row.part in {"noun", "verb", "agent", "construct"} for row in rows)


@pytest.mark.parametrize(
    ("special", "plain"),
    [
        ("سيارة مفخخة يقودها انتحاري", "سيارة مفخخة"),
        ("سيارة مفخخة", "انفجار"),
        ("طائرة مسيرة", "قصف"),
        ("قصف جوي", "قصف"),
        ("عبوة ناسفة", "انفجار"),
        ("تعذيب", "رصاص"),
    ],
)
def test_the_more_specific_means_wins(special: str, plain: str) -> None:
    """The priority of a more specific means is above that of the word that it may stand beside."""
    priority = {row.folded: int(row.frame) for row in lexicon.load("means")}
    assert priority[fold(special).text] > priority[fold(plain).text]


@pytest.mark.parametrize("form", ["هجوم", "حرب", "اغتيال"])
def test_words_that_tell_no_means_are_no_means(form: str) -> None:
    """An attack, a war or an assassination with no more said is no means."""
    assert form not in {row.folded for row in lexicon.load("means")}


def test_titles_are_titles_or_given_names() -> None:
    """A title has a status, a given name has none and gives no demographics."""
    rows = lexicon.load("titles")
    titles = [row for row in rows if row.part == "title"]
    given = [row for row in rows if row.part == "given"]
    assert len(titles) + len(given) == len(rows)
    assert len(titles) >= 90
    assert len(given) >= 500
    assert all(row.sense in get_args(VictimStatus) for row in titles)
    assert all((row.sense, row.frame) == ("-", "-") for row in given)


@pytest.mark.parametrize("word", ["أن", "من", "في", "لي", "فإن", "غير", "شهد", "بيان"])
def test_no_given_name_is_a_function_word(word: str) -> None:
    """No given name folds like a word that every sentence holds."""
    assert fold(word).text not in {row.folded for row in lexicon.load("titles")}


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("أفاد شاهد على الحادث بأن الجنود قتلوا علي المنصوري.", ["قتلوا علي المنصوري"]),
        ("واستشهد علي العبسي في القصف.", ["استشهد علي العبسي"]),
        ("استشهد على الفور في القصف.", []),
        ("قتل علي الفور في القصف.", []),
        ("القبض علي خمسة متهمين", ["القبض علي خمسة"]),
        ("القبض على محمد العبسي", ["القبض على محمد العبسي"]),
    ],
)
def test_the_name_ali_is_told_from_the_preposition(text: str, quotes: list[str]) -> None:
    """«علي» and «على» fold alike: spelling and neighbours tell them apart."""
    named = [c.quote for c in read_claims(Document("x", text, None, None)) if "عل" in c.quote]
    assert named == quotes
