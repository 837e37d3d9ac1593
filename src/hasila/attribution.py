"""Who says so: the sources of a sentence and how far each reaches.

Direct and indirect speech («قال X إن …»), «وفق X», «نقلت A عن B» (B is the primary source), a headline's «X: …»,
quotation marks with their speaker behind them, and speakers who go on in the next sentence («وأضاف أن …»).
"""

from __future__ import annotations

from typing import NamedTuple

from hasila.drafts import Draft
from hasila.phrases import is_conjoined
from hasila.sentences import VERBS, Sentence
from hasila.words import Hit

_SUBORDINATORS = frozenset({"ان", "انه", "انها", "انهم", "بان", "بانه", "بانها", "انهما"})
_LONGEST_SOURCE = 14
_LONGEST_HEAD = 9
_NEAR_HEAD = 4
_TAIL = 7
_CARE = ("مستشف", "مشفي", "مشافي", "مركز", "مجمع", "مستوصف", "ميدان")
# What follows «وفق» and is nobody.
_NO_VOICE = frozenset(
    {
        "مديريات",
        "محافظات",
        "مناطق",
        "مدن",
        "جهه",
        "فيه",
        "جنس",
        "نوع",
        "عمر",
        "نازحين",
        "توقيت",
        "تقدير",
        "تقديرات",
        "حصيله",
        "ارقام",
        "خطه",
        "اتفاق",
        "معايير",
        "قانون",
        "قوله",
        "ما",
    }
)
_MEDIUM = frozenset({"لوكاله", "لصحيفه", "لرويترز", "لقناه", "للصحافيين", "للصحفيين", "للصحافه", "ل", "لفرانس", "لبي"})


# What may stand before the subject of a verb of saying and is no part of it: «وكانت حصيلة سابقة للوزارة أفادت».
_BEFORE_SUBJECT = frozenset({
    "كان", "وكان", "وكانت", "كانت", "فيما", "بينما", "سابقه", "جديده", "اوليه", "لاحقه", "اخيره", "رسميه",
})  # fmt: skip


class Voice(NamedTuple):
    """A source (words `i` to `j` of sentence `s`, or None for one told before) over words `start` to `end`."""

    s: Sentence
    i: int
    j: int
    start: int
    end: int
    rule: str


def _np_stop(s: Sentence, k: int, first: int) -> bool:
    text = s.text(k)
    if (
        text in _SUBORDINATORS
        or text in "،:؛()."
        or text
        in (
            "في",
            "الي",
            "عن",
            "عنه",
            "عنها",
            "عنهم",
            "قوله",
            "قولها",
            "قولهم",
            "على",
            "علي",
            "خلال",
            "عدم",
            "ما",
            "لما",
        )
    ):
        if text != "في" or k - first > _NEAR_HEAD:
            return True
        return not (s.text(k + 1).startswith(("وزار", "ال", "مستشف", "شرط", "جيش", "حركه")) or s.mark(s.places, k + 1))
    if s.mark(s.dates, k) is not None or (k in s.quantities and k > first):
        return True
    if s.particle(k, "subordinator", "adversative", "relative", "support", "reach", "number_of"):
        return True
    for h in s.hits[k]:
        if (
            h.kind == "outcomes"
            and (h.row.part in (*VERBS, "verbal_noun") or h.row.part == "noun")
            and s.mark(s.actors, k) is None
        ):
            return True
        if h.kind == "speech" and h.row.part in ("verb", "noun", "preposition"):
            return True
    if text.startswith("ل") and k > first and s.mark(s.actors, k) is not None:
        return True  # «قال مسؤول لفرانس برس»: to whom
    return text in _MEDIUM or (text.startswith("ل") and k > first + 1 and s.text(k)[1:3] == "وك")


def _np(s: Sentence, start: int) -> tuple[int, int] | None:
    """The noun phrase of a source beginning at word `start`; a known actor ends it, adjectives and its place aside."""
    if start in s.quantities or s.text(start) in ("فيه", "فيها", "عنه", "عنها", "عنهم", "به", "بها", "ما", "انه"):
        return None
    actor = s.mark(s.actors, start)
    if actor is not None and actor.i == start:
        return start, _actor_end(s, actor.j)
    k = start
    while k < len(s.words) and k - start < _LONGEST_SOURCE and not _np_stop(s, k, start):
        k += 1
    while k > start and s.text(k - 1) in ("ايضا", "كذلك", "لاحقا", "سابقا"):
        k -= 1
    while k > start and (s.text(k - 1) in "\"'" or s.particle(k - 1, "preposition")):
        if s.text(k - 1) == '"' and sum(s.text(n) == '"' for n in range(start, k)) % 2 == 0:
            break
        k -= 1
    if k == start or not any(s.text(n).isalpha() for n in range(start, k)):
        return None
    return start, k


def _before_verb(s: Sentence, i: int, floor: int) -> tuple[int, int] | None:
    """The subject that stands before a verb of saying: «المرصد أحصى», «وكان المرصد أحصى»."""
    start = i
    while start > floor and i - start < _LONGEST_HEAD and not _np_stop(s, start - 1, start - 1):
        start -= 1
    while start < i and s.text(start) in _BEFORE_SUBJECT:
        start += 1
    end = i - 1 if s.text(i - 1) in ("قد", "كان", "كانت") else i
    return (start, end) if start < end and _can_speak(s, (start, end)) else None


def _clause_end(s: Sentence, k: int) -> int:
    """How far a speaker's words go: a contrast within them («فيما …») ends them only where someone else speaks."""
    while k < len(s.words) and s.text(k) != "؛" and not (s.particle(k, "adversative") and _speaks_soon(s, k)):
        k += 1
    return k


def _speaks_soon(s: Sentence, k: int) -> bool:
    return any(s.hit(n, "speech", ("verb",)) for n in range(k, min(k + 9, len(s.words))))


def _actor_end(s: Sentence, k: int) -> int:
    while s.text(k).startswith("ال") and not _np_stop(s, k, k) and s.mark(s.places, k) is None:
        k += 1
    place = s.mark(s.places, k + 1) if s.text(k) == "في" else None
    return place.j if place is not None and place.i == k + 1 else k


def _says_no_more(s: Sentence, k: int) -> bool:
    """«…، قال القراصنة لمالك السفينة»: does nothing said follow the speaker, so that the words before are theirs?"""
    rest = range(k, len(s.words))
    return len(rest) <= _TAIL and not any(
        s.text(n) in _SUBORDINATORS or (s.hits[n] and any(h.kind == "outcomes" for h in s.hits[n])) for n in rest
    )


def _can_speak(s: Sentence, span: tuple[int, int]) -> bool:
    """Is there someone among the words who can say something: an actor, a person, a body?"""
    return any(
        s.mark(s.actors, k) or s.hit(k, "victims") or s.hit(k, "titles") or s.particle(k, "source_noun")
        for k in range(*span)
    )


def _name_like(s: Sentence, span: tuple[int, int]) -> bool:
    """Can unknown words be a speaker's name? Adverbs in the accusative and other cues cannot."""
    first = s.text(span[0])
    return not first.endswith("ا") and not any(h.kind in ("cues", "means", "speech") for h in s.hits[span[0]])


def _verbal(s: Sentence, hit: Hit, floor: int) -> Voice | None:
    """A verb of saying with its subject."""
    if s.text(hit.i - 1) in ("عدم", "بعدم", "دون", "بدون") or _taken_there(s, hit):
        return None
    quoted = hit.row.sense == "quotes"
    found = _np(s, _past_medium(s, hit.j))
    if quoted:
        about = next((k for k in range(hit.j, min(len(s.words), hit.j + 9)) if s.text(k) == "عن"), None)
        if about is not None:
            found = _np(s, about + 1) or found
    if found is not None and s.text(hit.j) in ("في", "من"):
        found = None
    if found is None or hit.row.lemma == "أبلغ" or not _can_speak(s, found):
        found = _before_verb(s, hit.i, floor) or (found if found and _name_like(s, found) else None)
    if found is None and hit.row.sense == "holds":
        return None  # «يرجح أن»: nobody in particular
    end = _clause_end(s, hit.j)
    if found is None:
        return Voice(s, -1, -1, hit.i, end, "speaker_goes_on")
    start = min(hit.i, found[0])
    trailing = s.text(start - 1) == "،" and _says_no_more(s, max(found[1], hit.j))
    if trailing:
        return Voice(s, *found, floor, end, "according_to")
    opened = s.text(start - 1) in "،" and any(s.text(k) == '"' for k in range(floor, start))
    return Voice(s, *found, floor if opened else start, end, "verb_of_saying")


def _past_medium(s: Sentence, k: int) -> int:
    """«قال لوكالة … العقيد فلان»: the word behind the medium that was spoken to."""
    medium = s.mark(s.actors, k)
    spoken_to = (
        medium is not None and medium.i == k and s.text(k).startswith("ل") and medium.what.start > s.words[k].start
    )
    return medium.j if spoken_to and medium is not None else k


def _taken_there(s: Sentence, hit: Hit) -> bool:
    """«نقل الجريح إلى مستشفى …»: taken, not quoted."""
    if not hit.row.lemma.startswith("نقل"):
        return False
    return any(
        s.text(k) == "الي" and s.text(k + 1).removeprefix("ال").startswith(_CARE)
        for k in range(hit.j, min(hit.j + 7, len(s.words)))
    )


def _according(s: Sentence, hit: Hit, floor: int) -> Voice | None:
    """«وفق X»: looks back over its clause, or forward where it opens the sentence."""
    start = hit.j
    if hit.row.frame == "verb" or s.hit(start, "speech", ("verb",)):
        verb = s.hit(start, "speech", ("verb",))
        if verb is None:
            return None
        start = verb.j
    if hit.row.frame in ("عن", "الي"):
        start += s.text(start) in ("عن", "الي")
    found = _np(s, start)
    if found is None or s.text(start).removeprefix("ال") in _NO_VOICE:
        return None
    if hit.row.frame == "عن":
        return Voice(s, *found, floor, _clause_end(s, hit.j), "according_to")
    opens = all(not s.text(k).isalpha() for k in range(floor, hit.i)) or hit.i - floor <= 1
    return Voice(s, *found, hit.i if opens else floor, _clause_end(s, hit.j), "according_to")


def _headline(s: Sentence) -> Voice | None:
    """«وزارة الصحة: 12 قتيلا»: a short head before a colon, at the start of a line."""
    colon = next((k for k in range(min(_LONGEST_HEAD, len(s.words))) if s.text(k) == ":"), None)
    if not colon:
        return None
    # «#المرفأ | الصليب الأحمر: …»: tags and headings before a bar are no speaker.
    bar = next((k + 1 for k in range(colon - 1, -1, -1) if s.text(k) == "|"), 0)
    start = next((k for k in range(bar, colon) if s.text(k).isalpha() and s.text(k - 1) != "#"), colon)
    if any(k in s.quantities or s.mark(s.dates, k) for k in range(start, colon)) or start == colon:
        return None
    label = s.mark(s.places, start)
    hospital = label is not None and s.text(label.i).removeprefix("ال").startswith(_CARE)
    if label is not None and label.j >= colon and not hospital:
        return None  # «محافظة حمص: 3 قتلى»: a place, no speaker
    known = hospital or any(
        s.mark(s.actors, k) or s.particle(k, "source_noun") or s.hit(k, "titles") for k in range(start, colon)
    )
    return Voice(s, start, colon, start, len(s.words), "headline") if known else None


def voices(s: Sentence) -> list[Voice]:
    """The sources of a sentence, in the order of their words."""
    found: list[Voice] = []
    head = _headline(s)
    if head is not None:
        found.append(head)
    floor = 0
    for k in range(len(s.words)):
        if s.particle(k, "adversative") or s.text(k) == "؛":
            floor = k
        for hit in s.hits[k]:
            if hit.kind != "speech" or (is_conjoined(s, k) and "ال" in hit.pro):
                continue
            voice = None
            if hit.row.part == "verb":
                voice = _verbal(s, hit, floor)
            elif hit.row.part == "preposition":
                voice = _according(s, hit, floor)
            elif hit.row.part == "noun":
                voice = Voice(s, -1, -1, hit.i, _clause_end(s, hit.j), "speaker_goes_on")
            if voice is not None:
                found.append(voice)
                break
    return found


def governing(found: list[Voice], draft: Draft) -> Voice | None:
    """The voice that governs a draft: the nearest that reaches its outcome word; one at its back before one ahead."""
    at = draft.i
    over = [v for v in found if v.start <= at < v.end and not v.i <= at < v.j]
    ahead = [
        v for v in over if v.rule == "according_to" and (v.i > at or (v.start < v.i < at and v.end > at and v.i > 0))
    ]
    behind = [v for v in over if v.start <= at and v.i <= at and v not in ahead]
    if ahead:
        return ahead[0]
    return behind[-1] if behind else (over[-1] if over else None)
