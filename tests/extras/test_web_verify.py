"""`POST /verify`: the report of `cyextract verify` over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from cyextract import verify
from cyextract.verification.pairs import verification_row
from extras import import_or_skip
from extras.serving import Server, serving

httpx = import_or_skip("httpx")
import_or_skip("fastapi")
import_or_skip("uvicorn")

TEXT = "6月4日，川北银行与川南大学签订《数据共享协议》，授信近700亿元。"
CLAIMS = [{"title": "数据共享协议", "parties": ["川北银行", "川东银行"]}, {"amount": "RMB 70bn"}, {"总额": 7}]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving("--max-bytes", "200000", "--workers", "1") as running:
        yield running
    assert running.printed == []


def post(server: Server, body: Any) -> Any:
    content = body if isinstance(body, str) else json.dumps(body)
    return httpx.post(f"{server.url}/verify", content=content, headers={"content-type": "application/json"}, timeout=30, trust_env=False)


def test_the_answer_is_the_line_of_a_report(server: Server) -> None:
    answer = post(server, {"text": TEXT, "id": "a", "reference_date": "2021-06-10", "claims": CLAIMS, "schema": {"总额": "money"}})
    assert answer.status_code == 200
    check = verify(TEXT, CLAIMS, reference_date="2021-06-10", id="a", schema={"总额": "money"})
    assert answer.json() == json.loads(json.dumps(verification_row(check)))
    assert answer.json()["ok"] is False


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": TEXT}, 422),
        ({"text": TEXT, "claims": [], "schema": {"a": "colour"}}, 422),
        ('{"text": "甲", "claims": [NaN]}', 422),
        ('{"text": "甲", "claims": ' + "[" * 200 + "]" * 200 + "}", 422),
        ('{"text": "甲", "claims": ' + "[" * 50_000 + "]" * 50_000 + "}", 400),
    ],
)
def test_claims_that_are_none_are_refused_in_one_line(server: Server, body: Any, status: int) -> None:
    answer = post(server, body)
    assert answer.status_code == status
    assert len(answer.json()["error"].splitlines()) == 1
