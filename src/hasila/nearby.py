"""The groups of people around an outcome word: its victims behind or before it, and who did it to them."""

from __future__ import annotations

from hasila.agreement import agrees, of_several
from hasila.drafts import Parse
from hasila.groups import Group
from hasila.phrases import is_conjoined, noun_end
from hasila.readings import REACH_FORWARD
from hasila.sentences import VERBS, Sentence
from hasila.words import Hit

CLAUSE_MARKS = frozenset("،:;؛(")
_REACH_BACK = 7
_FAR_OFF = 12
_OF_IT = ("في", "خلال", "من", "به", "عن", "علي", "اثر", "بعد", "جرا")  # «قتل فيه مدنيون»
_BESIDE = frozenset({"مع", "لدي", "بين", "ضد", "عبر", "قرب", "امام", "ضحيه"})
_MOST_JOINED = 6
_DESCRIBED = 5
_MOST_NAMED = 60
_LONGEST_NAME = 5
_SHORT_NAME = 2
# «ضبطت خلية من ستة عناصر»: what stands behind من is all of it.
BANDS = frozenset({"خليه", "عصابه", "شبكه", "مجموعه", "فريق", "وفد", "دفعه", "طاقم", "فرقه", "مفرزه", "زمره", "حمله"})
_LATE = 6
_ASIDE = 8
_SHARES = ("معظم", "غالبي", "أغلب", "أكثر", "جميع", "كل")
THESE = frozenset({"هذا", "هذه", "ذلك", "تلك", "هولاء", "اوليك"})
_ADVERBS = frozenset({"ايضا", "كذلك", "فقط", "مجددا", "لاحقا", "سابقا", "حينها", "ميدانيا"})


def first_group(p: Parse, k: int, reach: int = REACH_FORWARD) -> Group | None:
    """The first group from word `k` on that can be subject or object: no preposition before it, in the same clause."""
    s = p.s
    k = _past_date(s, k)
    told = k
    for n in range(k, min(len(s.words), k + reach)):
        if n < told:
            continue  # «مع ستة مسؤولين»: none of them begins another group
        if s.text(n) == "(" and n + 1 in s.quantities:
            continue  # «مقتل (572) ضابطا»
        if (
            s.text(n) in CLAUSE_MARKS
            or s.particle(n, "subordinator", "adversative", "relative")
            or s.text(n) in ("بينهم", "بينهن", "بينها")
        ):
            return None
        if any(h.kind == "outcomes" and h.row.part in (*VERBS, "verbal_noun") for h in s.hits[n]):
            return None
        group = p.group(n)
        if (
            group is None
            or (n - k <= 1 and s.text(k) == "و")
            or (n == k and is_conjoined(s, n))
            or (n > k and s.mark(s.places, n) is not None)
        ):
            continue
        told = group.j if n > k and group.numbered and governed(s, n) else told
        band = n > k + 1 and group.numbered and s.text(n - 1) == "من" and s.text(n - 2) in BANDS
        if n == k or band or (not governed(s, n) and _reachable(s, k, n, group)):
            return group if n == k or _open(s, n, group) else None
    return None


def _open(s: Sentence, n: int, group: Group) -> bool:
    """Does no word before people without a number at `n` take them for itself: «مع مسلحين», «في هجوم شنه مسلحون»?"""
    before = s.text(n - 1)
    if any((by := s.particle(m, "by")) and by.j < n < noun_end(s, by.j, True) for m in range(max(0, n - _LATE), n)):
        return False  # «أعدموا على أيدي متشددي الجماعة»: of those who did it
    adjective = group.high == 1 and not group.numbered and s.text(n).endswith(("ي", "يه"))
    if adjective and s.hit(n - 1, "means", ("noun",)) is not None:
        return False  # «بعد تفجير إرهابي»
    if group.numbered or group.high is not None or before.startswith(_OF_IT):
        return True
    theirs = before.endswith("ه") and s.original_text[s.original(n - 1, n)[1] - 1] == "ه"  # no feminine ending
    return not (before in _BESIDE or theirs or before.endswith(("ها", "هم", "هما")))


def _reachable(s: Sentence, k: int, n: int, group: Group) -> bool:
    """Can a verb reach definite people over the words `k` to `n`: its doer or a date, no preposition, no new verb?"""
    if not s.text(n).startswith("ال") or group.numbered or (n == k + 1 and s.text(k) in THESE):
        return True  # «القبض على هذه السيدة»
    if n > k and group.j == n + 1 and group.head is not None and group.head.note.startswith("nationality"):
        return not s.text(n - 1).startswith("ال")  # «قتل الشعب السوري»: an adjective, and no Syrian
    if s.text(n).endswith(("ان", "ون")) and group.kind == "people":
        return not any(s.hit(m, "speech", ("verb",)) for m in range(k, n))  # a subject in its case: «… الشقيقان»
    if not s.text(n - 1).startswith("ال") and s.mark(s.dates, n - 1) is None and s.mark(s.actors, n - 1) is None:
        return False  # «مستشار الرئيس»: a genitive
    return all(
        s.mark(s.dates, m) is not None
        or (
            s.text(m).isalpha()
            and not s.text(m).startswith("ب")
            and not s.particle(m, "preposition")
            and not s.hit(m, "speech", ("verb",))
        )
        for m in range(k, n)
    )


def _each_of(p: Parse, k: int) -> list[Group]:
    """«كل من فلان وفلان»: the people named one by one behind «كل من», the word before `k`."""
    s = p.s
    k += s.text(k) == ":"
    found: list[Group] = []
    while k < len(s.words) and len(found) < _MOST_NAMED:
        group = p.group(k)
        if group is None or group.high != 1 or group.numbered:
            end = _name_behind(s, k)
            if found and end - k < _SHORT_NAME and not s.hit(k, "titles"):
                break  # «… بشظايا وكسور»: no more names
            group = Group(k, end, k, end, 1, 1, "exact", "name", None, None, k, end, True) if end > k else None
        if group is None:
            break
        found.append(group)
        k = group.j
        if s.text(k) == "(":
            k = next((n + 1 for n in range(k, min(k + 9, len(s.words))) if s.text(n) == ")"), k)
        joined = k + 1 if s.text(k) in ("،", "و") else k
        joined += s.text(joined) == "و" and joined > k
        if joined == k and not is_conjoined(s, k):
            break
        k = joined
    return found if len(found) > 1 else []


def _past_date(s: Sentence, k: int) -> int:
    """«استشهد، صباح اليوم، خمسة …», «وقتل، بحسب المرصد، 50»: the word behind a date or a source between commas."""
    dated = any(s.mark(s.dates, n) for n in (k + 1, k + 2))
    told = k + 1 < len(s.words) and s.hit(k + 1, "speech", ("preposition",)) is not None
    if s.text(k) != "،" or not (dated or told):
        return k
    close = next((n for n in range(k + 2, min(k + _ASIDE, len(s.words))) if s.text(n) == "،"), None)
    return close + 1 if close is not None else k


def one_by_one(p: Parse, hit: Hit, k: int) -> int | None:
    """«استشهد كل من فلان وفلان», «كل من» at word `k`: a claim of each. Where to go on, None without names."""
    s = p.s
    k = next((n for n in range(k, min(k + _LATE, len(s.words))) if s.text(n) in ("كل", "كلا", "،")), k)
    named = _each_of(p, k + 2) if s.text(k) in ("كل", "كلا") and s.text(k + 1) == "من" else []
    for group in named:
        rule = "name_after_outcome" if group is named[0] else "coordination"
        p.add(hit.row.sense, hit.i, hit.j, group, rule, row=hit.row)
    return named[-1].j if named else None


def _name_behind(s: Sentence, k: int) -> int:
    """The end of a name at word `k`: words that no lexicon knows as anything else, up to the next joined one."""
    end = k
    while end < len(s.words) and end - k < _LONGEST_NAME:
        known = [h for h in s.hits[end] if h.kind != "titles"]
        joined = end > k and (is_conjoined(s, end) or s.text(end).startswith("ب"))
        if not s.text(end).isalpha() or known or joined or end in s.quantities or s.mark(s.dates, end):
            break
        end += 1
    return end


def governed(s: Sentence, n: int) -> bool:
    """Does a preposition, written apart or as a clitic, govern word `n`?"""
    if s.particle(n - 1, "preposition") is not None:
        return True
    if any((by := s.particle(n - d, "by")) and by.j == n for d in (1, 2)):
        return True
    return any(
        h.pro.endswith("لل") or h.pro.removesuffix("ال").endswith(("ب", "ل", "ك"))
        for h in s.hits[n]
        if h.kind in ("victims", "titles")
    )


def agent_first(p: Parse, start: int, group: Group) -> tuple[tuple[int, int] | None, Group]:
    """Two groups side by side: the doer stands first («اعتقال الشرطة ثلاثة رجال», «قتل ضابط متظاهرين»)."""
    s = p.s
    if group.i > start and any(m.i >= start and m.j <= group.i for m in s.actors):
        return (start, group.i), group  # «اعتقلت قوات … رئيس البلدية فلان»: the doer is told already
    second = p.group(group.j) if group.j < len(s.words) and not is_conjoined(s, group.j) else None
    if (
        second is None
        or s.text(group.j) in CLAUSE_MARKS
        or (second.outcome is not None and second.outcome.part != "held")
    ):
        if (
            group.i > start
            and not s.particle(start, "preposition")
            and _plain(s, start, group.i)
            and s.text(start) not in THESE
        ):
            return (start, group.i), group
        return None, group
    if s.particle(group.j, "ordinal", "other", "one_of", "partitive") is not None:
        return None, group  # «إصابة شخص ثالث», «300 ألف شخص آخرين»
    if s.hit(group.j, "outcomes", ("held",)) is not None and not second.numbered:
        return None, group  # «الإفراج عن طبيبين محتجزين»: their state
    hostages = s.row(group.j, "outcomes")
    if hostages is not None and hostages.lemma == "رهينة":
        return None, group  # «احتجز أربعة من الشرطة رهائن»: what they became
    family = group.head is not None and group.head.part == "collective" and group.head.sense == "civilian"
    if family and not group.numbered and second.numbered:
        return None, second  # «قتلت أسرة كاملة، 7 أنفار»
    if group.kind == "elided" or governed(s, group.j) or _apposed(group, second):
        return None, group
    if s.text(group.j).startswith("ال") and second.kind != "name" and not _body(group):
        return None, group  # «أربعة من قادة المتمردين»: a genitive
    return (group.i, group.j), second


def _body(group: Group) -> bool:
    """Is it an armed or security body without a number («قوات النظام»), which does things to people?"""
    head = group.head
    return head is not None and not group.numbered and head.sense in ("combatant", "security")


def _apposed(group: Group, second: Group) -> bool:
    """«خطف الشابين زيد وعمرو»: a name behind people who are no armed body says who they are."""
    head = group.head
    return (
        second.kind == "name"
        and head is not None
        and group.kind == "people"
        and (head.sense not in ("combatant", "security", "official") or (head.part == "singular" and group.definite))
    )


def _plain(s: Sentence, start: int, end: int) -> bool:
    """Are the words a bare noun phrase, with no preposition, date or mark among them?"""
    return all(
        s.text(k).isalpha()
        and s.text(k) not in _ADVERBS
        and not s.particle(k, "preposition", "relative")
        and s.mark(s.dates, k) is None
        for k in range(start, end)
    )


def accusative(s: Sentence, group: Group) -> bool:
    """«قتلت أمس شابا»: one person, in the written case of an object, which no victim of a passive verb has."""
    head = group.head
    one = head is not None and head.part == "singular" and group.kind == "people" and not group.definite
    return one and s.text(group.i).endswith("ا") and not s.text(group.j - 1).startswith("ال")


def joined_before(p: Parse, last: Group) -> list[Group]:
    """«إن ضابطا برتبة ملازم وأربعة جنود قتلوا»: the groups joined by و in front of the last, first to last."""
    s, joined = p.s, [last]
    while len(joined) < _MOST_JOINED:
        first = joined[0]
        end = first.i - 1 if s.text(first.i - 1) == "و" else first.i if is_conjoined(s, first.i) else None
        if end is None:
            break
        near = (g for g in reversed(p.groups) if g.j <= end and g.kind in ("people", "name") and not p.claimed(g))
        group = next((g for g in near if _only_described(s, g.j, end)), None)
        if group is None or governed(s, group.i):
            break
        joined.insert(0, group)
    return joined[:-1]


def _only_described(s: Sentence, start: int, end: int) -> bool:
    """Do the words say no more than rank, place or age of the people before them: «برتبة ملازم», «في الشرطة»?"""
    if start == end:
        return True
    opens = s.particle(start, "preposition") is not None or s.text(start).startswith("ب")
    rest = range(start, end)
    plain = all(s.text(k).isalpha() and not is_conjoined(s, k) and s.text(k) not in ("بين", "مع", "ضد") for k in rest)
    acts = any(h.kind in ("outcomes", "speech", "cues") for k in rest for h in s.hits[k])
    return opens and plain and not acts and end - start <= _DESCRIBED


def _share_of_those(s: Sentence, k: int) -> bool:
    """Does «معظمهم», «معظمهم من» stand before word `k`?"""
    at = k - 2 if s.text(k - 1) == "من" else k - 1
    if s.text(at) in ("انهم", "بانهم"):
        return True  # «أربعة يعتقد أنهم من القاعدة قتلوا»
    share = s.particle(at, "partitive")
    return share is not None and share.row.frame == "share" and share.row.form.startswith(_SHARES)


def is_doer(group: Group) -> bool:
    """«خطف مسلحون …»: armed people without a number, in the nominative, do it; what follows suffers it."""
    head = group.head
    if head is None or group.numbered:
        return False
    return (head.sense == "combatant" and head.form.endswith("ون")) or (
        head.part == "collective" and head.sense in ("combatant", "security")
    )


def _joined(s: Sentence, group: Group) -> bool:
    """«زيد وعمرو قتلا»: is the group joined to one before it, as a body is not («من رجال القبائل وقوات الجيش»)?"""
    body = group.head is not None and group.head.part == "collective"
    return not body and (is_conjoined(s, group.i) or s.text(group.i - 1) == "و")


def _whole_of(p: Parse, part: Group, i: int) -> Group | None:
    """«390 مقاتلا من حزب العمال قتلوا»: the counted people whom the words up to the verb at `i` describe from من on."""
    s = p.s
    for whole in reversed(p.groups):
        if whole.j <= part.i and whole.numbered and s.text(whole.cj - 1) != "من":
            of = next((k for k in range(whole.cj, part.i) if s.text(k) == "من"), None)
            near = of is not None and part.i - of <= _FAR_OFF
            return whole if near and _one_phrase(s, whole.j, i) and not p.claimed(whole) else None
    return None


def _one_phrase(s: Sentence, start: int, end: int) -> bool:
    """Is there no clause, verb or mark of one between two words?"""
    return not any(
        s.text(k) in CLAUSE_MARKS
        or s.particle(k, "subordinator", "adversative", "relative")
        or any(h.kind in ("outcomes", "speech", "cues") and h.row.part in ("verb", *VERBS) for h in s.hits[k])
        for k in range(start, end)
    )


def group_before(p: Parse, i: int, *, claimed: bool = False) -> Group | None:
    """The group that a verb at word `i` can have as its subject before it."""
    s = p.s
    held_back = p.postponed_before(i)
    if held_back is not None:
        whole = next((g for g in reversed(p.groups) if g.j <= held_back and g.numbered), None)
        # «خمسة مدنيين بينهم طفل قتلوا»; what stands farther off is counted for another reason.
        near = whole is not None and held_back - whole.j <= _ASIDE and i - held_back <= _FAR_OFF
        return whole if near and whole is not None and whole.kind != "unknown" else None
    verb = s.hit(i, "outcomes", VERBS)
    several = verb is not None and of_several(s.text(i)) and not claimed
    for n in range(i - 1, max(-1, i - 2 - _REACH_BACK), -1):
        group = next((g for g in p.groups if g.j == n + 1), None)
        if group is None:
            if not _goes_back(s, n) and not (several and n == i - 1 and s.text(n) == "،"):
                return None
            continue
        if s.text(i - 1) == "،" and several and not group.numbered:
            return None  # «ألفا عراقي في المحافظة، أعدموا»: over a comma those with a number alone
        if several and not (group.numbered or _joined(s, group)):
            whole = _whole_of(p, group, i)
            if whole is not None or group.high == 1:
                return whole
        if group.high != 1 and any(s.text(k) == "الذي" and s.particle(k, "relative") for k in range(group.j, i)):
            return None  # «الكثيرين … جاره الذي اعتقل»
        if not group.numbered and (s.text(group.i - 1) == "في" or _share_of_those(s, group.i)):
            continue  # «ضابطا في الشرطة قتل»: the officer; «سبعة أشخاص معظمهم من الجنود قتلوا»: the seven
        return None if (p.claimed(group) and not claimed) or not (several or agrees(s, verb, group)) else group
    return None


def _goes_back(s: Sentence, n: int) -> bool:
    """May the subject of a verb stand before word `n`, which is of no group: is it no mark or link of a clause?"""
    said = s.text(n) == "انهم" and s.text(n - 1).endswith("وا") and s.hit(n - 1, "speech", ("verb",))
    if said or (s.text(n) in ("انهم", "انها", "انهما", "انه") and s.hit(n - 1, "cues")):
        return True  # «30 مهاجرا يعتقد أنهم غرقوا»: the pronoun stands for the group before
    if s.text(n) == "،" and s.particle(n + 1, "relative") is not None:
        return True  # «أبناء البلدة، الذين قتلوا»
    marks = s.text(n) in CLAUSE_MARKS and s.text(n) not in "()"
    return not (marks or s.particle(n, "subordinator", "adversative"))
