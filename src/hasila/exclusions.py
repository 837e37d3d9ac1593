"""What tells that a number counts no people: ages, dates, money, calibres, article numbers and the like.

The words are in the lexicon `units`; a people noun right after the number settles that it counts people.
"""

from __future__ import annotations

import functools
import re

from hasila import lexicon
from hasila.lexicon import Row
from hasila.model import Folded
from hasila.nouns import (
    counted,
    is_break,
    next_word,
    outcomes,
    person,
    previous_word,
    span_after,
    span_before,
    strip,
    unit,
    units,
)

_YEARS_OF_AGE = frozenset({"عام", "عاما", "اعوام", "سنه", "سنوات", "سنين"})
_TIME = re.compile(r"[0-9]:$"), re.compile(r":[0-9]")
_DATE = re.compile(r"[0-9] ?[/] ?$|[0-9]-[0-9]{1,4}-$"), re.compile(r" ?/ ?[0-9]|-[0-9]{1,4}-[0-9]")
_YEAR = re.compile(r" (?:19|20)[0-9]{2}(?![0-9])")
_SCORE = re.compile(r"(?:[0-9]|صفر) ?- ?$"), re.compile(r" ?- ?[0-9]")
_MONEY = frozenset("$€£₪")
# What stands after the number of a list item at the head of a line.
_MARKERS = frozenset("-.)")
_LONG_DIGITS = 7
_OLDEST = 115
_CASES = frozenset({"حاله", "حالات"})


@functools.cache
def _happenings() -> dict[str, Row]:
    """The verbal nouns of outcomes, which numbers of people stand before («63 وفاة»)."""
    if not (lexicon.folder() / "outcomes.tsv").exists():
        return {}
    rows = lexicon.load("outcomes")
    verbs = {row.folded for row in rows if row.part in ("passive", "active", "either")}
    return {row.folded: row for row in rows if row.part == "verbal_noun" and row.folded not in verbs}


@functools.cache
def _acts() -> dict[str, Row]:
    """The verbal nouns of outcomes that cases are counted of («100 حالة قتل»)."""
    if not (lexicon.folder() / "outcomes.tsv").exists():
        return {}
    return {row.folded: row for row in lexicon.load("outcomes") if row.part == "verbal_noun"}


@functools.cache
def _phrases() -> dict[str, tuple[Row, ...]]:
    """Phrases right after a number by their first word, longest first."""
    found: dict[str, list[Row]] = {}
    for row in sorted(lexicon.load("units"), key=lambda r: -len(r.folded)):
        if row.part == "phrase":
            found.setdefault(row.folded.split(" ")[0], []).append(row)
    return {word: tuple(rows) for word, rows in found.items()}


def _phrase(folded: Folded, end: int) -> str | None:
    start, stop = span_after(folded, end)
    for row in _phrases().get(folded.text[start:stop], ()):
        after = start + len(row.folded)
        if folded.text.startswith(row.folded, start) and not folded.text[after : after + 1].isalpha():
            # «10 مساء» is a time, «كان 10 مساء الاثنين» is none.
            dated = row.frame == "alone" and next_word(folded, after).startswith(("ال", "امس", "اول"))
            return None if dated else row.sense
    return None


def _by_marks(folded: Folded, start: int, end: int) -> str | None:
    """What the signs glued to digits tell: percent, money, time, date."""
    text = folded.text
    before, after = text[max(0, start - 10) : start], text[end : end + 10]
    if after.lstrip(" ")[:1] == "%" or before.rstrip(" ")[-1:] == "%":
        return "percent"
    if after[:1] in _MONEY or before[-1:] in _MONEY:
        return "money"
    if _TIME[0].search(before) or _TIME[1].match(after):
        return "time"
    if _DATE[0].search(before) or _DATE[1].match(after):
        return "date"
    listed = after[:1] in _MARKERS and (not start or is_break(folded, start - 1))
    if listed or (before[-1:] == "[" and after[:1] == "]"):
        return "ordinal"
    return None


def counted_person(folded: Folded, end: int) -> Row | None:
    """The people noun that a number ending at folded `end` counts: right after it, or after «من».

    Words for an outcome count as such («20 إصابة», «20 حالة وفاة»).
    """
    start, end = span_of_noun(folded, end)
    word = folded.text[start:end]
    return _acts().get(next_word(folded, end)) if word in _CASES else counted(word) or _happenings().get(word)


def span_of_noun(folded: Folded, end: int) -> tuple[int, int]:
    """The span of the word that a number ending at folded `end` counts: the next, or the one after «من»."""
    start, stop = span_after(folded, end)
    return span_after(folded, stop) if folded.text[start:stop] == "من" else (start, stop)


def _is_age(folded: Folded, start: int, end: int) -> bool:
    """Do the years `text[start:end]` stand in apposition («زيد (40 عاما)»), or by a word for age?"""
    apposed = folded.text[max(0, start - 2) : start].strip(" ") in ("(", ",", "،")
    return apposed or _before(folded, start) == "age" or _phrase(folded, end) == "age"


def _is_of_people(folded: Folded, end: int) -> bool:
    """May the cases that end at folded `end` be people: does nothing, or no more than how they are, follow?"""
    word = next_word(folded, end)
    return not word or word in units("case")


def _by_noun(folded: Folded, start: int, end: int) -> str | None:
    """What the noun after the number tells."""
    if next_word(folded, end) in units("month"):
        return "date"
    stop = span_after(folded, end)[1]
    noun, end = span_of_noun(folded, end)
    word = folded.text[noun:end]
    row = unit(word)
    # «3 من القرية» counts no villages.
    if row is None or (end > stop and row.frame != "plural") or (word in _CASES and _is_of_people(folded, end)):
        return None
    if row.sense == "time" and word.startswith("ال") and not folded.text.startswith("ال", start):
        return None  # «وأصيب 173 اليوم»: a counted noun has no article
    if word in ("عام", "سنه") and _YEAR.match(folded.text, end):
        return None  # «نزح 20 ألفا عام 2014»: when
    return "age" if row.folded in _YEARS_OF_AGE and _is_age(folded, start, end) else row.sense


def _before(folded: Folded, start: int) -> str | None:
    """What the word before the number tells."""
    start, end = span_before(folded, start)
    word = folded.text[start:end]
    if word in units("month"):
        return "date"
    known = units("before")
    longer = f"{previous_word(folded, start)} {word}"
    row = known.get(longer) or next((known[w] for w in strip(word) if w in known), None)
    return row.sense if row and row.sense != "none" else None


def _adjective(folded: Folded, start: int) -> str | None:
    """What the noun before a number with the article tells: «الساعات الأربع والعشرين», «البيانات الستة»."""
    word = previous_word(folded, start)
    row = unit(word) if word.startswith("ال") and folded.text.startswith("ال", start) else None
    return row.sense if row and row.frame == "plural" else None


@functools.cache
def _introducing() -> frozenset[str]:
    """Words that a number in brackets may go with: those of `counts`, and the last words of hedges."""
    rows = lexicon.load("counts") + tuple(row for row in lexicon.load("hedges") if row.part == "before")
    return frozenset(row.folded.rsplit(" ", 1)[-1] for row in rows)


def _bracketed(folded: Folded, start: int, end: int) -> str | None:
    """The age alone in brackets after a name: «زيد علي (45)»."""
    alone = folded.text[start - 1 : start] == "(" and folded.text[end : end + 1] == ")"
    if not alone or not folded.text[start:end].isdigit() or int(folded.text[start:end]) > _OLDEST:
        return None
    words = strip(previous_word(folded, start))
    known = person(words[0]) or any(word in outcomes() or word in _introducing() for word in words)
    return None if known or not words[0] else "age"


def _by_digits(text: str, start: int, end: int, form: str) -> str | None:
    """What bare digits with no noun after them tell: a year, a score, a telephone number."""
    digits = text[start:end]
    if form == "dash" or _SCORE[0].search(text[max(0, start - 6) : start]) or _SCORE[1].match(text[end : end + 4]):
        return "score"
    if not digits.isdigit():
        return None
    if len(digits) == 4 and "1900" <= digits < "2100":
        return "date"
    return "phone" if len(digits) >= _LONG_DIGITS or (len(digits) > 1 and digits[0] == "0") else None


def reason_for(folded: Folded, start: int, end: int, form: str) -> str | None:
    """Why the count words `folded.text[start:end]` count no people, or None; `form` is that of the quantity."""
    if previous_word(folded, start).removeprefix("و") == "الدقيقه":
        return "time"  # «خرج في الدقيقة 72 مصابا»
    if reason := _by_marks(folded, start, end) or _phrase(folded, end):
        return reason
    if counted_person(folded, end):
        # «قائد الفرقة 30 العقيد فلان»: a noun with the article is not counted by the number of a unit.
        definite = folded.text.startswith("ال", span_after(folded, end)[0])
        return "ordinal" if definite and _before(folded, start) == "ordinal" else None
    told = _by_noun(folded, start, end) or _before(folded, start) or _adjective(folded, start)
    return told or _bracketed(folded, start, end) or _by_digits(folded.text, start, end, form)
