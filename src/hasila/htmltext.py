"""A web page to the text of its article, and the date of publication if the page plainly gives one.

The library extracts; what is ours is to drop, before it, what would invent casualties: `18<sup>1</sup> قتيلا` must not
read as 181, and a struck-out number is no number.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

# lxml ships no types, and its stubs lag behind it.
import lxml.etree  # type: ignore[import-untyped]
import lxml.html  # type: ignore[import-untyped]

from hasila.decoding import decode
from hasila.errors import InputError

_CHARSET = re.compile(rb"""<(?:meta[^>]+charset|\?xml[^>]+encoding)\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NOISE = "//sup|//del|//s|//strike|//script|//style|//template|//noscript|//comment()"
_DATED = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@name='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//meta[@name='date' or @name='pubdate' or @name='publishdate' or @name='DC.date.issued']/@content",
    "//time[@itemprop='datePublished']/@datetime",
    "//article//time[@datetime]/@datetime",
    "//time[@datetime]/@datetime",
)
_ADDRESS = "//link[@rel='canonical']/@href|//meta[@property='og:url']/@content"
# Far deeper than any page of a newsroom: beyond it, tree walks in C and Python run out of stack.
_DEPTH = 250


class Page(NamedTuple):
    """The text of a page's article, and what the page says of itself."""

    text: str
    published: str | None
    url: str | None


def read_page(data: bytes, where: str) -> Page:
    """The article of the page in `data`. Raises `InputError` naming `where` if there is none to be found."""
    declared = _CHARSET.search(data[:2048])
    text = decode(data, where, declared.group(1).decode("ascii", "replace") if declared else None).text
    tree = _tree(text, where)
    published, url = _published(tree), _first(tree, _ADDRESS)
    _clean(tree)
    return Page(_article(tree, where), published, url)


def _tree(text: str, where: str) -> lxml.html.HtmlElement:
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        tree = lxml.html.document_fromstring(_DECLARATION.sub("", text.replace("\0", "")), parser=parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        raise InputError(where, "is no HTML page that can be parsed; save its text as .txt") from error
    if _depth(tree) > _DEPTH:
        raise InputError(where, f"nests more than {_DEPTH} elements; save its text as .txt")
    return tree


def _depth(tree: lxml.html.HtmlElement) -> int:
    deepest = depth = 0
    for event, _ in lxml.etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _clean(tree: lxml.html.HtmlElement) -> None:
    for node in tree.xpath(_NOISE):
        if node.getparent() is not None:
            node.drop_tree()
    # Without a blank, <span>12</span><span>34</span> would read as 1234; words are set in blocks, never in such spans.
    for node in tree.iter("span", "td", "th", "li"):
        if node.tail is None and _digit_edges(node):
            node.tail = " "


def _digit_edges(node: lxml.html.HtmlElement) -> bool:
    following = node.getnext()
    if following is None or following.tag != node.tag:
        return False
    before, after = node.text_content(), following.text_content()
    return bool(before and after and before[-1].isdigit() and after[0].isdigit())


def _article(tree: lxml.html.HtmlElement, where: str) -> str:
    # Loaded here: it takes a fifth of a second, which plain text should not pay.
    import trafilatura

    text = trafilatura.extract(tree, include_comments=False, include_tables=True, include_formatting=False)
    if not text:
        text = "\n".join(line for line in map(str.strip, tree.text_content().split("\n")) if line)
    if not text.strip():
        raise InputError(where, "holds no article text; save its text as .txt")
    return text


def _first(tree: lxml.html.HtmlElement, path: str) -> str | None:
    found = tree.xpath(path)
    return str(found[0]).strip() or None if found else None


def _published(tree: lxml.html.HtmlElement) -> str | None:
    """The first date that the page marks as its publication; several <time> elements that differ tell nothing."""
    for path in _DATED:
        values = {str(v).strip() for v in tree.xpath(path)}
        if len(values) == 1 and (date := _iso(values.pop())):
            return date
    return None


def _iso(value: str) -> str | None:
    try:
        dt.datetime.fromisoformat(value)
    except ValueError:
        return None
    return value
