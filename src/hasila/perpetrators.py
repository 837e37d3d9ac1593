"""Who did it: the verb's subject, «برصاص X», «غارة X», the other side of a clash, or the earlier attack's subject."""

from __future__ import annotations

from hasila.actors import ActorMention
from hasila.attribution import Voice
from hasila.circumstances import UNHURT
from hasila.clauses import anchor, clause_of
from hasila.doers import (
    ARMED,
    CRAFT,
    DOERS,
    LONGEST,
    actor_at,
    armed_before,
    doer_at,
    is_nationality,
    subject_before,
    with_craft,
)
from hasila.drafts import Draft
from hasila.phrases import noun_end
from hasila.sentences import VERBS, Mark, Sentence
from hasila.status import Judgement
from hasila.subjects import intending, own_act, told_subject, trimmed
from hasila.victims import BOTH_SIDES, body_status
from hasila.words import Hit

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
        "عشوايي",
        "مكثف",
        "انتحاري",
        "انتحاريه",
        "ارهابي",
    }
)
# An attack verb behind one of these has it as its subject: «هجوم استهدف …», «غارة أصابت …».
_DEEDS = frozenset(
    {"هجوم", "الهجوم", "تفجير", "انفجار", "عمليه", "صاروخ", "قذيفه", "التي", "الذي", "اللذين", "عبوه", "سياره"}
)
_ATTACKS = frozenset({
    "هجوم", "اعتداء", "كمين", "عمليه", "هجمات", "قصف", "تفجير", "ضربه", "ضربات", "غاره", "غارات", "استهداف", "اعتداءات",
    "مداهمه", "توغل",
})  # fmt: skip
_OWNER_NEAR = 4
_SEIZED = frozenset({"detained", "released"})
# What happenings do, not people.
_OF_THINGS = frozenset({"أودى", "أودى بحياة"})
_LED_BY = frozenset({
    "نفذته", "نفذتها", "شنته", "شنتها", "شنه", "شنها", "نفذه", "نفذها", "قاده", "قادها", "قادته", "قادتها", "تشنه",
    "تشنها", "يشنه", "يشنها", "تنفذه", "تنفذها", "ينفذه", "ينفذها", "نفذهما", "شنهما", "تبناه", "تبناها", "تبنته",
    "تبنتها", "تبناهما", "ارتكبه", "ارتكبها", "ارتكبته",
    "ارتكبتها", "القاها", "القاه", "القتها", "القته", "زرعها", "زرعه", "زرعتها", "زرعته", "اطلقها", "اطلقه", "اطلقتها",
    "اطلقته", "فجرها", "فجره", "نصبه", "اسقطتها", "اسقطته",
})  # fmt: skip
_OWN = frozenset({"طايرات", "قوات", "مقاتلات", "مدفعيت", "عناصر", "مسلحو", "مقاتلو", "طيران", "جنود"})
# «سيارة مفخخة يقودها انتحاري»
_DRIVERS = frozenset({"انتحاري", "انتحاريان", "انتحاريين", "انتحاريون"})


def perpetrator_of(
    s: Sentence, draft: Draft, judgement: Judgement, voice: Voice | None = None
) -> tuple[int, int] | None:
    """The words that name who did it, from the draft's own sentence; the speaker of `voice` if it is their own act."""
    if draft.agent is not None and s.text(draft.agent[0]) not in ("فيه", "فيها", "رهاين", "كرهاين"):
        return trimmed(s, draft.agent)
    if draft.group.ni is not None and s.text(draft.group.ni) in BOTH_SIDES:
        return None
    subject = told_subject(s, draft, voice)
    if subject is not None:
        return subject
    start, end = clause_of(s, draft)
    a, b = anchor(draft)
    for k in [*range(b, _next_deed(s, b, end)), *range(a - 1, start - 1, -1)]:
        if draft.outcome in UNHURT and s.text(k) in _LED_BY:
            continue  # «الإفراج عن المعتقلين في الهجوم الذي نفذته الحركة»
        found = _told_at(s, k)
        if found is not None and draft.outcome in _SEIZED and s.text(found[0]).removeprefix("ال") in _DRIVERS:
            continue  # «القبض على السائق الذي أوصل الانتحاري»
        if found is not None and not (draft.group.i <= found[0] < draft.group.j):
            return found
    things = (draft.row is not None and draft.row.lemma in _OF_THINGS) or draft.agent is not None
    if draft.rule in ("active_verb", "object_pronoun") and not things:
        found = subject_before(s, a, draft)
        if found is not None:
            return found
    return intending(s, judgement, a) or own_act(s, draft, judgement, voice)


def author_of(s: Sentence) -> tuple[int, int] | None:
    """The words of a sentence without figures that name who attacked («هاجمت مليشيا … القرية»)."""
    return next((who for k in range(len(s.words)) if (who := _told_at(s, k)) is not None), None)


def labelled_by(s: Sentence) -> tuple[int, int] | None:
    """«القوات الحكومية: 498 قتيلا»: the actor or armed people that a line of a breakdown by party begins with."""
    colon = next((k for k in range(1, min(LONGEST, len(s.words))) if s.text(k) == ":"), None)
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
        another = s.text(k - 1) == "،" and s.text(k).startswith("و") and s.particle(k, "attack") is not None
        if active or shared_out or that_day or another:
            return k
    return end


def _told_at(s: Sentence, k: int) -> tuple[int, int] | None:
    by = s.particle(k, "by")
    if by is not None:
        named = doer_at(s, by.j) or (_anyone(s, by.j) if by.row.form in _HANDS else None)
        return named if named is None or body_status(s, *named) != "aid_medical" else None
    if s.text(k) in _LED_BY and not s.text(k).startswith("قاد"):  # «قادة» are leaders
        return _led_by(s, k + 1)
    owned = _subject_of_act(s, k) or _attack_of(s, k)
    if owned is not None:
        return owned
    arrest = any(s.text(n) in ("القبض", "سراح") for n in range(k + 1, k + _OWNER_NEAR + 1))  # no attack
    attack = s.particle(k, "attack") if not arrest else None
    attacker = _attacker(s, attack) if attack is not None and not s.hit(k, "speech") else None
    if attacker is not None:
        return attacker
    means = next((h for h in s.hits[k] if h.kind == "means"), None)
    if means is None:
        return None
    if means.row.sense == "clashes":
        return _opponent(s, means)
    driver = next((n for n in range(means.i + 2, means.j) if s.text(n) in _DRIVERS), None)
    if driver is not None:
        return driver, driver + 1
    if means.row.sense == "torture":
        return _jailer(s, means)
    if means.row.part == "agent" and s.text(k).removeprefix("ال") not in CRAFT:
        adjective = s.text(k).startswith("ال") and s.text(k - 1).startswith(("ال", "وال", "بال", "لل", "فال"))
        return None if s.text(k - 1).removeprefix("ال") in _DEEDS or "ب" in means.pro or adjective else (k, k + 1)
    return _owner(s, means)


_HANDS = frozenset({
    "على يد", "على أيدي", "بأيدي", "بيد", "من قبل", "نسب إلى", "نسبت إلى", "تقف وراءه", "تقف وراءها", "يقف وراءه",
    "يقف وراءها", "كانت خلفها", "كان خلفه",
})  # fmt: skip


def _anyone(s: Sentence, k: int) -> tuple[int, int] | None:
    """Whoever is named behind «على يد», though no lexicon knows them: up to the next preposition, date or mark."""
    end = k
    while end < len(s.words) and end - k < LONGEST and s.text(end).isalpha() and not _ends_name(s, end):
        end += 1
    return (k, end) if end > k else None


def _ends_name(s: Sentence, k: int) -> bool:
    held = any(h.kind in ("outcomes", "means", "speech") for h in s.hits[k])
    return (
        s.particle(k, "preposition", "relative", "subordinator") is not None or s.mark(s.dates, k) is not None or held
    )


def _subject_of_act(s: Sentence, k: int) -> tuple[int, int] | None:
    """«في استهداف الاحتلال مجموعة من المواطنين»: an actor between an act and its object, with no preposition."""
    if s.text(k).removeprefix("ب") not in ("استهداف", "مهاجمه", "قصف", "اقتحام", "محاصره", "قمع", "ملاحقه"):
        return None
    actor = actor_at(s, k + 1)
    if actor is None or actor.i != k + 1 or actor.what.how != "name":  # type: ignore[union-attr]  # an actor's mention
        return None
    direct = s.text(actor.j).isalpha() and not s.text(actor.j).startswith(("ب", "ل")) and not _ends_name(s, actor.j)
    return (actor.i, actor.j) if direct else None


def _jailer(s: Sentence, torture: Hit) -> tuple[int, int] | None:
    """«تحت التعذيب في سجون النظام»: whose prison it was."""
    for n in range(torture.j, min(torture.j + _OWNER_NEAR, len(s.words) - 1)):
        if s.text(n).removeprefix("ب") in ("سجون", "معتقلات", "اقبيه", "زنازين", "سجن", "افرع"):
            actor = actor_at(s, n + 1)
            return (actor.i, actor.j) if actor is not None and actor.i == n + 1 else None
    return None


def _attack_of(s: Sentence, k: int) -> tuple[int, int] | None:
    """«هجوم لتنظيم الدولة», «اعتداء إجرامي لجماعة …»: whose attack it was, told by «لـ»."""
    if s.text(k).removeprefix("ب").removeprefix("ال") not in _ATTACKS:
        return None
    owner = actor_at(s, k + 1)
    named = owner is not None and isinstance(owner.what, ActorMention) and owner.what.how == "name"
    if owner is not None and named and owner.i == k + 1 and not s.text(k).startswith(("ال", "بال")):
        return owner.i, owner.j
    if s.text(k + 1) in _LED_BY:
        return _led_by(s, k + 2)
    attackers = s.hit(k + 1, "victims")
    if attackers is not None and attackers.pro == "ال" and attackers.row.sense in DOERS:
        end = noun_end(s, k + 1, True)
        return (k + 1, end) if s.text(end) in ("علي", "ضد") else None  # «اعتداءات المتطرفين على …»
    for n in range(k + 1, min(k + _OWNER_NEAR, len(s.words))):
        actor = actor_at(s, n)
        if actor is not None and actor.i == n and (s.text(n).startswith("ل") or s.text(n - 1) == "ل"):
            return actor.i, actor.j
        if s.particle(n, "preposition", "attack") or not s.text(n).isalpha() or s.text(n).startswith(_TARGETS):
            return None
    return None


# «قصف أهداف تابعة للتنظيم»: what is hit, and whose that is.
_TARGETS = (
    "هدف",
    "اهداف",
    "موقع",
    "مواقع",
    "مقر",
    "معاقل",
    "معقل",
    "تجمع",
    "معسكر",
    "مخازن",
    "تابع",
    "نقطه",
    "نقاط",
    "حاجز",
    "حواجز",
)


def _last_actor(s: Sentence, k: int) -> tuple[int, int] | None:
    """The armed actor named last before word `k`."""
    armed = [m for m in s.actors if m.j <= k and isinstance(m.what, ActorMention) and m.what.kind in ARMED]
    return (armed[-1].i, armed[-1].j) if armed else None


def _led_by(s: Sentence, k: int) -> tuple[int, int] | None:
    """Whoever stands behind «نفذه», «شنها»: known, or any noun, since nothing but a subject can."""
    if s.text(k).removesuffix("ه").removesuffix("ا").removesuffix("ه") in _OWN and s.text(k).endswith(("ه", "ها")):
        return _last_actor(s, k)  # «الغارة التي نفذتها طائراته»: of the one told before
    if s.text(k).removeprefix("ال") in CRAFT or any(h.kind == "means" for at in s.hits[k : k + 1] for h in at):
        return doer_at(s, k)  # «نفذتها طائرة مسيّرة»: whose, the text does not say
    bare = s.text(k).isalpha() and k < len(s.words) and s.particle(k, "preposition") is None
    return doer_at(s, k) or ((k, k + 1) if bare and s.mark(s.dates, k) is None else None)


def _clitic(s: Sentence, actor: Mark) -> bool:
    """Does the name begin behind a preposition written to it («مركز للشرطة»)?"""
    return isinstance(actor.what, ActorMention) and actor.what.start > s.words[actor.i].start


def _attacker(s: Sentence, attack: Hit) -> tuple[int, int] | None:
    """The subject of an attack: an actor right before the verb, or a doer behind it."""
    before = actor_at(s, attack.i - 1)
    governed = before is not None and s.text(before.i).startswith(("لل", "ل", "ب")) and _clitic(s, before)
    if before is not None and not governed:
        return with_craft(s, before)
    if before is None and (armed := armed_before(s, attack.i)) is not None:
        return armed
    before_it = s.text(attack.i - 1)
    if (
        (before_it.removeprefix("ال") in _DEEDS or before_it in _DEEDS)
        and attack.row.lemma not in ("شن", "نفذ")
        and not attack.row.form.endswith(("ه", "ها"))
    ):
        return None
    if any(
        h.kind == "means" for n in (attack.i - 1, attack.i - 2) if n >= 0 for h in s.hits[n]
    ) and attack.row.form.startswith(("است", "أصاب", "ضرب", "دمر")):
        return None
    return doer_at(s, attack.j)


def _opponent(s: Sentence, clash: Hit) -> tuple[int, int] | None:
    """«اشتباكات مع X»: the other side."""
    for k in range(clash.j, min(clash.j + 4, len(s.words))):
        if s.text(k) == "مع":
            people = s.hit(k + 1, "victims")
            return doer_at(s, k + 1) or ((k + 1, noun_end(s, k + 1, True)) if people is not None else None)
    return None


def _of_a_state(s: Sentence, k: int) -> bool:
    """Is word `k` the adjective of a state, though a longer word for the means covers it («غارة إسرائيلية»)?"""
    actor = s.mark(s.actors, k)
    return actor is not None and isinstance(actor.what, ActorMention) and actor.what.how == "adjective"


def _owner(s: Sentence, means: Hit) -> tuple[int, int] | None:
    """«غارة أميركية», «قصف قوات النظام», «غارة للتحالف», «قصف جوي إسرائيلي»: whose the means was."""
    last = means.j - 1
    if means.j - means.i > 1 and (is_nationality(s, last) or _of_a_state(s, last)):
        return last, means.j
    k = means.j
    while s.text(k) in _MEANS_ADJECTIVES or (s.particle(k, "relative") and s.text(k + 1) in _LED_BY):
        k += 1
    if is_nationality(s, k):
        return k, k + 1
    if s.text(means.i).removeprefix("ال") in CRAFT:
        owner = actor_at(s, k)
        return (means.i, owner.j) if owner is not None else None
    actor = actor_at(s, k)
    if actor is not None and actor.i == k:
        return actor.i, actor.j
    if s.text(k).removeprefix("ال") in CRAFT or s.text(k) in _LED_BY:
        return doer_at(s, k) if s.text(k).removeprefix("ال") in CRAFT else _led_by(s, k + 1)
    return None
