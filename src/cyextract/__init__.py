"""Facts from Chinese news: dates, amounts, percentages, organisations and 《…》 titles, with exact spans and validated values.

>>> import cyextract
>>> cyextract.extract("2020年4月30日，总投资约15亿元。").money[0].mod
'approx'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cyextract.document import Document
    from cyextract.document_settings import ReferenceDate
    from cyextract.errors import CyextractError, DataError, InputError, LexiconError, MissingExtraError, RuleError
    from cyextract.models import (
        AgreementDate,
        AgreementEvent,
        AgreementParty,
        Alias,
        DateMention,
        Figure,
        FigureBasis,
        FigurePart,
        FigurePeriod,
        Mention,
        MoneyMention,
        NumberValue,
        Organisation,
        OrganisationName,
        OrgMention,
        PercentMention,
        Timeline,
        TimelineEntry,
        TitleMention,
    )
    from cyextract.parse import parse_date, parse_money, parse_number, parse_percent
    from cyextract.pipeline import Extractor
    from cyextract.verification import ClaimCheck, FieldCheck, FoundRow, Verification, verify

__version__ = "0.2.0"

_HOME = {
    "document": ("Document",),
    "errors": ("CyextractError", "DataError", "InputError", "LexiconError", "MissingExtraError", "RuleError"),
    "models": (
        "AgreementDate", "AgreementEvent", "AgreementParty", "Alias", "DateMention", "Figure", "FigureBasis", "FigurePart",
        "FigurePeriod", "Mention", "MoneyMention", "NumberValue", "Organisation", "OrganisationName",
        "OrgMention", "PercentMention", "Timeline", "TimelineEntry", "TitleMention",
    ),
    "document_settings": ("ReferenceDate",),
    "pipeline": ("Extractor",),
    "parse": ("parse_date", "parse_money", "parse_number", "parse_percent"),
    "verification": ("ClaimCheck", "FieldCheck", "FoundRow", "Verification", "verify"),
}  # fmt: skip
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import on first use: `import cyextract` reads no data file and loads no segmenter."""
    module = _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module 'cyextract' has no attribute {name!r}")
    value = getattr(import_module(f"cyextract.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULE_OF})


def extract(
    text: str, *, reference_date: ReferenceDate = None, default_currency: str | None = None, vague: bool = False, id: str | None = None
) -> Document:
    """Extract one document with the shipped rules: the one-call form of `Extractor().extract`.

    Args:
        text: the document; offsets in the result are code points of exactly this text.
        reference_date: the day that relative dates count from, a date or 2021-06-10, 2021年6月10日; inferred from the document when None.
        default_currency: ISO 4217 code of a bare 元; None judges by script, places and currency words (TWD, HKD, MOP), else CNY.
        vague: also report vague deixis (近日, 目前 …).
        id: copied into the result.

    Raises:
        InputError: `text` is not a str or holds lone surrogates.
    """
    global _default
    if _default is None:
        from cyextract.pipeline import Extractor

        _default = Extractor()
    return _default.extract(text, reference_date=reference_date, default_currency=default_currency, vague=vague, id=id)


_default: Extractor | None = None  # built on the first call and immutable, so a race builds it twice and harms nobody

# Written out: type checkers that are strict take no name for public that they must compute.
__all__ = [
    "AgreementDate", "AgreementEvent", "AgreementParty", "Alias", "ClaimCheck", "CyextractError", "DataError", "DateMention",
    "Document", "Extractor", "FieldCheck", "Figure", "FigureBasis", "FigurePart", "FigurePeriod", "FoundRow", "InputError",
    "LexiconError", "Mention", "MissingExtraError", "MoneyMention", "NumberValue", "OrgMention", "Organisation", "OrganisationName",
    "PercentMention", "ReferenceDate", "RuleError", "Timeline", "TimelineEntry", "TitleMention", "Verification", "__version__",
    "extract", "parse_date", "parse_money", "parse_number", "parse_percent", "verify",
]  # fmt: skip
