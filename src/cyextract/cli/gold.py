"""`cyextract gold`: gold files to and from annotation tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cyextract.cli.help_examples import examples
from cyextract.cli.options import (
    SOME_FAILED,
    LexiconPaths,
    ModelDir,
    OrgModel,
    ReferenceDateOption,
    RulePaths,
    Segmenter,
    Types,
    check_date,
    make_extractor,
)
from cyextract.cli.terminal import complain, counted, say

if TYPE_CHECKING:
    from cyextract.evaluate import Annotation, GoldDocument
    from cyextract.goldformats import FormatOptions, OffsetUnit
    from cyextract.goldformats.gold_row import Tokenize
    from cyextract.pipeline import Extractor


class GoldFormatName(StrEnum):
    """The formats by name; `cyextract.goldformats.FORMATS` has the same, and a test keeps them equal."""

    CYEXTRACT = "cyextract"
    BRAT = "brat"
    DOCCANO = "doccano"
    LABEL_STUDIO = "label-studio"
    CONLL = "conll"
    DOCBIN = "docbin"


class OffsetUnitName(StrEnum):
    """What offsets count, as in `cyextract.goldformats.OffsetUnit`."""

    CODEPOINT = "codepoint"
    UTF16 = "utf16"


class TokenUnit(StrEnum):
    """What a CoNLL line or a DocBin token is."""

    CHAR = "char"
    WORD = "word"


Unit = Annotated[
    OffsetUnitName | None,
    typer.Option("--offset-unit", help="What offsets count. Default: what the tool counts, checked where the file states texts."),
]
ToFormat = Annotated[GoldFormatName, typer.Option("--to", help="Format to write.")]
OwnCurrency = Annotated[
    str | None,
    typer.Option("--default-currency", metavar="CODE", help="What a bare 元 means, written into the gold. Default: CNY, unsaid."),
]
Tokens = Annotated[TokenUnit, typer.Option("--tokens", help="conll, docbin: a token is one character, or a word of rjieba.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite files that exist.")]

app = typer.Typer(help="Gold files to and from annotation tools.", no_args_is_help=True, rich_markup_mode=None)


@app.command("convert", epilog=examples("gold convert"))
def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="Gold in any of the formats.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="File or folder to write.")],
    to: ToFormat,
    gold_format: Annotated[GoldFormatName | None, typer.Option("--from", help="Format of IN. Default: by its ending and shape.")] = None,
    values_from: Annotated[
        Path | None, typer.Option(metavar="GOLD", help="Give mentions the values that the same mentions have there.")
    ] = None,
    predictions: Annotated[bool, typer.Option("--predictions", help="label-studio: read and write predictions.")] = False,
    offset_unit: Unit = None,
    tokens: Tokens = TokenUnit.CHAR,
    force: Force = False,
) -> None:
    """Convert gold to another format; what that has no place for is said on stderr."""
    from cyextract.goldformats import read_gold, restore_values

    options = make_options(offset_unit, predictions, tokens)
    documents = load(source, gold_format, options)
    if values_from is not None:
        documents, notes = restore_values(documents, read_gold(values_from).documents)
        _say_all(notes)
    _write(documents, out, to, options, force)


@app.command("annotate", epilog=examples("gold annotate"))
def annotate(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="JSONL file, folder of .txt files, or - for stdin.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="File or folder to write.")],
    to: ToFormat,
    reference_date: ReferenceDateOption = None,
    types: Types = None,
    default_currency: OwnCurrency = None,
    segmenter: Segmenter = "rjieba",
    rules: RulePaths = None,
    lexicon: LexiconPaths = None,
    model_dir: ModelDir = None,
    org_model: OrgModel = "scorer",
    offset_unit: Unit = None,
    tokens: Tokens = TokenUnit.CHAR,
    force: Force = False,
) -> None:
    """Extract from texts and write the result for people to correct; for Label Studio as predictions."""
    day = check_date(reference_date)
    extractor = make_extractor(types, segmenter, rules, lexicon, model_dir, org_model)
    failures: list[str] = []
    documents = list(_extract(extractor, source, day, default_currency, failures))
    _write(documents, out, to, make_options(offset_unit, True, tokens), force)
    raise typer.Exit(SOME_FAILED if failures else 0)


def load(path: Path, format: GoldFormatName | None, options: FormatOptions) -> tuple[GoldDocument, ...]:
    """Read gold and say what of it was not read."""
    from cyextract.goldformats import read_gold

    found = read_gold(path, format.value if format else None, options)
    _say_all(found.notes)
    return found.documents


def make_options(unit: OffsetUnitName | None, predictions: bool = False, tokens: TokenUnit = TokenUnit.CHAR) -> FormatOptions:
    """What the arguments say, as the formats take it."""
    from cyextract.goldformats import FormatOptions

    return FormatOptions(_offset_unit(unit), predictions, _cut_words() if tokens is TokenUnit.WORD else None)


def _offset_unit(name: OffsetUnitName | None) -> OffsetUnit | None:
    from cyextract.goldformats import OffsetUnit

    return OffsetUnit(name.value) if name else None


def _cut_words() -> Tokenize:
    import rjieba

    def cut(text: str) -> Sequence[str]:
        words: list[str] = rjieba.cut(text)
        return words

    return cut


def _write(documents: Sequence[GoldDocument], out: Path, to: GoldFormatName, options: FormatOptions, force: bool) -> None:
    from cyextract.goldformats import write_gold

    _say_all(write_gold(documents, out, to.value, options, overwrite=force))
    mentions = sum(len(document.annotations) for document in documents)
    say(f"{counted(len(documents), 'document')} with {counted(mentions, 'mention')} written to {out}")


def _extract(extractor: Extractor, source: str, day: str | None, currency: str | None, failures: list[str]) -> Iterator[GoldDocument]:
    from cyextract.batch import FailedInput, read_inputs
    from cyextract.errors import InputError
    from cyextract.evaluate import GoldDocument, annotate, layers_of

    for item in read_inputs(source):
        if isinstance(item, FailedInput):
            failures.append(str(item.id))
            complain(f"{item.id}: {item.error}")
            continue
        stated = item.reference_date or day
        chosen = item.default_currency or currency
        try:
            found = extractor.extract(item.text, reference_date=stated, default_currency=chosen, id=str(item.id))
        except InputError as error:
            failures.append(str(item.id))
            complain(f"{item.id}: {error}")
            continue
        mentions = tuple(_keep_values(annotation, item.text) for annotation in annotate(found))
        yield GoldDocument(str(item.id), mentions, item.text, stated, chosen, layers_of(found))


def _keep_values(annotation: Annotation, text: str) -> Annotation:
    """What people correct: the fields that are compared, without the extractor's own (rule, canonical text, days)."""
    from cyextract.evaluate.value_match import compared_fields
    from cyextract.goldformats.gold_row import make_annotation

    values = {name: annotation.fields.get(name) for name in (*compared_fields(annotation.type), "title", "per")}
    kept = {name: value for name, value in values.items() if value is not None}
    return make_annotation(annotation.type, annotation.start, annotation.end, text, kept)


def _say_all(notes: Iterable[str]) -> None:
    for note in notes:
        say(f"note: {note}")
