"""The desk's two languages: sentences of its pages (`data/desk/texts/*.toml`), names of values (`data/labels.toml`)."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from pathlib import Path
from typing import Literal

from hasila.titles import label

Language = Literal["ar", "en"]
COOKIE = "hasila_language"


@functools.cache
def texts() -> dict[str, dict[str, str]]:
    """Every sentence by its key (`home.title`), in both languages."""
    folder = Path(str(resources.files("hasila") / "data" / "desk" / "texts"))
    found: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        found |= {f"{part}.{key}": both for part, keys in told.items() for key, both in keys.items()}
    return found


def text(language: Language, key: str, **values: object) -> str:
    """A sentence, `{name}` replaced by what `values` say. Raises `KeyError` for a key that there is not."""
    told = texts()[key][language]
    return told.format(**values) if values else told


def value(language: Language, section: str, name: str | None) -> str:
    """The name of a value: of the labels in Arabic, the value in words in English."""
    if not name:
        return "–"
    return label(section, name) if language == "ar" else name.replace("_", " ")


def preferred(cookie: str | None, accepted: str) -> Language:
    """The language of the cookie, else the first of ours that the browser asks for, else Arabic."""
    if cookie in ("ar", "en"):
        return "ar" if cookie == "ar" else "en"
    asked = [part.split(";")[0].strip().lower()[:2] for part in accepted.split(",")]
    return "en" if next((a for a in asked if a in ("ar", "en")), "ar") == "en" else "ar"
