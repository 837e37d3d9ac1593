"""Which words of a sentence can tell of a draft: its clause, its share of a total, the act that it is part of."""

from __future__ import annotations

from hasila.drafts import Draft
from hasila.sentences import Sentence


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
        if s.text(q.i - 1) in ("منهم", "بينهم") and s.text(q.j) in ("في", "جراء", "اثر", "على", "تحت", "قرب", "داخل")
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
    return likewise or _then(s, k)


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
        if another or _then(s, k) or s.text(k) in _AND_THAT or s.text(k) in _OF_WHICH or _that_day(s, k):
            return True
    return False


def _that_day(s: Sentence, k: int) -> bool:
    """«منذ السابع من الشهر، حين أوقع هجوم …»: does word `k` begin what happened on the day since when is counted?"""
    since = next((m for m in s.dates if m.j in (k, k - 1)), None)
    return s.text(k) in ("حين", "عندما") and since is not None and s.text(since.i) == "منذ"


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
