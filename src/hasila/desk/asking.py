"""What every page is made with: the ledger, the language, the session, and the answer as HTML."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

import jinja2
from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from hasila import templating
from hasila.desk import language, waiting
from hasila.desk.gate import Keys
from hasila.desk.language import Language
from hasila.desk.ledgers import Ledgers
from hasila.ledger.engine import Engine
from hasila.ledger.reviewing import Signed
from hasila.ledger.store import Store


class Desk(NamedTuple):
    """What a running desk is made of: the ledger, the engine, who signs, the keys to the gate."""

    ledgers: Ledgers
    engine: Engine
    by: str
    keys: Keys
    secure: bool = False


class Asked(NamedTuple):
    """One request: `store` is a connection for it alone."""

    request: Request
    desk: Desk
    store: Store
    language: Language

    def t(self, key: str, **values: object) -> str:
        """A sentence in the language of the page."""
        return language.text(self.language, key, **values)

    def waiting(self) -> int:
        """How many claims wait for a person."""
        return self.desk.ledgers.remembered.of(self.store, "waiting", lambda: waiting.left(self.store))

    def signed(self, reason: str) -> Signed:
        """The signature of whoever runs the desk."""
        return Signed(self.desk.by, reason)

    def page(self, template: str, status: int = 200, /, **context: Any) -> HTMLResponse:
        """A page from its template."""
        return rendered(self.request, self.desk.by, self.language, template, status, **context)


def asked(request: Request) -> Iterator[Asked]:
    """The dependency of every page that looks at the ledger."""
    desk: Desk = request.app.state.desk
    with desk.ledgers.one() as store:
        yield Asked(request, desk, store, language_of(request))


Ask = Annotated[Asked, Depends(asked)]


def language_of(request: Request) -> Language:
    """The language that a request asks for."""
    return language.preferred(request.cookies.get(language.COOKIE), request.headers.get("accept-language", ""))


def rendered(request: Request, by: str, tongue: Language, template: str, status: int, **context: Any) -> HTMLResponse:
    """A page from its template, in a language."""
    common = {
        "lang": tongue, "dir": "rtl" if tongue == "ar" else "ltr", "by": by, "csrf": request.scope["state"]["token"],
        "t": functools.partial(language.text, tongue), "v": functools.partial(language.value, tongue),
        "path": request.url.path, "here": _here(request),
    }  # fmt: skip
    told = _templates().get_template(template).render(**common, **context)
    return HTMLResponse(told.encode("utf-8", "replace"), status)


def _here(request: Request) -> str:
    """Path and query, to come back to."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def see(path: str, **query: object) -> RedirectResponse:
    """After a change: look at a page of ours, its query made of what is not None."""
    told = urlencode({k: str(v) for k, v in query.items() if v is not None})
    base, mark, anchor = path.partition("#")
    return RedirectResponse(base + (f"?{told}" if told else "") + mark + anchor, 303)


@functools.cache
def _templates() -> jinja2.Environment:
    made = templating.environment("data/templates/desk")
    made.filters["query"] = _query
    made.globals["has"] = language.texts().__contains__
    return made


def _query(values: dict[str, object], **changed: object) -> str:
    """`?a=b&…` of what is not empty, with some values changed."""
    told = urlencode({k: str(v) for k, v in {**values, **changed}.items() if v not in (None, "")})
    return f"?{told}" if told else "?"
