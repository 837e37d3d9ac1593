"""The desk against inputs made from its own description: whatever is asked, nothing fails on our side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from desk_kit import Served, ledger, running, served
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hasila.desk import app

EXAMPLES = 25
REAL = {
    "document": "d2", "claim": "d2:c1", "seq": "2", "incident": "one", "name": "desk.css", "file": "outcomes",
    "outcome": "killed", "group": "all",
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk that listens."""
    with served(ledger(tmp_path_factory.mktemp("fuzz") / "hasila.db")) as found:
        yield found


def operations(path: Path) -> list[Any]:
    """Every endpoint as the desk describes it."""
    with running(ledger(path)) as found:
        schema = schemathesis.openapi.from_dict(app.application(found.desk).openapi())
    return [operation.ok() for operation in schema.get_all_operations()]


def ask_in_all_ways(operation: Any, desk: Served) -> set[int]:
    """The statuses of the answers to many requests of one kind."""
    told: set[int] = set()

    @settings(
        max_examples=EXAMPLES, database=None, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(data=st.data())
    def ask(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy())
        if isinstance(case.body, dict):
            case.body["csrf"] = desk.token
        if data.draw(st.booleans()):
            # Made-up ids seldom name anything: every second request is for what there is.
            case.path_parameters = {name: REAL.get(name, value) for name, value in (case.path_parameters or {}).items()}
        answer = case.call(base_url=desk.url, headers={"origin": desk.url}, cookies=desk.cookies, allow_redirects=False)
        told.add(answer.status_code)

    ask()
    return told


def test_no_input_makes_the_desk_fail(desk: Served, tmp_path: Path) -> None:
    """Generated paths, queries and forms get pages and refusals, never a 500 and never a dropped connection."""
    asked = [o for o in operations(tmp_path / "described.db") if o.path != "/leave"]
    answers = {f"{o.method.upper()} {o.path}": ask_in_all_ways(o, desk) for o in asked}
    assert {k: v for k, v in answers.items() if any(status >= 500 for status in v)} == {}
    # The generated requests do get through to pages.
    assert sum(200 in v or 303 in v for v in answers.values()) >= len(answers) // 2
