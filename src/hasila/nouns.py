"""The nouns that say what is counted: people (the lexicons `victims` and `outcomes`) or something else (`units`).

Words are looked up as they stand in folded text, with or without the article and the clitics و ف ب ل ك.
"""

from __future__ import annotations

import functools
import re

from hasila import lexicon
from hasila.lexicon import Row

WORD = re.compile(r"[^\W\d_]+")
_CLITICS = tuple(
    (conjunction + rest)
    for conjunction in ("", "و", "ف")
    for rest in ("", "ال", "ب", "ل", "ك", "بال", "لل", "كال")
    if conjunction + rest
)


def _rows(name: str) -> tuple[Row, ...]:
    return lexicon.load(name) if (lexicon.folder() / f"{name}.tsv").exists() else ()


@functools.cache
def people() -> dict[str, Row]:
    """The people nouns by folded form: the first row of a form wins, words for people over words for outcomes."""
    found: dict[str, Row] = {}
    for row in _rows("victims"):
        found.setdefault(row.folded, row)
    for row in _rows("outcomes"):
        if row.part == "noun" and row.frame in ("singular", "dual", "plural", "collective"):
            found.setdefault(row.folded, row)
    return found


def number_of(row: Row) -> str:
    """The grammatical number of a people noun: singular, dual, plural or collective."""
    return row.frame if row.part == "noun" else row.part


@functools.cache
def units(part: str) -> dict[str, Row]:
    """The rows of `units` of one part (`after`, `before`) by folded form."""
    return {row.folded: row for row in _rows("units") if row.part == part}


def strip(word: str) -> tuple[str, ...]:
    """`word` and what is left of it without each run of clitics and article that it may begin with, longest first."""
    return (word, *(word[len(c) :] for c in _CLITICS if len(word) > len(c) + 1 and word.startswith(c)))


@functools.lru_cache(maxsize=65536)
def person(word: str) -> Row | None:
    """The people noun that the folded `word` is, with or without clitics."""
    table = people()
    return next((table[rest] for rest in strip(word) if rest in table), None)


@functools.lru_cache(maxsize=65536)
def unit(word: str) -> Row | None:
    """The noun of no people that the folded `word` is, with or without clitics."""
    table = units("after")
    return next((table[rest] for rest in strip(word) if rest in table), None)


def next_word(text: str, index: int) -> str:
    """The word that follows folded `index` after one blank, or an empty string."""
    match = WORD.match(text, index + 1) if text[index : index + 1] == " " else None
    return match.group() if match else ""


def previous_word(text: str, index: int) -> str:
    """The word that ends one blank before folded `index`, or an empty string."""
    if index < 2 or text[index - 1] != " ":
        return ""
    start = index - 1
    while start and text[start - 1].isalpha():
        start -= 1
    return text[start : index - 1]
