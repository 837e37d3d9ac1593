"""One date at a time: rules over the class signs of `calendar_names`, each with the `Told` that it gives.

At a place where a rule can start, every rule is tried and the longest wins (the earlier one where two are as long).
Ranges, «منذ» and «خلال», and which bare years are dates, are the business of `dates`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from hasila.calendar_names import Items, Word
from hasila.periods import Tense, Told

# Every repetition is bounded: time stays linear on hostile text.
# d day, O ordinal («الثالث عشر», «الحادي والعشرين»), N numeral.
_DAY = r"(?P<day>d|O(?:&?N)?|N)"
_MONTH = r"(?P<month>[Mmfzb])(?:(?:[/\-&L]|&L|(?P<open>\())?(?P<month2>[Mmfzb])(?(open)\)?))?"
_YEAR = r"(?:[,/\-F]?[YG]?(?P<year>y)i?|\((?P<year2>y)\)|F?(?:G(?P<ytense>[ACXe])|(?P<ythis>[Qo])G)|(?P<tense>[ACX]))?"
_HEAD = r"(?:[PJlh]{0,4}(?:T,?)?J?(?:(?P<weekday>W)[ACX]?)?p?[,(=]?[Jl]?=?)"
_AMOUNT = r"(?P<amount>[dnN](?:&?N){0,4})"
# A unit that heads a date («شهر نيسان», «يوم 12») counts nothing.
_NO_DATE = r"(?![WTMmfzbOdyjJh])"
_TENSES: dict[str, Tense] = {"A": "past", "C": "this", "X": "next", "e": "same", "Q": "this", "o": "same", ">": "same"}


class Atom(NamedTuple):
    """One date: items `first` to `last` (exclusive), the rule that read it, what it tells."""

    first: int
    last: int
    rule: str
    told: Told


class _Found:
    """A rule's match with the items behind its groups."""

    def __init__(self, match: re.Match[str], items: Items) -> None:
        self.match = match
        self.items = items

    def word(self, group: str) -> Word | None:
        """The first item of a group, None where the group has no part in the match."""
        at = self.match.start(group) if group in self.match.re.groupindex else -1
        return self.items.words[at] if at >= 0 else None

    def value(self, group: str) -> int | None:
        """The sum of the group's numerals («الحادي» «والعشرين»)."""
        if group not in self.match.re.groupindex or self.match.start(group) < 0:
            return None
        return sum(self.items.words[at].value for at in range(*self.match.span(group)))

    def tense(self, *groups: str) -> Tense:
        """The tense of the first of the groups that takes part."""
        word = next((w for g in groups if (w := self.word(g)) is not None), None)
        return _TENSES[word.sign] if word else ""

    def before(self) -> str:
        """The sign before the match, empty at the start."""
        return self.match.string[self.match.start() - 1 : self.match.start()]

    def after(self, how_many: int = 1) -> str:
        """The signs after the match, fewer at the end."""
        return self.match.string[self.match.end() : self.match.end() + how_many]

    def dated(self) -> bool:
        """Does a year or a tense stand beside the month?"""
        return any(self.word(group) is not None for group in ("year", "year2", "tense", "ytense", "ythis"))

    def quoted(self) -> bool:
        """Does the match fill a pair of quotation marks («14 آذار» as the name of a movement)?"""
        start, end = self.items.starts[self.match.start()], self.items.ends[self.match.end() - 1]
        return self.items.text[max(0, start - 1) : start] == self.items.text[end : end + 1] == '"'

    def joined(self) -> bool:
        """Are the items from group `a` to group `c` written without blanks between them?"""
        at = range(self.match.start("a"), self.match.start("c"))
        return all(self.items.ends[i] == self.items.starts[i + 1] for i in at)


_Build = Callable[[_Found], Told | None]


def _weekday(found: _Found) -> int | None:
    word = found.word("weekday")
    return word.value if word else None


def _year(found: _Found) -> int | None:
    return found.value("year") or found.value("year2")


def _month(found: _Found) -> int | None:
    """The month; of a double name («رمضان/حزيران») the Gregorian one."""
    first, second = found.value("month"), found.value("month2")
    return second if first and second and first > 100 > second else first


def _month2(found: _Found) -> int | None:
    """The last of several months («تموز وآب»), None for a double name of one."""
    first, second = found.value("month"), found.value("month2")
    return second if first and second and first != second and (first > 100) == (second > 100) else None


def _evident(found: _Found, with_day: bool) -> bool:
    """Is a month name that is also another word a month here?"""
    word = found.word("month")
    sign = word.sign if word else "M"
    double = found.match.group("month2") is not None
    year = _year(found) is not None or "S" in found.match.group()
    if sign == "M" or double or (year and sign != "b"):
        return True
    if sign in "bz":
        return sign == "z" and with_day and found.match.group("day")[0] == "O"
    tense = bool(found.tense("tense", "ytense", "ythis"))
    edge = "E" in found.match.group()
    return with_day or tense or (sign == "m" and (edge or found.before() in tuple("I<RLB")))


def _year_shift(found: _Found) -> int:
    word = found.word("ytense")
    return word.value if word else 0


def _day_month(found: _Found) -> Told | None:
    day = found.value("day")
    if day is None or not 1 <= day <= 31 or not _evident(found, True) or _month2(found):
        return None
    named = found.quoted() or (found.before() == "g" and found.match.group()[0] != "W")
    if named and not found.dated():
        return Told("name")
    # «هجمات 11 سبتمبر» without a year are those of 2001.
    attack = found.before() == "t" and (day, _month(found)) == (11, 9) and not found.dated()
    year = _year(found) or (2001 if attack else None)
    return Told(
        "calendar", day=day, month=_month(found), year=year, weekday=_weekday(found), tense=found.tense("tense"),
        year_tense=found.tense("ytense", "ythis"), amount=_year_shift(found),
    )  # fmt: skip


def _numeric(found: _Found) -> Told | None:
    """Day first (2016-05-12 year first); month first only where day first cannot be. A year up to 1500 is Hijri."""
    a, b, c = (found.value(g) or 0 for g in "abc")
    if a > 31:
        a, c = c, a
    separator = found.match.group("sep")
    if separator == "/" and 10 <= c < 100:
        c += 2000
    if separator == "." and not found.joined():
        return None
    if b > 12 >= a:
        a, b = b, a
    if not (1 <= b <= 12 and 1 <= a <= 31 and c >= 1300):
        return None
    return Told("calendar", day=a, month=b + 100 * (c <= 1500), year=c, weekday=_weekday(found))


def _short_numeric(found: _Found) -> Told | None:
    a, b = found.value("a") or 0, found.value("b") or 0
    return Told("calendar", day=a, month=b, weekday=_weekday(found)) if b <= 12 else None


def _whole_month(found: _Found) -> Told | None:
    word = found.word("edge")
    return Told(
        "calendar", month=_month(found), month2=_month2(found), year=_year(found), tense=found.tense("tense"),
        year_tense=found.tense("ytense", "ythis"), amount=_year_shift(found), edge=word.unit if word else "",
    ) if _evident(found, False) else None  # fmt: skip


def _numbered_month(found: _Found) -> Told | None:
    month = found.value("number") or 0
    return Told("calendar", month=month, year=_year(found)) if month <= 12 else None


def _day_this_month(found: _Found) -> Told | None:
    day = found.value("day") or 0
    shift = found.word("tense") or found.word("tense2")
    tense: Tense = "same" if found.word("of_it") else found.tense("tense", "tense2", "this", "only")
    # «الثاني منه» may be the second part of it; «في 2 منه» is a day.
    if found.word("of_it") and found.before() not in ("I", "&") and len(found.match.group()) == 2:
        return None
    return Told(
        "calendar", day=day, month_tense=tense, amount=shift.value if shift else 0, weekday=_weekday(found)
    ) if 1 <= day <= 31 else None  # fmt: skip


def _unit(found: _Found) -> Told | None:
    """«الأسبوع الماضي», «هذا الشهر», «مطلع العام»."""
    word, shift, edge = found.word("unit"), found.word("tense"), found.word("edge")
    tense = found.tense("tense", "this")
    if word is None or not (tense or (edge and word.unit != "week")):
        return None
    if found.before() == "$" and found.match.group()[0] == "G":
        return Told("name")
    unit = "whole_week" if word.unit == "week" else word.unit
    kind: Literal["same", "shift"] = "same" if tense == "same" else "shift"
    return Told(kind, unit=unit, amount=shift.value if shift else 0, edge=edge.unit if edge else "")


def _whole_year(found: _Found) -> Told | None:
    edge = found.word("edge")
    return Told("calendar", year=found.value("year"), edge=edge.unit if edge else "")


def _season(found: _Found) -> Told | None:
    word = found.word("tense")
    return Told("shift", unit="year", amount=word.value if word else 0, tense="")


def _day_word(found: _Found) -> Told | None:
    """«أمس», «صباح اليوم», «أمس الثلاثاء». «اليوم» with an ordinal, or in «20 في اليوم», is no day of ours."""
    word, weekday = found.word("word"), _weekday(found)
    if word is None:
        return None
    if weekday is not None:
        return Told("weekday", weekday=weekday, unit="near", amount=word.value)
    text = found.match.group()
    named = found.after() in tuple("OAXe>w") or (found.before() in ("I", "%") and text == "T")
    return None if word.value == 0 and text[-1] == "T" and named else Told("shift", unit="day", amount=word.value)


def _same_day(found: _Found) -> Told | None:
    word = found.word("tense")
    return Told("same", unit="day", amount=1 if word and word.sign == ">" else 0)


def _this_part(found: _Found) -> Told | None:
    """«هذا الصباح», «الليلة الماضية»."""
    word, night = found.word("tense"), found.word("night")
    if word is None and night is not None and not night.value:
        return None
    return Told("shift", unit="day", amount=word.value if word else 0)


def _on_weekday(found: _Found) -> Told | None:
    if found.before() == "g" and found.match.group().startswith("W"):
        return Told("name")
    if found.before() == "%" or found.match.group().startswith("jW"):
        return Told("name")
    week = found.word("week")
    shift = found.word("tense")
    if week is not None:
        weeks = week.value if week.sign != "K" else 0
        return Told("weekday", weekday=_weekday(found), unit="week", amount=weeks)
    return Told("weekday", weekday=_weekday(found), tense=found.tense("tense"), amount=shift.value if shift else 0)


def _weekdays(found: _Found) -> Told | None:
    second = found.word("weekday2")
    last = second.value if second else None
    return Told("weekday", weekday=_weekday(found), weekday2=last, tense=found.tense("tense"))


def _ago(found: _Found) -> Told | None:
    """«قبل ثلاثة أيام»; unknown where it counts from another happening («قبل يومين من الهجوم») or names no number."""
    word = found.word("unit")
    amount = found.value("amount")
    if word is None:
        return None
    amount = _implied(word) if amount is None else amount
    counted_from = re.match(r"F[!sETWMdO]", found.after(2))
    elsewhere = found.match.group()[0] == "q" and counted_from and not found.word("now")
    if elsewhere or amount is None or amount < 0:
        return Told("unknown", unit=word.unit) if elsewhere else _near_ago(word)
    if found.word("half") and word.unit == "year":
        return Told("shift", unit="month", amount=-12 * amount - 6)
    return Told("shift", unit=word.unit, amount=-amount)


def _from_last(found: _Found) -> Told | None:
    """«قبل ذلك بيومين», «بعد ذلك بأسبوع»: from the date told last."""
    word, way = found.word("unit"), found.word("way")
    if word is None or way is None:
        return None
    amount = found.value("amount") or _implied(word)
    back = way.sign == "q"
    return Told("shift", unit=word.unit, tense="same", amount=-amount if back else amount) if amount else None


def _after_another(found: _Found) -> Told | None:
    """«قتل أمس ثلاثة، بعد يومين من هجوم …» dates the attack: so long before the date told last."""
    told = _from_last(found)
    return told._replace(amount=-told.amount) if told and told.unit not in ("hour", "minute") else None


def _implied(word: Word) -> int | None:
    """How many units a unit without a numeral is: a dual two, a singular one, a plural any number."""
    return 2 if word.sign in "vD" else 1 if word.sign in "JkSY" else None


def _near_ago(word: Word) -> Told:
    """«قبل ساعات», «قبل دقائق» are still the day of publication; «قبل أيام» is unknown."""
    return Told("shift", unit="day") if word.unit in ("hour", "minute") else Told("unknown", unit=word.unit)


def _last(found: _Found) -> Told | None:
    """«خلال الساعات الـ24 الماضية», «خلال 24 ساعة», «في اليومين الماضيين»; unknown without a number."""
    word = found.word("unit")
    if word is None:
        return None
    amount = found.value("amount")
    if amount is None:
        amount = 3 if word.sign == "V" and word.unit == "hour" else _implied(word)
    return Told("last", unit=word.unit, amount=amount) if amount is not None and amount > 0 else Told("unknown")


def _latest(found: _Found) -> Told | None:
    """«آخر 24 ساعة», «آخر يومين»."""
    word, amount = found.word("unit") or found.word("dual"), found.value("amount") or 2
    return Told("last", unit=word.unit, amount=amount) if word else None


def _feast(found: _Found) -> Told | None:
    """«ثاني أيام عيد الفطر»."""
    first = found.value("feast") or 0
    day = first % 100 + (found.value("day") or 1) - 1
    return Told("calendar", day=day, month=100 + first // 100, year=_year(found), tense=found.tense("tense"))


def _anniversary(found: _Found) -> Told | None:
    """«مثل هذا اليوم من عام 2004», «في مثل هذا اليوم قبل ثلاثة أعوام»."""
    shift, amount = found.word("tense"), found.value("amount")
    year = found.value("year")
    years = shift.value if shift else -amount if amount else 0
    return Told("shift", unit="anniversary", year=year, amount=years) if years or year else None


_RULES: tuple[tuple[str, str, _Build], ...] = (
    ("day-month", _HEAD + _DAY + r"[F/\-]?S?" + _MONTH + _YEAR, _day_month),
    ("numeric", _HEAD + r"(?P<a>[dy])(?P<sep>[/\-.])(?P<b>d)(?P=sep)(?P<c>[dy])i?", _numeric),
    ("short-numeric", r"(?:[PJh]{0,4}[Jl]|[PJ]{0,4}(?P<weekday>W)[,(]?|(?<=[<I]))(?P<a>d)[/\-](?P<b>d)(?![/\-][dy])",
     _short_numeric),
    ("day-of-month", _HEAD + _DAY + r"(?:F(?:H(?P<tense>[ACXe])?|(?P<this>[Qo])H)|H(?P<tense2>[ACX])|(?P<only>C)"
     r"|(?P<of_it>~))", _day_this_month),
    ("month", r"(?P<edge>E)?E{0,2}[Sx]?" + _MONTH + _YEAR, _whole_month),
    ("numbered-month", r"S(?P<number>d)[/\-]?(?P<year>y)", _numbered_month),
    ("unit", r"(?P<edge>E)?E{0,2}(?P<this>[Qo])?(?P<unit>[KHG])(?P<tense>[ACXe>])?", _unit),
    ("year", r"(?:(?P<edge>E)[YGZ]{0,2}|Z[YG]?|[YG])(?P<year>y)i?", _whole_year),
    ("season", r"E?ZG?(?P<tense>[ACX])", _season),
    ("day-word", r"Q?[PJ]{0,4}(?P<word>T)(?:[,(]?J?(?P<weekday>W))?p?", _day_word),
    ("same-day", r"(?:[PJ]{0,4}T|h)(?P<tense>[e>])|o[JT](?!e)", _same_day),
    ("this-part", r"Qh|Q?(?P<night>h)(?P<tense>A)?", _this_part),
    ("since-part", r"(?<=<)[uEP]{0,3}h", lambda found: Told("shift", unit="day")),
    ("feast-day", r"(?P<day>O)j(?P<feast>a)(?P<tense>A)?(?P<year>y)?i?", _feast),
    ("weekday", r"[PJj]{0,4}(?P<weekday>W)(?P<tense>[ACX])?(?:F(?:K|Q)(?P<week>[ACXK]))?p?", _on_weekday),
    ("weekdays", r"[PJj]{0,4}(?P<weekday>W)(?:[&,]{1,2}W){0,5}(?:[&/\-]|,&|&?L)(?P<weekday2>W)(?P<tense>[ACX])?",
     _weekdays),
    ("night-of", r"P{1,3}(?P<weekday>W)(?P<weekday2>W)(?P<tense>[ACX])?", _weekdays),
    ("ago", r"[q<]c{0,2}(?:" + _AMOUNT + r"c{0,2})?(?P<vague>\*)?(?P<unit>[ujkSJYv])" + _NO_DATE
     + r"(?:N(?!u))?(?P<half>&½[GHK]?)?(?P<now>F1)?", _ago),
    ("that-ago", r"(?P<way>[q+])o(?:" + _AMOUNT + r")?(?P<unit>[ujkSJYv])", _from_last),
    ("after-another", r"(?P<way>\+)(?:" + _AMOUNT + r")?(?P<unit>[ujkSJYv])(?=F)", _after_another),
    ("last-units", r"[RI]?r?(?P<unit>[VD])(?:" + _AMOUNT + r")?\*?A", _last),
    ("last-counted", r"[RI]?c{0,2}r?" + _AMOUNT + r"(?P<unit>[ujkSJYV])A", _last),
    ("within", r"Rc{0,2}(?:" + _AMOUNT + r")?(?P<unit>[ujkSJYv])" + _NO_DATE, _last),
    ("latest", r"[RI]?r(?:" + _AMOUNT + r"(?P<unit>[ujkSJY])|(?P<dual>v))", _latest),
    ("anniversary", r"#QT(?:F(?:Y(?P<year>y)|G(?P<tense>A))|[q<]" + _AMOUNT + r"u)", _anniversary),
)  # fmt: skip

_COMPILED = tuple((name, re.compile(pattern), build) for name, pattern, build in _RULES)
# Where a rule can start, and a sign without which no date is told within reach of it.
_START = re.compile(r"[PJjlhTWdyONEMmfzbSxQoKHGYZq<RIVDrc#+u]")
_CORE = re.compile(r"[MmfzbTWKHGYZqhV<RrDJlC~]|[+q]o|\+[dnNujkSJYv]|Sd|Oj|[EYZx]y|E[YZ]y|[dy][/\-.]d")
_REACH = 14


def _at(items: Items, at: int) -> Atom | None:
    best: Atom | None = None
    for name, pattern, build in _COMPILED:
        match = pattern.match(items.signs, at)
        if match is not None and (best is None or match.end() > best.last):
            told = build(_Found(match, items))
            if told is not None:
                best = Atom(at, match.end(), name, told)
    return best


def atoms(items: Items) -> list[Atom]:
    """Every single date of the items, from left to right, none overlapping another."""
    found: list[Atom] = []
    signs, at = items.signs, 0
    while (start := _START.search(signs, at)) is not None:
        at = start.start()
        atom = _at(items, at) if _CORE.search(signs, at, at + _REACH) else None
        if atom is not None:
            found.append(atom)
        at = atom.last if atom is not None else at + 1
    return found
