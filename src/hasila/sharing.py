"""What the claims of one happening share: the most telling word for the means, and who did it, wherever told.

A happening told in several sentences has one cause and one author: a later paragraph («الشاحنة المفخخة …»), a sentence
without figures («هاجمت مليشيا … القرية») or a claim of responsibility speaks for all its claims. Where two tellings
contradict each other, nothing is shared.
"""

from __future__ import annotations

from hasila.circumstances import UNHURT, means_hits
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
# So many claims of a happening speak for the others.
_TELLERS = 40


def share(found: list[Found], events: list[int], text: Discourse) -> None:
    """Let the claims of each happening (`events`, an index for each of `found`) share day, means and author."""
    groups: dict[int, list[Found]] = {}
    for f, event in zip(found, events, strict=True):
        shares = f.draft.outcome not in UNHURT or f.draft.outcome == "abducted"
        if f.scope == "incident" and shares and f.judgement.status != "hypothetical":
            groups.setdefault(event, []).append(f)
    told = [(scene, _before(scene, groups)) for scene in text.scenes[:_SCENES]]
    for event, mine in groups.items():
        scenes = [scene for scene, last in told if _tells_of(scene, mine[0], event == last)]
        _one_day(mine, scenes)
        _one_cause(mine, scenes)
        _one_author(mine, scenes)
        for f in mine:
            f.perpetrator = f.perpetrator or text.tagged


def _before(scene: Scene, groups: dict[int, list[Found]]) -> int | None:
    """The happening that the claims before a scene told last, the first of the text where none stand before it."""
    last, at = next(iter(groups), None), -1
    for event, mine in groups.items():
        near = max((f.s.start for f in mine if f.s.start <= scene.start), default=-1)
        if near > at:
            last, at = event, near
    return last


def _tells_of(scene: Scene, f: Found, last: bool) -> bool:
    """Is a sentence without figures about the happening of `f`: at its place, or with none, right behind it?"""
    placed = scene.place is not None and f.place is not None and same_words(scene.place, f.place)
    dated = scene.date is None or f.date is None or scene.date[:7] == f.date[:7]
    return dated and (placed or (last and (scene.place is None or f.place is None)))


def _one_day(mine: list[Found], scenes: list[Scene]) -> None:
    day = next((scene.date for scene in scenes if scene.date is not None), None)
    if not any(f.date for f in mine):
        for f in mine:
            f.date = day


def _one_cause(mine: list[Found], scenes: list[Scene]) -> None:
    told = {h.row.sense for f in mine for h in means_hits(f.s)}
    told |= {sense for scene in scenes for sense in scene.means}
    if told >= {"suicide_bombing", "car_bomb"}:
        told.add("suicide_car_bomb")
    for best, lesser in _SAYS_LESS.items():
        if best in told:
            for f in mine:
                f.means = best if f.means in lesser else f.means
    tellers = [g for g in mine if g.means is not None and g.draft.part_of is None][:_TELLERS]
    alone = _one_place(mine)
    for f in mine:
        if f.means is None and f.draft.outcome not in UNHURT:
            causes = dict.fromkeys(g.means for g in tellers if _speaks_for(g, f, alone))
            causes = causes or dict.fromkeys(c.means[0] for c in scenes if c.means and _where(c.place, f.place))
            f.means = next(iter(causes)) if len(causes) == 1 else None


def _one_author(mine: list[Found], scenes: list[Scene]) -> None:
    tellers = [g for g in mine if g.perpetrator is not None and g.draft.part_of is None][:_TELLERS]
    alone = _one_place(mine)
    for f in [f for f in mine if f.perpetrator is None]:
        told = [g for g in tellers if _speaks_for(g, f, alone) and not (g.s is f.s and g.draft.agent is not None)]
        authors = [g.perpetrator for g in told if g.perpetrator is not None]
        authors = authors or [c.perpetrator for c in scenes if c.perpetrator is not None and _where(c.place, f.place)]
        if authors and all(_alike(authors[0], other) for other in authors):
            f.perpetrator = authors[0]


def _one_place(mine: list[Found]) -> bool:
    """Are all the places told of a happening one place?"""
    places = [f.place for f in mine if f.place is not None]
    return all(same_words(places[0], other) for other in places)


def _speaks_for(g: Found, f: Found, alone: bool) -> bool:
    """Can what `g` tells hold for `f`: at its place, or, where one of them tells none, in a happening of one place?"""
    return same_words(f.place, g.place) if f.place is not None and g.place is not None else alone


def _where(a: Words | None, b: Words | None) -> bool:
    return a is None or b is None or same_words(a, b)


def _alike(a: Words, b: Words) -> bool:
    return a == b or same_words(a, b)
