"""Numeral words and digits as tokens: the lexicon `numerals` with clitics expanded, and digits with separators.

The grammar that makes numbers of the tokens is in `hasila.numbers`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from hasila import lexicon
from hasila.lexicon import Row
from hasila.model import Folded
from hasila.nouns import is_break, outcomes, previous_word, word_ending

_CONJUNCTIONS = ("", "و", "ف")
_PREFIXES = ("", "ال", "ب", "ل", "ك", "بال", "لل", "كال")
_CLITICS = tuple(sorted((c + p for c in _CONJUNCTIONS for p in _PREFIXES), key=len))
# «يا» and the rest never stand before digits; «الـ20» is folded to «ال20».
_BEFORE_DIGITS = frozenset(_CLITICS) | {"لال", "ولال"}
# The Arabic comma parts thousands at most: «20،30» is a list.
_CANDIDATE = re.compile(r"[^\W\d_]+|[0-9]+(?:[.,][0-9]+|،[0-9]{3}(?![0-9]))*")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([.,،])[0-9]{3})(?:\1[0-9]{3})*")
_GROUPED_DECIMAL = re.compile(r"([1-9][0-9]{0,2}(?:,[0-9]{3})+)\.([0-9]+)|([1-9][0-9]{0,2}(?:\.[0-9]{3})+),([0-9]+)")
_DECIMAL = re.compile(r"([0-9]+)[.,]([0-9]+)")
_LONGEST = 16
_ARTICLES = frozenset(clitic for clitic in _CLITICS if clitic.endswith("ال"))
# «واحد» before these is «وأحد»: the first always, the second right after another numeral («مئة وأحد وعشرون»).
_AND_ONE = re.compile(r" عشر\b"), re.compile(r" و ?(?:عشر|ثلاث|اربع|خمس|ست|سبع|ثمان|تسع)(?:ون|ين)\b")


class Entry(NamedTuple):
    """A numeral word with its clitics: the row, how many characters its clitics take, and which they are."""

    row: Row
    value: int
    cut: int
    joined: bool
    bound: bool
    definite: bool


class Token(NamedTuple):
    """A numeral word or digits in folded text: `begin` with clitics, `start` without (the article stays).

    `link` says how the token before is joined to it: "" (not), " " (side by side) or "و".
    """

    begin: int
    start: int
    end: int
    value: int | float
    part: str
    frame: str
    definite: bool
    link: str
    ref: str


def _value(row: Row) -> int:
    return int(row.sense.split("-")[0])


def _stands_apart(clitic: str) -> bool:
    """Does the clitic forbid that the word goes on a number: any but و and the article?"""
    return clitic[:1] == "ف" or clitic.lstrip("وف") not in ("", "ال")


def _entry(row: Row, clitic: str) -> Entry:
    rest = clitic.lstrip("وف")
    article = rest.endswith("ال") or rest == "لل"
    cut = len(clitic) - 2 * rest.endswith("ال")
    return Entry(row, _value(row), cut, clitic[:1] == "و", _stands_apart(clitic), article)


@functools.cache
def words() -> dict[str, Entry]:
    """Every numeral word by its folded spelling with clitics; the bare spelling wins over one with clitics."""
    rows = [row for row in lexicon.load("numerals") if row.part not in ("name", "not") and " " not in row.form]
    found: dict[str, Entry] = {}
    for clitic in _CLITICS:
        for row in rows:
            if row.part not in ("vague", "unstated", "fraction") or row.frame == "few":
                found.setdefault(clitic + row.folded, _entry(row, clitic))
    for clitic in _CLITICS:
        for row in rows:
            found.setdefault(clitic + row.folded, _entry(row, clitic))
    for row in (row for row in lexicon.load("numerals") if row.part == "not"):
        for conjunction in _CONJUNCTIONS:
            entry = found.pop(conjunction + row.folded, None)
            if entry and row.frame == "adjective":
                found[conjunction + row.folded] = entry._replace(row=row, value=entry.value)
    return found


@functools.cache
def phrases() -> dict[str, tuple[Row, ...]]:
    """The rows of several words by their first word with clitics, longest first."""
    found: dict[str, list[Row]] = {}
    for row in sorted(lexicon.load("numerals"), key=lambda r: -len(r.folded)):
        if " " in row.form:
            for clitic in ("", "و", "ف", "ب", "ل", "وب", "ول"):
                found.setdefault(clitic + row.folded.split(" ")[0], []).append(row)
    return {word: tuple(rows) for word, rows in found.items()}


@functools.cache
def names() -> frozenset[str]:
    """Words after which a numeral with the article belongs to a name («شارع الستين»)."""
    return frozenset(row.folded for row in lexicon.load("numerals") if row.part == "name")


def read_digits(digits: str) -> int | float | None:
    """The value of ASCII digits with separators: thousands in threes, else one decimal mark; None where neither fits.

    >>> read_digits("1.234"), read_digits("1.23"), read_digits("1,234.5"), read_digits("10.0.0.1")
    (1234, 1.23, 1234.5, None)
    """
    if len(digits) <= _LONGEST and digits.isdigit():
        return int(digits)
    if len(digits) > _LONGEST + 5:
        return None
    if _GROUPED.fullmatch(digits):
        return int(re.sub("[.,،]", "", digits))
    if match := _GROUPED_DECIMAL.fullmatch(digits):
        whole, part = (match[1], match[2]) if match[1] else (match[3], match[4])
        return float(f"{whole.replace(',', '').replace('.', '')}.{part}")
    match = _DECIMAL.fullmatch(digits)
    return float(f"{match[1]}.{match[2]}") if match else None


def _link(folded: Folded, token_end: int, begin: int, entry_joined: bool, bound: bool) -> str:
    """How a token that begins at `begin` is joined to the one that ends at `token_end`."""
    gap = folded.text[token_end:begin]
    if gap not in (" ", "", " و ") or bound or (gap and is_break(folded, token_end)):
        return ""
    return "و" if entry_joined or gap == " و " else " "


@functools.cache
def _glued() -> frozenset[str]:
    """Words that some papers set a figure to without a blank («نحو20», «علي3658», «بينهم3»); no weapon is called so."""
    hedges = {row.folded.rsplit(" ", 1)[-1] for row in lexicon.load("hedges") if row.part in ("before", "open")}
    return frozenset(hedges | {r.folded for r in lexicon.load("particles") if r.sense in ("preposition", "partitive")})


def _digit_start(text: str, start: int) -> tuple[int, str] | None:
    """Where the word of digits at `start` begins and the clitics before it; None where they belong to a name (F16)."""
    begin = start
    while begin and text[begin - 1].isalpha():
        begin -= 1
    if text[start - 1 : start] == " " and _is_article(text, start - 1):
        # «ال 20»: the article, a tatweel and a blank.
        begin = start - 1 - len(word_ending(text, start - 1))
        return begin, text[begin : start - 1]
    if begin == start:
        glued = start > 1 and text[start - 1] in "-_/" and text[start - 2].isalpha()
        return None if glued and not _is_article(text, start - 1) else (start, "")
    clitic = text[begin:start]
    if clitic in _BEFORE_DIGITS:
        return begin, clitic
    word = clitic.removeprefix("و")  # «جرح4», «القتلى26», «بينهم3»
    return (start, "") if word in _glued() or word.removeprefix("ال") in outcomes() else None


def _is_article(text: str, end: int) -> bool:
    return word_ending(text, end) in _ARTICLES


def _digits(folded: Folded, match: re.Match[str], last: int) -> Token | None:
    text, start, end = folded.text, match.start(), match.end()
    place = _digit_start(text, start)
    value = read_digits(match.group())
    if place is None or value is None or (end < len(text) and text[end].isascii() and text[end].isalpha()):
        return None
    begin, clitic = place
    rest = clitic.lstrip("وف")
    definite = rest.endswith("ال") or rest == "لل"
    link = _link(folded, last, begin, clitic[:1] == "و", _stands_apart(clitic))
    front = begin + len(clitic) - 2 * rest.endswith("ال")
    return Token(begin, front, end, value, "digits", "-", definite, link, "")


def _phrase(folded: Folded, begin: int, word: str) -> Token | None:
    for row in phrases()[word]:
        start = begin + len(word) - len(row.folded.split(" ")[0])
        end = start + len(row.folded)
        if folded.text.startswith(row.folded, start) and not folded.text[end : end + 1].isalpha():
            return Token(begin, start, end, _value(row), row.part, row.frame, False, "", row.ref)
    return None


def _belongs_to_name(folded: Folded, begin: int, entry: Entry) -> bool:
    """Is the definite numeral word part of a name, of «في المئة», or the adjective of no noun?"""
    before = previous_word(folded, begin)
    if entry.value == 100 and entry.row.part == "hundred" and entry.row.frame != "plural":
        return before == "في" or folded.text.startswith("بال", begin)
    return before in names() or (entry.row.part == "not" and not before.startswith("ال"))


def _and_one(folded: Folded, begin: int, end: int, last: int) -> bool:
    """Is the «واحد» at `begin` the conjunction with «أحد»?"""
    if _AND_ONE[0].match(folded.text, end):
        return True
    return last == begin - 1 and _AND_ONE[1].match(folded.text, end) is not None


def _word(folded: Folded, begin: int, end: int, entry: Entry, last: int) -> Token | None:
    if folded.text[begin:end] == "واحد" and _and_one(folded, begin, end, last):
        entry = words()["احد"]._replace(cut=1, joined=True)
    row = entry.row
    if entry.definite and row.part != "ordinal" and _belongs_to_name(folded, begin, entry):
        return None
    part = "unit" if row.part == "not" else row.part
    link = _link(folded, last, begin, entry.joined, entry.bound)
    return Token(begin, begin + entry.cut, end, entry.value, part, row.frame, entry.definite, link, row.ref)


def scan(folded: Folded, start: int, end: int) -> Iterator[Token]:
    """The numeral tokens of `folded.text[start:end]` from left to right; linear."""
    table, several = words(), phrases()
    last = -9
    for match in _CANDIDATE.finditer(folded.text, start, end):
        word = match.group()
        if word in table:
            token = _word(folded, match.start(), match.end(), table[word], last)
        elif word[0] in "0123456789":
            token = _digits(folded, match, last)
        elif word in several:
            token = _phrase(folded, match.start(), word)
        else:
            continue
        if token:
            last = token.end
            yield token
