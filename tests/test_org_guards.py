"""Every guard of the organisation lists and rules has an example that is read otherwise without it.

A guard only bounds or refuses: a stop word, a cue, a licence of the lists, a character set or alternative in the code. The rows'
examples stand beside the rows, in `row_example.tsv`; what no example needs is to be deleted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache
from types import ModuleType

import pytest

from cyextract.lexicon.table import read_table
from cyextract.recognizers.org import OrgMeaning, OrgRecognizer, evidence, grammar, word_class
from cyextract.recognizers.org import lexicon as lx
from cyextract.recognizers.org import recognizer as recognizer_module
from cyextract.ruleset.examples import Example, parse_example
from cyextract.text.reading_view import reading_view
from cyextract.text.segmenters import Segmenter, make_segmenter
from cyextract.text.words import Words

EXAMPLES = {row: parse_example(text) for row, text in read_table("org/row_example.tsv", 2)}


@cache
def segmenter() -> Segmenter:
    return make_segmenter("rjieba", lx.read_vocabulary)


def read(recognizer: OrgRecognizer, text: str) -> tuple[tuple[int, int, str], ...]:
    source = reading_view(text)
    found = recognizer.propose(source, Words(source.view, recognizer.segmenter), []).candidates
    assert all(isinstance(candidate.meaning, OrgMeaning) for candidate in found)
    return tuple((*source.raw_span(c.start, c.end), c.meaning.kind) for c in found if isinstance(c.meaning, OrgMeaning))


def without_each_row(lexicon: lx.OrgLexicon) -> Iterator[tuple[str, lx.OrgLexicon]]:
    """Every row that is a guard, as `row_example.tsv` names it, and the lists without it."""
    for name, guard in (("stop", lx.STOP), ("light", lx.LIGHT)):
        for word in [word for word, its_class in lexicon.classes.items() if its_class == guard]:
            yield f"{name} {word}", replace(lexicon, classes={w: c for w, c in lexicon.classes.items() if w != word})
    for group, words in lexicon.cues.items():
        for word in words:
            yield f"{group} {word}", replace(lexicon, cues={**lexicon.cues, group: words - {word}})
    for kinds in lexicon.licences:
        yield f"licence {' '.join(kinds)}", replace(lexicon, licences=lexicon.licences - {kinds})


def test_every_row_example_holds() -> None:
    recognizer = OrgRecognizer(segmenter(), org_model=None)
    wrong = {row: example.text for row, example in EXAMPLES.items() if read(recognizer, example.text) != example.spans}
    assert wrong == {}


def test_every_row_is_needed_by_its_example(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = dict(without_each_row(lx.load_lexicon()))
    assert sorted(EXAMPLES) == sorted(rows)

    def changes(example: Example, lexicon: lx.OrgLexicon) -> bool:
        monkeypatch.setattr(recognizer_module, "load_lexicon", lambda *_: lexicon)
        return read(OrgRecognizer(segmenter(), org_model=None), example.text) != example.spans

    assert [row for row, lexicon in rows.items() if not changes(EXAMPLES[row], lexicon)] == []


# Of each set or alternation in the code, by element: a text that is read otherwise without it.
CODE: tuple[tuple[ModuleType, str, dict[str, str]], ...] = (
    (word_class, "_CALENDAR", {"年": "2005年任学院院长。", "日": "9日向{{上海证监局|government}}报送文件。"}),
    (word_class, "_CLINGING_TAGS", {"p": "他对{{岚栈科技|company}}不满。", "c": "企业及{{霁栎科技|company}}参展。"}),
    (word_class, "_BEFORE_NOW", {"昨": "记者昨从{{省水利厅|government}}获悉，水库开工。", "前": "工人前向{{岚州中院|court}}起诉。"}),
    (evidence, "_LISTS", {mark: f"{{{{华为|company}}}}{mark}{{{{小米|company}}}}都参展。" for mark in "、和与"}),
    (
        grammar,
        "_SHARES_AFTER",
        {
            "比例": "栖云控股比例上升。",
            "的": "{{万科|company}}控股的工厂停产。",
            "转让": "栖云股份转让一次。",
            "[0-9]": "他持有{{华为|company}}股份300股。",
        },
    ),
)


@pytest.mark.parametrize(("module", "name", "texts"), CODE, ids=[name for _, name, _ in CODE])
def test_every_element_of_a_set_in_the_code_is_needed(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, texts: dict[str, str]
) -> None:
    whole: Collection[str] | re.Pattern[str] = getattr(module, name)
    elements = whole.pattern.split("|") if isinstance(whole, re.Pattern) else whole
    assert sorted(texts) == sorted(elements)
    for element, text in texts.items():
        example = parse_example(text)
        assert read(OrgRecognizer(segmenter(), org_model=None), example.text) == example.spans
        others = [other for other in elements if other != element]
        monkeypatch.setattr(module, name, re.compile("|".join(others)) if isinstance(whole, re.Pattern) else frozenset(others))
        assert read(OrgRecognizer(segmenter(), org_model=None), example.text) != example.spans, element
        monkeypatch.setattr(module, name, whole)
