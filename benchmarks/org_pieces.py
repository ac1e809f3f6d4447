"""What each piece of the rules for organisations is worth: F1 on gold with that piece left out, and what the scorer adds to the whole.

    python benchmarks/org_pieces.py [GOLD] [--only WORD] [--json]

GOLD is as for `accuracy.py`; by default the seed articles. Each row is one recogniser, built with one word list emptied or
one rule switched off, here and not in the library. Unlisted recall counts only the gold names that stand in no shipped
list of names; its lists are those of the whole recogniser in every row, so that rows compare.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import asdict, dataclass, fields, replace
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any
from unittest.mock import patch

from rich.table import Table

from cyextract import Extractor
from cyextract.evaluate import Annotation, GoldDocument, annotate, load_gold, score
from cyextract.recognizers.org import evidence as document_module
from cyextract.recognizers.org import recognizer as recognizer_module
from cyextract.recognizers.org.company_names import CompanyGrammar
from cyextract.recognizers.org.evidence import DocumentEvidence
from cyextract.recognizers.org.grammar import NameParser
from cyextract.recognizers.org.lexicon import OrgLexicon, load_lexicon
from cyextract.recognizers.org.name_start import NameStart
from cyextract.recognizers.org.word_class import WordClassifier
from cyextract.text.fold import fold
from machine import describe_machine, format_machine, open_console

SEEDS = Path(__file__).parent.parent / "seeds"
WHOLE = "the whole"
LISTS = files("cyextract.rules").joinpath("lexicon", "org")
NAME_LISTS = sorted(Path(file.name).stem for file in LISTS.iterdir() if file.name.startswith("name_"))

Piece = Callable[[], AbstractContextManager[object]]
"""Leaves a piece out of every recogniser built and used inside the context."""


@dataclass(frozen=True, slots=True)
class Row:
    """How the recogniser does without one piece; differences are to the whole."""

    piece: str
    strict_f1: float
    relaxed_f1: float
    precision: float
    recall: float
    unlisted_recall: float
    strict_change: float = 0.0
    relaxed_change: float = 0.0


@cache
def list_rows(name: str) -> tuple[tuple[str, str], ...]:
    """Surface and second column of a shipped list."""
    text = LISTS.joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    cells = [line.split("\t") for line in text.splitlines() if line and line[0] != "#"]
    return tuple((row[0].strip(), row[1].strip() if len(row) > 1 else "") for row in cells)


@cache
def listed_names() -> frozenset[str]:
    """Every surface of the lists of names, as the reading view shows it."""
    return frozenset(fold(surface) for name in NAME_LISTS for surface, _ in list_rows(name))


@contextmanager
def with_lexicon(change: Callable[[OrgLexicon], OrgLexicon]) -> Iterator[None]:
    """Recognisers are built with changed word lists."""
    changed = change(load_lexicon())
    with patch.object(recognizer_module, "load_lexicon", lambda *_: changed):
        yield


def drop(surfaces: frozenset[str], lexicon: OrgLexicon) -> OrgLexicon:
    """Word lists without those surfaces."""

    def without(words: Mapping[str, Any]) -> dict[str, Any]:
        return {word: value for word, value in words.items() if word not in surfaces}

    return replace(
        lexicon,
        classes=without(lexicon.classes),
        kinds=without(lexicon.kinds),
        levels=without(lexicon.levels),
        common_words=lexicon.common_words - surfaces,
        segment_words=tuple(word for word in lexicon.segment_words if word not in surfaces),
    )


def without_list(*names: str, only: str | None = None) -> Piece:
    """Leave out lists, or the rows of one whose second or third column is `only`."""

    def surfaces() -> frozenset[str]:
        rows = (row for name in names for row in list_rows(name))
        return frozenset(surface for surface, column in rows if only in (None, column))

    return lambda: with_lexicon(partial(drop, surfaces()))


def without_role(role: str) -> Piece:
    """Leave out the suffixes of one role (third column)."""

    def surfaces() -> frozenset[str]:
        text = LISTS.joinpath("suffix.tsv").read_text(encoding="utf-8")
        rows = (line.split("\t") for line in text.splitlines() if line and line[0] != "#")
        return frozenset(cells[0] for cells in rows if cells[2:3] == [role])

    return lambda: with_lexicon(partial(drop, surfaces()))


def without_field(**changes: Any) -> Piece:
    """Replace fields of the lexicon."""
    return lambda: with_lexicon(lambda lexicon: replace(lexicon, **changes))


def without_cues(group: str) -> Piece:
    """Empty one group of cue words."""
    return lambda: with_lexicon(lambda lexicon: replace(lexicon, cues={**lexicon.cues, group: frozenset()}))


def patched(owner: Any, name: str, result: object) -> Piece:
    """Let a function give the same result whatever it is asked; fails when there is no such function."""
    return lambda: patch.object(owner, name, lambda *_, **__: result)


def pieces() -> dict[str, Piece]:
    """Every piece by the name of its row."""
    lists = {f"list {name}": without_list(name) for name in NAME_LISTS}
    suffixes = ("legal", "firm", "strong", "weak", "branch", "dept")
    words = sorted({word_class for _, word_class in list_rows("word")})
    return {
        "all lists of names": without_list(*NAME_LISTS),
        **lists,
        "regions": without_list("region"),
        **{f"suffixes {role}": without_role(role) for role in suffixes},
        **{f"words {word_class}": without_list("word", only=word_class) for word_class in words},
        **{f"cue {group}": without_cues(group) for group in sorted(load_lexicon().cues)},
        "words kept whole by the tagger": without_field(segment_words=()),
        "licence table": without_field(licences=frozenset()),
        "classes by ending": patched(WordClassifier, "_by_ending", None),
        "head rule": patched(NameStart, "find", None),
        "head rule: common nouns": patched(NameStart, "_is_common_noun", False),
        "subordinate bodies": patched(NameParser, "_continue", None),
        "branches": patched(NameParser, "_branch", None),
        "legal forms": patched(CompanyGrammar, "legal_form", None),
        "brand and industry": patched(CompanyGrammar, "brand", None),
        "boards": patched(CompanyGrammar, "board", None),
        **document_pieces(),
    }


def document_pieces() -> dict[str, Piece]:
    """The pieces of the document layer."""
    return {
        "stock codes": patched(document_module, "_coded_names", ()),
        "everyday words as names": patched(DocumentEvidence, "_context_names", ()),
        "bracket aliases": patched(document_module, "bracket_aliases", ({}, ())),
        "brands of full names": patched(document_module, "full_name_brands", {}),
        "document layer": without_document_layer,
    }


@contextmanager
def without_document_layer() -> Iterator[None]:
    """Leave out all that the document says about names elsewhere in it."""
    with ExitStack() as stack:
        for name in ("bracket aliases", "brands of full names", "everyday words as names"):
            stack.enter_context(document_pieces()[name]())
        yield


def evaluate(gold: Sequence[GoldDocument], piece: str, extractor: Extractor) -> Row:
    """Extract with an extractor and score its organisations."""
    predictions = {
        document.id: tuple(mention for mention in annotate(extractor.extract(document.text or "")) if mention.type == "ORG")
        for document in gold
    }
    scores = score(gold, predictions, ["ORG"]).by_type["ORG"]
    recall = unlisted_recall(gold, predictions)
    return Row(piece, scores.strict.f1, scores.relaxed.f1, scores.strict.precision, scores.strict.recall, recall)


def unlisted_recall(gold: Sequence[GoldDocument], predictions: Mapping[str, Sequence[Annotation]]) -> float:
    """Share of the required gold names in no list that were found with both edges."""
    hits = total = 0
    for document in gold:
        found = {(mention.start, mention.end) for mention in predictions[document.id]}
        for mention in document.annotations:
            name = "".join(fold((document.text or "")[mention.start : mention.end]).split())
            if mention.type == "ORG" and not mention.optional and name not in listed_names():
                total += 1
                hits += (mention.start, mention.end) in found
    return hits / total if total else 0.0


def leave_one_out(gold: Sequence[GoldDocument], only: str) -> list[Row]:
    """The rules alone, then one row for each piece, the dearest first; then the rules with the scorer."""
    whole = evaluate(gold, WHOLE, Extractor({"ORG"}, layers=(), org_model=None))
    rows = []
    for name, piece in pieces().items():
        if only in name:
            with piece():
                rows.append(compare(evaluate(gold, f"- {name}", Extractor({"ORG"}, layers=(), org_model=None)), whole))
    rows.sort(key=lambda row: row.strict_change)
    return [whole, *rows, compare(evaluate(gold, "+ scorer", Extractor({"ORG"}, layers=())), whole)]


def compare(row: Row, whole: Row) -> Row:
    """The row with its differences to the whole."""
    return replace(row, strict_change=row.strict_f1 - whole.strict_f1, relaxed_change=row.relaxed_f1 - whole.relaxed_f1)


def piece_table(rows: Sequence[Row]) -> Table:
    """One line for each row; shares in per cent."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in fields(Row):
        table.add_column(column.name.replace("_", " "), justify="left" if column.name == "piece" else "right")
    for row in rows:
        name, *shares = asdict(row).values()
        changes = (f"{100 * share:+.1f}" for share in shares[-2:])
        table.add_row(name, *(f"{100 * share:.1f}" for share in shares[:-2]), *changes)
    return table


def main() -> None:
    """Print the table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path, default=SEEDS)
    parser.add_argument("--only", default="", metavar="WORD", help="only the pieces with this word in their name")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()

    gold, machine = load_gold(arguments.gold), describe_machine()
    rows = leave_one_out(gold, arguments.only)
    if arguments.json:
        print(json.dumps({"machine": machine, "gold": arguments.gold.name, "rows": [asdict(row) for row in rows]}, indent=2))
        return
    print(f"{format_machine(machine)}\n\n{arguments.gold.name}, ORG")
    open_console().print(piece_table(rows))


if __name__ == "__main__":
    main()
