"""What several commands take, and what their arguments become: a checked date, a set of types, an extractor."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from cyextract.cli.terminal import complain
from cyextract.errors import CyextractError, InputError

if TYPE_CHECKING:
    from cyextract.models import MentionType
    from cyextract.pipeline import Extractor

_ORG_MODELS = ("scorer", "none")
SOME_FAILED = 1
USAGE = 2

ReferenceDateOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Publication date that relative dates are read against: 2021-06-10, 2021年6月10日.")
]
DefaultCurrency = Annotated[
    str | None,
    typer.Option(metavar="CODE", help="What a bare 元 means, as an ISO 4217 code. Default: as script, places and currency words tell."),
]
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
OrgModel = Annotated[str, typer.Option(metavar="MODEL", help="What weighs the rules' ORG: scorer, or none for the rules alone.")]
ModelDir = Annotated[Path | None, typer.Option(metavar="DIR", help="Folder of the model that pkuseg needs.")]


def make_extractor(
    types: str | None,
    segmenter: str,
    rules: Sequence[Path] | None,
    lexicon: Sequence[Path] | None,
    model_dir: Path | None,
    org_model: str = "scorer",
) -> Extractor:
    from cyextract.pipeline import Extractor

    wanted = parse_types(types)
    if org_model not in _ORG_MODELS:
        fail(f"--org-model: unknown model {org_model!r}; choose from {', '.join(_ORG_MODELS)}")
    try:
        return Extractor(
            wanted, segmenter=segmenter, rules=rules or (), lexicon=lexicon or (), model_dir=model_dir,
            org_model=None if org_model == "none" else org_model,
        )  # fmt: skip
    except CyextractError:
        raise
    except ValueError as error:
        fail(str(error))


def parse_types(listed: str | None) -> set[MentionType] | None:
    if listed is None:
        return None
    from cyextract.models import MENTION_TYPES

    names = {name.strip().upper() for name in listed.split(",")}
    if unknown := sorted(names.difference(MENTION_TYPES)):
        fail(f"--types: unknown type {unknown[0]!r}; choose from {','.join(MENTION_TYPES)}")
    return {name for name in MENTION_TYPES if name in names}


def check_date(written: str | None) -> str | None:
    from cyextract.document_settings import parse_reference_date

    try:
        day = parse_reference_date(written)
    except InputError:
        fail(f"--reference-date: {written!r} is no day; write it like 2021-06-10 or 2021年6月10日")
    return None if day is None else day.isoformat()


def fail(message: str) -> NoReturn:
    """Complain about a wrong use in one line, and leave."""
    complain(message)
    raise typer.Exit(USAGE)
