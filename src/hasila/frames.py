"""Bring groups of people under a sentence's outcome words: drafts of claims, before source, place and status are known.

An outcome word's lexicon row says what it is (passive or active verb, verbal noun, noun) and where its victims stand;
the constructions are named by the files of data/constructions.
"""

from __future__ import annotations

from hasila.acts import verbal_noun
from hasila.drafts import Draft, Parse
from hasila.groups import Group
from hasila.nearby import group_before
from hasila.outcome_nouns import bare_noun, outcome_counted
from hasila.outcome_verbs import verb_frame
from hasila.phrases import is_conjoined
from hasila.readings import reading_at
from hasila.sentences import VERBS, Sentence
from hasila.siblings import siblings
from hasila.words import Hit

_BESIDES = frozenset({"فضلا", "اضافه", "بالاضافه", "علاوه"})
_TWO = 2
_FAR = 9
# Verbs of leaving hospital and the like: what they count is no outcome («غادر منهم 9»).
_LEFT = frozenset({"غادر", "خرج", "غادره", "نقل", "دفن", "عولج", "تعافي"})


def parse(s: Sentence, earlier: list[Draft]) -> list[Draft]:
    """The drafts of a sentence, in the order of their words; `earlier` are those of the sentences before."""
    p = Parse(s, earlier)
    i = 0
    while i < len(s.words):
        i = max(_step(p, i), i + 1)
    return p.finish()


def _step(p: Parse, i: int) -> int:
    """Read what begins at word `i`; where to go on."""
    told = _counted_or_shared(p, i)
    if told is None:
        told = _by_link(p, i)
    if told is None:
        told = _of_those_told(p, i)
    if told is None:
        told = _and_others(p, i)
    if told is not None:
        return told
    hit = reading_at(p, i)
    if hit is None:
        return i + 1
    if hit.row.part in ("noun", "held"):
        return bare_noun(p, hit)
    return verbal_noun(p, hit) if hit.row.part == "verbal_noun" else verb_frame(p, hit)


def _counted_or_shared(p: Parse, i: int) -> int | None:
    """A counted outcome noun, or a share of those counted."""
    group = p.group(i)
    if group is None or not group.numbered:
        return None
    if group.kind == "outcome":
        return outcome_counted(p, group)
    timed = p.s.text(group.i - 1) in ("بعد", "خلال", "منذ", "قبل")  # «افرج عنه بعد ثلاث منها»: years
    return p.share(group) if group.kind == "elided" and p.drafts and not timed and _is_share(p, group) else None


def _by_link(p: Parse, i: int) -> int | None:
    """«بين القتلى 4 أطفال», «بين قتيل وجريح», «وعددهم 21», «فضلا عن سبعة آخرين»."""
    s = p.s
    if s.text(i).removeprefix("و") == "بين":
        broken = s.hit(i + 1, "outcomes", ("noun", "held"))
        if broken is not None and (told := _told_among(p, i, broken)) is not None:
            return told
        if broken is not None and broken.row.frame == "plural" and s.hit(i + 2, "outcomes", ("noun",)) is None:
            return p.breakdown(i + 2, broken.row)
    if s.text(i) == "بين":
        return _among(p, i)
    if s.text(i) == "مقابل" and (swapped := _swapped(p, i + 1)) is not None:
        return swapped
    if s.text(i).endswith(("عددهم", "عددهن")):
        return p.numbered_behind(i)
    return _besides(p, i) if s.text(i) in _BESIDES else None


def _of_those_told(p: Parse, i: int) -> int | None:
    """Parts of those just counted («بينهم», «وهم»), or who they were («جميعهم من الرعاة»)."""
    s = p.s
    part = s.particle(i, "partitive")
    if part is not None and not p.drafts and (broken := _dead_before(p, i)) is not None:
        return p.breakdown(part.j, broken.row, broken.i)
    if part is not None and s.text(i - 1) in _LEFT:
        return part.j
    if part is not None and part.row.frame != "share":
        return p.parts(part.j, "parts")
    if p.drafts and s.text(i) in ("جميعهم", "كلهم", "جميعها", "هو", "هي") and i - p.drafts[-1].group.j <= 2:
        return max(p.told_apart(i + 1), i + 1)
    if s.particle(i, "identity") and p.drafts and p.follows_total(i):
        return p.parts(i + 1, "identity_parts")
    return None


def _dead_before(p: Parse, i: int) -> Hit | None:
    """«معظم القتلى من الأجانب، وبينهم ثمانية أطفال»: the definite noun whose people the parts at word `i` are of."""
    s = p.s
    for k in range(i - 1, max(-1, i - _FAR - 1), -1):
        noun = s.hit(k, "outcomes", ("noun",))
        if noun is not None and "ال" in noun.pro and noun.row.frame == "plural" and noun.row.lemma != "إصابة":
            part = p.group(i + (s.text(i) == "من") + 1)
            return noun if part is not None and part.numbered and part.kind != "outcome" else None
        group = p.group(k)
        if p.outcome_word(k) or s.text(k) in "؛.:" or (group is not None and group.numbered):
            return None
    return None


def _besides(p: Parse, i: int) -> int | None:
    """«…، فضلا عن سبعة آخرين»: more people of the outcome told before."""
    s = p.s
    k = i + 2
    group = p.group(k) if s.text(i + 1) in ("عن", "الي", "علي") else None
    total = next((d for d in reversed(p.drafts) if d.part_of is None), None)
    if (
        group is None
        or total is None
        or group.kind in ("outcome", "unknown")
        or (group.kind == "name" and k - 1 - total.group.j > 1)
        or not (group.numbered or group.high == _TWO or _one_more(s, group, total))
    ):
        return None
    if group.kind == "elided" and (k not in s.quantities or s.text(group.j + 1) == "عداد"):
        return None  # «إضافة إلى بعض الخسائر», «إضافة إلى 40 في عداد المفقودين»
    if any(total.group.j <= m < i for m in s.quantities) and total is p.drafts[-1]:
        return None  # «اعتقال 7 … ووجهت تهما لتسعة … إضافة إلى خمسة»: of others
    p.add(total.outcome, total.i, total.j, group, "coordination", row=total.row, agent=total.agent)
    return siblings(p, group.j)


def _and_others(p: Parse, i: int) -> int | None:
    """«اعتقلت خمسة في محافظة …، وثلاثة آخرين في محافظة …»: others of the last outcome, behind a comma."""
    s = p.s
    last = p.drafts[-1] if p.drafts else None
    group = p.group(i + 1) if s.text(i) == "و" else p.group(i) if is_conjoined(s, i) else None
    if last is None or group is None or not group.numbered or s.text(i - 1) not in ("،", ")"):
        return None
    other = any(s.particle(k, "other") for k in range(group.cj, group.j))
    new = p.outcome_word(group.j) or group.kind not in ("elided", "people") or last.group.i >= group.i
    between = any(h.kind in ("speech", "outcomes") for k in range(last.group.j, i) for h in s.hits[k])
    if not other or new or between or last.part_of is not None:
        return None
    p.add(last.outcome, last.i, last.j, group, "coordination", row=last.row, agent=last.agent)
    return siblings(p, group.j)


def _told_among(p: Parse, i: int, noun: Hit) -> int | None:
    """«هناك عشرة جنود بين المصابين»: a count right before «بين», of those whom the definite noun behind it names."""
    s = p.s
    at = i - 1 if s.text(i - 1) == "من" else i
    group = next((g for g in p.groups if g.j == at and g.numbered and g.kind == "people" and not p.claimed(g)), None)
    if group is None or "ال" not in noun.pro or noun.row.frame != "plural" or p.group(i + 2) is not None:
        return None
    p.add(noun.row.sense, noun.i, noun.j, group, "breakdown", row=noun.row)
    return noun.j


def _swapped(p: Parse, k: int) -> int | None:
    """«أطلق سراحه مقابل أربعة جهاديين»: those released for those told before."""
    last = p.drafts[-1] if p.drafts else None
    group = p.group(k)
    if last is None or last.outcome != "released" or group is None or not group.numbered or group.kind != "people":
        return None
    p.add("released", last.i, last.j, group, "coordination", row=last.row)
    return group.j


def _one_more(s: Sentence, group: Group, total: Draft) -> bool:
    """«اغتيال عضو في الحزب بالإضافة إلى محام»: one more person, told in the same clause."""
    near = 0 <= group.i - total.group.j <= _FAR
    return (
        near
        and group.high == 1
        and group.kind == "people"
        and not group.definite
        and not s.particle(group.j, "relative")
    )


def _is_share(p: Parse, group: Group) -> bool:
    """«سبعة منهم», then «واثنان …»; «، أحدهم في حال حرجة»; no verb of outcome right behind."""
    s = p.s
    if s.text(group.i - 1).removeprefix("و").startswith("وصف") and s.text(group.j) == "منها":
        return False  # «بجروح وصفت 10 منها بالخطيرة»: wounds
    if s.particle(group.j, "partitive"):
        return not any(
            h.kind == "outcomes" and h.row.part in VERBS for k in (group.j + 1,) if k < len(s.words) for h in s.hits[k]
        )
    if (p.drafts[-1].rule == "share" and is_conjoined(s, group.i)) or (
        p.drafts[-1].rule == "share" and s.text(group.i - 1) == "و"
    ):
        return True
    return s.text(group.i) in ("احدهم", "احداهن", "احدهما") and s.text(group.i - 1) == "،" and p.drafts[-1].low > 1


def _among(p: Parse, i: int) -> int | None:
    """«العشرات بين قتيل وجريح»: the people counted before are killed and injured together."""
    s = p.s
    first, second = s.hit(i + 1, "outcomes", ("noun",)), s.hit(i + 2, "outcomes", ("noun",))
    fallen = p.drafts[-1] if p.drafts else None
    if (
        first is not None and second is not None and fallen is not None and i in (fallen.group.j, fallen.j)
        and {first.row.sense, second.row.sense} == {"killed", "injured"}
    ):  # fmt: skip
        fallen.outcome, fallen.rule, fallen.j = "casualties", "casualties_pair", i + 3
        return i + 3
    before = group_before(p, i)
    if (
        first is None
        or second is None
        or before is None
        or {first.row.sense, second.row.sense} != {"killed", "injured"}
    ):
        return None
    p.add("casualties", i + 1, i + 3, before, "casualties_pair", row=first.row)
    return i + 3
