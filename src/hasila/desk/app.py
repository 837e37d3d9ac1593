"""The desk put together: pages behind the gate, refusals and faults as pages, style sheet and script as files."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from typing import Annotated

from fastapi import FastAPI, Form, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from hasila.desk import decisions, entries, home, incidents, language, lexicons, method, reports, settling, sources
from hasila.desk.asking import Desk, language_of, rendered, see
from hasila.desk.checking import Checker
from hasila.desk.gate import COOKIE, App, Gate, Refusal, Scope
from hasila.errors import HasilaError, UsageError
from hasila.output import complain_of

_FILES = {
    "desk.css": "text/css; charset=utf-8", "desk.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml",
}  # fmt: skip
PAGES = (
    home.router, reports.router, decisions.router, settling.router, incidents.router, sources.router, lexicons.router,
    entries.router, method.router,
)  # fmt: skip


def application(desk: Desk) -> FastAPI:
    """The desk's pages, without the gate. Nothing of it looks at anything but the ledger."""
    app = FastAPI(title="Hasila", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = desk
    app.state.checker = Checker()
    for router in PAGES:
        app.include_router(router)
    app.add_api_route("/static/{name}", static, methods=["GET"])
    app.add_api_route("/launch", launch, methods=["GET"], response_class=HTMLResponse)
    app.add_api_route("/launch", enter, methods=["POST"], response_class=HTMLResponse)
    app.add_api_route("/leave", leave, methods=["POST"])
    app.add_api_route("/language", switch, methods=["POST"])
    app.add_exception_handler(HasilaError, _told)  # type: ignore[arg-type]  # narrower than any exception
    for status in (404, 405):
        app.add_exception_handler(status, _missing)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _senseless)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, _broken)
    return app


def guarded(desk: Desk, hosts: frozenset[str], origins: frozenset[str]) -> Gate:
    """The desk behind its gate; `hosts` and `origins` are ours, as a browser names them."""
    return Gate(application(desk), desk.keys, hosts, origins, _refused(desk))


def _refused(desk: Desk) -> Callable[[Scope, Refusal], App]:
    def page(scope: Scope, refusal: Refusal) -> App:
        request = Request(scope)
        tongue = language_of(request)
        template = "launch.html.j2" if refusal.status == 401 else "refused.html.j2"
        context = {"why": refusal.why, "code": "", "entered": False}
        if refusal.status == 421:
            # Whoever speaks to another name than ours is told nothing of the desk.
            return Response("misdirected request", 421, media_type="text/plain")
        return rendered(request, "", tongue, template, refusal.status, **context)

    return page


def static(name: str) -> Response:
    """The style sheet and the script: what they are is fixed, whatever the path says."""
    if name not in _FILES:
        raise HTTPException(404)
    data = (resources.files("hasila") / "data" / "desk" / name).read_bytes()
    return Response(data, media_type=_FILES[name])


def launch(request: Request, code: str = "") -> HTMLResponse:
    """The page that the printed address leads to: it exchanges the code for a cookie, or asks for one."""
    return _entered(request, code) if code else _asking(request, "launch.ask", 200)


def enter(request: Request, code: Annotated[str, Form()] = "") -> HTMLResponse:
    """The same for a code that was typed."""
    return _entered(request, code)


def _entered(request: Request, code: str) -> HTMLResponse:
    desk: Desk = request.app.state.desk
    if desk.keys.is_tired():
        return _asking(request, "launch.tired", 429)
    session = desk.keys.exchange(code.strip())
    if session is None:
        return _asking(request, "launch.wrong", 403)
    # A page of our own leads on: a redirect would count as coming from elsewhere, and a strict cookie stay behind.
    page = rendered(request, "", language_of(request), "launch.html.j2", 200, why="", entered=True)
    page.set_cookie(COOKIE, session, httponly=True, samesite="strict", secure=desk.secure, path="/")
    return page


def _asking(request: Request, why: str, status: int) -> HTMLResponse:
    return rendered(request, "", language_of(request), "launch.html.j2", status, why=why, entered=False)


def leave(request: Request) -> RedirectResponse:
    """End the session."""
    desk: Desk = request.app.state.desk
    desk.keys.close(request.scope["state"]["session"])
    answer = see("/launch")
    answer.delete_cookie(COOKIE, path="/")
    return answer


def switch(request: Request, lang: Annotated[str, Form()] = "", back: Annotated[str, Form()] = "/") -> RedirectResponse:
    """Switch the language, and come back to the page."""
    desk: Desk = request.app.state.desk
    answer = RedirectResponse(back if _is_ours(back) else "/", 303)
    if lang in ("ar", "en"):
        answer.set_cookie(language.COOKIE, lang, httponly=True, samesite="strict", secure=desk.secure, path="/")
    return answer


def _is_ours(path: str) -> bool:
    """Is it a path of the desk? Browsers take «//host» and «/\\host» for another machine."""
    return path.startswith("/") and path[1:2] not in ("/", "\\") and path.isprintable()


def _told(request: Request, error: HasilaError) -> HTMLResponse:
    """What went wrong on purpose, in words."""
    status = 400 if isinstance(error, UsageError) else 500
    return _fault(request, 404 if "has no " in str(error) else status, str(error))


def _broken(request: Request, error: Exception) -> HTMLResponse:
    """A fault of ours: its kind is told to the terminal, nothing of a report is."""
    complain_of(f"the desk failed at {request.url.path} ({type(error).__name__}); please report it")
    return _fault(request, 500, "")


def _missing(request: Request, error: HTTPException) -> HTMLResponse:
    return _fault(request, error.status_code, "")


def _senseless(request: Request, error: RequestValidationError) -> HTMLResponse:
    (first, *_) = error.errors()
    return _fault(request, 422, f"{first['loc'][-1]}: {first['msg']}")


def _fault(request: Request, status: int, what: str) -> HTMLResponse:
    key = {404: "fault.missing", 405: "fault.method", 422: "fault.senseless"}.get(status, "fault.failed")
    desk: Desk = request.app.state.desk
    return rendered(request, desk.by, language_of(request), "fault.html.j2", status, why=key, what=what)
