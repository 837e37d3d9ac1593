"""With what, where, when and by whom: circumstances of a draft from its sentence, the nearest fitting mention of each.

What stands behind the claim in its clause comes first, then what stands before it; the text as a whole fills the rest
(module `discourse`).
"""

from __future__ import annotations

from typing import NamedTuple

from hasila.attribution import Voice
from hasila.dates import FoldedDate
from hasila.drafts import Draft
from hasila.places import PlaceMention
from hasila.sentences import Mark, Sentence
from hasila.words import Hit

_NEAR = 14
_AT = frozenset({"في", "قرب", "وسط", "داخل", "خارج", "امام", "علي", "عند", "قباله", "شرق", "غرب", "شمال", "جنوب", "شرقي", "غربي", "شمالي", "جنوبي"})
_LONGEST_AGENT = 7


class Means(NamedTuple):
    """A means of harm and the words that tell it."""

    value: str
    i: int
    j: int
    row: str


def _anchor(draft: Draft) -> tuple[int, int]:
    return min(draft.i, draft.group.i), max(draft.j, draft.group.j)


def clause_of(s: Sentence, draft: Draft) -> tuple[int, int]:
    """The words around a draft that no adversative or semicolon parts from it."""
    start, end = _anchor(draft)
    while start > 0 and not (s.particle(start - 1, "adversative") or s.text(start - 1) == "؛"):
        start -= 1
    while end < len(s.words) and not (s.particle(end, "adversative") or s.text(end) == "؛"):
        end += 1
    return start, end


def _means_hits(s: Sentence) -> list[Hit]:
    return [h for at in s.hits for h in at if h.kind == "means"]


def means_of(s: Sentence, draft: Draft) -> Means | None:
    """The means told nearest to a draft: an explicit outcome row first, then behind it, then before it."""
    start, end = clause_of(s, draft)
    hits = [h for h in _means_hits(s) if start <= h.i < end]
    if not hits:
        return None
    a, b = _anchor(draft)
    behind = [h for h in hits if h.i >= b]
    before = [h for h in hits if h.j <= a]
    inside = [h for h in hits if a <= h.i < b]
    for near in (inside, _segment(s, behind, b), before[::-1], behind):
        if near:
            return _best(near)
    return None


def _segment(s: Sentence, hits: list[Hit], start: int) -> list[Hit]:
    """The hits not parted from `start` by more than the reach of one clause."""
    return [h for h in hits if h.i - start <= _NEAR]


def _best(hits: list[Hit]) -> Means:
    """The most specific of the hits near the first; a suicide attack with a car is its own kind."""
    first = hits[0]
    near = [h for h in hits if abs(h.i - first.i) <= _NEAR]
    senses = {h.row.sense for h in near}
    best = max(near, key=lambda h: (_priority(h), -near.index(h)))
    value = best.row.sense
    if "car_bomb" in senses and "suicide_bombing" in senses:
        value = "suicide_car_bomb"
    return Means(value, best.i, best.j, best.row.ref)


def _priority(h: Hit) -> int:
    return int(h.row.frame) if h.row.frame.isdigit() else 1


def locates(s: Sentence, m: Mark) -> bool:
    """Can the place be where it happened: behind في or بـ or a type noun, no part of an actor's name, no way to or from?"""
    what = m.what
    if not isinstance(what, PlaceMention) or s.mark(s.actors, m.i) is not None or what.aside:
        return False
    if s.text(m.i - 1) in ("من", "الي", "عن", "بين") and not what.facility:
        return False
    return bool(what.preposition or what.type_noun or what.direction or s.text(m.i - 1) in _AT or m.i == 0 or s.text(m.j) == ":")


def place_of(s: Sentence, draft: Draft) -> Mark | None:
    """The place told nearest to a draft: the first behind it in its clause, else the last before it."""
    start, end = clause_of(s, draft)
    marks = [m for m in s.places if start <= m.i < end and locates(s, m)]
    a, b = _anchor(draft)
    behind = [m for m in marks if m.i >= a and m.i >= draft.j]
    before = [m for m in marks if m.j <= a]
    return (behind or before[::-1] or [None])[0]


def _announcement(s: Sentence, m: Mark, voice: Voice | None, draft: Draft) -> bool:
    """Does the date stand between a verb of saying and what is said: the day of the word, not of the deed?"""
    if voice is None or voice.s is not s or voice.rule not in ("verb_of_saying", "speaker_goes_on"):
        return False
    return voice.start <= m.i < draft.i and m.i < draft.group.i and not _act_between(s, voice.start, m.i)


def _act_between(s: Sentence, start: int, end: int) -> bool:
    """Does something happen between the words: a means or an attack that the date can belong to?"""
    return any(h.kind == "means" or h.kind == "particles" and h.row.sense in ("attack",) for k in range(start, end) for h in s.hits[k])


def date_of(s: Sentence, draft: Draft, voice: Voice | None) -> Mark | None:
    """The date told nearest to a draft, days of announcement left out."""
    start, end = clause_of(s, draft)
    marks = [m for m in s.dates if start <= m.i < end and not _announcement(s, m, voice, draft)]
    marks = [m for m in marks if isinstance(m.what, FoldedDate) and m.what.value is not None]
    a, b = _anchor(draft)
    behind = [m for m in marks if m.i >= a]
    before = [m for m in marks if m.j <= a]
    return (behind or before[::-1] or [None])[0]


def _agent_np(s: Sentence, k: int) -> tuple[int, int] | None:
    """The doer named from word `k` on: an actor, or a plain noun phrase."""
    from hasila.chunks import noun_end  # noqa: PLC0415  # only here

    if k >= len(s.words) or not s.text(k).isalpha():
        return None
    actor = s.mark(s.actors, k)
    if actor is not None:
        return k, max(actor.j, k + 1)
    if s.hit(k, "victims") or s.text(k).startswith("ال") or s.row(k, "titles"):
        return k, min(noun_end(s, k, True), k + _LONGEST_AGENT)
    return None


def perpetrator_of(s: Sentence, draft: Draft) -> tuple[int, int] | None:
    """Who did it: the verb's subject, «برصاص X», «غارة X», or the subject of the attack told before."""
    if draft.agent is not None:
        return _trim_agent(s, draft.agent)
    start, end = clause_of(s, draft)
    a, b = _anchor(draft)
    order = [*range(b, end), *range(a - 1, start - 1, -1)]
    for k in order:
        found = _agent_at(s, k)
        if found is not None and not (draft.group.i <= found[0] < draft.group.j):
            return found
    return None


def _agent_at(s: Sentence, k: int) -> tuple[int, int] | None:
    by = s.particle(k, "by")
    if by is not None:
        return _agent_np(s, by.j)
    attack = s.particle(k, "attack")
    if attack is not None and not s.hit(k, "speech"):
        return _agent_np(s, attack.j)
    means = next((h for h in s.hits[k] if h.kind == "means"), None)
    if means is not None and means.row.part in ("noun", "construct"):
        return _means_owner(s, means)
    if means is not None and means.row.part == "agent":
        return means.i, means.j
    return None


def _means_owner(s: Sentence, means: Hit) -> tuple[int, int] | None:
    """«غارة أميركية», «قصف قوات النظام», «غارة للتحالف»: whose the means was."""
    k = means.j
    if s.text(k) in ("جويه", "مدفعيه", "صاروخيه", "عنيف", "جوي", "مدفعي"):
        k += 1
    actor = s.mark(s.actors, k)
    if actor is not None and actor.i == k:
        return actor.i, actor.j
    people = s.hit(k, "victims")
    if people is not None and people.row.sense == "unknown" and people.row.note.startswith(("nationality", "demonym")):
        return k, k + 1
    return None


def _trim_agent(s: Sentence, agent: tuple[int, int]) -> tuple[int, int] | None:
    i, j = agent
    while i < j and s.mark(s.dates, i):
        i += 1
    for k in range(i, j):
        if s.mark(s.dates, k) or s.particle(k, "preposition", "relative") and s.text(k) != "من":
            j = k
            break
    return (i, j) if j > i else None
