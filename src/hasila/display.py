"""Words from reports, made safe for a terminal: controls and bidi marks become visible escapes."""

from __future__ import annotations

import re
import unicodedata

from hasila.model import Claim, Incident

# The two joiners shape letters and cannot reorder a line; every other format character is shown, not obeyed.
_JOINERS = "\u200c\u200d"
_SUSPECT = re.compile(r"[^ -~\u00a1-\u00ac\u00ae-\u0377\u0620-\u066f\u0671-\u06dc«»]")
_BLANKS = re.compile(r"[ \t\r\n\u2028\u2029]+")


def visible(text: str) -> str:
    """`text` on one line, without a character that a terminal or a bidi renderer would obey."""
    return _SUSPECT.sub(_escape, _BLANKS.sub(" ", text))


def escaped(char: str) -> str:
    """One character as its escape: `\\x1b`, `\\u202e`."""
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    obeyed = unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") and char not in _JOINERS
    return escaped(char) if obeyed else char


def bounds(low: int, high: int | None) -> str:
    """Inclusive bounds for people to read: `20`, `3–5`, `≥ 16`."""
    if high is None:
        return f"≥ {low:,}"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def count(claim: Claim) -> str:
    """A claim's bounds, marked where the wording hedges: «أكثر من 300» is `> 300`, whose inclusive bound is 301."""
    if claim.qualifier == "more_than" and claim.high is None and claim.low > 0:
        return f"> {claim.low - 1:,}"
    mark = {"about": "~ ", "vague": "~ "}.get(claim.qualifier, "")
    return mark + bounds(claim.low, claim.high)


def title(incident: Incident) -> tuple[str, ...]:
    """Its titles, Arabic then English; its id if it has none."""
    return tuple(told for told in (incident.title_ar, incident.title_en) if told) or (incident.id,)
