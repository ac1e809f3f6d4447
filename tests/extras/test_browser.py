"""The HTML view and the web page in a real browser. Anything on its console, a blocked load among it, fails the test."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import cyextract
from cyextract.evaluate import load_gold
from extras import import_or_skip
from extras.serving import Server, serving
from workbooks import read_workbook

playwright = import_or_skip("playwright.sync_api")
import_or_skip("fastapi")
import_or_skip("uvicorn")
expect = playwright.expect

SEED = Path(__file__).parents[2] / "seeds" / "000_30a4a9f8b9eb27f7.txt"
TEXT = "6月4日，四川省经信厅签订《合作协议》，投资约15亿元，占比提高11.6个百分点。\n\n双方此前成立了未来公司筹备组。"
ATTACK = (
    "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    "</p></main><a href=\"javascript:document.title='owned'\" id=m0 autofocus onfocus=\"document.title='owned'\">"
)
# One paragraph has 7 mentions and makes up 0.4 KB: 16 mentions a KB.
DENSE = (
    "2021年{0}月{1}日，四川省经信厅与重庆市经信委签订《第{2}号合作协议》，投资{2}亿元，增长{3}.5%，2022年完成。"
    "双方将进一步深化合作，推动经济圈建设走深走实，带动两地企业共同发展，让群众得到实惠。\n\n"
)
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
OPEN_SECONDS, TOGGLE_SECONDS = 3.0, 1.0
TOGGLE = """async (type) => {
  const box = document.querySelector(`.cy-legend input[value=${type}]`);
  const began = performance.now();
  box.click();
  await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
  return (performance.now() - began) / 1000;
}"""

Page = Any
OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = os.environ.get("CYEXTRACT_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None and not os.environ.get("CYEXTRACT_ALL_EXTRAS"):
        pytest.skip("no chromium on this machine; name one in CYEXTRACT_CHROMIUM")
    with playwright.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=path, args=list(OPTIONS))
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving("--workers", "1", "--time-limit", "60") as running:
        yield running
    assert running.printed == []


@pytest.fixture
def open_page(browser: Any) -> Iterator[OpenPage]:
    """Open an address in a new window; at the end of the test nothing may have been complained about or asked of another site."""
    contexts: list[Any] = []
    complaints: list[str] = []
    asked: set[str] = set()
    homes: set[str] = set()

    def open_in_window(url: str, width: int = 1280, expects_refusals: bool = False, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: complaints.append(message.text) if not (expects_refusals and "422" in message.text) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.add(request.url))
        homes.add(re.match("file:.*|https?://[^/]+", url)[0])  # type: ignore[index]
        page.goto(url)
        return page

    yield open_in_window
    for context in contexts:
        context.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith((*homes, "blob:"))] == []


def save_page(folder: Path, text: str) -> str:
    file = folder / "page.html"
    file.write_bytes(cyextract.extract(text, reference_date="2021-06-10").to_html().encode())
    return file.as_uri()


def megabyte() -> str:
    whole = "".join(DENSE.format(i % 12 + 1, i % 28 + 1, i, i % 90) for i in range(4000))
    return whole.encode()[:1_000_000].decode(errors="ignore")


def focused(page: Page) -> str:
    return str(page.evaluate("() => document.activeElement.textContent"))


def mention(page: Page, text: str) -> Any:
    return page.locator(".cy-text .m", has_text=re.compile(f"^{re.escape(text)}$"))


# The view


def test_value_rule_and_implied_parts_on_hover_and_on_focus(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(save_page(tmp_path, TEXT))
    note = page.get_by_role("tooltip")
    expect(note).to_be_hidden()
    mention(page, "6月4日").hover()
    for told in ("Date", "2021-06-04", "year from the reference date", "date.month-day"):
        expect(note).to_contain_text(told)
    page.mouse.move(600, 5)
    expect(note).to_be_hidden()
    mention(page, "6月4日").focus()
    page.keyboard.press("ArrowRight")
    assert focused(page) == "四川省经信厅"
    expect(note).to_contain_text("government")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    assert page.evaluate("() => document.getElementById(document.activeElement.getAttribute('aria-describedby')).id") == "r1"


def test_table_and_text_jump_to_each_other(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(save_page(tmp_path, SEED.read_bytes().decode()))
    last = page.locator(".cy-text .m").last
    row = page.locator("#cy-mentions tr[id]").last
    expect(row).not_to_be_in_viewport()
    last.focus()
    page.keyboard.press("Enter")
    expect(row).to_be_in_viewport()
    expect(row).to_have_class(re.compile(r"\bon\b"))
    page.locator("#cy-mentions tr[id] a").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "m0"
    expect(page.locator("#m0")).to_be_in_viewport()
    page.get_by_role("tab", name="Events").click()
    page.locator("#cy-agreements").get_by_role("link", name="《合作宣言》").last.click()
    expect(mention(page, "《合作宣言》").first).to_be_in_viewport()


def test_legend_switches_types_off_and_on(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(save_page(tmp_path, TEXT))
    shown = page.locator("#cy-mentions tr[id]:visible")
    expect(shown).to_have_count(5)
    page.get_by_label("Dates").uncheck()
    expect(shown).to_have_count(4)
    mention(page, "6月4日").hover(force=True)
    expect(page.get_by_role("tooltip")).to_be_hidden()
    assert mention(page, "6月4日").evaluate("node => [getComputedStyle(node).textDecorationLine, node.tabIndex]") == ["none", -1]
    page.get_by_label("Dates").check()
    expect(shown).to_have_count(5)


def test_types_differ_without_colour(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(save_page(tmp_path, TEXT))
    styles = page.locator(".cy-text .m").evaluate_all("nodes => nodes.map(node => getComputedStyle(node).textDecorationStyle)")
    assert sorted(styles) == ["dashed", "dotted", "double", "solid", "wavy"]
    page.get_by_label("Tags").check()
    tags = page.locator(".cy-text .m").evaluate_all("nodes => nodes.map(node => getComputedStyle(node, '::after').content)")
    assert tags == ['"DATE"', '"ORG"', '"TITLE"', '"MONEY"', '"PERCENT"']


def test_a_hostile_text_stays_text(open_page: OpenPage, tmp_path: Path) -> None:
    text = f"{ATTACK}\u202e2021年6月4日\0，甲公司签订《{ATTACK}协议》。{ATTACK}"
    page = open_page(save_page(tmp_path, text))
    page.locator(".cy-text .m").last.hover()
    page.keyboard.press("Tab")
    assert page.title() == "文本 · cyextract"
    shown = page.locator(".cy-text").evaluate("node => node.textContent")
    assert shown == text.replace("\0", "␀").replace("\u202e", "\ufffd")
    assert page.locator(".cy-text img, .cy-text script, .cy-text [onfocus]").count() == 0


def test_without_script_the_links_still_jump(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(save_page(tmp_path, TEXT), java_script_enabled=False)
    mention(page, "15亿元").click()
    assert page.url.endswith("#r3")
    page.locator("#r3 a").click()
    assert page.url.endswith("#m3")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_and_narrow_screens(open_page: OpenPage, tmp_path: Path, scheme: str) -> None:
    url = save_page(tmp_path, SEED.read_bytes().decode())
    page = open_page(url, width=390, color_scheme=scheme, has_touch=True)
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390
    background = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    for place in (".cy-text p", ".cy-meta", "#cy-mentions td small", ".cy-card blockquote", ".cy-links a", "#cy-figures small"):
        ink = page.locator(place).first.evaluate("node => getComputedStyle(node).color")
        assert contrast(ink, background) >= 4.5, place
    mention(page, "6月4日").first.tap()
    expect(page.get_by_role("tooltip")).to_be_visible()
    expect(page.locator("#r0")).to_be_hidden()
    mention(page, "6月4日").first.tap()
    expect(page.locator("#r0")).to_be_in_viewport()
    page.locator("#r0 a").tap()
    expect(page.locator("#m0")).to_be_in_viewport()


def test_a_short_text_makes_a_short_page_on_a_narrow_screen(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(save_page(tmp_path, TEXT * 2), width=390, has_touch=True)
    for tab in page.get_by_role("tab").all():
        tab.tap()
        assert page.evaluate("() => document.documentElement.scrollHeight") <= 1100


def test_the_browsers_language_and_the_switch(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(save_page(tmp_path, TEXT), locale="zh-CN")
    expect(page.get_by_role("tab", name="时间线")).to_be_visible()
    expect(page.locator("#r0")).to_contain_text("2021年6月4日")
    expect(page.locator("#r3")).to_contain_text("约15亿元")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("tab", name="Timeline")).to_be_visible()
    expect(page.locator("#r3")).to_contain_text("≈ 1,500,000,000 CNY")
    assert page.evaluate("() => document.documentElement.lang") == "en"
    page.reload()
    expect(page.get_by_role("tab", name="Timeline")).to_be_visible()
    page.get_by_role("button", name="中文").click()
    expect(page.locator("#r3")).to_contain_text("约15亿元")
    expect(page.get_by_placeholder("查找")).to_be_visible()


def test_tabs_by_keyboard(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(save_page(tmp_path, TEXT))
    page.get_by_role("tab", name="Mentions").focus()
    for name in ("Events", "Figures", "Organisations", "Timeline", "Mentions"):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("tab", name=name)).to_be_focused()
        expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
        expect(page.get_by_role("tabpanel")).to_have_count(1)


def stand_still(page: Page, place: Any) -> None:
    """Wait out the frames in which the page looks again whether a target is in view: the pointer stays where it is."""
    before = None
    while before != (before := place.bounding_box()):
        page.evaluate("() => new Promise(done => { let n = 15; const next = () => n-- ? requestAnimationFrame(next) : done(); next(); })")


def test_table_and_text_light_each_other(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(save_page(tmp_path, SEED.read_bytes().decode()))
    last = page.locator(".cy-text .m").last
    last.scroll_into_view_if_needed()
    last.hover()
    row = page.locator("#cy-mentions tr[id]").last
    expect(row).to_have_class(re.compile(r"\bat\b"))
    expect(row).to_be_in_viewport()
    page.get_by_role("tab", name="Figures").click()
    row = page.locator("#cy-figures .cy-item").last
    row.hover()
    number = page.locator(f"#m{row.get_attribute('data-m')}")
    expect(number).to_have_class(re.compile(r"\bat\b"))
    row.locator("td").last.click()
    expect(number).to_be_in_viewport()
    stand_still(page, number)
    number.hover()
    expect(row).to_have_class(re.compile(r"\bat\b"))
    expect(page.get_by_role("tooltip")).to_contain_text(row.locator("td").first.inner_text())


def test_the_table_sorts_and_searches(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(save_page(tmp_path, "投资9亿元、25亿元，占3%。2021年6月4日，甲公司投资1.5亿元。\n" * 60))
    mentions = page.locator("#cy-mentions")
    values = mentions.locator("tbody tr:visible td:nth-child(3) .cy-value")
    expect(values.first).to_have_text("900,000,000 CNY")
    mentions.get_by_role("button", name="Value").first.click()
    expect(values.first).to_have_text("3 %")
    expect(mentions.locator("th").nth(2)).to_have_attribute("aria-sort", "ascending")
    mentions.get_by_role("button", name="Value").first.click()
    expect(values.first).not_to_have_text("3 %")
    mentions.get_by_role("button", name="Value").first.click()
    expect(values.first).to_have_text("900,000,000 CNY")
    page.get_by_role("searchbox").fill("25亿")
    expect(values).to_have_count(60)
    expect(page.locator(".cy-found")).to_have_text(re.compile("^60 / "))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two opaque colours. Source: WCAG 2.2."""

    def luminance(colour: str) -> float:
        channels = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_print_shows_everything_but_the_controls(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(save_page(tmp_path, SEED.read_bytes().decode()), color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".cy-legend input").first).to_be_hidden()
    expect(page.locator(".cy-links")).to_be_hidden()
    expect(page.locator("#cy-mentions tr[id]").last).to_be_visible()
    expect(page.locator("#cy-timeline li").last).to_be_visible()
    assert page.evaluate("() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('p')).color]")[
        0
    ] == ("rgb(255, 255, 255)")
    assert len(page.pdf()) > 50_000


def test_a_megabyte_opens_and_switches_fast(open_page: OpenPage, tmp_path: Path) -> None:
    document = cyextract.extract(megabyte())
    assert len(document.mentions) > 16_000
    file = tmp_path / "big.html"
    file.write_bytes(document.to_html().encode())
    opened = []
    for _ in range(3):  # the machine may be busy with something else, once or twice
        began = time.perf_counter()
        page = open_page(file.as_uri())
        page.evaluate("() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))")
        opened.append(time.perf_counter() - began)
        if opened[-1] < OPEN_SECONDS:
            break
        page.close()
    assert min(opened) < OPEN_SECONDS
    assert min(page.evaluate(TOGGLE, "ORG") for _ in range(4)) < TOGGLE_SECONDS


# The web page


def open_with(open_page: OpenPage, server: Server, text: str, **options: Any) -> Page:
    page = open_page(server.url, **options)
    page.get_by_label("Reference date").fill("2021-06-10")
    page.get_by_label("Text", exact=True).fill(text)
    page.locator(".cy-text .m").first.wait_for()
    return page


def start_correcting(page: Page) -> None:
    page.get_by_role("button", name="Correct", exact=True).click()


def drop_files(page: Page, files: dict[str, bytes]) -> None:
    """Let files fall onto the page."""
    page.evaluate(
        """(files) => {
          const carried = new DataTransfer();
          for (const [name, bytes] of files) carried.items.add(new File([new Uint8Array(bytes)], name));
          dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
        }""",
        [[name, list(content)] for name, content in files.items()],
    )


def download(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download() as started:
        page.get_by_role("button", name=name, exact=True).click()
    target = folder / started.value.suggested_filename
    started.value.save_as(target)
    return target


def select_text(page: Page, text: str) -> None:
    """Drag the mouse over a text."""
    box = page.evaluate(
        """(text) => {
          const walker = document.createTreeWalker(document.querySelector(".cy-text"), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(text);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + text.length);
            walker.currentNode.parentElement.scrollIntoView({ block: "center" });
            const { left, right, top, bottom } = range.getBoundingClientRect();
            return [left + 1, right - 1, (top + bottom) / 2];
          }
        }""",
        text,
    )
    page.mouse.move(box[0], box[2])
    page.mouse.down()
    page.mouse.move(box[1], box[2], steps=4)
    page.mouse.up()


def gold_spans(file: Path) -> list[tuple[str, str]]:
    """The mentions of a gold file as `cyextract eval` reads it."""
    (document,) = load_gold(file.parent)
    assert document.text is not None
    for annotation in document.annotations:
        assert document.text[annotation.start : annotation.end] == annotation.fields["text"]
    return [(annotation.type, str(annotation.fields["text"])) for annotation in document.annotations]


def test_pasted_text_is_shown_live_and_settings_count(open_page: OpenPage, server: Server) -> None:
    page = open_with(open_page, server, TEXT)
    expect(page.locator("#r0")).to_contain_text("2021-06-04")
    page.get_by_label("Reference date").fill("2019-06-10")
    expect(page.locator("#r0")).to_contain_text("2019-06-04")
    page.get_by_label("Default currency").fill("TWD")
    expect(page.locator("#r3")).to_contain_text("1,500,000,000 TWD")
    page.get_by_label("Text", exact=True).fill("近日投资3亿元。")
    expect(page.locator("#cy-mentions tr[id]")).to_have_count(1)
    page.get_by_label("Vague dates").check()
    expect(page.locator("#cy-mentions tr[id]")).to_have_count(2)
    page.get_by_label("Default currency").fill("XYZ")
    expect(page.locator("#status")).to_contain_text("ISO 4217")
    page.get_by_label("Text", exact=True).fill("")
    expect(page.locator(".cy-text")).to_have_count(0)


def test_a_file_is_taken_as_it_is(open_page: OpenPage, server: Server, tmp_path: Path) -> None:
    page = open_page(server.url)
    raw = "𠮷林公司\r\n\r\n2021年6月4日，投资3亿元。\r\n"
    drop_files(page, {"news.txt": raw.encode()})
    expect(page.get_by_role("heading", name="news")).to_be_visible()
    row = json.loads(download(page, "JSON", tmp_path).read_bytes())
    assert row["id"] == "news"
    assert [raw[m["start"] : m["end"]] for m in row["mentions"]] == [m["text"] for m in row["mentions"]]
    assert "3亿元" in [m["text"] for m in row["mentions"]]
    expect(page.locator("#form")).to_be_hidden()
    page.get_by_role("button", name="Text and settings").click()
    expect(page.get_by_label("Text", exact=True)).to_be_visible()


def test_what_is_pasted_folds_the_input_away(open_page: OpenPage, server: Server) -> None:
    page = open_page(server.url)
    page.get_by_label("Text", exact=True).focus()
    page.evaluate("document.execCommand('insertText', false, '')")
    page.get_by_label("Text", exact=True).evaluate(
        """(area, text) => {
          area.value = text;
          area.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true }));
        }""",
        TEXT,
    )
    expect(page.locator(".cy-text .m").first).to_be_visible()
    expect(page.locator("#form")).to_be_hidden()
    expect(page.get_by_role("heading", name="6月4日")).to_be_visible()


def test_why_a_mention_was_read_so(open_page: OpenPage, server: Server) -> None:
    page = open_with(open_page, server, TEXT)
    mention(page, "四川省经信厅").hover()
    expect(page.get_by_role("tooltip")).to_contain_text("Why: A place, and a name that ends in a word for an organisation.")
    page.get_by_role("button", name="中文").click()
    mention(page, "11.6个百分点").hover()
    expect(page.get_by_role("tooltip")).to_contain_text("为什么：百分比之差。")


def archive() -> bytes:
    """A .zip as Windows in China packs one: a name in GBK, a text in GB18030, and what is no text."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("news/one.txt", TEXT)
        written.writestr("news/two.txt", "2021年7月1日，甲公司与乙公司在成都签订合作协议，总投资约九亿元。".encode("gb18030"))
        written.writestr("news/picture.png", b"\x89PNG")
        written.writestr("__MACOSX/news/._one.txt", b"x")
    return packed.getvalue()


def test_several_documents_and_their_downloads(open_page: OpenPage, server: Server, tmp_path: Path) -> None:
    page = open_page(server.url)
    page.get_by_label("Reference date").fill("2021-06-10")
    drop_files(page, {"batch.zip": archive(), "three.txt": "投资3亿元。".encode(), "a.docx": b"x"})
    names = page.locator("#document-list .app-document-name")
    expect(names).to_have_text(["news/one", "news/two", "three"])
    expect(page.locator("#document-list small").last).to_have_text("1 mention")
    notice = page.locator("#notice")
    for told in ("1 not in UTF-8", "2 that are no .txt"):
        expect(notice).to_contain_text(told)
    page.get_by_role("button", name="news/two").click()
    expect(page.get_by_role("heading", name="news/two")).to_be_visible()
    expect(mention(page, "九亿元")).to_be_visible()
    start_correcting(page)
    mention(page, "九亿元").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="three").click()
    page.get_by_role("button", name="news/two").click()
    expect(mention(page, "九亿元")).to_have_count(0)
    rows = [json.loads(line) for line in download(page, "JSON", tmp_path).read_bytes().splitlines()]
    assert [row["id"] for row in rows] == ["news/one", "news/two", "three"]
    assert "MONEY" not in [m["type"] for m in rows[1]["mentions"]]
    gold = load_gold(download(page, "Gold", tmp_path))
    assert [document.id for document in gold] == ["news/one", "news/two", "three"]
    table = download(page, "CSV", tmp_path).read_bytes().decode("utf-8-sig").splitlines()
    assert {line.split(",")[0] for line in table[1:]} == {'"news/one"', '"news/two"', '"three"'}
    book = read_workbook(download(page, "Excel", tmp_path))
    assert [row["document"] for row in book["documents"].rows] == ["news/one", "news/two", "three"]
    assert [row["amount"] for row in book["mentions"].rows if row["type"] == "MONEY"] == [1.5e9, 3e8]
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#documents")).to_be_hidden()
    expect(page.get_by_label("Text", exact=True)).to_have_value("")


def open_claims(page: Page, claims: Any) -> Any:
    """Write claims into their tab; its list."""
    page.get_by_role("tab", name="Check").click()
    page.get_by_label("as JSON").fill(claims if isinstance(claims, str) else json.dumps(claims, ensure_ascii=False))
    return page.locator(".app-claims")


def painted(page: Page, name: str) -> list[str]:
    """The words of the text that carry a mark."""
    return list(page.evaluate("(name) => [...CSS.highlights.get(`cy-${name}`)].map(String)", name))


def test_claims_are_checked_beside_the_text(open_page: OpenPage, server: Server) -> None:
    page = open_with(open_page, server, "𠮷日：" + TEXT)
    claims = [{"title": "合作协议", "amount": "15万元", "date": "2021-06-04"}, {"机构": ["四川省经信厅", "川东银行"]}]
    told = open_claims(page, f"```json\n{json.dumps(claims)}\n```")
    expect(told.locator(".cy-item")).to_have_count(5)
    expect(page.locator("#claims-status")).to_have_text("supported 3 · contradicted 1 · unsupported 1 · ambiguous 0")
    expect(told.locator(".contradicted")).to_have_text("✗amount 15万元contradictedanother order of magnitudethe text: 15亿元")
    expect(told.locator(".unsupported")).to_contain_text("nowhere in the text")
    expect(told.locator(".unsupported button")).to_be_disabled()
    assert painted(page, "supported") == ["《合作协议》", "6月4日", "四川省经信厅"]
    assert painted(page, "contradicted") == ["15亿元"]
    told.locator(".contradicted button").click()
    assert painted(page, "at") == ["15亿元"]
    mention(page, "15亿元").hover()
    expect(page.get_by_role("tooltip")).to_contain_text("amount 15万元: contradicted, another order of magnitude")
    expect(told.locator(".contradicted")).to_have_class(re.compile(r"\bat\b"))
    page.get_by_role("button", name="中文").click()
    expect(told.locator(".contradicted")).to_contain_text("不符")
    expect(page.locator("#claims-status")).to_have_text("有据 3 · 不符 1 · 无据 1 · 存疑 0")
    page.get_by_role("tab", name="标注").click()
    mention(page, "15亿元").hover()
    expect(page.get_by_role("tooltip")).not_to_contain_text("不符")


def test_what_is_claimed_is_found_in_a_long_text(open_page: OpenPage, server: Server) -> None:
    text = megabyte()[:40_000] + "双方将进一步深化合作。" * 600 + "投资7.7亿元。" + "带动两地企业发展。" * 600
    page = open_with(open_page, server, text)
    told = open_claims(page, {"amount": "7.7亿元"})
    told.locator(".supported button").click()
    expect(mention(page, "7.7亿元").last).to_be_in_viewport()
    assert painted(page, "at") == ["7.7亿元"]


def test_claims_are_sent_as_they_were_written(open_page: OpenPage, server: Server) -> None:
    page = open_with(open_page, server, "投资9007199254740993元。")
    told = open_claims(page, '{"amount": 9007199254740993}')
    expect(told.locator(".supported")).to_contain_text("9007199254740993")


def test_what_is_no_json_is_told_with_its_place(open_page: OpenPage, server: Server) -> None:
    page = open_with(open_page, server, TEXT, expects_refusals=True)
    told = open_claims(page, [{"amount": "15亿元"}])
    expect(told.locator(".supported")).to_have_count(1)
    for claims, said in (('[{"amount":\n}]', "Not JSON: Unexpected token '}'"), ("[" * 70 + "]" * 70, "64")):
        open_claims(page, claims)
        expect(page.locator("#claims-status")).to_contain_text(said)
        expect(told.locator(".cy-item")).to_have_count(0)
        assert painted(page, "supported") == []
    open_claims(page, "")
    expect(page.locator("#claims-status")).to_have_text("")


def test_claims_belong_to_their_document_and_follow_its_text(open_page: OpenPage, server: Server) -> None:
    page = open_page(server.url)
    drop_files(page, {"one.txt": "投资3亿元。".encode(), "two.txt": "投资4亿元。".encode()})
    told = open_claims(page, {"amount": "3亿元"})
    expect(told.locator(".supported")).to_have_count(1)
    page.get_by_role("button", name="two").click()
    expect(told.locator(".cy-item")).to_have_count(0)
    expect(page.get_by_label("as JSON")).to_have_value("")
    page.get_by_role("button", name="one").click()
    expect(told.locator(".supported")).to_have_count(1)
    page.get_by_role("button", name="Text and settings").click()
    page.get_by_label("Text", exact=True).fill("投资3万元。")
    expect(told.locator(".contradicted")).to_have_count(1)
    assert painted(page, "contradicted") == ["3万元"]


def test_claims_stay_text_and_corrections_leave_them_alone(open_page: OpenPage, server: Server) -> None:
    page = open_with(open_page, server, TEXT)
    told = open_claims(page, {ATTACK: ATTACK, "amount": "15亿元"})
    expect(told.locator(".cy-item")).to_have_count(2)
    assert page.title() == "cyextract"
    assert told.locator("img, script, [onfocus]").count() == 0
    start_correcting(page)
    mention(page, "15亿元").click()
    page.keyboard.press("Delete")
    expect(mention(page, "15亿元")).to_have_count(0)
    expect(told.locator(".supported")).to_have_count(1)
    expect(told.locator(".cy-gone")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_claims_on_a_narrow_screen(open_page: OpenPage, server: Server, scheme: str) -> None:
    page = open_with(open_page, server, TEXT, width=390, has_touch=True, color_scheme=scheme)
    told = open_claims(page, {"amount": "15万元", "机构": "川东银行"})
    expect(told.locator(".cy-item")).to_have_count(2)
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390
    background = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    for place in (".app-claim-path", ".app-claimed", ".app-verdict", ".app-claims small", "#cy-claims label", "#claims-status"):
        ink = page.locator(place).first.evaluate("node => getComputedStyle(node).color")
        assert contrast(ink, background) >= 4.5, place
    told.locator(".contradicted button").tap()
    expect(page.get_by_role("tab", name="Text")).to_be_in_viewport(ratio=0.9)
    expect(mention(page, "15亿元")).to_be_in_viewport()
    assert painted(page, "contradicted") == ["15亿元"]


def test_limits_of_what_is_dropped(open_page: OpenPage, server: Server) -> None:
    page = open_page(server.url)
    drop_files(page, {f"{number:03}.txt": "投资3亿元。".encode() for number in range(203)})
    expect(page.locator("#document-list li")).to_have_count(200)
    expect(page.locator("#notice")).to_contain_text("3 beyond the 200")
    drop_files(page, {"broken.zip": b"PK\x03\x04 nothing"})
    expect(page.locator("#notice")).to_contain_text("broken.zip")


def test_downloads_hold_what_the_library_returns(open_page: OpenPage, server: Server, tmp_path: Path) -> None:
    page = open_with(open_page, server, TEXT)
    row = json.loads(download(page, "JSON", tmp_path).read_bytes())
    expected = cyextract.extract(TEXT, reference_date="2021-06-10")
    assert row["mentions"] == [m.model_dump(mode="json", exclude_none=True) for m in expected.mentions]
    table = download(page, "CSV", tmp_path).read_bytes().decode("utf-8-sig").split("\r\n")
    assert len(table) == len(expected.mentions) + 2
    assert table[4].startswith(f'"{row["id"]}","MONEY","23","27","15亿元"')
    assert row["figures"] == [figure.model_dump(mode="json", exclude_none=True) for figure in expected.figures]


def test_corrections_by_mouse_become_gold(open_page: OpenPage, server: Server, tmp_path: Path) -> None:
    text = "𠮷日：" + TEXT
    page = open_with(open_page, server, text)
    start_correcting(page)
    dock = page.get_by_role("region", name="Correction")
    select_text(page, "未来公司")
    dock.get_by_role("button", name="ORG").click()
    expect(mention(page, "未来公司")).to_be_visible()
    dock.get_by_label("Kind").select_option("company")
    mention(page, "6月4日").click()
    dock.get_by_role("button", name="Start earlier").click()
    expect(dock).to_contain_text("：6月4日")
    dock.get_by_role("button", name="Start later").click()
    mention(page, "15亿元").click()
    dock.get_by_role("button", name="Start earlier").click()
    expect(mention(page, "约15亿元")).to_be_visible()
    expect(page.locator("#r3")).to_contain_text("≈ 1,500,000,000 CNY")
    mention(page, "11.6个百分点").click()
    dock.get_by_role("button", name="Delete").click()
    mention(page, "《合作协议》").click()
    dock.get_by_role("button", name="ORG").click()
    page.get_by_role("button", name="Undo").click()
    assert page.get_by_label("Text", exact=True).evaluate("node => node.readOnly")
    file = download(page, "Gold", tmp_path)
    assert gold_spans(file) == [
        ("DATE", "6月4日"),
        ("ORG", "四川省经信厅"),
        ("TITLE", "《合作协议》"),
        ("MONEY", "约15亿元"),
        ("ORG", "未来公司"),
    ]
    gold = json.loads(file.read_bytes())
    assert (gold["id"], gold["reference_date"], gold["text"]) == ("𠮷日：6月4日", "2021-06-10", text)
    assert gold["mentions"][0] == {"start": 3, "end": 7, "type": "DATE", "text": "6月4日", "value": "2021-06-04"}
    assert gold["mentions"][3]["amount"] == "1500000000"
    assert gold["mentions"][3]["mod"] == "approx"
    assert gold["mentions"][4]["kind"] == "company"
    assert len(set(page.locator("[id]").evaluate_all("nodes => nodes.map(node => node.id)"))) == page.locator("[id]").count()


def test_values_that_cannot_be_are_refused_at_their_field(open_page: OpenPage, server: Server, tmp_path: Path) -> None:
    page = open_with(open_page, server, TEXT, expects_refusals=True)
    start_correcting(page)
    dock = page.get_by_role("region", name="Correction")
    mention(page, "15亿元").click()
    for name, written, told in (("Amount", "abc", "number"), ("Currency", "XYZ", "ISO 4217")):
        field = dock.get_by_label(name)
        kept = field.input_value()
        field.fill(written)
        field.press("Tab")
        expect(dock.locator("#problem")).to_contain_text(told)
        expect(field).to_have_attribute("aria-invalid", "true")
        field.fill(kept)
        field.press("Tab")
        expect(dock.locator("#problem")).to_have_text("")
    dock.get_by_label("Amount").fill("1,600,000,000")
    dock.get_by_label("Amount").press("Tab")
    expect(page.locator("#r3")).to_contain_text("1,600,000,000 CNY")
    mention(page, "6月4日").click()
    dock.get_by_label("Value").fill("2021-06-31")
    dock.get_by_label("Value").press("Tab")
    expect(dock.locator("#problem")).to_contain_text("2021-06-04")
    dock.get_by_role("button", name="Close").click()
    gold = json.loads(download(page, "Gold", tmp_path).read_bytes())
    assert [m["amount"] for m in gold["mentions"] if m["type"] == "MONEY"] == ["1600000000"]
    assert gold["mentions"][0]["value"] == "2021-06-04"


def test_a_changed_span_is_read_anew_and_its_own_place_gives_its_values_back(open_page: OpenPage, server: Server) -> None:
    page = open_with(open_page, server, TEXT)
    start_correcting(page)
    mention(page, "15亿元").click()
    page.keyboard.press("{")
    expect(page.locator("#r3")).to_contain_text("500,000,000 CNY")
    for _ in range(2):
        page.keyboard.press("{")
    expect(mention(page, "元")).to_be_visible()
    expect(page.locator("#r3")).to_contain_text("no value")
    expect(page.locator("#status")).to_contain_text("No value is read in 元")
    for _ in range(3):
        page.keyboard.press("[")
    expect(page.locator("#r3")).to_contain_text("≈ 1,500,000,000 CNY")
    expect(page.locator("#r3 .cy-rule")).to_have_text("money.amount")


def test_how_to_leave_and_why_the_text_stands_still(open_page: OpenPage, server: Server) -> None:
    page = open_with(open_page, server, TEXT)
    start_correcting(page)
    mention(page, "15亿元").click()
    page.keyboard.press("Delete")
    page.get_by_role("button", name="Done correcting").click()
    mention(page, "6月4日").click()
    expect(page.get_by_role("region", name="Correction")).to_be_hidden()
    expect(page.get_by_text("While there are corrections the text and its settings are locked")).to_be_visible()
    start_correcting(page)
    mention(page, "6月4日").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="Correction")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Correct", exact=True)).to_be_visible()


def test_the_panel_covers_no_mention_on_a_narrow_screen(open_page: OpenPage, server: Server) -> None:
    page = open_with(open_page, server, TEXT + "\n\n" + TEXT, width=390, has_touch=True)
    start_correcting(page)
    for found in page.locator(".cy-text .m").all():
        found.tap()
        dock = page.get_by_role("region", name="Correction").bounding_box()
        assert found.bounding_box()["y"] + found.bounding_box()["height"] <= dock["y"]
        page.get_by_role("button", name="Close").tap()
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390


def test_everything_by_keyboard_alone(open_page: OpenPage, server: Server, tmp_path: Path) -> None:
    page = open_page(server.url)

    def tab_to(wanted: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
                return
        raise AssertionError(f"Tab does not reach {wanted}")

    tab_to("#text")
    page.keyboard.insert_text("𠮷" + TEXT)
    page.locator(".cy-text .m").first.wait_for()
    tab_to("#correct")
    page.keyboard.press("Space")
    tab_to(".cy-legend input[value=MONEY]")
    page.keyboard.press("Space")
    expect(mention(page, "15亿元")).to_have_css("text-decoration-line", "none")
    tab_to(".cy-text .m.ORG")
    expect(page.get_by_role("tooltip")).to_contain_text("government")
    for _ in range(2):
        page.keyboard.press("}")
    expect(mention(page, "四川省经")).to_be_focused()
    page.keyboard.press("u")
    expect(mention(page, "四川省经信")).to_be_focused()
    page.keyboard.press("u")
    expect(mention(page, "四川省经信厅")).to_be_focused()
    page.keyboard.press("n")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("3")
    expect(mention(page, "签订")).to_be_focused()
    page.keyboard.press("4")
    expect(page.locator(".cy-text .m.ORG", has_text=re.compile("^签订$"))).to_be_focused()
    page.keyboard.press("e")
    kinds = page.locator(".app-fields select")
    expect(kinds).to_be_focused()
    page.keyboard.press("b")  # one letter: more are one word only where they come quickly
    expect(kinds).to_have_value("bank")
    page.keyboard.press("Escape")
    expect(mention(page, "签订")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(mention(page, "《合作协议》")).to_be_focused()
    page.keyboard.press("Delete")
    page.keyboard.press("Shift+Tab")
    page.locator("#download-gold").focus()
    with page.expect_download() as started:
        page.keyboard.press("Enter")
    file = tmp_path / started.value.suggested_filename
    started.value.save_as(file)
    assert [span for span in gold_spans(file) if span[0] in ("ORG", "TITLE")] == [("ORG", "四川省经信厅"), ("ORG", "签订")]
    assert json.loads(file.read_bytes())["mentions"][2]["kind"] == "bank"


def test_what_was_just_written_is_downloaded_however_slow_the_answers(open_page: OpenPage, server: Server, tmp_path: Path) -> None:
    page = open_with(open_page, server, TEXT)
    start_correcting(page)
    waiting: list[Any] = []
    page.route("**/check", lambda route: waiting.append(route))
    select_text(page, "签订")
    dock = page.get_by_role("region", name="Correction")
    dock.get_by_role("button", name="ORG").click()
    dock.get_by_label("Kind").select_option("bank")
    while len(waiting) < 2:
        page.wait_for_timeout(20)
    with page.expect_download() as started:
        page.get_by_role("button", name="Gold", exact=True).click()
        for route in waiting:  # what was read of the text first, then what was written
            route.continue_()
    file = tmp_path / started.value.suggested_filename
    started.value.save_as(file)
    assert [one["kind"] for one in json.loads(file.read_bytes())["mentions"] if one["text"] == "签订"] == ["bank"]


def test_a_mention_may_join_paragraphs_and_corrections_can_be_discarded(open_page: OpenPage, server: Server, tmp_path: Path) -> None:
    page = open_with(open_page, server, "甲公司投资3亿元\n\n未来集团\n\n筹备组成立。")
    start_correcting(page)
    page.evaluate(
        """() => {
          const [, second, third] = document.querySelectorAll(".cy-text p");
          getSelection().setBaseAndExtent(second.firstChild, 0, third.firstChild, 3);
        }"""
    )
    page.get_by_role("region", name="Correction").get_by_role("button", name="ORG").click()
    expect(page.locator(".cy-text p")).to_have_count(2)
    assert ("ORG", "未来集团\n\n筹备组") in gold_spans(download(page, "Gold", tmp_path))
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Discard").click()
    expect(page.locator(".cy-text p")).to_have_count(3)
    expect(page.get_by_label("Text", exact=True)).to_be_editable()


def test_a_hostile_text_stays_text_in_the_page(open_page: OpenPage, server: Server, tmp_path: Path) -> None:
    page = open_with(open_page, server, f"2021年6月4日{ATTACK}《{ATTACK}协议》")
    start_correcting(page)
    mention(page, "2021年6月4日").click()
    page.keyboard.press("]")
    expect(page.locator("#corrections-count")).to_have_text("1 correction")
    page.keyboard.press("5")
    page.locator(".cy-text .m").last.hover()
    assert gold_spans(download(page, "Gold", tmp_path))[0] == ("TITLE", "2021年6月4日<")
    assert page.title() == "cyextract"
    assert page.locator("#view img, #view script, #view [onfocus]").count() == 0


def test_a_megabyte_in_the_page(open_page: OpenPage, server: Server) -> None:
    page = open_page(server.url)
    text = megabyte()
    page.set_input_files("#file", {"name": "big.txt", "mimeType": "text/plain", "buffer": text.encode()})
    page.locator("#m16000").wait_for(state="attached", timeout=40_000)
    assert min(page.evaluate(TOGGLE, "ORG") for _ in range(4)) < TOGGLE_SECONDS
    start_correcting(page)
    page.locator("#m1").click()
    page.keyboard.press("4")
    page.keyboard.press("Delete")
    expect(page.locator("#m1")).to_have_count(0)


def test_the_pages_fit_narrow_screens(open_page: OpenPage, server: Server) -> None:
    page = open_with(open_page, server, TEXT, width=390)
    start_correcting(page)
    mention(page, "15亿元").click()
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390
    box, dock = mention(page, "15亿元").bounding_box(), page.locator("#dock").bounding_box()
    assert box["y"] + box["height"] <= dock["y"]
    reference = open_page(f"{server.url}/docs", width=390)
    assert reference.evaluate("() => document.documentElement.scrollWidth") == 390
