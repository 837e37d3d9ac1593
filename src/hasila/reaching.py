"""Counts that a total reaches: «عدد القتلى بلغ 12», «ارتفعت حصيلة القتلى من 3 إلى 7», «260 عدد القتلى»."""

from __future__ import annotations

from msgspec.structs import replace

from hasila.chunks import who_behind
from hasila.drafts import Parse
from hasila.groups import Group, quantity_of
from hasila.phrases import noun_end
from hasila.sentences import Sentence
from hasila.siblings import siblings
from hasila.words import Hit

_REACH_TOLL = 22
_COUNTED_BEFORE = 7
_KINDS = 5
_CAUSES = frozenset({"جراء", "اثر", "بسبب", "نتيجه", "حادث", "حادثه", "كارثه", "بعد"})


def is_counted(p: Parse, group: Group) -> bool:
    """«عدد المهاجرين الذين غرقوا تجاوز 30»: people whose number is told further on."""
    return not group.numbered and p.s.particle(group.i - 1, "number_of") is not None


def is_counted_kind(s: Sentence, hit: Hit) -> bool:
    """«عدد الأطفال المعتقلين في السجون 163»: people who are counted stand between «عدد» and what became of them."""
    at = next((n for n in range(hit.i - 2, max(-1, hit.i - _KINDS), -1) if s.particle(n, "number_of")), None)
    return at is not None and all(s.hit(k, "victims") is not None for k in range(at + 1, hit.i))


def reached(p: Parse, hit: Hit, *, counted: bool = False) -> int | None:
    """«عدد القتلى بلغ 12», «ارتفعت حصيلة القتلى من 3 إلى 7»: the count behind a verb of reaching. Where to go on.

    `counted`: «عدد» is known to count those that the hit is about, however far before it stands.
    """
    s = p.s
    before = _count_before(p, hit)
    if before is not None:
        _reached_total(p, hit, s.particle(before.i - 2, "reach"), before)
        return hit.j
    near = any(s.particle(n, "number_of", "reach") for n in range(max(0, hit.i - 6), hit.i))
    behind_who = s.particle(hit.i - 1, "relative") is not None  # «عدد الأشخاص الذين قبضت عليهم الشرطة 40 شخصا»
    counted = counted or any(s.particle(n, "number_of") for n in range(max(0, hit.i - 2 - behind_who), hit.i))
    rising = any(s.particle(n, "reach") for n in range(max(0, hit.i - 6), hit.i))
    # «بلغ عدد الذين ألقت الشرطة القبض عليهم أمس 371 شخصا»
    led = any(
        s.particle(n, "number_of") and s.particle(n - 1, "reach") for n in range(max(1, hit.i - 6), hit.i)
    ) and bool(hit.enc)
    verb = None
    for k in range(hit.j, min(len(s.words), hit.j + _REACH_TOLL)):
        if (
            s.text(k) in "؛."
            or (p.outcome_word(k) and not _died_of(p, hit, k))
            or (s.text(k) == "،" and verb is None and not rising and not s.particle(k + 1, "reach"))
        ):
            return None
        if s.particle(k, "reach"):
            verb = s.particle(k, "reach")
        group = p.group(k) or (_as_cases(p, k) if verb else None)
        captives = group is not None and group.outcome is not None and group.outcome.sense in ("detained", "abducted")
        if group is not None and captives and group.numbered and hit.row.sense == "released":
            group = replace(group, kind="elided", outcome=None)  # «عدد من أفرج عنهم 1743 أسيرا»
        if group is not None and group.numbered and (group.kind == "outcome" or _cases(s, group)):
            return None  # «عدد الشهداء إلى 100 شهيد», «إلى 151 حالة وفاة»: the count tells its own outcome
        if group is None or not group.numbered:
            continue
        after_total = k == hit.j and "ال" in hit.pro and bool(p.drafts) and p.drafts[-1].rule == "toll_reached"
        if (s.text(k - 1) == ":" and k - hit.j <= 4 and "ال" in hit.pro) or after_total:
            return siblings(p, _reached_total(p, hit, None, group))
        behind = s.text(k - 1) in ("الي", "عند", "من", "كان", ":") or s.text(k).startswith("ب")
        plain = group.kind in ("elided", "unknown") or (
            group.head is not None and (rising or group.head.lemma == "شخص")
        )
        if not (verb or (near and behind) or ((counted or led) and plain)):
            return None
        return _reached_total(p, hit, verb, group)
    return None


def _as_cases(p: Parse, k: int) -> Group | None:
    """«بلغ عدد الوفيات (9) حالات»: a number of cases counts people where a verb of reaching says of what."""
    mark = p.s.quantities.get(k)
    if mark is None:
        return None
    j = mark.j + (p.s.text(mark.j) in (")", '"'))
    if p.s.text(j) not in ("حاله", "حالات"):
        return None
    of = quantity_of(mark)
    return Group(k, j + 1, k, mark.j, of.low, of.high, of.qualifier, "elided", numbered=True)


def _cases(s: Sentence, group: Group) -> bool:
    """«151 حالة وفاة»: cases of an outcome that is told behind them."""
    return s.text(group.j - 1).startswith("حال") and s.hit(group.j, "outcomes", ("verbal_noun",)) is not None


def _died_of(p: Parse, hit: Hit, k: int) -> bool:
    """«ضحايا غرق المركب», «القتلى جراء سقوط قذائف»: how they died, in a genitive or behind a word of cause."""
    act = p.s.hit(k, "outcomes", ("verbal_noun",))
    genitive = k == hit.j and hit.row.part == "noun"
    return act is not None and (genitive or p.s.text(k - 1) in _CAUSES)


def _count_before(p: Parse, hit: Hit) -> Group | None:
    """«ارتفع إلى 260 عدد القتلى»: the count stands before what it counts."""
    s = p.s
    # «… 96 عدد من قضوا», «… 3540 عدد العسكريين الأميركيين الذين قضوا»: words stand between.
    near = range(hit.i - 1, max(-1, hit.i - _COUNTED_BEFORE), -1)
    at = next((k for k in near if s.particle(k, "number_of")), None)
    if at is None:
        return None
    group = next((g for g in p.groups if g.numbered and g.cj == at), None)
    if group is None or not any(s.particle(n, "reach") for n in range(max(0, group.i - 3), group.i)):
        return None
    row = s.row(at + 1, "victims")
    who = (at + 1, noun_end(s, at + 1, True)) if row is not None and at + 1 < hit.i else (None, None)
    return replace(group, j=group.cj, kind="people" if row and who[0] else "elided", ni=who[0], nj=who[1], head=row)


def _reached_total(p: Parse, hit: Hit, verb: Hit | None, group: Group) -> int:
    s = p.s
    who = who_behind(s, hit.j)
    if who is not None and group.ni is None and who[1] <= group.i:
        group = replace(group, head=s.row(who[0], "victims"), ni=who[0], nj=who[1])
    draft = p.add(hit.row.sense, hit.i, hit.j, group, "toll_reached", row=hit.row)
    if (
        any((over := s.particle(n, "reach")) and over.row.part == "over" for n in range(max(0, hit.i - 3), hit.i))
        and draft.qualifier == "exact"
    ):
        draft.low, draft.high, draft.qualifier = *_exceeded(draft.low), "more_than"
    if verb is not None and verb.row.part == "over" and draft.qualifier == "exact":
        draft.low, draft.high, draft.qualifier = *_exceeded(draft.low), "more_than"
    if s.text(group.i - 1) == "من" and s.text(group.j) == "الي":
        newer = p.group(group.j + 1)
        if newer is not None:
            second = p.add(hit.row.sense, hit.i, hit.j, newer, "toll_reached", row=hit.row)
            second.revises = draft
            return newer.j
    return group.j


def _exceeded(low: int) -> tuple[int, None]:
    """The bounds of a number that is exceeded."""
    return low + 1, None
