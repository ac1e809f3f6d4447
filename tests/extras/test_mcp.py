"""`cyextract mcp`, asked by a client of the official SDK as an agent would ask it."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

from extras import import_or_skip

anyio = import_or_skip("anyio")
mcp = import_or_skip("mcp")

TEXT = "6月4日，川北银行与川南大学签订《数据共享协议》，授信近700亿元。去年川北银行营业收入5亿元，同比下降5.2%。"
DAY = "2021-06-10"


def ask(*calls: tuple[str, dict[str, Any]]) -> tuple[list[Any], list[Any]]:
    """The tools that the server lists, and its answers to some calls."""

    async def talk() -> tuple[list[Any], list[Any]]:
        command = mcp.StdioServerParameters(command=sys.executable, args=["-m", "cyextract", "mcp"])
        async with mcp.stdio_client(command) as streams, mcp.ClientSession(*streams) as session:
            await session.initialize()
            tools = (await session.list_tools()).tools
            return list(tools), [await session.call_tool(name, arguments) for name, arguments in calls]

    return anyio.run(talk)  # type: ignore[no-any-return]


def test_a_client_lists_the_tools_and_gets_their_answers() -> None:
    claims = [{"title": "数据共享协议", "parties": ["川北银行", "川南大学"]}, {"amount": "700万元"}]
    tools, answers = ask(
        ("extract", {"text": TEXT, "reference_date": DAY, "limit": 2}),
        ("figures", {"text": TEXT, "reference_date": DAY}),
        ("events", {"text": TEXT, "reference_date": DAY}),
        ("verify", {"text": TEXT, "reference_date": DAY, "claims": claims}),
        ("verify", {"text": TEXT, "claims": ["x" * 200_000]}),
        ("extract", {"text": "甲" * 200_000}),
    )
    assert [tool.name for tool in tools] == ["extract", "figures", "events", "verify"]
    assert all(tool.input_schema["properties"]["text"]["maxLength"] == 100_000 and tool.description for tool in tools)
    found, measured, told, checked, too_long, too_large = answers
    assert [m["text"] for m in found.structured_content["mentions"]] == ["6月4日", "川北银行"]
    assert found.structured_content["left_out"] > 0
    assert [(f["value"], f["kind"]) for f in measured.structured_content["figures"]][-2:] == [("5亿元", "level"), ("5.2%", "growth")]
    assert told.structured_content["events"][0]["title"] == "数据共享协议"
    assert [claim["verdict"] for claim in checked.structured_content["claims"]] == ["supported", "contradicted"]
    assert checked.structured_content["claims"][1]["reason"] == "scale"
    assert too_long.is_error
    assert "more text than" in too_long.content[0].text
    assert too_large.is_error


def test_claims_may_be_json_that_was_written_out_once_more() -> None:
    written = json.dumps([{"title": "数据共享协议"}, {"amount": "700万元"}], ensure_ascii=False)
    _, (checked, broken, quote) = ask(
        ("verify", {"text": TEXT, "claims": written}),
        ("verify", {"text": TEXT, "claims": written[:-1]}),
        ("verify", {"text": TEXT, "claims": "《数据共享协议》"}),
    )
    assert [claim["verdict"] for claim in checked.structured_content["claims"]] == ["supported", "contradicted"]
    assert broken.is_error
    assert "claims: no JSON" in broken.content[0].text
    assert quote.structured_content["ok"]


def test_without_the_extra_the_command_says_what_to_install(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from cyextract import extras
    from cyextract.cli import main

    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    monkeypatch.delitem(sys.modules, "mcp", raising=False)
    with pytest.raises(SystemExit) as stopped:
        main(["mcp"])
    assert stopped.value.code == 2
    assert "cyextract mcp needs mcp" in capsys.readouterr().err
