"""What tells that a number counts no people: ages, dates, money, calibres, article numbers and the like.

The words are in the lexicon `units`; a people noun right after the number settles that it counts people.
"""

from __future__ import annotations

import functools
import re

from hasila import lexicon
from hasila.lexicon import Row
from hasila.model import Folded
from hasila.nouns import next_word, person, previous_word, strip, unit, units

_YEARS_OF_AGE = frozenset({"عام", "عاما", "اعوام", "سنه", "سنوات", "سنين"})
_TIME = re.compile(r"[0-9]:$"), re.compile(r":[0-9]")
_DATE = re.compile(r"[0-9][/]$|[0-9]-[0-9]{1,4}-$"), re.compile(r"/[0-9]|-[0-9]{1,4}-[0-9]")
_SCORE = re.compile(r"[0-9] ?- ?$"), re.compile(r" ?- ?[0-9]")
_MONEY = frozenset("$€£₪")
_LONG_DIGITS = 7


@functools.cache
def _phrases() -> dict[str, tuple[Row, ...]]:
    """Phrases right after a number by their first word, longest first."""
    found: dict[str, list[Row]] = {}
    for row in sorted(lexicon.load("units"), key=lambda r: -len(r.folded)):
        if row.part == "phrase":
            found.setdefault(row.folded.split(" ")[0], []).append(row)
    return {word: tuple(rows) for word, rows in found.items()}


def _phrase(text: str, end: int) -> str | None:
    word = next_word(text, end)
    for row in _phrases().get(word, ()):
        after = end + 1 + len(row.folded)
        if text.startswith(row.folded, end + 1) and not text[after : after + 1].isalpha():
            return row.sense
    return None


def _by_marks(text: str, start: int, end: int) -> str | None:
    """What the signs glued to digits tell: percent, money, time, date."""
    before, after = text[max(0, start - 10) : start], text[end : end + 10]
    if after.lstrip(" ")[:1] == "%" or before.rstrip(" ")[-1:] == "%":
        return "percent"
    if after[:1] in _MONEY or before[-1:] in _MONEY:
        return "money"
    if _TIME[0].search(before) or _TIME[1].match(after):
        return "time"
    if _DATE[0].search(before) or _DATE[1].match(after):
        return "date"
    return None


def counted_person(text: str, end: int) -> Row | None:
    """The people noun that a number ending at folded `end` counts: right after it, or after «من»."""
    word = next_word(text, end)
    if word == "من":
        end += 3
        word = next_word(text, end)
    return person(word) if word else None


def _is_case(text: str, end: int) -> bool:
    """«20 حالة وفاة» counts people."""
    word = next_word(text, end)
    if word not in ("حاله", "حالات"):
        return False
    outcome = next_word(text, end + 1 + len(word))
    return any(row.folded == outcome for row in lexicon.load("outcomes") if row.part == "verbal_noun")


def _is_age(text: str, start: int, end: int) -> bool:
    """Do the years `text[start:end]` stand in apposition («زيد (40 عاما)»), or by a word for age?"""
    apposed = text[max(0, start - 2) : start].strip(" ") in ("(", ",", "،")
    return apposed or _before(text, start) == "age" or _phrase(text, end) == "age"


def _by_noun(text: str, start: int, end: int) -> str | None:
    """What the noun after the number tells."""
    word = next_word(text, end)
    if word in units("month"):
        return "date"
    row = unit(word) if word else None
    if row is None or _is_case(text, end):
        return None
    return "age" if row.folded in _YEARS_OF_AGE and _is_age(text, start, end + 1 + len(word)) else row.sense


def _before(text: str, start: int) -> str | None:
    """What the word before the number tells."""
    word = previous_word(text, start)
    if not word:
        return None
    known, months = units("before"), units("month")
    row = next((known[w] for w in strip(word) if w in known), None)
    return row.sense if row else "date" if word in months else None


def _by_digits(text: str, start: int, end: int, form: str) -> str | None:
    """What bare digits with no noun after them tell: a year, a score, a telephone number."""
    digits = text[start:end]
    if form == "dash" or _SCORE[0].search(text[max(0, start - 4) : start]) or _SCORE[1].match(text[end : end + 4]):
        return "score"
    if not digits.isdigit():
        return None
    if len(digits) == 4 and "1900" <= digits < "2100":
        return "date"
    return "phone" if len(digits) >= _LONG_DIGITS or (len(digits) > 1 and digits[0] == "0") else None


def reason_for(folded: Folded, start: int, end: int, form: str) -> str | None:
    """Why the count words `folded.text[start:end]` count no people, or None; `form` is that of the quantity."""
    text = folded.text
    if reason := _by_marks(text, start, end) or _phrase(text, end):
        return reason
    if counted_person(text, end):
        return None
    return _by_noun(text, start, end) or _before(text, start) or _by_digits(text, start, end, form)
