"""When a finding happened and over what it counts: one happening, or a span of time.

A span («منذ …», «خلال …»), a month's figure and a sum over several happenings are cumulative; a day told with the find
of the dead, or with the death of the long injured, is not that of the deed (annotation guidelines, `scope`, `date`).
"""

from __future__ import annotations

import calendar

from hasila import dates
from hasila.discourse import Discourse
from hasila.found import Found
from hasila.scenes import is_breakdown, sums_up
from hasila.sentences import VERBS, Mark, Sentence
from hasila.spans_of_time import of_a_war, since_event
from hasila.status import future

# A month's figure of this many is a sum, not a happening told to the month.
_MANY = 10


def date_and_scope(f: Found, when: Mark | None, text: Discourse) -> None:
    """The date, and with it the scope: a span («منذ …», «خلال …») or a total of a day is cumulative."""
    context = text.now
    found_later = any(
        f.s.particle(k, "find") for k in range(max(0, min(f.draft.i, f.draft.group.i) - 3), f.draft.i + 1)
    )
    # «انتُشل اليوم جثمانا …»: the day of finding; a day told behind («… الذي قُصف السبت») is the day of the deed.
    finding = found_later and when is not None and when.i < f.draft.i and context.date is not None
    later = context.date is not None and when is not None and _died_later(f, when)
    what = when.what if when is not None and not finding and not later else None
    to_come = f.judgement.status == "hypothetical" or future(f.s, f.draft)
    if to_come and isinstance(what, dates.FoldedDate) and what.kind == "during":
        what = None  # «سيموت عشرة خلال يومين»: a delay, no date
    if when is not None and when.i < f.draft.i and _open_total(f) and _so_that(f, when):
        what = None  # «… خلال 24 ساعة، ليرتفع العدد الإجمالي إلى 152»
    if isinstance(what, dates.FoldedDate):
        f.date = what.value
        f.since = what.kind == "since"
        f.dated = True
        monthly = what.precision == "month" and f.draft.group.numbered and f.draft.low >= _MANY and not _act_told(f.s)
        monthly = monthly or _figure_of(f, when)
        # «منذ أيلول 2002، عندما أعدم خمسة»: of that day.
        that_day = what.kind == "since" and when is not None and when.i < f.draft.i and _that_day(f.s, when)
        held = what.kind == "since" and f.draft.outcome in ("detained", "abducted", "missing")
        held = held and when is not None and (when.i >= f.draft.group.i or f.draft.low <= _FEW)
        if (monthly or what.kind in ("since", "during") or _over_days(f.s, when)) and not held and not that_day:
            _cumulative(f, what.period or what.value)
    elif f.judgement.status != "hypothetical":
        f.date = context.date
    if f.scope == "incident" and (sums_up(f.s) or since_event(f.s, f.draft) or of_a_war(f.s, f.draft)):
        _cumulative(f, f.date if f.dated or not _open_total(f) else None)
    if f.scope == "incident" and not f.dated and not text.in_list and _of_heading(f, text):
        _cumulative(f, None if _open_total(f) else context.period)
    if f.scope == "incident" and not f.dated and _sums_up_list(f, text):
        _cumulative(f, context.date)
    if (
        f.scope == "incident"
        and text.in_list
        and context.period is not None
        and what is None
        and (_row(f) or text.governed)
    ):
        _cumulative(f, context.period)


def _row(f: Found) -> bool:
    """A figure right behind the label of a line («مالي: 25 قتيلا»), with no verb that tells a happening of its own."""
    s = f.s
    colon = next((k for k in range(len(s.words)) if s.text(k) == ":"), 0)
    hits = (h for at in s.hits[colon : f.draft.group.i] for h in at)
    verbs = any(h.kind in ("speech", "outcomes") and h.row.part in ("verb", *VERBS) for h in hits)
    return is_breakdown(s) and (f.draft.rule == "zero" or (f.draft.group.numbered and not verbs))


def _so_that(f: Found, when: Mark) -> bool:
    return any(f.s.text(k).startswith("ل") and f.s.text(k).startswith(_RISES) for k in range(when.j, f.draft.group.i))


def _of_heading(f: Found, text: Discourse) -> bool:
    """«حصيلة يوم الجمعة … / وثقت اللجان 63 شهيدا»: a bare figure below the heading of a day's or a month's figures."""
    bare = f.draft.group.numbered and f.draft.low > _FEW and f.draft.part_of is None
    return text.headed and text.now.period is not None and bare and not _act_told(f.s)


def _sums_up_list(f: Found, text: Discourse) -> bool:
    """«الحصيلة: 20 قتيلا و21 جريحا»: the line that sums up a list of happenings."""
    sums = f.s.particle(0, "number_of") is not None and f.s.text(1) == ":"
    return sums and text.lists >= _MANY_LINES and text.elsewhere


_FEW = 2
_MANY_LINES = 3


def _that_day(s: Sentence, when: Mark) -> bool:
    return any(s.text(k) in ("حين", "عندما") for k in (when.j, when.j + 1))


_HURT = ("جرحي", "مصاب", "جراح", "اصيب", "اصاب", "الجرحي", "المصاب")


def _died_later(f: Found, when: Mark) -> bool:
    """One of the injured died: dated by the day of the wound, unless that is the day told («من جرحى الأمس»)."""
    s, draft = f.s, f.draft
    injured = draft.group.outcome is not None and draft.group.outcome.sense == "injured"
    cared_for = any(
        s.text(k).startswith(("متاثر", "يرقد", "مصابي", "جرحي"))
        for k in range(draft.i, min(draft.j + 12, len(s.words)))
    )
    cared_for = cared_for or any(s.text(k) == "يرقد" for k in range(draft.group.i, draft.i))
    reached = draft.rule == "toll_reached" and any(s.text(k) in ("يرقد", "متاثرا", "فارق") for k in range(draft.i))
    cared_for = cared_for or reached
    of_the_wound = any(s.text(k).removeprefix("ب").startswith(_HURT) for k in range(max(0, when.i - 4), when.i))
    return draft.outcome == "killed" and (injured or cared_for) and not of_the_wound


_TOTALS = frozenset({"الاجمالي", "الاجماليه", "اجمالي", "التراكميه", "الكليه"})


_RISES = ("ارتفع", "يرتفع", "ترتفع", "ليرتفع", "لترتفع", "وترتفع", "ويرتفع", "وارتفع", "ليبلغ", "لتبلغ", "ليصل", "لتصل")


_BACK = 9


_FIGURES = frozenset({"حصيله", "قتلي", "شهداء", "ضحايا", "جرحي", "وفيات", "اصابات", "معتقلي"})


def _figure_of(f: Found, when: Mark | None) -> bool:
    """«حصيلة أيلول», «قتلى الأسبوع السابق», «ضحايا العام الماضي»: a figure of the whole span."""
    if when is None or not isinstance(when.what, dates.FoldedDate) or when.what.precision == "day":
        return False
    return f.s.text(when.i - 1).removeprefix("ال") in _FIGURES


def _open_total(f: Found) -> bool:
    """«بلغ مجموع الضحايا منذ بدء القتال 1,800»: of a time that is longer than what the text is about."""
    s = f.s
    for k in range(max(0, f.draft.group.i - _BACK), f.draft.group.i):
        since = s.text(k) == "منذ" and s.mark(s.dates, k) is None and s.mark(s.dates, k + 1) is None
        if since or (s.text(k) in _TOTALS and any(s.text(n).startswith(_RISES) for n in range(max(0, k - 3), k))):
            return True
    return False


def _over_days(s: Sentence, when: Mark | None) -> bool:
    """«خلال المدة من 5 إلى 11»: a span of several days behind «خلال»."""
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
