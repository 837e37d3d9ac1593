"""Templates in which nothing of a report is obeyed: everything is escaped, and what a browser would obey is shown.

Every expression goes through `shown`, which makes control characters and directional overrides visible.
"""

from __future__ import annotations

import re

import jinja2

from hasila.display import escaped

# Line feeds and tabs lay out a text; left-to-right and right-to-left marks cannot reorder what is around them.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufff9-\ufffb]")


def shown(text: str) -> str:
    """`text` with the characters that a browser would obey, not show, as visible escapes."""
    return _OBEYED.sub(lambda match: escaped(match.group()), text.replace("\r\n", "\n"))


def environment(folder: str) -> jinja2.Environment:
    """An environment for the templates of one folder of the package's data; an unknown name is an error."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("hasila", folder), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, finalize=_final,
    )  # fmt: skip


def _final(value: object) -> object:
    """What an expression of a template gives: its text as shown; markup, which only our own macros make, as it is."""
    return shown(value) if type(value) is str else value
