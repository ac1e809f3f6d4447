"""Why each mention was read so, in Chinese and in English: what `explain` tells, for the page's notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from cyextract.display.labels import TYPES, label
from cyextract.explain.trace import Trace, TraceStep
from cyextract.lexicon.table import builtin_rules
from cyextract.ruleset.loader import load_rules

_WEIGHED = re.compile(r"weighed ([+-][\d.]+), ([+-][\d.]+) needed(?:: (.*))?")
_BEATEN_TOLD = 2  # readings that are named for one mention
_NAMED = 12  # characters of a reading that are shown


def tell_why(trace: Trace, rule_files: tuple[str, ...] = ()) -> dict[str, Any]:
    """The sentences of the rules by their id, and what else speaks for a mention by its index; each as Chinese and English.

    Args:
        trace: what `Extractor.explain` returns.
        rule_files: the user's own rules that it was made with.
    """
    index_of = {mention.start: index for index, mention in enumerate(trace.document.mentions)}
    beaten: dict[int, list[TraceStep]] = {}
    told: dict[int, list[list[str]]] = {}
    rules: set[str] = set()
    for step in trace.steps:
        if step.outcome == "lost" and step.rival is not None and step.rival.mention is not None:
            beaten.setdefault(step.rival.start, []).append(step)
    for step in trace.steps:
        if step.mention is None or step.start not in index_of:
            continue
        rules.update(step.rules)
        lines = [*_detail(step.detail), *_beaten(beaten.get(step.start, []))]
        if lines:
            told[index_of[step.start]] = lines
    english = _sentences(rule_files)
    known = {rule: [chinese_sentences().get(rule, english[rule]), english[rule]] for rule in sorted(rules) if rule in english}
    return {"rules": known, "mentions": told}


@cache
def chinese_sentences() -> Mapping[str, str]:
    """The sentences of the shipped rules in Chinese, by their id."""
    text = (files("cyextract.web") / "whys_zh.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t", 1) for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _sentences(rule_files: tuple[str, ...]) -> Mapping[str, str]:
    return {**builtin_rules(), **{rule.id: rule.why for rule in load_rules(rule_files).rules}}


def _detail(detail: str) -> Iterator[list[str]]:
    """What the organisations say of a name: the word that makes it one, and how it was weighed."""
    weighed = _WEIGHED.search(detail)
    word = detail.partition(";")[0].strip()
    if word and not word.startswith("weighed"):
        yield [f"依据：{word.removeprefix('listed name ')}", f"by: {word}"]
    if weighed:
        yield [f"名称得分 {weighed[1]}，须达 {weighed[2]}", f"weighed {weighed[1]}, {weighed[2]} needed"]


def _beaten(steps: list[TraceStep]) -> Iterator[list[str]]:
    """The readings that had to give way."""
    named = dict.fromkeys((" ".join(step.text.split())[:_NAMED], step.type or "") for step in steps)
    for text, type_ in list(named)[:_BEATEN_TOLD]:
        name = label(TYPES, type_)
        yield [f"不取“{text}”（{name.zh}）：较长、较有把握的读法优先", f"not {text} ({name.en}): the longer, surer reading wins"]
