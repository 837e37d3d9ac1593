"""Words that bound a number: «نحو», «ما لا يقل عن» before it, «على الأقل» after it or after the noun that it counts.

How a hedge changes the bounds is the table «Counts» of the annotation guidelines (docs/claims.md).
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple, cast

from hasila import lexicon
from hasila.lexicon import Row
from hasila.model import Folded, Qualifier
from hasila.nouns import WORD, is_break, next_word, word_ending
from hasila.numerals import words

_CLITICS = ("", "و", "ف", "ب", "ل", "وب", "ول", "فب", "فل")
_LONGEST_BEFORE = 5
_LONGEST_SUBJECT = 6
_PREPOSITIONS = frozenset({"عن", "علي", "من"})
_SUBJECTS = frozenset({"عدد", "عددهم", "حصيله", "الحصيله", "العدد", "اجمالي", "مجموع"})
_OPENING = '"('
_GAP = re.compile(r'[ ،,("]{0,3}')
_REACH_OF_REVISION = 70
_OPEN_TO_HEDGES = ("exact", "about", "range", "vague")


class Hedge(NamedTuple):
    """A hedge in folded text: its qualifier and the `ref` of its lexicon row."""

    start: int
    end: int
    qualifier: Qualifier
    row: str


@functools.cache
def _before() -> dict[str, tuple[Row, int]]:
    """Hedges and range openers that stand before a number, by spelling with clitics, and how long the clitics are."""
    rows = [row for row in lexicon.load("hedges") if row.part in ("before", "open")]
    return {clitic + row.folded: (row, len(clitic)) for clitic in reversed(_CLITICS) for row in rows}


@functools.cache
def _last_words() -> frozenset[str]:
    return frozenset(phrase.rsplit(" ", 1)[-1] for phrase in _before())


@functools.cache
def _after() -> dict[str, tuple[Row, ...]]:
    """Hedges that stand after a number, by their first word, longest first."""
    found: dict[str, list[Row]] = {}
    for row in sorted(lexicon.load("hedges"), key=lambda r: -len(r.folded)):
        if row.part == "after":
            found.setdefault(row.folded.split(" ")[0], []).append(row)
    return {word: tuple(rows) for word, rows in found.items()}


@functools.cache
def middles() -> dict[str, Row]:
    """The words that join the two ends of a range, by folded form."""
    return {row.folded: row for row in lexicon.load("hedges") if row.part == "middle"}


@functools.cache
def _revisions() -> frozenset[str]:
    return frozenset(c + row.folded for row in lexicon.load("hedges") if row.part == "stop" for c in ("", "و", "ف"))


def _starts_before(text: str, end: int, most: int) -> list[int]:
    """Where the words before folded `end` start, nearest first, as long as single blanks join them."""
    starts: list[int] = []
    while len(starts) < most:
        start = end
        while start and text[start - 1].isalpha():
            start -= 1
        if start == end:
            break
        starts.append(start)
        if start < 2 or text[start - 1] != " ":
            break
        end = start - 1
    return starts


def before(folded: Folded, index: int) -> tuple[Row, int] | None:
    """The hedge or range opener that ends right before folded `index`, the longest that fits, and where it starts."""
    text = folded.text
    end = index - 1 if index and text[index - 1] in _OPENING else index
    if not end or (text[end - 1] == " " and is_break(folded, end - 1)):
        return None
    if text[end - 1] == " ":
        end -= 1
    elif not text[end : end + 1].isdigit():
        return None  # «نحو20»: only figures stand without a blank
    if word_ending(text, end) not in _last_words():
        return None
    for start in reversed(_starts_before(text, end, _LONGEST_BEFORE)):
        if hit := _before().get(text[start:end]):
            return hit[0], start + hit[1]
    return None


@functools.cache
def _verbs() -> dict[tuple[str, str], tuple[Row, int]]:
    """Hedging verbs that may stand before «عدد القتلى» and the number: by their words and by their preposition."""
    found: dict[tuple[str, str], tuple[Row, int]] = {}
    for phrase, (row, cut) in _before().items():
        if row.frame == "verb":
            head, _, last = phrase.rpartition(" ")
            found[(head, last) if last in _PREPOSITIONS and head else (phrase, "")] = row, cut
    return found


def _distant(folded: Folded, index: int) -> tuple[Row, int] | None:
    """A hedging verb with its subject between it and the number: «تجاوز عدد القتلى الثلاثين»."""
    text = folded.text
    starts = _starts_before(text, index - 1, _LONGEST_SUBJECT) if text[index - 1 : index] == " " else []
    words_before = [WORD.match(text, start) for start in starts]
    nearest = words_before[0].group() if words_before and words_before[0] else ""
    preposition = nearest if nearest in _PREPOSITIONS else ""
    for n, match in enumerate(words_before):
        if match and match.group() in _SUBJECTS and not any(is_break(folded, start - 1) for start in starts[:n]):
            return _verb_before(text, starts[n], preposition)
    return None


def _verb_before(text: str, index: int, preposition: str) -> tuple[Row, int] | None:
    for start in reversed(_starts_before(text, index - 1, _LONGEST_BEFORE)):
        if hit := _verbs().get((text[start : index - 1], preposition)):
            return hit[0], start + hit[1]
    return None


def hedges_before(folded: Folded, index: int) -> list[Hedge]:
    """The hedges right before folded `index`, the nearest first («ما لا يقل عن نحو 20» has two)."""
    found: list[Hedge] = []
    while (hit := before(folded, index)) and hit[0].part == "before":
        row, start = hit
        found.append(Hedge(start, start + len(row.folded), cast(Qualifier, row.sense), row.ref))
        index = start
    return found


def distant_hedge(folded: Folded, index: int) -> Hedge | None:
    """The hedging verb before the «عدد …» that stands before folded `index`: «تجاوز عدد القتلى» before «الثلاثين»."""
    hit = _distant(folded, index)
    return Hedge(hit[1], index - 1, cast(Qualifier, hit[0].sense), hit[0].ref) if hit else None


def _belongs_to_next(folded: Folded, end: int) -> bool:
    """Does a number follow, so that the hedge that ends at `end` is its own?"""
    word = next_word(folded, end)
    if word.startswith("و") and word[1:] in words():
        return False  # «15 سجينا على الأقل وأربعة حراس»
    follows = folded.text[end + 1 : end + 2]
    return folded.text[end : end + 1] == " " and (follows.isdigit() or next_word(folded, end) in words())


def trailing_hedge(folded: Folded, pos: int) -> Hedge | None:
    """The hedge at folded `pos`, after blanks, a comma or a bracket at most; None if it belongs to a later number."""
    text = folded.text
    gap = _GAP.match(text, pos)
    start = gap.end() if gap else pos
    first = WORD.match(text, start)
    for row in _after().get(first.group(), ()) if first and (start > pos or not pos) else ():
        end = start + len(row.folded)
        fits = text.startswith(row.folded, start) and not text[end : end + 1].isalpha()
        if fits and not _belongs_to_next(folded, end):
            return Hedge(start, end, cast(Qualifier, row.sense), row.ref)
    return None


def revised(folded: Folded, index: int) -> bool:
    """Does a word of revision («ارتفع», «رفعت») stand before folded `index` in the same sentence?"""
    clause = re.split(r"[.!؟؛:]", folded.text[max(0, index - _REACH_OF_REVISION) : index])[-1]
    return not _revisions().isdisjoint(WORD.findall(clause))


def apply_hedge(low: int, high: int | None, qualifier: Qualifier, hedge: Hedge) -> tuple[int, int | None, Qualifier]:
    """The bounds and qualifier after a hedge, which moves exact, about, range and vague counts, no others."""
    if qualifier not in _OPEN_TO_HEDGES or high is None:
        return low, high, qualifier
    if hedge.qualifier == "about":
        return low, high, "about" if qualifier == "exact" else qualifier
    if hedge.qualifier == "at_least":
        return low, None, "at_least"
    if hedge.qualifier == "more_than":
        return low + 1, None, "more_than"
    if hedge.qualifier == "at_most":
        return 0, high, "at_most"
    return 0, max(0, high - 1), "less_than"
