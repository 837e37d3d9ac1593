"""Read a document: from its text to its claims, one plain way.

fold → sentences with an outcome word → groups, frames, status, source, circumstances → the text as a whole → claims.
"""

from __future__ import annotations

import datetime
import itertools

from hasila.antecedents import meant_by
from hasila.attribution import Voice, governing, voices
from hasila.circumstances import UNHURT, Means, means_of
from hasila.clauses import mentioned
from hasila.discourse import Context, Discourse, Told
from hasila.drafts import Draft
from hasila.events import tell_apart
from hasila.findings import counting_of, whole
from hasila.fold import fold
from hasila.found import Found, same_words
from hasila.frames import parse
from hasila.model import Claim, Document, Span, Step
from hasila.perpetrators import labelled_by, perpetrator_of
from hasila.places import PlaceMention
from hasila.referents import Gazetted, actor_of, basis_of, party_of
from hasila.scenes import Words, is_breakdown, tells_of_two
from hasila.scopes import date_and_scope
from hasila.sentences import Mark, Mentions, Sentence, bounds, build
from hasila.sharing import share
from hasila.spans import span_of_words
from hasila.status import Judgement, future, judge, to_status
from hasila.timing import announced_on, date_of
from hasila.victims import demographics_of, is_convict, span_of, status_of, status_of_antecedent, was_held
from hasila.whereabouts import place_of


def published_day(document: Document) -> datetime.date | None:
    """The day of publication, None where it is not told or no date."""
    try:
        return datetime.date.fromisoformat((document.published or "")[:10])
    except ValueError:
        return None


def read_claims(document: Document) -> tuple[Claim, ...]:
    """The claims of a document, in the order of its words."""
    folded = fold(document.text)
    mentions = Mentions(document.text, folded, published_day(document))
    sentences = [build(document.text, folded, start, end, fresh, mentions) for start, end, fresh in bounds(folded)]
    text = Discourse()
    found: list[Found] = []
    drafts: list[Draft] = []
    for s in sentences:
        new = _read_sentence(s, text, drafts)
        found += new
        drafts += [f.draft for f in new]
    found = whole(found, text, published_day(document))
    gazetted = Gazetted(folded, mentions.places.all)
    events = tell_apart(found, gazetted)
    share(found, events, text)
    return tuple(_claims(document.text, found, gazetted, events))


def _read_sentence(s: Sentence, text: Discourse, earlier: list[Draft]) -> list[Found]:
    text.enter(s)
    drafts = parse(s, earlier)
    said = voices(s)
    found = []
    for draft in drafts:
        judgement = judge(s, draft)
        if judgement.status == "void":
            continue
        f = _circumstances(s, draft, judgement, said, text)
        found += [f] if f.judgement.status != "void" else []
    _elided_status(found)
    _same_subject(found)
    _place_of_total(found)
    text.remember(s, said, [_to_remember(f) for f in found])
    return found


def _to_remember(f: Found) -> Told:
    """What of a finding the text goes on with: a total's land is no scene, a day since when it counts no day."""
    place = None if f.scope == "cumulative" and not f.in_list else f.place
    author = None if f.draft.outcome in UNHURT else f.perpetrator  # who arrested some did not hurt the others
    means = None if f.draft.outcome in UNHURT else f.means
    return place, None if f.since else f.date, means, author, f.period


def _circumstances(s: Sentence, draft: Draft, judgement: Judgement, said: list[Voice], text: Discourse) -> Found:
    context, voice = text.now, governing(said, draft)
    draft.group = meant_by(s, draft.group)
    f = Found(s, draft, judgement, voice, steps=[], in_list=text.in_list)
    date_and_scope(f, date_of(s, draft, voice, context.date is not None), text)
    f.announced = announced_on(s, draft, voice)
    place, means = place_of(s, draft, said), means_of(s, draft)
    if judgement.status == "denied" and draft.low <= _TWO and text.elsewhere and place is None and means is None:
        # «لا صحة لمقتل المدير», where several happenings are told: of none of them.
        f.date = f.date if f.dated else None
    shared = _where(f, place, text)
    f.means = means.value if means else shared.means or text.theme
    f.means = None if draft.outcome in UNHURT and means is None else f.means
    by = perpetrator_of(s, draft, judgement, voice) or (labelled_by(s) if text.by_party else None)
    captor = shared.captor if draft.outcome == "detained" else None
    told_above = text.doer if text.in_list and draft.row is not None and draft.row.part in _NOUNS else None
    captor = captor or told_above
    f.perpetrator = Words(s, *by) if by else captor if draft.outcome in UNHURT else shared.perpetrator or told_above
    text.now.captor = f.perpetrator if by and draft.outcome in UNHURT else text.now.captor
    if f.means == "clashes" and f.perpetrator is not None and _one_side(f):
        f.perpetrator = None  # «مقتل عشرة من الحركة في اشتباكات مع الحركة»: the other side is not told
    f.source = _said_by(f, said, text)
    f.victim_status = status_of(s, draft)
    if f.victim_status == "unknown" and (is_convict(s, draft) or was_held(s, draft)):
        f.victim_status = "detainee"
    _flight(f)
    _steps(f, means)
    return f


def _where(f: Found, told: Mark | None, text: Discourse) -> Context:
    """The place, told or shared; and what else the text so far shares with the finding: nothing with another place."""
    s, context = f.s, text.now
    supposed = f.judgement.status == "hypothetical" and f.draft.rule != "toll_reached"
    apart = (f.scope == "cumulative" and not text.in_list) or supposed  # a toll that may rise is of the same happening
    shared = Context() if apart else context
    cue = f.judgement.cue
    demanded = supposed and f.draft.outcome in ("released", "detained")
    if told is not None and demanded and cue is not None and told.j <= cue.i:
        told = None  # «خرج أهالي صنعاء للمطالبة بالإفراج عن …»: where it is demanded
    f.place = text.known_place(_named_place(s, told.i, told.j)) if told else shared.place
    if f.scope == "cumulative":
        _realm(f, told, text)
    if told is not None:
        text.elsewhere = text.elsewhere or not same_words(f.place, text.first)
        text.first = text.first or f.place
    if told is not None and context.place is not None and not _told_with(f, context.place):
        text.elsewhere = True
        if not f.dated and context.at is not None and not (_told_with(f, context.at) or _goes_on(s)):
            f.date = None
        # Another place is another happening, but in a breakdown by place: only what it tells itself.
        shared = shared if text.in_list and is_breakdown(s) else Context()
    if told is None and tells_of_two(s):
        f.place = text.joint  # «الهجومان أوقعا خمسين»: of both, not of the one told last
    return shared


def _told_with(f: Found, place: Words) -> bool:
    """Is the finding's place that place, or told beside it («في منطقة السوق جنوب المدينة»)?"""
    return same_words(f.place, place) or any(same_words(Words(f.s, m.i, m.j), place) for m in f.s.places)


def _said_by(f: Found, said: list[Voice], text: Discourse) -> Words | None:
    of_one = f.draft.row is not None and f.draft.row.part in _NOUNS and not f.draft.group.numbered
    of_one = of_one and f.s.text(f.draft.i - 1).removeprefix("ال") in ("قضيه", "ملف")
    behind = mentioned(f.draft) and f.s.text(f.draft.i - 1).removeprefix("ال") in _CASES
    if (behind or of_one) and f.judgement.status == "asserted":
        return None  # «التحقيق في قضية خطف الشابين»: taken for granted, whoever speaks of it
    labelled = text.by_party and f.voice is not None and f.voice.rule == "headline"
    return text.now.source if labelled else _source(f.voice, said, text)


def _flight(f: Found) -> None:
    """Civilians flee and are displaced; prisoners and fighters escape."""
    held = any(w.text.removeprefix("ال").startswith(_CAPTIVITY) for w in f.s.words)
    if f.draft.outcome == "escaped" and f.victim_status in ("civilian", "unknown") and not held:
        f.draft.outcome = "displaced"
    if f.draft.outcome == "displaced" and f.draft.high == 1 and not f.draft.group.numbered:
        f.judgement = Judgement("void", None)  # «فر شاب من بيته»: one who leaves is no displacement
    elif f.draft.outcome == "escaped" and f.victim_status == "official" and f.draft.high == 1:
        f.judgement = Judgement("void", None)  # «فر الرئيس السابق إلى …»: a politician leaves


def _realm(f: Found, told: Mark | None, text: Discourse) -> None:
    """Totals are of one land until another is told; a line of a breakdown, or a building, is no such land."""
    if text.in_list and not f.s.particle(0, "number_of"):
        return
    if told is not None and isinstance(told.what, PlaceMention) and not told.what.facility:
        text.realm = f.place
    f.place = f.place or text.realm


# Words of nearness: they locate, and are no part of the name (annotation guidelines).
_NEARNESS = frozenset(
    {"داخل", "امام", "قرب", "خارج", "مقابل", "بجوار", "بجانب", "محيط", "حول", "عند", "قباله", "باتجاه"}
)


# Those who flee from these escape; others who flee are displaced.
_CAPTIVITY = (
    "سجن", "سجون", "خاطف", "محتجز", "معتقل", "توقيف", "مخفر", "مخطوف", "مختطف", "رهاين", "رهين", "اسير", "اسري",
)  # fmt: skip


def _named_place(s: Sentence, i: int, j: int) -> Words:
    while i < j - 1 and s.text(i).removeprefix("ب") in _NEARNESS | {"قرب"}:
        i += 1
    if j - i > 1 and s.text(i).removeprefix("ب") in ("مستشفيات", "مشافي"):
        i += 1  # «وصل إلى مستشفيات قطاع غزة»: the land, where no hospital is named
    return Words(s, i, j)


_TWO = 2
_NOUNS = ("verbal_noun", "either")
_CASES = frozenset({"قضيه", "جريمه", "ملف", "ذكري", "حادثه", "حادث", "عمليه", "موضوع", "منذ", "عقب"})


# «انفجرت عبوة أخرى بعد ذلك», «في البلدة نفسها»: told of the same day.
_SAME_DAY = frozenset(
    {
        "اخري",
        "اخر",
        "ثانيه",
        "ثان",
        "ثاني",
        "تانيه",
        "ذلك",
        "نفسها",
        "نفسه",
        "ذاتها",
        "ذاته",
        "كما",
        "وكما",
        "لاحقا",
        "كذلك",
        "ايضا",
    }
)


def _goes_on(s: Sentence) -> bool:
    return any(w.text in _SAME_DAY for w in s.words)


def _source(voice: Voice | None, said: list[Voice], text: Discourse) -> Words | None:
    context = text.now
    if voice is None:
        return context.source if context.governs or text.quoted else None
    if voice.i < 0:
        named = [v for v in said if v.i >= 0 and v.start < voice.start]
        if not named:
            return context.source
        voice = named[-1]  # «نفت الداخلية …، وأعلنت اعتقال …»
    return text.known_source(Words(voice.s, voice.i, voice.j))


def _steps(f: Found, means: Means | None) -> None:
    s, draft = f.s, f.draft
    f.steps.append(Step("construction", Span(*s.original(draft.i, draft.j)), None, draft.rule))
    if draft.row is not None:
        f.steps.append(Step("outcome", Span(*s.original(draft.i, draft.j)), draft.row.ref, draft.row.sense))
    f.steps += [Step("word", Span(*s.original(draft.group.ci, draft.group.cj)), ref, "") for ref in draft.group.rows]
    if means is not None:
        f.steps.append(Step("means", Span(*s.original(means.i, means.j)), means.row, means.value))
    cue = f.judgement.cue
    if cue is not None:
        f.steps.append(Step("cue", Span(*s.original(cue.i, cue.j)), cue.row.ref, f.judgement.status))


def _same_subject(found: list[Found]) -> None:
    """«خطف التنظيم ستة مزارعين وأعدم اثنين منهم»: a verb joined by و goes on with the subject before it."""
    for before, f in itertools.pairwise(found):
        verb = f.s.text(f.draft.i)
        active = f.draft.rule == "active_verb" or f.s.text(f.draft.group.ci).endswith("ين")
        joined = verb.startswith("و") and f.draft.rule in ("active_verb", "passive_verb") and f.draft.agent is None
        if joined and active and before.draft.agent is not None and before.draft.rule == "active_verb":
            f.perpetrator = before.perpetrator


def _place_of_total(found: list[Found]) -> None:
    """A part of a total happened where the total did, unless its own words tell a place."""
    for f in found:
        total = next((g for g in found if g.draft is f.draft.part_of), None)
        if f.place is None and total is not None and total.scope == f.scope:
            f.place = total.place


# «واصيب زميله»: of the kind of the one before.
_COMRADES = frozenset({"زميل", "رفيق"})


def _of_several_kinds(told: list[Found], last: Found | None) -> bool:
    """Were people of different status told under one outcome word, the last of them joined to the others?"""
    if last is None or last.draft.rule != "coordination":
        return False
    beside = [g for g in told if g.draft.part_of is None and g.draft.outcome == last.draft.outcome]
    return len({g.victim_status for g in beside[-2:]}) > 1


def _elided_status(found: list[Found]) -> None:
    """«وأصيب 60», «وثلاثة آخرون»: an elided noun takes the status of those it stands beside."""
    for n, f in enumerate(found):
        head = f.draft.group.head
        others = head is not None and head.lemma == "آخر"
        alike = f.draft.group.kind == "elided" or (head is not None and head.lemma in _COMRADES) or others
        if not alike or f.draft.pronoun or f.victim_status != "unknown":
            continue
        of_them = status_of_antecedent(f.s, f.draft)
        before = next((g for g in reversed(found[:n]) if g.draft.part_of is None), None)
        if of_them is not None:
            f.victim_status = of_them
        elif _of_several_kinds(found[:n], before):
            continue  # «مقتل 3 مدنيين وجندي وإصابة 12»
        elif before is not None and before.victim_status != "mixed":
            if others and f.draft.high is None and before.victim_status != "civilian":
                continue  # «وأصيب آخرون»: who they were stays open
            f.victim_status = before.victim_status


def _claims(text: str, found: list[Found], gazetted: Gazetted, events: list[int]) -> list[Claim]:
    place_in = {id(f.draft): n for n, f in enumerate(found)}
    return [_claim(text, f, place_in, gazetted, event) for f, event in zip(found, events, strict=True)]


def _claim(text: str, f: Found, place_in: dict[int, int], gazetted: Gazetted, event: int) -> Claim:
    s, draft = f.s, f.draft
    spans: dict[str, Span] = {"quote": _quote(s, draft)}
    who = span_of(s, draft)
    if who is not None:
        spans["victims"] = span_of_words(s, *who)
    for name, span in (("perpetrator", f.perpetrator), ("place", f.place), ("source", f.source)):
        if span is not None:
            spans[name] = span_of_words(*span)
    status = to_status(f.judgement.status)
    low, high, qualifier = draft.low, draft.high, draft.qualifier
    if f.judgement.status == "zero" and not draft.zero:
        low, high, qualifier = 0, 0, "exact"
    if status == "asserted" and future(s, draft):
        status = "hypothetical"
    return Claim(
        quote=spans["quote"].of(text), outcome=draft.outcome, low=low, high=high, qualifier=qualifier,  # type: ignore[arg-type]
        victims=spans["victims"].of(text) if "victims" in spans else None,
        victim_status=f.victim_status, demographics=demographics_of(s, draft),  # type: ignore[arg-type]
        perpetrator=spans["perpetrator"].of(text) if "perpetrator" in spans else None,
        means=f.means, place=spans["place"].of(text) if "place" in spans else None, date=f.date,  # type: ignore[arg-type]
        source=spans["source"].of(text) if "source" in spans else None, status=status, scope=f.scope,  # type: ignore[arg-type]
        part_of=place_in.get(id(draft.part_of)) if draft.part_of else None,
        revises=place_in.get(id(draft.revises)) if draft.revises else None,
        counting=counting_of(f), period=f.period, victim_party=_victim_party(f),
        perpetrator_party=party_of(f.perpetrator), source_actor=actor_of(f.source), status_basis=basis_of(f),
        place_id=gazetted.place_id(f.place), event=event, spans=spans, rule=draft.rule, steps=tuple(f.steps),
    )  # fmt: skip


def _one_side(f: Found) -> bool:
    """Are those hurt and who did it of one party?"""
    mine = _victim_party(f)
    return mine is not None and mine == party_of(f.perpetrator)


def _victim_party(f: Found) -> str | None:
    who = span_of(f.s, f.draft)
    return party_of(Words(f.s, *who)) if who is not None else None


def _quote(s: Sentence, draft: Draft) -> Span:
    """The shortest words that hold both the outcome word and the count."""
    group = draft.group
    start, end = min(draft.i, group.ci), max(draft.j, group.cj)
    return span_of_words(s, start, end)
