"""From words of a sentence to spans of the unaltered text.

No span starts with the conjunction و or ف, nor with a preposition that is written on to its first word, where the rest
is an exact substring too; none starts or ends with a stray mark.
"""

from __future__ import annotations

from hasila.model import Span
from hasila.sentences import Sentence

_CLITICS = frozenset("وفبلك")
_MARKS = frozenset("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670\u0640")
# «وحالة وفاة»: no lexicon holds the word, and و is none of its letters.
_AND_CASES = frozenset({"وحاله", "وحالات"})
_EDGES = frozenset("،,:؛.-()[] ")


def _lead(s: Sentence, i: int) -> int:
    """How many folded characters of word `i` are clitics that a span leaves out."""
    for marks in (s.places, s.actors):
        for m in marks:
            if m.i == i:
                return max(0, m.what.start - s.words[i].start)
    counted = s.quantities.get(i)
    if counted is not None:
        return max(0, counted.what.start - s.words[i].start)
    pros = [h.pro for h in s.hits[i] if h.kind in ("victims", "titles", "outcomes", "means")]
    pros = pros or [h.pro for h in s.hits[i]]
    if not pros:
        return int(s.text(i) in _AND_CASES)
    pro = min(pros, key=len)
    clitics = pro.removesuffix("ال")
    return 0 if pro.endswith("لل") and len(pro) == 2 else len(clitics.removesuffix("لل"))


def _closes_bracket(s: Sentence, i: int, j: int) -> bool:
    """«عناصر (داعش)»: is the last word the bracket that closes one inside the span?"""
    return s.text(j - 1) == ")" and any(s.text(k) == "(" for k in range(i + 1, j - 1))


def span_of_words(s: Sentence, i: int, j: int) -> Span:
    """The span of words `i` to `j`, clitics and stray marks at its edges left out."""
    text = s.folded.text
    while (i < j - 1 and s.text(i) in _EDGES) or (s.text(i) == "و" and i < j - 1):
        i += 1
    while j > i + 1 and s.text(j - 1) in _EDGES and not _closes_bracket(s, i, j):
        j -= 1
    start = s.words[i].start + _lead(s, i)
    end = s.words[j - 1].end
    if s.text(i) == '"' and text.count('"', start, end) % 2 and j > i + 1:
        start = s.words[i + 1].start
    elif s.text(j - 1) == '"' and text.count('"', start, end) % 2 and j > i + 1:
        end = s.words[j - 2].end
    first, last = s.folded.span(start, max(end, start + 1))
    while last < len(s.original_text) and s.original_text[last] in _MARKS:
        last += 1  # the vowel signs of the last letter («شاباً»)
    return Span(first, last)
