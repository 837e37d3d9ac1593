"""The gate: who may speak to the desk, and what every answer tells the browser.

A machine alone is not safe by itself: other programs and every web page that its user opens can reach 127.0.0.1. So
the host that a request names must be ours (a name that an attacker points to 127.0.0.1 is not), a launch code is
exchanged for a cookie, and each change must come from our own pages (Origin) and hold the session's token (CSRF). Forms
are small; anything larger is turned away before it is read. Sources: OWASP's cheat sheets on CSRF prevention and DNS
rebinding; the order of checks is ours.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import parse_qs

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "hasila_desk"
# The longest text that a form may carry, in bytes; a report's claim or a note needs a few thousand.
LONGEST = 256 * 1024
# Wrong launch codes that are looked at within a minute.
TRIES = 10
# How long a launch code that was printed is good for, seconds.
CODE_LASTS = 12 * 3600.0
_FORM = b"application/x-www-form-urlencoded"
_SAFE = frozenset(("GET", "HEAD"))
_OPEN = ("/launch", "/static/")
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    # With no-referrer a browser would send «Origin: null» with our own forms.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), clipboard-read=()",
    "cache-control": "no-store",
}


class Refusal(NamedTuple):
    """Why a request is turned away: an HTTP status and the key of a sentence."""

    status: int
    why: str


class Keys:
    """The launch code and the sessions that came of it; nothing of them is written anywhere."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._secret = secrets.token_bytes(32)
        self._sessions: set[str] = set()
        self._tried: deque[float] = deque(maxlen=TRIES)
        self.code = ""
        self._made = 0.0
        self.renew()

    def renew(self) -> str:
        """A new launch code; the one before is good no more."""
        self.code, self._made = secrets.token_urlsafe(32), self._clock()
        return self.code

    def exchange(self, code: str) -> str | None:
        """A new session for the launch code, which is spent by it; None for a wrong or an old one.

        After ten wrong codes within a minute no code is looked at.
        """
        now = self._clock()
        if self.is_tired():
            return None
        right = hmac.compare_digest(code.encode(), self.code.encode()) and now - self._made <= CODE_LASTS
        if not right:
            self._tried.append(now)
            return None
        self.renew()
        session = secrets.token_urlsafe(32)
        self._sessions.add(_digest(session))
        return session

    def is_tired(self) -> bool:
        """Were there so many wrong codes in the last minute that none is looked at?"""
        return len(self._tried) == TRIES and self._clock() - self._tried[0] < 60

    def knows(self, session: str) -> bool:
        """Is it a session that is open?"""
        return _digest(session) in self._sessions

    def close(self, session: str) -> None:
        """End a session."""
        self._sessions.discard(_digest(session))

    def token(self, session: str) -> str:
        """What each form of a session must hold."""
        return hmac.new(self._secret, session.encode(), "sha256").hexdigest()


def _digest(session: str) -> str:
    return hashlib.sha256(session.encode("utf-8", "replace")).hexdigest()


class Gate:
    """An ASGI application around the desk's. `hosts` as in the header Host, `origins` as in Origin, in small letters.

    `refuse` makes the page of a refusal; a request that passes finds its session in `scope["state"]["session"]`.
    """

    def __init__(
        self,
        app: App,
        keys: Keys,
        hosts: frozenset[str],
        origins: frozenset[str],
        refuse: Callable[[Scope, Refusal], App],
    ) -> None:
        self._app, self._keys, self._hosts, self._origins, self._refuse = app, keys, hosts, origins, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        session = cookie_of(headers.get(b"cookie", ""))
        scope.setdefault("state", {})["session"] = session
        scope["state"]["token"] = self._keys.token(session)
        refusal = self.check(scope, headers, session)
        body = b""
        if refusal is None and scope["method"] not in _SAFE:
            body, refusal = await self._form(headers, receive, self._needs_token(scope, session))
        answer = self._app if refusal is None else self._refuse(scope, refusal)
        await answer(scope, _again(body, receive), _with_headers(send))

    def check(self, scope: Scope, headers: dict[bytes, str], session: str) -> Refusal | None:
        """What speaks against a request before its body is read."""
        if headers.get(b"host", "").lower() not in self._hosts:
            return Refusal(421, "refused.host")
        changes = scope["method"] not in _SAFE
        if changes and headers.get(b"origin", "").lower() not in self._origins:
            return Refusal(403, "refused.origin")
        if not self._keys.knows(session) and not scope["path"].startswith(_OPEN):
            return Refusal(401, "refused.session")
        return None

    def _needs_token(self, scope: Scope, session: str) -> str | None:
        return None if scope["path"] == "/launch" else self._keys.token(session)

    async def _form(
        self, headers: dict[bytes, str], receive: Receive, token: str | None
    ) -> tuple[bytes, Refusal | None]:
        """The body of a form, whole; a refusal where it is too long, no form, or without the session's token."""
        if headers.get(b"content-type", "").split(";")[0].strip().lower().encode() != _FORM:
            return b"", Refusal(415, "refused.form")
        body = await _body(receive)
        if body is None:
            return b"", Refusal(413, "refused.long")
        try:
            told = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=2000).get("csrf", [""])
        except ValueError:
            return b"", Refusal(400, "refused.form")
        if token is not None and not hmac.compare_digest(told[0].encode(), token.encode()):
            return b"", Refusal(403, "refused.token")
        return body, None


def cookie_of(header: str) -> str:
    """The session that a Cookie header holds; empty where it holds none."""
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


async def _body(receive: Receive) -> bytes | None:
    """The whole body; None where it is longer than a form may be."""
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if len(body) > LONGEST:
            return None
        if message["type"] != "http.request" or not message.get("more_body"):
            return body


def _again(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives a body that was read already, and after it whatever comes."""
    waiting = [body]

    async def given() -> Message:
        return {"type": "http.request", "body": waiting.pop(), "more_body": False} if waiting else await receive()

    return given


def _with_headers(send: Send) -> Send:
    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            ours = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            message["headers"] = [(n, v) for n, v in message.get("headers", ()) if n.decode() not in HEADERS] + ours
        await send(message)

    return told
