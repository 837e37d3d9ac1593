"""Dates as Arabic reports tell them, resolved against the day of publication.

`find_dates` works on any text, `find` on a stretch of folded text. `calendar_names` turns the words into classes,
`date_rules` finds single dates, this module joins them («من 1 إلى 5 آذار», «منذ 7 أكتوبر», «خلال نيسان»), and `periods`
resolves them. A time of day is no date. What is told but cannot be resolved has the value None.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Literal, NamedTuple

from hasila.calendar_names import Items, lex
from hasila.date_rules import Atom, atoms
from hasila.fold import fold, without
from hasila.model import DateMention, Folded
from hasila.periods import Anchor, Precision, Told, When, covered, resolve, until

_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
# How far into a text a dateline may stand, in folded characters.
_DATELINE = 300

# Signs after the single dates are found: @ a date, y a bare year, d a bare day. The first alternative wins.
_PAIR = r"(?P<lead>RF|[FB<RIjx])?(?P<head>[JjxSl]{0,3})(?P<a>[@yd]|O(?:&?N)?)(?P<link>&?L|[-/]|&|)[JlI]{0,3}(?P<b>[@y])"
_SINGLE = (
    r"<(?:[sE][^@;.,()<L]{1,6}?[IJ][Jl]{0,2}|[^@;.,()<&L-])(?P<begun>@)"
    r"|<[JSlx]{0,3}(?P<since>[@y])"
    r"|F(?P<edge>@)"
    r"|R[JSlx]{0,3}(?P<during>[@y])"
    r"|(?P<plain>@)"
    r"|(?:(?<=[ILq+])|(?<=OF))(?P<year>y)|\((?:y-)?(?P<bracketed>y)\)"
    r"|(?P<start><[sE][^@;.,()]?)"
)
_ANY = re.compile(f"{_PAIR}|{_SINGLE}")
_ALONE = re.compile(_SINGLE)
# What a number counts: a noun in the accusative.
_NOUN = re.compile(r" [^\W\d_]{3,}ا\b")
_STRETCHES = frozenset(("last-units", "last-counted", "within", "latest"))
_CUES: dict[str, Literal["until", "before", "after", "in"]] = {"L": "until", "q": "before", "+": "after", "I": "in"}


class FoldedDate(NamedTuple):
    """A date in folded text: `start` and `end` index the folded text.

    `value`, `precision` as in `DateMention`; of `since`, the value is its first day (month, year). `kind` has one more
    case, `during` («خلال», «طوال»). `period` is START/END where the words cover more than a day: a month, a year, a
    week, a span, from a day until publication. `cue` is what governs it: `until`, `before`, `after`, `in` or nothing.
    """

    start: int
    end: int
    value: str | None
    kind: Literal["point", "span", "since", "during"]
    precision: Precision
    period: str | None
    cue: Literal["", "until", "before", "after", "in"]
    rule: str


class _Joint(NamedTuple):
    """One or two dates that belong together: items `first` to `last` (exclusive), and how."""

    first: int
    last: int
    kind: Literal["point", "span", "since", "during"]
    told: Told
    until: Told | None
    rule: str


def day_of(published: str | None) -> datetime.date | None:
    """The date of an ISO date, or date and time, as written (no conversion of zones); None if it is no date."""
    match = _ISO_DAY.match(published or "")
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


class _Stretch:
    """The items of a stretch with its single dates put in as one sign each."""

    def __init__(self, items: Items) -> None:
        self.items = items
        self.atoms: list[Atom | None] = []
        self.places: list[tuple[int, int]] = []
        signs: list[str] = []
        at = 0
        for atom in atoms(items):
            self._plain(signs, at, atom.first)
            signs.append("_" if atom.told.kind == "name" else "@")
            self.atoms.append(atom)
            self.places.append((atom.first, atom.last))
            at = atom.last
        self._plain(signs, at, len(items.signs))
        self.signs = "".join(signs)

    def _plain(self, signs: list[str], first: int, last: int) -> None:
        signs.extend(self.items.signs[first:last])
        self.atoms.extend([None] * (last - first))
        self.places.extend((i, i + 1) for i in range(first, last))

    def told(self, at: int) -> Told:
        """What the date, the bare year or the bare day at `at` tells."""
        atom = self.atoms[at]
        if atom is not None:
            return atom.told
        value = self.items.words[self.places[at][0]].value
        return Told("calendar", year=value) if self.signs[at] == "y" else Told("calendar", day=value)

    def first_told(self, match: re.Match[str]) -> Told:
        """What the first part of a pair tells; a day may be written in words («بين الثالث والسابع من أيار»)."""
        if match["a"][0] != "O":
            return self.told(match.start("a"))
        places = [self.places[at][0] for at in range(*match.span("a"))]
        return Told("calendar", day=sum(self.items.words[place].value for place in places))

    def rule(self, at: int) -> str:
        """The rule that found the date at `at`."""
        atom = self.atoms[at]
        return atom.rule if atom else "bare-year"

    def joint(self, match: re.Match[str], at: int, kind: Literal["point", "since", "during"], first: int) -> _Joint:
        """A single date, from sign `first` to the end of the match."""
        return _Joint(self.places[first][0], self.places[match.end() - 1][1], kind, self.told(at), None, self.rule(at))


def _bare_year(stretch: _Stretch, at: int) -> bool:
    """Is the four-digit number at `at` plausibly a year of our calendar, and no count («في 2010 شخصا»)?"""
    after = _NOUN.match(stretch.items.text, stretch.items.ends[stretch.places[at][0]])
    return 1900 <= (stretch.told(at).year or 0) <= 2100 and after is None


def _linked(stretch: _Stretch, match: re.Match[str]) -> bool:
    """Do the two dates make a range, by what stands before and between them?"""
    lead, link, a = match["lead"] or "", match["link"], match["a"]
    b = stretch.told(match.start("b"))
    if match["b"] == "y" and not _bare_year(stretch, match.start("b")):
        return False
    if a == "y" and not (_bare_year(stretch, match.start("a")) and lead and b.day is None and b.month is None):
        return False
    if a[0] in "dO" and not (b.day is not None and b.kind == "calendar"):
        return False
    if link == "":
        # «من أول رمضان لليوم»: the second date with a preposition of its own.
        at = stretch.items.starts[stretch.places[match.start("b")][0]]
        return lead in ("F", "<") and a != "y" and stretch.items.text[at - 1 : at] == "ل"
    if link == "&":
        return lead == "B" or (a != "@" and lead in tuple("IjRx")) or "j" in match["head"]
    if link == "/":
        return a == "d" and stretch.signs[match.start("a") - 1 : match.start("a")] in tuple("PIJj")
    if link == "-":
        place = stretch.places[match.start("link")][0]
        items = stretch.items
        even = (items.ends[place - 1] == items.starts[place]) == (items.ends[place] == items.starts[place + 1])
        return lead != "" or (even and a != "y")
    return True


def _inherit(first: Told, second: Told) -> Told:
    """The first date of a range with what only the second one tells: month, year, tense."""
    if first.kind != "calendar" or second.kind != "calendar":
        return first
    if first.month is None and first.day is not None:
        return second._replace(day=first.day, weekday=None)
    if first.year is None and first.month is not None and not first.year_tense:
        back = second.month is not None and first.month > second.month
        year = second.year - back if second.year is not None else None
        return first._replace(year=year, tense=first.tense or second.tense, year_tense=second.year_tense,
                              amount=second.amount - back if second.year_tense else first.amount)  # fmt: skip
    return first


def _range(stretch: _Stretch, match: re.Match[str]) -> _Joint | None:
    if not _linked(stretch, match):
        return None
    a, b = match.start("a"), match.start("b")
    second = stretch.told(b)
    first = _inherit(stretch.first_told(match), second)
    start = match.start("lead") if (match["lead"] or "") in tuple("FB<R") and match["lead"] else a
    rule = f"{stretch.rule(b)}-range"
    return _Joint(stretch.places[start][0], stretch.places[match.end() - 1][1], "span", first, second, rule)


def _single(stretch: _Stretch, match: re.Match[str]) -> _Joint | None:
    group = match.lastgroup or ""
    at = match.start(group)
    if group in ("begun", "since"):
        return stretch.joint(match, at, "since", match.start())
    if group == "edge":
        begins = stretch.told(at).edge == "start"
        return stretch.joint(match, at, "since" if begins else "point", match.start() + (not begins))
    if group == "during":
        return stretch.joint(match, at, "during", match.start())
    if group == "start":
        first, last = stretch.places[match.start()][0], stretch.places[match.end() - 1][1]
        return _Joint(first, last, "since", Told("unknown"), None, "since")
    if group in ("year", "bracketed") and not _bare_year(stretch, at):
        return None
    return _Joint(*stretch.places[at], "point", stretch.told(at), None, stretch.rule(at))


def _joints(stretch: _Stretch) -> Iterator[_Joint]:
    at = 0
    while (match := _ANY.search(stretch.signs, at)) is not None:
        at = match.end()
        joint = _range(stretch, match) if match["b"] else _single(stretch, match)
        if joint is None and match["b"]:
            # No range: the first part alone, then on from the link.
            at = match.start("link")
            alone = _ALONE.search(stretch.signs, match.start(), at)
            joint = _single(stretch, alone) if alone else None
        if joint is not None:
            yield joint


def _both(joint: _Joint, anchor: Anchor) -> When | None:
    """The span from the first day of the one to the last day of the other."""
    low, high = resolve(joint.told, anchor), resolve(joint.until, anchor) if joint.until else None
    if low is None or high is None:
        return None
    first = low.low
    if first > high.high and joint.told.kind == "weekday":
        first -= datetime.timedelta(days=7 * -(-(first - high.high).days // 7))
    return When(first, high.high, "span") if first <= high.high else None


def _value(joint: _Joint, when: When, low: When | None) -> str:
    """`2011/2013`, `2016-04/2016-06` for years and months that are told as such, else days."""
    if joint.until is not None and low is not None and joint.until.day is None and joint.until.kind == "calendar":
        precision = "year" if joint.until.month is None else low.precision
        if precision in ("month", "year"):
            size = 4 if precision == "year" else 7
            return f"{when.low.isoformat()[:size]}/{when.high.isoformat()[:size]}"
    if joint.until is None and joint.told.month2 is not None and joint.told.day is None and when.precision == "span":
        return f"{when.low.isoformat()[:7]}/{when.high.isoformat()[:7]}"
    if when.coarse and joint.kind != "since":
        return covered(when, None)
    return when.value


def _period(joint: _Joint, when: When, published: datetime.date | None) -> str | None:
    if joint.kind == "since":
        return until(when, published, joint.told.edge)
    if when.precision == "day" and joint.kind == "point":
        return None
    return covered(when, published if joint.kind != "span" else None)


def _dated(joint: _Joint, stretch: _Stretch, anchor: Anchor) -> tuple[FoldedDate, When | None]:
    low = resolve(joint.told, anchor)
    when = low if joint.until is None else _both(joint, anchor)
    items = stretch.items
    signs = items.signs
    first = joint.first + (signs[joint.first] == "I")
    before = signs[first - 1] if first else ""
    kind = joint.kind
    if kind == "point" and (joint.rule in _STRETCHES or (when and when.precision == "span")):
        kind = "during" if signs[joint.first] == "R" else "span"
    if joint.told.weekday2 is not None:
        kind = "span"
    joint = joint._replace(kind=kind)
    found = FoldedDate(
        items.starts[first], items.ends[joint.last - 1],
        _value(joint, when, low) if when else None, kind, when.precision if when else _told_precision(joint),
        _period(joint, when, anchor.published) if when else None, _CUES.get(before, ""), joint.rule,
    )  # fmt: skip
    return found, when


def _told_precision(joint: _Joint) -> Precision:
    """How precise an unresolved date is told."""
    told = joint.told
    if joint.until is not None or joint.rule in _STRETCHES or joint.rule == "since":
        return "span"
    if told.day is not None or told.weekday is not None or told.unit in ("day", "hour", "minute"):
        return "day"
    return "year" if told.unit == "year" or (told.year is not None and told.month is None) else "month"


_HALF = "النصف "


def _half(text: str, date: FoldedDate) -> FoldedDate:
    """«النصف الأول من أيار»: the first or the second half of the month, not its first or second day."""
    if date.precision != "day" or date.kind != "point" or date.value is None or not text.endswith(_HALF, 0, date.start):
        return date
    first = datetime.date.fromisoformat(date.value)
    if first.day not in (1, 2):
        return date
    second = first.day > 1
    low = first.replace(day=16 if second else 1)
    high = (low.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)
    span = f"{low.isoformat()}/{(high if second else low.replace(day=15)).isoformat()}"
    before = text[: date.start - len(_HALF)].rstrip()
    kind: Literal["span", "during"] = "during" if before.endswith(("خلال", "طوال")) else "span"
    start = date.start - len(_HALF)
    return date._replace(start=start, value=span, kind=kind, precision="span", period=span)


def find(folded: Folded, published: datetime.date | None, start: int = 0, end: int | None = None) -> list[FoldedDate]:
    """The dates of `folded.text[start:end]`, in order, none overlapping; no date runs over a structural line break."""
    end = len(folded.text) if end is None else end
    found: list[FoldedDate] = []
    last: When | None = None
    breaks = folded.breaks[bisect_left(folded.breaks, start) : bisect_left(folded.breaks, end)]
    for left, right in zip((start, *breaks), (*breaks, end), strict=True):
        stretch = _Stretch(lex(folded.text, left, right))
        for joint in _joints(stretch):
            date, when = _dated(joint, stretch, Anchor(published, last))
            date = _half(folded.text, date)
            found.append(date)
            last = when or last
    return found


def find_dates(text: str, published: str | None) -> list[DateMention]:
    """The dates that `text` tells, with spans in it, in order; relative ones resolved against `published` (ISO)."""
    folded = without(fold(text), text, "إ")
    mentions = []
    for found in find(folded, day_of(published)):
        start, end = folded.span(found.start, found.end)
        kind = "span" if found.kind == "during" else found.kind
        mentions.append(DateMention(start, end, found.value, kind, found.precision))
    return mentions


def dateline(folded: Folded) -> datetime.date | None:
    """The first full date that stands in the opening of a text, as in «بيروت، السبت 2 تشرين الثاني 2024»."""
    for found in find(folded, None, 0, min(len(folded.text), _DATELINE)):
        if found.precision == "day" and found.kind == "point" and found.value is not None:
            return datetime.date.fromisoformat(found.value)
    return None
