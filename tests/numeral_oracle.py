"""Arabic cardinals spelled by the rules of grammar, in the variants that editors write: the oracle of the number tests.

It shares nothing with the code under test: it goes from a number to its words, and knows no lexicon file.
"""

from __future__ import annotations

from typing import NamedTuple

_MASCULINE = ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
_FEMININE = ["", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"]
_TENS = ["", "", "عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]
_SCALES = [
    (10**12, "تريليون", "تريليونات"),
    (10**9, "مليار", "مليارات"),
    (10**6, "مليون", "ملايين"),
    (1000, "ألف", "آلاف"),
]


class Style(NamedTuple):
    """One way to write a number.

    `feminine`: what it counts is feminine; `oblique`: accusative or genitive; `hundred`: مئة or مائة;
    `split`: «ثلاث مئة»; `joint`: what stands between two parts; `tanwin`: «ألفًا» for «ألفا».
    """

    feminine: bool = False
    oblique: bool = False
    hundred: str = "مئة"
    split: bool = False
    joint: str = " و"
    tanwin: bool = False


def _dual(stem: str, style: Style, construct: bool = False) -> str:
    ending = "ي" if style.oblique else "ا"
    return stem + ending + ("" if construct else "ن")


def _unit(n: int, style: Style) -> str:
    if n == 2:
        return _dual("اثنت" if style.feminine else "اثن", style)
    return (_FEMININE if style.feminine else _MASCULINE)[n]


def _teen(n: int, style: Style) -> str:
    ten = "عشرة" if style.feminine else "عشر"
    if n == 11:
        return ("إحدى " if style.feminine else "أحد ") + ten
    if n == 12:
        return f"{_dual('اثنت' if style.feminine else 'اثن', style, construct=True)} {ten}"
    return f"{_unit(n - 10, style)} {ten}"


def _below_hundred(n: int, style: Style) -> str:
    if n <= 10:
        return _unit(n, style)
    if n < 20:
        return _teen(n, style)
    ten = _TENS[n // 10] + ("ين" if style.oblique else "ون")
    unit = n % 10
    if not unit:
        return ten
    said = {1: "إحدى", 8: "ثمان"}.get(unit) if style.feminine else None
    return (said or _unit(unit, style)) + style.joint + ten


def _hundreds(n: int, style: Style, construct: bool) -> str:
    stem = style.hundred[:-1]
    if n == 1:
        return style.hundred
    if n == 2:
        return _dual(stem + "ت", style, construct)
    unit = "ثمان" if n == 8 and not style.split else _FEMININE[n]
    return unit + (" " if style.split else "") + style.hundred


def _below_thousand(n: int, style: Style, construct: bool = False) -> str:
    parts = []
    if n >= 100:
        parts.append(_hundreds(n // 100, style, construct and n == 200))
    if n % 100:
        parts.append(_below_hundred(n % 100, style))
    return style.joint.join(parts)


def _scaled(n: int, singular: str, plural: str, style: Style) -> str:
    if n == 1:
        return singular
    if n == 2:
        return _dual(singular, style)
    counted = style._replace(feminine=False)
    words = _below_thousand(n, counted, construct=True)
    if 3 <= n % 100 <= 10:
        return f"{words} {plural}"
    return f"{words} {singular}" + (("ًا" if style.tanwin else "ا") if n % 100 > 10 else "")


PLAIN = Style()


def spell(n: int, style: Style = PLAIN) -> str:
    """The words for `n` (1 to 10^15 - 1)."""
    parts = []
    for scale, singular, plural in _SCALES:
        if n >= scale:
            parts.append(_scaled(n // scale, singular, plural, style))
            n %= scale
    if n:
        parts.append(_below_thousand(n, style))
    return style.joint.join(parts)
