"""Who says so: the sources of a sentence and how far each reaches.

Direct and indirect speech («قال X إن …»), «وفق X», «نقلت A عن B» (B is the primary source), a headline's «X: …»,
quotation marks with their speaker behind them, and speakers who go on in the next sentence («وأضاف أن …»).
"""

from __future__ import annotations

from typing import NamedTuple

from hasila.actors import ActorMention
from hasila.drafts import Draft
from hasila.phrases import is_conjoined
from hasila.sentences import Sentence
from hasila.speakers import (
    LONGEST_HEAD,
    NEAR_HEAD,
    NO_SPEAKER,
    SUBORDINATORS,
    can_speak,
    name_like,
    speaker_at,
    speaker_before,
)
from hasila.words import Hit

_TAIL = 7
_CARE = ("مستشف", "مشفي", "مشافي", "مركز", "مجمع", "مستوصف", "ميدان")
# What follows «وفق» and is nobody.
_NO_VOICE = frozenset(
    {
        "مديريات",
        "محافظات",
        "مناطق",
        "مدن",
        "جهه",
        "فيه",
        "جنس",
        "نوع",
        "عمر",
        "نازحين",
        "توقيت",
        "تقدير",
        "تقديرات",
        "حصيله",
        "ارقام",
        "خطه",
        "اتفاق",
        "معايير",
        "قانون",
        "قوله",
        "ما",
    }
)
# Before a verb of saying: nothing was said.
_UNSAID = frozenset({"عدم", "بعدم", "دون", "بدون", "لم", "ولم", "لن"})


# «بيان أوردته وكالة …»: the medium of words that another says.
_HANDED_ON = ("ته", "تها", "ده", "دها", "له", "لها", "ره", "رها")


class Voice(NamedTuple):
    """A source (words `i` to `j` of sentence `s`, or None for one told before) over words `start` to `end`."""

    s: Sentence
    i: int
    j: int
    start: int
    end: int
    rule: str


def _clause_end(s: Sentence, k: int) -> int:
    """How far a speaker's words go: a contrast within them («فيما …») ends them only where someone else speaks."""
    while k < len(s.words) and s.text(k) != "؛" and not (s.particle(k, "adversative") and _speaks_soon(s, k)):
        k += 1
    return k


def _speaks_soon(s: Sentence, k: int) -> bool:
    return any(s.hit(n, "speech", ("verb",)) for n in range(k, min(k + 9, len(s.words))))


def _says_no_more(s: Sentence, k: int) -> bool:
    """«…، قال القراصنة لمالك السفينة»: does nothing said follow the speaker, so that the words before are theirs?"""
    rest = range(k, len(s.words))
    return len(rest) <= _TAIL and not any(
        s.text(n) in SUBORDINATORS or (s.hits[n] and any(h.kind == "outcomes" for h in s.hits[n])) for n in rest
    )


def _verbal(s: Sentence, hit: Hit, floor: int) -> Voice | None:
    """A verb of saying with its subject."""
    silent = _subject(s, hit, floor) if s.text(hit.i - 1) in _UNSAID else None
    if silent is not None and can_speak(s, silent):
        return Voice(s, *silent, hit.i, hit.i, "silent")  # «لم تؤكد الوزارة …، لكنها قالت إن …»: who goes on
    if _says_nothing(s, hit):
        return None
    found = _subject(s, hit, floor)
    if found is None and hit.row.sense == "holds":
        return None  # «يرجح أن»: nobody in particular
    end = _clause_end(s, hit.j)
    if found is None:
        return Voice(s, -1, -1, hit.i, end, "speaker_goes_on")
    if _only_talks(s, hit, found):
        return None
    start = min(hit.i, found[0])
    trailing = s.text(start - 1) == "،" and _says_no_more(s, max(found[1], hit.j))
    if trailing:
        return Voice(s, *found, floor, end, "according_to")
    opened = s.text(start - 1) in "،" and any(s.text(k) == '"' for k in range(floor, start))
    return Voice(s, *found, floor if opened else start, end, "verb_of_saying")


def _says_nothing(s: Sentence, hit: Hit) -> bool:
    """Is it no verb of saying here: «لم تؤكد», «نقل الجريح إلى», «في نشرته السابقة», «مركز تابع لقوات»?"""
    before = s.text(hit.i - 1)
    if before in _UNSAID or _taken_there(s, hit) or _named_so(s, hit):
        return True
    if hit.row.lemma == "أوضح" and s.text(hit.i).removeprefix("و").startswith("شدد") and not _that_follows(s, hit.j):
        return True  # «شددت الهند إجراءات الأمن»
    if hit.row.form.startswith("أصدر") and not _gives_out(s, hit.j):
        return True  # «أصدرت السلطات قرارا»
    if hit.row.form.startswith("نسب") and s.text(hit.j).startswith("المسوولي"):
        return True  # «تفجير نسبت المسؤولية عنه إلى التنظيم»: who did it
    if before in _DURING and hit.row.lemma.startswith("نقل"):
        return True  # «أثناء نقلها عسكريين»
    printed = hit.row.form.endswith(("ته", "تها"))
    if printed and (before in ("ما", "لما", "عما", "مما") or s.particle(hit.i - 1, "preposition")):
        return True  # «تنفي القيادة ما نشرته منصات»
    follows = range(hit.j, min(hit.j + LONGEST_HEAD, len(s.words)))
    goes_on = s.text(hit.i).removeprefix("و") in ("تابع", "تابعت")  # «تابع لقوات …» belongs, «تابعت المراسم» follows
    return goes_on and not any(s.text(k) in SUBORDINATORS or s.text(k) in ':"' for k in follows)


_DURING = frozenset({"اثناء", "خلال", "بعد", "قبل", "عند", "لدي", "بهدف", "محاولين", "محاوله"})


def _named_so(s: Sentence, hit: Hit) -> bool:
    """«الطفل ويدعى علي»: what he is called, no allegation, for no «أن» follows."""
    called = s.text(hit.i).removeprefix("و") in ("يدعي", "تدعي", "المدعو")
    return called and not any(
        s.text(k) in SUBORDINATORS or s.text(k).startswith("ب") for k in range(hit.j, min(hit.j + 5, len(s.words)))
    )


def _subject(s: Sentence, hit: Hit, floor: int) -> tuple[int, int] | None:
    """Who says it: behind the verb, past the medium, or before it; of a quoting verb the one quoted."""
    found = None if _to_whom(s, hit.j) else speaker_at(s, _past_medium(s, hit.j)) or _several(s, hit)
    if hit.row.sense == "quotes":
        found = _quoted(s, hit, floor) or found
    if found is not None and s.text(hit.j) in ("في", "من"):
        found = None
    if found is not None and hit.row.sense == "claims":
        accused = next((m.i for m in s.actors if found[0] < m.i < found[1]), found[1])
        found = found[0], accused  # «تتهم منظمات حقوقية الجيش بـ»: who accuses, not whom
    if found is not None and s.text(hit.i - 1) == "قد" and hit.row.sense == "claims":
        found = speaker_before(s, hit.i, floor) or found  # «وكانت عائلة قد اتهمت العامل»
    if s.text(hit.i) == "يشتبه":
        return found if found and can_speak(s, found) else None  # «رجل يشتبه بأنه»: nobody in particular
    if found is None or hit.row.lemma == "أبلغ" or not can_speak(s, found):
        found = speaker_before(s, hit.i, floor) or (found if found and name_like(s, found) else None)
    return found


def _several(s: Sentence, hit: Hit) -> tuple[int, int] | None:
    """«قال عدد من الأهالي إن …», «أكد ثلاثة شهود أن …»: counted people who speak, «أن» right behind them."""
    end = next((k for k in range(hit.j, min(hit.j + _LONGEST, len(s.words))) if s.text(k) in SUBORDINATORS), None)
    if (
        end is None
        or hit.j not in s.quantities
        or any(h.kind == "outcomes" for k in range(hit.j, end) for h in s.hits[k])
    ):
        return None
    return (hit.j, end) if can_speak(s, (hit.j, end)) else None


_LONGEST = 8


def _quoted(s: Sentence, hit: Hit, floor: int) -> tuple[int, int] | None:
    """«نقلت الوكالة عن مصدر», «نُسب إلى مصدر», «شيوخ قبائل نقلت عنهم الوكالة»: the source that is quoted."""
    joint = "الي" if hit.row.form.startswith("نسب") else "عن"
    about = next((k for k in range(hit.j, min(len(s.words), hit.j + LONGEST_HEAD)) if s.text(k) == joint), None)
    found = speaker_at(s, about + 1) if about is not None else None
    if found is None and s.text(hit.j) in ("عنه", "عنها", "عنهم"):
        found = speaker_before(s, hit.i, floor)
    return found


def _only_talks(s: Sentence, hit: Hit, found: tuple[int, int]) -> bool:
    """«تتحدث في المناسبات», «لا صحة للمنشورات التي تتحدث عن …»: talk that tells nothing, or that is denied at once."""
    talks = s.text(hit.i).removeprefix("و").startswith(("تحدث", "يتحدث", "تتحدث", "تحجي", "يحجون"))
    end = max(found[1], hit.j)
    if s.text(end) == "،":  # «تحدث مسؤول، طلب عدم ذكر اسمه، عن …»
        end = next((k for k in range(end + 1, min(end + LONGEST_HEAD, len(s.words))) if s.text(k) == "،"), end)
    about = any(s.text(k) == "عن" for k in range(hit.j, min(end + NEAR_HEAD, len(s.words))))
    doubted = any(h.kind == "cues" and h.row.sense != "cumulative" for k in range(*found) for h in s.hits[k])
    return talks and (not about or doubted)


def _to_whom(s: Sentence, k: int) -> bool:
    """«مصدر طبي قال لقناتنا …»: the medium spoken to follows the verb, the speaker stands before it."""
    medium = s.particle(k, "source_noun")
    return (medium is not None and "ل" in medium.pro.replace("ال", "")) or s.text(k).startswith(
        ("لقنات", "لموقع", "لصحيف", "لوكال", "لل")
    )


_OF_IT = frozenset({"به", "بها", "عنه", "عنها"})


def _past_medium(s: Sentence, k: int) -> int:
    """«قال لوكالة … العقيد فلان»: the word behind the medium that was spoken to."""
    if s.text(k) in _OF_IT:
        return k + 1
    medium = s.mark(s.actors, k)
    spoken_to = (
        medium is not None and medium.i == k and s.text(k).startswith("ل") and medium.what.start > s.words[k].start
    )
    return medium.j if spoken_to and medium is not None else k


def _taken_there(s: Sentence, hit: Hit) -> bool:
    """«نقل الجريح إلى مستشفى …»: taken, not quoted."""
    if not hit.row.lemma.startswith("نقل"):
        return False
    if s.text(hit.j) in NO_SPEAKER or s.text(hit.j).startswith(("جرح", "جريح", "مصاب", "الجرح", "المصاب")):
        return True
    return any(
        s.text(k) == "الي" and s.text(k + 1).removeprefix("ال").startswith(_CARE)
        for k in range(hit.j, min(hit.j + 7, len(s.words)))
    )


def _according(s: Sentence, hit: Hit, floor: int) -> Voice | None:
    """«وفق X»: looks back over its clause, or forward where it opens the sentence."""
    start = hit.j
    if hit.row.frame == "verb" or s.hit(start, "speech", ("verb",)):
        verb = s.hit(start, "speech", ("verb",))
        if verb is None:
            return None
        start = verb.j
    if hit.row.frame in ("عن", "الي"):
        start += s.text(start) in ("عن", "الي")
    start += s.text(start) in _OF_IT  # «وفق ما أفاد به الدفاع المدني»
    start = _giver_of_paper(s, start)
    found = speaker_at(s, start)
    if found is None or s.text(start).removeprefix("ال") in _NO_VOICE:
        return None
    if hit.row.frame == "عن":
        return Voice(s, *found, floor, _clause_end(s, hit.j), "according_to")
    opens = all(not s.text(k).isalpha() for k in range(floor, hit.i)) or hit.i - floor <= 1
    return Voice(s, *found, hit.i if opens else floor, _clause_end(s, hit.j), "according_to")


# What somebody gives out: «وفق حصيلة أعلنتها الوزارة», «بحسب بيان أصدره المكتب».
_GIVEN_OUT = ("حصيل", "بيان", "ارقام", "احصا", "تقرير", "تقارير", "معطيات", "معلومات", "قايمه", "نشره", "عداد")
_GIVES_OUT = ("اصدر", "اعلن", "نشر", "اورد", "وزع", "قدم", "اعد", "جمع", "كشف", "بث", "تلا")
_TO_GIVER = 4


def _that_follows(s: Sentence, k: int) -> bool:
    near = range(k, min(k + _LONGEST + 4, len(s.words)))
    return any(s.text(n) in SUBORDINATORS or s.text(n) in ':"' for n in near)


def _gives_out(s: Sentence, k: int) -> bool:
    """Is something said in what is issued: a paper, or «أن»?"""
    near = range(k, min(k + LONGEST_HEAD, len(s.words)))
    return any(s.text(n).startswith(_GIVEN_OUT) or s.text(n) in SUBORDINATORS or s.text(n) in ':"' for n in near)


def _giver_of_paper(s: Sentence, start: int) -> int:
    """Where the giver of a paper stands, behind the verb that takes the paper up again; else `start`."""
    if not s.text(start).removeprefix("ال").startswith(_GIVEN_OUT):
        return start
    for k in range(start + 1, min(start + _TO_GIVER + 1, len(s.words))):
        if not s.text(k).isalpha():
            break
        if s.text(k).startswith(_GIVES_OUT) and s.text(k).endswith(("ه", "ها")):
            return k + 1
    return start


def _headline(s: Sentence) -> Voice | None:
    """«وزارة الصحة: 12 قتيلا»: a short head before a colon, at the start of a line."""
    colon = next((k for k in range(min(LONGEST_HEAD, len(s.words))) if s.text(k) == ":"), None)
    if not colon:
        return None
    # «#المرفأ | الصليب الأحمر: …»: tags and headings before a bar are no speaker.
    bar = next((k + 1 for k in range(colon - 1, -1, -1) if s.text(k) == "|"), 0)
    start = next((k for k in range(bar, colon) if s.text(k).isalpha() and s.text(k - 1) != "#"), colon)
    if any(k in s.quantities or s.mark(s.dates, k) for k in range(start, colon)) or start == colon:
        return None
    if any(s.hit(k, "speech", ("verb", "noun")) for k in range(start, colon)):
        return None
    if _byline(s, start, colon):
        return None
    label = s.mark(s.places, start)
    hospital = label is not None and s.text(label.i).removeprefix("ال").startswith(_CARE)
    if label is not None and label.j >= colon and not hospital:
        return None  # «محافظة حمص: 3 قتلى»: a place, no speaker
    known = hospital or any(
        s.mark(s.actors, k) or s.particle(k, "source_noun") or s.hit(k, "titles") for k in range(start, colon)
    )
    return Voice(s, start, colon, start, len(s.words), "headline") if known else None


def _implied(s: Sentence, hit: Hit, floor: int) -> tuple[int, int] | None:
    """«ورد الوزير على الانتقادات قائلا إن …»: the subject of the verb that opens the clause."""
    verb = s.text(floor)
    if hit.i - floor > _OPENING or verb.startswith("ال") or not verb.isalpha() or s.hits[floor]:
        return None
    found = speaker_at(s, floor + 1)
    return found if found and found[1] <= hit.i and can_speak(s, found) else None


_OPENING = 20


def _byline(s: Sentence, start: int, colon: int) -> bool:
    """«فلان - الصحيفة - المدينة:», «رابط الخبر بصحيفة …:»: whose paper it stands in, not who says so."""
    dashed = any(s.text(k) in ("-", "–", "/") for k in range(start, colon))
    at_end = any(start < m.i < colon and m.j >= colon for m in s.places)
    twice = sum(s.text(k) in ("-", "–") for k in range(start, colon)) > 1
    return twice or (dashed and at_end) or s.text(start) in ("رابط", "المصدر", "كتب", "متابعه", "متابعات")


def voices(s: Sentence) -> list[Voice]:
    """The sources of a sentence, in the order of their words."""
    found: list[Voice] = []
    head = _headline(s)
    if head is not None:
        found.append(head)
    floor = 0
    for k in range(len(s.words)):
        if s.particle(k, "adversative") or s.text(k) == "؛":
            floor = k
        for hit in s.hits[k]:
            told = found and found[-1].rule == "according_to" and k < found[-1].i
            if hit.kind != "speech" or told or (is_conjoined(s, k) and "ال" in hit.pro):
                continue
            voice = None
            if hit.row.part == "verb":
                voice = _verbal(s, hit, floor)
            elif hit.row.part == "preposition":
                voice = _according(s, hit, floor)
            elif hit.row.part == "noun":
                implied = None if any(v.i >= 0 for v in found) else _implied(s, hit, floor)
                how = "verb_of_saying" if implied else "speaker_goes_on"
                voice = Voice(s, *(implied or (-1, -1)), hit.i, _clause_end(s, hit.j), how)
            if voice is not None and not (found and hit.row.form.endswith(_HANDED_ON) and _reprints(voice)):
                found.append(voice)
                break
    return found


def _before_that(s: Sentence, start: int, end: int) -> bool:
    """«…، بحسب الشرطة، قبل أن تُنتشل ثلاث جثث»: what came later is told by the text itself."""
    return any(s.text(k) == "قبل" and s.text(k + 1) == "ان" for k in range(start, end))


def _describes_speaker(v: Voice, at: int) -> bool:
    """«قال فلان (عم الشهيد الذي استشهد أمس) إن …»: what brackets tell of the speaker is not in their words."""
    if v.rule != "verb_of_saying" or v.s.text(v.j) != "(" or at < v.j:
        return False
    return not any(v.s.text(k) == ")" for k in range(v.j, at))


def _reprints(v: Voice) -> bool:
    """Is the voice an agency or another outlet, which hands on what others say?"""
    actor = v.s.mark(v.s.actors, v.i)
    return actor is not None and isinstance(actor.what, ActorMention) and actor.what.kind == "media"


def governing(found: list[Voice], draft: Draft) -> Voice | None:
    """The voice that governs a draft: the nearest that reaches its outcome word; one at its back before one ahead."""
    at = draft.group.i if draft.part_of is not None else draft.i
    over = [v for v in found if v.start <= at < v.end and not v.i <= at < v.j]
    over = [v for v in over if not _describes_speaker(v, at)]
    over = [v for v in over if not (v.rule == "according_to" and v.i < at and _before_that(v.s, v.j, at))]
    ahead = [
        v for v in over if v.rule == "according_to" and (v.i > at or (v.start < v.i < at and v.end > at and v.i > 0))
    ]
    behind = [v for v in over if v.start <= at and v.i <= at and v not in ahead]
    if ahead and behind and _reprints(ahead[0]) and behind[-1].i >= 0:
        return behind[-1]  # «قال العقيد … إن …، حسبما أفادت وكالة»: the one nearer to the event
    if ahead:
        return ahead[0]
    return behind[-1] if behind else (over[-1] if over else None)
