"""What a bare 元 is where nobody says it: script, places, bodies, money by name and usage, pooled."""

from __future__ import annotations

from itertools import combinations

import pytest

from cyextract import Extractor, InputError
from cyextract.errors import LexiconError
from cyextract.explain.narrate import narrate
from cyextract.lexicon.table import Table
from cyextract.recognizers.region import WHYS, elect_region, find_clues, load_regions
from traditional import to_traditional

CURRENCIES = {"TW": "TWD", "HK": "HKD", "MO": "MOP"}


@pytest.fixture(scope="module")
def money() -> Extractor:
    return Extractor(types={"MONEY"})


def own_currency(extractor: Extractor, text: str, **arguments: str) -> str:
    found = extractor.extract(text, **arguments).money[-1]
    assert not found.currency_stated
    return found.currency


def texts(region: str, count: int) -> list[str]:
    """Sentences that name so many words of a region; money by name stands in them as a word."""
    words = [word for word, own, _, _ in load_regions() if own == region and sum(row[0] == word for row in load_regions()) == 1]
    picked = [words[i :: len(words) // count or 1][:count] for i in range(6)]
    return [f"據{'、'.join(map(to_traditional, group))}的報導，這個項目將撥款五億元。" for group in picked]


@pytest.mark.parametrize("region", CURRENCIES)
def test_two_words_of_a_region_in_traditional_script(money: Extractor, region: str) -> None:
    for text in (*texts(region, 2), *texts(region, 3)):
        if len({clue.region for clue in find_clues(text)}) < 2:
            assert own_currency(money, text) == CURRENCIES[region], text


@pytest.mark.parametrize("word", [row[0] for row in load_regions()])
def test_one_word_alone_decides_nothing(money: Extractor, word: str) -> None:
    covered = {other for other, *_ in load_regions() if other in word}
    if len(covered) == 1:  # 新台币 holds 台币
        assert own_currency(money, f"據{to_traditional(word)}的報導，這個項目將撥款五億元。") == "CNY"


def test_simplified_script_is_the_mainlands(money: Extractor) -> None:
    for first, second in combinations(("台北", "高雄", "行政院", "立委"), 2):
        assert own_currency(money, f"据{first}、{second}的报道，这个项目将拨款五亿元。") == "CNY"


def test_regions_with_as_much_settle_nothing(money: Extractor) -> None:
    assert own_currency(money, "臺北、高雄與香港、旺角的業界，各撥款五億元。") == "CNY"
    assert own_currency(money, "臺北、高雄、基隆與香港、旺角的業界，各撥款五億元。") == "TWD"
    assert elect_region(()) is None


def test_words_of_the_mainland_speak_too(money: Extractor) -> None:
    assert own_currency(money, "香港與旺角的業界在廣東、浙江、四川各撥款五億元。") == "CNY"


def test_the_caller_wins_and_a_stated_currency_stays(money: Extractor) -> None:
    text = "本澳氹仔的項目耗資3億元，另付港幣5億元。"
    assert own_currency(money, text[:12] + "3億元", default_currency="CNY") == "CNY"
    first, second = money.extract(text).money
    assert (first.currency, second.currency, second.currency_stated) == ("MOP", "HKD", True)
    with pytest.raises(InputError, match="ISO 4217"):
        money.extract(text, default_currency="")


def test_explain_shows_the_words(money: Extractor) -> None:
    trace = money.explain("據港府，旺角的項目將撥款五億元。")
    assert [(v.elects, v.value, v.weight, v.start) for v in trace.votes] == [("currency", "HKD", 1, 4), ("currency", "HKD", 2, 1)]
    assert f"What a bare 元 is\n\ncurrency HKD  +3\n    +2 {WHYS['usage']} (at 1: 港府，旺角" in narrate(trace, ()).plain
    assert money.explain("据港府，旺角的项目将拨款五亿元。").votes == ()
    assert money.explain("據港府，旺角的項目將撥款五億港元。").votes == ()


def test_a_weight_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    problems: list[str] = []
    table = Table("lexicon/region.tsv", "甲\tTW\tplace\t0\n乙\tTW\tplace\tx\n丙\tTW\tplace\t1\n", 4, problems)

    def give(name: str, columns: int, told: list[str], **_: object) -> Table:
        return Table(table.path, table.text, columns, told)

    monkeypatch.setattr("cyextract.recognizers.region.shipped_table", give)
    with pytest.raises(LexiconError, match="甲: '0' is no weight") as caught:
        load_regions.__wrapped__()
    assert "乙: 'x' is no weight" in str(caught.value)
