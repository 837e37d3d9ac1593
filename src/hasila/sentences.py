"""Cut a folded text into sentences; gather what each holds: words, lexicon hits, quantities, places, dates, actors."""

from __future__ import annotations

import bisect
import datetime
import re
from collections.abc import Iterator

import msgspec

from hasila import actors, dates, places, quantities
from hasila.fold import without
from hasila.lexicon import Row
from hasila.model import Folded
from hasila.words import Hit, Word, hits_of, words_of

_END = re.compile(r"[.!؟?…]+(?=[\s\"')»]|$)|؛ |(?<=[^\W\d_]{2})\.(?=[\"]?[^\W\d_a-z]{2})")
# A stop after one letter is an abbreviation («د. أحمد», «أ.ف.ب»), not an end.
_ABBREVIATION = re.compile(r"(?:^|[\s.(])\w$")
_LONGEST = 1600
VERBS = ("passive", "active", "either")


class Mark(msgspec.Struct, frozen=True):
    """A mention brought to word indexes: words `i` to `j` of its sentence."""

    i: int
    j: int
    what: quantities.Quantity | places.PlaceMention | dates.FoldedDate | actors.ActorMention


class Sentence(msgspec.Struct):
    """One sentence: its words, and what was found at each of them."""

    original_text: str
    folded: Folded
    start: int
    end: int
    line_start: bool
    words: list[Word]
    hits: list[list[Hit]]
    quantities: dict[int, Mark]
    places: list[Mark]
    dates: list[Mark]
    actors: list[Mark]

    def text(self, i: int) -> str:
        """The folded word at `i`, empty outside the sentence."""
        return self.words[i].text if 0 <= i < len(self.words) else ""

    def row(self, i: int, kind: str) -> Row | None:
        """The first row of lexicon `kind` that starts at word `i`."""
        hit = self.hit(i, kind)
        return hit.row if hit else None

    def hit(self, i: int, kind: str, parts: tuple[str, ...] = ()) -> Hit | None:
        """The first hit of lexicon `kind` that starts at word `i`, of one of `parts` where given."""
        if not 0 <= i < len(self.hits):
            return None
        return next((h for h in self.hits[i] if h.kind == kind and (not parts or h.row.part in parts)), None)

    def particle(self, i: int, *senses: str) -> Hit | None:
        """The function word at `i` if it is of one of `senses`."""
        if not 0 <= i < len(self.hits):
            return None
        return next((h for h in self.hits[i] if h.kind == "particles" and h.row.sense in senses), None)

    def mark(self, marks: list[Mark], i: int) -> Mark | None:
        """The mention of `marks` that covers word `i`."""
        return next((m for m in marks if m.i <= i < m.j), None)

    def original(self, i: int, j: int) -> tuple[int, int]:
        """The span of words `i` to `j` in the unaltered text."""
        return self.folded.span(self.words[i].start, self.words[j - 1].end)


class _Found:
    """Mentions of a text by where they start."""

    def __init__(self, mentions: list) -> None:  # type: ignore[type-arg]  # any of the mention types
        self.all = sorted(mentions, key=lambda m: (m.start, m.end))
        self._starts = [m.start for m in self.all]

    def within(self, start: int, end: int) -> list:  # type: ignore[type-arg]  # any of the mention types
        """Those that start in folded characters `start` to `end`."""
        return self.all[bisect.bisect_left(self._starts, start) : bisect.bisect_left(self._starts, end)]


class Mentions:
    """The places, dates and actors of a whole text."""

    def __init__(self, text: str, folded: Folded, published: datetime.date | None) -> None:
        self.places = _Found(places.find(without(folded, text, "آ")))
        self.dates = _Found(dates.find(without(folded, text, "إ"), published))
        self.actors = _Found(actors.find(folded))


def bounds(folded: Folded) -> list[tuple[int, int, bool]]:
    """The sentences of a text as (start, end, starts a line), in order; blanks at the edges are left out."""
    text = folded.text
    breaks = set(folded.breaks)
    cuts = dict.fromkeys(breaks, True)
    for m in _END.finditer(text):
        if text[m.start() - 1 : m.start()] == "(" or (
            m.group()[0] == "." and _ABBREVIATION.search(text[max(0, m.start() - 3) : m.start()])
        ):
            continue
        cuts.setdefault(m.end(), False)
    found = []
    start, fresh = 0, True
    for cut in [*sorted(cuts), len(text)]:
        for end in (*_too_long(text, start, cut), cut):
            if text[start:end].strip():
                lead = len(text[start:end]) - len(text[start:end].lstrip())
                found.append((start + lead, end, fresh))
                fresh = False
            start = max(start, end)
        fresh = fresh or cuts.get(cut, False)
    return found


def _too_long(text: str, start: int, end: int) -> Iterator[int]:
    """Where to cut a stretch with no end of sentence in it: at a comma or a blank, so that the work stays linear."""
    while end - start > _LONGEST:
        at = max(text.rfind("،", start, start + _LONGEST), text.rfind(",", start, start + _LONGEST))
        at = at if at > start else text.rfind(" ", start, start + _LONGEST)
        start = at + 1 if at > start else start + _LONGEST
        yield start


def _to_words(starts: list[int], start: int, end: int) -> tuple[int, int]:
    i = max(bisect.bisect_right(starts, start) - 1, 0)
    j = bisect.bisect_left(starts, end)
    return i, max(j, i + 1)


def _revives(text: str, folded: Folded, word: Word) -> bool:
    """«إعادة إحياء التنظيم» folds like the quarters «أحياء»: the hamza tells."""
    return word.text == "احياء" and text[folded.source[word.start]] == "إ"


def _swallows_act(words: list[Word], mark: Mark) -> bool:
    """«مصادر محلية بمقتل ستة»: an adjective that is a type noun as well, and behind it an act that is no name."""
    if getattr(mark.what, "ids", ()):
        return False
    return any(
        kind == "outcomes" and pro.endswith("ب") and row.part == "verbal_noun"
        for word in words[mark.i + 1 : mark.j]
        for kind, row, pro, _ in word.known
    )


def _in_name(words: list[Word], place: Mark) -> bool:
    """Does the name of a place take in the first letter of its word, which would else be a preposition?"""
    return place.what.start == words[place.i].start


_SPELLED_ALIKE = ("علي", "وعلي")
# «على الفور», «على الأقل», «على يد»: the preposition, however it is spelled.
_ON = frozenset({"الفور", "الاقل", "الارجح", "الاكثر", "التوالي", "الاطلاق", "يد", "ايدي", "متن", "اثر", "راس"})


def _call_by_name(text: str, folded: Folded, words: list[Word], hits: list[list[Hit]]) -> None:
    """«علي» and «على» fold alike: a name before a name, behind an outcome, or where the text writes «على» as well."""
    tells_apart = "ى" in text
    for k, word in enumerate(words):
        if word.text not in _SPELLED_ALIKE:
            continue
        called = (
            any(h.kind == "titles" and h.j > k + 1 for h in hits[k])
            or tells_apart
            or _told_of(words, hits, k, text, folded)
        )
        idiom = k + 1 < len(words) and words[k + 1].text in _ON
        if text[folded.source[word.end - 1]] == "ي" and called and not idiom:
            hits[k] = [h for h in hits[k] if not (h.kind == "particles" and h.j == k + 1)]
        elif any(_as_name(h) for h in hits[k]):
            longest = max(h.j for h in hits[k] if _as_name(h))
            hits[k] = [h for h in hits[k] if not _as_name(h)]
            for h in hits_of(words[k + 1 : longest]):  # «القبض على محمد»: the name behind the preposition
                hits[k + 1 + h.i].append(h._replace(i=h.i + k + 1, j=h.j + k + 1))


def _as_name(h: Hit) -> bool:
    return h.kind == "titles" and h.row.lemma == "علي" and h.row.folded.startswith("علي")


def _told_of(words: list[Word], hits: list[list[Hit]], k: int, text: str, folded: Folded) -> bool:
    """«واستشهد علي العجمي», «القائد علي فياض»: an act or a person before it, behind it a word that none knows."""
    if k + 1 >= len(words) or hits[k + 1]:
        return False
    follows = words[k + 1].text
    before = [h for at in hits[max(0, k - 2) : k] for h in at if h.j == k]
    acted = any(h.kind == "outcomes" and "علي" not in h.row.frame for h in before)
    person = any(h.kind in ("victims", "titles") and h.row.part in ("singular", "title") for h in before)
    if person and words[k - 1].text.startswith("ال"):
        article, last = follows.startswith("ال"), text[folded.source[words[k + 1].end - 1]]
        return follows.endswith("ي") if article else last != "ه"  # «على رأسه»
    return acted and follows.startswith("ال")


def build(
    text: str,
    folded: Folded,
    start: int,
    end: int,
    line_start: bool,
    mentions: Mentions,
) -> Sentence:
    """The sentence at folded characters `start` to `end`, with the mentions of the text that lie in it."""
    words = words_of(text, folded, start, end)
    starts = [w.start for w in words]
    hits: list[list[Hit]] = [[] for _ in words]
    for hit in hits_of(words):
        hits[hit.i].append(hit)
    _call_by_name(text, folded, words, hits)

    def marks(inside: list) -> list[Mark]:  # type: ignore[type-arg]  # any of the mention types
        return [Mark(*_to_words(starts, m.start, m.end), m) for m in inside]

    counted = {m.i: m for m in marks(quantities.find(folded, start, end))}
    places = [
        m
        for m in marks(mentions.places.within(start, end))
        if not _revives(text, folded, words[m.i]) and not _swallows_act(words, m)
    ]
    for m in places:  # «في بعقوبة» is no «بعقوبة»
        hits[m.i] = [h for h in hits[m.i] if not (h.kind == "cues" and h.pro == "ب" and _in_name(words, m))]
    return Sentence(
        text, folded, start, end, line_start, words, hits, counted, places,
        marks(mentions.dates.within(start, end)), marks(mentions.actors.within(start, end)),
    )  # fmt: skip
