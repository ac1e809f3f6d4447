"""The command line: reads arguments, calls the library, prints. Results go to stdout, everything else to stderr.

Heavy modules are imported inside the commands, so that `cyextract --help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from cyextract.errors import CyextractError, DataError, InputError
from cyextract.terminal import complain, print_json, say, show, track_progress, write, write_utf8

if TYPE_CHECKING:
    from cyextract.batch import Row
    from cyextract.evaluate import Annotation, Evaluation, GoldDocument, Layers, LayerScore
    from cyextract.models import Document, MentionType
    from cyextract.pipeline import Extractor

SOME_FAILED = 1
USAGE = 2

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
rules_app = typer.Typer(help="Look at the rules, or check your own.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(rules_app, name="rules")


class DocumentFormat(StrEnum):
    """How `extract` prints."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


class TimelineFormat(StrEnum):
    """How `timeline` prints."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


class ScoreFormat(StrEnum):
    """How `eval` prints."""

    TABLE = "table"
    JSON = "json"


ReferenceDate = Annotated[
    str | None, typer.Option(metavar="DATE", help="Publication date that relative dates are read against: 2021-06-10.")
]
DefaultCurrency = Annotated[str, typer.Option(metavar="CODE", help="What a bare 元 means, as an ISO 4217 code.")]
Vague = Annotated[bool, typer.Option("--vague", help="Also find vague dates: 近日, 目前.")]
Types = Annotated[str | None, typer.Option(metavar="LIST", help="Only these types: DATE,MONEY,PERCENT,ORG,TITLE. Default: all.")]
Segmenter = Annotated[str, typer.Option(metavar="NAME", help="Segmenter for ORG: rjieba, jieba, pkuseg or none.")]
RulePaths = Annotated[
    list[Path] | None,
    typer.Option("--rules", metavar="PATH", help="Your rule file or folder; may be given repeatedly."),
]
LexiconPaths = Annotated[
    list[Path] | None, typer.Option("--lexicon", metavar="PATH", help="Your word list (TSV); may be given repeatedly.")
]
OwnRules = Annotated[list[Path] | None, typer.Argument(metavar="[PATHS]", help="Your own rule files or folders.")]
OrgModel = Annotated[str | None, typer.Option(metavar="MODEL", help="A second witness for ORG, slow: lac or spacy:PIPELINE.")]
ModelDir = Annotated[Path | None, typer.Option(metavar="DIR", help="Folder of the model that pkuseg needs.")]


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"cyextract {version('cyextract')}")
        raise typer.Exit


@app.callback()
def _take_options(
    version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")] = False,
) -> None:
    """Dates, amounts, percentages, organisations and titles from Chinese news."""


@app.command()
def extract(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="UTF-8 text files; - reads one from stdin.")],
    format: Annotated[DocumentFormat, typer.Option(help="json: whole documents; jsonl: as batch writes.")] = (DocumentFormat.TABLE),
    reference_date: ReferenceDate = None,
    types: Types = None,
    default_currency: DefaultCurrency = "CNY",
    vague: Vague = False,
    segmenter: Segmenter = "rjieba",
    rules: RulePaths = None,
    lexicon: LexiconPaths = None,
    model_dir: ModelDir = None,
    org_model: OrgModel = None,
) -> None:
    """Find the mentions of texts and print them."""
    from cyextract.batch import read_text, text_id

    day = _check_date(reference_date)
    extractor = _make_extractor(types, segmenter, rules, lexicon, model_dir, org_model)
    documents: list[Document] = []
    for file in files:
        try:
            text = read_text(file)
        except InputError as error:
            complain(str(error))
            continue
        document = extractor.extract(text, reference_date=day, default_currency=default_currency, vague=vague, id=text_id(file))
        documents.append(document)
        if format is not DocumentFormat.JSON:
            _print_document(document, format)
    if format is DocumentFormat.JSON and documents:
        dumped = [document.model_dump(mode="json", exclude_none=True) for document in documents]
        print_json(dumped if len(files) > 1 else dumped[0])
    raise typer.Exit(SOME_FAILED if len(documents) < len(files) else 0)


@app.command()
def batch(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="JSONL file, folder of .txt files, or - for stdin.")],
    out: Annotated[str, typer.Option("--out", "-o", metavar="OUT", help="JSONL file to write, or - for stdout.")],
    reference_date: ReferenceDate = None,
    types: Types = None,
    default_currency: DefaultCurrency = "CNY",
    vague: Vague = False,
    facts: Annotated[
        bool, typer.Option("--facts", help="One flat row for each fact: document, date, action, title, party, amount.")
    ] = False,
    segmenter: Segmenter = "rjieba",
    rules: RulePaths = None,
    lexicon: LexiconPaths = None,
    model_dir: ModelDir = None,
    org_model: OrgModel = None,
) -> None:
    """Extract from many texts: one JSON line for each, in input order.

    A line of INPUT is {"id", "text"} with reference_date and default_currency where they differ from the options. An
    input that fails becomes a line {"id", "error"}; the exit status is then 1.
    """
    from cyextract.batch import Settings, extract_rows, read_inputs, write_rows

    settings = Settings(_check_date(reference_date), default_currency, vague, facts)
    extractor = _make_extractor(types, segmenter, rules, lexicon, model_dir, org_model)
    rows = extract_rows(extractor, read_inputs(source), settings)
    try:
        summary = write_rows(track_progress(rows, source), out, _report_failure)
    except OSError as error:
        _fail(f"{error.filename or out}: {error.strerror or error}")
    say(f"{summary.written} written to {out}" + (f", {summary.failed} of them failed" if summary.failed else ""))
    raise typer.Exit(SOME_FAILED if summary.failed else 0)


@app.command()
def timeline(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A UTF-8 text file; - reads stdin.")],
    format: Annotated[TimelineFormat, typer.Option(help="How to print.")] = TimelineFormat.TABLE,
    reference_date: ReferenceDate = None,
    types: Types = None,
    segmenter: Segmenter = "rjieba",
    rules: RulePaths = None,
    lexicon: LexiconPaths = None,
    model_dir: ModelDir = None,
) -> None:
    """Print what a text tells in calendar order, like a newspaper's chronicle; what has no date comes last."""
    from cyextract.batch import read_text, text_id
    from cyextract.render import timeline_markdown, timeline_table

    day = _check_date(reference_date)
    document = _make_extractor(types, segmenter, rules, lexicon, model_dir).extract(read_text(file), reference_date=day, id=text_id(file))
    if format is TimelineFormat.JSON:
        print_json(document.timeline().model_dump(mode="json", exclude_none=True))
    elif format is TimelineFormat.MARKDOWN:
        write(timeline_markdown(document.timeline()).encode("utf-8", "backslashreplace"))
    else:
        show(timeline_table(document.timeline()))


@app.command()
def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The text itself; - reads it from stdin.")],
    reference_date: ReferenceDate = None,
    types: Types = None,
    default_currency: DefaultCurrency = "CNY",
    vague: Vague = False,
    segmenter: Segmenter = "rjieba",
    rules: RulePaths = None,
    lexicon: LexiconPaths = None,
    model_dir: ModelDir = None,
    org_model: OrgModel = None,
) -> None:
    """Show which rule proposed what, what won, and what was refused and why."""
    from cyextract.batch import read_text
    from cyextract.render import mention_table, trace_table

    day = _check_date(reference_date)
    extractor = _make_extractor(types, segmenter, rules, lexicon, model_dir, org_model)
    trace = extractor.explain(read_text(text) if text == "-" else text, reference_date=day, default_currency=default_currency, vague=vague)
    show(trace_table(trace))
    show("")
    show(mention_table(trace.document))


@app.command("eval")
def evaluate(
    gold: Annotated[Path, typer.Option(metavar="DIR|FILE", help="Folder of *.gold.json with .txt, or JSONL with text.")],
    pred: Annotated[Path | None, typer.Option(metavar="FILE", help="Predictions, as batch writes them. Default: extract now.")] = None,
    format: Annotated[ScoreFormat, typer.Option(help="How to print.")] = ScoreFormat.TABLE,
    errors: Annotated[int, typer.Option(metavar="N", min=0, help="Also list the first N differences.")] = 0,
    types: Types = None,
    segmenter: Segmenter = "rjieba",
    rules: RulePaths = None,
    lexicon: LexiconPaths = None,
    model_dir: ModelDir = None,
    org_model: OrgModel = None,
) -> None:
    """Score mentions against gold: precision, recall, F1 (strict, relaxed, facts) and value per type; agreements and aliases too."""
    from cyextract.evaluate import load_gold, load_layers, load_predictions, score, score_layers

    documents = load_gold(gold)
    if pred is not None:
        predictions, layers = load_predictions(pred), load_layers(pred)
    else:
        predictions, layers = _predict(documents, _make_extractor(types, segmenter, rules, lexicon, model_dir, org_model))
    wanted = {document.id: document.layers for document in documents if document.layers is not None and types is None}
    evaluation = score(documents, predictions, _parse_types(types))
    if evaluation.unanswered:
        say(f"{len(evaluation.unanswered)} of {evaluation.documents} gold documents have no prediction; see their ids")
    _print_evaluation(evaluation, score_layers(wanted, layers) if wanted else None, documents, format, errors)


@rules_app.command("list")
def list_rules(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATHS]", help="Your own rule files or folders.")] = None,
) -> None:
    """List every rule, the shipped ones and yours."""
    from cyextract.render import rule_table
    from cyextract.ruleset.loader import load_rules

    show(rule_table(load_rules(paths or []).rules))


@rules_app.command("check")
def check_rules(paths: OwnRules = None) -> None:
    """Load and compile every rule and run the examples of yours, or of all without PATHS; problems are listed together.

    The exit status is 1 when there are some.
    """
    from cyextract.pipeline import Extractor
    from cyextract.rulecheck import RULE_TYPES, check_examples
    from cyextract.ruleset.loader import load_rules

    try:
        rules = load_rules(paths or []).rules
        extractor = Extractor(RULE_TYPES, rules=paths or [])
    except DataError as error:
        _list_problems(error.problems)
    shipped = load_rules().rules if paths else ()
    checked = [rule for rule in rules if rule not in shipped]
    if problems := check_examples(extractor, checked):
        _list_problems(problems)
    typer.echo(f"{len(rules)} rules, {len(checked)} of them checked by their examples, no problems")


@rules_app.command("doc")
def document_rules(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATHS]", help="Your own rule files or folders.")] = None,
) -> None:
    """Print the rules reference as Markdown."""
    from cyextract.render import rules_markdown
    from cyextract.ruleset.loader import load_rules

    typer.echo(rules_markdown(load_rules(paths or []).rules))


def _make_extractor(
    types: str | None,
    segmenter: str,
    rules: Sequence[Path] | None,
    lexicon: Sequence[Path] | None,
    model_dir: Path | None,
    org_model: str | None = None,
) -> Extractor:
    from cyextract.pipeline import Extractor

    wanted = _parse_types(types)
    try:
        return Extractor(wanted, segmenter=segmenter, rules=rules or (), lexicon=lexicon or (), model_dir=model_dir, org_model=org_model)
    except CyextractError:
        raise
    except ValueError as error:
        _fail(str(error))


def _parse_types(listed: str | None) -> set[MentionType] | None:
    if listed is None:
        return None
    from cyextract.models import MENTION_TYPES

    names = {name.strip().upper() for name in listed.split(",")}
    if unknown := sorted(names.difference(MENTION_TYPES)):
        _fail(f"--types: unknown type {unknown[0]!r}; choose from {','.join(MENTION_TYPES)}")
    return {name for name in MENTION_TYPES if name in names}


def _check_date(written: str | None) -> str | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        _fail(f"--reference-date: {written!r} is no date; write it like 2021-06-10")


def _list_problems(problems: Sequence[str]) -> NoReturn:
    for problem in problems:
        complain(problem)
    say(f"problems: {len(problems)}")
    raise typer.Exit(SOME_FAILED)


def _predict(documents: Iterable[GoldDocument], extractor: Extractor) -> tuple[dict[str, tuple[Annotation, ...]], dict[str, Layers]]:
    from cyextract.evaluate import annotate, layers_of

    predictions: dict[str, tuple[Annotation, ...]] = {}
    layers: dict[str, Layers] = {}
    for gold in documents:
        if gold.text is None:
            _fail(f"gold document {gold.id} has no text; put {gold.id}.txt beside it or give predictions with --pred")
        document = extractor.extract(gold.text, reference_date=gold.reference_date, default_currency=gold.default_currency or "CNY")
        predictions[gold.id] = annotate(document)
        layers[gold.id] = layers_of(document)
    return predictions, layers


def _print_document(document: Document, format: DocumentFormat) -> None:
    from cyextract.batch import document_row, encode_row
    from cyextract.render import mention_table

    if format is DocumentFormat.JSONL:
        write(encode_row(document_row(document)))
    else:
        show(mention_table(document))


def _print_evaluation(
    evaluation: Evaluation, layers: LayerScore | None, documents: Iterable[GoldDocument], format: ScoreFormat, errors: int
) -> None:
    from cyextract.evaluate import summarize, summarize_layers
    from cyextract.render import difference_table, layer_difference_table, layer_table, score_table

    if format is ScoreFormat.JSON:
        print_json(summarize(evaluation) | ({"layers": summarize_layers(layers)} if layers else {}))
        return
    show(score_table(evaluation))
    if layers:
        show(layer_table(layers))
    if errors:
        texts = {document.id: document.text or "" for document in documents}
        show("")
        show(difference_table(evaluation.differences[:errors], texts))
        if layers and layers.differences:
            show(layer_difference_table(layers.differences[:errors]))


def _report_failure(row: Row) -> None:
    if "error" in row:
        complain(f"{row['id']}: {row['error']}")


def _fail(message: str) -> NoReturn:
    complain(message)
    raise typer.Exit(USAGE)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; exits with 0 (all well), 1 (some inputs failed) or 2 (usage)."""
    write_utf8()
    try:
        app(args=None if arguments is None else list(arguments), prog_name="cyextract")
    except CyextractError as error:
        for problem in error.problems if isinstance(error, DataError) else (str(error),):
            complain(problem)
        sys.exit(USAGE)
