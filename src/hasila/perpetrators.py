"""Who did it: the verb's subject, «برصاص X», «غارة X», the other side of a clash, or the earlier attack's subject."""

from __future__ import annotations

from hasila.actors import ActorMention
from hasila.attribution import Voice
from hasila.clauses import anchor, clause_of
from hasila.drafts import Draft
from hasila.phrases import noun_end
from hasila.sentences import VERBS, Mark, Sentence
from hasila.status import Judgement
from hasila.words import Hit

_LONGEST = 7
# Statuses of people who can be told as doing harm; civilians and the like are named as doers only by the verb itself.
_DOERS = frozenset({"combatant", "security", "official", "unknown"})
_MEANS_ADJECTIVES = frozenset(
    {
        "جوي",
        "جويه",
        "مدفعي",
        "مدفعيه",
        "صاروخي",
        "صاروخيه",
        "عنيف",
        "عنيفه",
        "عشوائي",
        "مكثف",
        "انتحاري",
        "انتحاريه",
        "ارهابي",
    }
)
_CRAFT = frozenset(
    {"طايرات", "طيران", "زوارق", "زورق", "مدفعيه", "مروحيات", "مقاتلات", "مسيرات", "مسيره", "طايره", "دبابات", "قناصه"}
)
# An attack verb behind one of these has it as its subject: «هجوم استهدف …», «غارة أصابت …».
_DEEDS = frozenset(
    {"هجوم", "الهجوم", "تفجير", "انفجار", "عمليه", "صاروخ", "قذيفه", "التي", "الذي", "اللذين", "عبوه", "سياره"}
)
_ATTACKS = frozenset({"هجوم", "اعتداء", "كمين", "عمليه", "هجمات", "قصف", "تفجير"})
_OWNER_NEAR = 4
_LED_BY = frozenset({
    "نفذته", "نفذتها", "شنته", "شنتها", "شنه", "شنها", "نفذه", "نفذها", "قاده", "قادها", "قادته", "قادتها", "تشنه",
    "تشنها", "يشنه", "يشنها", "تنفذه", "تنفذها", "ينفذه", "ينفذها", "نفذهما", "شنهما", "تبناه", "تبناها", "تبنته",
    "تبنتها", "تبناهما", "ارتكبه", "ارتكبها", "ارتكبته", "ارتكبتها",
})  # fmt: skip
_LIGHT_NEAR = 6
_ARMED = frozenset({"army", "armed_group", "coalition"})
# Acts that their doer tells of: «مقتل» tells no doer, «قتل» does.
_ACTIVE_ACTS = frozenset({"قتل", "تصفية", "القضاء على", "تحييد", "حيد", "قضى على", "خطف", "أسر", "إعدام", "اغتيال"})
# «سيارة مفخخة يقودها انتحاري»
_DRIVERS = frozenset({"انتحاري", "انتحاريان", "انتحاريين", "انتحاريون"})
_INTENT = frozenset({"هدد", "خطط", "حاول", "توعد", "أراد", "عزم", "كاد", "اتهم"})


def perpetrator_of(
    s: Sentence, draft: Draft, judgement: Judgement, voice: Voice | None = None
) -> tuple[int, int] | None:
    """The words that name who did it, from the draft's own sentence; the speaker of `voice` if it is their own act."""
    if draft.agent is not None:
        return _trimmed(s, draft.agent)
    subject = _behind_verb(s, draft) or _light_subject(s, draft)
    if subject is not None:
        return subject
    start, end = clause_of(s, draft)
    a, b = anchor(draft)
    for k in [*range(b, _next_deed(s, b, end)), *range(a - 1, start - 1, -1)]:
        found = _told_at(s, k)
        if found is not None and not (draft.group.i <= found[0] < draft.group.j):
            return found
    if draft.rule in ("active_verb", "object_pronoun"):
        found = _subject_before(s, a, draft)
        if found is not None:
            return found
    return _intending(s, judgement, a) or _own_act(s, draft, judgement, voice)


def _behind_verb(s: Sentence, draft: Draft) -> tuple[int, int] | None:
    """«خطفهم مقاتلو …», «قتل هذا العدوان …»: the subject right behind a verb with its object, or behind «هذا»."""
    if draft.rule == "object_pronoun":
        return _doer(s, draft.j)
    if draft.rule == "active_verb" and s.text(draft.j) in ("هذا", "هذه"):
        return (draft.j, draft.j + 2) if _actor(s, draft.j + 1) else None
    return None


def _light_subject(s: Sentence, draft: Draft) -> tuple[int, int] | None:
    """«قام الجيش باعتقال …», «نجح الحراس في قتل …»: the subject of the verb before an act."""
    if draft.row is None or draft.row.part != "verbal_noun":
        return None
    for k in range(draft.i - 1, max(-1, draft.i - _LIGHT_NEAR), -1):
        if s.text(k) in "،.؛:" or (s.particle(k, "subordinator") and s.text(k) != "ما"):
            return None
        verb = s.particle(k, "light")
        if verb is not None:
            return _doer(s, verb.j) or _speaking_of(s, k, draft)
    return None


def _speaking_of(s: Sentence, k: int, draft: Draft) -> tuple[int, int] | None:
    """«شرطة المدينة فرقت … وقامت باعتقال»: a verb without a subject behind it goes on with the one before it."""
    before = _doer(s, k - 1) if k else None
    return before or _subject_before(s, k, draft)


def _own_act(s: Sentence, draft: Draft, judgement: Judgement, voice: Voice | None) -> tuple[int, int] | None:
    """«أعلنت الحركة قتل 18 جنديا», «قال الجيش إن الغارة قتلت أربعة»: armed people tell of their own act."""
    if voice is None or voice.s is not s or voice.i < 0 or judgement.status not in ("asserted", "unconfirmed", "zero"):
        return None
    speaker = next((m for m in s.actors if voice.i <= m.i < voice.j), None)
    if speaker is None or not isinstance(speaker.what, ActorMention) or speaker.what.kind not in _ARMED:
        return None
    act = draft.rule == "verbal_noun" and draft.row is not None and draft.row.lemma in _ACTIVE_ACTS
    told = act or (draft.rule == "active_verb" and judgement.status != "zero")
    return (speaker.i, speaker.j) if told and voice.rule != "according_to" else None


def author_of(s: Sentence) -> tuple[int, int] | None:
    """The words of a sentence without figures that name who attacked («هاجمت مليشيا … القرية»)."""
    return next((who for k in range(len(s.words)) if (who := _told_at(s, k)) is not None), None)


def labelled_by(s: Sentence) -> tuple[int, int] | None:
    """«القوات الحكومية: 498 قتيلا»: the actor or armed people that a line of a breakdown by party begins with."""
    colon = next((k for k in range(1, min(_LONGEST, len(s.words))) if s.text(k) == ":"), None)
    if not s.line_start or colon is None:
        return None
    start = next((k for k in range(colon) if s.text(k).isalpha()), colon)
    named = any(s.mark(s.actors, k) or s.hit(k, "victims") for k in range(start, colon))
    return (start, colon) if named else None


def _next_deed(s: Sentence, start: int, end: int) -> int:
    """Where another deed begins behind a comma («…، ألقت القوات القبض على …»): who did that did not do this."""
    for k in range(start + 1, end):
        verbs = [h for h in s.hits[k] if h.kind == "outcomes" and h.row.part in VERBS]
        shared_out = s.particle(k, "partitive") is not None and k - 1 in s.quantities and s.text(k - 2) == "،"
        active = s.text(k - 1) == "،" and any(h.row.part != "passive" for h in verbs)
        # «منذ السابع من الشهر، حين أوقع هجوم …»: what happened on the day since when is counted.
        since = next((m for m in s.dates if m.j in (k, k - 1)), None)
        that_day = s.text(k) in ("حين", "عندما") and since is not None and s.text(since.i) == "منذ"
        if active or shared_out or that_day:
            return k
    return end


def _told_at(s: Sentence, k: int) -> tuple[int, int] | None:
    by = s.particle(k, "by")
    if by is not None:
        return _doer(s, by.j)
    owned = _attack_of(s, k)
    if owned is not None:
        return owned
    attack = s.particle(k, "attack")
    if attack is not None and not s.hit(k, "speech"):
        return _attacker(s, attack)
    means = next((h for h in s.hits[k] if h.kind == "means"), None)
    if means is None:
        return None
    if means.row.sense == "clashes":
        return _opponent(s, means)
    driver = next((n for n in range(means.i + 2, means.j) if s.text(n) in _DRIVERS), None)
    if driver is not None:
        return driver, driver + 1
    if means.row.part == "agent" and s.text(k).removeprefix("ال") not in _CRAFT:
        adjective = s.text(k).startswith("ال") and s.text(k - 1).startswith(("ال", "وال", "بال"))
        return None if s.text(k - 1).removeprefix("ال") in _DEEDS or "ب" in means.pro or adjective else (k, k + 1)
    return _owner(s, means)


def _attack_of(s: Sentence, k: int) -> tuple[int, int] | None:
    """«هجوم لتنظيم الدولة», «اعتداء إجرامي لجماعة …»: whose attack it was, told by «لـ»."""
    if s.text(k).removeprefix("ب").removeprefix("ال") not in _ATTACKS:
        return None
    owner = _actor(s, k + 1)
    if owner is not None and owner.i == k + 1 and not s.text(k).startswith(("ال", "بال")):
        return owner.i, owner.j
    if s.text(k + 1) in _LED_BY:
        return _doer(s, k + 2)
    for n in range(k + 1, min(k + _OWNER_NEAR, len(s.words))):
        actor = _actor(s, n)
        if actor is not None and actor.i == n and (s.text(n).startswith("ل") or s.text(n - 1) == "ل"):
            return actor.i, actor.j
        if s.particle(n, "preposition") or not s.text(n).isalpha():
            return None
    return None


def _doer(s: Sentence, k: int) -> tuple[int, int] | None:
    """Who is named from word `k` on and can do harm: an actor, armed people, a craft with its owner."""
    if k >= len(s.words) or not s.text(k).isalpha():
        return None
    actor = _actor(s, k)
    if actor is not None and actor.i == k:
        return k, max(
            actor.j, noun_end(s, actor.j - 1, False) if actor.j < len(s.words) and _adjective(s, actor.j) else actor.j
        )
    if s.text(k).removeprefix("ال") in _CRAFT:
        owner = _actor(s, k + 1)
        return (k, owner.j) if owner is not None and owner.i == k + 1 else (k, k + 2) if _adjective(s, k + 1) else None
    people = s.hit(k, "victims")
    if people is not None and people.row.sense in _DOERS and k not in s.quantities:
        return k, min(noun_end(s, k, True), k + _LONGEST)
    return None


def _actor(s: Sentence, k: int) -> Mark | None:
    mark = s.mark(s.actors, k)
    if mark is None or not isinstance(mark.what, ActorMention) or mark.what.how == "place":
        return None
    return mark


def _adjective(s: Sentence, k: int) -> bool:
    """Is word `k` a nationality used as an adjective?"""
    people = s.hit(k, "victims")
    return people is not None and people.row.sense == "unknown" and "nationality" in people.row.note


def _attacker(s: Sentence, attack: Hit) -> tuple[int, int] | None:
    """The subject of an attack: an actor right before the verb, or a doer behind it."""
    before = _actor(s, attack.i - 1)
    if before is not None:
        return _with_craft(s, before)
    if (
        s.text(attack.i - 1).removeprefix("ال") in _DEEDS
        and attack.row.lemma not in ("شن", "نفذ")
        and not attack.row.form.endswith(("ه", "ها"))
    ):
        return None
    if any(
        h.kind == "means" for n in (attack.i - 1, attack.i - 2) if n >= 0 for h in s.hits[n]
    ) and attack.row.form.startswith(("است", "أصاب", "ضرب", "دمر")):
        return None
    return _doer(s, attack.j)


def _with_craft(s: Sentence, actor: Mark) -> tuple[int, int]:
    return (actor.i - 1 if s.text(actor.i - 1).removeprefix("ال") in _CRAFT else actor.i), actor.j


def _opponent(s: Sentence, clash: Hit) -> tuple[int, int] | None:
    """«اشتباكات مع X»: the other side."""
    for k in range(clash.j, min(clash.j + 4, len(s.words))):
        if s.text(k) == "مع":
            return _doer(s, k + 1)
    return None


def _owner(s: Sentence, means: Hit) -> tuple[int, int] | None:
    """«غارة أميركية», «قصف قوات النظام», «غارة للتحالف», «قصف جوي إسرائيلي»: whose the means was."""
    last = means.j - 1
    if means.j - means.i > 1 and _adjective(s, last):
        return last, means.j
    k = means.j
    while s.text(k) in _MEANS_ADJECTIVES:
        k += 1
    if _adjective(s, k):
        return k, k + 1
    if s.text(means.i).removeprefix("ال") in _CRAFT:
        owner = _actor(s, k)
        return (means.i, owner.j) if owner is not None else None
    actor = _actor(s, k)
    if actor is not None and actor.i == k:
        return actor.i, actor.j
    if s.text(k).removeprefix("ال") in _CRAFT or s.text(k) in _LED_BY:
        return _doer(s, k + (s.text(k).removeprefix("ال") not in _CRAFT))
    return None


def _subject_before(s: Sentence, end: int, draft: Draft) -> tuple[int, int] | None:
    """The subject that a verb without one continues: actors or armed people before it, who begin a clause if any do."""
    found: list[tuple[int, int]] = []
    for k in range(end - 1, -1, -1):
        if s.particle(k, "adversative"):
            break
        if draft.group.i <= k < draft.group.j:
            continue
        actor = _actor(s, k)
        people = s.hit(k, "victims")
        if actor is not None and s.text(k).startswith(("ل", "ب", "ك")) and actor.what.start > s.words[k].start:
            continue  # «غرفة قيادة لحزب الله»: whose, not who
        if actor is not None and actor.i == k and actor.what.how in ("name", "short"):  # type: ignore[union-attr]  # an actor's mention
            found.append(_with_craft(s, actor))
        elif (
            actor is None
            and people is not None
            and people.row.sense in ("combatant", "security")
            and k - 1 not in s.quantities
        ):
            found.append((k, min(noun_end(s, k, True), k + _LONGEST, end)))
    free = [who for who in found if s.particle(who[0] - 1, "preposition") is None]
    return next((who for who in free if _begins_clause(s, who[0])), next(iter(free), None))


def _begins_clause(s: Sentence, k: int) -> bool:
    """Does a subject stand first at word `k`: behind «أن», a verb of saying's clause, a mark, «كان» or nothing?"""
    if k == 0 or s.particle(k - 1, "subordinator", "auxiliary") is not None:
        return True
    return s.text(k - 1) in ("،", '"', ":", "ان", "بان", "كان", "كانت", "وكان", "وكانت", "قام", "قامت")


def _intending(s: Sentence, judgement: Judgement, end: int) -> tuple[int, int] | None:
    """Who threatens, plans or tries it, or is accused of it."""
    cue = judgement.cue
    if cue is None or cue.row.lemma not in _INTENT:
        return None
    if cue.row.lemma == "اتهم":
        accused = [k for k in range(cue.j, end) if _doer(s, k) is not None]
        return _doer(s, accused[-1]) if len(accused) > 1 else None
    behind = _doer(s, cue.j)
    if behind is not None:
        return behind
    for k in range(cue.i - 1, max(-1, cue.i - 4), -1):
        if (found := _doer(s, k)) is not None:
            return found
    return None


def _trimmed(s: Sentence, agent: tuple[int, int]) -> tuple[int, int] | None:
    """A verb's subject without dates and what follows a preposition; no pronoun («فيه»), no bare adverb."""
    i, j = agent
    while i < j and s.mark(s.dates, i):
        i += 1
    for k in range(i, j):
        if s.mark(s.dates, k) or (s.particle(k, "preposition", "relative") and s.text(k) != "من"):
            j = k
            break
    if (
        j <= i
        or (s.text(i).startswith("بال") and s.mark(s.actors, i) is None and s.hit(i, "victims") is None)
        or s.text(i) in ("فيه", "فيها", "ايه", "اي", "به", "بها")
        or any(h.kind == "means" and h.row.part == "noun" for h in s.hits[i])
    ):
        return None
    return i, j
