"""How far a cue reaches: to the end of its clause, but not into what is taken for granted or told by somebody else."""

from __future__ import annotations

from hasila.phrases import is_conjoined
from hasila.sentences import VERBS, Sentence
from hasila.words import Hit

_CLAUSE = 60
_TIME = 4
_THAT = frozenset({"ان", "انه", "انها", "انهم"})
_NOT = frozenset({"لا", "لم", "ولا", "ولم"})
_LONGER = frozenset({"يعد", "تعد", "يعودوا"})
_STRONG = frozenset("؛")
_HELD_BY = frozenset({"اتهم"})
AFTER = frozenset({"بعد", "اثر", "عقب", "منذ", "غداه", "بعدما", "حين", "عندما", "حينما"})


def ends_clause(s: Sentence, k: int) -> bool:
    """Does a clause end at word `k` for cues before it: an adversative, or someone says something new?"""
    if s.text(k) in _STRONG or s.particle(k, "adversative") is not None:
        return True
    said = s.hit(k, "speech", ("verb", "noun"))
    if said is not None and s.particle(k - 1, "relative") is not None:
        return False  # «لا صحة للأنباء التي تحدثت عن …»
    if said is not None and s.text(k - 1) in ("ما", "لما", "وما", "عما", "بما", "مما", "كما"):
        return False  # «لا صحة لما نشر عن …»: nobody says something new
    if said is not None and said.row.sense in ("says", "quotes") and not s.hit(k, "cues"):
        return not any(h.kind == "cues" and h.j >= k for n in range(max(0, k - 4), k) for h in s.hits[n])
    # «يبدو أن السائق غفا …، وغرقت سبع»: a verb joined behind a comma begins a clause of its own.
    return s.text(k - 1) == "،" and any(
        h.kind == "outcomes" and h.row.part in VERBS and h.pro == "و" for h in s.hits[k]
    )


def _presupposed(s: Sentence, k: int) -> bool:
    return s.particle(k, "presupposes", "relative") is not None or s.text(k) in ("قد", "لقد")


def reach(hit: Hit) -> int:
    """How many words behind a cue it reaches; 0 where its row says nothing."""
    return _CLAUSE if hit.row.frame == "clause" else int(hit.row.frame) if hit.row.frame.isdigit() else 0


def undone(s: Sentence, hit: Hit, end: int) -> bool:
    """Is the cue undone by what stands before it («لا أحد ينكر», «لم يعد إشاعة»), or answered («لولا … لما مات»)?"""
    if hit.row.form in ("لو", "لولا") and s.text(end - 1) in ("ما", "لما"):
        return True
    if hit.row.sense == "denied":
        return any(s.text(k) in _NOT for k in range(max(0, hit.i - 6), hit.i))
    longer = (k for k in range(max(0, hit.i - 3), hit.i) if s.text(k) in _NOT)
    return hit.row.sense == "unconfirmed" and any(s.text(k + 1) in _LONGER for k in longer)


def is_open(s: Sentence, hit: Hit, start: int, end: int) -> bool:
    """Is the way from the cue to the outcome word open: no clause end, nothing taken for granted in between?"""
    if undone(s, hit, end) or (s.text(end - 1) == "،" and ends_clause(s, end)):
        return False
    for k in range(start, end + 1):
        if hit.row.lemma == "مكافحة" and k > start and s.text(k) in _THAT:
            return False  # «قالت شرطة مكافحة الجريمة إنها قبضت على …»
        if hit.row.sense == "void" and k > start and (_leads_to(s, k) or (is_conjoined(s, k) and acts_at(s, k))):
            return False  # «نجاة وزير من محاولة اغتيال ومقتل حارسه», «نجا من انفجار أدى إلى مقتل …»
        if hit.row.lemma == "عقوبة" and start <= k < end and (s.text(k) == "،" or (start < k and acts_at(s, k))):
            return False  # «حكمت محكمة بإعدام سبعة متهمين بقتل ضابط»: what they are accused of happened
        if k < end and (ends_clause(s, k) or _closes(s, hit, k)):
            return False
        if k == end - 1 and k > start and _told_of_them(s, hit, k):
            return False
    return True


def _told_of_them(s: Sentence, hit: Hit, k: int) -> bool:
    """«قد يكون من تدبير الحركة التي اعتقل قادتها»: a past tense right behind «التي» takes its outcome for granted."""
    doubt = hit.row.sense == "unconfirmed" or (hit.row.sense == "hypothetical" and hit.row.frame == "clause")
    verb = s.hit(k + 1, "outcomes", VERBS)
    past = verb is not None and (verb.row.folded[0] not in "يت" or verb.row.lemma[:1] == verb.row.form[:1])
    return doubt and past and s.text(k) in ("الذي", "التي", "الذين", "اللذين", "اللتين")


def _leads_to(s: Sentence, k: int) -> bool:
    """Does word `k` tell what a happening led to («أدى», «أسفرت»), so that a new clause begins?"""
    return s.particle(k, "support") is not None and s.text(k).removeprefix("و") not in ("سقوط", "وقوع")


def acts_at(s: Sentence, k: int) -> bool:
    """Does a verbal noun of an outcome stand at word `k`?"""
    return k < len(s.words) and any(h.kind == "outcomes" and h.row.part == "verbal_noun" for h in s.hits[k])


def _closes(s: Sentence, hit: Hit, k: int) -> bool:
    """Does word `k` end what a demand, plan or denial is about: a colon, what is taken for granted, «في», «عن»?"""
    supposed = hit.row.sense == "hypothetical"
    if hit.row.lemma in _HELD_BY and s.particle(k, "relative") and _leads_to(s, k + 1):
        return True  # «اتهم … بالتفجير الذي أسفر عن …»
    if _went_before(s, hit, k):
        return True
    if s.text(k) == ":" and (supposed or hit.row.sense == "denied"):
        return True
    if not supposed or hit.row.frame == "clause":
        return False
    if _presupposed(s, k) or s.text(k) == "في":
        return True
    near = (n for n in (k - 1, k - 2) if n >= 0)
    return s.text(k) == "عن" and not any(h.row.sense == "released" for n in near for h in s.hits[n])


def _went_before(s: Sentence, hit: Hit, k: int) -> bool:
    """«يأتي القرار بعد أيام على اعتقال ثمانية»: what the word at `k` puts before the rest happened.

    A time inside what is said («حُذف بعد دقائق أن …») does so no longer once «أن» follows.
    """
    if s.text(k) not in AFTER or hit.row.sense == "zero":
        return False
    if hit.row.frame.isdigit():
        return hit.row.sense == "hypothetical" and k >= hit.j
    said = any(s.particle(n, "subordinator") for n in range(k + 1, min(k + _TIME, len(s.words))))
    return k > hit.j and not said
