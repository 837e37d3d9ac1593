"""Counting methods as files: each rule told with its source, vague words valued, single figures chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from hasila import profiles
from hasila.errors import DataError, UsageError
from hasila.model import Claim, Document, Reading, SourceBounds


def vague(low: int, high: int | None, qualifier: str = "vague") -> Claim:
    return Claim("العشرات", "killed", low, high, qualifier)  # type: ignore[arg-type]


def test_four_profiles_ship_and_the_default_is_first() -> None:
    """hasila, acled, ibc and ucdp ship; the default comes first."""
    assert profiles.names() == ("hasila", "acled", "ibc", "ucdp")


@pytest.mark.parametrize("name", profiles.names())
def test_each_rule_names_its_source(name: str) -> None:
    """Every rule of every profile says where it is told; what was only remembered is not marked verified."""
    for rule in profiles.load(name).rules:
        assert rule.source
        assert not (rule.verified and ("memory" in rule.source or "not read" in rule.source))


def test_acled_values_vague_words_by_its_table() -> None:
    """Tens are 10, hundreds 100, for ACLED; the default keeps 20 to 99."""
    readings = [Reading(Document("a", "العشرات"), (vague(20, 99), vague(200, 999)))]
    valued = profiles.apply(profiles.load("acled"), readings)[0].claims
    assert [(c.low, c.high) for c in valued] == [(10, 10), (100, 100)]
    assert profiles.apply(profiles.load("hasila"), readings) == readings


def test_a_single_figure_is_the_most_conservative() -> None:
    """ACLED's figure of 38, 45 and 50 is 38; UCDP's best is what most sources give."""
    sources = [SourceBounds("a", 45, 45), SourceBounds("b", 45, 45), SourceBounds("c", 38, 38)]
    assert profiles.best(profiles.load("acled"), sources) == 38
    assert profiles.best(profiles.load("ucdp"), sources) == 45
    assert profiles.best(profiles.load("ucdp"), sources[1:]) == 38
    assert profiles.best(profiles.load("hasila"), sources) is None


def test_about_is_widened_before_a_conflict() -> None:
    """«نحو 50» means 45 to 55 before another figure is called a conflict with it; an exact 50 stays."""
    assert profiles.widened(profiles.load("hasila"), vague(50, 50, "about")) == (45, 55)
    assert profiles.widened(profiles.load("hasila"), vague(50, 50, "exact")) == (50, 50)


def test_an_unknown_profile_is_named_in_the_error() -> None:
    """A profile that does not ship is a usage error which lists those that do."""
    with pytest.raises(UsageError, match="acled"):
        profiles.load("none")


def test_faults_of_a_profile_are_told_all_at_once(tmp_path: Path) -> None:
    """A file that lacks rules and a rule that lacks its source are all told."""
    path = tmp_path / "mine.toml"
    path.write_text('name = "other"\n[rules.figure]\nvalue = "guess"\n', encoding="utf-8")
    with pytest.raises(DataError) as caught:
        profiles.parse(path)
    assert len(caught.value.faults) == 10
