"""The gate: names, codes, cookies, tokens, and where the desk may stand."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_kit import HOSTILE, ORIGIN, Running, ledger, links, running, tree

from hasila.desk import app, serving
from hasila.desk.gate import COOKIE, HEADERS, LONGEST, TRIES, Keys
from hasila.desk.serving import Address
from hasila.errors import UsageError


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Running]:
    """A desk on a small ledger."""
    with running(ledger(tmp_path / "hasila.db")) as found:
        yield found


def paths(desk: Running) -> list[tuple[str, str]]:
    """(method, path) of every endpoint, its parameters filled in."""
    values = {"document": "d2", "claim": "d2:c1", "seq": "1", "incident": "one", "name": "desk.css", "file": "outcomes"}
    described = app.application(desk.desk).openapi()["paths"]
    made = {path: re.sub(r"{(\w+)}", lambda m: values.get(m[1], "killed"), path) for path in described}
    return [(method.upper(), made[path]) for path in sorted(described) for method in sorted(described[path])]


def test_without_a_session_no_page_tells_anything(desk: Running) -> None:
    """Every endpoint but the launch page and the style sheet answers 401 to a request without the cookie (S1)."""
    desk.client.cookies.clear()
    asked = [p for p in paths(desk) if not p[1].startswith(("/launch", "/static"))]
    assert len(asked) > 8
    for method, path in asked:
        answer = desk.client.request(method, path, headers={"origin": ORIGIN}, data={} if method == "POST" else None)
        assert answer.status_code == 401, (method, path)
        assert "Nour" not in answer.text
        assert "قتل" not in answer.text


def test_every_change_needs_our_origin_and_the_sessions_token(desk: Running) -> None:
    """A form from elsewhere, without Origin, or with another session's token changes nothing."""
    before = desk.entries()
    other = Keys().token("x")
    for method, path in paths(desk):
        if method != "POST" or path == "/launch":
            continue
        for headers, token, status in (
            ({"origin": "https://evil.example"}, desk.token, 403),
            ({"origin": "null"}, desk.token, 403),
            ({}, desk.token, 403),
            ({"origin": ORIGIN}, other, 403),
            ({"origin": ORIGIN}, "", 403),
        ):
            answer = desk.client.post(path, data={"csrf": token, "verdict": "accept", "reason": "x"}, headers=headers)
            assert answer.status_code == status, (path, headers)
    assert desk.entries() == before


def test_a_name_that_somebody_points_to_us_is_turned_away(desk: Running) -> None:
    """DNS rebinding: a request to another host's name gets 421, whatever cookie it holds, and learns nothing."""
    for host in ("evil.example", "desk.test.evil.example", "desk.test:1", ""):
        answer = desk.client.get("/", headers={"host": host})
        assert answer.status_code == 421
        assert answer.text == "misdirected request"


def test_a_launch_code_is_good_once(desk: Running) -> None:
    """The code is exchanged for a strict, script-proof cookie; used again it opens nothing."""
    desk.client.cookies.clear()
    code = desk.desk.keys.code
    answer = desk.client.get("/launch", params={"code": code})
    assert answer.status_code == 200
    told = answer.headers["set-cookie"]
    assert "HttpOnly" in told
    assert "SameSite=strict" in told
    assert desk.client.get("/").status_code == 200
    desk.client.cookies.clear()
    assert desk.client.get("/launch", params={"code": code}).status_code == 403
    assert desk.client.get("/").status_code == 401


def test_a_code_may_be_typed(desk: Running) -> None:
    """Without an address, the code is given in a form, which needs our origin but no token."""
    desk.client.cookies.clear()
    form = {"code": f" {desk.desk.keys.code} "}
    assert desk.client.post("/launch", data=form).status_code == 403
    assert desk.client.post("/launch", data=form, headers={"origin": ORIGIN}).status_code == 200
    assert desk.client.get("/").status_code == 200


def test_codes_cannot_be_tried_without_end() -> None:
    """After ten wrong codes within a minute even the right one is not looked at; a minute later it is (S4)."""
    now = [0.0]
    keys = Keys(lambda: now[0])
    assert all(keys.exchange("wrong") is None for _ in range(TRIES))
    assert keys.exchange(keys.code) is None
    now[0] = 61.0
    assert keys.exchange(keys.code) is not None


def test_an_old_code_opens_nothing() -> None:
    """A code that was printed half a day ago is good no more."""
    now = [0.0]
    keys = Keys(lambda: now[0])
    now[0] = 13 * 3600.0
    assert keys.exchange(keys.code) is None


def test_leaving_ends_the_session(desk: Running) -> None:
    """After leaving, the same cookie opens nothing."""
    session = desk.client.cookies.get(COOKIE)
    assert desk.post("/leave").status_code == 200
    desk.client.cookies.set(COOKIE, session)
    assert desk.get("/").status_code == 401


def test_every_answer_forbids_scripts_frames_and_keeping(desk: Running) -> None:
    """Pages, files, faults and refusals alike carry the policy."""
    for path in ("/", "/queue", "/static/desk.css", "/nothing", "/reports/d2", "/launch"):
        answer = desk.get(path)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (path, name)
    assert "unsafe" not in HEADERS["content-security-policy"]
    assert desk.client.get("/", headers={"host": "evil.example"}).headers["x-content-type-options"] == "nosniff"


def test_forms_have_a_limit(desk: Running) -> None:
    """What is longer than a form may be is turned away unread, and what is no form too (S12)."""
    headers = {"origin": ORIGIN, "content-type": "application/x-www-form-urlencoded"}
    long = b"csrf=" + desk.token.encode() + b"&reason=" + b"a" * LONGEST
    assert desk.client.post("/claims/d2:c1", content=long, headers=headers).status_code == 413
    plain = {"origin": ORIGIN, "content-type": "application/json"}
    assert desk.client.post("/claims/d2:c1", content=b"{}", headers=plain).status_code == 415
    odd = b"csrf=" + desk.token.encode() + b"&reason=\xff\xfe"
    assert desk.client.post("/claims/d2:c1", content=odd, headers=headers).status_code == 400


@pytest.mark.parametrize("back", ["//evil.example/", "/\\evil.example", "https://evil.example", "/\n/x", ""])
def test_switching_the_language_leads_nowhere_else(desk: Running, back: str) -> None:
    """The way back is a path of the desk, whatever the form says."""
    answer = desk.client.post(
        "/language", data={"csrf": desk.token, "lang": "ar", "back": back}, headers={"origin": ORIGIN},
        follow_redirects=False,
    )  # fmt: skip
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"


def test_the_language_is_switched_and_kept(desk: Running) -> None:
    """One switch turns every page to the other language and direction."""
    assert tree(desk.get("/")).get("dir") == "ltr"
    answer = desk.post("/language", lang="ar", back="/queue")
    assert answer.url.path == "/queue"
    page = tree(desk.get("/reports"))
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")


def test_nothing_of_a_report_is_obeyed(desk: Running) -> None:
    """A hostile text, name, outlet and address are words on every page that shows them (S5, S8)."""
    seen = 0
    for path in ("/", "/queue", "/reports", "/reports/d10", f"/reports?q={HOSTILE[:40]}"):
        answer = desk.get(path)
        page = tree(answer)
        assert [s.get("src") for s in page.xpath("//script")] == ["/static/desk.js"]
        assert page.xpath("//img|//iframe|//object|//embed|//*[@style]|//*[@onerror]") == []
        assert not [h for h in page.xpath("//a/@href") if h.startswith("javascript")]
        assert "\u202e" not in answer.text
        assert "\x1b" not in answer.text
        assert "49" not in "".join(page.xpath("//main//bdi[contains(., '<img')]/text()"))
        seen += "<script>alert" in page.text_content()
    assert seen >= 3


def test_every_link_leads_to_a_page(desk: Running) -> None:
    """A crawl of everything that can be reached finds no missing page and no fault."""
    waiting, seen = ["/"], set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = desk.client.get(path)
        assert answer.status_code == 200, path
        if "text/html" in answer.headers["content-type"]:
            waiting += links(answer)
    assert {"/", "/queue", "/reports", "/reports/d2"} <= seen


def test_a_fault_of_ours_tells_no_details(
    desk: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unforeseen error is a page without a traceback, and one line in the terminal without words of a report."""
    monkeypatch.setattr("hasila.desk.home.arrivals", lambda store: [][HOSTILE])  # type: ignore[call-overload]
    answer = desk.get("/")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert "TypeError" not in answer.text
    assert "the desk failed at / (TypeError)" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.9"])
def test_the_desk_stands_on_this_machine(host: str) -> None:
    """Loopback addresses need nothing more."""
    assert serving.checked(Address(host, 0)).scheme == "http"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "desk.example"])
def test_the_desk_refuses_what_others_can_reach_without_tls(host: str) -> None:
    """Another address needs TLS or a declared proxy; every address at once is refused even then."""
    with pytest.raises(UsageError, match=r"--behind-proxy|every address"):
        serving.checked(Address(host, 0))


def test_half_of_tls_and_a_plain_proxy_are_refused() -> None:
    """A certificate without its key, or a proxy without TLS, is told."""
    with pytest.raises(UsageError, match="both"):
        serving.checked(Address("127.0.0.1", 0, certificate=Path("c.pem")))
    with pytest.raises(UsageError, match="https://desk"):
        serving.checked(Address("127.0.0.1", 0, proxy="http://desk.example"))


def test_behind_a_proxy_only_its_name_is_ours() -> None:
    """With a declared proxy, Host and Origin are the proxy's."""
    address = serving.checked(Address("127.0.0.1", 8765, proxy="https://desk.example/"))
    assert address.hosts == {"desk.example"}
    assert address.origins == {"https://desk.example"}
    assert serving.Address("127.0.0.1", 8765).origins == {"http://127.0.0.1:8765", "http://localhost:8765"}


def test_a_port_in_use_is_told() -> None:
    """A taken port is one clear line, not a traceback."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match="--port"):
            serving.bound(Address("127.0.0.1", taken.getsockname()[1]))


def test_the_browser_is_led_by_a_file_that_only_its_owner_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """The code stands in no argument of a process (S2): a browser is given a file's path, and the file goes again."""
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    with serving.doorway("http://127.0.0.1:1/launch?code=SECRET", browser=True):
        path = Path(opened[0].removeprefix("file://"))
        assert "SECRET" not in opened[0]
        assert "SECRET" in path.read_text(encoding="utf-8")
        assert path.stat().st_mode & 0o077 == 0
    assert not path.exists()
