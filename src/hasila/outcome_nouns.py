"""Nouns that are an outcome: «20 قتيلا», «القتلى الأربعة», «سقوط جرحى», «جثتي جنديين», «لا إصابات»."""

from __future__ import annotations

from msgspec.structs import replace

from hasila.chunks import numeral_behind
from hasila.drafts import Parse
from hasila.groups import Group, quantity_of
from hasila.lexicon import Row
from hasila.model import Qualifier
from hasila.names import name_at
from hasila.nearby import group_before
from hasila.phrases import is_conjoined, noun_end
from hasila.pronouns import by_pronoun
from hasila.reaching import is_counted_kind, reached
from hasila.senses import epidemic, of_nobody
from hasila.sentences import Sentence
from hasila.siblings import companions, siblings
from hasila.states import captive, felled, lost_thing, subject_of_state
from hasila.words import Hit
from hasila.zeros import zero

# «جنازة أربعة من ضحايا التفجير»: those buried are the dead.
_FUNERALS = frozenset({"جنازه", "جنازات", "تشييع", "دفن", "جثامين", "جثث", "رفات", "تابين", "نعوش"})
_RETURN = frozenset({"عاد", "عادت", "عوده", "يعود", "رجع", "رجوع", "اعاده"})
_OF_EACH = frozenset({"كل", "اكبر", "اعلي", "اقل", "ادني", "اقصي"})
_FARTHEST = 9
_THERE_ARE = frozenset({"وجود", "هناك", "ثمه", "لديهم", "لدينا", "لديه", "لديها"})
# «دون قتلى أو جرحى», «دون إصابات أو خسائر بشرية»: one zero of both.
_HURT = ({"killed", "injured"}, {"injured", "casualties"}, {"killed", "casualties"})
_HEAD_OF_LINE = 3
_GRAVE = frozenset({"كبيره", "جسيمه", "فادحه", "كثيره", "عديده", "كثر", "كثيرين", "كثيرون", "عديدين", "جدد"})


def _wound_told(p: Parse, hit: Hit) -> bool:
    """«قتلا بإصابتين في الرأس»: the wound that someone died of."""
    return hit.row.sense == "injured" and hit.pro in ("ب", "ل") and any(d.outcome == "killed" for d in p.drafts)


def outcome_counted(p: Parse, group: Group) -> int:
    """«20 قتيلا», «القتلى الأربعة»: the noun of the outcome is itself counted."""
    assert group.outcome is not None
    s = p.s
    if epidemic(s, group.outcome.sense):
        return group.j
    escape = s.hit(group.j + 1, "outcomes", ("verbal_noun",)) if s.text(group.j) == "من" else None
    if escape is not None and escape.row.sense == "escaped":
        p.add("escaped", escape.i, escape.j, replace(group, kind="people", outcome=None), "verbal_noun", row=escape.row)
        return escape.j  # «تمكن اثنان من المخطوفين من الفرار»
    back = s.text(group.i - 1).removeprefix("و").removeprefix("ب").removeprefix("ل")
    if group.outcome.sense == "displaced" and back in _RETURN:
        return group.j  # «عاد 20 ألف نازح إلى مناطقهم»
    if s.text(group.i - 1) in _OF_EACH:
        return group.j  # «ثلاثة من كل أربعة قتلى», «أكبر عدد من القتلى»: a share, a comparison
    if group.outcome.sense == "injured" and _dies_later(s, group):
        return group.j
    last = p.drafts[-1] if p.drafts else None
    if (
        last is not None
        and last.outcome == "released"
        and group.outcome.sense == "detained"
        and (s.text(group.i - 1) in ("مقابل", "ب", "و") or s.text(group.i).startswith("ب"))
    ):
        p.add("released", last.i, last.j, replace(group, kind="people", outcome=None), "coordination", row=last.row)
        return group.j  # «إطلاق 5 رهائن مقابل 40 أسيرا»: a swap
    nxt = s.hit(group.j, "outcomes", ("noun",))
    pair = (
        nxt is not None
        and {nxt.row.sense, group.outcome.sense} == {"killed", "injured"}
        and nxt.row.frame == group.outcome.frame
    )
    several = group.low > 2 or group.high is None  # «عدد من الشهداء والجرحى»
    if nxt is not None and pair and is_conjoined(s, group.j) and several:
        group = p.with_who(group, nxt.j)
        p.add("casualties", group.i, nxt.j, group, "casualties_pair")
        return max(nxt.j, group.nj or 0)
    group = _named_before(p, group)
    assert group.outcome is not None
    sense = "killed" if p.s.text(group.i - 1) in _FUNERALS else group.outcome.sense
    end = group.ni if group.ni is not None and group.ni > group.i else group.j
    end -= 2 if s.text(end - 1) == "صفوف" else 0
    draft = p.add(sense, group.i, end, group, "outcome_noun_counted")
    newer = p.group(group.j + 1) if s.text(group.i - 1) == "من" and s.text(group.j) == "الي" else None
    if s.particle(group.j, "reach") is not None and s.text(group.j + 1) == "الي":
        newer = p.group(group.j + 2)  # «الحصيلة التي كانت 13 قتيلا ارتفعت إلى 14»
    if newer is not None and newer.numbered:
        p.add(group.outcome.sense, group.i, group.j, newer, "toll_reached", row=group.outcome).revises = draft
        return newer.j
    return siblings(p, group.j)


def _named_before(p: Parse, group: Group) -> Group:
    """«قتلى عناصر التنظيم 374 قتيلا»: who the dead were stands before their number, behind the noun said already."""
    s = p.s
    behind = (
        p.group(k) for k in range(group.i - 1, max(0, group.i - _FARTHEST), -1) if s.hit(k - 1, "outcomes", ("noun",))
    )
    who = next((g for g in behind if g is not None and g.j == group.i and not g.numbered and g.ni is not None), None)
    before = s.hit(who.i - 1, "outcomes", ("noun",)) if who is not None else None
    if (
        who is None
        or before is None
        or group.outcome is None
        or before.row.sense != group.outcome.sense
        or group.ni is not None
    ):
        return group
    return replace(group, head=who.head, ni=who.ni, nj=who.nj)


def _dies_later(s: Sentence, group: Group) -> bool:
    """«اثنان من الجرحى … فارقا الحياة»: the injured are counted as dead by the verb ahead."""
    if s.text(group.cj) != "من" and s.particle(group.i, "one_of") is None:
        return False
    return any(
        h.kind == "outcomes" and h.row.sense == "killed" and h.row.part == "passive"
        for k in range(group.j, min(group.j + 8, len(s.words))) for h in s.hits[k]
    )  # fmt: skip


def bare_noun(p: Parse, hit: Hit) -> int:
    """An outcome noun without a number before it: reached totals, bodies, zeros, bare plurals, predicates."""
    s = p.s
    if (not hit.pro and any(m.j == hit.i for m in s.quantities.values())) or _wound_told(p, hit) or lost_thing(s, hit):
        return hit.j
    for way in (_definite, _reached, _state, _none_of_them, _bodies):
        told = way(p, hit)
        if told is not None:
            return told
    return _uncounted(p, hit)


def _is_definite(hit: Hit) -> bool:
    return "ال" in hit.pro or "لل" in hit.pro or bool(hit.enc)


def _definite(p: Parse, hit: Hit) -> int | None:
    """«القتلى الأربعة», or a line of a list of the dead («الشهيد فلان»)."""
    s, row = p.s, hit.row
    if "ال" in hit.pro and (numeral := numeral_behind(s, noun_end(s, hit.i, True))) is not None:
        return _numbered_behind(p, hit, numeral)
    they = p.group(hit.j + 1) if "ال" in hit.pro and s.text(hit.j) in ("هم", "هن") else None
    if they is not None and they.numbered and they.kind != "outcome":
        p.add(row.sense, hit.i, hit.j, they, "toll_reached", row=row)
        return siblings(p, they.j)  # «القتلى هم 59 مدنيا و143 …»
    listed = row.frame == "singular" and row.lemma == "شهيد" and s.line_start and hit.i <= _HEAD_OF_LINE
    return _named_dead(p, hit) if listed and _is_definite(hit) else None


def _by_the_hundreds(p: Parse, hit: Hit) -> Group | None:
    """«القتلى بالعشرات», «جرحى القصف بالمئات»: how many, told of them as a predicate behind ب."""
    k = noun_end(p.s, hit.i, "ال" in hit.pro)
    told = next((p.group(n) for n in range(hit.j, k + 1) if p.s.text(n).startswith("بال")), None)
    return told if told is not None and told.kind == "elided" and told.qualifier == "vague" else None


def _reached(p: Parse, hit: Hit) -> int | None:
    vague = _by_the_hundreds(p, hit)
    if vague is not None:
        p.add(hit.row.sense, hit.i, hit.j, vague, "toll_reached", row=hit.row)
        return vague.j
    more = p.group(hit.j + 1) if hit.pro == "وال" and p.s.text(hit.j) == "الي" else None
    if more is not None and more.numbered and more.kind != "outcome":
        p.add(hit.row.sense, hit.i, hit.j, more, "toll_reached", row=hit.row)
        return siblings(p, more.j)  # «رفع عدد الشهداء إلى 573 والجرحى إلى 2700»
    if hit.row.part == "noun" or p.s.text(hit.j) == ":" or p.s.particle(hit.i - 1, "number_of") is not None:
        return reached(p, hit)
    if is_counted_kind(p.s, hit):
        return reached(p, hit, counted=True)
    return None


def _state(p: Parse, hit: Hit) -> int | None:
    """A state («ما زالوا محتجزين») of a counted subject; «جثته» of someone told."""
    held = captive(p, hit)
    if held is not None:
        draft = p.add(hit.row.sense, held.i, hit.j, held, "predicate", row=hit.row)
        return companions(p, hit.j, draft) or hit.j
    if hit.row.part == "held":
        subject = subject_of_state(p, hit)
        if subject is not None:
            p.add(hit.row.sense, hit.i, hit.j, subject, "predicate", row=hit.row)
        elif hit.pro == "" and hit.row.frame == "plural" and p.s.text(hit.i - 1) in _THERE_ARE:
            return _alone(p, hit, False)  # «عن وجود أسرى أجانب لدى …»
        return hit.j
    if hit.enc and hit.row.lemma in ("جثة", "قتيل"):
        return by_pronoun(p, hit, "verbal_noun_pronoun") if hit.row.lemma == "جثة" else hit.j
    return None


def _none_of_them(p: Parse, hit: Hit) -> int | None:
    """«لا إصابات», «لم يسفر عن قتلى أو جرحى»: a zero."""
    s, row = p.s, hit.row
    if not zero(s, hit):
        return None
    pair = s.hit(hit.j, "outcomes", ("noun",)) or s.hit(hit.j + 1, "outcomes", ("noun",))
    two = pair is not None and {pair.row.sense, row.sense} in _HURT
    if pair is not None and two and s.text(hit.j)[:1] in "ولا":
        group = Group(hit.i, pair.j, hit.i, pair.j, 0, 0, "exact", "outcome", outcome=row)
        p.add("casualties", hit.i, pair.j, group, "zero", row=row, zero=True)
        return pair.j
    ni, nj = (p.who_behind(hit.j) if s.text(hit.j) in ("بين", "في") else None) or (None, None)
    head = s.row(ni, "victims") if ni is not None else None
    group = Group(hit.i, hit.j, hit.i, hit.j, 0, 0, "exact", "outcome", head, row, ni, nj)
    p.add(row.sense, hit.i, hit.j, group, "zero", row=row, zero=True)
    return hit.j


def _bodies(p: Parse, hit: Hit) -> int | None:
    """«جثتي جنديين», «رفات تعود إلى ثلاثة»: whose bodies, counted by those they were."""
    s, row = p.s, hit.row
    if row.lemma not in ("جثة", "رفات"):
        return None
    whose = p.group(hit.j)
    if whose is not None and whose.kind == "outcome":
        if whose.outcome is None or whose.outcome.sense not in ("abducted", "detained"):
            return hit.j
        whose = replace(whose, kind="people", outcome=None)  # «جثامين أربعة رهائن»
    back = s.text(hit.j) == "قد"
    if row.lemma == "رفات" and s.text(hit.j + 1 + back) == "الي":
        whose = p.group(hit.j + 2 + back)
    if (
        row.lemma == "جثة" and row.frame == "dual"
        and whose is not None and whose.kind == "people" and not whose.numbered
    ):  # fmt: skip
        whose = replace(whose, low=2, high=2, qualifier="exact", numbered=True)
    if whose is None or not (whose.numbered or ("ال" not in hit.pro and whose.high)):
        return None
    p.add(row.sense, hit.i, hit.j, whose, "body_of", row=row)
    return siblings(p, whose.j)


def _named_dead(p: Parse, hit: Hit) -> int | None:
    """«الشهيد الطفل فلان»: a line of a list of the dead."""
    group = p.group(hit.j) or name_at(p.s, hit.j)
    if group is None or group.numbered or group.high != 1:
        return None
    p.add(hit.row.sense, hit.i, hit.j, group, "named_dead", row=hit.row)
    return siblings(p, group.j)


def _numbered_behind(p: Parse, hit: Hit, numeral: int) -> int:
    s = p.s
    mark = s.quantities[numeral]
    q = quantity_of(mark)
    group = Group(
        hit.i,
        mark.j,
        numeral,
        mark.j,
        q.low,
        q.high,
        q.qualifier,
        "outcome",
        outcome=hit.row,
        definite=True,
        numbered=True,
    )
    p.add(hit.row.sense, hit.i, mark.j, group, "outcome_noun_counted")
    return siblings(p, mark.j)


def _uncounted(p: Parse, hit: Hit) -> int:
    """A bare plural, dual or singular: a pair, a predicate of those before it, a claim of its own, or nothing."""
    s, row = p.s, hit.row
    definite = _is_definite(hit)
    pair = s.hit(hit.j, "outcomes", ("noun",))
    both = pair is not None and {pair.row.sense, row.sense} == {"killed", "injured"} and is_conjoined(s, hit.j)
    summed = s.particle(hit.i - 1, "number_of") is not None  # «عدد شهداء وجرحى … 3186»
    fallen = group_before(p, hit.i - 1) if s.text(hit.i - 1).removeprefix("و").startswith("سقط") else None
    if fallen is not None and fallen.numbered and row.frame == "plural":
        ends, sense, rule = (
            (pair.j, "casualties", "casualties_pair") if both and pair else (hit.j, row.sense, "predicate")
        )
        p.add(sense, hit.i, ends, fallen, rule, row=row)
        return ends  # «13 ألف مدني سقطوا قتلى وجرحى»
    if both and pair is not None and not definite and not summed and row.frame == pair.row.frame == "plural":
        group = Group(hit.i, pair.j, hit.i, pair.j, *_count_of(row), "outcome", outcome=row)
        group = p.with_who(group, pair.j)
        p.add("casualties", hit.i, pair.j, group, "casualties_pair", row=row)
        return max(pair.j, group.nj or 0)
    if row.frame == "plural" and (subject := subject_of_state(p, hit)) is not None:
        p.add(row.sense, hit.i, hit.j, subject, "predicate", row=row)
        return hit.j
    if _tells_nothing(s, hit, definite):
        return hit.j
    before = group_before(p, hit.i)
    if felled(p, hit):
        return hit.j
    if before is not None and _predicate_of(hit, before):
        p.add(row.sense, before.i, hit.j, before, "predicate", row=row)
        return hit.j
    if row.frame == "singular" and _told_with_another(p, hit):
        return hit.j
    return _alone(p, hit, definite)


def _tells_nothing(s: Sentence, hit: Hit, definite: bool) -> bool:
    """Definite nouns, «ضحية …» and plurals in a genitive or behind «عدد» refer to what is told elsewhere."""
    row = hit.row
    if definite and (row.frame != "dual" or row.lemma == "جثة"):
        return True
    if row.lemma in ("ضحية", "رهينة") and row.frame == "singular":
        return True
    if (row.frame == "plural" and not _stands_alone(s, hit)) or (row.frame == "singular" and of_nobody(s, hit)):
        return True
    # «ارتفاع ضحايا حريق المصنع إلى 21 قتيلا»: the number is told further on.
    return any(s.particle(n, "number_of") for n in (hit.i - 1, hit.i - 2)) or bool(s.particle(hit.i - 1, "reach"))


def _predicate_of(hit: Hit, before: Group) -> bool:
    """«عثر على الرجل جثة», «سقط شابان قتيلين»: the noun says what became of those right before it."""
    row = hit.row
    near = before.j == hit.i or row.frame == "singular"
    fits = before.kind in ("people", "name") and "ال" not in hit.pro and row.folded.endswith(("ا", "ه", "ين", "ي"))
    return near and fits and (row.frame != "singular" or before.high == 1)


def _told_with_another(p: Parse, hit: Hit) -> bool:
    """«15 مليون نازح ولاجئ» is counted together; «الشاب الجريح» is told by the person."""
    s = p.s
    last = p.drafts[-1] if p.drafts else None
    if last is not None and last.group.numbered and last.group.j == hit.i and last.outcome == hit.row.sense:
        return True
    beside = s.hit(hit.i - 1, "victims") or s.hit(hit.i - 1, "titles")
    return beside is not None and not is_conjoined(s, hit.i)


def _alone(p: Parse, hit: Hit, definite: bool) -> int:
    s, row = p.s, hit.row
    low, high, qualifier = _count_of(row)
    graded = hit.j + (s.particle(hit.j, "manner") is not None)  # «إصابات خطيرة بين الركاب»
    several = p.group(graded) if s.text(graded).startswith("ل") else None
    if several is not None and several.numbered and several.kind == "people":
        p.add(row.sense, hit.i, hit.j, several, "outcome_noun_bare", row=row)
        return siblings(p, several.j)  # «إصابات لثلاثة ركاب»
    ni, nj = p.who_behind(graded) or (None, None)
    head = s.row(ni, "victims") if ni is not None else None
    group = Group(hit.i, nj or hit.j, hit.i, hit.j, low, high, qualifier, "outcome", head, row, ni, nj, definite)
    p.add(row.sense, hit.i, hit.j, group, "outcome_noun_bare", row=row)
    k = group.j
    while s.text(k) in ("واحد", "واحده", "اثنان", "اثنين"):
        k += 1
    return siblings(p, k)


def _stands_alone(s: Sentence, hit: Hit) -> bool:
    """Is a bare plural («سقوط قتلى») the thing told, not the start of a genitive («ضحايا الهجوم», «شهداء اليوم»)?"""
    if hit.row.lemma == "رهينة":
        return False
    told = any(s.particle(n, "support", "find") for n in range(max(0, hit.i - 4), hit.i))
    told = told or s.particle(hit.i - 1, "partitive") is not None  # «بينهم جرحى»
    k, heads = hit.j, hit.i == 0 or s.text(hit.i - 1) == ":" or (s.line_start and hit.i <= _HEAD_OF_LINE)
    if k < len(s.words) and (
        (s.hit(k, "means") and not s.text(k).startswith("ال"))
        or (s.text(k).startswith("ب") and (told or (heads and hit.pro == "" and s.mark(s.places, k) is not None)))
    ):
        return True
    if (
        k >= len(s.words)
        or s.particle(k, "preposition", "partitive", "relative", "subordinator", "adversative")
        or not s.text(k).isalpha()
        or s.text(k) in _GRAVE
        or (s.particle(k, "manner") and hit.row.lemma != "رفات")
    ):
        return told or (
            hit.pro in ("", "و", "ب") and (k >= len(s.words) or hit.i == 0 or bool(s.particle(k, "preposition")))
        )
    if is_conjoined(s, k):
        return True
    if _agrees(s, k) and hit.pro in ("", "و") and heads:
        return True  # «قتلى حوثيون في تعز»: a headline
    return told and (
        s.hit(k, "victims") is not None
        or s.particle(k, "auxiliary") is not None  # «سقوط إصابات لم تحدد بعد»
        or (s.text(k).endswith(("ا", "ين")) and not s.text(k).startswith("ال"))
        or s.mark(s.dates, k) is not None
    )


def _agrees(s: Sentence, k: int) -> bool:
    """Is word `k` an adjective of the indefinite plural before it («مدنيون»), and no genitive?"""
    who = s.hit(k, "victims")
    return who is not None and not who.pro and who.row.part == "plural" and s.text(k).endswith(("ون", "ين"))


def _count_of(row: Row) -> tuple[int, int | None, Qualifier]:
    if row.frame == "singular":
        return 1, 1, "exact"
    return (2, 2, "exact") if row.frame == "dual" else (2, None, "unstated")
