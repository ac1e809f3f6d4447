"""What must hold on any input; shared by the fuzzer. Each target takes bytes as they come and builds its input from them."""

from __future__ import annotations

import datetime as dt
import json
import random
import tempfile
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from cyextract.batch import FailedInput, InputText, extract_rows, read_inputs
from cyextract.document import Document
from cyextract.errors import CyextractError, InputError, LexiconError, RuleError
from cyextract.models import DateMention, Mention, MoneyMention, PercentMention
from cyextract.numerals.number_tokens import tokenize
from cyextract.parse import parse_date, parse_money, parse_number, parse_percent
from cyextract.pipeline import INTERPRETERS, Extractor
from cyextract.ruleset import loader
from cyextract.ruleset.examples import parse_example
from cyextract.ruleset.loader import RuleSet, load_rules
from cyextract.ruleset.scanner import RuleScanner
from cyextract.ruleset.schema import Rule
from cyextract.text import words as text_words
from cyextract.text.reading_view import reading_view
from cyextract.text.segmenters import make_segmenter
from hostile import UNITS, generated, trigger_letters

SEEDS = Path(__file__).parent.parent / "seeds"
_REFERENCES = (None, "2021-06-10", "2024-02-29", "0001-01-01", "9999-12-31")
# The greatest lengths that docs/robustness.md states, in code points; what layout put inside is left aside, as `canonical` does.
LONGEST = {"DATE": 120, "MONEY": 450, "PERCENT": 450, "ORG": 110, "TITLE": 302}
LONGEST_EVIDENCE, LONGEST_PARTY, MOST_PARTIES = 1700, 110, 60
LONGEST_PART = 100  # of a figure
_NEWS = (
    "重庆市", "经信委", "四川省", "经信厅", "中国人民银行", "兴业银行", "签署", "印发", "审议通过", "联合", "据", "新华社", "讯", "会上",
    "当日",
    "次年", "其中",
)  # fmt: skip
# A paragraph of its own that holds nothing: what stands beside it keeps its spans.
_BEFORE, _AFTER = "雾散了。\n\n", "\n\n雾散了。"


@cache
def vocabulary() -> tuple[str, ...]:
    """Pieces that texts are made of: every letter of every rule, words of the lists, and what the linearity table repeats."""
    ruleset = load_rules()
    words: dict[str, None] = dict.fromkeys(UNITS)
    for rule in ruleset.rules:
        words.update(dict.fromkeys(trigger_letters(rule, ruleset.fragments)))
        words.update(dict.fromkeys(parse_example(text).text for text in rule.examples))
    words.update(dict.fromkeys(_NEWS))
    return tuple(words)


class Words:
    """Reads bytes as choices: small numbers, texts of the vocabulary and of any characters; counts the characters of all texts."""

    characters = 0

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def byte(self) -> int:
        """The next byte; 0 at the end."""
        self._at += 1
        return self._data[self._at - 1] if self._at <= len(self._data) else 0

    def rest(self) -> bytes:
        """All that is left."""
        left, self._at = self._data[self._at :], len(self._data)
        return left

    def text(self) -> str:
        """A text: by the first byte UTF-8 as it stands, or pieces of the vocabulary and single characters."""
        text = self._text()
        Words.characters += len(text)
        return text

    def _text(self) -> str:
        kind = self.byte()
        if kind % 4 == 0:
            return self.rest().decode("utf-8", "surrogateescape" if kind % 8 else "ignore")
        pieces = vocabulary()
        left = self.rest()
        parts = []
        for high, low in zip(left[::2], left[1::2], strict=False):
            number = high * 256 + low
            parts.append(pieces[number % len(pieces)] if high < 0xF0 else chr(number % 0xD7FF))
        return "".join(parts)


@cache
def extractor(segmenter: str = "rjieba") -> Extractor:
    """One for all inputs."""
    return Extractor(segmenter=segmenter)


def check_document(text: str, document: Document) -> None:
    """Spans exact, ordered and disjoint; values valid; JSON there and back."""
    assert document.text == text
    for mention in document.mentions:
        assert 0 <= mention.start < mention.end <= len(text), mention
        assert text[mention.start : mention.end] == mention.text, mention
        assert mention.canonical
        assert mention.rule
        assert len(mention.canonical) <= LONGEST[mention.type], mention
        check_value(mention)
    assert all(a.end <= b.start for a, b in pairwise(document.mentions))
    starts = {mention.start for mention in document.mentions}
    assert all(implied.start is None or implied.start in starts for date in document.dates for implied in date.implied.values())
    titles = {title.start for title in document.titles}
    for agreement in document.agreements:
        for span in (*agreement.parties, *agreement.amounts, agreement.evidence):
            assert text[span.start : span.end] == span.text, agreement
            assert span.start < span.end
        assert agreement.evidence.end - agreement.evidence.start <= LONGEST_EVIDENCE, agreement
        assert len(agreement.parties) <= MOST_PARTIES, agreement
        assert all(party.end - party.start <= LONGEST_PARTY for party in agreement.parties), agreement
        assert 0 <= agreement.start < agreement.end <= len(text), agreement
        assert agreement.bracketed == (agreement.start in titles), agreement
        assert agreement.date is None or agreement.date.start in starts, agreement
    for figure in document.figures:
        assert figure.start in starts
        parts = [part for part in (figure.metric, figure.subject, figure.whole, figure.period, figure.basis) if part is not None]
        assert all(part.end - part.start <= LONGEST_PART for part in parts if part is not figure.period), figure
        for span in (*parts, figure.sentence):
            assert text[span.start : span.end] == span.text, figure
            assert span.start < span.end, figure
        assert figure.period is None or figure.period.start in starts, figure
    assert [figure.start for figure in document.figures] == [
        found.start for found in document.mentions if found.type in ("MONEY", "PERCENT")
    ]
    starts = sorted(start for body in document.organisations for name in body.names for start in name.starts)
    assert starts == [org.start for org in document.orgs]  # each in exactly one body
    canonical = {org.start: org.canonical for org in document.orgs}
    assert all(canonical[start] == name.name for body in document.organisations for name in body.names for start in name.starts)
    assert all(alias.short and alias.full and alias.short != alias.full for alias in document.aliases)
    if document.reference_source is not None and document.reference_source.start is not None:
        assert 0 <= document.reference_source.start < len(text)
    again = Document.model_validate_json(document.model_dump_json())
    assert again == document
    assert again.model_dump_json() == document.model_dump_json()
    for entry in document.timeline().dated:
        assert text[entry.sentence.start : entry.sentence.end] == entry.sentence.text


def check_value(mention: Mention) -> None:
    """Values lie in their ranges."""
    if isinstance(mention, DateMention):
        assert mention.value
        assert (mention.first_day is None) == (mention.last_day is None)
        if mention.first_day is not None and mention.last_day is not None:
            assert dt.date.fromisoformat(mention.first_day) <= dt.date.fromisoformat(mention.last_day), mention
        assert all(implied.start is None or implied.start >= 0 for implied in mention.implied.values())
    elif isinstance(mention, MoneyMention):
        assert len(mention.currency) == 3
        check_bounds(mention.amount, mention.amount_min, mention.amount_max)
    elif isinstance(mention, PercentMention):
        check_bounds(mention.value, mention.value_min, mention.value_max)


def check_bounds(exact: Decimal | None, low: Decimal | None, high: Decimal | None) -> None:
    """Either one value or both ends of a range, finite and in order."""
    assert (exact is None) == (low is not None and high is not None)
    assert all(value is None or value.is_finite() for value in (exact, low, high))
    assert low is None or high is None or low < high


def spans(document: Document, shift: int = 0) -> list[tuple[int, int, str]]:
    """What is compared when a text is padded."""
    return [(m.start - shift, m.end - shift, m.type) for m in document.mentions]


def extract_target(words: Words) -> None:
    """Any text: everything `check_document` says, the same result twice, explained, and between paragraphs that hold nothing."""
    choice = words.byte()
    reference = _REFERENCES[choice % len(_REFERENCES)]
    ex = extractor("none" if choice % 16 == 15 else "rjieba")
    vague = bool(choice & 32)
    text = words.text()
    try:
        document = ex.extract(text, reference_date=reference, vague=vague)
    except InputError:
        assert any("\ud800" <= c <= "\udfff" for c in text)
        return
    check_document(text, document)
    trace = ex.explain(text, reference_date=reference, vague=vague)
    assert trace.document == document
    assert all(text[s.start : s.end] == s.text for s in trace.steps)
    stripped = text.strip()
    if stripped and reference is not None:
        document = ex.extract(stripped, reference_date=reference, vague=vague)
        alone = ex.extract(f"{_BEFORE}{stripped}{_AFTER}", reference_date=reference, vague=vague)
        twice = ex.extract(f"{_BEFORE * 2}{stripped}{_AFTER * 2}", reference_date=reference, vague=vague)
        assert spans(alone, len(_BEFORE)) == spans(twice, 2 * len(_BEFORE)), stripped


def volume_target(words: Words) -> None:
    """A text of many thousand characters, of the vocabulary, the word lists and any characters: what `check_document` says."""
    chance = random.Random(words.rest())
    parts: list[str] = []
    for _ in range(chance.randrange(1, 40)):
        source = chance.choice((vocabulary(), list_words(), seed_lines()))
        parts += chance.choices(source, k=chance.choice((1, 3, 30, 300 if source is not seed_lines() else 3)))
        if chance.random() < 0.3:
            parts += (
                chr(chance.choice((chance.randrange(0xD7FF), chance.randrange(0x80), chance.randrange(0x10000, 0x110000))))
                for _ in range(20)
            )
    text = "".join(parts)
    Words.characters += len(text)
    check_document(text, extractor().extract(text, reference_date=chance.choice(_REFERENCES), vague=chance.random() < 0.5))


@cache
def list_words() -> tuple[str, ...]:
    """What the generated alphabets are made of."""
    return tuple(name.removeprefix("generated ").strip("'") for name in generated(3000, seed=9))


@cache
def seed_lines() -> tuple[str, ...]:
    """Lines of the seed articles."""
    return tuple(line + "\n" for path in sorted(SEEDS.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines() if line)


def parse_target(words: Words) -> None:
    """One value: a mention of the whole string, or ValueError."""
    choice = words.byte()
    text = words.text()
    parsers: tuple[Callable[[str], Any], ...] = (
        lambda t: parse_date(t, reference_date=_REFERENCES[choice % len(_REFERENCES)]), parse_money, parse_percent, parse_number,
    )  # fmt: skip
    for parse in parsers:
        try:
            value = parse(text)
        except ValueError:
            continue
        if parse is parse_number:
            check_bounds(value.value, value.value_min, value.value_max)
        else:
            assert (value.start, value.end, value.text) == (0, len(text), text)
            check_value(value)
        assert type(value).model_validate_json(value.model_dump_json()) == value


def rules_target(words: Words) -> None:
    """A rule file: an extractor that keeps its promises, or RuleError."""
    mode = words.byte()
    source = words.rest().decode("utf-8", "ignore")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "own.toml"
        if mode % 2:  # the bytes are a pattern and its table
            pattern, _, table = source.partition("\n")
            rows = {row.partition("=")[0]: row.partition("=")[2] for row in table.splitlines() if row.partition("=")[0]}
            kind, interpreter = (("DATE", "calendar"), ("MONEY", "money_amount"), ("NONE", "not_money"), ("DATE", "holiday"))[mode // 2 % 4]
            shape = {"pattern": pattern, "table": rows, "why": "w", "examples": ["x"]}
            body = "".join(f"{key} = {_toml(value)}\n" for key, value in shape.items())
            source = f'[[rule]]\nid = "date.own"\ntype = "{kind}"\ninterpreter = "{interpreter}"\n{body}'
        file.write_text(source, encoding="utf-8", newline="")
        text = "2020年某年，" + source[-200:] + "《某规划》3亿元。"
        try:
            if mode % 32 > 1:
                _read_alone(file, text)
                return
            document = Extractor(types={"DATE", "MONEY"}, rules=[file]).extract(text, reference_date="2021-06-10")
        except (RuleError, InputError):
            return
        assert all(text[m.start : m.end] == m.text for m in document.mentions)


def _read_alone(file: Path, text: str) -> None:
    """Load a rule file, compile it and read a text with it, without the shipped rules: ten times as many inputs."""
    shipped = _shipped_rules()
    rules: dict[str, Rule] = {}
    problems: list[str] = []
    fragments = dict(shipped.fragments)
    loader._load_files([file], fragments, rules, problems)
    if problems:
        raise RuleError(problems)
    own = RuleSet(tuple(rules.values()), fragments, frozenset(rules))
    scanner = RuleScanner(own, frozenset(("DATE", "MONEY", "NONE")), INTERPRETERS)
    tokens = tokenize(reading_view(text).view)
    words = text_words.Words(tokens.view, make_segmenter("rjieba"))
    for compiled, match in scanner.scan(tokens, words):
        start, end, _ = compiled.read(match, tokens, words)
        assert 0 <= start <= end <= len(tokens.view)


@cache
def _shipped_rules() -> RuleSet:
    return loader.load_rules()


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(k)} = {json.dumps(v)}" for k, v in value.items()) + " }"
    return json.dumps(value)


def lexicon_target(words: Words) -> None:
    """A word list: an extractor that keeps its promises, or LexiconError."""
    segmenter = "none"  # building a dictionary for each input would leave no time for others
    source = words.rest()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "own.tsv"
        file.write_bytes(source)
        try:
            ex = Extractor(types={"ORG"}, lexicon=[file], segmenter=segmenter)
        except LexiconError:
            return
        text = "据" + source.decode("utf-8", "ignore") + "消息，重庆市经信委。"
        check_document(text, ex.extract(text))


def batch_target(words: Words) -> None:
    """Input files: a row for each input, or InputError."""
    name = ("in.jsonl", "in.txt", "in.csv", "in.html", "in.json")[words.byte() % 5]
    data = words.rest()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(data)
        try:
            inputs = list(read_inputs(str(file)))
        except CyextractError:
            return
        assert all(isinstance(item, InputText | FailedInput) for item in inputs)
        rows = list(extract_rows(extractor(), inputs))
        assert len(rows) == len(inputs)
        assert all("error" in row or "mentions" in row for row in rows)


def tables_target(words: Words) -> None:
    """A damaged Parquet file or Arrow stream: rows or failures, InputError, never another exception."""
    import pyarrow as pa

    from cyextract.adapters.arrow import extract_batch
    from hostile_tables import arrow_streams, damage, parquet_files

    kind, which, seed = words.byte(), words.byte(), int.from_bytes(words.rest()[:8])
    if kind % 3:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "in.parquet"
            file.write_bytes(damage(parquet_files()[which % len(parquet_files())], seed))
            rows = list(read_inputs(str(file)))
        assert all(isinstance(item, InputText | FailedInput) for item in rows)
        return
    try:
        batches = list(pa.ipc.open_stream(damage(arrow_streams()[which % len(arrow_streams())], seed)))
    except (OSError, ValueError, KeyError, MemoryError, pa.ArrowException):
        return  # no batch: the library that reads streams says so
    for batch in batches:
        try:
            result = extract_batch(batch, types=("MONEY",), layers=())
        except InputError:
            continue
        assert result.num_rows == batch.num_rows


TARGETS: dict[str, Callable[[Words], None]] = {
    "extract": extract_target, "volume": volume_target, "parse": parse_target, "rules": rules_target, "lexicon": lexicon_target,
    "batch": batch_target, "tables": tables_target,
}  # fmt: skip


def run_target(target: str, words: Words) -> None:
    """Build an input from bytes and check what must hold of it."""
    TARGETS[target](words)


def start_texts(target: str) -> list[bytes]:
    """Inputs to begin with."""
    if target in ("extract", "parse"):
        ruleset = load_rules()
        texts = [parse_example(text).text for rule in ruleset.rules for text in (*rule.examples, *rule.counterexamples)]
        seeds = [path.read_text(encoding="utf-8")[start : start + 800] for path in sorted(SEEDS.glob("*.txt")) for start in (0, 1500, 3000)]
        found = [b"\1\0" + text.encode() for text in [*texts, *(seeds if target == "extract" else ())]]
        return found + [bytes([index % 256, 1]) + bytes(range(index, index + 24)) for index in range(0, 200, 7)]
    if target == "rules":
        patterns = [f"{rule.pattern}\n" + "\n".join(f"{k}={v}" for k, v in list(rule.table.items())[:5]) for rule in load_rules().rules]
        whole = b'\2[[rule]]\nid = "date.own"\ntype = "DATE"\ninterpreter = "calendar"\nwhy = "w"\nexamples = ["x"]\npattern = "a"\n'
        return [whole, *(bytes([3 + 2 * index % 8]) + pattern.encode() for index, pattern in enumerate(patterns))]
    if target == "lexicon":
        return ["甲乙丙公司\tcompany\n# x\n丁行\tbank\n".encode(), b"\xef\xbb\xbfABC\tmedia", b"x\n\n\t\n"]
    if target in ("tables", "volume"):
        return [bytes(range(start, start + 10)) for start in range(0, 200, 7)]
    rows = '{"id": "a", "text": "投资3亿元。", "reference_date": "2021-06-10"}\n{"id": 1, "text": "", "default_currency": "HKD"}\n'
    page = "<html><body><p>2020年，投资3亿元。</p></body></html>"
    return [b"\0" + rows.encode(), "\1投资3亿元。".encode(), "\2id,text\na,投资3亿元\n".encode(), f"\3{page}".encode(), b"\4[]"]
