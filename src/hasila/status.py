"""Judge what a sentence says of a draft's truth: asserted, denied, unconfirmed, hypothetical, or no claim at all.

Cues have a direction and a reach (lexicon `cues`). A cue does not look past the end of its clause, and demands, plans
and threats do not reach into what they take for granted («طالب بالتحقيق في مقتل …», «الذين قتلوا»).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from hasila.cue_reach import acts_at, ends_clause, is_open, reach, undone
from hasila.drafts import Draft
from hasila.model import Status
from hasila.readings import carried_out
from hasila.sentences import VERBS, Sentence
from hasila.words import Hit

Verdict = Literal["asserted", "denied", "unconfirmed", "hypothetical", "zero", "void"]


class Judgement(NamedTuple):
    """A status and the cue that gave it (None where nothing speaks against asserted)."""

    status: Verdict
    cue: Hit | None


_THAT_THEY = frozenset({"انهم", "بانهم", "انه", "بانه", "انهما", "بانهما", "انها", "بانها", "كونهم"})
_RATE = 8
_NEAR_NEWS = 9
_SOON = 4
_NOBODY = 8
_ASKING = frozenset({"متي", "كيف", "لماذا", "اين", "سبب", "اسباب", "هويه", "دوافع"})
_ILL = "بكورونا"  # the lemma of illnesses behind «إصابة»
_TIMES = frozenset({"ثانيه", "ثوان", "دقيقه", "دقايق", "ساعه", "ساعات", "يوم", "يوما", "ايام"})
_TIES = ("ارتباطه", "انتمايه", "انتماوه", "صلته", "صلتها", "ولايه")
_HELD_BY = frozenset({"اتهم"})
_CASES = frozenset({"قضيه", "ملف", "ذكري", "جريمه", "حادثه", "حادث", "ملابسات", "ظروف", "لغز"})
_ORDERS = frozenset({"قرر", "أمر", "قرار"})
# «تحت حكم فلان»: his rule, no ruling of a court.
_REIGNS = frozenset({"تحت", "ظل", "نظام", "ابان", "فتره", "سنوات"})


def _negates(s: Sentence, hit: Hit, at: int) -> bool:
    """A negation says that none suffered it only where it stands right before the verb of outcome."""
    return at == hit.j and s.hit(at, "outcomes", VERBS) is not None


def _after_if_not(s: Sentence, k: int) -> bool:
    """Does «لولا» stand before word `k`, so that «لما» there begins its answer, and is no «of what»?"""
    return any(s.text(n) in ("لولا", "ولولا", "لو", "ولو") for n in range(max(0, k - 12), k))


def _before(s: Sentence, at: int) -> Judgement:
    """The nearest cue before word `at` that reaches it."""
    for k in range(at - 1, -1, -1):
        for hit in s.hits[k]:
            if hit.kind != "cues" or hit.row.part not in ("before", "stop") or hit.row.sense == "cumulative":
                continue
            if _is_called(s, hit):
                continue
            found = _of_cue(s, hit, at)
            if found is not None:
                return _denied_news(s, hit, found)
        if ends_clause(s, k):
            break
    return Judgement("asserted", None)


def _denied_news(s: Sentence, hit: Hit, found: Judgement) -> Judgement:
    """«نفت صحة الأنباء عن أسر جنودها»: news that a denial stands right before is denied."""
    if found.status != "unconfirmed":
        return found
    for k in range(max(0, hit.i - _NEAR_NEWS), hit.i):
        denial = next((h for h in s.hits[k] if h.kind == "cues" and h.row.sense == "denied"), None)
        if denial is not None and denial.row.part == "before" and not undone(s, denial, hit.i):
            return Judgement("denied", denial)
    return found


def _is_called(s: Sentence, hit: Hit) -> bool:
    """«ضابط يدعى سامي»: «يدعى» behind an indefinite person is a name's, not «يدعي», who claims."""
    person = s.hit(hit.i - 1, "victims")
    written = s.original_text[s.original(hit.i, hit.j)[1] - 1]
    if hit.row.form != "يدعي" or written != "ى":
        return False
    called = not s.hits[hit.j] if hit.j < len(s.words) else False
    return called or s.hit(hit.j, "titles") is not None or (person is not None and "ال" not in person.pro)


def _another_sense(s: Sentence, hit: Hit, at: int) -> bool:
    """Is the word no cue here: a cause, a comparison, an account, a series, a warning of something else?"""
    hurt = any(h.kind == "outcomes" and h.row.sense in ("killed", "injured", "casualties") for h in s.hits[at])
    if hit.row.form in ("توقع", "يتوقع") and hit.j in s.quantities and (hit.pro == "و" or _causes(s, hit.i)):
        return True  # «مواجهات توقع عشرات القتلى», «تصدم حافلة وتوقع 6 قتلى»: they cost, and nobody expects
    if hit.row.sense == "unconfirmed" and (_of_identity(s, hit, at) or _asks_when(s, hit.j, at)):
        return True  # «لم يعرف متى أوقف الرجل»: he was
    if hit.row.form in ("قضى", "قضت") and not any(s.text(k).startswith("ب") for k in range(hit.j, at + 1)):
        return True  # «قضى طفلان وأصيبت امرأة»: no ruling
    if hit.row.form == "مقابل" and hurt:
        return True  # «39 قتيلا مقابل 43»: no exchange
    if hit.row.form.startswith("محاول") and not acts_at(s, at) and s.text(at - 1) != "ان":
        return True  # «محاولة لاغتيال النائب تودي بحياة سائقه»: a verb tells what came of it
    if hit.row.form in ("رواية", "الرواية") and _told_by_someone(s, hit.j):
        return True  # «الرواية الرسمية», «رواية الشرطة» are no novels
    if hit.row.form == "مسلسل" and any(h.kind in ("outcomes", "means") for h in s.hits[min(hit.j, at)]):
        return True  # «مسلسل الاغتيالات» is no play
    # «حذرت الشرطة السكان …» warns of no deaths.
    return hit.row.lemma == "حذر" and "من" not in (s.text(k) for k in range(hit.j, at))


def _asks_when(s: Sentence, k: int, at: int) -> bool:
    return any(s.text(n) in _ASKING for n in range(k, min(k + _SOON, at)))


def _of_identity(s: Sentence, hit: Hit, at: int) -> bool:
    """«مسلحون يشتبه في أنهم من القاعدة قتلوا …»: the doubt is about who they are, not about what happened."""
    near = range(hit.j - 1, min(hit.j + 2, len(s.words)))
    if any(s.text(n).removeprefix("ب").startswith(_TIES) for n in near):
        return at - hit.j > 1  # «جماعة يشتبه في ارتباطها بالتنظيم خطفت …»
    k = next((n for n in near if s.text(n) in _THAT_THEY), None)
    if k is None or at - k <= 1 or any(h.kind == "outcomes" for h in s.hits[k + 1]):
        return False
    are = s.text(k + 1) == "من" or s.hit(k + 1, "victims") is not None or s.mark(s.actors, k + 1) is not None
    return are or s.text(k + 1).startswith(("مرتبط", "تابع", "موال", "ينتم", "منتم", "اعضاء", "عناصر"))


def _of_cue(s: Sentence, hit: Hit, at: int) -> Judgement | None:
    """What a cue before word `at` says of it, None where it does not reach it."""
    told = Judgement(hit.row.sense, hit)  # type: ignore[arg-type]  # the lexicon's senses are verdicts
    if hit.row.part == "stop" and hit.row.lemma == "لما" and not _after_if_not(s, hit.i):
        return None
    if hit.j > at:  # «أنباء بمقتل» holds its outcome word
        return told if hit.row.part == "before" and hit.row.sense != "zero" else None
    if hit.row.sense == "zero" and not _negates(s, hit, at):
        return None
    if _another_sense(s, hit, at) or (hit.row.form == "حكم" and s.text(hit.i - 1) in _REIGNS):
        return None
    if hit.row.lemma == "عقوبة" and carried_out(s, hit.i):
        return Judgement("asserted", hit)
    if at - hit.j > reach(hit) or not is_open(s, hit, hit.j, at):
        return None
    return told if hit.row.part == "before" else Judgement("asserted", hit)


def _after(s: Sentence, start: int, at: int, outcome: str) -> Judgement:
    for k in range(start, len(s.words)):
        if s.text(k) == "كل" and k + 1 in s.quantities and s.text(s.quantities[k + 1].j) in _TIMES and k - at <= _RATE:
            return Judgement("void", None)  # «يموت شخص كل 24 ثانية»
        turns = s.particle(k, "adversative") is not None and s.text(k).removeprefix("و") != "تبين"
        if s.text(k) in "؛" or turns:
            break
        for hit in s.hits[k]:
            if hit.kind == "cues" and hit.row.part == "after" and k - at <= reach(hit):
                if (hit.row.lemma == _ILL and outcome == "killed") or (hit.row.sense == "void" and hit.pro == "و"):
                    continue  # «وفاة عامل بأزمة قلبية»: a natural death is one; «جرح ثلاثة وبأضرار»: something else
                return Judgement(hit.row.sense, hit)  # type: ignore[arg-type]
    return Judgement("asserted", None)


def _none_of(s: Sentence, draft: Draft, found: Judgement) -> Judgement:
    """A negated verb: none of a group is a zero, «سوى X» did suffer it, and a named person's non-death is a denial."""
    if found.cue is not None and s.text(found.cue.i - 1) in ("حتي", "كي", "لكي"):
        return Judgement("hypothetical", found.cue)  # «حتى لا يقتل آخرون»
    if any(s.particle(k, "negation_except") for k in range(draft.j, draft.group.i)):
        return Judgement("asserted", found.cue)
    group = draft.group
    if (
        group.kind == "name"
        or (group.definite and group.high == 1 and group.numbered is False)
        or (group.numbered and group.low > 1)
    ):
        return Judgement("denied", found.cue)
    return found


def _known_anyhow(draft: Draft, found: Judgement) -> bool:
    """Is the outcome a fact whatever is said of it: by its word, by who orders it, by who is accused?"""
    group = draft.group
    if draft.row is not None and draft.row.form == "قتلة":
        return True  # «تعهد بملاحقة قتلة الجنود»: there are killers where someone was killed
    if draft.row is not None and draft.row.lemma == "حبس" and found.cue is not None and found.cue.row.lemma in _ORDERS:
        return True  # «قررت النيابة حبس ستة»: its order is the detention
    # Who is accused of the killing is in doubt, not the killing.
    return found.cue is not None and found.cue.row.lemma in _HELD_BY and group.definite and group.numbered


def _taken_for_granted(s: Sentence, draft: Draft, found: Judgement) -> bool:
    """Is the outcome presupposed, so that a doubt or demand is about something else?

    Counted definites («القتلى الأربعة»), bodies that someone holds or asks for, an act as the subject of «أن» («يشتبه
    في أن وفاة السجينين …»), the figure that a rise starts from, and an act behind على or في («يحاسب أحد على مقتل …»).
    """
    group, before = draft.group, s.text(draft.i - 1)
    if draft.rule == "outcome_noun_counted" and group.definite and group.numbered and found.status != "zero":
        # «يخشى أن يتجاوز عدد القتلى الثلاثين»: a figure that is feared is not told.
        return not any(s.particle(k, "reach") for k in range(max(0, draft.i - 4), draft.i))
    if (
        draft.rule == "outcome_noun_bare"
        and group.definite
        and draft.high == 2
        and found.status in ("unconfirmed", "denied")
    ):
        return True
    if _known_anyhow(draft, found):
        return True
    if draft.rule == "body_of" and found.status == "hypothetical":
        return True
    if draft.rule == "object_pronoun" and group.j <= draft.i and found.cue is not None and found.cue.j <= group.i:
        return found.status == "hypothetical"  # «تطالب بالإفراج عن أربعة مسعفين تحتجزهم …»: they are held
    if draft.rule == "toll_reached" and s.text(group.i - 1) == "من":
        return True
    if draft.row is None or draft.row.part != "verbal_noun":
        return False
    if before.removeprefix("ب") in _CASES and draft.outcome in ("killed", "injured", "abducted"):
        return True  # «المطالبة بإحالة قضية مقتل الشيخين»
    if (
        before in ("علي", "في")
        and draft.outcome in ("killed", "injured")
        and found.status in ("hypothetical", "unconfirmed")
    ):
        return found.cue is None or found.cue.row.lemma not in _INTENDS
    return (
        before in ("ان", "بان", "يمر")
        and draft.outcome == "killed"
        and group.definite
        and found.status in ("unconfirmed", "denied", "hypothetical")
    )


def judge(s: Sentence, draft: Draft) -> Judgement:
    """What the cues of the sentence make of the draft."""
    found = _judge(s, draft)
    asked = found.cue is None and found.status == "hypothetical" and _asks(s)
    if (found.cue is not None or asked) and _taken_for_granted(s, draft, found):
        return Judgement("asserted", found.cue)
    return found


_INTENDS = frozenset({"وافق", "عزم", "نجح", "خطط", "حاول", "هدد", "أصر", "إمكانية", "شكك"})


def _possible(s: Sentence, draft: Draft) -> bool:
    """«قد يموتون»: قد before a present tense is a possibility."""
    hit = s.hit(draft.i, "outcomes", VERBS)
    return (
        hit is not None
        and s.text(draft.i - 1) in ("قد", "وقد", "فقد")
        and hit.row.folded[0] in "يت"
        and hit.row.folded != "توفي"
    )


def _before_it_happens(s: Sentence, draft: Draft) -> bool:
    """«قبل أن يسقط آلاف»: what is to be prevented; of one person («قبل أن يفارق الحياة») it is told as a fact."""
    hit = s.hit(draft.i, "outcomes", VERBS)
    feared = hit is not None and hit.row.folded[0] in "يت" and draft.high != 1
    return feared and s.text(draft.i - 2).removeprefix("و") == "قبل" and s.text(draft.i - 1) == "ان"


def _between(s: Sentence, draft: Draft) -> Judgement | None:
    """A cue between claim halves: «عدد القتلى قد يصل إلى عشرة», «الرفات قد تعود إلى», «عاد القائد حيا وليس قتيلا»."""
    if draft.rule in ("toll_reached", "body_of") and draft.group.i > draft.j:
        found, start = _before(s, draft.group.i), draft.j
    elif draft.rule == "predicate":
        found, start = _before(s, draft.j - 1), draft.group.j
    else:
        return None
    return found if found.cue is not None and found.cue.i >= start else None


def _asks(s: Sentence) -> bool:
    return bool(s.words) and s.text(len(s.words) - 1) in ("؟", "?")


def _judge(s: Sentence, draft: Draft) -> Judgement:
    later = _after(s, max(draft.j, draft.group.cj), max(draft.j, draft.group.j), draft.outcome)
    outright = _outright(s, draft)
    if later.status == "void" or outright is not None:
        return later if later.status == "void" or outright is None else outright
    found = _before(s, draft.i)
    if found.cue is None or found.status == "asserted":
        at = min(draft.i, draft.group.i)
        second = _before(s, at) if at != draft.i else found
        found = second if second.cue is not None else found
    if (rate := _rate_between(s, draft)) is not None:
        return rate
    if found.status == "zero":
        found = _none_of(s, draft, found)
    return later if found.status in ("asserted", "zero") and later.cue is not None else found


def _told_by_someone(s: Sentence, k: int) -> bool:
    """Is word `k` whose account it is: an official one, a witness's, a party's?"""
    source = s.particle(k, "source_noun") is not None or s.mark(s.actors, k) is not None
    return source or s.text(k).removeprefix("ال").startswith(("رسمي", "شهود", "اسراييل", "حكومي", "امني", "سكان"))


def _causes(s: Sentence, k: int) -> bool:
    """Does an attack or a fight stand shortly before word `k`, so that the verb there is its?"""
    return any(h.kind == "means" for n in range(max(0, k - 5), k) for h in s.hits[n])


def _rate_between(s: Sentence, draft: Draft) -> Judgement | None:
    """«يسقط كل عام آلاف القتلى»: a rate between the verb and its count tells no happening."""
    for k in range(draft.j, draft.group.i):
        rate = next(
            (h for h in s.hits[k] if h.kind == "cues" and h.row.sense == "void" and h.row.part == "after"), None
        )
        if rate is not None:
            return Judgement("void", rate)
    return None


def _outright(s: Sentence, draft: Draft) -> Judgement | None:
    """What settles a status before any cue around the claim: its verb, a zero, a cue of the part's own, a question."""
    if _possible(s, draft) or _before_it_happens(s, draft):
        return Judgement("hypothetical", None)
    if draft.zero:
        return Judgement("asserted", None)
    if draft.part_of is not None and draft.group.i > draft.part_of.group.j:
        own = _before(s, draft.group.i)
        if own.cue is not None and own.cue.i >= draft.part_of.group.j:
            return own
    if (none := _nobody(s, draft)) is not None:
        return none
    if _asks(s) and not draft.group.definite and s.text(len(s.words) - 2) != "(":
        return Judgement("hypothetical", None)
    behind = range(draft.group.i, len(s.words))
    if any(s.text(k) in ("؟", "?") and s.text(k - 1) == "(" for k in behind):
        return Judgement("unconfirmed", None)
    return _between(s, draft)


def _nobody(s: Sentence, draft: Draft) -> Judgement | None:
    """«من دون أن يتسبب سقوطها بمقتل أحد»: «أحد» alone stands in what is denied, the negation further off."""
    group = draft.group
    one_of_them = group.ni is not None and s.text(group.cj) != "من"  # «أحد القادة», but «لم يعتقل أحد من القادة»
    if s.text(group.i) not in ("احد", "احدا") or group.cj - group.ci != 1 or one_of_them:
        return None
    for k in range(draft.i - 1, max(-1, draft.i - _NOBODY), -1):
        cue = next((h for h in s.hits[k] if h.kind == "cues" and h.row.sense == "zero"), None)
        if cue is not None:
            return Judgement("zero", cue)
        if s.text(k) in "،؛":
            break
    return None


def future(s: Sentence, draft: Draft) -> bool:
    """Is the outcome word a verb in the future («سيفرج», «ستطلق»)?"""
    hit = s.hit(draft.i, "outcomes", VERBS)
    return hit is not None and hit.pro.endswith("س")


def to_status(verdict: Verdict) -> Status:
    """The status of a claim for a verdict that makes one."""
    return "asserted" if verdict in ("zero", "void") else verdict  # type: ignore[return-value]  # the four statuses are left
