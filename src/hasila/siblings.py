"""Groups that share an outcome with the one before: «مقتل جندي و12 مدنيا», «استسلم القائد مع عشرين من رجاله»."""

from __future__ import annotations

from msgspec.structs import replace

from hasila.drafts import Draft, Parse
from hasila.groups import Group
from hasila.phrases import describes, is_conjoined
from hasila.sentences import Sentence

_CIRCUMSTANCE = 7
_TEN = 10
_PAIR = 2
_ASIDE = 14
_MEMBERS = frozenset({"عضو", "نائب"})
_PREACHERS = frozenset({"خطيب", "إمام", "مؤسس", "رئيس", "زعيم", "قائد"})
# «أودت بحياة الوزير وبحياة 22 من مرافقيه»
_AND_LIVES = frozenset({"و", "وبحياه", "وحياه"})
_CAPTIVE = ("detained", "abducted")
_WITH_HIM = frozenset({"معه", "معها", "برفقته", "برفقتها", "بصحبته", "بمعيته"})
_AT_ONCE = frozenset({"علي", "الفور", "في", "الحال", "فورا", "شهر", "عام", "سنه", "يوم", "من"})
_WITH = frozenset({"مع", "برفقه", "رفقه", "بصحبه", "بمعيه"})


def siblings(p: Parse, k: int) -> int:
    """«… وجندي و12 مدنيا»: groups joined to the last draft's group by و share its outcome. Where to go on."""
    first = p.drafts[-1]
    s = p.s
    while k < len(s.words):
        if (with_them := companions(p, k, first)) is not None:
            k = with_them
            continue
        k = _past_circumstance(p, k, first)
        at = _behind_and(p, k)
        if (at == k and not is_conjoined(s, k)) or (p.outcome_word(at) and s.text(k) not in _AND_LIVES - {"و"}):
            return k
        group = p.group(at)
        if group is None or p.s.hit(at, "outcomes", ("noun", "held")) is not None or not _joins(p, group, first):
            return k
        if _of_both(p, group, k):
            last = p.drafts[-1]
            last.group = replace(last.group, j=group.j, nj=group.nj)
            k = group.j
            continue
        if _of_the_counted(s, p.drafts[-1].group, group):
            k = group.j
            continue
        if (plain := _without_numbers(p, first, group)) is not None:
            p.merge(plain, group)  # «القبض على عمال ونشطاء»: without numbers one claim
            k = group.j
            continue
        draft = p.add(first.outcome, first.i, first.j, group, "coordination", row=first.row, agent=first.agent)
        draft.part_of = first.part_of
        k = group.j
    return k


def _of_the_counted(s: Sentence, counted: Group, group: Group) -> bool:
    """«15 من المسلحين وقوات فلان», «13 عنصرا من الحركة وأنصارها»: a body joined within «من …» is of those counted."""
    if not counted.numbered or group.numbered or group.kind != "people" or group.high is not None:
        return False
    head = group.head
    body = group.definite or (head is not None and head.part == "collective")
    of = any(s.text(k) == "من" for k in range(counted.cj, counted.j))
    return body and of and counted.j == group.i


def _joins(p: Parse, group: Group, first: Draft) -> bool:
    """Does a joined group share the outcome: no subject of a verb ahead, no second title of one person?"""
    s = p.s
    of_them = _said_of_them(s, group.j) or is_conjoined(s, group.j)
    if p.outcome_word(group.j) and not of_them:
        return False  # «ثمانية قتلى وسبعة أصيبوا»: the subject of the verb ahead
    if s.particle(group.j - 1, "other") is not None and s.hit(group.j, "outcomes", ("noun", "held")) is not None:
        return False  # «سقط سبعة قتلى وآخرون جرحى»: another outcome is told of these
    if s.text(group.j) == "في" and s.text(group.j + 1).startswith("حال") and first.outcome == "killed":
        return False  # «قتل خمسة والعشرات في حالة حرجة»
    if _is_place(s, group) or _counted_with(s, first.group, group):
        return False
    head = group.head
    if s.text(first.group.cj) == "من" and head is not None and head.part == "collective" and not group.numbered:
        return False  # «مقتل 16 من المتمردين وقوات الرئيس السابق»: one count
    loose = group.kind == "elided" and group.cj < len(s.words) and s.text(group.cj).startswith("ال")
    if group.kind in ("outcome", "unknown") or loose or (group.kind == "elided" and not group.numbered):
        return False  # «… وبعض الأضرار»: no people
    if group.kind == "name" and _leads_them_too(s, p.drafts[-1].group, group):
        return False
    if group.kind != "people" or group.numbered:
        return True
    if "ال" in s.text(group.i)[:4] and first.group.numbered:
        return _one_with_a_wound(s, group, first)
    return not (_new_clause(p, group) or _same_person(p, group) or _second_office(p, group))


def _leads_them_too(s: Sentence, counted: Group, group: Group) -> bool:
    """«30 من ميليشيات الحوثي وعلي صالح»: whose men those counted are, no one more."""
    end = counted.nj or counted.j
    body = any(a.i < end and a.j >= end for a in s.actors)
    return counted.numbered and body and end == group.i and any(s.text(k) == "من" for k in range(counted.cj, end))


def _is_place(s: Sentence, group: Group) -> bool:
    """«50 قتيلا في الكاميرون ونيجيريا»: a country that is spelled like one of its women."""
    return not group.numbered and group.j == group.i + 1 and s.mark(s.places, group.i) is not None


def _counted_with(s: Sentence, first: Group, group: Group) -> bool:
    """«56 رفيقا ومناصرا»: behind a number above ten a second singular in its case is counted with the first."""
    single = group.high == 1 and not group.numbered and s.text(group.i).endswith("ا")
    return single and first.low > _TEN and first.numbered and s.text(first.cj).endswith("ا")


def _second_office(p: Parse, group: Group) -> bool:
    """«الشيخ فلان إمام المسجد وخطيبه وعضو الهيئة»: further offices of one person."""
    hit, last = p.s.hit(group.i, "victims"), p.drafts[-1].group
    office = hit is not None and hit.row.part == "singular" and hit.row.sense in ("official", "civilian", "unknown")
    of_theirs = hit is not None and (hit.row.lemma in _MEMBERS or (bool(hit.enc) and hit.row.lemma in _PREACHERS))
    # «جثمان الداعية وعضو المجلس فلان»: one body, and his offices
    of_theirs = of_theirs or (hit is not None and hit.row.sense == "official" and p.drafts[-1].rule == "body_of")
    return office and of_theirs and last.high == 1 and not last.numbered


def _one_with_a_wound(s: Sentence, group: Group, first: Draft) -> bool:
    """«إصابة 14 تلميذا والسائق بجروح»: one definite person, and what befell them all right behind."""
    one = group.head is not None and group.head.part == "singular" and group.high == 1
    behind = s.text(group.j).startswith(("بجرو", "بجرا", "باصاب", "بكسور", "بحروق", "بكدمات", "باختناق"))
    return one and behind and first.outcome == "injured"


def _of_both(p: Parse, group: Group, k: int) -> bool:
    """«17 شخصا من الجماعة وقوات الحكومة»: armed bodies joined behind the «من» of a count."""
    last = p.drafts[-1].group
    if not last.numbered or last.ni is None or last.nj != k or group.numbered or group.high is not None:
        return False
    head = group.head
    armed = head is not None and head.sense in ("combatant", "security") and head.part == "collective"
    return armed and (last.outcome is not None or "من" in (p.s.text(n) for n in range(last.cj, k)))


def _without_numbers(p: Parse, first: Draft, group: Group) -> Draft | None:
    """«القبض على عمال ونشطاء», «وعدد من الضباط والجنود»: the draft of which a further plural is part."""
    last = p.drafts[-1] if p.drafts[-1].rule == "coordination" else first
    vague = not last.group.numbered or last.qualifier == "unstated"
    people = last.group.kind == group.kind == "people" and vague and not group.numbered
    return last if people and last.high is None and group.high is None else None


def companions(p: Parse, k: int, first: Draft) -> int | None:
    """«استسلم القائد مع عشرين من رجاله»: those who suffered it with one person. Where to go on."""
    s = p.s
    k = _past_aside(p, k) if first.group.high == 1 else k
    if s.text(k).removeprefix("و") in _WITH_HIM and first.group.high == 1 and (g := p.group(k + 1)) and g.numbered:
        p.add(first.outcome, first.i, first.j, g, "coordination", row=first.row, agent=first.agent)
        return g.j  # «أوقفته ومعه 29 آخرون»
    group = p.group(k + 1) if s.text(k) in _WITH and first.group.high == 1 else None
    if (
        group is None
        or group.kind not in ("people", "elided", "outcome")
        or not (group.numbered or group.low == group.high == _PAIR or _his(s, group))
    ):
        return None
    if group.kind == "outcome":
        if group.outcome is None or group.outcome.sense not in _CAPTIVE:
            return None
        group = replace(group, kind="people", outcome=None)  # «أفرج عنه مع ثلاثة رهائن آخرين»
    draft = p.add(first.outcome, first.i, first.j, group, "coordination", row=first.row, agent=first.agent)
    draft.part_of = first.part_of
    return group.j


def _past_aside(p: Parse, k: int) -> int:
    """The «مع» behind an age, a date or «على الفور»: «اختطف الرجل في شهر آب 2011 مع أوروبيين آخرين»; else `k`."""
    s, at = p.s, p.past_age(k)
    for n in range(at, min(at + _ASIDE, len(s.words))):
        if s.text(n) in _WITH:
            return n
        dated = s.mark(s.dates, n) is not None or s.mark(s.dates, n + 1) is not None
        if not (dated or s.text(n) in _AT_ONCE or s.text(n) in "،()" or s.mark(s.places, n) is not None):
            break
    return k


def _past_circumstance(p: Parse, k: int, first: Draft) -> int:
    """The و that goes on counting behind what is said of those counted: «(40 عاما)», «في الشرطة و…»; else `k`."""
    s = p.s
    start = k = p.past_age(k)
    if not (
        s.particle(k, "preposition")
        or s.mark(s.places, k)
        or describes(s, k)
        or (s.text(k).startswith("ب") and s.text(k)[1:2] != "ي")
    ) or s.text(k) in ("بين", "بينهم"):
        return k
    for n in range(k + 1, min(k + _CIRCUMSTANCE, len(s.words))):
        if s.text(n) == "،" and is_conjoined(s, n + 1):
            continue
        if (
            not s.text(n).isalpha()
            or (n in s.quantities and n == k)
            or s.text(n) in ("بين", "مع", "ضد")
            or s.particle(n, "by", "relative", "subordinator", "partitive")
        ):
            return start
        if p.outcome_word(n) or any(h.kind == "outcomes" for h in s.hits[n]) or s.hit(n, "speech", ("verb",)):
            return start
        if is_conjoined(s, n):
            group = p.group(n + 1 if s.text(n) == "و" else n)
            alike = (
                group is not None
                and group.kind in ("people", "name", "elided")
                and (group.numbered or group.high is not None)
            )
            return n if alike and group is not None and not _same_person(p, group) and _closed(p, group.j) else start
    return start


def _behind_and(p: Parse, k: int) -> int:
    """Where a group joined at word `k` begins: behind a و written apart, or behind a comma («مدنيان، وجندي …»)."""
    s = p.s
    if s.text(k) in "،," and is_conjoined(s, k + 1):
        at = k + 2 if s.text(k + 1) == "و" else k + 1
        group = p.group(at)
        plain = group is not None and (group.numbered or group.high == 1 or group.kind == "name")
        return at if plain and group is not None and _closed(p, group.j) else k
    return k + 1 if s.text(k) in _AND_LIVES else k


def _closed(p: Parse, k: int) -> bool:
    """Does a noun phrase that ends at word `k` stand there without a verb of its own?"""
    s = p.s
    return (
        k >= len(s.words)
        or not s.text(k).isalpha()
        or is_conjoined(s, k)
        or s.particle(k, "preposition", "partitive") is not None
        or s.text(k) == "كانوا"
        or s.text(k).startswith(("مصرع", "حتف"))  # «لقي 22 شرطيا، و6 مواطنين مصرعهم»
        or _said_of_them(s, k)
    )


def _said_of_them(s: Sentence, k: int) -> bool:
    """Does a place with ب or a wound of those counted stand at word `k`: «… بالسوق», «… إصاباتهم طفيفة»?"""
    place = s.mark(s.places, k) if s.text(k).startswith("ب") else None
    wounds = s.hit(k, "outcomes", ("verbal_noun", "noun"))
    return place is not None or (wounds is not None and wounds.enc in ("هم", "هما", "هن"))


def _new_clause(p: Parse, group: Group) -> bool:
    """Is the joined noun the subject of a verb of its own?"""
    s = p.s
    return group.j < len(s.words) and (
        (p.outcome_word(group.j) and not is_conjoined(s, group.j)) or s.hit(group.j, "speech", ("verb",)) is not None
    )


def _same_person(p: Parse, group: Group) -> bool:
    """«الوزيرة السابقة والزعيمة المعارضة»: two definite singulars side by side are one person's titles."""
    first = p.drafts[-1].group
    head = group.head
    single = head is not None and head.part == "singular" and group.definite and "ال" in p.s.text(group.i)[:4]
    titled = first.kind != "name" or (first.head is not None and first.head.part == "title")
    return single and first.definite and first.high == 1 and not first.numbered and titled


def _his(s: Sentence, group: Group) -> bool:
    """«مع زوجته»: someone of the person told before."""
    hit = s.hit(group.i, "victims")
    return hit is not None and hit.enc in ("ه", "ها")
