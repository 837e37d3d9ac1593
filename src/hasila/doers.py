"""Who can have done harm: actors, armed people, craft with their owners, as words of a sentence."""

from __future__ import annotations

from hasila.actors import ActorMention
from hasila.drafts import Draft
from hasila.phrases import noun_end
from hasila.sentences import Mark, Sentence

LONGEST = 7


# Statuses of people who can be told as doing harm; civilians and the like are named as doers only by the verb itself.
DOERS = frozenset({"combatant", "security", "official", "unknown"})


# «مجهولون يستقلون دراجة نارية»: what follows tells how they came.
_RIDING = frozenset(
    {"يستقلون", "يستقلان", "يستقل", "يقودون", "يقود", "يرتدون", "يرتدي", "كانوا", "كان", "علي", "متنكرين"}
)
CRAFT = frozenset(
    {"طايرات", "طيران", "زوارق", "زورق", "مدفعيه", "مروحيات", "مقاتلات", "مسيرات", "مسيره", "طايره", "دبابات", "قناصه"}
)


ARMED = frozenset({"army", "armed_group", "coalition"})


# «توعدت الحركة بقتل …»: who was named before.
_KNOWN_BEFORE = frozenset({
    "الحركه", "الجماعه", "التنظيم", "المليشيا", "الميليشيا", "القوات", "السلطات", "الشرطه", "الامن", "الفصيل",
    "الفصايل",
    "القياده", "الخاطفون", "الخاطفين", "المهاجمون", "المهاجمين", "القراصنه", "السجناء", "العصابه",
})  # fmt: skip


def actor_at(s: Sentence, k: int) -> Mark | None:
    """The actor named at a word, unless it only stands in the name of a place."""
    mark = s.mark(s.actors, k)
    if mark is None or not isinstance(mark.what, ActorMention) or mark.what.how == "place":
        return None
    return mark


def is_nationality(s: Sentence, k: int) -> bool:
    """Is word `k` a nationality used as an adjective?"""
    people = s.hit(k, "victims")
    return people is not None and people.row.sense == "unknown" and "nationality" in people.row.note


def doer_at(s: Sentence, k: int) -> tuple[int, int] | None:
    """Who is named from word `k` on and can do harm: an actor, armed people, a craft with its owner."""
    if k >= len(s.words) or not s.text(k).isalpha():
        return None
    actor = actor_at(s, k)
    if actor is not None and actor.i == k:
        return k, max(
            actor.j,
            noun_end(s, actor.j - 1, False) if actor.j < len(s.words) and is_nationality(s, actor.j) else actor.j,
        )
    if s.text(k).removeprefix("ال") in CRAFT:
        owner = actor_at(s, k + 1)
        return (
            (k, owner.j) if owner is not None and owner.i == k + 1 else (k, k + 2) if is_nationality(s, k + 1) else None
        )
    people = s.hit(k, "victims")
    if people is not None and people.row.sense in DOERS and k not in s.quantities:
        end = min(noun_end(s, k, True), k + LONGEST)
        return k, next((n for n in range(k + 1, end) if s.text(n) in _RIDING), end)
    return (k, k + 1) if s.text(k) in _KNOWN_BEFORE else None


def armed_before(s: Sentence, end: int) -> tuple[int, int] | None:
    """«إن القوات الحكومية شنت هجوما»: armed people who open a clause right before a verb of attack at word `end`."""
    for k in range(end - 1, max(-1, end - LONGEST), -1):
        people = s.hit(k, "victims")
        if people is not None and people.row.sense in ("combatant", "security") and begins_clause(s, k):
            return (k, end) if noun_end(s, k, True) == end and k not in s.quantities else None
    return None


def with_craft(s: Sentence, actor: Mark) -> tuple[int, int]:
    """The actor, with the craft before it («طائرات التحالف»)."""
    return (actor.i - 1 if s.text(actor.i - 1).removeprefix("ال") in CRAFT else actor.i), actor.j


def begins_clause(s: Sentence, k: int) -> bool:
    """Does a subject stand first at word `k`: behind «أن», a verb of saying's clause, a mark, «كان» or nothing?"""
    if k == 0 or s.particle(k - 1, "subordinator", "auxiliary") is not None:
        return True
    return s.text(k - 1) in ("،", '"', ":", "ان", "بان", "كان", "كانت", "وكان", "وكانت", "قام", "قامت")


def subject_before(s: Sentence, end: int, draft: Draft) -> tuple[int, int] | None:
    """The subject that a verb without one continues: actors or armed people before it, who begin a clause if any do."""
    found: list[tuple[int, int]] = []
    for k in range(end - 1, -1, -1):
        if s.particle(k, "adversative") or (s.text(k) == "ان" and s.text(end - 1) == "قد"):
            break  # «تحذر الشبكة من أن الجوع قد يودي …»: behind «أن» is a subject of its own
        if draft.group.i <= k < draft.group.j:
            continue
        actor = actor_at(s, k)
        people = s.hit(k, "victims")
        if actor is not None and s.text(k).startswith(("ل", "ب", "ك")) and actor.what.start > s.words[k].start:
            continue  # «غرفة قيادة لحزب الله»: whose, not who
        if actor is not None and actor.i == k and actor.what.how in ("name", "short"):  # type: ignore[union-attr]  # an actor's mention
            found.append(with_craft(s, actor))
        elif (
            actor is None
            and people is not None
            and people.row.sense in ("combatant", "security")
            and not any(q.j == k for q in s.quantities.values())
        ):
            found.append((k, min(noun_end(s, k, True), k + LONGEST, end)))
    free = [who for who in found if s.particle(who[0] - 1, "preposition") is None]
    return next((who for who in free if begins_clause(s, who[0])), next(iter(free), None))
