"""What the claims of one happening share: the most telling word for the means, and who did it, wherever told.

A happening told in several sentences has one cause and one author: a later paragraph («الشاحنة المفخخة …»), a sentence
without figures («هاجمت مليشيا … القرية») or a claim of responsibility speaks for all its claims. Where two tellings
contradict each other, nothing is shared.
"""

from __future__ import annotations

from hasila.circumstances import UNHURT
from hasila.discourse import Discourse
from hasila.found import Found, same_words
from hasila.scenes import Scene, Words

# A word that says less of the same cause gives way to the more telling word elsewhere in the text.
_SAYS_LESS = {
    "suicide_car_bomb": ("explosion", "car_bomb", "suicide_bombing", "fire"),
    "suicide_bombing": ("explosion", "fire"),
    "car_bomb": ("explosion", "fire"),
    "ied": ("explosion",),
    "chemical": ("airstrike", "shelling", "other"),
    "drone_strike": ("airstrike",),
}
# Beyond this many sentences without figures, a text's scenes are no longer compared with its claims: linear in length.
_SCENES = 24


def share(found: list[Found], events: list[int], text: Discourse) -> None:
    """Let the claims of each happening (`events`, an index for each of `found`) share their means and their author."""
    groups: dict[int, list[Found]] = {}
    for f, event in zip(found, events, strict=True):
        if f.scope == "incident" and f.draft.outcome not in UNHURT and f.judgement.status != "hypothetical":
            groups.setdefault(event, []).append(f)
    for mine in groups.values():
        scenes = [scene for scene in text.scenes[:_SCENES] if _tells_of(scene, mine[0], len(groups) == 1)]
        _one_cause(mine, scenes)
        _one_author(mine, scenes)


def _tells_of(scene: Scene, f: Found, alone: bool) -> bool:
    """Is a sentence without figures about the happening of `f`: its place, or a text of one happening?"""
    placed = scene.place is not None and f.place is not None and same_words(scene.place, f.place)
    dated = scene.date is None or f.date is None or scene.date[:7] == f.date[:7]
    return dated and (placed or (alone and (scene.place is None or f.place is None)))


def _one_cause(mine: list[Found], scenes: list[Scene]) -> None:
    told = {h.row.sense for f in mine for at in f.s.hits for h in at if h.kind == "means"}
    told |= {sense for scene in scenes for sense in scene.means}
    if told >= {"suicide_bombing", "car_bomb"}:
        told.add("suicide_car_bomb")
    for best, lesser in _SAYS_LESS.items():
        if best in told:
            for f in mine:
                f.means = best if f.means in lesser else f.means
    for f in mine:
        if f.means is None:
            causes = dict.fromkeys(g.means for g in mine if g.means is not None and _speaks_for(g, f, mine))
            causes = causes or dict.fromkeys(c.means[0] for c in scenes if c.means and _where(c.place, f.place))
            f.means = next(iter(causes)) if len(causes) == 1 else None


def _one_author(mine: list[Found], scenes: list[Scene]) -> None:
    named = [g for g in mine if g.perpetrator is not None]
    for f in [f for f in mine if f.perpetrator is None]:
        told = [g for g in named if _speaks_for(g, f, mine) and not (g.s is f.s and g.draft.agent is not None)]
        authors = [g.perpetrator for g in told if g.perpetrator is not None]
        authors = authors or [c.perpetrator for c in scenes if c.perpetrator is not None and _where(c.place, f.place)]
        if authors and all(_alike(authors[0], other) for other in authors):
            f.perpetrator = authors[0]


def _speaks_for(g: Found, f: Found, mine: list[Found]) -> bool:
    """Can what `g` tells hold for `f`: no share of its people, and at its place where the happening has several?"""
    if g.draft.part_of is not None:
        return False
    if f.place is not None and g.place is not None:
        return same_words(f.place, g.place)
    places = [h.place for h in mine if h.place is not None]
    return all(same_words(places[0], other) for other in places)


def _where(a: Words | None, b: Words | None) -> bool:
    return a is None or b is None or same_words(a, b)


def _alike(a: Words, b: Words) -> bool:
    return a == b or same_words(a, b)
