"""What was found in a text, and what the whole text makes of it: repeats told once, headlines filled from the body."""

from __future__ import annotations

import datetime
from typing import Literal

from hasila import actors
from hasila.breakdowns import break_down
from hasila.circumstances import UNHURT
from hasila.discourse import Discourse
from hasila.drafts import Draft, main_total
from hasila.found import Found, same_words
from hasila.repeats import told_once
from hasila.scenes import Words


def whole(found: list[Found], text: Discourse, published: datetime.date | None) -> list[Found]:
    """The findings of a text once it is read to its end."""
    found = told_once(found)
    break_down(found, text.headings)
    _revised(found)
    _said_before(found)
    _definite_parts(found)
    _mixed(found)
    _announced(found, text)
    _fill_headline(found)
    _like_their_total(found)
    _one_voice(found, text.sources)
    if text.lists == 0:
        _claimed(found, text.claimed)
    _late_dates(found, text, published)
    for f in found:
        f.date = _one_day(f)
    if published is not None and text.current and text.lines > _TWICE and not text.until:
        dated = any(f.date for f in found if not f.in_list)
        for f in found:
            f.date = published.isoformat() if f.date is None and f.scope == "incident" and not dated else f.date
    return found


def _one_day(f: Found) -> str | None:
    """A span of one day is that day, but for a sum over several happenings."""
    first, _, last = (f.date or "").partition("/")
    return first if f.scope == "incident" and first and first == last else f.date


def _near(text: Discourse, published: datetime.date | None) -> tuple[str, ...]:
    """The months in which a day told late can be the day of the news: that of publication and the one before."""
    if published is None:
        return ((text.now.date or "")[:7],)
    before = published.replace(day=1) - datetime.timedelta(days=1)
    return published.isoformat()[:7], before.isoformat()[:7]


def _announced(found: list[Found], text: Discourse) -> None:
    """A report that tells no day of its news, but when it was first announced, tells of that day."""
    main = _main_event(found)
    if text.lines < _TWICE or any(f.date for f in main):
        return
    day = next((f.announced for f in main if f.announced), None)
    for f in main:
        f.date = day if f.judgement.status != "hypothetical" else None


def _late_dates(found: list[Found], text: Discourse, published: datetime.date | None) -> None:
    """The day told only at the end («وكان الحريق اندلع فجر الأربعاء») is the day of what was told before."""
    mine = [f for f in found if f.scope == "incident" and f.judgement.status != "hypothetical"]
    if text.lines < _TWICE:
        return
    day = next((f.date for f in mine if f.date), None) if not text.elsewhere else None
    if not any(f.date for f in mine):
        day = text.now.date
    if day is None or day[:7] not in _near(text, published):
        return
    for f in mine:
        f.date = f.date or day


_FEW = 4
_TWICE = 2
# What a speaker cites and is no other speaker.
_RECORDS = frozenset({"وثايق", "وثيقه", "اعترافات", "معلومات", "معطيات", "بيانات"})
_THIRDS = 3
_OPENING = 120
# How far back a repeat is looked for among equal counts, so that long texts stay linear.
_RECENT = 40
# Below this, equal counts of two lines of a list are likelier two happenings than one told twice.
_TELLING = 10


def _one_voice(found: list[Found], sources: list[Words]) -> None:
    """A statement has one speaker: a text whose every named source is the same speaks for it where no one is named."""
    speakers = {_speaker(w) for w in sources}
    opening = found[0].s.folded.text[:_OPENING] if found else ""
    first = next(iter(sources), None)
    folded = found[0].s.folded if found else None
    heading = folded.text[: folded.breaks[0]] if folded is not None and folded.breaks else ""
    announced = any(f.source == first and f.voice is not None and f.voice.rule == "verb_of_saying" for f in found[:1])
    statement = "بيان" in heading.split() and announced
    alone = (len(speakers) == 1 and "#" not in opening and (len(sources) >= _TWICE or "بيان" in opening)) or statement
    if first is None or not (alone or _speaks_mostly(first, sources)):
        return
    for f in found:
        if f.source is None and f.voice is None and f.s.start > first.s.start:
            f.source = first


def _speaks_mostly(first: Words, sources: list[Words]) -> bool:
    """A statement: an actor named in its opening is two thirds of its named sources, three at least."""
    speaking = [w for w in sources if w.s.text(w.i).removeprefix("ال") not in _RECORDS]
    mine = sum(_speaker(w) == _speaker(first) for w in speaking)
    return mine >= _THIRDS and _THIRDS * mine >= _TWICE * len(speaking) and first.s.start < _OPENING


def _speaker(w: Words) -> str:
    span = w.s.folded.text[w.s.words[w.i].start : w.s.words[w.j - 1].end]
    return actors.resolve(span) or span


def _fill_headline(found: list[Found]) -> None:
    """A headline says little: its claims get place, date, means, perpetrator and source from the first to tell them."""
    if not found:
        return
    head = found[0].s
    told = [g for g in found if g.scope == "incident" and g.judgement.status != "hypothetical"]
    body = [g for g in told if g.s is not head and not g.in_list]
    for f in [f for f in found if f.s is head and f.scope == "incident"]:
        # The body's telling of the same count speaks for the headline before any other.
        ordered = sorted(body, key=lambda g: (g.draft.outcome, g.draft.low) != (f.draft.outcome, f.draft.low))
        f.date = f.date or next((g.date for g in ordered if g.date and same_words(f.place, g.place)), None)
        alike = [
            g
            for g in ordered
            if (not g.date or g.date == f.date) and same_words(f.place, g.place) and g.draft.outcome not in UNHURT
        ]
        for name in ("place",) if f.draft.outcome in UNHURT else ("place", "means", "perpetrator"):
            if getattr(f, name) is None:
                setattr(f, name, next((getattr(g, name) for g in alike if getattr(g, name)), None))


def _like_their_total(found: list[Found]) -> None:
    """Parts told in a line of their own («من بين الشهداء 5 أطفال») happened where, when and as their total did."""
    by_draft = {id(f.draft): f for f in found}
    for f in found:
        total = by_draft.get(id(f.draft.part_of))
        if total is not None and _counted_with(f, total):
            f.scope, f.period, f.date = total.scope, total.period, total.date
        if total is not None and total.s is f.s and f.draft.rule == "parts":
            f.perpetrator = f.perpetrator or total.perpetrator
        if total is None or total.s is f.s:
            continue
        if f.source is None and f.voice is None and not f.s.line_start and f.draft.rule != "outcome_noun_counted":
            f.source = total.source
        for name in ("place", "date", "means", "perpetrator"):
            told = getattr(f, name)
            own = (isinstance(told, Words) and told.s is f.s) or (name == "date" and f.dated)
            if getattr(total, name) is not None and not own:
                setattr(f, name, getattr(total, name))


def _counted_with(f: Found, total: Found) -> bool:
    """Is a part of a sum over a span («812 مدنيا في نيسان، بينهم 4 إعلاميين») no happening of its own?"""
    today = total.period is not None and f.date == total.period.split("/")[-1]
    told = f.s is not total.s and ((f.dated and not today) or (f.place is not None and f.place.s is f.s))
    own = told or f.draft.group.kind == "name" or f.means != total.means or not same_words(f.place, total.place)
    day = f.date is None or total.date is None or f.date[:7] == total.date[:7]
    return total.scope == "cumulative" and f.scope == "incident" and f.draft.rule == "parts" and day and not own


_EARLIER = (
    "بعدما كانت",
    "بعد ان كانت",
    "بعد ان كان",
    "بعدما كان",
    "حصيله سابقه",
    "حصيله اولي",
    "حصيله اوليه",
    "بدلا من",
    "كانت الحصيله",
    "مقابل",
)


def _revised(found: list[Found]) -> None:
    """«ارتفعت إلى 30 بعدما كانت 25»: the figure before the words replaces the one behind them."""
    for n, older in enumerate(found):
        b = older.draft
        newer = next(
            (
                f
                for f in found[max(0, n - _FEW) : n]
                if f.s is older.s and f.draft.outcome == b.outcome and f.draft.part_of is None
            ),
            None,
        )
        if newer is None or b.part_of is not None or b.revises is not None:
            continue
        a = newer.draft
        if a.revises is None and a.group.j <= b.group.i:
            between = newer.s.folded.text[newer.s.words[a.group.j - 1].end : older.s.words[b.group.i].start]
            if any(words in between for words in _EARLIER):
                a.revises = b


def _said_before(found: list[Found]) -> None:
    """«وكان المرصد أحصى الأربعاء 72»: an earlier figure of a source, told after its later one, which replaces it."""
    latest: dict[tuple[str, str], Found] = {}
    for f in found:
        if f.draft.part_of is not None or f.scope != "incident" or f.source is None or f.judgement.status != "asserted":
            continue
        key = (f.draft.outcome, _speaker(f.source))
        earlier = f.s.text(0) in ("وكان", "وكانت", "كان", "كانت") and f.draft.counting is None
        newer = latest.get(key)
        if (
            earlier
            and newer is not None
            and newer.s is not f.s
            and newer.draft.revises is None
            and same_words(newer.place, f.place)
        ):
            newer.draft.revises = f.draft
        elif not earlier:
            latest[key] = f


def _definite_parts(found: list[Found]) -> None:
    """«تسعة من الجرحى»: of those told before."""
    totals: list[Draft] = []
    for n, f in enumerate(found):
        draft = f.draft
        group = draft.group
        of_them = draft.rule == "outcome_noun_counted" and group.definite and f.s.text(group.cj) == "من"
        if of_them and draft.part_of is None:
            draft.part_of = main_total([d for d in totals if d.low >= draft.low], draft.outcome)
        if draft.part_of is None and group.numbered and "منهم" in (f.s.text(group.cj), f.s.text(group.j)):
            # «خطفوا 70 عاملا ما زال 9 منهم محتجزين»: of those of this sentence.
            mine = [g.draft for g in found[max(0, n - _FEW) : n] if g.s is f.s and g.draft.part_of is None]
            before = [d for d in mine if d.group.i < group.i and d.low > draft.low]
            draft.part_of = next((d for d in reversed(before) if d.outcome == draft.outcome), None)
        totals = [*totals[-_RECENT:], draft]


def counting_of(f: Found) -> Literal["addition"] | None:
    """Are these people beyond those told: «جثث أخرى», an injured person who died, bodies found before a total rises?"""
    draft, s = f.draft, f.s
    group = draft.group
    if draft.outcome == "killed" and group.outcome is not None and group.outcome.sense == "injured":
        return "addition"
    if (group.kind != "outcome" and draft.rule != "body_of") or f.scope != "incident":
        return None
    if any(s.text(k) in _MORE for k in range(group.cj, min(group.j + 2, len(s.words)))):
        return "addition"
    recovered = any(s.particle(k, "find") for k in range(max(0, group.i - 3), group.i))
    rises = any(s.particle(k, "reach") for k in range(group.j, len(s.words)))
    return "addition" if recovered and rises else None


_MORE = frozenset({"اخري", "اخرين", "اخرون", "جديده", "جدد", "اضافيه", "اضافيين"})


def _mixed(found: list[Found]) -> None:
    """A bare total with a soldier, police or official among its parts is mixed (annotation guidelines)."""
    statuses: dict[int, set[str]] = {}
    for f in found:
        statuses.setdefault(id(f.draft.part_of), set()).add(f.victim_status)
    for f in found:
        parts = statuses.get(id(f.draft), set())
        if (
            f.victim_status == "unknown" and f.draft.group.ni is None and parts & {"combatant", "security", "official"}
        ) or (
            f.victim_status == "unknown"
            and parts & {"combatant", "security", "official"}
            and f.draft.group.head is not None
            and f.draft.group.head.sense == "unknown"
        ):
            f.victim_status = "mixed"


def _main_event(found: list[Found], *, everywhere: bool = False) -> list[Found]:
    """The incident claims about the text's main place and day, or about its day alone."""
    mine = [f for f in found if f.scope == "incident"]
    first = mine[0] if mine else None
    if first is None:
        return []
    same_day = [f for f in mine if not f.date or not first.date or f.date == first.date]
    return [
        f
        for f in same_day
        if same_words(f.place, first.place) or (everywhere and f.date is not None and f.date == first.date)
    ]


def _claimed(found: list[Found], owner: Words | None) -> None:
    """Whoever claims an attack is its perpetrator, where no one, or only «انتحاري», was named."""
    if owner is None:
        return
    for f in _main_event(found, everywhere=True):
        by = f.perpetrator
        if by is None or by.s.text(by.i).removeprefix("ال") == "انتحاري":
            f.perpetrator = owner
