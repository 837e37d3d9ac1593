"""From a date as told to days: calendar arithmetic, relative to the day of publication.

A month or a day without a year is the nearest one that is not after publication (one day of grace: datelines run ahead
of time zones). Hijri dates are converted by Umm al-Qura; a local sighting of the moon may differ by a day either way.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Literal, NamedTuple

from hijridate import Gregorian, Hijri

Precision = Literal["day", "month", "year", "span"]
Tense = Literal["", "past", "this", "next", "same"]
_DAY = timedelta(days=1)
_UNIT_DAYS = {"day": 1, "week": 7}
_UNIT_MONTHS = {"month": 1, "year": 12, "decade": 120}
_HIJRI = 100


class When(NamedTuple):
    """First and last day, and how precise the wording is. `coarse`: its days within the month are not told."""

    low: date
    high: date
    precision: Precision
    coarse: bool = False

    @property
    def value(self) -> str:
        """In the form of the guidelines."""
        if self.precision == "span":
            return f"{self.low.isoformat()}/{self.high.isoformat()}"
        return _short(self.low, self.precision)


class Told(NamedTuple):
    """A date as the words give it, before it is set against a day of publication.

    `kind`: `calendar` (day, month, year as far as told), `weekday`, `shift` (`amount` units from publication, rounded
    to `unit`), `last` (the `amount` units before publication), `same` (the day, month or year told before), `unknown`;
    `name` is no date («سوق الجمعة», «كتيبة 17 فبراير»).
    Months above 100 are Hijri. `tense`s are those of «الماضي», «الجاري», «المقبل», «نفسه», `amount` how far («قبل
    الماضي» is -2); `year_tense` and `month_tense` those of the year and the month beside a day or a month.
    """

    kind: Literal["calendar", "weekday", "shift", "last", "same", "unknown", "name"]
    day: int | None = None
    month: int | None = None
    month2: int | None = None
    year: int | None = None
    weekday: int | None = None
    weekday2: int | None = None
    tense: Tense = ""
    year_tense: Tense = ""
    month_tense: Tense = ""
    unit: str = ""
    amount: int = 0
    edge: str = ""


class Anchor(NamedTuple):
    """What relative words stand on: the day of publication, and the date told last before them."""

    published: date | None
    last: When | None = None


def _short(day: date, precision: str) -> str:
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}.get(precision, 10)]


def a_day(year: int, month: int, day: int) -> When | None:
    """That day, None where the calendar has no such day."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return When(date(year, month, day), date(year, month, day), "day")


def a_month(year: int, month: int) -> When | None:
    """That whole month."""
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return None
    return When(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")


def a_year(year: int) -> When | None:
    """That whole year."""
    return When(date(year, 1, 1), date(year, 12, 31), "year") if 1 <= year <= 9999 else None


def _hijri_days(year: int, month: int, first: int, last: int | None) -> tuple[date, date] | None:
    try:
        length = Hijri(year, month, 1).month_length()
        low = Hijri(year, month, first).to_gregorian()
        high = Hijri(year, month, length if last is None else last).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(low.year, low.month, low.day), date(high.year, high.month, high.day)


def _hijri_when(year: int, month: int, day: int | None) -> When | None:
    days = _hijri_days(year, month, day or 1, day)
    return days and When(*days, "day" if day else "span")


def _hijri_year(year: int) -> When | None:
    first, last = _hijri_days(year, 1, 1, None), _hijri_days(year, 12, 1, None)
    return When(first[0], last[1], "span") if first and last else None


def _hijri_of(day: date) -> int:
    """The Hijri year in which `day` falls, nearly (within the range that hijridate has)."""
    try:
        return Gregorian(day.year, day.month, day.day).to_hijri().year
    except (ValueError, OverflowError):
        return 0


def month_after(day: date, months: int) -> date | None:
    """The day `months` later (negative: earlier), the month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def days_after(day: date, days: int) -> date | None:
    """The day `days` later, None beyond the calendar."""
    number = day.toordinal() + days
    return date.fromordinal(number) if 1 <= number <= date.max.toordinal() else None


def week_of(day: date, weeks: int) -> When | None:
    """Monday to Sunday, `weeks` from the week of `day` (guidelines)."""
    monday = days_after(day, 7 * weeks - day.weekday())
    sunday = monday and days_after(monday, 6)
    return When(monday, sunday, "span") if monday and sunday else None


def _nearest(ways: Iterable[When | None], tense: Tense, published: date) -> When | None:
    """Of the same date in several years, the one that the tense means."""
    dates = sorted(way for way in ways if way is not None)
    if tense == "next":
        return next((way for way in dates if way.low > published), None)
    if tense == "this":
        return min(dates, key=lambda way: abs((way.low - published).days), default=None)
    if tense == "past":
        return next((way for way in reversed(dates) if way.high < published), None)
    limit = published.toordinal()
    return next((way for way in reversed(dates) if way.low.toordinal() <= limit + (way.precision == "day")), None)


def _in_year(told: Told, year: int) -> When | None:
    """The told day or month in that year of its own calendar."""
    month = told.month
    if month is None:
        return None
    if month > _HIJRI:
        return _hijri_when(year, month - _HIJRI, told.day)
    return a_day(year, month, told.day) if told.day else a_month(year, month)


def _hijri_within(told: Told, year: int) -> int | None:
    """The Hijri year whose told month begins in that Gregorian year («رمضان 2016»)."""
    middle = _hijri_of(date(year, 7, 1)) if 1 <= year <= 9999 else 0
    ways = ((hijri, _in_year(told, hijri)) for hijri in (middle, middle - 1, middle + 1))
    return next((hijri for hijri, way in ways if way and way.low.year == year), None)


def _year_of(told: Told, anchor: Anchor) -> int | None:
    """The year told beside the month: a number, «العام الماضي», «ذلك العام»."""
    hijri = told.month is not None and told.month > _HIJRI
    if told.year is not None and hijri and told.year > 1700:
        return _hijri_within(told, told.year)
    if told.year is not None:
        return told.year
    if told.year_tense == "same":
        return anchor.last.low.year if anchor.last else None
    if told.year_tense and anchor.published:
        return (_hijri_of(anchor.published) if hijri else anchor.published.year) + told.amount
    return None


def _calendar(told: Told, anchor: Anchor) -> When | None:
    if told.month is None and told.day is not None:
        return _day_of_month(told, anchor)
    year = _year_of(told, anchor)
    if told.month is None:
        hijri = year is not None and year <= 1500
        return None if year is None else _hijri_year(year) if hijri else a_year(year)
    if year is not None:
        return _joined(told, year)
    if anchor.published is None or told.year_tense == "same" or told.year is not None:
        return None
    base = _hijri_of(anchor.published) if told.month > _HIJRI else anchor.published.year
    return _nearest((_joined(told, base + n) for n in range(-8, 3)), told.tense, anchor.published)


def _joined(told: Told, year: int) -> When | None:
    """The told month in that year, or the months from `month` to `month2`."""
    first = _in_year(told, year)
    if told.month2 is None or told.day is not None or first is None:
        return first
    later = _in_year(told._replace(month=told.month2), year + (told.month2 < (told.month or 0)))
    return When(first.low, later.high, "span") if later else None


def _day_of_month(told: Told, anchor: Anchor) -> When | None:
    """«الرابع من الشهر الماضي», «12 الجاري», «12 منه»."""
    base = anchor.published
    if told.month_tense == "same":
        base = anchor.last.low if anchor.last else None
        told = told._replace(amount=0)
    month = base and month_after(base.replace(day=1), told.amount)
    if not month:
        return None
    when = a_day(month.year, month.month, told.day or 0)
    # «في 28 من الشهر» on the third of a month is the 28th of the month before.
    if when and not told.month_tense and base and when.low > base:
        earlier = month_after(month, -1)
        return a_day(earlier.year, earlier.month, told.day or 0) if earlier else None
    return when


def _weekday(told: Told, anchor: Anchor) -> When | None:
    if anchor.published is None or told.weekday is None:
        return None
    if told.unit == "week":
        week = week_of(anchor.published, told.amount)
        return _on(days_after(week.low, told.weekday)) if week else None
    if told.unit == "near":
        # The written weekday is surer than a dateline that may lag: the one nearest to «أمس», «اليوم», «غدا».
        ahead = (told.weekday - anchor.published.weekday() - told.amount + 3) % 7 - 3
        return _on(days_after(anchor.published, told.amount + ahead))
    back = (anchor.published.weekday() - (told.weekday if told.weekday2 is None else told.weekday2)) % 7
    if told.tense == "past" and back == 0:
        back = 7
    days = 7 - back if told.tense == "next" else -back - 7 * max(0, -told.amount - 1)
    last = days_after(anchor.published, days)
    if told.weekday2 is None or last is None:
        return _on(last)
    first = days_after(last, -((told.weekday2 - told.weekday) % 7))
    return When(first, last, "span") if first else None


def _on(day: date | None) -> When | None:
    return When(day, day, "day") if day else None


def _shift(told: Told, anchor: Anchor) -> When | None:
    """«أمس», «قبل ثلاثة أشهر», «الأسبوع الماضي»: so many units from publication, as precise as the unit."""
    day = anchor.last.low if told.tense == "same" and anchor.last else anchor.published
    if day is None or (told.tense == "same" and anchor.last is None):
        return None
    if told.unit in _UNIT_MONTHS:
        moved = month_after(day, told.amount * _UNIT_MONTHS[told.unit])
        if moved is None or told.unit == "decade":
            return None
        return a_month(moved.year, moved.month) if told.unit == "month" else a_year(moved.year)
    if told.unit == "whole_week":
        return week_of(day, told.amount)
    if told.unit == "anniversary":
        return a_day(told.year if told.year is not None else day.year + told.amount, day.month, day.day)
    if told.unit == "hour":
        return _on(days_after(day, _days(told.amount)))
    return _on(days_after(day, told.amount * _UNIT_DAYS.get(told.unit, 0)))


def _days(hours: int) -> int:
    """Whole days in so many hours: 3 hours ago is today, 24 yesterday."""
    return -(-hours // 24)


def _last(told: Told, anchor: Anchor) -> When | None:
    """The `amount` units before publication: hours up to its day, days and weeks up to the day before."""
    if anchor.published is None:
        return None
    if told.unit in ("hour", "minute"):
        days = max(1, -(-told.amount // 24)) if told.unit == "hour" and told.amount > 12 else 0
        first = days_after(anchor.published, -days)
        return When(first, anchor.published, "span") if first else None
    if told.unit in _UNIT_DAYS:
        first = days_after(anchor.published, -told.amount * _UNIT_DAYS[told.unit])
        last = days_after(anchor.published, -1)
        return When(first, last, "span") if first and last else None
    first = month_after(anchor.published, -told.amount * _UNIT_MONTHS.get(told.unit, 0))
    return When(first, anchor.published, "span", coarse=True) if first else None


def _same(told: Told, anchor: Anchor) -> When | None:
    """«الشهر ذاته», «ذلك العام»: the unit of the date told last; the one after («التالي») or before it («السابق»)."""
    last = anchor.last
    if last is None:
        return _shift(told._replace(tense=""), anchor) if told.amount < 0 else None
    if told.unit == "day":
        return _on(days_after(last.high, told.amount)) if last.precision == "day" else None
    if told.unit == "whole_week":
        if (last.high - last.low).days == 6:
            first, end = days_after(last.low, 7 * told.amount), days_after(last.high, 7 * told.amount)
            return When(first, end, "span") if first and end else None
        return week_of(last.low, told.amount)
    moved = month_after(last.low, told.amount * _UNIT_MONTHS[told.unit])
    if moved is None or (told.unit == "month" and last.precision == "year"):
        return None
    return a_month(moved.year, moved.month) if told.unit == "month" else a_year(moved.year)


_RESOLVERS: dict[str, Callable[[Told, Anchor], When | None]] = {
    "calendar": _calendar, "weekday": _weekday, "shift": _shift, "last": _last, "same": _same,
}  # fmt: skip


def resolve(told: Told, anchor: Anchor) -> When | None:
    """The days that the words mean, None where nothing resolves them."""
    resolver = _RESOLVERS.get(told.kind)
    return resolver(told, anchor) if resolver else None


def covered(when: When, published: date | None) -> str:
    """The stretch that a month, a year or a span covers, START/END, ended by publication while it is under way."""
    high = published if published and when.low <= published < when.high else when.high
    if when.coarse:
        return f"{_short(when.low, 'month')}/{_short(high, 'month')}"
    return f"{when.low.isoformat()}/{high.isoformat()}"


def until(when: When, end: date | None, edge: str = "") -> str | None:
    """The stretch from a date until `end`, in months where its first day is not told; None where it would end first."""
    if end is None or end < when.low:
        return None
    precision = "month" if edge in ("middle", "end") and when.precision == "month" else "day"
    return f"{_short(when.low, precision)}/{_short(end, precision)}"
