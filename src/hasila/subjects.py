"""Who did it, by grammar: the subject of a verb, of a light verb, of a threat; the speaker of their own act."""

from __future__ import annotations

from hasila.actors import ActorMention
from hasila.attribution import Voice
from hasila.doers import ARMED, DOERS, actor_at, begins_clause, doer_at, subject_before
from hasila.drafts import Draft
from hasila.sentences import Sentence
from hasila.status import Judgement

_LIGHT_NEAR = 10
# «قتل آنذاك خمسة», «قتل خلالها ستة»
_ADVERBS = ("انذاك", "خلاله", "حينها", "حينذاك", "وقتها", "عندها", "اثره", "يومها", "هناك", "لاحقا", "ايضا", "مجددا")
_WHO = frozenset({"الذي", "الذين"})
_MANAGED = frozenset({"تمكن", "نجح"})
_ANTECEDENT = 9
_CLAIMANT = 16
_FAR_SUBJECT = 16


# Acts that their doer tells of: «مقتل» tells no doer, «قتل» does.
_ACTIVE_ACTS = frozenset({"قتل", "تصفية", "القضاء على", "تحييد", "حيد", "قضى على", "خطف", "أسر", "إعدام", "اغتيال"})


_INTENT = frozenset({"هدد", "خطط", "حاول", "توعد", "أراد", "عزم", "كاد", "اتهم"})


def _right_before(s: Sentence, draft: Draft) -> tuple[int, int] | None:
    """«الاحتلال يعتقل 33 مواطنا»: an actor who opens a clause right before the verb."""
    if draft.rule not in ("passive_verb", "active_verb") or draft.i == 0:
        return None
    actor = actor_at(s, draft.i - 1)
    if actor is None or actor.j != draft.i or actor.what.how != "name":  # type: ignore[union-attr]  # an actor's mention
        return None
    return (actor.i, actor.j) if begins_clause(s, actor.i) or not s.text(actor.i - 1).isalnum() else None


def _who_did(s: Sentence, draft: Draft) -> tuple[int, int] | None:
    """«الشاب الأميركي الذي قتل خمسة جنود»: the people right before the relative pronoun of an active verb."""
    end = draft.i - 1
    behind = draft.group.i >= draft.j and draft.rule in ("active_verb", "passive_verb")
    if not behind or s.text(end) not in _WHO or not s.text(end - 1).isalpha() or draft.agent is not None:
        return None
    if draft.rule == "passive_verb" and not s.text(draft.group.i).endswith(("ا", "ين")) and not draft.group.numbered:
        return None
    found = None
    for k in range(end - 1, max(-1, end - _ANTECEDENT), -1):
        plain = s.text(k).isalpha() and not any(
            h.kind in ("particles", "speech", "outcomes", "means") for h in s.hits[k]
        )
        if not plain or s.mark(s.dates, k) is not None:
            break
        people = s.hit(k, "victims") or s.hit(k, "titles")
        found = k if people is not None and people.pro in ("", "ال") and people.row.part != "collective" else found
    return (found, end) if found is not None else None


def _behind_verb(s: Sentence, draft: Draft) -> tuple[int, int] | None:
    """«خطفهم مقاتلو …», «قتل هذا العدوان …»: the subject right behind a verb with its object, or behind «هذا»."""
    if draft.rule == "object_pronoun":
        return doer_at(s, draft.j)
    if draft.rule in ("active_verb", "passive_verb") and draft.group.numbered:
        doer = doer_at(s, draft.j)
        told = any(h.kind == "outcomes" for h in s.hits[draft.j]) if draft.j < len(s.words) else True
        if doer is not None and doer[1] <= draft.group.i and not told:
            return doer  # «تعتقل السلطات منذ أيار نحو عشرين معارضا»
    if draft.rule in ("active_verb", "passive_verb") and s.text(draft.j) in ("هذا", "هذه"):
        return (draft.j, draft.j + 2) if actor_at(s, draft.j + 1) else None
    return None


def _plural_subject(s: Sentence, draft: Draft) -> tuple[int, int] | None:
    """«بأن رجال قبائل أفرجوا عن …»: a verb in the plural has its subject before it, right behind «أن» or «كان»."""
    if draft.rule != "active_verb" or not s.text(draft.i).endswith("وا"):
        return None
    for k in range(draft.i - 1, max(-1, draft.i - _LIGHT_NEAR), -1):
        if s.particle(k, "subordinator") or s.text(k) in ("كان", "وكان"):
            between = (h for n in range(k + 1, draft.i) for h in s.hits[n])
            plain = not any(h.kind in ("outcomes", "particles", "speech") for h in between)
            return (k + 1, draft.i) if k + 1 < draft.i and plain else _subject_of_plural(s, k + 1, draft.i)
    opens = next((k for k in range(draft.i - 1, max(-1, draft.i - _FAR_SUBJECT), -1) if _opens(s, k)), None)
    far = _subject_of_plural(s, opens + 1, draft.i) if opens is not None else None
    return far or subject_before(s, draft.i, draft)


def _opens(s: Sentence, k: int) -> bool:
    return s.particle(k, "subordinator") is not None or s.text(k) in ("كان", "وكان")


def _subject_of_plural(s: Sentence, start: int, end: int) -> tuple[int, int] | None:
    """«كان أنصار الحزب هاجموا … وخطفوا»: a noun phrase before an earlier verb in the plural, which both verbs have."""
    for k in range(start, end):
        if s.text(k).endswith("وا") and k > start:
            return start, k
        if not s.text(k).isalpha() or any(h.kind in ("particles", "speech", "outcomes") for h in s.hits[k]):
            return None
    return None


def _accused(s: Sentence, k: int) -> tuple[int, int] | None:
    """«الضباط الأربعة المتهمون بـ», «اعتقال فلان بتهمة …»: the people before the word of the charge."""
    for n in range(k - 1, max(-1, k - _LIGHT_NEAR), -1):
        people = s.hit(n, "victims")
        if people is not None and people.row.sense in DOERS and n not in s.quantities:
            return n, k
        held = next((h for h in s.hits[n] if h.kind == "outcomes" and h.row.sense == "detained"), None)
        if held is not None:
            i = held.j + (s.particle(held.j, "preposition") is not None)
            return (i, k) if i < k else None
    return None


def _told_as_act(s: Sentence, draft: Draft) -> bool:
    """Is the outcome word a noun: by its form, or, where it could be a verb too («عن قتل»), behind a preposition?"""
    before = s.particle(draft.i - 1, "preposition") is not None or any(
        h.row.sense == "light" and h.j == draft.i for k in (draft.i - 1, draft.i - 2) if k >= 0 for h in s.hits[k]
    )
    part = draft.row.part if draft.row is not None else ""
    return part == "verbal_noun" or (part == "either" and before)


def _light_subject(s: Sentence, draft: Draft, voice: Voice | None) -> tuple[int, int] | None:
    """«قام الجيش باعتقال …», «نجح الحراس في قتل …»: the subject of the verb before an act."""
    if not _told_as_act(s, draft):
        return None
    for k in range(draft.i - 1, max(-1, draft.i - _LIGHT_NEAR), -1):
        if s.text(k) in "،.؛:" or (s.particle(k, "subordinator") and s.text(k) != "ما"):
            return None
        verb = s.particle(k, "light")
        if verb is None:
            continue
        if verb.row.frame == "charge":
            return _accused(s, k) or (subject_before(s, k, draft) if s.text(k).startswith("متورط") else None)
        if verb.row.lemma == "مسؤولية":
            claiming = (voice.i, min(voice.j, k)) if voice is not None and 0 <= voice.i < k else None
            return claiming or claimant(s, k)
        behind = doer_at(s, verb.j) or (doer_at(s, verb.j + 1) if verb.j + 1 < draft.i else None)
        behind = behind or (_named_behind(s, verb.j, draft.i) if verb.row.lemma in _MANAGED else None)
        return behind or _speaking_of(s, k, draft)
    return None


def _named_behind(s: Sentence, start: int, end: int) -> tuple[int, int] | None:
    """«تمكنت شعبة التحريات من القبض»: the subject of «تمكن», though no lexicon knows it, up to its preposition."""
    k = start
    while k < end and s.text(k).isalpha() and not (s.hits[k] and s.particle(k, "preposition", "subordinator")):
        if s.mark(s.dates, k) is not None or any(h.kind in ("speech", "outcomes", "means") for h in s.hits[k]):
            break
        k += 1
    return (start, k) if k > start and s.particle(k, "preposition") is not None else None


def claimant(s: Sentence, k: int) -> tuple[int, int] | None:
    """«أعلنت مجموعة تسمى … مسؤوليتها عن»: the words between the verb of saying and the responsibility at word `k`."""
    for n in range(k - 1, max(-1, k - _CLAIMANT), -1):
        verb = s.hit(n, "speech", ("verb",))
        if verb is not None:
            return (verb.j, k) if verb.j < k else None
    return None


def _speaking_of(s: Sentence, k: int, draft: Draft) -> tuple[int, int] | None:
    """«شرطة المدينة فرقت … وقامت باعتقال»: a verb without a subject behind it goes on with the one before it."""
    charged = s.particle(k - 1, "light")
    if charged is not None and charged.row.frame == "charge":
        return _accused(s, k - 1)  # «الضباط المتهمون بالتورط في اغتيال …»
    before = doer_at(s, k - 1) if k else None
    return before or subject_before(s, k, draft)


def own_act(s: Sentence, draft: Draft, judgement: Judgement, voice: Voice | None) -> tuple[int, int] | None:
    """«أعلنت الحركة قتل 18 جنديا», «قال الجيش إن الغارة قتلت أربعة»: armed people tell of their own act."""
    if voice is None or voice.s is not s or voice.i < 0 or judgement.status not in ("asserted", "unconfirmed", "zero"):
        return None
    speaker = next((m for m in s.actors if voice.i <= m.i < voice.j), None)
    if speaker is None or not isinstance(speaker.what, ActorMention) or speaker.what.kind not in ARMED:
        return None
    act = _told_as_act(s, draft) and draft.row is not None and draft.row.lemma in _ACTIVE_ACTS
    told = act or (draft.rule == "active_verb" and judgement.status != "zero")
    return (speaker.i, speaker.j) if told and voice.rule != "according_to" else None


def intending(s: Sentence, judgement: Judgement, end: int) -> tuple[int, int] | None:
    """Who threatens, plans or tries it, or is accused of it."""
    cue = judgement.cue
    if cue is None or cue.row.lemma not in _INTENT:
        return None
    if cue.row.lemma == "اتهم":
        accused = [k for k in range(cue.j, end) if doer_at(s, k) is not None]
        return doer_at(s, accused[-1]) if len(accused) > 1 else _object_of_charge(s, accused, end)
    behind = doer_at(s, cue.j)
    if behind is not None:
        return behind
    for k in range(cue.i - 1, max(-1, cue.i - 4), -1):
        if (found := doer_at(s, k)) is not None:
            return found
    return None


def _object_of_charge(s: Sentence, accusers: list[int], end: int) -> tuple[int, int] | None:
    """«تتهم السلطات جبهة … بقتل …»: the words between those who accuse and the charge."""
    first = doer_at(s, accusers[0]) if accusers else None
    if first is None or not first[1] < end <= first[1] + _LIGHT_NEAR:
        return None
    plain = not any(h.kind in ("particles", "speech") for k in range(first[1], end) for h in s.hits[k])
    return (first[1], end) if plain else None


def trimmed(s: Sentence, agent: tuple[int, int]) -> tuple[int, int] | None:
    """A verb's subject without dates and what follows a preposition; no pronoun («فيه»), no bare adverb."""
    i, j = agent
    while i < j and s.mark(s.dates, i):
        i += 1
    for k in range(i, j):
        verb = k > i and s.text(k).endswith("وا")  # «مسلحين نصبوا كمينا فقتلوا»: what else they did is no name
        if verb or s.mark(s.dates, k) or (s.particle(k, "preposition", "relative") and s.text(k) != "من"):
            j = k
            break
    people = s.hit(i, "victims")
    if (
        j <= i
        or s.text(j - 1) in ("بحق", "ضد", "بحقهم")
        or (people is not None and people.row.sense == "civilian" and s.mark(s.actors, i) is None)
        or (s.text(i).startswith("بال") and s.mark(s.actors, i) is None and s.hit(i, "victims") is None)
        or s.text(i) in ("فيه", "فيها", "ايه", "اي", "به", "بها")
        or (j == i + 1 and s.text(i).startswith(_ADVERBS))
        or any(h.kind == "means" and h.row.part == "noun" for h in s.hits[i])
    ):
        return None
    return i, j


def told_subject(s: Sentence, draft: Draft, voice: Voice | None) -> tuple[int, int] | None:
    """The subject of a draft's verb, or of the verb that carries its act out, where grammar alone tells it."""
    near = _right_before(s, draft) or _behind_verb(s, draft) or _who_did(s, draft)
    return near or _light_subject(s, draft, voice) or _plural_subject(s, draft)
