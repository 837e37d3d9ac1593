"""The constructions of the engine as data: what each is called, with examples and counterexamples.

One TOML file each in `data/constructions`, named by the file: the name is the `rule` of the claims that it gives. Keys:
`arabic` (the construction as a pattern), `words` (what it is, and what it is not), `[[example]]` (`text`, maybe
`published`, and the fields of the claim that matter), `[[counterexample]]` (`text` and `why`). In an example `-` stands
for an empty field, and `part_of` and `revises` hold the quote of the other claim. Faults are told all at once as
`file:line: key: what`.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any, get_args

import msgspec

from hasila.errors import DataError, UsageError
from hasila.model import Claim, Demographic, Means, Outcome, Qualifier, Scope, Status, VictimStatus

EMPTY = "-"
FEWEST_EXAMPLES = 4
FEWEST_COUNTEREXAMPLES = 2
_TOP = ("arabic", "words", "example", "counterexample")
_SPANS = ("quote", "victims", "perpetrator", "place", "source", "part_of", "revises")
_COUNTS = ("low", "high")
_CHOICES: dict[str, tuple[str, ...]] = {
    "outcome": get_args(Outcome), "qualifier": get_args(Qualifier), "victim_status": get_args(VictimStatus),
    "means": (*get_args(Means), EMPTY), "status": get_args(Status), "scope": get_args(Scope),
}  # fmt: skip
_PERIODS = ("date", "period")
_PERIOD = re.compile(r"\d{4}(-\d\d){0,2}(/\d{4}-\d\d-\d\d)?|-")
FIELDS = (*_SPANS, *_COUNTS, *_CHOICES, *_PERIODS, "demographics")
NEEDED = ("quote", "outcome", "low", "high", "qualifier")
_ARABIC = re.compile("[\u0621-\u064a]")
_BLOCK = re.compile(r"\[\[(\w+)\]\]")


class Example(msgspec.Struct, frozen=True):
    """A sentence in which the construction stands, and the fields of its claim that matter, in the file's order."""

    text: str
    published: str | None
    fields: dict[str, Any]


class Counterexample(msgspec.Struct, frozen=True):
    """A sentence that looks like the construction and is not one."""

    text: str
    why: str


class Construction(msgspec.Struct, frozen=True):
    """A construction: `name` is the `rule` of its claims, `arabic` a pattern, `words` one or two English sentences."""

    name: str
    arabic: str
    words: str
    examples: tuple[Example, ...] = ()
    counterexamples: tuple[Counterexample, ...] = ()


def folder() -> Path:
    """The folder of the shipped constructions."""
    return Path(str(resources.files("hasila") / "data" / "constructions"))


def names() -> tuple[str, ...]:
    """The names of the shipped constructions, sorted."""
    return tuple(sorted(p.stem for p in folder().glob("*.toml")))


def describe(rule: str) -> Construction:
    """The construction behind a claim's `rule`. Raises `UsageError` where there is none of that name."""
    found = load().get(rule)
    if found is None:
        raise UsageError(f"no construction is called {rule!r}; there are {', '.join(load())}")
    return found


@functools.cache
def load() -> dict[str, Construction]:
    """Every shipped construction by its name. Raises `DataError` with the faults of all files at once."""
    found: dict[str, Construction] = {}
    faults: list[str] = []
    for path in sorted(folder().glob("*.toml")):
        try:
            found[path.stem] = parse(path)
        except DataError as error:
            faults += error.faults
    if faults:
        raise DataError(faults)
    return found


def parse(path: Path) -> Construction:
    """Read one construction. Raises `DataError` with every fault of the file."""
    source = path.read_text(encoding="utf-8")
    try:
        told = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise DataError([f"{path.name}:{line[1] if line else 1}: toml: {error}"]) from error
    lines = _Lines(source)
    faults = [f"{path.name}:{lines.of(*where)}: {where[2]}: {what}" for where, what in _faults(told, source)]
    if faults:
        raise DataError(faults)
    examples = tuple(Example(e.pop("text"), e.pop("published", None), e) for e in told["example"])
    counterexamples = tuple(Counterexample(c["text"], c["why"]) for c in told["counterexample"])
    return Construction(path.stem, told["arabic"], told["words"], examples, counterexamples)


def differences(example: Example, claim: Claim, claims: tuple[Claim, ...]) -> dict[str, tuple[Any, Any]]:
    """Where a claim (one of `claims`) is not as the example has it: field to (wanted, got)."""
    got = {name: _told(name, claim, claims) for name in example.fields}
    return {name: (wanted, got[name]) for name, wanted in example.fields.items() if wanted != got[name]}


def _told(name: str, claim: Claim, claims: tuple[Claim, ...]) -> Any:
    """A claim's field as a file writes it."""
    value = getattr(claim, name)
    if name in ("part_of", "revises") and value is not None:
        return claims[value].quote
    if name == "demographics":
        return list(value)
    return EMPTY if value is None else value


Where = tuple[str, int, str]


class _Lines:
    """The lines of a file by block (`example`, `counterexample`, or empty), its place among its kind, and key."""

    def __init__(self, source: str) -> None:
        self._at: dict[Where, int] = {}
        block, order = "", {"": 0}
        for number, line in enumerate(source.split("\n"), 1):
            if (head := _BLOCK.match(line)) is not None:
                block = head[1]
                order[block] = order.get(block, -1) + 1
                self._at[block, order[block], ""] = number
            elif "=" in line:
                self._at.setdefault((block, order[block], line.split("=")[0].strip()), number)

    def of(self, block: str, order: int, key: str) -> int:
        """The line of a key, else of its block, else the first."""
        return self._at.get((block, order, key)) or self._at.get((block, order, "")) or 1


def _faults(told: dict[str, Any], source: str) -> Iterator[tuple[Where, str]]:
    for name in ("arabic", "words"):
        yield from ((("", 0, name), what) for what in _text_faults(told.get(name)))
    if not _ARABIC.search(str(told.get("arabic"))):
        yield ("", 0, "arabic"), "holds no Arabic"
    yield from ((("", 0, key), f"is no key; there are {', '.join(_TOP)}") for key in told if key not in _TOP)
    if any(unicodedata.category(c) == "Cf" for c in source):
        yield ("", 0, "file"), "holds an invisible control; remove it"
    for kind, fewest in (("example", FEWEST_EXAMPLES), ("counterexample", FEWEST_COUNTEREXAMPLES)):
        blocks = told.get(kind, [])
        if len(blocks) < fewest:
            yield ("", 0, kind), f"there are {len(blocks)}; write at least {fewest}"
        for order, block in enumerate(blocks):
            found = _example_faults(block) if kind == "example" else _counterexample_faults(block)
            yield from (((kind, order, key), what) for key, what in found)
    yield from _repeats(told)


def _repeats(told: dict[str, Any]) -> Iterator[tuple[Where, str]]:
    """Sentences that stand as a counterexample and as another example too, or twice as a counterexample."""
    seen = {block.get("text") for block in told.get("example", [])}
    for order, block in enumerate(told.get("counterexample", [])):
        if block.get("text") in seen:
            yield ("counterexample", order, "text"), "stands above already"
        seen.add(block.get("text"))


def _text_faults(text: object) -> Iterator[str]:
    if not isinstance(text, str) or not text:
        yield "is missing"
    elif text != text.strip():
        yield "has blanks at its edges; remove them"
    elif unicodedata.normalize("NFC", text) != text:
        yield "is not in NFC; normalise it"


def _counterexample_faults(block: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key in ("text", "why"):
        yield from ((key, what) for what in _text_faults(block.get(key)))
    yield from ((key, "is no key of a counterexample") for key in block if key not in ("text", "why"))


def _example_faults(block: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from (("text", what) for what in _text_faults(block.get("text")))
    yield from ((key, "is missing") for key in NEEDED if key not in block)
    for key, value in block.items():
        if key == "published":
            yield from (() if _PERIOD.fullmatch(str(value)) else ((key, f"{value!r} is no day"),))
        elif key != "text":
            what = _field_fault(key, value, str(block.get("text")))
            yield from ((key, what),) if what else ()


def _field_fault(key: str, value: Any, text: str) -> str | None:
    if key in _CHOICES:
        return None if value in _CHOICES[key] else f"{value!r} is none of {', '.join(_CHOICES[key])}"
    if key in _SPANS:
        return None if value == EMPTY or str(value) in text else f"«{value}» does not stand in the text"
    if key in _COUNTS:
        return None if isinstance(value, int) or (key, value) == ("high", EMPTY) else f"{value!r} is no number"
    if key in _PERIODS:
        return None if _PERIOD.fullmatch(str(value)) else f"{value!r} is no date of the guidelines' forms"
    if key == "demographics":
        known = isinstance(value, list) and set(value) <= set(get_args(Demographic))
        return None if known else f"is no list of {', '.join(get_args(Demographic))}"
    return f"is no field of a claim that an example tells; there are {', '.join(FIELDS)}"
