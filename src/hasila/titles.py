"""Titles of incidents, in Arabic and English, from means, place and date: «غارة جوية في ضحيان، 9 آب/أغسطس 2018»."""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib import resources

from babel import Locale
from babel.dates import format_date

from hasila.fold import fold
from hasila.gazetteer import called, gazetteer, get
from hasila.model import Claim
from hasila.sites import parse


@functools.cache
def _table(name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((resources.files("hasila") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


def label(section: str, name: str) -> str:
    """The Arabic label of a value, or the value itself."""
    return _table("labels")[section].get(name, name)


def title(claims: Sequence[Claim], days: tuple[int, int] | None) -> tuple[str, str]:
    """(Arabic, English) title of an incident of these claims; `days` are ordinals."""
    means = _commonest(c.means for c in claims) or "none"
    place = _place(claims)
    when_ar, when_en = _when(days)
    where_ar = f" في {place}" if place else ""
    english = _english(claims, place)
    where_en = f", {english}" if english else ""
    return _table("titles")["ar"][means] + where_ar + when_ar, _table("titles")["en"][means] + where_en + when_en


def _commonest(values: Iterable[str | None]) -> str | None:
    """The commonest value; of equally common ones the first in order."""
    counts = Counter(v for v in values if v)
    return min(counts, key=lambda v: (-counts[v], v), default=None)


def _place(claims: Sequence[Claim]) -> str | None:
    names = [" ".join(c.place.replace("_", " ").replace("#", " ").split()) for c in claims if c.place]
    return _commonest(n for n in names if parse(n).own) or _commonest(names)


def _english(claims: Sequence[Claim], place: str | None) -> str | None:
    """Where it was, for English readers: «Dahyan (Yemen)»; a name that the map lacks stays as the reports write it."""
    known = _commonest(c.place_id for c in claims)
    ids = (known,) if known else gazetteer().names.get(_bare(place), ()) if place else ()
    if not place or len(ids) != 1:
        return place
    found = get(ids[0])
    near = dict.fromkeys((called(found, "en"), Locale("en").territories.get(found.country)))
    around = [name for name in near if name]
    if found.english and {fold(place).text, _bare(place)} & {*found.names}:
        place = around.pop(0)
    return f"{place} ({', '.join(around)})" if around else place


def _bare(place: str) -> str:
    """The folded name without the noun of its kind, as the gazetteer has it."""
    words = fold(place).text.split()
    return " ".join(w for w in words if parse(w).own) or fold(place).text


def _when(days: tuple[int, int] | None) -> tuple[str, str]:
    if days is None:
        return "", ""
    first, last = (dt.date.fromordinal(d) for d in days)
    if (last - first).days > 31:
        same = first.year == last.year
        years = f"{first.year}" if same else f"{first.year}-{last.year}"
        return f"، {years}", f", {years}"
    if first == last:
        return f"، {_arabic(first)}", f", {format_date(first, 'd MMMM y', locale='en')}"
    if first.day == 1 and (last + dt.timedelta(1)).day == 1:
        return f"، {_month(first)} {first.year}", f", {format_date(first, 'MMMM y', locale='en')}"
    english = f", {format_date(first, 'd MMMM y', locale='en')} to {format_date(last, 'd MMMM y', locale='en')}"
    return f"، من {_arabic(first)} إلى {_arabic(last)}", english


def _arabic(day: dt.date) -> str:
    return f"{day.day} {_month(day)} {day.year}"


def _month(day: dt.date) -> str:
    """Both families of month names: «آب/أغسطس»."""
    east, west = (format_date(day, "LLLL", locale=loc) for loc in ("ar_SY", "ar_EG"))
    return east if east == west else f"{east}/{west}"
