"""Verbs far from those they are said of: «إن السائق، وهو …، اعتقل», «أن سبعة عمال كانوا في المنجم قد قتلوا».

Behind إن stands the subject, and a verb in the past that no و joins is its predicate where it agrees with it. Behind a
state or a missile as the doer stands whoever suffered it («اعتقلت إيران العام الماضي فلانا», «أصابت رصاصة الطفل»).
"""

from __future__ import annotations

from hasila.agreement import OF_PERSONS, feminine, of_present
from hasila.drafts import Parse
from hasila.groups import Group
from hasila.names import name_at
from hasila.objects import done_by
from hasila.phrases import is_conjoined, missile
from hasila.sentences import Sentence
from hasila.words import Hit

_OPENERS = frozenset({"ان", "بان", "وان", "لان", "كان", "وكان", "كانت", "وكانت"})
_WAS = frozenset({"كان", "كانت", "كانوا"})
_WHO_IS = frozenset({"وهو", "وهي", "وهم", "وهما", "البالغ", "البالغه", "الملقب", "المعروف", "المدعو"})
# Words behind which a verb begins a clause of its own.
_LINKS = frozenset(
    {"حيث", "ثم", "بعدما", "عندما", "حين", "لما", "منذ", "من", "ما", "كما", "فيما", "بينما", "و", "او", "لم", "لا"}
)
_TAKEN = frozenset({"اعتقل", "اغتال", "خطف", "اختطف"})
_LATELY = frozenset({"في", "وقت", "سابق", "لاحق", "من", "هذا", "العام", "الشهر", "الاسبوع"})
_TWO = 2
_FARTHEST = 32
_APPOSITION = 4
_LONGEST_NAME = 4
_SHORTEST = 3


def far_subject(p: Parse, hit: Hit) -> Group | None:
    """The people or the name behind إن that the verb of outcome is said of, with a clause or a comma between."""
    s = p.s
    end = hit.i - (s.text(hit.i - 1) == "قد")
    linked = s.text(end - 1) in _LINKS or s.particle(end - 1, "relative", "subordinator", "preposition", "adversative")
    if hit.pro or linked or hit.row.part == "active" or of_present(hit):
        return None
    opener = next((k for k in range(end - 1, max(-1, end - _FARTHEST), -1) if _opens(s, k)), None)
    if opener is None:
        return None
    group = p.group(opener + 1) or _unknown_name(s, hit, opener + 1)
    if group is None or group.j > end or group.kind not in ("people", "name") or p.claimed(group):
        return None
    return group if _agrees(hit, group) and _is_subject(p, group, end) else None


def _opens(s: Sentence, k: int) -> bool:
    if s.text(k) not in _OPENERS:
        return s.text(k) in "؛." or s.particle(k, "subordinator") is not None
    # «شخصا آخر كان مرافقا»: a clause about those before it.
    return s.text(k) not in _WAS or s.text(k - 1) in "،." or k == 0


def _agrees(hit: Hit, group: Group) -> bool:
    """Do number and gender of verb and subject agree?"""
    form = hit.row.folded
    if form.endswith("وا"):
        return group.high != 1
    if group.high != 1 or (form.endswith("ا") and len(form) > _SHORTEST):
        return group.high == 2 and form.endswith("ا")
    return group.kind == "name" or feminine(group) == form.endswith("ت")


def _is_subject(p: Parse, group: Group, end: int) -> bool:
    """Do only a comma, an aside, a relative clause or words of the subject itself stand up to word `end`?"""
    s, k = p.s, group.j
    between = range(k, end)
    if any(s.text(n) in "؛:." or s.particle(n, "subordinator", "adversative") for n in between):
        return False
    comma = s.text(k) == "،"
    first = k + comma
    if first >= end or (not comma and _apposition(s, between)):
        return True
    closed = s.text(end - 1) in ("،", "-", ")")
    if s.text(first) in _WHO_IS or s.particle(first, "relative") is not None:
        return closed or not comma
    if s.text(k) in _WAS:
        return closed and not group.definite
    several = group.numbered and group.high != 1
    return several and not comma and not any(g.numbered and k <= g.i < end for g in p.groups)


def _apposition(s: Sentence, between: range) -> bool:
    """«كان فلان والد سلمان قتل …»: a few words that say who he is."""
    acts = any(h.kind in ("outcomes", "speech") for n in between for h in s.hits[n])
    plain = all(s.text(n).isalpha() and not s.particle(n, "preposition", "by") for n in between) and not acts
    return plain and len(between) <= _APPOSITION and not any(is_conjoined(s, n) for n in between)


def _unknown_name(s: Sentence, hit: Hit, start: int) -> Group | None:
    """«أن داوير اعتقل»: words that no lexicon knows, right before the verb or a comma."""
    k = start
    while k < hit.i and k - start < _LONGEST_NAME and s.text(k).isalpha() and not s.hits[k]:
        k += 1
    plain = len(s.text(start)) > _SHORTEST and not s.text(start).startswith(("ال", "و", "ب", "ل", "ي", "ت"))
    if k == start or not plain or hit.row.lemma not in OF_PERSONS or s.text(k) not in ("،", "قد", s.text(hit.i)):
        return None
    return Group(start, k, start, k, 1, 1, "exact", "name", None, None, start, k, True)


def doer_told(p: Parse, hit: Hit, group: Group | None) -> tuple[Group, tuple[int, int]] | None:
    """Whom an actor, a state or a missile right behind the verb did it to, with the words of that doer."""
    s = p.s
    end = missile(s, hit.j)
    hurt = p.group(end) if end > hit.j else None
    if hurt is not None and hit.row.folded.endswith("ت") == s.text(hit.j).endswith("ه"):
        return hurt, (hit.j, end)  # «أصابت رصاصة طائشة الطفل»
    if group is not None:
        return None
    return done_by(p, hit) or _named_by_state(p, hit)


def _named_by_state(p: Parse, hit: Hit) -> tuple[Group, tuple[int, int]] | None:
    """«اعتقلت إيران العام الماضي نرجس كاظمي»: an unknown name behind a state and a date, and the state that did it."""
    s = p.s
    doer = s.mark(s.actors, hit.j) or s.mark(s.places, hit.j)
    if hit.row.lemma not in _TAKEN or doer is None or doer.i != hit.j:
        return None
    k = doer.j
    while k < len(s.words) and (s.mark(s.dates, k) is not None or s.text(k) in _LATELY):
        k += 1
    named = name_at(s, k)
    long = named is not None and named.kind == "name" and named.j - named.i >= _TWO
    return (named, (doer.i, doer.j)) if named is not None and long else None
