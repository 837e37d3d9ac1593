"""Which words of a sentence can tell of a draft: its clause, its share of a total, the act that it is part of."""

from __future__ import annotations

from hasila.drafts import Draft
from hasila.phrases import is_conjoined
from hasila.sentences import VERBS, Sentence


def anchor(draft: Draft) -> tuple[int, int]:
    """From the first word of a draft's outcome and group to the end of their last."""
    return min(draft.i, draft.group.i), max(draft.j, draft.group.j)


def mentioned(draft: Draft) -> bool:
    """Is the act only mentioned («منذ اغتيال فلان», «اعتقاله»)? What is told before it then belongs elsewhere."""
    return (
        draft.row is not None
        and draft.row.part == "verbal_noun"
        and (draft.group.kind == "name" or draft.pronoun or draft.rule.endswith("pronoun"))
    )


# What makes an act the news itself: it is what something led to («مما أدى إلى مقتله»), or was done («تم اعتقاله»).
_LED_TO = frozenset({
    "ادي", "ادت", "يودي", "مودي", "اسفر", "اسفرت", "نتج", "نجم", "تسبب", "تسببت", "افضي", "افضت", "مسفرا",
})  # fmt: skip
_DONE = frozenset({"تم", "تمت", "جري", "جرت", "القي", "القت", "القوا", "نفذ", "نفذت"})
_LED_FROM = 4


def led_to(s: Sentence, draft: Draft) -> bool:
    """Is the act told as the end of what stands before it, or as done («جرى أمس اعتقال فلان»)?"""
    words = [s.text(k).removeprefix("و") for k in range(max(0, draft.i - _LED_FROM), draft.i)]
    return any(word in _LED_TO or word in _DONE for word in words)


def granted(s: Sentence, draft: Draft) -> bool:
    """Is the act taken for granted, so that what is told before it belongs elsewhere («بعد إعدام والدها»)?"""
    known = draft.group.definite and not draft.group.numbered and draft.group.high == 1
    nominal = draft.row is not None and draft.row.part == "verbal_noun" and not is_conjoined(s, draft.i)
    return (mentioned(draft) or (known and nominal)) and not led_to(s, draft)


def clause_of(s: Sentence, draft: Draft) -> tuple[int, int]:
    """The words around a draft that no adversative or semicolon parts from it."""
    start, end = anchor(draft)
    shared_out = any(w.text in _AS_FOLLOWS for w in s.words)
    while start > 0 and not (_parts(s, start - 1) or (shared_out and _next_share(s, start))):
        start -= 1
    while end < len(s.words) and not (_parts(s, end) or (shared_out and _next_share(s, end))):
        end += 1
    return start, end


# «وتوزعوا كما يلي: 9 في الجنوب، و11 في النبطية»: each share is a clause of its own.
_AS_FOLLOWS = frozenset({"يلي", "التالي", "الاتي", "توزع", "وتوزع", "توزعت", "وتوزعت", "توزعوا", "وتوزعوا"})


def _parts(s: Sentence, k: int) -> bool:
    return s.particle(k, "adversative") is not None or s.text(k) == "؛"


def _next_share(s: Sentence, k: int) -> bool:
    return s.text(k - 1) in "،:" and (k in s.quantities or (s.text(k) == "و" and k + 1 in s.quantities))


_OF_THEM = frozenset({"منهم", "منها", "منهن", "منهما"})


def shares(s: Sentence) -> list[tuple[int, int]]:
    """«22 قتيلا، سبعة منهم في غارة على السوق، و…»: the words told of such a share alone, up to the next comma."""
    found = [
        (q.j, next((n for n in range(q.j, len(s.words)) if s.text(n) in "،؛.:"), len(s.words)))
        for q in s.quantities.values()
        if s.text(q.i - 1) in ("منهم", "بينهم") and s.text(q.j) in ("في", "جراء", "اثر", "علي", "تحت", "قرب", "داخل")
    ]
    for k in range(1, len(s.words) - 1):
        counted = s.text(k) in _OF_THEM and any(q.j == k for q in s.quantities.values())
        if counted and (s.particle(k + 1, "preposition") or s.text(k + 1).startswith("ب") or s.mark(s.dates, k + 1)):
            end = next((n for n in range(k + 1, len(s.words)) if s.text(n) in "،؛.:"), len(s.words))
            found.append((k, end))
    return found


def told_of(s: Sentence, draft: Draft, i: int, zones: list[tuple[int, int]]) -> bool:
    """Can word `i` tell of the draft: it stands in no share's words, unless the draft is that share or behind it?"""
    return all(not (a <= i < b) or a - 2 <= draft.group.i < b for a, b in zones)


# «قال إن قذيفة أصابت … وإن طبيبة فُقدت منذ الثلاثاء»: what follows is said of others.
_AND_THAT = frozenset({"وان", "وانه", "وانها", "وانهم", "وبان"})


def beyond(s: Sentence, draft: Draft, i: int) -> bool:
    """Does word `i` stand behind the draft in another thing said?"""
    return any(s.text(k) in _AND_THAT for k in range(anchor(draft)[1], i))


_OF_WHICH = frozenset({"بينها", "ابرزها", "اخرها", "اعنفها"})


def another_act(s: Sentence, draft: Draft, i: int) -> bool:
    """Does word `i` behind a draft stand with one of several acts («أعمال عنف متفرقة بينها هجوم أمس»), or the next?"""
    return any(s.text(k) in _OF_WHICH or _moreover(s, k) for k in range(anchor(draft)[1], i))


def _moreover(s: Sentence, k: int) -> bool:
    """«…، كما يتضمن …», «ثم أفرجوا عن أحدهم»: does the next thing told begin at word `k`?"""
    likewise = s.text(k) == "كما" and s.text(k - 1) == "،" and s.text(k + 1) not in ("جري", "حدث", "حصل", "وقع", "هو")
    return likewise or _then(s, k) or _next_attack(s, k)


# «…، والهجوم على فندق …»: the next of several attacks.
_ATTACKS = frozenset({
    "الهجوم", "هجوم", "التفجير", "تفجير", "الانفجار", "انفجار", "الغاره", "غاره", "الاعتداء", "اعتداء", "المجزره",
    "مجزره",
})  # fmt: skip


def _next_attack(s: Sentence, k: int) -> bool:
    return s.text(k - 1) == "،" and s.text(k)[:1] == "و" and s.text(k)[1:] in _ATTACKS


def _then(s: Sentence, k: int) -> bool:
    return s.text(k) == "ثم" and k + 1 < len(s.words) and any(h.kind == "outcomes" for h in s.hits[k + 1])


def parted(s: Sentence, draft: Draft, i: int) -> bool:
    """Does word `i` behind a draft tell of another act: «، وأطلق مسلحون …», «وإن عبوة أخرى …», «هجمات بينها …»?"""
    for k in range(anchor(draft)[1], i):
        another = s.text(k - 1) == "،" and s.text(k).startswith("و") and s.particle(k, "attack") is not None
        # «11 قتيلا بينهم أربعة قضوا تحت التعذيب، وستة قتلى في حمص»
        next_count = s.text(k - 1) == "،" and draft.part_of is not None and {k, k + 1} & s.quantities.keys()
        if next_count and s.text(k).startswith("و"):
            return True
        # «…، بعد أسبوع على كمين مماثل»: of the earlier attack.
        after = s.text(k) in ("بعد", "قبل") and next((m.j for m in s.dates if m.i == k), None)
        if after and s.text(after) == "من":
            return True
        if another or _moreover(s, k) or s.text(k) in _AND_THAT or s.text(k) in _OF_WHICH or _background(s, k):
            return True
    return False


# «…، ويشهد النفق منذ أسابيع …», «…، وكان الفندق …»: what is told as its background.
_BACKGROUND = frozenset({
    "وكان", "وكانت", "وكانوا", "ويشهد", "وتشهد", "وشهد", "وشهدت", "وتعد", "ويعد", "وتعتبر", "ويعتبر", "وتقع", "ويقع",
    "وياتي", "وتاتي", "وتعاني", "ويعاني",
})  # fmt: skip


def _background(s: Sentence, k: int) -> bool:
    said = s.hit(k, "speech", ("verb",))
    speaks = said is not None and said.pro.startswith("و") and said.row.sense in ("says", "denies")
    return (s.text(k - 1) == "،" and (s.text(k) in _BACKGROUND or speaks)) or _that_day(s, k)


def _that_day(s: Sentence, k: int) -> bool:
    """«منذ السابع من الشهر، حين أوقع هجوم …»: does word `k` begin what happened on the day since when is counted?"""
    since = next((m for m in s.dates if m.j in (k, k - 1)), None)
    return s.text(k) in ("حين", "عندما") and since is not None and s.text(since.i) == "منذ"


# What is done with people who were taken, or who did something, before; the dead and hurt have no such past.
_LATER_ACTS = frozenset({"released", "detained", "surrendered"})
# What they suffered or did before; «أصابت» is as often what a shell did to a house.
_EARLIER_ACTS = frozenset({"killed", "detained", "abducted", "released", "displaced", "escaped"})


def of_earlier_act(s: Sentence, draft: Draft, i: int) -> bool:
    """«أفرجوا عن سائحتين اختطفتا في مأرب»: does word `i` behind the draft tell of what befell its people before?"""
    for k in range(anchor(draft)[1], i if draft.outcome in _LATER_ACTS else 0):
        hit = s.hit(k, "outcomes", VERBS)
        if hit is None or hit.row.sense == draft.outcome or hit.row.sense not in _EARLIER_ACTS:
            continue
        if not hit.pro.startswith(("و", "ف")) and s.text(k - 1) not in _MARKS:
            return True
    return False


_MARKS = frozenset("،:؛.")


# What a happening does, told in a relative clause: its day is that of the figures.
_HAPPENS = frozenset({
    "حدث", "حدثت", "حصل", "حصلت", "تعرض", "تعرضت", "اندلع", "اندلعت", "شب", "شبت", "ضرب", "ضربت", "ضربتها", "هز", "هزت",
    "طال", "طالت", "لحقت", "لحق", "دمر", "دمرت", "شهد", "شهدت", "شهدته", "شهدتها", "قام", "قامت", "دارت",
    "كان", "كانت", "تم", "جرت", "جري", "يجري", "تدور", "تبنته", "تبناه", "تبنتها", "تبناها", "اقتحم",
})  # fmt: skip
_CLAUSE = 12


def of_relative(s: Sentence, draft: Draft, i: int) -> bool:
    """«أسرى الصفقة التي أبرمت في 2011», «القوة التي أنهت مهمتها في أيار»: is word `i` in a relative clause?"""
    for k in range(i - 2, max(anchor(draft)[1], i - _CLAUSE) - 1, -1):
        if s.text(k) in "،؛.":
            return False
        if s.particle(k, "relative") is not None:
            verb = s.text(k + 1)
            return not s.hits[k + 1] and verb not in _HAPPENS and verb[:1] != "ي" and verb.endswith("ت")
    return False


SUPERLATIVES = frozenset(
    {
        "اعلي",
        "اكبر",
        "اسوا",
        "اكثر",
        "اعنف",
        "اول",
        "الاول",
        "الاولي",
        "ادمي",
        "اشد",
        "الاكبر",
        "الاسوا",
        "الاعنف",
        "الاكثر",
        "الاعلي",
        "الاشد",
    }
)
