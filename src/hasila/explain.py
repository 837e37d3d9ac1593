"""A claim's derivation as a tree: its construction, the words, the lexicon rows and the cues behind each field.

The same tree is printed by the command line and shown on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hasila import constructions
from hasila.display import count, visible
from hasila.model import Claim, Reading, Span, Step
from hasila.records import SPAN_FIELDS

_VALUES = ("victim_status", "means", "date", "period", "status", "scope", "counting", "status_basis", "place_id")
_PARTIES = ("victim_party", "perpetrator_party", "source_actor")
# What goes without saying is left out of the tree.
_PLAIN = {"victim_status": "unknown", "status": "asserted", "scope": "incident"}


class Branch(NamedTuple):
    """One line of the tree: a label, the words or the value, where from (a lexicon row), why, and what is below it."""

    label: str
    words: str = ""
    row: str = ""
    note: str = ""
    span: Span | None = None
    below: tuple[Branch, ...] = ()


def derivation(reading: Reading, index: int) -> Branch:
    """The tree of claim `index`: the construction with its steps, then the fields with their words."""
    claim, text = reading.claims[index], reading.document.text
    steps = tuple(_step(s, text) for s in claim.steps if not (s.kind == "construction" and s.note == claim.rule))
    construction = Branch("construction", claim.rule or "not told", note=_in_words(claim.rule), below=steps)
    fields = Branch("fields", below=tuple(_fields(claim)))
    what = f"{claim.outcome} {count(claim)} ({claim.qualifier})"
    return Branch(f"claim {index}: {what}", claim.quote, span=claim.spans.get("quote"), below=(construction, fields))


def _in_words(rule: str) -> str:
    """What a construction is, in words; nothing for the rules of claims that came from elsewhere."""
    if rule not in constructions.names():
        return ""
    return constructions.describe(rule).words.split(". ")[0].split(" («")[0]


def lines(branch: Branch) -> Iterator[str]:
    """The tree as indented lines for a terminal, everything from reports escaped."""
    yield _line(branch)
    for n, below in enumerate(branch.below, 1):
        yield from _indented(below, "", n == len(branch.below))


def _indented(branch: Branch, indent: str, last: bool) -> Iterator[str]:
    yield f"{indent}{'└─ ' if last else '├─ '}{_line(branch)}"
    indent += "   " if last else "│  "
    for n, below in enumerate(branch.below, 1):
        yield from _indented(below, indent, n == len(branch.below))


def _line(branch: Branch) -> str:
    # Latin first and Arabic last, so that a line keeps its order in a terminal that reorders right-to-left text.
    parts = [visible(branch.label)]
    if branch.span:
        parts.append(f"[{branch.span.start}:{branch.span.end}]")
    if branch.note:
        parts.append(f"({visible(branch.note)})")
    if branch.words:
        parts.append(f"«{visible(branch.words)}»" if branch.span else visible(branch.words))
    if branch.row:
        parts.append(f"← {visible(branch.row)}")
    return "  ".join(parts)


def _step(step: Step, text: str) -> Branch:
    words = step.span.of(text) if step.span else ""
    return Branch(step.kind, words, step.row or "", step.note, step.span)


def _fields(claim: Claim) -> Iterator[Branch]:
    for name in SPAN_FIELDS[1:]:
        if (words := getattr(claim, name)) is not None:
            yield Branch(name, words, span=claim.spans.get(name))
    for name in (*_VALUES, *_PARTIES):
        value = getattr(claim, name)
        if value is not None and value != _PLAIN.get(name):
            yield Branch(name, str(value))
    if claim.demographics:
        yield Branch("demographics", ", ".join(claim.demographics))
    for name, other in (("part_of", claim.part_of), ("revises", claim.revises)):
        if other is not None:
            yield Branch(name, f"claim {other}")
