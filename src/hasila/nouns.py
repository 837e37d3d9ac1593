"""The nouns that say what is counted: people (the lexicons `victims` and `outcomes`) or something else (`units`).

Words are looked up as they stand in folded text, with or without the article and the clitics و ف ب ل ك.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left

from hasila import lexicon
from hasila.lexicon import Row
from hasila.model import Folded

WORD = re.compile(r"[^\W\d_]+")
# Marks that numbers stand between: «(20) شخصا», «"20" شخصا».
_OPENING = frozenset('("[')
# «19( عاما)» comes out of texts whose brackets were turned.
_CLOSING = frozenset(')"](')
_FIRST = frozenset("وفابلك")
_LONGEST_CLITIC = 3
_PRONOUNS = ("هما", "هم", "هن", "ها", "ه", "نا", "كم")
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
    for form, row in list(found.items()):
        if form.endswith("اء"):
            # «شهدا», as posts write «شهداء».
            found.setdefault(form[:-1], row)
    return found


@functools.cache
def outcomes() -> frozenset[str]:
    """The folded words for outcomes, of every part."""
    return frozenset(row.folded for row in _rows("outcomes"))


def number_of(row: Row) -> str:
    """The grammatical number of a people noun: singular, dual, plural or collective."""
    return row.frame if row.part == "noun" else row.part


@functools.cache
def units(part: str) -> dict[str, Row]:
    """The rows of `units` of one part (`after`, `before`) by folded form."""
    return {row.folded: row for row in _rows("units") if row.part == part}


def strip(word: str) -> tuple[str, ...]:
    """`word` and what is left of it without each run of clitics and article that it may begin with, longest first."""
    if word[:1] not in _FIRST:
        return (word,)
    return (word, *(word[len(c) :] for c in _CLITICS if len(word) > len(c) + 1 and word.startswith(c)))


@functools.lru_cache(maxsize=65536)
def person(word: str) -> Row | None:
    """The people noun that the folded `word` is, with or without clitics."""
    table = people()
    return next((table[rest] for rest in strip(word) if rest in table), None)


def unit(word: str) -> Row | None:
    """The noun of no people that the folded `word` is, with or without the article."""
    return _counted(units("after"), word)


def counted(word: str) -> Row | None:
    """The people noun that the folded `word` is as it stands after a number: with the article, a pronoun or neither."""
    return _counted(people(), word) or _possessed(word)


def _possessed(word: str) -> Row | None:
    """The people noun of a word with a pronoun («أربعة من أبنائها»); before one, hamza is spelled as ya."""
    for pronoun in _PRONOUNS:
        if word.endswith(pronoun) and len(word) > len(pronoun) + 2:
            stem = word[: -len(pronoun)]
            if row := people().get(stem) or (people().get(stem[:-1] + "ء") if stem.endswith("اي") else None):
                return row
    return None


def _counted(table: dict[str, Row], word: str) -> Row | None:
    return table.get(word) or (table.get(word[2:]) if word.startswith("ال") else None)


def is_break(folded: Folded, index: int) -> bool:
    """Does the blank at folded `index` stand for a line break that the author meant?"""
    place = bisect_left(folded.breaks, index)
    return place < len(folded.breaks) and folded.breaks[place] == index


def span_after(folded: Folded, index: int) -> tuple[int, int]:
    """The span of the word that follows folded `index`, one blank and a closing mark between; empty if none does.

    Posts leave the blank out: «20شهيد», «(20)شهيد».
    """
    text = folded.text
    closed = text[index : index + 1] in _CLOSING
    index += closed
    if text[index : index + 1] == " ":
        match = None if is_break(folded, index) else WORD.match(text, index + 1)
    else:
        match = WORD.match(text, index) if closed or text[index - 1 : index].isdigit() else None
    return match.span() if match else (index, index)


def span_before(folded: Folded, index: int) -> tuple[int, int]:
    """The span of the word before folded `index`, one blank and an opening mark between; empty if there is none.

    Posts leave the blank out («مقتل20»); letters glued to a number that are but clitics are no word.
    """
    text = folded.text
    index -= text[index - 1 : index] in _OPENING
    if text[index - 1 : index] == " ":
        blank = index > 1 and not is_break(folded, index - 1)
        return (index - 1 - len(word_ending(text, index - 1)), index - 1) if blank else (index, index)
    word = word_ending(text, index)
    return (index - len(word), index) if len(word) > _LONGEST_CLITIC else (index, index)


def next_word(folded: Folded, index: int) -> str:
    """The word that follows folded `index` on the same line, or an empty string."""
    start, end = span_after(folded, index)
    return folded.text[start:end]


def previous_word(folded: Folded, index: int) -> str:
    """The word that ends before folded `index` on the same line, or an empty string."""
    start, end = span_before(folded, index)
    return folded.text[start:end]


def word_ending(text: str, end: int) -> str:
    """The word that ends at folded `end`, or an empty string."""
    start = end
    while start and text[start - 1].isalpha():
        start -= 1
    return text[start:end]
