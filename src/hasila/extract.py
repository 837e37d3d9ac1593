"""Read a document: from its text to its claims, one plain way.

fold → sentences with an outcome word → groups, frames, status, source, circumstances → the text as a whole → claims.
"""

from __future__ import annotations

import calendar
import datetime

from hasila import dates
from hasila.attribution import Voice, governing, voices
from hasila.circumstances import UNHURT, Means, date_of, means_of, place_of
from hasila.discourse import Context, Discourse, Words, is_breakdown, sums_up, tells_of_two
from hasila.drafts import Draft
from hasila.events import tell_apart
from hasila.findings import counting_of, whole
from hasila.fold import fold
from hasila.found import Found, same_words
from hasila.frames import parse
from hasila.model import Claim, Document, Span, Step
from hasila.perpetrators import labelled_by, perpetrator_of
from hasila.referents import Gazetted, actor_of, basis_of, party_of
from hasila.sentences import Mark, Mentions, Sentence, bounds, build
from hasila.spans import span_of_words
from hasila.spans_of_time import of_a_war, since_event
from hasila.status import Judgement, future, judge, to_status
from hasila.victims import demographics_of, is_convict, span_of, status_of, status_of_antecedent

# A month's figure of this many is a sum, not a happening told to the month.
_MANY = 10


def published_day(document: Document) -> datetime.date | None:
    """The day of publication, None where it is not told or no date."""
    try:
        return datetime.date.fromisoformat((document.published or "")[:10])
    except ValueError:
        return None


def read_claims(document: Document) -> tuple[Claim, ...]:
    """The claims of a document, in the order of its words."""
    folded = fold(document.text)
    mentions = Mentions(folded, published_day(document))
    sentences = [build(document.text, folded, start, end, fresh, mentions) for start, end, fresh in bounds(folded)]
    text = Discourse()
    found: list[Found] = []
    drafts: list[Draft] = []
    for s in sentences:
        new = _read_sentence(s, text, drafts)
        found += new
        drafts += [f.draft for f in new]
    found = whole(found, text, published_day(document))
    return tuple(_claims(document.text, found, Gazetted(folded, mentions.places.all)))


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
    text.remember(s, said, [(f.place, f.date, f.means, f.perpetrator, f.period) for f in found])
    return found


def _circumstances(s: Sentence, draft: Draft, judgement: Judgement, said: list[Voice], text: Discourse) -> Found:
    context = text.now
    voice = governing(said, draft)
    f = Found(s, draft, judgement, voice, steps=[], in_list=text.in_list, heading=text.heading)
    _date(f, date_of(s, draft, voice), text)
    apart = (f.scope == "cumulative" and not text.in_list) or judgement.status == "hypothetical"
    shared = Context() if apart else context
    place = place_of(s, draft, said)
    f.place = text.known_place(_named_place(s, place.i, place.j)) if place else shared.place
    if place is not None and context.place is not None and not same_words(f.place, context.place):
        shared = Context()  # another place is another happening: only what it tells itself
    if place is None and tells_of_two(s):
        f.place = text.joint  # «الهجومان أوقعا خمسين»: of both, not of the one told last
    means = means_of(s, draft)
    f.means = means.value if means else shared.means if draft.outcome not in UNHURT else None
    by = perpetrator_of(s, draft, judgement) or (labelled_by(s) if text.by_party else None)
    f.perpetrator = Words(s, *by) if by else shared.perpetrator
    labelled = text.by_party and voice is not None and voice.rule == "headline"
    f.source = context.source if labelled else _source(voice, said, text)
    f.victim_status = status_of(s, draft)
    if f.victim_status == "unknown" and is_convict(s, draft):
        f.victim_status = "detainee"
    if (
        draft.outcome == "escaped"
        and f.victim_status in ("civilian", "unknown")
        and not any(w.text.removeprefix("ال").startswith(_CAPTIVITY) for w in s.words)
    ):
        draft.outcome = "displaced"  # civilians flee, prisoners and fighters escape
    elif draft.outcome == "escaped" and f.victim_status == "official" and draft.high == 1:
        f.judgement = Judgement("void", None)  # «فر الرئيس السابق إلى …»: a politician leaves
    _steps(f, means)
    return f


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


def _date(f: Found, when: Mark | None, text: Discourse) -> None:
    """The date, and with it the scope: a span («منذ …», «خلال …») or a total of a day is cumulative."""
    context = text.now
    found_later = any(
        f.s.particle(k, "find") for k in range(max(0, min(f.draft.i, f.draft.group.i) - 3), f.draft.i + 1)
    )
    # «انتُشل اليوم جثمانا …»: the day of finding; a day told behind («… الذي قُصف السبت») is the day of the deed.
    finding = found_later and when is not None and when.i < f.draft.i and context.date is not None
    what = when.what if when is not None and not finding else None
    if isinstance(what, dates.FoldedDate):
        f.date = what.value
        monthly = what.precision == "month" and f.draft.group.numbered and f.draft.low >= _MANY and not _act_told(f.s)
        held = what.kind == "since" and f.draft.outcome in ("detained", "abducted", "missing")
        if (monthly or what.kind in ("since", "during") or _over_days(f.s, when)) and not held:
            _cumulative(f, what.period or what.value)
    elif f.judgement.status != "hypothetical":
        f.date = context.date
    if f.scope == "incident" and (sums_up(f.s) or since_event(f.s, f.draft) or of_a_war(f.s, f.draft)):
        _cumulative(f, f.date)
    if (
        f.scope == "incident"
        and text.in_list
        and context.period is not None
        and what is None
        and (is_breakdown(f.s) or text.governed)
    ):
        _cumulative(f, context.period)


def _over_days(s: Sentence, when: Mark | None) -> bool:
    """«خلال الأسبوع الممتد من 17 إلى 23»: a span of several days behind «خلال»."""
    if when is None or not isinstance(when.what, dates.FoldedDate):
        return False
    first, _, last = (when.what.value or "").partition("/")
    return bool(last) and first != last and any(s.text(k) == "خلال" for k in range(max(0, when.i - 4), when.j))


def _act_told(s: Sentence) -> bool:
    """Does the sentence tell one act (a means, an attack), rather than sum up a month?"""
    return any(h.kind == "means" or (h.kind == "particles" and h.row.sense == "attack") for at in s.hits for h in at)


def _cumulative(f: Found, told: str | None) -> None:
    f.scope = "cumulative"
    f.draft.since = told is None or ("/" in told and told[:7] != told.split("/")[1][:7])
    f.period = told if told is None or "/" in told else _span(told)
    f.date = f.period or told


def _span(told: str) -> str | None:
    """A day or a month as START/END in days."""
    if len(told) == len("2024-01-01"):
        return f"{told}/{told}"
    if len(told) == len("2024-01"):
        year, month = (int(part) for part in told.split("-"))
        return f"{told}-01/{told}-{calendar.monthrange(year, month)[1]:02}"
    return None


def _source(voice: Voice | None, said: list[Voice], text: Discourse) -> Words | None:
    context = text.now
    if voice is None:
        return context.source if context.governs else None
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


# «واصيب زميله»: of the kind of the one before.
_COMRADES = frozenset({"زميل", "رفيق"})


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
        elif before is not None and (before.victim_status == "civilian" if others else before.victim_status != "mixed"):
            f.victim_status = before.victim_status


def _claims(text: str, found: list[Found], gazetted: Gazetted) -> list[Claim]:
    place_in = {id(f.draft): n for n, f in enumerate(found)}
    events = tell_apart(found, gazetted)
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
        victim_status=f.victim_status, demographics=demographics_of(draft),  # type: ignore[arg-type]
        perpetrator=spans["perpetrator"].of(text) if "perpetrator" in spans else None,
        means=f.means, place=spans["place"].of(text) if "place" in spans else None, date=f.date,  # type: ignore[arg-type]
        source=spans["source"].of(text) if "source" in spans else None, status=status, scope=f.scope,  # type: ignore[arg-type]
        part_of=place_in.get(id(draft.part_of)) if draft.part_of else None,
        revises=place_in.get(id(draft.revises)) if draft.revises else None,
        counting=counting_of(f), period=f.period, victim_party=_victim_party(f),
        perpetrator_party=party_of(f.perpetrator), source_actor=actor_of(f.source), status_basis=basis_of(f),
        place_id=gazetted.place_id(f.place), event=event, spans=spans, rule=draft.rule, steps=tuple(f.steps),
    )  # fmt: skip


def _victim_party(f: Found) -> str | None:
    who = span_of(f.s, f.draft)
    return party_of(Words(f.s, *who)) if who is not None else None


def _quote(s: Sentence, draft: Draft) -> Span:
    """The shortest words that hold both the outcome word and the count."""
    group = draft.group
    start, end = min(draft.i, group.ci), max(draft.j, group.cj)
    return span_of_words(s, start, end)
