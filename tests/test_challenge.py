"""Challenge files: they are checked by a program that knows nothing of Hasila, and refused when anything is altered."""

from __future__ import annotations

import ast
import copy
import hashlib
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ledger_kit import ENGINE, add, line, reports

from hasila.errors import UsageError
from hasila.ledger import chain, challenge, gathering, reviewing
from hasila.ledger.chain import Receipt, canonical
from hasila.ledger.challenge import Figure, parse_figure
from hasila.ledger.engine import engine
from hasila.ledger.reviewing import Signed
from hasila.ledger.store import Store
from hasila.model import Claim

CHECKER = Path(__file__).parents[1] / "tools" / "check_challenge.py"
ME = Signed("المراجعة هدى", "سبب خاص")
KILLED = Figure("one", "killed", "all")


@pytest.fixture
def store(tmp_path: Path) -> Any:
    """A ledger in which a figure rests on readings, a correction and a confirmation, among other reports."""
    with Store.create(tmp_path / "hasila.db") as store:
        add(store, [*reports(7), line("z", "قتل 3 مدنيا ثم قتل 90 آخرون", outlet="قناة")])
        reviewing.decide(store, "d2:c1", "corrected", ME, {"low": 1, "high": 30})
        reviewing.decide(store, "d4:c1", "rejected", ME)
        gathering.refresh(store, ENGINE)
        reviewing.split(store, "one", ["d6:c2"], ME)
        reviewing.confirm(store, ENGINE, "one", ME)
        yield store


def checked(path: Path, told: object, *more: str) -> tuple[int, str]:
    """What the checker, run alone and without our packages, says of a challenge."""
    path.write_bytes(json.dumps(told, ensure_ascii=False).encode())
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(CHECKER), str(path), *more], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def checker() -> Callable[[dict[str, Any]], str | None]:
    """The checker in this process, for many challenges: gives what is refused, or None."""
    space: dict[str, Any] = {"__name__": "checker"}
    exec(compile(CHECKER.read_text("utf-8"), str(CHECKER), "exec"), space)

    def check(told: dict[str, Any]) -> str | None:
        try:
            list(space["check"](json.loads(json.dumps(told)), None))
        except (space["Refused"], KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            return str(error) or type(error).__name__
        return None

    return check


def sealed(told: dict[str, Any]) -> dict[str, Any]:
    """The challenge with a seal that fits: what a forger would do."""
    rest = {k: v for k, v in told.items() if k != "seal"}
    return {**rest, "seal": hashlib.sha256(canonical(rest)).hexdigest()}


def test_the_checker_is_short_and_stands_alone() -> None:
    """At most 200 lines, and nothing imported but Python's standard library."""
    source = CHECKER.read_text("utf-8")
    imported = {n.split(".")[0] for node in ast.walk(ast.parse(source)) for n in _imports(node)}
    assert len(source.splitlines()) <= 200
    assert imported <= sys.stdlib_module_names


def _imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [a.name for a in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_a_challenge_holds(store: Store, tmp_path: Path) -> None:
    """The checker confirms figure, sources, words and confirmation, and with a kept receipt the way to it."""
    kept = store.head()
    add(store, [line("later", "أصيب 4 جنود", outlet="قناة")])
    told = challenge.challenge(store, ENGINE, KILLED, receipt=kept)
    code, said = checked(tmp_path / "f.json", told, "--head", str(kept))
    assert (code, said.splitlines()[0]) == (0, "holds: one/killed/all is 6 to 90, from 4 sources")
    assert "leads to your receipt" in said
    wrong = Receipt(kept.seq, "0" * 64)
    assert checked(tmp_path / "f.json", told, "--head", str(wrong))[0] == 1
    far = challenge.challenge(store, ENGINE, KILLED)
    other = next(n for n in range(1, store.head().seq) if str(n) not in far["entries"])
    assert "does not lead to entry" in checked(tmp_path / "f.json", far, "--head", str(Receipt(other, "0" * 64)))[1]


def test_it_has_the_words_the_derivation_the_dissent_and_no_name(store: Store) -> None:
    """Texts, claims with their steps, what is set aside and why are in it; who decided, and why, is not."""
    told = challenge.challenge(store, ENGINE, KILLED)
    whole = canonical(told).decode()
    assert "قتل 3 مدنيا ثم قتل 90 آخرون" in whole
    assert "replaced by a later figure" in {a["reason"] for a in told["set_aside"]}
    assert '\\"steps\\":' in whole
    assert told["confirmed"] is not None
    assert "incident_split" in {json.loads(entry)["kind"] for entry in told["entries"].values()}
    assert not any(w in whole for w in ("هدى", "سبب خاص"))
    assert "d4:c1" not in told["claims"]


def test_it_needs_few_entries_of_a_long_chain(tmp_path: Path) -> None:
    """In a chain of hundreds of entries the file holds the ways to those concerned, not the chain."""
    with Store.create(tmp_path / "long.db") as store:
        add(store, [line("first", "قتل 3 جنود", outlet="قناة")])
        with store.write():
            for _ in range(1000):
                store.append("source_described", parts={"about": b'{"name":"x"}'})
        told = challenge.challenge(store, ENGINE, KILLED)
        assert len(told["entries"]) < 60
        assert checked(tmp_path / "f.json", told)[0] == 0


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where every single value of a challenge stands."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))
    else:
        yield path


def altered(told: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """A copy with one value made another one."""
    changed = copy.deepcopy(told)
    here: Any = changed
    for key in path[:-1]:
        here = here[key]
    was = here[path[-1]]
    here[path[-1]] = was + 1 if isinstance(was, int) else f"{was}x" if isinstance(was, str) else 7
    return changed


def test_any_altered_value_is_refused(store: Store, checker: Callable[[dict[str, Any]], str | None]) -> None:
    """Each value of the file, altered alone, breaks the seal."""
    told = challenge.challenge(store, ENGINE, KILLED)
    places = list(leaves(told))
    assert checker(told) is None
    assert [p for p in places if checker(altered(told, p)) is None] == []


# What a forger may change and seal anew: words about the figure, which the checker leaves to be judged.
TRUSTED = {
    ("figure", "title_ar"), ("figure", "title_en"), ("figure", "first_day"), ("figure", "last_day"), ("figure", "best"),
    ("figure", "version"), ("figure", "profile"),
    ("joins", "a"), ("joins", "b"), ("joins", "en"), ("joins", "ar"),
    ("sources", "source"), ("set_aside", "reason_ar"), ("conflicts", "en"), ("conflicts", "ar"),
}  # fmt: skip


def test_a_forger_who_seals_anew_is_refused(store: Store, checker: Callable[[dict[str, Any]], str | None]) -> None:
    """Figures, claims, texts, entries, salts, dissent: what a chain or a sum proves cannot be sealed anew."""
    told = challenge.challenge(store, ENGINE, KILLED)
    missed = {p for p in leaves(told) if p != ("seal",) and checker(sealed(altered(told, p))) is None}
    assert {(p[0], p[-1]) for p in missed} <= TRUSTED


def test_claims_cannot_be_dropped_or_swapped(store: Store, checker: Callable[[dict[str, Any]], str | None]) -> None:
    """A figure without one of its sources, or without its dissent, does not hold."""
    told = challenge.challenge(store, ENGINE, KILLED)
    for name in ("sources", "set_aside"):
        for n in range(len(told[name])):
            less = copy.deepcopy(told)
            del less[name][n]
            assert checker(sealed(less)) is not None
    dice = random.Random(2)
    for _ in range(20):
        less = copy.deepcopy(told)
        del less["entries"][dice.choice(sorted(less["entries"]))]
        assert checker(sealed(less)) is not None


@pytest.mark.parametrize(
    ("bounds", "claims", "way"),
    [
        ((3, 3), [(3, 3)], "range"), ((3, 5), [(3, 3), (5, 5)], "range"), ((8, 8), [(3, 3), (5, 5)], "sum"),
        ((5, 8), [(3, 3), (5, 5)], "largest to sum"), ((3, None), [(3, 3), (5, None)], "range"),
        ((4, 4), [(3, 3), (5, 5)], "rule"), ((0, 0), [], "rule"),
    ],
)  # fmt: skip
def test_how_bounds_follow_from_claims(bounds: Any, claims: list[tuple[int, int | None]], way: str) -> None:
    """A source's bounds are a range, a sum or from the largest to the sum of its claims; anything else is a rule."""
    told = [Claim("q", "killed", low, high, "exact") for low, high in claims]
    assert challenge.how(*bounds, told) == way


def test_the_engines_own_figure_holds(tmp_path: Path) -> None:
    """With the engine itself: two sources' figures of one bombing, checked by the program that stands alone."""
    told = [
        line("a", "قتل 20 شخصا وأصيب 12 آخرون في تفجير في حي الكرادة في بغداد يوم 3 آذار 2021 بحسب وزارة الصحة",
             published="2021-03-04", outlet="وكالة"),
        line("b", "قال مصدر طبي إن 25 شخصا قتلوا في تفجير في حي الكرادة في بغداد يوم 3 آذار 2021",
             published="2021-03-05", outlet="قناة"),
    ]  # fmt: skip
    with Store.create(tmp_path / "real.db") as store:
        add(store, told, engine())
        gathering.refresh(store, engine())
        for row in gathering.incidents(store):
            for toll in row.incident.tolls:
                found = challenge.challenge(store, engine(), Figure(row.id, toll.outcome, toll.group))
                code, said = checked(tmp_path / "f.json", found)
                assert (code, said[:6]) == (0, "holds:")


def test_figures_are_named_plainly(store: Store) -> None:
    """INCIDENT/OUTCOME/GROUP, the group `all` if left out; what there is not is refused with what there is."""
    assert parse_figure("one/killed") == KILLED
    assert str(KILLED) == "one/killed/all"
    for told in ("one", "one/", "a/b/c/d"):
        with pytest.raises(UsageError, match="names no figure"):
            parse_figure(told)
    with pytest.raises(UsageError, match="it has killed/all"):
        challenge.challenge(store, ENGINE, Figure("one", "missing", "all"))
    assert chain.parse_receipt(challenge.challenge(store, ENGINE, KILLED)["head"]) == store.head()
