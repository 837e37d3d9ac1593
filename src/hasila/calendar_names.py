"""The words of the date language, and a text as a string of their classes, one sign a word.

Month and weekday names come from CLDR through Babel (Levantine, Egyptian and Gulf, Algerian and Tunisian, Moroccan,
Mauritanian), Hijri months from hijridate, all other words and the ambiguous month names from `calendar.tsv`. Each sense
has a sign; `date_rules` are regular expressions over the signs.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from babel import Locale
from hijridate import Hijri

from hasila.fold import fold
from hasila.lexicon import Row, load

# Sense of a row → sign of its class. A month's sign is that of its frame.
SIGNS = {
    "weekday": "W", "day": "T", "part": "P", "adverb": "p", "def_part": "h", "unit": "u", "day_head": "J",
    "days_head": "j", "week_head": "k", "month_head": "S", "year_head": "Y", "pair_head": "x", "dual": "v",
    "def_units": "V", "def_dual": "D", "def_week": "K", "def_month": "H", "def_year": "G", "past": "A", "current": "C",
    "next": "X", "following": ">", "same": "e", "this": "Q", "that": "o", "cardinal": "N", "ordinal": "O", "edge": "E",
    "season": "Z", "since": "<", "during": "R", "before": "q", "after": "+", "between": "B", "from": "F", "until": "L",
    "in": "I", "latest": "r", "every": "%", "like": "#", "half": "½", "now": "1", "of_it": "~", "date_head": "l",
    "equals": "=", "and": "&", "hedge": "c", "vague": "*", "start": "s", "era": "i", "name_head": "g", "attack": "t",
    "of_days": "w", "event": "!", "general": "$", "feast": "a",
}  # fmt: skip
_MONTH_SIGNS = {"strong": "M", "weak": "m", "frail": "f", "zero": "z", "bound": "b"}
# Before these, one-letter prepositions and the article of «الـ24» are written together with the word.
_TAKES_CLITICS = frozenset("WTPhuJjkSYxvVDKHGQoNOEZMmfzlrctg")
_CLITICS = ("ب", "ل", "ف", "ك")
_MONTH_LOCALES = ("ar_SY", "ar_EG", "ar_DZ", "ar_MA", "ar_MR")
_PUNCTUATION = {"،": ",", "؛": ";", "؟": ";", "!": ";", "?": ";", ":": ";", "|": ";", "*": "_", "#": "_"}
_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|\S")
_DOTTED = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4}|\d\d)")
_ARTICLES = frozenset(p + a for p in ("", "و") for a in ("ال", "لل", "بال", "ب", "ل", "ف", "ك"))


class Word(NamedTuple):
    """What a form means: its class sign, and its value (months: 1-12, Hijri 101-112)."""

    sign: str
    value: int = 0
    unit: str = ""


class Items(NamedTuple):
    """A stretch of folded text as classes, one sign an item, with the value and the folded span of each."""

    text: str
    signs: str
    words: list[Word]
    starts: list[int]
    ends: list[int]


_OTHER = Word("_")
_AND = Word("&")


def _word(row: Row) -> Word:
    if row.sense == "month":
        hijri = row.part.startswith("h")
        return Word(_MONTH_SIGNS[row.frame], int(row.part.lstrip("h")) + 100 * hijri)
    sign = SIGNS[row.sense]
    return Word(sign, int(row.part)) if row.part.lstrip("-").isdigit() else Word(sign, 0, row.part)


def _cldr() -> Iterator[tuple[str, Word]]:
    """Month and weekday names that the libraries have, folded; all of them strong."""
    for code in _MONTH_LOCALES:
        for number, name in Locale.parse(code).months["format"]["wide"].items():
            yield fold(name).text, Word("M", number)
    for number, name in Locale.parse("ar").days["format"]["wide"].items():
        yield fold(name).text, Word("W", number)
    for number in range(1, 13):
        yield fold(Hijri(1440, number, 1).month_name("ar")).text, Word("M", 100 + number)


def _with_clitics(form: str, word: Word) -> Iterator[tuple[str, tuple[Word, int]]]:
    """The form behind «و» and one-letter prepositions, each with how many letters of the first word are not its own."""
    leads = [("", 0)]
    # «باب» is a door, «لامس» touched: forms this short, and «أمس», take no preposition.
    if word.sign in _TAKES_CLITICS and len(form) > 2 and form != "امس":
        leads += [(c, 1) for c in _CLITICS]
        if form.startswith("ال"):
            yield "ل" + form[1:], (word, 1)
            yield "ول" + form[1:], (word, 2)
    for lead, extra in leads:
        yield lead + form, (word, extra)
        yield "و" + lead + form, (word, extra + 1)


@functools.cache
def vocabulary() -> dict[str, tuple[tuple[tuple[str, ...], Word, int], ...]]:
    """First word of a form → its continuations (further words, meaning, letters of clitics), longest first.

    A row's own form wins over another form with a clitic before it.
    """
    plain = dict(_cldr())
    plain.update((row.folded, _word(row)) for row in load("calendar"))
    for row in load("calendar"):
        # «الأربعة»; but «الأحد» and «الاثنين» are days.
        if row.sense == "cardinal":
            plain.setdefault("ال" + row.folded, _word(row))
    forms: dict[str, tuple[Word, int]] = {}
    for form, word in plain.items():
        for written, meant in _with_clitics(form, word):
            if written not in plain or written == form:
                forms.setdefault(written, meant)
    found: dict[str, list[tuple[tuple[str, ...], Word, int]]] = {}
    for written, (word, extra) in forms.items():
        first, *rest = written.split(" ")
        found.setdefault(first, []).append((tuple(rest), word, extra))
    return {first: tuple(sorted(ways, key=lambda way: -len(way[0]))) for first, ways in found.items()}


def _number(text: str) -> Word:
    """`d` a possible day, `y` a possible year (Gregorian or Hijri), `n` any other number."""
    if not text.isdigit() or len(text) > 4:
        return Word("n", int(text) if text.isdigit() and len(text) < 9 else -1)
    value = int(text)
    if len(text) <= 2 and 1 <= value <= 31:
        return Word("d", value)
    return Word("y" if len(text) == 4 and (1300 <= value <= 1500 or 1800 <= value <= 2100) else "n", value)


class _Builder:
    """Collects items; joins an article or a preposition to the digits that follow it."""

    def __init__(self) -> None:
        self.signs: list[str] = []
        self.words: list[Word] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add(self, word: Word, start: int, end: int) -> None:
        self.signs.append(word.sign)
        self.words.append(word)
        self.starts.append(start)
        self.ends.append(end)

    def add_number(self, text: str, start: int, end: int) -> None:
        dotted = _DOTTED.fullmatch(text)
        if dotted is None:
            self.add(_number(text), start, end)
            return
        for n in (1, 2, 3):
            if n > 1:
                self.add(Word("."), start + dotted.start(n) - 1, start + dotted.start(n))
            self.add(_number(dotted[n]), start + dotted.start(n), start + dotted.end(n))


def _ways(tokens: list[str], at: int) -> tuple[Word, int, int] | None:
    """The longest form that starts at token `at`: its meaning, how many tokens, letters of clitics."""
    for rest, word, extra in vocabulary().get(tokens[at], ()):
        if not rest or tuple(tokens[at + 1 : at + 1 + len(rest)]) == rest:
            return word, 1 + len(rest), extra
    return None


def _before_digits(lead: str, follows: tuple[str, int, int], end: int) -> bool:
    """Do digits follow `lead`, which ends at `end`, as part of its word («ال24», «ال 24», but not «ل 24»)?"""
    return follows[0][0].isdigit() and follows[1] <= end + ("ال" in lead)


def lex(text: str, start: int, end: int) -> Items:
    """The items of folded `text[start:end]`. Linear."""
    spans = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]
    tokens = [token for token, _, _ in spans]
    known = vocabulary()
    out = _Builder()
    at = 0
    while at < len(spans):
        token, left, right = spans[at]
        at += 1
        if token in known and (way := _ways(tokens, at - 1)) is not None:
            word, length, extra = way
            if token[0] == "و" and extra:
                out.add(_AND, left, left + 1)
            at += length - 1
            out.add(word, left + extra, spans[at - 1][2])
        elif token[0].isdigit():
            out.add_number(token, left, right)
        elif token in _ARTICLES and tokens[at : at + 1] and _before_digits(token, spans[at], right):
            if token[0] == "و":
                out.add(_AND, left, left + 1)
        elif token == "_":
            # In a hashtag it stands for a blank.
            continue
        elif len(token) == 1 and not token.isalpha():
            out.add(Word(_PUNCTUATION.get(token, token)) if token in ",،؛؟!?:|/-().;" else _OTHER, left, right)
        else:
            out.add(_OTHER, left, right)
    return Items(text, "".join(out.signs), out.words, out.starts, out.ends)
