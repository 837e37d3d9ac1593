"""The shipped samples: two happenings, written for the project, with the public figures in them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hasila import demo
from hasila.documents import Source, load, sources
from hasila.fold import fold

HASAKAH = (25, 154, 102, 45, 7, 260, 180, 73, 332, 246, 79, 374, 121, 77, 40, 4)
BEIRUT = (50, 2750, 100, 4000, 135, 158, 6000, 21, 154, 43, 34, 124, 190, 6500)


def reports(path: str) -> list[dict[str, Any]]:
    """The reports of one sample."""
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


def test_there_are_two_samples_and_they_say_what_they_are() -> None:
    """Two samples, the prison first, and beside them a page that says that their words are the project's own."""
    first, second = demo.samples()
    assert (Path(first).name, Path(second).name) == ("hasakah_prison_2022.jsonl", "beirut_port_2020.jsonl")
    told = (Path(first).parent / "README.md").read_text("utf-8")
    assert "written for this project" in " ".join(told.split())


@pytest.mark.parametrize("path", demo.samples(), ids=lambda p: Path(p).stem)
def test_a_sample_holds_six_to_eight_short_reports(path: str) -> None:
    """Each sample has six to eight reports of under 150 words, with ids of their own, outlets, dates and no address."""
    found = reports(path)
    assert 6 <= len(found) <= 8
    assert len({r["id"] for r in found}) == len(found)
    assert all(set(r) == {"id", "outlet", "published", "text"} for r in found)
    assert all(len(r["text"].split()) < 150 for r in found)
    assert [r["published"] for r in found] == sorted(r["published"] for r in found)


@pytest.mark.parametrize("path", demo.samples(), ids=lambda p: Path(p).stem)
def test_a_sample_is_read_without_a_fault(path: str) -> None:
    """Every report of a sample is a document in Arabic."""
    loaded = [load(s) for s in sources([path]) if isinstance(s, Source)]
    assert [item.faults for item in loaded] == [()] * len(loaded)
    assert all(item.document for item in loaded)


@pytest.mark.parametrize(
    ("path", "figures"), list(zip(demo.samples(), (HASAKAH, BEIRUT), strict=True)), ids=["prison", "port"]
)
def test_the_public_figures_are_in_the_words(path: str, figures: tuple[int, ...]) -> None:
    """The figures that the institutions published stand in the texts, in digits of one kind or the other."""
    told = {int(n) for r in reports(path) for n in re.findall(r"\d+", fold(r["text"]).text)}
    assert set(figures) <= told


def test_a_near_copy_is_mostly_its_original() -> None:
    """In each sample the seventh or sixth report repeats most words of the one before, under another outlet."""
    for path, copy, original in ((demo.samples()[0], 6, 5), (demo.samples()[1], 5, 4)):
        found = reports(path)
        words, before = (set(fold(found[i]["text"]).text.split()) for i in (copy, original))
        assert len(words & before) > 0.7 * len(words)
        assert found[copy]["outlet"] != found[original]["outlet"]
        assert found[copy]["text"] != found[original]["text"]


def test_the_demo_reads_bytes_to_a_toll(tmp_path: Path) -> None:
    """The demonstration, run as a newcomer runs it, prints the 374 and leaves a page that holds the words behind it."""
    environment = os.environ | {"HASILA_NO_SERVE": "1", "PYTHONPATH": str(Path(demo.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-m", "hasila", "demo"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^ .*killed .*\b374\b", done.stdout, re.MULTILINE)
    page = (tmp_path / "hasila-demo.html").read_text("utf-8")
    assert "374" in page
    assert "٣٧٤" in page
