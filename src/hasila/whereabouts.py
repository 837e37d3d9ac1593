"""Where: the place told nearest to a draft, never where a speaker stood or where the hurt were taken.

A place that only opens a way («نحو الحدود»), locates another or has no name is none (annotation guidelines, `place`).
"""

from __future__ import annotations

from hasila.attribution import Voice
from hasila.clauses import (
    SUPERLATIVES,
    anchor,
    beyond,
    clause_of,
    granted,
    of_earlier_act,
    of_relative,
    parted,
    shares,
    told_of,
)
from hasila.drafts import Draft
from hasila.gazetteer import gazetteer
from hasila.places import PlaceMention
from hasila.sentences import Mark, Sentence
from hasila.speakers import LONGEST_HEAD

# What tells of an act that is only mentioned stands right behind it.
_MENTIONED_NEAR = 10


_BESIDE = 7


_WAYS = frozenset({"من", "الي", "عن", "باتجاه", "نحو", "صوب", "اتجاه"})


_SITES = frozenset(
    {"مستشفي", "كنيسه", "مدرسه", "سجن", "مسجد", "جامع", "فندق", "سوق", "كاتدراييه", "جامعه", "حسينيه", "كنيس", "معهد"}
)


# «في عموم سوريا», «في بعض شوارع بيروت»: between the preposition and the name.
_ALL_OVER = frozenset({
    "عموم", "انحاء", "ارجاء", "كافه", "جميع", "كامل", "مختلف", "بعض", "معظم", "سايريه", "شوارع", "احياء", "مناطق",
    "ضواحي", "محيط", "اطراف", "ارياف", "قري", "بلدات", "مدن", "مستشفيات",
})  # fmt: skip


_CONTRASTS = frozenset({"لكن", "لكنه", "لكنها", "فيما", "بينما"})
_UNNAMED = frozenset({"البلاد", "العاصمه", "المنطقه", "الشماليه", "الجنوبيه", "الشرقيه", "الغربيه", "المدينه"})


HOSPITALS = frozenset({"مستشفي", "مشفي", "مجمع", "مركز", "مستوصف"})


_CARE = (
    "سجلت",
    "نقل",
    "وصل",
    "استقبل",
    "تسلم",
    "اسعف",
    "يرقد",
    "يعالج",
    "يتعالج",
    "تتعالج",
    "يتلق",
    "متاثر",
    "فارق",
    "بجراح",
    "اتحول",
    "احيل",
    "اخلي",
    "دفن",
    "ووري",
    "تشييع",
)


_SIDE_BY_SIDE = 2


def locates(s: Sentence, m: Mark) -> bool:
    """Can the act be at this place: behind في or بـ or a type noun, no part of an actor's name, no way to or from?"""
    what = m.what
    if not isinstance(what, PlaceMention) or s.mark(s.actors, m.i) is not None or what.aside:
        return False
    if m.i == 0 and s.line_start and s.text(m.j) in ("-", "(", "/"):
        return False  # a dateline
    if 1 < m.i < LONGEST_HEAD and s.line_start and s.text(m.i - 1) in "-–" and s.text(m.j) == ":":
        return False  # «الوكالة - المدينة: …»
    beside = s.text(m.i - 1) == "من" and s.text(m.i - 2).removeprefix("ب").removeprefix("ال") in (
        "قرب",
        "قريب",
        "مقربه",
        "قريبا",
        "خارج",
    )
    if s.text(m.i) == "الصعيد" and s.text(m.i - 1) == "علي":
        return False  # «على الصعيد الأمني»
    if s.text(m.i) in ("مستشفيات", "مشافي") and s.text(m.i - 1).removeprefix("ب") in ("احد", "احدي"):
        return True
    if s.text(m.i) in ("مستشفيات", "مشافي") and m.j - m.i > 1 and not s.text(m.i + 1).startswith("ال"):
        return True  # «وصل إلى مستشفيات قطاع غزة»: the land
    scattered = s.text(m.i - 1) == "من" and s.text(m.i - 2) in ("متفرقه", "مختلفه", "عده", "واسعه", "متعدده")
    if scattered:
        return True  # «مناطق متفرقة من شمال غربي سوريا»
    if (s.text(m.i - 1) in _WAYS and not what.direction and not beside) or _of_care(s, m) or _speaks(s, m):
        return False  # the way from or to it, or where the hurt were taken
    if (what.direction and s.text(m.j - 1) in _UNNAMED) or _of_people(s, m) or _between_lands(what):
        return False  # «شمال البلاد»: no name
    seen = _seen_by(s, m.i - 1) or _all_over(s, m.i - 1)
    named = seen or s.text(m.i).removeprefix("ب").removeprefix("ال") in _SITES
    return (
        bool(named or beside or what.facility or what.located or what.preposition or what.type_noun or what.direction)
        or s.text(m.j) == ":"
    )


_FROM_THERE = frozenset({"ابناء", "مواليد", "ابن", "اصيل", "اصلا", "اصله"})
# «الشاعر المقيم بالمغرب»: where they live, or are held.
_LIVING = frozenset({"مقيم", "مقيمه", "مقيمين", "مقيمون", "قاطن", "قاطنه", "مغترب", "لاجيين", "مبتعث"})
_OFFICES = frozenset({"امير", "محافظ", "والي", "حاكم", "قايد", "مدير", "رييس", "وكيل", "شيخ", "عمده", "قاضي", "نايب"})


def _of_people(s: Sentence, m: Mark) -> bool:
    """«من أبناء إقليم دارفور», «أمير منطقة مكة»: where people come from, or what their office is over."""
    at = m.i - 1 - (s.text(m.i - 1) == "من")
    directed = isinstance(m.what, PlaceMention) and m.what.preposition in ("شمال", "جنوب", "شرق", "غرب", "وسط")
    if (s.text(m.i - 1) == "امن" or (directed and s.text(m.i - 2) == "امن")) or _sides_with(s, m):
        return True
    lives = any(s.text(k).removeprefix("ال") in _LIVING for k in (m.i - 1, m.i - 2) if k >= 0)
    return lives or s.text(at) in _FROM_THERE or s.text(m.i - 1) in _OFFICES or _court(s, m)


def _sides_with(s: Sentence, m: Mark) -> bool:
    """«متمردين موالين لروسيا»: whose side they are on."""
    near = s.text(m.i - 1).removeprefix("ال")
    return s.text(m.i).startswith("ل") and near.startswith(("موال", "مويد", "معاد", "داعم", "مناصر", "مدعوم"))


def _court(s: Sentence, m: Mark) -> bool:
    """«حكمت محكمة في أورورا على …»: where the court sits."""
    return any(s.text(k).startswith(("محكمه", "محلف", "القضاء")) for k in (m.i - 2, m.i - 3) if k >= 0)


def _between_lands(what: PlaceMention) -> bool:
    """«النفق بين فرنسا وبريطانيا», «يتنقلون بين أفغانستان وباكستان»: what joins or parts two lands is in neither."""
    places = gazetteer().places
    lands = [any(places[k].type == "country" for k in part.ids) for part in what.parts]
    return what.preposition == "بين" and bool(lands) and all(lands)


def _all_over(s: Sentence, k: int) -> bool:
    """«في عموم سوريا», «في بعض شوارع بيروت»: words between the preposition and the name."""
    n = k
    while s.text(n) in _ALL_OVER:
        n -= 1
    return n < k and s.particle(n, "preposition") is not None


def _seen_by(s: Sentence, k: int) -> bool:
    """«اشتباكات شهدتها كوسوفو», but not «أعلى حصيلة لهجوم تشهده بغداد»."""
    saw = s.text(k).removeprefix("و") in ("شهدت", "شهدتها", "شهدته", "شهدها", "شهده", "تشهدها")
    return saw and not any(s.text(n) in SUPERLATIVES for n in range(max(0, k - 9), k))


def _speaks(s: Sentence, m: Mark) -> bool:
    """«مجمع ناصر: 2 من الجرحى …»: a hospital at the head of a line tells the figures."""
    head = m.i <= 1 and s.line_start and s.text(m.j) == ":"
    return head and s.text(m.i).removeprefix("ال") in HOSPITALS


def _of_care(s: Sentence, m: Mark) -> bool:
    """Is it the hospital that took them in: «نقلوا إلى», «وصل», «استقبل», «تسلمت»?"""
    if s.text(m.i) in ("مستشفيات", "مشافي"):
        return s.text(m.i + 1).startswith("ال")
    house = next((k for k in range(m.i - 1, max(-1, m.i - _OF_HOUSE), -1) if _house(s, k)), m.i)
    if any(not s.text(k).isalpha() for k in range(house, m.i)):
        house = m.i
    before = [s.text(k) for k in range(max(0, house - 3), m.i)]
    return any(word.startswith(_CARE) or word.removeprefix("و").startswith(_CARE) for word in before)


# «نقل إلى المستشفى العسكري بصنعاء»: how far behind the word for a hospital its town can stand.
_OF_HOUSE = 6


def _house(s: Sentence, k: int) -> bool:
    return s.text(k).removeprefix("ب").removeprefix("ل").removeprefix("ال") in HOSPITALS


def place_of(s: Sentence, draft: Draft, said: list[Voice]) -> Mark | None:
    """The place nearest to a draft: the first behind it in its clause, else the last before it; no speaker's place."""
    start, end = clause_of(s, draft)
    taken = draft.outcome in ("displaced", "detained", "abducted")
    marks = [m for m in s.places if start <= m.i < end and (locates(s, m) or (taken and s.text(m.i - 1) == "من"))]
    marks = [m for m in marks if not any(v.s is s and v.i <= m.i < v.j for v in said)]
    if draft.outcome in ("released", "detained", "abducted"):
        own = [m for m in marks if draft.group.i <= m.i < draft.group.j]
        marks = [m for m in marks if m not in own or (taken and s.text(m.i - 1) in ("من", "في"))]
        marks = [m for m in marks if not _came_from(s, m)]
    elif draft.group.high == 1 and draft.group.ni is not None and draft.group.nj is not None:
        # «مدير مستشفى العودة»: the victim's own place, not where it happened.
        marks = [
            m
            for m in marks
            if not (
                draft.group.ni < m.i < draft.group.nj
                and s.particle(m.i - 1, "preposition") is None
                and not s.text(m.i).startswith("ب")
            )
        ]
    floor = _reported_from(s, draft, said)
    # «وفي مدينة الموصل، قال …»: a place that opens the sentence is where it happened, whoever tells it.
    marks = [m for m in marks if m.i >= floor or (m.i <= 1 and s.text(m.j) == "،")]
    a, b = anchor(draft)
    a = draft.group.i if draft.part_of is not None else a
    zones = shares(s)
    aside = granted(s, draft)
    near = (_MENTIONED_NEAR if _behind_time(s, draft) else _NEWS_NEAR) if aside else len(s.words)
    behind = [
        m
        for m in marks
        if m.i >= a
        and m.i >= draft.j
        and m.i - b <= near
        and told_of(s, draft, m.i, zones)
        and not (parted(s, draft, m.i) or of_earlier_act(s, draft, m.i) or of_relative(s, draft, m.i))
    ]
    if own := [m for m in marks if draft.rule == "coordination" and 0 <= m.i - draft.group.j <= 1]:
        return _most_specific(s, [*own, *(m for m in behind if m.i > own[0].i)])  # «15 في دمياط و4 في أسوان»
    # «فتى عند حاجز حوارة فاستشهد»: told of the victim before the verb.
    inside = [m for m in marks if draft.rule == "verb_after_group" and draft.group.i <= m.i < draft.i]
    before = [m for m in marks if m.j <= a] if not aside else []
    nearest = _most_specific(s, behind) or _most_specific(s, inside) or _most_specific(s, _within(s, before))
    # «قال إن 471 قُتلوا وإن 314 أصيبوا في الضربة التي أصابت المستشفى»: told once for both.
    nearest = nearest or _before_contrast(s, draft, start) or _way_to(s, draft, start, end)
    return nearest or _most_specific(s, [m for m in marks if m.i >= b and m.i - b <= near and beyond(s, draft, m.i)])


# «أعلنت المقاومة اعتقال فلان، …، أول من أمس في عدن»: news of an act reaches farther than «منذ اعتقال فلان».
_NEWS_NEAR = 16
_TIMES = frozenset({"بعد", "منذ", "قبل", "عقب", "اثر", "قضيه", "ذكري", "ملف", "جريمه", "غداه", "خلفيه"})


def _behind_time(s: Sentence, draft: Draft) -> bool:
    return any(s.text(k).removeprefix("ال") in _TIMES for k in range(max(0, draft.i - 2), draft.i))


def _came_from(s: Sentence, m: Mark) -> bool:
    """«متسللين قادمين من ليبيا», «مواد قادمة عبر البحر من إيران»: where those who were caught came from."""
    near = range(max(0, m.i - _COMING), m.i - 1)
    return s.text(m.i - 1) == "من" and any(s.text(k).removeprefix("ال").startswith(_COMERS) for k in near)


_COMING = 5
_COMERS = ("قادم", "قدم", "عايد", "وافد", "واصل", "تسلل", "متسلل", "مهرب", "تهريب", "فار")


def _way_to(s: Sentence, draft: Draft, start: int, end: int) -> Mark | None:
    """«قتل لغم رجلين عادا إلى القرية»: where the killed or hurt were going, if nothing else tells where."""
    if draft.outcome not in ("killed", "injured", "missing") or granted(s, draft):
        return None
    behind = [m for m in s.places if max(start, draft.j) <= m.i < end and s.text(m.i - 1) == "الي"]
    told = (m for m in behind if isinstance(m.what, PlaceMention) and m.what.type_noun and not _of_care(s, m))
    return next((m for m in told if s.text(m.i).removeprefix("ال") not in HOSPITALS), None)


def _before_contrast(s: Sentence, draft: Draft, start: int) -> Mark | None:
    """«انفجرت قنبلة في الفندق، لكنها لم تصب أحدا»: where the act was that the contrast takes up."""
    another = any(s.hit(k, "speech", ("verb",)) for k in range(start, draft.i))
    if s.text(start - 1).removeprefix("و") not in _CONTRASTS or granted(s, draft) or another:
        return None
    return _most_specific(s, _first_of_run(s, [m for m in s.places if m.j < start and locates(s, m)]))


def _reported_from(s: Sentence, draft: Draft, said: list[Voice]) -> int:
    """Where the words that a speaker reports begin: what is told before is the speaker's."""
    for v in reversed(said):
        if v.s is s and v.rule in ("verb_of_saying", "speaker_goes_on") and v.start < draft.i < v.end:
            return next((k for k in range(max(v.j, v.start), draft.i) if s.particle(k, "subordinator")), 0)
    return 0


def _first_of_run(s: Sentence, marks: list[Mark]) -> list[Mark]:
    """The last run of places side by side, its first before the others («بلدة تل السنديان بقضاء بعلبك»)."""
    run = marks[-1:]
    for m in reversed(marks[:-1]):
        # «قرية دير شرقي القريبة من مدينة معرة النعمان في ريف إدلب»: another place between them bridges.
        bridged = sum(min(p.j, run[0].i) - p.i for p in s.places if m.j <= p.i < run[0].i)
        if run[0].i - m.j - bridged > (_SIDE_BY_SIDE + 1 if bridged else _SIDE_BY_SIDE):
            break
        run.insert(0, m)
    return run


def _within(s: Sentence, marks: list[Mark]) -> list[Mark]:
    """The last run of places, or the finer run before it that its place holds («مسجد … بعسير … بمنطقة عسير»)."""
    run = _first_of_run(s, marks)
    if len(run) != 1 or not isinstance(run[0].what, PlaceMention) or run[0].what.facility:
        return run
    held = set(run[0].what.ids)
    for n in range(len(marks) - 2, -1, -1):
        what = marks[n].what
        if isinstance(what, PlaceMention) and held & set(what.ids):
            finer = _first_of_run(s, marks[: n + 1])
            return finer if len(finer) > 1 else run
    return run


def _most_specific(s: Sentence, marks: list[Mark]) -> Mark | None:
    """The nearest, or a facility told within a few words of it."""
    for m in marks:
        counted = any(q in s.quantities for q in range(min(m.i, marks[0].i), max(m.i, marks[0].i)))
        if abs(m.i - marks[0].i) <= _BESIDE and not counted and isinstance(m.what, PlaceMention) and m.what.facility:
            return m
    return marks[0] if marks else None
