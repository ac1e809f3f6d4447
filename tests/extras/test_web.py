"""The HTTP interface: what it answers, what it refuses and how, and that no text stays behind."""

from __future__ import annotations

import asyncio
import itertools
import json
import socket
import time
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cyextract
from cyextract.batch import document_row
from cyextract.cli import main
from cyextract.lexicon.table import builtin_rules
from cyextract.ruleset.loader import load_rules
from cyextract.web.guard import Guard
from cyextract.web.patience import impatient_protocol
from cyextract.web.server import open_socket
from cyextract.web.why import chinese_sentences
from cyextract.web.work import BusyError, ExtractJob, ExtractorSettings, Workers, _make_extractor, extract_row
from extras import import_or_skip
from extras.serving import SECRET, Server, crash, fail_with_the_text, serving, sleep
from workbooks import read_workbook

httpx = import_or_skip("httpx")
anyio = import_or_skip("anyio")
import_or_skip("fastapi")
uvicorn = import_or_skip("uvicorn")
client = httpx.Client(timeout=30, trust_env=False)  # one for all: each would load the certificates anew

TEXT = "6月4日，川渝签订《合作协议》，投资约15亿元。"
JSON = {"content-type": "application/json"}
HAND = {"start": 0, "end": 3, "text": "x", "canonical": "x", "rule": "hand"}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving("--max-bytes", "200000", "--workers", "1") as running:
        client.post(f"{running.url}/extract", json={"text": "1元"})
        yield running
        client.close()
    assert not [line for line in running.printed if SECRET in line or "合作协议" in line]
    assert running.printed == []


def post(server: Server, body: Any, path: str = "/extract", **headers: str) -> Any:
    content = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.post(server.url + path, content=content, headers=JSON | headers)


def test_extract_answers_the_row_of_batch(server: Server) -> None:
    answer = post(server, {"text": TEXT, "id": "a", "reference_date": "2021-06-10"})
    assert answer.status_code == 200
    assert answer.json() == document_row(cyextract.extract(TEXT, reference_date="2021-06-10", id="a"))


def test_options_reach_the_extractor(server: Server) -> None:
    row = post(server, {"text": "近日投资3亿元", "default_currency": "TWD", "vague": True, "types": ["MONEY", "DATE"]}).json()
    assert [(m["type"], m.get("currency")) for m in row["mentions"]] == [("DATE", None), ("MONEY", "TWD")]
    assert [m["type"] for m in post(server, {"text": TEXT, "types": ["TITLE"]}).json()["mentions"]] == ["TITLE"]


def test_view_answers_row_and_fragment(server: Server) -> None:
    answer = post(server, {"text": TEXT + "<script>alert(1)</script>"}, "/view").json()
    assert [m["type"] for m in answer["row"]["mentions"]] == ["DATE", "TITLE", "MONEY"]
    assert "&lt;script&gt;" in answer["html"]
    assert "<script" not in answer["html"]


def test_view_tells_why_in_both_languages(server: Server) -> None:
    text = "2021年6月4日，四川省经信厅签订《合作协议》。"
    answer = post(server, {"text": text}, "/view").json()
    mentions, why = answer["row"]["mentions"], answer["why"]
    assert set(why["rules"]) == {rule for mention in mentions for rule in mention["rule"].split("+")}
    assert why["rules"]["date.full"][0].startswith("完整的年月日")
    assert why["rules"]["date.full"][1].startswith("A whole date")
    (index,) = (str(index) for index, mention in enumerate(mentions) if mention["type"] == "ORG")
    assert ["依据：经信厅", "by: 经信厅"] in why["mentions"][index]


def test_the_chinese_sentences_are_those_of_rules_that_there_are() -> None:
    ids = {rule.id for rule in load_rules().rules} | set(builtin_rules())
    chinese = set(chinese_sentences())
    assert chinese <= ids
    proposing = {rule for rule in ids if rule.split(".")[0] in ("date", "money", "percent", "org", "title")}
    missing = proposing - chinese  # these are told in English
    assert len(missing) < len(proposing) / 20, f"say in Chinese, in whys_zh.tsv, what {sorted(missing)} do"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"type": "MONEY", "amount": "abc", "currency": "CNY"}, ["amount"]),
        ({"type": "MONEY", "amount": "3", "currency": "XYZ"}, ["currency"]),
        ({"type": "MONEY", "amount": "NaN", "currency": "CNY"}, ["amount"]),
        ({"type": "MONEY", "amount_min": "5", "amount_max": "3", "currency": "CNY"}, ["amount_max"]),
        ({"type": "PERCENT", "value_min": "5", "value_max": "3", "unit": "percent"}, ["value_max"]),
        ({"type": "PERCENT", "value": "三", "unit": "percent"}, ["value"]),
        ({"type": "DATE", "value": "2021-06-31"}, ["value"]),
        ({"type": "DATE", "value": "2021-13"}, ["value"]),
        ({"type": "DATE", "value": "2022/2021"}, ["value"]),
        ({"type": "DATE", "value": "去年"}, ["value"]),
        ({"type": "DATE"}, ["value"]),
        ({"type": "ORG", "name": "x", "kind": "shop"}, ["kind"]),
        ({"type": "PERSON"}, ["type"]),
        ({}, ["type"]),
    ],
)
def test_a_correction_that_cannot_be_names_its_fields(server: Server, fields: dict[str, str], wrong: list[str]) -> None:
    answer = post(server, {"mention": {**HAND, **fields}}, "/check")
    assert answer.status_code == 422
    assert [problem["field"] for problem in answer.json()["fields"]] == wrong


@pytest.mark.parametrize(
    ("value", "granularity"),
    [
        ("2021-06-04", "day"), ("2021-06-04TEV", "part"), ("2021-06-04T10:30", "minute"), ("2021", "year"), ("199X", "decade"),
        ("19XX", "century"), ("XXXX-06-04", "day"), ("2009-XX-XX", "day"), ("2021-SP", "season"), ("2021-W30", "week"),
        ("2021/2023", "range"), ("-0200", "year"),
    ],
)  # fmt: skip
def test_a_corrected_date_says_what_follows_from_its_value(server: Server, value: str, granularity: str) -> None:
    answer = post(server, {"mention": {**HAND, "type": "DATE", "value": value}}, "/check").json()
    assert answer["mention"]["granularity"] == granularity


def test_a_correction_comes_back_with_its_line(server: Server) -> None:
    written = {**HAND, "type": "MONEY", "text": "<b>", "canonical": "<b>", "amount": "1e3", "currency": "CNY"}
    answer = post(server, {"mention": written}, "/check").json()
    assert (answer["mention"]["amount"], answer["mention"]["currency_stated"]) == ("1000", False)
    assert answer["html"].startswith('<tr class="cy-item MONEY" id="r0"')
    assert "&lt;b&gt;" in answer["html"]
    assert "1,000 CNY" in answer["html"]


def test_one_workbook_of_several_texts(server: Server, tmp_path: Path) -> None:
    corrected = post(server, {"text": TEXT, "id": "b"}).json()
    corrected["mentions"] = [m for m in corrected["mentions"] if m["type"] != "MONEY"]
    corrected["figures"] = []
    asked = [{"text": TEXT, "id": "a", "reference_date": "2021-06-10"}, {"text": TEXT, "id": "b", "row": corrected}]
    answer = post(server, {"documents": asked}, "/tables")
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats")
    (tmp_path / "book.xlsx").write_bytes(answer.content)
    book = read_workbook(tmp_path / "book.xlsx")
    mentions = book["mentions"].rows
    found = [(row["document"], row["type"]) for row in mentions]
    assert found == [("a", "DATE"), ("a", "TITLE"), ("a", "MONEY"), ("b", "DATE"), ("b", "TITLE")]
    assert mentions[2]["amount"] == 1_500_000_000
    assert {"documents", "figures", "agreements", "parties", "organisations", "names"} <= set(book)
    foreign = post(server, {"documents": [{"text": "别的文本", "id": "b", "row": corrected}]}, "/tables")
    assert (foreign.status_code, foreign.json()["error"]) == (422, "row: not the row of this text")


def test_bytes_in_an_encoding_of_chinese_are_read(server: Server) -> None:
    text = "四川省经信厅与重庆市经信委签订合作协议，总投资约十五亿元。"
    for encoding in ("gb18030", "utf-16"):
        answer = post(server, {"content": b64encode(text.encode(encoding)).decode()}, "/decode").json()
        assert answer == {"text": text, "encoding": encoding}
    for content, told in (("*", "Base64"), (b64encode(bytes(range(256))).decode(), "not ")):
        answer = post(server, {"content": content}, "/decode")
        assert (answer.status_code, told in answer.json()["error"]) == (422, True)


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        ("{", 400, "not JSON"),
        (b'{"text": "\xff"}', 400, "parsing"),
        ("[" * 100_000, 400, "parsing"),
        ("[]", 422, "body"),
        ({}, 422, "text: Field required"),
        ({"text": 3}, 422, "text: "),
        ({"text": TEXT, "words": True}, 422, "words: "),
        ({"text": TEXT, "types": ["PERSON"]}, 422, "types"),
        ({"text": TEXT, "default_currency": "yuan"}, 422, "default_currency: "),
        ({"text": TEXT, "reference_date": "2021-06-31"}, 422, "reference_date"),
        ({"text": TEXT, "id": "x" * 201}, 422, "id: "),
        ('{"text": "\\ud800"}', 422, "surrogate"),
        ({"text": "字" * 100_000}, 413, "larger than 200,000 bytes"),
    ],
)
def test_a_bad_request_is_told_in_one_line(server: Server, body: Any, status: int, told: str) -> None:
    answer = post(server, body)
    assert answer.status_code == status
    assert told in answer.json()["error"]
    assert "\n" not in answer.json()["error"]


def test_a_problem_names_its_field_and_repeats_no_value(server: Server) -> None:
    answer = post(server, {"text": TEXT, "vague": SECRET})
    assert [problem["field"] for problem in answer.json()["fields"]] == ["vague"]
    assert SECRET not in answer.text


def test_a_body_without_a_length_is_cut_off_too(server: Server) -> None:
    answer = client.post(f"{server.url}/extract", content=(b" " * 50_000 for _ in range(6)), headers=JSON)
    assert (answer.status_code, "larger" in answer.json()["error"]) == (413, True)


def test_a_refused_client_reads_why_although_it_is_still_sending(server: Server) -> None:
    for kind, status in (("application/json", 413), ("text/plain", 415)):
        for body in (b" " * 1_500_000, (b" " * 50_000 for _ in range(30))):
            assert client.post(f"{server.url}/extract", content=body, headers={"content-type": kind}).status_code == status


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "application/jsonx"]
)
def test_only_json_is_taken_so_that_other_sites_cannot_post(server: Server, kind: str) -> None:
    answer = post(server, {"text": TEXT}, **{"content-type": kind})
    assert (answer.status_code, answer.json()["error"]) == (415, "send the request as application/json")
    asked = client.options(f"{server.url}/extract", headers={"origin": "http://x.example", "access-control-request-method": "POST"})
    assert not [name for name in asked.headers if name.startswith("access-control")]


def test_another_host_name_is_refused(server: Server) -> None:
    assert client.get(f"{server.url}/health", headers={"host": "attacker.example"}).status_code == 400
    assert client.get(f"{server.url}/health", headers={"host": "localhost:1"}).status_code == 200


def test_other_paths_and_methods_answer_json(server: Server) -> None:
    assert client.get(f"{server.url}/nothing").json() == {"error": "Not Found"}
    assert client.get(f"{server.url}/extract").status_code == 405
    assert client.get(f"{server.url}/static/..%2fapp.py").status_code == 404
    assert client.get(f"{server.url}/static/app.py").json() == {"error": "no such file"}
    assert client.get(f"{server.url}/health").json() == {"status": "ok", "version": cyextract.__version__}


@pytest.mark.parametrize("path", ["/", "/docs", "/static/app.js", "/health", "/nothing"])
def test_every_answer_has_strict_headers_and_pages_load_nothing_else(server: Server, path: str) -> None:
    answer = client.get(server.url + path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert "server" not in answer.headers
    if answer.headers["content-type"].startswith("text/html"):
        assert not any(outside in answer.text for outside in ("https://", 'src="http', "//cdn", "<style", " style=", "onclick"))


def test_openapi_describes_what_is_answered(server: Server) -> None:
    api = client.get(f"{server.url}/openapi.json").json()
    assert set(api["paths"]) == {"/extract", "/view", "/tables", "/check", "/decode", "/verify", "/health"}
    assert set(api["paths"]["/extract"]["post"]["responses"]) == {"200", "400", "413", "415", "422", "503", "504"}
    answered = post(server, {"text": TEXT, "reference_date": "2021-06-10"}).json()
    assert set(answered) <= set(api["components"]["schemas"]["ResultRow"]["properties"])
    page = client.get(f"{server.url}/docs").text
    for name in ("TextRequest", "reference_date", "ErrorAnswer", "MoneyMention", "/extract"):
        assert name in page


def test_a_heavy_text_is_ended_a_crash_survived_and_nobody_blocked() -> None:
    async def run() -> None:
        workers = Workers(ExtractorSettings(), 1, 1.0)
        async with workers.running():
            for heavy, error in ((sleep, TimeoutError), (crash, ChildProcessError)):
                with pytest.raises(error):
                    await workers.run(heavy, ExtractJob(TEXT))
                for _ in range(20):  # the new worker loads; until then requests are told so
                    try:
                        row = await workers.run(extract_row, ExtractJob(TEXT))
                        break
                    except BusyError:
                        continue
                assert json.loads(row)["mentions"]

    anyio.run(run)


def test_time_limit_and_faults_are_answered_without_the_text(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from cyextract.web import app as web

    async def run() -> list[Any]:
        app = web.create_app(web.ServerSettings(workers=1, time_limit=1.0, hosts=("*",)))
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, trust_env=False, base_url="http://test") as client,
        ):
            monkeypatch.setattr(web, "extract_row", fail_with_the_text)
            failed = await client.post("/extract", json={"text": SECRET})
            monkeypatch.setattr(web, "extract_row", sleep)
            answers: list[Any] = [failed]

            async def ask(path: str, **request: Any) -> None:
                answers.append(await (client.post(path, **request) if request else client.get(path)))

            async with anyio.create_task_group() as group:
                group.start_soon(lambda: ask("/extract", json={"text": SECRET}))
                await anyio.sleep(0.1)
                group.start_soon(lambda: ask("/health"))
                await anyio.sleep(0.1)
                group.start_soon(lambda: ask("/extract", json={"text": SECRET}))
            return answers

    failed, health, slow, busy = anyio.run(run)
    assert [answer.status_code for answer in (failed, health, slow, busy)] == [500, 200, 504, 503]
    assert "1 s" in slow.json()["error"]
    printed = capfd.readouterr()
    assert SECRET not in failed.text + slow.text + busy.text + printed.out + printed.err


def test_the_work_for_a_client_that_hung_up_is_ended() -> None:
    async def run() -> float:
        workers = Workers(ExtractorSettings(), 1, 60.0)
        async with workers.running():
            vanished = asyncio.ensure_future(workers.run(sleep, ExtractJob(TEXT)))
            await asyncio.sleep(0.3)
            vanished.cancel()
            begun = time.monotonic()
            assert json.loads(await workers.run(extract_row, ExtractJob(TEXT)))["mentions"]
            return time.monotonic() - begun

    assert asyncio.run(run()) < 30


def ask(server: Server, body: bytes, *, length: int | None = None) -> socket.socket:
    """A line on which a request has been sent, or the part of it that `body` is."""
    host, port = server.url.removeprefix("http://").split(":")
    line = socket.create_connection((host, int(port)), 60)
    head = f"POST /extract HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: {length or len(body)}\r\n\r\n"
    line.sendall(head.encode() + body)
    return line


def test_a_client_that_hangs_up_leaves_its_worker_to_others() -> None:
    with serving("--workers", "1", "--time-limit", "60") as server:
        heavy = json.dumps({"text": "与签订《协议》" * 190_000}, ensure_ascii=False).encode()  # 30 s and more
        line = ask(server, heavy)
        time.sleep(2)
        line.close()
        begun = time.monotonic()
        answer = httpx.post(f"{server.url}/extract", json={"text": TEXT}, timeout=60, trust_env=False)
        assert answer.status_code == 200
        assert time.monotonic() - begun < 15
    assert server.printed == []


def test_a_request_must_arrive_in_time() -> None:
    sent: list[dict[str, Any]] = []
    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", b"application/json")]}

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0.05)  # a byte now and then
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    async def never(*_: Any) -> None:
        raise AssertionError

    asyncio.run(Guard(never, 1000, upload_limit=0.3)(scope, receive, send))
    assert (sent[0]["status"], json.loads(sent[1]["body"])) == (408, {"error": "the request took longer than 0.3 s to arrive"})


def test_a_request_must_begin_in_time_and_may_take_longer_to_answer() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(1)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    async def run() -> list[bytes]:
        config = uvicorn.Config(app, lifespan="off", log_config=None, timeout_keep_alive=1, http=impatient_protocol(0.3))
        server = uvicorn.Server(config)
        listener = open_socket("127.0.0.1", 0)
        serving_ = asyncio.ensure_future(server.serve([listener]))
        read = []
        for sent in (
            b"",
            b"GET / HTTP/1.1\r\nhost: x\r\n",
            b"GET / HTTP/1.1\r\nhost: x\r\n\r\n",
            b"GET / HTTP/1.1\r\nhost: x\r\n\r\nGET / HT",
        ):
            reader, writer = await asyncio.open_connection(*listener.getsockname())
            writer.write(sent)
            async with asyncio.timeout(10):
                read.append(await reader.read())
            writer.close()
        server.should_exit = True
        await serving_
        return read

    nothing, half, whole, and_half = asyncio.run(run())
    assert (nothing, half) == (b"", b"")
    assert whole.endswith(b"ok")
    assert and_half.endswith(b"ok")


def test_a_worker_keeps_few_extractors() -> None:
    _make_extractor.cache_clear()
    for size in range(1, 4):
        for types in itertools.combinations(("DATE", "MONEY", "PERCENT", "TITLE"), size):
            extract_row(ExtractorSettings(), ExtractJob(TEXT, types=frozenset(types)))
    assert _make_extractor.cache_info().currsize <= 2


def test_long_texts_leave_a_worker_to_short_ones() -> None:
    async def run() -> float:
        workers = Workers(ExtractorSettings(), 2, 20.0)
        async with workers.running():
            long = [asyncio.ensure_future(workers.run(sleep, ExtractJob("长" * 200_000))) for _ in range(4)]
            await asyncio.sleep(0.5)
            begun = time.monotonic()
            await workers.run(extract_row, ExtractJob(TEXT))
            took = time.monotonic() - begun
            for job in long:
                job.cancel()
            await asyncio.gather(*long, return_exceptions=True)
            return took

    assert asyncio.run(run()) < 5


def test_a_traceback_in_the_log_has_no_message() -> None:
    import logging
    import sys

    from cyextract.web.server import TextlessFormatter

    try:
        raise ValueError(SECRET)
    except ValueError:
        record = logging.LogRecord("uvicorn.error", logging.ERROR, __file__, 1, "Exception in ASGI application\n", None, sys.exc_info())
    told = TextlessFormatter("%(levelname)s: %(message)s").format(record)
    assert SECRET not in told
    assert "test_web.py" in told
    assert told.endswith("ValueError")


def test_serve_refuses_what_it_cannot_do_in_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        with pytest.raises(SystemExit) as stopped:
            main(["serve", "--port", str(taken.getsockname()[1])])
        assert stopped.value.code == 2
    with pytest.raises(SystemExit):
        main(["serve", "--rules", str(tmp_path / "missing.toml")])
    for limit in ("inf", "nan"):
        with pytest.raises(SystemExit):
            main(["serve", "--time-limit", limit])
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 4
    assert "a time limit of inf seconds" in lines[2]
    assert "choose another --host or --port" in lines[0]
    assert "missing.toml" in lines[1]
