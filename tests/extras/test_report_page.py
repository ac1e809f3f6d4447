"""The evaluation report in a real browser: it opens without a complaint, and its filters do what they say."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cyextract.evaluate import Annotation, GoldDocument, compare_runs, score
from cyextract.report import render_report
from extras import import_or_skip

sync_api = import_or_skip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
ATTACK = "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
TEXT = f"2021年6月4日，央行说{ATTACK}。"

pytestmark = pytest.mark.skipif(CHROMIUM is None and "CYEXTRACT_ALL_EXTRAS" not in os.environ, reason="needs Debian's chromium")


@dataclass
class Opened:
    """The page, and what the browser complained about."""

    page: Any
    complaints: list[str]

    def shown(self) -> list[str]:
        cards: list[str] = self.page.eval_on_selector_all(
            ".card:not([hidden])", "all => all.map(c => `${c.dataset.kind} ${c.dataset.doc} ${c.dataset.change}`)"
        )
        return cards

    def tick(self, name: str, value: str) -> None:
        self.page.click(f"input[name={name}][value='{value}']")


def source() -> str:
    def date(start: int, end: int, value: str = "2021-06-04") -> Annotation:
        return Annotation("DATE", start, end, {"value": value})

    gold = [GoldDocument(f"d{n}", (date(0, 9), Annotation("ORG", 10, 12, {"kind": "bank"})), TEXT) for n in (1, 2)]
    before = score(gold, {"d1": [date(0, 9)], "d2": [date(0, 9)]})
    after = score(gold, {"d1": [date(5, 9), Annotation("ORG", 10, 12, {"kind": ATTACK})], "d2": [date(0, 9, "2020")]})
    return render_report(gold, after, "gold", comparison=compare_runs("monday", before, after))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["wide light", "narrow dark"])
def opened(browser: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Opened]:
    width, scheme = request.param
    file = tmp_path / "report.html"
    file.write_text(source(), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: complaints.append(asked.url) if asked.url != file.as_uri() else None)
    page.goto(file.as_uri())
    yield Opened(page, complaints)
    page.close()


def test_filters_choose_what_is_shown(opened: Opened) -> None:
    everything = ["edge left d1 new", "missed d2 unchanged", "wrong value d2 new", "wrong kind d1 changed"]
    assert opened.shown() == everything
    assert opened.page.inner_text("#shown") == "4 of 4 shown"
    opened.tick("kind", "missed")
    opened.tick("change", "changed")
    assert opened.shown() == ["edge left d1 new", "wrong value d2 new"]
    opened.page.select_option("select[name=doc]", "d2")
    assert opened.shown() == ["wrong value d2 new"]
    assert opened.page.inner_text("#shown") == "1 of 4 shown"
    assert opened.page.eval_on_selector_all(".group:not([hidden]) h3 .n", "all => all.map(n => n.textContent)") == ["1"]
    opened.tick("type", "DATE")
    assert opened.shown() == []
    assert opened.page.is_visible("#none")
    opened.page.click("button[type=reset]")
    sync_api.expect(opened.page.locator("#shown")).to_have_text("4 of 4 shown")
    assert opened.shown() == everything
    assert opened.complaints == []


def test_the_page_fits_its_window_and_runs_nothing_of_the_document(opened: Opened) -> None:
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert opened.page.title() == "gold: evaluation"
    assert opened.page.locator("img").count() == 0
    assert opened.complaints == []


def test_filters_work_from_the_keyboard(opened: Opened) -> None:
    opened.page.focus("input[name=type]")
    opened.page.keyboard.press("Space")
    assert opened.shown() == ["missed d2 unchanged", "wrong kind d1 changed"]
    opened.page.keyboard.press("Space")
    assert len(opened.shown()) == 4
