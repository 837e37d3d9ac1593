"""Words from reports, made safe for a terminal: controls and bidi marks become visible escapes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from hasila.model import Claim, Incident, Reading

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


def title(incident: Incident, readings: Mapping[str, Reading]) -> tuple[str, ...]:
    """Its titles, Arabic then English; without them place, date and means of its figures, or the incident's id."""
    if incident.title_ar and incident.title_en:
        return incident.title_ar, incident.title_en
    basis = [(readings.get(b.report), b.claim) for toll in incident.tolls for b in toll.basis]
    claims = [reading.claims[index] for reading, index in basis if reading is not None and index < len(reading.claims)]
    told = (
        _commonest([c.place for c in claims]),
        _commonest([c.date for c in claims]),
        _commonest([c.means and c.means.replace("_", " ") for c in claims]),
    )
    return tuple(part for part in told if part) or (incident.id,)


def _commonest(values: Iterable[str | None]) -> str | None:
    tally = Counter(value for value in values if value)
    return max(tally, key=lambda value: tally[value], default=None)
